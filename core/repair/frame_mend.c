/* frame_mend.c - from the answers of one window to mends with certainty.
**
** An answer counts as a reading of the damage only when running the damage
** forward on it gives back what was observed.  Each place where the best
** reading differs from the observed text is one mend; its certainty is how
** much dearer the cheapest reading is that has something else there.
*/
#include <string.h>

#include "repair/frame_search.h"
#include "text/utf8.h"

enum {
    BIT = DM_SHIFT_BIT,
    STRONG = 24 * BIT, /* better than plain by this: damage, no doubt */
    WEAK = 6 * BIT,    /* … by this where the document is known damaged */
    EXACT = 14 * BIT,  /* distance of the second best reading */
    LIKELY = 4 * BIT,
    LIKELY_GAPS = 7 * BIT, /* … where pairs may have vanished */
    ENDS = 4,              /* steps at the ends of a run that may be unsure */
    SHORT = 4,             /* a run of fewer characters says too little */
    ODD = 8 * BIT,         /* a character of text that is none costs more */
    FAR = DM_SHIFT_BEAM_BITS * BIT,
    TEXT = 4 * DM_SHIFT_SEEN /* bytes of one mend's text */
};

/* One answer as its steps. */
typedef struct answer {
    const dm_shift_step *steps[DM_SHIFT_SEEN * 2];
    unsigned             n;
    uint32_t             cost;
} answer;

/* A place: the steps [i, end) of the best answer, the first and the last of
** them, and with them the observed characters they explain. */
typedef struct place {
    unsigned             i, end;
    const dm_shift_step *first, *last;
    bool                 lost;     /* an ASCII byte was swallowed */
    uint8_t              slip;     /* dm_shift_slip */
    bool                 vanished; /* pairs, here or in the rival reading */
    bool                 piece;    /* of a place that is not sure as a whole */
    const dm_shift_step *mark;     /* the step that begins the whole place */
} place;

typedef struct text {
    char   at[TEXT];
    size_t len;
} text;

/* ---- texts ---- */

static void add_folded(text *t, const dm_shift_known *known, uint32_t cp)
{
    if (cp == DM_SHIFT_LOST || t->len + 4 > TEXT)
        return;
    if (known->folded && cp >= 0xFF01 && cp <= 0xFF5E)
        cp -= 0xFEE0;
    t->len += dm_utf8_encode(cp, t->at + t->len);
}

/* The clean text of the steps that explain observed characters of a place;
** folded as the document is. */
static void text_of(text *t, const dm_shift_known *known, const answer *a,
                    const place *p)
{
    t->len = 0;
    for (unsigned i = 0; i < a->n; i++) {
        const dm_shift_step *s = a->steps[i];

        if (s->from < p->first->from || s->to > p->last->to)
            continue;
        for (unsigned k = 0; k < s->n; k++)
            add_folded(t, known, s->cp[k]);
    }
}

/* ---- readings ---- */

/* The answers that give the damage back, best first, into `ok`. */
static unsigned readings(const dm_shift_case *c, const dm_shift_found *found,
                         answer ok[DM_SHIFT_BEST])
{
    unsigned n = 0;

    for (unsigned i = 0; i < found->n; i++) {
        answer *a = &ok[n];

        a->n = dm_shift_steps(c->work, found->step[i], a->steps);
        a->cost = found->cost[i];
        if (c->seen.slips)
            n += dm_shift_forward_slip(c->known, &c->seen, a->steps, a->n);
        else
            n +=
                dm_shift_forward(c->known, &c->seen, &c->start, a->steps, a->n);
    }
    return n;
}

static bool has_gaps(const answer *a, const place *p)
{
    for (unsigned i = 0; i < a->n; i++)
        if (a->steps[i]->from >= p->first->from &&
            a->steps[i]->to <= p->last->to && a->steps[i]->gaps > 0)
            return true;
    return false;
}

/* How much dearer the cheapest reading is that has another text in this
** place; that text into `rival`. */
static uint32_t margin(const dm_shift_case *c, const answer *ok, unsigned n,
                       place *p, text *rival)
{
    text mine;

    text_of(&mine, c->known, &ok[0], p);
    for (unsigned i = 1; i < n; i++) {
        text_of(rival, c->known, &ok[i], p);
        if (rival->len != mine.len ||
            memcmp(rival->at, mine.at, mine.len) != 0) {
            p->vanished = p->vanished || has_gaps(&ok[i], p);
            return ok[i].cost - ok[0].cost;
        }
    }
    rival->len = 0;
    return FAR;
}

/* ---- places ---- */

static void note_step(place *p, const dm_shift_step *s)
{
    for (unsigned k = 0; k < s->n; k++)
        p->lost = p->lost || s->cp[k] == DM_SHIFT_LOST;
    p->vanished = p->vanished || s->gaps != 0;
    if (s->slip != DM_SHIFT_STEADY)
        p->slip = s->slip;
    p->last = s;
}

/* The place of the steps [i, end). */
static place place_of(const answer *a, unsigned i, unsigned end)
{
    place p = {.i = i,
               .end = end,
               .first = a->steps[i],
               .last = a->steps[i],
               .mark = a->steps[i]};

    for (unsigned k = i; k < end; k++)
        note_step(&p, a->steps[k]);
    return p;
}

/* The next place at or after step `*i`; moves on behind it. */
static bool next_place(const answer *a, unsigned *i, place *out)
{
    unsigned from;

    while (*i < a->n && a->steps[*i]->whole)
        ++*i;
    from = *i;
    while (*i < a->n && !a->steps[*i]->whole)
        ++*i;
    if (*i == from)
        return false;
    *out = place_of(a, from, *i);
    return true;
}

static const char *mechanism(const dm_shift_seen *seen, const place *p)
{
    const dm_shift_char *c = &seen->at[p->mark->from];

    if (seen->slips)
        return p->slip >= DM_SHIFT_FIRST_FOREIGN ? "a byte too many in the file"
                                                 : "a byte lost from the file";
    if (c->cp == '(')
        return "gloss pasted inside a character";
    if (c->gloss != 0)
        return p->first->n == 1 && p->last == p->first && !p->piece
                   ? "half a character lost before a gloss"
                   : "gloss pasted inside a character";
    switch (c[1].cp) {
    case '!':
    case 0xFF01:
        return "split inside a character at \xEF\xBC\x81";
    case ',':
    case 0xFF0C:
        return "split inside a character at \xEF\xBC\x8C";
    default:
        return "half a character lost";
    }
}

/* Where bytes are lost for good, nothing is exact. */
static dm_certainty certainty(const dm_shift_case *c, uint32_t distance,
                              const place *p)
{
    if (distance < (p->vanished ? LIKELY_GAPS : LIKELY))
        return DM_UNCERTAIN;
    if (distance < EXACT || p->lost || p->vanished || p->piece || c->seen.slips)
        return DM_LIKELY;
    return DM_EXACT;
}

static dm_range bytes_of(const dm_shift_seen *seen, const place *p)
{
    return (dm_range){seen->at[p->first->from].at, seen->at[p->last->to].at};
}

void dm_shift_say(dm_mender *m, size_t at, const char *note,
                  const char *mechanism)
{
    dm_mend mend = {
        .src = {at, at},
        .after = DM_LIT(""),
        .note = dm_slice_str(note),
        .mechanism = mechanism,
        .certainty = DM_UNCERTAIN,
    };

    dm_mend_put(m, &mend);
}

static void put_place(dm_shift_case *c, const answer *ok, unsigned n, place *p)
{
    text    mine;
    text    rival = {{0}, 0};
    dm_mend mend = {.src = bytes_of(&c->seen, p),
                    .mechanism = mechanism(&c->seen, p)};

    mend.certainty = certainty(c, margin(c, ok, n, p, &rival), p);
    text_of(&mine, c->known, &ok[0], p);
    mend.after = (dm_slice){mine.at, mine.len};
    mend.note = (dm_slice){rival.at, rival.len};
    dm_mend_put(c->m, &mend);
    if (p->lost) /* it cannot be known: said behind the place */
        dm_shift_say(c->m, mend.src.to, "one ASCII byte was swallowed here",
                     "ASCII byte swallowed");
}

static bool is_sure(const dm_shift_case *c, const answer *ok, unsigned n,
                    place *p)
{
    text rival;

    return certainty(c, margin(c, ok, n, p, &rival), p) != DM_UNCERTAIN;
}

/* Put the steps [i, end) as one mend. */
static void put_part(dm_shift_case *c, const answer *ok, unsigned n,
                     const place *p, dm_range part)
{
    place q;

    if (part.from >= part.to)
        return;
    q = place_of(&ok[0], (unsigned)part.from, (unsigned)part.to);
    q.slip = p->slip;
    q.piece = true;
    q.mark = p->mark;
    put_place(c, ok, n, &q);
}

static bool part_sure(const dm_shift_case *c, const answer *ok, unsigned n,
                      const place *p, dm_range part)
{
    place q = place_of(&ok[0], (unsigned)part.from, (unsigned)part.to);

    q.slip = p->slip;
    return is_sure(c, ok, n, &q);
}

/* A place that is not sure as a whole, because pairs vanished in its middle,
** say: what is sure at its ends is mended by itself. */
static void put_unsure(dm_shift_case *c, const answer *ok, unsigned n,
                       const place *p)
{
    dm_range open = {p->i, p->end};

    for (unsigned i = p->i + 1; i < p->end; i++)
        if (ok[0].steps[i - 1]->n > 0 &&
            part_sure(c, ok, n, p, (dm_range){p->i, i}))
            open.from = i;
    for (unsigned i = p->end - 1; i > open.from; i--)
        if (ok[0].steps[i]->n > 0 &&
            part_sure(c, ok, n, p, (dm_range){i, p->end}))
            open.to = i;
    put_part(c, ok, n, p, (dm_range){p->i, open.from});
    put_part(c, ok, n, p, open);
    put_part(c, ok, n, p, (dm_range){open.to, p->end});
}

/* A run that slipped has an unknown byte at both ends: what is between them
** is often sure when they are not, and is mended by itself then. */
static void put_slip(dm_shift_case *c, const answer *ok, unsigned n,
                     const place *p)
{
    dm_range sure = {p->i, p->end};
    place    q = place_of(&ok[0], p->end - 1, p->end);

    if (p->end - p->i > ENDS && !is_sure(c, ok, n, &q))
        sure.to--;
    for (; sure.from < sure.to && sure.from < p->i + ENDS; sure.from++) {
        q = place_of(&ok[0], (unsigned)sure.from, (unsigned)sure.to);
        if (is_sure(c, ok, n, &q))
            break;
    }
    if (!is_sure(c, ok, n, &q))
        sure = (dm_range){p->i, p->end};
    put_part(c, ok, n, p, (dm_range){p->i, sure.from});
    put_part(c, ok, n, p, sure);
    put_part(c, ok, n, p, (dm_range){sure.to, p->end});
}

/* ---- nothing found ---- */

/* Where the run that begins with the mark ends: past its gloss or delimiter,
** at the next ASCII character. */
static unsigned run_end(const dm_shift_seen *seen)
{
    unsigned i = seen->at[0].gloss != 0 ? seen->at[0].skip : 2;

    while (i < seen->n && seen->at[i].cp >= 0x80)
        i++;
    return i < seen->n ? i : seen->n;
}

/* Damage that has no reading: said, and left. */
static size_t put_unread(dm_shift_case *c)
{
    dm_mend mend = {
        .src = {c->seen.at[0].at, c->seen.at[run_end(&c->seen)].at},
        .note = DM_LIT("no reading of the bytes was found"),
        .mechanism = "half a character lost",
        .certainty = DM_UNCERTAIN,
    };

    mend.after = dm_slice_sub(c->m->a.src, mend.src.from, mend.src.to);
    dm_mend_put(c->m, &mend);
    return mend.src.to;
}

/* Is the window damaged although no good reading was found? */
static bool looks_broken(const dm_shift_case *c, const dm_shift_found *found)
{
    if (!c->evidence)
        return false;
    return (found->n > 0 && found->cost[0] < found->plain) ||
           c->seen.at[0].gloss != 0 || found->n == 0 ||
           found->plain > found->end * (uint32_t)ODD;
}

/* ---- the window ---- */

static size_t put_places(dm_shift_case *c, const answer *ok, unsigned n)
{
    place    p;
    unsigned i = 0;

    while (next_place(&ok[0], &i, &p))
        if (c->seen.slips)
            put_slip(c, ok, n, &p);
        else if (is_sure(c, ok, n, &p))
            put_place(c, ok, n, &p);
        else
            put_unsure(c, ok, n, &p);
    return c->seen.at[ok[0].steps[ok[0].n - 1]->to].at;
}

size_t dm_shift_mend(dm_shift_case *c, dm_shift_path *end)
{
    answer ok[DM_SHIFT_BEST] = {
        {{NULL}, 0, 0}
    };
    dm_shift_found found = {.n = 0};
    unsigned       n = 0;
    size_t         at = c->seen.at[0].at;
    uint32_t       gain;

    if (dm_shift_search(c->work, c->known, &c->seen, &c->start, &found))
        n = readings(c, &found, ok);
    gain = n > 0 && found.plain > ok[0].cost ? found.plain - ok[0].cost : 0;
    if (c->seen.slips) {
        if (gain < STRONG || found.end < SHORT)
            return at;
    } else if (gain >= STRONG && !c->evidence) {
        c->evidence = true;
        return at;
    } else if (gain < WEAK || !c->evidence)
        return looks_broken(c, &found) ? put_unread(c) : at;
    *end = found.path;
    return put_places(c, ok, n);
}
