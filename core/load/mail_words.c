/* mail_words.c - encoded words (RFC 2047) and what mailers make of them. */
#include "base/ascii.h"
#include "load/mail_body.h"
#include "load/mail_head.h"
#include "text/decode.h"
#include "text/utf8.h"

enum {
    LABEL = 64,    /* bytes of a charset's name */
    LONGEST = 4096 /* of an encoded word: the RFC says 75 */
};

/* A text in the making: bytes wait until the charset changes, since a
** character may begin in one word and end in the next. */
typedef struct words {
    dm_buf           *out;
    dm_buf            bytes;
    const dm_charset *cs;    /* of encoded words */
    const dm_charset *raw;   /* of what else is not UTF-8 */
    bool              coded; /* the bytes are of encoded words */
} words;

static bool decodes(dm_slice s, const dm_charset *cs)
{
    return cs != NULL && dm_decode_bad(s, cs, 1, true) == 0;
}

static void flush(words *w)
{
    dm_slice s = dm_buf_view(&w->bytes);

    if (s.len > 0 && w->coded)
        dm_mail_text(w->out, s, w->cs);
    else if (s.len > 0)
        dm_mail_text(w->out, s,
                     dm_utf8_valid(s) < s.len && decodes(s, w->raw) ? w->raw
                                                                    : NULL);
    dm_buf_clear(&w->bytes);
}

typedef struct word {
    const dm_charset *cs;
    dm_wrapping       how;
    dm_slice          text;
    size_t            len; /* of all of it */
} word;

/* The piece of `s` from `at` up to the next question mark; len 0 for none. */
static dm_slice up_to_mark(dm_slice s, size_t at)
{
    size_t      most = at + LABEL < s.len ? at + LABEL : s.len;
    const char *p = at < most ? memchr(s.ptr + at, '?', most - at) : NULL;
    dm_slice    none = {s.ptr, 0};

    return p != NULL ? dm_slice_sub(s, at, (size_t)(p - s.ptr)) : none;
}

/* Read "=?charset*language?B?text?=" at the start of `s`. */
static bool word_at(dm_slice s, word *w)
{
    dm_slice    label;
    dm_slice    how;
    size_t      from;
    const char *star;
    const char *end;

    if (!dm_slice_starts(s, DM_S("=?")))
        return false;
    s.len = s.len > LONGEST ? LONGEST : s.len;
    label = up_to_mark(s, 2);
    how = up_to_mark(s, 2 + label.len + 1);
    from = 2 + label.len + 1 + how.len + 1;
    star = memchr(label.ptr, '*', label.len);
    if (label.len == 0 || how.len != 1)
        return false;
    end = memmem(s.ptr + from, s.len - from, "?=", 2);
    if (end == NULL)
        return false;
    if (star != NULL)
        label.len = (size_t)(star - label.ptr);
    w->cs = dm_charset_find(label);
    w->how = dm_mail_is(how, "b")   ? DM_WRAP_BASE64
             : dm_mail_is(how, "q") ? DM_WRAP_QUOTED
                                    : DM_WRAP_NONE;
    w->text = dm_slice_sub(s, from, (size_t)(end - s.ptr));
    w->len = from + w->text.len + 2;
    return w->cs != NULL && w->how != DM_WRAP_NONE;
}

static size_t blanks(dm_slice s, size_t at)
{
    size_t n = 0;

    while (at + n < s.len && dm_ascii_space(s.ptr[at + n]))
        n++;
    return n;
}

/* The bytes from `at` on that are no encoded word and hold no blank. */
static size_t plain(dm_slice s, size_t at)
{
    size_t n = 0;
    word   w;

    while (at + n < s.len && !dm_ascii_space(s.ptr[at + n])) {
        if (s.ptr[at + n] == '=' && word_at(dm_slice_sub(s, at + n, s.len), &w))
            break;
        n++;
    }
    return n;
}

/* The next word of text, with the blank before it: between two encoded words it
** is nothing.  Returns the bytes passed. */
static size_t add_next(words *to, dm_slice s, size_t at)
{
    size_t gap = blanks(s, at);
    word   w = {NULL, DM_WRAP_NONE, s, 0};
    bool   coded = word_at(dm_slice_sub(s, at + gap, s.len), &w);

    if (at + gap == s.len)
        return gap;
    if (to->coded && (!coded || to->cs != w.cs))
        flush(to);
    if (gap > 0 && !(to->coded && coded))
        dm_buf_char(to->coded ? to->out : &to->bytes, ' ');
    if (!to->coded && coded)
        flush(to);
    to->coded = coded;
    to->cs = w.cs;
    if (!coded) {
        w.len = plain(s, at + gap);
        dm_buf_add(&to->bytes, s.ptr + at + gap, w.len);
    } else {
        dm_mail_unwrap_word(&to->bytes, w.text, w.how);
    }
    return gap + w.len;
}

/* Line ends, tabs and zero bytes that came out of words would break the one
** line. */
static void one_line(dm_buf *out, size_t from)
{
    for (size_t i = from; i < out->len; i++)
        if ((unsigned char)out->ptr[i] < ' ')
            out->ptr[i] = ' ';
}

void dm_mail_words(dm_buf *out, dm_slice value, const dm_charset *raw)
{
    words  to = {.out = out, .raw = raw, .coded = false};
    size_t from = out->len;

    dm_buf_init(&to.bytes, DM_MAIL_HEAD);
    for (size_t at = blanks(value, 0); at < value.len;)
        at += add_next(&to, value, at);
    flush(&to);
    dm_buf_fini(&to.bytes);
    one_line(out, from);
}
