/* step_entities.c - character references that markup left in the text.
**
** Numbers follow the HTML standard (windows-1252 for 80..9F, U+FFFD for what
** is no character); names are HTML 4's, from libxml2.  A semicolon may be
** missing after a number and after the names browsers forgive.  One pass:
** what a reference gives is not read again.
*/
#include <libxml/HTMLparser.h>

#include "norm/steps.h"
#include "text/utf8.h"

enum { NAME_MAX_LEN = 12 }; /* "thetasym" is the longest, with room */

static const dm_slice forgiven[] = {
    DM_LIT("nbsp"), DM_LIT("quot"), DM_LIT("copy"), DM_LIT("amp"),
    DM_LIT("reg"),  DM_LIT("lt"),   DM_LIT("gt"),
};

/* What the standard reads for numbers 80..9F. */
static const uint16_t c1[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

static uint32_t sane(uint32_t cp)
{
    if (cp >= 0x80 && cp <= 0x9F)
        return c1[cp - 0x80];
    if (cp == 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return 0xFFFD;
    return cp;
}

static int digit(char c, uint32_t base)
{
    int d = -1;

    if (c >= '0' && c <= '9')
        d = c - '0';
    else if (base == 16 && (c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        d = (c | 0x20) - 'a' + 10;
    return d;
}

/* Read "&#…"; the bytes it takes, or 0. */
static size_t number(dm_slice s, uint32_t *cp)
{
    bool     hex = s.len > 2 && (s.ptr[2] | 0x20) == 'x';
    uint32_t base = hex ? 16 : 10;
    size_t   from = hex ? 3 : 2;
    size_t   i = from;
    uint32_t value = 0;

    for (; i < s.len; i++) {
        int d = digit(s.ptr[i], base);

        if (d < 0)
            break;
        if (value <= 0x10FFFF) /* beyond that only the size matters */
            value = value * base + (uint32_t)d;
    }
    if (i == from)
        return 0;
    *cp = sane(value);
    return i < s.len && s.ptr[i] == ';' ? i + 1 : i;
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
}

static uint32_t look_up(dm_slice name)
{
    char                  word[NAME_MAX_LEN + 1];
    const htmlEntityDesc *found;

    memcpy(word, name.ptr, name.len);
    word[name.len] = '\0';
    found = htmlEntityLookup((const xmlChar *)word);
    return found != NULL ? found->value : 0;
}

/* Read "&name;" or a forgiven "&name"; the bytes it takes, or 0. */
static size_t name(dm_slice s, uint32_t *cp)
{
    dm_slice word = {s.ptr + 1, 0};

    while (word.len + 1 < s.len && word.len <= NAME_MAX_LEN &&
           is_word(word.ptr[word.len]))
        word.len++;
    if (word.len == 0)
        return 0;
    if (word.len <= NAME_MAX_LEN && word.len + 1 < s.len &&
        word.ptr[word.len] == ';') {
        *cp = look_up(word);
        if (*cp != 0)
            return word.len + 2;
    }
    for (size_t i = 0; i < sizeof forgiven / sizeof *forgiven; i++)
        if (dm_slice_starts(word, forgiven[i])) {
            *cp = look_up(forgiven[i]);
            return forgiven[i].len + 1;
        }
    return 0;
}

void dm_step_entities(dm_aligner *a)
{
    for (;;) {
        dm_slice    rest = dm_rest(a);
        const char *amp = memchr(rest.ptr, '&', rest.len);
        char        text[4];
        dm_slice    with = {text, 0};
        uint32_t    cp = 0;
        size_t      n;

        if (amp == NULL)
            return;
        dm_align_keep(a, (size_t)(amp - rest.ptr));
        rest = dm_rest(a);
        n = rest.len > 1 && rest.ptr[1] == '#' ? number(rest, &cp)
                                               : name(rest, &cp);
        with.len = n > 0 ? dm_utf8_encode(cp, text) : 0;
        if (n > 0)
            dm_align_replace(a, n, with);
        else
            dm_align_keep(a, 1);
    }
}
