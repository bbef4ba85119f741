/* tally.c - a list of groups, looked through by key. */
#include "desk/tally.h"

#include <stdlib.h>

#include "desk/same.h"

enum { TALLY_MAX = 256 << 20, TEXT_MAX = 64 << 10 };

void dm_tally_init(dm_tally *t)
{
    memset(t, 0, sizeof *t);
    dm_arena_init(&t->arena, TALLY_MAX);
}

void dm_tally_fini(dm_tally *t)
{
    dm_arena_fini(&t->arena);
}

dm_cause dm_cause_of(const dm_delta *delta)
{
    dm_cause c = {
        .field = delta->field, .rule = delta->rule, .other = delta->other};

    if (delta->other.len == 0)
        return c;
    c.how = delta->kind != DM_DELTA_LOST ? DM_OTHER_WAS
            : delta->refused             ? DM_OTHER_WHY
                                         : DM_OTHER_TOOK;
    return c;
}

static uint64_t key_of(const dm_cause *c)
{
    uint64_t h = dm_hash_text(c->field);

    h = dm_hash_mix(h, dm_hash_text(c->rule));
    h = dm_hash_mix(h, dm_hash_text(c->other));
    return dm_hash_mix(h, (uint64_t)c->how * 2 + c->turn);
}

static bool is_same(const dm_cause *a, const dm_cause *b)
{
    return a->how == b->how && a->turn == b->turn &&
           dm_slice_eq(a->field, b->field) && dm_slice_eq(a->rule, b->rule) &&
           dm_slice_eq(a->other, b->other);
}

/* The group of that cause; differences of one cause mostly follow each
** other. */
static dm_group *find(dm_tally *t, const dm_cause *cause, uint64_t key)
{
    for (size_t k = 0; k < t->ngroups; k++) {
        size_t    i = (t->at + k) % t->ngroups;
        dm_group *g = t->groups[i];

        if (g->key != key || !is_same(&g->cause, cause))
            continue;
        t->at = i;
        return g;
    }
    return NULL;
}

static dm_group *make(dm_tally *t, const dm_cause *cause, uint64_t key)
{
    dm_group *g = dm_arena_zalloc(&t->arena, 1, sizeof *g);

    if (t->groups == NULL)
        t->groups =
            dm_arena_zalloc(&t->arena, DM_TALLY_GROUPS, sizeof(dm_group *));
    if (t->ngroups == DM_TALLY_GROUPS || g == NULL || t->groups == NULL)
        return NULL;
    g->cause = *cause;
    g->key = key;
    g->last = &g->first;
    g->cause.field = dm_arena_slice(&t->arena, cause->field);
    g->cause.rule = dm_arena_slice(&t->arena, cause->rule);
    g->cause.other = dm_arena_slice(&t->arena, cause->other);
    if (g->cause.field.ptr == NULL || g->cause.rule.ptr == NULL ||
        g->cause.other.ptr == NULL)
        return NULL;
    t->at = t->ngroups;
    t->groups[t->ngroups++] = g;
    return g;
}

dm_group *dm_tally_add(dm_tally *t, const dm_cause *cause, size_t kind,
                       size_t n)
{
    uint64_t  key = key_of(cause);
    dm_group *g = find(t, cause, key);

    if (g == NULL)
        g = make(t, cause, key);
    t->total[kind] += n;
    if (g == NULL)
        t->others[kind] += n;
    else
        g->n[kind] += n;
    return g;
}

void dm_tally_example(dm_tally *t, dm_group *group, dm_slice text)
{
    dm_example *e = NULL;

    if (text.len > TEXT_MAX)
        return;
    e = dm_arena_alloc(&t->arena, sizeof *e);
    if (e == NULL)
        return;
    *e = (dm_example){NULL, dm_arena_slice(&t->arena, text)};
    if (e->text.ptr == NULL)
        return;
    *group->last = e;
    group->last = &e->next;
    group->nexamples++;
}

/* ---- to bytes and back ---- */

typedef struct head {
    uint64_t field, rule, other, nexamples; /* bytes of the texts that follow */
    uint64_t n[DM_TALLY_KINDS];
    uint32_t how, turn;
} head;

static void pack_counts(dm_buf *out, const dm_cause *c, const size_t *n,
                        size_t nexamples)
{
    head h = {c->field.len, c->rule.len, c->other.len, nexamples,
              {0},          c->how,      c->turn};

    for (size_t k = 0; k < DM_TALLY_KINDS; k++)
        h.n[k] = n[k];
    dm_buf_add(out, &h, sizeof h);
    dm_buf_slice(out, c->field);
    dm_buf_slice(out, c->rule);
    dm_buf_slice(out, c->other);
}

static bool any(const size_t *n)
{
    for (size_t k = 0; k < DM_TALLY_KINDS; k++)
        if (n[k] > 0)
            return true;
    return false;
}

/* What is in no group goes under a name that no field has. */
static const dm_cause nobody = {
    .field = DM_LIT("\xFF"), .rule = DM_LIT(""), .other = DM_LIT("")};

void dm_tally_pack(const dm_tally *t, dm_buf *out)
{
    for (size_t i = 0; i < t->ngroups; i++) {
        const dm_group *g = t->groups[i];

        pack_counts(out, &g->cause, g->n, g->nexamples);
        for (const dm_example *e = g->first; e != NULL; e = e->next) {
            uint64_t len = e->text.len;

            dm_buf_add(out, &len, sizeof len);
            dm_buf_slice(out, e->text);
        }
    }
    if (any(t->others))
        pack_counts(out, &nobody, t->others, 0);
}

static bool take(dm_slice *rest, void *out, size_t n)
{
    if (rest->len < n)
        return false;
    memcpy(out, rest->ptr, n);
    *rest = dm_slice_sub(*rest, n, rest->len);
    return true;
}

static bool take_text(dm_slice *rest, uint64_t len, dm_slice *out)
{
    if (rest->len < len)
        return false;
    *out = dm_slice_sub(*rest, 0, (size_t)len);
    *rest = dm_slice_sub(*rest, (size_t)len, rest->len);
    return true;
}

static dm_group *merge_counts(dm_tally *t, const head *h, const dm_cause *c)
{
    dm_group *g = NULL;

    for (size_t k = 0; k < DM_TALLY_KINDS; k++) {
        if (h->n[k] == 0)
            continue;
        if (dm_slice_eq(c->field, nobody.field)) {
            t->total[k] += h->n[k];
            t->others[k] += h->n[k];
        } else {
            g = dm_tally_add(t, c, k, h->n[k]);
        }
    }
    return g;
}

static bool merge_one(dm_tally *t, dm_slice *rest, size_t limit)
{
    head      h;
    dm_cause  c;
    dm_slice  text;
    uint64_t  len = 0;
    dm_group *g;

    if (!take(rest, &h, sizeof h) || !take_text(rest, h.field, &c.field) ||
        !take_text(rest, h.rule, &c.rule) ||
        !take_text(rest, h.other, &c.other) || h.how > DM_OTHER_WHY)
        return false;
    c.how = (dm_tally_other)h.how;
    c.turn = h.turn != 0;
    g = merge_counts(t, &h, &c);
    for (uint64_t i = 0; i < h.nexamples; i++) {
        if (!take(rest, &len, sizeof len) || !take_text(rest, len, &text))
            return false;
        if (g != NULL && g->nexamples < limit)
            dm_tally_example(t, g, text);
    }
    return true;
}

bool dm_tally_merge(dm_tally *t, dm_slice bytes, size_t limit)
{
    while (bytes.len > 0)
        if (!merge_one(t, &bytes, limit))
            return false;
    return true;
}

/* ---- by size ---- */

size_t dm_group_size(const dm_group *g, bool all)
{
    size_t n = 0;

    for (size_t k = 0; k < DM_TALLY_KINDS; k++)
        if (all || (k != DM_DELTA_MOVED && k != DM_DELTA_EMPTY))
            n += g->n[k];
    return n;
}

typedef struct ranked {
    dm_group *group;
    size_t    size, nth;
} ranked;

static int by_size(const void *a, const void *b)
{
    const ranked *x = a;
    const ranked *y = b;

    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    return (x->nth > y->nth) - (x->nth < y->nth);
}

dm_group **dm_tally_sorted(dm_tally *t)
{
    dm_group **list =
        dm_arena_alloc(&t->arena, (t->ngroups + 1) * sizeof(dm_group *));
    ranked *order = dm_arena_alloc(&t->arena, (t->ngroups + 1) * sizeof *order);

    if (list == NULL || order == NULL)
        return NULL;
    for (size_t i = 0; i < t->ngroups; i++)
        order[i] =
            (ranked){t->groups[i], dm_group_size(t->groups[i], false), i};
    if (t->ngroups > 0)
        qsort(order, t->ngroups, sizeof *order, by_size);
    for (size_t i = 0; i < t->ngroups; i++)
        list[i] = order[i].group;
    return list;
}
