/* mojibake_utf8.c - UTF-8 that was read in a double-byte charset, and whatever
** was read with bytes lost.
**
** Three bytes a character were read as two: three wrong characters stand for
** two right ones.  Where a run had an odd number of bytes the last found no
** partner; readers dropped it, or wrote U+FFFD or a question mark, sometimes
** for two bytes at once.  So the cells of the line become items, known bytes
** and lost ones, and the reading is a search (mojibake_beam.c) that guesses
** a lost byte when the language model leaves no doubt.
**
** A run begins where a wrong character is what the beginning of a three-byte
** character of UTF-8 becomes, which is rare in good text; what follows decides.
*/
#include "repair/mojibake_hyp.h"
#include "text/utf8.h"

enum {
    GAIN = 40 * DM_MODEL_BIT, /* this much likelier is no accident */
    BOLD = 14 * DM_MODEL_BIT, /* nor is this where others were clear */
    CASES = 2,                /* in this document */
    SURE = 4 * DM_MODEL_BIT,  /* and this much makes a guess a good one */
    DEAR = 13 * DM_MODEL_BIT, /* a character of real text costs less */
    WORK = 1600               /* readings tried, for each byte there is */
};

/* The items of one cell, at most two; their number. */
static size_t items_of(const dm_cell *c, size_t at, dm_wrong w,
                       dm_beam_byte it[2])
{
    unsigned char b[2];
    size_t        len = dm_cell_bytes(c, w, b);

    it[0] = (dm_beam_byte){(uint32_t)at, b[0], DM_BEAM_KNOWN, len < 2};
    it[1] = (dm_beam_byte){(uint32_t)at, b[1], DM_BEAM_KNOWN, true};
    if (c->cp == 0xFFFD)
        it[0].kind = DM_BEAM_LOST;
    else if (c->cp == '?')
        it[0].kind = DM_BEAM_ASK;
    else if (len == 0)
        it[0].kind = DM_BEAM_NONE;
    return len < 2 ? 1 : 2;
}

/* The whole line as items. */
static void itemize(dm_mojibake *mo, dm_wrong w, dm_buf *items)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);

    dm_buf_clear(items);
    for (size_t i = 0; i < n; i++) {
        dm_beam_byte it[2];
        size_t       len = items_of(&c[i], i, w, it);

        dm_buf_add(items, it, len * sizeof *it);
    }
}

/* Can item `it` go on a character of UTF-8? */
static bool goes_on(const dm_beam_byte *it)
{
    return it->kind == DM_BEAM_LOST || it->kind == DM_BEAM_ASK ||
           (it->kind == DM_BEAM_KNOWN && it->byte >= 0x80 && it->byte <= 0xBF);
}

/* Items of the character at `it`, one of which may be missing without a trace;
** 0 when none is there. */
static size_t one_character(const dm_beam_byte *it, size_t left)
{
    size_t want = 0;
    size_t n = 1;

    if (it->kind == DM_BEAM_NONE ||
        (it->kind == DM_BEAM_KNOWN && it->byte >= 0x80 && it->byte < 0xC2))
        return 0;
    if (it->kind != DM_BEAM_KNOWN) { /* perhaps the lead byte */
        while (n < 3 && n < left && goes_on(&it[n]))
            n++;
        return n;
    }
    if (it->byte < 0x80)
        return 1;
    want = it->byte < 0xE0 ? 2 : it->byte < 0xF0 ? 3 : 4;
    while (n < want && n < left && goes_on(&it[n]))
        n++;
    return n + 1 < want && n < left ? 0 : n;
}

/* Can the first character of a run begin here: with a lead byte, or with one
** that was lost because it begins no pair? */
static bool begins_one(const dm_beam_byte *it, dm_wrong w)
{
    if (it[0].kind == DM_BEAM_LOST)
        return w > DM_WRONG_GBK && goes_on(&it[1]) && goes_on(&it[2]);
    return it[0].kind == DM_BEAM_KNOWN && it[0].byte >= 0xE2 &&
           it[0].byte <= 0xEF && it[0].last == (w < DM_WRONG_BYTES) &&
           goes_on(&it[1]);
}

/* Does a run of misread UTF-8 begin at `it`?  So many characters must be
** right, if they are there; one may be short of a byte or of an unusual
** script. */
static bool begins(const dm_beam_byte *it, size_t left, dm_wrong w)
{
    enum { CHARS = 4 };
    size_t at = 0;
    size_t whole = 0;
    size_t odd = 0;

    if (left < 3 || !begins_one(it, w))
        return false;
    if (w < DM_WRONG_BYTES && it[0].byte == 0xE2)
        return false; /* Western punctuation */
    for (int i = 0; i < CHARS && at < left; i++) {
        size_t n = one_character(it + at, left - at);

        /* ASCII in a pair was taken for its second byte */
        if (n == 0 || (n == 1 && it[at].kind == DM_BEAM_KNOWN && at > 0 &&
                       !it[at - 1].last && whole < 2))
            return false;
        whole += n >= 3;
        odd += n == 2;
        at += n;
    }
    return odd < 2 && whole + odd >= 2;
}

bool dm_begins_utf8(dm_slice rest)
{
    const size_t most = 14; /* bytes, seven characters */
    dm_beam_byte it[16];

    for (int w = DM_WRONG_GBK; w <= DM_WRONG_SJIS; w++) {
        size_t n = 0;
        size_t len;

        for (size_t at = 0; at < rest.len && n < most; at += len) {
            dm_cell c = {.cp = dm_utf8_decode(rest.ptr + at, &len)};

            n += items_of(&c, 0, (dm_wrong)w, it + n);
            if (at == 0 && (n < 2 || it[0].byte < 0xE2 || it[0].byte > 0xEF ||
                            !goes_on(&it[1])))
                break;
            if (at > 0 && n < 5 && !goes_on(&it[2]) && it[2].byte >= 0x80 &&
                it[2].byte < 0xC2)
                break;
        }
        if (n > 2 && begins(it, n, (dm_wrong)w))
            return true;
    }
    return false;
}

/* The language of a run, by its three-byte characters. */
static dm_lang language(const dm_beam_byte *it, size_t left)
{
    size_t kana = 0;
    size_t hangul = 0;
    size_t han = 0;

    for (size_t i = 0; i + 1 < left && i < 240; i++) {
        unsigned char b = it[i].byte;

        if (it[i].kind != DM_BEAM_KNOWN || it[i + 1].byte < 0x80)
            continue;
        kana += b == 0xE3 && it[i + 1].byte >= 0x81 && it[i + 1].byte <= 0x83;
        hangul += b >= 0xEA && b <= 0xED;
        han += b >= 0xE4 && b <= 0xE9;
    }
    if (hangul > han)
        return DM_LANG_KO;
    return kana * 4 > han ? DM_LANG_JA : DM_LANG_ZH;
}

/* Is what was found better than the line as it stands?  `cases`: how many
** were clear in this document. */
static bool convinces(const dm_found *f, unsigned cases)
{
    if (f->chars == 0 || f->cost > f->chars * DEAR || f->gone * 2 > f->chars)
        return false;
    if (f->gain >= GAIN && f->chars >= 2)
        return true;
    return cases >= CASES && f->gain >= BOLD;
}

/* The best run that begins at item `at` under `w`. */
static bool find(const dm_mojibake *mo, dm_beam *s, dm_wrong w, size_t at,
                 dm_found *out)
{
    const dm_beam_byte *it = (const dm_beam_byte *)(const void *)s->items.ptr;
    size_t              n = s->items.len / sizeof *it;

    if (!begins(it + at, n - at, w))
        return false;
    s->lang = language(it + at, n - at);
    dm_beam_run(s, at, out);
    return convinces(out, mo->sure[w]);
}

/* The cell that stands for step `st` of the path found. */
static dm_cell cell_of(const dm_mojibake *mo, const dm_beam *s, dm_wrong w,
                       const dm_step_found *st, bool clear)
{
    size_t              n;
    const dm_cell      *c = dm_cells(mo, &n);
    const dm_beam_byte *it = (const dm_beam_byte *)(const void *)s->items.ptr;
    size_t              from = it[st->from].cell;
    size_t              to = it[st->to - 1].cell;
    bool                guessed = (st->flags & DM_CELL_GUESSED) != 0;
    bool                unsure = guessed && st->gap[0] < SURE;
    bool                shares = st->from > 0 && it[st->from - 1].cell == from;
    bool end = unsure && !shares && dm_is_wide(st->cp) && dm_is_end(s, st->to);
    bool gone = (st->flags & DM_CELL_GONE) != 0 || (unsure && !end);
    dm_cell out = dm_cell_join(c + from, to + 1 - from, gone ? 0xFFFD : st->cp);

    if (st->cp < 0x80 && from == to && it[st->from].last)
        return c[from];
    if (out.times == 0)
        out.certainty = DM_EXACT;
    out.wrong = (uint8_t)w;
    out.right = (uint8_t)s->right;
    if (guessed || gone || !clear)
        out.certainty = DM_LIKELY;
    if (end)
        out.certainty = DM_UNCERTAIN;
    out.flags |= gone ? DM_CELL_GONE : guessed ? DM_CELL_GUESSED : 0;
    out.times++;
    return out;
}

/* Put the run found in the place of its cells; the next cell to look at. */
static size_t rewrite(dm_mojibake *mo, dm_beam *s, dm_wrong w,
                      const dm_found *f)
{
    const dm_beam_byte *it = (const dm_beam_byte *)(const void *)s->items.ptr;
    size_t              steps = dm_beam_path(s, f);
    bool                clear = f->gain >= GAIN * 2;

    mo->sure[w] += f->gain >= GAIN;
    for (size_t i = 0; i < steps; i++) {
        const dm_step_found *st =
            (const dm_step_found *)(const void *)s->path.ptr + (steps - 1 - i);
        dm_cell cell = cell_of(mo, s, w, st, clear);

        dm_buf_add(&mo->spare, &cell, sizeof cell);
    }
    return it[f->end - 1].cell + 1U;
}

static void open_search(dm_mojibake *mo, dm_beam *s, dm_wrong w, dm_right r)
{
    if (s->prices.len == 0)
        dm_price(mo, w, &s->prices);
    dm_buf_clear(&mo->spare);
    s->right = r;
    s->work = (size_t)WORK * (s->items.len / sizeof(dm_beam_byte));
    s->work = s->work < mo->work ? s->work : mo->work;
    mo->work -= s->work; /* what is left of it comes back */
    s->failed = s->failed || s->items.failed || s->prices.failed;
    if (s->failed)
        s->work = 0;
}

/* Is there a place where misread UTF-8 may begin? */
static bool promises(const dm_beam *s)
{
    const dm_beam_byte *it = (const dm_beam_byte *)(const void *)s->items.ptr;
    size_t              n = s->items.len / sizeof *it;

    for (size_t i = 0; i < n; i++)
        if (begins(it + i, n - i, s->wrong))
            return true;
    return false;
}

/* The line read in `w`, into mo->spare; what it gained. */
static unsigned undo(dm_mojibake *mo, dm_beam *s, dm_wrong w)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);
    size_t         items;
    size_t         done = 0; /* cells */
    unsigned       gain = 0;

    s->wrong = w;
    itemize(mo, w, &s->items);
    if (!promises(s))
        return 0;
    open_search(mo, s, w, DM_RIGHT_UTF8);
    items = s->items.len / sizeof(dm_beam_byte);
    for (size_t i = 0; i < items && s->work > 0; i++) {
        const dm_beam_byte *it =
            (const dm_beam_byte *)(const void *)s->items.ptr;
        dm_found f;

        if (it[i].cell < done || !find(mo, s, w, i, &f))
            continue;
        dm_buf_add(&mo->spare, c + done, (it[i].cell - done) * sizeof *c);
        done = rewrite(mo, s, w, &f);
        gain += f.gain;
    }
    dm_buf_add(&mo->spare, c + done, (n - done) * sizeof *c);
    mo->work += s->work;
    return gain;
}

/* What the last search made of the line is the best so far: keep it. */
static void keep_result(dm_mojibake *mo)
{
    dm_buf was = mo->extra;

    mo->extra = mo->spare;
    mo->spare = was;
}

/* The best of the charsets from..to. */
static bool undo_best(dm_mojibake *mo, dm_wrong from, dm_wrong to)
{
    dm_beam  s;
    dm_wrong best = DM_WRONG_COUNT;
    unsigned most = 0;
    unsigned cases = 0;

    dm_beam_init(&s);
    for (int i = (int)from; i <= (int)to; i++) {
        unsigned before = mo->sure[i];
        unsigned gain = undo(mo, &s, (dm_wrong)i);

        if (gain > most) {
            most = gain;
            best = (dm_wrong)i;
            cases = mo->sure[i];
            keep_result(mo);
        }
        mo->sure[i] = before;
    }
    if (best != DM_WRONG_COUNT) {
        mo->sure[best] = cases;
        keep_result(mo);
        dm_cells_swap(mo);
    }
    mo->cells.failed = mo->cells.failed || s.failed;
    dm_beam_fini(&s);
    return best != DM_WRONG_COUNT;
}

bool dm_undo_utf8(dm_mojibake *mo, unsigned look)
{
    dm_wrong from = (look & DM_LOOK_START) != 0 ? DM_WRONG_GBK : DM_WRONG_EUCKR;
    dm_wrong to = (look & DM_LOOK_MIXED) != 0 ? DM_WRONG_EUCKR : DM_WRONG_SJIS;

    return undo_best(mo, from, to);
}

bool dm_undo_lossy(dm_mojibake *mo)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);
    size_t         lost = 0;

    for (size_t i = 0; i < n; i++)
        lost += c[i].cp == 0xFFFD;
    return lost > 0 && undo_best(mo, DM_WRONG_1252, DM_WRONG_1252);
}

unsigned dm_undo_lost(dm_mojibake *mo, dm_wrong w, dm_right r, size_t from)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);
    dm_beam        s;
    dm_found       f = {0};
    size_t         at = 0;
    size_t         done = 0;

    dm_beam_init(&s);
    s.wrong = w;
    itemize(mo, w, &s.items);
    open_search(mo, &s, w, r);
    s.lang = dm_right_lang(r);
    while (at * sizeof(dm_beam_byte) < s.items.len &&
           ((const dm_beam_byte *)(const void *)s.items.ptr)[at].cell < from)
        at++;
    if (s.work > 0)
        dm_beam_run(&s, at, &f);
    if (f.chars >= 3 && convinces(&f, mo->sure[w])) {
        dm_buf_add(&mo->spare, c, from * sizeof *c);
        done = rewrite(mo, &s, w, &f);
        dm_buf_add(&mo->spare, c + done, (n - done) * sizeof *c);
    }
    mo->work += s.work;
    mo->cells.failed = mo->cells.failed || s.failed;
    dm_beam_fini(&s);
    return done > 0 ? f.gain : 0;
}
