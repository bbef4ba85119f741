/* fold.c - folding is two looks into a paged table: which page of characters,
** which of the few thousand targets.  Nearly all pages are the empty one. */
#include "han/fold.h"

#include <stddef.h>

#include "han/tables/fold.inc"

enum { PAGE_BITS = 6, PAGE = 1 << PAGE_BITS };

uint32_t dm_han_fold(uint32_t cp)
{
    size_t   page = cp >> PAGE_BITS;
    uint16_t to;

    if (page >= sizeof fold_page / sizeof *fold_page)
        return cp;
    to = fold_cell[(size_t)fold_page[page] * PAGE + (cp & (PAGE - 1))];
    return to != 0 ? fold_to[to] : cp;
}
