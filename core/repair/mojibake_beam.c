/* mojibake_beam.c - a beam of readings over bytes, some of them lost.
**
** Where all bytes are known there is one hypothesis and the search is a plain
** decoder.  A lost byte makes up to 64 (190 of a double-byte charset); two lost
** bytes of one character make it U+FFFD, for the model cannot tell one of
** thousands.  The next known
** character merges what is left, and the second best reading tells how
** certain the best is.
*/
#include "repair/mojibake_hyp.h"

enum {
    BIT = DM_MODEL_BIT,
    DROPPED = 6 * BIT, /* the cost of a byte lost without a trace */
    DROP = 60 * BIT,   /* a run that fell so far behind is over */
    ROOM = 1 << 25,
    STEPS = 1 << 23, /* bytes of the tree of one run */
    MANY = 64        /* readings that a lost byte makes of one */
};

void dm_beam_init(dm_beam *s)
{
    memset(s, 0, sizeof *s);
    dm_buf_init(&s->items, ROOM);
    dm_buf_init(&s->steps, ROOM);
    dm_buf_init(&s->path, ROOM);
    dm_buf_init(&s->now, ROOM);
    dm_buf_init(&s->next, ROOM);
    dm_buf_init(&s->prices, ROOM);
}

void dm_beam_fini(dm_beam *s)
{
    dm_buf_fini(&s->items);
    dm_buf_fini(&s->steps);
    dm_buf_fini(&s->path);
    dm_buf_fini(&s->now);
    dm_buf_fini(&s->next);
    dm_buf_fini(&s->prices);
}

/* The cheapest hypothesis, of all or of those between two characters. */
static const dm_hyp *cheapest(dm_beam *s, bool between)
{
    size_t        n;
    const dm_hyp *all = dm_hyps(&s->now, &n);
    const dm_hyp *best = NULL;

    for (size_t i = 0; i < n; i++)
        if (!(between && all[i].need > 0) &&
            (best == NULL || all[i].cost < best->cost))
            best = &all[i];
    return best;
}

/* How much dearer the others are than `best` that end with another character,
** or have another before it. */
static void measure(dm_beam *s, const dm_hyp *best, unsigned gap[2])
{
    size_t        n;
    const dm_hyp *all = dm_hyps(&s->now, &n);

    gap[0] = gap[1] = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        unsigned more = all[i].cost - best->cost;

        if (all[i].need > 0)
            continue;
        if (all[i].prev != best->prev && more < gap[0])
            gap[0] = more;
        if (all[i].before != best->before && more < gap[1])
            gap[1] = more;
    }
}

/* After item `at`, when `seen` is what the text as it stands cost: is this
** the best end of a run so far?  False when the run is over. */
static bool judge(dm_beam *s, size_t at, unsigned seen, dm_found *out)
{
    const dm_hyp *h = cheapest(s, true);
    const dm_hyp *any;

    if (h != NULL && seen > h->cost && seen - h->cost > out->gain &&
        h->prev >= 0x80) {
        out->step = h->step;
        out->end = at + 1;
        out->gain = seen - h->cost;
        out->cost = h->paid;
        out->chars = h->chars;
        out->gone = h->gone;
        measure(s, h, out->gap);
    }
    any = cheapest(s, false);
    return any != NULL && any->cost < seen + DROP + DROP / 2 - out->gain / 4 &&
           (any->cost < seen || any->cost - seen < DROP) &&
           (out->gain == 0 || any->cost + out->gain < seen + DROP);
}

/* The line ends after item `at`: so do all words. */
static void settle(dm_beam *s, size_t at, dm_found *out)
{
    size_t        n;
    dm_hyp       *all = dm_hyps(&s->now, &n);
    const dm_hyp *best;

    for (size_t i = 0; i < n; i++)
        all[i].cost += dm_model_push(s->lang, &all[i].model, 0);
    best = cheapest(s, true);
    if (best == NULL || out->end != at + 1)
        return;
    out->step = best->step;
    measure(s, best, out->gap);
}

/* A byte dropped at the very end of the line leaves a character open: guess
** it, if that makes the run longer. */
static void close_run(dm_beam *s, size_t at, unsigned seen, dm_found *out)
{
    size_t  n;
    dm_hyp *all = dm_hyps(&s->now, &n);

    dm_buf_clear(&s->next);
    for (size_t i = 0; i < n; i++) {
        dm_hyp h = all[i];

        h.cost += DROPPED;
        if (h.need == 1 && !h.open)
            dm_beam_guess(s, &h, at, at, &s->next);
    }
    if (s->next.len == 0)
        return;
    dm_buf_clear(&s->now);
    dm_buf_slice(&s->now, dm_buf_view(&s->next));
    (void)judge(s, at - 1, seen, out);
}

/* Pay for the work on item `it`; false when that is too much. */
static bool spend(dm_beam *s, const dm_beam_byte *it)
{
    size_t n;
    size_t work;

    (void)dm_hyps(&s->now, &n);
    work = it->kind == DM_BEAM_KNOWN ? n : n * MANY;
    if (s->work < work) {
        s->work = 0;
        return false;
    }
    s->work -= work;
    return true;
}

void dm_beam_run(dm_beam *s, size_t at, dm_found *out)
{
    const unsigned *prices = (const unsigned *)(const void *)s->prices.ptr;
    size_t          n = s->items.len / sizeof(dm_beam_byte);
    dm_hyp          first = {.step = -1};
    unsigned        seen = 0;
    bool            goes = true;

    memset(out, 0, sizeof *out);
    out->step = -1;
    dm_buf_clear(&s->steps);
    dm_buf_clear(&s->now);
    dm_buf_clear(&s->next);
    dm_model_start(&first.model);
    dm_buf_add(&s->now, &first, sizeof first);
    for (; at < n && goes; at++) {
        const dm_beam_byte *it = dm_beam_item(s, at);

        if (it->kind == DM_BEAM_NONE)
            break;
        if (!spend(s, it) || s->steps.len > STEPS)
            return;
        dm_beam_advance(s, at);
        if (!it->last)
            continue;
        seen += prices[it->cell];
        goes = judge(s, at, seen, out);
    }
    if (goes && at > 0) {
        settle(s, at - 1, out);
        close_run(s, at, seen, out);
    }
    s->failed = s->failed || s->steps.failed || s->now.failed ||
                s->next.failed || s->items.failed;
}

size_t dm_beam_path(dm_beam *s, const dm_found *f)
{
    size_t   n = 0;
    uint16_t gap[DM_GAPS]; /* of this character, of the ones before */

    memset(gap, 0xFF, sizeof gap);
    for (int k = 0; k < 2; k++)
        gap[k] = (uint16_t)(f->gap[k] < gap[k] ? f->gap[k] : gap[k]);
    dm_buf_clear(&s->path);
    for (int32_t i = f->step; i >= 0; n++) {
        dm_step_found st = *dm_beam_step(s, i);

        for (int k = 0; k < DM_GAPS; k++)
            gap[k] = st.gap[k] < gap[k] ? st.gap[k] : gap[k];
        st.gap[0] = gap[0];
        memmove(gap, gap + 1, sizeof gap - sizeof *gap);
        gap[DM_GAPS - 1] = DM_GAP_NONE;
        dm_buf_add(&s->path, &st, sizeof st);
        i = st.parent;
    }
    s->failed = s->failed || s->path.failed;
    return s->path.failed ? 0 : n;
}
