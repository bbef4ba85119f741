/* diff_text.c - a difference on one line of a terminal.
**
**   + 2023-01-04  notice.txt:3:12  …发布日期：⟦2023年1月4日⟧…
**
** The value has the first third of the line, the source what is left of it
** behind the place.
*/
#include <stdio.h>

#include "desk/clip.h"
#include "desk/diff_in.h"
#include "desk/spot.h"
#include "emit/visible.h"
#include "text/utf8.h"

enum { INNER_SHOWN = 3, LEAST_SOURCE = 16, MOST_VALUE = 48 };

const char *dm_diff_state_name(dm_diff_state state)
{
    static const char *const names[] = {"records", "failed", "turned_away",
                                        "skipped"};

    return names[state];
}

static size_t width_of(const dm_diff_about *about)
{
    size_t width = about->style->width;

    return width != 0 ? width : DM_DIFF_WIDTH;
}

/* ---- values ---- */

static size_t put(dm_buf *out, const char *text)
{
    dm_buf_str(out, text);
    return dm_utf8_cells(dm_slice_str(text));
}

static size_t put_arrow(dm_buf *out, const dm_value *was, const dm_value *now,
                        size_t cells)
{
    size_t used =
        was != NULL ? dm_clip_value(out, was, cells / 2) : put(out, "nothing");

    used += put(out, " \xE2\x86\x92 ");
    return used + (now != NULL ? dm_clip_value(out, now, cells - cells / 2)
                               : put(out, "nothing"));
}

/* Of tables only what differs inside. */
static size_t put_inner(dm_buf *out, const dm_inner *list, size_t n,
                        size_t cells)
{
    size_t used = 0, shown = n < INNER_SHOWN ? n : INNER_SHOWN;

    for (size_t i = 0; i < shown; i++) {
        if (i > 0)
            used += put(out, ", ");
        used += dm_clip(out, list[i].path, cells / shown / 2);
        used += put(out, " ");
        used += put_arrow(out, list[i].was, list[i].now, cells / shown / 2);
    }
    return used + (n > shown ? put(out, ", \xE2\x80\xA6") : 0);
}

static size_t put_changed(dm_buf *out, const dm_diff_about *about,
                          const dm_delta *d, size_t cells)
{
    size_t          n = 0;
    const dm_inner *list =
        dm_compare_inside(d->was, d->now, INNER_SHOWN + 1, about->arena, &n);

    return n > 0 ? put_inner(out, list, n, cells)
                 : put_arrow(out, d->was, d->now, cells);
}

/* The fields of a record, without what is docmill's own. */
static size_t put_record(dm_buf *out, const dm_value *record, size_t cells)
{
    dm_buf text;
    size_t used = 0;

    dm_buf_init(&text, 1 << 16);
    for (size_t i = 0; record->kind == DM_OBJECT && i < record->as.object.n;
         i++) {
        const dm_member *m = &record->as.object.members[i];

        if (m->key.len == 0 || m->key.ptr[0] == '_' ||
            dm_slice_eq(m->key, DM_S("id")) || text.len > cells * 8)
            continue;
        if (text.len > 0)
            dm_buf_str(&text, " ");
        (void)dm_clip(&text, m->key, cells);
        dm_buf_char(&text, '=');
        (void)dm_clip_value(&text, m->value, cells);
    }
    used = dm_clip(out, dm_buf_view(&text), cells);
    dm_buf_fini(&text);
    return used;
}

static size_t put_value(dm_buf *out, const dm_diff_about *about,
                        const dm_delta *d, size_t cells)
{
    const dm_value *v = d->now != NULL ? d->now : d->was;

    if (d->field.len == 0)
        return put_record(out, v, cells);
    if (d->kind == DM_DELTA_CHANGED)
        return put_changed(out, about, d, cells);
    return dm_clip_value(out, v, cells);
}

/* ---- places ---- */

static size_t put_name(dm_buf *out, dm_slice name)
{
    return name.len > 0 ? dm_visible(out, name) : 0;
}

/* The document, and the record when it has a name of its own. */
static size_t put_ids(dm_buf *out, const dm_diff_about *about, dm_slice record)
{
    size_t used = put_name(out, about->id);

    if (record.len == 0 || dm_slice_eq(record, about->id))
        return used;
    used += put(out, " (");
    used += put_name(out, record);
    return used + put(out, ")");
}

static size_t put_line(dm_buf *out, const dm_diff_about *about,
                       const dm_spot *spot)
{
    size_t line = 0, col = 0, used = 0;
    char   text[64];

    if (about->doc == NULL || !dm_spot_line(about->doc, spot, &line, &col))
        return 0;
    if (spot->part.len > 0) {
        used += put(out, "!");
        used += put_name(out, spot->part);
    }
    snprintf(text, sizeof text, ":%zu:%zu", line, col);
    return used + put(out, text);
}

/* Between the place and the source: where it was before. */
static size_t put_before(dm_buf *out, const dm_diff_about *about,
                         const dm_delta *d)
{
    size_t line = 0, col = 0;
    char   text[64];

    if (d->kind != DM_DELTA_MOVED && d->kind != DM_DELTA_CHANGED)
        return 0;
    if (about->doc == NULL || !d->now_spot.known || !d->was_spot.known ||
        d->was_spot.src.from == d->now_spot.src.from ||
        !dm_spot_line(about->doc, &d->was_spot, &line, &col))
        return 0;
    snprintf(text, sizeof text, " (was %zu:%zu)", line, col);
    return put(out, text);
}

static void put_source(dm_buf *out, const dm_diff_about *about,
                       const dm_spot *spot, size_t used)
{
    size_t   width = width_of(about);
    dm_range at;

    if (about->doc == NULL || used + LEAST_SOURCE > width ||
        !dm_spot_text(about->doc, spot, &at))
        return;
    dm_buf_str(out, "  ");
    dm_clip_around(out, about->doc->text->text, at, width - used - 2,
                   about->style->color);
}

/* ---- lines ---- */

static const struct {
    const char *sign, *color;
} kinds[] = {
    {"+", "32"}, /* gained */
    {"-", "31"}, /* lost */
    {"~", "33"}, /* changed */
    {"=", "36"}, /* rule */
    {">", "2" }, /* moved */
    {"o", "2" }, /* empty */
    {"!", "31"}, /* turn */
};

static size_t put_sign(dm_buf *out, const dm_diff_about *about, size_t kind)
{
    dm_buf_str(out, "    ");
    if (about->style->color)
        dm_buf_printf(out, "\x1b[%sm%s\x1b[0m ", kinds[kind].color,
                      kinds[kind].sign);
    else
        dm_buf_printf(out, "%s ", kinds[kind].sign);
    return 6;
}

void dm_diff_text_delta(dm_buf *out, const dm_diff_about *about,
                        const dm_delta *d)
{
    const dm_spot *spot = d->now != NULL ? &d->now_spot : &d->was_spot;
    size_t         third = width_of(about) / 3;
    size_t         used = put_sign(out, about, d->kind);

    used += put_value(out, about, d, third < MOST_VALUE ? third : MOST_VALUE);
    used += put(out, "  ");
    used += put_ids(out, about, d->id);
    used += put_line(out, about, spot);
    used += put_before(out, about, d);
    put_source(out, about, spot, used);
}

void dm_diff_turn_name(dm_buf *out, const dm_diff_turn *turn)
{
    static const char *const before[] = {"gave records", "failed",
                                         "was turned away", "was skipped"};
    static const char *const after[] = {"gives records", "fails",
                                        "is turned away", "is skipped"};

    dm_buf_printf(out, "%s under OLD, %s under NEW", before[turn->was],
                  after[turn->now]);
    if (turn->err == NULL)
        return;
    dm_buf_printf(out, ": E%d", (int)turn->err->code);
    if (turn->err->file[0] == '\0')
        return;
    dm_buf_printf(out, " %s", turn->err->file);
    if (turn->err->line > 0 && turn->err->code != DM_E_DEADLINE)
        dm_buf_printf(out, ":%d", turn->err->line); /* else it is by chance */
}

void dm_diff_text_turn(dm_buf *out, const dm_diff_about *about,
                       const dm_diff_turn *turn)
{
    size_t      width = width_of(about);
    size_t      used = put_sign(out, about, DM_TALLY_TURN);
    const char *why = turn->err != NULL ? turn->err->msg : turn->reason;

    used += put_name(out, about->id);
    if (turn->err != NULL && turn->err->doc_line > 0) {
        char text[64];

        snprintf(text, sizeof text, ":%d:%d", turn->err->doc_line,
                 turn->err->doc_col);
        used += put(out, text);
    }
    if (*why == '\0' || used + LEAST_SOURCE > width)
        return;
    used += put(out, "  ");
    (void)dm_clip(out, dm_slice_str(why), width - used);
}
