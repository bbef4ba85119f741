/* members.c - what the objects of a script have, asked of the objects.
**
** class.c keeps the members of a class in the registry, under the class's key
** and ".members": methods as functions, getters as numbers.  The metatables
** themselves are closed to scripts.
*/
#include "cli/members.h"

#include <lauxlib.h>

#include "script/class.h"
#include "script/state.h"

#define TAIL ".members"

/* Append the members of the class called `class`, whose table is at the top,
** to the list at `list`. */
static void list_class(lua_State *L, int list, const char *class)
{
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        const char *mark = lua_isfunction(L, -1) ? ":" : ".";

        lua_pop(L, 1);
        lua_pushfstring(L, "%s%s%s", class, mark, lua_tostring(L, -1));
        lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
    }
}

/* Push the title of the class whose members the registry has under `key`; nil
** when it is no such key. */
static void push_title(lua_State *L, dm_slice key)
{
    if (!dm_slice_ends(key, DM_S(TAIL))) {
        lua_pushnil(L);
        return;
    }
    lua_pushlstring(L, key.ptr, key.len - (sizeof TAIL - 1));
    if (lua_rawget(L, LUA_REGISTRYINDEX) != LUA_TTABLE)
        return;
    lua_getfield(L, -1, "__name");
    lua_remove(L, -2);
}

static void list_all(lua_State *L, int list)
{
    lua_pushnil(L);
    while (lua_next(L, LUA_REGISTRYINDEX) != 0) { /* [key value] */
        dm_slice key = DM_LIT("");

        if (lua_type(L, -2) == LUA_TSTRING)
            key.ptr = lua_tolstring(L, -2, &key.len);
        push_title(L, key);
        if (lua_type(L, -1) == LUA_TSTRING) {
            lua_insert(L, -2); /* [key title members] */
            list_class(L, list, lua_tostring(L, -2));
        }
        lua_pop(L, 2);
    }
}

/* The list, sorted by the state's own table.sort, into the buffer. */
static int list_members(lua_State *L)
{
    dm_buf *out = lua_touserdata(L, 1);

    dm_open_core(L);
    lua_newtable(L);
    list_all(L, lua_gettop(L));
    lua_getglobal(L, "table");
    lua_getfield(L, -1, "sort");
    lua_pushvalue(L, -3);
    lua_call(L, 1, 0);
    lua_pop(L, 1);
    for (lua_Integer i = 1; lua_rawgeti(L, -1, i) == LUA_TSTRING; i++) {
        dm_buf_printf(out, "  %s\n", lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    return 0;
}

void dm_members_list(dm_buf *out)
{
    dm_lua_limits limits = dm_lua_limits_default();
    dm_host       host = {0};
    dm_err        err;
    dm_lua       *lua = dm_lua_new(&limits, &host, NULL, NULL, &err);

    if (lua == NULL || !dm_lua_call(lua, list_members, out, &err))
        out->failed = true;
    if (lua != NULL)
        dm_lua_free(lua);
}
