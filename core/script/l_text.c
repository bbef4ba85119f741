/* l_text.c - small questions about texts: zh.is_han, hash.xxh3, quality. */
#include <stdio.h>
#include <xxhash.h>

#include "script/bind.h"
#include "script/quality.h"
#include "text/utf8.h"

/* zh.is_han(text): true when it is made of Han characters and nothing else;
** false for the empty text and for bytes that are no UTF-8. */
static int zh_is_han(lua_State *L)
{
    dm_slice text = dm_arg_text(L, 1);
    bool     han = text.len > 0 && dm_utf8_valid(text) == text.len;
    size_t   len;

    dm_lua_spend(L, text.len / 16);
    for (size_t at = 0; han && at < text.len; at += len)
        han = dm_utf8_is_han(dm_utf8_decode(text.ptr + at, &len));
    lua_pushboolean(L, han);
    return 1;
}

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

void dm_open_zh(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"is_han", zh_is_han},
        {NULL,     NULL     },
    };

    luaL_newlib(L, functions);
    dm_lua_freeze(L, "zh");
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
