/* stats_census.h - how often each of many texts was seen, in bounded memory.
**
** A table of keys with two counts: how often, and in how many documents.  When
** there are more keys than the ceiling, the rarer half is let go and that is
** remembered: `dropped` keys went, and the count of one that is still there may
** be short by no more than `slack`.  What is done depends on the order of the
** additions alone, which is the order of the inputs.
*/
#ifndef DM_DESK_STATS_CENSUS_H
#define DM_DESK_STATS_CENSUS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

typedef struct dm_census_row {
    dm_slice key;
    uint64_t hash;
    uint64_t n;
    uint64_t docs;
    uint64_t last; /* the document that was counted last */
    void    *with; /* the owner's, see `copy` */
} dm_census_row;

typedef struct dm_census {
    dm_census_row *rows; /* in the order of their first addition */
    size_t         n, cap, max;
    uint32_t      *slots; /* of the hash table: index + 1, 0 for none */
    size_t         nslots;
    dm_arena       arena;   /* of keys and what `copy` makes */
    uint64_t       dropped; /* keys let go */
    uint64_t       slack;   /* the greatest count among them */
    /* Copy what stands with a row that stays into `to`; NULL when memory ran
    ** out.  NULL for a tally whose rows have nothing with them. */
    void *(*copy)(const void *with, dm_arena *to);
} dm_census;

/* An empty tally of at most `max` keys (at least 2).  Takes no memory yet. */
void dm_census_init(dm_census *t, size_t max);
void dm_census_fini(dm_census *t);

/* Count `key` `n` times for document `doc` (from 1; those of one document come
** one after the other).  The row, valid until the next addition, or NULL when
** memory ran out. */
dm_census_row *dm_census_add(dm_census *t, dm_slice key, uint64_t n,
                             uint64_t doc);

/* The row of `key`, or NULL. */
const dm_census_row *dm_census_find(const dm_census *t, dm_slice key);

/* All rows, the most frequent first; equals by documents, then by key.  In
** `arena`; NULL when it is full. */
const dm_census_row **dm_census_sorted(const dm_census *t, dm_arena *arena);

#endif
