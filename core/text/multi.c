/* multi.c - GB18030, Big5, EUC-KR, Shift_JIS and EUC-JP as WHATWG has them.
**
** Done here and not by iconv because every iconv has other tables and other
** gaps, and because this is twice as fast: one look-up a character, straight
** to UTF-8.  Each charset is one function that reads one character beyond
** ASCII; the loops around it are compiled once for each.
*/
#include "text/codec.h"
#include "text/utf8.h"
#include "text/whatwg.h"

enum { NONE = 0 };               /* no character: so many bytes are bad */
static const uint32_t CUT = ~0U; /* none yet: the input ends too early */

/* Read what begins with the byte `p[0]`, which is not ASCII: its code point
** (or NONE, or CUT) to `*cp`; returns the bytes it takes. */
typedef size_t reader(const unsigned char *p, size_t left, uint32_t *cp);

static bool within(unsigned c, unsigned first, unsigned last)
{
    return c - first <= last - first;
}

static size_t single(uint32_t value, uint32_t *cp)
{
    *cp = value;
    return 1;
}

static size_t cut(size_t left, uint32_t *cp)
{
    *cp = CUT;
    return left;
}

/* `n` bytes that mean `value`; where it is NONE, an ASCII byte at their end
** was no part of them. */
static size_t several(size_t n, unsigned last, uint32_t value, uint32_t *cp)
{
    *cp = value;
    return value == NONE && last < 0x80 ? n - 1 : n;
}

static uint32_t pair_of(dm_pairs set, const unsigned char *p)
{
    return dm_pair_value(dm_pair_entry(set, p[0], p[1]));
}

/* JIS X 0208 in EUC-JP. */
static inline uint32_t jis0208(unsigned lead, unsigned trail)
{
    if (!within(lead, 0xA1, 0xFE) || !within(trail, 0xA1, 0xFE))
        return NONE;
    return dm_index_jis0208[(lead - 0xA1) * 94 + (trail - 0xA1)];
}

static uint32_t gb_range(uint32_t pointer)
{
    size_t lo = 0;
    size_t hi = DM_INDEX_RANGES;

    if ((pointer > 39419 && pointer < 189000) || pointer > 1237575)
        return NONE;
    if (pointer == 7457)
        return 0xE7C7;
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;

        if (dm_index_gb18030_ranges[mid].pointer <= pointer)
            lo = mid;
        else
            hi = mid;
    }
    return dm_index_gb18030_ranges[lo].cp +
           (pointer - dm_index_gb18030_ranges[lo].pointer);
}

static size_t gb_four(const unsigned char *p, size_t left, uint32_t *cp)
{
    if (left == 2)
        return cut(left, cp);
    if (!within(p[2], 0x81, 0xFE))
        return single(NONE, cp);
    if (left == 3)
        return cut(left, cp);
    if (!within(p[3], '0', '9'))
        return single(NONE, cp);
    *cp = gb_range((p[0] - 0x81U) * 12600 + (p[1] - 0x30U) * 1260 +
                   (p[2] - 0x81U) * 10 + (p[3] - 0x30U));
    return 4;
}

static size_t gb18030(const unsigned char *p, size_t left, uint32_t *cp)
{
    if (p[0] == 0x80)
        return single(0x20AC, cp);
    if (p[0] == 0xFF)
        return single(NONE, cp);
    if (left == 1)
        return cut(left, cp);
    if (within(p[1], '0', '9'))
        return gb_four(p, left, cp);
    return several(2, p[1], pair_of(DM_PAIRS_GBK, p), cp);
}

static size_t big5(const unsigned char *p, size_t left, uint32_t *cp)
{
    if (!within(p[0], 0x81, 0xFE))
        return single(NONE, cp);
    if (left == 1)
        return cut(left, cp);
    return several(2, p[1], pair_of(DM_PAIRS_BIG5, p), cp);
}

static size_t euc_kr(const unsigned char *p, size_t left, uint32_t *cp)
{
    if (!within(p[0], 0x81, 0xFE))
        return single(NONE, cp);
    if (left == 1)
        return cut(left, cp);
    return several(2, p[1], pair_of(DM_PAIRS_EUCKR, p), cp);
}

static size_t shift_jis(const unsigned char *p, size_t left, uint32_t *cp)
{
    if (p[0] == 0x80)
        return single(0x80, cp);
    if (within(p[0], 0xA1, 0xDF))
        return single(0xFF61 - 0xA1 + p[0], cp);
    if (p[0] == 0xA0 || p[0] > 0xFC)
        return single(NONE, cp);
    if (left == 1)
        return cut(left, cp);
    return several(2, p[1], pair_of(DM_PAIRS_SJIS, p), cp);
}

static size_t euc_jp_three(const unsigned char *p, size_t left, uint32_t *cp)
{
    uint32_t value = NONE;

    if (left == 2)
        return cut(left, cp);
    if (within(p[2], 0xA1, 0xFE))
        value = dm_index_jis0212[(p[1] - 0xA1) * 94 + (p[2] - 0xA1)];
    return several(3, p[2], value, cp);
}

static size_t euc_jp(const unsigned char *p, size_t left, uint32_t *cp)
{
    uint32_t value = NONE;

    if (p[0] != 0x8E && p[0] != 0x8F && !within(p[0], 0xA1, 0xFE))
        return single(NONE, cp);
    if (left == 1)
        return cut(left, cp);
    if (p[0] == 0x8F && within(p[1], 0xA1, 0xFE))
        return euc_jp_three(p, left, cp);
    if (p[0] == 0x8E && within(p[1], 0xA1, 0xDF))
        value = 0xFF61 - 0xA1 + p[1];
    else
        value = jis0208(p[0], p[1]);
    return several(2, p[1], value, cp);
}

/* ---- by runs ---- */

/* One that is not ASCII; Big5 packs two code points into `cp`. */
static inline char *put(char *to, uint32_t cp)
{
    if (cp >= 0x800 && cp < 0x10000) {
        to[0] = (char)(0xE0 | cp >> 12);
        to[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        to[2] = (char)(0x80 | (cp & 0x3F));
        return to + 3;
    }
    if (cp > 0x10FFFF) {
        to += dm_utf8_encode(cp & 0xFFFF, to);
        cp >>= 16;
    }
    return to + dm_utf8_encode(cp, to);
}

static inline size_t ascii(const unsigned char *p, size_t left, char *to)
{
    size_t n = 0;

    for (; n + 8 <= left; n += 8) {
        uint64_t word;

        memcpy(&word, p + n, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
        memcpy(to + n, &word, sizeof word);
    }
    for (; n < left && p[n] < 0x80; n++)
        to[n] = (char)p[n];
    return n;
}

/* The entry of a pair in the table of `kind`, or NONE. */
__attribute__((always_inline)) static inline uint32_t entry_of(dm_kind  kind,
                                                               unsigned lead,
                                                               unsigned trail)
{
    if (kind == DM_KIND_GB18030)
        return dm_pair_entry(DM_PAIRS_GBK, lead, trail);
    if (kind == DM_KIND_BIG5)
        return dm_pair_entry(DM_PAIRS_BIG5, lead, trail);
    if (kind == DM_KIND_EUC_KR)
        return dm_pair_entry(DM_PAIRS_EUCKR, lead, trail);
    if (kind == DM_KIND_SJIS)
        return dm_pair_entry(DM_PAIRS_SJIS, lead, trail);
    return jis0208(lead, trail);
}

/* Pairs whose character takes three bytes of UTF-8, which most do. */
__attribute__((always_inline)) static inline size_t pairs(
    dm_kind kind, const unsigned char *p, size_t left, char **out)
{
    size_t n = 0;
    char  *to = *out;

    while (n + 2 <= left && p[n] >= 0x80) {
        uint32_t cp = entry_of(kind, p[n], p[n + 1]);

        if (cp < 0x800 || cp - 0xD800 < 0x800)
            break;
        to[0] = (char)(0xE0 | cp >> 12);
        to[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        to[2] = (char)(0x80 | (cp & 0x3F));
        to += 3;
        n += 2;
    }
    *out = to;
    return n;
}

/* Compiled once for each kind, with its look-up inside. */
__attribute__((always_inline)) static inline size_t run(dm_kind  kind,
                                                        reader  *read,
                                                        dm_slice in, char *out,
                                                        size_t *wrote)
{
    const unsigned char *p = (const unsigned char *)in.ptr;
    char                *to = out;
    size_t               at = 0;
    uint32_t             cp;

    while (at < in.len) {
        size_t n = ascii(p + at, in.len - at, to);

        to += n;
        at += n;
        at += pairs(kind, p + at, in.len - at, &to);
        if (at == in.len || p[at] < 0x80)
            continue;
        n = read(p + at, in.len - at, &cp);
        if (cp == NONE || cp == CUT)
            break;
        to = put(to, cp);
        at += n;
    }
    *wrote = (size_t)(to - out);
    return at;
}

size_t dm_multi_run(dm_kind kind, dm_slice in, char *out, size_t *wrote)
{
    if (kind == DM_KIND_GB18030)
        return run(DM_KIND_GB18030, gb18030, in, out, wrote);
    if (kind == DM_KIND_BIG5)
        return run(DM_KIND_BIG5, big5, in, out, wrote);
    if (kind == DM_KIND_EUC_KR)
        return run(DM_KIND_EUC_KR, euc_kr, in, out, wrote);
    if (kind == DM_KIND_SJIS)
        return run(DM_KIND_SJIS, shift_jis, in, out, wrote);
    return run(DM_KIND_EUC_JP, euc_jp, in, out, wrote);
}

/* ---- by units ---- */

static reader *reader_of(dm_kind kind)
{
    if (kind == DM_KIND_GB18030)
        return gb18030;
    if (kind == DM_KIND_BIG5)
        return big5;
    if (kind == DM_KIND_EUC_KR)
        return euc_kr;
    return kind == DM_KIND_SJIS ? shift_jis : euc_jp;
}

void dm_multi_unit(dm_kind kind, dm_slice in, dm_unit *unit)
{
    const unsigned char *p = (const unsigned char *)in.ptr;
    uint32_t             cp = p[0];
    size_t               n = 1;

    if (p[0] >= 0x80)
        n = reader_of(kind)(p, in.len, &cp);
    if (p[0] >= 0x80 && (cp == NONE || cp == CUT)) {
        dm_unit_bad(unit, n, cp == CUT);
        return;
    }
    unit->src = n;
    unit->out = (size_t)(put(unit->text, cp) - unit->text);
    unit->bad = unit->cut = false;
}
