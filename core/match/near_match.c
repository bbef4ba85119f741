/* near_match.c - what each item of a match took.
**
** The match is made once more with callouts.  Where an item was last tried is
** where it begins, for what backtracking undid was tried again; it ends where
** what follows it begins.  Of the branches of a group the one was taken whose
** end was reached last.
*/
#include "match/near_in.h"
#include "text/utf8.h"

enum { BACK_MAX = 1000, WHAT_MAX = 4096 };

typedef struct teller {
    dm_near      *near;
    dm_near_trace trace;
    dm_near_took *list;
    size_t        n, room;
    bool          failed;
} teller;

static size_t began(const teller *t, int i)
{
    return t->trace.at[t->near->items.at[i].spelled.from];
}

static void add(teller *t, int i, dm_range span)
{
    const dm_items *items = &t->near->items;
    dm_range        item = dm_item_written(items, i);
    dm_near_took   *last = t->n > 0 ? &t->list[t->n - 1] : NULL;
    dm_buf          what;

    if (last != NULL && last->item.from == item.from && items->at[i].copy > 0) {
        last->span.to = span.to;
        return;
    }
    if (t->list == NULL || t->n == t->room)
        return;
    dm_buf_init(&what, WHAT_MAX);
    dm_item_say_all(items, i, &what);
    last = &t->list[t->n++];
    last->item = item;
    last->span = span;
    last->what = dm_arena_slice(&t->near->answer, dm_buf_view(&what));
    t->failed = t->failed || what.failed || last->what.ptr == NULL;
    dm_buf_fini(&what);
}

static void tell_branch(teller *t, int i, size_t end);

/* The bar or parenthesis at the end of the branch that was taken: the one
** reached last. */
static int taken_end(const teller *t, int open)
{
    const dm_items *items = &t->near->items;
    int best = open == DM_NO_ITEM ? (int)items->n - 1 : items->at[open].mate;
    uint32_t latest = t->trace.when[items->at[best].spelled.from];

    for (int i = best - 1; i > open; i--) {
        uint32_t when = t->trace.when[items->at[i].spelled.from];

        if (items->at[i].kind != DM_ITEM_BAR || items->at[i].parent != open ||
            when <= latest)
            continue;
        best = i;
        latest = when;
    }
    return best;
}

/* The first item of the branch that ends at `end`. */
static int branch_start(const dm_items *items, int open, int end)
{
    int first = open + 1;

    for (int i = open + 1; i < end; i++)
        if (items->at[i].kind == DM_ITEM_BAR && items->at[i].parent == open)
            first = i + 1;
    return first < end ? first : DM_NO_ITEM;
}

static void tell_group(teller *t, int open, size_t end)
{
    int last = taken_end(t, open);

    tell_branch(t, branch_start(&t->near->items, open, last), end);
}

/* A group whose items can be told one by one. */
static bool is_open(const teller *t, const dm_item *item, dm_range span)
{
    return item->kind == DM_ITEM_GROUP && item->max == 1 &&
           (item->min == 1 || span.from < span.to) && !t->near->items.calls;
}

static void tell_item(teller *t, int i, size_t end)
{
    const dm_item *item = &t->near->items.at[i];
    dm_range       span = {began(t, i), end};

    if (span.from == SIZE_MAX || item->kind == DM_ITEM_MARK)
        return;
    if (span.to < span.from)
        span.to = span.from;
    if (is_open(t, item, span))
        tell_group(t, i, span.to);
    else
        add(t, i, span);
}

/* The items from `i` on; the last ends at `end`. */
static void tell_branch(teller *t, int i, size_t end)
{
    const dm_items *items = &t->near->items;

    while (i != DM_NO_ITEM) {
        int    next = dm_item_next(items, i);
        size_t to = next == DM_NO_ITEM ? end : began(t, next);

        tell_item(t, i, to == SIZE_MAX ? end : to);
        i = next;
    }
}

/* Match at `start`: 1 when that gives just `match`, 0 when it gives another or
** none, -1 when there is no more to try. */
static int again(teller *t, dm_near_watch *watch, size_t start, dm_range match)
{
    dm_near      *n = t->near;
    const size_t *pair;
    int           rc;

    if (n->callouts >= DM_NEAR_CALLOUTS)
        return -1;
    watch->most = DM_NEAR_CALLOUTS - n->callouts;
    watch->clock = 0;
    for (size_t i = 0; i <= n->items.spelled.len; i++) {
        t->trace.at[i] = SIZE_MAX;
        t->trace.when[i] = 0;
    }
    rc = dm_near_attempt(n, n->run, start, watch);
    pair = pcre2_get_ovector_pointer(n->data);
    if (rc < 0)
        return rc == PCRE2_ERROR_NOMATCH ? 0 : -1;
    return pair[0] + n->run.from == match.from &&
           pair[1] + n->run.from == match.to;
}

/* The valid text around the match. */
static dm_range run_around(const dm_near *n, dm_range match)
{
    dm_range run = {0, n->subject.len};

    while (!n->valid) {
        run.to = run.from + dm_utf8_valid(dm_slice_sub(n->subject, run.from,
                                                       n->subject.len));
        if (run.to >= match.to)
            break;
        run.from = run.to + 1;
    }
    return run;
}

/* Can the match have begun before it begins? */
static bool has_keep(const dm_items *items)
{
    for (size_t i = 0; i < items->n; i++)
        if (items->at[i].kind == DM_ITEM_MARK &&
            dm_slice_starts(dm_slice_sub(items->spelled,
                                         items->at[i].spelled.from,
                                         items->at[i].spelled.to),
                            DM_S("\\K")))
            return true;
    return false;
}

/* Where the match began, which \K may have moved. */
static bool find_start(teller *t, dm_near_watch *watch, dm_range match)
{
    size_t at = match.from;
    int    most = has_keep(&t->near->items) ? BACK_MAX : 1;

    if (at < t->near->run.from || match.to > t->near->run.to)
        return false;
    for (int i = 0; i < most; i++) {
        int got = again(t, watch, at, match);

        if (got != 0 || at <= t->near->run.from)
            return got > 0;
        at = dm_utf8_back(t->near->subject, at);
    }
    return false;
}

/* With the limits that the match was found under: those of a near miss are too
** small for it. */
static bool find_again(teller *t, dm_near_watch *watch, dm_range match)
{
    pcre2_match_context *context = t->near->context;
    dm_match_limits      wide = dm_match_limits_default();
    bool                 found;

    pcre2_set_match_limit(context, wide.match);
    pcre2_set_depth_limit(context, wide.depth);
    pcre2_set_heap_limit(context, wide.heap_kib);
    found = find_start(t, watch, match);
    pcre2_set_match_limit(context, DM_NEAR_LIMIT);
    pcre2_set_depth_limit(context, DM_NEAR_DEPTH);
    pcre2_set_heap_limit(context, DM_NEAR_HEAP);
    return found;
}

const dm_near_took *dm_near_match(dm_near *n, dm_range match, size_t *count,
                                  size_t *spent, dm_err *err)
{
    teller        t = {.near = n, .room = n->items.n};
    dm_near_watch watch = {
        .goal = {SIZE_MAX, SIZE_MAX},
          .trace = &t.trace
    };

    n->spent = 1;
    *count = 0;
    t.list = dm_arena_zalloc(&n->answer, t.room, sizeof *t.list);
    t.failed = t.list == NULL || !dm_near_trace_new(n, &t.trace);
    if (!t.failed) {
        n->run = run_around(n, match);
        if (find_again(&t, &watch, match))
            tell_group(&t, DM_NO_ITEM, match.to);
    }
    n->phase = DM_NEAR_DONE;
    *count = t.n;
    *spent = n->spent + (n->run.to - n->run.from) / 1024;
    if (!t.failed)
        return t.list;
    dm_fail(err, DM_E_MEMORY, "no memory to explain a match");
    return NULL;
}
