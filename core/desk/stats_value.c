/* stats_value.c - the sums as one value, with the longest lists first cut.
**
** Builders return NULL when the arena is full, and adding NULL fails, so one
** question at the end is enough: `ok`.
*/
#include "desk/stats_in.h"

#include "emit/json_read.h"

typedef struct out {
    const dm_stats *s;
    dm_arena       *arena;
    size_t          limit;
    bool            ok;
} out;

static void set(out *o, dm_value *to, const char *key, dm_value *v)
{
    o->ok = o->ok && dm_value_set(o->arena, to, dm_slice_str(key), v);
}

static void set_int(out *o, dm_value *to, const char *key, uint64_t n)
{
    set(o, to, key, dm_value_int(o->arena, (int64_t)n));
}

static void set_real(out *o, dm_value *to, const char *key, double d)
{
    set(o, to, key, dm_value_real(o->arena, d));
}

static void set_text(out *o, dm_value *to, const char *key, dm_slice s)
{
    set(o, to, key, dm_value_string(o->arena, s));
}

static void set_bool(out *o, dm_value *to, const char *key, bool b)
{
    set(o, to, key, dm_value_bool(o->arena, b));
}

static void push(out *o, dm_value *list, dm_value *item)
{
    o->ok = o->ok && dm_value_push(o->arena, list, item);
}

/* A new object or list under `key`. */
static dm_value *object(out *o, dm_value *to, const char *key)
{
    dm_value *v = dm_value_object(o->arena);

    set(o, to, key, v);
    return v;
}

static dm_value *list(out *o, dm_value *to, const char *key)
{
    dm_value *v = dm_value_list(o->arena);

    set(o, to, key, v);
    return v;
}

static double share(uint64_t part, uint64_t all)
{
    return all > 0 ? (double)part / (double)all : 0;
}

/* Up to `limit` texts with counts; what is not listed is counted. */
static void put_census(out *o, dm_value *to, const char *key,
                       const dm_census *t)
{
    const dm_census_row **rows = dm_census_sorted(t, o->arena);
    dm_value             *all = list(o, to, key);

    o->ok = o->ok && rows != NULL;
    for (size_t i = 0; o->ok && i < t->n && i < o->limit; i++) {
        dm_value *v = dm_value_object(o->arena);

        set_text(o, v, "text", rows[i]->key);
        set_int(o, v, "n", rows[i]->n);
        set_int(o, v, "docs", rows[i]->docs);
        push(o, all, v);
    }
}

/* The rarest, the last ones first. */
static void put_rare(out *o, dm_value *to, const dm_census *t)
{
    const dm_census_row **rows = dm_census_sorted(t, o->arena);
    dm_value             *all = list(o, to, "rare");
    size_t                from = t->n > o->limit ? o->limit : t->n;

    o->ok = o->ok && rows != NULL;
    for (size_t i = t->n; o->ok && i > from && t->n - i < o->limit; i--) {
        dm_value *v = dm_value_object(o->arena);

        set_text(o, v, "text", rows[i - 1]->key);
        set_int(o, v, "n", rows[i - 1]->n);
        push(o, all, v);
    }
}

static void put_names(out *o, dm_value *to, const char *key,
                      const dm_buf *names)
{
    dm_slice  rest = dm_buf_view(names);
    dm_value *all = list(o, to, key);

    for (size_t i = 0; i < o->limit && rest.len > 0; i++) {
        dm_slice name = {rest.ptr, strlen(rest.ptr)};

        push(o, all, dm_value_string(o->arena, name));
        rest = dm_slice_sub(rest, name.len + 1, rest.len);
    }
}

static void put_spent(out *o, dm_value *to, const char *key, const dm_spent *t)
{
    dm_value *v = object(o, to, key);

    set_int(o, v, "n", t->times.n);
    set_real(o, v, "sum", t->times.sum);
    set_real(o, v, "p50", dm_times_quantile(&t->times, 0.50));
    set_real(o, v, "p95", dm_times_quantile(&t->times, 0.95));
    set_real(o, v, "max", t->times.max);
    set_text(o, v, "slowest", dm_buf_view(&t->slowest));
}

static void put_documents(out *o, dm_value *to)
{
    const dm_stats *s = o->s;
    dm_value       *v = object(o, to, "documents");

    set_int(o, v, "all", s->documents);
    set_int(o, v, "done", s->done);
    set_int(o, v, "counted", s->counted);
    set_int(o, v, "failed", s->failed);
    set_int(o, v, "turned_away", s->away);
    set_int(o, v, "skipped", s->skipped);
    set_int(o, v, "without_hit", s->empty);
    set_int(o, v, "records", s->records);
    put_names(o, to, "without_hit", &s->names_empty);
    put_names(o, to, "failed", &s->names_failed);
    put_census(o, to, "failed_why", &s->failed_why);
    put_names(o, to, "turned_away", &s->names_away);
    put_census(o, to, "turned_away_why", &s->away_why);
    put_names(o, to, "skipped", &s->names_skipped);
    put_census(o, to, "skipped_why", &s->skipped_why);
    v = object(o, to, "text");
    set_int(o, v, "chars", s->chars);
    set_int(o, v, "covered", s->covered);
    set_real(o, v, "share", share(s->covered, s->chars));
    set_int(o, v, "lines_left", s->lines);
    set_int(o, v, "chars_left", s->left);
}

static void put_rule(out *o, dm_value *rules, const dm_rule_stats *r)
{
    dm_value *v = dm_value_object(o->arena);

    set_text(o, v, "id", r->id);
    set_text(o, v, "file", r->file);
    set_int(o, v, "line", (uint64_t)r->line);
    set_text(o, v, "view", r->view);
    set_int(o, v, "docs", r->docs);
    set_int(o, v, "hits", r->hits);
    set_int(o, v, "refused", r->refused);
    set_int(o, v, "beaten", r->beaten);
    set_int(o, v, "chars", r->chars);
    set_real(o, v, "share", share(r->chars, o->s->chars));
    put_census(o, v, "reasons", &r->reasons);
    put_census(o, v, "beaten_by", &r->by);
    put_census(o, v, "limits", &r->limits);
    put_spent(o, v, "seconds", &r->spent);
    push(o, rules, v);
}

static void put_overlaps(out *o, dm_value *to)
{
    const dm_census      *t = &o->s->pairs;
    const dm_census_row **rows = dm_census_sorted(t, o->arena);
    dm_value             *all = list(o, to, "overlaps");

    o->ok = o->ok && rows != NULL;
    for (size_t i = 0; o->ok && i < t->n && i < o->limit; i++) {
        dm_value *v = dm_value_object(o->arena);
        uint32_t  two[2];

        memcpy(two, rows[i]->key.ptr, sizeof two);
        set_text(o, v, "a", o->s->rules[two[0]].id);
        set_text(o, v, "b", o->s->rules[two[1]].id);
        set_int(o, v, "n", rows[i]->n);
        set_int(o, v, "docs", rows[i]->docs);
        push(o, all, v);
    }
    set_int(o, to, "overlapping_pairs", t->n);
}

/* Are the documents of these rules the same ones? */
static bool together(const dm_rule_stats *a, const dm_rule_stats *b)
{
    return a->docs > 1 && a->docs == b->docs && a->where == b->where;
}

/* Rule `i` and those behind it that go with it, if there are any. */
static void put_set(out *o, dm_value *all, size_t i)
{
    const dm_rule_stats *rules = o->s->rules;
    dm_value            *v = dm_value_object(o->arena);
    dm_value            *ids = list(o, v, "rules");

    set_int(o, v, "docs", rules[i].docs);
    for (size_t k = i; k < o->s->nrules; k++)
        if (together(&rules[i], &rules[k]))
            push(o, ids, dm_value_string(o->arena, rules[k].id));
    if (o->ok && ids->as.list.n > 1)
        push(o, all, v);
}

/* Rules that hit in the very same documents. */
static void put_together(out *o, dm_value *to)
{
    const dm_rule_stats *rules = o->s->rules;
    dm_value            *all = list(o, to, "together");

    for (size_t i = 0; i < o->s->nrules; i++) {
        bool told = false;

        for (size_t k = 0; k < i && !told; k++)
            told = together(&rules[i], &rules[k]);
        if (!told)
            put_set(o, all, i);
    }
}

static void put_rules(out *o, dm_value *to)
{
    const dm_stats *s = o->s;
    dm_value       *rules = list(o, to, "rules");
    dm_value       *dead = NULL;

    for (size_t i = 0; i < s->nrules; i++)
        put_rule(o, rules, &s->rules[i]);
    dead = list(o, to, "dead");
    for (size_t i = 0; i < s->nrules; i++)
        if (s->rules[i].hits == 0)
            push(o, dead, dm_value_string(o->arena, s->rules[i].id));
    put_together(o, to);
    put_overlaps(o, to);
    put_census(o, to, "limits", &s->limits);
}

static void put_fields(out *o, dm_value *to)
{
    const dm_stats *s = o->s;
    dm_value       *all = list(o, to, "fields");

    for (size_t i = 0; i < s->nfields; i++) {
        const dm_field_stats *f = s->fields[i];
        dm_value             *v = dm_value_object(o->arena);

        set_text(o, v, "name", f->name);
        set_bool(o, v, "declared", f->declared);
        set_bool(o, v, "required", f->required);
        set_int(o, v, "filled", f->filled);
        set_int(o, v, "missing",
                s->picked > f->filled ? s->picked - f->filled : 0);
        set_int(o, v, "values", f->values);
        set_int(o, v, "distinct", f->distinct.n);
        set_int(o, v, "not_kept", f->distinct.dropped);
        put_census(o, v, "top", &f->distinct);
        put_rare(o, v, &f->distinct);
        push(o, all, v);
    }
    set_int(o, to, "fields_not_kept", s->other_fields);
}

static void put_example(out *o, dm_value *to, const dm_line_example *e)
{
    dm_value *v = dm_value_object(o->arena);

    set_text(o, v, "doc", e->doc);
    set_int(o, v, "line", e->line);
    set_int(o, v, "col", e->col);
    set_text(o, v, "text", e->text);
    push(o, to, v);
}

static void put_group(out *o, dm_value *to, const dm_line_group *g)
{
    dm_value *v = dm_value_object(o->arena);
    dm_value *examples = NULL;
    dm_buf    text;

    dm_buf_init(&text, 1 << 16);
    dm_form_show(&g->shape, &text);
    set_int(o, v, "n", g->n);
    set_int(o, v, "docs", g->docs);
    set_text(o, v, "shape", dm_buf_view(&text));
    if (g->by_head)
        set_text(o, v, "head", g->key);
    dm_buf_clear(&text);
    dm_form_pattern(&g->shape, &text);
    if (!g->shape.inside_from && !g->shape.inside_to)
        set_text(o, v, "pattern", dm_buf_view(&text));
    dm_buf_fini(&text);
    examples = list(o, v, "examples");
    for (size_t i = 0; i < g->nexamples; i++)
        put_example(o, examples, &g->example[i]);
    push(o, to, v);
}

static void put_residue(out *o, dm_value *to)
{
    const dm_clusters *c = &o->s->clusters;
    size_t             n = 0;
    dm_line_group    **groups = dm_clusters_groups(c, o->arena, &n);
    dm_value          *v = object(o, to, "residue");
    dm_value          *all = NULL;

    set_int(o, v, "lines", o->s->lines);
    set_int(o, v, "chars", o->s->left);
    set_int(o, v, "clusters", n);
    set_int(o, v, "not_kept", c->lines.dropped + o->s->dropped);
    set_int(o, v, "slack", c->lines.slack);
    all = list(o, v, "top");
    o->ok = o->ok && groups != NULL;
    for (size_t i = 0; o->ok && i < n && i < o->limit; i++)
        put_group(o, all, groups[i]);
}

static void put_drawn(out *o, dm_value *to, const dm_samples *from, size_t rule)
{
    for (size_t i = 0; o->ok && i < from->n; i++) {
        dm_slice  text = {from->list[i].json, from->list[i].len};
        dm_err    err;
        dm_value *v = NULL;

        if (from->list[i].rule != rule)
            continue;
        v = dm_json_read(o->arena, text, &err);
        push(o, to, v);
    }
}

static void put_samples(out *o, dm_value *to)
{
    dm_value *all = list(o, to, "samples");

    for (size_t i = 0; i < o->s->nrules; i++) {
        dm_value *v = dm_value_object(o->arena);

        set_text(o, v, "rule", o->s->rules[i].id);
        put_drawn(o, list(o, v, "hits"), &o->s->hits, i + 1);
        put_drawn(o, list(o, v, "near"), &o->s->near, i + 1);
        push(o, all, v);
    }
}

dm_value *dm_stats_value(const dm_stats *s, dm_arena *arena, dm_err *err)
{
    out       o = {s, arena, s->options->limit, true};
    dm_value *v = dm_value_object(arena);
    dm_value *script = object(&o, v, "script");
    dm_value *times = NULL;

    set_text(&o, script, "name", s->name);
    set_text(&o, script, "file", dm_slice_str(s->options->script));
    set_text(&o, script, "view", s->view);
    set_bool(&o, v, "whole", !s->cut);
    set_int(&o, v, "limit", s->options->limit);
    put_documents(&o, v);
    put_rules(&o, v);
    put_fields(&o, v);
    times = object(&o, v, "times");
    put_spent(&o, times, "load", &s->load);
    put_spent(&o, times, "views", &s->views);
    put_spent(&o, times, "shared", &s->shared);
    put_spent(&o, times, "run", &s->run);
    put_residue(&o, v);
    if (s->options->sample > 0)
        put_samples(&o, v);
    if (o.ok)
        return v;
    dm_fail(err, DM_E_MEMORY, "no memory for what was counted");
    return NULL;
}
