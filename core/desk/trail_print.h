/* trail_print.h - what touches a place, for people. */
#ifndef DM_DESK_TRAIL_PRINT_H
#define DM_DESK_TRAIL_PRINT_H

#include "base/buf.h"
#include "doc/view.h"
#include "emit/value.h"

/* Before the places: that the script failed or did not want the document, and
** when `text` (NULL: none) is not there, that. */
void dm_trail_head(dm_buf *out, const dm_value *report, dm_slice id,
                   const char *text);

/* A place of std/ask/at.lua with its `path`, in the script's view. */
void dm_trail_print(dm_buf *out, const dm_value *place, const dm_view *view,
                    bool color);

/* Behind `told` places: how many more there are. */
void dm_trail_rest(dm_buf *out, const dm_value *report, size_t told);

#endif
