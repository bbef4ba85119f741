/* l_place.c - docmill.at and docmill.object: values that say more. */
#include "script/bind.h"
#include "script/place.h"

bool dm_place_get(lua_State *L, int idx)
{
    idx = lua_absindex(L, idx);
    if (luaL_testudata(L, idx, DM_CLASS_PLACE) == NULL)
        return false;
    lua_getiuservalue(L, idx, 1);
    lua_getiuservalue(L, idx, 2);
    return true;
}

bool dm_place_isobject(lua_State *L, int idx)
{
    bool same;

    if (!lua_istable(L, idx) || !lua_getmetatable(L, idx))
        return false;
    luaL_getmetatable(L, DM_CLASS_MARKED);
    same = lua_rawequal(L, -1, -2) != 0;
    lua_pop(L, 2);
    return same;
}

/* "file.docx!word/document.xml". */
static void tell_name(const dm_doc *doc, const dm_part *part, dm_err *err)
{
    size_t n = doc->id.len;

    dm_err_copy(err->doc, sizeof err->doc, doc->id.ptr, doc->id.len);
    if (part == NULL || n + 2 >= sizeof err->doc)
        return;
    err->doc[n++] = '!';
    dm_err_copy(err->doc + n, sizeof err->doc - n, part->name.ptr,
                part->name.len);
}

void dm_place_tell(const dm_lspan *span, dm_err *err)
{
    const dm_doc   *doc = span->box->doc;
    const dm_view  *file = doc->decoded_view;
    const dm_part  *part;
    const dm_lines *lines;
    dm_range        at = {0, 0};
    bool            some;
    size_t          line, first = 0, from;

    some = dm_view_convert(span->view, span->range, file, &at, NULL);
    part = dm_doc_part_at(doc, at.from); /* parts are UTF-8: decoded is raw */
    tell_name(doc, part, err);
    lines = some ? dm_view_lines(file) : NULL;
    if (lines == NULL)
        return;
    line = dm_lines_at(lines, at.from);
    from = dm_lines_range(lines, line).from;
    if (part != NULL) {
        first = dm_lines_at(lines, part->bytes.from);
        from = from > part->bytes.from ? from : part->bytes.from;
    }
    err->doc_line = (int)(line - first) + 1;
    err->doc_col = 1 + (int)(dm_view_codepoints(file, at.from) -
                             dm_view_codepoints(file, from));
}

int dm_lua_at(lua_State *L)
{
    luaL_checkany(L, 1);
    luaL_argcheck(L, !lua_isnil(L, 1), 1, "a value expected, got nil");
    dm_arg_span(L, 2);
    lua_settop(L, 2);
    lua_newuserdatauv(L, 0, 2);
    luaL_setmetatable(L, DM_CLASS_PLACE);
    lua_insert(L, 1); /* [place value span] */
    lua_setiuservalue(L, 1, 2);
    lua_setiuservalue(L, 1, 1);
    return 1;
}

/* Mark a table (a fresh one without argument) as an object, so that it is {}
** and not [] when it is empty. */
int dm_lua_object(lua_State *L)
{
    lua_settop(L, 1);
    if (lua_isnil(L, 1)) {
        lua_newtable(L);
        lua_replace(L, 1);
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    if (lua_getmetatable(L, 1))
        luaL_argcheck(L, dm_place_isobject(L, 1), 1,
                      "the table has a metatable already");
    lua_settop(L, 1);
    luaL_setmetatable(L, DM_CLASS_MARKED);
    return 1;
}

static int place_value(lua_State *L)
{
    lua_getiuservalue(L, 1, 1);
    return 1;
}

static int place_span(lua_State *L)
{
    lua_getiuservalue(L, 1, 2);
    return 1;
}

static int place_tostring(lua_State *L)
{
    luaL_checkudata(L, 1, DM_CLASS_PLACE);
    lua_getiuservalue(L, 1, 1);
    luaL_tolstring(L, -1, NULL);
    return 1;
}

void dm_open_place(lua_State *L)
{
    static const luaL_Reg none[] = {
        {NULL, NULL},
    };
    static const luaL_Reg getters[] = {
        {"value", place_value},
        {"span",  place_span },
        {NULL,    NULL       },
    };
    static const luaL_Reg meta[] = {
        {"__tostring", place_tostring},
        {NULL,         NULL          },
    };
    static const dm_class cls = {DM_CLASS_PLACE, "Place", none, getters,
                                 meta,           NULL,    NULL, false};

    dm_class_open(L, &cls);
    luaL_newmetatable(L, DM_CLASS_MARKED);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}
