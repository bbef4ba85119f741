/* patterns.c - what a set is made of, for those that explain.
**
** patterns(set) of docmill.native: a list of { pattern, flags }, one for each
** of its Regexes, in their order.
*/
#include <lauxlib.h>

#include "engine/inside.h"
#include "match/set.h"
#include "script/arg.h"
#include "script/class.h"
#include "script/search.h"

static void push_text(lua_State *L, dm_slice s, lua_Integer i)
{
    lua_pushlstring(L, s.ptr, s.len);
    lua_rawseti(L, -2, i);
}

int dm_native_patterns(lua_State *L)
{
    const dm_lset *set = luaL_checkudata(L, 1, DM_CLASS_SET);
    size_t         n = dm_regex_set_count(set->set);

    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        const dm_regex *rx = dm_regex_set_at(set->set, i);

        lua_createtable(L, 2, 0);
        push_text(L, dm_regex_pattern(rx), 1);
        push_text(L, dm_regex_flags(rx), 2);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}
