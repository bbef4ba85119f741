/* utf8.h - stepping through UTF-8 that is known to be valid, and the check
** that makes it known.
**
** Above floor 1 every text is valid UTF-8 (no surrogates, nothing over
** U+10FFFF), so stepping needs no error path.
*/
#ifndef DM_TEXT_UTF8_H
#define DM_TEXT_UTF8_H

#include <stdint.h>

#include "base/slice.h"

/* The length of the longest valid UTF-8 prefix of `s` (RFC 3629). */
size_t dm_utf8_valid(dm_slice s);

/* Decode the character that starts at `p` (valid text) and store its length
** in `*len`. */
uint32_t dm_utf8_decode(const char *p, size_t *len);

/* Write `cp` to `out` (4 bytes of room) and return its length. */
size_t dm_utf8_encode(uint32_t cp, char *out);

/* How many bytes the character with this lead byte takes (valid text). */
static inline size_t dm_utf8_len(char lead)
{
    unsigned char c = (unsigned char)lead;

    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* True at a byte that continues a character. */
static inline bool dm_utf8_inside(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Where the character before `at` begins; 0 at the start of the text. */
static inline size_t dm_utf8_back(dm_slice s, size_t at)
{
    while (at > 0 && dm_utf8_inside(s.ptr[--at]))
        continue;
    return at;
}

/* The character that begins at `at`; 0 at the end of the text. */
static inline uint32_t dm_utf8_at(dm_slice s, size_t at)
{
    size_t n;

    return at < s.len ? dm_utf8_decode(s.ptr + at, &n) : 0;
}

/* The character that ends at `at`; 0 at the start of the text. */
static inline uint32_t dm_utf8_before(dm_slice s, size_t at)
{
    return at > 0 ? dm_utf8_at(s, dm_utf8_back(s, at)) : 0;
}

/* Is `cp` one of the characters of `set`, a C string?  0 is in none. */
bool dm_utf8_in(uint32_t cp, const char *set);

/* How many code points `s` (valid text) holds. */
size_t dm_utf8_count(dm_slice s);

/* How many terminal cells `s` takes: 2 for wide East Asian characters, 0 for
** combining ones, 1 for a tab or a control. */
size_t dm_utf8_cells(dm_slice s);

/* True for Han ideographs (script Han incl. extensions and compatibility). */
bool dm_utf8_is_han(uint32_t cp);

#endif
