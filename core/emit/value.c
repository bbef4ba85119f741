/* value.c - record values.
**
** Lists and objects grow by doubling inside the arena; the abandoned halves
** stay there until the document is over, which costs at most as much again.
** Records are small (a few dozen members), so look-up is a linear search.  An
** object that grows beyond that has an index, an open hash table of the places
** of its members; it is right only while `indexed` is their number.
*/
#include "emit/value.h"

#include <xxhash.h>

enum { INDEXED = 32 }; /* members from which on there is an index */

static dm_value *fresh(dm_arena *arena, dm_value_kind kind)
{
    dm_value *v = dm_arena_zalloc(arena, 1, sizeof *v);

    if (v != NULL)
        v->kind = kind;
    return v;
}

dm_value *dm_value_null(dm_arena *arena)
{
    return fresh(arena, DM_NULL);
}

dm_value *dm_value_bool(dm_arena *arena, bool b)
{
    dm_value *v = fresh(arena, DM_BOOL);

    if (v != NULL)
        v->as.boolean = b;
    return v;
}

dm_value *dm_value_int(dm_arena *arena, int64_t i)
{
    dm_value *v = fresh(arena, DM_INT);

    if (v != NULL)
        v->as.integer = i;
    return v;
}

dm_value *dm_value_real(dm_arena *arena, double d)
{
    dm_value *v = fresh(arena, DM_REAL);

    if (v != NULL)
        v->as.real = d;
    return v;
}

dm_value *dm_value_string(dm_arena *arena, dm_slice s)
{
    dm_slice  copy = dm_arena_slice(arena, s);
    dm_value *v = copy.ptr != NULL ? fresh(arena, DM_STRING) : NULL;

    if (v != NULL)
        v->as.string = copy;
    return v;
}

dm_value *dm_value_list(dm_arena *arena)
{
    return fresh(arena, DM_LIST);
}

dm_value *dm_value_object(dm_arena *arena)
{
    return fresh(arena, DM_OBJECT);
}

/* `n` members of `size` bytes moved to twice the room; NULL when full. */
static void *grow(dm_arena *arena, const void *old, size_t n, size_t *cap,
                  size_t size)
{
    size_t want = *cap == 0 ? 4 : *cap * 2;
    void  *room = dm_arena_zalloc(arena, want, size);

    if (room == NULL)
        return NULL;
    if (n > 0)
        memcpy(room, old, n * size);
    *cap = want;
    return room;
}

bool dm_value_push(dm_arena *arena, dm_value *list, dm_value *item)
{
    if (list == NULL || item == NULL || list->kind != DM_LIST)
        return false;
    if (list->as.list.n == list->as.list.cap) {
        dm_value **items = grow(arena, list->as.list.items, list->as.list.n,
                                &list->as.list.cap, sizeof(dm_value *));
        if (items == NULL)
            return false;
        list->as.list.items = items;
    }
    list->as.list.items[list->as.list.n++] = item;
    return true;
}

static bool has_index(const dm_value *object)
{
    return object->as.object.index != NULL &&
           object->as.object.indexed == object->as.object.n;
}

/* The slots of an index of an object with that capacity: a power of two, and
** at most half of them are taken. */
static size_t slots(size_t cap)
{
    size_t n = 4 * (size_t)INDEXED;

    while (n < 2 * cap)
        n *= 2;
    return n;
}

/* The slot that holds `key`, or the empty one where it belongs. */
static uint32_t *slot(const dm_value *object, dm_slice key)
{
    size_t mask = slots(object->as.object.cap) - 1;
    size_t i = XXH3_64bits(key.ptr, key.len) & mask;

    for (;; i = (i + 1) & mask) {
        uint32_t *at = &object->as.object.index[i];

        if (*at == 0 ||
            dm_slice_eq(object->as.object.members[*at - 1].key, key))
            return at;
    }
}

static dm_member *member(const dm_value *object, dm_slice key)
{
    if (has_index(object)) {
        uint32_t at = *slot(object, key);

        return at > 0 ? &object->as.object.members[at - 1] : NULL;
    }
    for (size_t i = 0; i < object->as.object.n; i++)
        if (dm_slice_eq(object->as.object.members[i].key, key))
            return &object->as.object.members[i];
    return NULL;
}

void dm_value_index(dm_arena *arena, dm_value *object)
{
    size_t n = object->as.object.n;

    object->as.object.index = NULL;
    if (n < INDEXED || object->as.object.cap >= UINT32_MAX / 2)
        return;
    object->as.object.index =
        dm_arena_zalloc(arena, slots(object->as.object.cap), sizeof(uint32_t));
    if (object->as.object.index == NULL)
        return;
    for (size_t i = 0; i < n; i++) {
        uint32_t *at = slot(object, object->as.object.members[i].key);

        if (*at == 0) /* of two alike the first is found */
            *at = (uint32_t)i + 1;
    }
    object->as.object.indexed = n;
}

/* Twice the room for members. */
static bool grow_object(dm_arena *arena, dm_value *object)
{
    dm_member *room =
        grow(arena, object->as.object.members, object->as.object.n,
             &object->as.object.cap, sizeof(dm_member));

    if (room == NULL)
        return false;
    object->as.object.members = room;
    dm_value_index(arena, object);
    return true;
}

static bool append(dm_arena *arena, dm_value *object, dm_slice key,
                   dm_value *item)
{
    dm_slice copy = dm_arena_slice(arena, key);
    size_t   n = object->as.object.n;

    if (copy.ptr == NULL ||
        (n == object->as.object.cap && !grow_object(arena, object)))
        return false;
    object->as.object.members[n] = (dm_member){copy, item};
    if (has_index(object)) {
        *slot(object, copy) = (uint32_t)n + 1;
        object->as.object.indexed = n + 1;
    } else {
        object->as.object.index = NULL; /* it may not come true again */
    }
    object->as.object.n = n + 1;
    return true;
}

bool dm_value_set(dm_arena *arena, dm_value *object, dm_slice key,
                  dm_value *item)
{
    dm_member *old;

    if (object == NULL || item == NULL || object->kind != DM_OBJECT)
        return false;
    old = member(object, key);
    if (old == NULL)
        return append(arena, object, key, item);
    old->value = item;
    return true;
}

dm_value *dm_value_at(const dm_value *object, dm_slice key)
{
    const dm_member *found;

    if (object == NULL || object->kind != DM_OBJECT)
        return NULL;
    found = member(object, key);
    return found != NULL ? found->value : NULL;
}
