/* l_table.c - the library `table`: stock results, charged by the element.
**
** Plain tables take the raw path; others are read and written through their
** metamethods, and may lie about their length as long as the budget lasts.
*/
#include <lualib.h>

#include "script/arg.h"
#include "script/inside.h"
#include "script/l_string.h"
#include "script/l_table.h"

static bool has_field(lua_State *L, int meta, const char *name)
{
    bool has;

    lua_pushstring(L, name);
    has = lua_rawget(L, meta) != LUA_TNIL;
    lua_pop(L, 1);
    return has;
}

bool dm_table_check(lua_State *L, int arg, int what)
{
    int  meta;
    bool ok;

    if (!lua_getmetatable(L, arg)) {
        luaL_checktype(L, arg, LUA_TTABLE);
        return true;
    }
    meta = lua_gettop(L);
    ok = lua_type(L, arg) == LUA_TTABLE ||
         ((!(what & DM_TABLE_READ) || has_field(L, meta, "__index")) &&
          (!(what & DM_TABLE_WRITE) || has_field(L, meta, "__newindex")) &&
          (!(what & DM_TABLE_LENGTH) || has_field(L, meta, "__len")));
    lua_pop(L, 1);
    if (!ok)
        luaL_checktype(L, arg, LUA_TTABLE);
    return false;
}

/* The length of the table at 1 as `#` says. */
static lua_Integer length(lua_State *L, int what, bool *raw)
{
    *raw = dm_table_check(L, 1, what | DM_TABLE_LENGTH);
    return *raw ? (lua_Integer)lua_rawlen(L, 1) : luaL_len(L, 1);
}

/* to[ti] = from[fi] */
static inline void copy(lua_State *L, bool raw, int from, lua_Integer fi,
                        int to, lua_Integer ti)
{
    if (raw) {
        lua_rawgeti(L, from, fi);
        lua_rawseti(L, to, ti);
    } else {
        lua_geti(L, from, fi);
        lua_seti(L, to, ti);
    }
}

static int table_insert(lua_State *L)
{
    dm_lua     *lua = dm_lua_of(L);
    bool        raw;
    lua_Integer n = length(L, DM_TABLE_READ | DM_TABLE_WRITE, &raw);
    lua_Integer end = (lua_Integer)((lua_Unsigned)n + 1), pos = end;

    switch (lua_gettop(L)) {
    case 2:
        break;
    case 3:
        pos = luaL_checkinteger(L, 2);
        luaL_argcheck(L, (lua_Unsigned)pos - 1u < (lua_Unsigned)end, 2,
                      "position out of bounds");
        for (lua_Integer i = end; i > pos; i--) {
            dm_lua_burn(L, lua, 1);
            copy(L, raw, 1, i - 1, 1, i);
        }
        break;
    default:
        return luaL_error(L, "wrong number of arguments to 'insert'");
    }
    if (raw)
        lua_rawseti(L, 1, pos);
    else
        lua_seti(L, 1, pos);
    return 0;
}

static int table_remove(lua_State *L)
{
    dm_lua     *lua = dm_lua_of(L);
    bool        raw;
    lua_Integer n = length(L, DM_TABLE_READ | DM_TABLE_WRITE, &raw);
    lua_Integer pos = luaL_optinteger(L, 2, n);

    if (pos != n)
        luaL_argcheck(L, (lua_Unsigned)pos - 1u <= (lua_Unsigned)n, 2,
                      "position out of bounds");
    lua_geti(L, 1, pos);
    for (; pos < n; pos++) {
        dm_lua_burn(L, lua, 1);
        copy(L, raw, 1, pos + 1, 1, pos);
    }
    lua_pushnil(L);
    lua_seti(L, 1, pos);
    return 1;
}

static int table_move(lua_State *L)
{
    dm_lua     *lua = dm_lua_of(L);
    lua_Integer from = luaL_checkinteger(L, 2), end = luaL_checkinteger(L, 3);
    lua_Integer to = luaL_checkinteger(L, 4), n;
    int         dest = lua_isnoneornil(L, 5) ? 1 : 5;
    bool        raw = dm_table_check(L, 1, DM_TABLE_READ);

    raw = dm_table_check(L, dest, DM_TABLE_WRITE) && raw;
    if (end >= from) {
        luaL_argcheck(L, from > 0 || end < LUA_MAXINTEGER + from, 3,
                      "too many elements to move");
        n = end - from + 1;
        luaL_argcheck(L, to <= LUA_MAXINTEGER - n + 1, 4,
                      "destination wrap around");
        if (to > end || to <= from ||
            (dest != 1 && !lua_compare(L, 1, dest, LUA_OPEQ)))
            for (lua_Integer i = 0; i < n; i++) {
                dm_lua_burn(L, lua, 1);
                copy(L, raw, 1, from + i, dest, to + i);
            }
        else
            for (lua_Integer i = n - 1; i >= 0; i--) {
                dm_lua_burn(L, lua, 1);
                copy(L, raw, 1, from + i, dest, to + i);
            }
    }
    lua_pushvalue(L, dest);
    return 1;
}

/* Append element `i` of the table at 1. */
static void add_element(lua_State *L, luaL_Buffer *b, lua_Integer i)
{
    dm_slice text;

    if (lua_geti(L, 1, i) == LUA_TUSERDATA && dm_arg_istext(L, -1, &text)) {
        lua_pushlstring(L, text.ptr, text.len);
        lua_remove(L, -2);
    } else if (!lua_isstring(L, -1))
        luaL_error(L, "invalid value (%s) at index %I in table for 'concat'",
                   luaL_typename(L, -1), (LUAI_UACINT)i);
    luaL_addvalue(b);
}

static int table_concat(lua_State *L)
{
    dm_lua     *lua = dm_lua_of(L);
    bool        raw;
    lua_Integer end = length(L, DM_TABLE_READ, &raw), i;
    dm_slice    sep = DM_LIT("");
    luaL_Buffer b;

    if (!lua_isnoneornil(L, 2))
        sep = dm_arg_text(L, 2);
    i = luaL_optinteger(L, 3, 1);
    end = luaL_optinteger(L, 4, end);
    luaL_buffinit(L, &b);
    for (; i < end; i++) {
        dm_lua_burn(L, lua, 1);
        add_element(L, &b, i);
        luaL_addlstring(&b, sep.ptr, sep.len);
        dm_string_fits(L, luaL_bufflen(&b));
    }
    if (i == end)
        add_element(L, &b, i);
    dm_string_fits(L, luaL_bufflen(&b));
    luaL_pushresult(&b);
    return 1;
}

static const luaL_Reg ours[] = {
    {"concat", table_concat },
    {"insert", table_insert },
    {"move",   table_move   },
    {"remove", table_remove },
    {"sort",   dm_table_sort},
    {NULL,     NULL         },
};

/* pack and unpack are stock: the stack bounds them. */
void dm_open_table(lua_State *L)
{
    lua_pushcfunction(L, luaopen_table);
    lua_call(L, 0, 1);
    luaL_setfuncs(L, ours, 0);
}
