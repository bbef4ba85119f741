/* value.c - record values.
**
** Lists and objects grow by doubling inside the arena; the abandoned halves
** stay there until the document is over, which costs at most as much again.
** Records are small (a few dozen members), so look-up is a linear search.
*/
#include "emit/value.h"

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

static dm_member *member(const dm_value *object, dm_slice key)
{
    for (size_t i = 0; i < object->as.object.n; i++)
        if (dm_slice_eq(object->as.object.members[i].key, key))
            return &object->as.object.members[i];
    return NULL;
}

static bool append(dm_arena *arena, dm_value *object, dm_slice key,
                   dm_value *item)
{
    dm_slice copy = dm_arena_slice(arena, key);

    if (copy.ptr == NULL)
        return false;
    if (object->as.object.n == object->as.object.cap) {
        dm_member *room =
            grow(arena, object->as.object.members, object->as.object.n,
                 &object->as.object.cap, sizeof(dm_member));
        if (room == NULL)
            return false;
        object->as.object.members = room;
    }
    object->as.object.members[object->as.object.n++] = (dm_member){copy, item};
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
