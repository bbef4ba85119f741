/* html_ref.c - character references, by what the parser made of them. */
#include "load/html_ref.h"

#include "text/charref.h"
#include "text/utf8.h"

enum { LONGEST = 40 };

/* The code point of #20013 or #x4E2D, 0 when it is none. */
static uint32_t numeric(dm_slice s)
{
    uint32_t value = 0;

    if (dm_charref_number(s, &value) < s.len || value > 0x10FFFF ||
        (value >= 0xD800 && value < 0xE000))
        return 0;
    return value;
}

/* Names that were in HTML before XML: their semicolon may be missing. */
static bool may_stay_open(uint32_t cp)
{
    return cp > 0 && cp < 0x100 && cp != '\'';
}

/* The oldest names, in the order of what they mean, U+00A0 on. */
static const char old_names[][8] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar",
    "sect",   "uml",    "copy",   "ordf",   "laquo",  "not",    "shy",
    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",
    "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",
    "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",
    "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute",
    "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",
    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",
    "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",
    "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave",
    "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute",
    "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave", "uacute",
    "ucirc",  "uuml",   "yacute", "thorn",  "yuml",   "quot",   "amp",
    "lt",     "gt",
};

/* The oldest name that `text` begins with, as in &copy2020: what it means
** and its length, or 0. */
static uint32_t beginning(dm_slice text, size_t *len)
{
    static const char last[] = {'"', '&', '<', '>'};
    enum { LATIN = 0x60 };

    for (size_t i = 0; i < sizeof old_names / sizeof *old_names; i++) {
        dm_slice name = dm_slice_str(old_names[i]);

        if (text.ptr[0] != name.ptr[0] || !dm_slice_starts(text, name))
            continue;
        *len = name.len;
        return i < LATIN ? 0xA0 + (uint32_t)i : (unsigned char)last[i - LATIN];
    }
    return 0;
}

/* What the reference `s` (from & to the end) means, 0 when it is none. */
static uint32_t meaning(dm_slice s, bool *closed)
{
    *closed = s.ptr[s.len - 1] == ';';
    s = dm_slice_sub(s, 1, s.len - *closed);
    if (s.len > 1 && s.ptr[0] == '#') {
        *closed = true; /* the parser takes a number either way */
        return numeric(s);
    }
    return dm_charref_named(s);
}

/* The parser does not know the name: it may go on where one has ended. */
static dm_ref unknown(dm_slice src, dm_range where)
{
    dm_ref out = {
        .kind = DM_REF_BARE, .range = {where.from, where.from + 1}
    };
    size_t   len = 0;
    uint32_t cp = beginning(dm_slice_sub(src, out.range.to, where.to), &len);

    if (cp == 0)
        return out;
    out.kind = DM_REF_OPEN;
    out.range.to += len;
    out.len = dm_utf8_encode(cp, out.text);
    return out;
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
    if (got == '&' && (cp == 0 || (!closed && !may_stay_open(cp))))
        return unknown(src, out.range);
    if (cp == 0 || (closed ? cp != got : got != '&'))
        return out;
    out.kind = closed ? DM_REF_WHOLE : DM_REF_OPEN;
    out.len = dm_utf8_encode(dm_charref_as_browsers(cp), out.text);
    return out;
}
