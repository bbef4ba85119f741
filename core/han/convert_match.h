/* convert_match.h - inside the room: the longest key at a place of the text.
 */
#ifndef DM_HAN_CONVERT_MATCH_H
#define DM_HAN_CONVERT_MATCH_H

#include "base/slice.h"
#include "han/convert_table.h"

/* A key found in the text. */
typedef struct dm_han_match {
    dm_han_char chars[DM_HAN_KEY_MAX]; /* the first `n` are the key */
    size_t      n;                     /* its characters; 0: none */
    size_t      bytes;
    uint32_t    value;
} dm_han_match;

/*
** The longest key of two and more characters that begins at `at`.  `first` is
** the character there, `node` what its arc leads to and `second` the one
** after it (the caller has them at hand).
*/
static inline void dm_han_match_long(dm_han_match *m, dm_slice text, size_t at,
                                     const dm_han_char chars[2], uint32_t node)
{
    size_t      seen = 1;
    size_t      bytes = chars[0].n;
    dm_han_char c = chars[1];

    m->n = 0;
    m->chars[0] = chars[0];
    for (;;) {
        uint32_t ref = c.code != 0 ? dm_han_arc(node, c.code) : 0;

        if (ref == 0)
            return;
        m->chars[seen++] = c;
        bytes += c.n;
        if (dm_han_value(ref) != 0) {
            m->n = seen;
            m->bytes = bytes;
            m->value = dm_han_value(ref);
        }
        node = dm_han_node(ref);
        if (node == 0 || at + bytes >= text.len)
            return;
        c = dm_han_at((const unsigned char *)text.ptr + at + bytes);
    }
}

/*
** Where a converter that skipped from `low` to the Han character at `at` has
** to begin: keys like SQL注入 begin with ASCII letters, at most DM_HAN_KEY_MAX
** of them.
*/
static inline size_t dm_han_begin(dm_slice text, size_t low, size_t at)
{
    const unsigned char *s = (const unsigned char *)text.ptr;
    size_t               most = at > DM_HAN_KEY_MAX ? at - DM_HAN_KEY_MAX : 0;

    if (low < most)
        low = most;
    while (at > low && s[at - 1] < 0x80 && dm_han_at(s + at - 1).code != 0)
        at--;
    return at;
}

#endif
