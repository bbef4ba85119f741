/* l_table.h - what table.sort shares with the rest of `table`. */
#ifndef DM_SCRIPT_L_TABLE_H
#define DM_SCRIPT_L_TABLE_H

#include <lua.h>
#include <stdbool.h>

enum { DM_TABLE_READ = 1, DM_TABLE_WRITE = 2, DM_TABLE_LENGTH = 4 };

/* Raise unless the value at `arg` is a table, or has the metamethods that
** `what` (a sum of the above) needs; true for a table without a metatable. */
bool dm_table_check(lua_State *L, int arg, int what);

int dm_table_sort(lua_State *L);

#endif
