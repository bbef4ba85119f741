/* l_phrases.c - class Phrases: thousands of literal phrases as one finder.
**
** Built from a list, or from a table of phrase to value; then a match knows
** its value as `m.data`, and on strings match and gmatch return it behind the
** text.  User value 1 keeps the values by index.
*/
#include <stdlib.h>

#include "script/bind.h"

static void drop(dm_owned *owner)
{
    dm_phrases_free(((dm_lphrases *)owner)->phrases);
}

static int phrases_count(lua_State *L)
{
    luaL_checkudata(L, 1, DM_CLASS_PHRASES);
    lua_getiuservalue(L, 1, 2);
    return 1;
}

/* How many string keys the table at 1 has; raises for keys of another kind
** than 1 to `n` and strings. */
static lua_Integer count_keys(lua_State *L, lua_Integer n)
{
    lua_Integer named = 0;

    lua_pushnil(L);
    while (lua_next(L, 1) != 0) {
        lua_Integer i = lua_isinteger(L, -2) ? lua_tointeger(L, -2) : 0;

        if (lua_type(L, -2) == LUA_TSTRING)
            named++;
        else
            luaL_argcheck(L, i >= 1 && i <= n, 1,
                          "a list of phrases or a table of phrase to value");
        lua_pop(L, 1);
    }
    return named;
}

static int by_bytes(const void *a, const void *b)
{
    const dm_slice *x = a, *y = b;
    int order = memcmp(x->ptr, y->ptr, x->len < y->len ? x->len : y->len);

    return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

/* Fill `out` with the list part, then the string keys by their bytes. */
static void read_phrases(lua_State *L, dm_slice *out, lua_Integer n)
{
    lua_Integer all = n;

    for (lua_Integer i = 0; i < n; i++) {
        if (lua_rawgeti(L, 1, i + 1) != LUA_TSTRING)
            luaL_error(L, "phrase %I is a %s", i + 1, luaL_typename(L, -1));
        out[i] = dm_arg_string(L, -1);
        lua_pop(L, 1);
    }
    lua_pushnil(L);
    while (lua_next(L, 1) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING)
            out[all++] = dm_arg_string(L, -1);
    }
    if (all - n > 1)
        qsort(out + n, (size_t)(all - n), sizeof *out, by_bytes);
}

/* phrases(list or table). */
static int phrases_new(lua_State *L)
{
    dm_lphrases *p;
    dm_slice    *list;
    lua_Integer  n, named;
    dm_err       err;

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    n = (lua_Integer)lua_rawlen(L, 1);
    named = count_keys(L, n);
    list = lua_newuserdatauv(L, (size_t)(n + named + 1) * sizeof *list, 0);
    read_phrases(L, list, n);
    p = dm_owned_new(L, sizeof *p, DM_CLASS_PHRASES, 2, drop);
    for (lua_Integer i = 0; i < n + named; i++)
        dm_lua_spend(L, list[i].len);
    p->phrases = dm_phrases_new(list, (size_t)(n + named), &err);
    if (p->phrases == NULL)
        return dm_lua_raise(L, &err);
    lua_pushinteger(L, n + named);
    lua_setiuservalue(L, 3, 2);
    if (named == 0)
        return 1;
    lua_createtable(L, 0, (int)named);
    for (lua_Integer i = n; i < n + named; i++) {
        dm_push_slice(L, list[i]);
        lua_rawget(L, 1);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setiuservalue(L, 3, 1);
    return 1;
}

void dm_open_phrases(lua_State *L)
{
    static const luaL_Reg methods[] = {
        DM_VERBS,
        {NULL, NULL},
    };
    static const luaL_Reg getters[] = {
        {NULL, NULL},
    };
    static const luaL_Reg meta[] = {
        {"__gc",  dm_owned_gc  },
        {"__len", phrases_count},
        {NULL,    NULL         },
    };
    static const dm_class cls = {
        DM_CLASS_PHRASES, "Phrases", methods, getters, meta, NULL, NULL, false};

    dm_class_open(L, &cls);
    lua_pushcfunction(L, phrases_new);
}
