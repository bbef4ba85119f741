/* l_verbs.c - find, match, gmatch, split, count and test.
**
** On a string they return what Lua's own functions of these names return; in
** a View or Span they return Matches and Spans.  All are thin: a search
** (l_search.c) and the shape of the answer.
*/
#include "script/bind.h"

/* What both shapes of find and match return for the first hit. */
static bool first_hit(lua_State *L, dm_search *s, dm_hit *hit)
{
    dm_search_begin(L, s);
    if (!dm_search_init(L, s, 3))
        return false;
    return s->finder.set != NULL ? dm_set_first(L, s, hit)
                                 : dm_search_next(L, s, hit);
}

int dm_verb_find(lua_State *L)
{
    dm_search s;
    dm_hit    hit;

    if (!first_hit(L, &s, &hit)) {
        luaL_pushfail(L);
        return 1;
    }
    if (s.subject.view != NULL) {
        dm_push_match(L, &s, &hit);
        return 1;
    }
    lua_pushinteger(L, (lua_Integer)hit.range.from + 1);
    lua_pushinteger(L, (lua_Integer)hit.range.to);
    return 2 + dm_push_captures(L, &s, &hit, false);
}

/* Push a hit as match and gmatch tell it. */
static int push_hit(lua_State *L, const dm_search *s, const dm_hit *hit)
{
    if (s->subject.view == NULL)
        return dm_push_captures(L, s, hit, true);
    dm_push_match(L, s, hit);
    return 1;
}

int dm_verb_match(lua_State *L)
{
    dm_search s;
    dm_hit    hit;

    if (first_hit(L, &s, &hit))
        return push_hit(L, &s, &hit);
    luaL_pushfail(L);
    return 1;
}

/* A set's run as gmatch keeps it, between the two calls that need it. */
typedef struct walk {
    dm_cursor   cursor;
    dm_set_run *run;
} walk;

/* One step of gmatch; upvalues: the two arguments, the run's userdata (or
** nil), the walk. */
static int gmatch_step(lua_State *L)
{
    walk     *w = lua_touserdata(L, lua_upvalueindex(4));
    dm_search s;
    dm_hit    hit;

    lua_settop(L, 0);
    if (w->cursor.start == SIZE_MAX) /* it has ended before */
        return 0;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, lua_upvalueindex(2));
    dm_search_begin(L, &s);
    s.cursor = w->cursor;
    s.run = w->run;
    if (!dm_search_next(L, &s, &hit)) {
        w->cursor.start = SIZE_MAX;
        return 0;
    }
    w->cursor = s.cursor;
    return push_hit(L, &s, &hit);
}

int dm_verb_gmatch(lua_State *L)
{
    dm_search s;
    walk     *w;
    bool      any;

    dm_search_begin(L, &s);
    any = dm_search_init(L, &s, 3);
    lua_settop(L, 2);
    dm_search_ready(L, &s);
    w = lua_newuserdatauv(L, sizeof *w, 0);
    *w = (walk){s.cursor, s.run};
    if (!any)
        w->cursor.start = SIZE_MAX;
    lua_pushcclosure(L, gmatch_step, 4);
    return 1;
}

int dm_verb_count(lua_State *L)
{
    dm_search   s;
    dm_hit      hit;
    lua_Integer n = 0;

    dm_search_begin(L, &s);
    dm_search_ready(L, &s);
    while (dm_search_next(L, &s, &hit))
        n++;
    lua_pushinteger(L, n);
    return 1;
}

int dm_verb_test(lua_State *L)
{
    dm_search s;
    dm_hit    hit;

    lua_pushboolean(L, first_hit(L, &s, &hit));
    return 1;
}

/* Append the piece [from, to) of the subject to the list at the top. */
static void add_piece(lua_State *L, const dm_search *s, dm_range piece)
{
    const dm_subject *sub = &s->subject;

    if (sub->view == NULL) {
        dm_push_slice(L, dm_slice_sub(sub->text, piece.from, piece.to));
    } else {
        piece.from += sub->base;
        piece.to += sub->base;
        dm_push_part(L, sub->idx, sub->view, piece);
    }
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

/*
** The list of what lies between the matches, at most `n` pieces when that is
** given.  An empty match cuts between two characters, never at the ends.
*/
int dm_verb_split(lua_State *L)
{
    dm_search   s;
    dm_hit      hit;
    lua_Integer left;
    size_t      at = 0;

    dm_search_begin(L, &s);
    luaL_argcheck(L, s.finder.set == NULL, s.finder.idx,
                  "matches of a set may overlap; split at a Regex");
    left = luaL_optinteger(L, 3, LUA_MAXINTEGER);
    luaL_argcheck(L, left > 0, 3, "at least one piece");
    lua_settop(L, 2);
    lua_newtable(L);
    while (left > 1 && dm_search_next(L, &s, &hit)) {
        bool empty = hit.range.from == hit.range.to;

        if (empty &&
            (hit.range.from == at || hit.range.from == s.subject.text.len))
            continue;
        add_piece(L, &s, (dm_range){at, hit.range.from});
        at = hit.range.to;
        left--;
    }
    add_piece(L, &s, (dm_range){at, s.subject.text.len});
    return 1;
}
