/* quiet.c - running over text that is already normal.
**
** Nearly every text is, so this is all that normalizing costs.  Sixteen bytes
** are looked at in a turn, without asking where characters begin: a byte
** alone (ASCII, tails, most leads), or a lead with the two bytes behind it
** (the punctuation and the kana of CJK), tells that its character is quiet.
** The test may doubt what is quiet and never trusts what is not; where it
** doubts, the table of every character decides, character by character.
**
** The vectors are those of gcc and clang, which make of them what the machine
** has, and plain words where it has nothing.
*/
#include "norm/quiet.h"

#include "text/utf8.h"

#include "norm/tables/quiet.inc"

enum { WIDTH = 16, AHEAD = 2, TABLED = 0x40000, PRIVATE = 0xF0000 };

typedef unsigned char bytes __attribute__((vector_size(WIDTH)));
typedef signed char   mask __attribute__((vector_size(WIDTH)));

bool dm_is_quiet(uint32_t cp, dm_form form)
{
    if (cp >= TABLED)
        return cp >= PRIVATE;
    return masks[form][blocks[cp / 64]] >> cp % 64 & 1;
}

static inline bytes load(const char *p)
{
    bytes out;

    memcpy(&out, p, sizeof out);
    return out;
}

static inline bool none(mask m)
{
    uint64_t half[2];

    memcpy(half, &m, sizeof half);
    return (half[0] | half[1]) == 0;
}

/* Leads whose characters are all quiet: U+4000..9FFF, Cyrillic, and what lies
** below U+0300, as far as the form allows. */
static inline mask quiet_lead(bytes b, dm_form form)
{
    mask han = (bytes)(b - 0xE4) <= 0xE9 - 0xE4;

    switch (form) {
    case DM_NFC:
        return han | (b < 0xCC) | ((b | 1) == 0xD1);
    case DM_NFKC:
        return han | (b < 0xC2) | (b == 0xC3) | ((b | 1) == 0xD1);
    case DM_NFD:
        return han | (b < 0xC3);
    case DM_NFKD:
        break;
    }
    return han | (b < 0xC2);
}

/* U+AC00..D7A3 in composed forms; the last block's end is left out. */
static inline mask quiet_hangul(bytes b, bytes c, dm_form form)
{
    if (form == DM_NFD || form == DM_NFKD)
        return (mask){0};
    return ((b == 0xEA) & (c >= 0xB0)) | ((bytes)(b - 0xEB) <= 0xEC - 0xEB) |
           ((b == 0xED) & (c < 0x9E));
}

/* U+3001..3029 always; kana but the sound marks in composed forms. */
static inline mask quiet_kana(bytes b, bytes c, bytes d, dm_form form)
{
    mask brackets = (c == 0x80) & ((bytes)(d - 0x81) <= 0xA9 - 0x81);
    mask kana = ((c == 0x81) & (d != 0x80)) | ((c == 0x83) & (d != 0xBF)) |
                ((c == 0x82) & ((bytes)(d - 0x97) > 0x9F - 0x97));

    if (form == DM_NFD || form == DM_NFKD)
        return (b == 0xE3) & brackets;
    return (b == 0xE3) & (brackets | kana);
}

/* Dashes and quotes, U+2012..2016 and U+2018..2023; canonical forms leave
** everything from U+2002 to 203F and the full-width forms alone. */
static inline mask quiet_punct(bytes b, bytes c, bytes d, dm_form form)
{
    mask general = (b == 0xE2) & (c == 0x80);

    if (form == DM_NFC || form == DM_NFD)
        return (general & (d >= 0x82)) |
               ((b == 0xEF) & (c == 0xBC) & (d != 0x80));
    return general & (((bytes)(d - 0x92) <= 0x96 - 0x92) |
                      ((bytes)(d - 0x98) <= 0xA3 - 0x98));
}

/* Letters of Greek, Hebrew, Arabic and Thai, and the emoji of U+1F300..1F64F,
** in composed forms. */
static inline mask quiet_other(bytes b, bytes c, bytes d, dm_form form)
{
    mask greek =
        ((b == 0xCE) & (c >= 0x8E) & (c != 0xA2)) | ((b == 0xCF) & (c < 0x90));
    mask hebrew = (b == 0xD7) & ((bytes)(c - 0x90) <= 0xAA - 0x90);
    mask arabic = ((b == 0xD8) & (c >= 0xA0)) | ((b == 0xD9) & (c <= 0x8A));
    mask thai = (b == 0xE0) & (((c == 0xB8) & ((bytes)(d - 0x81) <= 0x31)) |
                               ((c == 0xB9) & (d <= 0x87)));
    mask emoji = (b == 0xF0) & (c == 0x9F) & ((bytes)(d - 0x8C) <= 0x99 - 0x8C);

    if (form == DM_NFD || form == DM_NFKD)
        return (mask){0};
    return greek | hebrew | arabic | thai | emoji;
}

/* Are all characters that begin in these 16 bytes quiet?  Reads two more.
** The scripts of most texts are asked about first. */
static inline bool quiet_block(const char *p, dm_form form)
{
    bytes b = load(p);
    bytes c = load(p + 1);
    bytes d = load(p + 2);
    mask  quiet = quiet_lead(b, form) | quiet_hangul(b, c, form) |
                 quiet_kana(b, c, d, form) | quiet_punct(b, c, d, form);

    return none(~quiet) || none(~(quiet | quiet_other(b, c, d, form)));
}

/* From a character's start, over quiet characters, to the first that begins
** at `end` or later or is not quiet; `*found` says which. */
static size_t walk(dm_slice s, size_t at, size_t end, dm_form form, bool *found)
{
    while (at < end) {
        size_t   n;
        uint32_t cp = dm_utf8_decode(s.ptr + at, &n);

        if (!dm_is_quiet(cp, form)) {
            *found = true;
            return at;
        }
        at += n;
    }
    return at;
}

/* The same function four times, each made for its form. */
static inline size_t span(dm_slice s, size_t at, dm_form form)
{
    bool found = false;

    while (s.len - at >= WIDTH + AHEAD) {
        if (quiet_block(s.ptr + at, form)) {
            at += WIDTH;
            continue;
        }
        while (dm_utf8_inside(s.ptr[at])) /* of a character that was quiet */
            at++;
        at = walk(s, at, at + WIDTH, form, &found);
        if (found)
            return at;
    }
    while (at < s.len && dm_utf8_inside(s.ptr[at]))
        at++;
    return walk(s, at, s.len, form, &found);
}

size_t dm_quiet_span(dm_slice s, size_t at, dm_form form)
{
    switch (form) {
    case DM_NFC:
        return span(s, at, DM_NFC);
    case DM_NFD:
        return span(s, at, DM_NFD);
    case DM_NFKC:
        return span(s, at, DM_NFKC);
    case DM_NFKD:
        break;
    }
    return span(s, at, DM_NFKD);
}
