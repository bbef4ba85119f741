/* place.h - values that know where they were found.
**
** docmill.at(value, span) gives a value the place of a span, so that a record
** can say where it came from although the script has changed it.  A place is
** a userdata with the value and the span as its user values 1 and 2.
*/
#ifndef DM_SCRIPT_PLACE_H
#define DM_SCRIPT_PLACE_H

#include <lua.h>

#include "base/err.h"
#include "script/arg.h"

#define DM_CLASS_PLACE  "docmill.place"
#define DM_CLASS_MARKED "docmill.object" /* metatable of docmill.object{} */

/* When the value at `idx` is a place, push its value and its span and return
** true; else push nothing. */
bool dm_place_get(lua_State *L, int idx);

/* True for a table that docmill.object has marked. */
bool dm_place_isobject(lua_State *L, int idx);

/*
** Say in `err` where in the document `span` lies: its id, and line and column
** in the decoded file, which is what an editor shows.
*/
void dm_place_tell(const dm_lspan *span, dm_err *err);

#endif
