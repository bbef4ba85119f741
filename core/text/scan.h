/* scan.h - what every stage that walks a text needs: skip what is plain. */
#ifndef DM_TEXT_SCAN_H
#define DM_TEXT_SCAN_H

#include "text/align.h"

/* The first place at or after `at` whose byte is set in `stop` (256 of them),
** or s.len.  Four bytes a turn: this is where text that needs no change
** spends its time. */
static inline size_t dm_scan(dm_slice s, size_t at, const bool *stop)
{
    const unsigned char *p = (const unsigned char *)s.ptr;

    while (at + 4 <= s.len &&
           !(stop[p[at]] | stop[p[at + 1]] | stop[p[at + 2]] | stop[p[at + 3]]))
        at += 4;
    while (at < s.len && !stop[p[at]])
        at++;
    return at;
}

/* Keep bytes up to that place.  False when the source ended. */
static inline bool dm_keep_until(dm_aligner *a, const bool *stop)
{
    size_t at = dm_scan(a->src, a->at, stop);

    dm_align_keep(a, at - a->at);
    return at < a->src.len;
}

/* What is left of the source. */
static inline dm_slice dm_rest(const dm_aligner *a)
{
    return dm_slice_sub(a->src, a->at, a->src.len);
}

#endif
