/* progress.c - rates over the whole run; a line at most ten times a second. */
#include "batch/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "batch/clock.h"

enum { AFTER = 500, EVERY = 100 }; /* milliseconds */

void dm_progress_start(dm_progress *p, bool on, size_t total)
{
    *p = (dm_progress){.on = on, .total = total, .start = dm_clock_ms()};
}

static void add_time_left(dm_buf *out, const dm_progress *p, const dm_counts *c,
                          double seconds)
{
    double left = seconds * (double)(p->total - c->documents) /
                  (double)(c->documents > 0 ? c->documents : 1);
    long s = (long)left;

    if (p->total <= c->documents || c->documents == 0)
        return;
    dm_buf_printf(out, ", %ld:%02ld left", s / 60, s % 60);
}

void dm_progress_show(dm_progress *p, const dm_counts *counts)
{
    int64_t now = dm_clock_ms();
    double  seconds = (double)(now - p->start) / 1000;
    dm_buf  out;

    if (!p->on || now - p->start < AFTER || now - p->last < EVERY)
        return;
    p->last = now;
    p->shown = true;
    dm_buf_init(&out, 4096);
    dm_buf_printf(&out, "\r\x1b[K%zu", counts->documents);
    if (p->total > 0)
        dm_buf_printf(&out, "/%zu", p->total);
    dm_buf_printf(&out, " documents, %.0f/s, %.1f MB/s, %zu failed",
                  (double)counts->documents / seconds,
                  (double)counts->bytes / seconds / 1e6, counts->failed);
    add_time_left(&out, p, counts, seconds);
    if (write(STDERR_FILENO, out.ptr, out.len) < 0)
        p->on = false;
    dm_buf_fini(&out);
}

void dm_progress_wipe(dm_progress *p)
{
    static const char wipe[] = "\r\x1b[K";

    if (p->shown && write(STDERR_FILENO, wipe, sizeof wipe - 1) < 0)
        p->on = false;
    p->shown = false;
}
