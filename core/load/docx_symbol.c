/* docx_symbol.c - the characters that Word writes as places in a font.
**
** <w:sym w:font="Wingdings" w:char="F0FE"/> is a ticked box.  Boxes, ticks,
** bullets and arrows are told; a letter of the font Symbol is one of the Greek
** alphabet; what is unknown is U+FFFD, so that nobody takes it for nothing.
*/
#include <strings.h>

#include "load/docx.h"
#include "text/utf8.h"

static const struct {
    unsigned code, cp;
} wingdings[] = {
    {0x6C, 0x25CF},
    {0x6D, 0x274D},
    {0x6E, 0x25A0},
    {0x6F, 0x25A1},
    {0x71, 0x2751},
    {0x75, 0x25C6},
    {0x76, 0x2756},
    {0x9F, 0x2022},
    {0xA1, 0x25CB},
    {0xA7, 0x25AA},
    {0xA8, 0x25FB},
    {0xAB, 0x2605},
    {0xD8, 0x27A2},
    {0xDF, 0x2190},
    {0xE0, 0x2192},
    {0xE1, 0x2191},
    {0xE2, 0x2193},
    {0xE8, 0x2794},
    {0xF0, 0x21E8},
    {0xFB, 0x2717},
    {0xFC, 0x2713},
    {0xFD, 0x2612},
    {0xFE, 0x2611},
};

/* The letters of the font Symbol, A to Z and a to z. */
static const char *const greek[] = {
    "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
    "αβχδεφγηιϕκλμνοπθρστυϖωξψζ",
};

static unsigned hex(dm_slice s)
{
    unsigned n = 0;

    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];

        if (c >= '0' && c <= '9')
            n = n * 16 + (unsigned)(c - '0');
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            n = n * 16 + (unsigned)((c | 32) - 'a') + 10;
        else
            return 0;
    }
    return s.len <= 6 ? n : 0;
}

static unsigned in_wingdings(unsigned code)
{
    for (size_t i = 0; i < sizeof wingdings / sizeof *wingdings; i++)
        if (wingdings[i].code == code)
            return wingdings[i].cp;
    return 0xFFFD;
}

static unsigned in_symbol(unsigned code)
{
    bool        small = code >= 'a';
    const char *p = greek[small];
    size_t      len = 0;

    if (code == 0xB7)
        return 0x2022;
    if (!((code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z')))
        return code < 0x80 ? code : 0xFFFD;
    for (unsigned i = small ? 'a' : 'A'; i < code; i++)
        p += dm_utf8_len(*p);
    return dm_utf8_decode(p, &len);
}

static bool font_is(dm_slice font, const char *name)
{
    return font.len == strlen(name) &&
           strncasecmp(font.ptr, name, font.len) == 0;
}

size_t dm_docx_symbol(dm_slice font, dm_slice code, char *out)
{
    unsigned n = code.ptr != NULL ? hex(code) : 0;

    if (n == 0 || n > 0x10FFFF || (n >= 0xD800 && n < 0xE000))
        return dm_utf8_encode(0xFFFD, out);
    if (n >= 0xF000 && n < 0xF100)
        n -= 0xF000;
    else if (n >= 0x100)
        return dm_utf8_encode(n, out);
    if (font.ptr != NULL && font_is(font, "Wingdings"))
        n = in_wingdings(n);
    else if (font.ptr != NULL && font_is(font, "Symbol"))
        n = in_symbol(n);
    else
        n = 0xFFFD;
    return dm_utf8_encode(n, out);
}
