/* detect_declared.c - what a document says about itself.
**
** HTML: the charset attribute of a meta, alone or inside its content.  XML:
** encoding in the prolog.  Looked for in the first few KB, in ASCII, any
** case.  Browsers stop at 1 KB; scraped pages carry more before it.
*/
#include <strings.h>

#include "text/detect.h"

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The first place of `word` (lower case) in `s` at or after `from`, any case;
** s.len when there is none. */
static size_t find(dm_slice s, size_t from, const char *word)
{
    size_t n = strlen(word);
    char   large = word[0];

    if (large >= 'a' && large <= 'z')
        large = (char)(large - 'a' + 'A');
    for (size_t i = from; i + n <= s.len; i++) {
        if (large == word[0]) { /* no letter: let the library run to it */
            const char *p = memchr(s.ptr + i, large, s.len - i);

            i = p != NULL ? (size_t)(p - s.ptr) : s.len;
            if (i + n > s.len)
                break;
        }
        if ((s.ptr[i] == word[0] || s.ptr[i] == large) &&
            strncasecmp(s.ptr + i, word, n) == 0)
            return i;
    }
    return s.len;
}

/* The value behind `name` = in `s`: quoted or up to a delimiter. */
static dm_slice value(dm_slice s, const char *name)
{
    dm_slice none = {s.ptr, 0};
    size_t   at = find(s, 0, name) + strlen(name);
    size_t   end;

    while (at < s.len && is_blank(s.ptr[at]))
        at++;
    if (at >= s.len || s.ptr[at] != '=')
        return none;
    do
        at++;
    while (at < s.len &&
           (is_blank(s.ptr[at]) || s.ptr[at] == '"' || s.ptr[at] == '\''));
    for (end = at; end < s.len; end++)
        if (is_blank(s.ptr[end]) || strchr("\"'>;/,?", s.ptr[end]) != NULL)
            break;
    return end > at ? dm_slice_sub(s, at, end) : none;
}

static dm_slice from_meta(dm_slice head)
{
    dm_slice out = {head.ptr, 0};
    size_t   at = 0;

    while ((at = find(head, at, "<meta")) < head.len) {
        size_t end = find(head, at, ">");

        out = value(dm_slice_sub(head, at, end), "charset");
        if (out.len > 0)
            return out;
        at = end;
    }
    return out;
}

dm_slice dm_detect_declared(dm_slice bytes, const char **where)
{
    dm_slice head = bytes;
    dm_slice out = {bytes.ptr, 0};
    size_t   at = 0;

    if (head.len > DM_DECLARED)
        head.len = DM_DECLARED;
    while (at < head.len && is_blank(head.ptr[at]))
        at++;
    if (dm_slice_starts(dm_slice_sub(head, at, head.len), DM_S("<?xml"))) {
        size_t end = find(head, at, "?>");

        *where = "named in the XML prolog";
        out = value(dm_slice_sub(head, at, end), "encoding");
    }
    if (out.len == 0) {
        *where = "named in an HTML meta";
        out = from_meta(head);
    }
    return out;
}
