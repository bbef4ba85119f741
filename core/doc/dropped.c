/* dropped.c - what was dropped from a document, in one of its views. */
#include <stdlib.h>

#include "doc/doc.h"

static int by_start(const void *a, const void *b)
{
    const dm_range *x = a;
    const dm_range *y = b;

    return (x->from > y->from) - (x->from < y->from);
}

/* Ranges that touch become one; returns how many are left. */
static size_t unite(dm_range *list, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && list[i].from <= list[kept - 1].to) {
            if (list[i].to > list[kept - 1].to)
                list[kept - 1].to = list[i].to;
        } else {
            list[kept++] = list[i];
        }
    }
    return kept;
}

bool dm_doc_dropped(const dm_doc *doc, const dm_view *view, dm_arena *arena,
                    dm_range **out, size_t *n, dm_err *err)
{
    dm_range *list = dm_arena_zalloc(arena, doc->ndrops + 1, sizeof *list);
    size_t    found = 0;

    if (list == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for what is dropped");
    for (size_t i = 0; i < doc->ndrops; i++) {
        const dm_drop *drop = &doc->drops[i];

        if (dm_view_convert(drop->view, drop->range, view, &list[found],
                            NULL) &&
            list[found].from < list[found].to)
            found++;
    }
    qsort(list, found, sizeof *list, by_start);
    *out = list;
    *n = unite(list, found);
    return true;
}
