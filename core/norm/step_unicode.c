/* step_unicode.c - NFC, NFKC and case folding by utf8proc.
**
** Normal text is already normal, so a pass looks for the first character
** that might change or combine, steps back to the last *boundary* (a
** character that nothing before it can reach), and hands only the piece up
** to the next boundary to utf8proc.  A piece is a cluster of the map.
**
** A piece is cut at PIECE characters: nobody writes more marks on a letter,
** and reordering marks costs their number squared.
*/
#include <utf8proc.h>

#include "norm/steps.h"
#include "text/utf8.h"

enum { PIECE = 256, EXPANSION = 18 };

typedef struct form {
    utf8proc_option_t options;
    bool              compat;
} form;

/* Characters that no form changes and nothing composes with: the bulk of
** Latin and Chinese text.  U+302A..302F, 3099 and 309A combine. */
static bool is_quiet(uint32_t cp, bool compat)
{
    if (cp < 0x80)
        return true;
    if (cp < 0x300)
        return !compat;
    if (cp >= 0x3400 && cp <= 0xD7A3)
        return (cp <= 0x9FFF || cp >= 0xAC00);
    if (!compat &&
        ((cp >= 0xFF01 && cp <= 0xFFEF) || (cp >= 0x2010 && cp <= 0x2027)))
        return true; /* the punctuation of Chinese and of the web */
    if (cp < 0x3001 || cp > 0x30FE)
        return false;
    if (cp <= 0x3029)
        return true;
    return cp >= 0x3041 && cp != 0x3099 && cp != 0x309A &&
           (!compat || (cp != 0x309B && cp != 0x309C && cp != 0x309F));
}

static bool composes_back(uint32_t cp)
{
    const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)cp);

    if ((cp >= 0x1160 && cp <= 0x11FF) || p->combining_class != 0)
        return true;
    return p->comb_index != UINT16_MAX && p->comb_index >= 0x8000;
}

/* Can nothing before `cp` combine with it?  Its decomposition decides. */
static bool is_boundary(uint32_t cp, const form *f)
{
    utf8proc_int32_t parts[EXPANSION + 14];
    int              last = 0;
    utf8proc_ssize_t n;

    if (is_quiet(cp, f->compat))
        return true;
    n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, EXPANSION + 14,
                                f->options | UTF8PROC_DECOMPOSE, &last);
    return n > 0 && n <= EXPANSION + 14 && !composes_back((uint32_t)parts[0]);
}

/* Where the piece that begins at `from` ends. */
static size_t piece_end(dm_slice s, size_t from, const form *f)
{
    size_t end = from + dm_utf8_len(s.ptr[from]);
    size_t n;

    for (int i = 1; i < PIECE && end < s.len; i++) {
        uint32_t cp = dm_utf8_decode(s.ptr + end, &n);

        if (is_boundary(cp, f))
            break;
        end += n;
    }
    return end;
}

/* The normal form of `in`, in `room`; its length, or 0 when utf8proc fails. */
static size_t normalize(dm_slice in, const form *f, utf8proc_int32_t *room,
                        size_t max)
{
    utf8proc_ssize_t n = utf8proc_decompose((const utf8proc_uint8_t *)in.ptr,
                                            (utf8proc_ssize_t)in.len, room,
                                            (utf8proc_ssize_t)max, f->options);
    char            *to = (char *)room;
    size_t           len = 0;

    if (n <= 0 || (size_t)n > max)
        return 0;
    n = utf8proc_normalize_utf32(room, n, f->options);
    for (utf8proc_ssize_t i = 0; i < n; i++) /* never overtakes the reader */
        len += dm_utf8_encode((uint32_t)room[i], to + len);
    return len;
}

static void put_piece(dm_aligner *a, size_t n, const form *f)
{
    utf8proc_int32_t room[PIECE * EXPANSION];
    dm_slice         in = dm_slice_sub(a->src, a->at, a->at + n);
    dm_slice         out = {(const char *)room, 0};

    out.len = normalize(in, f, room, sizeof room / sizeof *room);
    if (out.len == 0 || dm_slice_eq(in, out))
        dm_align_keep(a, n);
    else
        dm_align_replace(a, n, out);
}

/* Lead bytes all of whose characters are quiet: ASCII, most of Latin, Han
** from U+4000 on, the middle of Hangul. */
static bool is_quiet_lead(unsigned char c, bool compat)
{
    if (c < 0xC2 || (c >= 0xE4 && c <= 0xE9) || c == 0xEB || c == 0xEC)
        return true;
    return c <= 0xCB && (!compat || c == 0xC3);
}

/* Where the character before `at` begins; not before `floor`. */
static size_t previous(dm_slice s, size_t at, size_t floor)
{
    while (at > floor && dm_utf8_inside(s.ptr[--at]))
        continue;
    return at;
}

static void run_form(dm_aligner *a, const form *f)
{
    bool   stop[256];
    size_t at = 0;

    for (unsigned c = 0; c < 256; c++)
        stop[c] = !is_quiet_lead((unsigned char)c, f->compat);
    while ((at = dm_scan(a->src, at, stop)) < a->src.len) {
        size_t   n;
        size_t   start = at;
        size_t   end;
        uint32_t cp = dm_utf8_decode(a->src.ptr + at, &n);

        if (is_quiet(cp, f->compat)) {
            at += n;
            continue;
        }
        if (!is_boundary(cp, f))
            start = previous(a->src, at, a->at);
        end = piece_end(a->src, start, f);
        dm_align_keep(a, start - a->at);
        put_piece(a, end - start, f);
        at = end;
    }
}

void dm_step_nfc(dm_aligner *a)
{
    form f = {UTF8PROC_STABLE | UTF8PROC_COMPOSE, false};

    run_form(a, &f);
}

void dm_step_nfkc(dm_aligner *a)
{
    form f = {UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT, true};

    run_form(a, &f);
}

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
