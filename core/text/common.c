/* common.c - the first levels of the national standards, asked by their codes.
 */
#include "text/common.h"

#include "text/pairs.h"

static bool in(unsigned code, unsigned first, unsigned last)
{
    return code >= first && code <= last;
}

static bool is_han(uint32_t cp)
{
    unsigned gb = dm_pair_encode(DM_PAIRS_GBK, cp);

    return (in(gb, 0xB0A1, 0xD7F9) && (gb & 0xFF) >= 0xA1) ||
           in(dm_pair_encode(DM_PAIRS_BIG5, cp), 0xA440, 0xC67E) ||
           in(dm_pair_encode(DM_PAIRS_SJIS, cp), 0x889F, 0x9872);
}

static bool is_hangul(uint32_t cp)
{
    unsigned code = dm_pair_encode(DM_PAIRS_EUCKR, cp);

    return in(code, 0xB0A1, 0xC8FE) && (code & 0xFF) >= 0xA1;
}

/* Signs and letters that are written between the others. */
static bool is_sign(uint32_t cp)
{
    return in(cp, 0x2010, 0x203E) || in(cp, 0x2190, 0x2199) ||
           in(cp, 0x2460, 0x2473) || in(cp, 0x25A0, 0x266F) || cp == 0xB7 ||
           cp == 0xD7;
}

bool dm_is_common(uint32_t cp)
{
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return is_han(cp);
    if (cp >= 0xAC00 && cp <= 0xD7A3)
        return is_hangul(cp);
    /* CJK punctuation, kana, bopomofo, the letters of Hangul; full width */
    return in(cp, 0x3000, 0x318E) || in(cp, 0xFF01, 0xFF5E) || is_sign(cp);
}
