/* shape.h - what is known of the bytes a piece of a pattern can match.
**
** A shape is a superset: its lengths, all bytes that can occur, and the bytes
** possible at the first and last few places.  Combining shapes never loses a
** possibility, so a text that does not fit a shape cannot match; whether one
** that fits does match only PCRE2 can say.
*/
#ifndef DM_MATCH_SHAPE_H
#define DM_MATCH_SHAPE_H

#include <stdint.h>

#include "base/slice.h"

enum { DM_NEAR = 4 }; /* places known at either end */

typedef struct dm_bytes {
    uint64_t bit[4];
} dm_bytes;

typedef struct dm_shape {
    size_t   min, max; /* in bytes; SIZE_MAX: no bound */
    dm_bytes all;
    dm_bytes head[DM_NEAR]; /* byte i, where the text is longer than i */
    dm_bytes tail[DM_NEAR]; /* the same from the end: [0] is the last byte */
} dm_shape;

static inline bool dm_bytes_has(const dm_bytes *set, unsigned char byte)
{
    return (set->bit[byte >> 6] >> (byte & 63) & 1) != 0;
}

void     dm_bytes_add(dm_bytes *set, unsigned from, unsigned to);
dm_bytes dm_bytes_or(dm_bytes a, dm_bytes b);

/* How many bytes `set` holds. */
int dm_bytes_count(const dm_bytes *set);

/* Matches only the empty text. */
dm_shape dm_shape_empty(void);

/* Matches exactly `text`. */
dm_shape dm_shape_text(dm_slice text);

/* Matches any one character; the two differ in the newline. */
dm_shape dm_shape_any(void);
dm_shape dm_shape_dot(void);

/* Matches nothing at all: what dm_shape_or starts from. */
dm_shape dm_shape_none(void);

/* `a`, then `b`. */
dm_shape dm_shape_cat(const dm_shape *a, const dm_shape *b);

/* `a` or `b`. */
dm_shape dm_shape_or(const dm_shape *a, const dm_shape *b);

/* `a`, `lo` to `hi` times; `hi` SIZE_MAX for no bound. */
dm_shape dm_shape_repeat(const dm_shape *a, size_t lo, size_t hi);

/* Add the characters `lo` to `hi` (code points, surrogates ignored). */
void dm_shape_range(dm_shape *s, uint32_t lo, uint32_t hi);

#endif
