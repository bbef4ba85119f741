/* step_fold.c - full case folding by utf8proc, over the spans that have case.
 */
#include <utf8proc.h>

#include "norm/steps.h"
#include "text/utf8.h"

/* Bytes that may begin a character with another case: capitals and all
** leads but those of Han, Hangul and the like (E3..ED, less EA). */
static void fold_one(dm_aligner *a)
{
    utf8proc_int32_t parts[4];
    char             text[16];
    dm_slice         with = {text, 0};
    int              last = 0;
    size_t           n;
    uint32_t         cp = dm_utf8_decode(a->src.ptr + a->at, &n);
    utf8proc_ssize_t got = utf8proc_decompose_char((utf8proc_int32_t)cp, parts,
                                                   4, UTF8PROC_CASEFOLD, &last);

    if (got < 1 || got > 4 || (got == 1 && (uint32_t)parts[0] == cp)) {
        dm_align_keep(a, n);
        return;
    }
    for (utf8proc_ssize_t i = 0; i < got; i++)
        with.len += dm_utf8_encode((uint32_t)parts[i], text + with.len);
    dm_align_replace(a, n, with);
}

/* A byte that no character with another case begins with or contains in
** first place: lower ASCII, tails, and the leads of Han and Hangul. */
static bool is_caseless(unsigned char c)
{
    if (c < 0x80)
        return c < 'A' || c > 'Z';
    return c < 0xC2 || (c >= 0xE3 && c <= 0xE9) || (c >= 0xEB && c <= 0xEE);
}

void dm_step_casefold(dm_aligner *a)
{
    bool stop[256];

    for (unsigned c = 0; c < 256; c++)
        stop[c] = !is_caseless((unsigned char)c);
    while (dm_keep_until(a, stop))
        fold_one(a);
}
