/* set.c - one pass for the literals of all patterns, then each by itself.
**
** The occurrences found are sorted by pattern into one array of offsets.  A
** pattern whose literals crowd the text, and every pattern where all of them
** together do, is searched as if it were alone.  For dm_set_run_step a heap
** holds the pattern whose next match begins first on top.
*/
#include "match/set.h"

#include "base/buf.h"
#include "base/mem.h"
#include "match/find.h"
#include "match/regex_in.h"
#include "match/window.h"
#include "text/utf8.h"

/* Where PCRE2 is fast by itself, only rare literals beat it. */
static const double RARE = 1.0 / 3000;

struct dm_regex_set {
    size_t          n;
    dm_finder      *finder; /* NULL: each pattern is on its own */
    const dm_need **needs;  /* NULL for a pattern that is on its own */
    dm_regex       *patterns[];
};

typedef struct lane {
    dm_places places;
    bool      ready;  /* places are all there are */
    dm_range *groups; /* of the next match, once stepping has begun */
} lane;

struct dm_set_run {
    const dm_regex_set *set;
    dm_matcher         *m;
    dm_slice            subject;
    uint32_t           *at; /* all places, pattern after pattern */
    size_t             *heap, nheap;
    dm_range           *groups; /* of all lanes */
    bool                stepping;
    bool                valid; /* the subject is valid UTF-8 */
    size_t              given; /* pattern of the match given last, or n */
    lane                lanes[];
};

static void *no_memory(dm_err *err)
{
    dm_fail(err, DM_E_MEMORY, "no memory for a set of patterns");
    return NULL;
}

dm_regex_set *dm_regex_set_new(dm_regex *const *patterns, size_t n, dm_err *err)
{
    dm_regex_set *set = NULL;
    bool          any = false;

    if (n < SIZE_MAX / 64)
        set = dm_mem_alloc(sizeof *set + n * sizeof(void *));
    if (set == NULL)
        return no_memory(err);
    memset(set, 0, sizeof *set);
    set->needs = dm_mem_alloc(n * sizeof(void *));
    if (set->needs == NULL) {
        dm_mem_free(set);
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        const dm_need *need = patterns[i]->need;

        if (need != NULL && need->plain_is_fast && need->rate > RARE)
            need = NULL;
        set->patterns[i] = dm_regex_ref(patterns[i]);
        set->needs[i] = need;
        any = any || need != NULL;
    }
    set->n = n;
    if (any)
        set->finder = dm_finder_new(set->needs, n);
    return set;
}

void dm_regex_set_free(dm_regex_set *set)
{
    if (set == NULL)
        return;
    for (size_t i = 0; i < set->n; i++)
        dm_regex_free(set->patterns[i]);
    dm_finder_free(set->finder);
    dm_mem_free(set->needs);
    dm_mem_free(set);
}

size_t dm_regex_set_count(const dm_regex_set *set)
{
    return set->n;
}

const dm_regex *dm_regex_set_at(const dm_regex_set *set, size_t index)
{
    return set->patterns[index];
}

typedef struct found_at {
    uint32_t at, need;
} found_at;

/* One pass: all occurrences in order, counted by pattern.  Over the buffer's
** ceiling it fails and nobody gets places. */
static void collect(dm_set_run *run, dm_buf *found)
{
    dm_scan scan = {0, 0};
    size_t  crowd = run->subject.len / 128 + 64;
    dm_hit  hit;

    while (!found->failed &&
           dm_finder_next(run->set->finder, run->subject, &scan, &hit)) {
        lane    *l = &run->lanes[hit.need];
        found_at f = {(uint32_t)hit.at, (uint32_t)hit.need};

        if (l->places.n >= crowd)
            l->ready = false;
        if (!l->ready)
            continue;
        l->places.n++;
        dm_buf_add(found, &f, sizeof f);
    }
}

/* Hand each lane its part of the array, then fill the parts in order. */
static void deal(dm_set_run *run, const dm_buf *found)
{
    const found_at *f = (const found_at *)(const void *)found->ptr;
    size_t          n = found->len / sizeof *f, used = 0;

    for (size_t i = 0; i < run->set->n; i++) {
        run->lanes[i].places.at = run->at + used;
        used += run->lanes[i].places.n;
        run->lanes[i].places.n = 0;
    }
    for (size_t i = 0; i < n; i++) {
        dm_places *p = &run->lanes[f[i].need].places;

        run->at[(size_t)(p->at - run->at) + p->n++] = f[i].at;
    }
}

/* Failing here only makes the run slower. */
static void find_places(dm_set_run *run)
{
    dm_buf found;

    if (run->set->finder == NULL || run->subject.len >= UINT32_MAX)
        return;
    for (size_t i = 0; i < run->set->n; i++)
        run->lanes[i].ready = run->set->needs[i] != NULL;
    dm_buf_init(&found, run->subject.len / 3 + 4096);
    collect(run, &found);
    if (!found.failed)
        run->at = dm_mem_alloc(found.len / sizeof(found_at) * sizeof *run->at);
    if (run->at != NULL)
        deal(run, &found);
    for (size_t i = 0; i < run->set->n; i++)
        run->lanes[i].ready = run->lanes[i].ready && run->at != NULL;
    dm_buf_fini(&found);
}

dm_set_run *dm_set_run_new(const dm_regex_set *set, dm_matcher *m,
                           dm_slice subject, dm_err *err)
{
    size_t      size = sizeof(dm_set_run) + set->n * sizeof(lane);
    dm_set_run *run = dm_mem_alloc(size);

    if (run == NULL)
        return no_memory(err);
    memset(run, 0, size);
    run->set = set;
    run->m = m;
    run->subject = subject;
    run->given = set->n;
    run->valid = m->trust || dm_utf8_valid(subject) == subject.len;
    if (run->valid)
        find_places(run);
    return run;
}

void dm_set_run_free(dm_set_run *run)
{
    if (run == NULL)
        return;
    dm_mem_free(run->groups);
    dm_mem_free(run->heap);
    dm_mem_free(run->at);
    dm_mem_free(run);
}

/* The matcher trusts the subject for one search, for it has been checked. */
dm_found dm_set_run_search(dm_set_run *run, size_t index, size_t start,
                           dm_err *err)
{
    lane    *l = &run->lanes[index];
    bool     before = dm_matcher_trust(run->m, run->valid);
    dm_found found =
        dm_regex_search_in(run->set->patterns[index], run->m, run->subject,
                           start, l->ready ? &l->places : NULL, err);

    dm_matcher_trust(run->m, before);
    return found;
}

dm_found dm_set_run_next(dm_set_run *run, size_t index, dm_range last,
                         dm_err *err)
{
    lane    *l = &run->lanes[index];
    bool     before = dm_matcher_trust(run->m, run->valid);
    dm_found found =
        dm_regex_next_in(run->set->patterns[index], run->m, run->subject, last,
                         l->ready ? &l->places : NULL, err);

    dm_matcher_trust(run->m, before);
    return found;
}

/* Does the next match of pattern `a` come before that of `b`? */
static bool earlier(const dm_set_run *run, size_t a, size_t b)
{
    size_t x = run->lanes[a].groups->from, y = run->lanes[b].groups->from;

    return x != y ? x < y : a < b;
}

static void sink(dm_set_run *run, size_t i)
{
    size_t *heap = run->heap;

    for (;;) {
        size_t least = i, pattern = heap[i];

        for (size_t k = 2 * i + 1; k <= 2 * i + 2 && k < run->nheap; k++)
            if (earlier(run, heap[k], heap[least]))
                least = k;
        if (least == i)
            return;
        heap[i] = heap[least];
        heap[least] = pattern;
        i = least;
    }
}

/* Keep what was found as the next match of its pattern. */
static void keep(dm_set_run *run, size_t index)
{
    size_t n = dm_regex_groups(run->set->patterns[index]) + 1;

    memcpy(run->lanes[index].groups, dm_matcher_groups(run->m),
           n * sizeof(dm_range));
}

static bool make_lanes(dm_set_run *run)
{
    const dm_regex_set *set = run->set;
    size_t              total = 0, used = 0;

    for (size_t i = 0; i < set->n; i++)
        total += dm_regex_groups(set->patterns[i]) + 1;
    run->groups = dm_mem_alloc(total * sizeof *run->groups);
    run->heap = dm_mem_alloc(set->n * sizeof *run->heap);
    if (run->groups == NULL || run->heap == NULL)
        return false;
    for (size_t i = 0; i < set->n; i++) {
        run->lanes[i].groups = run->groups + used;
        used += dm_regex_groups(set->patterns[i]) + 1;
    }
    return true;
}

/* Find everybody's first match and put them in a heap. */
static dm_found begin(dm_set_run *run, dm_err *err)
{
    run->stepping = true;
    if (!make_lanes(run)) {
        (void)no_memory(err);
        return DM_MATCH_ERROR;
    }
    for (size_t i = 0; i < run->set->n; i++) {
        dm_found found = dm_set_run_search(run, i, 0, err);

        if (found == DM_MATCH_ERROR)
            return found;
        if (found == DM_NOT_FOUND)
            continue;
        keep(run, i);
        run->heap[run->nheap++] = i;
    }
    for (size_t i = run->nheap; i-- > 0;)
        sink(run, i);
    return DM_FOUND;
}

/* Put the next match of the pattern given last in its place. */
static dm_found replace_top(dm_set_run *run, dm_err *err)
{
    dm_found found =
        dm_set_run_next(run, run->given, *run->lanes[run->given].groups, err);

    if (found == DM_MATCH_ERROR)
        return found;
    if (found == DM_FOUND)
        keep(run, run->given);
    else
        run->heap[0] = run->heap[--run->nheap];
    if (run->nheap > 0)
        sink(run, 0);
    return DM_FOUND;
}

dm_found dm_set_run_step(dm_set_run *run, dm_set_match *match, dm_err *err)
{
    dm_found found = DM_FOUND;

    if (!run->stepping)
        found = begin(run, err);
    else if (run->nheap > 0)
        found = replace_top(run, err);
    if (found == DM_MATCH_ERROR) {
        run->nheap = 0;
        return found;
    }
    if (run->nheap == 0)
        return DM_NOT_FOUND;
    run->given = run->heap[0];
    *match = (dm_set_match){run->given, run->lanes[run->given].groups};
    return DM_FOUND;
}
