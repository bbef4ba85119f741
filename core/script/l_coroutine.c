/* l_coroutine.c - the library `coroutine`, which knows who runs.
**
** It behaves as stock; in addition it keeps lua->running up to date around
** every switch, since the deadline's hook must go to the thread that runs,
** and looks at the clock after a switch, when a hook may have gone to a
** thread that is no longer running.
*/
#include "script/inside.h"

static lua_State *thread_at(lua_State *L, int arg)
{
    lua_State *co = lua_tothread(L, arg);

    luaL_argexpected(L, co != NULL, arg, "thread");
    return co;
}

static void switched(dm_lua *lua, lua_State *L)
{
    lua->running = L;
    if (lua->clock.expired)
        dm_lua_leave(lua, DM_E_DEADLINE);
}

/* Resume with the `n` values at the top.  Leaves the results, or an error
** object, on top of L; returns how many results, or -1. */
static int resume(lua_State *L, lua_State *co, int n)
{
    dm_lua *lua = dm_lua_of(L);
    int     status, results;

    dm_lua_deep(L);
    if (!lua_checkstack(co, n)) {
        lua_pushliteral(L, "too many arguments to resume");
        return -1;
    }
    lua_xmove(L, co, n);
    lua->running = co;
    status = lua_resume(co, L, n, &results);
    switched(lua, L);
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_xmove(co, L, 1);
        return -1;
    }
    if (!lua_checkstack(L, results + 1)) {
        lua_pop(co, results);
        lua_pushliteral(L, "too many results to resume");
        return -1;
    }
    lua_xmove(co, L, results);
    return results;
}

/* Close a dead or suspended coroutine; its __close handlers run here. */
static int reset(lua_State *L, lua_State *co)
{
    dm_lua *lua = dm_lua_of(L);
    int     status;

    dm_lua_deep(L);
    lua->running = co;
    status = lua_resetthread(co);
    switched(lua, L);
    return status;
}

static int co_create(lua_State *L)
{
    lua_State *co;

    luaL_checktype(L, 1, LUA_TFUNCTION);
    co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

static int co_resume(lua_State *L)
{
    lua_State *co = thread_at(L, 1);
    int        n = resume(L, co, lua_gettop(L) - 1);

    lua_pushboolean(L, n >= 0);
    if (n < 0) {
        lua_insert(L, -2);
        return 2;
    }
    lua_insert(L, -(n + 1));
    return n + 1;
}

static int wrapped(lua_State *L)
{
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    int        n = resume(L, co, lua_gettop(L));
    int        status;

    if (n >= 0)
        return n;
    status = lua_status(co);
    if (status != LUA_OK && status != LUA_YIELD) { /* an error in it */
        (void)reset(L, co);
        lua_xmove(co, L, 1); /* the error, or a __close handler's */
    }
    if (lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int co_wrap(lua_State *L)
{
    co_create(L);
    lua_pushcclosure(L, wrapped, 1);
    return 1;
}

static int co_yield (lua_State *L)
{
    return lua_yield(L, lua_gettop(L));
}

static const char *status_of(lua_State *L, lua_State *co)
{
    lua_Debug ar;

    if (L == co)
        return "running";
    if (lua_status(co) == LUA_YIELD)
        return "suspended";
    if (lua_status(co) != LUA_OK)
        return "dead";
    if (lua_getstack(co, 0, &ar))
        return "normal";
    return lua_gettop(co) == 0 ? "dead" : "suspended";
}

static int co_status(lua_State *L)
{
    lua_pushstring(L, status_of(L, thread_at(L, 1)));
    return 1;
}

static int co_isyieldable(lua_State *L)
{
    lua_State *co = lua_isnone(L, 1) ? L : thread_at(L, 1);

    lua_pushboolean(L, lua_isyieldable(co));
    return 1;
}

static int co_running(lua_State *L)
{
    lua_pushboolean(L, lua_pushthread(L));
    return 2;
}

static int co_close(lua_State *L)
{
    lua_State  *co = thread_at(L, 1);
    const char *status = status_of(L, co);

    if (*status != 'd' && *status != 's')
        return luaL_error(L, "cannot close a %s coroutine", status);
    if (reset(L, co) == LUA_OK) {
        lua_pushboolean(L, 1);
        return 1;
    }
    lua_pushboolean(L, 0);
    lua_xmove(co, L, 1);
    return 2;
}

static const luaL_Reg functions[] = {
    {"close",       co_close      },
    {"create",      co_create     },
    {"isyieldable", co_isyieldable},
    {"resume",      co_resume     },
    {"running",     co_running    },
    {"status",      co_status     },
    {"wrap",        co_wrap       },
    {"yield",       co_yield      },
    {NULL,          NULL          },
};

void dm_open_coroutine(lua_State *L)
{
    luaL_newlib(L, functions);
}
