/* frame_moves.c - the ways on from one observed character: what it may stand
** for, given what the path waits for.
*/
#include "han/fold.h"
#include "han/readings.h"
#include "repair/frame_work.h"

enum {
    BIT = DM_SHIFT_BIT,
    NOT_LISTED = 4 * BIT,   /* a gloss of a character that is never glossed */
    STAGES_APART = 4 * BIT, /* the stages were out of phase differently */
    LOST_ASCII = 2 * BIT,
    LOST_TAG = 0,
    SLIP = 10 * BIT,
    FOREIGN = 8 * BIT /* more: files lose bytes rather than gain them */
};

/* An empty list whose paths will go to character `to`: what is far from the
** best there need not be put in. */
static void clear_for(dm_shift_move *m, dm_shift_list *list, unsigned to)
{
    dm_shift_list_clear(list);
    list->best = dm_shift_list_at(m->work, to)->best;
}

/* Everything in `from` has come to the character `to`. */
static void arrive(dm_shift_move *m, const dm_shift_list *from, unsigned to)
{
    for (unsigned i = 0; i < from->n; i++)
        dm_shift_list_put(dm_shift_list_at(m->work, to), &from->at[i]);
}

/* ---- moves ---- */

static bool is_delimiter(uint32_t cp)
{
    return cp == '!' || cp == ',' || cp == 0xFF01 || cp == 0xFF0C;
}

/* May a lead byte have been left alone at character i: before a delimiter or
** at the end of the line? */
static bool piece_ends(const dm_shift_move *m)
{
    const dm_shift_char *c = &m->seen->at[m->i];

    if (m->i + 1 == m->seen->n)
        return m->seen->ends;
    return is_delimiter(c[1].cp);
}

/* What it costs that this pair of bytes was in the list with this reading;
** UINT32_MAX when it cannot be. */
static uint32_t listed(const dm_shift_known *known, unsigned pair, unsigned id)
{
    uint32_t cp;

    if (known->reading[pair] == id)
        return 0;
    cp = dm_pair_decode(known->set, (unsigned char)(pair >> 8),
                        (unsigned char)pair);
    if (cp == 0 || known->reading[pair] != 0 || known->count[pair] > 0 ||
        dm_han_fold(cp) == cp || dm_han_reading(cp, id) == DM_READS_NOT)
        return UINT32_MAX;
    return dm_han_reading(cp, id) == DM_READS_USUAL ? NOT_LISTED
                                                    : 2 * NOT_LISTED;
}

/* The gloss at the observed character belongs to the newest pair of bytes. */
static void take_gloss(dm_shift_path *p, unsigned pair, uint32_t cost)
{
    p->cost += cost;
    p->need = 0;
    p->glossed = true;
    p->pair = (uint16_t)pair;
}

/* Are the newest two bytes those of the newest character? */
static bool is_own(const dm_shift_known *known, const dm_shift_path *p)
{
    return dm_shift_in_phase(p) &&
           p->prev == dm_pair_decode(known->set, (unsigned char)(p->tail >> 8),
                                     (unsigned char)p->tail);
}

/* An intact gloss, "(" and all.  True when there is no other way on. */
static bool move_gloss(dm_shift_move *m, const dm_shift_path *p)
{
    const dm_shift_char *c = &m->seen->at[m->i];
    dm_shift_path        q = *p;
    uint32_t             cost;

    if (c->cp != '(' || c->gloss == 0 || p->unknown != 0)
        return false;
    cost = listed(m->known, p->tail, c->gloss);
    if (cost == UINT32_MAX)
        return false;
    q.kept = q.whole = is_own(m->known, p);
    take_gloss(&q, p->tail, q.kept ? 0 : cost);
    dm_shift_list_put(dm_shift_list_at(m->work, m->i + c->skip), &q);
    return true;
}

/* The bytes of the character; the usual move. */
static void move_bytes(dm_shift_move *m, const dm_shift_path *p,
                       const unsigned char *bytes, unsigned n)
{
    dm_shift_list *more = &m->work->more;
    dm_shift_list *half = &m->work->half;

    clear_for(m, more, m->i + 1);
    dm_shift_feed(more, m->known, p, bytes[0]);
    if (n == 2) {
        clear_for(m, half, m->i + 1);
        for (unsigned i = 0; i < more->n; i++)
            dm_shift_feed(half, m->known, &more->at[i], bytes[1]);
        more = half;
    }
    arrive(m, more, m->i + 1);
}

/* An ASCII character may have been a full-width one. */
static void move_wide(dm_shift_move *m, const dm_shift_path *p)
{
    const dm_shift_char *c = &m->seen->at[m->i];
    unsigned char        b[2];

    if (m->known->folded && c->cp > 0x20 && c->cp < 0x7F &&
        dm_shift_encode(m->known, c->cp + 0xFEE0, b) == 2)
        move_bytes(m, p, b, 2);
}

/* A lead byte, or the trail byte that was read as one, was left alone. */
static void move_alone(dm_shift_move *m, const dm_shift_path *p)
{
    clear_for(m, &m->work->more, m->i + 1);
    dm_shift_feed_any(&m->work->more, m->known, p);
    arrive(m, &m->work->more, m->i + 1);
}

/* All in `list` have swallowed an ASCII byte, and arrive. */
static void swallow(dm_shift_move *m, dm_shift_list *list)
{
    bool tag = m->seen->at[m->i].tag;

    for (unsigned i = 0; i < list->n; i++) {
        dm_shift_path *q = &list->at[i];

        if (!dm_shift_in_phase(q))
            continue;
        dm_shift_push(m->known, q, tag ? '<' : ' ');
        q->emit[q->nemit - 1] = tag ? '<' : DM_SHIFT_LOST;
        q->cost += tag ? LOST_TAG : LOST_ASCII;
        dm_shift_list_put(dm_shift_list_at(m->work, m->i + 1), q);
    }
}

/* A byte out of phase swallowed an ASCII byte. */
static void move_swallow(dm_shift_move *m, const dm_shift_path *p)
{
    clear_for(m, &m->work->more, m->i + 1);
    dm_shift_feed_any(&m->work->more, m->known, p);
    swallow(m, &m->work->more);
}

/* The trail byte 80 is no lead byte: with whatever follows it is "?". */
static void move_80(dm_shift_move *m, const dm_shift_path *p)
{
    dm_shift_list *half = &m->work->half;

    if (m->known->set != DM_PAIRS_GBK)
        return;
    clear_for(m, half, m->i + 1);
    dm_shift_feed(half, m->known, p, 0x80);
    clear_for(m, &m->work->more, m->i + 1);
    for (unsigned i = 0; i < half->n; i++)
        dm_shift_feed_any(&m->work->more, m->known, &half->at[i]);
    arrive(m, &m->work->more, m->i + 1);
    swallow(m, half);
}

/* "?" is the second byte of a listed character and the "(" of its gloss. */
static void move_half(dm_shift_move *m, const dm_shift_path *p)
{
    const dm_shift_char *c = &m->seen->at[m->i];
    dm_shift_list       *more = &m->work->more;

    for (unsigned byte = 0x40; byte < 0xFF; byte++) {
        unsigned pair = (p->tail & 0xFFU) << 8 | byte;
        uint32_t cost;

        if (pair < 0x8100 || !m->known->trail[byte])
            continue;
        cost = listed(m->known, pair, c->gloss);
        if (cost == UINT32_MAX)
            continue;
        clear_for(m, more, m->i + c->skip);
        dm_shift_feed(more, m->known, p, (unsigned char)byte);
        for (unsigned i = 0; i < more->n; i++)
            take_gloss(&more->at[i], pair, cost);
        arrive(m, more, m->i + c->skip);
    }
}

/* All pairs that may have been listed with the reading `id`, into the work. */
static void list_candidates(dm_shift_move *m, unsigned id)
{
    dm_shift_work *work = m->work;

    if (work->gloss == id)
        return;
    work->gloss = id;
    work->nlisted = 0;
    for (unsigned pair = 0x8140; pair < DM_SHIFT_CODES; pair++) {
        uint32_t cost = listed(m->known, pair, id);

        if (cost != UINT32_MAX && work->nlisted < DM_SHIFT_CANDIDATES)
            work->listed[work->nlisted++] =
                (dm_shift_candidate){(uint16_t)pair, cost};
    }
}

/* The two bytes of `c` come next, and its gloss. */
static void move_pair(dm_shift_move *m, const dm_shift_path *p,
                      dm_shift_candidate c)
{
    dm_shift_list *more = &m->work->more;
    dm_shift_list *half = &m->work->half;

    clear_for(m, half, m->i + m->seen->at[m->i].skip);
    dm_shift_feed(half, m->known, p, (unsigned char)(c.pair >> 8));
    clear_for(m, more, m->i + m->seen->at[m->i].skip);
    for (unsigned i = 0; i < half->n; i++)
        dm_shift_feed(more, m->known, &half->at[i], (unsigned char)c.pair);
    for (unsigned i = 0; i < more->n; i++)
        take_gloss(&more->at[i], c.pair, c.cost);
    arrive(m, more, m->i + m->seen->at[m->i].skip);
}

/* The first byte of `c` is the lead byte that is held, unknown because a pair
** vanished before it; the second comes, and the gloss. */
static void move_second(dm_shift_move *m, const dm_shift_path *p,
                        dm_shift_candidate c)
{
    dm_shift_list *more = &m->work->more;
    dm_shift_path  q = *p;

    if ((p->unknown == DM_SHIFT_HIGH) != (c.pair >= 0xA100) &&
        p->unknown != DM_SHIFT_ANY)
        return;
    q.unknown = 0;
    q.lead = (uint8_t)(c.pair >> 8);
    q.tail = (uint16_t)(q.tail << 8 | c.pair >> 8);
    dm_shift_list_clear(more);
    dm_shift_feed(more, m->known, &q, (unsigned char)c.pair);
    for (unsigned i = 0; i < more->n; i++)
        take_gloss(&more->at[i], c.pair, c.cost);
    arrive(m, more, m->i + m->seen->at[m->i].skip);
}

/* "?" is a byte and a "?", and that one was a whole listed character whose
** second byte had swallowed the "("; or its first byte is held. */
static void move_both(dm_shift_move *m, const dm_shift_path *p)
{
    dm_shift_path q = *p;

    list_candidates(m, m->seen->at[m->i].gloss);
    if (dm_shift_in_phase(p))
        q.cost += STAGES_APART;
    for (unsigned i = 0; i < m->work->nlisted; i++)
        if (p->unknown != 0)
            move_second(m, p, m->work->listed[i]);
        else
            move_pair(m, &q, m->work->listed[i]);
}

/* What a mark may stand for. */
static void move_mark(dm_shift_move *m, const dm_shift_path *p)
{
    const dm_shift_char *c = &m->seen->at[m->i];

    if (piece_ends(m))
        move_alone(m, p);
    if (c->gloss != 0 && p->unknown == 0)
        move_half(m, p);
    if (c->gloss != 0)
        move_both(m, p);
    if (!dm_shift_in_phase(p)) {
        move_swallow(m, p);
        move_80(m, p);
    }
}

/* The character as it stands. */
static void move_plain(dm_shift_move *m, dm_shift_path p)
{
    dm_shift_read(m->known, &p, &m->seen->at[m->i]);
    p.whole = true;
    dm_shift_list_put(dm_shift_list_at(m->work, m->i + 1), &p);
}

static bool reads_plain(const dm_shift_char *c, const dm_shift_known *known)
{
    return c->nbytes != 2 || known->lead[c->bytes[0]];
}

/* What the decoder made no sense of: before an ASCII character, which it has
** kept, one byte, else two. */
static void move_undecoded(dm_shift_move *m, const dm_shift_path *p)
{
    dm_shift_list *more = &m->work->more;
    dm_shift_list *half = &m->work->half;

    clear_for(m, half, m->i + 1);
    dm_shift_feed_any(half, m->known, p);
    if (m->seen->at[m->i + 1].cp < 0x80) {
        arrive(m, half, m->i + 1);
        return;
    }
    clear_for(m, more, m->i + 1);
    for (unsigned i = 0; i < half->n; i++)
        dm_shift_feed_any(more, m->known, &half->at[i]);
    for (unsigned i = 0; i < more->n; i++)
        more->at[i].odd = more->at[i].unknown != 0;
    arrive(m, more, m->i + 1);
}

/* ---- slips ---- */

/* The bytes [from, n) of the character, for all in `list`; arrive. */
static void slip_on(dm_shift_move *m, dm_shift_list *list, unsigned from)
{
    const dm_shift_char *c = &m->seen->at[m->i];
    dm_shift_list       *next = &m->work->more;

    if (list == next)
        next = &m->work->half;
    for (unsigned k = from; k < c->nbytes; k++) {
        dm_shift_list *swap = list;

        clear_for(m, next, m->i + 1);
        for (unsigned i = 0; i < list->n; i++)
            dm_shift_feed(next, m->known, &list->at[i], c->bytes[k]);
        list = next;
        next = swap;
    }
    arrive(m, list, m->i + 1);
}

/* The first byte, then any one, which is gone, then the second. */
static void slip_trail(dm_shift_move *m, const dm_shift_path *p)
{
    dm_shift_list *more = &m->work->more;
    dm_shift_list *half = &m->work->half;

    clear_for(m, half, m->i + 1);
    dm_shift_feed(half, m->known, p, m->seen->at[m->i].bytes[0]);
    clear_for(m, more, m->i + 1);
    for (unsigned i = 0; i < half->n; i++)
        if (!dm_shift_in_phase(&half->at[i]))
            dm_shift_feed_any(more, m->known, &half->at[i]);
    slip_on(m, more, 1);
}

/* The frame slips here, in each of the ways there are. */
static void move_slip(dm_shift_move *m, const dm_shift_path *p)
{
    const dm_shift_char *c = &m->seen->at[m->i];
    dm_shift_list       *half = &m->work->half;
    dm_shift_path        q = *p;

    q.slipped = true;
    q.cost += SLIP;
    q.slip = DM_SHIFT_LEAD_LOST;
    q.unknown = DM_SHIFT_ANY;
    dm_shift_list_clear(half);
    dm_shift_list_put(half, &q);
    slip_on(m, half, 0);
    q.unknown = 0;
    q.slip = DM_SHIFT_TRAIL_LOST;
    slip_trail(m, &q);
    if (c->nbytes != 2)
        return;
    q.cost += FOREIGN;
    q.slip = DM_SHIFT_FIRST_FOREIGN;
    dm_shift_list_clear(half);
    dm_shift_list_put(half, &q);
    slip_on(m, half, 1);
    q.slip = DM_SHIFT_SECOND_FOREIGN;
    dm_shift_list_clear(half);
    dm_shift_feed(half, m->known, &q, c->bytes[0]);
    arrive(m, half, m->i + 1);
}

void dm_shift_move_on(dm_shift_move *m, const dm_shift_path *from)
{
    const dm_shift_char *c = &m->seen->at[m->i];
    dm_shift_path        p = *from;
    bool                 in_phase = dm_shift_in_phase(from);

    p.from = (uint16_t)m->i;
    p.pair = 0;
    p.slip = DM_SHIFT_STEADY;
    p.whole = p.kept = false;
    if (move_gloss(m, &p))
        return;
    if (c->cp == 0xFFFD)
        move_undecoded(m, &p);
    else if (c->mark && !m->seen->slips)
        move_mark(m, &p);
    if (m->seen->slips && in_phase && !p.slipped && c->cp >= 0x80 &&
        c->nbytes > 0)
        move_slip(m, &p);
    if (in_phase && p.nemit == 0 && reads_plain(c, m->known))
        move_plain(m, p);
    else if (c->nbytes != 0 && c->cp != '?')
        move_bytes(m, &p, c->bytes, c->nbytes);
    if (!in_phase && !m->seen->slips)
        move_wide(m, &p);
}

void dm_shift_plain(const dm_shift_known *known, const dm_shift_seen *seen,
                    dm_shift_path *p, unsigned end)
{
    unsigned i = 0;

    while (i < end) {
        const dm_shift_char *c = &seen->at[i];

        if (c->cp == '(' && c->gloss != 0 && is_own(known, p) &&
            listed(known, p->tail, c->gloss) != UINT32_MAX) {
            take_gloss(p, p->tail, 0);
            i += c->skip;
            continue;
        }
        p->nemit = 0;
        dm_shift_read(known, p, c);
        i++;
    }
}
