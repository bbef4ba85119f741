/* ascii.h - what kind of byte: for markup, headers and file formats.
**
** The answers never depend on a locale, and no byte of 80 or above is anything
** (isalpha and its kin know neither).  Text in a language is not judged here.
*/
#ifndef DM_BASE_ASCII_H
#define DM_BASE_ASCII_H

#include <stdint.h>

#include "base/slice.h"

/* A space or a tab. */
static inline bool dm_ascii_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* These and the two line ends: the white space of XML and JSON. */
static inline bool dm_ascii_white(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* These, form feed and vertical tab. */
static inline bool dm_ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool dm_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool dm_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A letter or a digit. */
static inline bool dm_ascii_word(char c)
{
    return dm_ascii_letter(c) || dm_ascii_digit(c);
}

/* `s` without dm_ascii_space at both ends. */
static inline dm_slice dm_ascii_trim(dm_slice s)
{
    while (s.len > 0 && dm_ascii_space(s.ptr[0]))
        s = dm_slice_sub(s, 1, s.len);
    while (s.len > 0 && dm_ascii_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

/* Is no byte of `s` 80 or above? */
static inline bool dm_ascii_only(dm_slice s)
{
    size_t at = 0;

    for (; at + sizeof(uint64_t) <= s.len; at += sizeof(uint64_t)) {
        uint64_t word;

        memcpy(&word, s.ptr + at, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            return false;
    }
    for (; at < s.len; at++)
        if ((unsigned char)s.ptr[at] >= 0x80)
            return false;
    return true;
}

#endif
