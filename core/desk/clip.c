/* clip.c - pieces of text, measured before they are written. */
#include "desk/clip.h"

#include "emit/json.h"
#include "emit/visible.h"
#include "text/utf8.h"

#define ELLIPSIS "\xE2\x80\xA6"

enum {
    VALUE_MAX = 1 << 20,
    CELL_BYTES = 16 /* of a line that are looked at for each cell shown */
};

/* The next piece, line ends as spaces. */
static dm_slice next(dm_slice *s, char room[DM_VISIBLE_ROOM], size_t *cells)
{
    if (s->ptr[0] != '\n' && s->ptr[0] != '\r')
        return dm_visible_next(s, room, cells);
    *s = dm_slice_sub(*s, 1, s->len);
    *cells = 1;
    return DM_S(" ");
}

/* Cells of `s`, counted until they are more than `enough`. */
static size_t measure(dm_slice s, size_t enough)
{
    size_t total = 0, cells = 0;
    char   room[DM_VISIBLE_ROOM];

    while (s.len > 0 && total <= enough) {
        (void)next(&s, room, &cells);
        total += cells;
    }
    return total;
}

size_t dm_clip(dm_buf *out, dm_slice s, size_t cells)
{
    bool   cut = measure(s, cells) > cells;
    size_t used = 0, took = 0, room_left = cells;
    char   room[DM_VISIBLE_ROOM];

    if (cells == 0)
        return 0;
    if (cut)
        room_left--;
    while (s.len > 0) {
        dm_slice piece = next(&s, room, &took);

        if (used + took > room_left)
            break;
        dm_buf_slice(out, piece);
        used += took;
    }
    if (!cut)
        return used;
    dm_buf_str(out, ELLIPSIS);
    return used + 1;
}

size_t dm_clip_end(dm_buf *out, dm_slice s, size_t cells)
{
    size_t at = s.len, used = 0;

    if (cells == 0)
        return 0;
    while (at > 0) {
        size_t before = dm_utf8_back(s, at);
        size_t took = measure(dm_slice_sub(s, before, at), 8);

        if (used + took + (before > 0) > cells)
            break;
        used += took;
        at = before;
    }
    if (at > 0)
        dm_buf_str(out, ELLIPSIS);
    return (at > 0) + dm_clip(out, dm_slice_sub(s, at, s.len), cells);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

size_t dm_clip_value(dm_buf *out, const dm_value *v, size_t cells)
{
    dm_buf text;
    size_t used = 0;

    if (v->kind == DM_STRING && v->as.string.len > 0 &&
        !is_blank(v->as.string.ptr[0]) &&
        !is_blank(v->as.string.ptr[v->as.string.len - 1]))
        return dm_clip(out, v->as.string, cells);
    dm_buf_init(&text, VALUE_MAX);
    dm_json_value(&text, v, 0);
    used = dm_clip(out, dm_buf_view(&text), cells);
    dm_buf_fini(&text);
    return used;
}

/* The line around `range`: to the line ends before it and behind it, or as far
** as `most` bytes each way, at a character. */
static dm_range line_around(dm_slice text, dm_range range, size_t most)
{
    dm_range line = range;

    while (line.from > 0 && text.ptr[line.from - 1] != '\n' &&
           range.from - line.from < most)
        line.from--;
    while (line.to < text.len && text.ptr[line.to] != '\n' &&
           line.to - range.to < most)
        line.to++;
    while (line.from < range.from && dm_utf8_inside(text.ptr[line.from]))
        line.from++;
    while (line.to > range.to && line.to < text.len &&
           dm_utf8_inside(text.ptr[line.to]))
        line.to--;
    return line;
}

void dm_clip_around(dm_buf *out, dm_slice text, dm_range range, size_t cells,
                    bool color)
{
    dm_range line;
    size_t   inside, left, before;

    if (range.to > text.len || range.from > range.to || cells < 8)
        return;
    line = line_around(text, range, cells * CELL_BYTES);
    left = cells - 2;
    inside = measure(dm_slice_sub(text, range.from, range.to), left);
    left -= inside < left ? inside : left;
    before = measure(dm_slice_sub(text, range.to, line.to), left);
    before = left - (before < left / 2 ? before : left / 2);
    left -= dm_clip_end(out, dm_slice_sub(text, line.from, range.from), before);
    dm_buf_str(out, color ? "\x1b[7m" : "\xE2\x9F\xA6");
    (void)dm_clip(out, dm_slice_sub(text, range.from, range.to), cells - 2);
    dm_buf_str(out, color ? "\x1b[0m" : "\xE2\x9F\xA7");
    (void)dm_clip(out, dm_slice_sub(text, range.to, line.to), left);
}
