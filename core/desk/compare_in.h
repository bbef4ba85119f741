/* compare_in.h - what the files of the comparison share and nobody else sees.
 */
#ifndef DM_DESK_COMPARE_IN_H
#define DM_DESK_COMPARE_IN_H

#include "base/buf.h"
#include "desk/compare.h"

/* A place that the new version takes, for "now taken by". */
typedef struct dm_taken {
    dm_claim claim;
    dm_slice field; /* "": it is dropped */
    bool     old;   /* under OLD */
    size_t   reach; /* the farthest end of this one and all before it */
} dm_taken;

typedef struct dm_comparing {
    dm_arena          *arena;
    dm_buf             deltas; /* of dm_delta */
    const dm_recorded *was, *now;
    bool               claimed; /* `taken` is made */
    const dm_taken    *taken;   /* by beginning */
    size_t             ntaken;
    size_t             record;                  /* the pair at hand */
    const dm_value    *was_record, *now_record; /* NULL where there is none */
} dm_comparing;

/* A value of a field, one of a list or the only one. */
typedef struct dm_compared_item {
    const dm_value *value; /* NULL for none */
    size_t          at;
    dm_spot         spot;
} dm_compared_item;

/* Note that `was` (or nothing) became `now` (or nothing). */
void dm_comparing_add(dm_comparing *c, dm_slice field,
                      const dm_compared_item *was, const dm_compared_item *now);

/* Note a difference of that kind. */
void dm_comparing_note(dm_comparing *c, dm_delta_kind kind, dm_slice field,
                       const dm_compared_item *was,
                       const dm_compared_item *now);

/* Compare two lists that are the values of a field (compare_list.c).  False
** when the arena is full. */
bool dm_compare_lists(dm_comparing *c, dm_slice field, const dm_value *was,
                      const dm_value *now);

/* The range [from, to] under `key` of an object; false when there is none. */
bool dm_compared_range(const dm_value *place, dm_slice key, dm_range *out);

/* Say of a value that is LOST what is known of its place (compare_taken.c): the
** rule that won it in a conflict, the reason for which it was refused, or the
** other rule that the field now has the place from, or that drops it. */
void dm_comparing_blame(dm_comparing *c, dm_delta *lost);

#endif
