/* charset.c - the hearing of the witnesses.
**
** They are heard in the order of the header.  The first that convinces is
** the choice; the others are heard all the same where they are cheap, since
** `inspect` shows what spoke against it.  Statistics only run when nothing
** better is known: they are the expensive part.
*/
#include "text/charset.h"

#include <strings.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "text/decode.h"
#include "text/detect.h"
#include "text/evidence.h"
#include "text/utf8.h"

enum {
    MOST = 16,                 /* candidates */
    CHECKED = 1 << 20,         /* bytes a candidate is tested on */
    DECLARED = 15 * DM_FIFTHS, /* what a declared Latin charset is let off */
    SOFTLY = 3 * DM_FIFTHS,    /* costs that halve what is believed */
    SHOWN = 6,                 /* guesses that are told */
    BAD_LIMIT = 1000           /* bad places counted for a candidate */
};

/* A declared Latin charset is often a default that nobody meant. */
#define LATIN_DECLARED 0.6

/* What ends the hearing, what statistics can say at most, and what is more
** than a mere guess. */
#define CONVINCED 0.9
#define SURE      0.95
#define LIKELY    0.5

/* The square of how many characters are worth half of what many are. */
#define FEW 3.0

/* What is said when nobody knows, and what is too little to be said. */
#define UNKNOWN 0.03
#define TOLD    0.01

typedef struct hearing {
    dm_slice          bytes;
    dm_arena         *arena;
    dm_candidate      list[MOST];
    size_t            n;
    size_t            bom;
    bool              clean; /* valid UTF-8 */
    const dm_charset *twice;
    dm_slice          label; /* that came with the bytes, or "" */
    bool              full;  /* the arena was */
} hearing;

const char *dm_witness_name(dm_witness how)
{
    static const char *const names[] = {
        "option",    "bom",      "utf-8",      "ascii",
        "structure", "declared", "statistics", "fallback",
    };

    return (size_t)how < sizeof names / sizeof *names ? names[how] : "";
}

static dm_slice head(dm_slice bytes, size_t most)
{
    if (bytes.len > most)
        bytes.len = most;
    return bytes;
}

/* Bad places of `cs` in the beginning of the document. */
static size_t bad_in(dm_slice bytes, const dm_charset *cs)
{
    return dm_decode_bad(head(bytes, CHECKED), cs, BAD_LIMIT,
                         bytes.len <= CHECKED);
}

/* Put down a candidate, once a charset: with the best that is said for it. */
static void hear(hearing *h, dm_candidate c)
{
    for (size_t i = 0; i < h->n; i++) {
        if (h->list[i].charset != c.charset)
            continue;
        if (c.how == DM_BY_STATISTICS && h->list[i].how == DM_BY_DECLARED &&
            h->list[i].bad == 0) {
            if (c.confidence > h->list[i].confidence)
                h->list[i].confidence = c.confidence;
        } else if (c.confidence > h->list[i].confidence) {
            c.bad = h->list[i].bad;
            h->list[i] = c;
        }
        return;
    }
    if (h->n < MOST)
        h->list[h->n++] = c;
}

static void hear_simply(hearing *h, const dm_charset *cs, dm_witness how,
                        double confidence, const char *evidence)
{
    dm_candidate c = {cs, how, confidence, 0, evidence};

    hear(h, c);
}

static bool is_wide(const dm_charset *cs)
{
    return cs->kind >= DM_KIND_UTF16LE && cs->kind <= DM_KIND_UTF32BE;
}

/* The same but for the order of bytes? */
static bool are_twins(const dm_charset *a, const dm_charset *b)
{
    return is_wide(a) && is_wide(b) &&
           (a->kind >= DM_KIND_UTF32LE) == (b->kind >= DM_KIND_UTF32LE);
}

/* The caller's word.  A mark of the same family is skipped, and decides the
** byte order that the label "utf-16" leaves open. */
static bool by_option(hearing *h, const char *label, dm_err *err)
{
    const dm_charset *cs = dm_charset_find(dm_slice_str(label));
    size_t            len = 0;
    const dm_charset *mark = dm_detect_bom(h->bytes, &len);

    if (cs == NULL)
        return dm_fail(err, DM_E_UNKNOWN_CHARSET, "there is no charset \"%s\"",
                       label);
    if (mark != NULL && (mark == cs || are_twins(mark, cs))) {
        h->bom = len;
        cs = mark;
    }
    hear_simply(h, cs, DM_BY_OPTION, 1, "asked for");
    return true;
}

static void by_bom(hearing *h)
{
    size_t            len = 0;
    const dm_charset *cs = dm_detect_bom(h->bytes, &len);

    if (cs == NULL)
        return;
    h->bom = len;
    hear_simply(h, cs, DM_BY_BOM, 1, "a byte order mark");
}

static void by_utf8(hearing *h)
{
    const dm_charset *cs;

    if (dm_utf8_valid(h->bytes) != h->bytes.len)
        return;
    h->clean = true;
    if (!dm_ascii_only(h->bytes)) {
        hear_simply(h, dm_charset_named("utf-8"), DM_BY_UTF8, 0.99,
                    "valid UTF-8 beyond ASCII");
        return;
    }
    cs = dm_detect_escapes(h->bytes);
    if (cs != NULL)
        hear_simply(h, cs, DM_BY_STRUCTURE, 0.95, "ISO-2022 escapes");
    hear_simply(h, dm_charset_named("utf-8"), DM_BY_ASCII, cs != NULL ? 0.2 : 1,
                "nothing beyond ASCII");
}

/* UTF-8 with a scratch: few bad bytes among many good characters. */
static void by_damaged_utf8(hearing *h)
{
    dm_candidate c = {dm_charset_named("utf-8"), DM_BY_UTF8, 0.9, 0, NULL};
    size_t       bad = 0;
    size_t       good = dm_detect_utf8(h->bytes, &bad);

    if (good == 0 || bad * 10 > good)
        return;
    c.bad = bad_in(h->bytes, c.charset);
    c.evidence =
        dm_evidence(h->arena, &h->full,
                    "%zu characters of UTF-8, %zu bad bytes", good, c.bad);
    hear(h, c);
}

static void by_structure(hearing *h)
{
    double            confidence = 0;
    const dm_charset *cs = dm_detect_wide(h->bytes, &confidence);

    if (cs != NULL)
        hear_simply(h, cs, DM_BY_STRUCTURE, confidence,
                    "zero bytes and characters of UTF-16 or UTF-32");
    cs = dm_detect_ebcdic(h->bytes);
    if (cs != NULL)
        hear_simply(h, cs, DM_BY_STRUCTURE, 0.8,
                    "blanks and letters of EBCDIC");
}

bool dm_label_is_ascii(dm_slice label)
{
    static const char *const names[] = {"us-ascii", "ascii", "ansi_x3.4-1968",
                                        "iso646-us"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (label.len == strlen(names[i]) &&
            strncasecmp(label.ptr, names[i], label.len) == 0)
            return true;
    return false;
}

/* What the document says, when its bytes do not contradict.  A declaration
** of UTF-16 in bytes that could be read for it is none, nor is one of ASCII:
** who hears it knows better. */
static void by_declaration(hearing *h)
{
    const char *where = "named by what it is wrapped in";
    bool        outer = dm_charset_find(h->label) != NULL;
    dm_slice    label = outer ? h->label : dm_detect_declared(h->bytes, &where);
    const dm_charset *cs = dm_charset_find(label);
    dm_candidate      c = {cs, DM_BY_DECLARED, 0.9, 0, where};

    if (cs == NULL || dm_label_is_ascii(label) || (is_wide(cs) && !outer))
        return;
    c.bad = bad_in(h->bytes, cs);
    if (strcmp(dm_charset_name(cs), "windows-1252") == 0)
        c.confidence = LATIN_DECLARED;
    if (c.bad > 0) {
        c.confidence = 0.1;
        c.evidence =
            dm_evidence(h->arena, &h->full, "%s, but %zu %s not decode", where,
                        c.bad, c.bad == 1 ? "place does" : "places do");
    }
    hear(h, c);
}

/* Does somebody speak with that confidence, or more? */
static bool outdone(const hearing *h, double confidence)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->list[i].confidence >= confidence)
            return true;
    return false;
}

/* The declared charset that is let off something, or NULL. */
static const dm_charset *declared(const hearing *h)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->list[i].how == DM_BY_DECLARED && h->list[i].bad == 0)
            return h->list[i].charset;
    return NULL;
}

/* The guesses of both kinds, cheapest first.  Returns how many. */
static size_t guess(dm_guess out[DM_GUESSES], const hearing *h,
                    const dm_sample *sample)
{
    dm_guess          letters[DM_GUESSES];
    const dm_charset *cs = declared(h);
    size_t            others;
    size_t            n = dm_guess_cjk(out, sample);
    size_t            m = dm_guess_letters(letters, sample, &others);

    for (size_t i = 0; i < n; i++)
        out[i].cost += others;
    for (size_t i = 0; i < m; i++) {
        if (letters[i].charset == cs)
            letters[i].cost -=
                letters[i].cost < DECLARED ? letters[i].cost : (size_t)DECLARED;
        dm_guess_add(out, &n, &letters[i]);
    }
    return n;
}

static double weight(const dm_guess *list, size_t i)
{
    size_t halvings = (list[i].cost - list[0].cost) / SOFTLY;

    return halvings < 60 ? 1.0 / (double)(UINT64_C(1) << halvings) : 0;
}

/* The first of the guesses that say the same text as the `i`-th. */
static size_t first_same(const dm_guess *list, size_t i,
                         const dm_sample *sample)
{
    size_t k = 0;

    while (k < i && !dm_same_letters(list[k].charset, list[i].charset, sample))
        k++;
    return k;
}

/* How much a charset is to be believed, beside those that say another text
** each.  0 to 1. */
static double belief(const dm_guess *list, size_t n, size_t i,
                     const dm_sample *sample)
{
    double all = 0;

    for (size_t k = 0; k < n; k++)
        if (first_same(list, k, sample) == k)
            all += weight(list, k);
    return weight(list, first_same(list, i, sample)) / all;
}

/* The place of the first guess that says another text than the best. */
static size_t rival(const dm_guess *list, size_t n, const dm_sample *sample)
{
    size_t i = 1;

    while (i < n && dm_same_letters(list[0].charset, list[i].charset, sample))
        i++;
    return i;
}

/* A text of which a part reads like something else is a mixture: the charset
** may be the best there is, but is not to be relied on. */
static const char *reason(hearing *h, const dm_guess *list, size_t n, size_t i,
                          const dm_sample *sample)
{
    const dm_guess *g = &list[i];
    size_t          next = i == 0 ? rival(list, n, sample) : 0;
    size_t          bits;

    if (g->odd > 0)
        return dm_evidence(h->arena, &h->full,
                           "reads like %s, but %zu of %zu places do not",
                           g->language, g->odd, g->parts);
    if (next == n)
        return dm_evidence(h->arena, &h->full,
                           "reads like %s, and like nothing else", g->language);
    bits = (i == 0 ? list[next].cost - g->cost : g->cost - list[0].cost) /
           DM_FIFTHS;
    return dm_evidence(h->arena, &h->full, "reads like %s, %zu bits %s %s",
                       g->language, bits, i == 0 ? "ahead of" : "behind",
                       dm_charset_name(list[next].charset));
}

/* Less for a text that reads oddly, and for few characters.  In hundredths:
** more would be a pretence. */
static double confidence(const dm_guess *list, size_t n, size_t i,
                         const dm_sample *sample)
{
    double chars = (double)list[i].chars;
    double c = SURE * belief(list, n, i, sample);

    c *= (0.25 + 0.75 * list[0].fit) * (chars * chars / (chars * chars + FEW));
    if (list[i].odd > 0)
        c *= LIKELY;
    return (double)(int)(c * 100 + 0.5) / 100;
}

static void by_statistics(hearing *h)
{
    dm_guess  list[DM_GUESSES];
    dm_sample sample;
    size_t    n;

    dm_sample_init(&sample, h->bytes);
    h->full = h->full || sample.around.failed || sample.words.failed;
    n = guess(list, h, &sample);
    for (size_t i = 0; i < n && i < SHOWN; i++) {
        double believed = confidence(list, n, i, &sample);

        if (believed >= TOLD)
            hear_simply(h, list[i].charset, DM_BY_STATISTICS, believed,
                        reason(h, list, n, i, &sample));
    }
    dm_sample_fini(&sample);
}

/* Best first; among equals, who spoke first. */
static void rank(hearing *h)
{
    for (size_t i = 1; i < h->n; i++) {
        dm_candidate c = h->list[i];
        size_t       k = i;

        for (; k > 0 && h->list[k - 1].confidence < c.confidence; k--)
            h->list[k] = h->list[k - 1];
        h->list[k] = c;
    }
}

static void hear_all(hearing *h)
{
    by_bom(h);
    if (h->n == 0 && memchr(h->bytes.ptr, 0, head(h->bytes, DM_HEAD).len))
        by_structure(h);
    if (!outdone(h, CONVINCED))
        by_utf8(h);
    if (!outdone(h, CONVINCED))
        by_damaged_utf8(h);
    if (h->n > 0)
        return;
    by_declaration(h);
    if (outdone(h, CONVINCED))
        return;
    by_structure(h);
    by_statistics(h);
}

static bool deliver(hearing *h, dm_detection *out, bool binary, dm_err *err)
{
    dm_candidate *copy;

    /* Beside a mere guess it is what else the text may be. */
    if (h->n == 0 ||
        (h->list[0].how >= DM_BY_STATISTICS && h->list[0].confidence <= LIKELY))
        hear_simply(h, dm_charset_named("windows-1252"), DM_BY_FALLBACK,
                    UNKNOWN, "nothing better is known");
    if (h->list[0].how != DM_BY_OPTION && h->list[0].how != DM_BY_BOM)
        rank(h);
    copy = dm_arena_alloc(h->arena, h->n * sizeof *copy);
    if (copy == NULL || h->full)
        return dm_fail(err, DM_E_MEMORY, "no memory to detect the charset");
    memcpy(copy, h->list, h->n * sizeof *copy);
    out->candidates = copy;
    out->n = h->n;
    out->bom = h->bom;
    out->clean = h->clean && copy[0].charset->kind == DM_KIND_UTF8;
    out->twice = h->twice;
    out->binary = binary;
    return true;
}

static void begin(hearing *h, dm_arena *arena, dm_slice bytes, dm_slice label)
{
    memset(h, 0, sizeof *h);
    h->bytes = bytes;
    h->arena = arena;
    h->label = label;
}

/* What came of the hearing. */
static bool conclude(hearing *h, dm_detection *out, dm_err *err)
{
    bool structured;

    rank(h);
    if (h->clean && h->n > 0 && h->list[0].how == DM_BY_UTF8)
        h->twice = dm_detect_twice(h->bytes, &h->full);
    structured =
        h->n > 0 && h->list[0].confidence >= 0.5 &&
        (is_wide(h->list[0].charset) || h->list[0].how == DM_BY_STRUCTURE);
    return deliver(h, out,
                   !structured &&
                       dm_detect_binary(h->bytes, outdone(h, LIKELY)) != NULL,
                   err);
}

bool dm_detect(dm_detection *out, dm_arena *arena, dm_slice bytes,
               const char *override, dm_err *err)
{
    hearing h;

    begin(&h, arena, bytes, DM_S(""));
    if (override == NULL)
        hear_all(&h);
    else if (!by_option(&h, override, err))
        return false;
    return conclude(&h, out, err);
}

bool dm_detect_labelled(dm_detection *out, dm_arena *arena, dm_slice bytes,
                        dm_slice label, dm_err *err)
{
    hearing h;

    begin(&h, arena, bytes, label);
    hear_all(&h);
    return conclude(&h, out, err);
}
