/* l_log.c - log.info and log.warn.
**
** A note carries the place in the script that wrote it and, with a span, the
** place in the document.  A line of the script that speaks more than a
** hundred times about one document is told once that it will not be heard.
*/
#include "script/bind.h"
#include "script/place.h"

#define SAID "docmill.log" /* registry: "file:line" to how often */

enum { MAX_NOTES = 100 }; /* of one line about one document */

void dm_log_reset(lua_State *L)
{
    lua_newtable(L);
    lua_setfield(L, LUA_REGISTRYINDEX, SAID);
}

/* How often the line in `note` has spoken, this time included. */
static lua_Integer count(lua_State *L, const dm_err *note)
{
    lua_Integer n;

    if (lua_getfield(L, LUA_REGISTRYINDEX, SAID) != LUA_TTABLE) {
        lua_pop(L, 1);
        dm_log_reset(L);
        lua_getfield(L, LUA_REGISTRYINDEX, SAID);
    }
    lua_pushfstring(L, "%s:%d", note->file, note->line);
    lua_pushvalue(L, -1);
    lua_rawget(L, -3); /* [said key n] */
    n = lua_tointeger(L, -1) + 1;
    lua_pop(L, 1);
    lua_pushinteger(L, n);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    return n;
}

/* The place of the Lua code that called. */
static void script_place(lua_State *L, dm_err *note)
{
    lua_Debug ar;

    if (!lua_getstack(L, 1, &ar) || !lua_getinfo(L, "Sl", &ar))
        return;
    if (ar.currentline > 0)
        dm_fail_at(note, ar.source[0] == '@' ? ar.source + 1 : ar.short_src,
                   ar.currentline, 0);
}

/* Push string.format of the arguments from `first` on. */
static void push_message(lua_State *L, int first)
{
    int n = lua_gettop(L) - first + 1;

    luaL_checkstring(L, first);
    lua_pushliteral(L, "");
    lua_getfield(L, -1, "format"); /* as the state has it: bounded */
    lua_replace(L, -2);
    lua_insert(L, first);
    lua_call(L, n, 1);
}

static int say(lua_State *L, dm_log_level level)
{
    const dm_lspan *span = luaL_testudata(L, 1, DM_CLASS_SPAN);
    const dm_host  *host = dm_lua_host(L);
    dm_err          note = {0};
    dm_slice        text;
    lua_Integer     n;

    if (span != NULL)
        dm_arg_open(L, span->box);
    push_message(L, span != NULL ? 2 : 1);
    script_place(L, &note);
    if (level == DM_LOG_WARN)
        note.code = DM_E_WARN_SCRIPT;
    if (span != NULL)
        dm_place_tell(span, &note);
    n = count(L, &note);
    if (n > MAX_NOTES + 1 || host == NULL || host->log == NULL)
        return 0;
    text = n > MAX_NOTES ? DM_S("this line has logged 100 times about this "
                                "document; the rest is left out")
                         : dm_arg_string(L, -1);
    dm_err_copy(note.msg, sizeof note.msg, text.ptr, text.len);
    host->log(level, &note, host->ud);
    return 0;
}

static int log_info(lua_State *L)
{
    return say(L, DM_LOG_INFO);
}

static int log_warn(lua_State *L)
{
    return say(L, DM_LOG_WARN);
}

void dm_open_log(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"info", log_info},
        {"warn", log_warn},
        {NULL,   NULL    },
    };

    luaL_newlib(L, functions);
    dm_lua_freeze(L, "log");
}
