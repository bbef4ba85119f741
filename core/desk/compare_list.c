/* compare_list.c - two lists of values: what stayed, what moved, what is new.
**
** Pairs are made in this order: same value at the same place; same value
** wherever; places that touch (or, where there are no places, whatever stands
** in the same gap).  What has no partner then, and is there on the other side
** out of order, has moved; the rest is lost or gained.
*/
#include <stdlib.h>

#include "desk/compare_in.h"
#include "desk/pairing.h"
#include "desk/same.h"

typedef struct lists {
    dm_compared_item *was, *now;
    size_t            nwas, nnow;
    uint64_t         *was_keys, *now_keys;     /* of the value */
    uint64_t         *was_places, *now_places; /* of value and place */
    uint32_t  *moved; /* of each new item: the old one it was, or UNPAIRED */
    bool      *gone;  /* of each old item: it is told as moved */
    dm_pairing p;
} lists;

static bool is_placed(const dm_compared_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (items[i].spot.known)
            return true;
    return false;
}

static uint64_t place_key(uint64_t key, const dm_spot *spot)
{
    if (!spot->known)
        return dm_hash_mix(key, 1);
    key = dm_hash_mix(key, spot->src.from);
    key = dm_hash_mix(key, spot->src.to);
    return dm_hash_mix(key, dm_hash_text(spot->part));
}

static dm_compared_item *make_items(dm_comparing *c, const dm_value *record,
                                    dm_slice field, const dm_value *list)
{
    dm_compared_item *items =
        dm_arena_zalloc(c->arena, list->as.list.n + 1, sizeof *items);

    for (size_t i = 0; items != NULL && i < list->as.list.n; i++)
        items[i] = (dm_compared_item){list->as.list.items[i], i,
                                      dm_spot_of(record, field, i)};
    return items;
}

static bool make_keys(dm_arena *arena, const dm_compared_item *items, size_t n,
                      uint64_t **keys, uint64_t **places)
{
    *keys = dm_arena_alloc(arena, (n + 1) * sizeof **keys);
    *places = dm_arena_alloc(arena, (n + 1) * sizeof **places);
    if (*keys == NULL || *places == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        (*keys)[i] = dm_value_hash(items[i].value);
        (*places)[i] = place_key((*keys)[i], &items[i].spot);
    }
    return true;
}

/* Is neither of the two told as moved? */
static bool is_free(const lists *l, size_t o, size_t n)
{
    return !l->gone[o] && l->moved[n] == DM_UNPAIRED;
}

/* Do two places touch, or has neither of the values one? */
static bool touches(const void *ud, size_t o, size_t n)
{
    const lists   *l = ud;
    const dm_spot *a = &l->was[o].spot;
    const dm_spot *b = &l->now[n].spot;

    if (!is_free(l, o, n))
        return false;
    if (!a->known || !b->known)
        return a->known == b->known;
    return a->src.from < b->src.to && b->src.from < a->src.to &&
           dm_slice_eq(a->part, b->part);
}

/* Where one side tells no places, whatever stands in the same gap. */
static bool anything(const void *ud, size_t o, size_t n)
{
    return is_free(ud, o, n);
}

/* The numbers of those that have no partner. */
typedef struct single {
    uint64_t key;
    uint32_t at;
} single;

static int by_key(const void *a, const void *b)
{
    const single *x = a;
    const single *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static single *singles(dm_arena *arena, const uint32_t *mates,
                       const uint64_t *keys, size_t n, size_t *found)
{
    single *list = dm_arena_alloc(arena, (n + 1) * sizeof *list);

    *found = 0;
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (mates[i] == DM_UNPAIRED)
            list[(*found)++] = (single){keys[i], (uint32_t)i};
    qsort(list, *found, sizeof *list, by_key);
    return list;
}

/* What is lost here and gained there, and the same, has moved. */
static bool find_moved(lists *l, dm_arena *arena)
{
    size_t  nold = 0, nnew = 0, o = 0, n = 0;
    single *old = singles(arena, l->p.mate, l->was_keys, l->nwas, &nold);
    single *new = singles(arena, l->p.owner, l->now_keys, l->nnow, &nnew);

    l->moved = dm_arena_alloc(arena, (l->nnow + 1) * sizeof *l->moved);
    l->gone = dm_arena_zalloc(arena, l->nwas + 1, sizeof *l->gone);
    if (old == NULL || new == NULL || l->moved == NULL || l->gone == NULL)
        return false;
    memset(l->moved, 0xFF, (l->nnow + 1) * sizeof *l->moved);
    while (o < nold && n < nnew) {
        if (old[o].key == new[n].key &&
            dm_value_same(l->was[old[o].at].value, l->now[new[n].at].value)) {
            l->moved[new[n].at] = old[o].at;
            l->gone[old[o].at] = true;
        }
        if (old[o].key < new[n].key)
            o++;
        else if (old[o].key > new[n].key)
            n++;
        else
            o++, n++;
    }
    return true;
}

static bool pair_items(lists *l, dm_arena *arena)
{
    bool placed = is_placed(l->was, l->nwas) && is_placed(l->now, l->nnow);

    if (!dm_pairing_init(&l->p, l->nwas, l->nnow, arena))
        return false;
    if (placed && !dm_pairing_by(&l->p, l->was_places, l->now_places))
        return false;
    if (!dm_pairing_by(&l->p, l->was_keys, l->now_keys))
        return false;
    if (!find_moved(l, arena))
        return false;
    return true;
}

/* Pair what is left by place; what has moved is out of it. */
static void pair_rest(lists *l)
{
    bool placed = is_placed(l->was, l->nwas) && is_placed(l->now, l->nnow);

    dm_pairing_near(&l->p, placed ? touches : anything, l);
}

static void add_old(dm_comparing *c, dm_slice field, const lists *l, size_t o)
{
    dm_compared_item none = {
        .at = DM_NO_ITEM, .spot = {.part = DM_LIT(""), .rule = DM_LIT("")}
    };

    if (!l->gone[o])
        dm_comparing_add(c, field, &l->was[o], &none);
}

static void add_new(dm_comparing *c, dm_slice field, const lists *l, size_t n)
{
    dm_compared_item none = {
        .at = DM_NO_ITEM, .spot = {.part = DM_LIT(""), .rule = DM_LIT("")}
    };
    const dm_compared_item *was;

    if (l->moved[n] == DM_UNPAIRED) {
        dm_comparing_add(c, field, &none, &l->now[n]);
        return;
    }
    was = &l->was[l->moved[n]];
    dm_comparing_note(c,
                      was->spot.rule.len == 0 || l->now[n].spot.rule.len == 0 ||
                              dm_slice_eq(was->spot.rule, l->now[n].spot.rule)
                          ? DM_DELTA_MOVED
                          : DM_DELTA_RULE,
                      field, was, &l->now[n]);
}

/* Both lists at once, in order. */
static void add_all(dm_comparing *c, dm_slice field, const lists *l)
{
    size_t o = 0, n = 0;

    while (o < l->nwas || n < l->nnow) {
        if (o < l->nwas && l->p.mate[o] == DM_UNPAIRED) {
            add_old(c, field, l, o++);
        } else if (n < l->nnow && l->p.owner[n] == DM_UNPAIRED) {
            add_new(c, field, l, n++);
        } else {
            dm_comparing_add(c, field, &l->was[o], &l->now[n]);
            o++, n++;
        }
    }
}

bool dm_compare_lists(dm_comparing *c, dm_slice field, const dm_value *was,
                      const dm_value *now)
{
    lists l = {.nwas = was->as.list.n, .nnow = now->as.list.n};

    l.was = make_items(c, c->was_record, field, was);
    l.now = make_items(c, c->now_record, field, now);
    if (l.was == NULL || l.now == NULL ||
        !make_keys(c->arena, l.was, l.nwas, &l.was_keys, &l.was_places) ||
        !make_keys(c->arena, l.now, l.nnow, &l.now_keys, &l.now_places) ||
        !pair_items(&l, c->arena))
        return false;
    pair_rest(&l);
    add_all(c, field, &l);
    return true;
}
