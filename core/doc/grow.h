/* grow.h - lists that grow inside a document's arena.
**
** The list doubles; the old copy stays behind as waste, which is at most as
** large as the list.  Capacities are powers of two, so a list needs no member
** to remember its own.
*/
#ifndef DM_DOC_GROW_H
#define DM_DOC_GROW_H

#include "base/arena.h"

/*
** `list` of `n` members of `size` bytes, with room for one more; moved when
** it was full.  NULL when the arena is, and `list` is then as it was.
*/
void *dm_grow(dm_arena *arena, void *list, size_t n, size_t size)
    __attribute__((warn_unused_result));

#endif
