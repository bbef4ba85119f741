/* l_fail.c - errors with a code, raised from the library's own Lua. */
#include "script/l_fail.h"

#include <lauxlib.h>
#include <string.h>

#include "base/err.h"
#include "script/inside.h"

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

/* The same for a chunk as Lua knows it. */
static bool is_library(const char *source)
{
    return *source == '@' && dm_lua_library(source + 1);
}

/* Find the caller; false when only the library is on the stack. */
static bool caller(lua_State *L, lua_Debug *ar)
{
    for (int level = 1; lua_getstack(L, level, ar); level++)
        if (lua_getinfo(L, "Sl", ar) && ar->currentline > 0 &&
            !is_library(ar->source))
            return true;
    return false;
}

/* The name of a chunk as people write it. */
static const char *chunk_name(const lua_Debug *ar)
{
    return *ar->source == '@' || *ar->source == '=' ? ar->source + 1
                                                    : ar->short_src;
}

/*
** `return docmill.script { … }` is a tail call: the script's own frame is gone
** when the library looks for it.  So while a script's file runs, which it does
** once, a line hook notes where it stands.
*/
#define NOTED "docmill.noted"

typedef struct noted {
    int  line;
    char file[256];
} noted;

static noted *noted_of(lua_State *L)
{
    noted *n;

    lua_getfield(L, LUA_REGISTRYINDEX, NOTED);
    n = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return n;
}

static void note_line(lua_State *L, lua_Debug *ar)
{
    noted *n = noted_of(L);

    if (n == NULL || !lua_getinfo(L, "Sl", ar) || is_library(ar->source))
        return;
    n->line = ar->currentline;
    dm_err_copy(n->file, sizeof n->file, ar->source + 1,
                strlen(ar->source + 1));
}

void dm_lua_note_lines(lua_State *L, bool on)
{
    if (on) {
        noted *n = lua_newuserdatauv(L, sizeof *n, 0);
        memset(n, 0, sizeof *n);
        lua_setfield(L, LUA_REGISTRYINDEX, NOTED);
        if (lua_gethook(L) == NULL)
            lua_sethook(L, note_line, LUA_MASKLINE, 0);
        return;
    }
    if (lua_gethook(L) == note_line)
        lua_sethook(L, NULL, 0, 0);
    lua_pushnil(L);
    lua_setfield(L, LUA_REGISTRYINDEX, NOTED);
}

bool dm_lua_user_place(lua_State *L, char *file, int *line)
{
    lua_Debug ar;
    noted    *n = lua_gethook(L) == note_line ? noted_of(L) : NULL;

    if (caller(L, &ar)) {
        const char *name = chunk_name(&ar);
        dm_err_copy(file, sizeof n->file, name, strlen(name));
        *line = ar.currentline;
        return true;
    }
    if (n == NULL || n->line == 0)
        return false;
    memcpy(file, n->file, sizeof n->file);
    *line = n->line;
    return true;
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
    dm_err err = {.code = DM_E_SCRIPT};
    char   word[32] = "script";

    luaL_checktype(L, 1, LUA_TTABLE);
    copy_field(L, "code", word, sizeof word);
    copy_field(L, "message", err.msg, sizeof err.msg);
    copy_field(L, "help", err.help, sizeof err.help);
    copy_field(L, "file", err.file, sizeof err.file);
    err.code = code_of(word);
    lua_getfield(L, 1, "line");
    err.line = (int)lua_tointeger(L, -1);
    if (err.file[0] == '\0')
        (void)dm_lua_user_place(L, err.file, &err.line);
    if (err.file[0] != '\0') {
        char name[sizeof err.file];
        memcpy(name, err.file, sizeof name);
        dm_source_place(dm_lua_of(L), name, err.line, &err);
    }
    return dm_lua_raise(L, &err);
}

int dm_lua_here(lua_State *L)
{
    char file[sizeof((noted *)NULL)->file];
    int  line;

    if (!dm_lua_user_place(L, file, &line)) {
        luaL_pushfail(L);
        return 1;
    }
    lua_pushstring(L, file);
    lua_pushinteger(L, line);
    return 2;
}
