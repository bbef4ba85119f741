/* l_around.c - from a Span to what lies around it. */
#include "script/around.h"

#include "script/bind.h"
#include "script/sentence.h"
#include "text/utf8.h"

enum { DM_CONTEXT = 20 }; /* characters, when nobody said how many */

/* The lines of a view, which are indexed on first use. */
static const dm_lines *lines_of(lua_State *L, const dm_view *view)
{
    const dm_lines *lines = dm_view_lines(view);
    dm_err          err;

    if (lines == NULL) {
        dm_fail(&err, DM_E_MEMORY, "no memory for the lines of '%s'",
                view->name);
        dm_lua_raise(L, &err);
    }
    return lines;
}

/* The first and the last line that `r` touches, 0-based. */
static dm_range touched(const dm_lines *lines, dm_range r)
{
    size_t last = r.to > r.from ? r.to - 1 : r.from;

    return (dm_range){dm_lines_at(lines, r.from), dm_lines_at(lines, last)};
}

int dm_span_range(lua_State *L)
{
    static const char *const units[] = {"byte", "char", "line", NULL};
    const dm_lspan          *span = dm_arg_span(L, 1);
    int                      unit = luaL_checkoption(L, 2, "byte", units);
    dm_range                 r = span->range;

    if (unit == 1) {
        r.from = dm_view_codepoints(span->view, r.from);
        r.to = dm_view_codepoints(span->view, r.to);
    } else if (unit == 2) {
        r = touched(lines_of(L, span->view), r);
        r.to++;
    }
    lua_pushinteger(L, (lua_Integer)r.from + 1);
    lua_pushinteger(L, (lua_Integer)r.to);
    return 2;
}

int dm_span_source(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);
    dm_range        bytes;
    bool            exact = dm_view_source(span->view, span->range, &bytes);
    const dm_part  *part = dm_doc_in_part(span->box->doc, &bytes, &exact);

    lua_pushinteger(L, (lua_Integer)bytes.from + 1);
    lua_pushinteger(L, (lua_Integer)bytes.to);
    lua_pushboolean(L, exact);
    if (part == NULL)
        return 3;
    dm_push_slice(L, part->name);
    return 4;
}

int dm_span_as(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);
    const dm_view  *view;
    dm_range        out;
    bool            exact;

    luaL_argexpected(L, !lua_isnoneornil(L, 2), 2, "view or name");
    view = dm_arg_viewof(L, 2, span->box);
    if (!dm_view_convert(span->view, span->range, view, &out, &exact)) {
        luaL_pushfail(L);
        return 1;
    }
    dm_push_part(L, 1, view, out);
    lua_pushboolean(L, exact);
    return 2;
}

/* `at` moved `n` characters back or on; a broken character in raw text counts
** as a few. */
static size_t back(dm_slice text, size_t at, lua_Integer n)
{
    for (; n > 0 && at > 0; n--) {
        int inside = 0;

        at--;
        while (at > 0 && inside++ < 3 && dm_utf8_inside(text.ptr[at]))
            at--;
    }
    return at;
}

static size_t on(dm_slice text, size_t at, lua_Integer n)
{
    for (; n > 0 && at < text.len; n--) {
        int inside = 0;

        at++;
        while (at < text.len && inside++ < 3 && dm_utf8_inside(text.ptr[at]))
            at++;
    }
    return at;
}

/* How many characters the argument says; `none` when it is left out. */
static lua_Integer characters(lua_State *L, int idx, lua_Integer none)
{
    lua_Integer n = luaL_optinteger(L, idx, none);

    luaL_argcheck(L, n >= 0, idx, "a number of characters expected");
    return n;
}

/* Push the text of the span with `left` and `right` characters around it. */
static void push_around(lua_State *L, dm_range r, lua_Integer left,
                        lua_Integer right)
{
    dm_slice text = dm_arg_span(L, 1)->view->text;
    dm_range wide = {back(text, r.from, left), on(text, r.to, right)};

    dm_lua_spend(L, (r.from - wide.from + wide.to - r.to) / 16);
    dm_push_slice(L, dm_slice_sub(text, wide.from, wide.to));
}

int dm_span_context(lua_State *L)
{
    dm_range    r = dm_arg_span(L, 1)->range;
    lua_Integer n = characters(L, 2, DM_CONTEXT);

    push_around(L, r, n, n);
    return 1;
}

int dm_span_before(lua_State *L)
{
    dm_range r = dm_arg_span(L, 1)->range;

    r.to = r.from;
    push_around(L, r, characters(L, 2, DM_CONTEXT), 0);
    return 1;
}

int dm_span_after(lua_State *L)
{
    dm_range r = dm_arg_span(L, 1)->range;

    r.from = r.to;
    push_around(L, r, 0, characters(L, 2, DM_CONTEXT));
    return 1;
}

/* The span's range in the view "text"; false when nothing of it is there. */
static bool in_text(const dm_lspan *span, dm_range *out)
{
    return dm_view_convert(span->view, span->range, span->box->doc->text, out,
                           NULL);
}

int dm_span_block(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);
    dm_range        r;
    dm_id           id = DM_NOID;

    if (in_text(span, &r))
        id = dm_doc_block_at(span->box->doc, r);
    dm_push_kin(L, 1, id);
    return 1;
}

int dm_span_section(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);
    dm_range        r;
    dm_id           id = DM_NOID;

    if (in_text(span, &r))
        id = dm_doc_section_at(span->box->doc, r.from);
    dm_push_kin(L, 1, id);
    return 1;
}

/* The lines that `r` touches, from their first byte to their last. */
static dm_range whole_lines(lua_State *L, const dm_view *view, dm_range r)
{
    const dm_lines *lines = lines_of(L, view);
    dm_range        n = touched(lines, r);
    dm_range        out = {dm_lines_range(lines, n.from).from,
                           dm_lines_range(lines, n.to).to};

    out.to = out.to < r.to ? r.to : out.to; /* a span may hold the line end */
    return out;
}

int dm_span_line(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);

    dm_push_part(L, 1, span->view, whole_lines(L, span->view, span->range));
    return 1;
}

/* The sentences that `r` touches.  They do not cross lines, so only its own
** lines are read. */
static dm_range whole_sentences(lua_State *L, const dm_view *view, dm_range r)
{
    dm_range lines = whole_lines(L, view, r);
    dm_slice text = dm_slice_sub(view->text, 0, lines.to);
    dm_range out = r, s = {lines.from, lines.from};

    dm_lua_spend(L, (lines.to - lines.from) / 16);
    while (dm_sentence_next(text, s.to, &s) && s.from <= r.to) {
        if (s.to < r.from || (s.to == r.from && r.to > r.from))
            continue;
        if (s.from == r.to && r.to > r.from)
            break;
        out.from = s.from < out.from ? s.from : out.from;
        out.to = s.to > out.to ? s.to : out.to;
    }
    return out;
}

/* Push the span widened to the block around it, in its own view; nil when
** there is none. */
static int expand_block(lua_State *L, const dm_lspan *span)
{
    const dm_doc *doc = span->box->doc;
    dm_range      r;
    dm_id         id = DM_NOID;

    if (in_text(span, &r))
        id = dm_doc_block_at(doc, r);
    if (id == DM_NOID ||
        !dm_view_convert(doc->text, dm_arg_blocks(L, doc).list[id].range,
                         span->view, &r, NULL))
        luaL_pushfail(L);
    else
        dm_push_part(L, 1, span->view, r);
    return 1;
}

/* Push the span widened to whole units. */
static int expand_to(lua_State *L, const dm_lspan *span)
{
    static const char *const units[] = {"line", "block", "sentence", NULL};
    int                      unit = luaL_checkoption(L, -1, NULL, units);

    if (unit == 1)
        return expand_block(L, span);
    dm_push_part(L, 1, span->view,
                 unit == 0 ? whole_lines(L, span->view, span->range)
                           : whole_sentences(L, span->view, span->range));
    return 1;
}

/* Raise when the table at 2 has a key that expand does not know. */
static void check_options(lua_State *L)
{
    dm_slice key;

    lua_pushnil(L);
    while (lua_next(L, 2) != 0) {
        lua_pop(L, 1);
        key = lua_type(L, -1) == LUA_TSTRING ? dm_arg_string(L, -1) : DM_S("?");
        if (dm_slice_eq(key, DM_S("left")) || dm_slice_eq(key, DM_S("right")) ||
            dm_slice_eq(key, DM_S("to")))
            continue;
        lua_createtable(L, 0, 3);
        for (const char *const *k =
                 (const char *const[]){"left", "right", "to", NULL};
             *k != NULL; k++) {
            lua_pushstring(L, *k);
            lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
        }
        dm_raise_unknown(L, "expand has no option", key, -1);
    }
}

/* The number in field `name` of the table at 2, or 0. */
static lua_Integer option(lua_State *L, const char *name)
{
    lua_Integer n = 0;
    int         is = 1;

    if (lua_getfield(L, 2, name) != LUA_TNIL)
        n = lua_tointegerx(L, -1, &is);
    if (!is || n < 0)
        luaL_error(L, "expand: %s must be a number of characters", name);
    lua_pop(L, 1);
    return n;
}

int dm_span_expand(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);
    dm_slice        text = span->view->text;
    dm_range        r = span->range;

    luaL_checktype(L, 2, LUA_TTABLE);
    check_options(L);
    if (lua_getfield(L, 2, "to") != LUA_TNIL)
        return expand_to(L, span);
    r.from = back(text, r.from, option(L, "left"));
    r.to = on(text, r.to, option(L, "right"));
    dm_push_part(L, 1, span->view, r);
    return 1;
}

/* The length of the blank that `text` begins with, 0 for none. */
static size_t blank_at(dm_slice text)
{
    size_t   len;
    uint32_t cp;

    if (text.len == 0 || dm_utf8_len(text.ptr[0]) > text.len)
        return 0;
    cp = dm_utf8_decode(text.ptr, &len);
    return dm_sentence_blank(cp) ? len : 0;
}

int dm_span_trim(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);
    dm_slice        text = span->view->text;
    dm_range        r = span->range;
    size_t          step;

    while ((step = blank_at(dm_slice_sub(text, r.from, r.to))) > 0)
        r.from += step;
    while (r.to > r.from) {
        size_t before = back(text, r.to, 1);

        if (before < r.from ||
            blank_at(dm_slice_sub(text, before, r.to)) != r.to - before)
            break;
        r.to = before;
    }
    dm_push_part(L, 1, span->view, r);
    return 1;
}
