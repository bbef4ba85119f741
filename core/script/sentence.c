/* sentence.c - where sentences end.
**
** One pass over code points with a look at what is before and behind each
** full stop; nothing is stored.
*/
#include "script/sentence.h"

#include <stdint.h>

#include "base/ascii.h"
#include "text/utf8.h"

enum { SAYING = 10 }; /* characters from a quotation to the verb behind it */

bool dm_sentence_blank(unsigned cp)
{
    return (cp >= 0x09 && cp <= 0x0D) || cp == 0x20 || cp == 0x85 ||
           cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) ||
           cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F ||
           cp == 0x3000;
}

/* The character at `at`, or 0 at the end of the text. */
static uint32_t peek(dm_slice text, size_t at, size_t *len)
{
    *len = 0;
    return at < text.len ? dm_utf8_decode(text.ptr + at, len) : 0;
}

static bool is_line_end(uint32_t cp)
{
    return cp == '\n' || cp == '\r' || cp == 0x85 || cp == 0x2028 ||
           cp == 0x2029;
}

/* Ends a sentence wherever it stands. */
static bool is_end(uint32_t cp)
{
    return cp == 0x3002 || cp == 0xFF61 || cp == 0xFF01 || cp == 0xFF1F ||
           cp == '!' || cp == '?' || cp == 0x2026 || cp == 0x203C ||
           (cp >= 0x2047 && cp <= 0x2049);
}

/* Closes what was open, so it still belongs to the sentence. */
static bool is_closing(uint32_t cp)
{
    switch (cp) {
    case ')':
    case ']':
    case '}':
    case 0x2019: /* ’ */
    case 0x201D: /* ” */
    case 0x300D: /* 」 */
    case 0x300F: /* 』 */
    case 0x3009: /* 〉 */
    case 0x300B: /* 》 */
    case 0x3011: /* 】 */
    case 0x3015: /* 〕 */
    case 0x3017: /* 〗 */
    case 0xFF09: /* ） */
    case 0xFF3D: /* ］ */
    case 0xFF5D: /* ｝ */
    case 0x00BB: /* » */
        return true;
    default:
        return false;
    }
}

/* True when an odd number of `quote` stands in [from, at): it is open. */
static bool quote_open(dm_slice text, dm_range r, char quote)
{
    bool open = false;

    for (size_t i = r.from; i < r.to; i++)
        open = open != (text.ptr[i] == quote);
    return open;
}

/* Behind the ends and closings that follow `at` in the sentence from `from`. */
static size_t behind_end(dm_slice text, size_t from, size_t at)
{
    for (;;) {
        size_t   len;
        uint32_t cp = peek(text, at, &len);
        bool     straight = cp == '"' || cp == '\'';

        if (len == 0 || (!straight && !is_end(cp) && !is_closing(cp)))
            return at;
        if (straight && !quote_open(text, (dm_range){from, at}, (char)cp))
            return at;
        at += len;
    }
}

/* True for a word behind which a full stop is part of the word. */
static bool is_abbreviation(dm_slice word)
{
    static const char *const known[] = {
        "Mr",  "Mrs", "Ms",   "Dr",  "Prof", "St",  "Jr",     "Sr",  "vs",
        "etc", "cf",  "al",   "e.g", "i.e",  "No",  "Nos",    "Fig", "Figs",
        "Eq",  "Vol", "pp",   "Inc", "Ltd",  "Co",  "Corp",   "Jan", "Feb",
        "Mar", "Apr", "Jun",  "Jul", "Aug",  "Sep", "Sept",   "Oct", "Nov",
        "Dec", "Art", "Sec",  "Rev", "Gen",  "Col", "Lt",     "Sgt", "Capt",
        "Hon", "Gov", "Sen",  "Rep", "Mt",   "Ave", "approx", "est", "ed",
        "eds", "ca",  "Ph.D",
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (dm_slice_eq(word, dm_slice_str(known[i])))
            return true;
    }
    return false;
}

/* The run of letters, digits and inner stops that ends at `at`. */
static dm_slice word_before(dm_slice text, size_t from, size_t at)
{
    size_t start = at;

    while (start > from &&
           (dm_ascii_letter(text.ptr[start - 1]) ||
            text.ptr[start - 1] == '.' ||
            (text.ptr[start - 1] >= '0' && text.ptr[start - 1] <= '9')))
        start--;
    return dm_slice_sub(text, start, at);
}

static bool all_digits(dm_slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] < '0' || word.ptr[i] > '9')
            return false;
    }
    return word.len > 0;
}

/* True when the full stop at `at` does not end the sentence from `from`
** because of the word before it. */
static bool stop_of_word(dm_slice text, size_t from, size_t at)
{
    dm_slice word = word_before(text, from, at);
    bool     first = word.ptr == text.ptr + from;
    bool     initial = word.len == 1 && dm_ascii_letter(word.ptr[0]);

    if (word.len >= 2 && word.ptr[word.len - 2] == '.') /* U.S. */
        initial = dm_ascii_letter(word.ptr[word.len - 1]);
    return initial || is_abbreviation(word) || (first && all_digits(word));
}

/* True when what follows a full stop and blanks can begin a sentence. */
static bool begins(uint32_t cp)
{
    if (cp < 0x80)
        return (cp >= 'A' && cp <= 'Z') || cp == '"' || cp == '\'' ||
               cp == '(' || cp == 0;
    return (cp >= 0xC0 && cp <= 0xDE) || (cp >= 0x0391 && cp <= 0x03A9) ||
           (cp >= 0x0400 && cp <= 0x042F) || cp == 0x201C || cp == 0x2018 ||
           cp >= 0x2E80;
}

/* When the full stop at `at` ends the sentence, where it ends; else 0. */
static size_t full_stop(dm_slice text, size_t from, size_t at)
{
    size_t   end = behind_end(text, from, at + 1);
    size_t   next = end, len;
    uint32_t cp = peek(text, next, &len);

    if (len > 0 && !dm_sentence_blank(cp))
        return 0;
    while (len > 0 && dm_sentence_blank(cp) && !is_line_end(cp)) {
        next += len;
        cp = peek(text, next, &len);
    }
    if (is_line_end(cp) || len == 0)
        return end;
    return begins(cp) && !stop_of_word(text, from, at) ? end : 0;
}

/* The verbs that tell who spoke. */
static bool is_saying(uint32_t cp)
{
    static const uint32_t verbs[] = {0x8BF4, 0x8AAA, 0x8AAC, 0x9053, 0x95EE,
                                     0x554F, 0x7B54, 0x558A, 0x53EB, 0x8BB2,
                                     0x8B1B, 0x79F0, 0x7A31, 0x66F0};

    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (verbs[i] == cp)
            return true;
    return false;
}

/* True when what follows a quotation that ended at `at` says who spoke:
** “走吧！”他说。  The words up to the next mark belong to the sentence then. */
static bool attributed(dm_slice text, size_t at)
{
    uint32_t last = 0;
    size_t   len = 0;

    if (at < 3 || (memcmp(text.ptr + at - 3, "\xE2\x80\x9D", 3) != 0 &&
                   memcmp(text.ptr + at - 3, "\xE3\x80\x8D", 3) != 0))
        return false;
    for (int i = 0; i < SAYING; i++) {
        last = peek(text, at, &len);
        if (is_saying(last))
            return true;
        if (len == 0 || !dm_utf8_is_han(last))
            return false;
        at += len;
    }
    return false;
}

/* Where the sentence, read up to the character `cp`, ends when that ends it;
** else 0. */
static size_t ends_with(dm_slice text, dm_range sentence, uint32_t cp)
{
    size_t end = 0;

    if (is_end(cp))
        end = behind_end(text, sentence.from,
                         sentence.to + dm_utf8_len(text.ptr[sentence.to]));
    else if (cp == '.')
        end = full_stop(text, sentence.from, sentence.to);
    return is_end(cp) && attributed(text, end) ? 0 : end;
}

/* Where the sentence that begins at `from` ends. */
static size_t sentence_end(dm_slice text, size_t from)
{
    dm_range now = {from, from};
    size_t   len;

    while (now.to < text.len) {
        uint32_t cp = peek(text, now.to, &len);
        size_t   end;

        if (is_line_end(cp))
            return now.to;
        end = ends_with(text, now, cp);
        if (end != 0)
            return end;
        now.to += len;
    }
    return now.to;
}

bool dm_sentence_next(dm_slice text, size_t at, dm_range *out)
{
    size_t   len;
    uint32_t cp = peek(text, at, &len);

    while (len > 0 && dm_sentence_blank(cp)) {
        at += len;
        cp = peek(text, at, &len);
    }
    if (len == 0)
        return false;
    out->from = at;
    out->to = sentence_end(text, at);
    while (out->to > out->from &&
           (text.ptr[out->to - 1] == ' ' || text.ptr[out->to - 1] == '\t'))
        out->to--;
    return true;
}
