/* index.c - rows kept and chosen.
**
** Twice as many rows as are kept may be held; then the less telling half goes.
** What is most telling does not depend on when that happens: a row that would
** be kept at the end is among the best of any part.
*/
#include "desk/index_in.h"

#include <stdlib.h>

#include "base/mem.h"
#include "emit/json_read.h"

enum {
    NAMES_MAX = 1 << 28,
    CELLS_MAX = 1 << 24,
    ROW_ARENA = 1 << 28,
    VALUES = 3000, /* of a rule, that are told apart */
    ONE_NAME = 1 << 16,
    ABOUT_MAX = 1 << 20
};

dm_index *dm_index_new(const dm_index_options *options)
{
    dm_index *x = dm_mem_alloc(sizeof *x);

    if (x == NULL)
        return NULL;
    memset(x, 0, sizeof *x);
    x->options = options;
    dm_arena_init(&x->arena, NAMES_MAX);
    dm_buf_init(&x->script, ONE_NAME);
    return x;
}

static void free_row(dm_index_row *row)
{
    dm_mem_free(row->path);
    dm_mem_free(row->cells);
}

void dm_index_free(dm_index *x)
{
    for (size_t i = 0; i < x->nrules; i++) {
        dm_census_fini(&x->rules[i]->facet.census);
        dm_buf_fini(&x->rules[i]->slowest);
        dm_buf_fini(&x->rules[i]->about);
        dm_mem_free(x->rules[i]);
    }
    for (size_t i = 0; i < x->nfields; i++) {
        dm_census_fini(&x->fields[i]->census);
        dm_mem_free(x->fields[i]);
    }
    for (size_t i = 0; i < x->nrows; i++)
        free_row(&x->rows[i]);
    dm_mem_free(x->rules);
    dm_mem_free(x->fields);
    dm_mem_free(x->rows);
    dm_buf_fini(&x->script);
    dm_arena_fini(&x->arena);
    dm_mem_free(x);
}

/* One more pointer in a list; false without memory. */
static bool add_pointer(void ***list, size_t *n, void *p)
{
    void **more = dm_mem_realloc(*list, (*n + 1) * sizeof *more);

    if (more == NULL)
        return false;
    *list = more;
    more[(*n)++] = p;
    return true;
}

static bool facet_init(dm_index *x, dm_index_facet *f, dm_slice name)
{
    memset(f, 0, sizeof *f);
    f->name = dm_arena_slice(&x->arena, name);
    dm_census_init(&f->census, VALUES);
    return f->name.ptr != NULL;
}

static dm_index_rule *new_rule(dm_index *x, dm_slice id)
{
    dm_index_rule *r = dm_mem_alloc(sizeof *r);
    void         **list = (void **)x->rules;

    if (r == NULL)
        return NULL;
    memset(r, 0, sizeof *r);
    dm_buf_init(&r->slowest, ONE_NAME);
    dm_buf_init(&r->about, ABOUT_MAX);
    if (facet_init(x, &r->facet, id) && add_pointer(&list, &x->nrules, r)) {
        x->rules = (dm_index_rule **)list;
        return r;
    }
    dm_mem_free(r);
    return NULL;
}

dm_index_rule *dm_index_rule_of(dm_index *x, dm_slice id, size_t *at)
{
    for (*at = 0; *at < x->nrules; ++*at)
        if (dm_slice_eq(x->rules[*at]->facet.name, id))
            return x->rules[*at];
    return x->nrules < DM_INDEX_RULES ? new_rule(x, id) : NULL;
}

dm_index_facet *dm_index_field_of(dm_index *x, dm_slice name, size_t *at)
{
    dm_index_facet *f;
    void          **list = (void **)x->fields;

    for (*at = 0; *at < x->nfields; ++*at)
        if (dm_slice_eq(x->fields[*at]->name, name))
            return x->fields[*at];
    f = x->nfields < DM_INDEX_RULES ? dm_mem_alloc(sizeof *f) : NULL;
    if (f == NULL)
        return NULL;
    if (facet_init(x, f, name) && add_pointer(&list, &x->nfields, f)) {
        x->fields = (dm_index_facet **)list;
        return f;
    }
    dm_mem_free(f);
    return NULL;
}

/* The most telling first. */
static int by_weight(const void *a, const void *b)
{
    const dm_index_row *x = a;
    const dm_index_row *y = b;

    if (x->class != y->class)
        return x->class < y->class ? -1 : 1;
    if (x->class == DM_INDEX_ODD && x->odd != y->odd)
        return x->odd > y->odd ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static int by_number(const void *a, const void *b)
{
    const dm_index_row *x = a;
    const dm_index_row *y = b;

    return x->number < y->number ? -1 : x->number > y->number;
}

static void trim(dm_index *x)
{
    qsort(x->rows, x->nrows, sizeof *x->rows, by_weight);
    for (size_t i = DM_INDEX_ROWS; i < x->nrows; i++)
        free_row(&x->rows[i]);
    if (x->nrows > DM_INDEX_ROWS)
        x->nrows = DM_INDEX_ROWS;
}

static dm_index_row *new_row(dm_index *x)
{
    dm_index_row *row;

    if (x->nrows == 2 * (size_t)DM_INDEX_ROWS)
        trim(x);
    if (x->nrows == x->cap) {
        size_t        cap = x->cap > 0 ? 2 * x->cap : 64;
        dm_index_row *rows = dm_mem_realloc(x->rows, cap * sizeof *rows);

        if (rows == NULL)
            return NULL;
        x->rows = rows;
        x->cap = cap;
    }
    row = &x->rows[x->nrows];
    memset(row, 0, sizeof *row);
    return row;
}

static char *copy(dm_slice s)
{
    char *out = dm_mem_alloc(s.len + 1);

    if (out == NULL)
        return NULL;
    memcpy(out, s.ptr, s.len);
    out[s.len] = '\0';
    return out;
}

static uint64_t count_at(const dm_value *row, const char *key)
{
    const dm_value *v = dm_value_at(row, dm_slice_str(key));

    return v != NULL && v->kind == DM_INT && v->as.integer > 0
               ? (uint64_t)v->as.integer
               : 0;
}

/* Sums over column `at` of the row's rules. */
static uint64_t sum_rules(const dm_value *row, size_t at)
{
    const dm_value *list = dm_value_at(row, DM_S("rules"));
    uint64_t        n = 0;

    for (size_t i = 0; list != NULL && i < list->as.list.n; i++)
        n += (uint64_t)list->as.list.items[i]->as.list.items[at]->as.integer;
    return n;
}

static bool has_hit(const dm_value *row)
{
    const dm_value *rules = dm_value_at(row, DM_S("rules"));

    return rules != NULL && rules->as.list.n > 0 ? sum_rules(row, 1) > 0
                                                 : count_at(row, "records") > 0;
}

static bool has_changed(const dm_value *row)
{
    const dm_value *v = row != NULL ? dm_value_at(row, DM_S("changed")) : NULL;

    return v != NULL && v->kind == DM_BOOL && v->as.boolean;
}

static dm_index_class class_of(const dm_answer *a, const dm_value *row,
                               uint64_t odd)
{
    if (a->outcome == DM_FAILED || row == NULL)
        return DM_INDEX_FAILED;
    if (has_changed(row))
        return DM_INDEX_CHANGED;
    if (dm_value_at(row, DM_S("away")) != NULL ||
        dm_value_at(row, DM_S("skipped")) != NULL)
        return DM_INDEX_REST;
    if (!has_hit(row))
        return DM_INDEX_NO_HIT;
    return odd > 0 ? DM_INDEX_ODD : DM_INDEX_REST;
}

/* What all documents come to. */
static void add_totals(dm_index *x, const dm_answer *a, const dm_value *row,
                       const dm_index_row *out)
{
    bool away = row != NULL && dm_value_at(row, DM_S("away")) != NULL;
    bool skip = row != NULL && dm_value_at(row, DM_S("skipped")) != NULL;

    x->class[out->class]++;
    x->failed += a->outcome == DM_FAILED;
    x->away += away;
    x->skipped += skip;
    x->changed += has_changed(row);
    x->odd += out->odd > 0;
    if (row == NULL)
        return;
    x->none += a->outcome != DM_FAILED && !away && !skip && !has_hit(row);
    x->bytes += count_at(row, "bytes");
    x->chars += count_at(row, "chars");
    x->covered += count_at(row, "covered");
}

/* The worker's object; NULL where it is none. */
static const dm_value *read_row(dm_arena *arena, const dm_answer *a)
{
    dm_err          err;
    const dm_value *row = a->data.len > 0
                              ? dm_json_read(arena, dm_buf_view(&a->data), &err)
                              : NULL;

    return row != NULL && row->kind == DM_OBJECT ? row : NULL;
}

bool dm_index_add(dm_index *x, const dm_origin *from, const dm_answer *a,
                  dm_err *err)
{
    dm_index_row   *out = new_row(x);
    const dm_value *row;
    dm_arena        arena;
    dm_buf          cells;
    bool            ok = false;

    dm_arena_init(&arena, ROW_ARENA);
    dm_buf_init(&cells, CELLS_MAX);
    if (out != NULL) {
        row = read_row(&arena, a);
        x->documents++;
        out->number = x->documents;
        out->root = from->root;
        out->odd = row == NULL
                       ? 0
                       : sum_rules(row, 2) + count_at(row, "warnings") +
                             count_at(row, "repairs") + count_at(row, "bad");
        out->class = class_of(a, row, out->odd);
        add_totals(x, a, row, out);
        dm_index_cells(x, from, a, row, &cells);
        out->path = copy(from->path);
        out->cells = copy(dm_buf_view(&cells));
        out->len = cells.len;
        ok = out->path != NULL && out->cells != NULL && !cells.failed;
        x->nrows++;
    }
    dm_buf_fini(&cells);
    dm_arena_fini(&arena);
    return ok || dm_fail(err, DM_E_MEMORY, "no memory for the index");
}

static void pick(dm_index *x, dm_index_row *row)
{
    if (row->chosen || strcmp(row->path, "-") == 0) /* is read once */
        return;
    row->chosen = true;
    x->nchosen++;
    x->picked[row->class]++;
}

/* Rows by weight: each kind has half of the places that are left, rounded up,
** and what nobody took goes in order. */
static void pick_all(dm_index *x)
{
    size_t max = x->options->pages;

    for (size_t i = 0, k = 0; i < x->nrows; i = k) {
        size_t part = (max - x->nchosen + 1) / 2;

        for (k = i; k < x->nrows && x->rows[k].class == x->rows[i].class; k++)
            if (x->rows[i].class != DM_INDEX_REST && k - i < part)
                pick(x, &x->rows[k]);
    }
    for (size_t i = 0; i < x->nrows && x->nchosen < max; i++)
        pick(x, &x->rows[i]);
}

char *const *dm_index_choose(dm_index *x, size_t *n, dm_err *err)
{
    size_t at = 0;

    trim(x);
    pick_all(x);
    qsort(x->rows, x->nrows, sizeof *x->rows, by_number);
    x->chosen = dm_arena_alloc(&x->arena, (x->nchosen + 1) * sizeof(void *));
    x->paths = dm_arena_alloc(&x->arena, (x->nchosen + 1) * sizeof(char *));
    if (x->chosen == NULL || x->paths == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for the index");
        return NULL;
    }
    for (size_t i = 0; i < x->nrows; i++)
        if (x->rows[i].chosen) {
            x->paths[at] = x->rows[i].path;
            x->chosen[at++] = &x->rows[i];
        }
    *n = at;
    return dm_index_name(x, err) ? x->paths : NULL;
}

dm_slice dm_index_page(const dm_index *x, size_t i)
{
    return dm_slice_str(x->chosen[i]->page);
}

void dm_index_way_back(const dm_index *x, dm_slice path, dm_buf *out)
{
    for (size_t i = 0; i < x->nchosen; i++) {
        if (!dm_slice_eq(dm_slice_str(x->paths[i]), path))
            continue;
        for (const char *p = x->chosen[i]->page; *p != '\0'; p++)
            if (*p == '/')
                dm_buf_str(out, "../");
        dm_buf_str(out, "index.html");
        return;
    }
}

void dm_index_written(dm_index *x, size_t i)
{
    x->chosen[i]->written = true;
}
