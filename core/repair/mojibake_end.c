/* mojibake_end.c - which sign ends a sentence, when its last byte is lost.
**
** Where UTF-8 was read in a double-byte charset the byte that finds no partner
** is most often the last one of a line: of 。 or of ！ or ？.  What stands
** before in the line weighs the few signs that it can have been: brackets
** left open, words that ask, how its other sentences end.  Asked once a guess
** at the end of a run, so that walking back over the line is cheap enough.
*/
#include "repair/mojibake_hyp.h"

enum {
    BIT = DM_MODEL_BIT,
    NEVER = 14 * BIT,
    OTHER = 3 * BIT / 2, /* off for each sentence that ends so, */
    OTHERS = 3,          /* up to so many */
    SIGHT = 400          /* characters looked back */
};

typedef struct past {
    unsigned full, cry, ask; /* sentences that end so */
    int      open;           /* brackets left open */
    uint32_t bracket;        /* the last of them */
    uint32_t last;           /* the character before the end */
    bool     asks;           /* a word that asks, in this sentence */
} past;

/* The bracket that `cp` opens or closes, by its opening one; 0 for none. */
static uint32_t bracket_of(uint32_t cp)
{
    if (cp >= 0x3008 && cp <= 0x3011)
        return cp & ~1U;
    return cp == 0xFF08 || cp == 0xFF09 ? 0xFF08 : 0;
}

static bool is_asking(uint32_t cp, uint32_t next)
{
    switch (cp) {
    case 0x5417: /* 吗 */
    case 0x55CE:
    case 0x8C01: /* 谁 */
    case 0x8AB0:
    case 0x54EA: /* 哪 */
    case 0x600E: /* 怎 */
        return true;
    case 0x4EC0: /* 什么 */
        return next == 0x4E48 || next == 0x9EBC;
    case 0x4E3A: /* 为何 */
    case 0x70BA:
    case 0x5982: /* 如何 */
        return next == 0x4F55;
    case 0x662F: /* 是否 */
        return next == 0x5426;
    default:
        return false;
    }
}

/* Look at `cp`, which stands before all that was seen. */
static void see(past *p, uint32_t cp, uint32_t next)
{
    uint32_t bracket = bracket_of(cp);

    p->full += cp == 0x3002;
    p->cry += cp == 0xFF01;
    p->ask += cp == 0xFF1F;
    if (bracket != 0) {
        p->open += cp == bracket ? 1 : -1;
        if (p->open > 0 && p->bracket == 0)
            p->bracket = bracket;
        p->open = p->open > 0 ? 0 : p->open;
    }
    if (p->full + p->cry + p->ask == 0)
        p->asks = p->asks || is_asking(cp, next);
}

static past look_back(const dm_beam *s, const dm_hyp *h)
{
    past     p = {0};
    uint32_t next = 0;
    int      n = 0;

    p.last = h->prev;
    for (int32_t i = h->step; i >= 0 && n < SIGHT; n++) {
        const dm_step_found *st = dm_beam_step(s, i);

        see(&p, st->cp, next);
        next = st->cp;
        i = st->parent;
    }
    return p;
}

static unsigned less(unsigned cost, unsigned others)
{
    unsigned off = (others < OTHERS ? others : OTHERS) * OTHER;

    return cost > off + 1 ? cost - off : 1;
}

/* 吗, 嗎, 呢, か: what a question ends with. */
static bool ends_question(uint32_t cp)
{
    return cp == 0x5417 || cp == 0x55CE || cp == 0x5462 || cp == 0x304B;
}

/* ？ or ！, by the words. */
static unsigned cost_of_tone(const past *p, uint32_t cp)
{
    bool     asks = cp == 0xFF1F;
    unsigned cost = 3 * BIT;

    if (ends_question(p->last))
        cost = asks ? BIT / 2 : 5 * BIT;
    else if (p->asks)
        cost = asks ? BIT : 3 * BIT;
    return less(cost, asks ? p->ask : p->cry);
}

/* 。; speech in 「」 may go on in the next line, what is in 《》 hardly. */
static unsigned cost_of_stop(const past *p)
{
    if (p->bracket == 0x300C || p->bracket == 0x300E)
        return 2 * BIT;
    return p->bracket != 0 ? 6 * BIT : BIT / 2;
}

unsigned dm_end_cost(const dm_beam *s, const dm_hyp *h, uint32_t cp)
{
    past     p = look_back(s, h);
    uint32_t bracket = bracket_of(cp);

    if (bracket != 0 && cp != bracket)
        return p.bracket == bracket ? BIT : 7 * BIT;
    switch (cp) {
    case 0x3002:
        return cost_of_stop(&p);
    case 0xFF01:
    case 0xFF1F:
        return cost_of_tone(&p, cp);
    case 0xFF1A:
        return (ends_question(p.last) ? 6 : 4) * BIT;
    case 0xFF1B:
        return 5 * BIT;
    case 0x3000:
    case 0xFF0C:
        return 7 * BIT;
    case 0x3001:
        return 8 * BIT;
    default:
        return NEVER;
    }
}

bool dm_is_end(const dm_beam *s, size_t next)
{
    const dm_beam_byte *it;

    if (next * sizeof *it >= s->items.len)
        return true;
    it = dm_beam_item(s, next);
    return it->kind == DM_BEAM_KNOWN && (it->byte == ' ' || it->byte == '\r' ||
                                         it->byte == '\t' || it->byte == '"');
}
