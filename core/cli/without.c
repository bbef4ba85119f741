/* without.c - the drops of a script, as ranges of the view that is printed. */
#include "cli/without.h"

enum { RESULT_MAX = 1 << 30 };

bool dm_without(dm_engine *engine, dm_doc *doc, const dm_view *view,
                dm_range **out, size_t *n, dm_err *err)
{
    dm_result result;
    bool      ok;

    dm_result_init(&result, RESULT_MAX);
    ok = dm_engine_document(engine, doc, &result, err) &&
         dm_doc_dropped(doc, view, &doc->arena, out, n, err);
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
