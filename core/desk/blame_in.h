/* blame_in.h - what the files of blame share: one record and its document. */
#ifndef DM_DESK_BLAME_IN_H
#define DM_DESK_BLAME_IN_H

#include "desk/blame.h"
#include "desk/open.h"

typedef struct dm_blamed {
    const dm_blame *ask;
    dm_arena        arena;  /* of this record */
    const dm_value *record; /* an object */
    size_t          line;
    dm_desk         desk;  /* its document */
    const dm_value *spans; /* of the record, or of the fresh one; an object */
    const dm_value
                  *fresh; /* what the script makes of it now; NULL: no script */
    bool           same;  /* fresh is what the record is */
    const dm_view *view;
    dm_value      *notes; /* a list of texts: what a reader must know */
} dm_blamed;

/* Load the document that the record is of.  False as dm_blame_tell. */
__attribute__((warn_unused_result)) bool dm_blamed_load(dm_blamed *b,
                                                        dm_err    *err);

/* Open the script and run it, when there is one; set spans, fresh, view. False
** as dm_blame_tell. */
__attribute__((warn_unused_result)) bool dm_blamed_run(dm_blamed *b,
                                                       dm_err    *err);

/* The value `i` of `field`, as an object: record, id, field, index, value,
** rule, script {file, line, pattern}, from, path, now; without a place `path`
** is left out and `computed` true.  NULL with MEMORY, CHANGED, or BAD_RESULT:
** what `_spans` has for it is no place. */
dm_value *dm_blamed_value(dm_blamed *b, const dm_member *field, size_t i,
                          dm_err *err);

/* How many values the field has. */
size_t dm_blamed_count(const dm_value *value);

#endif
