/* l_fail.c - errors with a code, raised from the library's own Lua. */
#include "script/l_fail.h"

#include <lauxlib.h>
#include <string.h>

#include "base/err.h"
#include "script/state.h"

static dm_code code_of(const char *word)
{
    static const struct {
        dm_code     code;
        const char *word;
    } rows[] = {
#define DM_ROW(name, number, word, line) {DM_E_##name, word},
        DM_CODES(DM_ROW)
#undef DM_ROW
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].word, word) == 0)
            return rows[i].code;
    return DM_E_INTERNAL;
}

/* True for the chunk of a library module: "@std/x.lua", "@/any/std/x.lua". */
static bool is_library(const char *source)
{
    const char *slash = strrchr(source, '/');

    if (*source != '@' || slash == NULL || slash - source < 4)
        return false;
    return strncmp(slash - 3, "std", 3) == 0
           && (slash[-4] == '@' || slash[-4] == '/');
}

/* Find the caller; false when only the library is on the stack. */
static bool caller(lua_State *L, lua_Debug *ar)
{
    for (int level = 1; lua_getstack(L, level, ar); level++)
        if (lua_getinfo(L, "Sl", ar) && ar->currentline > 0
            && !is_library(ar->source))
            return true;
    return false;
}

/* The name of a chunk as people write it. */
static const char *chunk_name(const lua_Debug *ar)
{
    return *ar->source == '@' || *ar->source == '=' ? ar->source + 1
                                                    : ar->short_src;
}

static void copy_field(lua_State *L, const char *key, char *dst, size_t size)
{
    size_t      len;
    const char *s;

    lua_getfield(L, 1, key);
    s = lua_tolstring(L, -1, &len);
    if (s != NULL)
        dm_err_copy(dst, size, s, len);
    lua_pop(L, 1);
}

int dm_lua_fail(lua_State *L)
{
    dm_err    err = {.code = DM_E_SCRIPT};
    char      word[32] = "script";
    lua_Debug ar;

    luaL_checktype(L, 1, LUA_TTABLE);
    copy_field(L, "code", word, sizeof word);
    copy_field(L, "message", err.msg, sizeof err.msg);
    copy_field(L, "help", err.help, sizeof err.help);
    copy_field(L, "file", err.file, sizeof err.file);
    err.code = code_of(word);
    lua_getfield(L, 1, "line");
    err.line = (int)lua_tointeger(L, -1);
    if (err.file[0] == '\0' && caller(L, &ar))
        dm_fail_at(&err, chunk_name(&ar), ar.currentline, 0);
    return dm_lua_raise(L, &err);
}

int dm_lua_here(lua_State *L)
{
    lua_Debug ar;

    if (!caller(L, &ar)) {
        luaL_pushfail(L);
        return 1;
    }
    lua_pushstring(L, chunk_name(&ar));
    lua_pushinteger(L, ar.currentline);
    return 2;
}
