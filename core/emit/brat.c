/* brat.c - T lines for spans, A lines for fields, # lines for values. */
#include "emit/brat.h"

#include "emit/json.h"
#include "text/utf8.h"

static bool is_break(char c)
{
    return c == '\n' || c == '\r';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* A type has letters, digits, - and _ alone. */
static void put_name(dm_buf *out, dm_slice name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        if (!is_letter(c) && c != '-')
            c = '_';
        dm_buf_char(out, c);
    }
    if (name.len == 0)
        dm_buf_char(out, '_');
}

/* A text on one line. */
static void put_line(dm_buf *out, dm_slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];

        if (is_break(c) || c == '\t')
            c = ' ';
        dm_buf_char(out, c);
    }
}

/* The next piece of `*rest` on one line; false when there is none.  `*point`
** is the code point where `*rest` begins. */
static bool next_piece(dm_slice *rest, size_t *point, dm_slice *piece,
                       size_t *from)
{
    size_t i = 0, n;

    while (i < rest->len && is_break(rest->ptr[i]))
        i++;
    *from = *point + i;
    for (n = i; n < rest->len && !is_break(rest->ptr[n]); n++)
        continue;
    *piece = dm_slice_sub(*rest, i, n);
    *point = *from + dm_utf8_count(*piece);
    *rest = dm_slice_sub(*rest, n, rest->len);
    return piece->len > 0;
}

static void put_offsets(dm_buf *out, dm_slice text, size_t point)
{
    const char *between = "";
    dm_slice    piece;
    size_t      from;

    while (next_piece(&text, &point, &piece, &from)) {
        dm_buf_printf(out, "%s%zu %zu", between, from, point);
        between = ";";
    }
}

/* The same pieces as texts, with blanks between.  Tabs stay: the text is the
** last column. */
static void put_pieces(dm_buf *out, dm_slice text)
{
    const char *between = "";
    dm_slice    piece;
    size_t      point = 0, from;

    while (next_piece(&text, &point, &piece, &from)) {
        dm_buf_str(out, between);
        dm_buf_slice(out, piece);
        between = " ";
    }
}

static void put_note(dm_buf *out, size_t note, size_t span, const dm_value *v)
{
    dm_buf_printf(out, "#%zu\tAnnotatorNotes T%zu\t", note, span);
    if (v->kind == DM_STRING)
        put_line(out, v->as.string);
    else
        dm_json_value(out, v, 0);
    dm_buf_char(out, '\n');
}

static bool differs(const dm_value *v, dm_slice covered)
{
    return v != NULL && v->kind != DM_NULL &&
           (v->kind != DM_STRING || !dm_slice_eq(v->as.string, covered));
}

void dm_brat_render(dm_buf *out, const dm_standoff *found)
{
    size_t spans = 0, notes = 0, fields = 0;

    for (size_t i = 0; i < found->nspans && !out->failed; i++) {
        const dm_standoff_span *s = &found->spans[i];
        dm_slice text = dm_slice_sub(found->text, s->bytes.from, s->bytes.to);
        dm_slice piece, rest = text;
        size_t   point = 0, from;

        if (!next_piece(&rest, &point, &piece, &from))
            continue; /* line breaks alone */
        dm_buf_printf(out, "T%zu\t", ++spans);
        put_name(out, s->rule);
        dm_buf_char(out, ' ');
        put_offsets(out, text, s->points.from);
        dm_buf_char(out, '\t');
        put_pieces(out, text);
        dm_buf_char(out, '\n');
        if (s->field.len > 0 && !dm_slice_eq(s->field, s->rule)) {
            dm_buf_printf(out, "A%zu\tfield T%zu ", ++fields, spans);
            put_name(out, s->field);
            dm_buf_char(out, '\n');
        }
        if (differs(s->value, text))
            put_note(out, ++notes, spans, s->value);
    }
}
