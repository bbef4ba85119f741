/* xml_utf8.c - what a document that is not UTF-8 is instead. */
#include "load/xml.h"
#include "text/charset.h"
#include "text/utf8.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
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
    for (p += 8; p < end && (is_blank(*p) || *p == '='); p++)
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
