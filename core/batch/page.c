/* page.c - from _spans to marks on the view "text".
**
** A span's source bytes are carried over to the text, so it does not matter
** which view the script's rules looked at.
*/
#include "batch/page.h"

#include <stdlib.h>

enum { MARKS_MAX = 1 << 28, FIELDS_MAX = 256 };

typedef struct page {
    dm_doc  *doc;
    dm_buf   marks; /* of dm_term_mark */
    dm_slice names[FIELDS_MAX];
    size_t   nnames;
} page;

static int field_of(page *p, dm_slice name)
{
    for (size_t i = 0; i < p->nnames; i++)
        if (dm_slice_eq(p->names[i], name))
            return (int)i;
    if (p->nnames == FIELDS_MAX)
        return FIELDS_MAX - 1;
    p->names[p->nnames] = name;
    return (int)p->nnames++;
}

static void add_mark(page *p, const dm_view *from, dm_range range, int field)
{
    dm_term_mark mark = {.field = field};

    if (dm_view_convert(from, range, p->doc->text, &mark.range, NULL) &&
        mark.range.from < mark.range.to)
        dm_buf_add(&p->marks, &mark, sizeof mark);
}

/* One entry of _spans: {"src":[from,to],…} or null. */
static void add_span(page *p, const dm_value *span, int field)
{
    const dm_value *src =
        span->kind == DM_OBJECT ? dm_value_at(span, DM_S("src")) : NULL;
    dm_range range;

    if (src == NULL || src->kind != DM_LIST || src->as.list.n != 2 ||
        src->as.list.items[0]->kind != DM_INT ||
        src->as.list.items[1]->kind != DM_INT)
        return;
    range.from = (size_t)src->as.list.items[0]->as.integer;
    range.to = (size_t)src->as.list.items[1]->as.integer;
    add_mark(p, p->doc->raw, range, field);
}

static void add_record(page *p, const dm_value *record)
{
    const dm_value *spans = dm_value_at(record, DM_S("_spans"));

    if (spans == NULL || spans->kind != DM_OBJECT)
        return;
    for (size_t i = 0; i < spans->as.object.n; i++) {
        const dm_member *m = &spans->as.object.members[i];
        int              field = field_of(p, m->key);

        if (m->value->kind == DM_OBJECT)
            add_span(p, m->value, field);
        if (m->value->kind != DM_LIST)
            continue;
        for (size_t k = 0; k < m->value->as.list.n; k++)
            add_span(p, m->value->as.list.items[k], field);
    }
}

static int by_start(const void *a, const void *b)
{
    const dm_term_mark *x = a;
    const dm_term_mark *y = b;

    if (x->range.from != y->range.from)
        return x->range.from < y->range.from ? -1 : 1;
    return (x->range.to < y->range.to) - (x->range.to > y->range.to);
}

void dm_page_render(const dm_run *run, dm_doc *doc, const dm_result *result,
                    dm_answer *out)
{
    page         p = {.doc = doc};
    dm_term_page shown = {.title = doc->id, .text = doc->text->text};

    dm_buf_init(&p.marks, MARKS_MAX);
    for (size_t i = 0; i < result->nrecords; i++)
        add_record(&p, result->records[i]);
    for (size_t i = 0; i < doc->ndrops; i++)
        add_mark(&p, doc->drops[i].view, doc->drops[i].range, DM_TERM_DROPPED);
    shown.nmarks = p.marks.len / sizeof(dm_term_mark);
    if (shown.nmarks > 0)
        qsort(p.marks.ptr, shown.nmarks, sizeof(dm_term_mark), by_start);
    shown.marks = (const dm_term_mark *)(const void *)p.marks.ptr;
    shown.names = p.names;
    shown.nnames = p.nnames;
    dm_term_text(&out->data, &shown, &run->style);
    for (size_t i = 0; i < result->nrecords; i++)
        dm_term_fields(&out->data, result->records[i], &run->style);
    out->nrecords = (uint32_t)result->nrecords;
    dm_buf_fini(&p.marks);
}
