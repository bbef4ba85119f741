/* step_entities.c - character references that markup left in the text.
**
** Numbers follow the HTML standard (windows-1252 for 80..9F, U+FFFD for what
** is no character); names are HTML 4's, from libxml2.  A semicolon may be
** missing after a number and after the names browsers forgive.  One pass:
** what a reference gives is not read again.
*/
#include "norm/steps.h"
#include "text/charref.h"
#include "text/utf8.h"

static const dm_slice forgiven[] = {
    DM_LIT("nbsp"), DM_LIT("quot"), DM_LIT("copy"), DM_LIT("amp"),
    DM_LIT("reg"),  DM_LIT("lt"),   DM_LIT("gt"),
};

static uint32_t sane(uint32_t cp)
{
    if (cp == 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return 0xFFFD;
    return dm_charref_as_browsers(cp);
}

/* Read "#…" at the start of `s`; the bytes it takes, or 0. */
static size_t number(dm_slice s, uint32_t *cp)
{
    size_t n = dm_charref_number(s, cp);

    *cp = sane(*cp);
    return n > 0 && n < s.len && s.ptr[n] == ';' ? n + 1 : n;
}

/* Read "name;" or a forgiven "name"; the bytes it takes, or 0. */
static size_t name(dm_slice s, uint32_t *cp)
{
    dm_slice word = {s.ptr, dm_charref_word(s)};

    if (word.len < s.len && s.ptr[word.len] == ';') {
        *cp = dm_charref_named(word);
        if (*cp != 0)
            return word.len + 1;
    }
    for (size_t i = 0; i < sizeof forgiven / sizeof *forgiven; i++)
        if (dm_slice_starts(word, forgiven[i])) {
            *cp = dm_charref_named(forgiven[i]);
            return forgiven[i].len;
        }
    return 0;
}

void dm_step_entities(dm_aligner *a)
{
    for (;;) {
        dm_slice    rest = dm_rest(a);
        const char *amp = memchr(rest.ptr, '&', rest.len);
        char        text[4];
        uint32_t    cp = 0;
        size_t      n;

        if (amp == NULL)
            return;
        dm_align_keep(a, (size_t)(amp - rest.ptr));
        rest = dm_slice_sub(a->src, a->at + 1, a->src.len);
        n = rest.len > 0 && rest.ptr[0] == '#' ? number(rest, &cp)
                                               : name(rest, &cp);
        if (n > 0)
            dm_align_replace(a, 1 + n,
                             (dm_slice){text, dm_utf8_encode(cp, text)});
        else
            dm_align_keep(a, 1);
    }
}
