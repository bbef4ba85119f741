/* l_view.c - class View: one text of a document.
**
** A View is a pair (box, view); the view lives in the document's arena.  Its
** text becomes a Lua string only when a script asks for it, and then once.
*/
#include "script/bind.h"

void dm_push_view(lua_State *L, int docidx, const dm_view *view)
{
    dm_lview *v;

    docidx = lua_absindex(L, docidx);
    v = lua_newuserdatauv(L, sizeof *v, 2);
    v->box = lua_touserdata(L, docidx);
    v->view = view;
    luaL_setmetatable(L, DM_CLASS_VIEW);
    lua_pushvalue(L, docidx);
    lua_setiuservalue(L, -2, 1);
}

static int view_text(lua_State *L)
{
    const dm_lview *v = dm_arg_view(L, 1);

    if (lua_getiuservalue(L, 1, 2) == LUA_TSTRING)
        return 1;
    dm_push_slice(L, v->view->text);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, 1, 2);
    return 1;
}

static int view_name(lua_State *L)
{
    lua_pushstring(L, dm_arg_view(L, 1)->view->name);
    return 1;
}

static int view_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)dm_arg_view(L, 1)->view->text.len);
    return 1;
}

static int view_doc(lua_State *L)
{
    dm_arg_view(L, 1);
    lua_getiuservalue(L, 1, 1);
    return 1;
}

/* The stages from the file to this view: a list of {name, edits}. */
static int view_steps(lua_State *L)
{
    const dm_view *view = dm_arg_view(L, 1)->view;

    lua_createtable(L, (int)view->depth, 0);
    for (; view != NULL && view->depth > 0; view = view->parent) {
        lua_createtable(L, 0, 2);
        lua_pushstring(L, view->stage.name);
        lua_setfield(L, -2, "name");
        lua_pushinteger(L, (lua_Integer)view->stage.edits);
        lua_setfield(L, -2, "edits");
        lua_rawseti(L, -2, (lua_Integer)view->depth);
    }
    return 1;
}

/* The Span of bytes i to j, by the rules of string.sub. */
static int view_span(lua_State *L)
{
    const dm_lview *v = dm_arg_view(L, 1);
    dm_range        r = dm_arg_sub(L, 2, v->view->text, v->view->depth == 0);

    dm_push_part(L, 1, v->view, r);
    return 1;
}

static int view_lines(lua_State *L)
{
    const dm_lview *v = dm_arg_view(L, 1);

    lua_getiuservalue(L, 1, 1);
    dm_push_lines(L, lua_gettop(L), v->view);
    return 1;
}

static int view_eq(lua_State *L)
{
    const dm_lview *a = luaL_testudata(L, 1, DM_CLASS_VIEW);
    const dm_lview *b = luaL_testudata(L, 2, DM_CLASS_VIEW);

    if (a != NULL && b != NULL) {
        dm_arg_open(L, a->box);
        dm_arg_open(L, b->box);
    }
    lua_pushboolean(L, a != NULL && b != NULL && a->box == b->box &&
                           a->view == b->view);
    return 1;
}

void dm_open_view(lua_State *L)
{
    static const luaL_Reg methods[] = {
        DM_VERBS,
        {"span",  view_span },
        {"lines", view_lines},
        {NULL,    NULL      },
    };
    static const luaL_Reg getters[] = {
        {"text",  view_text },
        {"name",  view_name },
        {"len",   view_len  },
        {"doc",   view_doc  },
        {"steps", view_steps},
        {NULL,    NULL      },
    };
    static const luaL_Reg meta[] = {
        {"__tostring", view_text   },
        {"__len",      view_len    },
        {"__eq",       view_eq     },
        {"__concat",   dm_op_concat},
        {NULL,         NULL        },
    };
    static const dm_class cls = {DM_CLASS_VIEW, "View", methods, getters,
                                 meta,          NULL,   NULL,    false};

    dm_class_open(L, &cls);
}
