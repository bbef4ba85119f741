/* stats_cover.h - ranges of a text: what they cover, leave over, share.
**
** Lists of byte ranges, half open.  A few thousand a document are expected.
*/
#ifndef DM_DESK_STATS_COVER_H
#define DM_DESK_STATS_COVER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

/* A match of rule `owner`. */
typedef struct dm_cover_span {
    dm_range range;
    uint32_t owner;
} dm_cover_span;

/* Sort the ranges and unite those that overlap or touch, in place; empty ones
** go.  Returns how many are left. */
size_t dm_cover_union(dm_range *ranges, size_t n);

/* How many code points of `text` the ranges hold; they are united and inside.
 */
uint64_t dm_cover_chars(dm_slice text, const dm_range *ranges, size_t n);

/* Sort by where they begin, then where they end, then owner. */
void dm_cover_sort(dm_cover_span *spans, size_t n);

/*
** Call `pair` for each two of the sorted spans that have a byte in common and
** are of two owners, the lesser owner first.  Of more than 64 that lie over one
** another the latest 64 are looked at.
*/
void dm_cover_pairs(const dm_cover_span *spans, size_t                    n,
                    void (*pair)(void *ud, uint32_t a, uint32_t b), void *ud);

/* The first piece of [*at, end) that no range covers; `*i` is the first range
** that may matter (at first 0).  False when there is none.  *at moves behind
** it. */
bool dm_cover_gap(const dm_range *ranges, size_t n, size_t *i, size_t *at,
                  size_t end, dm_range *gap);

#endif
