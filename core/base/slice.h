/* slice.h - a borrowed run of bytes.
**
** A slice owns nothing: whoever made the bytes says how long they live.
** It is passed by value, is never NULL inside and need not end in a
** zero byte.  Positions are byte offsets; ranges are half-open.
*/
#ifndef DM_BASE_SLICE_H
#define DM_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct dm_slice {
    const char *ptr; /* never NULL; not zero-terminated */
    size_t      len;
} dm_slice;

/* A half-open range of byte positions in some text. */
typedef struct dm_range {
    size_t from, to;
} dm_range;

#define DM_LIT(lit)                                                            \
    {                                                                          \
        (lit), sizeof(lit) - 1                                                 \
    }                                     /* in initializers */
#define DM_S(lit) ((dm_slice)DM_LIT(lit)) /* in expressions */

/* A slice over a zero-terminated string. */
static inline dm_slice dm_slice_str(const char *s)
{
    dm_slice out = {s, strlen(s)};
    return out;
}

/* The part [from, to) of `s`; the caller keeps the bounds. */
static inline dm_slice dm_slice_sub(dm_slice s, size_t from, size_t to)
{
    dm_slice out = {s.ptr + from, to - from};
    return out;
}

static inline bool dm_slice_eq(dm_slice a, dm_slice b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static inline bool dm_slice_starts(dm_slice s, dm_slice prefix)
{
    return s.len >= prefix.len && memcmp(s.ptr, prefix.ptr, prefix.len) == 0;
}

static inline bool dm_slice_ends(dm_slice s, dm_slice suffix)
{
    return s.len >= suffix.len &&
           memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0;
}

#endif
