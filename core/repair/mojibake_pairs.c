/* mojibake_pairs.c - double-byte text that was read in another charset.
**
** Read as windows-1252, a Chinese character is two Western letters, and such
** letters stand in rows where no Western language has them.  Read in another
** double-byte charset it is another character, and the line is a heap of rare
** ones.  The line is turned into bytes and read anew in each charset that it
** might have been in; the stretch that gains most under the language model,
** and reads like language then, is put right.
*/
#include "repair/mojibake_stretch.h"
#include "text/utf8.h"

enum { FILLER = 0x3164, SPELLED = 3 };

enum {
    BIT = DM_MODEL_BIT,
    LETTER = 9 * BIT, /* the cost of a Western letter beside another */
    CONTROL = 16 * BIT,
    SECOND = 5 * BIT, /* of ASCII behind a Western sign */
    HANJA = 8 * BIT,  /* on for Han among Hangul */
    BAD = 40 * BIT    /* what does not decode costs */
};

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
        dm_reading rd = {0};

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
        dm_stretch s;

        if (r - DM_RIGHT_GBK == (int)t->w - DM_WRONG_GBK)
            continue;
        read_all(&t->b, (dm_right)r, &t->prices, &t->readings);
        s = dm_stretch_best((const dm_reading *)(const void *)t->readings.ptr,
                            t->readings.len / sizeof(dm_reading), 0);
        if (s.gain > best && dm_stretch_convinces(&s, (dm_right)r, cases)) {
            second = best;
            best = s.gain;
            t->r = (dm_right)r;
            t->from =
                ((const dm_reading *)(const void *)t->readings.ptr)[s.from]
                    .from;
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
static void rewrite(dm_mojibake *mo, const table *t, const dm_stretch *s)
{
    size_t            n;
    const dm_cell    *c = dm_cells(mo, &n);
    const dm_reading *rd = (const dm_reading *)(const void *)t->readings.ptr;

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

/* Mend every convincing stretch of the line; what they gain. */
static int mend_all(dm_mojibake *mo, const table *t)
{
    size_t            cells;
    const dm_cell    *c = dm_cells(mo, &cells);
    const dm_reading *rd = (const dm_reading *)(const void *)t->readings.ptr;
    size_t            n = t->readings.len / sizeof *rd;
    size_t            done = 0;
    int               gain = 0;
    unsigned          cases = cases_of(mo, t->w);

    dm_buf_clear(&mo->spare);
    for (size_t from = 0; from < n;) {
        dm_stretch s = dm_stretch_best(rd, n, from);

        if (s.gain == 0 || !dm_stretch_convinces(&s, t->r, cases))
            break;
        if (is_single(t->w))
            dm_stretch_widen_single(rd, n, from, &s);
        else if (s.gain >= DM_STRETCH_GAIN)
            dm_stretch_widen_pairs(rd, n, from, t->r, &s);
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

/* KS X 1001 spells a rare syllable as a filler and its parts, which are no
** misread bytes.  Is cell `i` one of the four? */
static bool is_spelled(const dm_cell *c, size_t i)
{
    for (size_t k = 0; k <= SPELLED && k <= i; k++) {
        if (c[i - k].cp == FILLER)
            return true;
        if (c[i - k].cp < 0x3131 || c[i - k].cp > FILLER)
            return false;
    }
    return false;
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
        if (is_spelled(c, i))
            add_byte(&t->b, 0, i);
        else
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
    mo->sure[DM_WRONG_LATIN1] += gain > DM_STRETCH_GAIN;
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
        mo->sure[best] += most > DM_STRETCH_GAIN;
        dm_cells_swap(mo);
    }
    table_fini(mo, &t);
    return best != DM_WRONG_COUNT;
}
