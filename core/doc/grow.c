/* grow.c - powers of two from eight on. */
#include "doc/grow.h"

#include <string.h>

enum { FIRST = 8 };

void *dm_grow(dm_arena *arena, void *list, size_t n, size_t size)
{
    void *more;

    if (n != 0 && (n < FIRST || (n & (n - 1)) != 0))
        return list;
    more = dm_arena_alloc(arena, (n != 0 ? 2 * n : FIRST) * size);
    if (more != NULL && n != 0)
        memcpy(more, list, n * size);
    return more;
}
