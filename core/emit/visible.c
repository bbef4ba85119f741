/* visible.c - character by character: shown as it is, or spelled. */
#include "emit/visible.h"

#include <stdio.h>

#include "text/utf8.h"

/* C0, DEL, C1, and the bidirectional controls that reorder what is seen. */
static bool acts(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

dm_slice dm_visible_next(dm_slice *s, char room[5], size_t *cells)
{
    dm_slice one = {s->ptr, dm_utf8_len(s->ptr[0])};
    size_t   len = 0;
    bool     valid = false;

    if (one.len > s->len)
        one.len = s->len;
    valid = dm_utf8_valid(one) == one.len;
    if (valid && one.ptr[0] == '\t') {
        room[0] = ' ';
        one.ptr = room;
    } else if (!valid || acts(dm_utf8_decode(one.ptr, &len))) {
        /* one byte at a time, so that the original can be read off */
        snprintf(room, 5, "\\x%02X", (unsigned)(unsigned char)s->ptr[0]);
        *s = dm_slice_sub(*s, 1, s->len);
        *cells = 4;
        return (dm_slice){room, 4};
    }
    *s = dm_slice_sub(*s, one.len, s->len);
    *cells = dm_utf8_cells(one);
    return one;
}

size_t dm_visible(dm_buf *out, dm_slice s)
{
    size_t total = 0, cells = 0;
    char   room[5];

    while (s.len > 0) {
        dm_buf_slice(out, dm_visible_next(&s, room, &cells));
        total += cells;
    }
    return total;
}
