/* l_fail.h - errors with a code, raised from the library's own Lua. */
#ifndef DM_SCRIPT_L_FAIL_H
#define DM_SCRIPT_L_FAIL_H

#include <lua.h>
#include <stdbool.h>

/*
** fail{ code = "bad_type", message = …, help = …, file = …, line = … }
**
** Raises a dm_err.  Without `file` the place is the innermost Lua function
** that is not one of the library's own, which is the line of the script that
** called the library.
** @function native.fail
*/
int dm_lua_fail(lua_State *L);

/*
** The file and line of that innermost function: two values, or nil.
** @function native.here
*/
int dm_lua_here(lua_State *L);

/* Note the lines that run from here on, for the two above; or stop it. */
void dm_lua_note_lines(lua_State *L, bool on);

#endif
