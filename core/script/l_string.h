/* l_string.h - the functions of `string` that are ours.
**
** Each takes a string, Span, Match or View wherever Lua takes a string.
*/
#ifndef DM_SCRIPT_L_STRING_H
#define DM_SCRIPT_L_STRING_H

#include <lauxlib.h>
#include <lua.h>

#include "base/slice.h"

int dm_string_find(lua_State *L);
int dm_string_match(lua_State *L);
int dm_string_gmatch(lua_State *L);
int dm_string_gsub(lua_State *L);
int dm_string_format(lua_State *L);

/* Raise when a string of `n` bytes is over the limit. */
void dm_string_fits(lua_State *L, size_t n);

/* Where position `pos` starts in a text of `len` bytes: 1-based, negative
** from the end, clipped to 1. */
size_t dm_string_from(lua_Integer pos, size_t len);

/* The same for an end, clipped to `len`. */
size_t dm_string_to(lua_Integer pos, size_t len);

/* If the value at `idx` is a Span, Match or View, replace it by its text. */
void dm_string_plain(lua_State *L, int idx);

/* Replace the stock function `name` in the table at the top by one that takes
** a Span, Match or View where it takes a string. */
void dm_string_wrap(lua_State *L, const char *name);

/* Push tostring() of the value at `idx` and return its text.  Tables and
** functions show a number instead of their address. */
dm_slice dm_string_show(lua_State *L, int idx);

#endif
