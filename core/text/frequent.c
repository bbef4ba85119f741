/* frequent.c - look-ups in the tables of tables/make_frequent.py.
**
** A table has four bits a character: row by row of lead bytes, in each row
** the trail bytes that the charset uses.  tests/unit/text/test_look.c decodes
** pairs with the decoder and compares places.
*/
#include "text/frequent.h"

#include <stdbool.h>
#include <stddef.h>

#include "text/tables/frequent.inc"

enum { CHEAPEST = 4, NONE = 15 };

#define COUNT(table) (sizeof(table) / sizeof *(table)*16)

static unsigned bits_at(const uint64_t *table, size_t i, size_t n)
{
    unsigned level = NONE;

    if (i < n)
        level = (unsigned)(table[i / 16] >> i % 16 * 4 & 15);
    return level == NONE ? (unsigned)DM_BITS_NONE : level + CHEAPEST;
}

/* Where trail bytes from 0x40 on but 0x7F stand, 190 of them. */
static size_t gb_place(const unsigned char *p)
{
    if (p[0] < 0x81 || p[1] < 0x40 || p[1] == 0x7F)
        return SIZE_MAX;
    return (p[0] - 0x81U) * 190U + p[1] - (p[1] > 0x7F ? 0x41U : 0x40U);
}

unsigned dm_frequent_hans_gb(const unsigned char *p)
{
    return bits_at(hans_gb, gb_place(p), COUNT(hans_gb));
}

unsigned dm_frequent_hant_gb(const unsigned char *p)
{
    return bits_at(hant_gb, gb_place(p), COUNT(hant_gb));
}

unsigned dm_frequent_big5(const unsigned char *p)
{
    bool high = p[1] >= 0xA1;

    if (p[0] < 0x87 || p[1] < 0x40 || (!high && p[1] > 0x7E) || p[1] == 0xFF)
        return DM_BITS_NONE;
    return bits_at(hant_big5,
                   (p[0] - 0x87U) * 157U + p[1] - (high ? 0x62U : 0x40U),
                   COUNT(hant_big5));
}

/* In a table of 94 rows of 94. */
static unsigned square(const uint64_t *table, const unsigned char *p, size_t n)
{
    if (p[0] < 0xA1 || p[1] < 0xA1 || p[0] == 0xFF || p[1] == 0xFF)
        return DM_BITS_NONE;
    return bits_at(table, (p[0] - 0xA1U) * 94U + p[1] - 0xA1U, n);
}

unsigned dm_frequent_cns1(const unsigned char *p)
{
    return square(hant_cns1, p, COUNT(hant_cns1));
}

unsigned dm_frequent_cns2(const unsigned char *p)
{
    return square(hant_cns2, p, COUNT(hant_cns2));
}

unsigned dm_frequent_jis(const unsigned char *p)
{
    return square(ja_jis, p, COUNT(ja_jis));
}

unsigned dm_frequent_uhc(const unsigned char *p)
{
    if (p[0] < 0x81 || p[1] < 0x41 || p[1] == 0xFF)
        return DM_BITS_NONE;
    return bits_at(ko_uhc, (p[0] - 0x81U) * 190U + p[1] - 0x41U, COUNT(ko_uhc));
}

/* Punctuation and full-width forms that every page has. */
static bool is_mark(uint32_t cp)
{
    return (cp >= 0x3000 && cp <= 0x3011) || cp == 0xFF0C || cp == 0xFF1A ||
           cp == 0xFF1B || cp == 0xFF01 || cp == 0xFF1F || cp == 0xFF08 ||
           cp == 0xFF09 || (cp >= 0x2014 && cp <= 0x2026) || cp == 0xB7;
}

unsigned dm_frequent_cp(uint32_t cp)
{
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return bits_at(any_han, cp - 0x4E00, COUNT(any_han));
    if (cp >= 0xAC00 && cp <= 0xD7A3)
        return bits_at(ko_hangul, cp - 0xAC00, COUNT(ko_hangul));
    if (is_mark(cp))
        return 8;
    if (cp >= 0x3040 && cp <= 0x30FF)
        return bits_at(ja_kana, cp - 0x3040, COUNT(ja_kana));
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return 12;
    if ((cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0x20000)
        return DM_BITS_NONE;
    return cp >= 0x3400 && cp <= 0x4DBF ? DM_BITS_RARE : 15;
}
