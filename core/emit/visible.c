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

/* What nobody can see: zero-width spaces and joiners of words, marks of
** direction, separators.  U+200C and U+200D are letters' business: they change
** what others look like. */
static bool hidden(uint32_t cp)
{
    return cp == 0x061C || cp == 0x200B || cp == 0x200E || cp == 0x200F ||
           cp == 0x2028 || cp == 0x2029 || (cp >= 0x2060 && cp <= 0x206F) ||
           cp == 0xFEFF;
}

dm_slice dm_visible_next(dm_slice *s, char room[DM_VISIBLE_ROOM], size_t *cells)
{
    dm_slice one = {s->ptr, dm_utf8_len(s->ptr[0])};
    size_t   len = 0;
    uint32_t cp = 0; /* acts: stands for bytes that are no character */

    if (one.len > s->len)
        one.len = s->len;
    if (dm_utf8_valid(one) == one.len)
        cp = dm_utf8_decode(one.ptr, &len);
    if (cp == '\t') {
        room[0] = ' ';
        one.ptr = room;
    } else if (acts(cp)) {
        /* one byte at a time, so that the original can be read off */
        snprintf(room, DM_VISIBLE_ROOM, "\\x%02X",
                 (unsigned)(unsigned char)s->ptr[0]);
        *s = dm_slice_sub(*s, 1, s->len);
        *cells = 4;
        return (dm_slice){room, 4};
    }
    *s = dm_slice_sub(*s, one.len, s->len);
    if (hidden(cp)) {
        snprintf(room, DM_VISIBLE_ROOM, "<U+%04X>", (unsigned)cp);
        one = dm_slice_str(room);
    }
    *cells = dm_utf8_cells(one);
    return one;
}

size_t dm_visible(dm_buf *out, dm_slice s)
{
    size_t total = 0, cells = 0;
    char   room[DM_VISIBLE_ROOM];

    while (s.len > 0) {
        dm_buf_slice(out, dm_visible_next(&s, room, &cells));
        total += cells;
    }
    return total;
}
