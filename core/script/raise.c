/* raise.c - errors between Lua and dm_err, both ways.
**
** A dm_err crosses Lua as a userdata of class "docmill.error", so that code,
** place and help arrive whole.  Any other error object becomes SCRIPT: its
** position prefix is taken off (the innermost one, where wrap and rethrowing
** put several) and goes to file and line.
*/
#include <stdio.h>
#include <string.h>

#include "script/inside.h"

#define CLASS "docmill.error"

enum { MAX_FRAMES = 4 }; /* of the short traceback */

static void push_error(lua_State *L, const dm_err *err)
{
    dm_err *copy = lua_newuserdatauv(L, sizeof *copy, 0);

    *copy = *err;
    luaL_setmetatable(L, CLASS);
}

/* Where the script stands, or the library where it is alone. */
static void place_of(lua_State *L, dm_err *at)
{
    char file[sizeof at->file];
    int  line = 0;

    if (dm_lua_user_place(L, file, &line))
        dm_source_place(dm_lua_of(L), file, line, at);
    else
        dm_lua_place_at(L, 0, at);
}

/*
** The source of `err` is a pattern, with a column of its own.  Where the
** script's line has the pattern as it is, once, the column is made the line's;
** else it is told as one of the pattern alone.
*/
static void place_pattern(lua_State *L, dm_err *err)
{
    dm_err      at = {0};
    const char *found;

    place_of(L, &at);
    found = strstr(at.source, err->source);
    if (found == NULL || strstr(found + 1, err->source) != NULL) {
        dm_fail_at(err, at.file, at.line, -err->col);
        return;
    }
    dm_fail_at(err, at.file, at.line, (int)(found - at.source) + err->col);
    memcpy(err->source, at.source, sizeof err->source);
}

int dm_lua_raise(lua_State *L, const dm_err *err)
{
    dm_err placed = *err;

    if (placed.file[0] == '\0' && placed.source[0] != '\0')
        place_pattern(L, &placed);
    else if (placed.file[0] == '\0')
        place_of(L, &placed);
    push_error(L, &placed);
    return lua_error(L);
}

static int error_tostring(lua_State *L)
{
    const dm_err *err = luaL_checkudata(L, 1, CLASS);

    if (err->file[0] != '\0')
        lua_pushfstring(L, "%s:%d: %s", err->file, err->line, err->msg);
    else
        lua_pushstring(L, err->msg);
    return 1;
}

static int error_index(lua_State *L)
{
    const dm_err *err = luaL_checkudata(L, 1, CLASS);
    const char   *key = luaL_checkstring(L, 2);

    if (strcmp(key, "code") == 0)
        lua_pushstring(L, dm_code_word(err->code));
    else if (strcmp(key, "message") == 0)
        lua_pushstring(L, err->msg);
    else if (strcmp(key, "help") == 0)
        lua_pushstring(L, err->help);
    else if (strcmp(key, "file") == 0)
        lua_pushstring(L, err->file);
    else if (strcmp(key, "line") == 0)
        lua_pushinteger(L, err->line);
    else
        return luaL_error(L,
                          "an error has no member '%s'; it has code, "
                          "message, help, file and line",
                          key);
    return 1;
}

void dm_open_raise(lua_State *L)
{
    luaL_newmetatable(L, CLASS);
    lua_pushcfunction(L, error_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pushcfunction(L, error_index);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

static int to_string(lua_State *L)
{
    luaL_tolstring(L, 1, NULL);
    return 1;
}

/* The text of the error object at 1.  A script's __tostring may fail; the
** clock is on it. */
static dm_slice message_of(lua_State *L)
{
    dm_slice    out = DM_LIT("(error without a message)");
    const char *text;
    int         type = lua_type(L, 1);

    if (type == LUA_TSTRING || type == LUA_TNUMBER) {
        out.ptr = lua_tolstring(L, 1, &out.len);
        return out;
    }
    if (luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL) {
        lua_pop(L, 1);
        lua_pushcfunction(L, to_string);
        lua_pushvalue(L, 1);
        if (lua_pcall(L, 1, 1, 0) == LUA_OK) {
            out.ptr = lua_tolstring(L, -1, &out.len);
            return out;
        }
    }
    text =
        lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 1));
    return dm_slice_str(text);
}

/* Take "chunk:line: " off the front of `*msg`, as often as it is there, and
** put the last into `err`. */
static bool take_prefix(const dm_lua *lua, dm_slice *msg, dm_err *err)
{
    const char *name;
    size_t      len;
    int         line;
    bool        any = false;

    while ((name = dm_source_prefix(lua, *msg, &line, &len)) != NULL) {
        dm_source_place(lua, name, line, err);
        *msg = dm_slice_sub(*msg, len, msg->len);
        any = true;
    }
    return any;
}

/* The same for a chunk whose source is not kept: one that load made. */
static bool take_level(lua_State *L, dm_slice *msg, dm_err *err)
{
    lua_Debug ar;
    char      prefix[LUA_IDSIZE + 24];

    for (int level = 1; lua_getstack(L, level, &ar) != 0 && level < 100;
         level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.currentline <= 0)
            continue;
        (void)snprintf(prefix, sizeof prefix, "%s:%d: ", ar.short_src,
                       ar.currentline);
        if (!dm_slice_starts(*msg, dm_slice_str(prefix)))
            continue;
        dm_fail_at(err, ar.short_src, ar.currentline, 0);
        *msg = dm_slice_sub(*msg, strlen(prefix), msg->len);
        return true;
    }
    return false;
}

/* The chunk's name and line of `level`; NULL where no Lua code runs. */
static const char *frame(lua_State *L, int level, lua_Debug *ar)
{
    if (lua_getstack(L, level, ar) == 0 || lua_getinfo(L, "Sl", ar) == 0 ||
        ar->currentline <= 0)
        return NULL;
    return *ar->source == '@' ? ar->source + 1 : ar->short_src;
}

/* The level that `err` points at, or 0: it is in a coroutine that is gone. */
static int level_of(lua_State *L, const dm_err *err)
{
    lua_Debug ar;

    for (int level = 1; lua_getstack(L, level, &ar) != 0; level++) {
        const char *name = frame(L, level, &ar);
        if (name != NULL && ar.currentline == err->line &&
            strcmp(name, err->file) == 0)
            return level;
    }
    return 0;
}

/* "called from a.lua:3, b.lua:7" into err->help: the Lua frames outside the
** place itself, but for the library's. */
static void trace(lua_State *L, dm_err *err)
{
    char      text[sizeof err->help] = "";
    size_t    len = 0;
    int       shown = 0;
    lua_Debug ar;

    for (int level = level_of(L, err) + 1;
         shown < MAX_FRAMES && lua_getstack(L, level, &ar) != 0; level++) {
        const char *name = frame(L, level, &ar);
        if (name == NULL || dm_lua_library(name))
            continue;
        if (len + strlen(name) + 32 > sizeof text)
            break;
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%s:%d",
                                shown++ > 0 ? ", " : "called from ", name,
                                ar.currentline);
    }
    memcpy(err->help, text, sizeof text);
}

int dm_lua_handler(lua_State *L)
{
    dm_lua  *lua = dm_lua_of(L);
    dm_err  *err = luaL_testudata(L, 1, CLASS);
    dm_err   out;
    dm_slice msg;

    lua_settop(L, 1);
    if (err != NULL) {
        lua->err = *err;
        return 1;
    }
    dm_fail(&out, DM_E_SCRIPT, "%s", "");
    msg = message_of(L);
    if (!take_prefix(lua, &msg, &out) && !take_level(L, &msg, &out))
        dm_lua_place_at(L, 1, &out);
    dm_err_copy(out.msg, sizeof out.msg, msg.ptr, msg.len);
    trace(L, &out);
    lua->err = out;
    return 1;
}

void dm_lua_collect(dm_lua *lua, lua_State *L, int status)
{
    const char *text;

    if (lua->err.code != DM_OK && status != LUA_ERRERR)
        return;
    text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1)
                                          : "error while handling an error";
    if (lua->err.code == DM_OK)
        dm_fail(&lua->err, DM_E_SCRIPT, "%s", text);
}
