/* l_gsub.c - gsub: a new string with every match replaced.
**
** As in Lua the replacement is a string with % escapes (template.h), a table
** or a function.  In a View or Span a function is given the Match; the result
** is a string all the same, and each match whose text became another one is
** queued as an edit, all of them when nothing went wrong.
*/
#include "script/bind.h"
#include "script/edit.h"
#include "script/template.h"

/* The places where a new text differs from the old, until all are known. */
typedef struct found {
    dm_range range;    /* of the view */
    size_t   from, to; /* of the result */
} found;

static void add_string(lua_State *L, luaL_Buffer *b, const dm_search *s,
                       const dm_hit *hit)
{
    dm_filling from = {s->subject.text, hit->range, hit->rx, hit->groups};
    dm_slice   templ;

    templ.ptr = lua_tolstring(L, 3, &templ.len);
    dm_template_add(L, b, templ, &from);
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

/* Keep the hit for later if what `b` has from `from` on is another text. */
static void note_change(lua_State *L, dm_lbuf *list, const dm_search *s,
                        dm_range hit, const luaL_Buffer *b, size_t from)
{
    dm_slice text = {luaL_buffaddr(b) + from, luaL_bufflen(b) - from};
    found    one = {
           {hit.from + s->subject.base, hit.to + s->subject.base},
           from,
           luaL_bufflen(b)
    };
    dm_err err;

    if (dm_slice_eq(text, dm_slice_sub(s->subject.text, hit.from, hit.to)))
        return;
    dm_buf_add(&list->buf, &one, sizeof one);
    if (list->buf.failed) {
        dm_fail(&err, DM_E_SIZE, "gsub replaces more than %d places",
                (int)DM_MAX_CHANGES);
        dm_lua_raise(L, &err);
    }
}

/* Queue what was found; the new texts are parts of the string at the top. */
static void queue_changes(lua_State *L, const dm_subject *sub,
                          const dm_buf *list)
{
    dm_asking   asking;
    const char *text = lua_tostring(L, -1);

    dm_asking_begin(L, &asking, "for the new string alone: view.text:gsub(…)");
    for (size_t i = 0; i < list->len / sizeof(found); i++) {
        dm_change change = {.op = DM_CHANGE_REPLACE, .view = sub->view};
        found     one;

        memcpy(&one, list->ptr + i * sizeof one, sizeof one);
        change.range = one.range;
        change.text = (dm_slice){text + one.from, one.to - one.from};
        dm_lua_change(L, sub->box, &change, &asking);
    }
}

/* Add every match's new text and what lies between; returns how many. */
static lua_Integer replace_all(lua_State *L, dm_search *s, luaL_Buffer *b,
                               dm_lbuf *list, lua_Integer max)
{
    bool        computed = lua_istable(L, 3) || lua_isfunction(L, 3);
    dm_slice    text = s->subject.text;
    dm_hit      hit;
    lua_Integer n = 0;
    size_t      at = 0;

    while (n < max && dm_search_next(L, s, &hit)) {
        dm_range range = hit.range; /* a function may search as well */
        size_t   from;

        luaL_addlstring(b, text.ptr + at, range.from - at);
        from = luaL_bufflen(b);
        if (computed)
            add_value(L, b, s, &hit);
        else
            add_string(L, b, s, &hit);
        if (list != NULL)
            note_change(L, list, s, range, b, from);
        at = range.to;
        n++;
    }
    luaL_addlstring(b, text.ptr + at, text.len - at);
    return n;
}

int dm_verb_gsub(lua_State *L)
{
    dm_search   s;
    luaL_Buffer b;
    lua_Integer n, max;
    dm_lbuf    *list = NULL;
    int         type = lua_type(L, 3);

    dm_search_begin(L, &s);
    luaL_argcheck(L, s.finder.set == NULL, s.finder.idx,
                  "matches of a set may overlap; replace with a Regex");
    max = luaL_optinteger(L, 4, LUA_MAXINTEGER);
    luaL_argexpected(L,
                     type == LUA_TNUMBER || type == LUA_TSTRING ||
                         type == LUA_TFUNCTION || type == LUA_TTABLE,
                     3, "string/function/table");
    if (s.subject.view != NULL)
        list = dm_push_buf(L, (size_t)DM_MAX_CHANGES * sizeof(found));
    luaL_buffinit(L, &b);
    n = replace_all(L, &s, &b, list, max);
    luaL_pushresult(&b);
    if (list != NULL) {
        queue_changes(L, &s.subject, &list->buf);
        dm_owned_done(&list->owned);
    }
    lua_pushinteger(L, n);
    return 2;
}
