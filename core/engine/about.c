/* about.c - questions about the script itself, for the verb check. */
#include <lauxlib.h>

#include "engine/inside.h"
#include "script/l_value.h"

int dm_native_made(lua_State *L)
{
    lua_Debug ar;

    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_getinfo(L, ">S", &ar);
    if (*ar.source != '@' || ar.linedefined <= 0) {
        luaL_pushfail(L);
        return 1;
    }
    lua_pushstring(L, ar.source + 1);
    lua_pushinteger(L, ar.linedefined);
    return 2;
}

typedef struct question {
    dm_engine      *engine;
    const char     *what;
    const dm_value *arg;
    dm_arena       *arena;
    dm_value       *answer;
} question;

static int call_about(lua_State *L)
{
    question *q = lua_touserdata(L, 1);
    dm_err    err;

    lua_rawgeti(L, LUA_REGISTRYINDEX, q->engine->refs.about);
    lua_pushstring(L, q->what);
    if (q->arg != NULL)
        dm_lua_push_value(L, q->arg);
    else
        lua_pushnil(L);
    lua_call(L, 2, 1);
    if (!dm_lua_report(L, -1, q->arena, q->what, &q->answer, &err))
        return dm_lua_raise(L, &err);
    return 0;
}

dm_value *dm_engine_about(dm_engine *engine, const char *what,
                          const dm_value *arg, dm_arena *arena, dm_err *err)
{
    question  q = {engine, what, arg, arena, NULL};
    dm_result result;
    bool      ok;

    dm_result_init(&result, DM_RECORD_MAX);
    engine->result = &result;
    engine->checking = true;
    ok = dm_lua_call(engine->lua, call_about, &q, err);
    dm_native_drop(engine, dm_lua_state(engine->lua));
    engine->checking = false;
    engine->result = NULL;
    engine->where.view = NULL;
    dm_result_fini(&result);
    return ok ? q.answer : NULL;
}
