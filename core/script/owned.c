/* owned.c - memory outside Lua that Lua's objects own. */
#include "script/owned.h"

#include <lauxlib.h>
#include <string.h>

void *dm_owned_new(lua_State *L, size_t size, const char *key, int values,
                   void (*drop)(dm_owned *owner))
{
    dm_host  *host = dm_lua_host(L);
    dm_owned *owner = lua_newuserdatauv(L, size, values);

    memset(owner, 0, size);
    luaL_setmetatable(L, key); /* from here on __gc may come */
    owner->drop = drop;
    owner->next = host->owned;
    owner->prev = &host->owned;
    if (owner->next != NULL)
        owner->next->prev = &owner->next;
    host->owned = owner;
    return owner;
}

void dm_owned_done(dm_owned *owner)
{
    if (owner->prev == NULL)
        return;
    *owner->prev = owner->next;
    if (owner->next != NULL)
        owner->next->prev = owner->prev;
    owner->prev = NULL;
    owner->drop(owner);
}

int dm_owned_gc(lua_State *L)
{
    dm_owned_done(lua_touserdata(L, 1));
    return 0;
}

void dm_owned_class(lua_State *L, const char *key)
{
    luaL_newmetatable(L, key);
    lua_pushcfunction(L, dm_owned_gc);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
}

void dm_owned_drop(dm_host *host)
{
    while (host->owned != NULL)
        dm_owned_done(host->owned);
}
