/* check_gold.c - a script over the documents of a gold file, scored. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/nearest.h"
#include "batch/source.h"
#include "desk/check_in.h"
#include "desk/check_report.h"
#include "desk/gold.h"
#include "desk/same.h"
#include "emit/json_read.h"

enum { GOLD_MAX = 256 << 20, DOC_MAX = 64 << 20 };

/* The score of `name`, made if it is new; NULL without memory. */
static dm_score *score_of(dm_check *c, bool rule, dm_slice name)
{
    dm_gold  *gold = &c->out->gold;
    dm_arena *arena = &c->out->arena;
    dm_score *all;
    char      full[256];
    int       n = snprintf(full, sizeof full, "%s%.*s", rule ? "rule " : "",
                           (int)name.len, name.ptr);
    dm_slice  key = {full, n < (int)sizeof full ? (size_t)n : sizeof full - 1};

    for (size_t i = 0; i < gold->nscores; i++)
        if (dm_slice_eq(gold->scores[i].name, key))
            return &gold->scores[i];
    all = dm_check_grow(arena, gold->scores, gold->nscores, &gold->scores_cap,
                        sizeof *all);
    if (all == NULL)
        return NULL;
    gold->scores = all;
    all[gold->nscores] = (dm_score){.name = dm_arena_slice(arena, key)};
    return all[gold->nscores].name.ptr != NULL ? &all[gold->nscores++] : NULL;
}

/* Is anything of that name in the gold? */
static bool is_scored(const dm_marks *names, const dm_gold_mark *m)
{
    for (size_t i = 0; i < names->n; i++)
        if (names->all[i].rule == m->rule &&
            dm_slice_eq(names->all[i].name, m->name))
            return true;
    return false;
}

/* The line of the file that byte `at` is on. */
static int line_at(dm_slice bytes, size_t at)
{
    int line = 1;

    for (size_t i = 0; i < at && i < bytes.len; i++)
        line += bytes.ptr[i] == '\n';
    return line;
}

static void tell_amiss(dm_check *c, const dm_gold_mark *m, bool missed,
                       dm_slice doc, dm_slice bytes)
{
    dm_gold  *gold = &c->out->gold;
    dm_arena *arena = &c->out->arena;
    dm_amiss *all;

    gold->namiss_all++;
    if (gold->namiss >= c->options->limit)
        return;
    all = dm_check_grow(arena, gold->amiss, gold->namiss, &gold->amiss_cap,
                        sizeof *all);
    if (all == NULL)
        return;
    gold->amiss = all;
    all[gold->namiss++] = (dm_amiss){
        .missed = missed,
        .doc = dm_arena_slice(arena, doc),
        .name = score_of(c, m->rule, m->name)->name,
        .text = dm_arena_slice(arena, m->has_text ? m->text : DM_S("")),
        .src = m->src,
        .line = m->has_src ? line_at(bytes, m->src.from) : 0,
    };
}

/* A document's marks into the scores. */
static bool count(dm_check *c, const dm_marks *marks, bool gold, dm_slice doc,
                  dm_slice bytes)
{
    for (size_t i = 0; i < marks->n; i++) {
        const dm_gold_mark *m = &marks->all[i];
        dm_score           *s = score_of(c, m->rule, m->name);

        if (s == NULL)
            return false;
        s->gold += gold;
        s->found += !gold;
        s->exact += gold && m->exact;
        s->overlap += gold && m->overlap;
        if (!m->exact)
            tell_amiss(c, m, gold, doc, bytes);
    }
    return true;
}

/* What each rule matched, as the report has it. */
static bool take_rules(const dm_value *report, dm_arena *arena, dm_marks *out)
{
    const dm_value *rules = NULL;

    if (report != NULL && report->kind == DM_OBJECT)
        rules = dm_value_at(report, DM_S("places"));
    for (size_t i = 0;
         rules != NULL && rules->kind == DM_OBJECT && i < rules->as.object.n;
         i++) {
        const dm_member *r = &rules->as.object.members[i];

        for (size_t k = 0; r->value->kind == DM_LIST && k < r->value->as.list.n;
             k++) {
            const dm_value *p = r->value->as.list.items[k];
            dm_gold_mark m = {.rule = true, .name = r->key, .has_text = true};

            m.has_src = dm_gold_range(dm_value_at(p, DM_S("src")), &m.src);
            m.has_at = dm_gold_range(dm_value_at(p, DM_S("at")), &m.at);
            m.text = dm_member_str(p, "text");
            if (!dm_gold_add(out, arena, &m))
                return false;
        }
    }
    return true;
}

/* One document of the gold. */
typedef struct task {
    dm_check       *c;
    const dm_marks *names; /* of the whole file */
    dm_marks       *gold;
    dm_slice        id, bytes;
    dm_result       result;
} task;

/* The marks of what was found under the names that are scored. */
static bool found_marks(const task *t, dm_arena *arena, dm_marks *out)
{
    dm_marks all = {0};

    if (!take_rules(t->result.report, arena, &all))
        return false;
    for (size_t i = 0; i < t->result.nrecords; i++)
        if (!dm_gold_record(t->result.records[i], arena, &all))
            return false;
    for (size_t i = 0; i < all.n; i++)
        if (is_scored(t->names, &all.all[i]) &&
            !dm_gold_add(out, arena, &all.all[i]))
            return false;
    return true;
}

static bool score(task *t, dm_err *err)
{
    dm_arena arena;
    dm_marks found = {0};
    bool     ok;

    dm_arena_init(&arena, GOLD_MAX);
    ok = found_marks(t, &arena, &found);
    if (ok) {
        dm_gold_pair(t->gold, &found);
        ok = count(t->c, t->gold, true, t->id, t->bytes) &&
             count(t->c, &found, false, t->id, t->bytes);
    }
    dm_arena_fini(&arena);
    return ok || dm_fail(err, DM_E_MEMORY, "no memory for the gold");
}

/* Places in bytes of the file lie in it, or in what a container holds. */
static bool check_ends(const task *t, const dm_doc *doc, dm_err *err)
{
    size_t end = doc != NULL && doc->nparts > 0 ? doc->bytes.len : t->bytes.len;

    for (size_t i = 0; i < t->gold->n; i++) {
        const dm_gold_mark *m = &t->gold->all[i];

        if (!m->has_src || m->src.to <= end)
            continue;
        dm_fail(err, DM_E_BAD_GOLD,
                "a span of '%.*s' ends at byte %zu of %.*s, which has %zu",
                (int)m->name.len, m->name.ptr, m->src.to, (int)t->id.len,
                t->id.ptr, end);
        return dm_fail_help(err, "src counts bytes of the file from 0");
    }
    return true;
}

static bool run(task *t, dm_err *err)
{
    dm_check *c = t->c;
    dm_err    why;
    dm_doc   *doc;
    bool      ok;

    doc = dm_load(t->id, t->id, t->bytes, c->options->load, &why);
    if (!check_ends(t, doc, err)) {
        dm_doc_free(doc);
        return false;
    }
    if (doc == NULL || dm_check_engine(c, &why) == NULL) {
        c->out->gold.failed++;
        dm_doc_free(doc);
        return score(t, err);
    }
    if (!dm_engine_document(c->engine, doc, &t->result, &why))
        c->out->gold.failed++;
    ok = score(t, err);
    dm_doc_free(doc);
    return ok;
}

/* Read the input that a line names: from here, or beside the gold. */
static bool read_input(const char *gold, dm_slice id, dm_buf *bytes,
                       dm_err *err)
{
    char        path[PATH_MAX];
    const char *slash = strrchr(gold, '/');
    int         folder = slash != NULL ? (int)(slash - gold) + 1 : 0;

    snprintf(path, sizeof path, "%.*s", (int)id.len, id.ptr);
    if (access(path, F_OK) != 0 && *path != '/')
        snprintf(path, sizeof path, "%.*s%.*s", folder, gold, (int)id.len,
                 id.ptr);
    return dm_source_file(path, bytes, err);
}

static dm_slice id_of(const dm_value *line)
{
    dm_slice id = dm_member_str(line, "id");

    return id.len > 0 ? id : dm_member_str(line, "path");
}

/* One line of the gold, which has the marks `gold`. */
static bool one(dm_check *c, const dm_value *line, const dm_marks *names,
                dm_marks *gold, dm_err *err)
{
    task   t = {.c = c, .names = names, .gold = gold, .id = id_of(line)};
    dm_buf bytes;
    bool   ok;

    dm_buf_init(&bytes, DOC_MAX);
    dm_result_init(&t.result, DOC_MAX);
    ok = read_input(c->options->gold, t.id, &bytes, err);
    t.bytes = dm_buf_view(&bytes);
    c->out->gold.docs++;
    ok = ok && run(&t, err);
    dm_result_fini(&t.result);
    dm_buf_fini(&bytes);
    return ok;
}

/* A line of the gold file and its marks. */
typedef struct gold_line {
    dm_value *value;
    dm_marks  marks;
    int       number;
} gold_line;

typedef struct lines {
    gold_line *all;
    size_t     n;
    dm_marks   names; /* one of each name */
} lines;

static bool take_names(lines *l, dm_arena *arena, const dm_marks *marks)
{
    for (size_t i = 0; i < marks->n; i++)
        if (!is_scored(&l->names, &marks->all[i]) &&
            !dm_gold_add(&l->names, arena, &marks->all[i]))
            return false;
    return true;
}

/* The script's name for what marks of that kind can be of, by number. */
static const char *known_name(const void *list, size_t i)
{
    const char *const *names = list;

    return names[i];
}

/* The ids under `key` of the script's facts, ended by NULL.  NULL when the
** script does not say which there are, or without memory. */
static const char **known_names(const dm_check *c, const char *key)
{
    dm_value *const *items = NULL;
    dm_arena        *arena = &c->out->arena;
    const char     **names;
    size_t           n;

    if (dm_value_at(c->facts, dm_slice_str(key)) == NULL)
        return NULL;
    n = dm_member_items(c->facts, key, &items);
    names = dm_arena_zalloc(arena, n + 1, sizeof *names);
    for (size_t i = 0; names != NULL && i < n; i++)
        names[i] = dm_arena_str(arena, dm_member_str(items[i], "id"));
    return names;
}

static bool check_name(const char *const *names, const dm_gold_mark *m,
                       dm_err *err)
{
    const char *what = m->rule ? "rule" : "field", *near;

    for (size_t i = 0; names[i] != NULL; i++)
        if (dm_slice_eq(dm_slice_str(names[i]), m->name))
            return true;
    dm_fail(err, DM_E_BAD_GOLD, "the script has no %s '%.*s'", what,
            (int)m->name.len, m->name.ptr);
    near = dm_nearest(m->name, known_name, names);
    if (near != NULL)
        return dm_fail_help(err, "did you mean '%s'?", near);
    return dm_fail_help(err, "a name that is misspelled would count as missed");
}

/* Does the script have the rules and fields that the gold names? */
static bool check_names(const dm_check *c, const dm_marks *marks, dm_err *err)
{
    const char **rules = known_names(c, "rules");
    const char **fields = known_names(c, "fields");

    for (size_t i = 0; i < marks->n; i++) {
        const dm_gold_mark *m = &marks->all[i];
        const char        **names = m->rule ? rules : fields;

        if (names != NULL && !check_name(names, m, err))
            return false;
    }
    return true;
}

static bool take_line(lines *l, dm_arena *arena, dm_slice text, int number,
                      dm_err *err)
{
    gold_line *line = &l->all[l->n];
    dm_value  *v = dm_json_read(arena, text, err);

    if (v == NULL || v->kind != DM_OBJECT || id_of(v).len == 0)
        return dm_fail(err, DM_E_BAD_GOLD, "this line is no object with an id");
    if (!dm_gold_marks(v, arena, &line->marks, err))
        return false;
    line->value = v;
    line->number = number;
    l->n++;
    return take_names(l, arena, &line->marks) ||
           dm_fail(err, DM_E_MEMORY, "no memory for the gold");
}

static bool read_lines(dm_check *c, dm_slice text, lines *l, dm_err *err)
{
    dm_arena *arena = &c->out->arena;
    dm_slice  line;
    size_t    n = 1;

    for (size_t i = 0; i < text.len; i++)
        n += text.ptr[i] == '\n';
    l->all = dm_arena_zalloc(arena, n, sizeof *l->all);
    if (l->all == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for the gold");
    for (int i = 1; dm_json_line(&text, &line); i++)
        if (line.len > 0 && !take_line(l, arena, line, i, err))
            return dm_fail_at(err, c->options->gold, i, 0);
    return true;
}

static int by_name(const void *a, const void *b)
{
    const dm_score *x = a, *y = b;

    return dm_text_order(x->name, y->name);
}

/* Sort the scores and put their sum behind them. */
static bool sum_up(dm_check *c, dm_err *err)
{
    dm_gold  *gold = &c->out->gold;
    size_t    n = gold->nscores;
    dm_score  all = {.name = DM_LIT("all")};
    dm_score *last;

    if (n > 0)
        qsort(gold->scores, n, sizeof *gold->scores, by_name);
    for (size_t i = 0; i < n; i++) {
        all.gold += gold->scores[i].gold;
        all.found += gold->scores[i].found;
        all.exact += gold->scores[i].exact;
        all.overlap += gold->scores[i].overlap;
    }
    last = dm_check_grow(&c->out->arena, gold->scores, n, &gold->scores_cap,
                         sizeof *last);
    if (last == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for the gold");
    gold->scores = last;
    gold->scores[gold->nscores++] = all;
    return true;
}

static bool all(dm_check *c, dm_slice text, dm_err *err)
{
    lines l = {0};

    if (!read_lines(c, text, &l, err))
        return false;
    if (l.names.n == 0) {
        dm_fail(err, DM_E_BAD_GOLD, "there is no span in the gold");
        dm_fail_help(err, "docmill help check shows the form");
        return dm_fail_at(err, c->options->gold, 0, 0);
    }
    for (size_t i = 0; i < l.n; i++)
        if (!check_names(c, &l.all[i].marks, err))
            return dm_fail_at(err, c->options->gold, l.all[i].number, 0);
    for (size_t i = 0; i < l.n; i++)
        if (!one(c, l.all[i].value, &l.names, &l.all[i].marks, err))
            return dm_fail_at(err, c->options->gold, l.all[i].number, 0);
    return sum_up(c, err);
}

/* Is the F1 as high as it has to be? */
static void ask_score(dm_check *c, double seconds)
{
    double   f1 = dm_check_f1(&c->out->gold) * 100;
    unsigned want = c->options->min_f1;
    dm_err   why;

    if (want == 0)
        return;
    dm_fail(&why, DM_E_TEST, "the F1 of %s is %.1f %%, below %u %%",
            c->options->gold, f1, want);
    dm_fail_help(&why, "--min-f1 sets how much must agree exactly");
    dm_fail_at(&why, c->options->gold, 0, 0);
    (void)dm_check_add(c, DM_CHECK_SCORE, dm_slice_str(c->options->gold),
                       seconds, f1 < want ? &why : NULL);
}

void dm_check_gold(dm_check *c)
{
    dm_gold *gold = &c->out->gold;
    double   from = dm_clock_seconds();
    dm_buf   text;
    dm_err   err;

    gold->path = c->options->gold;
    if (gold->path == NULL)
        return;
    dm_buf_init(&text, GOLD_MAX);
    if (dm_source_file(gold->path, &text, &err) &&
        all(c, dm_buf_view(&text), &err)) {
        ask_score(c, dm_clock_seconds() - from);
    } else {
        gold->path = NULL;
        gold->why = dm_check_copy_err(&c->out->arena, &err);
        if (gold->why == NULL) /* then at least nothing passes */
            (void)dm_check_add(c, DM_CHECK_SCORE, DM_S("gold"), 0, &err);
    }
    dm_buf_fini(&text);
}
