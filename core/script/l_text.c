/* l_text.c - small questions about texts: hash.xxh3, quality. */
#include <stdio.h>
#include <xxhash.h>

#include "script/bind.h"
#include "script/quality.h"

/* hash.xxh3(text): 64 bits in 16 hex digits. */
static int hash_xxh3(lua_State *L)
{
    dm_slice text = dm_arg_text(L, 1);
    char     hex[17];

    dm_lua_spend(L, text.len / 64);
    snprintf(hex, sizeof hex, "%016llx",
             (unsigned long long)XXH3_64bits(text.ptr, text.len));
    lua_pushstring(L, hex);
    return 1;
}

/* quality(text): see quality.h. */
int dm_lua_quality(lua_State *L)
{
    dm_slice text = dm_arg_text(L, 1);

    dm_lua_spend(L, text.len / 16);
    lua_pushnumber(L, dm_quality(text));
    return 1;
}

void dm_open_hash(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"xxh3", hash_xxh3},
        {NULL,   NULL     },
    };

    luaL_newlib(L, functions);
    dm_lua_freeze(L, "hash");
}
