/* trail_place.h - LINE:COL as a person writes it, as a range of "decoded". */
#ifndef DM_DESK_TRAIL_PLACE_H
#define DM_DESK_TRAIL_PLACE_H

#include "base/err.h"
#include "doc/doc.h"

/*
** The character at `at` ("3:14", of a container "word/document.xml:3:14"),
** lines and columns from 1, columns in characters; the column behind the last
** is the line's end.  False with BAD_VALUE, which says how many lines or
** columns there are, or MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_trail_place(const dm_doc *doc,
                                                        const char   *at,
                                                        dm_range     *place,
                                                        dm_err       *err);

#endif
