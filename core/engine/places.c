/* places.c - where a span lies, every way of counting it, for reports.
**
** place(span) of docmill.native: a table of its view's name, `byte` and `char`
** in that view and `src` in the file as [from, to), counted from 0; `exact`,
** `part` of a container; line and col in the decoded file, from 1.
*/
#include <lauxlib.h>

#include "engine/inside.h"
#include "script/arg.h"
#include "script/class.h"
#include "script/place.h"

/* Set `name` of the table at the top to [from, to]. */
static void set_range(lua_State *L, const char *name, size_t from, size_t to)
{
    lua_createtable(L, 2, 0);
    lua_pushinteger(L, (lua_Integer)from);
    lua_rawseti(L, -2, 1);
    lua_pushinteger(L, (lua_Integer)to);
    lua_rawseti(L, -2, 2);
    lua_setfield(L, -2, name);
}

static void set_source(lua_State *L, const dm_lspan *span)
{
    dm_range       src;
    bool           exact = dm_view_source(span->view, span->range, &src);
    const dm_part *part = dm_doc_in_part(span->box->doc, &src, &exact);

    set_range(L, "src", src.from, src.to);
    lua_pushboolean(L, exact);
    lua_setfield(L, -2, "exact");
    if (part == NULL)
        return;
    lua_pushlstring(L, part->name.ptr, part->name.len);
    lua_setfield(L, -2, "part");
}

static void set_line(lua_State *L, const dm_lspan *span)
{
    dm_err where;

    dm_fail(&where, DM_E_INTERNAL, "a place");
    dm_place_tell(span, &where);
    if (where.doc_line == 0)
        return;
    lua_pushinteger(L, where.doc_line);
    lua_setfield(L, -2, "line");
    lua_pushinteger(L, where.doc_col);
    lua_setfield(L, -2, "col");
}

int dm_native_span(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 1);
    const dm_range  r = span->range;

    lua_createtable(L, 0, 8);
    lua_pushstring(L, span->view->name);
    lua_setfield(L, -2, "view");
    set_range(L, "byte", r.from, r.to);
    set_range(L, "char", dm_view_codepoints(span->view, r.from),
              dm_view_codepoints(span->view, r.to));
    set_source(L, span);
    set_line(L, span);
    return 1;
}
