/* quality.c - how much of a text looks like text. */
#include "script/quality.h"

#include <stdint.h>
#include <utf8proc.h>

#include "text/utf8.h"

/* What a character counts, in halves. */
enum { NONE = 0, HALF = 1, WHOLE = 2 };

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || (cp >= 0x09 && cp <= 0x0D) || cp == 0xA0 ||
           (cp >= 0x2000 && cp <= 0x200F) || cp == 0x2028 || cp == 0x2029 ||
           cp == 0x3000 || cp == 0xFEFF;
}

static bool is_half_kana(uint32_t cp)
{
    return cp >= 0xFF66 && cp <= 0xFF9F;
}

/* 锟, 斤, 拷: U+FFFD written as UTF-8 and read as GBK. */
static bool is_kun_jin_kao(uint32_t cp, uint32_t next)
{
    return (cp == 0x951F && next == 0x65A4) ||
           (cp == 0x65A4 && next == 0x62F7) || (cp == 0x62F7 && next == 0x951F);
}

/* The lead byte of a UTF-8 sequence and a byte inside one, as Latin-1. */
static bool is_latin_pair(uint32_t cp, uint32_t next)
{
    if (cp < 0xC2 || cp > 0xF4)
        return false;
    return (next >= 0x80 && next <= 0xBF) || next == 0x20AC || next == 0x2122 ||
           next == 0x201A || next == 0x201E || next == 0x2020;
}

/* False for unassigned, control, surrogate and private-use code points. */
static bool has_meaning(uint32_t cp)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);

    return category != UTF8PROC_CATEGORY_CN &&
           category != UTF8PROC_CATEGORY_CC &&
           category != UTF8PROC_CATEGORY_CS && category != UTF8PROC_CATEGORY_CO;
}

static int weight(uint32_t cp, uint32_t before, uint32_t next)
{
    if (cp < 0x80)
        return cp < 0x20 || cp == 0x7F ? NONE : WHOLE;
    if (cp == 0xFFFD || is_latin_pair(cp, next) || is_latin_pair(before, cp) ||
        is_kun_jin_kao(cp, next) || is_kun_jin_kao(before, cp))
        return NONE;
    if (is_half_kana(cp) && (dm_utf8_is_han(before) || dm_utf8_is_han(next)))
        return HALF;
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return WHOLE;
    if (dm_utf8_is_han(cp) && cp >= 0x3400) /* not 々 and 〇 */
        return HALF;
    return has_meaning(cp) ? WHOLE : NONE;
}

/* A character, or 0 and the length 1 for a byte that begins none. */
static uint32_t take(dm_slice text, size_t at, size_t *len)
{
    size_t   need;
    dm_slice one;

    *len = 1;
    if (at >= text.len)
        return 0;
    need = dm_utf8_len(text.ptr[at]);
    one = dm_slice_sub(text, at, at + need < text.len ? at + need : text.len);
    if (dm_utf8_valid(one) < need)
        return 0;
    return dm_utf8_decode(text.ptr + at, len);
}

double dm_quality(dm_slice text)
{
    size_t   len, next_len, counted = 0, sum = 0;
    uint32_t before = 0, cp = take(text, 0, &len);

    for (size_t at = 0; at < text.len;) {
        uint32_t next = take(text, at + len, &next_len);

        if (!is_blank(cp)) {
            counted++;
            sum += (size_t)weight(cp, before, next);
        }
        at += len;
        before = cp;
        cp = next;
        len = next_len;
    }
    return counted == 0 ? 1.0 : (double)sum / (double)(counted * WHOLE);
}
