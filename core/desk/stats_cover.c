/* stats_cover.c - sorted lists, walked once. */
#include "desk/stats_cover.h"

#include <stdlib.h>

#include "text/utf8.h"

enum { ALIVE = 64 };

static int by_place(const void *a, const void *b)
{
    const dm_range *x = a;
    const dm_range *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

size_t dm_cover_union(dm_range *ranges, size_t n)
{
    size_t kept = 0;

    if (n > 1)
        qsort(ranges, n, sizeof *ranges, by_place);
    for (size_t i = 0; i < n; i++) {
        dm_range r = ranges[i];

        if (r.from >= r.to)
            continue;
        if (kept == 0 || ranges[kept - 1].to < r.from)
            ranges[kept++] = r;
        else if (ranges[kept - 1].to < r.to)
            ranges[kept - 1].to = r.to;
    }
    return kept;
}

uint64_t dm_cover_chars(dm_slice text, const dm_range *ranges, size_t n)
{
    uint64_t chars = 0;

    for (size_t i = 0; i < n; i++)
        chars +=
            dm_utf8_count(dm_slice_sub(text, ranges[i].from, ranges[i].to));
    return chars;
}

static int by_span(const void *a, const void *b)
{
    const dm_cover_span *x = a;
    const dm_cover_span *y = b;
    int                  order = by_place(&x->range, &y->range);

    if (order != 0)
        return order;
    return (x->owner > y->owner) - (x->owner < y->owner);
}

void dm_cover_sort(dm_cover_span *spans, size_t n)
{
    if (n > 1)
        qsort(spans, n, sizeof *spans, by_span);
}

void dm_cover_pairs(const dm_cover_span *spans, size_t                    n,
                    void (*pair)(void *ud, uint32_t a, uint32_t b), void *ud)
{
    const dm_cover_span *alive[ALIVE];
    size_t               nalive = 0;

    for (size_t i = 0; i < n; i++) {
        const dm_cover_span *s = &spans[i];
        size_t               kept = 0;

        for (size_t k = 0; k < nalive; k++)
            if (alive[k]->range.to > s->range.from)
                alive[kept++] = alive[k];
        nalive = kept;
        if (s->range.from >= s->range.to)
            continue;
        for (size_t k = 0; k < nalive; k++)
            if (alive[k]->owner < s->owner)
                pair(ud, alive[k]->owner, s->owner);
            else if (alive[k]->owner > s->owner)
                pair(ud, s->owner, alive[k]->owner);
        if (nalive == ALIVE)
            memmove(alive, alive + 1, --nalive * sizeof(dm_cover_span *));
        alive[nalive++] = s;
    }
}

bool dm_cover_gap(const dm_range *ranges, size_t n, size_t *i, size_t *at,
                  size_t end, dm_range *gap)
{
    while (*i < n && ranges[*i].from <= *at) {
        if (ranges[*i].to > *at)
            *at = ranges[*i].to;
        if (ranges[*i].to > end)
            break; /* it reaches over the end: the next call needs it */
        (*i)++;
    }
    if (*at >= end)
        return false;
    gap->from = *at;
    gap->to = *i < n && ranges[*i].from < end ? ranges[*i].from : end;
    *at = gap->to;
    return true;
}
