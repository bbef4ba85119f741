/* trail_place.c - reading LINE:COL and finding it. */
#include "desk/trail_place.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "text/utf8.h"

typedef struct wish {
    dm_slice part; /* "" for none */
    size_t   line, col;
} wish;

/* Take a number off the end of `*s`, and the colon before it if there is one.
** False without digits, or with more than anybody has lines. */
static bool take_number(dm_slice *s, size_t *n)
{
    size_t from = s->len, value = 0;

    while (from > 0 && dm_ascii_digit(s->ptr[from - 1]))
        from--;
    if (from == s->len || s->len - from > 10)
        return false;
    for (size_t i = from; i < s->len; i++)
        value = value * 10 + (size_t)(s->ptr[i] - '0');
    if (from > 0 && s->ptr[from - 1] != ':')
        return false;
    *s = dm_slice_sub(*s, 0, from > 0 ? from - 1 : 0);
    *n = value;
    return value > 0;
}

static bool read_wish(const char *at, wish *w, dm_err *err)
{
    dm_slice s = dm_slice_str(at);

    if (take_number(&s, &w->col) && at[s.len] == ':' &&
        take_number(&s, &w->line)) {
        w->part = s;
        return true;
    }
    dm_fail(err, DM_E_BAD_VALUE, "'%s' is no place in a file", at);
    return dm_fail_help(err, "write LINE:COL, both from 1, as in --at 3:14");
}

/* The bytes of the member that is wished for; all of what is no container. */
static bool find_part(const dm_doc *doc, dm_slice name, dm_range *bytes,
                      dm_err *err)
{
    *bytes = (dm_range){0, doc->decoded_view->text.len};
    if (doc->nparts == 0 && name.len > 0) {
        dm_fail(err, DM_E_BAD_VALUE,
                "the input has no members, so none is called '%.*s'",
                (int)name.len, name.ptr);
        return dm_fail_help(err, "write LINE:COL");
    }
    for (size_t i = 0; i < doc->nparts; i++) {
        if (name.len > 0 && !dm_slice_eq(name, doc->parts[i].name))
            continue;
        *bytes = doc->parts[i].bytes;
        return true;
    }
    if (doc->nparts == 0)
        return true;
    dm_fail(err, DM_E_BAD_VALUE, "there is no member '%.*s'", (int)name.len,
            name.ptr);
    return dm_fail_help(err, "its text is in %.*s", (int)doc->parts[0].name.len,
                        doc->parts[0].name.ptr);
}

/* The end of a line at `at`: one or two bytes, none at the end of the file. */
static size_t line_end(dm_slice text, size_t at)
{
    if (at < text.len && text.ptr[at] == '\r')
        at++;
    return at < text.len && text.ptr[at] == '\n' ? at + 1 : at;
}

static bool find_column(dm_slice text, dm_range line, const wish *w,
                        dm_range *place, dm_err *err)
{
    size_t at = line.from, col = 1;

    if (line.to > line.from && text.ptr[line.to - 1] == '\r')
        line.to--;
    for (; at < line.to && col < w->col; col++)
        at += dm_utf8_len(text.ptr[at]);
    place->from = at;
    place->to =
        at < line.to ? at + dm_utf8_len(text.ptr[at]) : line_end(text, at);
    if (col == w->col && place->to > place->from)
        return true;
    return dm_fail(
        err, DM_E_BAD_VALUE,
        "line %zu has %zu characters, there is no column %zu", w->line,
        dm_utf8_count(dm_slice_sub(text, line.from, line.to)), w->col);
}

bool dm_trail_place(const dm_doc *doc, const char *at, dm_range *place,
                    dm_err *err)
{
    const dm_lines *lines;
    dm_range        bytes = {0, 0}, line;
    wish            w = {0};
    size_t          first, last;

    if (!read_wish(at, &w, err) || !find_part(doc, w.part, &bytes, err))
        return false;
    lines = dm_view_lines(doc->decoded_view);
    if (lines == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for the lines");
    first = dm_lines_at(lines, bytes.from);
    last = dm_lines_at(lines, bytes.to > bytes.from ? bytes.to - 1 : bytes.to);
    if (w.line > last - first + 1)
        return dm_fail(err, DM_E_BAD_VALUE,
                       "there is no line %zu: the file has %zu", w.line,
                       last - first + 1);
    line = dm_lines_range(lines, first + w.line - 1);
    line.from = line.from > bytes.from ? line.from : bytes.from;
    line.to = line.to < bytes.to ? line.to : bytes.to;
    return find_column(doc->decoded_view->text, line, &w, place, err);
}
