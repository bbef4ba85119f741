/* frame_search.c - from observed text to clean text: a beam over both.
**
** Paths wait in lists, one for each observed character they have come to; a
** move takes a path over one observed character (or over a gloss) into a
** later list, so lists are worked off from left to right and a ring of them
** is enough.  Where a list is worked off, paths that will go on alike are
** thinned to the cheapest few, and what survives gets a step in the history.
**
** In phase, an ordinary character has one move only: itself.  So the search
** costs something only from a mark on, until all that survive are in phase
** again and stay so.
*/
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "repair/frame_work.h"

enum {
    BIT = DM_SHIFT_BIT,
    WINDOW = 1 << 22, /* characters weighed in one window at most */
    ALIKE = 8,        /* paths kept of those that go on alike */
    SETTLED = 6,      /* characters in phase until the search may end */
    AHEAD = 8,        /* no mark so near behind the end */
    GAP_BEAM = 32,    /* paths that may lose a pair */
    GAPS = 2,         /* pairs that vanished in a row */
    UNCLOSED = 5 * BIT,
    UNOPENED = 5 * BIT
};

dm_shift_work *dm_shift_work_new(uint64_t budget)
{
    dm_shift_work *work = dm_mem_alloc(sizeof(dm_shift_work));

    if (work == NULL)
        return NULL;
    work->budget = budget;
    work->more.tries = work->half.tries = 0;
    for (unsigned i = 0; i < DM_SHIFT_RING; i++)
        work->ring[i].tries = 0;
    return work;
}

void dm_shift_work_more(dm_shift_work *work, uint64_t budget)
{
    work->budget += budget;
}

bool dm_shift_work_spent(const dm_shift_work *work)
{
    return work->budget == 0;
}

/* Take from the budgets what was weighed since the last time. */
static bool spend(dm_shift_work *work)
{
    uint64_t n = work->nnow + work->more.tries + work->half.tries;

    work->more.tries = work->half.tries = 0;
    for (unsigned i = 0; i < DM_SHIFT_RING; i++) {
        n += work->ring[i].tries;
        work->ring[i].tries = 0;
    }
    work->budget -= n < work->budget ? n : work->budget;
    work->window -= n < work->window ? n : work->window;
    return work->budget > 0 && work->window > 0;
}

void dm_shift_work_free(dm_shift_work *work)
{
    dm_mem_free(work);
}

/* ---- thinning ---- */

static int by_cost(const void *a, const void *b)
{
    const dm_shift_path *x = a;
    const dm_shift_path *y = b;

    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    return x->text < y->text ? -1 : x->text > y->text;
}

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9E3779B97F4A7C15U;
    return h ^ h >> 31;
}

/* Paths with the same key go on alike. */
static uint64_t key_of(const dm_shift_path *p)
{
    uint64_t h = 1;

    for (unsigned i = 0; i < DM_MODEL_MEMORY; i++)
        h = mix(h, p->model.last[i]);
    h = mix(h, p->prev);
    h = mix(h, (uint64_t)p->need << 32 | (uint64_t)p->tail << 16 | p->lead);
    h = mix(h, (uint64_t)p->unknown << 8 | p->glossed);
    h = mix(h, p->open);
    return h | 1;
}

/* Is there room for `key` among those alike?  Counts it. */
static bool enter_key(dm_shift_work *work, uint64_t key)
{
    for (unsigned i = 0; i < DM_SHIFT_SLOTS; i++) {
        unsigned slot = (unsigned)(key + i) & (DM_SHIFT_SLOTS - 1);

        if (work->keys[slot] == 0)
            work->keys[slot] = key;
        if (work->keys[slot] == key)
            return work->alike[slot]++ < ALIKE;
    }
    return false;
}

static bool same_text(const dm_shift_work *work, const dm_shift_path *p)
{
    for (unsigned i = 0; i < work->nnow; i++)
        if (work->now[i].text == p->text && work->now[i].lead == p->lead &&
            work->now[i].unknown == p->unknown)
            return true;
    return false;
}

/* The survivors of list i, cheapest first, into work->now. */
static void thin_out(dm_shift_work *work, unsigned i)
{
    dm_shift_list *list = dm_shift_list_at(work, i);

    memset(work->keys, 0, sizeof work->keys);
    memset(work->alike, 0, sizeof work->alike);
    qsort(list->at, list->n, sizeof *list->at, by_cost);
    work->nnow = 0;
    for (unsigned k = 0; k < list->n && work->nnow < DM_SHIFT_BEAM; k++) {
        const dm_shift_path *p = &list->at[k];

        if (p->cost > list->at[0].cost + DM_SHIFT_BEAM_BITS * BIT)
            break;
        if (!same_text(work, p) && enter_key(work, key_of(p)))
            work->now[work->nnow++] = *p;
    }
    dm_shift_list_clear(list);
}

/* Write down how each survivor came here.  False when the history is full. */
static bool write_steps(dm_shift_work *work, unsigned i)
{
    for (unsigned k = 0; k < work->nnow; k++) {
        dm_shift_path *p = &work->now[k];
        dm_shift_step *s = &work->steps[work->nsteps];

        if (work->nsteps == DM_SHIFT_STEPS)
            return false;
        s->back = p->step;
        s->from = p->from;
        s->to = (uint16_t)i;
        s->n = p->nemit;
        s->whole = p->whole;
        s->gaps = p->gaps;
        s->slip = p->slip;
        s->kept = p->kept;
        s->pair = p->pair;
        memcpy(s->cp, p->emit, sizeof s->cp);
        p->step = work->nsteps++;
        p->nemit = 0;
        p->gaps = 0;
    }
    return true;
}

/* ---- vanished pairs ---- */

/* Let pairs vanish before character i, for those out of phase. */
static void move_gaps(dm_shift_move *m)
{
    dm_shift_work *work = m->work;
    dm_shift_list *level = &work->half;
    dm_shift_list *next = dm_shift_list_at(work, m->i + DM_SHIFT_RING - 1);

    dm_shift_list_clear(level);
    for (unsigned k = 0; k < work->nnow && level->n < GAP_BEAM; k++)
        if (!dm_shift_in_phase(&work->now[k]))
            dm_shift_list_put(level, &work->now[k]);
    dm_shift_list_clear(next);
    for (unsigned k = 0; k < level->n; k++)
        dm_shift_feed_user(next, m->known, &level->at[k]);
}

/* ---- the search ---- */

static bool settled(const dm_shift_work *work)
{
    for (unsigned k = 0; k < work->nnow; k++)
        if (!dm_shift_in_phase(&work->now[k]) || work->now[k].need != 0)
            return false;
    return true;
}

static bool mark_near(const dm_shift_seen *seen, unsigned i)
{
    for (unsigned k = i; k < seen->n && k < i + AHEAD; k++)
        if (seen->at[k].mark)
            return true;
    return false;
}

/* The next quote of the line, looked for behind `i` until a mark: 1 opening,
** -1 closing, 0 unknown. */
static int next_quote(const dm_shift_seen *seen, unsigned i)
{
    for (; i < seen->n && !seen->at[i].mark; i++)
        if (seen->at[i].cp == 0x201C || seen->at[i].cp == 0x201D)
            return seen->at[i].cp == 0x201C ? 1 : -1;
    return 0;
}

/* Are there paths that have come further than character i? */
static bool any_ahead(const dm_shift_work *work, unsigned i)
{
    for (unsigned k = 1; k < DM_SHIFT_RING; k++)
        if (work->ring[(i + k) % DM_SHIFT_RING].n > 0)
            return true;
    return false;
}

/* What the end costs: the quotes that follow must fit those that are open. */
static uint32_t end_cost(const dm_shift_seen *seen, unsigned i,
                         const dm_shift_path *p)
{
    int  next = next_quote(seen, i);
    bool open = (p->open & 1) != 0;

    if (next > 0 && open)
        return UNOPENED;
    if (next < 0 && !open)
        return UNOPENED;
    return next == 0 && p->open != 0 && i == seen->n && seen->ends ? UNCLOSED
                                                                   : 0;
}

/* The answers among the survivors at character i. */
static bool answers(dm_shift_move *m, const dm_shift_path *start,
                    dm_shift_found *out)
{
    dm_shift_work *work = m->work;
    dm_shift_path  plain = *start;

    for (unsigned k = 0; k < work->nnow; k++)
        work->now[k].cost += end_cost(m->seen, m->i, &work->now[k]);
    qsort(work->now, work->nnow, sizeof *work->now, by_cost);
    out->n = 0;
    out->end = m->i;
    for (unsigned k = 0; k < work->nnow && out->n < DM_SHIFT_BEST; k++) {
        if (!dm_shift_in_phase(&work->now[k]))
            continue;
        if (out->n == 0)
            out->path = work->now[k];
        out->cost[out->n] = work->now[k].cost;
        out->step[out->n++] = work->now[k].step;
    }
    dm_shift_plain(m->known, m->seen, &plain, m->i);
    out->plain = plain.cost + end_cost(m->seen, m->i, &plain);
    return out->n > 0;
}

static void begin(dm_shift_work *work, const dm_shift_path *start)
{
    dm_shift_path p = *start;

    for (unsigned i = 0; i < DM_SHIFT_RING; i++)
        dm_shift_list_clear(&work->ring[i]);
    work->gloss = 0;
    work->window = WINDOW;
    work->nsteps = 1; /* 0 is none */
    p.cost = 0;
    p.step = 0;
    p.nemit = 0;
    dm_shift_list_put(dm_shift_list_at(work, 0), &p);
}

/* All moves from character i.  A ring slot that no path can be in holds those
** that lost a pair first. */
static void moves(dm_shift_move *m)
{
    dm_shift_work *work = m->work;
    dm_shift_list *lost = dm_shift_list_at(work, m->i + DM_SHIFT_RING - 1);

    for (unsigned k = 0; k < work->nnow; k++)
        dm_shift_move_on(m, &work->now[k]);
    if (m->known->users || m->known->set != DM_PAIRS_GBK || m->seen->slips)
        return;
    for (unsigned level = 0; level < GAPS; level++) {
        move_gaps(m);
        qsort(lost->at, lost->n, sizeof *lost->at, by_cost);
        if (lost->n > DM_SHIFT_BEAM)
            lost->n = DM_SHIFT_BEAM;
        work->nnow = lost->n;
        memcpy(work->now, lost->at, lost->n * sizeof *lost->at);
        for (unsigned k = 0; k < work->nnow; k++)
            dm_shift_move_on(m, &work->now[k]);
    }
    dm_shift_list_clear(lost);
}

bool dm_shift_search(dm_shift_work *work, const dm_shift_known *known,
                     const dm_shift_seen *seen, const dm_shift_path *start,
                     dm_shift_found *out)
{
    dm_shift_move m = {work, known, seen, 0};
    unsigned      calm = 0;

    begin(work, start);
    for (;; m.i++) {
        bool here = dm_shift_list_at(work, m.i)->n > 0;

        thin_out(work, m.i);
        if (here && m.i > 0 && !write_steps(work, m.i))
            return false;
        calm = here && !settled(work) ? 0 : calm + 1;
        if (!spend(work))
            return false;
        if (m.i == seen->n)
            break;
        if (here && calm > SETTLED && m.i >= seen->least &&
            seen->at[m.i].cp != '(' && !mark_near(seen, m.i) &&
            !any_ahead(work, m.i))
            break;
        moves(&m);
    }
    return answers(&m, start, out);
}

unsigned dm_shift_steps(const dm_shift_work *work, uint32_t last,
                        const dm_shift_step *out[DM_SHIFT_SEEN * 2])
{
    unsigned n = 0;

    for (uint32_t s = last; s != 0 && n < DM_SHIFT_SEEN * 2; n++) {
        out[n] = &work->steps[s];
        s = work->steps[s].back;
    }
    for (unsigned i = 0; i < n / 2; i++) {
        const dm_shift_step *swap = out[i];

        out[i] = out[n - 1 - i];
        out[n - 1 - i] = swap;
    }
    return n;
}
