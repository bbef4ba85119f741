/* owned.h - memory outside Lua that Lua's objects own.
**
** A compiled pattern, an automaton or an arena hangs on a userdata and is
** freed by its finalizer.  A state that died of a limit runs no finalizers,
** so whatever owns such memory begins with a link in a ring that the host
** keeps, and dm_owned_drop frees what is left.
*/
#ifndef DM_SCRIPT_OWNED_H
#define DM_SCRIPT_OWNED_H

#include <lua.h>

#include "script/host.h"

/* The first member of a userdata that owns something. */
typedef struct dm_owned {
    struct dm_owned *next, **prev; /* `prev` is NULL outside the list */
    void (*drop)(struct dm_owned *owner);
} dm_owned;

/*
** Push a zeroed userdata of `size` bytes and class `key` with `values` user
** values, whose content `drop` frees.  `drop` must bear a half-made object,
** and is called once: by dm_owned_gc or by dm_owned_drop.
*/
void *dm_owned_new(lua_State *L, size_t size, const char *key, int values,
                   void (*drop)(dm_owned *owner));

/* Free the content now; the collector finds nothing left to do. */
void dm_owned_done(dm_owned *owner);

/* The __gc of every such class. */
int dm_owned_gc(lua_State *L);

/* Make a class of scratch objects, which scripts never see. */
void dm_owned_class(lua_State *L, const char *key);

/* Free what the objects of a dead state own.  The state's memory must still
** be there: to be called right before dm_lua_free. */
void dm_owned_drop(dm_host *host);

#endif
