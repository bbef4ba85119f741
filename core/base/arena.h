/* arena.h - many small things with one lifetime and one free.
**
** Blocks are handed out from growing chunks and never freed singly.  An
** arena is born with a ceiling in bytes; over it, or when the machine has no
** more, a request returns NULL and the arena stays usable for smaller ones.
** A document has one arena and dies with it.
*/
#ifndef DM_BASE_ARENA_H
#define DM_BASE_ARENA_H

#include <stddef.h>

#include "base/slice.h"

typedef struct dm_arena {
    struct dm_chunk *chunk; /* newest first */
    size_t           used;  /* bytes held, chunk heads included */
    size_t           max;
} dm_arena;

/* Make an empty arena that may grow to `max` bytes.  Takes no memory yet. */
void dm_arena_init(dm_arena *arena, size_t max);

/* Free everything; the arena is empty and usable again. */
void dm_arena_fini(dm_arena *arena);

/* `size` bytes aligned for any type, or NULL at the ceiling. */
void *dm_arena_alloc(dm_arena *arena, size_t size)
    __attribute__((warn_unused_result));

/* The same, zeroed, for `n` members of `size` bytes; NULL on overflow too. */
void *dm_arena_zalloc(dm_arena *arena, size_t n, size_t size)
    __attribute__((warn_unused_result));

/* A copy of `s` with a zero byte behind it, or a slice with ptr == NULL. */
dm_slice dm_arena_slice(dm_arena *arena, dm_slice s);

/* A zero-terminated copy of `s`, or NULL. */
char *dm_arena_str(dm_arena *arena, dm_slice s)
    __attribute__((warn_unused_result));

#endif
