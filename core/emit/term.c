/* term.c - one pass over the text with the set of marks that are open. */
#include "emit/term.h"

#include "emit/json.h"
#include "emit/visible.h"
#include "text/utf8.h"

enum { OPEN_MAX = 32, COLORS = 6, FIGURES_MAX = 1024 };

typedef struct walk {
    dm_buf              *out;
    const dm_term_page  *page;
    const dm_term_style *style;
    size_t               next;           /* mark to open next */
    const dm_term_mark  *open[OPEN_MAX]; /* those around the current place */
    size_t               nopen;
    size_t               line, cells; /* the line's number, cells used */
    int                  gutter;      /* width of the line numbers */
    size_t               unshown;     /* marks with too many others open */
} walk;

static void paint(dm_buf *out, const dm_term_style *style, int field)
{
    if (!style->color)
        return;
    if (field == DM_TERM_DROPPED)
        dm_buf_str(out, "\x1b[2m");
    else
        dm_buf_printf(out, "\x1b[4;%dm", 31 + field % COLORS);
}

static void unpaint(dm_buf *out, const dm_term_style *style)
{
    if (style->color)
        dm_buf_str(out, "\x1b[0m");
}

/* The shortest of the open marks is the one that shows. */
static const dm_term_mark *innermost(const walk *w)
{
    const dm_term_mark *best = NULL;

    for (size_t i = 0; i < w->nopen; i++) {
        const dm_term_mark *m = w->open[i];

        if (best == NULL ||
            m->range.to - m->range.from <= best->range.to - best->range.from)
            best = m;
    }
    return best;
}

static void repaint(const walk *w)
{
    const dm_term_mark *top = innermost(w);

    unpaint(w->out, w->style);
    if (top != NULL)
        paint(w->out, w->style, top->field);
}

static void new_row(walk *w, bool numbered)
{
    unpaint(w->out, w->style);
    if (w->style->color)
        dm_buf_str(w->out, "\x1b[2m");
    if (numbered)
        dm_buf_printf(w->out, "%*zu ", w->gutter, ++w->line);
    else
        dm_buf_printf(w->out, "%*s ", w->gutter, "");
    dm_buf_str(w->out, "\xE2\x94\x82 "); /* a vertical bar */
    w->cells = (size_t)w->gutter + 3;
    repaint(w);
}

/* Put `text` of `cells` cells, on a new row if it does not fit. */
static void put(walk *w, dm_slice text, size_t cells)
{
    if (w->style->width != 0 && w->cells + cells > w->style->width &&
        w->cells > (size_t)w->gutter + 3) {
        unpaint(w->out, w->style);
        dm_buf_char(w->out, '\n');
        new_row(w, false);
    }
    dm_buf_slice(w->out, text);
    w->cells += cells;
}

static void put_name(walk *w, const dm_term_mark *m)
{
    dm_slice name = m->field < 0 ? DM_S("dropped") : w->page->names[m->field];
    char     room[DM_VISIBLE_ROOM];
    size_t   cells = 0;

    put(w, DM_S("\xE2\x9F\xA7"), 1);
    while (name.len > 0) {
        dm_slice piece = dm_visible_next(&name, room, &cells);

        put(w, piece, cells);
    }
}

static void close_marks(walk *w, size_t at)
{
    bool any = false;

    for (size_t i = w->nopen; i-- > 0;) {
        const dm_term_mark *m = w->open[i];

        if (m->range.to > at)
            continue;
        memmove(&w->open[i], &w->open[i + 1],
                (w->nopen - i - 1) * sizeof(const dm_term_mark *));
        w->nopen--;
        any = true;
        if (!w->style->color)
            put_name(w, m);
    }
    if (any)
        repaint(w);
}

static void open_marks(walk *w, size_t at)
{
    bool any = false;

    while (w->next < w->page->nmarks &&
           w->page->marks[w->next].range.from <= at) {
        const dm_term_mark *m = &w->page->marks[w->next++];

        if (m->range.to <= at)
            continue;
        if (w->nopen == OPEN_MAX) {
            w->unshown++;
            continue;
        }
        w->open[w->nopen++] = m;
        any = true;
        if (!w->style->color)
            put(w, DM_S("\xE2\x9F\xA6"), 1);
    }
    if (any)
        repaint(w);
}

/* One line without its end; `from` is where it begins in the text.  Nothing
** comes between a character and the marks that combine with it. */
static void put_line(walk *w, dm_slice line, size_t from)
{
    dm_slice rest = line;
    char     room[DM_VISIBLE_ROOM];
    size_t   cells = 0;

    new_row(w, true);
    while (rest.len > 0) {
        size_t   at = from + line.len - rest.len;
        dm_slice piece = DM_LIT("");

        piece = dm_visible_next(&rest, room, &cells);
        if (cells > 0 || at == from) {
            close_marks(w, at);
            open_marks(w, at);
        }
        put(w, piece, cells);
    }
    close_marks(w, from + line.len);
    unpaint(w->out, w->style);
    dm_buf_char(w->out, '\n');
}

static int digits(size_t n)
{
    int d = 1;

    for (; n >= 10; n /= 10)
        d++;
    return d;
}

static size_t count_lines(dm_slice text)
{
    size_t n = 1;

    for (size_t i = 0; i < text.len; i++)
        n += text.ptr[i] == '\n';
    return n;
}

static void put_legend(const walk *w)
{
    if (w->page->nnames == 0)
        return;
    dm_buf_str(w->out, "fields:");
    for (size_t i = 0; i < w->page->nnames; i++) {
        dm_buf_char(w->out, ' ');
        paint(w->out, w->style, (int)i);
        dm_visible(w->out, w->page->names[i]);
        unpaint(w->out, w->style);
    }
    dm_buf_char(w->out, '\n');
}

/* The title, as many rows as it takes; the cells of the last one. */
static size_t put_title(dm_buf *out, dm_slice title, const dm_term_style *style)
{
    size_t used = 0, cells = 0;
    char   room[DM_VISIBLE_ROOM];

    if (style->color)
        dm_buf_str(out, "\x1b[1m");
    while (title.len > 0) {
        dm_slice piece = dm_visible_next(&title, room, &cells);

        if (style->width != 0 && used > 0 && used + cells > style->width) {
            dm_buf_char(out, '\n');
            used = 0;
        }
        dm_buf_slice(out, piece);
        used += cells;
    }
    unpaint(out, style);
    return used;
}

/* The title and the figures, which go on in a new row where they do not fit. */
static void put_head(dm_buf *out, const dm_term_page *page,
                     const dm_term_style *style)
{
    size_t used = put_title(out, page->title, style);
    dm_buf figures;

    dm_buf_init(&figures, FIGURES_MAX);
    if (page->charset.len > 0)
        dm_term_figures(&figures, page);
    for (size_t at = 0; at < figures.len;) {
        const char *end = memchr(figures.ptr + at, ' ', figures.len - at);
        size_t   to = end != NULL ? (size_t)(end - figures.ptr) : figures.len;
        dm_slice word = dm_slice_sub(dm_buf_view(&figures), at, to);

        size_t gap = at > 0 ? 1 : 2, cells = dm_utf8_cells(word);

        if (style->width != 0 && used + gap + cells > style->width &&
            used > 2) {
            dm_buf_str(out, "\n  ");
            used = 2;
        } else {
            dm_buf_str(out, at > 0 ? " " : "  ");
            used += gap;
        }
        dm_buf_slice(out, word);
        used += cells;
        at = to + 1;
    }
    dm_buf_char(out, '\n');
    dm_buf_fini(&figures);
}

void dm_term_text(dm_buf *out, const dm_term_page *page,
                  const dm_term_style *style)
{
    walk   w = {.out = out, .page = page, .style = style};
    size_t at = 0;

    w.gutter = digits(count_lines(page->text));
    put_head(out, page, style);
    while (at < page->text.len) {
        const char *end =
            memchr(page->text.ptr + at, '\n', page->text.len - at);
        size_t to =
            end != NULL ? (size_t)(end - page->text.ptr) : page->text.len;

        size_t cr = to > at && page->text.ptr[to - 1] == '\r';

        put_line(&w, dm_slice_sub(page->text, at, to - cr), at);
        at = to + 1;
    }
    put_legend(&w);
    if (w.unshown > 0)
        dm_buf_printf(out, "%zu marks are not shown: more than %d overlap\n",
                      w.unshown, (int)OPEN_MAX);
}

/* A text keeps its lines, each behind an indent. */
static void put_string(dm_buf *out, dm_slice text)
{
    while (text.len > 0) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t      n = end != NULL ? (size_t)(end - text.ptr) : text.len;

        dm_visible(out, dm_slice_sub(text, 0, n));
        if (end != NULL)
            dm_buf_str(out, "\n    ");
        text = dm_slice_sub(text, n + (end != NULL), text.len);
    }
}

static void put_value(dm_buf *out, const dm_value *v)
{
    dm_buf json;

    if (v->kind == DM_STRING) {
        put_string(out, v->as.string);
        return;
    }
    dm_buf_init(&json, out->max);
    dm_json_value(&json, v, 0);
    dm_visible(out, dm_buf_view(&json));
    dm_buf_fini(&json);
}

/* A field: its value behind the name, a list's items below it. */
static void put_field(dm_buf *out, dm_slice key, const dm_value *v,
                      const dm_term_style *style)
{
    if (style->color)
        dm_buf_str(out, "\x1b[1m");
    dm_visible(out, key);
    unpaint(out, style);
    dm_buf_char(out, ':');
    if (v->kind != DM_LIST || v->as.list.n == 0) {
        dm_buf_char(out, ' ');
        put_value(out, v);
        dm_buf_char(out, '\n');
        return;
    }
    dm_buf_char(out, '\n');
    for (size_t i = 0; i < v->as.list.n; i++) {
        dm_buf_str(out, "  - ");
        put_value(out, v->as.list.items[i]);
        dm_buf_char(out, '\n');
    }
}

void dm_term_fields(dm_buf *out, const dm_value *record,
                    const dm_term_style *style)
{
    if (record->kind != DM_OBJECT) {
        put_value(out, record);
        dm_buf_char(out, '\n');
        return;
    }
    for (size_t i = 0; i < record->as.object.n; i++) {
        const dm_member *m = &record->as.object.members[i];

        if (m->key.len > 0 && m->key.ptr[0] != '_')
            put_field(out, m->key, m->value, style);
    }
}
