/* index_cells.c - a document's row, as the index shows it.
**
** Rules and fields are told by their number; hits stand in the order of rules,
** zeros at the end left out.
*/
#include "desk/index_in.h"
#include "desk/index_row.h"

#include "emit/json.h"

typedef struct telling {
    dm_index       *index;
    const dm_value *row;
    dm_slice        path;
    dm_buf         *out;
} telling;

static const dm_value *list_of(const dm_value *row, const char *key)
{
    const dm_value *v = dm_value_at(row, dm_slice_str(key));

    return v != NULL && v->kind == DM_LIST ? v : NULL;
}

static size_t length(const dm_value *list)
{
    return list != NULL ? list->as.list.n : 0;
}

static const dm_value *item(const dm_value *list, size_t i)
{
    return list->as.list.items[i];
}

static uint64_t count(const dm_value *list, size_t i)
{
    const dm_value *v = item(list, i);

    return v->kind == DM_INT && v->as.integer > 0 ? (uint64_t)v->as.integer : 0;
}

/* What a rule did in the document. */
static void add_rule(telling *t, dm_index_rule *rule, const dm_value *one)
{
    const dm_value *seconds = item(one, 4);

    rule->hits += count(one, 1);
    rule->refused += count(one, 2);
    rule->beaten += count(one, 3);
    rule->docs += count(one, 1) > 0;
    if (seconds->kind != DM_REAL || seconds->as.real < 0)
        return;
    dm_times_add(&rule->times, seconds->as.real, t->index->documents);
    if (rule->times.max_doc != t->index->documents)
        return;
    dm_buf_clear(&rule->slowest);
    dm_buf_slice(&rule->slowest, t->path);
}

static void put_time(telling *t, double seconds)
{
    dm_buf_printf(t->out, ",\"us\":%.0f", seconds * 1e6);
}

static void put_rules(telling *t)
{
    const dm_value *rules = list_of(t->row, "rules");
    double          sum = 0;
    size_t          at;

    dm_buf_str(t->out, ",\"hits\":[");
    for (size_t i = 0, n = 0; i < length(rules); i++) {
        const dm_value *one = item(rules, i);
        dm_index_rule  *rule =
            dm_index_rule_of(t->index, item(one, 0)->as.string, &at);

        if (rule == NULL)
            continue;
        add_rule(t, rule, one);
        if (item(one, 4)->kind == DM_REAL && item(one, 4)->as.real > 0)
            sum += item(one, 4)->as.real;
        if (count(one, 1) + count(one, 2) == 0)
            continue;
        dm_buf_printf(t->out, "%s[%zu,%llu,%llu]", n++ > 0 ? "," : "", at,
                      (unsigned long long)count(one, 1),
                      (unsigned long long)count(one, 2));
    }
    dm_buf_char(t->out, ']');
    put_time(t, sum);
}

static void put_moves(telling *t)
{
    const dm_value *moves = list_of(t->row, "moves");
    size_t          at;

    if (moves == NULL)
        return;
    dm_buf_str(t->out, ",\"moves\":[");
    for (size_t i = 0, n = 0; i < length(moves); i++) {
        const dm_value *one = item(moves, i);
        dm_index_rule  *rule =
            dm_index_rule_of(t->index, item(one, 0)->as.string, &at);

        if (rule == NULL)
            continue;
        rule->gained += count(one, 1);
        rule->lost += count(one, 2);
        rule->changed += count(one, 3);
        dm_buf_printf(t->out, "%s[%zu,%llu,%llu,%llu]", n++ > 0 ? "," : "", at,
                      (unsigned long long)count(one, 1),
                      (unsigned long long)count(one, 2),
                      (unsigned long long)count(one, 3));
    }
    dm_buf_char(t->out, ']');
}

/* Count [[value,n]…] and tell the values. */
static void put_values(telling *t, dm_index_facet *f, const dm_value *list)
{
    f->docs++;
    for (size_t i = 0; i < length(list); i++) {
        const dm_value *pair = item(list, i);

        if (item(pair, 0)->kind != DM_STRING)
            continue;
        f->values += count(pair, 1);
        t->out->failed |=
            dm_census_add(&f->census, item(pair, 0)->as.string, count(pair, 1),
                          t->index->documents) == NULL;
        dm_buf_char(t->out, ',');
        dm_json_string(t->out, item(pair, 0)->as.string);
    }
}

/* [[number,value…]…] */
static void put_facets(telling *t, const char *key, bool of_rules)
{
    const dm_value *facets = list_of(t->row, key);

    dm_buf_printf(t->out, ",\"%s\":[", key);
    for (size_t i = 0, n = 0; i < length(facets); i++) {
        dm_slice        name = item(item(facets, i), 0)->as.string;
        dm_index_facet *f = NULL;
        size_t          at;

        if (of_rules) {
            dm_index_rule *rule = dm_index_rule_of(t->index, name, &at);

            f = rule != NULL ? &rule->facet : NULL;
        } else {
            f = dm_index_field_of(t->index, name, &at);
        }
        if (f == NULL)
            continue;
        dm_buf_printf(t->out, "%s[%zu", n++ > 0 ? "," : "", at);
        put_values(t, f, item(item(facets, i), 1));
        dm_buf_char(t->out, ']');
    }
    dm_buf_char(t->out, ']');
}

/* Members that are told as they are. */
static void put_members(telling *t)
{
    static const char *const keys[] = {
        "format", "charset", "bytes",   "chars", "covered",  "strip",
        "away",   "skipped", "changed", "bad",   "warnings", "repairs"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const dm_value *v = dm_value_at(t->row, dm_slice_str(keys[i]));

        if (v == NULL || (v->kind == DM_INT && v->as.integer == 0))
            continue;
        dm_buf_printf(t->out, ",\"%s\":", keys[i]);
        dm_json_value(t->out, v, 0);
    }
}

static void put_error(telling *t, const dm_err *e)
{
    dm_buf_str(t->out, ",\"error\":");
    dm_json_string(t->out, dm_slice_str(e->msg));
    dm_buf_printf(t->out, ",\"code\":\"E%d\"", e->code);
    if (e->file[0] != '\0') {
        dm_buf_str(t->out, ",\"file\":");
        dm_json_string(t->out, dm_slice_str(e->file));
        dm_buf_printf(t->out, ",\"line\":%d", (int)e->line);
    }
    if (e->doc_line > 0)
        dm_buf_printf(t->out, ",\"at\":\"%d:%d\"", (int)e->doc_line,
                      (int)e->doc_col);
}

/* The rules in the script's order, and what the report says of each. */
static void read_about(telling *t)
{
    const dm_value *about = dm_value_at(t->row, DM_S("about"));
    const dm_value *rules = about != NULL ? list_of(about, "rules") : NULL;
    const dm_value *name =
        about != NULL ? dm_value_at(about, DM_S("name")) : NULL;
    size_t at;

    if (name != NULL && name->kind == DM_STRING && t->index->script.len == 0)
        dm_buf_slice(&t->index->script, name->as.string);
    for (size_t i = 0; i < length(rules); i++) {
        const dm_value *id = dm_value_at(item(rules, i), DM_S("id"));
        dm_index_rule  *rule =
            id != NULL && id->kind == DM_STRING
                 ? dm_index_rule_of(t->index, id->as.string, &at)
                 : NULL;

        if (rule != NULL && rule->about.len == 0)
            dm_json_value(&rule->about, item(rules, i), 0);
    }
}

static const char *state_of(const telling *t, const dm_answer *a)
{
    if (a->outcome == DM_FAILED || t->row == NULL)
        return "failed";
    if (dm_value_at(t->row, DM_S("away")) != NULL)
        return "away";
    return dm_value_at(t->row, DM_S("skipped")) != NULL ? "skipped" : "done";
}

void dm_index_cells(dm_index *index, const dm_origin *from, const dm_answer *a,
                    const dm_value *row, dm_buf *out)
{
    telling t = {index, row, from->path, out};

    dm_buf_printf(out,
                  "\"n\":%llu,\"id\":", (unsigned long long)index->documents);
    dm_json_string(out, from->path);
    dm_buf_printf(out, ",\"state\":\"%s\"", state_of(&t, a));
    if (a->outcome == DM_FAILED)
        put_error(&t, &a->err);
    if (row == NULL)
        return;
    read_about(&t);
    put_members(&t);
    put_rules(&t);
    put_moves(&t);
    put_facets(&t, "values", true);
    put_facets(&t, "fields", false);
}
