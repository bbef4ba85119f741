/* without.c - the drops of a script, as ranges of the view that is printed. */
#include "cli/without.h"

#include <stdlib.h>

enum { RESULT_MAX = 1 << 30 };

static int by_start(const void *a, const void *b)
{
    const dm_range *x = a;
    const dm_range *y = b;

    return (x->from > y->from) - (x->from < y->from);
}

/* Overlapping ranges become one; returns how many are left. */
static size_t merge(dm_range *ranges, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && ranges[i].from <= ranges[kept - 1].to) {
            if (ranges[i].to > ranges[kept - 1].to)
                ranges[kept - 1].to = ranges[i].to;
        } else {
            ranges[kept++] = ranges[i];
        }
    }
    return kept;
}

static bool collect(dm_doc *doc, const dm_view *view, dm_range **out, size_t *n,
                    dm_err *err)
{
    dm_range *ranges =
        dm_arena_zalloc(&doc->arena, doc->ndrops + 1, sizeof *ranges);

    if (ranges == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for what is dropped");
    *n = 0;
    for (size_t i = 0; i < doc->ndrops; i++) {
        const dm_drop *drop = &doc->drops[i];

        if (dm_view_convert(drop->view, drop->range, view, &ranges[*n], NULL))
            ++*n;
    }
    qsort(ranges, *n, sizeof *ranges, by_start);
    *n = merge(ranges, *n);
    *out = ranges;
    return true;
}

bool dm_without(dm_engine *engine, dm_doc *doc, const dm_view *view,
                dm_range **out, size_t *n, dm_err *err)
{
    dm_result result;
    bool      ok;

    dm_result_init(&result, RESULT_MAX);
    ok = dm_engine_document(engine, doc, &result, err) &&
         collect(doc, view, out, n, err);
    dm_result_fini(&result);
    return ok;
}

bool dm_without_next(const dm_range *ranges, size_t n, dm_range line,
                     size_t *at, dm_range *piece)
{
    size_t lo = 0;
    size_t hi = n;

    while (lo < hi) { /* the first range that ends behind *at */
        size_t mid = lo + (hi - lo) / 2;

        if (ranges[mid].to <= *at)
            lo = mid + 1;
        else
            hi = mid;
    }
    while (lo < n && ranges[lo].from <= *at)
        *at = ranges[lo++].to;
    if (*at >= line.to)
        return false;
    piece->from = *at;
    piece->to = lo < n && ranges[lo].from < line.to ? ranges[lo].from : line.to;
    *at = piece->to;
    return true;
}
