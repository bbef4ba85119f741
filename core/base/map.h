/* map.h - a table from slices to pointers.
**
** Open addressing over slices that the caller keeps alive (an arena's, as a
** rule).  Iteration goes in the order of insertion, so nothing that is
** printed from a map depends on hashing.  Hashes are xxh3 with a fixed seed.
*/
#ifndef DM_BASE_MAP_H
#define DM_BASE_MAP_H

#include <stdint.h>

#include "base/slice.h"

typedef struct dm_map_entry {
    dm_slice key;
    void    *value;
} dm_map_entry;

typedef struct dm_map {
    dm_map_entry *entries; /* in order of insertion */
    uint32_t     *slots;   /* index + 1 into entries, 0 empty */
    size_t        n, cap, nslots;
} dm_map;

void dm_map_init(dm_map *map);
void dm_map_fini(dm_map *map);

/* The value stored under `key`, or NULL. */
void *dm_map_find(const dm_map *map, dm_slice key);

/* Store `value` (not NULL) under `key`, replacing an older one.  False when
** memory ran out; the map is then unchanged. */
__attribute__((warn_unused_result)) bool dm_map_put(dm_map *map, dm_slice key,
                                                    void *value);

#endif
