/* read_csv.c - CSV and TSV.
**
** The text is the source, but for doubled quotes in fields, which become one.
** It is a table with rows and cells, found when somebody asks; separators and
** the quotes around fields lie between the cells.
**
** What is written into a cell must keep it one: in a quoted cell quotes are
** doubled; a cell without quotes gets them when it is written anew from its
** beginning, and otherwise refuses what would need them (the check fails).
** Where cells hold no line ends, which is nearly everywhere, the place of an
** edit is found from the beginning of its line.
*/
#include "load/csv.h"

#include <strings.h>

#include "load/readers.h"

static bool ends_like(dm_slice path, const char *ending)
{
    size_t n = strlen(ending);

    return path.len >= n &&
           strncasecmp(path.ptr + path.len - n, ending, n) == 0;
}

static char separator(const dm_doc *doc)
{
    return dm_csv_separator(doc->decoded.text, doc->path);
}

/* ---- writing into cells ---- */

static bool is_special(char c)
{
    return c == '"' || c == '\r' || c == '\n';
}

static bool needs_quotes(dm_slice text, char sep)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == sep || is_special(text.ptr[i]))
            return true;
    return false;
}

/* The field that holds `at`, which may be where it ends. */
static bool field_at(dm_slice source, size_t at, char sep, bool lines,
                     dm_csv_field *f)
{
    dm_csv      c = dm_csv_begin(source, dm_csv_start(source), sep);
    const char *p = lines ? memrchr(source.ptr, c.cr ? '\r' : '\n', at) : NULL;

    if (p != NULL && (size_t)(p - source.ptr) >= c.at)
        c.at = (size_t)(p - source.ptr) + 1;
    while (dm_csv_next(&c, f))
        if (at <= f->range.to + f->quoted)
            return true;
    return false;
}

static void add_doubled(dm_buf *out, dm_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            dm_buf_char(out, '"');
        dm_buf_char(out, text.ptr[i]);
    }
}

typedef struct place {
    dm_slice source;
    size_t   at;
    char     sep;
    bool     lines; /* no field holds a line end */
} place;

static void escape(dm_buf *out, dm_slice text, const place *p)
{
    dm_csv_field f = {.quoted = false};
    bool         in = field_at(p->source, p->at, p->sep, p->lines, &f);

    if (in && f.quoted && p->at >= f.range.from && p->at <= f.range.to) {
        add_doubled(out, text);
    } else if (!needs_quotes(text, p->sep)) {
        dm_buf_slice(out, text);
    } else {
        /* At the beginning of a cell the quote behind it follows, see besides;
        ** elsewhere a quote makes the check fail. */
        dm_buf_char(out, '"');
        add_doubled(out, text);
    }
}

static bool besides(const place *p, size_t to, dm_slice text, dm_range *more,
                    dm_slice *with)
{
    dm_csv_field f;

    if (!needs_quotes(text, p->sep) ||
        !field_at(p->source, p->at, p->sep, p->lines, &f) || f.quoted ||
        p->at != f.range.from || to > f.range.to)
        return false;
    *more = (dm_range){f.range.to, f.range.to};
    *with = DM_S("\"");
    return true;
}

static bool check(dm_slice source, char sep, dm_err *err)
{
    dm_csv       c = dm_csv_begin(source, dm_csv_start(source), sep);
    dm_csv_field f;

    while (dm_csv_next(&c, &f)) {
        if (!f.stray)
            continue;
        dm_fail(err, DM_E_READ_BACK,
                "a cell without quotes cannot take a separator, a quote or a "
                "line end in its middle");
        return dm_fail_help(err, "replace the whole cell");
    }
    return true;
}

/* One set of functions for each separator, with and without line ends in
** cells: markup is static and knows no document. */
#define MARKUP(id, sep, lines)                                                 \
    static void escape_##id(dm_buf *out, dm_slice text, dm_slice source,       \
                            size_t at)                                         \
    {                                                                          \
        escape(out, text, &(place){source, at, (sep), (lines)});               \
    }                                                                          \
    static bool besides_##id(dm_slice source, dm_range at, dm_slice text,      \
                             dm_range *more, dm_slice *with)                   \
    {                                                                          \
        return besides(&(place){source, at.from, (sep), (lines)}, at.to, text, \
                       more, with);                                            \
    }                                                                          \
    static bool check_##id(dm_slice source, dm_err *err)                       \
    {                                                                          \
        return check(source, (sep), err);                                      \
    }                                                                          \
    static const dm_markup markup_##id = {.name = "csv",                       \
                                          .escape = escape_##id,               \
                                          .besides = besides_##id,             \
                                          .check = check_##id};

MARKUP(comma, ',', true)
MARKUP(semicolon, ';', true)
MARKUP(tab, '\t', true)
MARKUP(bar, '|', true)
MARKUP(comma_lines, ',', false)
MARKUP(semicolon_lines, ';', false)
MARKUP(tab_lines, '\t', false)
MARKUP(bar_lines, '|', false)

static const dm_markup *markup_of(char sep, bool lines)
{
    if (sep == ',')
        return lines ? &markup_comma : &markup_comma_lines;
    if (sep == ';')
        return lines ? &markup_semicolon : &markup_semicolon_lines;
    if (sep == '\t')
        return lines ? &markup_tab : &markup_tab_lines;
    return lines ? &markup_bar : &markup_bar_lines;
}

/* ---- reading ---- */

/* A block for one more field; rows open with their first. */
typedef struct table {
    dm_doc *doc;
    dm_id   id, row;
    size_t  gone;   /* quotes left out so far */
    size_t  rows;   /* so far */
    bool    header; /* of the row */
    bool    full;
} table;

static bool add(table *t, const dm_block *block, dm_id *id, dm_err *err)
{
    dm_err why = {.code = DM_OK};

    if (t->full || dm_doc_add_block(t->doc, block, id, &why))
        return true;
    t->full = why.code == DM_E_TRUNCATED;
    if (t->full)
        return dm_doc_warn(t->doc, err,
                           "the table is cut in row %zu: it has more cells "
                           "than the limit of %zu blocks; the rest is in none",
                           t->rows, t->doc->limits.max_blocks);
    *err = why;
    return false;
}

/* Where the record that begins at `c` ends in the text, which lacks the second
** of doubled quotes. */
static size_t row_end(dm_csv c, size_t gone)
{
    dm_csv_field f = {.last = false};

    while (!f.last && dm_csv_next(&c, &f))
        gone += f.doubled;
    return f.range.to + f.quoted - gone;
}

static bool add_row(table *t, dm_csv *c, dm_err *err)
{
    dm_block     row = {.kind = DM_ROW, .parent = t->id};
    dm_csv_field f = {.last = false};

    row.range = (dm_range){c->at - t->gone, row_end(*c, t->gone)};
    if (row.range.from == row.range.to) /* an empty line is no row */
        return dm_csv_next(c, &f);
    t->rows++;
    if (!add(t, &row, &t->row, err))
        return false;
    while (!f.last && dm_csv_next(c, &f)) {
        dm_block cell = {.kind = DM_CELL, .parent = t->row};

        cell.header = t->header;
        cell.range.from = f.range.from - t->gone;
        t->gone += f.doubled;
        cell.range.to = f.range.to - t->gone;
        if (!add(t, &cell, NULL, err))
            return false;
    }
    t->header = false;
    return true;
}

/* Made when first asked for. */
static bool make_blocks(dm_doc *doc, dm_err *err)
{
    char     sep = separator(doc);
    dm_slice source = doc->decoded.text;
    dm_csv   c = dm_csv_begin(source, dm_csv_start(source), sep);
    table    t = {.doc = doc, .header = dm_csv_has_header(source, sep)};
    dm_block all = {
        .kind = DM_TABLE, .parent = DM_NOID, .range = {0, doc->text->text.len}
    };
    dm_err why;

    if (source.len == 0)
        return true;
    if (err == NULL)
        err = &why;
    if (!add(&t, &all, &t.id, err))
        return false;
    while (c.at < source.len && !t.full)
        if (!add_row(&t, &c, err))
            return false;
    return true;
}

static int sniff(dm_slice text, dm_slice path)
{
    (void)text;
    return ends_like(path, ".csv") || ends_like(path, ".tsv") ? 80 : -1;
}

/* What one walk over the fields finds out, while it leaves out quotes. */
typedef struct survey {
    bool   lines; /* no field holds a line end */
    size_t stray, doubled;
    size_t want;   /* cells in the first record */
    size_t ragged; /* records that have more or fewer */
    size_t first;  /* of those: where it begins */
} survey;

static void leave_out(dm_aligner *a, dm_slice source, dm_range r)
{
    while (r.from < r.to) {
        const char *p = memchr(source.ptr + r.from, '"', r.to - r.from);

        if (p == NULL)
            return;
        r.from = (size_t)(p - source.ptr);
        dm_align_keep(a, r.from - a->at);
        dm_align_replace(a, 2, DM_S("\""));
        r.from += 2;
    }
}

/* A record of `n` cells that begins at `from` and ends with `f`; an empty line
** is none. */
static void compare(survey *s, size_t n, size_t from, const dm_csv_field *f)
{
    if (n == 1 && !f->quoted && f->range.from == f->range.to)
        return;
    if (s->want == 0)
        s->want = n;
    if (n != s->want && s->ragged++ == 0)
        s->first = from;
}

static survey walk(dm_aligner *a, dm_slice source, char sep)
{
    dm_csv       c = dm_csv_begin(source, dm_csv_start(source), sep);
    dm_csv_field f;
    survey       s = {.lines = true};
    size_t       from = c.at;
    size_t       n = 0;

    while (dm_csv_next(&c, &f)) {
        s.stray += f.stray;
        s.doubled += f.doubled;
        if (f.quoted && memchr(source.ptr + f.range.from, c.cr ? '\r' : '\n',
                               f.range.to - f.range.from))
            s.lines = false;
        if (f.doubled > 0)
            leave_out(a, source, f.range);
        n++;
        if (!f.last)
            continue;
        compare(&s, n, from, &f);
        from = c.at;
        n = 0;
    }
    return s;
}

/* The line of the byte `at`, from 1. */
static size_t line_of(dm_slice source, size_t at)
{
    char   end = dm_csv_begin(source, 0, ',').cr ? '\r' : '\n';
    size_t n = 1;

    for (size_t i = 0; i < at; i++)
        n += source.ptr[i] == end;
    return n;
}

static bool warn(dm_doc *doc, const survey *s, dm_err *err)
{
    if (s->ragged > 0 &&
        !dm_doc_warn(doc, err,
                     "%zu %s more or fewer cells than the first, which has "
                     "%zu: see line %zu",
                     s->ragged, s->ragged == 1 ? "row has" : "rows have",
                     s->want, line_of(doc->decoded.text, s->first)))
        return false;
    if (s->stray == 0)
        return true;
    doc->fixed = "a CSV file with quotes that do not match";
    return dm_doc_warn(doc, err, "%zu %s quotes that do not match", s->stray,
                       s->stray == 1 ? "cell has" : "cells have");
}

static bool finish(dm_doc *doc, dm_aligner *a, dm_buf *out, bool same,
                   dm_err *err)
{
    dm_align map;
    dm_slice text = doc->decoded.text;

    if (!dm_align_finish(a, &doc->arena, &map))
        return dm_fail(err, DM_E_MEMORY, "no memory for the text");
    if (!same)
        text = dm_arena_slice(&doc->arena, dm_buf_view(out));
    if (text.ptr == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for the text");
    return dm_doc_set_text(doc, text, map, "csv", err);
}

static bool read_csv(dm_doc *doc, dm_err *err)
{
    dm_slice   source = doc->decoded.text;
    char       sep = separator(doc);
    dm_aligner a;
    dm_buf     out;
    survey     s;
    bool       good;

    dm_buf_init(&out, source.len);
    dm_align_begin(&a, source, &out);
    s = walk(&a, source, sep);
    good = finish(doc, &a, &out, s.doubled == 0, err);
    dm_buf_fini(&out);
    if (!good)
        return false;
    dm_doc_set_markup(doc, markup_of(sep, s.lines));
    dm_doc_blocks_later(doc, make_blocks);
    return warn(doc, &s, err);
}

const dm_reader dm_reader_csv = {
    .name = "csv",
    .what = "a table (.csv, .tsv): rows and cells; the separator is found out",
    .sniff = sniff,
    .read = read_csv,
};
