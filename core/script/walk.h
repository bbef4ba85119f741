/* walk.h - reading Lua values into an arena: what l_value.c and l_record.c
** share.
*/
#ifndef DM_SCRIPT_WALK_H
#define DM_SCRIPT_WALK_H

#include <lua.h>

#include "base/err.h"
#include "emit/value.h"

typedef struct dm_walk {
    lua_State *L;
    dm_arena  *arena;
    size_t     left;   /* bytes this record may still take */
    bool       groups; /* a Match is the object of its named groups */
    dm_err    *err;
} dm_walk;

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
