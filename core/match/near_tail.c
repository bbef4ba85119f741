/* near_tail.c - the longest tail of a pattern that matches somewhere.
**
** A pattern whose first item is wrong gets nowhere, although everything behind
** it may be right.  Tails begin at the items of the pattern's own level, so
** that parentheses stay whole.  A longer tail matches in fewer places, so the
** first one that matches is found by halving, and when the shortest does not
** match, none does.
*/
#include "match/near_in.h"
#include "text/utf8.h"

enum {
    TAILS_MAX = 256,
    SEARCHES_MAX = 7,
    MET_MAX = 64, /* matches in one run that are none */
    STEP_SEARCHES = 64
};

/* References and calls count groups that a tail does not have; a verb or a
** quote may reach over its edge. */
static bool can_cut(const dm_items *items)
{
    if (items->refers || items->calls)
        return false;
    for (size_t i = 0; i < items->n; i++) {
        const dm_item *item = &items->at[i];

        if (item->quoted || item->kind == DM_ITEM_CHOICE ||
            (item->kind == DM_ITEM_BAR && item->parent == DM_NO_ITEM) ||
            (item->kind == DM_ITEM_MARK && item->after == 0))
            return false;
    }
    return true;
}

/* The items that a tail may begin with. */
static size_t tails(const dm_items *items, int *out)
{
    size_t n = 0;
    int    i = dm_item_next(items, 0);

    for (; i != DM_NO_ITEM && n < TAILS_MAX; i = dm_item_next(items, i))
        if (items->at[i].copy == 0)
            out[n++] = i;
    return n;
}

static bool inside_match(const dm_near *n, dm_range r)
{
    for (size_t i = 0; i < n->nmatches; i++)
        if (r.from >= n->matches[i].from && r.from < n->matches[i].to)
            return true;
    return false;
}

typedef enum looked {
    LOOKED_MORE, /* not yet */
    LOOKED_NONE,
    LOOKED_FOUND
} looked;

/* One search, for a match outside of the regex's own matches. */
static looked look(dm_near *n)
{
    dm_near_tail *t = &n->tail;
    size_t        from = n->pos;
    int           rc = dm_near_search(n, t->code, PCRE2_NOTEMPTY);
    const size_t *pair = pcre2_get_ovector_pointer(n->data);
    dm_range      r;

    if (rc <= 0) {
        n->searched += rc == PCRE2_ERROR_NOMATCH
                           ? (n->pos < n->run.to ? n->pos : n->run.to) - from
                           : (size_t)DM_NEAR_WINDOW; /* a limit: dear */
        return rc == PCRE2_ERROR_NOMATCH && n->pos <= n->run.to ? LOOKED_MORE
                                                                : LOOKED_NONE;
    }
    r = (dm_range){n->run.from + pair[0], n->run.from + pair[1]};
    n->pos = r.to > from ? r.to : from + 1;
    while (n->pos < n->run.to && dm_utf8_inside(n->subject.ptr[n->pos]))
        n->pos++;
    n->searched += n->pos - from;
    if (r.from < r.to && !inside_match(n, r)) {
        t->range = r;
        return LOOKED_FOUND;
    }
    return ++t->met < MET_MAX && n->pos <= n->run.to ? LOOKED_MORE
                                                     : LOOKED_NONE;
}

/* A step's worth of searches; run after run. */
static looked look_on(dm_near *n)
{
    size_t end = n->searched + DM_NEAR_WINDOW;
    looked how = LOOKED_MORE;

    for (int i = 0; i < STEP_SEARCHES && how == LOOKED_MORE; i++) {
        if (n->searched >= end)
            break;
        how = look(n);
        if (how != LOOKED_NONE || !dm_near_next_run(n, n->run.to + 1))
            continue;
        n->tail.met = 0;
        how = LOOKED_MORE;
    }
    return how;
}

/* Which tail to try next.  With matches about, a short tail may match in so
** many of them that no other place of it is found. */
static size_t choose(const dm_near *n)
{
    const dm_near_tail *t = &n->tail;

    if (t->searches == 1 && n->nmatches == 0)
        return t->high - 1;
    return t->searches <= 2 && t->low == 0 ? 0
                                           : t->low + (t->high - t->low) / 2;
}

/* A tail must tell more than the best attempt, and not be just anything. */
static bool worth(const dm_near *n, int first)
{
    size_t rest = n->items.total - n->items.at[first].before;
    size_t best = n->nkept > 0 ? n->kept[0].reach.weight : 0;

    return best < n->items.total / 2 && rest > best &&
           rest > n->items.total / 4 && rest > (size_t)2 * DM_ITEM_NOTHING;
}

/* Choose a tail and begin to look for it; false when none is left. */
static bool begin_tail(dm_near *n)
{
    dm_near_tail *t = &n->tail;
    int           first[TAILS_MAX];
    size_t        count;
    dm_slice      spelled = n->items.spelled;

    if (n->nmatches > DM_NEAR_MATCHES || n->anchored || !can_cut(&n->items))
        return false;
    count = tails(&n->items, first);
    if (t->searches == 0) {
        while (count > 0 && !worth(n, first[count - 1]))
            count--;
        t->high = count;
    }
    if (t->searches++ == SEARCHES_MAX || t->low >= t->high)
        return false;
    t->mid = choose(n);
    if (t->mid >= count || !dm_near_next_run(n, 0))
        return false;
    t->own = first[t->mid];
    t->met = 0;
    t->code = dm_regex_code(
        dm_slice_sub(spelled, n->items.at[t->own].spelled.from, spelled.len),
        n->items.flags, 0, NULL);
    if (t->code != NULL)
        (void)pcre2_jit_compile(t->code, PCRE2_JIT_COMPLETE);
    else
        t->low = t->mid + 1;
    return true;
}

void dm_near_drop_tail(dm_near *n)
{
    pcre2_code_free(n->tail.code);
    n->tail.code = NULL;
}

bool dm_near_find_tail(dm_near *n)
{
    dm_near_tail *t = &n->tail;
    looked        how;

    if (t->code == NULL)
        return begin_tail(n);
    how = look_on(n);
    if (how == LOOKED_MORE)
        return true;
    if (how == LOOKED_FOUND) {
        t->first = t->own;
        t->high = t->mid;
    } else {
        t->low = t->mid + 1;
    }
    dm_near_drop_tail(n);
    return true;
}
