/* detect_cjk.c - does it read like Chinese, Japanese, Korean?
**
** Most byte sequences decode in all of the East Asian charsets, so decoding
** proves little: the characters must be the ones people write.  Each costs
** what it is rare (frequent.h), and the bytes cost together what they cost
** to the reader who knows that language in that charset.
*/
#include <stdint.h>

#include "text/detect.h"
#include "text/frequent.h"
#include "text/look.h"
#include "text/utf8.h"

/* Costs in fifths of a bit, and limits. */
enum {
    CONTROL = 90, /* what no text has */
    LONELY = 40,  /* one character in the middle of a plain word */
    UNREAD = 45,  /* a byte that was not looked at any more */
    ENOUGH = 20,  /* characters that make a part a witness */
    MANY_BAD = 8, /* beyond help, when they are one in so many */
    NEEDED = 2,   /* characters, to guess at all */
    SINGLE = 6,   /* bits of a character of one byte after another */
    AGAIN = 6     /* bits of the character before, at most */
};

/* What a byte is, for what it costs after another. */
typedef enum kind { BLANK, DIGIT, LETTER, WIDE } kind;

/* In fifths of a bit, [before][after]; WIDE costs more by itself. */
static const uint8_t plain_costs[4][4] = {
    {0,  24, 24, 3 },
    {12, 12, 30, 8 },
    {12, 30, 22, 15},
    {20, 24, 30, 0 },
};

/* Bits of two bytes at which text is as likely as anything, and bits that
** make a point of the score. */
#define NEITHER 13.0
#define A_POINT 1.6

typedef struct judge {
    size_t cost; /* fifths, of all */
    size_t bits; /* of what is beyond ASCII */
    size_t bytes, chars, bad;
    kind   before[2]; /* what came last, and before that */

    const unsigned char *last; /* the last character beyond ASCII, */
    unsigned             len;  /* and its bytes */
} judge;

/* Nothing can make up for so many bad bytes. */
static bool is_hopeless(const judge *j)
{
    return j->bad >= MANY_BAD && j->bad * MANY_BAD > j->chars;
}

static double score_of(const judge *j)
{
    if (j->bytes == 0)
        return 0;
    return (NEITHER - 2 * (double)j->bits / (double)j->bytes) / A_POINT;
}

static kind kind_of(unsigned char c)
{
    unsigned char small = c | 0x20;

    if (c >= 0x80)
        return WIDE;
    if (small >= 'a' && small <= 'z')
        return LETTER;
    return c >= '0' && c <= '9' ? DIGIT : BLANK;
}

static bool is_control(unsigned char c)
{
    return c < ' ' && (c < '\t' || c > '\r');
}

/* Count the character at `p`.  One that is repeated costs little, whatever it
** is, and proves nothing; half-width kana come in runs. */
static void add(judge *j, const unsigned char *p, dm_look look)
{
    bool again = j->last != NULL && look.len == j->len &&
                 memcmp(p, j->last, look.len) == 0;
    bool run = look.len == 1 && j->len == 1;

    if (!look.bad && run && look.bits > SINGLE)
        look.bits = SINGLE;
    if (!look.bad && again && look.bits > AGAIN)
        look.bits = AGAIN;
    j->cost += (size_t)look.bits * DM_FIFTHS;
    j->last = p;
    j->len = look.len;
    if (look.cut || (again && !look.bad))
        return;
    j->chars++;
    j->bits += look.bits;
    j->bytes += look.len;
    j->bad += look.bad;
}

/* What it costs that the byte `c` comes next, whatever it says itself. */
static void turn_to(judge *j, unsigned char c)
{
    kind now = kind_of(c);

    j->cost += plain_costs[j->before[0]][now];
    if (now == LETTER && j->before[0] == WIDE && j->before[1] == LETTER)
        j->cost += LONELY;
    if (is_control(c))
        j->cost += CONTROL;
    j->before[1] = j->before[0];
    j->before[0] = now;
}

/* A part without hope is not read to its end; the next may be better. */
static judge read_part(const dm_cjk_reader *reader, dm_slice bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.ptr;
    judge                j = {0};
    size_t               at = 0;

    while (at < bytes.len && (reader->patient || !is_hopeless(&j))) {
        dm_look look;

        turn_to(&j, p[at]);
        if (p[at] < 0x80) {
            at++;
            continue;
        }
        look = reader->look(p + at, bytes.len - at);
        add(&j, p + at, look);
        at += look.len;
    }
    j.cost += (bytes.len - at) * UNREAD;
    return j;
}

static dm_cjk read_by(const dm_cjk_reader *reader, const dm_sample *sample)
{
    judge  all = {0};
    dm_cjk out = {0, 0, 0, 0, 0};

    for (size_t i = 0; i < DM_PARTS; i++) {
        judge j = read_part(reader, dm_sample_part(sample, i, DM_WORDS));

        if (j.chars >= ENOUGH || is_hopeless(&j)) {
            out.parts++;
            out.odd += score_of(&j) < 0;
        }
        all.cost += j.cost;
        all.bits += j.bits;
        all.bytes += j.bytes;
        all.chars += j.chars;
        all.bad += j.bad;
    }
    out.score = score_of(&all);
    out.cost = all.cost + (size_t)reader->guess * DM_FIFTHS;
    out.chars = all.chars;
    return out;
}

dm_cjk dm_detect_cjk(const dm_charset *cs, const dm_sample *sample)
{
    const dm_cjk_reader *reader;
    dm_cjk               best = {-10, SIZE_MAX, 0, 0, 0};

    for (size_t i = 0; (reader = dm_cjk_reader_at(i)) != NULL; i++)
        if (strcmp(reader->charset, cs->name) == 0) {
            dm_cjk got = read_by(reader, sample);

            if (got.cost < best.cost)
                best = got;
        }
    return best;
}

/* Text scores 2, more or less; a few characters may be unusual. */
static double fit_of(const dm_cjk *got)
{
    double fit = (got->score + 0.2 + 2.0 / (1.0 + (double)got->chars)) / 1.7;

    return fit > 1 ? 1 : fit < 0 ? 0 : fit;
}

size_t dm_guess_cjk(dm_guess out[DM_GUESSES], const dm_sample *sample)
{
    const dm_cjk_reader *reader;
    size_t               n = 0;

    for (size_t i = 0; (reader = dm_cjk_reader_at(i)) != NULL; i++) {
        dm_cjk   got = read_by(reader, sample);
        dm_guess g = {dm_charset_named(reader->charset),
                      reader->language,
                      got.cost,
                      fit_of(&got),
                      got.chars,
                      got.parts,
                      got.odd};

        if (got.chars >= NEEDED)
            dm_guess_add(out, &n, &g);
    }
    return n;
}

void dm_guess_add(dm_guess list[DM_GUESSES], size_t *n, const dm_guess *g)
{
    size_t k = *n;

    if (k == DM_GUESSES && list[k - 1].cost <= g->cost)
        return;
    k -= k == DM_GUESSES;
    for (*n = k + 1; k > 0 && list[k - 1].cost > g->cost; k--)
        list[k] = list[k - 1];
    list[k] = *g;
}

/* ---- by code points ---- */

double dm_detect_han(dm_slice utf8, size_t *chars)
{
    judge  j = {0};
    size_t n;

    for (size_t at = 0; at < utf8.len; at += n) {
        uint32_t cp = dm_utf8_decode(utf8.ptr + at, &n);

        if (cp < 0x80)
            continue;
        j.bits += dm_frequent_cp(cp);
        j.bytes += 2;
        j.chars++;
    }
    *chars = j.chars;
    return score_of(&j);
}
