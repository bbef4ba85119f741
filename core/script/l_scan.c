/* l_scan.c - every match in a row, for the rule engine.
**
** The engine runs each rule over a whole view.  One call here instead of an
** iterator saves a protected look at the arguments per match.
*/
#include "script/l_scan.h"

#include <limits.h>

#include "script/bind.h"
#include "script/l_value.h"
#include "script/walk.h"

int dm_lua_scan(lua_State *L)
{
    dm_search   s;
    dm_hit      hit;
    lua_Integer n;
    int         top;

    luaL_checktype(L, 3, LUA_TTABLE);
    n = luaL_checkinteger(L, 4);
    lua_settop(L, 6);
    dm_search_begin(L, &s);
    dm_search_lane(L, &s, 5);
    dm_search_ready(L, &s);
    top = lua_gettop(L); /* the run of a set lies here */
    while (dm_search_next(L, &s, &hit)) {
        if (s.subject.view == NULL)
            return luaL_argerror(L, 1, "View or Span expected");
        dm_push_match(L, &s, &hit);
        lua_rawseti(L, 3, ++n);
        lua_settop(L, top);
    }
    lua_pushinteger(L, n);
    return 1;
}

/* What the matches of one regex are worth. */
typedef struct worth {
    const dm_regex *rx;
    size_t          value; /* the number of the group called value, or 0 */
    bool            named; /* it has named groups */
} worth;

static void weigh(worth *w, const dm_lspan *m)
{
    if (w->rx == m->rx)
        return;
    w->rx = m->rx;
    w->value = dm_regex_group(m->rx, DM_S("value"));
    w->named = false;
    for (size_t i = 1; i <= m->ngroups && !w->named; i++)
        w->named = dm_regex_group_name(m->rx, i).len > 0;
}

/* Push the datum of a phrase, or the match itself when it has none. */
static void push_phrase(lua_State *L)
{
    lua_getfield(L, -1, "data"); /* [match data] */
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
    }
}

/* Push what the match at the top is worth, false for nothing; returns true
** when it stands for its named groups. */
static bool push_worth(lua_State *L, worth *w, const dm_lspan *m, bool lazy)
{
    if (m->rx == NULL) {
        if (m->index > 0)
            push_phrase(L);
        else
            lua_pushvalue(L, -1);
        return false;
    }
    weigh(w, m);
    if (w->value != 0 && m->groups[w->value].from == DM_UNSET)
        lua_pushboolean(L, 0);
    else if (w->value != 0)
        dm_push_part(L, 5, m->view, m->groups[w->value]);
    else if (!w->named || lazy)
        lua_pushvalue(L, -1);
    else
        (void)dm_lua_groups(L, lua_gettop(L));
    return w->named && w->value == 0;
}

int dm_lua_values(lua_State *L)
{
    lua_Integer     n = luaL_checkinteger(L, 2), lack = 0;
    worth           w = {NULL, 0, false};
    bool            groups = false, lazy = lua_toboolean(L, 3);
    const void     *meta = dm_walk_meta(L);
    const dm_lspan *m;

    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argcheck(L, n >= 0 && n <= INT_MAX, 2, "no number of matches");
    lua_settop(L, 3);
    lua_createtable(L, (int)n, 0);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, 1, i);
        m = dm_walk_span(L, 5, meta);
        if (m == NULL || m->box->doc == NULL)
            m = dm_arg_span(L, 5); /* which raises */
        groups = push_worth(L, &w, m, lazy) || groups;
        lack += lua_isboolean(L, -1) && !lua_toboolean(L, -1);
        lua_rawseti(L, 4, i);
        lua_settop(L, 4);
    }
    lua_pushinteger(L, lack);
    lua_pushboolean(L, groups);
    return 3;
}
