/* class.c - how a class is shown to Lua.
**
** All members of a class lie in one table, the first upvalue of __index:
** methods as functions, getters as their number in the class's list.  So a
** member costs one look-up.  Classes are few and made once a state; indexing
** happens millions of times.
*/
#include "script/class.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "script/bind.h"

enum { MAX_NAMES = 256 }; /* looked at for a did-you-mean */

void dm_list_keys(lua_State *L, int list, int idx)
{
    list = lua_absindex(L, list);
    idx = lua_absindex(L, idx);
    lua_pushnil(L);
    while (lua_next(L, idx) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING) {
            lua_pushvalue(L, -1);
            lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
        }
    }
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int dm_raise_unknown(lua_State *L, const char *what, dm_slice key, int list)
{
    const char *names[MAX_NAMES + 1];
    size_t      n = lua_rawlen(L, list);
    const char *best;

    list = lua_absindex(L, list);
    n = n < MAX_NAMES ? n : MAX_NAMES;
    for (size_t i = 0; i < n; i++) { /* the list keeps the strings alive */
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        names[i] = lua_tostring(L, -1);
        lua_pop(L, 1);
    }
    names[n] = NULL;
    qsort(names, n, sizeof names[0], by_bytes); /* tables have no order */
    best = dm_nearest(key, dm_names_array, names);
    lua_pushlstring(L, key.ptr, key.len < 100 ? key.len : 100);
    if (best != NULL)
        return luaL_error(L, "%s '%s'; did you mean '%s'?", what,
                          lua_tostring(L, -1), best);
    return luaL_error(L, "%s '%s'", what, lua_tostring(L, -1));
}

/* __index of a strict table: a name that is not there. */
static int strict_index(lua_State *L)
{
    const dm_strict *strict =
        *(const dm_strict **)lua_touserdata(L, lua_upvalueindex(1));
    dm_slice key;

    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "%s cannot be indexed with a %s", strict->title,
                          luaL_typename(L, 2));
    key = dm_arg_string(L, 2);
    lua_pushfstring(L, "%s has no member", strict->title);
    lua_newtable(L);
    for (int i = 0; strict->names[i] != NULL; i++) {
        if (dm_slice_eq(key, dm_slice_str(strict->names[i])))
            return 0; /* known, and absent */
        lua_pushstring(L, strict->names[i]);
        lua_rawseti(L, -2, i + 1);
    }
    return dm_raise_unknown(L, lua_tostring(L, -2), key, -1);
}

void dm_make_strict(lua_State *L, const dm_strict *strict)
{
    if (luaL_newmetatable(L, strict->title) != 0) {
        const dm_strict **slot =
            lua_newuserdatauv(L, sizeof(const dm_strict *), 0);

        *slot = strict;
        lua_pushcclosure(L, strict_index, 1);
        lua_setfield(L, -2, "__index");
        lua_pushboolean(L, 0);
        lua_setfield(L, -2, "__metatable");
    }
    lua_setmetatable(L, -2);
}

/* The class in upvalue 2 of a metamethod. */
static const dm_class *class_of(lua_State *L)
{
    return *(const dm_class **)lua_touserdata(L, lua_upvalueindex(2));
}

/* Raise for the key at 2, which nobody knows. */
static int class_unknown(lua_State *L, const dm_class *cls)
{
    dm_slice    key;
    const char *what;

    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "%s cannot be indexed with a %s", cls->title,
                          luaL_typename(L, 2));
    key = dm_arg_string(L, 2);
    what = lua_pushfstring(L, "%s has no member", cls->title);
    lua_newtable(L); /* [object key what list] */
    dm_list_keys(L, -1, lua_upvalueindex(1));
    if (cls->more != NULL)
        cls->more(L);
    return dm_raise_unknown(L, what, key, lua_gettop(L));
}

/* The method at 3, unless `other` has something else by that name. */
static int class_method(lua_State *L, const dm_class *cls)
{
    if (!cls->other(L)) /* it looks at 1 and 2, and pushes on top */
        lua_settop(L, 3);
    return 1;
}

static int class_index(lua_State *L)
{
    const dm_class *cls = class_of(L);
    lua_Integer     getter;

    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    switch (lua_rawget(L, lua_upvalueindex(1))) {
    case LUA_TFUNCTION:
        return cls->shadows ? class_method(L, cls) : 1;
    case LUA_TNUMBER:
        getter = lua_tointeger(L, -1);
        lua_settop(L, 1);
        return cls->getters[getter].func(L);
    default:
        lua_settop(L, 2);
    }
    if (cls->other != NULL && cls->other(L))
        return 1;
    return class_unknown(L, cls);
}

static int class_newindex(lua_State *L)
{
    const dm_class *cls = class_of(L);

    return luaL_error(L, "a %s cannot be written to", cls->title);
}

/* Push the table of all members. */
static void push_members(lua_State *L, const dm_class *cls)
{
    lua_newtable(L);
    luaL_setfuncs(L, cls->methods, 0);
    for (int i = 0; cls->getters[i].name != NULL; i++) {
        lua_pushinteger(L, i);
        lua_setfield(L, -2, cls->getters[i].name);
    }
}

void dm_class_open(lua_State *L, const dm_class *cls)
{
    const dm_class **slot;

    luaL_newmetatable(L, cls->key);
    luaL_setfuncs(L, cls->meta, 0);
    lua_pushfstring(L, "%s.members", cls->key);
    push_members(L, cls);
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, lua_tostring(L, -3));
    lua_remove(L, -2); /* [meta members] */
    slot = lua_newuserdatauv(L, sizeof(const dm_class *), 0);
    *slot = cls; /* [meta members slot] */
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -2);
    lua_pushcclosure(L, class_index, 2);
    lua_setfield(L, -4, "__index");
    lua_pushcclosure(L, class_newindex, 2);
    lua_setfield(L, -2, "__newindex");
    lua_pushstring(L, cls->title);
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

bool dm_class_getter(lua_State *L, const char *key, dm_slice name)
{
    bool getter;

    lua_getfield(L, LUA_REGISTRYINDEX, lua_pushfstring(L, "%s.members", key));
    dm_push_slice(L, name);
    getter = lua_rawget(L, -2) == LUA_TNUMBER;
    lua_pop(L, 3);
    return getter;
}
