/* tally.h - differences counted by cause, with the first few of each.
**
** A worker tallies one document and sends it; the parent adds up what comes in
** the order of the inputs.  What is kept is bounded: so many groups, so many
** examples of each; what comes later is counted alone.
*/
#ifndef DM_DESK_TALLY_H
#define DM_DESK_TALLY_H

#include "base/buf.h"
#include "base/err.h"
#include "desk/compare.h"

enum {
    DM_TALLY_GROUPS = 1000, /* kept; the rest is one group without a name */
    DM_TALLY_TURN = DM_DELTA_KINDS, /* a document that fails, or no longer */
    DM_TALLY_KINDS
};

/* What `other` of a group is. */
typedef enum dm_tally_other {
    DM_OTHER_NONE,
    DM_OTHER_TOOK, /* the rule that has the place of what is lost */
    DM_OTHER_WAS,  /* the rule that found it under OLD */
    DM_OTHER_WHY   /* no rule: why NEW's rule refused it */
} dm_tally_other;

/* A cause. */
typedef struct dm_cause {
    dm_slice       field, rule, other;
    dm_tally_other how;
    bool           turn; /* `rule` is a sentence about documents */
} dm_cause;

typedef struct dm_example {
    struct dm_example *next;
    dm_slice           text; /* a line as it will be printed */
} dm_example;

typedef struct dm_group {
    dm_cause    cause;
    uint64_t    key;
    size_t      n[DM_TALLY_KINDS];
    size_t      nexamples;
    dm_example *first, **last;
} dm_group;

typedef struct dm_tally {
    dm_arena   arena;
    dm_group **groups; /* in the order in which they came up */
    size_t     ngroups;
    size_t     at;                     /* the group that was found last */
    size_t     total[DM_TALLY_KINDS];  /* of all */
    size_t     others[DM_TALLY_KINDS]; /* of groups that are not kept */
} dm_tally;

void dm_tally_init(dm_tally *t);
void dm_tally_fini(dm_tally *t);

/* The cause of a delta, which it borrows from. */
dm_cause dm_cause_of(const dm_delta *delta);

/* Count `n` of that kind; the group, or NULL when it is not kept. */
dm_group *dm_tally_add(dm_tally *t, const dm_cause *cause, size_t kind,
                       size_t n);

/* Keep a copy of an example; without memory it is left out. */
void dm_tally_example(dm_tally *t, dm_group *group, dm_slice text);

/* To bytes, and those of another added; each group takes at most `limit`
** examples.  False when the bytes are no tally. */
void dm_tally_pack(const dm_tally *t, dm_buf *out);
__attribute__((warn_unused_result)) bool dm_tally_merge(dm_tally *t,
                                                        dm_slice  bytes,
                                                        size_t    limit);

/* The groups by size, the largest first, those of one size as they came; lives
** in the tally.  NULL without memory. */
dm_group **dm_tally_sorted(dm_tally *t);

/* How many differences a group has, without those that are only shown when
** more is asked for (moved, empty). */
size_t dm_group_size(const dm_group *g, bool all);

#endif
