/* near_keep.c - the attempts that are kept, best first, and the list made of
** them at the end.
*/
#include "match/near_in.h"

enum { ADJOINING = 8 }; /* bytes */

static bool overlaps(const dm_near_try *a, const dm_near_try *b)
{
    return (b->start >= a->start && b->start < a->reach.at) ||
           a->reach.at == b->reach.at;
}

static void forget(dm_near *n, size_t i)
{
    n->nkept--;
    memmove(&n->kept[i], &n->kept[i + 1], (n->nkept - i) * sizeof n->kept[0]);
}

bool dm_near_keep(dm_near *n, const dm_near_try *t)
{
    size_t i = 0;

    for (size_t k = 0; k < n->nkept; k++)
        if (overlaps(&n->kept[k], t) &&
            n->kept[k].reach.weight >= t->reach.weight)
            return false;
    while (i < n->nkept && n->kept[i].reach.weight >= t->reach.weight)
        i++;
    if (i == n->limit)
        return false;
    for (size_t k = n->nkept; k-- > i;)
        if (overlaps(&n->kept[k], t))
            forget(n, k);
    if (n->nkept == n->limit)
        n->nkept--;
    memmove(&n->kept[i + 1], &n->kept[i], (n->nkept - i) * sizeof n->kept[0]);
    n->kept[i] = *t;
    n->nkept++;
    return true;
}

/* The tail is of no interest when it begins right behind a place where an
** attempt stopped: what stands between is the story. */
static bool tail_adjoins(const dm_near *n)
{
    size_t from = n->tail.range.from;

    for (size_t i = 0; i < n->nkept; i++)
        if (n->kept[i].reach.at <= from &&
            from - n->kept[i].reach.at <= ADJOINING)
            return true;
    return false;
}

/* The tail begins in what the best attempt took: that an item took so much is
** the cause, which the attempt tells. */
static bool tail_taken(const dm_near *n)
{
    size_t from = n->tail.range.from;

    return n->nkept > 0 && n->kept[0].start < from &&
           from < n->kept[0].reach.at;
}

const dm_near_miss *dm_near_list(dm_near *n, size_t *count, dm_err *err)
{
    dm_near_miss *list =
        dm_arena_zalloc(&n->answer, n->nkept + 1, sizeof *list);
    bool   ok = list != NULL;
    bool   tail = n->tail.first != DM_NO_ITEM && !tail_adjoins(n);
    bool   late = tail && tail_taken(n);
    size_t k = 0;

    if (ok && tail && !late)
        ok = dm_near_tell_tail(n, &list[k++]);
    for (size_t i = 0; ok && i < n->nkept && k < n->limit; i++)
        ok = dm_near_tell(n, &n->kept[i], &list[k++]);
    if (ok && late && k < n->limit)
        ok = dm_near_tell_tail(n, &list[k++]);
    if (ok && k == 0 && n->nmatches == 0)
        ok = dm_near_tell_none(n, &list[k++]);
    *count = k;
    if (!ok)
        dm_fail(err, DM_E_MEMORY, "no memory to explain a pattern");
    return ok ? list : NULL;
}
