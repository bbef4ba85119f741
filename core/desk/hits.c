/* hits.c - what two runs of a script found, compared.
**
** Both sides are put in one order of (rule, place, text) and merged; with
** `moved` what is left over is put in the order of (rule, text) and merged
** again.  A mark for each hit says what became of it, and the marks are told in
** the order of the text at the end.
*/
#include "desk/hits.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/same.h"
#include "emit/json.h"
#include "emit/member.h"

enum { HITS_MAX = 1 << 30, VALUE_MAX = 4 << 20 };

void dm_hits_init(dm_hits *hits)
{
    memset(hits, 0, sizeof *hits);
    dm_arena_init(&hits->arena, HITS_MAX);
}

void dm_hits_fini(dm_hits *hits)
{
    dm_arena_fini(&hits->arena);
    memset(hits, 0, sizeof *hits);
}

static size_t length(const dm_value *list)
{
    return list != NULL ? list->as.list.n : 0;
}

/* A copy that lives with the hits; ptr is NULL without memory. */
static dm_slice keep(dm_hits *hits, dm_slice s)
{
    return (dm_slice){dm_arena_str(&hits->arena, s), s.len};
}

/* The value as JSON, in the arena; of a value too large its beginning. */
static dm_slice keep_json(dm_hits *hits, const dm_value *v)
{
    dm_slice out = {NULL, 0};
    dm_buf   json;

    dm_buf_init(&json, VALUE_MAX);
    dm_json_value(&json, v, 0);
    if (!json.failed || json.len > 0)
        out = keep(hits, dm_buf_view(&json));
    dm_buf_fini(&json);
    return out;
}

static bool take_hit(dm_hits *hits, dm_hit *hit, const dm_value *match)
{
    const dm_value *src = dm_member_list(match, "src");
    const dm_value *value = dm_member_at(match, "value");
    dm_slice        text = dm_member_str(match, "text");

    hit->text = keep(hits, text);
    hit->value = DM_S("");
    if (value != NULL &&
        (value->kind != DM_STRING || !dm_slice_eq(value->as.string, text)))
        hit->value = keep_json(hits, value);
    if (length(src) == 2) {
        hit->from = (uint64_t)dm_list_int(src, 0);
        hit->to = (uint64_t)dm_list_int(src, 1);
    }
    hit->line = (int)dm_member_int(match, "line");
    hit->col = (int)dm_member_int(match, "col");
    return hit->text.ptr != NULL && hit->value.ptr != NULL;
}

static bool take_rule(dm_hits *hits, const dm_value *rule)
{
    const dm_value *matches = dm_member_list(rule, "matches");
    dm_slice        id = keep(hits, dm_member_str(rule, "id"));

    if (id.ptr == NULL)
        return false;
    hits->total += (uint64_t)dm_member_int(rule, "hits");
    for (size_t i = 0; i < length(matches); i++) {
        dm_hit *hit = &hits->list[hits->n++];

        hit->rule = id;
        if (!take_hit(hits, hit, matches->as.list.items[i]))
            return false;
    }
    return true;
}

static bool take_rules(dm_hits *hits, const dm_value *rules)
{
    size_t n = 0;

    for (size_t i = 0; i < length(rules); i++)
        n += length(dm_member_list(rules->as.list.items[i], "matches"));
    hits->list = dm_arena_zalloc(&hits->arena, n + 1, sizeof *hits->list);
    if (hits->list == NULL)
        return false;
    for (size_t i = 0; i < length(rules); i++)
        if (!take_rule(hits, rules->as.list.items[i]))
            return false;
    return true;
}

static bool take_fields(dm_hits *hits, const dm_value *record)
{
    size_t n =
        record != NULL && record->kind == DM_OBJECT ? record->as.object.n : 0;

    hits->fields = dm_arena_zalloc(&hits->arena, n + 1, sizeof *hits->fields);
    if (hits->fields == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        const dm_member *m = &record->as.object.members[i];
        dm_hit          *field = &hits->fields[hits->nfields++];

        field->rule = keep(hits, m->key);
        field->text = DM_S("");
        field->value = keep_json(hits, m->value);
        if (field->rule.ptr == NULL || field->value.ptr == NULL)
            return false;
    }
    return true;
}

bool dm_hits_take(dm_hits *hits, const dm_value *report, dm_err *err)
{
    if (report == NULL)
        return true;
    if (take_rules(hits, dm_member_list(report, "rules")) &&
        take_fields(hits, dm_member_at(report, "record")))
        return true;
    dm_hits_fini(hits);
    dm_hits_init(hits);
    return dm_fail(err, DM_E_MEMORY, "no memory for the hits of a document");
}

/* What became of a hit; `other` is its partner on the other side. */
typedef struct mark {
    const dm_hit *hit, *other;
} mark;

static int by_number(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* By rule and text, and by where they stand in the list. */
static int by_text(const void *a, const void *b)
{
    const dm_hit *x = ((const mark *)a)->hit, *y = ((const mark *)b)->hit;
    int           c = dm_text_order(x->rule, y->rule);

    c = c != 0 ? c : dm_text_order(x->text, y->text);
    return c != 0 ? c : by_number((uintptr_t)x, (uintptr_t)y);
}

static int compare_place(const dm_hit *x, const dm_hit *y)
{
    int c = dm_text_order(x->rule, y->rule);

    c = c != 0 ? c : by_number(x->from, y->from);
    c = c != 0 ? c : by_number(x->to, y->to);
    return c != 0 ? c : dm_text_order(x->text, y->text);
}

static int by_place(const void *a, const void *b)
{
    const dm_hit *x = ((const mark *)a)->hit, *y = ((const mark *)b)->hit;
    int           c = compare_place(x, y);

    return c != 0 ? c : by_number((uintptr_t)x, (uintptr_t)y);
}

/* The same place of the file, which the view only reads otherwise ("：" as
** ":"); text that has no place there is known by itself alone. */
static int same_place(const dm_hit *x, const dm_hit *y)
{
    int c = dm_text_order(x->rule, y->rule);

    c = c != 0 ? c : by_number(x->from, y->from);
    c = c != 0 ? c : by_number(x->to, y->to);
    return c != 0 || x->to > 0 ? c : dm_text_order(x->text, y->text);
}

/* As they stand in their list. */
static int by_list(const void *a, const void *b)
{
    return by_number((uintptr_t)((const mark *)a)->hit,
                     (uintptr_t)((const mark *)b)->hit);
}

/* The two sides while they are compared. */
typedef struct sides {
    mark  *was, *now;
    size_t nwas, nnow;
} sides;

static int same_text(const dm_hit *x, const dm_hit *y)
{
    int c = dm_text_order(x->rule, y->rule);

    return c != 0 ? c : dm_text_order(x->text, y->text);
}

/* Join equal ones that have no partner yet; both sides are sorted so that
** `order` never falls. */
static void merge(sides *s, int (*order)(const dm_hit *, const dm_hit *))
{
    size_t i = 0, k = 0;

    while (i < s->nwas && k < s->nnow) {
        mark *a = &s->was[i], *b = &s->now[k];
        int   c;

        if (a->other != NULL || b->other != NULL) {
            i += a->other != NULL;
            k += b->other != NULL;
            continue;
        }
        c = order(a->hit, b->hit);
        if (c == 0) {
            a->other = b->hit;
            b->other = a->hit;
        }
        i += c <= 0;
        k += c >= 0;
    }
}

static void sort_both(sides *s, int (*order)(const void *, const void *))
{
    qsort(s->was, s->nwas, sizeof *s->was, order);
    qsort(s->now, s->nnow, sizeof *s->now, order);
}

/* Telling, and counting what is told. */
typedef struct telling {
    bool            field;
    dm_hit_compare *how;
} telling;

static void tell(const telling *t, const dm_hit *was, const dm_hit *now)
{
    dm_hit_change c = {.field = t->field, .was = was, .now = now};
    uint64_t     *counts[] = {&t->how->tally.gained, &t->how->tally.lost,
                              &t->how->tally.changed};

    c.kind = was == NULL   ? DM_HIT_GAINED
             : now == NULL ? DM_HIT_LOST
                           : DM_HIT_CHANGED;
    ++*(t->field ? &t->how->tally.fields : counts[c.kind]);
    if (t->how->told != NULL)
        t->how->told(t->how->ud, &c);
}

/* What a rule makes of a hit counts; how its text reads only when it makes
** nothing else of it. */
static bool same_value(const dm_hit *x, const dm_hit *y)
{
    return dm_slice_eq(x->value, y->value) &&
           (x->value.len > 0 || dm_slice_eq(x->text, y->text));
}

/* Tell a hit that is there now, if something is new about it. */
static void tell_now(const telling *t, const mark *b)
{
    if (b->other == NULL)
        tell(t, NULL, b->hit);
    else if (!same_value(b->hit, b->other))
        tell(t, b->other, b->hit);
}

/* Tell those of `was` from `*i` on that are lost, as long as they belong to
** `rule` and stand before `limit` (NULL: all of them). */
static void tell_lost(const telling *t, const sides *s, size_t *i,
                      const dm_hit *limit)
{
    for (; *i < s->nwas; ++*i) {
        const mark *a = &s->was[*i];

        if (limit != NULL && (!dm_slice_eq(a->hit->rule, limit->rule) ||
                              a->hit->from > limit->from))
            return;
        if (a->other == NULL)
            tell(t, a->hit, NULL);
    }
}

/* Where the marks of `rule` begin in the list of the old side; its length when
** there are none. */
static size_t first_of(const sides *s, dm_slice rule)
{
    size_t i = 0;

    while (i < s->nwas && !dm_slice_eq(s->was[i].hit->rule, rule))
        i++;
    return i;
}

static bool has_rule(const sides *s, dm_slice rule)
{
    for (size_t k = 0; k < s->nnow; k++)
        if (dm_slice_eq(s->now[k].hit->rule, rule))
            return true;
    return false;
}

/* The marks of the old side that belong to one rule, told up to `limit`. */
static void tell_rest(const telling *t, const sides *s, size_t *i,
                      dm_slice rule)
{
    for (; *i < s->nwas && dm_slice_eq(s->was[*i].hit->rule, rule); ++*i)
        if (s->was[*i].other == NULL)
            tell(t, s->was[*i].hit, NULL);
}

/* Everything, rule by rule in the order of the newer list. */
static void tell_all(const telling *t, const sides *s)
{
    for (size_t k = 0; k < s->nnow;) {
        dm_slice rule = s->now[k].hit->rule;
        size_t   i = first_of(s, rule);

        for (; k < s->nnow && dm_slice_eq(s->now[k].hit->rule, rule); k++) {
            tell_lost(t, s, &i, s->now[k].hit);
            tell_now(t, &s->now[k]);
        }
        tell_rest(t, s, &i, rule);
    }
    for (size_t i = 0; i < s->nwas;) {
        dm_slice rule = s->was[i].hit->rule;

        if (!has_rule(s, rule)) {
            tell_rest(t, s, &i, rule);
            continue;
        }
        while (i < s->nwas && dm_slice_eq(s->was[i].hit->rule, rule))
            i++;
    }
}

static mark *marks_of(const dm_hit *list, size_t n)
{
    mark *out = dm_mem_alloc((n + 1) * sizeof *out);

    for (size_t i = 0; out != NULL && i < n; i++)
        out[i] = (mark){&list[i], NULL};
    return out;
}

static sides open_sides(const dm_hit *was, size_t nwas, const dm_hit *now,
                        size_t nnow)
{
    return (sides){marks_of(was, nwas), marks_of(now, nnow), nwas, nnow};
}

static void close_sides(sides *s)
{
    dm_mem_free(s->was);
    dm_mem_free(s->now);
}

static bool is_open(const sides *s)
{
    return s->was != NULL && s->now != NULL;
}

/* Find partners and tell. */
static void compare(sides *s, bool moved, const telling *t)
{
    sort_both(s, by_place);
    merge(s, compare_place);
    if (moved) {
        sort_both(s, by_text);
        merge(s, same_text);
    }
    sort_both(s, by_place);
    merge(s, same_place);
    sort_both(s, by_list);
    tell_all(t, s);
}

bool dm_hits_compare(const dm_hits *was, const dm_hits *now,
                     dm_hit_compare *how, dm_err *err)
{
    telling t = {false, how};
    sides   rules = open_sides(was->list, was->n, now->list, now->n);
    sides   fields =
        open_sides(was->fields, was->nfields, now->fields, now->nfields);
    bool ok = is_open(&rules) && is_open(&fields);

    if (ok) {
        compare(&rules, how->moved, &t);
        t.field = true;
        compare(&fields, false, &t);
    }
    close_sides(&rules);
    close_sides(&fields);
    return ok || dm_fail(err, DM_E_MEMORY, "no memory to compare hits");
}
