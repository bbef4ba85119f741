/* detect_cjk.c - does it read like Chinese, Japanese, Korean?
**
** Most byte sequences decode in all of the East Asian charsets, so decoding
** proves little: the characters must be the ones people write.  A character
** is worth most when it is one of the few hundred that make up most of any
** text, something when its charset puts it into the first level, and costs
** where it is rare, private, or does not decode.  The mean over the
** characters beyond ASCII is the score.
**
** Seven charsets are tried on every undeclared document, so each is given up
** as soon as it cannot win any more.
*/
#include "text/detect.h"
#include "text/frequent.h"
#include "text/look.h"
#include "text/utf8.h"

/* What a look is worth, in tenths. */
static const signed char worth[] = {
    [DM_LOOK_BAD] = -100,        [DM_LOOK_CUT] = 0,
    [DM_LOOK_FREQUENT] = 30,     [DM_LOOK_FIRST] = 8,
    [DM_LOOK_SECOND] = -10,      [DM_LOOK_HANJA] = -5,
    [DM_LOOK_HANGUL] = 5,        [DM_LOOK_ANY_HANGUL] = 3,
    [DM_LOOK_RARE_HANGUL] = -20, [DM_LOOK_MARK] = 15,
    [DM_LOOK_WIDE] = 10,         [DM_LOOK_HIRAGANA] = 25,
    [DM_LOOK_KATAKANA] = 15,     [DM_LOOK_ALIEN] = -10,
    [DM_LOOK_HALF] = -15,        [DM_LOOK_EXTRA] = -30,
    [DM_LOOK_ODD] = -40,         [DM_LOOK_OTHER] = -5,
};

/* What Japanese without kana costs a character, in tenths. */
enum { NO_KANA = 4 };

/* Fewer characters do not make a part of the document a witness. */
enum { ENOUGH = 20 };

typedef struct judge {
    long   sum; /* tenths */
    size_t chars, kana, bad;
} judge;

/* Nothing can make up for so many bad bytes, or so poor a beginning. */
static bool is_hopeless(const judge *j)
{
    return (j->bad >= 8 && j->bad * 8 > j->chars) ||
           (j->chars >= 200 && j->sum < -5 * (long)j->chars);
}

static void add(judge *j, dm_look look)
{
    j->chars += look != DM_LOOK_CUT;
    j->sum += worth[look];
    j->kana += look == DM_LOOK_HIRAGANA || look == DM_LOOK_KATAKANA;
    j->bad += look == DM_LOOK_BAD;
}

static double mean(const judge *j)
{
    return j->chars > 0 ? (double)j->sum / 10 / (double)j->chars : 0;
}

/* A part without hope is not read to its end; the next may be better. */
static judge read_part(dm_looker *looker, dm_slice bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.ptr;
    judge                j = {0, 0, 0, 0};
    size_t               at = 0;
    size_t               n;

    while (at < bytes.len) {
        if (p[at] < 0x80) {
            at++;
            continue;
        }
        add(&j, looker(p + at, bytes.len - at, &n));
        at += n;
        if (j.sum < 0 && is_hopeless(&j))
            break;
    }
    return j;
}

dm_cjk dm_detect_cjk(const dm_charset *cs, const dm_sample *sample, size_t most)
{
    dm_looker *looker = dm_look_of(cs->name);
    judge      all = {0, 0, 0, 0};
    dm_cjk     out = {0, 0, 0, 0};

    for (size_t i = 0; i < DM_PARTS && looker != NULL; i++) {
        judge j = read_part(looker, dm_sample_part(sample, i, most));

        if (j.chars >= ENOUGH || is_hopeless(&j)) {
            out.parts++;
            out.odd += j.sum < 0;
        }
        all.sum += j.sum;
        all.chars += j.chars;
        all.kana += j.kana;
    }
    if (all.kana == 0 &&
        (strcmp(cs->name, "euc-jp") == 0 || strcmp(cs->name, "shift_jis") == 0))
        all.sum -= NO_KANA * (long)all.chars; /* hardly a line goes without */
    out.chars = all.chars;
    out.score = mean(&all);
    return out;
}

/* ---- by code points ---- */

enum { BITS = 65536 / 64 };

static void learn(uint64_t *frequent, const char *list)
{
    size_t n;

    for (const char *p = list; *p != '\0'; p += n) {
        uint32_t cp = dm_utf8_decode(p, &n);

        frequent[cp / 64] |= UINT64_C(1) << cp % 64;
    }
}

/* CJK punctuation and full-width forms that every page has. */
static bool is_mark(uint32_t cp)
{
    return (cp >= 0x3000 && cp <= 0x3011) || cp == 0x30FB || cp == 0x30FC ||
           cp == 0xFF0C || cp == 0xFF1A || cp == 0xFF1B || cp == 0xFF01 ||
           cp == 0xFF1F || cp == 0xFF08 || cp == 0xFF09 ||
           (cp >= 0x2014 && cp <= 0x2026) || cp == 0xB7;
}

/* The look of what is neither Han nor Hangul. */
static dm_look look_of(uint32_t cp)
{
    static const struct {
        uint32_t from, to;
        dm_look  look;
    } ranges[] = {
        {0x3041,  0x309F,   DM_LOOK_HIRAGANA},
        {0x30A0,  0x30FA,   DM_LOOK_KATAKANA},
        {0x3400,  0x4DBF,   DM_LOOK_EXTRA   },
        {0xE000,  0xF8FF,   DM_LOOK_ODD     },
        {0xFF01,  0xFF5E,   DM_LOOK_WIDE    },
        {0xFF61,  0xFF9F,   DM_LOOK_HALF    },
        {0x20000, 0x10FFFF, DM_LOOK_ODD     },
    };

    if (is_mark(cp))
        return DM_LOOK_MARK;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (cp >= ranges[i].from && cp <= ranges[i].to)
            return ranges[i].look;
    return DM_LOOK_OTHER;
}

/* In tenths; without a charset there are no levels to tell apart. */
static int worth_of(const uint64_t *frequent, uint32_t cp)
{
    bool is_frequent = cp < 0x10000 && (frequent[cp / 64] >> cp % 64 & 1) != 0;

    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return is_frequent ? 30 : -3;
    if (cp >= 0xAC00 && cp <= 0xD7A3)
        return is_frequent ? 30 : 3;
    return worth[look_of(cp)];
}

double dm_detect_han(dm_slice utf8, size_t *chars)
{
    uint64_t frequent[BITS] = {0};
    judge    j = {0, 0, 0, 0};
    size_t   n;

    learn(frequent, dm_frequent_han);
    learn(frequent, dm_frequent_hangul);
    for (size_t at = 0; at < utf8.len; at += n) {
        uint32_t cp = dm_utf8_decode(utf8.ptr + at, &n);

        if (cp < 0x80)
            continue;
        j.sum += worth_of(frequent, cp);
        j.chars++;
    }
    *chars = j.chars;
    return mean(&j);
}
