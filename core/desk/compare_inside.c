/* compare_inside.c - where two tables differ, inside. */
#include <stdio.h>

#include "base/buf.h"
#include "desk/compare.h"
#include "desk/pairing.h"
#include "desk/same.h"

enum { DEEP = 32, PATH_MAX_BYTES = 4096 };

typedef struct walk {
    dm_arena *arena;
    dm_inner *list;
    size_t    n, max;
    dm_buf    path;
    int       depth;
    bool      failed;
} walk;

static void compare(walk *w, const dm_value *was, const dm_value *now);

static void add(walk *w, const dm_value *was, const dm_value *now)
{
    dm_slice path = dm_arena_slice(w->arena, dm_buf_view(&w->path));

    if (path.ptr == NULL || w->n == w->max) {
        w->failed |= path.ptr == NULL;
        return;
    }
    w->list[w->n++] = (dm_inner){path, was, now};
}

static void compare_member(walk *w, dm_slice key, const dm_value *was,
                           const dm_value *now)
{
    size_t len = w->path.len;

    dm_buf_char(&w->path, '.');
    dm_buf_slice(&w->path, key);
    compare(w, was, now);
    if (!w->path.failed)
        w->path.len = len;
}

static void compare_item(walk *w, size_t at, const dm_value *was,
                         const dm_value *now)
{
    size_t len = w->path.len;

    dm_buf_printf(&w->path, "[%zu]", at + 1);
    compare(w, was, now);
    if (!w->path.failed)
        w->path.len = len;
}

static void compare_objects(walk *w, const dm_value *was, const dm_value *now)
{
    for (size_t i = 0; i < now->as.object.n && w->n < w->max; i++) {
        const dm_member *m = &now->as.object.members[i];

        compare_member(w, m->key, dm_value_at(was, m->key), m->value);
    }
    for (size_t i = 0; i < was->as.object.n && w->n < w->max; i++) {
        const dm_member *m = &was->as.object.members[i];

        if (dm_value_at(now, m->key) == NULL)
            compare_member(w, m->key, m->value, NULL);
    }
}

static uint64_t *keys_of(walk *w, const dm_value *list)
{
    uint64_t *keys =
        dm_arena_alloc(w->arena, (list->as.list.n + 1) * sizeof *keys);

    for (size_t i = 0; keys != NULL && i < list->as.list.n; i++)
        keys[i] = dm_value_hash(list->as.list.items[i]);
    return keys;
}

static bool anything(const void *ud, size_t o, size_t n)
{
    (void)ud;
    (void)o;
    (void)n;
    return true;
}

static bool pair_items(walk *w, const dm_value *was, const dm_value *now,
                       dm_pairing *p)
{
    const uint64_t *old = keys_of(w, was), *new = keys_of(w, now);

    if (old == NULL || new == NULL ||
        !dm_pairing_init(p, was->as.list.n, now->as.list.n, w->arena) ||
        !dm_pairing_by(p, old, new))
        return false;
    dm_pairing_near(p, anything, NULL);
    return true;
}

static void compare_lists(walk *w, const dm_value *was, const dm_value *now)
{
    dm_pairing p;
    size_t     o = 0, n = 0;

    if (!pair_items(w, was, now, &p)) {
        w->failed = true;
        return;
    }
    while ((o < p.nold || n < p.nnew) && w->n < w->max) {
        if (o < p.nold && p.mate[o] == DM_UNPAIRED) {
            compare_item(w, o, was->as.list.items[o], NULL);
            o++;
        } else if (n < p.nnew && p.owner[n] == DM_UNPAIRED) {
            compare_item(w, n, NULL, now->as.list.items[n]);
            n++;
        } else {
            compare_item(w, n, was->as.list.items[o], now->as.list.items[n]);
            o++, n++;
        }
    }
}

static bool same_table(const dm_value *was, const dm_value *now)
{
    return was->kind == now->kind &&
           (was->kind == DM_LIST || was->kind == DM_OBJECT);
}

static void compare(walk *w, const dm_value *was, const dm_value *now)
{
    if (was != NULL && now != NULL && dm_value_same(was, now))
        return;
    if (was == NULL || now == NULL || !same_table(was, now) ||
        w->depth == DEEP) {
        add(w, was, now);
        return;
    }
    w->depth++;
    if (was->kind == DM_OBJECT)
        compare_objects(w, was, now);
    else
        compare_lists(w, was, now);
    w->depth--;
}

const dm_inner *dm_compare_inside(const dm_value *was, const dm_value *now,
                                  size_t max, dm_arena *arena, size_t *n)
{
    walk w = {.arena = arena, .max = max};

    *n = 0;
    if (!same_table(was, now))
        return NULL;
    w.list = dm_arena_alloc(arena, (max + 1) * sizeof *w.list);
    if (w.list == NULL)
        return NULL;
    dm_buf_init(&w.path, PATH_MAX_BYTES);
    compare(&w, was, now);
    dm_buf_fini(&w.path);
    if (w.failed)
        return NULL;
    *n = w.n;
    return w.list;
}
