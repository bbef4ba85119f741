/* html_guard.c - the parser's private copy, and character references. */
#include "load/html_guard.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "text/utf8.h"

enum { DEL = 0x7F, LONGEST = 40 };

/* C0 controls but for tab and line ends; U+FFFE and U+FFFF. */
static void hide_forbidden(char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];

        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            p[i] = c == '\f' ? ' ' : DEL;
        else if (c == 0xEF && n - i >= 3 && (unsigned char)p[i + 1] == 0xBF &&
                 (unsigned char)p[i + 2] >= 0xBE)
            memset(p + i, DEL, 3);
    }
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Behind the next `end`, or at the end of all. */
static size_t pass(dm_slice s, size_t at, const char *end)
{
    const char *p = memmem(s.ptr + at, s.len - at, end, strlen(end));

    return p != NULL ? (size_t)(p - s.ptr) : s.len;
}

/* Behind a quoted value; an open quote ends with everything. */
static size_t pass_quote(dm_slice s, size_t at)
{
    const char *p = memchr(s.ptr + at + 1, s.ptr[at], s.len - at - 1);

    return p != NULL ? (size_t)(p - s.ptr) + 1 : s.len;
}

/* Walk through a tag from behind its `<`, and return where it ends.  Where
** attribute number DM_MAX_ATTRIBUTES + 1 begins goes to `*flood`. */
static size_t walk_tag(dm_slice s, size_t at, size_t *flood)
{
    size_t words = 0;

    *flood = s.len;
    while (at < s.len && s.ptr[at] != '>' && s.ptr[at] != '<') {
        char c = s.ptr[at];

        if (!is_space(c) && (is_space(s.ptr[at - 1]) || s.ptr[at - 1] == '"') &&
            c != '=' && ++words == DM_MAX_ATTRIBUTES + 1)
            *flood = at;
        if ((c == '"' || c == '\'') && s.ptr[at - 1] == '=')
            at = pass_quote(s, at);
        else
            at++;
    }
    return at;
}

static bool opens(dm_slice s, size_t at, const char *name)
{
    size_t len = strlen(name);

    return s.len - at > len && strncasecmp(s.ptr + at, name, len) == 0 &&
           !is_letter(s.ptr[at + len]);
}

/* Blank out what goes beyond the limit on attributes. */
static size_t cut_attributes(char *p, size_t n)
{
    dm_slice s = {p, n};
    size_t   cut = 0;
    size_t   flood;
    size_t   at = 0;

    while ((at = pass(s, at, "<")) < n) {
        at++;
        if (opens(s, at, "script") || opens(s, at, "style")) {
            at = pass(s, at, "</");
            continue;
        }
        if (at >= n || !is_letter(p[at]))
            continue;
        at = walk_tag(s, at, &flood);
        if (flood < at) {
            memset(p + flood, ' ', at - flood);
            cut++;
        }
    }
    return cut;
}

char *dm_guard_copy(dm_slice text, size_t *cut)
{
    char *p = dm_mem_alloc(text.len + 1);

    if (p == NULL)
        return NULL;
    memcpy(p, text.ptr, text.len);
    p[text.len] = '\0';
    hide_forbidden(p, text.len);
    *cut = cut_attributes(p, text.len);
    return p;
}

/* The code point of &#20013; or &#x4E2D;, 0 when it is none. */
static uint32_t numeric(dm_slice digits)
{
    char          copy[LONGEST + 1];
    char         *end;
    bool          hex = digits.len > 0 && (digits.ptr[0] | 0x20) == 'x';
    unsigned long value;

    if (digits.len <= hex || digits.len > LONGEST ||
        is_space(digits.ptr[hex]) || digits.ptr[hex] == '-' ||
        digits.ptr[hex] == '+')
        return 0;
    memcpy(copy, digits.ptr, digits.len);
    copy[digits.len] = '\0';
    value = strtoul(copy + hex, &end, hex ? 16 : 10);
    if (*end != '\0' || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
        return 0;
    return (uint32_t)value;
}

/* The code point of a name without & and ; or 0. */
static uint32_t named(dm_slice name)
{
    char                  copy[LONGEST + 1];
    const htmlEntityDesc *entity;

    if (name.len == 0 || name.len > LONGEST)
        return 0;
    memcpy(copy, name.ptr, name.len);
    copy[name.len] = '\0';
    entity = htmlEntityLookup((const xmlChar *)copy);
    return entity != NULL ? entity->value : 0;
}

/* Numbers from 128 to 159 mean windows-1252. */
static uint32_t as_browsers_do(uint32_t cp)
{
    static const uint16_t high[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

    return cp >= 0x80 && cp < 0xA0 ? high[cp - 0x80] : cp;
}

/* Names that were in HTML before XML: their semicolon may be missing. */
static bool may_stay_open(uint32_t cp)
{
    return cp > 0 && cp < 0x100 && cp != '\'';
}

/* What the reference `s` (from & to the end) means, 0 when it is none. */
static uint32_t meaning(dm_slice s, bool *closed)
{
    *closed = s.ptr[s.len - 1] == ';';
    s = dm_slice_sub(s, 1, s.len - *closed);
    if (s.len > 1 && s.ptr[0] == '#') {
        uint32_t cp = numeric(dm_slice_sub(s, 1, s.len));

        *closed = true; /* the parser takes a number either way */
        return cp;
    }
    return named(s);
}

dm_ref dm_ref_find(dm_slice src, size_t from, dm_slice said)
{
    dm_ref      out = {.kind = DM_REF_NONE};
    const char *amp;
    uint32_t    cp;
    uint32_t    got;
    bool        closed;
    size_t      len;

    if (said.len == 0 || from >= src.len ||
        said.len != dm_utf8_len(said.ptr[0]))
        return out;
    if (said.ptr[0] != '&' && src.len - from > LONGEST)
        from =
            src.len - LONGEST; /* no reference that means a letter is longer */
    amp = memrchr(src.ptr + from, '&', src.len - from);
    if (amp == NULL || amp + 1 >= src.ptr + src.len)
        return out;
    out.range = (dm_range){(size_t)(amp - src.ptr), src.len};
    cp = meaning(dm_slice_sub(src, out.range.from, src.len), &closed);
    got = dm_utf8_decode(said.ptr, &len);
    if (got == '&' && (cp == 0 || (!closed && !may_stay_open(cp)))) {
        out.kind = DM_REF_BARE;
        out.range.to = out.range.from + 1;
        return out;
    }
    if (cp == 0 || (closed ? cp != got : got != '&'))
        return out;
    out.kind = closed ? DM_REF_WHOLE : DM_REF_OPEN;
    out.len = dm_utf8_encode(as_browsers_do(cp), out.text);
    return out;
}
