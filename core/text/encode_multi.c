/* encode_multi.c - one character into GB18030, Big5, EUC-KR, Shift_JIS or
** EUC-JP: the inverse of multi.c, over the same tables.
**
** The inverse tables are filled at the first question.  The four-byte codes
** of GB18030 are counted from the ranges, and read back: a code point that
** the Standard gives no code would get that of another.
*/
#include <pthread.h>

#include "text/encode_in.h"
#include "text/pairs.h"
#include "text/utf8.h"
#include "text/whatwg.h"

enum { BMP = 0x10000, KANA = 0xFF61, KANAS = 63, ROW = 94 };

/* ---- JIS ---- */

static uint16_t codes_0208[BMP];
static uint16_t codes_0212[BMP];

/* The first place of a character counts. */
static void enter(uint16_t codes[BMP], const uint16_t index[ROW * ROW])
{
    for (unsigned i = 0; i < ROW * ROW; i++)
        if (index[i] != 0 && codes[index[i]] == 0)
            codes[index[i]] =
                (uint16_t)((i / ROW + 0x21) << 8 | (i % ROW + 0x21));
}

static void fill(void)
{
    enter(codes_0208, dm_index_jis0208);
    enter(codes_0212, dm_index_jis0212);
}

static unsigned look_up(const uint16_t codes[BMP], uint32_t cp)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, fill);
    return cp < BMP && codes[cp] != 0 ? codes[cp] : DM_NO_CODE;
}

unsigned dm_jis0208_encode(uint32_t cp)
{
    return look_up(codes_0208, cp);
}

static unsigned jis0212(uint32_t cp)
{
    return look_up(codes_0212, cp);
}

/* ---- codes ---- */

static size_t put2(char *out, unsigned code)
{
    out[0] = (char)(code >> 8);
    out[1] = (char)(code & 0xFF);
    return 2;
}

static size_t pair(dm_pairs set, uint32_t cp, char *out)
{
    unsigned code = dm_pair_encode(set, cp);

    return code == 0 ? 0 : put2(out, code);
}

/* Where in the four-byte codes `cp` would be. */
static uint32_t gb_pointer(uint32_t cp)
{
    size_t lo = 0;
    size_t hi = DM_INDEX_RANGES;

    if (cp == 0xE7C7)
        return 7457;
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;

        if (dm_index_gb18030_ranges[mid].cp <= cp)
            lo = mid;
        else
            hi = mid;
    }
    return dm_index_gb18030_ranges[lo].pointer +
           (cp - dm_index_gb18030_ranges[lo].cp);
}

static size_t gb18030(uint32_t cp, char *out)
{
    uint32_t pointer;
    dm_slice code = {out, 4};
    dm_unit  back;

    if (pair(DM_PAIRS_GBK, cp, out) > 0)
        return 2;
    pointer = gb_pointer(cp);
    out[0] = (char)(0x81 + pointer / 12600);
    out[1] = (char)(0x30 + pointer / 1260 % 10);
    out[2] = (char)(0x81 + pointer / 10 % 126);
    out[3] = (char)(0x30 + pointer % 10);
    dm_multi_unit(DM_KIND_GB18030, code, &back);
    return back.src == 4 && !back.bad &&
                   dm_utf8_decode(back.text, &code.len) == cp
               ? 4
               : 0;
}

static size_t shift_jis(uint32_t cp, char *out)
{
    if (cp != 0x80 && cp - KANA >= KANAS)
        return pair(DM_PAIRS_SJIS, cp, out);
    out[0] = (char)(cp == 0x80 ? cp : cp - KANA + 0xA1);
    return 1;
}

static size_t euc_jp(uint32_t cp, char *out)
{
    unsigned code = dm_jis0208_encode(cp);

    if (cp - KANA < KANAS)
        return put2(out, 0x8E00 | (cp - KANA + 0xA1));
    if (code != DM_NO_CODE)
        return put2(out, code | 0x8080);
    code = jis0212(cp);
    if (code == DM_NO_CODE)
        return 0;
    out[0] = '\x8F';
    return 1 + put2(out + 1, code | 0x8080);
}

size_t dm_multi_encode(dm_kind kind, uint32_t cp, char out[DM_CODE_ROOM])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (kind == DM_KIND_GB18030)
        return gb18030(cp, out);
    if (kind == DM_KIND_BIG5)
        return pair(DM_PAIRS_BIG5, cp, out);
    if (kind == DM_KIND_EUC_KR)
        return pair(DM_PAIRS_EUCKR, cp, out);
    return kind == DM_KIND_SJIS ? shift_jis(cp, out) : euc_jp(cp, out);
}
