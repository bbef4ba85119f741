/* answer.c - answers: filled by a worker, packed, unpacked by the parent.
**
** Both ends are the same program, so plain structs cross as they are; the
** lengths are checked all the same, for the worker may have gone wild.
*/
#include <stdint.h>

#include "batch/job.h"

typedef struct wire {
    uint32_t outcome, phase, nrecords;
    uint32_t yes, same;
    uint64_t bytes, dropped, unwritten;
    dm_stamp stamp;
    uint64_t ndata, nparcels, nremarks, nreduced; /* bytes of each */
} wire;

const char *dm_phase_name(dm_phase phase)
{
    static const char *const names[] = {"open", "load", "script", "worker",
                                        "write"};

    return names[phase];
}

void dm_answer_init(dm_answer *a)
{
    memset(a, 0, sizeof *a);
    dm_buf_init(&a->data, DM_ANSWER_MAX);
    dm_buf_init(&a->parcels, DM_ANSWER_MAX);
    dm_buf_init(&a->remarks, (DM_NOTES_MAX + 1) * sizeof(dm_remark));
    dm_buf_init(&a->reduced, DM_ANSWER_MAX);
}

void dm_answer_fini(dm_answer *a)
{
    dm_buf_fini(&a->data);
    dm_buf_fini(&a->parcels);
    dm_buf_fini(&a->remarks);
    dm_buf_fini(&a->reduced);
}

void dm_answer_clear(dm_answer *a)
{
    dm_buf data = a->data, remarks = a->remarks, reduced = a->reduced;
    dm_buf parcels = a->parcels;

    dm_buf_clear(&data);
    dm_buf_clear(&parcels);
    dm_buf_clear(&remarks);
    dm_buf_clear(&reduced);
    memset(a, 0, sizeof *a);
    a->data = data;
    a->parcels = parcels;
    a->remarks = remarks;
    a->reduced = reduced;
}

void dm_answer_remark(dm_answer *a, dm_remark_kind kind, const dm_err *text)
{
    dm_remark remark = {.kind = kind, .text = *text};

    if (dm_answer_nremarks(a) >= DM_NOTES_MAX)
        a->dropped++;
    else
        dm_buf_add(&a->remarks, &remark, sizeof remark);
}

size_t dm_answer_nremarks(const dm_answer *a)
{
    return a->remarks.len / sizeof(dm_remark);
}

const dm_remark *dm_answer_remark_at(const dm_answer *a, size_t i)
{
    return (const dm_remark *)(const void *)a->remarks.ptr + i;
}

void dm_answer_fail(dm_answer *a, dm_phase phase, const dm_err *err)
{
    a->outcome = DM_FAILED;
    a->phase = phase;
    if (err != &a->err)
        a->err = *err;
    a->nrecords = 0;
    dm_buf_clear(&a->data);
    dm_buf_clear(&a->parcels);
    dm_buf_clear(&a->reduced);
}

void dm_answer_pack(const dm_answer *a, dm_buf *out)
{
    wire w;

    memset(&w, 0, sizeof w); /* padding too: it is checksummed */
    w.outcome = a->outcome;
    w.phase = a->phase;
    w.nrecords = a->nrecords;
    w.yes = a->yes;
    w.same = a->same;
    w.stamp = a->stamp;
    w.bytes = a->bytes;
    w.dropped = a->dropped;
    w.unwritten = a->unwritten;
    w.ndata = a->data.len;
    w.nparcels = a->parcels.len;
    w.nremarks = a->remarks.len;
    w.nreduced = a->reduced.len;
    dm_buf_add(out, &w, sizeof w);
    if (a->outcome == DM_FAILED)
        dm_buf_add(out, &a->err, sizeof a->err);
    if (a->outcome == DM_TURNED_AWAY || a->outcome == DM_SKIPPED)
        dm_buf_add(out, a->reason, sizeof a->reason);
    dm_buf_slice(out, dm_buf_view(&a->data));
    dm_buf_slice(out, dm_buf_view(&a->parcels));
    dm_buf_slice(out, dm_buf_view(&a->remarks));
    dm_buf_slice(out, dm_buf_view(&a->reduced));
}

/* Take `n` bytes off the front of `*from`; false when there are fewer. */
static bool take(dm_slice *from, void *to, size_t n)
{
    if (from->len < n)
        return false;
    memcpy(to, from->ptr, n);
    *from = dm_slice_sub(*from, n, from->len);
    return true;
}

static bool take_buf(dm_slice *from, dm_buf *to, uint64_t n)
{
    if (from->len < n)
        return false;
    dm_buf_add(to, from->ptr, (size_t)n);
    *from = dm_slice_sub(*from, (size_t)n, from->len);
    return !to->failed;
}

static bool unpack(dm_answer *a, dm_slice bytes)
{
    wire w;

    if (!take(&bytes, &w, sizeof w) || w.outcome > DM_SKIPPED ||
        w.phase > DM_PHASE_WRITE || w.nremarks % sizeof(dm_remark) != 0)
        return false;
    a->outcome = (dm_outcome)w.outcome;
    a->phase = (dm_phase)w.phase;
    a->nrecords = w.nrecords;
    a->yes = w.yes != 0;
    a->same = w.same != 0;
    a->stamp = w.stamp;
    a->bytes = w.bytes;
    a->dropped = w.dropped;
    a->unwritten = w.unwritten;
    if (a->outcome == DM_FAILED && !take(&bytes, &a->err, sizeof a->err))
        return false;
    if ((a->outcome == DM_TURNED_AWAY || a->outcome == DM_SKIPPED) &&
        !take(&bytes, a->reason, sizeof a->reason))
        return false;
    return take_buf(&bytes, &a->data, w.ndata) &&
           take_buf(&bytes, &a->parcels, w.nparcels) &&
           take_buf(&bytes, &a->remarks, w.nremarks) &&
           take_buf(&bytes, &a->reduced, w.nreduced) && bytes.len == 0;
}

bool dm_answer_unpack(dm_answer *a, dm_slice bytes)
{
    dm_err err;

    dm_answer_clear(a);
    if (unpack(a, bytes))
        return true;
    dm_answer_clear(a);
    dm_fail(&err, DM_E_INTERNAL, "a worker's answer cannot be read");
    dm_answer_fail(a, DM_PHASE_WORKER, &err);
    return false;
}
