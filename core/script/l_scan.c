/* l_scan.c - every match in a row, for the rule engine.
**
** The engine runs each rule over a whole view.  One call here instead of an
** iterator saves a protected look at the arguments per match.
*/
#include "script/bind.h"
#include "script/l_scan.h"

int dm_lua_scan(lua_State *L)
{
    dm_search   s;
    dm_hit      hit;
    lua_Integer n;

    luaL_checktype(L, 3, LUA_TTABLE);
    n = luaL_checkinteger(L, 4);
    lua_settop(L, 4);
    dm_search_begin(L, &s);
    while (dm_search_next(L, &s, &hit)) {
        if (s.subject.view == NULL)
            return luaL_argerror(L, 1, "View or Span expected");
        dm_push_match(L, &s, &hit);
        lua_rawseti(L, 3, ++n);
        lua_settop(L, 4);
    }
    lua_pushinteger(L, n);
    return 1;
}
