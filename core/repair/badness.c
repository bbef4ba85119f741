/* badness.c - classes of characters, and what seldom stands beside what.
**
** The classes of what matters, Latin to box drawing, are written down as
** ranges; the others are told by utf8proc's categories.  Pairs are a list of
** rules, the first that fits counts: a table of 35 times 35 cells would say
** the same and nobody could read it.  Asked only about suspicious lines.
*/
#include "repair/badness.h"

#include <stdbool.h>
#include <stddef.h>
#include <utf8proc.h>

typedef struct range {
    uint32_t      from, to;
    unsigned char odd;
} range;

/* Ascending, apart.  Other letters are told by their case. */
static const range ranges[] = {
    {0x80,    0x9F,    DM_ODD_C1    },
    {0xA0,    0xA0,    DM_ODD_NBSP  },
    {0xA1,    0xA1,    DM_ODD_OPEN  },
    {0xA2,    0xA3,    DM_ODD_MONEY },
    {0xA4,    0xA4,    DM_ODD_SIGN  },
    {0xA5,    0xA5,    DM_ODD_MONEY },
    {0xA6,    0xA8,    DM_ODD_SIGN  },
    {0xA9,    0xAA,    DM_ODD_RAISED},
    {0xAB,    0xAB,    DM_ODD_OPEN  },
    {0xAC,    0xAC,    DM_ODD_SIGN  },
    {0xAD,    0xAD,    DM_ODD_SHY   },
    {0xAE,    0xAE,    DM_ODD_RAISED},
    {0xAF,    0xAF,    DM_ODD_SIGN  },
    {0xB0,    0xB0,    DM_ODD_RAISED},
    {0xB1,    0xB3,    DM_ODD_NUMBER},
    {0xB4,    0xB4,    DM_ODD_SIGN  },
    {0xB5,    0xB5,    DM_ODD_NUMBER},
    {0xB6,    0xB6,    DM_ODD_SIGN  },
    {0xB7,    0xB7,    DM_ODD_DASH  },
    {0xB8,    0xB8,    DM_ODD_SIGN  },
    {0xB9,    0xB9,    DM_ODD_NUMBER},
    {0xBA,    0xBA,    DM_ODD_RAISED},
    {0xBB,    0xBB,    DM_ODD_CLOSE },
    {0xBC,    0xBE,    DM_ODD_NUMBER},
    {0xBF,    0xBF,    DM_ODD_OPEN  },
    {0xC2,    0xC3,    DM_ODD_TILDE },
    {0xD7,    0xD7,    DM_ODD_NUMBER},
    {0xF7,    0xF7,    DM_ODD_NUMBER},
    {0x152,   0x153,   DM_ODD_LIGATE},
    {0x178,   0x178,   DM_ODD_LIGATE},
    {0x17F,   0x191,   DM_ODD_SCARCE},
    {0x192,   0x192,   DM_ODD_SIGN  },
    {0x193,   0x19F,   DM_ODD_SCARCE},
    {0x1A0,   0x1A1,   DM_ODD_ALOWER}, /* Vietnamese */
    {0x1A2,   0x1AE,   DM_ODD_SCARCE},
    {0x1AF,   0x1B0,   DM_ODD_ALOWER},
    {0x1B1,   0x1CC,   DM_ODD_SCARCE},
    {0x1CD,   0x1DC,   DM_ODD_ALOWER}, /* pinyin */
    {0x1DD,   0x217,   DM_ODD_SCARCE},
    {0x218,   0x21B,   DM_ODD_ALOWER}, /* Romanian */
    {0x21C,   0x2C5,   DM_ODD_SCARCE},
    {0x2C6,   0x2C7,   DM_ODD_SIGN  },
    {0x2C8,   0x2D7,   DM_ODD_SCARCE},
    {0x2D8,   0x2DD,   DM_ODD_SIGN  },
    {0x2DE,   0x2FF,   DM_ODD_SCARCE},
    {0x300,   0x303,   DM_ODD_MARK  },
    {0x304,   0x335,   DM_ODD_SCARCE},
    {0x336,   0x338,   DM_ODD_MARK  },
    {0x339,   0x36F,   DM_ODD_SCARCE},
    {0x384,   0x385,   DM_ODD_SIGN  },
    {0x3CF,   0x3FF,   DM_ODD_SCARCE},
    {0x461,   0x48F,   DM_ODD_SCARCE},
    {0x4A0,   0x52F,   DM_ODD_SCARCE},
    {0x5B0,   0x5CF,   DM_ODD_MARK  },
    {0x5D0,   0x5F4,   DM_ODD_LETTER},
    {0x600,   0x60B,   DM_ODD_SCARCE},
    {0x60C,   0x6D3,   DM_ODD_LETTER},
    {0x6D4,   0x7FF,   DM_ODD_SCARCE},
    {0x901,   0xDF3,   DM_ODD_LETTER},
    {0xE01,   0xE5B,   DM_ODD_LETTER},
    {0x10D0,  0x10FF,  DM_ODD_LETTER},
    {0x1E00,  0x1EF9,  DM_ODD_ALOWER},
    {0x1F00,  0x1FFE,  DM_ODD_GLOWER},
    {0x2010,  0x2015,  DM_ODD_DASH  },
    {0x2018,  0x2018,  DM_ODD_OPEN  },
    {0x2019,  0x2019,  DM_ODD_APOS  },
    {0x201A,  0x201A,  DM_ODD_LOW   },
    {0x201C,  0x201C,  DM_ODD_OPEN  },
    {0x201D,  0x201D,  DM_ODD_CLOSE },
    {0x201E,  0x201E,  DM_ODD_LOW   },
    {0x2020,  0x2021,  DM_ODD_SIGN  },
    {0x2022,  0x2022,  DM_ODD_DASH  },
    {0x2026,  0x2026,  DM_ODD_DASH  },
    {0x2030,  0x2030,  DM_ODD_SIGN  },
    {0x2039,  0x2039,  DM_ODD_OPEN  },
    {0x203A,  0x203A,  DM_ODD_CLOSE },
    {0x2044,  0x2044,  DM_ODD_NUMBER},
    {0x20A7,  0x20A7,  DM_ODD_MONEY },
    {0x20AC,  0x20AC,  DM_ODD_MONEY },
    {0x2116,  0x2116,  DM_ODD_NUMBER},
    {0x2122,  0x2122,  DM_ODD_RAISED},
    {0x2190,  0x21FF,  DM_ODD_SYMBOL},
    {0x2202,  0x221E,  DM_ODD_NUMBER},
    {0x2229,  0x222B,  DM_ODD_NUMBER},
    {0x2248,  0x2265,  DM_ODD_RELATE},
    {0x2300,  0x230F,  DM_ODD_SYMBOL},
    {0x2310,  0x2310,  DM_ODD_SIGN  },
    {0x2311,  0x24FF,  DM_ODD_SYMBOL},
    {0x2500,  0x259F,  DM_ODD_BOX   },
    {0x25A0,  0x25C9,  DM_ODD_SYMBOL},
    {0x25CA,  0x25CA,  DM_ODD_SIGN  },
    {0x25CB,  0x28FF,  DM_ODD_SYMBOL},
    {0x3000,  0x3020,  DM_ODD_WIDE  },
    {0x3041,  0x30FF,  DM_ODD_LETTER},
    {0x3400,  0x4DBF,  DM_ODD_SCARCE},
    {0x4E00,  0x9FFF,  DM_ODD_LETTER},
    {0xAC00,  0xD7A3,  DM_ODD_LETTER},
    {0xE000,  0xF8FF,  DM_ODD_NONE  },
    {0xFB00,  0xFB04,  DM_ODD_ALOWER},
    {0xFE0E,  0xFE0F,  DM_ODD_SYMBOL},
    {0xFEFF,  0xFEFF,  DM_ODD_SYMBOL},
    {0xFF01,  0xFF60,  DM_ODD_WIDE  },
    {0xFFFD,  0xFFFD,  DM_ODD_LOST  },
    {0x1F000, 0x1FAFF, DM_ODD_SYMBOL},
};

#define BIT(x)  (UINT64_C(1) << DM_ODD_##x)
#define ASCII   (BIT(LOWER) | BIT(UPPER))
#define ACCENT  (BIT(ALOWER) | BIT(AUPPER) | BIT(TILDE))
#define LATIN   (ASCII | ACCENT | BIT(LIGATE))
#define GREEK   (BIT(GLOWER) | BIT(GUPPER))
#define RUSSIAN (BIT(CLOWER) | BIT(CUPPER))
#define CYRIL   (RUSSIAN | BIT(KLOWER) | BIT(KUPPER))
#define MATHS   (BIT(NUMBER) | BIT(RELATE))
#define MARKS                                                                  \
    (BIT(OPEN) | BIT(LOW) | BIT(CLOSE) | BIT(RAISED) | BIT(MONEY) | MATHS |    \
     BIT(SIGN))
#define ANY (~UINT64_C(0))

typedef struct rule {
    uint64_t prev, next;
    int      cost;
} rule;

static const rule rules[] = {
    {BIT(AUPPER) | BIT(TILDE),                      BIT(LOST),                3},
    {BIT(C1) | BIT(LOST) | BIT(NONE) | BIT(SCARCE), ANY,                      0},
    {ANY,                                           BIT(C1) | BIT(LOST),      0},
    {BIT(EDGE),                                     BIT(TILDE),               1},
    {BIT(EDGE),                                     ANY,                      0},
    {ANY,                                           BIT(EDGE),                0},
 /* œ stands between plain letters */
    {BIT(LIGATE),                                   MARKS | BIT(DASH),        6},
    {BIT(LIGATE),                                   BIT(APOS) | ACCENT,       6},
    {BIT(TILDE),                                    BIT(LIGATE),              8},
    {ACCENT | BIT(MONEY) | BIT(RAISED) | MATHS,     BIT(LIGATE),              6},
 /* low quotation marks begin words */
    {ASCII,                                         BIT(LOW),                 4},
    {ACCENT,                                        BIT(LOW),                 4},
    {RUSSIAN,                                       BIT(LOW),                 6},
    {CYRIL,                                         BIT(LOW),                 5},
    {MARKS,                                         BIT(LOW),                 4},
 /* Ã and Â are followed by letters, if anything */
    {BIT(TILDE),                                    BIT(OPEN) | BIT(RAISED),  8},
    {BIT(TILDE),                                    BIT(NBSP) | BIT(SIGN),    7},
    {BIT(TILDE),                                    MATHS | BIT(SHY),         7},
    {BIT(TILDE),                                    BIT(CLOSE) | ACCENT,      5},
    {BIT(TILDE),                                    BIT(DASH),                4},
    {BIT(TILDE),                                    BIT(APOS) | BIT(POINT),   3},
    {BIT(TILDE),                                    BIT(MONEY),               1},
 /* capitals in the middle of a word */
    {BIT(ALOWER),                                   BIT(AUPPER) | BIT(TILDE), 7},
    {BIT(LOWER),                                    BIT(AUPPER) | BIT(TILDE), 5},
    {BIT(ALOWER),                                   BIT(UPPER),               2},
    {BIT(LOWER),                                    BIT(UPPER),               1},
    {BIT(CLOWER) | BIT(KLOWER),                     BIT(KUPPER),              6},
    {BIT(CLOWER) | BIT(KLOWER),                     BIT(CUPPER),              4},
    {BIT(GLOWER),                                   BIT(GUPPER),              4},
 /* scripts inside one word */
    {LATIN | GREEK,                                 CYRIL,                    5},
    {CYRIL,                                         LATIN | GREEK,            4},
    {ACCENT,                                        GREEK,                    5},
    {GREEK,                                         ACCENT,                   5},
    {ASCII,                                         GREEK,                    1},
    {GREEK,                                         ASCII,                    1},
    {LATIN | GREEK | CYRIL,                         BIT(LETTER),              4},
    {BIT(LETTER),                                   ACCENT | GREEK | CYRIL,   4},
    {BIT(LETTER),                                   ASCII,                    2},
 /* after accented letters */
    {ACCENT,                                        MATHS,                    5},
    {BIT(ALOWER),                                   BIT(SIGN) | BIT(MONEY),   5},
    {BIT(AUPPER),                                   BIT(SIGN),                5},
    {BIT(AUPPER),                                   BIT(MONEY),               1},
    {ACCENT,                                        BIT(OPEN),                4},
    {ACCENT,                                        BIT(RAISED),              3},
    {BIT(AUPPER),                                   BIT(SHY),                 4},
    {BIT(AUPPER),                                   BIT(CLOSE),               1},
    {ACCENT,                                        BIT(BOX),                 8},
    {ACCENT,                                        BIT(SYMBOL),              2},
 /* after plain letters */
    {ASCII,                                         MATHS,                    4},
    {ASCII,                                         BIT(SIGN) | BIT(BOX),     4},
    {ASCII,                                         BIT(OPEN),                1},
    {BIT(LOWER),                                    BIT(MONEY),               4},
 /* Cyrillic beside signs */
    {BIT(KUPPER),                                   MARKS | BIT(DASH),        4},
    {BIT(CUPPER),                                   MARKS,                    6},
    {BIT(CUPPER),                                   BIT(KUPPER),              1},
    {BIT(KUPPER),                                   BIT(DIGIT),               3},
    {BIT(CLOWER),                                   MARKS & ~BIT(CLOSE),      3},
    {CYRIL,                                         BIT(SHY),                 1},
    {MARKS & ~BIT(OPEN),                            CYRIL,                    4},
 /* Greek beside signs */
    {GREEK,                                         BIT(MONEY) | MATHS,       4},
    {GREEK,                                         BIT(RAISED),              4},
    {BIT(RAISED) | BIT(MONEY),                      GREEK,                    4},
 /* after signs */
    {MATHS,                                         ACCENT | ASCII,           4},
    {BIT(NUMBER),                                   BIT(NUMBER),              1},
    {BIT(RELATE),                                   BIT(NUMBER),              1},
    {MATHS,                                         BIT(RELATE) | BIT(SIGN),  5},
    {MATHS,                                         BIT(RAISED) | BIT(MONEY), 4},
    {MATHS,                                         BIT(OPEN),                3},
    {MATHS,                                         BIT(CLOSE),               1},
    {BIT(MONEY),                                    ACCENT,                   6},
    {BIT(MONEY),                                    BIT(RAISED) | BIT(MONEY), 5},
    {BIT(MONEY),                                    MATHS | BIT(SIGN),        5},
    {BIT(MONEY),                                    BIT(OPEN),                4},
    {BIT(MONEY),                                    BIT(CLOSE) | ASCII,       1},
    {BIT(MONEY),                                    BIT(DASH) | BIT(NBSP),    1},
    {BIT(RAISED),                                   ACCENT | BIT(MONEY),      5},
    {BIT(RAISED),                                   BIT(OPEN) | BIT(SIGN),    5},
    {BIT(RAISED),                                   BIT(LOWER),               5},
    {BIT(RAISED),                                   MATHS | BIT(RAISED),      2},
    {BIT(RAISED),                                   BIT(UPPER) | BIT(DIGIT),  1},
    {BIT(OPEN),                                     BIT(RAISED) | BIT(SIGN),  4},
    {BIT(OPEN),                                     MATHS,                    1},
    {BIT(OPEN),                                     BIT(MONEY),               1},
    {BIT(CLOSE),                                    ACCENT | BIT(SIGN),       4},
    {BIT(CLOSE) | BIT(APOS),                        BIT(RAISED),              3},
    {BIT(CLOSE) | BIT(APOS),                        MATHS | BIT(MONEY),       2},
    {BIT(APOS),                                     BIT(SIGN),                4},
    {BIT(CLOSE),                                    BIT(OPEN) | ASCII,        1},
    {BIT(DASH),                                     BIT(SIGN),                4},
    {BIT(DASH),                                     BIT(RAISED),              3},
    {BIT(DASH),                                     BIT(MONEY),               1},
    {BIT(SIGN),                                     ASCII | ACCENT | MATHS,   4},
    {BIT(SIGN),                                     BIT(MONEY) | BIT(OPEN),   4},
    {BIT(SIGN),                                     BIT(RAISED),              4},
    {BIT(SIGN),                                     BIT(CLOSE) | BIT(DASH),   3},
    {BIT(SIGN),                                     BIT(SIGN),                1},
    {BIT(POINT),                                    BIT(SIGN),                1},
 /* box drawing */
    {BIT(BOX),                                      BIT(BOX),                 0},
    {BIT(BOX),                                      ACCENT | BIT(LIGATE),     8},
    {BIT(BOX),                                      ASCII,                    3},
    {BIT(BOX),                                      MARKS,                    5},
    {MARKS,                                         BIT(BOX),                 5},
    {BIT(BOX),                                      BIT(APOS) | BIT(DASH),    3},
    {BIT(WIDE),                                     ACCENT,                   1},
};

static dm_odd by_category(uint32_t cp)
{
    bool upper =
        utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LU;

    if (cp >= 0xC0 && cp < 0x180)
        return upper ? DM_ODD_AUPPER : DM_ODD_ALOWER;
    if (cp >= 0x370 && cp < 0x400)
        return upper ? DM_ODD_GUPPER : DM_ODD_GLOWER;
    if ((cp >= 0x410 && cp < 0x450) || cp == 0x401 || cp == 0x451)
        return upper ? DM_ODD_CUPPER : DM_ODD_CLOWER;
    if (cp >= 0x400 && cp < 0x530)
        return upper ? DM_ODD_KUPPER : DM_ODD_KLOWER;
    switch ((int)utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CS:
        return DM_ODD_NONE;
    case UTF8PROC_CATEGORY_SM:
        return DM_ODD_RELATE;
    default:
        return DM_ODD_SCARCE;
    }
}

static dm_odd ascii_class(uint32_t cp)
{
    if (cp >= 'a' && cp <= 'z')
        return DM_ODD_LOWER;
    if (cp >= 'A' && cp <= 'Z')
        return DM_ODD_UPPER;
    if (cp >= '0' && cp <= '9')
        return DM_ODD_DIGIT;
    return cp <= ' ' ? DM_ODD_EDGE : DM_ODD_POINT;
}

dm_odd dm_odd_of(uint32_t cp)
{
    size_t lo = 0;
    size_t hi = sizeof ranges / sizeof *ranges;
    dm_odd assigned;

    if (cp < 0x80)
        return ascii_class(cp);
    if (cp >= 0x4E00 && cp < 0x9FF0)
        return DM_ODD_LETTER;
    assigned = by_category(cp);
    while (assigned != DM_ODD_NONE && lo < hi) {
        size_t mid = (lo + hi) / 2;

        if (cp < ranges[mid].from)
            hi = mid;
        else if (cp > ranges[mid].to)
            lo = mid + 1;
        else
            return (dm_odd)ranges[mid].odd;
    }
    return assigned;
}

int dm_odd_pair(dm_odd prev, dm_odd next)
{
    uint64_t p = UINT64_C(1) << prev;
    uint64_t n = UINT64_C(1) << next;

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if ((rules[i].prev & p) != 0 && (rules[i].next & n) != 0)
            return rules[i].cost;
    return 0;
}

int dm_odd_alone(dm_odd odd)
{
    switch ((int)odd) {
    case DM_ODD_C1:
    case DM_ODD_SCARCE:
        return 8;
    case DM_ODD_NONE:
        return 12;
    case DM_ODD_MARK:
    case DM_ODD_LOST:
        return 2;
    case DM_ODD_SIGN:
        return 1;
    default:
        return 0;
    }
}
