/* find.h - where the needed literals of one or many patterns occur.
**
** One pass looks up every pair of neighbouring bytes in a table that knows
** the rarest pair of each literal; what the table lets through is compared
** with the literal and with the bytes that must lie around it.  It runs at 1
** to 2 GB/s over prose, for one pattern or for a few hundred.
*/
#ifndef DM_MATCH_FIND_H
#define DM_MATCH_FIND_H

#include "match/need.h"

typedef struct dm_finder dm_finder;

/* Over `n` needs, borrowed; NULL among them are passed over.  NULL without
** memory, and when there is too much to look for. */
dm_finder *dm_finder_new(const dm_need *const *needs, size_t n);
void       dm_finder_free(dm_finder *f);

/* An occurrence of a literal of need number `need`; `at` is the place of its
** pair, from which dm_need's distances count. */
typedef struct dm_hit {
    size_t at;
    size_t need;
} dm_hit;

/* Where a scan stands; {from, 0} to start. */
typedef struct dm_scan {
    size_t   at;    /* the pair to look at next */
    uint32_t chain; /* literals left to compare at the pair before, or 0 */
} dm_scan;

/* The next occurrence; `at` never falls.  False at the end of the text. */
bool dm_finder_next(const dm_finder *f, dm_slice text, dm_scan *scan,
                    dm_hit *hit);

#endif
