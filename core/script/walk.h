/* walk.h - reading Lua values into an arena: what l_value.c and l_record.c
** share.
*/
#ifndef DM_SCRIPT_WALK_H
#define DM_SCRIPT_WALK_H

#include <lua.h>

#include "base/err.h"
#include "emit/value.h"
#include "script/arg.h"

typedef struct dm_walk {
    lua_State  *L;
    dm_arena   *arena;
    size_t      left;   /* bytes this record may still take */
    bool        groups; /* a Match is the object of its named groups */
    bool        spell;  /* bytes that are no UTF-8 are spelled, not refused */
    const void *spans;  /* the metatable of Span, so that a test is cheap */
    dm_err     *err;
} dm_walk;

/* The metatable of Span, for dm_walk_span. */
const void *dm_walk_meta(lua_State *L);

/* The Span at `idx`, NULL when it is none; by metatable, not by name. */
static inline const dm_lspan *dm_walk_span(lua_State *L, int idx,
                                           const void *meta)
{
    const void *have = NULL;

    if (lua_type(L, idx) == LUA_TUSERDATA && lua_getmetatable(L, idx)) {
        have = lua_topointer(L, -1);
        lua_pop(L, 1);
    }
    return have == meta ? lua_touserdata(L, idx) : NULL;
}

/* The value at `idx`, called record.<key> in messages.  NULL with BAD_RESULT,
** SIZE or MEMORY. */
dm_value *dm_walk_field(dm_walk *w, int idx, dm_slice key);

/* Take `n` bytes from the record's allowance; false with SIZE. */
bool dm_walk_spend(dm_walk *w, size_t n);

/* An object with room for `n` members; NULL with MEMORY. */
dm_value *dm_walk_object(dm_walk *w, size_t n);

/* Add a member whose key is new, in the room that dm_walk_object made. */
bool dm_walk_add(dm_walk *w, dm_value *object, dm_slice key, dm_value *value);

/* Sort the members from the `from`-th on by their keys' bytes. */
void dm_walk_sort(dm_value *object, size_t from);

#endif
