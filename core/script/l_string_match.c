/* l_string_match.c - string.find, match and gmatch. */
#include <string.h>

#include "script/arg.h"
#include "script/inside.h"
#include "script/l_pattern.h"
#include "script/l_string.h"

static bool plain_pattern(dm_slice pattern)
{
    for (size_t i = 0; i < pattern.len; i++)
        if (pattern.ptr[i] != '\0' && strchr("^$*+?.([%-", pattern.ptr[i]))
            return false;
    return true;
}

static void run_init(dm_pattern_run *run, lua_State *L, dm_slice text,
                     const dm_pattern *pattern)
{
    run->L = L;
    run->lua = dm_lua_of(L);
    run->pattern = pattern;
    run->src = text.ptr;
    run->end = text.ptr + text.len;
    run->level = 0;
}

/* Where `what` (not empty) first is, or NULL.  Looking for its first byte is
** fastest where that is rare; where it is not, memmem takes over. */
static const char *find_bytes(const char *at, size_t len, dm_slice what)
{
    const char *end = at + len;

    for (int tries = 0; tries < 16; tries++) {
        if ((size_t)(end - at) < what.len)
            return NULL;
        at = memchr(at, *what.ptr, (size_t)(end - at) - what.len + 1);
        if (at == NULL || memcmp(at, what.ptr, what.len) == 0)
            return at;
        at++;
    }
    return memmem(at, (size_t)(end - at), what.ptr, what.len);
}

static int find_plain(lua_State *L, dm_slice text, dm_slice what, size_t from)
{
    const char *at = text.ptr + from;
    size_t      len = text.len - from;

    at = what.len == 0 ? at : find_bytes(at, len, what);
    /* What was looked at: a loop over a text costs its length, not its square
    ** (memory moves so fast that the clock need not be asked before). */
    dm_lua_spend(L, (at == NULL ? len : (size_t)(at - text.ptr) - from) / 8);
    if (at == NULL) {
        luaL_pushfail(L);
        return 1;
    }
    lua_pushinteger(L, at - text.ptr + 1);
    lua_pushinteger(L, at - text.ptr + (lua_Integer)what.len);
    return 2;
}

static int find_or_match(lua_State *L, bool find)
{
    dm_slice text = dm_arg_text(L, 1), pattern = dm_arg_text(L, 2);
    size_t   from = dm_string_from(luaL_optinteger(L, 3, 1), text.len) - 1;
    dm_pattern_run run;
    const char    *at, *stop;

    if (from > text.len) {
        luaL_pushfail(L);
        return 1;
    }
    if (find && (lua_toboolean(L, 4) || plain_pattern(pattern)))
        return find_plain(L, text, pattern, from);
    run_init(&run, L, text, dm_pattern_get(L, pattern));
    at = text.ptr + from;
    if (!dm_pattern_search(&run, &at, &stop, NULL)) {
        luaL_pushfail(L);
        return 1;
    }
    if (!find)
        return dm_pattern_push(&run, at, stop);
    lua_pushinteger(L, at - text.ptr + 1);
    lua_pushinteger(L, stop - text.ptr);
    return dm_pattern_push(&run, NULL, NULL) + 2;
}

int dm_string_find(lua_State *L)
{
    return find_or_match(L, true);
}

int dm_string_match(lua_State *L)
{
    return find_or_match(L, false);
}

/* A gmatch on its way.  Upvalues: this, the subject, the pattern. */
typedef struct walk {
    const dm_pattern *pattern;
    size_t            next, last; /* offsets; SIZE_MAX for no last match */
} walk;

static int gmatch_next(lua_State *L)
{
    walk          *w = lua_touserdata(L, lua_upvalueindex(1));
    dm_slice       text = dm_arg_text(L, lua_upvalueindex(2));
    dm_pattern_run run;
    const char    *at, *stop, *last;

    if (w->next > text.len)
        return 0;
    run_init(&run, L, text, w->pattern);
    at = text.ptr + w->next;
    last = w->last == SIZE_MAX ? NULL : text.ptr + w->last;
    if (!dm_pattern_search(&run, &at, &stop, last)) {
        w->next = SIZE_MAX;
        return 0;
    }
    w->next = w->last = (size_t)(stop - text.ptr);
    return dm_pattern_push(&run, at, stop);
}

int dm_string_gmatch(lua_State *L)
{
    dm_slice    text = dm_arg_text(L, 1), pattern = dm_arg_text(L, 2);
    lua_Integer init = luaL_optinteger(L, 3, 1);
    walk       *w;

    lua_settop(L, 2);
    w = lua_newuserdatauv(L, sizeof *w, 0);
    w->next = dm_string_from(init, text.len) - 1;
    w->last = SIZE_MAX;
    lua_pushvalue(L, 1);
    w->pattern = dm_pattern_make(L, pattern, false);
    lua_pushcclosure(L, gmatch_next, 3);
    return 1;
}
