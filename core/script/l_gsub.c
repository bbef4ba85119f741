/* l_gsub.c - gsub: a new string with every match replaced.
**
** As in Lua the replacement is a string with % escapes, a table or a function;
** %{name} stands for a named group.  In a View or Span a function is given
** the Match, and the result is a string all the same: documents are not
** changed here.
*/
#include "script/bind.h"

/* Add group `n` of the hit (0 the whole); nothing when it took no part. */
static void add_group(luaL_Buffer *b, const dm_search *s, const dm_hit *hit,
                      size_t n)
{
    dm_range r = n == 0 ? hit->range : hit->groups[n];

    if (r.from != DM_UNSET)
        luaL_addlstring(b, s->subject.text.ptr + r.from, r.to - r.from);
}

/* The number that %d means, a digit; %1 is the whole when there is none. */
static size_t digit_group(lua_State *L, const dm_hit *hit, char digit)
{
    size_t n = (size_t)(digit - '0');
    size_t groups = hit->rx != NULL ? dm_regex_groups(hit->rx) : 0;

    if (n == 1 && groups == 0)
        return 0;
    if (n > groups)
        luaL_error(L, "invalid capture index %%%d in replacement string",
                   (int)n);
    return n;
}

/* The number of the group in %{name}; `repl` begins behind the brace.  Moves
** it behind the closing one. */
static size_t named_group(lua_State *L, const dm_hit *hit, dm_slice *repl)
{
    const char *end = memchr(repl->ptr, '}', repl->len);
    dm_slice    name = {repl->ptr, 0};
    size_t      n;

    if (end == NULL)
        luaL_error(L, "missing '}' in replacement string");
    name.len = (size_t)(end - repl->ptr);
    n = hit->rx != NULL ? dm_regex_group(hit->rx, name) : 0;
    if (n == 0) {
        dm_push_slice(L, name);
        luaL_error(L, "no group called '%s' for the replacement string",
                   lua_tostring(L, -1));
    }
    repl->ptr += name.len + 1;
    repl->len -= name.len + 1;
    return n;
}

static void add_string(lua_State *L, luaL_Buffer *b, const dm_search *s,
                       const dm_hit *hit)
{
    dm_slice repl;

    repl.ptr = lua_tolstring(L, 3, &repl.len);
    while (repl.len > 0) {
        const char *mark = memchr(repl.ptr, '%', repl.len);
        size_t      plain = mark != NULL ? (size_t)(mark - repl.ptr) : repl.len;
        char        what = '\0';

        luaL_addlstring(b, repl.ptr, plain);
        if (mark == NULL)
            return;
        if (plain + 1 < repl.len)
            what = repl.ptr[plain + 1];
        repl = dm_slice_sub(repl, plain + 1 < repl.len ? plain + 2 : repl.len,
                            repl.len);
        if (what == '%')
            luaL_addchar(b, '%');
        else if (what >= '0' && what <= '9')
            add_group(b, s, hit, digit_group(L, hit, what));
        else if (what == '{')
            add_group(b, s, hit, named_group(L, hit, &repl));
        else
            luaL_error(L, "invalid use of '%%' in replacement string");
    }
}

/* Push what the table or function at 3 has for the hit. */
static void push_value(lua_State *L, const dm_search *s, const dm_hit *hit)
{
    int n;

    if (lua_istable(L, 3)) {
        n = dm_push_captures(L, s, hit, true);
        lua_pop(L, n - 1); /* the first one is the key */
        lua_gettable(L, 3);
        return;
    }
    lua_pushvalue(L, 3);
    if (s->subject.view != NULL) {
        dm_push_match(L, s, hit);
        n = 1;
    } else {
        n = dm_push_captures(L, s, hit, true);
    }
    lua_call(L, n, 1);
}

/* Add what the table or function says, or the match itself for nil, false. */
static void add_value(lua_State *L, luaL_Buffer *b, const dm_search *s,
                      const dm_hit *hit)
{
    dm_slice text;

    push_value(L, s, hit); /* another search may run in here */
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(b, s->subject.text.ptr + hit->range.from,
                        hit->range.to - hit->range.from);
        return;
    }
    if (!dm_arg_istext(L, -1, &text))
        luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    if (lua_type(L, -1) != LUA_TSTRING) { /* the buffer takes strings only */
        dm_push_slice(L, text);
        lua_remove(L, -2);
    }
    luaL_addvalue(b);
}

int dm_verb_gsub(lua_State *L)
{
    dm_search   s;
    dm_hit      hit;
    luaL_Buffer b;
    lua_Integer n = 0, max;
    size_t      at = 0;
    int         type = lua_type(L, 3);

    dm_search_begin(L, &s);
    luaL_argcheck(L, s.finder.set == NULL, s.finder.idx,
                  "matches of a set may overlap; replace with a Regex");
    max = luaL_optinteger(L, 4, LUA_MAXINTEGER);
    luaL_argexpected(L,
                     type == LUA_TNUMBER || type == LUA_TSTRING ||
                         type == LUA_TFUNCTION || type == LUA_TTABLE,
                     3, "string/function/table");
    luaL_buffinit(L, &b);
    while (n < max && dm_search_next(L, &s, &hit)) {
        luaL_addlstring(&b, s.subject.text.ptr + at, hit.range.from - at);
        if (type == LUA_TFUNCTION || type == LUA_TTABLE)
            add_value(L, &b, &s, &hit);
        else
            add_string(L, &b, &s, &hit);
        at = hit.range.to;
        n++;
    }
    luaL_addlstring(&b, s.subject.text.ptr + at, s.subject.text.len - at);
    luaL_pushresult(&b);
    lua_pushinteger(L, n);
    return 2;
}
