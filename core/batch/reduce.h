/* reduce.h - values that documents add up to: ctx:reduce, merged.
**
** What a document gave arrives as [key, how, value] with `how` one of "sum",
** "count", "min", "max", "list" (of all), "set" (a list without doubles) and
** "first" (std/context.lua has the names scripts use).  Merging goes in the
** order of the inputs, so the result is the same for any number of workers.
*/
#ifndef DM_BATCH_REDUCE_H
#define DM_BATCH_REDUCE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "emit/value.h"

typedef struct dm_reduce dm_reduce;

dm_reduce *dm_reduce_new(void); /* NULL when memory ran out */
void       dm_reduce_free(dm_reduce *r);

/* Merge the list of [key, how, value] written as JSON in `json`.  False with
** BAD_RESULT (two ways for one key, a sum of texts) or MEMORY. */
__attribute__((warn_unused_result)) bool dm_reduce_add(dm_reduce *r,
                                                       dm_slice   json,
                                                       dm_err    *err);

/* {"id":"_reduce", key: value, …} with the keys sorted, in `arena`; NULL when
** nothing was reduced or the arena is full. */
dm_value *dm_reduce_record(const dm_reduce *r, dm_arena *arena);

#endif
