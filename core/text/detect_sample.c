/* detect_sample.c - the text that statistics should look at.
**
** Markup is ASCII noise that drowns short Chinese pages, so it is left out.
** Words are told apart by bytes below '0', which no multi-byte charset uses
** inside a character.
*/
#include <strings.h>

#include "text/detect.h"

static bool starts(dm_slice s, const char *word)
{
    size_t n = strlen(word);

    return s.len >= n && strncasecmp(s.ptr, word, n) == 0;
}

/* Where `word` ends in `s`, or s.len. */
static size_t past(dm_slice s, const char *word)
{
    dm_slice want = dm_slice_str(word);

    for (size_t at = 0; at + want.len <= s.len;) {
        const char *p = memchr(s.ptr + at, word[0], s.len - at);

        if (p == NULL)
            break;
        at = (size_t)(p - s.ptr);
        if (starts(dm_slice_sub(s, at, s.len), word))
            return at + want.len;
        at++;
    }
    return s.len;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Bytes of the tag, comment, script or style at the start of `s`; 0: text */
static size_t markup(dm_slice s)
{
    char next = '\0';

    if (s.len > 1)
        next = s.ptr[1];
    if (starts(s, "<!--"))
        return past(s, "-->");
    if (starts(s, "<![CDATA["))
        return 9;
    if (starts(s, "<script"))
        return past(s, "</script");
    if (starts(s, "<style"))
        return past(s, "</style");
    if (!is_letter(next) && next != '/' && next != '!' && next != '?')
        return 0;
    return past(s, ">");
}

/* A page begins with a tag, or closes one soon. */
static bool is_markup(dm_slice bytes)
{
    dm_slice head = bytes;
    size_t   at = 0;

    if (head.len > DM_DECLARED)
        head.len = DM_DECLARED;
    while (at < head.len && (unsigned char)head.ptr[at] <= ' ')
        at++;
    return (at < head.len && head.ptr[at] == '<' &&
            markup(dm_slice_sub(head, at, head.len)) > 0) ||
           past(head, "</") < head.len;
}

static bool is_high(char c)
{
    return (unsigned char)c >= 0x80;
}

/* The word at the start of `s` with the bytes that end it. */
static size_t word(dm_slice s, bool tags, bool *high)
{
    size_t at = 0;

    *high = false;
    while (at < s.len && (unsigned char)s.ptr[at] >= '0' &&
           !(tags && s.ptr[at] == '<'))
        *high |= is_high(s.ptr[at++]);
    while (at < s.len && (unsigned char)s.ptr[at] < '0')
        at++;
    return at;
}

static void add(dm_buf *sample, dm_slice piece)
{
    if (piece.len > DM_SAMPLE - sample->len)
        piece.len = DM_SAMPLE - sample->len;
    dm_buf_slice(sample, piece);
}

static void gather(dm_buf *sample, dm_slice bytes, bool tags)
{
    size_t at = 0;

    while (at < bytes.len && sample->len < DM_SAMPLE && !sample->failed) {
        dm_slice rest = dm_slice_sub(bytes, at, bytes.len);
        size_t   n = tags && rest.ptr[0] == '<' ? markup(rest) : 0;
        bool     high = false;

        if (n > 0) {
            add(sample, DM_S(" "));
        } else {
            n = word(rest, tags, &high);
            if (n == 0) /* a '<' of the text */
                n = 1;
            if (high || sample->len < DM_SAMPLE / 2)
                add(sample, dm_slice_sub(rest, 0, n));
        }
        at += n;
    }
}

void dm_detect_sample(dm_buf *sample, dm_slice bytes)
{
    bool tags = is_markup(bytes);
    bool high = false;

    gather(sample, bytes, tags);
    for (size_t i = 0; i < sample->len && !high; i++)
        high = is_high(sample->ptr[i]);
    if (high || !tags)
        return;
    dm_buf_clear(sample); /* all that counts stands inside the tags */
    gather(sample, bytes, false);
}
