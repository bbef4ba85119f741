/* l_string_gsub.c - string.gsub. */
#include <ctype.h>
#include <string.h>

#include "script/arg.h"
#include "script/inside.h"
#include "script/l_pattern.h"
#include "script/l_string.h"

/* The stack during a gsub: subject, pattern, replacement, count, the compiled
** pattern, and the buffer's own. */
enum { REPLACEMENT = 3 };

typedef struct gsub {
    dm_pattern_run run;
    luaL_Buffer    out;
    dm_slice       with; /* the replacement, when it is a string */
    int            type; /* of the replacement */
} gsub;

/* Append "%n" of the replacement string: capture `n`. */
static void add_capture(gsub *g, int n, const char *s, const char *e)
{
    dm_pattern_push_one(&g->run, n - 1, s, e);
    luaL_addvalue(&g->out);
}

/* Append the replacement string, its escapes filled in. */
static void add_string(gsub *g, const char *s, const char *e)
{
    const char *p = g->with.ptr, *end = p + g->with.len, *escape;

    while ((escape = memchr(p, '%', (size_t)(end - p))) != NULL) {
        unsigned char c = escape + 1 < end ? (unsigned char)escape[1] : 0;
        luaL_addlstring(&g->out, p, (size_t)(escape - p));
        if (c == '%')
            luaL_addchar(&g->out, '%');
        else if (c == '0')
            luaL_addlstring(&g->out, s, (size_t)(e - s));
        else if (isdigit(c))
            add_capture(g, c - '0', s, e);
        else
            luaL_error(g->run.L, "invalid use of '%c' in replacement string",
                       '%');
        p = escape + 2;
    }
    luaL_addlstring(&g->out, p, (size_t)(end - p));
}

/* Append what replaces the match [s, e); false when it stays as it is. */
static bool add_value(gsub *g, const char *s, const char *e)
{
    lua_State *L = g->run.L;
    dm_slice   text;

    if (g->type == LUA_TFUNCTION) {
        lua_pushvalue(L, REPLACEMENT);
        lua_call(L, dm_pattern_push(&g->run, s, e), 1);
    } else if (g->type == LUA_TTABLE) {
        dm_pattern_push_one(&g->run, 0, s, e);
        lua_gettable(L, REPLACEMENT);
    } else {
        add_string(g, s, e);
        return true;
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(&g->out, s, (size_t)(e - s));
        return false;
    }
    if (!lua_isstring(L, -1)) {
        if (!dm_arg_istext(L, -1, &text))
            luaL_error(L, "invalid replacement value (a %s)",
                       luaL_typename(L, -1));
        lua_pushlstring(L, text.ptr, text.len);
        lua_remove(L, -2);
    }
    luaL_addvalue(&g->out);
    return true;
}

/* Replace up to `max` matches; returns how many, and whether any changed. */
static lua_Integer replace(gsub *g, lua_Integer max, bool *changed)
{
    dm_pattern_run *run = &g->run;
    const char     *from = run->src, *at, *stop, *last = NULL;
    lua_Integer     n = 0;

    while (n < max) {
        at = from;
        if (!dm_pattern_search(run, &at, &stop, last))
            break;
        luaL_addlstring(&g->out, from, (size_t)(at - from));
        n++;
        *changed |= add_value(g, at, stop);
        dm_string_fits(run->L, luaL_bufflen(&g->out));
        from = last = stop;
        if (run->pattern->anchored)
            break;
    }
    luaL_addlstring(&g->out, from, (size_t)(run->end - from));
    return n;
}

/* The kind of replacement at 3; a Span becomes a string. */
static int replacement(lua_State *L, dm_slice *with)
{
    int type = lua_type(L, REPLACEMENT);

    if (type == LUA_TFUNCTION || type == LUA_TTABLE)
        return type;
    if (!dm_arg_istext(L, REPLACEMENT, with))
        luaL_typeerror(L, REPLACEMENT, "string/function/table");
    return LUA_TSTRING;
}

int dm_string_gsub(lua_State *L)
{
    dm_slice    text = dm_arg_text(L, 1), pattern = dm_arg_text(L, 2);
    bool        changed = false;
    lua_Integer max, n;
    gsub        g;

    g.type = replacement(L, &g.with);
    max = luaL_optinteger(L, 4, (lua_Integer)text.len + 1);
    lua_settop(L, 4);
    g.run.L = L;
    g.run.lua = dm_lua_of(L);
    g.run.src = text.ptr;
    g.run.end = text.ptr + text.len;
    g.run.pattern = g.type == LUA_TSTRING ? dm_pattern_get(L, pattern)
                                          : dm_pattern_make(L, pattern, true);
    luaL_buffinit(L, &g.out);
    n = replace(&g, max, &changed);
    if (changed) {
        dm_string_fits(L, luaL_bufflen(&g.out));
        luaL_pushresult(&g.out);
    } else if (lua_type(L, 1) == LUA_TSTRING)
        lua_pushvalue(L, 1);
    else
        lua_pushlstring(L, text.ptr, text.len);
    lua_pushinteger(L, n);
    return 2;
}
