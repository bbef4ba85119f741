/* mojibake.c - the step: text that was decoded in the wrong charset.
**
** The workload is text that is not damaged.  Each line is looked at once,
** fast; only a suspicious one is taken apart.  The document is gone through
** twice where it is suspicious at all: what is clear in one line lends
** certainty to what is less clear in another.
*/
#include "repair/mojibake.h"

#include "repair/repairs.h"
#include "text/utf8.h"

enum {
    LAYERS = 6,      /* one upon another, at most */
    WORK = 20000000, /* readings of lost bytes tried in a document */
    COUNTING = WORK / 8,
    PIECE = 16384,  /* bytes of a line that are looked at together */
    ROOM = 1 << 24, /* bytes of scratch */
    SENTENCE = 60   /* bytes of a mend, beyond which a stop ends it */
};

static const char *const phrases[DM_RIGHT_COUNT][DM_WRONG_COUNT] = {
    {"UTF-8 read as windows-1252", "UTF-8 read as windows-1251",
     "UTF-8 read as windows-1250", "UTF-8 read as windows-1253",
     "UTF-8 read as windows-1254", "UTF-8 read as windows-1257",
     "UTF-8 read as iso-8859-2", "UTF-8 read as MacRoman",
     "UTF-8 read as cp437", "UTF-8 read as GBK", "UTF-8 read as Big5",
     "UTF-8 read as Shift_JIS", "UTF-8 read as EUC-KR",
     "UTF-8 read as latin-1"},
    {[DM_WRONG_1252] = "GBK read as windows-1252",
     [DM_WRONG_LATIN1] = "GBK read as latin-1",
     [DM_WRONG_LATIN9] = "GBK read as iso-8859-15",
     [DM_WRONG_BIG5] = "GBK read as Big5",
     [DM_WRONG_SJIS] = "GBK read as Shift_JIS",
     [DM_WRONG_EUCKR] = "GBK read as EUC-KR"},
    {[DM_WRONG_1252] = "Big5 read as windows-1252",
     [DM_WRONG_LATIN1] = "Big5 read as latin-1",
     [DM_WRONG_LATIN9] = "Big5 read as iso-8859-15",
     [DM_WRONG_GBK] = "Big5 read as GBK",
     [DM_WRONG_SJIS] = "Big5 read as Shift_JIS",
     [DM_WRONG_EUCKR] = "Big5 read as EUC-KR"},
    {[DM_WRONG_1252] = "Shift_JIS read as windows-1252",
     [DM_WRONG_LATIN1] = "Shift_JIS read as latin-1",
     [DM_WRONG_LATIN9] = "Shift_JIS read as iso-8859-15",
     [DM_WRONG_GBK] = "Shift_JIS read as GBK",
     [DM_WRONG_BIG5] = "Shift_JIS read as Big5",
     [DM_WRONG_EUCKR] = "Shift_JIS read as EUC-KR"},
    {[DM_WRONG_1252] = "EUC-KR read as windows-1252",
     [DM_WRONG_LATIN1] = "EUC-KR read as latin-1",
     [DM_WRONG_LATIN9] = "EUC-KR read as iso-8859-15",
     [DM_WRONG_GBK] = "EUC-KR read as GBK",
     [DM_WRONG_BIG5] = "EUC-KR read as Big5",
     [DM_WRONG_SJIS] = "EUC-KR read as Shift_JIS"},
    {[DM_WRONG_LATIN1] = "windows-1252 read as latin-1"       },
};

/* Take `line` apart. */
static void open_line(dm_mojibake *mo, dm_slice line)
{
    size_t n;

    dm_buf_clear(&mo->cells);
    for (size_t at = 0; at < line.len; at += n) {
        dm_cell cell = {0};

        cell.cp = dm_utf8_decode(line.ptr + at, &n);
        cell.from = (uint32_t)at;
        cell.to = (uint32_t)(at + n);
        dm_cell_know(&cell);
        dm_buf_add(&mo->cells, &cell, sizeof cell);
    }
}

/* Is the document a double-byte one?  Then what looks like UTF-8 is not. */
static bool is_double_byte(const dm_mojibake *mo, unsigned look)
{
    enum { CASES = 3 };

    return (look & DM_LOOK_HIGH) != 0 && mo->sure[DM_WRONG_LATIN1] >= CASES &&
           mo->sure[DM_WRONG_LATIN1] > mo->sure[DM_WRONG_1252];
}

/* Undo one layer of damage. */
static bool undo_layer(dm_mojibake *mo, unsigned look)
{
    if ((look & DM_LOOK_HIGH) != 0 && dm_undo_western(mo))
        return true;
    if ((look & DM_LOOK_WEST) != 0 && !is_double_byte(mo, look) &&
        (dm_undo_lossy(mo) || dm_undo_bytes(mo)))
        return true;
    if ((look & (DM_LOOK_START | DM_LOOK_MIXED)) != 0 && dm_undo_utf8(mo, look))
        return true;
    return (look & (DM_LOOK_RARE | DM_LOOK_MIXED)) != 0 && dm_undo_pairs(mo);
}

/* What undoing one layer shows may be another. */
static bool mend_line(dm_mojibake *mo, dm_slice line, unsigned look)
{
    enum {
        ANY = DM_LOOK_WEST | DM_LOOK_HIGH | DM_LOOK_START | DM_LOOK_RARE |
              DM_LOOK_MIXED
    };
    bool found = false;
    bool west = (look & DM_LOOK_WEST) != 0;

    open_line(mo, line);
    for (int i = 0; i < LAYERS && undo_layer(mo, look); i++) {
        found = true;
        look = ANY;
        mo->sets = ~0U;
    }
    if (west && dm_undo_controls(mo)) {
        found = true;
        (void)undo_layer(mo, DM_LOOK_WEST);
    }
    mo->m->failed = mo->m->failed || mo->cells.failed || mo->spare.failed;
    return (found || (look & DM_LOOK_GONE) != 0) && !mo->m->failed;
}

static bool alike(const dm_cell *a, const dm_cell *b)
{
    return a->to >= b->from && a->times == b->times && a->wrong == b->wrong &&
           a->right == b->right && a->certainty == b->certainty &&
           a->flags == b->flags;
}

static bool ends_sentence(uint32_t cp)
{
    return cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == 0xFF1B;
}

/* How many cells from `c` on one mend takes. */
static size_t mend_length(const dm_cell *c, size_t left)
{
    size_t n = 1;

    /* two characters that share a cell belong together */
    while (n < left &&
           (c[n - 1].to > c[n].from ||
            (alike(&c[n - 1], &c[n]) && !(ends_sentence(c[n - 1].cp) &&
                                          c[n - 1].to - c[0].from > SENTENCE))))
        n++;
    return n;
}

static const char *note_of(const dm_cell *c)
{
    static const char *const layers[] = {"", "", "twice", "three times",
                                         "four times"};

    if ((c->flags & DM_CELL_GUESSED) != 0)
        return "a byte is lost: the likeliest character";
    if ((c->flags & DM_CELL_GONE) != 0)
        return "a byte is lost";
    return c->times > 4 ? "many times" : layers[c->times];
}

/* What can be said of all `n` cells at `c`. */
static dm_cell sum_up(const dm_cell *c, size_t n)
{
    dm_cell all = c[0];

    for (size_t i = 1; i < n; i++) {
        if (c[i].times > all.times)
            all.times = c[i].times;
        if (c[i].certainty < all.certainty && c[i].times > 0)
            all.certainty = c[i].certainty;
        if (all.flags < c[i].flags)
            all.flags = c[i].flags;
    }
    return all;
}

/* Write down the mend of the `n` cells at `c`, of the line at `base`. */
static void put(dm_mojibake *mo, size_t base, const dm_cell *c, size_t n)
{
    dm_mend mend = {0};
    dm_cell all = sum_up(c, n);
    char    out[4];

    dm_buf_clear(&mo->extra);
    for (size_t i = 0; i < n; i++)
        dm_buf_add(&mo->extra, out, dm_utf8_encode(c[i].cp, out));
    mend.src.from = base + c[0].from;
    mend.src.to = base + c[n - 1].to;
    mend.after = dm_buf_view(&mo->extra);
    mend.note = dm_slice_str(note_of(&all));
    mend.mechanism = phrases[all.right][all.wrong];
    mend.certainty = (dm_certainty)all.certainty;
    dm_mend_put(mo->m, &mend);
}

/* U+FFFD in UTF-8, two of them, read as GBK: what it was is lost.  People write
** these three characters about it, too; so it is only said. */
static void put_lost(dm_mojibake *mo, size_t base, const dm_cell *c)
{
    static const uint32_t marks[] = {0x951F, 0x65A4, 0x62F7};
    dm_mend               mend = {0};

    for (int i = 0; i < 3; i++)
        if (c[i].cp != marks[i] || c[i].times > 0)
            return;
    mend.src.from = base + c[0].from;
    mend.src.to = base + c[2].to;
    mend.after = dm_slice_sub(mo->m->a.src, mend.src.from, mend.src.to);
    mend.note = DM_S("two characters were lost before");
    mend.mechanism = phrases[DM_RIGHT_UTF8][DM_WRONG_GBK];
    mend.certainty = DM_UNCERTAIN;
    dm_mend_put(mo->m, &mend);
}

/* Write down what has changed in the line at `base`. */
static void put_line(dm_mojibake *mo, size_t base)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);
    size_t         len;

    for (size_t i = 0; i < n; i += len) {
        len = mend_length(c + i, n - i);
        if (sum_up(c + i, len).times > 0)
            put(mo, base, c + i, len);
        for (size_t k = i; k + 3 <= i + len; k++)
            put_lost(mo, base, c + k);
    }
}

/* Where the piece of text at `at` ends: at the line's end, or where a long
** line can be cut. */
static size_t piece_end(dm_slice text, size_t at)
{
    size_t      left = text.len - at;
    size_t      near = left <= PIECE ? left : PIECE;
    const char *lf = memchr(text.ptr + at, '\n', near);
    size_t      cut = at + PIECE;

    if (lf != NULL)
        return (size_t)(lf - text.ptr);
    if (left <= PIECE)
        return text.len;
    while (cut > at + PIECE / 2 && text.ptr[cut] != ' ')
        cut--;
    if (cut == at + PIECE / 2)
        cut = at + PIECE;
    while (dm_utf8_inside(text.ptr[cut]))
        cut--;
    return cut;
}

/* Go through the text; `mends` are written down, or only counted, until that
** has taken its share of the work. */
static bool pass(dm_mojibake *mo, bool writes)
{
    dm_slice text = mo->m->a.src;
    bool     found = false;

    mo->work = writes ? WORK : COUNTING;
    for (size_t at = 0; at < text.len && !mo->m->failed;) {
        size_t   end = piece_end(text, at);
        dm_slice line = dm_slice_sub(text, at, end);
        unsigned look = dm_mojibake_look(line, &mo->sets);

        if (look != 0 && mend_line(mo, line, look)) {
            found = true;
            if (writes)
                put_line(mo, at);
        }
        at = end < text.len && text.ptr[end] == '\n' ? end + 1 : end;
        if (!writes && found && mo->work < COUNTING / 8)
            break;
    }
    return found;
}

static void begin(dm_mojibake *mo, dm_mender *m)
{
    memset(mo, 0, sizeof *mo);
    mo->m = m;
    dm_buf_init(&mo->cells, ROOM);
    dm_buf_init(&mo->spare, ROOM);
    dm_buf_init(&mo->extra, ROOM);
    for (int a = 0; a < DM_ODDS; a++)
        for (int b = 0; b < DM_ODDS; b++)
            mo->pair[a][b] = (uint8_t)dm_odd_pair((dm_odd)a, (dm_odd)b);
}

void dm_mend_mojibake(dm_mender *m)
{
    dm_mojibake mo;

    begin(&mo, m);
    if (pass(&mo, false))
        (void)pass(&mo, true);
    m->failed = m->failed || mo.extra.failed;
    dm_buf_fini(&mo.cells);
    dm_buf_fini(&mo.spare);
    dm_buf_fini(&mo.extra);
}
