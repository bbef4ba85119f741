/* l_search.c - one search behind all verbs: what is searched, by what, and
** what a hit looks like to Lua.
**
** A subject is never copied: a string stays on the stack, a view and a span
** are memory of the document.  Every verb begins with dm_search_begin and
** goes from hit to hit with dm_search_next; the finder's kind is known only
** here.
*/
#include "match/phrases.h"
#include "script/bind.h"
#include "text/utf8.h"

static bool find_finder(lua_State *L, int idx, dm_finder *f)
{
    dm_lregex   *rx = luaL_testudata(L, idx, DM_CLASS_REGEX);
    dm_lset     *set = luaL_testudata(L, idx, DM_CLASS_SET);
    dm_lphrases *phrases = luaL_testudata(L, idx, DM_CLASS_PHRASES);

    f->rx = rx != NULL ? rx->rx : NULL;
    f->set = set != NULL ? set->set : NULL;
    f->phrases = phrases != NULL ? phrases->phrases : NULL;
    f->idx = idx;
    return rx != NULL || set != NULL || phrases != NULL;
}

static void take_subject(lua_State *L, int idx, dm_subject *s)
{
    const dm_lspan *span = luaL_testudata(L, idx, DM_CLASS_SPAN);
    const dm_lview *view = luaL_testudata(L, idx, DM_CLASS_VIEW);

    s->text = dm_arg_text(L, idx);
    s->view = span != NULL ? span->view : view != NULL ? view->view : NULL;
    s->box = span != NULL ? span->box : view != NULL ? view->box : NULL;
    s->base = span != NULL ? span->range.from : 0;
    s->idx = idx;
}

void dm_search_begin(lua_State *L, dm_search *s)
{
    *s = (dm_search){.cursor = {.began = false}};
    if (find_finder(L, 1, &s->finder)) {
        take_subject(L, 2, &s->subject);
        return;
    }
    take_subject(L, 1, &s->subject);
    if (lua_type(L, 2) == LUA_TSTRING) {
        dm_push_regex(L, dm_arg_string(L, 2), DM_S(""));
        lua_replace(L, 2);
    }
    if (!find_finder(L, 2, &s->finder))
        luaL_typeerror(L, 2, "Regex, Phrases or pattern");
}

bool dm_search_init(lua_State *L, dm_search *s, int idx)
{
    lua_Integer len = (lua_Integer)s->subject.text.len;
    lua_Integer init = luaL_optinteger(L, idx, 1);
    lua_Integer base = (lua_Integer)s->subject.base;

    if (lua_isnoneornil(L, idx))
        return true;
    if (init > 0 && s->subject.base > 0) {
        luaL_argcheck(L, init > base, idx,
                      "position before the span (bytes of the view count)");
        init -= base;
    }
    if (init < 0)
        init = init < -len ? 1 : len + init + 1;
    if (init > len + 1)
        return false;
    s->cursor.start = init > 0 ? (size_t)init - 1 : 0;
    return true;
}

/* A search that failed, with the pattern that did. */
static bool search_failed(lua_State *L, const dm_search *s, dm_err *err)
{
    if (s->finder.rx != NULL && err->help[0] == '\0') {
        dm_slice p = dm_regex_pattern(s->finder.rx);

        dm_fail_help(err, "the pattern is %.*s",
                     (int)(p.len < 200 ? p.len : 200), p.ptr);
    }
    dm_lua_raise(L, err);
    return false;
}

void dm_search_trust(lua_State *L, dm_search *s)
{
    const dm_view *view = s->subject.view;
    dm_slice       text = s->subject.text;

    if (!s->cursor.looked)
        s->cursor.valid = (view != NULL && view->depth > 0) ||
                          dm_utf8_valid(text) == text.len;
    s->cursor.looked = true;
    dm_matcher_trust(dm_lua_host(L)->matcher, s->cursor.valid);
}

static dm_found search_alone(dm_matcher *m, const dm_search *s, dm_err *err)
{
    const dm_cursor *c = &s->cursor;

    if (c->began)
        return dm_regex_next(s->finder.rx, m, s->subject.text, c->last, err);
    return dm_regex_search(s->finder.rx, m, s->subject.text, c->start, err);
}

static dm_found search_lane(const dm_lane *lane, const dm_cursor *c,
                            dm_err *err)
{
    if (c->began)
        return dm_set_run_next(lane->run, lane->member, c->last, err);
    return dm_set_run_search(lane->run, lane->member, c->start, err);
}

static bool next_regex(lua_State *L, const dm_search *s, dm_hit *hit)
{
    dm_matcher *m = dm_lua_host(L)->matcher;
    dm_found    found;
    dm_err      err;

    if (s->lane.run != NULL)
        found = search_lane(&s->lane, &s->cursor, &err);
    else
        found = search_alone(m, s, &err);
    if (found == DM_MATCH_ERROR)
        return search_failed(L, s, &err);
    if (found == DM_NOT_FOUND)
        return false;
    hit->groups = dm_matcher_groups(m);
    hit->range = hit->groups[0];
    hit->rx = s->finder.rx;
    hit->index = 0;
    return true;
}

static bool next_phrase(const dm_search *s, dm_hit *hit)
{
    const dm_cursor *c = &s->cursor;
    dm_phrase_hit    found;

    if (!dm_phrases_next(s->finder.phrases, s->subject.text,
                         c->began ? c->last.to : c->start, &found))
        return false;
    *hit = (dm_hit){found.range, NULL, NULL, (size_t)found.index + 1};
    return true;
}

static bool next_any(lua_State *L, const dm_search *s, dm_hit *hit)
{
    if (s->finder.rx != NULL)
        return next_regex(L, s, hit);
    if (s->finder.phrases != NULL)
        return next_phrase(s, hit);
    return dm_set_next(L, s, hit);
}

/* A match whose \K went back behind the last one, or whose start lies after
** its end, is cut to what callers may copy in order. */
static dm_range in_order(dm_range r, size_t from)
{
    r.from = r.from < from ? from : r.from;
    r.to = r.to < r.from ? r.from : r.to;
    return r;
}

bool dm_search_next(lua_State *L, dm_search *s, dm_hit *hit)
{
    dm_cursor *c = &s->cursor;

    if (s->finder.rx != NULL && s->lane.run == NULL)
        dm_search_trust(L, s);
    for (;;) {
        dm_cursor before = *c;
        size_t    from = c->began ? c->last.to : c->start;
        bool      found = next_any(L, s, hit);
        size_t    to = found ? hit->range.to : s->subject.text.len;

        dm_lua_spend(L, 1 + (to > from ? to - from : 0) / 16);
        if (!found)
            return false;
        c->last = hit->range;
        c->began = true;
        if (s->run == NULL)
            hit->range =
                in_order(hit->range, before.began ? before.last.to : 0);
        if (!before.began || before.last.from == before.last.to ||
            hit->range.to > before.last.to || s->run != NULL)
            return true; /* not an empty match right behind the last one */
    }
}

/* Push what a list of phrases keeps for the hit; nil when it is a list. */
static int push_data(lua_State *L, const dm_search *s, const dm_hit *hit)
{
    lua_getiuservalue(L, s->finder.idx, 1);
    if (lua_istable(L, -1))
        lua_rawgeti(L, -1, (lua_Integer)hit->index);
    else
        lua_pushnil(L);
    lua_remove(L, -2);
    return 1;
}

int dm_push_captures(lua_State *L, const dm_search *s, const dm_hit *hit,
                     bool whole)
{
    size_t n = hit->rx != NULL ? dm_regex_groups(hit->rx) : 0;
    int    pushed = 0;

    luaL_checkstack(L, (int)n + 3, "too many captures");
    if (hit->rx != NULL && hit->index > 0) { /* which pattern of a set */
        lua_pushinteger(L, (lua_Integer)hit->index);
        pushed++;
    }
    if (n == 0 && whole) {
        dm_push_slice(
            L, dm_slice_sub(s->subject.text, hit->range.from, hit->range.to));
        pushed++;
    }
    if (s->finder.phrases != NULL)
        return pushed + push_data(L, s, hit);
    for (size_t i = 1; i <= n; i++) {
        if (hit->groups[i].from == DM_UNSET)
            lua_pushnil(L);
        else
            dm_push_slice(L, dm_slice_sub(s->subject.text, hit->groups[i].from,
                                          hit->groups[i].to));
    }
    return pushed + (int)n;
}

/* Ranges of the subject's text become ranges of its view. */
static dm_range shift(dm_range r, size_t by)
{
    dm_range out = {r.from + by, r.to + by};

    return r.from == DM_UNSET ? r : out;
}

void dm_push_match(lua_State *L, const dm_search *s, const dm_hit *hit)
{
    size_t    n = hit->rx != NULL ? dm_regex_groups(hit->rx) : 0;
    size_t    ranges = hit->rx != NULL ? n + 1 : 0;
    dm_lspan *m =
        lua_newuserdatauv(L, sizeof *m + ranges * sizeof(dm_range), 2);

    m->box = s->subject.box;
    m->view = s->subject.view;
    m->range = shift(hit->range, s->subject.base);
    m->rx = hit->rx;
    m->index = hit->index;
    m->ngroups = n;
    if (ranges > 0)
        m->groups[0] = m->range;
    for (size_t i = 1; i < ranges; i++)
        m->groups[i] = shift(hit->groups[i], s->subject.base);
    luaL_setmetatable(L, DM_CLASS_SPAN);
    lua_getiuservalue(L, s->subject.idx, 1);
    lua_setiuservalue(L, -2, 1);
    lua_pushvalue(L, s->finder.idx);
    lua_setiuservalue(L, -2, 2);
}
