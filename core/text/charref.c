/* charref.c - numbers by hand, names from libxml2, which has them anyway. */
#include "text/charref.h"

#include <libxml/HTMLparser.h>

#include "base/ascii.h"
#include "text/bytes.h"

static int digit(char c, uint32_t base)
{
    int d = -1;

    if (c >= '0' && c <= '9')
        d = c - '0';
    else if (base == 16 && (c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        d = (c | 0x20) - 'a' + 10;
    return d;
}

size_t dm_charref_number(dm_slice s, uint32_t *number)
{
    bool     hex = s.len > 1 && (s.ptr[1] | 0x20) == 'x';
    uint32_t base = hex ? 16 : 10;
    size_t   from = hex ? 2 : 1;
    size_t   i = from;
    uint32_t value = 0;

    if (s.len == 0 || s.ptr[0] != '#')
        return 0;
    for (; i < s.len; i++) {
        int d = digit(s.ptr[i], base);

        if (d < 0)
            break;
        if (value <= 0x10FFFF) /* beyond that only the size matters */
            value = value * base + (uint32_t)d;
    }
    *number = value;
    return i > from ? i : 0;
}

size_t dm_charref_word(dm_slice s)
{
    size_t n = 0;

    while (n < s.len && n <= DM_CHARREF_NAME && dm_ascii_word(s.ptr[n]))
        n++;
    return n;
}

uint32_t dm_charref_named(dm_slice name)
{
    char                  word[DM_CHARREF_NAME + 1];
    const htmlEntityDesc *found;

    if (name.len == 0 || name.len > DM_CHARREF_NAME)
        return 0;
    memcpy(word, name.ptr, name.len);
    word[name.len] = '\0';
    found = htmlEntityLookup((const xmlChar *)word);
    return found != NULL ? found->value : 0;
}

uint32_t dm_charref_as_browsers(uint32_t number)
{
    if (number < 0x80 || number > 0x9F)
        return number;
    return dm_bytes_of("windows-1252")[number];
}
