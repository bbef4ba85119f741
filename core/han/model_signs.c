/* model_signs.c - what characters cost that are in no dictionary: punctuation,
** digits, letters, measures after numbers, and what is hardly ever meant.
**
** The figures are rounded shares in newspaper prose, where every seventh
** character or so is punctuation; they need not be better than that, since
** what they are weighed against is wrong by ten bits a character.
*/
#include "han/model_words.h"

enum { BIT = DM_MODEL_BIT };

/* ---- measures ---- */

/* Sorted by character. */
static const struct {
    uint16_t cp;
    uint8_t  bits;
} units[] = {
    {0x4E07, 4},
    {0x4E2A, 4},
    {0x4EBA, 5},
    {0x4EBF, 5},
    {0x4EE3, 8},
    {0x4EE5, 7},
    {0x4EF6, 7},
    {0x4EFD, 7},
    {0x4F4D, 6},
    {0x4F59, 6},
    {0x4F8B, 7},
    {0x500D, 7},
    {0x5143, 4},
    {0x514B, 8},
    {0x516C, 6},
    {0x5206, 5},
    {0x533A, 8},
    {0x5343, 6},
    {0x53EA, 7},
    {0x53F0, 8},
    {0x53F7, 6},
    {0x540D, 5},
    {0x540E, 7},
    {0x5428, 7},
    {0x5468, 7},
    {0x573A, 7},
    {0x5757, 7},
    {0x578B, 8},
    {0x5904, 7},
    {0x591A, 6},
    {0x5927, 8},
    {0x5929, 6},
    {0x5934, 8},
    {0x5957, 8},
    {0x5BA4, 8},
    {0x5BB6, 6},
    {0x5BF8, 8},
    {0x5BF9, 9},
    {0x5C0F, 6},
    {0x5C3A, 8},
    {0x5C42, 7},
    {0x5C4A, 6},
    {0x5C81, 5},
    {0x5E73, 7},
    {0x5E74, 3},
    {0x5EA6, 7},
    {0x5EA7, 8},
    {0x5F20, 7},
    {0x5F3A, 8},
    {0x6210, 8},
    {0x6237, 8},
    {0x6240, 7},
    {0x652F, 8},
    {0x65A4, 7},
    {0x65E5, 3},
    {0x65E9, 8},
    {0x65F6, 5},
    {0x6708, 3},
    {0x671F, 7},
    {0x6761, 7},
    {0x67B6, 8},
    {0x680B, 8},
    {0x697C, 8},
    {0x6B21, 6},
    {0x6B27, 8},
    {0x6B3E, 8},
    {0x6BB5, 8},
    {0x6BD4, 8},
    {0x6E2F, 8},
    {0x70B9, 6},
    {0x7248, 8},
    {0x767E, 6},
    {0x7684, 8},
    {0x7968, 8},
    {0x79CD, 7},
    {0x79D2, 7},
    {0x7AE0, 8},
    {0x7B14, 8},
    {0x7BC7, 8},
    {0x7C73, 6},
    {0x7C7B, 8},
    {0x7EA7, 7},
    {0x7EBF, 8},
    {0x7EC4, 8},
    {0x7F8E, 7},
    {0x80A1, 8},
    {0x80DC, 9},
    {0x81F3, 6},
    {0x8258, 8},
    {0x8282, 8},
    {0x82F1, 8},
    {0x8D77, 7},
    {0x8DEF, 8},
    {0x8F6E, 8},
    {0x8F86, 7},
    {0x8FDE, 8},
    {0x90E8, 7},
    {0x96C6, 8},
    {0x9875, 8},
    {0x9879, 7},
};

static int unit_cost(uint32_t cp)
{
    size_t low = 0, high = sizeof units / sizeof *units;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (units[mid].cp == cp)
            return units[mid].bits * BIT;
        if (units[mid].cp < cp)
            low = mid + 1;
        else
            high = mid;
    }
    return DM_WORD_NONE;
}

static bool is_digit(uint32_t c)
{
    return c - '0' < 10 || c - 0xFF10 < 10;
}

static bool is_katakana(uint32_t c)
{
    return c >= 0x30A1 && c <= 0x30FE;
}

int dm_word_after(dm_lang lang, uint32_t prev, uint32_t cp)
{
    if (lang != DM_LANG_KO && is_digit(prev))
        return unit_cost(cp);
    if (is_katakana(prev) && is_katakana(cp))
        return 6 * BIT;
    return DM_WORD_NONE;
}

/* ---- everything else ---- */

static bool is_letter(uint32_t c)
{
    return (c | 0x20) - 'a' < 26;
}

/* Bits for a digit or a letter after a digit, a letter, anything else. */
static int alnum_cost(uint32_t prev, uint32_t c)
{
    static const uint8_t bits[2][3] = {
        {4, 8, 9 },
        {9, 5, 13}
    };
    unsigned after = is_digit(prev) ? 0 : is_letter(prev) ? 1 : 2;

    return bits[is_letter(c)][after] * BIT;
}

static int ascii_cost(uint32_t prev, uint32_t c)
{
    /* Bits for ! to @; digits stand elsewhere. */
    static const uint8_t signs[] = {13, 10, 15, 16, 13, 14, 14, 7,  7,  16, 15,
                                    5,  10, 14, 11, 0,  0,  0,  0,  0,  0,  0,
                                    0,  0,  0,  10, 12, 15, 15, 15, 12, 16};

    if (is_digit(c) || is_letter(c))
        return alnum_cost(prev, c);
    if (c == '\t' || c == '\n' || c == '\r')
        return 8 * BIT;
    if (c < ' ')
        return 26 * BIT;
    if (c == ' ')
        return (prev == ' ' ? 5 : 7) * BIT;
    if (c <= '@')
        return signs[c - '!'] * BIT;
    return (c == '_' || c == '|' || c == '[' || c == ']' ? 12 : 15) * BIT;
}

/* Signs of Chinese and Japanese prose. */
static const struct {
    uint16_t cp;
    uint8_t  halves; /* of a bit */
} signs[] = {
    {0x00B7, 19},
    {0x2014, 18},
    {0x2018, 19},
    {0x2019, 19},
    {0x201C, 13},
    {0x201D, 13},
    {0x2026, 18},
    {0x3000, 14},
    {0x3001, 12},
    {0x3002, 10},
    {0x3008, 24},
    {0x3009, 24},
    {0x300A, 16},
    {0x300B, 16},
    {0x300C, 17},
    {0x300D, 17},
    {0x300E, 21},
    {0x300F, 21},
    {0x3010, 19},
    {0x3011, 19},
    {0xFF01, 18},
    {0xFF08, 16},
    {0xFF09, 16},
    {0xFF0C, 9 },
    {0xFF1A, 14},
    {0xFF1B, 17},
    {0xFF1F, 18},
};

static int common_sign(uint32_t cp)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].cp == cp)
            return signs[i].halves * BIT / 2;
    return DM_WORD_NONE;
}

/* Ranges of characters that come in runs or hardly at all: what the first
** costs and what another one of the range costs after it, in bits. */
static const struct {
    uint32_t first, last;
    uint8_t  cost, again;
} ranges[] = {
    {0x0080,  0x009F,  27, 27},
    {0x00A0,  0x00BF,  15, 14},
    {0x00C0,  0x024F,  16, 9 },
    {0x0370,  0x03FF,  17, 9 },
    {0x0400,  0x04FF,  18, 6 },
    {0x2000,  0x206F,  16, 14},
    {0x2070,  0x218F,  17, 14},
    {0x2190,  0x22FF,  17, 14},
    {0x2460,  0x24FF,  18, 14},
    {0x2500,  0x257F,  18, 5 },
    {0x2580,  0x26FF,  15, 11},
    {0x3003,  0x303F,  19, 16},
    {0x3040,  0x30FF,  16, 7 },
    {0x3100,  0x312F,  19, 9 },
    {0x3200,  0x33FF,  20, 16},
    {0x3400,  0x4DBF,  25, 25},
    {0x4E00,  0x9FFF,  19, 14}, /* where words are not made of them: Korean */
    {0xAC00,  0xD7A3,  19, 9 },
    {0xE000,  0xF8FF,  26, 24},
    {0xF900,  0xFAFF,  25, 25},
    {0xFE30,  0xFE6F,  20, 16},
    {0xFF00,  0xFF5E,  13, 8 },
    {0xFF5F,  0xFFEF,  20, 9 },
    {0x1F000, 0x1FAFF, 18, 10},
    {0x20000, 0x3FFFF, 27, 27},
};

int dm_sign_cost(uint32_t prev, uint32_t cp)
{
    int known;

    if (cp == 0)
        return 4 * BIT;
    if (cp < 0x7F)
        return ascii_cost(prev, cp);
    known = common_sign(cp);
    if (known < DM_WORD_NONE)
        return known;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (cp >= ranges[i].first && cp <= ranges[i].last)
            return (prev >= ranges[i].first && prev <= ranges[i].last
                        ? ranges[i].again
                        : ranges[i].cost) *
                   BIT;
    return DM_MODEL_MOST;
}
