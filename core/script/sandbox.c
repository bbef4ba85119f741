/* sandbox.c - what a script sees as its globals.
**
** The globals are an empty table whose metatable leads to the real ones, so
** that an assignment is always seen and raises.  The libraries are shown in
** the same way.  What scripts of other programs expect and we do not have is
** answered with what to use instead.
*/
#include <string.h>

#include "script/bind.h"
#include "script/inside.h"

/* The key at index 2 as text, for messages. */
static dm_slice key_text(lua_State *L)
{
    dm_slice key;

    if (lua_type(L, 2) != LUA_TSTRING)
        lua_pushfstring(L, "(a %s)", luaL_typename(L, 2));
    else
        lua_pushvalue(L, 2);
    key.ptr = lua_tolstring(L, -1, &key.len);
    return key;
}

/* What to say about names that are missed on purpose. */
static const struct {
    const char *name, *instead;
} absent[] = {
    {"collectgarbage", "memory is looked after"                            },
    {"debug",          "errors carry their place; see docmill explain"     },
    {"dofile",         "use require, which finds modules beside the script"},
    {"getfenv",        "there are no environments to exchange"             },
    {"io",             "docmill reads the input; hand records to emit(), and notes to "
           "log.info()"                                          },
    {"loadfile",       "use require, which finds modules beside the script"},
    {"loadstring",     "use load"                                          },
    {"module",         "let the file return a table, and require it"       },
    {"package",        "use require; DOCMILL_PATH says where modules are"  },
    {"setfenv",        "there are no environments to exchange"             },
    {"unpack",         "use table.unpack"                                  },
    {"os.clock",       "scripts have no clock; see docmill stats for times"},
    {"os.execute",     "scripts start no programs"                         },
    {"os.exit",        "raise an error, or return"                         },
    {"os.getenv",      "pass options with the input's metadata"            },
    {"os.remove",      "scripts touch no files"                            },
    {"os.rename",      "scripts touch no files"                            },
    {"os.setlocale",   "scripts run in the C locale"                       },
    {"os.tmpname",     "scripts touch no files"                            },
    {"string.dump",    "load takes text only"                              },
    {"table.getn",     "use #"                                             },
    {"table.maxn",     "use #"                                             },
};

/* Raise for `name` if it is one of those. */
static void check_absent(lua_State *L, const char *name)
{
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        if (strcmp(absent[i].name, name) == 0)
            luaL_error(L, "'%s' is not available in scripts: %s", name,
                       absent[i].instead);
}

/* The strings of a stand-in's title: "" for the globals. */
static const char *title_of(lua_State *L)
{
    return lua_tostring(L, lua_upvalueindex(2));
}

/* __index of the real table: the name is unknown.  Upvalues of this and the
** following: the real table, its title. */
static int unknown(lua_State *L)
{
    const char *title = title_of(L);
    dm_slice    key = key_text(L);

    if (lua_type(L, 2) == LUA_TNUMBER && strcmp(title, "string") == 0)
        return luaL_error(L, "a string cannot be indexed with a number; write "
                             "s:sub(i, i)");
    check_absent(L, *title == '\0'
                        ? key.ptr
                        : lua_pushfstring(L, "%s.%s", title, key.ptr));
    lua_newtable(L);
    dm_list_keys(L, -1, lua_upvalueindex(1));
    if (*title == '\0')
        return dm_raise_unknown(L, "unknown global", key, -1);
    lua_pushfstring(L, "%s has no member", title);
    return dm_raise_unknown(L, lua_tostring(L, -1), key, -2);
}

static int refuse(lua_State *L)
{
    const char *title = title_of(L);
    const char *key = key_text(L).ptr;

    if (*title != '\0')
        return luaL_error(L,
                          "attempt to modify read-only table '%s' "
                          "(field '%s')",
                          title, key);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return luaL_error(L, "attempt to modify read-only global '%s'", key);
    return luaL_error(L,
                      "assignment to undeclared global '%s': write 'local "
                      "%s'",
                      key, key);
}

static int walk(lua_State *L)
{
    dm_lua_pairs(L, lua_upvalueindex(1));
    return 1;
}

/* Give the table at the top a metatable whose __index raises. */
static void raise_on_unknown(lua_State *L, const char *title)
{
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, -2);
    lua_pushstring(L, title);
    lua_pushcclosure(L, unknown, 2);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
}

void dm_lua_freeze(lua_State *L, const char *title)
{
    static const luaL_Reg meta[] = {
        {"__newindex", refuse},
        {"__pairs",    walk  },
        {NULL,         NULL  },
    };

    raise_on_unknown(L, title);
    lua_newtable(L); /* [real stand-in] */
    lua_createtable(L, 0, 5);
    lua_pushvalue(L, -3);
    lua_pushstring(L, title);
    luaL_setfuncs(L, meta, 2);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_remove(L, -2);
}

int dm_open_sandbox(lua_State *L)
{
    static const struct {
        const char *name;
        void (*open)(lua_State *L);
    } libraries[] = {
        {"coroutine", dm_open_coroutine},
        {"math",      dm_open_math     },
        {"os",        dm_open_os       },
        {"string",    dm_open_string   },
        {"table",     dm_open_table    },
        {"utf8",      dm_open_utf8     },
    };

    dm_open_raise(L);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_newtable(L); /* [names globals]: the real ones */
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, LUA_GNAME); /* where messages look for names */
    dm_open_basic(L);
    dm_open_pairs(L);
    dm_open_require(L);
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        libraries[i].open(L);
        lua_pushvalue(L, -1);
        lua_setfield(L, -4, libraries[i].name);
        dm_lua_freeze(L, libraries[i].name);
        lua_setfield(L, -2, libraries[i].name);
    }
    lua_pushvalue(L, -1);
    dm_lua_freeze(L, ""); /* [real shown] */
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "_G");
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    return 0;
}
