/* compare.h - what differs between the records of two versions of a script.
**
** A record is compared field by field, a list item by item.  What is the same
** is found first (same value, same place in the source), so one item more is
** one GAINED, whatever follows it.  Places come from `_spans`, and count by
** their source bytes: that the view changed is no difference.  Where one side
** has no places (a run without --spans), values alone decide.
**
** Every delta but EMPTY's says what must be taken from the old record and what
** put into the new: removing each `was` at `was_at` and inserting each `now` at
** `now_at`, in ascending order, makes the one list from the other.
*/
#ifndef DM_DESK_COMPARE_H
#define DM_DESK_COMPARE_H

#include <stdint.h>

#include "base/err.h"
#include "emit/value.h"

typedef enum dm_delta_kind {
    DM_DELTA_GAINED,
    DM_DELTA_LOST,
    DM_DELTA_CHANGED,
    DM_DELTA_RULE,  /* the same value, found by another rule */
    DM_DELTA_MOVED, /* the same value by the same rule, at another place of the
                    ** source or of the list */
    DM_DELTA_EMPTY, /* a field that is an empty list is there or is not */
    DM_DELTA_KINDS
} dm_delta_kind;

/* "gained", "lost", "changed", "rule", "moved", "empty". */
const char *dm_delta_name(dm_delta_kind kind);

/* Where a value came from, as its record's `_spans` say. */
typedef struct dm_spot {
    bool     known;  /* there is a place: else only `rule` may be there */
    bool     placed; /* `at` is known too */
    bool     exact;
    dm_range src;        /* bytes of the file, or of `part` of a container */
    dm_range at;         /* code points of the record's view */
    dm_slice part, rule; /* or "" */
} dm_spot;

#define DM_NO_ITEM SIZE_MAX

typedef struct dm_delta {
    dm_delta_kind   kind;
    size_t          record;    /* which pair of records, from 0 */
    dm_slice        id;        /* of the record, the new one if there is one */
    dm_slice        field;     /* "" when it is the whole record */
    const dm_value *was, *now; /* NULL where there is none */
    size_t          was_at, now_at; /* item of the list from 0, DM_NO_ITEM */
    dm_spot         was_spot, now_spot;
    dm_slice        rule; /* the cause: of the side that has the value, of a
                          ** changed one the new; "" when nobody knows */
    dm_slice other;       /* of LOST: the rule that has taken the place; of
                          ** others: the old rule, if it was another; or "" */
    bool refused; /* of LOST: NEW's rule has matched there and refused it, and
                  ** `other` is the reason */
} dm_delta;

/* What NEW does with a place without saying so in a record (drops it). */
typedef struct dm_claim {
    dm_range src;
    dm_slice part, rule;
} dm_claim;

/* The records of one document under one version. */
typedef struct dm_recorded {
    dm_value *const *records;
    const dm_slice  *outputs; /* of each, the name given to emit; or NULL */
    size_t           n;
    const dm_claim  *claims;
    size_t           nclaims;
    const dm_value  *report; /* of the new side: the answer of std/ask/lost.lua,
                             ** or NULL */
} dm_recorded;

typedef struct dm_compared {
    const dm_delta *list; /* by record, then by field, then by item */
    size_t          n;
    size_t          nrecords; /* pairs, and records that have none */
} dm_compared;

/*
** Compare the records of a document.  Records are paired by output and id, and
** those of one id so that as many as possible are the same.  Everything in
** `out` lives in `arena` or in the records.  False with MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_compare(const dm_recorded *was,
                                                    const dm_recorded *now,
                                                    dm_arena          *arena,
                                                    dm_compared       *out,
                                                    dm_err            *err);

/* One difference within two values of a CHANGED. */
typedef struct dm_inner {
    dm_slice        path;      /* ".unit", "[2].name" (items count from 1) */
    const dm_value *was, *now; /* NULL where there is none */
} dm_inner;

/*
** What differs inside of two tables: the places where it does, at most `max`,
** as deep as both sides are the same kind of table.  `*n` may be `max` and
** more there.  NULL with `*n` == 0 when they are no tables of one kind, or the
** arena is full.
*/
const dm_inner *dm_compare_inside(const dm_value *was, const dm_value *now,
                                  size_t max, dm_arena *arena, size_t *n);

/* The place of item `i` (DM_NO_ITEM: the only one) of `field` in `record`. */
dm_spot dm_spot_of(const dm_value *record, dm_slice field, size_t i);

#endif
