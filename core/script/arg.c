/* arg.c - arguments of bindings. */
#include "script/arg.h"

#include "script/bind.h"
#include "text/utf8.h"

dm_doc *dm_arg_open(lua_State *L, const dm_docbox *box)
{
    if (box->doc == NULL)
        luaL_error(L, "document is closed");
    return box->doc;
}

/* The userdata of class `key` at `idx`; `title` is what people call it. */
static void *arg_object(lua_State *L, int idx, const char *key,
                        const char *title)
{
    void *object = luaL_testudata(L, idx, key);

    if (object == NULL)
        luaL_typeerror(L, idx, title);
    return object;
}

dm_docbox *dm_arg_doc(lua_State *L, int idx)
{
    dm_docbox *box = arg_object(L, idx, DM_CLASS_DOC, "Doc");

    dm_arg_open(L, box);
    return box;
}

const dm_lview *dm_arg_view(lua_State *L, int idx)
{
    const dm_lview *view = arg_object(L, idx, DM_CLASS_VIEW, "View");

    dm_arg_open(L, view->box);
    return view;
}

const dm_lspan *dm_arg_span(lua_State *L, int idx)
{
    const dm_lspan *span = arg_object(L, idx, DM_CLASS_SPAN, "Span");

    dm_arg_open(L, span->box);
    return span;
}

const dm_lblock *dm_arg_block(lua_State *L, int idx)
{
    const dm_lblock *block = arg_object(L, idx, DM_CLASS_BLOCK, "Block");

    dm_arg_open(L, block->box);
    return block;
}

dm_blocks dm_arg_blocks(lua_State *L, const dm_doc *doc)
{
    dm_blocks blocks = {NULL, 0};
    dm_err    err;

    if (!dm_doc_blocks(doc, &blocks, &err))
        dm_lua_raise(L, &err);
    return blocks;
}

bool dm_arg_istext(lua_State *L, int idx, dm_slice *out)
{
    const dm_lspan *span;
    const dm_lview *view;

    if (lua_type(L, idx) == LUA_TSTRING || lua_type(L, idx) == LUA_TNUMBER) {
        out->ptr = lua_tolstring(L, idx, &out->len);
        return true;
    }
    span = luaL_testudata(L, idx, DM_CLASS_SPAN);
    if (span != NULL) {
        dm_arg_open(L, span->box);
        *out = dm_lspan_text(span);
        return true;
    }
    view = luaL_testudata(L, idx, DM_CLASS_VIEW);
    if (view != NULL) {
        dm_arg_open(L, view->box);
        *out = view->view->text;
        return true;
    }
    return false;
}

dm_slice dm_arg_text(lua_State *L, int idx)
{
    dm_slice out = DM_LIT("");

    if (!dm_arg_istext(L, idx, &out))
        luaL_typeerror(L, idx, "string, Span or View");
    return out;
}

dm_slice dm_arg_string(lua_State *L, int idx)
{
    dm_slice out;

    out.ptr = luaL_checklstring(L, idx, &out.len);
    return out;
}

/* Push the table of step names at `idx` as one comma-separated name. */
static void push_steps(lua_State *L, int idx)
{
    lua_Integer n = luaL_len(L, idx);
    luaL_Buffer b;

    luaL_buffinit(L, &b);
    for (lua_Integer i = 1; i <= n; i++) {
        if (i > 1)
            luaL_addchar(&b, ',');
        if (lua_geti(L, idx, i) != LUA_TSTRING)
            luaL_error(L, "step %I of a view is a %s, not a name", i,
                       luaL_typename(L, -1));
        luaL_addvalue(&b);
    }
    luaL_pushresult(&b);
}

const dm_view *dm_arg_viewof(lua_State *L, int idx, const dm_docbox *box)
{
    const dm_lview *given = luaL_testudata(L, idx, DM_CLASS_VIEW);
    dm_doc         *doc = dm_arg_open(L, box);
    const dm_view  *view;
    dm_slice        name;
    dm_err          err;

    if (given != NULL) {
        dm_arg_open(L, given->box);
        luaL_argcheck(L, given->box == box, idx, "a view of another document");
        return given->view;
    }
    if (lua_isnoneornil(L, idx))
        return doc->text;
    if (lua_istable(L, idx)) {
        push_steps(L, idx);
        lua_replace(L, idx);
    } else if (lua_type(L, idx) != LUA_TSTRING)
        luaL_typeerror(L, idx, "view, name or list of steps");
    name = dm_arg_string(L, idx);
    view = dm_doc_view(doc, name, &err);
    if (view == NULL)
        dm_lua_raise(L, &err);
    return view;
}

/* Position `at` of string.sub as a byte offset from the front, 1-based. */
static lua_Integer from_front(lua_Integer at, size_t len)
{
    if (at >= 0)
        return at;
    return at < -(lua_Integer)len ? 0 : (lua_Integer)len + at + 1;
}

/* Raise when byte `at` continues a character. */
static void check_edge(lua_State *L, int idx, dm_slice text, size_t at)
{
    if (at < text.len && dm_utf8_inside(text.ptr[at]))
        luaL_argerror(L, idx, "the position is inside a character");
}

dm_range dm_arg_sub(lua_State *L, int idx, dm_slice text, bool raw)
{
    lua_Integer i = from_front(luaL_optinteger(L, idx, 1), text.len);
    lua_Integer j = from_front(luaL_optinteger(L, idx + 1, -1), text.len);
    dm_range    out;

    i = i < 1 ? 1 : i;
    j = j > (lua_Integer)text.len ? (lua_Integer)text.len : j;
    i = i > (lua_Integer)text.len + 1 ? (lua_Integer)text.len + 1 : i;
    j = j < i - 1 ? i - 1 : j;
    out = (dm_range){(size_t)i - 1, (size_t)j};
    if (!raw) {
        check_edge(L, idx, text, out.from);
        check_edge(L, idx + 1, text, out.to);
    }
    return out;
}

int dm_op_concat(lua_State *L)
{
    dm_slice    a, b;
    luaL_Buffer buf;

    lua_settop(L, 2);
    for (int i = 1; i <= 2; i++) {
        if (!dm_arg_istext(L, i, &a))
            return luaL_error(L, "attempt to concatenate a %s value",
                              luaL_typename(L, i));
    }
    a = dm_arg_text(L, 1);
    b = dm_arg_text(L, 2);
    luaL_buffinit(L, &buf);
    luaL_addlstring(&buf, a.ptr, a.len);
    luaL_addlstring(&buf, b.ptr, b.len);
    luaL_pushresult(&buf);
    return 1;
}
