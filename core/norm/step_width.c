/* step_width.c - forms that exist for the width of a terminal cell.
**
** All of them begin with EF BC..EF BE, the ideographic space with E3.
*/
#include "norm/steps.h"
#include "text/utf8.h"

static const bool stop[256] = {[0xE3] = true, [0xEF] = true};

/* U+FF61..FF9F: punctuation, katakana, the two sound marks. */
static const uint16_t kana[] = {
    0x3002, 0x300C, 0x300D, 0x3001, 0x30FB, 0x30F2, 0x30A1, 0x30A3, 0x30A5,
    0x30A7, 0x30A9, 0x30E3, 0x30E5, 0x30E7, 0x30C3, 0x30FC, 0x30A2, 0x30A4,
    0x30A6, 0x30A8, 0x30AA, 0x30AB, 0x30AD, 0x30AF, 0x30B1, 0x30B3, 0x30B5,
    0x30B7, 0x30B9, 0x30BB, 0x30BD, 0x30BF, 0x30C1, 0x30C4, 0x30C6, 0x30C8,
    0x30CA, 0x30CB, 0x30CC, 0x30CD, 0x30CE, 0x30CF, 0x30D2, 0x30D5, 0x30D8,
    0x30DB, 0x30DE, 0x30DF, 0x30E0, 0x30E1, 0x30E2, 0x30E4, 0x30E6, 0x30E8,
    0x30E9, 0x30EA, 0x30EB, 0x30EC, 0x30ED, 0x30EF, 0x30F3, 0x309B, 0x309C,
};

enum {
    KANA_FIRST = 0xFF61,
    KANA_LAST = 0xFF9F,
    VOICED = 0xFF9E,
    HALF = 0xFF9F
};

/* `base` with the sound mark that follows it, or 0: ka to to and ha to ho
** have their voiced twin next to them, the ha row a half-voiced one too. */
static uint32_t with_mark(uint32_t base, uint32_t mark)
{
    bool ha = base >= 0x30CF && base <= 0x30DB;

    if (mark == HALF)
        return ha ? base + 2 : 0;
    if (mark != VOICED)
        return 0;
    switch (base) {
    case 0x30A6:
        return 0x30F4; /* vu */
    case 0x30EF:
        return 0x30F7; /* va */
    case 0x30F2:
        return 0x30FA; /* vo */
    default:
        break;
    }
    return ha || (base >= 0x30AB && base <= 0x30C8 && base != 0x30C3) ? base + 1
                                                                      : 0;
}

static void put(dm_aligner *a, size_t n, uint32_t cp)
{
    char     text[4];
    dm_slice with = {text, dm_utf8_encode(cp, text)};

    dm_align_replace(a, n, with);
}

static bool is_row(uint32_t base)
{
    return (base >= 0x30AB && base <= 0x30C8) ||
           (base >= 0x30CF && base <= 0x30DB) || base == 0x30A6 ||
           base == 0x30EF || base == 0x30F2;
}

static void put_kana(dm_aligner *a, uint32_t cp)
{
    uint32_t base = kana[cp - KANA_FIRST];
    uint32_t both = 0;
    size_t   n;

    if (is_row(base) && a->at + 3 < a->src.len)
        both = with_mark(base, dm_utf8_decode(a->src.ptr + a->at + 3, &n));
    put(a, both != 0 ? 6 : 3, both != 0 ? both : base);
}

void dm_step_width(dm_aligner *a)
{
    while (dm_keep_until(a, stop)) {
        size_t   n;
        uint32_t cp = dm_utf8_decode(a->src.ptr + a->at, &n);

        if (cp == 0x3000)
            put(a, n, ' ');
        else if (cp >= 0xFF01 && cp <= 0xFF5E)
            put(a, n, cp - 0xFF01 + '!');
        else if (cp >= KANA_FIRST && cp <= KANA_LAST)
            put_kana(a, cp);
        else
            dm_align_keep(a, n);
    }
}
