/* convert_sink.c - room for the next stretch, and the way without it. */
#include "han/convert_sink.h"

#ifndef DM_SINK_STRETCH
#define DM_SINK_STRETCH 4096 /* bytes of source; tests shrink it */
#endif

/* Room for `n` more bytes below the ceiling, and below what an edit counts. */
static bool fits(const dm_buf *buf, size_t n)
{
    return !buf->failed && n <= buf->max - buf->len &&
           buf->len + n < UINT32_MAX;
}

bool dm_sink_room(dm_sink *s, size_t at)
{
    dm_aligner *a = s->a;
    size_t      kept = at - a->copied;
    size_t      out = kept + (size_t)DM_SINK_STRETCH * 2 + 64;
    size_t      edits = (size_t)DM_SINK_STRETCH * sizeof(dm_edit);

    if (!fits(a->out, out) || a->edits.failed ||
        edits > a->edits.max - a->edits.len)
        return false;
    if (dm_buf_reserve(a->out, out) == NULL ||
        dm_buf_reserve(&a->edits, edits) == NULL)
        return false;
    s->until = at + DM_SINK_STRETCH;
    return true;
}

void dm_sink_replace(dm_sink *s, size_t at, size_t n, dm_slice with)
{
    dm_aligner *a = s->a;

    a->at = at;
    dm_align_replace(a, n, with);
    s->until = 0; /* the room that was may be used up */
}
