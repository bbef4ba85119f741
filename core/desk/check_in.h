/* check_in.h - a check while it runs, shared by its files. */
#ifndef DM_DESK_CHECK_IN_H
#define DM_DESK_CHECK_IN_H

#include "batch/clock.h"
#include "desk/check.h"
#include "emit/member.h"

/* What a rule did in all samples. */
typedef struct dm_fared {
    dm_slice        id;
    const dm_value *rule; /* {id, file, line} */
    size_t          hits, beaten;
    dm_slice        by; /* one of those that beat it */
} dm_fared;

typedef struct dm_check {
    const dm_check_options *options;
    dm_engine_options       engine_options;
    dm_value               *question;
    dm_engine              *engine; /* NULL when it could not be opened anew */
    dm_checked             *out;
    const dm_value         *facts;
    dm_fared               *fared; /* one a rule */
    size_t                  nfared;
} dm_check;

/* The engine, opened anew if a limit ended it.  NULL with the error. */
dm_engine *dm_check_engine(dm_check *c, dm_err *err);

/* Add an item that took `seconds`; `why` NULL (or copied).  NULL without
** memory, which only costs the item's details. */
dm_check_item *dm_check_add(dm_check *c, dm_check_item_kind kind, dm_slice name,
                            double seconds, const dm_err *why);

/* A copy in `arena`; NULL without memory. */
dm_err *dm_check_copy_err(dm_arena *arena, const dm_err *why);

void dm_check_find(dm_check *c, dm_severity severity, const dm_err *text);

/* The parts of a check. */
void dm_check_examples(dm_check *c);
void dm_check_tests(dm_check *c);
void dm_check_samples(dm_check *c);
void dm_check_lint(dm_check *c);
void dm_check_gold(dm_check *c);

/* Room for one more behind `n` entries of `size` bytes in `arena`: the list, or
** one twice as long, or NULL. */
void *dm_check_grow(dm_arena *arena, void *list, size_t n, size_t *cap,
                    size_t size);

#endif
