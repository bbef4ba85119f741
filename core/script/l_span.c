/* l_span.c - class Span: a range of a view, and class Match, which is a Span
** with groups.
**
** A Span is (box, view, range); equality and order are those of the place,
** not of the text.  What leads from a span to others is in l_around.c.
*/
#include "script/bind.h"

#include "script/around.h"

/* A fresh plain span of `view`; the doc userdata is to be set by the caller
** as its user value 1. */
static void new_span(lua_State *L, dm_docbox *box, const dm_view *view,
                     dm_range range)
{
    dm_lspan *span = lua_newuserdatauv(L, sizeof *span, 1);

    *span = (dm_lspan){.box = box, .view = view, .range = range};
    luaL_setmetatable(L, DM_CLASS_SPAN);
}

void dm_push_span(lua_State *L, int docidx, const dm_view *view, dm_range range)
{
    docidx = lua_absindex(L, docidx);
    new_span(L, lua_touserdata(L, docidx), view, range);
    lua_pushvalue(L, docidx);
    lua_setiuservalue(L, -2, 1);
}

void dm_push_part(lua_State *L, int idx, const dm_view *view, dm_range range)
{
    lua_getiuservalue(L, idx, 1);
    dm_push_span(L, -1, view, range);
    lua_remove(L, -2);
}

static int span_text(lua_State *L)
{
    dm_push_slice(L, dm_lspan_text(dm_arg_span(L, 1)));
    return 1;
}

static int span_first(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)dm_arg_span(L, 1)->range.from + 1);
    return 1;
}

static int span_last(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)dm_arg_span(L, 1)->range.to);
    return 1;
}

static int span_len(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);

    lua_pushinteger(L, (lua_Integer)(span->range.to - span->range.from));
    return 1;
}

static int span_view(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);

    lua_getiuservalue(L, 1, 1);
    dm_push_view(L, -1, span->view);
    return 1;
}

static int span_doc(lua_State *L)
{
    dm_arg_span(L, 1);
    lua_getiuservalue(L, 1, 1);
    return 1;
}

/* Which phrase, or which member of a set, was found; nil for other spans. */
static int span_index(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);

    if (span->index == 0)
        lua_pushnil(L);
    else
        lua_pushinteger(L, (lua_Integer)span->index);
    return 1;
}

/* What the script stored with the phrase, or nil. */
static int span_data(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);

    lua_settop(L, 1);
    lua_getiuservalue(L, 1, 2);
    if (span->index == 0 || luaL_testudata(L, 2, DM_CLASS_PHRASES) == NULL ||
        lua_getiuservalue(L, 2, 1) != LUA_TTABLE)
        lua_pushnil(L);
    else
        lua_rawgeti(L, -1, (lua_Integer)span->index);
    return 1;
}

/* The names of the groups, in their order. */
static int span_names(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);
    lua_Integer     n = 0;

    lua_newtable(L);
    for (size_t i = 1; i <= span->ngroups; i++) {
        dm_slice name = dm_regex_group_name(span->rx, i);

        if (name.len == 0)
            continue;
        dm_push_slice(L, name);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

static int span_sub(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);
    dm_range r = dm_arg_sub(L, 2, dm_lspan_text(span), span->view->depth == 0);

    r.from += span->range.from;
    r.to += span->range.from;
    dm_push_part(L, 1, span->view, r);
    return 1;
}

/* Two spans of one view, for what compares them. */
static const dm_lspan *same_view(lua_State *L, const dm_lspan **second)
{
    const dm_lspan *a = dm_arg_span(L, 1);
    const dm_lspan *b = dm_arg_span(L, 2);

    if (a->box != b->box || a->view != b->view)
        luaL_error(L, "the spans are of different views (%s, %s); see span:as",
                   a->view->name, b->view->name);
    *second = b;
    return a;
}

static int span_covers(lua_State *L)
{
    const dm_lspan *b;
    const dm_lspan *a = same_view(L, &b);

    lua_pushboolean(L, a->range.from <= b->range.from &&
                           b->range.to <= a->range.to);
    return 1;
}

static int span_overlaps(lua_State *L)
{
    const dm_lspan *b;
    const dm_lspan *a = same_view(L, &b);

    lua_pushboolean(L,
                    a->range.from < b->range.to && b->range.from < a->range.to);
    return 1;
}

static int span_union(lua_State *L)
{
    const dm_lspan *b;
    const dm_lspan *a = same_view(L, &b);
    dm_range        r = a->range;

    r.from = b->range.from < r.from ? b->range.from : r.from;
    r.to = b->range.to > r.to ? b->range.to : r.to;
    dm_push_part(L, 1, a->view, r);
    return 1;
}

static int span_eq(lua_State *L)
{
    const dm_lspan *a = luaL_testudata(L, 1, DM_CLASS_SPAN);
    const dm_lspan *b = luaL_testudata(L, 2, DM_CLASS_SPAN);

    if (a != NULL && b != NULL) {
        dm_arg_open(L, a->box);
        dm_arg_open(L, b->box);
    }
    lua_pushboolean(
        L, a != NULL && b != NULL && a->box == b->box && a->view == b->view &&
               a->range.from == b->range.from && a->range.to == b->range.to);
    return 1;
}

/* By where they begin, then by where they end: -1, 0 or 1. */
static int compare(lua_State *L)
{
    const dm_lspan *b;
    const dm_lspan *a = same_view(L, &b);

    if (a->range.from != b->range.from)
        return a->range.from < b->range.from ? -1 : 1;
    return (a->range.to > b->range.to) - (a->range.to < b->range.to);
}

static int span_lt(lua_State *L)
{
    lua_pushboolean(L, compare(L) < 0);
    return 1;
}

static int span_le(lua_State *L)
{
    lua_pushboolean(L, compare(L) <= 0);
    return 1;
}

/* Push group `n` of the match at 1 as a Span; nil when it took no part. */
static void push_group(lua_State *L, const dm_lspan *m, size_t n)
{
    if (m->groups[n].from == DM_UNSET)
        lua_pushnil(L);
    else
        dm_push_part(L, 1, m->view, m->groups[n]);
}

/* m[0], m[1], m.name: keys that are no members. */
static bool span_group(lua_State *L)
{
    const dm_lspan *m = dm_arg_span(L, 1);
    lua_Integer     n;
    size_t          named = 0;

    if (lua_isinteger(L, 2)) {
        n = lua_tointeger(L, 2);
        if (n == 0 && m->rx == NULL) {
            lua_pushvalue(L, 1);
            return true;
        }
        if (n < 0 || (size_t)n > m->ngroups)
            luaL_error(L, "there is no group %I; the %s has %d", n,
                       m->rx != NULL ? "match" : "span", (int)m->ngroups);
        push_group(L, m, (size_t)n);
        return true;
    }
    if (m->rx != NULL && lua_type(L, 2) == LUA_TSTRING)
        named = dm_regex_group(m->rx, dm_arg_string(L, 2));
    if (named != 0)
        push_group(L, m, named);
    return named != 0;
}

/* Append the names of the groups to the list at the top. */
static void span_more(lua_State *L)
{
    const dm_lspan *m = dm_arg_span(L, 1);
    lua_Integer     n = (lua_Integer)lua_rawlen(L, -1);

    for (size_t i = 1; i <= m->ngroups; i++) {
        dm_push_slice(L, dm_regex_group_name(m->rx, i));
        lua_rawseti(L, -2, n + (lua_Integer)i);
    }
}

static const luaL_Reg span_methods[] = {
    DM_VERBS,
    {"range",    dm_span_range  },
    {"source",   dm_span_source },
    {"as",       dm_span_as     },
    {"context",  dm_span_context},
    {"before",   dm_span_before },
    {"after",    dm_span_after  },
    {"block",    dm_span_block  },
    {"section",  dm_span_section},
    {"line",     dm_span_line   },
    {"expand",   dm_span_expand },
    {"trim",     dm_span_trim   },
    {"covers",   span_covers    },
    {"overlaps", span_overlaps  },
    {"union",    span_union     },
    {"sub",      span_sub       },
    {"len",      span_len       },
    {"names",    span_names     },
    {"explain",  dm_span_explain},
    {NULL,       NULL           },
};

void dm_open_span(lua_State *L)
{
    static const luaL_Reg getters[] = {
        {"text",  span_text },
        {"first", span_first},
        {"last",  span_last },
        {"view",  span_view },
        {"doc",   span_doc  },
        {"index", span_index},
        {"data",  span_data },
        {NULL,    NULL      },
    };
    static const luaL_Reg meta[] = {
        {"__tostring", span_text   },
        {"__len",      span_len    },
        {"__eq",       span_eq     },
        {"__lt",       span_lt     },
        {"__le",       span_le     },
        {"__concat",   dm_op_concat},
        {NULL,         NULL        },
    };
    static const dm_class cls = {DM_CLASS_SPAN, "Span", span_methods,
                                 getters,       meta,   span_group,
                                 span_more,     true};

    dm_class_open(L, &cls);
}
