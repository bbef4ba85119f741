/* l_require.c - require, and compiling chunks.
**
** The registry's "docmill.loaded" maps names to values, "docmill.loading"
** lists the modules under way, outermost first.  A guard, closed however a
** module ends, takes its name off that list again.
*/
#include <string.h>

#include "script/inside.h"

#define LOADED  "docmill.loaded"
#define LOADING "docmill.loading"
#define GUARD   "docmill.guard"

enum { PIECE = 4096 }; /* bytes the compiler gets at a time */

typedef struct feed {
    lua_State *L;
    dm_slice   left;
} feed;

/* A lua_Reader that watches the clock: the compiler itself does not. */
static const char *read_piece(lua_State *L, void *ud, size_t *size)
{
    feed       *f = ud;
    const char *at = f->left.ptr;

    (void)L;
    *size = f->left.len < PIECE ? f->left.len : PIECE;
    dm_lua_spend(f->L, *size);
    f->left = dm_slice_sub(f->left, *size, f->left.len);
    return at;
}

/* The column of the token that `msg` names at its end ("near 'x'"), when the
** line has it once; else 0. */
static int near_column(const dm_err *err, const char *msg)
{
    const char *near = strstr(msg, "near '"), *found, *again;
    char        token[sizeof err->source];
    size_t      len;

    if (near == NULL)
        return 0;
    len = strlen(near + 6);
    if (len < 2 || len > sizeof token)
        return 0;
    memcpy(token, near + 6, len - 1); /* without the closing quote */
    token[len - 1] = '\0';
    found = strstr(err->source, token);
    again = found != NULL ? strstr(found + 1, token) : NULL;
    return found != NULL && again == NULL ? (int)(found - err->source) + 1 : 0;
}

/* Raise SYNTAX for the compiler's message at the top. */
static void raise_syntax(lua_State *L, const char *name)
{
    dm_slice msg;
    dm_err   err;
    size_t   len = 0;
    int      line = 0;

    msg.ptr = lua_tolstring(L, -1, &msg.len);
    if (dm_source_prefix(dm_lua_of(L), msg, &line, &len) != NULL)
        msg = dm_slice_sub(msg, len, msg.len);
    dm_fail(&err, DM_E_SYNTAX, "%s", msg.ptr);
    dm_source_place(dm_lua_of(L), name, line, &err);
    err.col = near_column(&err, msg.ptr);
    dm_lua_raise(L, &err);
}

/* Without a byte order mark, and without the text of a first line "#!...". */
static dm_slice without_head(dm_slice source)
{
    const char *eol;

    if (dm_slice_starts(source, DM_S("\xEF\xBB\xBF")))
        source = dm_slice_sub(source, 3, source.len);
    if (source.len == 0 || *source.ptr != '#')
        return source;
    eol = memchr(source.ptr, '\n', source.len);
    if (eol == NULL)
        return DM_S("");
    return dm_slice_sub(source, (size_t)(eol - source.ptr), source.len);
}

void dm_lua_load(lua_State *L, dm_slice source, const char *name)
{
    feed f = {L, without_head(source)};

    if (!dm_source_keep(dm_lua_of(L), name, source))
        dm_lua_leave(dm_lua_of(L), DM_E_MEMORY);
    lua_pushfstring(L, "@%s", name);
    if (lua_load(L, read_piece, &f, lua_tostring(L, -1), "t") != LUA_OK)
        raise_syntax(L, name);
    lua_remove(L, -2);
}

/* __close of a guard: forget the modules that began since. */
static int guard_close(lua_State *L)
{
    const lua_Integer *keep = luaL_checkudata(L, 1, GUARD);

    lua_getfield(L, LUA_REGISTRYINDEX, LOADING);
    for (lua_Integer i = (lua_Integer)lua_rawlen(L, -1); i > *keep; i--) {
        lua_pushnil(L);
        lua_rawseti(L, -2, i);
    }
    return 0;
}

/* Raise for a module that requires itself: the chain from its name on. */
static void raise_cycle(lua_State *L, const char *name, lua_Integer from,
                        lua_Integer n)
{
    int loading = lua_gettop(L);

    lua_pushfstring(L, "module '%s' requires itself: ", name);
    for (lua_Integer i = from; i <= n; i++) {
        lua_rawgeti(L, loading, i);
        lua_pushliteral(L, " \xE2\x86\x92 ");
        lua_concat(L, 3);
    }
    luaL_error(L, "%s%s", lua_tostring(L, -1), name);
}

/* Put the module at 1 on the list of those under way, until this function
** returns or raises.  Pushes two values. */
static void begin_loading(lua_State *L, const char *name)
{
    lua_Integer *keep, n;

    lua_getfield(L, LUA_REGISTRYINDEX, LOADING);
    n = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= n; i++) {
        bool same;
        lua_rawgeti(L, -1, i);
        same = lua_rawequal(L, -1, 1) != 0;
        lua_pop(L, 1);
        if (same)
            raise_cycle(L, name, i, n);
    }
    keep = lua_newuserdatauv(L, sizeof *keep, 0);
    *keep = n;
    luaL_setmetatable(L, GUARD);
    lua_toclose(L, -1);
    lua_pushvalue(L, 1);
    lua_rawseti(L, -3, n + 1);
}

/* Find module `name` and push its chunk and its path. */
static void push_chunk(lua_State *L, const char *name)
{
    dm_lua     *lua = dm_lua_of(L);
    dm_slice    source = DM_LIT("");
    const char *path = "";
    dm_err      err;

    dm_fail(&err, DM_E_NO_MODULE, "module '%s' was not found", name);
    if (lua->finder == NULL ||
        !lua->finder(lua->finder_ud, dm_slice_str(name), &source, &path, &err))
        dm_lua_raise(L, &err);
    lua_pushstring(L, path); /* the finder keeps it no longer than the text */
    dm_lua_load(L, source, lua_tostring(L, -1));
    lua_insert(L, -2);
}

/* Modules of the shipped library are read-only for whoever requires them; they
** themselves still write to the table they made. */
static void protect(lua_State *L, const char *name)
{
    bool plain = lua_istable(L, -1) && !lua_getmetatable(L, -1);

    if (lua_istable(L, -1) && !plain)
        lua_pop(L, 1); /* its metatable */
    if (plain && strncmp(name, "std.", 4) == 0)
        dm_lua_freeze(L, name);
}

static int require(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);

    lua_settop(L, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, LOADED);
    if (lua_getfield(L, 2, name) != LUA_TNIL)
        return 1;
    lua_settop(L, 2);
    begin_loading(L, name);
    push_chunk(L, name); /* [name loaded . . chunk path] */
    lua_pushvalue(L, 1); /* the chunk is given its name and path */
    lua_insert(L, -2);
    lua_call(L, 2, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    protect(L, name);
    lua_pushvalue(L, -1);
    lua_setfield(L, 2, name);
    return 1;
}

void dm_lua_preload(lua_State *L, const char *name)
{
    lua_getfield(L, LUA_REGISTRYINDEX, LOADED);
    lua_insert(L, -2);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
}

void dm_open_require(lua_State *L)
{
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LOADED);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LOADING);
    lua_pop(L, 2);
    luaL_newmetatable(L, GUARD);
    lua_pushcfunction(L, guard_close);
    lua_setfield(L, -2, "__close");
    lua_pop(L, 1);
    lua_pushcfunction(L, require);
    lua_setfield(L, -2, "require");
}
