/* l_pairs.c - pairs, in an order that is the same in every run.
**
** Lua's own order depends on addresses and on the time, and would reach the
** output sooner or later.  Ours: positive integers ascending, strings by
** their bytes, other numbers ascending, false, true; last, and in no promised
** order, keys that are tables, functions or userdata.
**
** A table that begins with 1 is followed in Lua's order as long as that is 1,
** 2, 3 ... (the array part).  At the first other key the keys that are left
** are collected and sorted, once.  A small table that does not begin with 1,
** a record, has its keys sorted right away, as upvalues of the iterator.
**
** As in Lua, fields may be changed and cleared on the way; what is cleared
** before its turn does not come, what is added does not either.  Unlike in
** Lua, the iterator knows by itself how far it is: it ignores the key it is
** called with.
**
** Workload: lists, and records of 3 to 30 string keys.
*/
#include <stdlib.h>
#include <string.h>

#include "script/inside.h"

enum { SMALL = 24 }; /* keys of a record that become upvalues */

/* Upvalues of an iterator.  DONE says how many keys it has given out: a number
** for a record, a userdata for a list, which is faster to change. */
enum { TABLE = 1, DONE = 2, KEYS = 3, ORDER = 4 };

typedef struct walk {
    lua_Integer     done;
    const uint32_t *order; /* in the userdata ORDER, or NULL */
} walk;

typedef enum rank { POSITIVE, STRING, NUMBER, BOOLEAN, OTHER } rank;

typedef struct key {
    union {
        lua_Integer i; /* of POSITIVE and BOOLEAN */
        lua_Number  x;
        const char *s;
    } u;
    size_t   len;
    rank     rank;
    uint32_t index; /* 1-based, in Lua's order */
} key;

static int compare_string(const key *a, const key *b)
{
    size_t n = a->len < b->len ? a->len : b->len;
    int    c = memcmp(a->u.s, b->u.s, n);

    return c != 0 ? c : (a->len > b->len) - (a->len < b->len);
}

static int compare(const void *pa, const void *pb)
{
    const key *a = pa, *b = pb;
    int        c = (int)a->rank - (int)b->rank;

    if (c == 0 && a->rank == STRING)
        c = compare_string(a, b);
    else if (c == 0 && (a->rank == POSITIVE || a->rank == BOOLEAN))
        c = (a->u.i > b->u.i) - (a->u.i < b->u.i);
    else if (c == 0 && a->rank == NUMBER)
        c = (a->u.x > b->u.x) - (a->u.x < b->u.x);
    return c != 0 ? c : (a->index > b->index) - (a->index < b->index);
}

static void read_key(lua_State *L, int idx, uint32_t index, key *out)
{
    out->index = index;
    switch (lua_type(L, idx)) {
    case LUA_TSTRING:
        out->rank = STRING;
        out->u.s = lua_tolstring(L, idx, &out->len);
        break;
    case LUA_TNUMBER:
        out->rank = NUMBER;
        out->u.x = lua_tonumber(L, idx);
        if (lua_isinteger(L, idx) && lua_tointeger(L, idx) > 0) {
            out->rank = POSITIVE;
            out->u.i = lua_tointeger(L, idx);
        }
        break;
    case LUA_TBOOLEAN:
        out->rank = BOOLEAN;
        out->u.i = lua_toboolean(L, idx);
        break;
    default:
        out->rank = OTHER;
    }
}

/* ---- records ---- */

static int step_record(lua_State *L)
{
    lua_Integer done = lua_tointeger(L, lua_upvalueindex(DONE));

    lua_settop(L, 0);
    for (;;) {
        lua_pushvalue(L, lua_upvalueindex(KEYS + (int)done));
        if (lua_isnil(L, -1)) /* behind the last key */
            return 1;
        done++;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(TABLE)) != LUA_TNIL)
            break;
        lua_settop(L, 0);
    }
    lua_pushinteger(L, done);
    lua_replace(L, lua_upvalueindex(DONE));
    return 2;
}

/* Push the `n` keys that lie at `first` and above in order: they are few. */
static void order_few(lua_State *L, key *keys, int n, int first)
{
    for (int i = 1; i < n; i++) {
        key one = keys[i];
        int k = i;

        for (; k > 0 && compare(&one, &keys[k - 1]) < 0; k--)
            keys[k] = keys[k - 1];
        keys[k] = one;
    }
    for (int i = 0; i < n; i++)
        lua_pushvalue(L, first + (int)keys[i].index - 1);
}

/* Push an iterator over the table at `idx` when it is small and its first key
** (at the top) is not 1; pops the key.  False, and only the key is popped. */
static bool push_record(lua_State *L, int idx)
{
    int n = 0, base = lua_gettop(L) - 1;
    key keys[SMALL];

    do {
        read_key(L, -1, (uint32_t)n + 1, &keys[n]);
        n++;
        lua_pushvalue(L, -1); /* stays as the key itself */
        if (lua_next(L, idx) == 0) {
            lua_pushvalue(L, idx);
            lua_pushinteger(L, 0);
            order_few(L, keys, n, base + 1);
            lua_pushnil(L);
            lua_pushcclosure(L, step_record, n + KEYS);
            lua_replace(L, base + 1);
            lua_settop(L, base + 1);
            return true;
        }
        lua_pop(L, 1);
    } while (n < SMALL);
    lua_settop(L, base);
    return false;
}

/* ---- lists and large tables ---- */

/* Push a list of the key at the top and all that follow it; pops it. */
static size_t push_keys(lua_State *L)
{
    lua_Integer n = 0;

    lua_newtable(L);
    lua_insert(L, -2); /* [keys key] */
    do {
        dm_lua_spend(L, 1);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, ++n);
        if (lua_next(L, lua_upvalueindex(TABLE)) == 0)
            break;
        lua_pop(L, 1);
    } while (n < UINT32_MAX);
    return (size_t)n;
}

/* Sort the `n` keys of the list at the top and push their order: a userdata
** of numbers in that list, ended by 0. */
static void push_order(lua_State *L, size_t n)
{
    int       list = lua_gettop(L);
    uint32_t *order = lua_newuserdatauv(L, (n + 1) * sizeof *order, 0);
    key      *keys = lua_newuserdatauv(L, n * sizeof *keys, 0);

    dm_lua_spend(L, 16 * n);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        read_key(L, -1, (uint32_t)i + 1, &keys[i]);
        lua_pop(L, 1); /* the list keeps it alive */
    }
    qsort(keys, n, sizeof *keys, compare);
    for (size_t i = 0; i < n; i++)
        order[i] = keys[i].index;
    order[n] = 0;
    lua_pop(L, 1);
}

/* Give out the next sorted key that still has a value. */
static int step_sorted(lua_State *L, walk *w)
{
    while (w->order[w->done] != 0) {
        lua_rawgeti(L, lua_upvalueindex(KEYS), w->order[w->done++]);
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(TABLE)) != LUA_TNIL)
            return 2;
        lua_settop(L, 0);
    }
    lua_pushnil(L);
    return 1;
}

/* The key at 1 is not the next of a list: sort what is left. */
static int begin_sorted(lua_State *L, walk *w)
{
    size_t n;

    lua_settop(L, 1);
    n = push_keys(L);
    push_order(L, n);
    w->order = lua_touserdata(L, -1);
    w->done = 0;
    lua_replace(L, lua_upvalueindex(ORDER));
    lua_replace(L, lua_upvalueindex(KEYS));
    lua_settop(L, 0);
    return step_sorted(L, w);
}

static int step(lua_State *L)
{
    walk *w = lua_touserdata(L, lua_upvalueindex(DONE));

    lua_settop(L, 0);
    if (w->order != NULL)
        return step_sorted(L, w);
    if (w->done > 0)
        lua_pushinteger(L, w->done);
    else
        lua_pushnil(L);
    if (lua_next(L, lua_upvalueindex(TABLE)) == 0) {
        lua_pushnil(L);
        return 1;
    }
    if (!lua_isinteger(L, 1) || lua_tointeger(L, 1) != w->done + 1)
        return begin_sorted(L, w);
    w->done++;
    return 2;
}

void dm_lua_pairs(lua_State *L, int idx)
{
    walk *w;

    idx = lua_absindex(L, idx);
    luaL_checkstack(L, SMALL * 2 + 8, "pairs");
    lua_pushnil(L);
    if (lua_next(L, idx) != 0) {
        lua_pop(L, 1);
        if (lua_isinteger(L, -1) && lua_tointeger(L, -1) == 1)
            lua_pop(L, 1);
        else if (push_record(L, idx))
            return;
    }
    lua_pushvalue(L, idx);
    w = lua_newuserdatauv(L, sizeof *w, 0);
    memset(w, 0, sizeof *w);
    lua_pushnil(L);
    lua_pushnil(L);
    lua_pushcclosure(L, step, ORDER);
}

static int pairs(lua_State *L)
{
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    dm_lua_pairs(L, 1);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

void dm_open_pairs(lua_State *L)
{
    lua_pushcfunction(L, pairs);
    lua_setfield(L, -2, "pairs");
}
