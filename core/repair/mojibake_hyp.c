/* mojibake_hyp.c - what a hypothesis makes of the next byte, known or lost. */
#include "repair/mojibake_hyp.h"

enum {
    BIT = DM_MODEL_BIT,
    LOST = 14 * BIT,   /* the cost of a character that cannot be told */
    ORPHAN = 22 * BIT, /* of a byte that belongs to none */
    DROPPED = 6 * BIT  /* of a byte lost without a trace */
};

/* `best` and `other` go on alike from here, and `other` is `gap` dearer: so
** much surer is the last character of `best` in which they differ. */
static void note_gap(const dm_beam *s, const dm_hyp *best, const dm_hyp *other)
{
    unsigned more = other->cost - best->cost;
    int32_t  i = best->step;
    int32_t  k = other->step;

    for (int n = 0; n < DM_GAPS && i >= 0 && k >= 0 && i != k; n++) {
        uint16_t *gap = &dm_beam_step(s, best->step)->gap[n];

        if (dm_beam_step(s, i)->cp != dm_beam_step(s, k)->cp) {
            *gap = more < *gap ? (uint16_t)more : *gap;
            return;
        }
        i = dm_beam_step(s, i)->parent;
        k = dm_beam_step(s, k)->parent;
    }
}

/* Will they go on alike? */
static bool is_alike(const dm_hyp *a, const dm_hyp *b)
{
    return a->need == b->need && a->bits == b->bits && a->prev == b->prev &&
           a->before == b->before && a->blank == b->blank;
}

/* `h` goes on as `a` does: the cheaper stays. */
static void merge(const dm_beam *s, dm_hyp *a, const dm_hyp *h)
{
    if (a->cost <= h->cost) {
        note_gap(s, a, h);
        return;
    }
    note_gap(s, h, a);
    *a = *h;
}

/* Add `h` to the hypotheses in `to`. */
static void keep(const dm_beam *s, dm_buf *to, const dm_hyp *h)
{
    size_t  n;
    dm_hyp *all = dm_hyps(to, &n);
    size_t  worst = 0;

    for (size_t i = 0; i < n; i++) {
        if (is_alike(&all[i], h)) {
            merge(s, &all[i], h);
            return;
        }
        if (all[i].cost > all[worst].cost)
            worst = i;
    }
    if (n < DM_BEAM)
        dm_buf_add(to, h, sizeof *h);
    else if (h->cost < all[worst].cost)
        all[worst] = *h;
}

/* `h` has read `cp` up to item `to`. */
static void finish(dm_beam *s, dm_hyp *h, uint32_t cp, size_t to)
{
    dm_step_found st = {h->step, cp, h->from, (uint32_t)to, {0}, 0};
    unsigned      cost;

    memset(st.gap, 0xFF, sizeof st.gap);
    if (h->blank)
        st.flags = DM_CELL_GONE;
    else if (h->unknown > 0)
        st.flags = DM_CELL_GUESSED;
    cost = dm_model_push(s->lang, &h->model, h->blank ? 0 : cp);
    if (h->blank)
        cost = LOST;
    else if (h->unknown > 0 && s->lang != DM_LANG_KO && dm_is_wide(cp) &&
             dm_is_end(s, to))
        cost = dm_end_cost(s, h, cp);
    h->cost += cost;
    h->paid += cp < 0x80 ? 0 : cost;
    h->chars = (uint16_t)(h->chars + (cp >= 0x80));
    h->gone = (uint16_t)(h->gone + h->blank);
    h->before = h->prev;
    h->prev = cp;
    if (!s->steps.failed && dm_buf_reserve(&s->steps, sizeof st) != NULL)
        h->step = (int32_t)(s->steps.len / sizeof st);
    h->bits = 0;
    h->need = h->size = h->unknown = 0;
    h->blank = false;
    dm_buf_add(&s->steps, &st, sizeof st);
}

/* Is this what `size` bytes of UTF-8 mean? */
static bool is_proper(uint32_t cp, unsigned size)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

    return cp >= least[size] && cp <= 0x10FFFF &&
           !(cp >= 0xD800 && cp <= 0xDFFF) && !(cp >= 0xE000 && cp <= 0xF8FF);
}

/* Did these two bytes mean nothing to the wrong reader?  Some know private
** use characters, some do not. */
static bool is_nothing(const dm_beam *s, unsigned lead, unsigned trail)
{
    uint32_t cp =
        dm_pair_decode(dm_wrong_pairs(s->wrong), (uint8_t)lead, (uint8_t)trail);

    return cp == 0 || (cp >= 0xE000 && cp <= 0xF8FF);
}

/* Can the byte lost before item `next` have been `x`? */
static bool was_lost(const dm_beam *s, unsigned x, size_t next)
{
    if (s->wrong < DM_WRONG_BYTES)
        return x < 0xA0 && dm_byte_meaning(s->wrong, (uint8_t)x) == x;
    if (s->wrong == DM_WRONG_SJIS && x >= 0xA1 && x <= 0xDF)
        return false;
    if (x == 0x80 || x == 0xFF || next * sizeof(dm_beam_byte) >= s->items.len ||
        dm_beam_item(s, next)->kind != DM_BEAM_KNOWN)
        return true;
    return is_nothing(s, x, dm_beam_item(s, next)->byte);
}

/* Give `h` the last byte or one in the middle of its character, `b`, or -1 for
** any; true when it may live on. */
static bool feed(dm_beam *s, dm_hyp *h, int b, size_t to)
{
    h->need--;
    h->lost = 0;
    if (b < 0)
        h->blank = true;
    else if (s->right == DM_RIGHT_UTF8)
        h->bits = h->bits << 6 | ((uint32_t)b & 0x3F);
    else
        h->bits = dm_pair_decode(dm_right_pairs(s->right), (uint8_t)h->bits,
                                 (uint8_t)b);
    if (h->need > 0)
        return true;
    if (!h->blank && (s->right == DM_RIGHT_UTF8 ? !is_proper(h->bits, h->size)
                                                : h->bits == 0))
        return false;
    finish(s, h, h->blank ? 0xFFFD : h->bits, to);
    return true;
}

/* Begin a character at item `at` with the byte `lead`. */
static bool begin(const dm_beam *s, dm_hyp *h, unsigned char lead, size_t at)
{
    if (s->right != DM_RIGHT_UTF8)
        h->size = lead > 0x80 && lead < 0xFF ? 2 : 0;
    else if (lead >= 0xC2 && lead <= 0xDF)
        h->size = 2;
    else if (lead >= 0xE0 && lead <= 0xEF)
        h->size = 3;
    else if (lead >= 0xF0 && lead <= 0xF4)
        h->size = 4;
    else
        h->size = 0;
    if (h->size == 0)
        return false;
    h->need = (uint8_t)(h->size - 1);
    h->bits = s->right != DM_RIGHT_UTF8 ? lead : lead & (0x7FU >> h->size);
    h->from = (uint32_t)at;
    return true;
}

/* A character cannot be told: the one begun, or one that has only a byte. */
static void give_up(dm_beam *s, dm_hyp *h, size_t from, size_t to)
{
    if (h->size == 0)
        h->from = (uint32_t)from;
    h->cost += ORPHAN;
    h->blank = true;
    finish(s, h, 0xFFFD, to);
}

/* At the beginning of a character `h` sees the byte `b`. */
static void start(dm_beam *s, dm_hyp h, size_t at, unsigned char b)
{
    if (b < 0x80) {
        h.from = (uint32_t)at;
        finish(s, &h, b, at + 1);
    } else if (s->right == DM_RIGHT_SJIS && b >= 0xA1 && b <= 0xDF) {
        h.from = (uint32_t)at;
        finish(s, &h, b - 0xA1U + 0xFF61, at + 1);
    } else if (!begin(s, &h, b, at)) {
        give_up(s, &h, at, at + 1);
    }
    keep(s, &s->next, &h);
}

/* Can what is begun be nothing but punctuation? */
static bool is_sign_begun(const dm_beam *s, const dm_hyp *h)
{
    return s->right == DM_RIGHT_UTF8 && h->size == 3 && h->need == 1 &&
           (h->bits == 0x3FC || h->bits == 0xC0);
}

/* Are too many bytes of the character lost to go through all there are? */
static bool is_hopeless(const dm_beam *s, const dm_hyp *h)
{
    if (!h->blank && h->unknown == 1 && is_sign_begun(s, h))
        return false;
    return h->blank || h->size == 4 || h->unknown > 1 ||
           (h->unknown == 1 && s->wrong >= DM_WRONG_BYTES && h->lost == 0);
}

void dm_beam_guess(dm_beam *s, const dm_hyp *h, size_t next, size_t end,
                   dm_buf *to)
{
    bool     utf8 = s->right == DM_RIGHT_UTF8;
    unsigned last = utf8 ? 0xBF : 0xFE;
    dm_hyp   g = *h;

    if (is_hopeless(s, h)) {
        if (feed(s, &g, -1, end))
            keep(s, to, &g);
        return;
    }
    for (unsigned x = utf8 ? 0x80 : 0x40; x <= last; x++) {
        if (!was_lost(s, x, next) ||
            (h->lost != 0 && !is_nothing(s, h->lost, x)))
            continue;
        g = *h;
        g.unknown++;
        if (!feed(s, &g, (int)x, end))
            continue;
        g.lost = (uint8_t)(s->wrong < DM_WRONG_BYTES ? 0 : x);
        keep(s, to, &g);
    }
}

/* A byte is missing before item `at`, without a mark; the item's own byte
** begins a character. */
static void see_missing(dm_beam *s, const dm_hyp *h, size_t at, unsigned char b)
{
    dm_hyp  g = *h;
    dm_buf  ends;
    size_t  n;
    dm_hyp *all;

    g.cost += DROPPED;
    if (g.need > 1) {
        give_up(s, &g, at, at);
        start(s, g, at, b);
        return;
    }
    dm_buf_init(&ends, DM_BEAM * sizeof(dm_hyp));
    dm_beam_guess(s, &g, at, at, &ends);
    all = dm_hyps(&ends, &n);
    for (size_t i = 0; i < n; i++)
        start(s, all[i], at, b);
    s->failed = s->failed || ends.failed;
    dm_buf_fini(&ends);
}

/* The lead byte was lost before item `at`, whose byte is `b`. */
static void see_open(dm_beam *s, const dm_hyp *h, size_t at, unsigned char b)
{
    for (unsigned lead = 0x81; lead < 0xFF; lead++) {
        dm_hyp g = *h;

        if (!was_lost(s, lead, at))
            continue;
        g.open = false;
        g.bits = lead;
        g.unknown = 1;
        if (feed(s, &g, b, at + 1))
            keep(s, &s->next, &g);
    }
}

/* The byte of item `at` is known. */
static void see_known(dm_beam *s, const dm_hyp *h, size_t at, unsigned char b)
{
    dm_hyp g = *h;
    bool   utf8 = s->right == DM_RIGHT_UTF8;

    if (h->open) {
        see_open(s, h, at, b);
    } else if (h->need == 0) {
        start(s, g, at, b);
    } else if (utf8 && (b < 0x80 || b > 0xBF)) {
        see_missing(s, h, at, b);
    } else if (feed(s, &g, b, at + 1)) {
        keep(s, &s->next, &g);
    } else if (!utf8) {
        g = *h;
        give_up(s, &g, at, at);
        start(s, g, at, b);
    }
}

/* `h`, between two characters, has the first byte of the next one lost. */
static void open_next(dm_beam *s, const dm_hyp *h, size_t at)
{
    dm_hyp g = *h;

    if (s->right != DM_RIGHT_UTF8) {
        (void)begin(s, &g, 0x81, at);
        g.open = true;
        g.bits = 0;
        keep(s, &s->next, &g);
        return;
    }
    for (unsigned lead = 0xE3; lead <= 0xEF; lead++) {
        bool hangul = lead >= 0xEA && lead <= 0xED;

        g = *h;
        if (lead == 0xEE ||
            (lead != 0xEF && hangul != (s->lang == DM_LANG_KO)) ||
            !was_lost(s, lead, at + 1))
            continue;
        (void)begin(s, &g, (uint8_t)lead, at);
        g.unknown = 1;
        keep(s, &s->next, &g);
    }
}

/* The last byte and the first of the next character were lost at item `at`
** together.  They meant nothing as a pair. */
static void see_two(dm_beam *s, const dm_hyp *h, size_t at)
{
    for (unsigned x = 0x80; x <= 0xBF; x++) {
        dm_hyp one = *h;

        if (is_hopeless(s, h) || s->right != DM_RIGHT_UTF8)
            return;
        one.unknown++;
        if (!feed(s, &one, (int)x, at + 1))
            continue;
        for (unsigned lead = 0xE3; lead <= 0xE9; lead++) {
            dm_hyp g = one;

            if (!is_nothing(s, x, lead))
                continue;
            (void)begin(s, &g, (uint8_t)lead, at);
            g.unknown = 1;
            keep(s, &s->next, &g);
        }
    }
}

/* What was at item `at` is lost: one byte or two, or it is what it seems. */
static void see_lost(dm_beam *s, const dm_hyp *h, size_t at,
                     const dm_beam_byte *it)
{
    dm_hyp g = *h;
    bool   pairs = s->wrong >= DM_WRONG_BYTES;

    if (h->open)
        return;
    if (h->need > 0) {
        dm_beam_guess(s, h, at + 1, at + 1, &s->next);
        if (pairs && h->need == 2 && feed(s, &g, -1, at + 1) &&
            feed(s, &g, -1, at + 1))
            keep(s, &s->next, &g);
        if (pairs && h->need == 1)
            see_two(s, h, at);
        return;
    }
    g.from = (uint32_t)at;
    g.blank = it->kind == DM_BEAM_LOST;
    finish(s, &g, g.blank ? 0xFFFD : '?', at + 1);
    keep(s, &s->next, &g);
    if (pairs)
        open_next(s, h, at);
}

void dm_beam_advance(dm_beam *s, size_t at)
{
    const dm_beam_byte *it = dm_beam_item(s, at);
    size_t              n;
    dm_hyp             *all = dm_hyps(&s->now, &n);
    dm_buf              was;

    dm_buf_clear(&s->next);
    for (size_t i = 0; i < n; i++)
        if (it->kind == DM_BEAM_KNOWN)
            see_known(s, &all[i], at, it->byte);
        else
            see_lost(s, &all[i], at, it);
    was = s->now;
    s->now = s->next;
    s->next = was;
}
