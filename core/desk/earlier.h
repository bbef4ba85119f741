/* earlier.h - the records of an earlier run, found by their id.
**
** The JSON lines that `docmill run --spans` wrote.  The file is read once from
** end to end and only the places of its lines are kept (24 bytes a record);
** lines are read again when their document comes up, by any process forked
** from the one that opened it.
*/
#ifndef DM_DESK_EARLIER_H
#define DM_DESK_EARLIER_H

#include "base/err.h"
#include "emit/value.h"

typedef struct dm_earlier dm_earlier;

/* Is the file at `path` one: JSON lines by its name (.jsonl, .ndjson), or by
** its first character?  False when it cannot be read. */
bool dm_earlier_is(const char *path);

/*
** Open it.  NULL with NOT_FOUND, DENIED, NOT_REGULAR, READ, MEMORY, or
** BAD_RESULT: a line is no object with an "id" (err->file and line say which).
** `path` must outlive it.
*/
dm_earlier *dm_earlier_open(const char *path, dm_err *err);
void        dm_earlier_close(dm_earlier *e);

/* How many records it has; do any of them have places? */
size_t dm_earlier_count(const dm_earlier *e);
bool   dm_earlier_placed(const dm_earlier *e);

/* The records with that id in the order of the file, in `arena`; `*n` may be
** 0.  False with READ, BAD_RESULT (the file has changed) or MEMORY. */
__attribute__((warn_unused_result)) bool dm_earlier_find(
    const dm_earlier *e, dm_slice id, dm_arena *arena, dm_value ***records,
    size_t *n, dm_err *err);

/* The record on line `i` (from 0) and whether it is the first of its id; NULL
** past the last.  Otherwise as above. */
const dm_value *dm_earlier_at(const dm_earlier *e, size_t i, bool *first,
                              dm_arena *arena, dm_err *err);

#endif
