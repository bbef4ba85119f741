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
    return dm_search_init(L, s, 3) && dm_search_next(L, s, hit);
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

/* One step of gmatch; upvalues: the two arguments and the cursor. */
static int gmatch_step(lua_State *L)
{
    dm_cursor *cursor = lua_touserdata(L, lua_upvalueindex(3));
    dm_search  s;
    dm_hit     hit;

    lua_settop(L, 0);
    if (cursor->start == SIZE_MAX) /* it has ended before */
        return 0;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, lua_upvalueindex(2));
    dm_search_begin(L, &s);
    s.cursor = *cursor;
    if (!dm_search_next(L, &s, &hit)) {
        cursor->start = SIZE_MAX;
        return 0;
    }
    *cursor = s.cursor;
    return push_hit(L, &s, &hit);
}

int dm_verb_gmatch(lua_State *L)
{
    dm_search  s;
    dm_cursor *cursor;
    bool       any;

    dm_search_begin(L, &s);
    any = dm_search_init(L, &s, 3);
    lua_settop(L, 2);
    cursor = lua_newuserdatauv(L, sizeof *cursor, 0);
    *cursor = s.cursor;
    if (!any)
        cursor->start = SIZE_MAX;
    lua_pushcclosure(L, gmatch_step, 3);
    return 1;
}

int dm_verb_count(lua_State *L)
{
    dm_search   s;
    dm_hit      hit;
    lua_Integer n = 0;

    dm_search_begin(L, &s);
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
    left = luaL_optinteger(L, 3, LUA_MAXINTEGER);
    luaL_argcheck(L, left > 0, 3, "at least one piece");
    lua_settop(L, 2);
    lua_newtable(L);
    while (left > 1 && dm_search_next(L, &s, &hit)) {
        bool empty = hit.range.from == hit.range.to;

        if (empty
            && (hit.range.from == at || hit.range.from == s.subject.text.len))
            continue;
        add_piece(L, &s, (dm_range){at, hit.range.from});
        at = hit.range.to;
        left--;
    }
    add_piece(L, &s, (dm_range){at, s.subject.text.len});
    return 1;
}
