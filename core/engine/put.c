/* put.c - a record on its way out of a script.
**
** What the rules or the document handler made comes through native.put, what a
** script emits through host.emit.  An error in a record is told where the
** record was made: the library, which hands it on, is not to blame.
*/
#include <lauxlib.h>

#include "engine/inside.h"
#include "script/arg.h"
#include "script/l_value.h"

/* The view that places are told in, made when first asked for. */
static const dm_view *record_view(lua_State *L, const dm_engine *engine)
{
    const dm_view *view;
    dm_err         err;

    if (!engine->spans || engine->doc == NULL)
        return NULL;
    view = dm_doc_view(engine->doc, dm_slice_str(engine->view), &err);
    if (view == NULL)
        dm_lua_raise(L, &err);
    return view;
}

static int table_or_none(lua_State *L, int idx)
{
    return lua_istable(L, idx) ? idx : 0;
}

/* Say who made the record that `err` refuses, when the library alone is on the
** stack: the handler at `idx`, or what the table there has for the field. */
static void blame(lua_State *L, int idx, const char *field, dm_err *err)
{
    const dm_engine *engine = dm_native_engine(L);
    lua_Debug        ar;
    char             file[sizeof err->file];

    if (lua_isfunction(L, idx)) {
        lua_pushvalue(L, idx);
        lua_getinfo(L, ">S", &ar);
        if (*ar.source == '@' && ar.linedefined > 0)
            dm_lua_show(engine->lua, ar.source + 1, ar.linedefined, err);
    } else if (lua_istable(L, idx) &&
               lua_getfield(L, idx, field) == LUA_TTABLE) {
        int line = dm_native_place(L, lua_gettop(L), file, sizeof file);

        dm_lua_show(engine->lua, file, line, err);
    }
    if (err->file[0] == '\0')
        dm_lua_show(engine->lua, engine->path, 0, err);
}

/* There are as many finishes as workers, and no record may tell how many. */
static void check_finish(lua_State *L, const dm_engine *engine)
{
    dm_err err;

    if (engine->doc != NULL || engine->checking)
        return;
    dm_fail(&err, DM_E_SCRIPT,
            "finish cannot emit: it runs once in each worker");
    dm_fail_help(&err, "gather with ctx:reduce(name, value, how): what all "
                       "workers reduced is the record _reduce");
    dm_lua_raise(L, &err);
}

/* Put in place of the record one with its id alone. */
static void strip(lua_State *L)
{
    if (!lua_istable(L, 1))
        return; /* that is told */
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "id");
    lua_rawget(L, 1);
    lua_setfield(L, -2, "id");
    lua_replace(L, 1);
    for (int i = 2; i <= 4; i++) {
        lua_pushnil(L);
        lua_replace(L, i);
    }
}

int dm_native_put(lua_State *L)
{
    dm_engine    *engine = dm_native_engine(L);
    dm_result    *result = dm_native_result(L, "emit");
    char          culprit[DM_CULPRIT] = "";
    dm_slice      output = DM_LIT("");
    dm_record_how how = {
        .arena = &result->arena, .max = DM_RECORD_MAX, .culprit = culprit};
    dm_value *record;
    dm_err    err;

    lua_settop(L, 6);
    if (!lua_isnil(L, 6))
        output = dm_arg_string(L, 6);
    check_finish(L, engine);
    if (engine->bare && output.len == 0)
        strip(L);
    how.id = engine->doc != NULL ? engine->doc->id : dm_slice_str(engine->name);
    how.view = record_view(L, engine);
    how.order = table_or_none(L, 2);
    how.groups = table_or_none(L, 3);
    how.places = table_or_none(L, 4);
    if (!dm_lua_record(L, 1, &how, &record, &err)) {
        if (!lua_isnil(L, 5))
            blame(L, 5, culprit, &err);
        return dm_lua_raise(L, &err);
    }
    if (!dm_result_record(result, record, output)) {
        dm_fail(&err, DM_E_MEMORY, "no memory for another record");
        return dm_lua_raise(L, &err);
    }
    return 0;
}

void dm_native_emit(lua_State *L, int idx, dm_slice name, void *ud)
{
    const dm_engine *engine = ud;

    idx = lua_absindex(L, idx);
    lua_pushcfunction(L, dm_native_put);
    lua_pushvalue(L, idx);
    lua_rawgeti(L, LUA_REGISTRYINDEX, engine->refs.order);
    for (int i = 3; i <= 5; i++)
        lua_pushnil(L);
    lua_pushlstring(L, name.ptr, name.len);
    lua_call(L, 6, 0);
}
