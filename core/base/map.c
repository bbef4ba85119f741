/* map.c - insertion-ordered open addressing. */
#include "base/map.h"

#include <xxhash.h>

#include "base/mem.h"

void dm_map_init(dm_map *map)
{
    memset(map, 0, sizeof *map);
}

void dm_map_fini(dm_map *map)
{
    dm_mem_free(map->entries);
    dm_mem_free(map->slots);
    dm_map_init(map);
}

/* The slot that holds `key`, or the empty one where it would go. */
static size_t probe(const dm_map *map, dm_slice key)
{
    size_t mask = map->nslots - 1;
    size_t at = (size_t)XXH3_64bits(key.ptr, key.len) & mask;

    while (map->slots[at] != 0 &&
           !dm_slice_eq(map->entries[map->slots[at] - 1].key, key))
        at = (at + 1) & mask;
    return at;
}

void *dm_map_find(const dm_map *map, dm_slice key)
{
    size_t at;

    if (map->n == 0)
        return NULL;
    at = probe(map, key);
    return map->slots[at] != 0 ? map->entries[map->slots[at] - 1].value : NULL;
}

static bool grow(dm_map *map)
{
    size_t        cap = map->cap != 0 ? map->cap * 2 : 8;
    uint32_t     *slots = dm_mem_alloc(cap * 2 * sizeof *slots);
    dm_map_entry *entries;

    if (slots == NULL)
        return false;
    entries = dm_mem_realloc(map->entries, cap * sizeof *entries);
    if (entries == NULL) {
        dm_mem_free(slots);
        return false;
    }
    memset(slots, 0, cap * 2 * sizeof *slots);
    dm_mem_free(map->slots);
    map->entries = entries;
    map->slots = slots;
    map->cap = cap;
    map->nslots = cap * 2;
    for (size_t i = 0; i < map->n; i++)
        slots[probe(map, entries[i].key)] = (uint32_t)i + 1;
    return true;
}

bool dm_map_put(dm_map *map, dm_slice key, void *value)
{
    size_t at;

    if (map->n == map->cap && !grow(map))
        return false;
    at = probe(map, key);
    if (map->slots[at] != 0) {
        map->entries[map->slots[at] - 1].value = value;
        return true;
    }
    map->entries[map->n].key = key;
    map->entries[map->n].value = value;
    map->slots[at] = (uint32_t)++map->n;
    return true;
}
