/* l_system.c - the libraries math, os and utf8.
**
** Nothing here depends on the clock, the place on earth or chance: os knows
** only times it is given, all in UTC; math.random starts from the seed of the
** document.
*/
#include <limits.h>
#include <lualib.h>
#include <time.h>

#include "script/inside.h"
#include "script/l_string.h"

enum { DATE_FORMAT = 4096 }; /* bytes that strftime may work on in one go */

/* math.randomseed: stock without an argument takes the clock. */
static int math_randomseed(lua_State *L)
{
    luaL_checknumber(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

void dm_open_math(lua_State *L)
{
    lua_pushcfunction(L, luaopen_math);
    lua_call(L, 0, 1);
    lua_getfield(L, -1, "randomseed");
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, "docmill.randomseed");
    lua_pushcclosure(L, math_randomseed, 1);
    lua_setfield(L, -2, "randomseed");
    lua_getfield(L, LUA_REGISTRYINDEX, "docmill.randomseed");
    lua_pushinteger(L, 0);
    lua_call(L, 1, 0);
}

/* Field `key` of the date table at 1; `preset` for one that may be missing,
** -1 for one that may not. */
static int date_field(lua_State *L, const char *key, int preset, int delta)
{
    int         given = lua_getfield(L, 1, key), isnum;
    lua_Integer n = lua_tointegerx(L, -1, &isnum);

    lua_pop(L, 1);
    if (isnum) {
        if (n < (lua_Integer)INT_MIN + delta || n > INT_MAX)
            luaL_error(L, "field '%s' is out-of-bound", key);
        return (int)(n - delta);
    }
    if (given != LUA_TNIL)
        luaL_error(L, "field '%s' is not an integer", key);
    if (preset < 0)
        luaL_error(L, "field '%s' missing in date table", key);
    return preset;
}

static void set_field(lua_State *L, const char *key, int n)
{
    lua_pushinteger(L, n);
    lua_setfield(L, 1, key);
}

/* os.time(table), in UTC; as in stock the table's fields are brought into
** their ranges. */
static int os_time(lua_State *L)
{
    struct tm tm = {0};
    time_t    t;

    if (lua_isnoneornil(L, 1))
        return luaL_error(L, "os.time needs a table: scripts have no clock");
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    tm.tm_year = date_field(L, "year", -1, 1900);
    tm.tm_mon = date_field(L, "month", -1, 1);
    tm.tm_mday = date_field(L, "day", -1, 0);
    tm.tm_hour = date_field(L, "hour", 12, 0);
    tm.tm_min = date_field(L, "min", 0, 0);
    tm.tm_sec = date_field(L, "sec", 0, 0);
    t = timegm(&tm);
    set_field(L, "year", tm.tm_year + 1900);
    set_field(L, "month", tm.tm_mon + 1);
    set_field(L, "day", tm.tm_mday);
    set_field(L, "hour", tm.tm_hour);
    set_field(L, "min", tm.tm_min);
    set_field(L, "sec", tm.tm_sec);
    set_field(L, "yday", tm.tm_yday + 1);
    set_field(L, "wday", tm.tm_wday + 1);
    lua_pushinteger(L, (lua_Integer)t);
    return 1;
}

/* os.date(format, time): stock, with the time given and in UTC. */
static int os_date(lua_State *L)
{
    size_t      len;
    const char *format = luaL_optlstring(L, 1, "%c", &len);

    luaL_argcheck(L, len <= DATE_FORMAT, 1, "format too long");
    if (lua_isnoneornil(L, 2))
        return luaL_error(L, "os.date needs a time as its second argument: "
                             "scripts have no clock");
    lua_settop(L, 2);
    lua_pushfstring(L, "%s%s", *format == '!' ? "" : "!", format);
    lua_replace(L, 1);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

void dm_open_os(lua_State *L)
{
    lua_pushcfunction(L, luaopen_os);
    lua_call(L, 0, 1);
    lua_createtable(L, 0, 3); /* [stock os] */
    lua_getfield(L, -2, "date");
    lua_pushcclosure(L, os_date, 1);
    lua_setfield(L, -2, "date");
    lua_getfield(L, -2, "difftime");
    lua_setfield(L, -2, "difftime");
    lua_pushcfunction(L, os_time);
    lua_setfield(L, -2, "time");
    lua_remove(L, -2);
}

void dm_open_utf8(lua_State *L)
{
    static const char *const readers[] = {"codes", "codepoint", "len",
                                          "offset"};

    lua_pushcfunction(L, luaopen_utf8);
    lua_call(L, 0, 1);
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        dm_string_wrap(L, readers[i]);
}
