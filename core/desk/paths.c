/* paths.c - a list of paths with an open table of their hashes; the table is
** at most half full. */
#include "desk/paths.h"

#include <string.h>
#include <xxhash.h>

#include "base/mem.h"

enum { PATHS_MAX = 64 << 20, SLOTS = 64 };

void dm_paths_init(dm_paths *paths)
{
    memset(paths, 0, sizeof *paths);
    dm_buf_init(&paths->bytes, PATHS_MAX);
}

void dm_paths_fini(dm_paths *paths)
{
    dm_buf_fini(&paths->bytes);
    dm_mem_free(paths->slots);
    paths->slots = NULL;
    paths->n = paths->nslots = 0;
}

void dm_paths_clear(dm_paths *paths)
{
    dm_buf_clear(&paths->bytes);
    if (paths->nslots > 0)
        memset(paths->slots, 0, paths->nslots * sizeof *paths->slots);
    paths->n = 0;
}

const char *dm_paths_next(const dm_paths *paths, const char *before)
{
    const char *at =
        before == NULL ? paths->bytes.ptr : before + strlen(before) + 1;

    return at != NULL && at < paths->bytes.ptr + paths->bytes.len ? at : NULL;
}

/* The slot of `path`, or the free one where it would be. */
static uint32_t *slot_of(const dm_paths *paths, const char *path)
{
    size_t i = (size_t)XXH3_64bits(path, strlen(path));

    for (;; i++) {
        uint32_t *slot = &paths->slots[i & (paths->nslots - 1)];

        if (*slot == 0 || strcmp(paths->bytes.ptr + *slot - 1, path) == 0)
            return slot;
    }
}

/* Room for one more; false without memory. */
static bool grow(dm_paths *paths)
{
    size_t    n = paths->nslots > 0 ? paths->nslots * 2 : SLOTS;
    uint32_t *slots;

    if ((paths->n + 1) * 2 <= paths->nslots)
        return true;
    slots = dm_mem_alloc(n * sizeof *slots);
    if (slots == NULL)
        return false;
    memset(slots, 0, n * sizeof *slots);
    dm_mem_free(paths->slots);
    paths->slots = slots;
    paths->nslots = n;
    for (const char *p = dm_paths_next(paths, NULL); p != NULL;
         p = dm_paths_next(paths, p))
        *slot_of(paths, p) = (uint32_t)(p - paths->bytes.ptr) + 1;
    return true;
}

bool dm_paths_has(const dm_paths *paths, const char *path)
{
    return paths->n > 0 && *slot_of(paths, path) != 0;
}

void dm_paths_add(dm_paths *paths, const char *path)
{
    size_t at = paths->bytes.len;

    if (dm_paths_has(paths, path))
        return;
    if (!grow(paths)) {
        paths->bytes.failed = true;
        return;
    }
    dm_buf_add(&paths->bytes, path, strlen(path) + 1);
    if (paths->bytes.failed)
        return;
    *slot_of(paths, path) = (uint32_t)at + 1;
    paths->n++;
}

void dm_paths_drop(dm_paths *paths, const char *path)
{
    size_t len = strlen(path) + 1;

    /* nothing went in behind it, so no search passes its slot */
    *slot_of(paths, path) = 0;
    paths->bytes.len -= len;
    paths->n--;
}
