/* utf16.c - UTF-16 and UTF-32 of both byte orders.
**
** Done here and not by iconv because a lone surrogate must cost two bytes
** and not the rest of the text, and because the map wants unit borders.
*/
#include "text/codec.h"
#include "text/utf8.h"

static uint32_t byte_at(dm_slice in, size_t i)
{
    return (unsigned char)in.ptr[i];
}

static uint32_t word16(dm_kind kind, dm_slice in, size_t i)
{
    return kind == DM_KIND_UTF16BE ? byte_at(in, i) << 8 | byte_at(in, i + 1)
                                   : byte_at(in, i + 1) << 8 | byte_at(in, i);
}

static uint32_t word32(dm_kind kind, dm_slice in)
{
    if (kind == DM_KIND_UTF32BE)
        return byte_at(in, 0) << 24 | byte_at(in, 1) << 16 |
               byte_at(in, 2) << 8 | byte_at(in, 3);
    return byte_at(in, 3) << 24 | byte_at(in, 2) << 16 | byte_at(in, 1) << 8 |
           byte_at(in, 0);
}

static bool surrogate(uint32_t w)
{
    return (w & 0xFFFFF800) == 0xD800;
}

/* The code point at the start of `in` and its bytes; 0 bytes when it is bad,
** and then `*bad` bytes are to be skipped. */
static size_t code16(dm_kind kind, dm_slice in, uint32_t *cp, size_t *bad)
{
    uint32_t low;

    *bad = in.len < 2 ? in.len : 2;
    if (in.len < 2)
        return 0;
    *cp = word16(kind, in, 0);
    if (!surrogate(*cp))
        return 2;
    if (*cp >= 0xDC00 || in.len < 4)
        return 0;
    low = word16(kind, in, 2);
    if ((low & 0xFC00) != 0xDC00)
        return 0;
    *cp = 0x10000 + ((*cp - 0xD800) << 10) + (low - 0xDC00);
    return 4;
}

static size_t code32(dm_kind kind, dm_slice in, uint32_t *cp, size_t *bad)
{
    *bad = in.len < 4 ? in.len : 4;
    if (in.len < 4)
        return 0;
    *cp = word32(kind, in);
    return *cp > 0x10FFFF || surrogate(*cp) ? 0 : 4;
}

static size_t code(dm_kind kind, dm_slice in, uint32_t *cp, size_t *bad)
{
    return kind == DM_KIND_UTF32LE || kind == DM_KIND_UTF32BE
               ? code32(kind, in, cp, bad)
               : code16(kind, in, cp, bad);
}

/* Would more input have helped?  A high surrogate or part of a unit. */
static bool is_cut(dm_kind kind, dm_slice in, size_t bad)
{
    size_t whole = kind == DM_KIND_UTF32LE || kind == DM_KIND_UTF32BE ? 4 : 2;

    if (bad < whole)
        return true;
    return whole == 2 && in.len < 4 && word16(kind, in, 0) < 0xDC00;
}

void dm_utf16_unit(dm_kind kind, dm_slice in, dm_unit *unit)
{
    uint32_t cp = 0;
    size_t   bad = 0;
    size_t   n = code(kind, in, &cp, &bad);

    if (n == 0) {
        dm_unit_bad(unit, bad, is_cut(kind, in, bad));
        return;
    }
    unit->src = n;
    unit->out = dm_utf8_encode(cp, unit->text);
    unit->bad = unit->cut = false;
}

size_t dm_utf16_run(dm_kind kind, dm_slice in, char *out, size_t *wrote)
{
    size_t   at = 0;
    size_t   bad = 0;
    size_t   n;
    uint32_t cp = 0;

    *wrote = 0;
    while (at < in.len) {
        n = code(kind, dm_slice_sub(in, at, in.len), &cp, &bad);
        if (n == 0)
            break;
        *wrote += dm_utf8_encode(cp, out + *wrote);
        at += n;
    }
    return at;
}
