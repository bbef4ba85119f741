/* pages_run.c - page lines that count: which of them are page breaks.
**
** Marks of one form whose numbers ascend by one are a run.  Runs are found in
** one pass with a table of the marks that wait for their next number; it has
** a fixed size and forgets, which loses a run in a text that is nothing but
** marks.
*/
#include "repair/pages.h"

enum { SLOTS = 1024, BODY = 4, WEAK_BODY = 300, WEAK_LEAST = 3 };

typedef struct slot {
    uint32_t style, number; /* what would go on */
    size_t   last;          /* the mark it goes on from */
    size_t   run;           /* the index of its run's first mark */
} slot;

typedef struct run {
    size_t n, torn;
    size_t body; /* bytes between its first and its last mark */
    bool   full; /* every mark says the same total */
} run;

static slot *slot_of(slot *slots, uint32_t style, uint32_t number)
{
    return &slots[(style ^ number * 2654435761U) % SLOTS];
}

/* Is there text between two marks? */
static bool has_body(const dm_page_mark *a, const dm_page_mark *b)
{
    return b->gap.from >= a->gap.to + BODY;
}

static void add(const dm_pages *p, run *r, const dm_page_mark *last,
                const dm_page_mark *m)
{
    r->torn += dm_page_torn(p->text, m->gap) >= 2;
    r->full =
        m->total > 0 && (r->n == 0 || (r->full && m->total == last->total));
    if (r->n > 0)
        r->body += m->gap.from - last->gap.to;
    r->n++;
}

static dm_page_fate judge(const run *r, dm_page_kind kind)
{
    if (kind == DM_PAGE_WEAK)
        return r->n >= WEAK_LEAST && r->torn * 2 >= r->n &&
                       r->body >= WEAK_BODY * (r->n - 1)
                   ? DM_PAGE_BREAK
                   : DM_PAGE_OPEN;
    if (r->n >= 2 && (r->torn > 0 || kind == DM_PAGE_SURE ||
                      (r->full && kind == DM_PAGE_STRONG)))
        return DM_PAGE_BREAK;
    if (kind == DM_PAGE_SURE ||
        (kind == DM_PAGE_STRONG && (r->n >= 2 || r->full)))
        return DM_PAGE_DOUBT;
    return DM_PAGE_OPEN;
}

static bool counts(const dm_page_mark *m)
{
    return m->fate == DM_PAGE_OPEN && m->number > 0 &&
           m->kind >= DM_PAGE_WEAK && m->kind <= DM_PAGE_SURE;
}

/* Which run each mark is of: run[i] is the index of its first one. */
static void assign(const dm_pages *p, size_t *runs)
{
    slot slots[SLOTS] = {0};

    for (size_t i = 0; i < p->n; i++) {
        const dm_page_mark *m = &p->marks[i];
        const slot         *s = slot_of(slots, m->style, m->number);
        slot               *next;

        runs[i] = i;
        if (!counts(m))
            continue;
        if (s->style == m->style && s->number == m->number && m->number > 1 &&
            has_body(&p->marks[s->last], m))
            runs[i] = s->run;
        next = slot_of(slots, m->style, m->number + 1);
        *next = (slot){m->style, m->number + 1, i, runs[i]};
    }
}

static void judge_numbers(dm_pages *p, const size_t *runs, run *stats,
                          size_t *lasts)
{
    for (size_t i = 0; i < p->n; i++)
        if (counts(&p->marks[i])) {
            size_t k = runs[i];

            add(p, &stats[k], &p->marks[lasts[k]], &p->marks[i]);
            lasts[k] = i;
        }
    for (size_t i = 0; i < p->n; i++)
        if (counts(&p->marks[i]))
            p->marks[i].fate = judge(&stats[runs[i]], p->marks[runs[i]].kind);
}

/* Tags and form feeds have no numbers; all of one kind are judged together. */
static void judge_kind(dm_pages *p, dm_page_kind kind)
{
    size_t       n = 0;
    size_t       torn = 0;
    size_t       surely = 0;
    dm_page_fate fate = DM_PAGE_OPEN;

    for (size_t i = 0; i < p->n; i++)
        if (p->marks[i].kind == kind) {
            int level = dm_page_torn(p->text, p->marks[i].gap);

            n++;
            torn += level >= 2;
            surely += level >= 3;
        }
    if (kind == DM_PAGE_TAG)
        fate = n >= 2 ? DM_PAGE_BREAK : DM_PAGE_DOUBT;
    else if (torn * 3 >= n && (torn > 1 || surely > 0))
        fate = DM_PAGE_BREAK;
    for (size_t i = 0; i < p->n; i++)
        if (p->marks[i].kind == kind && p->marks[i].fate == DM_PAGE_OPEN)
            p->marks[i].fate = fate;
}

bool dm_page_runs(dm_pages *p, dm_arena *arena)
{
    size_t *runs = dm_arena_zalloc(arena, p->n, sizeof *runs);
    size_t *lasts = dm_arena_zalloc(arena, p->n, sizeof *lasts);
    run    *stats = dm_arena_zalloc(arena, p->n, sizeof *stats);

    if (runs == NULL || lasts == NULL || stats == NULL)
        return false;
    assign(p, runs);
    judge_numbers(p, runs, stats, lasts);
    judge_kind(p, DM_PAGE_TAG);
    judge_kind(p, DM_PAGE_FEED);
    return true;
}
