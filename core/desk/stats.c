/* stats.c - answers added up. */
#include "desk/stats_in.h"

#include <stdio.h>
#include <xxhash.h>

#include "base/mem.h"
#include "emit/json_read.h"
#include "emit/member.h"

enum { NAMES_MAX = 1 << 30, ANSWER_ARENA = 1 << 30, ONE_NAME = 1 << 16 };

static void spent_init(dm_spent *s)
{
    memset(s, 0, sizeof *s);
    dm_buf_init(&s->slowest, ONE_NAME);
}

static void spend(dm_spent *s, double seconds, uint64_t doc, dm_slice id)
{
    dm_times_add(&s->times, seconds, doc);
    if (s->times.max_doc != doc)
        return;
    dm_buf_clear(&s->slowest);
    dm_buf_slice(&s->slowest, id);
}

dm_stats *dm_stats_new(const dm_stats_options *options)
{
    dm_stats *s = dm_mem_alloc(sizeof *s);

    if (s == NULL)
        return NULL;
    memset(s, 0, sizeof *s);
    s->options = options;
    s->name = s->view = DM_S("");
    dm_arena_init(&s->arena, NAMES_MAX);
    spent_init(&s->load);
    spent_init(&s->views);
    spent_init(&s->shared);
    spent_init(&s->run);
    dm_census_init(&s->pairs, DM_STATS_PAIRS);
    dm_census_init(&s->away_why, DM_STATS_REASONS);
    dm_census_init(&s->skipped_why, DM_STATS_REASONS);
    dm_census_init(&s->failed_why, DM_STATS_REASONS);
    dm_census_init(&s->limits, DM_STATS_REASONS);
    dm_buf_init(&s->names_empty, NAMES_MAX);
    dm_buf_init(&s->names_failed, NAMES_MAX);
    dm_buf_init(&s->names_away, NAMES_MAX);
    dm_buf_init(&s->names_skipped, NAMES_MAX);
    dm_clusters_init(&s->clusters, options->clusters);
    dm_samples_init(&s->hits, options->sample);
    dm_samples_init(&s->near, options->sample);
    return s;
}

void dm_stats_whole(dm_stats *s, bool whole)
{
    s->cut = !whole;
}

static void free_rule(dm_rule_stats *r)
{
    dm_buf_fini(&r->spent.slowest);
    dm_census_fini(&r->reasons);
    dm_census_fini(&r->by);
    dm_census_fini(&r->limits);
}

static void free_field(dm_field_stats *f)
{
    dm_census_fini(&f->distinct);
    dm_mem_free(f);
}

void dm_stats_free(dm_stats *s)
{
    for (size_t i = 0; i < s->nrules; i++)
        free_rule(&s->rules[i]);
    for (size_t i = 0; i < s->nfields; i++)
        free_field(s->fields[i]);
    dm_mem_free(s->rules);
    dm_mem_free(s->fields);
    dm_buf_fini(&s->load.slowest);
    dm_buf_fini(&s->views.slowest);
    dm_buf_fini(&s->shared.slowest);
    dm_buf_fini(&s->run.slowest);
    dm_census_fini(&s->pairs);
    dm_census_fini(&s->away_why);
    dm_census_fini(&s->skipped_why);
    dm_census_fini(&s->failed_why);
    dm_census_fini(&s->limits);
    dm_buf_fini(&s->names_empty);
    dm_buf_fini(&s->names_failed);
    dm_buf_fini(&s->names_away);
    dm_buf_fini(&s->names_skipped);
    dm_clusters_fini(&s->clusters);
    dm_samples_fini(&s->hits);
    dm_samples_fini(&s->near);
    dm_arena_fini(&s->arena);
    dm_mem_free(s);
}

static size_t length_of(const dm_value *list)
{
    return list != NULL ? list->as.list.n : 0;
}

static dm_slice string_of(const dm_value *v)
{
    return v != NULL && v->kind == DM_STRING ? v->as.string : DM_S("");
}

static uint64_t integer_of(const dm_value *v)
{
    return v != NULL && v->kind == DM_INT && v->as.integer > 0
               ? (uint64_t)v->as.integer
               : 0;
}

/* Seconds; negative when there are none. */
static double real_at(const dm_value *v, const char *key)
{
    const dm_value *m = dm_member_at(v, key);

    return m == NULL            ? -1
           : m->kind == DM_REAL ? m->as.real
           : m->kind == DM_INT  ? (double)m->as.integer
                                : -1;
}

static uint64_t integer_at(const dm_value *v, const char *key)
{
    return integer_of(dm_member_at(v, key));
}

typedef struct adding {
    dm_stats        *s;
    const dm_origin *from;
    const dm_answer *answer;
    uint64_t         doc;
    bool             ok;
} adding;

static dm_slice keep(adding *a, dm_slice s)
{
    dm_slice out = dm_arena_slice(&a->s->arena, s);

    a->ok &= out.ptr != NULL;
    return out.ptr != NULL ? out : DM_S("");
}

static void know_rule(adding *a, dm_rule_stats *r, const dm_value *v)
{
    memset(r, 0, sizeof *r);
    r->id = keep(a, dm_member_str(v, "id"));
    r->file = keep(a, dm_member_str(v, "file"));
    r->view = keep(a, dm_member_str(v, "view"));
    r->conflict = keep(a, dm_member_str(v, "conflict"));
    r->line = (int64_t)integer_at(v, "line");
    spent_init(&r->spent);
    dm_census_init(&r->reasons, DM_STATS_REASONS);
    dm_census_init(&r->by, DM_STATS_REASONS);
    dm_census_init(&r->limits, DM_STATS_REASONS);
}

static dm_field_stats *field_called(adding *a, dm_slice name)
{
    dm_stats       *s = a->s;
    dm_field_stats *f = NULL;
    void           *more = NULL;

    for (size_t i = 0; i < s->nfields; i++)
        if (dm_slice_eq(s->fields[i]->name, name))
            return s->fields[i];
    if (s->nfields >= DM_STATS_FIELDS)
        return NULL;
    if (s->nfields == s->fields_cap) {
        size_t cap = s->fields_cap == 0 ? 16 : s->fields_cap * 2;

        more = dm_mem_realloc(s->fields, cap * sizeof(dm_field_stats *));
        if (more == NULL)
            return NULL;
        s->fields = more;
        s->fields_cap = cap;
    }
    f = dm_mem_alloc(sizeof *f);
    if (f == NULL)
        return NULL;
    memset(f, 0, sizeof *f);
    f->name = keep(a, name);
    dm_census_init(&f->distinct, DM_STATS_VALUES);
    s->fields[s->nfields++] = f;
    return f;
}

static void know_field(adding *a, const dm_value *v)
{
    dm_field_stats *f = field_called(a, dm_member_str(v, "name"));
    const dm_value *required = dm_member_at(v, "required");

    if (f == NULL)
        return;
    f->declared = true;
    f->required =
        required != NULL && required->kind == DM_BOOL && required->as.boolean;
}

/* What rules and fields there are, from whichever answer says it first: all
** that do say the same. */
static void know(adding *a, const dm_value *about)
{
    const dm_value *rules = dm_member_list(about, "rules");
    const dm_value *fields = dm_member_list(about, "fields");
    dm_stats       *s = a->s;
    size_t          n = length_of(rules);

    if (s->known)
        return;
    s->rules = dm_mem_alloc((n + 1) * sizeof *s->rules);
    if (s->rules == NULL) {
        a->ok = false;
        return;
    }
    s->known = true;
    s->name = keep(a, dm_member_str(about, "name"));
    s->view = keep(a, dm_member_str(about, "view"));
    for (size_t i = 0; i < n; i++)
        know_rule(a, &s->rules[s->nrules++], rules->as.list.items[i]);
    for (size_t i = 0; i < length_of(fields); i++)
        know_field(a, fields->as.list.items[i]);
}

/* Count a list of [text, n]. */
static uint64_t count_list(adding *a, dm_census *t, const dm_value *list)
{
    uint64_t all = 0;

    for (size_t i = 0; i < length_of(list); i++) {
        const dm_value *pair = list->as.list.items[i];
        uint64_t        n = integer_of(dm_list_at(pair, 1));

        a->ok &=
            dm_census_add(t, string_of(dm_list_at(pair, 0)), n, a->doc) != NULL;
        all += n;
    }
    return all;
}

static void add_rule(adding *a, dm_rule_stats *r, const dm_value *v)
{
    uint64_t hits = integer_at(v, "hits");
    uint64_t refused = integer_at(v, "refused");
    uint64_t told = count_list(a, &r->reasons, dm_member_list(v, "reasons"));
    double   seconds = real_at(v, "seconds");

    r->hits += hits;
    r->refused += refused;
    r->beaten += count_list(a, &r->by, dm_member_list(v, "beaten"));
    if (refused > told)
        a->ok &= dm_census_add(&r->reasons, DM_S("(reasons not kept)"),
                               refused - told, a->doc) != NULL;
    if (hits > 0) {
        r->docs++;
        r->where ^= XXH3_64bits(&a->doc, sizeof a->doc);
    }
    if (seconds >= 0)
        spend(&r->spent, seconds, a->doc, a->from->path);
}

static void add_field(adding *a, const dm_value *v)
{
    dm_field_stats *f = field_called(a, string_of(dm_list_at(v, 0)));
    uint64_t        n = integer_of(dm_list_at(v, 1));

    if (f == NULL) {
        a->s->other_fields++;
        return;
    }
    f->filled++;
    f->values += n;
    (void)count_list(a, &f->distinct, dm_list_at(v, 2));
}

static void add_pairs(adding *a, const dm_value *pairs)
{
    for (size_t i = 0; i < length_of(pairs); i++) {
        const dm_value *p = pairs->as.list.items[i];
        uint32_t        two[] = {(uint32_t)integer_of(dm_list_at(p, 0)),
                                 (uint32_t)integer_of(dm_list_at(p, 1))};
        dm_slice        key = {(const char *)two, sizeof two};

        if (two[0] < a->s->nrules && two[1] < a->s->nrules)
            a->ok &=
                dm_census_add(&a->s->pairs, key, integer_of(dm_list_at(p, 2)),
                              a->doc) != NULL;
    }
}

/* The document's id goes into a sample. */
static void add_samples(adding *a, dm_samples *to, const dm_value *list,
                        dm_arena *arena)
{
    for (size_t i = 0; i < length_of(list); i++) {
        dm_value *v = list->as.list.items[i];

        a->ok &= v->kind == DM_OBJECT &&
                 dm_value_set(arena, v, DM_S("doc"),
                              dm_value_string(arena, a->from->path)) &&
                 dm_samples_offer(to, v);
    }
}

static void add_name(adding *a, dm_buf *to, uint64_t so_far)
{
    if (so_far > DM_STATS_NAMES)
        return;
    dm_buf_slice(to, a->from->path);
    dm_buf_char(to, '\0');
}

/* What rules did in a document whose script came to its end. */
static void add_tell(adding *a, const dm_value *tell, dm_arena *arena)
{
    dm_stats       *s = a->s;
    const dm_value *rules = dm_member_list(tell, "rules");
    const dm_value *cover = dm_member_list(tell, "cover");
    const dm_value *fields = dm_member_list(tell, "fields");
    uint64_t        hits = 0;

    s->counted++;
    for (size_t i = 0; i < length_of(rules) && i < s->nrules; i++) {
        add_rule(a, &s->rules[i], rules->as.list.items[i]);
        s->rules[i].chars += integer_of(dm_list_at(cover, i));
        hits += integer_at(rules->as.list.items[i], "hits");
    }
    if (hits == 0)
        add_name(a, &s->names_empty, ++s->empty);
    for (size_t i = 0; i < length_of(fields); i++)
        add_field(a, fields->as.list.items[i]);
    s->picked += dm_member_at(tell, "fields") != NULL;
    s->records +=
        dm_member_at(tell, "fields") != NULL && a->answer->outcome != DM_FAILED;
    add_pairs(a, dm_member_list(tell, "pairs"));
    add_samples(a, &s->hits, dm_member_list(tell, "samples"), arena);
    add_samples(a, &s->near, dm_member_list(tell, "near"), arena);
    s->chars += integer_at(tell, "chars");
    s->covered += integer_at(tell, "covered");
    s->lines += integer_at(tell, "lines");
    s->left += integer_at(tell, "left");
    s->dropped += integer_at(tell, "dropped");
    spend(&s->shared, real_at(tell, "shared"), a->doc, a->from->path);
}

static void add_data(adding *a, const dm_value *v, dm_arena *arena)
{
    dm_stats       *s = a->s;
    const dm_value *about = dm_member_at(v, "about");
    const dm_value *tell = dm_member_at(v, "tell");

    if (about != NULL && about->kind == DM_OBJECT)
        know(a, about);
    spend(&s->load, real_at(v, "load"), a->doc, a->from->path);
    spend(&s->views, real_at(v, "views"), a->doc, a->from->path);
    spend(&s->run, real_at(v, "run"), a->doc, a->from->path);
    if (tell != NULL && tell->kind == DM_OBJECT)
        add_tell(a, tell, arena);
}

/* The rule that was at work when the document failed: what the error says, or
** the last one that begins before its line. */
static dm_rule_stats *culprit(dm_stats *s, const dm_err *err)
{
    dm_rule_stats *found = NULL;
    const char    *name = strstr(err->help, "rule '");

    for (size_t i = 0; i < s->nrules && name != NULL; i++) {
        dm_slice id = s->rules[i].id;
        dm_slice rest = dm_slice_str(name + 6);

        if (dm_slice_starts(rest, id) && rest.len > id.len &&
            rest.ptr[id.len] == '\'')
            return &s->rules[i];
    }
    for (size_t i = 0; i < s->nrules; i++) {
        dm_rule_stats *r = &s->rules[i];

        if (dm_slice_eq(r->file, dm_slice_str(err->file)) &&
            r->line <= err->line && (found == NULL || r->line >= found->line))
            found = r;
    }
    return found;
}

static void add_failure(adding *a)
{
    const dm_err  *err = &a->answer->err;
    dm_rule_stats *r = culprit(a->s, err);
    char           why[80];
    bool           limit = err->code >= 400 && err->code < 500;

    snprintf(why, sizeof why, "E%d %s", (int)err->code,
             dm_code_word(err->code));
    add_name(a, &a->s->names_failed, ++a->s->failed);
    a->ok &=
        dm_census_add(&a->s->failed_why, dm_slice_str(why), 1, a->doc) != NULL;
    if (!limit)
        return;
    a->ok &= dm_census_add(r != NULL ? &r->limits : &a->s->limits,
                           dm_slice_str(why), 1, a->doc) != NULL;
}

static void add_reason(adding *a, dm_census *to)
{
    a->ok &=
        dm_census_add(to, dm_slice_str(a->answer->reason), 1, a->doc) != NULL;
}

static void add_outcome(adding *a)
{
    dm_stats *s = a->s;

    s->documents++;
    if (a->answer->outcome == DM_FAILED) {
        add_failure(a);
    } else if (a->answer->outcome == DM_TURNED_AWAY) {
        add_name(a, &s->names_away, ++s->away);
        add_reason(a, &s->away_why);
    } else if (a->answer->outcome == DM_SKIPPED) {
        add_name(a, &s->names_skipped, ++s->skipped);
        add_reason(a, &s->skipped_why);
    } else {
        s->done++;
    }
}

bool dm_stats_add(dm_stats *s, const dm_origin *from, const dm_answer *answer,
                  dm_err *err)
{
    adding    a = {s, from, answer, from->number, true};
    dm_arena  arena;
    dm_value *v = NULL;

    dm_arena_init(&arena, ANSWER_ARENA);
    if (answer->data.len > 0) {
        v = dm_json_read(&arena, dm_buf_view(&answer->data), err);
        if (v == NULL) {
            dm_arena_fini(&arena);
            return false;
        }
        add_data(&a, v, &arena);
    }
    add_outcome(&a);
    a.ok =
        a.ok && dm_clusters_merge(&s->clusters, dm_buf_view(&answer->parcels),
                                  from->path, a.doc);
    dm_arena_fini(&arena);
    return a.ok || dm_fail(err, DM_E_MEMORY, "no memory to add up documents");
}
