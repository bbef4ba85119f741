/* value.h - record values: what a script's result becomes before it is
** written.
**
** A small JSON-shaped tree in an arena.  Objects keep the order of their
** members; whoever builds them sorts.  Numbers keep Lua's two kinds, so 3 and
** 3.0 print as 3 and 3.0.
*/
#ifndef DM_EMIT_VALUE_H
#define DM_EMIT_VALUE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

typedef enum dm_value_kind {
    DM_NULL,
    DM_BOOL,
    DM_INT,
    DM_REAL, /* finite; builders refuse NaN and infinities */
    DM_STRING,
    DM_LIST,
    DM_OBJECT
} dm_value_kind;

typedef struct dm_value dm_value;

typedef struct dm_member {
    dm_slice  key;
    dm_value *value;
} dm_member;

struct dm_value {
    dm_value_kind kind;
    union {
        bool     boolean;
        int64_t  integer;
        double   real;
        dm_slice string; /* valid UTF-8 */
        struct {
            dm_value **items;
            size_t     n, cap;
        } list;
        struct {
            dm_member *members;
            size_t     n, cap;
            uint32_t  *index; /* value.c's own; NULL is always right */
            size_t     indexed;
        } object;
    } as;
};

/* Builders: the value lives in `arena`, strings are copied; NULL when it is
** full.  Adding to NULL, or adding NULL, returns false. */
dm_value *dm_value_null(dm_arena *arena);
dm_value *dm_value_bool(dm_arena *arena, bool b);
dm_value *dm_value_int(dm_arena *arena, int64_t i);
dm_value *dm_value_real(dm_arena *arena, double d);
dm_value *dm_value_string(dm_arena *arena, dm_slice s);
dm_value *dm_value_list(dm_arena *arena);
dm_value *dm_value_object(dm_arena *arena);
bool      dm_value_push(dm_arena *arena, dm_value *list, dm_value *item);
bool      dm_value_set(dm_arena *arena, dm_value *object, dm_slice key,
                       dm_value *item);

/* The member called `key`, or NULL.  Objects that dm_value_set made find it at
** once, others look through their members. */
dm_value *dm_value_at(const dm_value *object, dm_slice key);

/* Of an object whose members somebody filled in: make look-ups quick.  Without
** memory they stay as they were.  Whoever moves its members later must change
** their number or set `index` to NULL. */
void dm_value_index(dm_arena *arena, dm_value *object);

#endif
