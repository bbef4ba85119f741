/* stats_rest.c - hits as ranges, united; what lies between, line by line. */
#include "desk/stats_rest.h"

#include "desk/stats_cover.h"
#include "script/arg.h"
#include "script/place.h"
#include "text/utf8.h"

enum { SPANS_MAX = 1 << 28 };

typedef struct rest {
    dm_rest  *out;
    dm_buf    all;   /* of dm_range: what is touched */
    dm_buf    spans; /* of dm_cover_span: the rules' */
    dm_buf    own;   /* of dm_range: of one rule */
    dm_census pairs; /* by two numbers */
    bool      ok;
} rest;

static size_t number_at(const dm_value *list, size_t i)
{
    const dm_value *v = list->as.list.items[i];

    return v->kind == DM_INT && v->as.integer > 0 ? (size_t)v->as.integer : 0;
}

static size_t length_of(const dm_value *list)
{
    return list != NULL && list->kind == DM_LIST ? list->as.list.n : 0;
}

/* The ranges of a flat list go to `to`, and to the spans of rule `owner`. */
static void take_ranges(rest *r, const dm_value *list, dm_buf *to, long owner)
{
    size_t n = length_of(list);

    for (size_t i = 0; i + 1 < n; i += 2) {
        dm_cover_span s = {
            {number_at(list, i), number_at(list, i + 1)},
            (uint32_t)owner
        };

        if (s.range.to > r->out->view->text.len || s.range.from > s.range.to)
            continue;
        dm_buf_add(to, &s.range, sizeof s.range);
        if (owner >= 0)
            dm_buf_add(&r->spans, &s, sizeof s);
    }
}

static dm_range *ranges_of(dm_buf *buf)
{
    return (dm_range *)(void *)buf->ptr;
}

static size_t unite(dm_buf *buf)
{
    size_t n = dm_cover_union(ranges_of(buf), buf->len / sizeof(dm_range));

    buf->len = n * sizeof(dm_range);
    return n;
}

static void take_rule(rest *r, const dm_value *list, size_t owner)
{
    uint64_t chars = 0;

    dm_buf_clear(&r->own);
    take_ranges(r, list, &r->own, (long)owner);
    chars =
        dm_cover_chars(r->out->view->text, ranges_of(&r->own), unite(&r->own));
    dm_buf_slice(&r->all, dm_buf_view(&r->own));
    r->ok &= dm_value_push(r->out->arena, r->out->rules,
                           dm_value_int(r->out->arena, (int64_t)chars));
}

static void on_pair(void *ud, uint32_t a, uint32_t b)
{
    rest    *r = ud;
    uint32_t two[] = {a, b};
    dm_slice key = {(const char *)two, sizeof two};

    r->ok &= dm_census_add(&r->pairs, key, 1, 1) != NULL;
}

static void put_pairs(rest *r)
{
    dm_cover_span *spans = (dm_cover_span *)(void *)r->spans.ptr;
    size_t         n = r->spans.len / sizeof *spans;

    dm_cover_sort(spans, n);
    dm_cover_pairs(spans, n, on_pair, r);
    for (size_t i = 0; r->ok && i < r->pairs.n; i++) {
        dm_value *item = dm_value_list(r->out->arena);
        uint32_t  two[2];

        memcpy(two, r->pairs.rows[i].key.ptr, sizeof two);
        r->ok &= dm_value_push(r->out->arena, item,
                               dm_value_int(r->out->arena, two[0])) &&
                 dm_value_push(r->out->arena, item,
                               dm_value_int(r->out->arena, two[1])) &&
                 dm_value_push(r->out->arena, item,
                               dm_value_int(r->out->arena,
                                            (int64_t)r->pairs.rows[i].n)) &&
                 dm_value_push(r->out->arena, r->out->pairs, item);
    }
}

/* What scripts dropped or annotated by themselves is touched, too. */
static bool take_marks(rest *r, dm_err *err)
{
    dm_range *dropped = NULL;
    size_t    n = 0;

    if (!dm_doc_dropped(r->out->doc, r->out->view, r->out->arena, &dropped, &n,
                        err))
        return false;
    dm_buf_add(&r->all, dropped, n * sizeof *dropped);
    for (size_t i = 0; i < r->out->doc->nannotations; i++) {
        const dm_annotation *a = &r->out->doc->annotations[i];
        dm_range             at = {0, 0};

        if (dm_view_convert(a->view, a->range, r->out->view, &at, NULL))
            dm_buf_add(&r->all, &at, sizeof at);
    }
    return true;
}

static bool is_blank(dm_slice s, size_t at)
{
    uint32_t cp = dm_utf8_at(s, at);

    return cp == ' ' || cp == '\t' || cp == '\r' || cp == '\f' || cp == '\v' ||
           cp == 0x3000 || cp == 0xA0 || cp == 0xFEFF;
}

static dm_range trim(dm_slice text, dm_range r)
{
    size_t back = 0;

    while (r.from < r.to && is_blank(text, r.from))
        r.from += dm_utf8_len(text.ptr[r.from]);
    while (r.from < r.to &&
           (back = dm_utf8_back(text, r.to), is_blank(text, back)))
        r.to = back;
    return r;
}

/* Line and column in the decoded file. */
static void tell_place(const rest *r, dm_range range, dm_line_example *e)
{
    const dm_view  *file = r->out->doc->decoded_view;
    const dm_lines *lines = dm_view_lines(file);
    dm_range        at = {0, 0};
    size_t          line = 0, from = 0;

    if (r->out->doc->nparts > 0) {
        dm_docbox box = {r->out->doc};
        dm_lspan  span = {.box = &box, .view = r->out->view, .range = range};
        dm_err    where;

        dm_fail(&where, DM_E_INTERNAL, "a place");
        dm_place_tell(&span, &where);
        e->line = (uint32_t)where.doc_line;
        e->col = (uint32_t)where.doc_col;
        return;
    }
    if (lines == NULL || !dm_view_convert(r->out->view, range, file, &at, NULL))
        return;
    line = dm_lines_at(lines, at.from);
    from = dm_lines_range(lines, line).from;
    e->line = (uint32_t)line + 1;
    e->col = (uint32_t)(dm_view_codepoints(file, at.from) -
                        dm_view_codepoints(file, from)) +
             1;
}

/* A mark or two between hits are nobody's loss. */
static bool has_word(const dm_form *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->piece[i].kind != DM_PIECE_MARK &&
            s->piece[i].kind != DM_PIECE_BLANK)
            return true;
    return false;
}

static void take_gap(rest *r, dm_range line, dm_range gap)
{
    dm_slice        text = r->out->view->text;
    dm_range        core = trim(text, gap);
    dm_range        whole = trim(text, line);
    dm_form         shape;
    dm_cluster     *c = NULL;
    dm_line_example e = {.doc = r->out->doc->id};

    if (core.from >= core.to)
        return;
    dm_form_read(&shape, dm_slice_sub(text, core.from, core.to));
    shape.inside_from = core.from > whole.from;
    shape.inside_to = core.to < whole.to;
    shape.indented = whole.from > line.from || whole.to < line.to;
    if ((shape.inside_from || shape.inside_to) && !has_word(&shape))
        return;
    r->out->lines++;
    r->out->left += dm_utf8_count(dm_slice_sub(text, core.from, core.to));
    c = dm_clusters_add(r->out->clusters, &shape, 1, 1);
    e.text = shape.text;
    if (c != NULL && dm_cluster_wants(c, e.text)) {
        tell_place(r, core, &e);
        r->ok &= dm_cluster_example(r->out->clusters, c, &e);
    }
    r->ok &= c != NULL;
}

static void walk_lines(rest *r)
{
    const dm_range *touched = ranges_of(&r->all);
    dm_slice        text = r->out->view->text;
    size_t          n = r->all.len / sizeof *touched, i = 0;
    dm_range        gap, line = {0, 0};

    while (r->ok && line.from < text.len) {
        const char *end =
            memchr(text.ptr + line.from, '\n', text.len - line.from);
        size_t at = line.from;

        line.to = end != NULL ? (size_t)(end - text.ptr) : text.len;
        while (r->ok && dm_cover_gap(touched, n, &i, &at, line.to, &gap))
            take_gap(r, line, gap);
        line.from = line.to + 1;
    }
}

static bool count_all(rest *r, dm_err *err)
{
    dm_slice text = r->out->view->text;

    for (size_t i = 0; i < length_of(r->out->cover); i++)
        take_rule(r, r->out->cover->as.list.items[i], i);
    take_ranges(r, r->out->other, &r->all, -1);
    if (!take_marks(r, err))
        return false;
    put_pairs(r);
    r->out->chars = dm_utf8_count(text);
    r->out->covered = dm_cover_chars(text, ranges_of(&r->all), unite(&r->all));
    if (r->all.failed || r->spans.failed || r->own.failed)
        r->ok = false;
    if (r->ok)
        walk_lines(r);
    return r->ok || dm_fail(err, DM_E_MEMORY, "no memory to count the rest");
}

bool dm_rest_count(dm_rest *out, dm_err *err)
{
    rest r = {.out = out, .ok = true};
    bool ok = false;

    out->rules = dm_value_list(out->arena);
    out->pairs = dm_value_list(out->arena);
    dm_buf_init(&r.all, SPANS_MAX);
    dm_buf_init(&r.spans, SPANS_MAX);
    dm_buf_init(&r.own, SPANS_MAX);
    dm_census_init(&r.pairs, 1 << 16);
    ok = count_all(&r, err);
    dm_buf_fini(&r.all);
    dm_buf_fini(&r.spans);
    dm_buf_fini(&r.own);
    dm_census_fini(&r.pairs);
    return ok;
}
