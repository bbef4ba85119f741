/* same.c - values compared and hashed, member by member.
**
** Values are a script's or a file's, both bounded in depth by who made them.
*/
#include "desk/same.h"

#include <xxhash.h>

static bool same_list(const dm_value *a, const dm_value *b)
{
    if (a->as.list.n != b->as.list.n)
        return false;
    for (size_t i = 0; i < a->as.list.n; i++)
        if (!dm_value_same(a->as.list.items[i], b->as.list.items[i]))
            return false;
    return true;
}

/* Members mostly stand in the same order, so the other's is tried there. */
static bool same_object(const dm_value *a, const dm_value *b)
{
    if (a->as.object.n != b->as.object.n)
        return false;
    for (size_t i = 0; i < a->as.object.n; i++) {
        const dm_member *m = &a->as.object.members[i];
        const dm_member *o = &b->as.object.members[i];
        const dm_value  *other =
            dm_slice_eq(m->key, o->key) ? o->value : dm_value_at(b, m->key);

        if (other == NULL || !dm_value_same(m->value, other))
            return false;
    }
    return true;
}

/* A number bit by bit, because -0.0 is written otherwise than 0.0. */
static uint64_t bits_of(const dm_value *v)
{
    uint64_t bits = 0;

    memcpy(&bits, &v->as.real, sizeof bits);
    return bits;
}

bool dm_value_same(const dm_value *a, const dm_value *b)
{
    if (a == b)
        return true;
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case DM_BOOL:
        return a->as.boolean == b->as.boolean;
    case DM_INT:
        return a->as.integer == b->as.integer;
    case DM_REAL:
        return bits_of(a) == bits_of(b);
    case DM_STRING:
        return dm_slice_eq(a->as.string, b->as.string);
    case DM_LIST:
        return same_list(a, b);
    case DM_OBJECT:
        return same_object(a, b);
    case DM_NULL:
        break;
    }
    return true;
}

uint64_t dm_hash_mix(uint64_t hash, uint64_t more)
{
    return XXH3_64bits_withSeed(&more, sizeof more, hash) | 1;
}

uint64_t dm_hash_text(dm_slice s)
{
    return XXH3_64bits(s.ptr, s.len) | 1;
}

static uint64_t hash_list(const dm_value *v)
{
    uint64_t h = DM_LIST;

    for (size_t i = 0; i < v->as.list.n; i++)
        h = dm_hash_mix(h, dm_value_hash(v->as.list.items[i]));
    return dm_hash_mix(h, DM_LIST);
}

/* A sum, so that the order does not count. */
static uint64_t hash_object(const dm_value *v)
{
    uint64_t h = 0;

    for (size_t i = 0; i < v->as.object.n; i++) {
        const dm_member *m = &v->as.object.members[i];

        h += dm_hash_mix(dm_hash_text(m->key), dm_value_hash(m->value));
    }
    return dm_hash_mix(h, DM_OBJECT);
}

uint64_t dm_value_hash(const dm_value *v)
{
    uint64_t bits = 0;

    switch (v->kind) {
    case DM_STRING:
        bits = dm_hash_text(v->as.string);
        break;
    case DM_LIST:
        return hash_list(v);
    case DM_OBJECT:
        return hash_object(v);
    case DM_BOOL:
        bits = v->as.boolean;
        break;
    case DM_INT:
        bits = (uint64_t)v->as.integer;
        break;
    case DM_REAL:
        bits = bits_of(v);
        break;
    case DM_NULL:
        break;
    }
    return dm_hash_mix(v->kind, bits);
}

int dm_text_order(dm_slice a, dm_slice b)
{
    int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}
