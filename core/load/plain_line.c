/* plain_line.c - cutting lines and looking at how they begin and end. */
#include "load/plain_line.h"

#include "text/utf8.h"

enum { MEASURED = 400 }; /* bytes of a line that are worth measuring */

dm_plain_scan dm_plain_begin(dm_slice text)
{
    dm_plain_scan scan = {
        text, 0, {0, 0, 0}
    };

    for (size_t i = 0; i < 3; i++) {
        const char *p = memchr(text.ptr, "\n\r\f"[i], text.len);

        scan.next[i] = p != NULL ? (size_t)(p - text.ptr) : text.len;
    }
    return scan;
}

/* Where the line that begins here ends.  Each of the three is searched again
** only when it was passed, so text full of one kind stays linear. */
static size_t line_end(dm_plain_scan *scan)
{
    size_t end = scan->text.len;

    for (size_t i = 0; i < 3; i++) {
        if (scan->next[i] < scan->at) {
            const char *p = memchr(scan->text.ptr + scan->at, "\n\r\f"[i],
                                   scan -> text.len - scan->at);

            scan->next[i] =
                p != NULL ? (size_t)(p - scan->text.ptr) : scan->text.len;
        }
        if (scan->next[i] < end)
            end = scan->next[i];
    }
    return end;
}

/* The length of the blank at `at`, or 0; its cells go to `*cells`. */
static size_t blank_at(dm_slice s, size_t at, unsigned *cells)
{
    *cells = 1;
    if (at >= s.len)
        return 0;
    if (s.ptr[at] == ' ')
        return 1;
    if (s.ptr[at] == '\t') {
        *cells = 4;
        return 1;
    }
    if (s.len - at >= 2 && memcmp(s.ptr + at, "\xC2\xA0", 2) == 0)
        return 2;
    *cells = 2;
    if (s.len - at >= 3 && memcmp(s.ptr + at, "\xE3\x80\x80", 3) == 0)
        return 3;
    return 0;
}

static dm_range trim(dm_slice text, dm_range r, unsigned *indent)
{
    dm_slice whole = {text.ptr, r.to};
    unsigned cells;
    size_t   n;

    *indent = 0;
    while ((n = blank_at(whole, r.from, &cells)) > 0) {
        r.from += n;
        *indent += *indent < DM_LONG_LINE ? cells : 0;
    }
    for (;;) {
        size_t last = r.to;

        while (last > r.from && dm_utf8_inside(text.ptr[--last]))
            ;
        n = r.to > r.from ? blank_at((dm_slice){text.ptr, r.to}, last, &cells)
                          : 0;
        if (n == 0 || last + n != r.to)
            return r;
        r.to = last;
    }
}

static bool ends_with_any(dm_slice s, const char *set)
{
    for (size_t len; *set != '\0'; set += len) {
        len = dm_utf8_len(*set);
        if (dm_slice_ends(s, (dm_slice){set, len}))
            return true;
    }
    return false;
}

/* A full stop counts behind a sentence's worth of words: "1. Scope." may be a
** heading. */
static bool ends_sentence(dm_slice s, unsigned cells)
{
    if (ends_with_any(s, "。！？；，,;!?…"))
        return true;
    return cells > 30 && ends_with_any(s, ".”」』");
}

/* The length of a bullet and the blanks behind it, or 0. */
static size_t bullet(dm_slice s)
{
    static const char *const marks[] = {"•", "·", "●", "○", "◆", "◇",
                                        "■", "□", "▪", "※", "‣", "◦"};
    unsigned                 cells;

    if (s.len > 2 && (s.ptr[0] == '-' || s.ptr[0] == '*') &&
        (s.ptr[1] == ' ' || s.ptr[1] == '\t'))
        return 1;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t len = strlen(marks[i]);

        if (s.len > len && memcmp(s.ptr, marks[i], len) == 0)
            return s.len > len + blank_at(s, len, &cells) ? len : 0;
    }
    return 0;
}

/* Does the line consist of at least three of `c`? */
static bool all_of(dm_slice s, char c)
{
    size_t n = 0;

    while (n < s.len && s.ptr[n] == c)
        n++;
    return n == s.len && n >= 3;
}

static size_t hashes(dm_slice s)
{
    size_t n = 0;

    while (n < s.len && s.ptr[n] == '#')
        n++;
    return n > 0 && n <= 6 && n + 1 < s.len && s.ptr[n] == ' ' ? n : 0;
}

static void look_at_hash(dm_plain_line *line, dm_slice s, size_t n)
{
    size_t title = n;

    line->look = DM_LOOK_HASH;
    line->level = (int)n;
    while (title < s.len && s.ptr[title] == ' ')
        title++;
    line->number = dm_number_scan(dm_slice_sub(s, title, s.len));
    line->lead.from = line->range.from + title;
    line->lead.to = line->lead.from + line->number.len;
}

static void look(dm_plain_line *line, dm_slice s)
{
    size_t n = hashes(s);

    line->look = DM_LOOK_TEXT;
    line->level = 0;
    line->lead = (dm_range){line->range.from, line->range.from};
    if (n > 0) {
        look_at_hash(line, s, n);
        return;
    }
    if (all_of(s, '=') || all_of(s, '-')) {
        line->look = DM_LOOK_UNDERLINE;
        line->level = s.ptr[0] == '=' ? 1 : 2;
        return;
    }
    n = bullet(s);
    line->number = dm_number_scan(s);
    if (n > 0)
        line->look = DM_LOOK_BULLET;
    else if (line->number.how != DM_NUM_NONE) {
        line->look = DM_LOOK_NUMBER;
        n = line->number.len;
    }
    line->lead.to += n;
}

bool dm_plain_next(dm_plain_scan *scan, dm_plain_line *line)
{
    dm_slice text = scan->text;
    bool     gap = false;

    while (scan->at < text.len) {
        size_t   end = line_end(scan);
        dm_range r = trim(text, (dm_range){scan->at, end}, &line->indent);
        dm_slice s = dm_slice_sub(text, r.from, r.to);

        scan->at = end + 1;
        if (end + 1 < text.len && text.ptr[end] == '\r' &&
            text.ptr[end + 1] == '\n')
            scan->at++;
        if (s.len > 0) {
            line->range = r;
            line->gap = gap;
            line->cells =
                s.len > MEASURED ? DM_LONG_LINE : (unsigned)dm_utf8_cells(s);
            line->ends = ends_sentence(s, line->cells);
            look(line, s);
            if (end < text.len && text.ptr[end] == '\f')
                scan->at = end; /* the gap is seen before the next line */
            return true;
        }
        gap = true;
    }
    return false;
}
