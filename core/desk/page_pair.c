/* page_pair.c - the same matches in two runs.
**
** The present run's matches in order of place, so that each of the earlier
** run's is looked up.  Reports tell some of many matches: what lies behind the
** last one that a report tells has nothing to be compared with.
*/
#include <stdlib.h>

#include "desk/page_in.h"

enum { WAS = 2 };

static dm_page_spot *mark_at(const dm_page *p, size_t i)
{
    return (dm_page_spot *)(void *)p->marks.ptr + i;
}

int dm_page_compare(const dm_page_spot *a, const dm_page_spot *b)
{
    const size_t x[] = {(size_t)a->rule, a->clean.from, a->clean.to,
                        a->source.from, a->source.to};
    const size_t y[] = {(size_t)b->rule, b->clean.from, b->clean.to,
                        b->source.from, b->source.to};

    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

static int by_place(const void *a, const void *b, void *page)
{
    const size_t *x = a;
    const size_t *y = b;

    return dm_page_compare(mark_at(page, *x), mark_at(page, *y));
}

/* Put the matches so far in order. */
void dm_page_order(dm_page *p)
{
    size_t n = p->marks.len / sizeof(dm_page_spot);

    p->order = dm_arena_alloc(p->arena, (n + 1) * sizeof *p->order);
    p->norder = 0;
    if (p->order == NULL) {
        p->failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        if (mark_at(p, i)->kind == DM_SPOT_HIT)
            p->order[p->norder++] = i;
    qsort_r(p->order, p->norder, sizeof *p->order, by_place, p);
}

/* The mark of a match at the same place by the same rule, or NULL. */
static dm_page_spot *find_hit(const dm_page *p, const dm_page_spot *like)
{
    size_t low = 0, high = p->norder;

    while (low < high) {
        size_t mid = (low + high) / 2;
        int    by = dm_page_compare(mark_at(p, p->order[mid]), like);

        if (by == 0)
            return mark_at(p, p->order[mid]);
        if (by < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* How many of the present run's matches lie before the place or on it, of its
** rule and those before. */
static size_t count_to(const dm_page *p, const dm_page_spot *place)
{
    size_t low = 0, high = p->norder;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (dm_page_compare(mark_at(p, p->order[mid]), place) <= 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static size_t count_rules_to(const dm_page *p, int rule)
{
    const dm_range     end = {SIZE_MAX, SIZE_MAX};
    const dm_page_spot last = {.rule = rule, .clean = end, .source = end};

    return rule < 0 ? 0 : count_to(p, &last);
}

/* Does a match of the earlier run lie behind the last one of the present run
** that is told, with more there that are not?  Then it cannot be compared. */
bool dm_page_behind(const dm_page *p, const dm_page_spot *was)
{
    size_t          all = count_rules_to(p, was->rule);
    size_t          told = all - count_rules_to(p, was->rule - 1);
    const dm_value *rule =
        was->rule >= 0 ? p->rules->as.list.items[was->rule] : NULL;
    const dm_value *now = rule != NULL ? dm_value_at(rule, DM_S("now")) : NULL;

    if (dm_member_int(now, "hits") <= (int64_t)told)
        return false;
    return told == 0 || dm_page_compare(was, mark_at(p, p->order[all - 1])) > 0;
}

/* The earlier run has more matches of the rule than it tells: the present ones
** behind `last`, its last one told, count as neither gained nor lost. */
void dm_page_share_rest(dm_page *p, const dm_page_spot *last)
{
    size_t end = count_rules_to(p, last->rule);

    for (size_t i = count_to(p, last); i < end; i++) {
        dm_page_spot *m = mark_at(p, p->order[i]);

        p->left_pairs += (m->sides & WAS) == 0;
        m->sides |= WAS;
    }
}

/* A match of the earlier run: its places are filled in; the mark that it
** shares, or NULL. */
dm_page_spot *dm_page_shared(dm_page *p, const dm_view *view, dm_range range,
                             dm_page_spot *mark)
{
    (void)dm_view_convert(view, range, p->clean, &mark->clean, NULL);
    (void)dm_view_convert(view, range, p->source, &mark->source, NULL);
    return find_hit(p, mark);
}
