/* stats_group.c - lines of one head, or else of one shape, as groups.
**
** Whether a head makes a group is decided for the head as a whole, so that its
** count of documents is exact: it does when a few lines have it, unless many
** times more lines have the shape of one of them.
*/
#include <stdlib.h>

#include "desk/same.h"
#include "desk/stats_cluster.h"

enum { FEW = 3, MANY_TIMES = 8 };

typedef struct gather {
    const dm_clusters *c;
    dm_census          weak; /* heads that make no group */
    dm_census made; /* by 'h' or 's' and key; rows have a dm_line_group */
    dm_arena *arena;
} gather;

/* Mark the heads whose lines go by shape. */
static bool find_weak(gather *g)
{
    const dm_census *lines = &g->c->lines;

    for (size_t i = 0; i < lines->n; i++) {
        const dm_cluster    *c = lines->rows[i].with;
        const dm_census_row *head = NULL;
        const dm_census_row *shape = NULL;

        if (c == NULL)
            continue;
        head = dm_census_find(&g->c->heads, c->head);
        shape = dm_census_find(&g->c->shapes, c->show);
        if (head != NULL && head->n >= FEW &&
            (shape == NULL || shape->n < head->n * MANY_TIMES))
            continue;
        if (dm_census_add(&g->weak, c->head, 1, 1) == NULL)
            return false;
    }
    return true;
}

static dm_census_row *row_of(gather *g, const dm_cluster *c, bool by_head)
{
    dm_slice key = by_head ? c->head : c->show;
    dm_buf   name;

    dm_census_row *row = NULL;

    dm_buf_init(&name, 1 << 16);
    dm_buf_char(&name, by_head ? 'h' : 's');
    dm_buf_slice(&name, key);
    if (!name.failed)
        row = dm_census_add(&g->made, dm_buf_view(&name), 0, 0);
    dm_buf_fini(&name);
    return row;
}

static void add_examples(dm_line_group *group, const dm_cluster *c)
{
    for (size_t i = 0; i < c->nexamples; i++) {
        bool known = false;

        for (size_t k = 0; k < group->nexamples; k++)
            known |= dm_slice_eq(group->example[k].text, c->example[i].text);
        if (!known && group->nexamples < DM_LINE_EXAMPLES)
            group->example[group->nexamples++] = c->example[i];
    }
}

static dm_line_group *new_group(gather *g, const dm_cluster *c, bool by_head)
{
    dm_line_group *group = dm_arena_zalloc(g->arena, 1, sizeof *group);

    if (group == NULL)
        return NULL;
    group->by_head = by_head;
    group->key = by_head ? c->head : c->show;
    dm_cluster_shape(c, &group->shape);
    return group;
}

/* Put the lines of a row into their group. */
static bool gather_row(gather *g, const dm_census_row *from)
{
    const dm_cluster *c = from->with;
    bool              by_head = dm_census_find(&g->weak, c->head) == NULL;
    dm_census_row    *row = row_of(g, c, by_head);
    dm_line_group    *group = NULL;
    dm_form           shape;

    if (row == NULL)
        return false;
    if (row->with == NULL) {
        row->with = new_group(g, c, by_head);
        if (row->with == NULL)
            return false;
    } else {
        dm_cluster_shape(c, &shape);
        dm_form_join(&((dm_line_group *)row->with)->shape, &shape);
    }
    group = row->with;
    group->n += from->n;
    group->docs += from->docs;
    add_examples(group, c);
    return true;
}

static int by_count(const void *a, const void *b)
{
    const dm_line_group *x = *(const dm_line_group *const *)a;
    const dm_line_group *y = *(const dm_line_group *const *)b;

    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    if (x->docs != y->docs)
        return x->docs < y->docs ? 1 : -1;
    if (x->by_head != y->by_head)
        return x->by_head ? -1 : 1;
    return dm_text_order(x->key, y->key);
}

/* The sum over shapes counts a document twice that has two of them. */
static void settle_docs(const gather *g, dm_line_group *group)
{
    const dm_census_row *row = dm_census_find(
        group->by_head ? &g->c->heads : &g->c->shapes, group->key);

    if (row != NULL && row->docs < group->docs)
        group->docs = row->docs;
}

static dm_line_group **list_groups(gather *g, size_t *n)
{
    dm_line_group **out =
        dm_arena_alloc(g->arena, (g->made.n + 1) * sizeof(dm_line_group *));

    if (out == NULL)
        return NULL;
    *n = g->made.n;
    for (size_t i = 0; i < *n; i++) {
        out[i] = g->made.rows[i].with;
        settle_docs(g, out[i]);
    }
    if (*n > 0)
        qsort(out, *n, sizeof(dm_line_group *), by_count);
    return out;
}

dm_line_group **dm_clusters_groups(const dm_clusters *c, dm_arena *arena,
                                   size_t *n)
{
    gather                g = {.c = c, .arena = arena};
    const dm_census_row **rows = dm_census_sorted(&c->lines, arena);
    dm_line_group       **out = NULL;
    bool                  ok = rows != NULL;

    dm_census_init(&g.weak, c->lines.n + 2);
    dm_census_init(&g.made, c->lines.n + 2);
    ok = ok && find_weak(&g);
    for (size_t i = 0; ok && i < c->lines.n; i++)
        if (rows[i]->with != NULL)
            ok = gather_row(&g, rows[i]);
    if (ok)
        out = list_groups(&g, n);
    dm_census_fini(&g.weak);
    dm_census_fini(&g.made);
    return out;
}
