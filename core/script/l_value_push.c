/* l_value_push.c - from record values back to Lua's, as json.decode has them.
**
** A text is a string, null is json.null, an empty object is marked as one.
*/
#include "script/bind.h"
#include "script/l_value.h"

static void push_object(lua_State *L, const dm_value *v)
{
    size_t n = v->as.object.n;

    lua_createtable(L, 0, n < INT_MAX ? (int)n : INT_MAX);
    for (size_t i = 0; i < n; i++) {
        dm_push_slice(L, v->as.object.members[i].key);
        dm_lua_push_value(L, v->as.object.members[i].value);
        lua_rawset(L, -3);
    }
    if (n == 0) {
        lua_pushcfunction(L, dm_lua_object);
        lua_insert(L, -2);
        lua_call(L, 1, 1);
    }
}

static void push_items(lua_State *L, const dm_value *v)
{
    size_t n = v->as.list.n;

    lua_createtable(L, n < INT_MAX ? (int)n : INT_MAX, 0);
    for (size_t i = 0; i < n; i++) {
        dm_lua_push_value(L, v->as.list.items[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* A record nests no deeper than DM_RECORD_DEPTH, so this does not either. */
void dm_lua_push_value(lua_State *L, const dm_value *v)
{
    luaL_checkstack(L, 6, "the value is nested too deep");
    dm_lua_spend(L, 1);
    switch (v->kind) {
    case DM_OBJECT:
        push_object(L, v);
        break;
    case DM_LIST:
        push_items(L, v);
        break;
    case DM_STRING:
        dm_push_slice(L, v->as.string);
        break;
    case DM_INT:
        lua_pushinteger(L, (lua_Integer)v->as.integer);
        break;
    case DM_REAL:
        lua_pushnumber(L, v->as.real);
        break;
    case DM_BOOL:
        lua_pushboolean(L, v->as.boolean);
        break;
    case DM_NULL:
        lua_pushlightuserdata(L, NULL);
        break;
    }
}
