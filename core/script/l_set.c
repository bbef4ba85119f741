/* l_set.c - class Set: many patterns over one text in one pass.
**
** The matches of a set come in the order of where they begin and know the
** index of their pattern as `m.index`; those of different patterns may
** overlap.  That is why a set finds and counts, but does not replace or split.
**
** A run over a subject holds memory outside Lua and lies in a userdata of its
** own, which belongs to the iterator.
*/
#include "script/bind.h"
#include "script/l_scan.h"

#define CLASS_RUN "docmill.run"

typedef struct lrun {
    dm_owned            owned;
    dm_set_run         *run;
    const dm_regex_set *set;
    const char         *text; /* where the subject lies */
    size_t              len;
} lrun;

static void drop_run(dm_owned *owner)
{
    dm_set_run_free(((lrun *)owner)->run);
}

/* Push a run of the set at `idx` over `text`; the matcher knows whether it is
** valid. */
static dm_set_run *push_run(lua_State *L, int idx, dm_slice text)
{
    const dm_lset *set = luaL_checkudata(L, idx, DM_CLASS_SET);
    lrun          *r = dm_owned_new(L, sizeof *r, CLASS_RUN, 1, drop_run);
    dm_err         err;

    lua_pushvalue(L, idx); /* the set outlives its run */
    lua_setiuservalue(L, -2, 1);
    dm_lua_spend(L, text.len / 16);
    r->run = dm_set_run_new(set->set, dm_lua_host(L)->matcher, text, &err);
    if (r->run == NULL)
        dm_lua_raise(L, &err);
    r->set = set->set;
    r->text = text.ptr;
    r->len = text.len;
    return r->run;
}

void dm_search_ready(lua_State *L, dm_search *s)
{
    if (s->finder.set == NULL) {
        lua_pushnil(L);
        return;
    }
    luaL_argcheck(L, s->cursor.start == 0, 3,
                  "a set searches from the start of its text");
    dm_search_trust(L, s);
    s->run = push_run(L, s->finder.idx, s->subject.text);
}

int dm_lua_run(lua_State *L)
{
    const dm_lview *view = dm_arg_view(L, 1);

    dm_matcher_trust(dm_lua_host(L)->matcher, view->view->depth > 0);
    (void)push_run(L, 2, view->view->text);
    return 1;
}

int dm_lua_run_done(lua_State *L)
{
    lrun *r = luaL_checkudata(L, 1, CLASS_RUN);

    dm_owned_done(&r->owned);
    r->run = NULL;
    return 0;
}

void dm_search_lane(lua_State *L, dm_search *s, int idx)
{
    const lrun *r = lua_touserdata(L, idx);
    lua_Integer n = lua_tointeger(L, idx + 1) - 1;

    if (r == NULL)
        return;
    r = luaL_checkudata(L, idx, CLASS_RUN);
    if (r->run != NULL && s->finder.rx != NULL &&
        r->text == s->subject.text.ptr && r->len == s->subject.text.len &&
        n >= 0 && (size_t)n < dm_regex_set_count(r->set) &&
        dm_regex_set_at(r->set, (size_t)n) == s->finder.rx)
        s->lane = (dm_lane){r->run, (size_t)n};
}

static void set_hit(const dm_search *s, size_t index, const dm_range *groups,
                    dm_hit *hit)
{
    hit->rx = dm_regex_set_at(s->finder.set, index);
    hit->groups = groups;
    hit->range = groups[0];
    hit->index = index + 1;
}

bool dm_set_next(lua_State *L, const dm_search *s, dm_hit *hit)
{
    dm_set_match m;
    dm_found     found;
    dm_err       err;

    if (s->run == NULL)
        luaL_error(L, "a set cannot be used here; use a Regex");
    found = dm_set_run_step(s->run, &m, &err);
    if (found == DM_MATCH_ERROR)
        dm_lua_raise(L, &err);
    if (found != DM_FOUND)
        return false;
    set_hit(s, m.index, m.groups, hit);
    return true;
}

/* Search for pattern `i` from the cursor on; where it begins, or DM_UNSET. */
static size_t search_one(lua_State *L, const dm_search *s, size_t i)
{
    dm_matcher *m = dm_lua_host(L)->matcher;
    dm_err      err;
    dm_found    found = dm_regex_search(dm_regex_set_at(s->finder.set, i), m,
                                        s->subject.text, s->cursor.start, &err);

    if (found == DM_MATCH_ERROR)
        dm_lua_raise(L, &err);
    return found == DM_FOUND ? dm_matcher_groups(m)[0].from : DM_UNSET;
}

bool dm_set_first(lua_State *L, dm_search *s, dm_hit *hit)
{
    size_t n = dm_regex_set_count(s->finder.set);
    size_t best = 0, from = DM_UNSET;

    dm_search_trust(L, s);
    for (size_t i = 0; i < n; i++) {
        size_t at = search_one(L, s, i);

        dm_lua_spend(L, 1 + s->subject.text.len / 64);
        if (at < from) {
            from = at;
            best = i;
        }
    }
    if (from == DM_UNSET || search_one(L, s, best) == DM_UNSET)
        return false;
    set_hit(s, best, dm_matcher_groups(dm_lua_host(L)->matcher), hit);
    return true;
}

static void drop_set(dm_owned *owner)
{
    dm_regex_set_free(((dm_lset *)owner)->set);
}

static int set_count(lua_State *L)
{
    const dm_lset *set = luaL_checkudata(L, 1, DM_CLASS_SET);

    lua_pushinteger(L, (lua_Integer)dm_regex_set_count(set->set));
    return 1;
}

/* The regex at the top: a Regex, or a pattern, which is replaced by one. */
static dm_regex *member(lua_State *L, lua_Integer i)
{
    dm_lregex *rx = luaL_testudata(L, -1, DM_CLASS_REGEX);

    if (rx != NULL)
        return rx->rx;
    if (lua_type(L, -1) != LUA_TSTRING)
        luaL_error(L, "pattern %I of the set is a %s", i, luaL_typename(L, -1));
    return dm_push_regex(L, dm_arg_string(L, -1), DM_S(""));
}

/* re.set{…}: from a list of patterns and Regexes. */
int dm_lua_set(lua_State *L)
{
    lua_Integer n;
    dm_regex  **list;
    dm_lset    *set;
    dm_err      err;

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    n = luaL_len(L, 1);
    luaL_argcheck(L, n > 0, 1, "a list of patterns expected");
    list = lua_newuserdatauv(L, (size_t)n * sizeof(dm_regex *), 0);
    lua_createtable(L, (int)n, 0); /* [patterns list regexes] */
    for (lua_Integer i = 1; i <= n; i++) {
        lua_geti(L, 1, i);
        list[i - 1] = member(L, i);
        lua_rawseti(L, 3, i);
        lua_settop(L, 3);
    }
    set = dm_owned_new(L, sizeof *set, DM_CLASS_SET, 0, drop_set);
    set->set = dm_regex_set_new(list, (size_t)n, &err);
    if (set->set == NULL)
        return dm_lua_raise(L, &err);
    return 1;
}

void dm_open_set(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"find",   dm_verb_find  },
        {"match",  dm_verb_match },
        {"gmatch", dm_verb_gmatch},
        {"count",  dm_verb_count },
        {"test",   dm_verb_test  },
        {NULL,     NULL          },
    };
    static const luaL_Reg getters[] = {
        {NULL, NULL},
    };
    static const luaL_Reg meta[] = {
        {"__gc",  dm_owned_gc},
        {"__len", set_count  },
        {NULL,    NULL       },
    };
    static const dm_class cls = {DM_CLASS_SET, "Set", methods, getters,
                                 meta,         NULL,  NULL,    false};

    dm_owned_class(L, CLASS_RUN);
    dm_class_open(L, &cls);
}
