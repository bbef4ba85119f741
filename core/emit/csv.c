/* csv.c - quoting, lists, rows. */
#include "emit/csv.h"

#include "base/ascii.h"
#include "emit/json.h"

enum { CELL_MAX = 256 << 20 };

static bool must_quote(const dm_csv *csv, dm_slice text)
{
    if (text.len == 0)
        return true;
    if (dm_ascii_blank(text.ptr[0]) || dm_ascii_blank(text.ptr[text.len - 1]))
        return true;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == csv->delimiter || text.ptr[i] == '"' ||
            text.ptr[i] == '\r' || text.ptr[i] == '\n')
            return true;
    return false;
}

/* Does one of the words begin at byte `i` of `text`?  Its length. */
static size_t starts(dm_slice text, size_t i, const char *const *words)
{
    for (; *words != NULL; words++) {
        size_t n = strlen(*words);

        if (n <= text.len - i && memcmp(text.ptr + i, *words, n) == 0)
            return n;
    }
    return 0;
}

/* What spreadsheets take for the beginning of a formula: they pass over blanks
** and line ends, and in East Asian ones fullwidth signs count too. */
static bool is_formula(dm_slice text)
{
    static const char *const blanks[] = {
        " ", "\t", "\r", "\n", "\v", "\f", "\u00A0", "\u3000", "\uFEFF", NULL};
    static const char *const signs[] = {
        "=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20", NULL};
    size_t i = 0;
    size_t n;

    if (text.len > 0 && (text.ptr[0] == '\t' || text.ptr[0] == '\r'))
        return true;
    while ((n = starts(text, i, blanks)) > 0)
        i += n;
    return starts(text, i, signs) > 0;
}

static void put_text(dm_buf *out, const dm_csv *csv, dm_slice text)
{
    bool formula = csv->escape && is_formula(text);
    bool quote = must_quote(csv, text);

    if (quote)
        dm_buf_char(out, '"');
    if (formula)
        dm_buf_char(out, '\'');
    for (size_t i = 0; quote && i < text.len; i++) {
        if (text.ptr[i] == '"')
            dm_buf_char(out, '"');
        dm_buf_char(out, text.ptr[i]);
    }
    if (quote)
        dm_buf_char(out, '"');
    else
        dm_buf_slice(out, text);
}

static bool is_plain(const dm_value *v)
{
    return v->kind != DM_LIST && v->kind != DM_OBJECT;
}

/* A list whose items fit into cells. */
static bool is_flat_list(const dm_value *v)
{
    if (v->kind != DM_LIST)
        return false;
    for (size_t i = 0; i < v->as.list.n; i++)
        if (!is_plain(v->as.list.items[i]))
            return false;
    return true;
}

/* The text of a value without JSON's quotes around a string. */
static void add_plain(dm_buf *out, const dm_value *v)
{
    if (v->kind == DM_STRING)
        dm_buf_slice(out, v->as.string);
    else if (v->kind != DM_NULL)
        dm_json_value(out, v, 0);
}

/* May `item` stand among others as it is?  Not if it is empty, which absent
** ones are, begins with a quote, or the separator behind it could be taken to
** begin within it. */
static bool stands(const dm_csv *csv, dm_slice item)
{
    size_t n = strlen(csv->separator);

    if (item.len == 0 || item.ptr[0] == '"')
        return false;
    for (size_t i = 0; n > 0 && i < item.len; i++) {
        size_t in = item.len - i < n ? item.len - i : n;

        if (memcmp(item.ptr + i, csv->separator, in) == 0 &&
            memcmp(csv->separator + in, csv->separator, n - in) == 0)
            return false;
    }
    return true;
}

static void add_quoted(dm_buf *out, dm_slice item)
{
    dm_buf_char(out, '"');
    for (size_t i = 0; i < item.len; i++) {
        if (item.ptr[i] == '"')
            dm_buf_char(out, '"');
        dm_buf_char(out, item.ptr[i]);
    }
    dm_buf_char(out, '"');
}

static void add_joined(dm_buf *out, const dm_csv *csv, const dm_value *list)
{
    for (size_t i = 0; i < list->as.list.n; i++) {
        const dm_value *item = list->as.list.items[i];

        if (i > 0)
            dm_buf_str(out, csv->separator);
        if (item->kind == DM_STRING && !stands(csv, item->as.string))
            add_quoted(out, item->as.string);
        else
            add_plain(out, item);
    }
}

void dm_csv_cell(dm_buf *out, const dm_csv *csv, const dm_value *value)
{
    bool   join = false;
    dm_buf text;

    if (value == NULL || value->kind == DM_NULL)
        return;
    if (value->kind == DM_STRING) {
        put_text(out, csv, value->as.string);
        return;
    }
    if (is_plain(value)) { /* a number is no formula */
        dm_json_value(out, value, 0);
        return;
    }
    join = csv->lists != DM_CSV_JSON && is_flat_list(value);
    if (join && value->as.list.n == 0)
        return;
    dm_buf_init(&text, CELL_MAX);
    if (join)
        add_joined(&text, csv, value);
    else
        dm_json_value(&text, value, 0);
    out->failed |= text.failed;
    put_text(out, csv, dm_buf_view(&text));
    dm_buf_fini(&text);
}

static void end_row(dm_buf *out, const dm_csv *csv)
{
    dm_buf_str(out, csv->lf ? "\n" : "\r\n");
}

void dm_csv_header(dm_buf *out, const dm_csv *csv, const dm_slice *names,
                   size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            dm_buf_char(out, csv->delimiter);
        put_text(out, csv, names[i]);
    }
    end_row(out, csv);
}

/* How many rows the record takes. */
static size_t height(const dm_csv *csv, const dm_slice *names, size_t n,
                     const dm_value *record)
{
    size_t rows = 1;

    if (csv->lists != DM_CSV_EXPLODE)
        return 1;
    for (size_t i = 0; i < n; i++) {
        const dm_value *v = dm_value_at(record, names[i]);

        if (v != NULL && v->kind == DM_LIST && v->as.list.n > rows)
            rows = v->as.list.n;
    }
    return rows;
}

/* What stands in row `row` for value `v`. */
static const dm_value *at_row(const dm_csv *csv, const dm_value *v, size_t row)
{
    if (csv->lists != DM_CSV_EXPLODE || v == NULL || v->kind != DM_LIST)
        return v;
    return row < v->as.list.n ? v->as.list.items[row] : NULL;
}

void dm_csv_record(dm_buf *out, const dm_csv *csv, const dm_slice *names,
                   size_t n, const dm_value *record)
{
    size_t rows = height(csv, names, n, record);

    for (size_t row = 0; row < rows; row++) {
        size_t start = out->len;

        for (size_t i = 0; i < n; i++) {
            if (i > 0)
                dm_buf_char(out, csv->delimiter);
            dm_csv_cell(out, csv,
                        at_row(csv, dm_value_at(record, names[i]), row));
        }
        if (out->len == start) /* else the row would be an empty line */
            dm_buf_str(out, "\"\"");
        end_row(out, csv);
    }
}
