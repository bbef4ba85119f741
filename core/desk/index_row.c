/* index_row.c - what a page's data comes to.
**
** Places are taken from the page's marks, which lie in the view that the page
** shows; values from the script's own report, which knows the views they are
** of.  A report lists so many matches, so that values beyond are not told; the
** numbers count all.
*/
#include "desk/index_row.h"

#include "desk/page_in.h"
#include "desk/stats_cover.h"
#include "emit/json.h"
#include "text/utf8.h"

enum { RECORDS = 1000, JSON_MAX = 4096 };

typedef struct rowing {
    dm_arena       *arena;
    dm_look        *look;
    const dm_value *report;
    dm_value       *out;
    bool            failed; /* memory; sticky */
} rowing;

/* Different values, and how often each came. */
typedef struct bag {
    dm_slice text[DM_INDEX_VALUES];
    uint64_t n[DM_INDEX_VALUES];
    size_t   len;
} bag;

static void set(rowing *r, dm_value *object, const char *key, dm_value *v)
{
    r->failed |= !dm_value_set(r->arena, object, dm_slice_str(key), v);
}

static void push(rowing *r, dm_value *list, dm_value *v)
{
    r->failed |= !dm_value_push(r->arena, list, v);
}

static void push_text(rowing *r, dm_value *list, dm_slice s)
{
    push(r, list, dm_value_string(r->arena, s));
}

static void push_int(rowing *r, dm_value *list, int64_t n)
{
    push(r, list, dm_value_int(r->arena, n));
}

static void set_int(rowing *r, const char *key, size_t n)
{
    set(r, r->out, key, dm_value_int(r->arena, (int64_t)n));
}

static size_t length(const dm_value *list)
{
    return list != NULL && list->kind == DM_LIST ? list->as.list.n : 0;
}

/* The start of a text, to the end of a character. */
static dm_slice beginning(dm_slice s)
{
    size_t n = s.len;

    if (n > DM_INDEX_VALUE)
        for (n = DM_INDEX_VALUE; n > 0 && dm_utf8_inside(s.ptr[n]);)
            n--;
    return dm_slice_sub(s, 0, n);
}

static void count_text(bag *b, dm_slice text)
{
    for (size_t i = 0; i < b->len; i++)
        if (dm_slice_eq(b->text[i], text)) {
            b->n[i]++;
            return;
        }
    if (b->len == DM_INDEX_VALUES)
        return;
    b->text[b->len] = text;
    b->n[b->len++] = 1;
}

/* Texts as they are, all else as JSON. */
static void count_value(rowing *r, bag *b, const dm_value *v)
{
    dm_buf   json;
    dm_slice text;

    if (v->kind == DM_STRING) {
        count_text(b, beginning(v->as.string));
        return;
    }
    dm_buf_init(&json, JSON_MAX);
    dm_json_value(&json, v, 0);
    text = dm_arena_slice(r->arena, beginning(dm_buf_view(&json)));
    r->failed |= text.ptr == NULL;
    if (text.ptr != NULL)
        count_text(b, json.failed ? DM_S("(a large table)") : text);
    dm_buf_fini(&json);
}

/* [name,[[value,n]…]], if there is any. */
static void put_bag(rowing *r, dm_value *to, dm_slice name, const bag *b)
{
    dm_value *one = dm_value_list(r->arena);
    dm_value *list = dm_value_list(r->arena);

    if (b->len == 0)
        return;
    for (size_t i = 0; i < b->len; i++) {
        dm_value *pair = dm_value_list(r->arena);

        push_text(r, pair, b->text[i]);
        push_int(r, pair, (int64_t)b->n[i]);
        push(r, list, pair);
    }
    push_text(r, one, name);
    push(r, one, list);
    push(r, to, one);
}

static size_t nth(const dm_value *list, size_t i)
{
    const dm_value *v = list->as.list.items[i];

    return v->kind == DM_INT && v->as.integer >= 0 ? (size_t)v->as.integer : 0;
}

/* A match of the report, [from,to,view,more]. */
static void count_match(rowing *r, bag *b, const dm_value *entry)
{
    const dm_value *views = dm_member_list(r->report, "views");
    const dm_value *more = NULL, *value = NULL;
    const dm_view  *view = NULL;
    dm_err          err;

    if (length(entry) > 3)
        more = entry->as.list.items[3];
    if (more != NULL && more->kind == DM_OBJECT)
        value = dm_value_at(more, DM_S("value"));
    if (value != NULL) {
        count_value(r, b, value);
        return;
    }
    if (length(entry) < 3 || nth(entry, 2) >= length(views) ||
        views->as.list.items[nth(entry, 2)]->kind != DM_STRING)
        return;
    view = dm_doc_view(r->look->doc,
                       views->as.list.items[nth(entry, 2)]->as.string, &err);
    if (view != NULL && nth(entry, 0) <= nth(entry, 1) &&
        nth(entry, 1) <= view->text.len)
        count_text(b, beginning(dm_slice_sub(view->text, nth(entry, 0),
                                             nth(entry, 1))));
}

static void put_rule(rowing *r, dm_value *rules, const dm_value *rule)
{
    const dm_value *seconds = dm_value_at(rule, DM_S("seconds"));
    dm_value       *one = dm_value_list(r->arena);

    push_text(r, one, dm_member_str(rule, "id"));
    push_int(r, one, dm_member_int(rule, "hits"));
    push_int(r, one, dm_member_int(rule, "nrejected"));
    push_int(r, one, dm_member_int(rule, "nbeaten"));
    push(r, one,
         dm_value_real(r->arena, seconds != NULL && seconds->kind == DM_REAL
                                     ? seconds->as.real
                                     : -1));
    push(r, rules, one);
}

static void put_rules(rowing *r)
{
    const dm_value *list = dm_member_list(r->report, "rules");
    dm_value       *rules = dm_value_list(r->arena);
    dm_value       *values = dm_value_list(r->arena);

    for (size_t i = 0; i < length(list); i++) {
        const dm_value *rule = list->as.list.items[i];
        const dm_value *matches = dm_member_list(rule, "matches");
        bag             b = {.len = 0};

        put_rule(r, rules, rule);
        for (size_t k = 0; k < length(matches); k++)
            count_match(r, &b, matches->as.list.items[k]);
        put_bag(r, values, dm_member_str(rule, "id"), &b);
    }
    set(r, r->out, "rules", rules);
    set(r, r->out, "values", values);
}

static bool is_field(dm_slice key)
{
    return !dm_slice_eq(key, DM_S("id")) && !dm_slice_starts(key, DM_S("_"));
}

/* One field of all records. */
static void count_field(rowing *r, bag *b, dm_slice name)
{
    const dm_result *result = &r->look->result;

    for (size_t i = 0; i < result->nrecords && i < RECORDS; i++) {
        const dm_value *v = dm_value_at(result->records[i], name);

        if (v == NULL || v->kind == DM_NULL)
            continue;
        if (v->kind != DM_LIST)
            count_value(r, b, v);
        for (size_t k = 0; v->kind == DM_LIST && k < v->as.list.n; k++)
            count_value(r, b, v->as.list.items[k]);
    }
}

/* The fields of the first record and what later ones have besides. */
static void put_fields(rowing *r)
{
    const dm_result *result = &r->look->result;
    dm_value        *list = dm_value_list(r->arena);
    dm_value        *seen = dm_value_object(r->arena);

    for (size_t i = 0; i < result->nrecords && i < RECORDS; i++) {
        const dm_value *record = result->records[i];

        for (size_t k = 0; k < record->as.object.n; k++) {
            dm_slice key = record->as.object.members[k].key;
            bag      b = {.len = 0};

            if (!is_field(key) || dm_value_at(seen, key) != NULL)
                continue;
            r->failed |= !dm_value_set(r->arena, seen, key,
                                       dm_value_bool(r->arena, true));
            count_field(r, &b, key);
            put_bag(r, list, key, &b);
        }
    }
    set(r, r->out, "fields", list);
    set_int(r, "records", result->nrecords);
}

static bool is_touched(const dm_value *mark)
{
    size_t kind = nth(mark, 0);

    return (nth(mark, 2) & 1) != 0 &&
           (kind == DM_SPOT_HIT || kind == DM_SPOT_FIELD ||
            kind == DM_SPOT_DROPPED);
}

/* A digit for each part of `all` units: how much of it is covered. */
static void put_strip(rowing *r, const dm_range *ranges, size_t n, size_t all)
{
    char   strip[DM_INDEX_STRIP];
    size_t at = 0;

    for (size_t i = 0; i < DM_INDEX_STRIP; i++) {
        dm_range part = {all * i / DM_INDEX_STRIP,
                         all * (i + 1) / DM_INDEX_STRIP};
        size_t   sum = 0;

        if (part.to == part.from)
            part.to++;
        while (at < n && ranges[at].to <= part.from)
            at++;
        for (size_t k = at; k < n && ranges[k].from < part.to; k++)
            sum += (ranges[k].to < part.to ? ranges[k].to : part.to) -
                   (ranges[k].from > part.from ? ranges[k].from : part.from);
        strip[i] = (char)('0' + (sum * 9 + part.to - part.from - 1) /
                                    (part.to - part.from));
    }
    set(r, r->out, "strip",
        dm_value_string(r->arena, (dm_slice){strip, sizeof strip}));
}

static void put_cover(rowing *r)
{
    const dm_value *marks = dm_member_list(r->look->data, "marks");
    const dm_value *rest =
        dm_list_at(dm_member_list(r->look->data, "unmarked"), 0);
    dm_slice  clean = dm_member_str(r->look->data, "clean");
    dm_range *ranges = dm_arena_zalloc(
        r->arena, length(marks) + length(rest) / 2 + 1, sizeof *ranges);
    size_t   n = 0, covered = 0;
    dm_units units;

    if (ranges == NULL || !dm_units_init(&units, r->arena, clean)) {
        r->failed = true;
        return;
    }
    for (size_t i = 0; i < length(marks); i++)
        if (is_touched(marks->as.list.items[i]))
            ranges[n++] = (dm_range){nth(marks->as.list.items[i], 3),
                                     nth(marks->as.list.items[i], 4)};
    for (size_t i = 0; i + 1 < length(rest); i += 2)
        ranges[n++] = (dm_range){nth(rest, i), nth(rest, i + 1)};
    n = dm_cover_union(ranges, n);
    for (size_t i = 0; i < n; i++)
        covered += ranges[i].to - ranges[i].from;
    set_int(r, "chars", dm_units_before(&units, clean.len));
    set_int(r, "covered", covered);
    if (clean.len > 0)
        put_strip(r, ranges, n, dm_units_before(&units, clean.len));
}

/* What became of a rule's matches since the earlier run. */
typedef struct moves {
    int64_t gained, lost, changed;
} moves;

static void count_move(const dm_value *mark, moves *m)
{
    const dm_value *info = length(mark) > 11 ? mark->as.list.items[11] : NULL;
    const dm_value *was = NULL, *now = NULL;

    m->gained += nth(mark, 2) == 1;
    m->lost += nth(mark, 2) == 2;
    if (nth(mark, 2) != 3 || info == NULL || info->kind != DM_OBJECT)
        return;
    was = dm_value_at(info, DM_S("was"));
    now = dm_value_at(info, DM_S("value"));
    if (was == NULL || was->kind != DM_STRING || now == NULL ||
        now->kind != DM_STRING)
        return; /* the records tell */
    m->changed += !dm_slice_eq(was->as.string, now->as.string);
}

static bool same_records(const dm_value *data)
{
    const char *key[] = {"records", "was"};
    dm_buf      text[2];
    bool        same;

    for (size_t i = 0; i < 2; i++) {
        const dm_value *list = dm_member_list(data, key[i]);

        dm_buf_init(&text[i], (size_t)1 << 28);
        if (length(list) > 0)
            dm_json_value(&text[i], list, 0);
    }
    same = dm_slice_eq(dm_buf_view(&text[0]), dm_buf_view(&text[1]));
    dm_buf_fini(&text[0]);
    dm_buf_fini(&text[1]);
    return same;
}

static void put_move(rowing *r, dm_value *list, const dm_value *rule,
                     const moves *m)
{
    dm_value *one = dm_value_list(r->arena);

    if (m->gained + m->lost + m->changed == 0)
        return;
    push_text(r, one, dm_member_str(rule, "id"));
    push_int(r, one, m->gained);
    push_int(r, one, m->lost);
    push_int(r, one, m->changed);
    push(r, list, one);
}

static void put_moves(rowing *r)
{
    const dm_value *marks = dm_member_list(r->look->data, "marks");
    const dm_value *rules = dm_member_list(r->look->data, "rules");
    dm_value       *list = dm_value_list(r->arena);
    moves          *m = dm_arena_zalloc(r->arena, length(rules) + 1, sizeof *m);
    bool            changed = !same_records(r->look->data);

    if (m == NULL) {
        r->failed = true;
        return;
    }
    for (size_t i = 0; i < length(marks); i++) {
        const dm_value *mark = marks->as.list.items[i];

        if ((nth(mark, 0) == DM_SPOT_HIT || nth(mark, 0) == DM_SPOT_FIELD) &&
            mark->as.list.items[1]->as.integer >= 0 &&
            nth(mark, 1) < length(rules))
            count_move(mark, &m[nth(mark, 1)]);
    }
    for (size_t i = 0; i < length(rules); i++)
        put_move(r, list, rules->as.list.items[i], &m[i]);
    set(r, r->out, "moves", list);
    set(r, r->out, "changed",
        dm_value_bool(r->arena, changed || length(list) > 0));
}

static size_t count_kind(const dm_value *marks, dm_spot_kind kind)
{
    size_t n = 0;

    for (size_t i = 0; i < length(marks); i++)
        n += nth(marks->as.list.items[i], 0) == kind;
    return n;
}

static void put_facts(rowing *r)
{
    const dm_value *data = r->look->data;
    const dm_value *charset = dm_value_at(data, DM_S("charset"));
    const dm_value *errors = dm_member_list(data, "errors");
    const dm_value *marks = dm_member_list(data, "marks");
    size_t          warnings = 0;

    for (size_t i = 0; i < length(errors); i++)
        warnings += dm_slice_eq(
            dm_member_str(errors->as.list.items[i], "level"), DM_S("warning"));
    set(r, r->out, "format",
        dm_value_string(r->arena, dm_member_str(data, "format")));
    set(r, r->out, "charset",
        dm_value_string(r->arena, charset != NULL && charset->kind == DM_OBJECT
                                      ? dm_member_str(charset, "name")
                                      : DM_S("")));
    set_int(r, "bytes", (size_t)dm_member_int(data, "bytes"));
    set_int(r, "warnings", warnings);
    set_int(r, "repairs", count_kind(marks, DM_SPOT_REPAIR));
    set_int(r, "bad", count_kind(marks, DM_SPOT_DECODE));
    if (r->look->result.turned_away)
        set(r, r->out, "away",
            dm_value_string(r->arena, dm_slice_str(r->look->result.reason)));
    if (r->look->result.skipped)
        set(r, r->out, "skipped",
            dm_value_string(r->arena, dm_slice_str(r->look->result.reason)));
}

/* What does not change from document to document. */
static dm_value *about_rule(rowing *r, const dm_value *run)
{
    static const char *const keys[] = {"id",   "doc",     "file",   "line",
                                       "view", "match",   "within", "action",
                                       "type", "priority"};
    dm_value                *out = dm_value_object(r->arena);

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        dm_value *v = dm_value_at(run, dm_slice_str(keys[i]));

        if (v != NULL && v->kind != DM_NULL)
            set(r, out, keys[i], v);
    }
    return out;
}

static void put_about(rowing *r)
{
    const dm_value *rules = dm_member_list(r->look->data, "rules");
    const dm_value *script = dm_value_at(r->look->data, DM_S("script"));
    dm_value       *about = dm_value_object(r->arena);
    dm_value       *list = dm_value_list(r->arena);

    for (size_t i = 0; i < length(rules); i++) {
        const dm_value *rule = rules->as.list.items[i];
        const dm_value *run = dm_value_at(rule, DM_S("now"));

        if (run == NULL || run->kind != DM_OBJECT)
            run = dm_value_at(rule, DM_S("was"));
        if (run != NULL && run->kind == DM_OBJECT)
            push(r, list, about_rule(r, run));
    }
    set(r, about, "name",
        dm_value_string(r->arena, dm_member_str(script, "name")));
    set(r, about, "rules", list);
    set(r, r->out, "about", about);
}

bool dm_index_has_rules(const dm_look *look)
{
    return look->result.report != NULL &&
           dm_member_list(look->result.report, "rules") != NULL;
}

dm_value *dm_index_row_of(dm_look *look, bool about)
{
    rowing r = {.arena = &look->arena,
                .look = look,
                .report = look->result.report,
                .out = dm_value_object(&look->arena)};

    if (look->data == NULL || r.out == NULL)
        return NULL;
    put_facts(&r);
    put_rules(&r);
    put_fields(&r);
    put_cover(&r);
    if (dm_value_at(look->data, DM_S("old")) != NULL)
        put_moves(&r);
    if (about)
        put_about(&r);
    return r.failed ? NULL : r.out;
}
