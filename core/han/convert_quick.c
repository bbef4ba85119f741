/* convert_quick.c - the fast lane of Traditional to Simplified.
**
** A glance tells what a character becomes; only where a key of several
** characters may begin the second one is looked at too, nearly always in
** vain.  Whether a character changes is close to a coin toss, so that a branch
** on it would cost more than all else: once something has changed, each
** character is written and an edit is prepared, and only the counts depend on
** the glance.
*/
#include "han/convert_sink.h"

enum { DM_HAN_BITS = 0xFFFFFF };

static inline uint32_t four(const unsigned char *p)
{
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
}

static inline bool is_three(uint32_t utf8)
{
    return (utf8 & 0xF0) == 0xE0;
}

/* Does a key of several characters begin with the two at `p`? */
static bool begins_key(uint32_t root, const unsigned char *p)
{
    uint32_t second = dm_han_at(p + 3).code;
    uint32_t node = dm_han_node(dm_han_arc(root, dm_han_at(p).code));

    return second != 0 && dm_han_arc(node, second) != 0;
}

/* Must the character at `p` be left to the slow lane? */
static inline bool is_slow(uint32_t root, const unsigned char *p,
                           uint32_t glance)
{
    return glance > DM_HAN_BITS &&
           ((glance >> DM_HAN_LOOK & 1) != 0 || begins_key(root, p));
}

/* Skip characters that stay. */
static size_t skip(uint32_t root, const unsigned char *s, size_t at, size_t end)
{
    while (at < end && is_three(s[at])) {
        uint32_t glance = dm_han_glance(four(s + at));

        if ((glance & DM_HAN_BITS) != 0 || is_slow(root, s + at, glance))
            break;
        at += 3;
    }
    return at;
}

/* Copy what is kept before `at`, so that writing can begin there. */
static void catch_up(dm_aligner *a, size_t at)
{
    dm_sink_keep(a, a->out->ptr + a->out->len, at - a->copied);
    a->out->len += at - a->copied;
    a->copied = at;
}

/* Write characters of three bytes from `at` on; there is room for them. */
static size_t write_run(uint32_t root, dm_aligner *a, size_t at, size_t end)
{
    const unsigned char *s = (const unsigned char *)a->src.ptr;
    size_t               first = at;
    char                *to = a->out->ptr + a->out->len;
    char                *edits = a->edits.ptr + a->edits.len;
    size_t               shift = a->out->len - at;

    while (at < end) {
        uint32_t utf8 = four(s + at);
        uint32_t glance = dm_han_glance(utf8);
        dm_edit  edit = {(uint32_t)at, 3, (uint32_t)(at + shift), 3};

        if (!is_three(utf8) || is_slow(root, s + at, glance))
            break;
        memcpy(edits, &edit, sizeof edit);
        edits += (glance & DM_HAN_BITS) != 0 ? sizeof edit : 0;
        utf8 ^= glance & DM_HAN_BITS;
        to[0] = (char)(utf8 & 0xFF);
        to[1] = (char)(utf8 >> 8 & 0xFF);
        to[2] = (char)(utf8 >> 16 & 0xFF);
        to[3] = (char)(utf8 >> 24);
        to += 3;
        at += 3;
    }
    a->edits.len = (size_t)(edits - a->edits.ptr);
    a->out->len += at - first;
    a->copied = at;
    return at;
}

size_t dm_sink_quick(dm_sink *s, uint32_t root, size_t at)
{
    dm_aligner          *a = s->a;
    const unsigned char *src = (const unsigned char *)a->src.ptr;
    size_t               end = a->src.len > 6 ? a->src.len - 6 : 0;

    at = skip(root, src, at, end);
    if (at >= end || !is_three(src[at]) ||
        is_slow(root, src + at, dm_han_glance(four(src + at))))
        return at;
    if (at >= s->until && !dm_sink_room(s, at))
        return at;
    catch_up(a, at);
    return write_run(root, a, at, s->until < end ? s->until : end);
}
