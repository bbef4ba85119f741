/* scraps_entity.c - character references that were left, or escaped twice.
**
** "&amp;nbsp;" and "&amp;amp;nbsp;" are read through to the end, so that one
** pass leaves nothing to a second.  A semicolon must be there, but for &nbsp.
*/
#include <libxml/HTMLparser.h>
#include <stdlib.h>

#include "repair/scraps.h"

enum { NAME_MAX_LEN = 12, DIGITS = 8 };

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Is it a character that text may hold? */
static bool is_text(unsigned long cp)
{
    return cp == 9 || cp == 10 || (cp >= 0x20 && cp < 0x7F) ||
           (cp >= 0xA0 && cp < 0xD800) || (cp >= 0xE000 && cp < 0xFFFE) ||
           (cp >= 0x10000 && cp < 0x110000);
}

/* "#8220;" or "#x201C;" at `at`; where it ends, or 0. */
static size_t number(dm_slice s, size_t at, uint32_t *cp)
{
    bool          hex = at + 1 < s.len && (s.ptr[at + 1] | 32) == 'x';
    size_t        from = at + 1 + hex;
    size_t        to = from;
    char          digits[DIGITS + 1];
    char         *end;
    unsigned long value;

    while (to < s.len && to - from < DIGITS && is_word(s.ptr[to]))
        to++;
    if (to == from || to == s.len || s.ptr[to] != ';')
        return 0;
    memcpy(digits, s.ptr + from, to - from);
    digits[to - from] = '\0';
    value = strtoul(digits, &end, hex ? 16 : 10);
    if (*end != '\0' || !is_text(value))
        return 0;
    *cp = (uint32_t)value;
    return to + 1;
}

/* "nbsp;" at `at`; where it ends, or 0. */
static size_t name(dm_slice s, size_t at, uint32_t *cp)
{
    char                  word[NAME_MAX_LEN + 1];
    size_t                n = 0;
    const htmlEntityDesc *found;

    while (at + n < s.len && n < NAME_MAX_LEN && is_word(s.ptr[at + n]))
        n++;
    memcpy(word, s.ptr + at, n);
    word[n] = '\0';
    found = n > 0 ? htmlEntityLookup((const xmlChar *)word) : NULL;
    if (found == NULL)
        return 0;
    if (at + n < s.len && s.ptr[at + n] == ';')
        n++;
    else if (strcmp(word, "nbsp") != 0)
        return 0;
    *cp = found->value;
    return at + n;
}

bool dm_scrap_entity(dm_slice s, size_t at, dm_scrap *out)
{
    *out = (dm_scrap){
        .at = {at, at + 1},
          .kind = DM_SCRAP_ENTITY
    };
    for (;;) {
        size_t from = out->at.to;
        size_t end = from < s.len && s.ptr[from] == '#'
                         ? number(s, from, &out->cp)
                         : name(s, from, &out->cp);

        if (end == 0)
            return from > at + 1;
        out->at.to = end;
        if (out->cp != '&')
            return true;
        out->attrs = true; /* escaped: twice, if another follows */
    }
}
