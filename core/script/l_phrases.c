/* l_phrases.c - class Phrases: thousands of literal phrases as one finder.
**
** Built from a list, or from a table of phrase to value; then a match knows
** its value as `m.data`, and on strings match and gmatch return it behind the
** text.  User value 1 keeps the values by index.
*/
#include <stdlib.h>

#include "script/bind.h"
#include "text/utf8.h"

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

/* From the list or table at 1. */
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

/* phrases(list or table), called through the table `phrases`. */
static int phrases_call(lua_State *L)
{
    lua_remove(L, 1);
    return phrases_new(L);
}

/* The next line of `*left`, without its end and the blanks around it. */
static dm_slice next_line(dm_slice *left)
{
    const char *eol = memchr(left->ptr, '\n', left->len);
    size_t      n = eol != NULL ? (size_t)(eol - left->ptr) : left->len;
    dm_slice    line = dm_slice_sub(*left, 0, n);

    *left = dm_slice_sub(*left, n + (eol != NULL), left->len);
    while (line.len > 0 && strchr(" \t\r", *line.ptr) != NULL)
        line = dm_slice_sub(line, 1, line.len);
    while (line.len > 0 && strchr(" \t\r", line.ptr[line.len - 1]) != NULL)
        line.len--;
    return line;
}

/* The bytes of the file that the name at 1 says; raises where it has none. */
static dm_slice read_list(lua_State *L)
{
    const dm_host *host = dm_lua_host(L);
    dm_slice       name = dm_arg_string(L, 1), text = DM_LIT("");
    dm_err         err;

    if (host->file == NULL)
        dm_fail(&err, DM_E_SCRIPT, "phrases.load: there are no files here");
    if (host->file == NULL || !host->file(host->ud, name, &text, &err))
        dm_lua_raise(L, &err);
    if (dm_slice_starts(text, DM_S("\xEF\xBB\xBF")))
        text = dm_slice_sub(text, 3, text.len);
    return text;
}

/* phrases.load(file): one phrase a line; the number of a phrase is the one it
** has among the lines that are not blank. */
static int phrases_load(lua_State *L)
{
    dm_slice    left = read_list(L);
    lua_Integer n = 0, number = 0;

    lua_settop(L, 1);
    dm_lua_spend(L, left.len / 8);
    lua_newtable(L);
    while (left.len > 0) {
        dm_slice line = next_line(&left);

        number++;
        if (line.len == 0)
            continue;
        if (dm_utf8_valid(line) != line.len)
            return luaL_error(L, "phrases.load: line %I of %s is not UTF-8",
                              number, lua_tostring(L, 1));
        dm_push_slice(L, line);
        lua_rawseti(L, 2, ++n);
    }
    if (n == 0)
        return luaL_error(L, "phrases.load: %s has no phrases",
                          lua_tostring(L, 1));
    lua_remove(L, 1);
    return phrases_new(L);
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

    static const luaL_Reg functions[] = {
        {"load", phrases_load},
        {NULL,   NULL        },
    };

    dm_class_open(L, &cls);
    luaL_newlib(L, functions);
    dm_lua_freeze(L, "phrases");
    lua_getmetatable(L, -1);
    lua_pushcfunction(L, phrases_call);
    lua_setfield(L, -2, "__call");
    lua_pop(L, 1);
}
