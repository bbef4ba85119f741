/* xml_guard.c - what is looked at before the parser sees a document: whether it
** is UTF-8, whether all its characters are XML's, and whether it has elements
** too wide for the parser. */
#include <stdint.h>

#include "base/ascii.h"
#include "load/xml.h"
#include "text/charset.h"
#include "text/utf8.h"

/* Not memmem: sanitizers look at all that it may read, each time. */
size_t dm_xml_behind(dm_slice src, size_t from, const char *what)
{
    dm_slice    want = dm_slice_str(what);
    const char *end = src.ptr + src.len;
    const char *p = src.ptr + (from < src.len ? from : src.len);

    while ((p = memchr(p, what[0], (size_t)(end - p))) != NULL) {
        if (dm_slice_starts((dm_slice){p, (size_t)(end - p)}, want))
            return (size_t)(p - src.ptr) + want.len;
        p++;
    }
    return src.len;
}

/* The attributes of the tag at `*pos`, which moves behind it. */
static size_t count_attributes(dm_slice src, size_t *pos)
{
    size_t n = 0;
    char   quote = '>';

    for (; *pos < src.len; ++*pos) {
        char c = src.ptr[*pos];

        if (quote == '>' && (c == '>' || (c == '<' && n > 0)))
            break;
        if (c == quote) {
            quote = '>';
        } else if (quote == '>' && (c == '"' || c == '\'')) {
            quote = c;
            n++;
        }
    }
    return n;
}

size_t dm_xml_too_wide(dm_slice src, size_t pos)
{
    while (pos < src.len) {
        const char *p = memchr(src.ptr + pos, '<', src.len - pos);
        dm_slice    rest;
        size_t      from;

        if (p == NULL)
            break;
        from = pos = (size_t)(p - src.ptr);
        rest = dm_slice_sub(src, pos, src.len);
        if (dm_slice_starts(rest, DM_S("<!--")))
            pos = dm_xml_behind(src, pos + 4, "-->");
        else if (dm_slice_starts(rest, DM_S("<![CDATA[")))
            pos = dm_xml_behind(src, pos, "]]>");
        else if (dm_slice_starts(rest, DM_S("<?")))
            pos = dm_xml_behind(src, pos, "?>");
        else if (++pos, count_attributes(src, &pos) > DM_XML_ATTRIBUTES)
            return from;
    }
    return SIZE_MAX;
}

/* XML has no other control characters, no surrogates and no U+FFFE, U+FFFF. */
static bool is_character(uint32_t cp)
{
    return cp >= 0x20 ? !(cp >= 0xD800 && cp < 0xE000) && cp != 0xFFFE &&
                            cp != 0xFFFF && cp <= 0x10FFFF
                      : cp == '\t' || cp == '\n' || cp == '\r';
}

static uint32_t digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0');
    c |= 32;
    return c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10 : 99;
}

/* What "&#1;" at `at` stands for; a blank for what is no reference by number,
** which the parser finds out. */
static uint32_t referred(dm_slice src, size_t at)
{
    dm_slice s = dm_slice_sub(src, at, src.len);
    uint32_t base = 10;
    uint32_t cp = 0;
    size_t   i = 2;

    if (s.len < 4 || s.ptr[1] != '#')
        return ' ';
    if (s.ptr[i] == 'x') {
        base = 16;
        i++;
    }
    for (; i < s.len && digit_of(s.ptr[i]) < base; i++)
        if (cp <= 0x10FFFF)
            cp = cp * base + digit_of(s.ptr[i]);
    return i < s.len && s.ptr[i] == ';' ? cp : ' ';
}

/* Behind what begins at `at` and has no references; `at` when nothing does. */
static size_t behind_mute(dm_slice src, size_t at)
{
    dm_slice rest = dm_slice_sub(src, at, src.len);

    if (dm_slice_starts(rest, DM_S("<!--")))
        return dm_xml_behind(src, at + 4, "-->");
    if (dm_slice_starts(rest, DM_S("<![CDATA[")))
        return dm_xml_behind(src, at, "]]>");
    if (dm_slice_starts(rest, DM_S("<?")))
        return dm_xml_behind(src, at, "?>");
    return at;
}

size_t dm_xml_odd_character(dm_slice src, size_t pos, uint32_t *cp)
{
    size_t mute = pos; /* before it a reference is none */

    for (; pos < src.len; pos++) {
        unsigned char c = (unsigned char)src.ptr[pos];

        *cp = ' ';
        if (c < 0x20)
            *cp = c;
        else if (c == 0xEF)
            *cp = dm_utf8_at(src, pos);
        else if (c == '&' && pos >= mute)
            *cp = referred(src, pos);
        else if (c == '<' && pos >= mute)
            mute = behind_mute(src, pos);
        if (!is_character(*cp))
            return pos;
    }
    return SIZE_MAX;
}

/* The charset that the XML declaration names; empty when it names none. */
static dm_slice declared(dm_slice text)
{
    const char *end, *p;
    char        quote;
    dm_slice    none = {"", 0};

    if (!dm_slice_starts(text, DM_S("<?xml")))
        return none;
    end = memmem(text.ptr, text.len, "?>", 2);
    if (end == NULL)
        return none;
    p = memmem(text.ptr, (size_t)(end - text.ptr), "encoding", 8);
    if (p == NULL)
        return none;
    for (p += 8; p < end && (dm_ascii_white(*p) || *p == '='); p++)
        ;
    quote = *p;
    if (p == end || (quote != '"' && quote != '\''))
        return none;
    text = (dm_slice){p + 1, (size_t)(end - p - 1)};
    p = memchr(text.ptr, quote, text.len);
    return p != NULL ? (dm_slice){text.ptr, (size_t)(p - text.ptr)} : none;
}

bool dm_xml_is_utf8(dm_slice text, const char *name, dm_err *err)
{
    dm_slice          label;
    const dm_charset *cs;
    size_t            valid = dm_utf8_valid(text);

    if (dm_slice_starts(text, DM_S("\xFE\xFF")) ||
        dm_slice_starts(text, DM_S("\xFF\xFE")) ||
        dm_slice_starts(text, DM_S("<\0")) ||
        dm_slice_starts(text, DM_S("\0<")))
        return dm_fail(err, DM_E_PARSE,
                       "%.200s is in UTF-16; only UTF-8 is read there", name);
    label = declared(dm_slice_starts(text, DM_S("\xEF\xBB\xBF"))
                         ? dm_slice_sub(text, 3, text.len)
                         : text);
    cs = dm_charset_find(label);
    if (valid == text.len)
        return true;
    if (cs != NULL && strcmp(dm_charset_name(cs), "utf-8") != 0)
        return dm_fail(err, DM_E_PARSE,
                       "%.200s is in %s; only UTF-8 is read there", name,
                       dm_charset_name(cs));
    return dm_fail(err, DM_E_PARSE, "%.200s is not UTF-8 at byte %zu", name,
                   valid);
}
