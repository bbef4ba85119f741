/* page.c - from places to marks on the view "text", from a report of
** std/ask/term.lua to what rules touched of it. */
#include "batch/page.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "engine/standoff.h"

enum { MARKS_MAX = 1 << 28, FIELDS_MAX = 256 };

typedef struct page {
    dm_doc  *doc;
    dm_buf   marks;   /* of dm_term_mark */
    dm_buf   covered; /* of dm_range */
    dm_buf   rules;   /* of dm_term_rule */
    dm_slice names[FIELDS_MAX];
    size_t   nnames;
    bool     cut; /* rules found more than is told */
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

    if (!dm_view_convert(from, range, p->doc->text, &mark.range, NULL) ||
        mark.range.from >= mark.range.to)
        return;
    dm_buf_add(&p->marks, &mark, sizeof mark);
    dm_buf_add(&p->covered, &mark.range, sizeof mark.range);
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

static const dm_value *at(const dm_value *o, const char *key, dm_value_kind k)
{
    const dm_value *v = o != NULL && o->kind == DM_OBJECT
                            ? dm_value_at(o, dm_slice_str(key))
                            : NULL;

    return v != NULL && v->kind == k ? v : NULL;
}

/* The next number of "12 40 51 60"; false at the end. */
static bool next_number(dm_slice *s, size_t *n)
{
    size_t i = 0;

    for (*n = 0; i < s->len && dm_ascii_digit(s->ptr[i]); i++)
        *n = *n * 10 + (size_t)(s->ptr[i] - '0');
    *s = dm_slice_sub(*s, i < s->len ? i + 1 : i, s->len);
    return i > 0;
}

/* Where a rule hit, in the view "text". */
static void cover(page *p, const dm_value *rule)
{
    const dm_value *name = at(rule, "view", DM_STRING);
    const dm_value *places = at(rule, "places", DM_STRING);
    const dm_view  *view =
        name != NULL ? dm_doc_view(p->doc, name->as.string, NULL) : NULL;
    dm_slice rest = places != NULL ? places->as.string : DM_S("");
    dm_range from = {0, 0}, r = {0, 0};

    if (view == NULL)
        return;
    while (next_number(&rest, &from.from) && next_number(&rest, &from.to))
        if (dm_view_convert(view, from, p->doc->text, &r, NULL) &&
            r.from < r.to)
            dm_buf_add(&p->covered, &r, sizeof r);
}

static void add_rules(page *p, const dm_value *report)
{
    const dm_value *rules = at(report, "rules", DM_LIST);
    const dm_value *cut = at(report, "cut", DM_BOOL);

    p->cut = cut != NULL && cut->as.boolean;
    for (size_t i = 0; rules != NULL && i < rules->as.list.n; i++) {
        const dm_value *rule = rules->as.list.items[i];
        const dm_value *id = at(rule, "id", DM_STRING);
        const dm_value *hits = at(rule, "hits", DM_INT);
        const dm_value *seconds = at(rule, "seconds", DM_REAL);
        dm_term_rule one = {.seconds = seconds != NULL ? seconds->as.real : -1};

        if (id == NULL || hits == NULL)
            continue;
        one.id = id->as.string;
        one.hits = (size_t)hits->as.integer;
        dm_buf_add(&p->rules, &one, sizeof one);
        cover(p, rule);
    }
}

static int by_from(const void *a, const void *b)
{
    const dm_range *x = a;
    const dm_range *y = b;

    return (x->from > y->from) - (x->from < y->from);
}

/* What rules touched and records tell, as disjoint ranges; how many. */
static size_t unite(page *p)
{
    dm_range *r = (dm_range *)(void *)p->covered.ptr;
    size_t    n = p->covered.len / sizeof *r, kept = 0;

    if (n == 0)
        return 0;
    qsort(r, n, sizeof *r, by_from);
    for (size_t i = 1; i < n; i++) {
        if (r[i].from > r[kept].to)
            r[++kept] = r[i];
        else if (r[i].to > r[kept].to)
            r[kept].to = r[i].to;
    }
    return kept + 1;
}

static const char *charset_of(const dm_doc *doc)
{
    return doc->charset.n > 0
               ? dm_charset_name(doc->charset.candidates[0].charset)
               : "utf-8";
}

/* Fill in what the page is to show. */
static void show(page *p, dm_term_page *shown)
{
    shown->nmarks = p->marks.len / sizeof(dm_term_mark);
    if (shown->nmarks > 0)
        qsort(p->marks.ptr, shown->nmarks, sizeof(dm_term_mark), by_start);
    shown->marks = (const dm_term_mark *)(const void *)p->marks.ptr;
    shown->names = p->names;
    shown->nnames = p->nnames;
    shown->charset = dm_slice_str(charset_of(p->doc));
    shown->cut = p->cut;
    shown->ncovered = unite(p);
    shown->covered = (const dm_range *)(const void *)p->covered.ptr;
    shown->nrules = p->rules.len / sizeof(dm_term_rule);
    shown->rules = (const dm_term_rule *)(const void *)p->rules.ptr;
}

void dm_page_render(const dm_run *run, dm_doc *doc, const dm_result *result,
                    dm_answer *out)
{
    page         p = {.doc = doc};
    dm_term_page shown = {.title = doc->id, .text = doc->text->text};
    dm_arena     arena;

    dm_arena_init(&arena, doc->limits.max_arena);
    dm_buf_init(&p.marks, MARKS_MAX);
    dm_buf_init(&p.covered, MARKS_MAX);
    dm_buf_init(&p.rules, MARKS_MAX);
    if (!add_places(&p, run, result, &arena))
        out->data.failed = true;
    for (size_t i = 0; i < doc->ndrops; i++)
        add_mark(&p, doc->drops[i].view, doc->drops[i].range, DM_TERM_DROPPED);
    add_rules(&p, result->report);
    show(&p, &shown);
    dm_term_text(&out->data, &shown, &run->style);
    dm_term_rules(&out->data, &shown, &run->style);
    for (size_t i = 0; i < result->nrecords; i++)
        dm_term_fields(&out->data, result->records[i], &run->style);
    out->nrecords = (uint32_t)result->nrecords;
    dm_buf_fini(&p.marks);
    dm_buf_fini(&p.covered);
    dm_buf_fini(&p.rules);
    dm_arena_fini(&arena);
}
