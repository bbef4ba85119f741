/* l_core.c - the module docmill.core: everything native that scripts have. */
#include "docmill.h"
#include "script/bind.h"

enum { NAME_MAX_BYTES = 64 }; /* of an output */

/* The name of an output becomes a file's or a table's. */
static dm_slice arg_output(lua_State *L, int idx)
{
    dm_slice name = dm_arg_string(L, idx);
    bool     ok = name.len > 0 && name.len <= NAME_MAX_BYTES;

    for (size_t i = 0; ok && i < name.len; i++) {
        char c = name.ptr[i];

        ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
    luaL_argcheck(L, ok, idx,
                  "the name of an output is 1 to 64 of A-Z a-z 0-9 _ -");
    return name;
}

/* emit(record) or emit(name, record): hand it to the engine, which reads it at
** once. */
static int core_emit(lua_State *L)
{
    const dm_host *host = dm_lua_host(L);
    dm_slice       name = DM_LIT("");

    if (lua_type(L, 1) == LUA_TSTRING) {
        name = arg_output(L, 1);
        luaL_checktype(L, 2, LUA_TTABLE);
        lua_settop(L, 2);
    } else {
        luaL_checktype(L, 1, LUA_TTABLE);
        luaL_argcheck(L, lua_type(L, 2) != LUA_TSTRING, 2,
                      "the name of the output comes first");
        lua_settop(L, 1);
    }
    if (host == NULL || host->emit == NULL)
        return luaL_error(L, "nothing can be emitted here");
    host->emit(L, lua_gettop(L), name, host->ud);
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
    dm_open_edited(L);
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
