/* page_record.c - what fields took, now and in the records of an earlier run.
**
** Records tell what fields took and nothing else, so that is all there is to
** compare: a place is the same when the field and its bytes of the file are.
** The present run's places are those of its own records; its marks are told
** apart by them.  Of the earlier run, what the present one has not gets marks.
*/
#include <stdlib.h>

#include "desk/page_in.h"

enum { NOW = 1, WAS = 2, KEYS_MAX = 1 << 30 };

/* A place of a record. */
typedef struct key {
    dm_slice        field;
    dm_range        src;
    const dm_value *entry;
} key;

/* The bytes of "raw" that a place of a record's _spans is about. */
static bool recorded(const dm_doc *doc, const dm_value *entry, dm_range *src)
{
    const dm_value *pair = dm_member_list(entry, "src");
    dm_slice        part = dm_member_str(entry, "part");

    if (pair == NULL || pair->as.list.n < 2 || dm_list_int(pair, 0) < 0 ||
        dm_list_int(pair, 1) < dm_list_int(pair, 0))
        return false;
    *src =
        (dm_range){(size_t)dm_list_int(pair, 0), (size_t)dm_list_int(pair, 1)};
    for (size_t i = 0; part.len > 0 && i < doc->nparts; i++)
        if (dm_slice_eq(doc->parts[i].name, part)) {
            src->from += doc->parts[i].bytes.from;
            src->to += doc->parts[i].bytes.from;
            break;
        }
    return src->to <= doc->raw->text.len;
}

static void add_places(const dm_page *p, const dm_member *field, dm_buf *keys)
{
    dm_value *const *items = NULL;
    size_t           n = 0;

    if (field->value->kind == DM_LIST) {
        items = field->value->as.list.items;
        n = field->value->as.list.n;
    }
    for (size_t i = 0; i < n; i++) {
        key k = {.field = field->key, .entry = items[i]};

        if (recorded(p->ask->doc, items[i], &k.src))
            dm_buf_add(keys, &k, sizeof k);
    }
}

static int by_key(const void *a, const void *b)
{
    const key *x = a;
    const key *y = b;
    size_t     n = x->field.len < y->field.len ? x->field.len : y->field.len;
    int        by = memcmp(x->field.ptr, y->field.ptr, n);

    if (by == 0)
        by = (x->field.len > y->field.len) - (x->field.len < y->field.len);
    if (by == 0)
        by = (x->src.from > y->src.from) - (x->src.from < y->src.from);
    return by != 0 ? by : (x->src.to > y->src.to) - (x->src.to < y->src.to);
}

/* All places of a run's records, sorted. */
static void read_keys(dm_page *p, const dm_page_run *run, dm_buf *keys)
{
    dm_buf_init(keys, KEYS_MAX);
    for (size_t i = 0; i < run->nrecords; i++) {
        const dm_value *spans = dm_member_at(run->records[i], "_spans");

        for (size_t k = 0; spans != NULL && spans->kind == DM_OBJECT &&
                           k < spans->as.object.n;
             k++)
            add_places(p, &spans->as.object.members[k], keys);
    }
    p->failed |= keys->failed;
    if (keys->len > 0)
        qsort(keys->ptr, keys->len / sizeof(key), sizeof(key), by_key);
}

static bool has(const dm_buf *keys, const key *k)
{
    return keys->len > 0 && bsearch(k, keys->ptr, keys->len / sizeof *k,
                                    sizeof *k, by_key) != NULL;
}

/* The number of the rule that a place names, or -1. */
static int rule_of(dm_page *p, const key *k)
{
    dm_slice id = dm_member_str(k->entry, "rule");

    return dm_page_known(p, id) ? dm_page_rule(p, id) : -1;
}

/* A mark for a place that has none. */
static void mark_place(dm_page *p, const key *k, unsigned side)
{
    dm_page_spot mark = {.kind = DM_SPOT_FIELD, .sides = side};

    mark.rule = rule_of(p, k);
    mark.info = dm_value_object(p->arena);
    dm_page_field(p, mark.info, k->field);
    (void)dm_page_mark(p, p->ask->doc->raw, k->src, &mark);
}

static bool is_listed(const dm_value *fields, dm_slice name)
{
    for (size_t i = 0; fields != NULL && i < fields->as.list.n; i++)
        if (dm_slice_eq(dm_member_str(fields->as.list.items[i], "name"), name))
            return true;
    return false;
}

/* What the script put into its record by itself: told of the match that it is,
** or marked. */
static void add_own(dm_page *p, const key *k)
{
    dm_page_spot  like = {.rule = rule_of(p, k)};
    dm_page_spot *hit = like.rule >= 0
                            ? dm_page_shared(p, p->ask->doc->raw, k->src, &like)
                            : NULL;

    if (hit != NULL && hit->info != NULL)
        dm_page_field(p, hit->info, k->field);
    else if (like.rule < 0)
        mark_place(p, k, NOW);
}

/* Is there a place of the field within `range` that the earlier run had not? A
** value may be less than the match that it is of. */
static bool is_new(const dm_buf *now, const dm_buf *was, dm_slice field,
                   dm_range range)
{
    const key *list = (const key *)(const void *)now->ptr;
    const key  first = {
         .field = field, .src = {range.from, 0}
    };
    size_t low = 0, n = now->len / sizeof *list, high = n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (by_key(&list[mid], &first) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < n && list[low].src.from <= range.to &&
           dm_slice_eq(list[low].field, field);
         low++)
        if (list[low].src.to <= range.to && !has(was, &list[low]))
            return true;
    return false;
}

/* Did a field take it that took something else before? */
static bool is_gained(const dm_page_spot *m, const dm_buf *now,
                      const dm_buf *was)
{
    const dm_value *fields = dm_member_list(m->info, "fields");

    if (m->kind != DM_SPOT_HIT && m->kind != DM_SPOT_FIELD)
        return false;
    for (size_t i = 0; fields != NULL && i < fields->as.list.n; i++)
        if (is_new(now, was, fields->as.list.items[i]->as.string, m->raw))
            return true;
    return false;
}

static void compare(dm_page *p, const dm_buf *now, const dm_buf *was)
{
    dm_page_spot *marks = (dm_page_spot *)(void *)p->marks.ptr;
    const key    *k = (const key *)(const void *)was->ptr;

    for (size_t i = 0; i < p->marks.len / sizeof *marks; i++)
        if (!is_gained(&marks[i], now, was))
            marks[i].sides |= WAS;
    for (size_t i = 0; i < was->len / sizeof *k; i++)
        if (!has(now, &k[i]))
            mark_place(p, &k[i], WAS);
}

void dm_page_records(dm_page *p, const dm_value *fields)
{
    const dm_page_run *old = p->ask->was;
    const bool         compared = old != NULL && old->report == NULL;
    dm_buf             now, was;
    const key         *k;

    read_keys(p, &p->ask->now, &now);
    k = (const key *)(const void *)now.ptr;
    for (size_t i = 0; i < now.len / sizeof *k; i++)
        if (!is_listed(fields, k[i].field))
            add_own(p, &k[i]);
    if (compared) {
        read_keys(p, old, &was);
        compare(p, &now, &was);
        dm_buf_fini(&was);
    }
    dm_buf_fini(&now);
}
