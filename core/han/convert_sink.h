/* convert_sink.h - inside the room: many small replacements, fast.
**
** Converting changes every second character, so that a call and three checks
** for each would cost more than the dictionaries.  A sink makes room for a
** stretch of source at a time and then writes bytes and edits straight into
** the aligner's buffers.  Close to a ceiling, where the worst case would not
** fit, it leaves the work to dm_align_replace, which fails when it must.
*/
#ifndef DM_HAN_CONVERT_SINK_H
#define DM_HAN_CONVERT_SINK_H

#include "han/convert_table.h"
#include "text/align.h"

typedef struct dm_sink {
    dm_aligner *a;
    size_t      until; /* places before it have room */
} dm_sink;

/* Make room for replacements from source place `at` on.  False when the
** ceiling is near or memory is out: then the aligner is to do it. */
bool dm_sink_room(dm_sink *s, size_t at);

/* The slow way: source bytes [at, at + n) become `with`. */
void dm_sink_replace(dm_sink *s, size_t at, size_t n, dm_slice with);

/*
** Convert from `at` (the start of a character) as far as t2s can be told at a
** glance; returns where that ends, which may be `at`.
*/
size_t dm_sink_quick(dm_sink *s, uint32_t root, size_t at);

/* Copy what was kept, mostly a few characters; `to` and the source have 16
** bytes of room then, so that one load and one store do. */
static inline void dm_sink_keep(const dm_aligner *a, char *to, size_t n)
{
    const char *from = a->src.ptr + a->copied;

    if (n <= 16 && a->src.len - a->copied >= 16)
        memcpy(to, from, 16);
    else
        memcpy(to, from, n);
}

/* Source bytes [at, at + n) become one character (packed UTF-8). */
static inline void dm_sink_put(dm_sink *s, size_t at, size_t n, uint32_t utf8)
{
    dm_aligner *a = s->a;
    size_t      len = dm_han_packed(utf8);
    size_t      kept = at - a->copied;
    char        bytes[4] = {(char)(utf8 & 0xFF), (char)(utf8 >> 8 & 0xFF),
                            (char)(utf8 >> 16 & 0xFF), (char)(utf8 >> 24)};
    char       *to;
    dm_edit     edit;

    if (at >= s->until && !dm_sink_room(s, at)) {
        dm_sink_replace(s, at, n, (dm_slice){bytes, len});
        return;
    }
    to = a->out->ptr + a->out->len;
    dm_sink_keep(a, to, kept);
    memcpy(to + kept, bytes, sizeof bytes);
    edit.src = (uint32_t)at;
    edit.slen = (uint32_t)n;
    edit.dst = (uint32_t)(a->out->len + kept);
    edit.dlen = (uint32_t)len;
    memcpy(a->edits.ptr + a->edits.len, &edit, sizeof edit);
    a->edits.len += sizeof edit;
    a->out->len += kept + len;
    a->copied = at + n;
}

#endif
