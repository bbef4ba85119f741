/* pairs.c - pairs of bytes: decoding asks the tables of whatwg.h, encoding
** one by code point, filled from them at the first question for its set.
*/
#include "text/pairs.h"

#include <pthread.h>
#include <stdbool.h>

#include "text/whatwg.h"

enum {
    BMP = 0x10000,
    PLANE2 = 0x20000, /* Big5 has characters there, and nowhere else above */
    BIG5_OLD = 0xA1   /* the first lead byte of Big5 without HKSCS */
};

uint32_t dm_pair_decode(dm_pairs set, unsigned char lead, unsigned char trail)
{
    uint32_t cp = dm_pair_value(dm_pair_entry(set, lead, trail));

    return cp > 0x10FFFF ? 0 : cp;
}

/* ---- the other way ---- */

static uint16_t codes[DM_PAIRS_COUNT][BMP];
static uint16_t codes_above[BMP]; /* Big5 in plane 2 */

static uint16_t *cell(dm_pairs set, uint32_t cp)
{
    return cp < BMP ? &codes[set][cp] : &codes_above[cp & 0xFFFF];
}

/* Six characters of Big5 are written as their later code. */
static bool is_later(uint32_t cp)
{
    return cp == 0x2550 || cp == 0x255E || cp == 0x2561 || cp == 0x256A ||
           cp == 0x5341 || cp == 0x5345;
}

static void enter(dm_pairs set, unsigned lead, unsigned trail)
{
    uint32_t cp =
        dm_pair_decode(set, (unsigned char)lead, (unsigned char)trail);
    uint16_t *code = cell(set, cp);

    if (cp == 0)
        return;
    if (*code == 0 || (set == DM_PAIRS_BIG5 && is_later(cp)))
        *code = (uint16_t)(lead << 8 | trail);
}

static void enter_leads(dm_pairs set, unsigned first, unsigned last)
{
    for (unsigned lead = first; lead <= last; lead++)
        for (unsigned trail = 0x40; trail <= 0xFE; trail++)
            enter(set, lead, trail);
}

static void fill_gbk(void)
{
    enter_leads(DM_PAIRS_GBK, 0x81, 0xFE);
}

static void fill_big5(void)
{
    enter_leads(DM_PAIRS_BIG5, BIG5_OLD, 0xFE);
    enter_leads(DM_PAIRS_BIG5, 0x81, BIG5_OLD - 1);
}

/* NEC's selection (leads ED and EE) comes after IBM's own codes. */
static void fill_sjis(void)
{
    enter_leads(DM_PAIRS_SJIS, 0x81, 0xEC);
    enter_leads(DM_PAIRS_SJIS, 0xEF, 0xFC);
    enter_leads(DM_PAIRS_SJIS, 0xED, 0xEE);
}

static void fill_euckr(void)
{
    enter_leads(DM_PAIRS_EUCKR, 0x81, 0xFE);
}

unsigned dm_pair_encode(dm_pairs set, uint32_t cp)
{
    static pthread_once_t once[DM_PAIRS_COUNT] = {
        PTHREAD_ONCE_INIT, PTHREAD_ONCE_INIT, PTHREAD_ONCE_INIT,
        PTHREAD_ONCE_INIT};
    static void (*const fill[DM_PAIRS_COUNT])(void) = {fill_gbk, fill_big5,
                                                       fill_sjis, fill_euckr};

    if (cp >= BMP &&
        (set != DM_PAIRS_BIG5 || cp < PLANE2 || cp >= PLANE2 + BMP))
        return 0;
    (void)pthread_once(&once[set], fill[set]);
    return *cell(set, cp);
}
