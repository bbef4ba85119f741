/* stats_pattern.c - the pattern that a joined shape stands for.
**
** Every repeat is of one class and bounded, and what follows it is of another
** class or a literal, so a line is walked once; only a piece of any kind is
** given back, at most once a character.
*/
#include "desk/stats_form.h"
#include "match/regex.h"
#include "text/utf8.h"

enum { BOUND_MAX = 4096 };

/* "{1,8}": room to both sides, for the next document's lines. */
static void add_bounds(dm_buf *out, size_t min, size_t max)
{
    size_t to = 4;

    while (to < max && to < BOUND_MAX)
        to *= 2;
    if (max > BOUND_MAX)
        dm_buf_char(out, min > 0 ? '+' : '*');
    else
        dm_buf_printf(out, "{%d,%zu}", min > 0 ? 1 : 0, to);
}

static bool is_same(const dm_piece *p)
{
    return p->kind != DM_PIECE_ANY && p->pre == p->len && p->least == p->len &&
           p->min == p->max;
}

/* What stands for the part that varies, without its bounds. */
static const char *class_of(const dm_piece *p)
{
    switch ((dm_piece_kind)p->kind) {
    case DM_PIECE_HAN:
        return "\\p{Han}";
    case DM_PIECE_LATIN:
        return "[A-Za-z]";
    case DM_PIECE_OTHER:
        return "\\S";
    case DM_PIECE_BLANK:
        return "\\h";
    case DM_PIECE_DIGITS:
        return p->wide ? "[0-9０-９]+" : "\\d+";
    case DM_PIECE_MARK:
    case DM_PIECE_ANY:
        break;
    }
    return ".";
}

/* A mark that is repeated, not always as often. */
static void add_mark(const dm_form *form, const dm_piece *p, dm_buf *out)
{
    size_t n = 0;

    dm_utf8_decode(form->text.ptr + p->from, &n);
    dm_regex_escape(dm_slice_sub(form->text, p->from, p->from + n), out);
    add_bounds(out, p->min, p->max);
}

static void add_piece(const dm_form *form, const dm_piece *p, dm_buf *out)
{
    dm_slice text = dm_slice_sub(form->text, p->from, p->from + p->len);
    dm_slice pre = dm_slice_sub(text, 0, p->pre);
    dm_slice suf = dm_slice_sub(text, text.len - p->suf, text.len);
    size_t   fixed = 0;

    if (is_same(p) && p->kind == DM_PIECE_BLANK) {
        dm_buf_slice(out, text); /* no x flag: a blank is a blank */
    } else if (is_same(p)) {
        dm_regex_escape(text, out);
    } else if (p->kind == DM_PIECE_MARK) {
        add_mark(form, p, out);
    } else if (p->kind == DM_PIECE_DIGITS) {
        dm_buf_str(out, class_of(p));
    } else {
        fixed = dm_utf8_count(pre) + dm_utf8_count(suf);
        dm_regex_escape(pre, out);
        dm_buf_str(out, class_of(p));
        add_bounds(out, p->min > fixed ? p->min - fixed : 0,
                   p->max > fixed ? p->max - fixed : 0);
        dm_regex_escape(suf, out);
    }
}

void dm_form_pattern(const dm_form *form, dm_buf *out)
{
    dm_buf_char(out, '^');
    if (form->indented)
        dm_buf_str(out, "\\h*");
    for (size_t i = 0; i < form->n; i++)
        add_piece(form, &form->piece[i], out);
    if (form->indented)
        dm_buf_str(out, "[\\h\\r]*"); /* views of CRLF text, too */
    dm_buf_char(out, '$');
}

/* The letters that all lines have there. */
static size_t shared(const dm_form *form, const dm_piece *p)
{
    dm_slice text = dm_slice_sub(form->text, p->from, p->from + p->len);

    if (p->kind != DM_PIECE_HAN && p->kind != DM_PIECE_LATIN &&
        p->kind != DM_PIECE_OTHER)
        return 0;
    return dm_utf8_count(dm_slice_sub(text, 0, p->pre)) +
           dm_utf8_count(dm_slice_sub(text, text.len - p->suf, text.len));
}

size_t dm_form_literal(const dm_form *form)
{
    size_t letters = 0;

    for (size_t i = 0; i < form->n; i++)
        letters += shared(form, &form->piece[i]);
    return letters;
}

size_t dm_form_loose(const dm_form *form)
{
    size_t letters = 0;

    for (size_t i = 0; i < form->n; i++) {
        const dm_piece *p = &form->piece[i];

        if (p->kind == DM_PIECE_ANY)
            letters += p->max;
        else if (p->kind == DM_PIECE_HAN || p->kind == DM_PIECE_LATIN ||
                 p->kind == DM_PIECE_OTHER)
            letters += p->max - shared(form, p);
    }
    return letters;
}
