/* l_explain.c - rx:explain(subject) and m:explain(): why a regex did not
** match, and what each item of a match took.
**
** The work is match/near.h's; here it is done in pieces, between which the
** steps are paid for and the clock is looked at.
*/
#include "match/near.h"
#include "script/bind.h"

enum { LIMIT = 3 };

/* What explains a regex, owned by a userdata. */
typedef struct lnear {
    dm_owned owned;
    dm_near *near;
} lnear;

#define CLASS_NEAR "docmill.near"

static void drop(dm_owned *owner)
{
    dm_near_free(((lnear *)owner)->near);
}

void dm_open_explain(lua_State *L)
{
    dm_owned_class(L, CLASS_NEAR);
}

static lnear *push_near(lua_State *L, const dm_regex *rx)
{
    lnear *n = dm_owned_new(L, sizeof *n, CLASS_NEAR, 0, drop);
    dm_err err;

    n->near = dm_near_new(rx, &err);
    if (n->near == NULL)
        dm_lua_raise(L, &err);
    return n;
}

/* What explains the Regex at `idx`, kept with it: stats asks about one regex in
** document after document, and compiling costs more than most of them. */
static dm_near *near_of(lua_State *L, int idx)
{
    const dm_lregex *rx = luaL_checkudata(L, idx, DM_CLASS_REGEX);
    lnear           *n;

    if (lua_getiuservalue(L, idx, 1) != LUA_TUSERDATA) {
        lua_pop(L, 1);
        n = push_near(L, rx->rx);
        lua_pushvalue(L, -1);
        lua_setiuservalue(L, idx, 1);
    } else {
        n = lua_touserdata(L, -1);
    }
    return n->near;
}

/* The options at `idx`: {limit = n}. */
static size_t read_limit(lua_State *L, int idx)
{
    lua_Integer limit = LIMIT;

    if (lua_isnoneornil(L, idx))
        return LIMIT;
    luaL_checktype(L, idx, LUA_TTABLE);
    lua_pushnil(L);
    while (lua_next(L, idx) != 0) {
        dm_slice key =
            lua_type(L, -2) == LUA_TSTRING ? dm_arg_string(L, -2) : DM_S("?");

        if (!dm_slice_eq(key, DM_S("limit"))) {
            lua_newtable(L);
            lua_pushliteral(L, "limit");
            lua_rawseti(L, -2, 1);
            dm_raise_unknown(L, "explain has no option", key, -1);
        }
        luaL_argcheck(L, lua_isinteger(L, -1), idx,
                      "limit must be a whole number");
        limit = lua_tointeger(L, -1);
        luaL_argcheck(L, limit >= 1 && limit <= DM_NEAR_MAX, idx,
                      "limit must be 1 to 64");
        lua_pop(L, 1);
    }
    return (size_t)limit;
}

static void set_text(lua_State *L, const char *key, dm_slice text)
{
    dm_push_slice(L, text);
    lua_setfield(L, -2, key);
}

static void set_number(lua_State *L, const char *key, size_t n)
{
    lua_pushinteger(L, (lua_Integer)n);
    lua_setfield(L, -2, key);
}

/* Where a result lies: spans of the subject become spans of its view. */
typedef struct ground {
    int            idx; /* of the object whose user value 1 is the document */
    const dm_view *view;
    size_t         base;
    dm_slice       pattern;
} ground;

static void set_span(lua_State *L, const char *key, const ground *g, dm_range r)
{
    r.from += g->base;
    r.to += g->base;
    dm_push_part(L, g->idx, g->view, r);
    lua_setfield(L, -2, key);
}

/* item, from, to, what. */
static void set_item(lua_State *L, const ground *g, dm_range item,
                     dm_slice what)
{
    set_text(L, "item", dm_slice_sub(g->pattern, item.from, item.to));
    set_number(L, "from", item.from + 1);
    set_number(L, "to", item.to);
    set_text(L, "what", what);
}

/* Only what is so is said. */
static void set_mark(lua_State *L, const char *key, bool on)
{
    if (!on)
        return;
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, key);
}

static void push_miss(lua_State *L, const ground *g, const dm_near_miss *m)
{
    lua_createtable(L, 0, 14);
    set_item(L, g, m->item, m->what);
    set_span(L, "span", g, m->span);
    set_span(L, "at", g, m->at);
    set_text(L, "saw", m->saw);
    set_text(L, "why", m->why);
    set_text(L, "done", m->done);
    set_number(L, "progress", m->progress);
    lua_pushnumber(L, m->share);
    lua_setfield(L, -2, "share");
    set_mark(L, "tail", m->tail);
    set_mark(L, "nowhere", m->nowhere);
}

static void work(lua_State *L, dm_near *near)
{
    size_t spent;
    bool   more;

    do {
        more = dm_near_step(near, &spent);
        dm_lua_spend(L, spent);
    } while (more);
}

static void push_list(lua_State *L, dm_near *near, const ground *g)
{
    size_t              n;
    dm_err              err;
    const dm_near_miss *list = dm_near_list(near, &n, &err);

    if (list == NULL) {
        dm_lua_raise(L, &err);
        return;
    }
    lua_createtable(L, (int)n, 1);
    for (size_t i = 0; i < n; i++) {
        push_miss(L, g, &list[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    set_mark(L, "cut", dm_near_cut(near));
}

/* regex:explain(subject[, options]). */
int dm_regex_explain(lua_State *L)
{
    const dm_lregex *rx = luaL_checkudata(L, 1, DM_CLASS_REGEX);
    const dm_lspan  *span = luaL_testudata(L, 2, DM_CLASS_SPAN);
    const dm_lview  *view = luaL_testudata(L, 2, DM_CLASS_VIEW);
    size_t           limit = read_limit(L, 3);
    ground           g = {2, NULL, 0, dm_regex_pattern(rx->rx)};
    dm_slice         text;
    dm_near         *near;

    if (span == NULL && view == NULL)
        return luaL_typeerror(L, 2, "View or Span");
    text = dm_arg_text(L, 2);
    g.view = span != NULL ? span->view : view->view;
    g.base = span != NULL ? span->range.from : 0;
    near = near_of(L, 1);
    dm_near_begin(near, text, limit, g.view->depth > 0);
    work(L, near);
    push_list(L, near, &g);
    dm_near_begin(near, DM_S(""), 1, true); /* forget the text */
    return 1;
}

/* The subjects in which a match may have been found: the view, or a span
** whose edges it may need, of which only the match is known. */
static const dm_near_took *took(lua_State *L, dm_near *near, const dm_lspan *m,
                                ground *g, size_t *n)
{
    const dm_range all = {0, m->view->text.len};
    const dm_range tries[] = {
        all, m->range, {m->range.from, all.to     },
          {all.from,      m->range.to}
    };
    dm_err err;

    *n = 0;
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        dm_range            r = tries[i];
        dm_range            at = {m->range.from - r.from, m->range.to - r.from};
        const dm_near_took *list;
        size_t              spent;

        dm_near_begin(near, dm_slice_sub(m->view->text, r.from, r.to), 1,
                      m->view->depth > 0);
        list = dm_near_match(near, at, n, &spent, &err);
        if (list == NULL)
            dm_lua_raise(L, &err);
        dm_lua_spend(L, 1000 + spent);
        g->base = r.from;
        if (*n > 0)
            return list;
    }
    return NULL;
}

/* match:explain(). */
int dm_span_explain(lua_State *L)
{
    const dm_lspan *m = dm_arg_span(L, 1);
    ground          g = {
                 1, m->view, 0, {"", 0}
    };
    const dm_near_took *list;
    lnear              *near;
    size_t              n;

    if (m->rx == NULL) {
        lua_pushnil(L);
        return 1;
    }
    g.pattern = dm_regex_pattern(m->rx);
    near = push_near(L, m->rx);
    list = took(L, near->near, m, &g, &n);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_createtable(L, 0, 5);
        set_item(L, &g, list[i].item, list[i].what);
        set_span(L, "span", &g, list[i].span);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    dm_owned_done(&near->owned);
    return 1;
}
