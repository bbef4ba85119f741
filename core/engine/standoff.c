/* standoff.c - from `_spans` to ranges of one view.
**
** A place in the records' own view is told in code points, so the text is
** walked once beside the sorted ends of all places.  In another view the
** place's source bytes are carried over, so it does not matter which view a
** rule looked at.
*/
#include "engine/standoff.h"

#include <stdlib.h>

#include "engine/inside.h"
#include "text/utf8.h"

enum { SPANS_MAX = 1 << 30 };

typedef struct collect {
    dm_doc                    *doc;
    const dm_standoff_options *o;
    bool                       own;  /* the view is the records' */
    size_t                     part; /* of a container, that was last met */
    dm_buf                     list; /* of dm_standoff_span */
    dm_buf                     ends; /* of end: those told in code points */
} collect;

/* One end of a place: code point `at` is to become a byte. */
typedef struct end {
    size_t at;
    size_t span;
    bool   last; /* its end, not its beginning */
} end;

const dm_view *dm_engine_view(const dm_engine *engine, dm_doc *doc, dm_err *err)
{
    const dm_view *view = dm_doc_view(doc, dm_slice_str(engine->view), err);

    return view != NULL && view->depth < doc->text->depth ? doc->text : view;
}

/* A list of two numbers. */
static bool get_range(const dm_value *place, dm_slice key, dm_range *out)
{
    const dm_value *v = dm_value_at(place, key);

    if (v == NULL || v->kind != DM_LIST || v->as.list.n != 2 ||
        v->as.list.items[0]->kind != DM_INT ||
        v->as.list.items[1]->kind != DM_INT)
        return false;
    out->from = (size_t)v->as.list.items[0]->as.integer;
    out->to = (size_t)v->as.list.items[1]->as.integer;
    return true;
}

static dm_slice get_text(const dm_value *place, dm_slice key)
{
    const dm_value *v = dm_value_at(place, key);

    return v != NULL && v->kind == DM_STRING ? v->as.string : DM_S("");
}

/* Where the member called `name` begins in "raw"; 0 when it is none.  Places
** of one member follow each other, so the search begins at the last one. */
static size_t part_from(collect *c, dm_slice name)
{
    const dm_doc *doc = c->doc;

    for (size_t i = 0; name.len > 0 && i < doc->nparts; i++) {
        size_t k = (c->part + i) % doc->nparts;

        if (!dm_slice_eq(doc->parts[k].name, name))
            continue;
        c->part = k;
        return doc->parts[k].bytes.from;
    }
    return 0;
}

/* Note that `span`, the next of the list, is told in code points. */
static void add_points(collect *c, const dm_standoff_span *span, dm_range at)
{
    size_t n = c->list.len / sizeof *span;
    end    both[2] = {
           {at.from, n, false},
           {at.to,   n, true }
    };

    if (at.from >= at.to)
        return;
    dm_buf_add(&c->ends, both, sizeof both);
    dm_buf_add(&c->list, span, sizeof *span);
}

static void add_place(collect *c, dm_slice field, const dm_value *place,
                      const dm_value *value)
{
    dm_standoff_span s = {.field = field, .value = value};
    dm_range         at, raw;

    if (place->kind != DM_OBJECT || !get_range(place, DM_S("src"), &s.src))
        return;
    s.filed = c->doc->nparts == 0;
    s.rule = get_text(place, DM_S("rule"));
    if (s.rule.len == 0)
        s.rule = field;
    if (c->own) {
        if (get_range(place, DM_S("at"), &at))
            add_points(c, &s, at);
        return;
    }
    raw.from = part_from(c, get_text(place, DM_S("part")));
    raw.to = raw.from + s.src.to;
    raw.from += s.src.from;
    if (dm_view_convert(c->doc->raw, raw, c->o->view, &s.bytes, NULL) &&
        s.bytes.from < s.bytes.to)
        dm_buf_add(&c->list, &s, sizeof s);
}

/* The places of one field; they are parallel to its values. */
static void add_field(collect *c, const dm_value *record, const dm_member *m)
{
    const dm_value *value = dm_value_at(record, m->key);
    bool            many;

    if (m->value->kind == DM_OBJECT)
        add_place(c, m->key, m->value, value);
    if (m->value->kind != DM_LIST)
        return;
    many = value != NULL && value->kind == DM_LIST &&
           value->as.list.n == m->value->as.list.n;
    for (size_t i = 0; i < m->value->as.list.n; i++)
        add_place(c, m->key, m->value->as.list.items[i],
                  many ? value->as.list.items[i] : value);
}

static void add_record(collect *c, const dm_value *record)
{
    const dm_value *spans =
        record->kind == DM_OBJECT ? dm_value_at(record, DM_S("_spans")) : NULL;

    if (spans == NULL || spans->kind != DM_OBJECT)
        return;
    for (size_t i = 0; i < spans->as.object.n; i++)
        add_field(c, record, &spans->as.object.members[i]);
}

static void add_annotation(collect *c, const dm_annotation *a)
{
    dm_standoff_span s = {.rule = a->type, .field = DM_LIT("")};

    s.filed = c->doc->nparts == 0;
    dm_view_source(a->view, a->range, &s.src);
    if (dm_view_convert(a->view, a->range, c->o->view, &s.bytes, NULL) &&
        s.bytes.from < s.bytes.to)
        dm_buf_add(&c->list, &s, sizeof s);
}

static int by_point(const void *a, const void *b)
{
    const end *x = a;
    const end *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

/* Code points become bytes: one walk over the text. */
static void settle_points(collect *c)
{
    dm_standoff_span *list = (dm_standoff_span *)(void *)c->list.ptr;
    end              *ends = (end *)(void *)c->ends.ptr;
    size_t            n = c->ends.len / sizeof *ends;
    dm_slice          text = c->o->view->text;
    size_t            at = 0, point = 0;

    if (n > 0)
        qsort(ends, n, sizeof *ends, by_point);
    for (size_t i = 0; i < n; i++) {
        for (; point < ends[i].at && at < text.len; point++)
            at += dm_utf8_len(text.ptr[at]);
        if (ends[i].last)
            list[ends[i].span].bytes.to = at;
        else
            list[ends[i].span].bytes.from = at;
    }
}

/* By beginning; of those that begin together the longer first; then as they
** were made, which `src` cannot tell but the address can. */
static int by_place(const void *a, const void *b)
{
    const dm_standoff_span *x = *(const dm_standoff_span *const *)a;
    const dm_standoff_span *y = *(const dm_standoff_span *const *)b;

    if (x->bytes.from != y->bytes.from)
        return x->bytes.from < y->bytes.from ? -1 : 1;
    if (x->bytes.to != y->bytes.to)
        return x->bytes.to > y->bytes.to ? -1 : 1;
    return (x > y) - (x < y);
}

/* Copy the list into the arena, sorted and without what is empty. */
static bool give(const collect *c, dm_standoff *out, dm_arena *arena)
{
    const dm_standoff_span  *list = (const void *)c->list.ptr;
    size_t                   n = c->list.len / sizeof *list, kept = 0;
    const dm_standoff_span **order = dm_arena_alloc(arena, n * sizeof(void *));
    dm_standoff_span        *spans = dm_arena_alloc(arena, n * sizeof *spans);

    if (order == NULL || spans == NULL)
        return n == 0;
    for (size_t i = 0; i < n; i++)
        if (list[i].bytes.from < list[i].bytes.to)
            order[kept++] = &list[i];
    if (kept > 0)
        qsort(order, kept, sizeof(void *), by_place);
    for (size_t i = 0; i < kept; i++) {
        spans[i] = *order[i];
        spans[i].points.from =
            dm_view_codepoints(c->o->view, spans[i].bytes.from);
        spans[i].points.to = dm_view_codepoints(c->o->view, spans[i].bytes.to);
    }
    out->spans = spans;
    out->nspans = kept;
    return true;
}

static void gather(collect *c)
{
    for (size_t i = 0; i < c->o->nrecords; i++)
        add_record(c, c->o->records[i]);
    for (size_t i = 0; i < c->doc->nannotations; i++)
        add_annotation(c, &c->doc->annotations[i]);
    if (!c->list.failed && !c->ends.failed)
        settle_points(c);
}

bool dm_standoff_build(dm_standoff *out, dm_arena *arena, dm_doc *doc,
                       const dm_standoff_options *o, dm_err *err)
{
    collect     c = {.doc = doc, .o = o};
    dm_standoff made = {.id = doc->id,
                        .path = doc->path,
                        .text = o->view->text,
                        .view = o->view->name};
    bool        ok;

    if (o->engine != NULL)
        c.own =
            dm_doc_view(doc, dm_slice_str(o->engine->view), NULL) == o->view;
    dm_buf_init(&c.list, SPANS_MAX);
    dm_buf_init(&c.ends, SPANS_MAX);
    gather(&c);
    ok = !c.list.failed && !c.ends.failed && give(&c, &made, arena);
    dm_buf_fini(&c.list);
    dm_buf_fini(&c.ends);
    if (!ok)
        return dm_fail(err, DM_E_MEMORY, "no memory for the places found");
    *out = made;
    return true;
}
