/* page.c - from places to marks on the view "text". */
#include "batch/page.h"

#include <stdlib.h>

#include "engine/standoff.h"

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

/* Fields are numbered as the records have them, not as they stand in the text:
** a field keeps its colour from page to page. */
static void name_fields(page *p, const dm_value *record)
{
    const dm_value *spans = dm_value_at(record, DM_S("_spans"));

    if (spans == NULL || spans->kind != DM_OBJECT)
        return;
    for (size_t i = 0; i < spans->as.object.n; i++)
        field_of(p, spans->as.object.members[i].key);
}

/* The places that records tell; annotations are no fields. */
static bool add_places(page *p, const dm_run *run, const dm_result *result,
                       dm_arena *arena)
{
    dm_standoff         found;
    dm_standoff_options o = {.view = p->doc->text,
                             .engine = run->engine,
                             .records = result->records,
                             .nrecords = result->nrecords};

    for (size_t i = 0; i < result->nrecords; i++)
        name_fields(p, result->records[i]);
    if (!dm_standoff_build(&found, arena, p->doc, &o, NULL))
        return false;
    for (size_t i = 0; i < found.nspans; i++) {
        const dm_standoff_span *s = &found.spans[i];

        if (s->field.len > 0)
            add_mark(p, p->doc->text, s->bytes, field_of(p, s->field));
    }
    return true;
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
    dm_arena     arena;

    dm_arena_init(&arena, doc->limits.max_arena);
    dm_buf_init(&p.marks, MARKS_MAX);
    if (!add_places(&p, run, result, &arena))
        out->data.failed = true;
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
    dm_arena_fini(&arena);
}
