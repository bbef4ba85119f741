/* scraps_entity.c - character references that were left, or escaped twice.
**
** "&amp;nbsp;" and "&amp;amp;nbsp;" are read through to the end, so that one
** pass leaves nothing to a second.  A semicolon must be there, but for &nbsp.
*/
#include "repair/scraps.h"
#include "text/charref.h"

/* Is it a character that text may hold? */
static bool is_text(uint32_t cp)
{
    return cp == 9 || cp == 10 || (cp >= 0x20 && cp < 0x7F) ||
           (cp >= 0xA0 && cp < 0xD800) || (cp >= 0xE000 && cp < 0xFFFE) ||
           (cp >= 0x10000 && cp < 0x110000);
}

/* "#8220;" or "#x201C;" at the start of `s`; its length, or 0. */
static size_t number(dm_slice s, uint32_t *cp)
{
    uint32_t value;
    size_t   n = dm_charref_number(s, &value);

    if (n == 0 || n == s.len || s.ptr[n] != ';' || !is_text(value))
        return 0;
    *cp = value;
    return n + 1;
}

/* "nbsp;" at the start of `s`; its length, or 0. */
static size_t name(dm_slice s, uint32_t *cp)
{
    dm_slice word = dm_slice_sub(s, 0, dm_charref_word(s));
    uint32_t found = dm_charref_named(word);
    bool     closed = word.len < s.len && s.ptr[word.len] == ';';

    if (found == 0 || (!closed && !dm_slice_eq(word, DM_S("nbsp"))))
        return 0;
    *cp = found;
    return word.len + closed;
}

bool dm_scrap_entity(dm_slice s, size_t at, dm_scrap *out)
{
    *out = (dm_scrap){
        .at = {at, at + 1},
          .kind = DM_SCRAP_ENTITY
    };
    for (;;) {
        size_t   from = out->at.to;
        dm_slice rest = dm_slice_sub(s, from, s.len);
        size_t   n = number(rest, &out->cp);

        if (n == 0)
            n = name(rest, &out->cp);
        if (n == 0)
            return from > at + 1;
        out->at.to += n;
        if (out->cp != '&')
            return true;
        out->attrs = true; /* escaped: twice, if another follows */
    }
}
