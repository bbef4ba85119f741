/* mojibake_pairs.c - double-byte text that was read in another charset.
**
** Read as windows-1252, a Chinese character is two Western letters, and such
** letters stand in rows where no Western language has them.  Read in another
** double-byte charset it is another character, and the line is a heap of rare
** ones.  The line is turned into bytes and read anew in each charset that it
** might have been in; the stretch that gains most under the language model,
** and reads like language then, is put right.
*/
#include "repair/mojibake.h"
#include "text/utf8.h"

enum {
    BIT = DM_MODEL_BIT,
    LETTER = 9 * BIT, /* the cost of a Western letter beside another */
    CONTROL = 16 * BIT,
    SECOND = 5 * BIT, /* of ASCII behind a Western sign */
    HANJA = 8 * BIT,  /* on for Han among Hangul */
    DEAR = 12 * BIT,  /* a character of real text costs less, on average */
    SHORT = 6,        /* characters below which a stretch has to be cheaper */
    CHEAP = 10 * BIT,
    GAIN = 30 * BIT,
    BETTER = 3 * BIT, /* a character, on average, when others were clear */
    CASES = 2,
    BAD = 40 * BIT /* what does not decode costs */
};

/* One character as the right charset reads it. */
typedef struct reading {
    uint32_t cp;
    uint32_t from, to; /* cells */
    int      gain;
    unsigned cost;
} reading;

typedef struct stretch {
    size_t   from, to; /* readings */
    int      gain;
    unsigned cost, chars; /* beyond ASCII */
    unsigned letters;     /* beside another, and not the same */
} stretch;

static bool is_single(dm_wrong w)
{
    return w < DM_WRONG_BYTES || w == DM_WRONG_LATIN9;
}

/* The cells' bytes in `w`, and the cell of each byte. */
typedef struct bytes {
    dm_buf byte, cell; /* of char, of uint32_t */
} bytes;

static void add_byte(bytes *b, unsigned value, size_t cell)
{
    uint32_t at = (uint32_t)cell;

    dm_buf_char(&b->byte, (char)value);
    dm_buf_add(&b->cell, &at, sizeof at);
}

/* The byte that `cp` is in iso-8859-15. */
static unsigned latin9(uint32_t cp)
{
    static const uint16_t there[][2] = {
        {0x20AC, 0xA4},
        {0x160,  0xA6},
        {0x161,  0xA8},
        {0x17D,  0xB4},
        {0x17E,  0xB8},
        {0x152,  0xBC},
        {0x153,  0xBD},
        {0x178,  0xBE}
    };

    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        if (there[i][0] == cp)
            return there[i][1];
    return cp < 0x100 ? cp : 0;
}

/* Byte 0 stands for what has no byte. */
static void add_cell(bytes *b, const dm_cell *c, size_t at, dm_wrong w)
{
    unsigned char code[2] = {0, 0};
    size_t        n = 1;

    if (w == DM_WRONG_LATIN9)
        code[0] = (unsigned char)latin9(c->cp);
    else
        n = dm_cell_bytes(c, w, code);
    add_byte(b, code[0], at);
    if (n == 2)
        add_byte(b, code[1], at);
}

/* The character of `r` at `p`; its bytes in `*n`; 0 when there is none. */
static uint32_t decode(dm_right r, const unsigned char *p, size_t left,
                       size_t *n)
{
    *n = 1;
    if (p[0] < 0x80)
        return p[0];
    if (r == DM_RIGHT_SJIS && p[0] >= 0xA1 && p[0] <= 0xDF)
        return p[0] - 0xA1U + 0xFF61;
    if (left < 2)
        return 0;
    *n = 2;
    return dm_pair_decode(dm_right_pairs(r), p[0], p[1]);
}

void dm_price(const dm_mojibake *mo, dm_wrong w, dm_buf *out)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);
    dm_model_state state[DM_LANG_KO + 1];
    unsigned       sum[DM_LANG_KO + 1] = {0};
    int            best = DM_LANG_ZH;

    dm_buf_clear(out);
    for (int l = 0; l <= DM_LANG_KO; l++) {
        dm_model_start(&state[l]);
        for (size_t i = 0; i < n && !is_single(w); i++)
            sum[l] += dm_model_push((dm_lang)l, &state[l], c[i].cp);
        best = sum[l] < sum[best] ? l : best;
    }
    dm_model_start(&state[best]);
    for (size_t i = 0; i < n; i++) {
        unsigned cost = c[i].odd == DM_ODD_C1 ? CONTROL : LETTER;

        if (!is_single(w))
            cost = dm_model_push((dm_lang)best, &state[best], c[i].cp);
        cost = c[i].cp < 0x80 ? 0 : cost;
        dm_buf_add(out, &cost, sizeof cost);
    }
}

/* Read the bytes in `r`; `prices` are what the cells cost. */
static void read_all(const bytes *b, dm_right r, const dm_buf *prices,
                     dm_buf *out)
{
    const unsigned char *p = (const unsigned char *)b->byte.ptr;
    const uint32_t      *cell = (const uint32_t *)(const void *)b->cell.ptr;
    const unsigned      *stood = (const unsigned *)(const void *)prices->ptr;
    dm_model_state       state;
    size_t               n;

    dm_model_start(&state);
    dm_buf_clear(out);
    for (size_t at = 0; at < b->byte.len; at += n) {
        reading rd = {0};

        rd.cp = decode(r, p + at, b->byte.len - at, &n);
        n = rd.cp == 0 ? 1 : n;
        rd.from = cell[at];
        rd.to = cell[at + n - 1] + 1;
        rd.cost = dm_model_push(dm_right_lang(r), &state, rd.cp);
        if (rd.cp < 0x80)
            rd.cost = rd.cp == 0 ? BAD : 0;
        if (r == DM_RIGHT_EUCKR && rd.cp >= 0x4E00 && rd.cp < 0xA000)
            rd.cost += HANJA;
        /* a cell of two readings is paid with the second */
        if (rd.cp == 0 || rd.cp >= 0x80) {
            if (at + n == b->byte.len || cell[at + n] != rd.to - 1)
                for (uint32_t i = rd.from; i < rd.to; i++)
                    rd.gain += (int)stood[i];
            rd.gain -= (int)rd.cost;
        }
        dm_buf_add(out, &rd, sizeof rd);
    }
}

/* May a stretch begin with reading `i`, or end before it?  Only between two
** cells. */
static bool is_border(const reading *rd, size_t n, size_t i)
{
    return i == 0 || i == n || rd[i - 1].to <= rd[i].from;
}

/* Han, kana or Hangul. */
static bool is_letter(uint32_t cp)
{
    return (cp >= 0x3041 && cp < 0x3100) || (cp >= 0x4E00 && cp < 0xA000) ||
           (cp >= 0xAC00 && cp < 0xD7A4);
}

/* The stretch that gains most at or after `from`. */
static stretch richest(const reading *rd, size_t n, size_t from)
{
    stretch best = {0, 0, 0, 0, 0, 0};
    stretch now = {from, from, 0, 0, 0, 0};

    for (size_t i = from; i < n; i++) {
        if (now.gain <= 0 && is_border(rd, n, i))
            now = (stretch){i, i, 0, 0, 0, 0};
        now.gain += rd[i].gain;
        if (rd[i].cp == 0 || rd[i].cp >= 0x80) {
            now.cost += rd[i].cost;
            now.chars++;
            now.letters += is_letter(rd[i].cp) && i > now.from &&
                           rd[i - 1].cp >= 0x80 && rd[i - 1].cp != rd[i].cp;
        }
        now.to = i + 1;
        if (now.gain > best.gain && rd[i].cp >= 0x80 && is_border(rd, n, i + 1))
            best = now;
    }
    return best;
}

/* Does the stretch read like language, and far better than what stands
** there? */
static bool convinces(const stretch *s, dm_right r, unsigned cases)
{
    if (s->letters * 3 < s->chars ||
        (r == DM_RIGHT_EUCKR && (s->letters < 3 || s->chars < SHORT)))
        return false;
    if (s->letters < 1 ||
        s->cost > s->chars * (s->chars < SHORT ? CHEAP : DEAR))
        return false;
    if (cases >= CASES)
        return s->gain >= (int)s->chars * BETTER;
    return s->gain >= GAIN && s->gain >= (int)s->chars * BETTER &&
           s->letters >= 2;
}

/* Does nearly all of it read as UTF-8?  Then it is no double-byte charset.
** (Of GBK in pairs up to two thirds do, in a short line.) */
static bool is_utf8(const bytes *b)
{
    dm_slice s = dm_buf_view(&b->byte);
    size_t   high = 0;
    size_t   good = 0;

    for (size_t at = 0; at < s.len; at++) {
        size_t n = (unsigned char)s.ptr[at] < 0x80 ? 1 : dm_utf8_len(s.ptr[at]);

        high += (unsigned char)s.ptr[at] >= 0x80;
        if (n < 2 || at + n > s.len ||
            dm_utf8_valid(dm_slice_sub(s, at, at + n)) != n)
            continue;
        good += n;
        high += n - 1;
        at += n - 1;
    }
    return good * 4 >= high * 3;
}

typedef struct table {
    dm_wrong w;
    dm_right r;
    bytes    b;
    dm_buf   prices;
    dm_buf   readings;
    size_t   from;  /* cell where the best stretch begins */
    bool     clear; /* no other charset comes near */
    bool     utf8;  /* the bytes are UTF-8 */
} table;

/* The best charset for the bytes of the line; its readings stay in `t`. */
static bool choose(table *t, unsigned cases)
{
    int best = 0;
    int second = 0;

    for (int r = DM_RIGHT_GBK; r <= DM_RIGHT_EUCKR; r++) {
        stretch s;

        if (r - DM_RIGHT_GBK == (int)t->w - DM_WRONG_GBK)
            continue;
        read_all(&t->b, (dm_right)r, &t->prices, &t->readings);
        s = richest((const reading *)(const void *)t->readings.ptr,
                    t->readings.len / sizeof(reading), 0);
        if (s.gain > best && convinces(&s, (dm_right)r, cases)) {
            second = best;
            best = s.gain;
            t->r = (dm_right)r;
            t->from =
                ((const reading *)(const void *)t->readings.ptr)[s.from].from;
        } else if (s.gain > second) {
            second = s.gain;
        }
    }
    t->clear = second * 10 < best * 7;
    if (best > 0)
        read_all(&t->b, t->r, &t->prices, &t->readings);
    return best > 0;
}

/* Was it Latin-1?  Then controls show it. */
static dm_wrong named(const dm_mojibake *mo, dm_wrong w)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);

    for (size_t i = 0; i < n && w == DM_WRONG_1252; i++)
        if (c[i].odd == DM_ODD_C1)
            return DM_WRONG_LATIN1;
    return w;
}

/* Put the readings of `s` in the place of their cells. */
static void rewrite(dm_mojibake *mo, const table *t, const stretch *s)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);
    const reading *rd = (const reading *)(const void *)t->readings.ptr;

    for (size_t i = s->from; i < s->to; i++) {
        dm_cell cell = c[rd[i].from];

        if (rd[i].cp < 0x80) {
            dm_buf_add(&mo->spare, &cell, sizeof cell);
            continue;
        }
        cell = dm_cell_join(c + rd[i].from, rd[i].to - rd[i].from, rd[i].cp);
        if (cell.times == 0)
            cell.certainty = DM_EXACT;
        if (!t->clear)
            cell.certainty = DM_LIKELY;
        cell.wrong = (uint8_t)named(mo, t->w);
        cell.right = (uint8_t)t->r;
        cell.times++;
        dm_buf_add(&mo->spare, &cell, sizeof cell);
    }
}

/* Clear cases in this document. */
static unsigned cases_of(const dm_mojibake *mo, dm_wrong w)
{
    return mo->sure[is_single(w) ? DM_WRONG_LATIN1 : w];
}

static bool is_beyond(const reading *rd)
{
    return rd->cp == 0 || rd->cp >= 0x80;
}

/* Punctuation that only East Asian text has. */
static bool is_wide(uint32_t cp)
{
    return (cp >= 0x3001 && cp <= 0x3011) || cp == 0xFF01 || cp == 0xFF08 ||
           cp == 0xFF09 || cp == 0xFF0C || cp == 0xFF1A || cp == 0xFF1B ||
           cp == 0xFF1F;
}

/* Do the characters from `i` on, up to the next ASCII, gain all together, or
** are punctuation?  Their end, or `i`. */
static size_t gains(const reading *rd, size_t n, size_t i)
{
    size_t at = i;
    int    gain = 0;

    for (; at < n && rd[at].cp >= 0x80; at++)
        gain += rd[at].gain;
    if (at == i || (at < n && rd[at].cp == 0) || !is_border(rd, n, i) ||
        (gain <= 0 && !(is_wide(rd[i].cp) && at == i + 1)))
        return i;
    return at;
}

/* Western letters around a stretch that have a reading at all belong to it:
** its rare characters, and what stands behind digits or words. */
static void widen_single(const reading *rd, size_t n, size_t from, stretch *s)
{
    size_t at;

    while (s->from > from && rd[s->from - 1].cp >= 0x80 &&
           is_border(rd, n, s->from - 1))
        s->from--;
    for (;;) {
        while (s->to < n && rd[s->to].cp >= 0x80 && is_border(rd, n, s->to + 1))
            s->to++;
        for (at = s->to; at < n && !is_beyond(&rd[at]); at++)
            continue;
        if (gains(rd, n, at) == at)
            return;
        s->to = gains(rd, n, at);
    }
}

/* Past the letters from `i` to a blank, the line's end or another character;
** `step` is 1, or -1 to go back.  `*loss` is what they cost more. */
static size_t past(const reading *rd, size_t n, size_t i, int step, int *loss)
{
    *loss = 0;
    while (step > 0 ? i < n : i > 0) {
        const reading *next = step > 0 ? &rd[i] : &rd[i - 1];

        if (!is_letter(next->cp))
            break;
        *loss -= next->gain;
        i = step > 0 ? i + 1 : i - 1;
    }
    return i;
}

/* Between pairs of bytes, one character or two at either end of a run that is
** to be undone nearly whole belong to it, too; in Korean, a word before or
** behind it. */
static void widen_pairs(const reading *rd, size_t n, size_t from, dm_right r,
                        stretch *s)
{
    enum { EDGE = 2, LOSS = 16 * BIT };
    bool   words = r == DM_RIGHT_EUCKR;
    int    loss;
    size_t skip;
    size_t at;

    skip = words && s->from > from && rd[s->from - 1].cp == ' ';
    at = past(rd, n, s->from - skip, -1, &loss);
    if (at >= from && s->from - skip - at <= EDGE && at < s->from - skip &&
        is_border(rd, n, at) && loss < LOSS &&
        (at == 0 || !is_beyond(&rd[at - 1])))
        s->from = at;
    skip = words && s->to < n && rd[s->to].cp == ' ';
    at = past(rd, n, s->to + skip, 1, &loss);
    if (at - s->to - skip <= EDGE && at > s->to + skip &&
        is_border(rd, n, at) && loss < LOSS && (at == n || !is_beyond(&rd[at])))
        s->to = at;
}

/* Mend every convincing stretch of the line; what they gain. */
static int mend_all(dm_mojibake *mo, const table *t)
{
    size_t         cells;
    const dm_cell *c = dm_cells(mo, &cells);
    const reading *rd = (const reading *)(const void *)t->readings.ptr;
    size_t         n = t->readings.len / sizeof *rd;
    size_t         done = 0;
    int            gain = 0;
    unsigned       cases = cases_of(mo, t->w);

    dm_buf_clear(&mo->spare);
    for (size_t from = 0; from < n;) {
        stretch s = richest(rd, n, from);

        if (s.gain == 0 || !convinces(&s, t->r, cases))
            break;
        if (is_single(t->w))
            widen_single(rd, n, from, &s);
        else if (s.gain >= GAIN)
            widen_pairs(rd, n, from, t->r, &s);
        dm_buf_add(&mo->spare, c + done, (rd[s.from].from - done) * sizeof *c);
        rewrite(mo, t, &s);
        done = rd[s.to - 1].to;
        gain += s.gain;
        from = s.to;
    }
    dm_buf_add(&mo->spare, c + done, (cells - done) * sizeof *c);
    return gain;
}

static void table_init(table *t)
{
    enum { ROOM = 1 << 22 };

    memset(t, 0, sizeof *t);
    dm_buf_init(&t->b.byte, ROOM);
    dm_buf_init(&t->b.cell, ROOM);
    dm_buf_init(&t->prices, ROOM);
    dm_buf_init(&t->readings, ROOM);
}

static void table_fini(dm_mojibake *mo, table *t)
{
    mo->cells.failed = mo->cells.failed || t->b.byte.failed ||
                       t->b.cell.failed || t->prices.failed ||
                       t->readings.failed;
    dm_buf_fini(&t->b.byte);
    dm_buf_fini(&t->b.cell);
    dm_buf_fini(&t->prices);
    dm_buf_fini(&t->readings);
}

/* ASCII right after a sign of the West has a price, too: as the second byte of
** a pair it is explained. */
static void price_seconds(const dm_mojibake *mo, const dm_buf *prices)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);
    unsigned      *price = (unsigned *)(void *)prices->ptr;

    for (size_t i = 1; i < n && !prices->failed; i++)
        if (c[i].cp > 0x3F && c[i].cp < 0x7F && c[i - 1].cp >= 0x80 &&
            !dm_cell_letter(&c[i - 1]))
            price[i] = SECOND;
}

/* Read the line anew, if it was read in `w`.  The result is in mo->spare; what
** it gained. */
static int undo(dm_mojibake *mo, table *t, dm_wrong w)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);

    t->w = w;
    dm_buf_clear(&t->b.byte);
    dm_buf_clear(&t->b.cell);
    for (size_t i = 0; i < n; i++)
        add_cell(&t->b, &c[i], i, w);
    t->utf8 = is_single(w) && is_utf8(&t->b);
    if (t->utf8)
        return 0;
    dm_price(mo, w, &t->prices);
    if (is_single(w))
        price_seconds(mo, &t->prices);
    if (t->b.cell.failed || t->prices.failed || !choose(t, cases_of(mo, w)) ||
        t->readings.failed)
        return 0;
    return mend_all(mo, t);
}

/* Has the line letters that the two Western charsets have at other places? */
static bool is_told_apart(const dm_mojibake *mo)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);
    size_t         found = 0;

    for (size_t i = 0; i < n; i++)
        found += c[i].cp >= 0x100 && latin9(c[i].cp) != 0;
    return found > 0;
}

bool dm_undo_western(dm_mojibake *mo)
{
    table t;
    int   gain;

    table_init(&t);
    gain = undo(mo, &t, DM_WRONG_1252);
    if (!t.utf8 && is_told_apart(mo)) {
        int other = undo(mo, &t, DM_WRONG_LATIN9);

        if (other > gain)
            gain = other;
        else
            gain = undo(mo, &t, DM_WRONG_1252);
    }
    mo->sure[DM_WRONG_LATIN1] += gain > GAIN;
    table_fini(mo, &t);
    if (gain > 0)
        dm_cells_swap(mo);
    return gain > 0;
}

static bool has_lost(const dm_mojibake *mo)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);
    size_t         lost = 0;

    for (size_t i = 0; i < n; i++)
        lost += c[i].cp == 0xFFFD || c[i].cp == '?';
    return lost > 0;
}

bool dm_undo_pairs(dm_mojibake *mo)
{
    table    t;
    dm_wrong best = DM_WRONG_COUNT;
    int      most = 0;

    table_init(&t);
    for (int w = DM_WRONG_GBK; w <= DM_WRONG_EUCKR; w++) {
        int gain = undo(mo, &t, (dm_wrong)w);

        if (gain > most) {
            most = gain;
            best = (dm_wrong)w;
        }
    }
    if (best != DM_WRONG_COUNT) {
        (void)undo(mo, &t, best);
        if (!has_lost(mo) ||
            dm_undo_lost(mo, best, t.r, t.from) <= (unsigned)most)
            (void)undo(mo, &t, best);
        mo->sure[best] += most > GAIN;
        dm_cells_swap(mo);
    }
    table_fini(mo, &t);
    return best != DM_WRONG_COUNT;
}
