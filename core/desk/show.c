/* show.c - quoting, labels, and lines with carets under them. */
#include "desk/show.h"

#include "base/err.h"
#include "emit/json.h"
#include "text/utf8.h"

enum {
    LABEL = 12,  /* cells of a label, its indent apart */
    WIDTH = 72,  /* cells of a line that are shown */
    LEAD = 28,   /* of them before the place */
    SPELLED = 2, /* characters whose code points are told */
    QUOTE = 80,  /* cells of a quote */
    VALUE = 400  /* bytes of a value that are shown */
};

void dm_show_label(dm_buf *out, const char *label)
{
    size_t n;

    dm_buf_str(out, "  ");
    n = dm_visible(out, dm_slice_str(label));
    do
        dm_buf_char(out, ' ');
    while (++n < LABEL);
}

/* ASCII that can be seen needs no code point. */
static bool plain(dm_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] <= 0x20 || (unsigned char)s.ptr[i] >= 0x7F)
            return false;
    return true;
}

void dm_show_quote(dm_buf *out, dm_slice s)
{
    size_t   used = 0, cells = 0;
    dm_slice rest = s;
    char     room[DM_VISIBLE_ROOM];

    dm_buf_char(out, '"');
    for (; rest.len > 0 && used < QUOTE; used += cells)
        dm_buf_slice(out, dm_visible_next(&rest, room, &cells));
    dm_buf_str(out, rest.len > 0 ? "\"..." : "\"");
    if (plain(s) || dm_utf8_count(s) > SPELLED)
        return;
    for (size_t i = 0; i < s.len;) {
        size_t   n = 0;
        uint32_t cp = dm_utf8_decode(s.ptr + i, &n);

        dm_buf_printf(out, " U+%04X", (unsigned)cp);
        i += n;
    }
}

void dm_show_value(dm_buf *out, const dm_value *v)
{
    dm_buf json;
    char   cut[VALUE + 1];

    dm_buf_init(&json, out->max);
    if (v != NULL)
        dm_json_value(&json, v, 0);
    dm_err_copy(cut, sizeof cut, dm_buf_view(&json).ptr, json.len);
    dm_visible(out, dm_slice_str(cut));
    if (json.len > VALUE)
        dm_buf_str(out, "...");
    dm_buf_fini(&json);
}

static dm_range line_of(dm_slice text, size_t at)
{
    dm_range    r = {at, at};
    const char *end = memchr(text.ptr + at, '\n', text.len - at);

    while (r.from > 0 && text.ptr[r.from - 1] != '\n')
        r.from--;
    r.to = end != NULL ? (size_t)(end - text.ptr) : text.len;
    if (r.to > r.from && text.ptr[r.to - 1] == '\r' && at < r.to)
        r.to--;
    return r;
}

/* As many characters before `at` as fit `room` cells, from `floor` on. */
static size_t back(dm_slice text, size_t at, size_t floor, size_t room)
{
    size_t used = 0;

    while (at > floor) {
        size_t   before = dm_utf8_back(text, at), cells = 0;
        dm_slice one = dm_slice_sub(text, before, at);
        char     spelled[DM_VISIBLE_ROOM];

        (void)dm_visible_next(&one, spelled, &cells);
        used += cells;
        if (used > room)
            break;
        at = before;
    }
    return at;
}

static void put_carets(dm_buf *out, size_t before, size_t n, bool color)
{
    dm_buf_str(out, "    ");
    for (size_t i = 0; i < before; i++)
        dm_buf_char(out, ' ');
    dm_buf_str(out, color ? "\x1b[1;32m" : "");
    for (size_t i = 0; i < n || i == 0; i++)
        dm_buf_char(out, '^');
    dm_buf_str(out, color ? "\x1b[0m\n" : "\n");
}

void dm_show_line(dm_buf *out, dm_slice text, dm_range range, bool color)
{
    dm_range line = line_of(text, range.from);
    dm_slice rest;
    size_t   from, at, cells = 0, before = 0, under = 0, used = 0;
    char     room[DM_VISIBLE_ROOM];

    from = back(text, range.from, line.from, LEAD);
    dm_buf_str(out, from > line.from ? "  .." : "    ");
    rest = dm_slice_sub(text, from, line.to > from ? line.to : from);
    for (at = from; rest.len > 0; used += cells) {
        dm_slice next = rest;
        dm_slice piece = dm_visible_next(&next, room, &cells);

        if (used + cells > WIDTH)
            break;
        dm_buf_slice(out, piece);
        if (at < range.from)
            before += cells;
        else if (at < range.to)
            under += cells;
        rest = next;
        at = line.to - rest.len;
    }
    dm_buf_str(out, rest.len > 0 ? "..\n" : "\n");
    put_carets(out, before, under, color);
}
