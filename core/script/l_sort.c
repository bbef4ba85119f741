/* l_sort.c - table.sort: a merge sort of numbers of elements.
**
** Stable, n log n in the worst case, and an inconsistent order function gives
** some order instead of an error or a walk outside the array.  The table is
** read once and written once, when nothing can fail any more.
**
** An array of strings, of integers or of floats without NaN, sorted without a
** function, is compared in C.  Everything else goes through Lua.
**
** Workload: tens to thousands of elements; comparisons in Lua dominate, so
** few of them matter more than moves.  Sorted input takes n.
*/
#include <limits.h>
#include <string.h>

#include "script/inside.h"
#include "script/l_table.h"

/* The stack during a sort. */
enum { TABLE = 1, ORDER = 2, VALUES = 3 };

typedef struct element {
    union {
        lua_Integer i;
        lua_Number  x;
        const char *s;
    } u;
    size_t   len;   /* of a string */
    uint32_t index; /* 1-based, in the table as it was */
} element;

typedef struct sorter sorter;
struct sorter {
    lua_State *L;
    dm_lua    *lua;
    element   *at, *spare;
    bool (*less)(const sorter *s, const element *a, const element *b);
};

static bool less_integer(const sorter *s, const element *a, const element *b)
{
    (void)s;
    return a->u.i < b->u.i;
}

static bool less_float(const sorter *s, const element *a, const element *b)
{
    (void)s;
    return a->u.x < b->u.x;
}

static bool less_string(const sorter *s, const element *a, const element *b)
{
    size_t n = a->len < b->len ? a->len : b->len;
    int    c = memcmp(a->u.s, b->u.s, n);

    (void)s;
    return c != 0 ? c < 0 : a->len < b->len;
}

static bool less_plain(const sorter *s, const element *a, const element *b)
{
    lua_State *L = s->L;
    bool       less;

    lua_rawgeti(L, VALUES, a->index);
    lua_rawgeti(L, VALUES, b->index);
    less = lua_compare(L, -2, -1, LUA_OPLT) != 0;
    lua_pop(L, 2);
    return less;
}

static bool less_called(const sorter *s, const element *a, const element *b)
{
    lua_State *L = s->L;
    bool       less;

    lua_pushvalue(L, ORDER);
    lua_rawgeti(L, VALUES, a->index);
    lua_rawgeti(L, VALUES, b->index);
    lua_call(L, 2, 1);
    less = lua_toboolean(L, -1) != 0;
    lua_pop(L, 1);
    return less;
}

static inline bool less(const sorter *s, const element *a, const element *b)
{
    dm_lua_burn(s->L, s->lua, 1);
    return s->less(s, a, b);
}

static void insertion(const sorter *s, size_t from, size_t to)
{
    for (size_t i = from + 1; i < to; i++) {
        element one = s->at[i];
        size_t  j = i;

        for (; j > from && less(s, &one, &s->at[j - 1]); j--)
            s->at[j] = s->at[j - 1];
        s->at[j] = one;
    }
}

/* Merge the ordered [from, mid) and [mid, to). */
static void merge(const sorter *s, size_t from, size_t mid, size_t to)
{
    size_t a = 0, n = mid - from, b = mid, out = from;

    memcpy(s->spare, s->at + from, n * sizeof *s->at);
    while (a < n && b < to) {
        bool right = less(s, &s->at[b], &s->spare[a]);
        s->at[out++] = right ? s->at[b++] : s->spare[a++];
    }
    memcpy(s->at + out, s->spare + a, (n - a) * sizeof *s->at);
}

static void sort(const sorter *s, size_t from, size_t to)
{
    size_t mid = from + (to - from) / 2;

    if (to - from <= 6) {
        insertion(s, from, to);
        return;
    }
    sort(s, from, mid);
    sort(s, mid, to);
    if (less(s, &s->at[mid], &s->at[mid - 1]))
        merge(s, from, mid, to);
}

/* The value at the top as a key of type `like`, which is that of the first
** element; false when it is of another. */
static bool key_of(lua_State *L, element *out, int like, bool integer)
{
    if (lua_type(L, -1) != like)
        return false;
    if (like == LUA_TSTRING) {
        out->u.s = lua_tolstring(L, -1, &out->len);
        return true;
    }
    if ((lua_isinteger(L, -1) != 0) != integer)
        return false;
    if (integer)
        out->u.i = lua_tointeger(L, -1);
    else
        out->u.x = lua_tonumber(L, -1);
    return integer || out->u.x == out->u.x;
}

/* Choose the comparison: one in C when all values are alike. */
static void choose(sorter *s, size_t n)
{
    lua_State *L = s->L;
    int        like = lua_rawgeti(L, VALUES, 1);
    bool       integer = lua_isinteger(L, -1) != 0;
    bool       alike = like == LUA_TSTRING || like == LUA_TNUMBER;

    lua_pop(L, 1);
    for (size_t i = 0; i < n && alike; i++) {
        lua_rawgeti(L, VALUES, (lua_Integer)i + 1);
        alike = key_of(L, &s->at[i], like, integer);
        lua_pop(L, 1);
    }
    if (!lua_isnil(L, ORDER))
        s->less = less_called;
    else if (!alike)
        s->less = less_plain;
    else if (like == LUA_TSTRING)
        s->less = less_string;
    else
        s->less = integer ? less_integer : less_float;
}

/* Push a list of the values of the table at 1.  Holes are let through: the
** comparison will say what it thinks of nil. */
static void read_values(lua_State *L, dm_lua *lua, lua_Integer n)
{
    bool honest = lua_type(L, TABLE) == LUA_TTABLE &&
                  (lua_Unsigned)n <= lua_rawlen(L, TABLE);

    lua_createtable(L, honest ? (int)n : 0, 0);
    for (lua_Integer i = 1; i <= n; i++) {
        dm_lua_burn(L, lua, 1);
        if (lua_geti(L, TABLE, i) == LUA_TNIL && lua_isnil(L, ORDER) && n > 1) {
            lua_rawgeti(L, VALUES, 1); /* raises, as nil has no order */
            (void)lua_compare(L, -2, -1, LUA_OPLT);
        }
        lua_rawseti(L, VALUES, i);
    }
}

static void write_values(const sorter *s, size_t n)
{
    lua_State *L = s->L;

    for (size_t i = 0; i < n; i++) {
        dm_lua_burn(L, s->lua, 1);
        lua_rawgeti(L, VALUES, s->at[i].index);
        lua_seti(L, TABLE, (lua_Integer)i + 1);
    }
}

int dm_table_sort(lua_State *L)
{
    sorter      s = {.L = L, .lua = dm_lua_of(L)};
    lua_Integer n;
    size_t      count;

    (void)dm_table_check(L, TABLE,
                         DM_TABLE_READ | DM_TABLE_WRITE | DM_TABLE_LENGTH);
    n = luaL_len(L, TABLE);
    if (n < 2)
        return 0;
    luaL_argcheck(L, n < INT_MAX, 1, "array too big");
    if (!lua_isnoneornil(L, ORDER))
        luaL_checktype(L, ORDER, LUA_TFUNCTION);
    lua_settop(L, ORDER);
    read_values(L, s.lua, n);
    count = (size_t)n;
    s.at = lua_newuserdatauv(L, (count + count / 2 + 1) * sizeof *s.at, 0);
    s.spare = s.at + count;
    for (size_t i = 0; i < count; i++)
        s.at[i].index = (uint32_t)i + 1;
    choose(&s, count);
    sort(&s, 0, count);
    write_values(&s, count);
    return 0;
}
