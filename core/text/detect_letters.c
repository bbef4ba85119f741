/* detect_letters.c - charsets of single bytes, by which letter follows which.
**
** A page is what the upper half of the bytes means in a charset, a tongue is
** a language: what each letter costs after each.  Every page is read in the
** tongues that can be written in it, some four hundred pairs: all of them on
** a glance, the best on the whole sample.  Plain words around tell one Latin
** language from another; they count half, since a page may quote.
**
** The tables are made by tables/make_letters.py.
*/
#include <stdint.h>

#include "base/ascii.h"
#include "text/bytes.h"
#include "text/detect.h"

typedef struct tongue {
    const char     *name;
    const uint16_t *letters; /* small ones, ascending */
    const char     *after;   /* rows of costs, '#' for 0, ended by NUL */
    int             size;    /* of a row */
    int             mean;    /* cost of a letter, usually */
    bool            latin;
} tongue;

typedef struct glyph {
    uint16_t cp, small;
    uint8_t  kind; /* what it is to those who do not write with it */
    uint8_t  upper;
} glyph;

typedef struct page {
    const char     *name;
    const uint16_t *half; /* NULL: bytes.h knows */
    int             n;
    struct {
        uint8_t tongue, guess; /* what it costs to think of it */
    } speaks[24];
} page;

#include "text/tables/letters.inc"

/* The first rows of every tongue. */
enum {
    BOUND,
    DIGIT,
    QUOTE,
    BAD = 5,
    FOREIGN = 6,
    ASCII = 7,
    SHUT = 9, /* a quotation mark after a letter */
    OWN = 10
};

enum {
    PAGES = sizeof pages / sizeof *pages,
    TONGUES = sizeof tongues / sizeof *tongues,
    GLYPHS = sizeof glyphs / sizeof *glyphs,
    GLANCE = 320,               /* bytes read by everybody */
    LAST = 24,                  /* pairs that read on */
    FEW_WORDS = 20 * DM_FIFTHS, /* what any text may cost too much */
    SWITCH = 3,                 /* what it costs to put in a word of English */
    AROUND_MOST = 12 * DM_FIFTHS
};

/* What comes after [no letter, small, a capital, more capitals] by case: no
** letter, small, capital. */
static const uint8_t cases[4][3] = {
    {0, 0,  9 },
    {0, 0,  45},
    {0, 0,  14},
    {0, 25, 2 },
};

typedef struct reading {
    const page   *page;
    const tongue *tongue;
    size_t        cost;  /* fifths */
    size_t        guess; /* of them, for thinking of it */
} reading;

/* What the bytes mean to a tongue. */
typedef struct sense {
    uint8_t kind[256];
    uint8_t kase[256]; /* 0 no letter, 1 small, 2 capital */
} sense;

/* Which bytes beyond ASCII there are, ascending. */
typedef struct census {
    unsigned char bytes[128];
    size_t        n;
} census;

static census bytes_of(const dm_sample *sample)
{
    bool     is_there[256] = {false};
    census   c = {{0}, 0};
    dm_slice words = dm_buf_view(&sample->words);

    for (size_t i = 0; i < words.len; i++)
        is_there[(unsigned char)words.ptr[i]] = true;
    for (unsigned b = 128; b < 256; b++)
        if (is_there[b])
            c.bytes[c.n++] = (unsigned char)b;
    return c;
}

static const glyph *glyph_of(uint16_t cp)
{
    static const glyph nothing = {0, 0, BAD, 0};
    size_t             low = 0;
    size_t             high = GLYPHS;

    while (high - low > 1) {
        size_t mid = (low + high) / 2;

        if (glyphs[mid].cp <= cp)
            low = mid;
        else
            high = mid;
    }
    return glyphs[low].cp == cp ? &glyphs[low] : &nothing;
}

/* What the bytes from 0x80 on mean. */
static const uint16_t *half_of(const page *p)
{
    return p->half != NULL ? p->half : dm_bytes_of(p->name) + 128;
}

static void look_up(const glyph *meant[128], const page *p, const census *c)
{
    const uint16_t *half = half_of(p);

    for (size_t i = 0; i < c->n; i++)
        meant[i] = glyph_of(half[c->bytes[i] - 128]);
}

/* The row of the letter `small`, or FOREIGN. */
static uint8_t row_of(const tongue *t, uint16_t small)
{
    size_t low = 0;
    size_t high = (size_t)t->size - OWN;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (t->letters[mid] < small)
            low = mid + 1;
        else
            high = mid;
    }
    return low < (size_t)t->size - OWN && t->letters[low] == small
               ? (uint8_t)(OWN + low)
               : (uint8_t)FOREIGN;
}

static void learn_ascii(sense *s, const tongue *t)
{
    for (unsigned c = 0; c < 128; c++) {
        bool letter = dm_ascii_letter((char)c);
        bool capital = letter && c <= 'Z';

        s->kase[c] = (uint8_t)(letter + capital);
        if (letter)
            s->kind[c] = t->latin ? row_of(t, (uint16_t)(c | 0x20)) : ASCII;
        else if (c >= '0' && c <= '9')
            s->kind[c] = DIGIT;
        else
            s->kind[c] = c >= ' ' || (c >= '\t' && c <= '\r') ? BOUND : BAD;
    }
}

static void learn_half(sense *s, const tongue *t, const census *c,
                       const glyph *const *meant)
{
    for (size_t i = 0; i < c->n; i++) {
        const glyph *g = meant[i];
        unsigned     b = c->bytes[i];

        s->kind[b] = g->kind == FOREIGN ? row_of(t, g->small) : g->kind;
        s->kase[b] = (uint8_t)((g->kind == FOREIGN) + g->upper);
    }
}

/* What `bytes` cost after a byte of the kind `before`; runs of blanks are
** one. */
static size_t cost_of(const sense *s, const tongue *t, dm_slice bytes,
                      unsigned before)
{
    size_t   cost = 0;
    unsigned kase = 0;

    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        unsigned      now = s->kind[c];
        unsigned      next = s->kase[c];

        if ((before | now) != BOUND)
            cost += (size_t)(t->after[before * ((unsigned)t->size + 1) + now] -
                             '#') +
                    cases[kase][next];
        before = now == QUOTE && kase > 0 ? (unsigned)SHUT : now;
        kase = next + (next == 2 && kase >= 2);
    }
    return cost;
}

/* A text that begins inside a word does not begin with what words do. */
static size_t cost_of_words(const sense *s, const tongue *t,
                            const dm_sample *sample, size_t most)
{
    size_t cost = 0;

    for (size_t i = 0; i < DM_PARTS; i++)
        cost += cost_of(s, t, dm_sample_part(sample, i, most),
                        i == 0 && sample->cut ? BAD : BOUND);
    return cost;
}

/* Where the word at or after `at` begins and ends: letters of ASCII. */
static dm_slice next_word(dm_slice s, size_t at)
{
    size_t end;

    while (at < s.len && !dm_ascii_letter(s.ptr[at]))
        at++;
    for (end = at; end < s.len && dm_ascii_letter(s.ptr[end]);)
        end++;
    return dm_slice_sub(s, at, end);
}

/* What the plain words around cost whoever speaks the tongue: each is his own
** or English, which is quoted everywhere. */
static size_t cost_of_around(const tongue *t, dm_slice around)
{
    const tongue *english = &tongues[0];
    sense         s;
    sense         en;
    size_t        cost = 0;
    dm_slice      word = next_word(around, 0);

    learn_ascii(&s, t);
    learn_ascii(&en, english);
    while (word.len > 0) {
        size_t quoted = cost_of(&en, english, word, BOUND) + SWITCH;
        size_t own = t->latin ? cost_of(&s, t, word, BOUND) : quoted;

        cost += own < quoted ? own : quoted;
        word = next_word(around, (size_t)(word.ptr - around.ptr) + word.len);
    }
    return cost;
}

/* What the plain words around cost each tongue more than the one that knows
** them best; the last is for those who write in no alphabet. */
static void weigh_around(size_t extra[TONGUES + 1], const dm_sample *sample)
{
    dm_slice around = dm_buf_view(&sample->around);
    size_t   least = SIZE_MAX;
    size_t   other = TONGUES;

    for (size_t i = 0; i < TONGUES; i++) {
        extra[i] = !tongues[i].latin && other < TONGUES
                       ? extra[other]
                       : cost_of_around(&tongues[i], around);
        if (!tongues[i].latin)
            other = i;
        least = extra[i] < least ? extra[i] : least;
    }
    extra[TONGUES] = extra[other];
    for (size_t i = 0; i <= TONGUES; i++) {
        extra[i] -= least;
        if (extra[i] > AROUND_MOST)
            extra[i] = AROUND_MOST;
    }
}

/* Keep the best, sorted. */
static void keep(reading list[LAST], size_t *n, reading r)
{
    size_t k = *n;

    if (k == LAST && list[k - 1].cost <= r.cost)
        return;
    k -= k == LAST;
    for (*n = k + 1; k > 0 && list[k - 1].cost > r.cost; k--)
        list[k] = list[k - 1];
    list[k] = r;
}

/* A glance in every tongue of a page. */
static void glance(reading list[LAST], size_t *n, const page *p,
                   const census *c, const dm_sample *sample,
                   const size_t *extra)
{
    const glyph *meant[128];
    sense        s;

    look_up(meant, p, c);
    for (int i = 0; i < p->n; i++) {
        const tongue *t = &tongues[p->speaks[i].tongue];
        reading       r = {p, t, 0, 0};

        learn_ascii(&s, t);
        learn_half(&s, t, c, meant);
        r.guess = p->speaks[i].guess + extra[p->speaks[i].tongue];
        r.cost = r.guess + cost_of_words(&s, t, sample, GLANCE / DM_PARTS);
        keep(list, n, r);
    }
}

/* The whole sample. */
static void read_on(reading *r, const census *c, const dm_sample *sample)
{
    const glyph *meant[128];
    sense        s;

    look_up(meant, r->page, c);
    learn_ascii(&s, r->tongue);
    learn_half(&s, r->tongue, c, meant);
    r->cost = r->guess + cost_of_words(&s, r->tongue, sample, DM_WORDS);
}

static size_t count_high(dm_slice words)
{
    size_t n = 0;

    for (size_t i = 0; i < words.len; i++)
        n += (unsigned char)words.ptr[i] >= 0x80;
    return n;
}

/* 1 up to a fourth more than usual, 0 for twice as much; a few words may be
** unusual. */
static double fit_of(const reading *r, size_t bytes)
{
    double usual = (double)r->tongue->mean * (double)bytes;
    double more = (double)(r->cost - r->guess) - FEW_WORDS;
    double fit = (2.0 - more / usual) / 0.75;

    return fit > 1 ? 1 : fit < 0 ? 0 : fit;
}

size_t dm_guess_letters(dm_guess out[DM_GUESSES], const dm_sample *sample,
                        size_t *others)
{
    reading list[LAST];
    size_t  extra[TONGUES + 1];
    census  c = bytes_of(sample);
    size_t  n = 0;
    size_t  found = 0;

    *others = 0;
    if (c.n == 0)
        return 0;
    weigh_around(extra, sample);
    *others = extra[TONGUES];
    for (size_t i = 0; i < PAGES; i++)
        glance(list, &n, &pages[i], &c, sample, extra);
    for (size_t i = 0; i < n; i++) {
        dm_guess g = {dm_charset_named(list[i].page->name),
                      list[i].tongue->name,
                      0,
                      0,
                      count_high(dm_buf_view(&sample->words)),
                      0,
                      0};

        read_on(&list[i], &c, sample);
        g.cost = list[i].cost;
        g.fit = fit_of(&list[i], sample->words.len);
        dm_guess_add(out, &found, &g);
    }
    return found;
}

static const page *page_of(const dm_charset *cs)
{
    for (size_t i = 0; i < PAGES; i++)
        if (strcmp(pages[i].name, cs->name) == 0)
            return &pages[i];
    return NULL;
}

bool dm_same_letters(const dm_charset *a, const dm_charset *b,
                     const dm_sample *sample)
{
    const page     *one = page_of(a);
    const page     *two = page_of(b);
    census          c = bytes_of(sample);
    const uint16_t *halves[2];

    if (one == NULL || two == NULL)
        return a == b;
    halves[0] = half_of(one);
    halves[1] = half_of(two);
    for (size_t i = 0; i < c.n; i++)
        if (halves[0][c.bytes[i] - 128] != halves[1][c.bytes[i] - 128])
            return false;
    return true;
}
