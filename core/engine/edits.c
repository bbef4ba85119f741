/* edits.c - the edits of rules: what scripts/std/engine.lua asks for. */
#include <lauxlib.h>

#include "engine/inside.h"
#include "script/arg.h"
#include "script/class.h"
#include "script/edit.h"

/* The operation called so; the rule's check knows no others. */
static dm_change_op arg_op(lua_State *L, int idx)
{
    dm_slice name = dm_arg_string(L, idx);
    int      op = 0;

    while (op < DM_CHANGE_OPS - 1 &&
           !dm_slice_eq(name, dm_slice_str(dm_change_name((dm_change_op)op))))
        op++;
    return (dm_change_op)op;
}

/* change(rule, op, span, text, after): an edit that the rule's action makes,
** asked for in the rule's line. */
int dm_native_change(lua_State *L)
{
    const dm_lspan *span = dm_arg_span(L, 3);
    dm_change       change = {.op = arg_op(L, 2),
                              .view = span->view,
                              .range = span->range,
                              .made = true};
    dm_asking       asking = {.help = NULL};

    lua_settop(L, 5);
    luaL_checktype(L, 1, LUA_TTABLE);
    if (!lua_isnil(L, 4))
        change.text = dm_arg_text(L, 4);
    if (!lua_isnil(L, 5))
        change.after = dm_arg_text(L, 5);
    asking.line = dm_native_place(L, 1, asking.file, sizeof asking.file);
    lua_getfield(L, 1, "id");
    change.rule = dm_arg_string(L, -1);
    dm_lua_change(L, span->box, &change, &asking);
    return 0;
}

/* acting(boolean): a rule's action runs: what it asks for is made. */
int dm_native_acting(lua_State *L)
{
    dm_native_engine(L)->host.acting = lua_toboolean(L, 1);
    return 0;
}

/* commit(doc): what rules' actions made. */
int dm_native_commit(lua_State *L)
{
    (void)dm_lua_commit(L, 1, 0, true);
    return 0;
}

/* queued(doc, help): warn of what nobody committed. */
int dm_native_queued(lua_State *L)
{
    dm_lua_tell_queued(L, dm_arg_doc(L, 1), luaL_checkstring(L, 2));
    return 0;
}

/* skipped(doc): the reason that doc:skip was given, nil when it was not
** called. */
int dm_native_skipped(lua_State *L)
{
    lua_pushstring(L, dm_skip_reason(L, 1));
    return 1;
}
