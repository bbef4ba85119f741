/* asked.c - what the engine is asked about documents, and the clock for it. */
#include <lauxlib.h>
#include <time.h>

#include "engine/inside.h"
#include "script/l_value.h"

/* clock(): seconds on a clock that never goes back. */
int dm_native_clock(lua_State *L)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    lua_pushnumber(L, (lua_Number)t.tv_sec + (lua_Number)t.tv_nsec / 1e9);
    return 1;
}

/* asked(): the name of the module that is asked about documents, and its
** question; nil for none. */
int dm_native_asked(lua_State *L)
{
    const dm_engine_options *options = dm_native_engine(L)->options;

    if (options == NULL || options->ask == NULL) {
        luaL_pushfail(L);
        return 1;
    }
    lua_pushstring(L, options->ask);
    if (options->question != NULL)
        dm_lua_push_value(L, options->question);
    else
        lua_newtable(L);
    return 2;
}
