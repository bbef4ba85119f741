/* stats_chart.c - cells gathered, measured, printed. */
#include "desk/stats_chart.h"

#include <stdio.h>

#include "emit/visible.h"

enum { TEXT_MAX = 1 << 26, GAP = 2, NARROW = 40 };

typedef struct cell {
    size_t from, len, cells;
} cell;

void dm_chart_init(dm_chart *t, const char *const *heads)
{
    memset(t, 0, sizeof *t);
    t->heads = heads;
    while (heads[t->columns] != NULL && t->columns < DM_CHART_COLUMNS)
        t->width[t->columns] = strlen(heads[t->columns]), t->columns++;
    dm_buf_init(&t->cells, TEXT_MAX);
    dm_buf_init(&t->text, TEXT_MAX);
}

void dm_chart_fini(dm_chart *t)
{
    dm_buf_fini(&t->cells);
    dm_buf_fini(&t->text);
}

static size_t cells_of(dm_slice s)
{
    char   room[DM_VISIBLE_ROOM];
    size_t all = 0, n = 0;

    while (s.len > 0) {
        (void)dm_visible_next(&s, room, &n);
        all += n;
    }
    return all;
}

static void add(dm_chart *t, size_t from, size_t cells, bool right)
{
    cell c = {from, t->text.len - from, cells};

    if (t->at >= t->columns)
        return;
    dm_buf_add(&t->cells, &c, sizeof c);
    if (cells > t->width[t->at])
        t->width[t->at] = cells;
    t->right[t->at++] = right;
}

void dm_chart_fit(dm_buf *out, dm_slice s, size_t cells)
{
    char   room[DM_VISIBLE_ROOM];
    size_t used = 0, n = 0;
    bool   cut = cells_of(s) > cells;

    while (s.len > 0) {
        dm_slice piece = dm_visible_next(&s, room, &n);

        if (cut && used + n + 1 > cells)
            break;
        dm_buf_slice(out, piece);
        used += n;
    }
    if (cut)
        dm_buf_str(out, "…");
}

void dm_chart_text(dm_chart *t, dm_slice s)
{
    bool   last = t->at + 1 == t->columns;
    size_t from = t->text.len, cells = 0;

    dm_chart_fit(&t->text, s, last ? 1000 : NARROW);
    cells = cells_of(dm_slice_sub(dm_buf_view(&t->text), from, t->text.len));
    add(t, from, cells, false);
}

static void add_plain(dm_chart *t, const char *text)
{
    size_t from = t->text.len;

    dm_buf_str(&t->text, text);
    add(t, from, strlen(text), true);
}

void dm_chart_count(dm_chart *t, uint64_t n)
{
    char text[32], grouped[48];
    int  len = snprintf(text, sizeof text, "%llu", (unsigned long long)n);
    int  k = 0;

    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            grouped[k++] = ',';
        grouped[k++] = text[i];
    }
    grouped[k] = '\0';
    add_plain(t, grouped);
}

void dm_chart_share(dm_chart *t, double part)
{
    char text[32];

    snprintf(text, sizeof text, "%.1f %%", 100 * part);
    add_plain(t, text);
}

void dm_chart_seconds(dm_chart *t, double seconds)
{
    char   text[32];
    size_t from = t->text.len;

    if (seconds >= 1)
        snprintf(text, sizeof text, "%.2f s", seconds);
    else if (seconds >= 1e-3)
        snprintf(text, sizeof text, "%.2f ms", seconds * 1e3);
    else
        snprintf(text, sizeof text, "%.1f us", seconds * 1e6);
    dm_buf_str(&t->text, text);
    add(t, from, strlen(text), true);
}

void dm_chart_put_bar(dm_buf *out, double part, size_t cells)
{
    static const char *const eighth[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    double                   p = part < 0 ? 0 : part > 1 ? 1 : part;
    size_t                   n = (size_t)(p * 8 * (double)cells + 0.5);
    size_t                   used = n / 8;

    if (n == 0 && p > 0)
        n = 1;
    for (size_t i = 0; i < used; i++)
        dm_buf_str(out, "█");
    dm_buf_str(out, eighth[n % 8]);
    for (used += n % 8 > 0; used < cells; used++)
        dm_buf_char(out, ' ');
}

void dm_chart_bar(dm_chart *t, double part, size_t cells)
{
    size_t from = t->text.len;

    dm_chart_put_bar(&t->text, part, cells);
    add(t, from, cells, false);
}

void dm_chart_end(dm_chart *t)
{
    while (t->at < t->columns)
        add(t, t->text.len, 0, t->right[t->at]);
    t->at = 0;
}

static void pad(dm_buf *out, size_t n)
{
    while (n-- > 0)
        dm_buf_char(out, ' ');
}

/* One cell; the last column is cut and has no blanks behind it. */
static void put_cell(const dm_chart *t, size_t col, dm_slice s, size_t cells,
                     size_t left, dm_buf *out)
{
    size_t blanks = t->width[col] > cells ? t->width[col] - cells : 0;

    if (t->right[col])
        pad(out, blanks);
    if (col + 1 == t->columns)
        dm_chart_fit(out, s, left);
    else
        dm_buf_slice(out, s);
    if (!t->right[col] && col + 1 < t->columns)
        pad(out, blanks);
}

/* How many cells the last column has. */
static size_t left_of(const dm_chart *t, size_t width)
{
    size_t used = 0;

    for (size_t i = 0; i + 1 < t->columns; i++)
        used += t->width[i] + GAP;
    return width > used + GAP + 8 ? width - used - GAP : 8;
}

void dm_chart_print(const dm_chart *t, size_t width, dm_buf *out)
{
    const cell *c = (const cell *)(const void *)t->cells.ptr;
    size_t      n = t->columns > 0 ? t->cells.len / sizeof *c : 0;
    size_t      left = left_of(t, width);

    for (size_t i = 0; i < t->columns; i++) {
        pad(out, GAP);
        put_cell(t, i, dm_slice_str(t->heads[i]), strlen(t->heads[i]), left,
                 out);
    }
    for (size_t i = 0; i < n; i++) {
        if (i % t->columns == 0)
            dm_buf_char(out, '\n');
        pad(out, GAP);
        put_cell(t, i % t->columns,
                 (dm_slice){t->text.ptr + c[i].from, c[i].len}, c[i].cells,
                 left, out);
    }
    dm_buf_char(out, '\n');
}
