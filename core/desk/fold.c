/* fold.c - line by line; a line of carets goes with the one above it. */
#include "desk/fold.h"

#include "text/utf8.h"

enum {
    LEAST = 24, /* cells of a terminal that is folded for */
    HANG = 4    /* how much deeper a line goes on */
};

/* Bytes of the paint that `s` begins with; 0 for none. */
static size_t paint(dm_slice s)
{
    size_t n = 2;

    if (s.len < 3 || s.ptr[0] != '\x1b' || s.ptr[1] != '[')
        return 0;
    while (n < s.len && s.ptr[n] != 'm')
        n++;
    return n < s.len ? n + 1 : 0;
}

/* The next character of `s` or the paint before it; `*cells` it takes. */
static size_t piece(dm_slice s, size_t *cells)
{
    size_t n = paint(s);

    *cells = 0;
    if (n > 0)
        return n;
    n = dm_utf8_len(s.ptr[0]);
    n = n > s.len ? s.len : n;
    *cells = dm_utf8_cells(dm_slice_sub(s, 0, n));
    return n;
}

static size_t cells_of(dm_slice s)
{
    size_t total = 0, cells;

    for (size_t i = 0; i < s.len; total += cells)
        i += piece(dm_slice_sub(s, i, s.len), &cells);
    return total;
}

/* Bytes of `s` that fit `room` cells, a character at least; `*used` of them. */
static size_t fit(dm_slice s, size_t room, size_t *used)
{
    size_t at = 0, cells, n;

    *used = 0;
    while (at < s.len) {
        n = piece(dm_slice_sub(s, at, s.len), &cells);
        if (*used + cells > room && *used > 0)
            break;
        *used += cells;
        at += n;
    }
    return at;
}

static void spaces(dm_buf *out, size_t n)
{
    while (n-- > 0)
        dm_buf_char(out, ' ');
}

static size_t blanks(dm_slice s)
{
    size_t n = 0;

    while (n < s.len && s.ptr[n] == ' ')
        n++;
    return n;
}

/* Where to break the first `n` bytes of `s`: behind the last blank among them
** that follows a word, or there. */
static size_t break_at(dm_slice s, size_t n)
{
    for (size_t at = n; at > blanks(s); at--)
        if (s.ptr[at - 1] == ' ')
            return at;
    return n;
}

static void fold_line(dm_buf *out, dm_slice line, size_t width)
{
    size_t hang = blanks(line) + HANG, used, n;
    size_t room = width;

    if (hang > width / 2)
        hang = width / 2;
    for (;;) {
        n = fit(line, room, &used);
        if (n >= line.len)
            break;
        n = break_at(line, n);
        dm_buf_slice(out, dm_slice_sub(line, 0, n));
        while (out->len > 0 && out->ptr[out->len - 1] == ' ')
            out->len--;
        dm_buf_char(out, '\n');
        line = dm_slice_sub(line, n, line.len);
        line = dm_slice_sub(line, blanks(line), line.len);
        spaces(out, hang);
        room = width - hang;
    }
    dm_buf_slice(out, line);
    dm_buf_char(out, '\n');
}

/* Is the line nothing but carets, and tildes before them? */
static bool is_marks(dm_slice line)
{
    bool any = false;

    while (line.len > 0) {
        size_t n = paint(line);

        if (n == 0) {
            char c = line.ptr[0];

            if (c != ' ' && c != '~' && c != '^')
                return false;
            any = any || c == '^';
            n = 1;
        }
        line = dm_slice_sub(line, n, line.len);
    }
    return any;
}

/* Append `n` cells of the marks from cell `at` on, in the paint they have. */
static void put_marks(dm_buf *out, dm_slice marks, size_t at, size_t n)
{
    dm_slice colour = DM_S("");
    size_t   start = out->len, skip, cell = 0;
    bool     any = false;

    for (; marks.len > 0; marks = dm_slice_sub(marks, skip, marks.len)) {
        skip = paint(marks);
        if (skip > 0) {
            if (colour.len == 0)
                colour = dm_slice_sub(marks, 0, skip);
            continue;
        }
        skip = 1;
        if (cell >= at && cell < at + n) {
            if (!any && marks.ptr[0] != ' ')
                dm_buf_slice(out, colour);
            any = any || marks.ptr[0] != ' ';
            dm_buf_char(out, marks.ptr[0]);
        }
        cell++;
    }
    if (!any && !out->failed) {
        out->len = start;
        return;
    }
    if (colour.len > 0)
        dm_buf_str(out, "\x1b[0m");
    dm_buf_char(out, '\n');
}

static void fold_marked(dm_buf *out, dm_slice line, dm_slice marks,
                        size_t width)
{
    size_t at = 0, used, n;
    size_t last = cells_of(marks);

    while (line.len > 0 || at < last) {
        n = fit(line, width, &used);
        dm_buf_slice(out, dm_slice_sub(line, 0, n));
        dm_buf_char(out, '\n');
        line = dm_slice_sub(line, n, line.len);
        if (line.len == 0 && last > at && last - at <= width)
            used = last - at; /* a caret behind the end of the line */
        put_marks(out, marks, at, used > 0 ? used : width);
        at += used > 0 ? used : width;
    }
}

static dm_slice next_line(dm_slice *text)
{
    const char *end = memchr(text->ptr, '\n', text->len);
    size_t      n = end != NULL ? (size_t)(end - text->ptr) : text->len;
    dm_slice    line = dm_slice_sub(*text, 0, n);

    *text = dm_slice_sub(*text, n < text->len ? n + 1 : n, text->len);
    return line;
}

void dm_fold(dm_buf *out, dm_slice text, size_t width)
{
    if (width < LEAST) {
        dm_buf_slice(out, text);
        return;
    }
    while (text.len > 0) {
        dm_slice line = next_line(&text), rest = text;
        dm_slice marks = rest.len > 0 ? next_line(&rest) : DM_S("");

        if (cells_of(line) <= width && cells_of(marks) <= width) {
            dm_buf_slice(out, line);
            dm_buf_char(out, '\n');
        } else if (is_marks(marks)) {
            fold_marked(out, line, marks, width);
            text = rest;
        } else {
            fold_line(out, line, width);
        }
    }
}
