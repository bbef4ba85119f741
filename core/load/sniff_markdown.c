/* sniff_markdown.c - is this text Markdown?
**
** Its path says so, or it has front matter, or marks that no plain text has by
** chance: links, fences and table rules, and a second kind of mark.  A text
** with a few # or * stays text, which the reader of text knows too.
*/
#include <strings.h>

#include "load/read_markdown.h"
#include "load/readers.h"

enum { WINDOW = 65536 };

static bool named_markdown(dm_slice path)
{
    static const char *const ends[] = {".md",   ".markdown", ".mdown", ".mkd",
                                       ".mdwn", ".qmd",      ".rmd"};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t len = strlen(ends[i]);

        if (path.len > len &&
            strncasecmp(path.ptr + path.len - len, ends[i], len) == 0)
            return true;
    }
    return false;
}

typedef struct census {
    size_t headings, links, fences, rules, strong;
} census;

/* "|---|:--:|": the line under a table's head. */
static bool is_rule(dm_slice line)
{
    size_t bars = 0;
    size_t dashes = 0;

    for (size_t i = 0; i < line.len; i++) {
        bars += line.ptr[i] == '|';
        dashes += line.ptr[i] == '-';
        if (!dm_md_among(line.ptr[i], "|-: \t\r"))
            return false;
    }
    return bars >= 1 && dashes >= 3;
}

static bool is_heading(dm_slice line)
{
    size_t n = 0;

    while (n < line.len && n < 7 && line.ptr[n] == '#')
        n++;
    return n > 0 && n < 7 && n + 1 < line.len && line.ptr[n] == ' ';
}

/* How often `open` is followed by `close` on the line. */
static size_t pairs(dm_slice line, dm_slice open, dm_slice close)
{
    size_t n = 0;

    for (;;) {
        const char *a = memmem(line.ptr, line.len, open.ptr, open.len);
        const char *b;

        if (a == NULL)
            return n;
        line = dm_slice_sub(line, (size_t)(a - line.ptr) + open.len, line.len);
        b = memmem(line.ptr, line.len, close.ptr, close.len);
        if (b == NULL)
            return n;
        n += b > line.ptr;
        line = dm_slice_sub(line, (size_t)(b - line.ptr) + close.len, line.len);
    }
}

static void count_line(census *c, dm_slice line)
{
    if (line.len == 0)
        return;
    c->headings += is_heading(line);
    c->rules += is_rule(line);
    c->fences += dm_slice_starts(line, DM_S("```"));
    if (memchr(line.ptr, '[', line.len) != NULL)
        c->links += pairs(line, DM_S("]("), DM_S(")"));
    c->strong += pairs(line, DM_S("**"), DM_S("**"));
}

static census count_marks(dm_slice s)
{
    census out = {0, 0, 0, 0, 0};

    while (s.len > 0) {
        const char *lf = memchr(s.ptr, '\n', s.len);
        size_t      n = lf != NULL ? (size_t)(lf - s.ptr) : s.len;

        count_line(&out, dm_slice_sub(s, 0, n));
        s = dm_slice_sub(s, n + (lf != NULL), s.len);
    }
    return out;
}

int dm_sniff_markdown(dm_slice text, dm_slice path)
{
    size_t front;
    size_t weak;
    size_t certain;
    census c;

    if (named_markdown(path))
        return 95;
    front = dm_md_front(text);
    c = count_marks(
        dm_slice_sub(text, 0, text.len < WINDOW ? text.len : WINDOW));
    weak = (size_t)(c.headings > 0) + (c.strong > 0);
    certain = (size_t)(c.links > 0) + (c.fences > 1) + (c.rules > 0);
    if (front > 0 && weak + certain > 0)
        return 60;
    if (certain > 0 && weak + certain >= 2)
        return 40;
    return 0;
}
