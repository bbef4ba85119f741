/* step_lines.c - one line end: LF. */
#include "norm/steps.h"

static const bool stop[256] = {['\r'] = true, [0xC2] = true, [0xE2] = true};

/* Bytes of the foreign line end at the start of `s`, or 0. */
static size_t foreign(dm_slice s)
{
    if (s.ptr[0] == '\r')
        return s.len > 1 && s.ptr[1] == '\n' ? 2 : 1;
    if (dm_slice_starts(s, DM_S("\xC2\x85")))
        return 2;
    if (dm_slice_starts(s, DM_S("\xE2\x80\xA8")) ||
        dm_slice_starts(s, DM_S("\xE2\x80\xA9")))
        return 3;
    return 0;
}

void dm_step_lines(dm_aligner *a)
{
    while (dm_keep_until(a, stop)) {
        size_t n = foreign(dm_rest(a));

        if (n == 0)
            dm_align_keep(a, 1);
        else
            dm_align_replace(a, n, DM_S("\n"));
    }
}
