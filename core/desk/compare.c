/* compare.c - records paired, then field by field.
**
** Most documents of a corpus have not changed, so two records that are the
** same all through are passed over first.
*/
#include "desk/compare.h"

#include "desk/compare_in.h"
#include "desk/pairing.h"
#include "desk/same.h"
#include "emit/member.h"

enum { DELTAS_MAX = 1 << 30 };

const char *dm_delta_name(dm_delta_kind kind)
{
    static const char *const names[DM_DELTA_KINDS] = {
        "gained", "lost", "changed", "rule", "moved", "empty"};

    return kind < DM_DELTA_KINDS ? names[kind] : "";
}

/* ---- places ---- */

bool dm_compared_range(const dm_value *place, dm_slice key, dm_range *out)
{
    const dm_value *v = dm_value_at(place, key);

    if (v == NULL || v->kind != DM_LIST || v->as.list.n != 2 ||
        v->as.list.items[0]->kind != DM_INT ||
        v->as.list.items[1]->kind != DM_INT ||
        v->as.list.items[0]->as.integer < 0 ||
        v->as.list.items[1]->as.integer < v->as.list.items[0]->as.integer)
        return false;
    out->from = (size_t)v->as.list.items[0]->as.integer;
    out->to = (size_t)v->as.list.items[1]->as.integer;
    return true;
}

static const dm_value *member(const dm_value *record, dm_slice key)
{
    return record != NULL && record->kind == DM_OBJECT
               ? dm_value_at(record, key)
               : NULL;
}

dm_spot dm_spot_of(const dm_value *record, dm_slice field, size_t i)
{
    const dm_value *list = member(dm_member_at(record, "_spans"), field);
    const dm_value *place = list;
    const dm_value *exact;
    dm_spot         spot = {.part = DM_LIT(""), .rule = DM_LIT("")};

    if (list != NULL && list->kind == DM_LIST) {
        if (i == DM_NO_ITEM)
            i = 0;
        place = i < list->as.list.n ? list->as.list.items[i] : NULL;
    }
    if (place == NULL || place->kind != DM_OBJECT)
        return spot;
    exact = dm_value_at(place, DM_S("exact"));
    spot.exact = exact != NULL && exact->kind == DM_BOOL && exact->as.boolean;
    spot.known = dm_compared_range(place, DM_S("src"), &spot.src);
    spot.placed = dm_compared_range(place, DM_S("at"), &spot.at);
    spot.part = dm_member_str(place, "part");
    spot.rule = dm_member_str(place, "rule");
    return spot;
}

static bool same_spot(const dm_spot *a, const dm_spot *b)
{
    if (!a->known || !b->known)
        return true; /* nobody can say that it is another */
    return a->src.from == b->src.from && a->src.to == b->src.to &&
           dm_slice_eq(a->part, b->part);
}

/* ---- deltas ---- */

void dm_comparing_note(dm_comparing *c, dm_delta_kind kind, dm_slice field,
                       const dm_compared_item *was, const dm_compared_item *now)
{
    const dm_value *record =
        c->now_record != NULL ? c->now_record : c->was_record;
    dm_delta d = {.kind = kind,
                  .record = c->record,
                  .id = dm_member_str(record, "id"),
                  .field = field,
                  .was = was->value,
                  .now = now->value,
                  .was_at = was->at,
                  .now_at = now->at,
                  .was_spot = was->spot,
                  .now_spot = now->spot,
                  .other = DM_LIT("")};

    d.rule = now->value != NULL ? now->spot.rule : was->spot.rule;
    if (kind == DM_DELTA_LOST)
        dm_comparing_blame(c, &d);
    else if (was->value != NULL && !dm_slice_eq(was->spot.rule, d.rule))
        d.other = was->spot.rule;
    dm_buf_add(&c->deltas, &d, sizeof d);
}

void dm_comparing_add(dm_comparing *c, dm_slice field,
                      const dm_compared_item *was, const dm_compared_item *now)
{
    dm_delta_kind kind = DM_DELTA_CHANGED;

    if (was->value == NULL) {
        kind = DM_DELTA_GAINED;
    } else if (now->value == NULL) {
        kind = DM_DELTA_LOST;
    } else if (dm_value_same(was->value, now->value)) {
        if (was->spot.rule.len > 0 && now->spot.rule.len > 0 &&
            !dm_slice_eq(was->spot.rule, now->spot.rule))
            kind = DM_DELTA_RULE;
        else if (!same_spot(&was->spot, &now->spot))
            kind = DM_DELTA_MOVED;
        else
            return;
    }
    dm_comparing_note(c, kind, field, was, now);
}

/* ---- fields ---- */

static dm_compared_item no_item(void)
{
    return (dm_compared_item){
        .at = DM_NO_ITEM, .spot = {.part = DM_LIT(""), .rule = DM_LIT("")}
    };
}

static dm_compared_item item_of(const dm_value *record, dm_slice field,
                                const dm_value *value, size_t at)
{
    dm_compared_item item = no_item();

    if (value == NULL)
        return item;
    item.value = value;
    item.at = at;
    item.spot = dm_spot_of(record, field, at);
    return item;
}

/* A field that only one side has: each of its values, or that it is empty. */
static void add_alone(dm_comparing *c, dm_slice field, const dm_value *value,
                      bool gained)
{
    const dm_value  *record = gained ? c->now_record : c->was_record;
    dm_compared_item none = no_item();
    dm_compared_item item = item_of(record, field, value, DM_NO_ITEM);
    size_t           n = value->kind == DM_LIST ? value->as.list.n : 0;

    if (value->kind == DM_LIST && n == 0) {
        dm_comparing_note(c, DM_DELTA_EMPTY, field, gained ? &none : &item,
                          gained ? &item : &none);
        return;
    }
    if (value->kind != DM_LIST)
        dm_comparing_add(c, field, gained ? &none : &item,
                         gained ? &item : &none);
    for (size_t i = 0; i < n; i++) {
        item = item_of(record, field, value->as.list.items[i], i);
        dm_comparing_add(c, field, gained ? &none : &item,
                         gained ? &item : &none);
    }
}

static bool compare_field(dm_comparing *c, dm_slice field, const dm_value *was,
                          const dm_value *now)
{
    const dm_value  *alone = was == NULL ? now : was;
    dm_compared_item old, new;

    if (alone == NULL)
        return true;
    if (was != NULL && now != NULL && was->kind == DM_LIST &&
        now->kind == DM_LIST)
        return dm_compare_lists(c, field, was, now);
    if (was == NULL || now == NULL) {
        add_alone(c, field, alone, was == NULL);
        return true;
    }
    old = item_of(c->was_record, field, was, DM_NO_ITEM);
    new = item_of(c->now_record, field, now, DM_NO_ITEM);
    dm_comparing_add(c, field, &old, &new);
    return true;
}

/* Is this docmill's own, no field? */
static bool is_own(dm_slice key)
{
    return key.len > 0 && key.ptr[0] == '_';
}

static bool is_pair(const dm_value *was, const dm_value *now)
{
    return was->kind == DM_OBJECT && now->kind == DM_OBJECT;
}

/* The fields of the new record in its order, then those that it lacks. */
static bool compare_pair(dm_comparing *c)
{
    const dm_value *was = c->was_record, *now = c->now_record;
    bool            ok = true;

    if (!is_pair(was, now) || dm_value_same(was, now))
        return true;
    for (size_t i = 0; ok && i < now->as.object.n; i++) {
        const dm_member *m = &now->as.object.members[i];

        if (!is_own(m->key))
            ok = compare_field(c, m->key, dm_value_at(was, m->key), m->value);
    }
    for (size_t i = 0; ok && i < was->as.object.n; i++) {
        const dm_member *m = &was->as.object.members[i];

        if (!is_own(m->key) && dm_value_at(now, m->key) == NULL)
            ok = compare_field(c, m->key, m->value, NULL);
    }
    return ok;
}

static void add_record(dm_comparing *c)
{
    dm_compared_item was = no_item(), now = no_item();

    was.value = c->was_record;
    now.value = c->now_record;
    dm_comparing_add(c, DM_S(""), &was, &now);
}

/* ---- records ---- */

typedef struct keys {
    uint64_t *all;   /* of everything that the record says */
    uint64_t *first; /* of its id and where its first value is from */
    uint64_t *id;
} keys;

static uint64_t first_place(const dm_value *record)
{
    const dm_value *spans = dm_member_at(record, "_spans");

    if (spans == NULL || spans->kind != DM_OBJECT)
        return 0;
    for (size_t i = 0; i < spans->as.object.n; i++) {
        dm_spot spot = dm_spot_of(record, spans->as.object.members[i].key, 0);

        if (spot.known)
            return dm_hash_mix(dm_hash_text(spot.part), spot.src.from);
    }
    return 0;
}

static uint64_t hash_fields(const dm_value *record)
{
    uint64_t h = 0;

    if (record->kind != DM_OBJECT)
        return dm_value_hash(record);
    for (size_t i = 0; i < record->as.object.n; i++) {
        const dm_member *m = &record->as.object.members[i];

        if (!is_own(m->key))
            h += dm_hash_mix(dm_hash_text(m->key), dm_value_hash(m->value));
    }
    return h;
}

static bool make_keys(const dm_recorded *r, dm_arena *arena, keys *out)
{
    out->all = dm_arena_zalloc(arena, r->n + 1, sizeof *out->all);
    out->first = dm_arena_zalloc(arena, r->n + 1, sizeof *out->first);
    out->id = dm_arena_zalloc(arena, r->n + 1, sizeof *out->id);
    if (out->all == NULL || out->first == NULL || out->id == NULL)
        return false;
    for (size_t i = 0; i < r->n; i++) {
        dm_slice id = dm_member_str(r->records[i], "id");
        uint64_t place = first_place(r->records[i]);

        out->id[i] = dm_hash_text(id);
        if (r->outputs != NULL && r->outputs[i].len > 0)
            out->id[i] = dm_hash_mix(out->id[i], dm_hash_text(r->outputs[i]));
        out->all[i] = dm_hash_mix(out->id[i], hash_fields(r->records[i]));
        if (place != 0)
            out->first[i] = dm_hash_mix(out->id[i], place);
    }
    return true;
}

static bool pair_records(dm_comparing *c, dm_pairing *p)
{
    keys old, new;

    return make_keys(c->was, c->arena, &old) &&
           make_keys(c->now, c->arena, &new) &&
           dm_pairing_init(p, c->was->n, c->now->n, c->arena) &&
           dm_pairing_by(p, old.all, new.all) &&
           dm_pairing_by(p, old.first, new.first) &&
           dm_pairing_by(p, old.id, new.id);
}

/* The next pair of records, or one that has none; false past the last. */
static bool next_pair(const dm_pairing *p, size_t *o, size_t *n,
                      dm_comparing *c)
{
    c->was_record = c->now_record = NULL;
    if (*o < p->nold && p->mate[*o] == DM_UNPAIRED) {
        c->was_record = c->was->records[(*o)++];
    } else if (*n < p->nnew && p->owner[*n] == DM_UNPAIRED) {
        c->now_record = c->now->records[(*n)++];
    } else if (*o < p->nold) {
        c->was_record = c->was->records[(*o)++];
        c->now_record = c->now->records[(*n)++];
    }
    return c->was_record != NULL || c->now_record != NULL;
}

static bool compare_all(dm_comparing *c)
{
    dm_pairing p;
    size_t     o = 0, n = 0;
    bool       ok = pair_records(c, &p);

    for (; ok && next_pair(&p, &o, &n, c); c->record++) {
        if (c->was_record != NULL && c->now_record != NULL)
            ok = compare_pair(c);
        else
            add_record(c);
    }
    return ok;
}

bool dm_compare(const dm_recorded *was, const dm_recorded *now, dm_arena *arena,
                dm_compared *out, dm_err *err)
{
    dm_comparing c = {.arena = arena, .was = was, .now = now};
    dm_delta    *list = NULL;
    bool         ok;

    dm_buf_init(&c.deltas, DELTAS_MAX);
    ok = compare_all(&c) && !c.deltas.failed;
    if (ok)
        list = dm_arena_alloc(arena, c.deltas.len + 1);
    if (list != NULL && c.deltas.len > 0)
        memcpy(list, c.deltas.ptr, c.deltas.len);
    if (list != NULL)
        *out = (dm_compared){list, c.deltas.len / sizeof *list, c.record};
    dm_buf_fini(&c.deltas);
    return list != NULL ||
           dm_fail(err, DM_E_MEMORY, "no memory to compare the records");
}
