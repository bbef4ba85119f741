/* sniff_html.c - is this text HTML?
**
** A document says so itself at its beginning (a doctype, an html element), or
** its path does, or a good part of it are tags.  A page about HTML or a text
** with a few scraps of markup stays text.
*/
#include <strings.h>

#include "base/ascii.h"
#include "load/readers.h"

enum { WINDOW = 65536 };

/* Case-blind; `word` is in small letters. */
static bool begins(dm_slice s, const char *word)
{
    size_t len = strlen(word);

    return s.len >= len && strncasecmp(s.ptr, word, len) == 0;
}

static dm_slice after(dm_slice s, const char *end)
{
    const char *at = memmem(s.ptr, s.len, end, strlen(end));

    if (at == NULL)
        return dm_slice_sub(s, s.len, s.len);
    return dm_slice_sub(s, (size_t)(at - s.ptr) + strlen(end), s.len);
}

/* Pass white space, comments and processing instructions. */
static dm_slice pass_prolog(dm_slice s)
{
    for (;;) {
        if (s.len > 0 && dm_ascii_space(s.ptr[0]))
            s = dm_slice_sub(s, 1, s.len);
        else if (begins(s, "\xEF\xBB\xBF"))
            s = dm_slice_sub(s, 3, s.len);
        else if (begins(s, "<!--"))
            s = after(s, "-->");
        else if (begins(s, "<?"))
            s = after(s, ">");
        else
            return s;
    }
}

/* The length of the tag of HTML that `s` begins with, or 0. */
static size_t tag_length(dm_slice s)
{
    static const char *const names[] = {
        "a",     "b",      "blockquote", "body", "br",   "center", "div",
        "dd",    "dl",     "dt",         "em",   "font", "footer", "form",
        "h1",    "h2",     "h3",         "h4",   "head", "header", "hr",
        "html",  "i",      "img",        "li",   "link", "main",   "meta",
        "nav",   "ol",     "option",     "p",    "pre",  "script", "section",
        "span",  "strong", "style",      "sup",  "sub",  "table",  "tbody",
        "td",    "th",     "title",      "tr",   "u",    "ul",     "article",
        "input", "ruby",   "rt",
    };
    size_t      name = s.len > 1 && s.ptr[1] == '/' ? 2 : 1;
    size_t      end = name;
    const char *close;

    while (end < s.len && end < 16 && s.ptr[end] != '>' && s.ptr[end] != '/' &&
           !dm_ascii_space(s.ptr[end]))
        end++;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) != end - name ||
            strncasecmp(names[i], s.ptr + name, end - name) != 0)
            continue;
        close = memchr(s.ptr, '>', s.len < 2048 ? s.len : 2048);
        return close != NULL ? (size_t)(close - s.ptr) + 1 : 0;
    }
    return 0;
}

typedef struct census {
    size_t tags, bytes; /* and how many bytes they take */
} census;

static census count_tags(dm_slice s)
{
    census out = {0, 0};
    size_t at = 0;

    while (at < s.len) {
        const char *open = memchr(s.ptr + at, '<', s.len - at);
        size_t      len;

        if (open == NULL)
            break;
        at = (size_t)(open - s.ptr);
        len = tag_length(dm_slice_sub(s, at, s.len));
        out.tags += len > 0;
        out.bytes += len;
        at += len > 0 ? len : 1;
    }
    return out;
}

static bool named_html(dm_slice path)
{
    static const char *const ends[] = {".html", ".htm", ".xhtml", ".shtml"};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t len = strlen(ends[i]);

        if (path.len > len &&
            strncasecmp(path.ptr + path.len - len, ends[i], len) == 0)
            return true;
    }
    return false;
}

/* A doctype, if it is of HTML, or the root element itself. */
static bool declares(dm_slice s)
{
    if (begins(s, "<!doctype html"))
        return true;
    if (begins(s, "<!doctype"))
        s = pass_prolog(after(s, ">"));
    return begins(s, "<html") && (s.len == 5 || !dm_ascii_letter(s.ptr[5]));
}

int dm_sniff_html(dm_slice text, dm_slice path)
{
    dm_slice start = pass_prolog(text);
    size_t   seen = start.len < WINDOW ? start.len : WINDOW;
    census   tags;

    if (declares(start))
        return 100;
    tags = count_tags(dm_slice_sub(start, 0, seen));
    if (named_html(path) && tags.tags > 0)
        return 90;
    if (tags.tags >= 3 && tag_length(start) > 0 && tags.bytes * 20 >= seen)
        return 80;
    if (tags.tags >= 8 && tags.bytes * 4 >= seen)
        return 70;
    return 0;
}
