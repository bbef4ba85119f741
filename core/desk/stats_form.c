/* stats_form.c - lines into pieces, pieces joined. */
#include "desk/stats_form.h"

#include <utf8proc.h>

#include "base/ascii.h"
#include "text/utf8.h"

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == '\r' || cp == 0x3000 || cp == 0xA0;
}

static bool is_letter(uint32_t cp)
{
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);

    return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_ME);
}

static dm_piece_kind kind_of(uint32_t cp)
{
    if (cp < 0x80)
        return dm_ascii_digit((char)cp)    ? DM_PIECE_DIGITS
               : dm_ascii_letter((char)cp) ? DM_PIECE_LATIN
               : is_blank(cp)              ? DM_PIECE_BLANK
                                           : DM_PIECE_MARK;
    if (cp >= 0xFF10 && cp <= 0xFF19)
        return DM_PIECE_DIGITS;
    if (is_blank(cp))
        return DM_PIECE_BLANK;
    if (dm_utf8_is_han(cp))
        return DM_PIECE_HAN;
    return is_letter(cp) ? DM_PIECE_OTHER : DM_PIECE_MARK;
}

/* Take the run that begins at `at`; returns where it ends. */
static size_t take_run(dm_slice text, size_t at, dm_piece *p)
{
    size_t   n = 0, from = at;
    uint32_t first = dm_utf8_decode(text.ptr + at, &n);

    *p = (dm_piece){.kind = (uint8_t)kind_of(first), .from = (uint16_t)at};
    while (at < text.len) {
        uint32_t cp = dm_utf8_decode(text.ptr + at, &n);

        if (p->kind == DM_PIECE_MARK ? cp != first
                                     : (uint8_t)kind_of(cp) != p->kind)
            break;
        p->wide |= p->kind == DM_PIECE_DIGITS && cp > 0x7F;
        p->max++;
        at += n;
    }
    p->min = p->max;
    p->len = p->pre = p->least = (uint16_t)(at - from);
    return at;
}

/* The rest of the line as one piece that nobody looks into. */
static void take_rest(dm_form *form, dm_slice line, size_t at)
{
    size_t chars = dm_utf8_count(dm_slice_sub(line, at, line.len));

    form->piece[form->n++] = (dm_piece){.kind = DM_PIECE_ANY,
                                        .from = (uint16_t)at,
                                        .min = (uint32_t)chars,
                                        .max = (uint32_t)chars};
    form->cut = true;
}

void dm_form_read(dm_form *form, dm_slice line)
{
    size_t at = 0, end = line.len;

    if (end > DM_FORM_TEXT) {
        end = DM_FORM_TEXT;
        while (dm_utf8_inside(line.ptr[end]))
            end--;
    }
    memset(form, 0, sizeof *form);
    form->text = dm_slice_sub(line, 0, end);
    while (at < end && form->n < DM_FORM_PIECES)
        at = take_run(form->text, at, &form->piece[form->n++]);
    if (at < line.len)
        take_rest(form, line, at);
    if (at < end)
        form->text.len = at;
}

enum { HEAD = 12, HAN = 3 };

/* Does a head end behind this mark? */
static bool ends_head(uint32_t cp, size_t weight)
{
    bool colon = cp == ':' || cp == 0xFF1A;

    return weight >= (colon ? HAN : 2 * HAN);
}

void dm_form_head(const dm_form *form, dm_buf *out)
{
    size_t weight = 0, n = 0;

    for (size_t i = 0; i < form->n && weight < HEAD; i++) {
        const dm_piece *p = &form->piece[i];
        size_t          at = p->from;

        if (p->kind == DM_PIECE_DIGITS) {
            dm_buf_char(out, '0');
            weight++;
            continue;
        }
        if (p->kind == DM_PIECE_BLANK || p->kind == DM_PIECE_MARK) {
            bool end = ends_head(dm_utf8_at(form->text, at), weight);

            dm_utf8_decode(form->text.ptr + at, &n);
            dm_buf_add(out, form->text.ptr + at, n);
            weight++;
            if (end)
                return;
            continue;
        }
        for (; at < (size_t)p->from + p->len && weight < HEAD; at += n) {
            dm_utf8_decode(form->text.ptr + at, &n);
            dm_buf_add(out, form->text.ptr + at, n);
            weight += n;
        }
    }
}

/* The length class: the power of two that holds it. */
static uint32_t class_of(uint32_t n)
{
    uint32_t c = 1;

    while (c < n && c < 64)
        c *= 2;
    return c;
}

/* In subscript digits, since digits stand for themselves. */
static void put_class(dm_buf *out, uint32_t n)
{
    static const char *const digits[] = {"₀", "₁", "₂", "₃", "₄",
                                         "₅", "₆", "₇", "₈", "₉"};

    dm_buf_str(out, "汉");
    if (n >= 10)
        dm_buf_str(out, digits[n / 10]);
    dm_buf_str(out, digits[n % 10]);
}

void dm_form_show(const dm_form *form, dm_buf *out)
{
    if (form->inside_from)
        dm_buf_str(out, "…");
    for (size_t i = 0; i < form->n; i++) {
        const dm_piece *p = &form->piece[i];
        size_t          n = 0;

        switch ((dm_piece_kind)p->kind) {
        case DM_PIECE_DIGITS:
            dm_buf_char(out, '0');
            break;
        case DM_PIECE_LATIN:
            dm_buf_char(out, 'a');
            break;
        case DM_PIECE_OTHER:
            dm_buf_char(out, 'x');
            break;
        case DM_PIECE_BLANK:
            dm_buf_char(out, ' ');
            break;
        case DM_PIECE_HAN:
            put_class(out, class_of(p->max));
            break;
        case DM_PIECE_MARK:
            dm_utf8_decode(form->text.ptr + p->from, &n);
            dm_buf_add(out, form->text.ptr + p->from, n);
            break;
        case DM_PIECE_ANY:
            dm_buf_str(out, "…");
            break;
        }
    }
    if (form->inside_to &&
        (form->n == 0 || form->piece[form->n - 1].kind != DM_PIECE_ANY))
        dm_buf_str(out, "…");
}

/* How many bytes both begin with, whole characters. */
static size_t same_begin(dm_slice a, dm_slice b, size_t max)
{
    size_t n = 0;

    while (n < max && n < a.len && n < b.len && a.ptr[n] == b.ptr[n])
        n++;
    while (n > 0 && ((n < a.len && dm_utf8_inside(a.ptr[n])) ||
                     (n < b.len && dm_utf8_inside(b.ptr[n]))))
        n--;
    return n;
}

static size_t same_end(dm_slice a, dm_slice b, size_t max)
{
    size_t n = 0;

    while (n < max && n < a.len && n < b.len &&
           a.ptr[a.len - 1 - n] == b.ptr[b.len - 1 - n])
        n++;
    while (n > 0 && dm_utf8_inside(a.ptr[a.len - n]))
        n--;
    return n;
}

/* Are all lines the same there? */
static bool is_same(const dm_piece *p)
{
    return p->kind != DM_PIECE_ANY && p->pre == p->len && p->least == p->len &&
           p->min == p->max;
}

static dm_slice text_of(const dm_form *s, const dm_piece *p)
{
    return dm_slice_sub(s->text, p->from, (size_t)p->from + p->len);
}

static void join_piece(const dm_form *sa, dm_piece *a, const dm_form *sb,
                       const dm_piece *b)
{
    dm_slice x = text_of(sa, a);
    dm_slice y = text_of(sb, b);
    size_t   suf_a = is_same(a) ? a->len : a->suf;
    size_t   suf_b = is_same(b) ? b->len : b->suf;
    size_t   least = a->least < b->least ? a->least : b->least;
    size_t   pre = same_begin(x, y, a->pre < b->pre ? a->pre : b->pre);
    size_t   suf = same_end(x, y, suf_a < suf_b ? suf_a : suf_b);

    pre = pre < least ? pre : least;
    while (pre > 0 && pre < x.len && dm_utf8_inside(x.ptr[pre]))
        pre--;
    suf = suf < least - pre ? suf : least - pre;
    while (suf > 0 && dm_utf8_inside(x.ptr[x.len - suf]))
        suf--;
    a->pre = (uint16_t)pre;
    a->suf = (uint16_t)suf;
    a->least = (uint16_t)least;
    a->wide |= b->wide;
    a->min = a->min < b->min ? a->min : b->min;
    a->max = a->max > b->max ? a->max : b->max;
    if (a->kind != DM_PIECE_HAN && a->kind != DM_PIECE_MARK && !is_same(a))
        a->pre = a->suf = 0; /* half a word is a chance */
}

/* May the pieces be one? */
static bool alike(const dm_form *sa, const dm_piece *a, const dm_form *sb,
                  const dm_piece *b)
{
    if (a->kind != b->kind)
        return false;
    return a->kind != DM_PIECE_MARK ||
           dm_utf8_at(sa->text, a->from) == dm_utf8_at(sb->text, b->from);
}

/* Pieces [from, to) are whatever they are. */
static dm_piece any_of(const dm_piece *p, size_t from, size_t to)
{
    dm_piece any = {.kind = DM_PIECE_ANY};

    for (size_t i = from; i < to; i++) {
        any.min += p[i].min;
        any.max += p[i].max;
    }
    return any;
}

void dm_form_join(dm_form *form, const dm_form *other)
{
    size_t   na = form->n, nb = other->n, i = 0, j = 0;
    dm_piece x, y;

    form->cut |= other->cut;
    form->indented |= other->indented;
    form->inside_from |= other->inside_from;
    form->inside_to |= other->inside_to;
    while (i < na && i < nb &&
           alike(form, &form->piece[i], other, &other->piece[i])) {
        join_piece(form, &form->piece[i], other, &other->piece[i]);
        i++;
    }
    if (i == na && i == nb)
        return;
    while (j < na - i && j < nb - i &&
           alike(form, &form->piece[na - 1 - j], other,
                 &other->piece[nb - 1 - j])) {
        join_piece(form, &form->piece[na - 1 - j], other,
                   &other->piece[nb - 1 - j]);
        j++;
    }
    x = any_of(form->piece, i, na - j);
    y = any_of(other->piece, i, nb - j);
    x.min = x.min < y.min ? x.min : y.min;
    x.max = x.max > y.max ? x.max : y.max;
    if (i + 1 + j > DM_FORM_PIECES + 1)
        return; /* cannot be: the longer one has a piece of neither end */
    memmove(&form->piece[i + 1], &form->piece[na - j], j * sizeof x);
    form->piece[i] = x;
    form->n = i + 1 + j;
}
