/* declared.c - what a document says about its charset.
**
** HTML: the charset attribute of a meta, alone or inside its content.  XML:
** encoding in the prolog.  CSS: @charset at the very beginning.  All of it is
** ASCII in every charset that can say it, so the same walk reads bytes, for
** detection, and decoded text, for writing back.  What stands in comments and
** scripts is none.
*/
#include "text/declared.h"

#include <strings.h>

#include "base/ascii.h"
#include "text/detect.h"

enum { FAR = 65536 }; /* bytes in which write-back looks */

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

static bool starts(dm_slice s, size_t at, const char *word)
{
    size_t n = strlen(word);

    return s.len - at >= n && strncasecmp(s.ptr + at, word, n) == 0;
}

static size_t blanks(dm_slice s, size_t at)
{
    while (at < s.len && dm_ascii_space(s.ptr[at]))
        at++;
    return at;
}

/* The value behind `name` = in `s`, from `at` on: quoted or up to a
** delimiter.  False when it is none. */
static bool value(dm_slice s, size_t at, const char *name, dm_range *out)
{
    size_t end;

    at = blanks(s, at + strlen(name));
    if (at >= s.len || s.ptr[at] != '=')
        return false;
    do
        at++;
    while (at < s.len && (dm_ascii_space(s.ptr[at]) || s.ptr[at] == '"' ||
                          s.ptr[at] == '\''));
    for (end = at; end < s.len; end++)
        if (dm_ascii_space(s.ptr[end]) ||
            strchr("\"'>;/,?", s.ptr[end]) != NULL)
            break;
    *out = (dm_range){at, end};
    return end > at;
}

/* The first value that `name` has between `at` and the end of `s`. */
static bool attribute(dm_slice s, size_t at, const char *name, dm_range *out)
{
    while ((at = find(s, at, name)) < s.len) {
        if (value(s, at, name, out))
            return true;
        at += strlen(name);
    }
    return false;
}

/* Past the markup that begins at `at` and hides what looks like a meta (all
** that follows when it never ends); `at` itself when there is none. */
static size_t hidden(dm_slice s, size_t at)
{
    static const struct {
        const char *open, *close;
    } rows[] = {
        {"<!--",    "-->"     },
        {"<script", "</script"},
        {"<style",  "</style" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t end;

        if (!starts(s, at, rows[i].open))
            continue;
        end = find(s, at + (i == 0 ? 2 : 1), rows[i].close);
        return end < s.len ? end + strlen(rows[i].close) : end;
    }
    return at;
}

/* The name in the meta that begins at `at`; behind the meta goes to `*end`. */
static bool in_meta(dm_slice s, size_t at, size_t *end, dm_range *name)
{
    if (!starts(s, at, "<meta"))
        return false;
    *end = find(s, at, ">");
    return attribute((dm_slice){s.ptr, *end}, at, "charset", name);
}

static bool from_meta(dm_slice s, size_t *at, dm_range *name)
{
    size_t i = *at;

    while ((i = find(s, i, "<")) < s.len) {
        size_t past = hidden(s, i);

        if (past == i && in_meta(s, i, &past, name)) {
            *at = past;
            return true;
        }
        i = past > i ? past : i + 1;
    }
    *at = s.len;
    return false;
}

/* What only the beginning of a document can say. */
static bool from_start(dm_slice s, size_t *at, dm_range *name,
                       const char **where)
{
    size_t from = dm_slice_starts(s, DM_S("\xEF\xBB\xBF")) ? 3 : 0;
    size_t end;

    if (dm_slice_starts(dm_slice_sub(s, from, s.len), DM_S("@charset \""))) {
        *where = "named in a CSS rule";
        name->from = from + strlen("@charset \"");
        *at = name->to = find(s, name->from, "\"");
        return name->to < s.len && name->to > name->from;
    }
    from = blanks(s, from);
    if (!dm_slice_starts(dm_slice_sub(s, from, s.len), DM_S("<?xml")))
        return false;
    *where = "named in the XML prolog";
    end = find(s, from, "?>");
    *at = end < s.len ? end : from;
    return attribute((dm_slice){s.ptr, end}, from, "encoding", name);
}

static dm_slice head_of(dm_slice s, size_t most)
{
    return s.len > most ? dm_slice_sub(s, 0, most) : s;
}

bool dm_declared_next(dm_slice text, size_t *at, dm_range *name)
{
    dm_slice    head = head_of(text, FAR);
    const char *where;

    if (*at == 0 && from_start(head, at, name, &where))
        return true;
    return *at < head.len && from_meta(head, at, name);
}

bool dm_declared_room(dm_slice text, size_t *at)
{
    dm_slice head = head_of(text, FAR);
    size_t   end = find(head, 0, "?>");
    dm_range value;

    if (!dm_slice_starts(head, DM_S("<?xml")) || end == head.len ||
        !dm_ascii_space(head.ptr[5]) ||
        attribute((dm_slice){head.ptr, end}, 0, "encoding", &value) ||
        !attribute((dm_slice){head.ptr, end}, 0, "version", &value))
        return false;
    *at = value.to + (value.to < end && (head.ptr[value.to] == '"' ||
                                         head.ptr[value.to] == '\''));
    return true;
}

dm_slice dm_detect_declared(dm_slice bytes, const char **where)
{
    dm_slice head = head_of(bytes, DM_DECLARED);
    dm_range name = {0, 0};
    size_t   at = 0;

    if (!from_start(head, &at, &name, where)) {
        *where = "named in an HTML meta";
        if (!from_meta(head, &at, &name))
            name.to = name.from = 0;
    }
    return dm_slice_sub(bytes, name.from, name.to);
}
