/* arg.c - arguments of bindings. */
#include "script/arg.h"

dm_doc *dm_arg_open(lua_State *L, const dm_docbox *box)
{
    if (box->doc == NULL)
        luaL_error(L, "document is closed");
    return box->doc;
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
        *out = dm_slice_sub(span->view->text, span->range.from, span->range.to);
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
    dm_slice out;

    if (!dm_arg_istext(L, idx, &out))
        luaL_typeerror(L, idx, "string, Span or View");
    return out;
}
