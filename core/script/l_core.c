/* l_core.c - the module docmill.core: everything native that scripts have. */
#include "docmill.h"
#include "script/bind.h"

/* emit(record): hand it to the engine, which reads it at once. */
static int core_emit(lua_State *L)
{
    const dm_host *host = dm_lua_host(L);

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    if (host == NULL || host->emit == NULL)
        return luaL_error(L, "nothing can be emitted here");
    host->emit(L, 1, host->ud);
    return 0;
}

int dm_open_core(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"emit",    core_emit     },
        {"at",      dm_lua_at     },
        {"object",  dm_lua_object },
        {"quality", dm_lua_quality},
        {NULL,      NULL          },
    };
    static const struct {
        const char *name;
        void (*open)(lua_State *L);
    } modules[] = {
        {"re",      dm_open_re     },
        {"phrases", dm_open_phrases},
        {"norm",    dm_open_norm   },
        {"zh",      dm_open_zh     },
        {"hash",    dm_open_hash   },
        {"json",    dm_open_json   },
        {"csv",     dm_open_csv    },
        {"log",     dm_open_log    },
    };

    dm_open_scratch(L);
    dm_open_doc(L);
    dm_open_view(L);
    dm_open_span(L);
    dm_open_block(L);
    dm_open_place(L);
    luaL_newlib(L, functions);
    for (size_t i = 0; i < sizeof modules / sizeof modules[0]; i++) {
        modules[i].open(L);
        lua_setfield(L, -2, modules[i].name);
    }
    lua_pushliteral(L, DM_VERSION);
    lua_setfield(L, -2, "version");
    dm_lua_freeze(L, "docmill");
    return 1;
}
