/* paths.h - a list of paths, each of them once, in the order they came.
**
** Zero-terminated one after the other, with a table of hashes beside them: a
** folder of a hundred thousand documents is listed, and each of them asked for,
** in the time it takes to read their names.
*/
#ifndef DM_DESK_PATHS_H
#define DM_DESK_PATHS_H

#include <stdint.h>

#include "base/buf.h"

typedef struct dm_paths {
    dm_buf    bytes; /* failed: one could not be added, for want of memory */
    size_t    n;
    uint32_t *slots; /* where a path begins, plus 1; 0: free */
    size_t    nslots;
} dm_paths;

void dm_paths_init(dm_paths *paths);
void dm_paths_fini(dm_paths *paths);
void dm_paths_clear(dm_paths *paths);

bool dm_paths_has(const dm_paths *paths, const char *path);

/* Put `path` at the end, if it is not there yet; the list may move. */
void dm_paths_add(dm_paths *paths, const char *path);

/* Take the last one, `path`, away again. */
void dm_paths_drop(dm_paths *paths, const char *path);

/* The one behind `before` (NULL: the first); NULL at the end. */
const char *dm_paths_next(const dm_paths *paths, const char *before);

#endif
