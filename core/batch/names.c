/* names.c - linear probing, at most half full, hashed by xxh3. */
#include "batch/names.h"

#include <xxhash.h>

#include "base/mem.h"

enum { FIRST = 64 };

typedef struct dm_taken {
    dm_slice name, who; /* name.ptr NULL: free */
} dm_taken;

void dm_names_init(dm_names *names)
{
    memset(names, 0, sizeof *names);
    dm_arena_init(&names->arena, SIZE_MAX);
}

void dm_names_fini(dm_names *names)
{
    dm_mem_free(names->slots);
    dm_arena_fini(&names->arena);
    names->slots = NULL;
    names->n = names->cap = 0;
}

/* The slot that has `name`, or the free one where it would go. */
static dm_taken *probe(dm_taken *slots, size_t cap, dm_slice name)
{
    size_t i = (size_t)XXH3_64bits(name.ptr, name.len) & (cap - 1);

    while (slots[i].name.ptr != NULL && !dm_slice_eq(slots[i].name, name))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

const dm_slice *dm_names_holder(const dm_names *names, dm_slice name)
{
    const dm_taken *t = NULL;

    if (names->cap == 0)
        return NULL;
    t = probe(names->slots, names->cap, name);
    return t->name.ptr != NULL ? &t->who : NULL;
}

static bool grow(dm_names *names)
{
    size_t    cap = names->cap > 0 ? names->cap * 2 : FIRST;
    dm_taken *slots = dm_mem_alloc(cap * sizeof *slots);

    if (slots == NULL)
        return false;
    memset(slots, 0, cap * sizeof *slots);
    for (size_t i = 0; i < names->cap; i++)
        if (names->slots[i].name.ptr != NULL)
            *probe(slots, cap, names->slots[i].name) = names->slots[i];
    dm_mem_free(names->slots);
    names->slots = slots;
    names->cap = cap;
    return true;
}

bool dm_names_take(dm_names *names, dm_slice name, dm_slice who, dm_err *err)
{
    dm_taken t = {dm_arena_slice(&names->arena, name),
                  dm_arena_slice(&names->arena, who)};

    if (t.name.ptr == NULL || t.who.ptr == NULL ||
        (names->n * 2 >= names->cap && !grow(names)))
        return dm_fail(err, DM_E_MEMORY, "no memory for the names of files");
    *probe(names->slots, names->cap, name) = t;
    names->n++;
    return true;
}
