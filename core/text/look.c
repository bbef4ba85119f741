/* look.c - the layouts of seven charsets.
**
** Rows are named by their bytes, as the tables of the standards print them.
** Single decisions here cost nothing; only their sum over a text counts.
*/
#include "text/look.h"

#include "text/frequent.h"

static bool in(unsigned char c, unsigned from, unsigned to)
{
    return c >= from && c <= to;
}

/* Take `n` bytes as one character of that look. */
static dm_look take(size_t *len, size_t n, dm_look look)
{
    *len = n;
    return look;
}

static dm_look bad(size_t *len)
{
    return take(len, 1, DM_LOOK_BAD);
}

static dm_look cut(size_t *len, size_t left)
{
    return take(len, left, DM_LOOK_CUT);
}

/* ---- GB18030 ---- */

/* The row of full-width ASCII, which GB 2312 and KS X 1001 share. */
static dm_look full_width(unsigned char c)
{
    if (c == 0xA4 || c == 0xFE)
        return DM_LOOK_OTHER;
    if (c == 0xA1 || c == 0xA8 || c == 0xA9 || c == 0xAC || c == 0xBA ||
        c == 0xBB || c == 0xBF)
        return DM_LOOK_MARK;
    return DM_LOOK_WIDE;
}

static dm_look gb_symbol(const unsigned char *p)
{
    if (p[1] < 0xA1)
        return p[0] >= 0xA8 ? DM_LOOK_OTHER : DM_LOOK_ODD;
    if (p[0] == 0xA1)
        return p[1] <= 0xBF ? DM_LOOK_MARK : DM_LOOK_OTHER;
    if (p[0] == 0xA3)
        return full_width(p[1]);
    return p[0] == 0xA4 || p[0] == 0xA5 ? DM_LOOK_ALIEN : DM_LOOK_OTHER;
}

static dm_look gb_four(const unsigned char *p, size_t left, size_t *len)
{
    if (left < 4)
        return cut(len, left);
    if (!in(p[2], 0x81, 0xFE) || !in(p[3], '0', '9') || in(p[0], 0x85, 0x8F) ||
        p[0] > 0xE3)
        return bad(len);
    if (p[0] <= 0x84)
        return take(len, 4,
                    p[0] == 0x81 && p[1] < '9' ? DM_LOOK_OTHER : DM_LOOK_EXTRA);
    return take(len, 4, p[0] < 0x95 ? DM_LOOK_OTHER : DM_LOOK_ODD);
}

static dm_look gb_han(const unsigned char *p)
{
    if (dm_frequent_gb18030(p))
        return DM_LOOK_FREQUENT;
    if (p[1] >= 0xA1 && p[0] >= 0xAA)
        return in(p[0], 0xB0, 0xD7)   ? DM_LOOK_FIRST
               : in(p[0], 0xD8, 0xF7) ? DM_LOOK_SECOND
                                      : DM_LOOK_ODD;
    return p[0] == 0xFE ? DM_LOOK_EXTRA : DM_LOOK_SECOND;
}

static dm_look look_gb18030(const unsigned char *p, size_t left, size_t *len)
{
    if (p[0] == 0x80) /* the old euro */
        return take(len, 1, DM_LOOK_OTHER);
    if (p[0] == 0xFF)
        return bad(len);
    if (left < 2)
        return cut(len, left);
    if (in(p[1], '0', '9'))
        return gb_four(p, left, len);
    if (p[1] < 0x40 || p[1] == 0x7F || p[1] == 0xFF)
        return bad(len);
    return take(len, 2, in(p[0], 0xA1, 0xA9) ? gb_symbol(p) : gb_han(p));
}

/* ---- Big5 with the Hong Kong characters ---- */

static dm_look big5_symbol(const unsigned char *p)
{
    if (p[0] == 0xA1)
        return p[1] <= 0xAC ? DM_LOOK_MARK : DM_LOOK_OTHER;
    if (p[0] == 0xA2)
        return p[1] >= 0xAF ? DM_LOOK_WIDE : DM_LOOK_OTHER;
    return p[1] <= 0x43 ? DM_LOOK_WIDE : DM_LOOK_OTHER;
}

static dm_look big5_pair(const unsigned char *p)
{
    if (p[0] <= 0xA0 || p[0] >= 0xFA)
        return DM_LOOK_EXTRA;
    if (p[0] <= 0xA3)
        return big5_symbol(p);
    if (dm_frequent_big5(p))
        return DM_LOOK_FREQUENT;
    if ((p[0] == 0xC6 && p[1] >= 0xA1) || in(p[0], 0xC7, 0xC8))
        return DM_LOOK_ALIEN;
    return p[0] <= 0xC6 ? DM_LOOK_FIRST : DM_LOOK_SECOND;
}

static dm_look look_big5(const unsigned char *p, size_t left, size_t *len)
{
    if (!in(p[0], 0x87, 0xFE))
        return bad(len);
    if (left < 2)
        return cut(len, left);
    if (!in(p[1], 0x40, 0x7E) && !in(p[1], 0xA1, 0xFE))
        return bad(len);
    return take(len, 2, big5_pair(p));
}

/* ---- EUC-TW ---- */

static dm_look cns(const unsigned char *p)
{
    if (p[0] >= 0xC4) {
        if (dm_frequent_euc_tw(p))
            return DM_LOOK_FREQUENT;
        return p[0] <= 0xE6 ? DM_LOOK_FIRST : DM_LOOK_SECOND;
    }
    if (p[0] == 0xA1)
        return p[1] <= 0xEB ? DM_LOOK_MARK : DM_LOOK_OTHER;
    return p[0] == 0xA4 ? DM_LOOK_WIDE : DM_LOOK_OTHER;
}

static dm_look look_euc_tw(const unsigned char *p, size_t left, size_t *len)
{
    if (p[0] == 0x8E) {
        if (left < 4)
            return cut(len, left);
        if (!in(p[1], 0xA1, 0xB0) || !in(p[2], 0xA1, 0xFE) ||
            !in(p[3], 0xA1, 0xFE))
            return bad(len);
        return take(len, 4, p[1] <= 0xA2 ? DM_LOOK_SECOND : DM_LOOK_EXTRA);
    }
    if (p[0] < 0xA1 || in(p[0], 0xAA, 0xC1) || p[0] == 0xC3 || p[0] > 0xFD)
        return bad(len);
    if (left < 2)
        return cut(len, left);
    return in(p[1], 0xA1, 0xFE) ? take(len, 2, cns(p)) : bad(len);
}

/* ---- Japanese ---- */

static dm_look jis_symbol(const unsigned char *p)
{
    switch (p[0]) {
    case 0xA1:
        return p[1] <= 0xDB ? DM_LOOK_MARK : DM_LOOK_OTHER;
    case 0xA3:
        return in(p[1], 0xB0, 0xB9) || in(p[1], 0xC1, 0xDA) ||
                       in(p[1], 0xE1, 0xFA)
                   ? DM_LOOK_WIDE
                   : DM_LOOK_BAD;
    case 0xA4:
        return p[1] <= 0xF3 ? DM_LOOK_HIRAGANA : DM_LOOK_BAD;
    case 0xA5:
        return p[1] <= 0xF6 ? DM_LOOK_KATAKANA : DM_LOOK_BAD;
    case 0xA7:
        return p[1] <= 0xF1 ? DM_LOOK_OTHER : DM_LOOK_BAD;
    case 0xA8:
        return p[1] <= 0xC0 ? DM_LOOK_OTHER : DM_LOOK_BAD;
    case 0xA2:
    case 0xA6:
    case 0xAD:
        return DM_LOOK_OTHER;
    default:
        return DM_LOOK_BAD;
    }
}

/* A pair of JIS X 0208, in the bytes of EUC. */
static dm_look jis(const unsigned char *p)
{
    if (p[0] < 0xB0)
        return jis_symbol(p);
    if (dm_frequent_euc_jp(p))
        return DM_LOOK_FREQUENT;
    if (p[0] > 0xF4)
        return DM_LOOK_ODD;
    return p[0] <= 0xCF ? DM_LOOK_FIRST : DM_LOOK_SECOND;
}

static dm_look look_euc_jp(const unsigned char *p, size_t left, size_t *len)
{
    size_t  n = p[0] == 0x8F ? 3 : 2;
    dm_look look = DM_LOOK_SECOND;

    if (!in(p[0], 0xA1, 0xFE) && p[0] != 0x8E && p[0] != 0x8F)
        return bad(len);
    if (left < n)
        return cut(len, left);
    if (!in(p[1], 0xA1, 0xFE) || !in(p[n - 1], 0xA1, 0xFE))
        return bad(len);
    if (p[0] == 0x8E)
        look = p[1] <= 0xDF ? DM_LOOK_HALF : DM_LOOK_BAD;
    else if (n == 2)
        look = jis(p);
    return look == DM_LOOK_BAD ? bad(len) : take(len, n, look);
}

/* Lead bytes beyond the rows of JIS X 0208. */
static dm_look sjis_beyond(const unsigned char *p)
{
    if (in(p[0], 0xF0, 0xF9))
        return DM_LOOK_ODD;
    return in(p[0], 0xED, 0xEE) || p[0] >= 0xFA ? DM_LOOK_SECOND : DM_LOOK_BAD;
}

/* Two rows of EUC share a lead byte of Shift_JIS. */
static dm_look sjis_pair(const unsigned char *p)
{
    unsigned      row = (p[0] - (p[0] < 0xA0 ? 0x81U : 0xC1U)) * 2;
    unsigned      cell = p[1] - (p[1] > 0x7F ? 0x41U : 0x40U);
    unsigned char euc[2];

    if (p[0] > 0xEA)
        return sjis_beyond(p);
    if (cell >= 94) {
        cell -= 94;
        row++;
    }
    euc[0] = (unsigned char)(0xA1 + row);
    euc[1] = (unsigned char)(0xA1 + cell);
    return jis(euc);
}

static dm_look look_shift_jis(const unsigned char *p, size_t left, size_t *len)
{
    dm_look look;

    if (in(p[0], 0xA1, 0xDF))
        return take(len, 1, DM_LOOK_HALF);
    if (p[0] == 0x80 || p[0] == 0xA0 || p[0] > 0xFC)
        return take(len, 1, p[0] > 0xFC ? DM_LOOK_ODD : DM_LOOK_OTHER);
    if (left < 2)
        return cut(len, left);
    if (p[1] < 0x40 || p[1] == 0x7F || p[1] > 0xFC)
        return bad(len);
    look = sjis_pair(p);
    return look == DM_LOOK_BAD ? bad(len) : take(len, 2, look);
}

/* ---- Korean ---- */

/* A pair of KS X 1001. */
static dm_look ksc(const unsigned char *p)
{
    if (in(p[0], 0xB0, 0xC8))
        return dm_frequent_euc_kr(p) ? DM_LOOK_FREQUENT : DM_LOOK_HANGUL;
    if (in(p[0], 0xCA, 0xFD))
        return DM_LOOK_HANJA;
    if (p[0] == 0xA1)
        return p[1] <= 0xBD ? DM_LOOK_MARK : DM_LOOK_OTHER;
    if (p[0] == 0xA3)
        return full_width(p[1]);
    if (p[0] == 0xAA || p[0] == 0xAB)
        return DM_LOOK_ALIEN;
    return p[0] <= 0xAC ? DM_LOOK_OTHER : DM_LOOK_BAD;
}

static dm_look look_euc_kr(const unsigned char *p, size_t left, size_t *len)
{
    dm_look look;

    if (p[0] == 0x80 || p[0] == 0xFF)
        return bad(len);
    if (left < 2)
        return cut(len, left);
    if (p[0] <= 0xC6 &&
        (in(p[1], 0x41, 0x5A) || in(p[1], 0x61, 0x7A) || in(p[1], 0x81, 0xA0)))
        return take(len, 2, DM_LOOK_RARE_HANGUL);
    if (!in(p[1], 0xA1, 0xFE))
        return bad(len);
    look = p[0] <= 0xA0 ? DM_LOOK_RARE_HANGUL : ksc(p);
    return look == DM_LOOK_BAD ? bad(len) : take(len, 2, look);
}

/* Five bits each for the first, middle and last letter of a syllable, with
** gaps; 0 stands for an incomplete one. */
static uint32_t johab_syllable(unsigned pair)
{
    unsigned first = pair >> 10 & 31;
    unsigned middle = pair >> 5 & 31;
    unsigned last = pair & 31;

    if (first < 2 || first > 20 || middle < 3 || (middle & 7) < 2 ||
        middle > 29 || last < 1 || last > 29 || last == 18)
        return 0;
    middle -= 3 + (middle >> 3) * 2;
    last -= last > 18 ? 2 : 1;
    return 0xAC00 + ((first - 2) * 21 + middle) * 28 + last;
}

static dm_look johab_pair(const unsigned char *p)
{
    uint32_t cp;

    if (p[0] >= 0xE0)
        return DM_LOOK_HANJA;
    if (p[0] == 0xD9)
        return p[1] <= 0x4D ? DM_LOOK_MARK : DM_LOOK_OTHER;
    if (p[0] == 0xDA)
        return p[1] <= 0xA0 ? DM_LOOK_WIDE : DM_LOOK_OTHER;
    if (p[0] >= 0xD8)
        return DM_LOOK_OTHER;
    cp = johab_syllable((unsigned)p[0] << 8 | p[1]);
    if (cp == 0)
        return DM_LOOK_OTHER;
    return dm_frequent_syllable(cp) ? DM_LOOK_FREQUENT : DM_LOOK_ANY_HANGUL;
}

static dm_look look_johab(const unsigned char *p, size_t left, size_t *len)
{
    bool letters = in(p[0], 0x84, 0xD3);

    if (!letters && !in(p[0], 0xD9, 0xDE) && !in(p[0], 0xE0, 0xF9))
        return bad(len);
    if (left < 2)
        return cut(len, left);
    if (letters && !in(p[1], 0x41, 0x7E) && !in(p[1], 0x81, 0xFE))
        return bad(len);
    if (!letters && !in(p[1], 0x31, 0x7E) && !in(p[1], 0x91, 0xFE))
        return bad(len);
    return take(len, 2, johab_pair(p));
}

dm_looker *dm_look_of(const char *name)
{
    static const struct {
        const char *name;
        dm_looker  *looker;
    } rows[] = {
        {"gb18030",   look_gb18030  },
        {"big5",      look_big5     },
        {"euc-tw",    look_euc_tw   },
        {"euc-jp",    look_euc_jp   },
        {"shift_jis", look_shift_jis},
        {"euc-kr",    look_euc_kr   },
        {"johab",     look_johab    },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].looker;
    return NULL;
}
