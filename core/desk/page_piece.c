/* page_piece.c - both texts cut at every edge, and what lies on each piece.
**
** The cuts of a text are the edges of marks in it.  The pieces of the clean
** text are mapped to the source, and where they begin and end there the source
** is cut as well, so that what lights up on one side is made of whole pieces of
** the other.  A sweep over the edges of marks keeps the set of those that are
** open; a piece lists the last SHOWN of them.
*/
#include <stdlib.h>

#include "desk/page_in.h"

enum { SHOWN = 64, CUTS_MAX = 1 << 30 };

/* One side of the page. */
typedef struct side {
    dm_page        *page;
    const dm_view  *view, *other;
    const dm_units *units, *others;
    dm_buf          cuts; /* of size_t; then sorted, each once */
    dm_buf          open; /* of size_t: marks that lie on the piece at hand */
    bool            source;
} side;

static const dm_page_spot *mark_at(const dm_page *p, size_t i)
{
    return (const dm_page_spot *)(const void *)p->marks.ptr + i;
}

static dm_range range_of(const side *s, const dm_page_spot *m)
{
    return s->source ? m->source : m->clean;
}

static void cut(side *s, size_t at)
{
    if (at <= s->units->text.len)
        dm_buf_add(&s->cuts, &at, sizeof at);
}

static void cut_range(side *s, dm_range r)
{
    cut(s, r.from);
    cut(s, r.to);
}

static int by_number(const void *a, const void *b)
{
    const size_t *x = a;
    const size_t *y = b;

    return (*x > *y) - (*x < *y);
}

static size_t *numbers(const dm_buf *buf)
{
    return (size_t *)(void *)buf->ptr;
}

static void sort_cuts(side *s)
{
    size_t *list = numbers(&s->cuts);
    size_t  n = s->cuts.len / sizeof *list;
    size_t  kept = 0;

    if (n == 0)
        return;
    qsort(list, n, sizeof *list, by_number);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || list[i] != list[kept - 1])
            list[kept++] = list[i];
    s->cuts.len = kept * sizeof *list;
}

static void begin(side *s, dm_page *p, bool source)
{
    s->page = p;
    s->source = source;
    s->view = source ? p->source : p->clean;
    s->other = source ? p->clean : p->source;
    s->units = source ? &p->units_source : &p->units_clean;
    s->others = source ? &p->units_clean : &p->units_source;
    dm_buf_init(&s->cuts, CUTS_MAX);
    dm_buf_init(&s->open, CUTS_MAX);
    cut(s, 0);
    cut(s, s->units->text.len);
    for (size_t i = 0; i < p->marks.len / sizeof(dm_page_spot); i++)
        cut_range(s, range_of(s, mark_at(p, i)));
}

static void end(side *s)
{
    s->page->failed |= s->cuts.failed || s->open.failed;
    dm_buf_fini(&s->cuts);
    dm_buf_fini(&s->open);
}

static dm_range across(const side *s, dm_range piece)
{
    dm_range other;

    (void)dm_view_convert(s->view, piece, s->other, &other, NULL);
    return other;
}

/* Cut `to` where the pieces of `from` begin and end. */
static void cut_across(const side *from, side *to)
{
    const size_t *at = numbers(&from->cuts);

    for (size_t i = 0; i + 1 < from->cuts.len / sizeof *at; i++)
        cut_range(to, across(from, (dm_range){at[i], at[i + 1]}));
}

/* The marks by where they begin. */
typedef struct entry {
    dm_range range;
    size_t   mark;
} entry;

static int by_start(const void *a, const void *b)
{
    const entry *x = a;
    const entry *y = b;

    if (x->range.from != y->range.from)
        return x->range.from < y->range.from ? -1 : 1;
    return (x->mark > y->mark) - (x->mark < y->mark);
}

static entry *entries(const side *s, size_t *n)
{
    dm_page *p = s->page;
    entry   *list;

    *n = p->marks.len / sizeof(dm_page_spot);
    list = dm_arena_alloc(p->arena, (*n + 1) * sizeof *list);
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < *n; i++)
        list[i] = (entry){range_of(s, mark_at(p, i)), i};
    qsort(list, *n, sizeof *list, by_start);
    return list;
}

/* Leave out what is over at `at`. */
static void close_marks(side *s, size_t at)
{
    size_t *open = numbers(&s->open);
    size_t  kept = 0;

    for (size_t i = 0; i < s->open.len / sizeof *open; i++)
        if (range_of(s, mark_at(s->page, open[i])).to > at)
            open[kept++] = open[i];
    s->open.len = kept * sizeof *open;
}

static dm_value *piece(side *s, dm_range r)
{
    dm_page      *p = s->page;
    dm_value     *out = dm_value_list(p->arena);
    dm_range      other = across(s, r);
    const size_t *open = numbers(&s->open);
    size_t        n = s->open.len / sizeof *open;

    dm_page_number(p, out, dm_units_before(s->units, r.from));
    dm_page_number(p, out, dm_units_before(s->others, other.from));
    dm_page_number(p, out, dm_units_before(s->others, other.to));
    for (size_t i = n > SHOWN ? n - SHOWN : 0; i < n; i++)
        dm_page_number(p, out, open[i]);
    if (n > SHOWN) /* and so many more */
        dm_page_push(p, out,
                     dm_value_int(p->arena, (int64_t)SHOWN - (int64_t)n));
    return out;
}

static dm_value *pieces(side *s)
{
    dm_value     *out = dm_value_list(s->page->arena);
    const size_t *at = numbers(&s->cuts);
    size_t        n, next = 0;
    const entry  *list = entries(s, &n);

    if (list == NULL) {
        s->page->failed = true;
        return out;
    }
    for (size_t i = 0; i + 1 < s->cuts.len / sizeof *at; i++) {
        close_marks(s, at[i]);
        for (; next < n && list[next].range.from <= at[i]; next++)
            if (list[next].range.to > at[i])
                dm_buf_add(&s->open, &list[next].mark, sizeof list[next].mark);
        dm_page_push(s->page, out, piece(s, (dm_range){at[i], at[i + 1]}));
    }
    return out;
}

dm_value *dm_page_pieces(dm_page *p)
{
    dm_value       *out = dm_value_object(p->arena);
    const dm_range *more = (const dm_range *)(const void *)p->cuts.ptr;
    side            clean, source;

    begin(&clean, p, false);
    begin(&source, p, true);
    for (size_t i = 0; i < p->cuts.len / sizeof *more; i++)
        cut_range(&source, more[i]);
    sort_cuts(&clean);
    cut_across(&clean, &source);
    sort_cuts(&source);
    dm_page_set(p, out, "clean", pieces(&clean));
    dm_page_set(p, out, "source", pieces(&source));
    end(&clean);
    end(&source);
    return out;
}
