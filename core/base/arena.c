/* arena.c - chunks in a list; a request is cut from the newest. */
#include "base/arena.h"

#include <stdint.h>

#include "base/mem.h"

#ifndef DM_ARENA_CHUNK
#define DM_ARENA_CHUNK 16384 /* first chunk; tests shrink it */
#endif

enum { ALIGN = 16 };

typedef struct dm_chunk {
    struct dm_chunk *next;
    size_t           size, used; /* bytes behind this head */
    size_t           pad;        /* keeps the data 16-byte aligned */
} dm_chunk;

void dm_arena_init(dm_arena *arena, size_t max)
{
    arena->chunk = NULL;
    arena->used = 0;
    arena->max = max;
}

void dm_arena_fini(dm_arena *arena)
{
    while (arena->chunk != NULL) {
        dm_chunk *next = arena->chunk->next;

        dm_mem_free(arena->chunk);
        arena->chunk = next;
    }
    arena->used = 0;
}

/* Chunks double with the arena, so that their number stays small. */
static dm_chunk *grow(dm_arena *arena, size_t need)
{
    size_t size = arena->used > DM_ARENA_CHUNK ? arena->used : DM_ARENA_CHUNK;
    dm_chunk *chunk;

    if (size > (size_t)8 << 20)
        size = (size_t)8 << 20;
    if (size < need)
        size = need;
    if (size + sizeof *chunk > arena->max - arena->used)
        size = need; /* near the ceiling: no slack */
    if (size + sizeof *chunk > arena->max - arena->used)
        return NULL;
    chunk = dm_mem_alloc(sizeof *chunk + size);
    if (chunk == NULL)
        return NULL;
    chunk->size = size;
    chunk->used = 0;
    chunk->next = arena->chunk;
    arena->chunk = chunk;
    arena->used += sizeof *chunk + size;
    return chunk;
}

void *dm_arena_alloc(dm_arena *arena, size_t size)
{
    dm_chunk *chunk = arena->chunk;
    char     *out;

    if (size > arena->max)
        return NULL;
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (chunk == NULL || chunk->size - chunk->used < size)
        chunk = grow(arena, size);
    if (chunk == NULL)
        return NULL;
    out = (char *)(chunk + 1) + chunk->used;
    chunk->used += size;
    return out;
}

void *dm_arena_zalloc(dm_arena *arena, size_t n, size_t size)
{
    void *out;

    if (size != 0 && n > SIZE_MAX / 2 / size)
        return NULL;
    out = dm_arena_alloc(arena, n * size);
    return out != NULL ? memset(out, 0, n * size) : NULL;
}

char *dm_arena_str(dm_arena *arena, dm_slice s)
{
    char *out = dm_arena_alloc(arena, s.len + 1);

    if (out == NULL)
        return NULL;
    memcpy(out, s.ptr, s.len);
    out[s.len] = '\0';
    return out;
}

dm_slice dm_arena_slice(dm_arena *arena, dm_slice s)
{
    dm_slice out = {dm_arena_str(arena, s), s.len};

    return out;
}
