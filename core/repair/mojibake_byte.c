/* mojibake_byte.c - UTF-8 that was read in a single-byte charset.
**
** Cells are tried as the bytes of each charset in turn: where bytes make whole
** characters of UTF-8 without a gap there is a group.  A group is weighed by
** how odd its characters look where they stand, and how odd what they would
** become looks in their place (badness.h).  A group that gains much is clear;
** where one is clear in a line, or several were in the document, the others of
** that charset need not gain.
**
** Two losses are known and undone as far as they can be: a no-break space
** (byte A0) that became a space, and a byte that became U+FFFD or `?`: such a
** character is U+FFFD then.
*/
#include "repair/mojibake.h"

enum {
    CLEAR = 8,     /* this gain is no accident */
    BOLD = 3,      /* nor is this where so many were clear: */
    CASES = 3,     /* in this document */
    STRANGER = 10, /* off for a letter of the same damage left beside it */
    FINAL = 4,   /* on for a letter Ã at the end of a word in small letters */
    INSIDE = 4,  /* on for a sign in the middle of a word */
    MARKED = 8,  /* on for what U+FFFD becomes */
    DOUBLED = 6, /* on for a sign with the letter Â before it */
    FEW = 3,     /* groups with such a gain each, and together so much, are */
    MANY = 12    /* clear, too */
};

enum { PLAIN = 0, SPACED = 1, LOSSY = 2 };

/* One character of UTF-8 found in cells. */
typedef struct seq {
    uint32_t cp;
    size_t   n; /* cells */
    unsigned kind;
} seq;

/* Characters of UTF-8 without a gap. */
typedef struct group {
    size_t   at, end;
    int      gain;
    unsigned kind;
} group;

static bool is_careless(dm_wrong w)
{
    return w <= DM_WRONG_1257;
}

/* Bytes of the character that begins with `lead`; 0 when none does. */
static size_t length_of(unsigned char lead)
{
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* May a space stand for byte A0 at place `i` behind `lead`?  Only where the
** character is a common one, and one that is not words in itself. */
static bool spaced(unsigned char lead, size_t i)
{
    switch (lead) {
    case 0xC2:
    case 0xC3:
    case 0xC5:
    case 0xCE:
    case 0xD0:
    case 0xD9:
    case 0xF0:
    case 0xE2:
    case 0xE3:
        return true;
    default:
        return (lead == 0xE0 || lead == 0xE1) && i == 2;
    }
}

/* May a byte lost as `?` stand behind `lead`?  One that became U+FFFD may. */
static bool may_ask(unsigned char lead)
{
    return lead == 0xC2 || lead == 0xC3 || lead >= 0xE0;
}

/* Read the continuation at `cell`, place `i` behind `lead`, into `*cp`. */
static bool go_on(const dm_cell *cell, dm_wrong w, unsigned char lead, size_t i,
                  seq *out)
{
    unsigned char byte = dm_cell_byte(cell, w);

    if (byte >= 0x80 && byte <= 0xBF) {
        out->cp = out->cp << 6 | (byte & 0x3F);
        return true;
    }
    if (out->kind != PLAIN && cell->cp != 0xFFFD)
        return false;
    if (cell->cp == ' ' && w <= DM_WRONG_LATIN2 && spaced(lead, i)) {
        out->cp = out->cp << 6 | 0x20;
        out->kind = SPACED;
        return true;
    }
    if (is_careless(w) && out->kind != SPACED &&
        (cell->cp == 0xFFFD || (cell->cp == '?' && may_ask(lead)))) {
        out->cp = 0;
        out->kind = LOSSY;
        return true;
    }
    return false;
}

/* Is the letter `lead` spaced(…) a word's end, so that the space stays?  "Ã la"
** was "à la"; but "Ã s" was Portuguese "às", "Ã quele" "àquele". */
static bool keeps_space(const dm_cell *next, size_t left)
{
    static const char *const tails[] = {"s",     "quele",  "queles",
                                        "quela", "quelas", "quilo"};

    if (left > 0 && next[0].cp == ' ')
        return false;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        size_t n = strlen(tails[i]);
        size_t same = 0;

        while (same < n && same < left &&
               next[same].cp == (unsigned char)tails[i][same])
            same++;
        if (same == n && (left == n || next[n].odd == DM_ODD_EDGE))
            return false;
    }
    return true;
}

/* Both halves of a surrogate pair, each in three bytes. */
static bool read_surrogates(const dm_cell *c, size_t left, dm_wrong w, seq *out)
{
    seq low = {0x0D, 6, out->kind};

    if (left < 6 || dm_cell_byte(&c[3], w) != 0xED ||
        !go_on(&c[4], w, 0xED, 1, &low) || !go_on(&c[5], w, 0xED, 2, &low))
        return false;
    if (low.kind == PLAIN && (low.cp < 0xDC00 || low.cp > 0xDFFF))
        return false;
    low.cp = 0x10000 + ((out->cp - 0xD800) << 10) + (low.cp - 0xDC00);
    *out = low;
    return true;
}

/* The character of UTF-8 that begins at `c`. */
static bool read_seq(const dm_cell *c, size_t left, dm_wrong w, seq *out)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char         lead = dm_cell_byte(c, w);

    out->n = length_of(lead);
    out->kind = PLAIN;
    if (out->n == 0 || out->n > left)
        return false;
    out->cp = lead & (0x7FU >> out->n);
    for (size_t i = 1; i < out->n; i++)
        if (!go_on(&c[i], w, lead, i, out))
            return false;
    if (out->kind != LOSSY && (out->cp < least[out->n] || out->cp > 0x10FFFF))
        return false;
    if (out->kind != LOSSY && out->cp >= 0xD800 && out->cp <= 0xDFFF &&
        (out->cp >= 0xDC00 || !read_surrogates(c, left, w, out)))
        return false;
    if (out->kind == SPACED && lead == 0xC3 && keeps_space(&c[2], left - 2))
        out->n = 1;
    if (out->kind == LOSSY)
        out->cp = 0xFFFD;
    return true;
}

/* How odd cell or character `odd` is after `*prev`, which it becomes. */
static int step(const dm_mojibake *mo, dm_odd *prev, dm_odd odd)
{
    int sum = mo->pair[*prev][odd] + dm_odd_alone(odd);

    *prev = odd;
    return sum;
}

/* Is `cell`, next to a group, wreckage of the same kind that does not fit? */
static bool is_stranger(const dm_cell *cell, dm_wrong w)
{
    if (cell->cp < 0x80 || dm_cell_byte(cell, w) == 0)
        return false;
    switch ((int)cell->odd) {
    case DM_ODD_OPEN:
    case DM_ODD_CLOSE:
    case DM_ODD_APOS:
    case DM_ODD_DASH:
    case DM_ODD_NBSP:
    case DM_ODD_SHY:
        return false;
    default:
        return true;
    }
}

/* Do the cells hold a sign, with letters around them, or two capitals with
** small ones?  Money is used as letters by some; a no-break space ends words
** in capitals. */
static bool is_inside(const dm_cell *c, size_t n, const group *g)
{
    bool capitals = g->at > 1 && c[g->at - 1].odd == DM_ODD_UPPER &&
                    c[g->at - 2].odd == DM_ODD_UPPER;

    if (g->at == 0 || g->end == n || !dm_cell_letter(&c[g->at - 1]) ||
        !dm_cell_letter(&c[g->end]))
        return false;
    if (c[g->at - 1].odd == DM_ODD_LOWER && c[g->end].odd == DM_ODD_LOWER &&
        c[g->at].odd == DM_ODD_AUPPER && c[g->at + 1].odd == DM_ODD_AUPPER)
        return true;
    for (size_t i = g->at; i < g->end; i++)
        switch ((int)c[i].odd) {
        case DM_ODD_OPEN:
        case DM_ODD_CLOSE:
        case DM_ODD_RAISED:
        case DM_ODD_NUMBER:
        case DM_ODD_RELATE:
        case DM_ODD_SIGN:
            return true;
        case DM_ODD_NBSP:
            if (!capitals)
                return true;
            break;
        default:
            break;
        }
    return false;
}

/* What is around the group speaks, too. */
static int weigh_around(const dm_cell *c, size_t n, dm_wrong w, const group *g)
{
    int sum = 0;

    if (g->at > 0 && is_stranger(&c[g->at - 1], w))
        sum -= STRANGER;
    if (g->end < n && is_stranger(&c[g->end], w))
        sum -= STRANGER;
    if ((g->kind & SPACED) != 0 && g->at > 0 && c[g->at].odd == DM_ODD_TILDE &&
        c[g->at - 1].odd == DM_ODD_LOWER)
        sum += FINAL;
    if (is_inside(c, n, g))
        sum += INSIDE;
    return sum;
}

/* What cannot be but damage. */
static int weigh_seq(const dm_cell *c, const seq *s)
{
    if (s->cp == 0xFFFD && s->kind == PLAIN)
        return MARKED;
    if (c[0].cp == 0xC2 && s->n == 2 && s->cp == c[1].cp &&
        c[1].odd != DM_ODD_NBSP)
        return DOUBLED;
    return 0;
}

/* Weigh the group that begins at `g->at`, finding its end.  False when there
** is none. */
static bool weigh(const dm_mojibake *mo, dm_wrong w, group *g)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);
    dm_odd         was = g->at > 0 ? (dm_odd)c[g->at - 1].odd : DM_ODD_EDGE;
    dm_odd         now = was;
    dm_odd         next;
    seq            s = {0, 0, PLAIN};

    g->gain = 0;
    g->kind = PLAIN;
    for (g->end = g->at; g->end < n && read_seq(c + g->end, n - g->end, w, &s);
         g->end += s.n) {
        for (size_t i = 0; i < s.n; i++)
            g->gain += step(mo, &was, (dm_odd)c[g->end + i].odd);
        g->gain -= step(mo, &now, dm_odd_of(s.cp));
        g->kind |= s.kind;
        g->gain += weigh_seq(c + g->end, &s);
    }
    if (g->end == g->at)
        return false;
    next = g->end < n ? (dm_odd)c[g->end].odd : DM_ODD_EDGE;
    g->gain += mo->pair[was][next] - mo->pair[now][next];
    g->gain += weigh_around(c, n, w, g);
    return true;
}

/* What reading the line's bytes in `w` gains altogether; 0 when nothing in it
** is clear. */
static int survey(const dm_mojibake *mo, dm_wrong w, unsigned *clear)
{
    size_t n;
    int    least = mo->sure[w] >= CASES ? BOLD : CLEAR;
    int    sum = 0;
    int    few = 0;
    group  g;

    (void)dm_cells(mo, &n);
    *clear = 0;
    for (g.at = 0; g.at < n; g.at = g.at == g.end ? g.at + 1 : g.end) {
        g.end = g.at;
        if (!weigh(mo, w, &g) || g.gain < 0)
            continue;
        sum += g.gain + 1;
        few += g.gain >= FEW ? g.gain : 0;
        *clear += g.gain >= least;
    }
    return *clear > 0 || few >= MANY ? sum : 0;
}

/* Could the group have been read in another charset than `w`, with another
** outcome that is nearly as good? */
static bool has_rival(const dm_mojibake *mo, dm_wrong w, const group *g)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);

    for (int i = 0; i < DM_WRONG_BYTES; i++) {
        dm_wrong other = (dm_wrong)i;
        group    h = {g->at, g->at, 0, PLAIN};
        seq      a;
        seq      b;

        if (other == w || !weigh(mo, other, &h) || h.end != g->end ||
            h.kind != PLAIN || h.gain * 3 < g->gain * 2)
            continue;
        if (read_seq(c + g->at, n - g->at, w, &a) &&
            read_seq(c + g->at, n - g->at, other, &b) && a.cp != b.cp)
            return true;
    }
    return false;
}

/* Latin-1 and windows-1252 differ in the controls: which was it? */
static dm_wrong named(const dm_cell *c, size_t n, dm_wrong w)
{
    for (size_t i = 0; i < n && w == DM_WRONG_1252; i++)
        if (c[i].odd == DM_ODD_C1)
            return DM_WRONG_LATIN1;
    return w;
}

/* Put the characters of group `g` in the place of its cells. */
static void rewrite(dm_mojibake *mo, dm_wrong w, const group *g)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);
    bool           doubt = g->kind != PLAIN || has_rival(mo, w, g);
    seq            s;

    for (size_t at = g->at; at < g->end; at += s.n) {
        dm_cell cell;

        if (!read_seq(c + at, n - at, w, &s))
            return;
        cell = dm_cell_join(c + at, s.n, s.cp);
        if (cell.times == 0) {
            cell.wrong = (uint8_t)named(c + g->at, g->end - g->at, w);
            cell.right = DM_RIGHT_UTF8;
            cell.certainty = DM_EXACT;
        }
        cell.times++;
        if (doubt)
            cell.certainty = DM_LIKELY;
        if (s.kind == LOSSY)
            cell.flags |= DM_CELL_GONE;
        dm_buf_add(&mo->spare, &cell, sizeof cell);
    }
}

static void undo(dm_mojibake *mo, dm_wrong w)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);
    group          g;

    dm_buf_clear(&mo->spare);
    for (g.at = 0; g.at < n; g.at = g.end) {
        g.end = g.at;
        if (weigh(mo, w, &g) && g.gain >= 0) {
            rewrite(mo, w, &g);
            continue;
        }
        if (g.end == g.at)
            g.end++;
        dm_buf_add(&mo->spare, c + g.at, (g.end - g.at) * sizeof *c);
    }
    dm_cells_swap(mo);
}

/* Twice damaged text begins its characters with capitals Ã and Â.  Somebody
** made them small letters: then nothing can be read back. */
static bool is_folded(const dm_mojibake *mo)
{
    size_t         n;
    const dm_cell *c = dm_cells(mo, &n);

    for (size_t i = 0; i + 2 < n; i++)
        if (c[i].cp == 0xE3 &&
            (c[i + 1].cp == 0xA2 || c[i + 1].cp == 0x192 ||
             c[i + 1].cp == 0x201A) &&
            (c[i + 2].cp == 0xE2 || c[i + 2].cp == 0xE3))
            return true;
    return false;
}

bool dm_undo_bytes(dm_mojibake *mo)
{
    dm_wrong best = DM_WRONG_BYTES;
    int      most = 0;
    unsigned cases = 0;

    if (is_folded(mo))
        return false;
    for (int i = 0; i < DM_WRONG_BYTES; i++) {
        unsigned clear;
        int      sum =
            (mo->sets >> i & 1) != 0 ? survey(mo, (dm_wrong)i, &clear) : 0;

        if (sum <= most)
            continue;
        most = sum;
        best = (dm_wrong)i;
        cases = clear;
    }
    if (best == DM_WRONG_BYTES)
        return false;
    mo->sure[best] += cases;
    undo(mo, best);
    return true;
}
