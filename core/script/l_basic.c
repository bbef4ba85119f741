/* l_basic.c - the basic functions, as far as scripts may have them.
**
** Stock are those that can do no harm; ours keep metatables and library
** tables closed, load text only, and speak through the host.
*/
#include <lualib.h>
#include <string.h>

#include "script/inside.h"
#include "script/l_string.h"

/* Send the text at the top to the host's log. */
static void say(lua_State *L, dm_log_level level)
{
    const dm_host *host = dm_lua_of(L)->host;
    dm_err         note;
    size_t         len;
    const char    *text = lua_tolstring(L, -1, &len);

    if (host == NULL || host->log == NULL)
        return;
    memset(&note, 0, sizeof note);
    if (level == DM_LOG_WARN)
        note.code = DM_E_WARN_SCRIPT;
    dm_err_copy(note.msg, sizeof note.msg, text, len);
    dm_lua_place_at(L, 1, &note);
    host->log(level, &note, host->ud);
}

static int basic_print(lua_State *L)
{
    int         n = lua_gettop(L);
    luaL_Buffer b;

    luaL_buffinit(L, &b);
    for (int i = 1; i <= n; i++) {
        if (i > 1)
            luaL_addchar(&b, '\t');
        dm_string_show(L, i);
        luaL_addvalue(&b);
    }
    luaL_pushresult(&b);
    say(L, DM_LOG_PRINT);
    return 0;
}

/* Stock's control messages ("@on") have nothing to control here. */
static int basic_warn(lua_State *L)
{
    int n = lua_gettop(L);

    luaL_checkstring(L, 1);
    for (int i = 2; i <= n; i++)
        luaL_checkstring(L, i);
    lua_concat(L, n);
    if (*lua_tostring(L, -1) != '@')
        say(L, DM_LOG_WARN);
    return 0;
}

static int basic_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    dm_string_show(L, 1);
    return 1;
}

/* True when the value at `idx` has a metatable that may not be touched. */
static bool is_protected(lua_State *L, int idx)
{
    if (luaL_getmetafield(L, idx, "__metatable") == LUA_TNIL)
        return false;
    lua_pop(L, 1);
    return true;
}

/* Only tables show theirs; that of a class would be a door to all objects. */
static int basic_getmetatable(lua_State *L)
{
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return 1;
    if (lua_type(L, 1) == LUA_TTABLE && lua_getmetatable(L, 1))
        return 1;
    lua_pushnil(L);
    return 1;
}

/* A finalizer would run where no deadline reaches it. */
static int basic_setmetatable(lua_State *L)
{
    int type = lua_type(L, 2);

    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2,
                     "nil or table");
    if (is_protected(L, 1))
        return luaL_error(L, "cannot change a protected metatable");
    lua_settop(L, 2);
    if (type == LUA_TTABLE) {
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL)
            return luaL_error(L, "__gc is not allowed in docmill scripts");
        lua_pop(L, 1);
    }
    lua_setmetatable(L, 1);
    return 1;
}

static int basic_rawset(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    if (is_protected(L, 1))
        return luaL_error(L, "rawset cannot modify a read-only table");
    lua_settop(L, 3);
    lua_rawset(L, 1);
    return 1;
}

/* What load reads from: the string at 1, or pieces that the function at 1
** returns, each kept at 3 while it is read. */
typedef struct feed {
    const char *at;
    size_t      left;
} feed;

enum { PIECE = 4096 };

static const char *read_string(lua_State *L, void *ud, size_t *size)
{
    feed       *f = ud;
    const char *at = f->at;

    *size = f->left < PIECE ? f->left : PIECE;
    dm_lua_spend(L, *size);
    f->at += *size;
    f->left -= *size;
    return at;
}

static const char *read_function(lua_State *L, void *ud, size_t *size)
{
    (void)ud;
    luaL_checkstack(L, 2, "too many nested functions");
    lua_pushvalue(L, 1);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        *size = 0;
        return NULL;
    }
    if (!lua_isstring(L, -1))
        luaL_error(L, "reader function must return a string");
    lua_replace(L, 3);
    return lua_tolstring(L, 3, size);
}

static int basic_load(lua_State *L)
{
    feed        f = {NULL, 0};
    const char *name;
    int         status;

    if (lua_gettop(L) >= 4)
        return luaL_error(L, "load has no environment here: every chunk has "
                             "the same globals");
    dm_string_plain(L, 1);
    f.at = lua_tolstring(L, 1, &f.left);
    name = luaL_optstring(L, 2, f.at != NULL ? f.at : "=(load)");
    if (f.at == NULL)
        luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 3);
    status =
        lua_load(L, f.at != NULL ? read_string : read_function, &f, name, "t");
    if (status == LUA_OK)
        return 1;
    luaL_pushfail(L);
    lua_insert(L, -2);
    return 2;
}

static const char *const stock[] = {
    "_VERSION", "assert", "error",  "ipairs",   "next", "pcall",  "rawequal",
    "rawget",   "rawlen", "select", "tonumber", "type", "xpcall",
};

static const luaL_Reg ours[] = {
    {"getmetatable", basic_getmetatable},
    {"load",         basic_load        },
    {"print",        basic_print       },
    {"rawset",       basic_rawset      },
    {"setmetatable", basic_setmetatable},
    {"tostring",     basic_tostring    },
    {"warn",         basic_warn        },
    {NULL,           NULL              },
};

void dm_open_basic(lua_State *L)
{
    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1); /* [globals base] */
    for (size_t i = 0; i < sizeof stock / sizeof *stock; i++) {
        lua_getfield(L, -1, stock[i]);
        lua_setfield(L, -3, stock[i]);
    }
    lua_pop(L, 1);
    luaL_setfuncs(L, ours, 0);
    dm_string_wrap(L, "tonumber");
}
