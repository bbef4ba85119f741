/* compare_taken.c - who has the place of a value that is gone.
**
** That another rule's value lies there proves nothing: rules may overlap.  So
** NEW is asked first, which knows the conflicts and what its rules refused;
** then only who has all of the place, for the same field, and had it not under
** OLD, counts.
**
** The places of both sides' records are sorted once, when the first value is
** lost. Looking back from the last that begins before the lost one's end, the
** search ends where nothing reaches that far.
*/
#include <stdlib.h>

#include "desk/compare_in.h"
#include "desk/same.h"
#include "emit/member.h"

enum { LOOKED_AT = 256 }; /* places, before nobody is said to have it */

/* By beginning; those of the same place, rule and field stand together. */
static int by_start(const void *a, const void *b)
{
    const dm_taken *x = a;
    const dm_taken *y = b;
    int             order;

    if (x->claim.src.from != y->claim.src.from)
        return x->claim.src.from < y->claim.src.from ? -1 : 1;
    if (x->claim.src.to != y->claim.src.to)
        return x->claim.src.to < y->claim.src.to ? -1 : 1;
    order = dm_text_order(x->claim.rule, y->claim.rule);
    if (order == 0)
        order = dm_text_order(x->field, y->field);
    return order != 0 ? order : dm_text_order(x->claim.part, y->claim.part);
}

static void add_place(dm_buf *list, const dm_spot *spot, dm_slice field,
                      bool old)
{
    dm_taken t = {
        {spot->src, spot->part, spot->rule},
        field, old, 0
    };

    if (spot->known && spot->rule.len > 0)
        dm_buf_add(list, &t, sizeof t);
}

static void add_record(dm_buf *list, const dm_value *record, bool old)
{
    const dm_value *spans =
        record->kind == DM_OBJECT ? dm_value_at(record, DM_S("_spans")) : NULL;

    if (spans == NULL || spans->kind != DM_OBJECT)
        return;
    for (size_t i = 0; i < spans->as.object.n; i++) {
        const dm_member *m = &spans->as.object.members[i];
        size_t n = m->value->kind == DM_LIST ? m->value->as.list.n : 1;

        for (size_t k = 0; k < n; k++) {
            dm_spot spot = dm_spot_of(record, m->key, k);

            add_place(list, &spot, m->key, old);
        }
    }
}

static void add_side(dm_buf *list, const dm_recorded *side, bool old)
{
    for (size_t i = 0; i < side->nclaims; i++) {
        dm_taken t = {side->claims[i], DM_LIT(""), old, 0};

        dm_buf_add(list, &t, sizeof t);
    }
    for (size_t i = 0; i < side->n; i++)
        add_record(list, side->records[i], old);
}

/* Leave out what was there under OLD already: it has taken nothing.  How many
** are left of a sorted list. */
static size_t only_new(dm_taken *list, size_t n)
{
    size_t kept = 0, end;

    for (size_t i = 0; i < n; i = end) {
        bool old = false;

        for (end = i; end < n && by_start(&list[i], &list[end]) == 0; end++)
            old = old || list[end].old;
        if (!old)
            list[kept++] = list[i];
    }
    return kept;
}

static void keep(dm_comparing *c, const dm_buf *list)
{
    dm_taken *taken = dm_arena_alloc(c->arena, list->len + 1);
    size_t    n = list->len / sizeof *taken, reach = 0;

    if (taken == NULL || n == 0 || list->failed)
        return; /* then nobody is named */
    memcpy(taken, list->ptr, list->len);
    qsort(taken, n, sizeof *taken, by_start);
    c->ntaken = only_new(taken, n);
    for (size_t i = 0; i < c->ntaken; i++) {
        if (taken[i].claim.src.to > reach)
            reach = taken[i].claim.src.to;
        taken[i].reach = reach;
    }
    c->taken = taken;
}

static void make(dm_comparing *c)
{
    dm_buf list;

    dm_buf_init(&list, 1 << 30);
    add_side(&list, c->was, true);
    add_side(&list, c->now, false);
    keep(c, &list);
    dm_buf_fini(&list);
    c->claimed = true;
}

/* The first place that begins at `at` or behind it. */
static size_t first_from(const dm_comparing *c, size_t at)
{
    size_t low = 0, high = c->ntaken;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (c->taken[mid].claim.src.from < at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool meets(dm_range a, dm_range b)
{
    return a.from < b.to && b.from < a.to;
}

static bool covers(dm_range a, dm_range b)
{
    return a.from <= b.from && b.to <= a.to;
}

/* Does a place of the new side explain that the value is lost?  A rule that NEW
** no longer has may go by another name. */
static bool explains(const dm_taken *t, const dm_delta *lost, bool renamed)
{
    dm_range was = lost->was_spot.src, now = t->claim.src;

    if (!dm_slice_eq(t->claim.part, lost->was_spot.part) ||
        dm_slice_eq(t->claim.rule, lost->was_spot.rule))
        return false;
    if (t->field.len == 0)
        return meets(now, was);
    if (dm_slice_eq(t->field, lost->field))
        return covers(now, was);
    return renamed && covers(now, was) && covers(was, now);
}

static dm_slice taker(dm_comparing *c, const dm_delta *lost, bool renamed)
{
    size_t i, looked = 0;

    if (!c->claimed)
        make(c);
    for (i = first_from(c, lost->was_spot.src.to); i > 0 && looked < LOOKED_AT;
         looked++) {
        const dm_taken *t = &c->taken[--i];

        if (t->reach <= lost->was_spot.src.from)
            break;
        if (explains(t, lost, renamed))
            return t->claim.rule;
    }
    return DM_S("");
}

/* What NEW says in the list `key` of the rule about the lost place; "" when
** nothing. */
static dm_slice told(const dm_value *rule, const char *key, const dm_spot *spot)
{
    dm_value *const *list = NULL;
    size_t           n = dm_member_items(rule, key, &list);

    for (size_t i = 0; i < n; i++) {
        dm_range at;

        if (dm_compared_range(list[i], DM_S("src"), &at) &&
            dm_slice_eq(dm_member_str(list[i], "part"), spot->part) &&
            meets(at, spot->src))
            return dm_member_str(list[i], "why");
    }
    return DM_S("");
}

void dm_comparing_blame(dm_comparing *c, dm_delta *lost)
{
    const dm_spot  *spot = &lost->was_spot;
    const dm_value *rules = dm_member_at(c->now->report, "rules");
    const dm_value *rule = NULL;

    if (!spot->known)
        return;
    if (rules != NULL && rules->kind == DM_OBJECT)
        rule = dm_value_at(rules, spot->rule);
    if (rule != NULL)
        lost->other = told(rule, "beaten", spot);
    if (rule != NULL && lost->other.len == 0) {
        lost->other = told(rule, "refused", spot);
        lost->refused = lost->other.len > 0;
    }
    if (lost->other.len == 0)
        lost->other = taker(c, lost, rule == NULL);
}
