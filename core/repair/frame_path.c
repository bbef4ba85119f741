/* frame_path.c - one hypothesis: clean text that grows byte by byte.
**
** A path holds what the next byte needs: the lead byte it waits with (known,
** or one of a set), the two newest bytes (a listed character may be made of
** them although it is none of the clean text's), the language model's memory
** and the quotes that are open.  Costs are the model's, in 1/16 bit, and:
**
**   - neighbours that stand elsewhere in the document are cheap
**   - a character of the other script is dear, unless the document has it
**   - a listed character without its gloss is dear: it would have been glossed
**   - a quote that closes nothing, or opens inside an open one, is dear
*/
#include "repair/frame_path.h"

#include "han/fold.h"

enum {
    BIT = DM_SHIFT_BIT,
    NEIGHBOURS = 7 * BIT / 2, /* what neighbours of the document cost at most */
    OTHER_SCRIPT = 6 * BIT,
    UNSEEN = BIT / 2,     /* the document does not have this character */
    UNGLOSSED = 14 * BIT, /* a listed character lacks its gloss */
    UNBALANCED = 5 * BIT,
    TWO_STOPS = 6 * BIT,
    USUAL = 4, /* bits of least cost: where pairs vanished no rare ones */
    VANISHED = 4 * BIT, /* a pair was dropped */
    NO_CHAR = 60 * BIT
};

/* ---- lists ---- */

void dm_shift_list_clear(dm_shift_list *list)
{
    list->n = 0;
    list->best = UINT32_MAX / 2;
}

/* Make room in a full list: what is far from the best goes, and when that is
** nothing, what is further than the half of it. */
static void thin(dm_shift_list *list)
{
    uint32_t reach = DM_SHIFT_BEAM_BITS * BIT;

    while (list->n == DM_SHIFT_LIST) {
        unsigned n = 0;

        for (unsigned i = 0; i < list->n; i++)
            if (list->at[i].cost <= list->best + reach)
                list->at[n++] = list->at[i];
        list->n = n;
        if (reach == 0)
            list->n = n / 2;
        reach /= 2;
    }
}

void dm_shift_list_put(dm_shift_list *list, const dm_shift_path *p)
{
    if (p->cost > list->best + DM_SHIFT_BEAM_BITS * BIT)
        return;
    if (list->n == DM_SHIFT_LIST)
        thin(list);
    if (p->cost < list->best)
        list->best = p->cost;
    list->at[list->n++] = *p;
}

/* ---- characters ---- */

/* The bit of a pair of quotes, and which half `cp` is. */
static unsigned quote_bit(uint32_t cp, bool *closes)
{
    static const struct {
        uint16_t open, close;
    } pairs[] = {
        {0x201C, 0x201D},
        {0x300A, 0x300B},
        {0xFF08, 0xFF09},
        {0x300C, 0x300D},
        {0x3010, 0x3011},
        {0x300E, 0x300F},
    };

    for (unsigned i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (cp == pairs[i].open || cp == pairs[i].close) {
            *closes = cp == pairs[i].close;
            return 1U << i;
        }
    return 0;
}

uint32_t dm_shift_quote(dm_shift_path *p, uint32_t cp)
{
    bool     closes = false;
    unsigned bit = quote_bit(cp, &closes);
    bool     was_open = (p->open & bit) != 0;

    if (bit == 0)
        return 0;
    p->open = (uint8_t)(closes ? p->open & ~bit : p->open | bit);
    return closes == was_open ? 0 : UNBALANCED;
}

static uint32_t script_cost(const dm_shift_known *known, uint32_t cp,
                            unsigned pair)
{
    bool other;

    if (cp < 0x4E00 || known->count[pair] > 0)
        return 0;
    other = known->traditional ? dm_shift_bit(known->simple, pair)
                               : dm_han_fold(cp) != cp;
    return known->lang == DM_LANG_ZH && other ? OTHER_SCRIPT : UNSEEN;
}

static bool is_stop(uint32_t cp)
{
    return cp == 0x3001 || cp == 0x3002 || cp == 0xFF0C || cp == 0xFF1A ||
           cp == 0xFF1B || cp == ',' || cp == ';' || cp == ':';
}

/* Two stops in a row. */
static uint32_t stop_cost(uint32_t prev, uint32_t cp)
{
    return is_stop(prev) && (is_stop(cp) || cp == 0x3000) ? TWO_STOPS : 0;
}

/* What a quote behind a stop costs at most: that is where quotes stand. */
static uint32_t quote_most(uint32_t prev, uint32_t cp)
{
    if (prev == 0x3002 && (cp == 0x201D || cp == 0x300D))
        return 3 * BIT;
    if (cp != 0x201C && cp != 0x300C)
        return UINT32_MAX;
    if (prev == 0xFF1A || prev == ':')
        return 2 * BIT;
    return is_stop(prev) ? 4 * BIT : UINT32_MAX;
}

/* The model's cost of `cp` after what `p` has read; neighbours that the
** document has are cheap. */
static uint32_t model_cost(const dm_shift_known *known, dm_shift_path *p,
                           uint32_t cp)
{
    uint32_t cost = dm_model_push(known->lang, &p->model, cp);
    uint32_t least = cp >= 0x80 ? known->least[p->tail] * (uint32_t)BIT : 0;

    if (cost < least)
        cost = least;
    if ((cp < 0x3000 || known->count[p->tail] > 0) &&
        cost > quote_most(p->prev, cp))
        cost = quote_most(p->prev, cp);
    if (cost > NEIGHBOURS && p->prev != 0 &&
        dm_shift_neighbours(known, p->prev, cp))
        cost = NEIGHBOURS;
    return cost;
}

void dm_shift_push(const dm_shift_known *known, dm_shift_path *p, uint32_t cp)
{
    p->cost += model_cost(known, p, cp) + dm_shift_quote(p, cp) +
               script_cost(known, cp, p->tail) + stop_cost(p->prev, cp);
    p->prev2 = p->prev;
    p->prev = cp;
    p->text = (p->text ^ cp) * 0x9E3779B97F4A7C15U;
    p->text ^= p->text >> 29;
    if (p->nemit < DM_SHIFT_EMIT)
        p->emit[p->nemit++] = cp;
    else
        p->cost += NO_CHAR;
}

/* ---- bytes ---- */

/* The newest bytes become …x, byte.  When they are a listed character's the
** gloss must follow, unless a gloss stands between them: then another
** character of the list came first. */
static void note_byte(const dm_shift_known *known, dm_shift_path *p,
                      unsigned char byte)
{
    if (p->need != 0)
        p->cost += UNGLOSSED;
    p->tail = (uint16_t)(p->tail << 8 | byte);
    p->need = p->glossed ? 0 : known->reading[p->tail];
    p->glossed = false;
}

/* Was it full-width before the folding, behind a character that is? */
static bool is_delimiter(uint32_t cp)
{
    return cp == ',' || cp == '!' || cp == ':' || cp == ';';
}

void dm_shift_read(const dm_shift_known *known, dm_shift_path *p,
                   const dm_shift_char *c)
{
    unsigned char wide[2];

    if (known->folded && is_delimiter(c->cp) && p->prev >= 0x80 &&
        dm_shift_encode(known, c->cp + 0xFEE0, wide) == 2) {
        note_byte(known, p, wide[0]);
        note_byte(known, p, wide[1]);
    } else
        for (unsigned i = 0; i < c->nbytes; i++)
            note_byte(known, p, c->bytes[i]);
    if (c->nbytes == 0)
        p->tail = 0;
    dm_shift_push(known, p, c->cp);
}

/* The trail byte `byte` after the lead byte that `p` holds. */
static void finish_pair(dm_shift_list *out, const dm_shift_known *known,
                        const dm_shift_path *from, unsigned char byte)
{
    uint32_t      cp = dm_pair_decode(known->set, from->lead, byte);
    dm_shift_path p;

    if (cp == 0 || dm_shift_is_user(cp) ||
        from->cost > out->best + DM_SHIFT_BEAM_BITS * BIT)
        return;
    out->tries++;
    p = *from;
    p.lead = 0;
    p.unknown = p.awaits;
    p.awaits = 0;
    note_byte(known, &p, byte);
    dm_shift_push(known, &p, cp);
    dm_shift_list_put(out, &p);
}

static bool in_set(unsigned set, unsigned lead)
{
    return set == DM_SHIFT_ANY || (set == DM_SHIFT_HIGH) == (lead >= 0xA1);
}

/* Every lead byte that the unknown one may have been. */
static void finish_unknown(dm_shift_list *out, const dm_shift_known *known,
                           const dm_shift_path *p, unsigned char byte)
{
    for (unsigned lead = 0x81; lead < 0xFF; lead++) {
        dm_shift_path q;

        if (!known->lead[lead] || !in_set(p->unknown, lead) ||
            !dm_shift_bit(known->common, lead << 8 | byte) ||
            (p->gaps > 0 && known->least[lead << 8 | byte] > USUAL) ||
            (p->odd && dm_pair_decode(known->set, (unsigned char)p->tail,
                                      (unsigned char)lead) != 0))
            continue;
        q = *p;
        q.odd = false;
        q.unknown = 0;
        q.lead = (uint8_t)lead;
        note_byte(known, &q, (unsigned char)lead);
        finish_pair(out, known, &q, byte);
    }
}

/* The character of one byte, or 0. */
static uint32_t single(const dm_shift_known *known, unsigned char byte)
{
    if (byte < 0x80)
        return byte;
    if (known->set == DM_PAIRS_SJIS && byte >= 0xA1 && byte <= 0xDF)
        return 0xFF61U + byte - 0xA1;
    return 0;
}

void dm_shift_feed(dm_shift_list *out, const dm_shift_known *known,
                   const dm_shift_path *p, unsigned char byte)
{
    dm_shift_path q = *p;
    uint32_t      cp;

    if (p->unknown != 0) {
        finish_unknown(out, known, p, byte);
        return;
    }
    if (p->lead != 0) {
        finish_pair(out, known, &q, byte);
        return;
    }
    cp = single(known, byte);
    if (cp == 0 && !known->lead[byte])
        return;
    note_byte(known, &q, byte);
    if (cp != 0)
        dm_shift_push(known, &q, cp);
    else
        q.lead = byte;
    dm_shift_list_put(out, &q);
}

/* Both halves unknown: only the commonest signs are worth a try. */
static void feed_sign(dm_shift_list *out, const dm_shift_known *known,
                      const dm_shift_path *p)
{
    static const uint16_t signs[] = {0x3001, 0x3002, 0xFF0C, 0x201C,
                                     0x201D, 0x300B, 0xFF09, 0xFF01};

    for (unsigned i = 0; i < sizeof signs / sizeof *signs; i++) {
        unsigned char b[2];
        dm_shift_path q = *p;

        if (dm_shift_encode(known, signs[i], b) != 2 ||
            !in_set(p->unknown, b[0]))
            continue;
        q.unknown = 0;
        q.lead = b[0];
        note_byte(known, &q, b[0]);
        finish_pair(out, known, &q, b[1]);
    }
}

void dm_shift_feed_any(dm_shift_list *out, const dm_shift_known *known,
                       const dm_shift_path *p)
{
    if (p->unknown != 0) {
        feed_sign(out, known, p);
        return;
    }
    if (p->lead == 0) {
        dm_shift_path q = *p;

        q.unknown = DM_SHIFT_ANY;
        dm_shift_list_put(out, &q);
        return;
    }
    for (unsigned byte = 0x40; byte < 0xFF; byte++)
        if (dm_shift_bit(known->common, (unsigned)p->lead << 8 | byte))
            finish_pair(out, known, p, (unsigned char)byte);
}

/* The pair first, second was user-defined: first ends a character, second
** begins the next and is only known by its set. */
void dm_shift_feed_user(dm_shift_list *out, const dm_shift_known *known,
                        const dm_shift_path *p)
{
    for (unsigned first = 0xA1; first < 0xFF; first++) {
        bool          low = first <= 0xA7;
        dm_shift_path half;

        if (!low && !(first >= 0xAA && first <= 0xAF) && first < 0xF8)
            continue;
        half = *p;
        half.gaps++;
        half.whole = false;
        half.cost += VANISHED;
        half.awaits = low ? DM_SHIFT_LOW : DM_SHIFT_HIGH;
        dm_shift_feed(out, known, &half, (unsigned char)first);
    }
}
