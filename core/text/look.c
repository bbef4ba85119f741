/* look.c - the layouts of seven charsets.
**
** Rows are named by their bytes, as the tables of the standards print them.
** Single decisions here cost nothing; only their sum over a text counts.
*/
#include "text/look.h"

#include "text/frequent.h"
#include "text/utf8.h"

/* What characters cost that no table has, in bits. */
enum { HALF_KANA = 9, HANJA = 17, MARK = 11, SIGN = 16, JAMO = 18, FAR = 22 };

static bool in(unsigned char c, unsigned from, unsigned to)
{
    return c >= from && c <= to;
}

/* Take `n` bytes as one character of that cost. */
static dm_look take(size_t n, unsigned bits)
{
    return (dm_look){(unsigned)n, bits, false, false};
}

static dm_look bad(void)
{
    return (dm_look){1, DM_BITS_BAD, true, false};
}

/* A text ends with a whole character; a sample of it need not. */
static dm_look cut(size_t left)
{
    return (dm_look){(unsigned)left, 6, false, true};
}

/* ---- GB18030 ---- */

static dm_look gb_four(const unsigned char *p, size_t left)
{
    if (left < 4)
        return cut(left);
    if (!in(p[2], 0x81, 0xFE) || !in(p[3], '0', '9') || in(p[0], 0x85, 0x8F) ||
        p[0] > 0xE3)
        return bad();
    if (p[0] <= 0x84)
        return take(4, DM_BITS_RARE);
    return take(4, in(p[0], 0x94, 0x9A) ? FAR : DM_BITS_NONE);
}

static dm_look gb(const unsigned char *p, size_t left,
                  unsigned (*bits)(const unsigned char *p))
{
    if (p[0] == 0x80) /* the old euro */
        return take(1, DM_BITS_RARE);
    if (p[0] == 0xFF)
        return bad();
    if (left < 2)
        return cut(left);
    if (in(p[1], '0', '9'))
        return gb_four(p, left);
    if (p[1] < 0x40 || p[1] == 0x7F || p[1] == 0xFF)
        return bad();
    return take(2, bits(p));
}

static dm_look look_hans_gb(const unsigned char *p, size_t left)
{
    return gb(p, left, dm_frequent_hans_gb);
}

static dm_look look_hant_gb(const unsigned char *p, size_t left)
{
    return gb(p, left, dm_frequent_hant_gb);
}

/* ---- Big5 with the Hong Kong characters ---- */

static dm_look look_big5(const unsigned char *p, size_t left)
{
    if (!in(p[0], 0x87, 0xFE))
        return bad();
    if (left < 2)
        return cut(left);
    if (!in(p[1], 0x40, 0x7E) && !in(p[1], 0xA1, 0xFE))
        return bad();
    return take(2, dm_frequent_big5(p));
}

/* ---- EUC-TW ---- */

static dm_look look_euc_tw(const unsigned char *p, size_t left)
{
    if (p[0] == 0x8E) {
        if (left < 4)
            return cut(left);
        if (!in(p[1], 0xA1, 0xB0) || !in(p[2], 0xA1, 0xFE) ||
            !in(p[3], 0xA1, 0xFE))
            return bad();
        return take(4, p[1] == 0xA2   ? dm_frequent_cns2(p + 2)
                       : p[1] == 0xA1 ? dm_frequent_cns1(p + 2)
                                      : DM_BITS_RARE);
    }
    if (p[0] < 0xA1 || in(p[0], 0xAA, 0xC1) || p[0] == 0xC3 || p[0] > 0xFD)
        return bad();
    if (left < 2)
        return cut(left);
    return in(p[1], 0xA1, 0xFE) ? take(2, dm_frequent_cns1(p)) : bad();
}

/* ---- Japanese ---- */

/* A pair of JIS X 0208, in the bytes of EUC.  Its rows are full of holes,
** and a hole before the Han is no character at all. */
static dm_look jis(const unsigned char *p)
{
    unsigned bits = dm_frequent_jis(p);

    return bits == DM_BITS_NONE && p[0] < 0xB0 ? bad() : take(2, bits);
}

static dm_look look_euc_jp(const unsigned char *p, size_t left)
{
    size_t n = p[0] == 0x8F ? 3 : 2;

    if (!in(p[0], 0xA1, 0xFE) && p[0] != 0x8E && p[0] != 0x8F)
        return bad();
    if (left < n)
        return cut(left);
    if (!in(p[1], 0xA1, 0xFE) || !in(p[n - 1], 0xA1, 0xFE))
        return bad();
    if (p[0] == 0x8E)
        return p[1] <= 0xDF ? take(2, HALF_KANA) : bad();
    return n == 2 ? jis(p) : take(3, DM_BITS_RARE);
}

/* Lead bytes beyond the rows of JIS X 0208. */
static dm_look sjis_beyond(const unsigned char *p)
{
    if (in(p[0], 0xF0, 0xF9))
        return take(2, DM_BITS_NONE);
    return in(p[0], 0xED, 0xEE) || p[0] >= 0xFA ? take(2, DM_BITS_RARE) : bad();
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

static dm_look look_shift_jis(const unsigned char *p, size_t left)
{
    if (in(p[0], 0xA1, 0xDF))
        return take(1, HALF_KANA);
    if (!in(p[0], 0x81, 0x9F) && !in(p[0], 0xE0, 0xFC))
        return bad();
    if (left < 2)
        return cut(left);
    if (!in(p[1], 0x40, 0x7E) && !in(p[1], 0x80, 0xFC))
        return bad();
    return sjis_pair(p);
}

/* ---- Korean ---- */

static dm_look look_euc_kr(const unsigned char *p, size_t left)
{
    if (!in(p[0], 0x81, 0xFE))
        return bad();
    if (left < 2)
        return cut(left);
    if (!in(p[1], 0x41, 0x5A) && !in(p[1], 0x61, 0x7A) && !in(p[1], 0x81, 0xFE))
        return bad();
    if (p[0] > 0xC6 && p[1] < 0xA1)
        return bad();
    return take(2, dm_frequent_uhc(p));
}

/* Five bits each for the first, middle and last letter of a syllable, with
** gaps; 0 stands for an incomplete one. */
static unsigned johab_syllable(unsigned pair)
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

static unsigned johab_bits(const unsigned char *p)
{
    unsigned cp;

    if (p[0] >= 0xE0)
        return HANJA;
    if (p[0] >= 0xD8)
        return p[0] == 0xD9 && p[1] <= 0x4D ? MARK : SIGN;
    cp = johab_syllable((unsigned)p[0] << 8 | p[1]);
    return cp != 0 ? dm_frequent_cp(cp) : JAMO;
}

static dm_look look_johab(const unsigned char *p, size_t left)
{
    bool letters = in(p[0], 0x84, 0xD3);

    if (!letters && !in(p[0], 0xD9, 0xDE) && !in(p[0], 0xE0, 0xF9))
        return bad();
    if (left < 2)
        return cut(left);
    if (letters && !in(p[1], 0x41, 0x7E) && !in(p[1], 0x81, 0xFE))
        return bad();
    if (!letters && !in(p[1], 0x31, 0x7E) && !in(p[1], 0x91, 0xFE))
        return bad();
    return take(2, johab_bits(p));
}

/* ---- UTF-8 that is damaged; the whole kind needs no statistics ---- */

/* Bits of a letter of two bytes, as alphabets have them, and of a byte that
** is damaged: where one is, others are. */
enum { LETTER = 12, DAMAGED = 12 };

static dm_look damaged(void)
{
    return (dm_look){1, DAMAGED, true, false};
}

static dm_look look_utf8(const unsigned char *p, size_t left)
{
    const char *text = (const char *)p;
    size_t      n = in(p[0], 0xC2, 0xF4) ? dm_utf8_len(text[0]) : 1;

    if (n == 1)
        return damaged();
    for (size_t i = 1; i < n && i < left; i++)
        if (!dm_utf8_inside(text[i]))
            return damaged();
    if (left < n)
        return cut(left);
    if (dm_utf8_valid((dm_slice){text, n}) != n)
        return damaged();
    return take(n, n == 2 ? (unsigned)LETTER
                          : dm_frequent_cp(dm_utf8_decode(text, &n)));
}

const dm_cjk_reader *dm_cjk_reader_at(size_t i)
{
    static const dm_cjk_reader readers[] = {
        {"gb18030",   "Simplified Chinese",  look_hans_gb,   0,  false},
        {"gb18030",   "Traditional Chinese", look_hant_gb,   3,  false},
        {"big5",      "Traditional Chinese", look_big5,      0,  false},
        {"euc-jp",    "Japanese",            look_euc_jp,    0,  false},
        {"shift_jis", "Japanese",            look_shift_jis, 0,  false},
        {"euc-kr",    "Korean",              look_euc_kr,    0,  false},
        {"euc-tw",    "Traditional Chinese", look_euc_tw,    6,  false},
        {"johab",     "Korean",              look_johab,     6,  false},
        {"utf-8",     "damaged UTF-8",       look_utf8,      30, true },
    };

    return i < sizeof readers / sizeof *readers ? &readers[i] : NULL;
}
