/* watch_show.c - what watching says: lines for people, or JSON for editors.
**
** Each thing is written when it is known, with one write.
*/
#include "batch/clock.h"
#include "desk/watch_in.h"
#include "emit/json.h"
#include "emit/visible.h"

enum {
    LINES = 60,
    TEXT_MAX = 8 << 20,
    RECORDS = 3,
    PATIENCE = 500 /* ms after which a run that goes on is told */
};

static void put(dm_watcher *w, dm_slice text)
{
    if (!w->failed && (!dm_output_write(&w->out, text, &w->err) ||
                       !dm_output_flush(&w->out, &w->err)))
        w->failed = true;
}

void dm_watch_patience(dm_watcher *w)
{
    if (w->waiting || !w->options->terminal || w->options->json ||
        dm_clock_ms() - w->since < PATIENCE)
        return;
    w->waiting = true;
    put(w, DM_S("running…"));
}

void dm_watch_hush(dm_watcher *w)
{
    if (!w->waiting)
        return;
    w->waiting = false;
    put(w, DM_S("\r\x1b[K"));
}

static void write_out(dm_watcher *w, const dm_buf *text)
{
    dm_watch_hush(w);
    put(w, dm_buf_view(text));
}

/* Write and free. */
static void finish(dm_watcher *w, dm_buf *text)
{
    write_out(w, text);
    dm_buf_fini(text);
}

static void json_text(dm_buf *out, const char *key, dm_slice text)
{
    dm_buf_printf(out, "%s\"%s\":", out->len > 1 ? "," : "", key);
    dm_json_string(out, text);
}

static void json_begin(dm_buf *out, const char *event)
{
    dm_buf_init(out, TEXT_MAX);
    dm_buf_char(out, '{');
    json_text(out, "event", dm_slice_str(event));
}

static void json_end(dm_watcher *w, dm_buf *out)
{
    dm_buf_str(out, "}\n");
    finish(w, out);
}

static void json_change(dm_watcher *w, const dm_watched *doc,
                        const dm_hit_change *change)
{
    dm_buf out;

    json_begin(&out, change->field ? "field" : "hit");
    json_text(&out, "doc", dm_slice_str(doc->path));
    dm_buf_char(&out, ',');
    dm_hit_json(&out, change);
    json_end(w, &out);
}

/* Count the change for its rule. */
static void count_rule(dm_watcher *w, const dm_hit_change *change)
{
    const dm_hit *hit = change->now != NULL ? change->now : change->was;
    dm_watch_sum *sum = &w->sum;
    char          rule[sizeof sum->rules[0].rule];
    size_t        i = 0;

    dm_err_copy(rule, sizeof rule, hit->rule.ptr, hit->rule.len);
    while (i < sum->nrules && strcmp(sum->rules[i].rule, rule) != 0)
        i++;
    if (i == DM_WATCH_RULES)
        return;
    if (i == sum->nrules) {
        memcpy(sum->rules[i].rule, rule, sizeof rule);
        sum->nrules++;
    }
    sum->rules[i].n[change->kind]++;
}

void dm_watch_change(dm_watcher *w, const dm_watched *doc,
                     const dm_hit_change *change)
{
    dm_buf out;

    if (w->options->json) {
        json_change(w, doc, change);
        return;
    }
    if (!change->field)
        count_rule(w, change);
    if (w->sum.shown >= LINES) {
        w->sum.hidden++;
        return;
    }
    w->sum.shown++;
    dm_buf_init(&out, TEXT_MAX);
    dm_hit_show(&out, change, dm_slice_str(doc->path), w->options->style.color);
    finish(w, &out);
}

void dm_watch_record(dm_watcher *w, const dm_watched *doc,
                     const dm_value *record)
{
    dm_buf out;

    if (w->options->json || record == NULL || record->kind != DM_OBJECT ||
        w->sum.documents > RECORDS)
        return;
    dm_buf_init(&out, TEXT_MAX);
    dm_visible(&out, dm_slice_str(doc->path));
    dm_buf_char(&out, '\n');
    dm_term_fields(&out, record, &w->options->style);
    finish(w, &out);
}

static const char *const severities[] = {"error", "warning", "note"};

void dm_watch_error(dm_watcher *w, const dm_watched *doc, const dm_err *err,
                    dm_severity severity)
{
    dm_err told = *err;
    dm_buf out;

    if (doc != NULL && told.doc[0] == '\0' && told.file[0] == '\0')
        dm_fail_at(&told, doc->path, 0, 0);
    if (!w->options->json) {
        dm_watch_hush(w);
        if (severity == DM_ERROR || !w->options->report.quiet)
            dm_report_diag(&w->options->report, &told, severity);
        return;
    }
    json_begin(&out, doc != NULL && severity == DM_ERROR
                         ? "failed"
                         : severities[severity]);
    if (doc != NULL)
        json_text(&out, "doc", dm_slice_str(doc->path));
    dm_buf_str(&out, ",\"diagnostic\":");
    dm_diag_json(&out, &told, severity);
    if (out.len > 0 && out.ptr[out.len - 1] == '\n')
        out.len--;
    json_end(w, &out);
}

void dm_watch_say(dm_watcher *w, const char *event, const char *text)
{
    dm_buf out;

    if (w->options->json) {
        json_begin(&out, event);
        json_text(&out, "message", dm_slice_str(text));
        json_end(w, &out);
        return;
    }
    dm_buf_init(&out, TEXT_MAX);
    dm_buf_printf(&out, "%s\n", text);
    finish(w, &out);
}

static uint64_t hits_of(const dm_watcher *w, dm_slice rule, size_t *documents)
{
    uint64_t n = 0;

    *documents = 0;
    for (size_t i = 0; i < w->ndocs; i++) {
        const dm_hits *hits = &w->docs[i].hits;
        uint64_t       before = n;

        for (size_t k = 0; k < hits->n; k++)
            n += dm_slice_eq(hits->list[k].rule, rule);
        *documents += n > before;
    }
    return n;
}

void dm_watch_rules(dm_watcher *w)
{
    const char *id;
    dm_buf      out;

    if (w->options->json || w->engine == NULL)
        return;
    dm_buf_init(&out, TEXT_MAX);
    for (size_t i = 0; (id = dm_engine_rule(w->engine, i)) != NULL; i++) {
        size_t   documents;
        uint64_t n = hits_of(w, dm_slice_str(id), &documents);

        dm_buf_str(&out, "  ");
        dm_visible(&out, dm_slice_str(id));
        dm_buf_printf(&out, ": %llu hit%s in %zu document%s\n",
                      (unsigned long long)n, n == 1 ? "" : "s", documents,
                      documents == 1 ? "" : "s");
    }
    finish(w, &out);
}

/* What all documents have together. */
typedef struct totals {
    uint64_t hits;
    size_t   failed;
} totals;

static totals add_up(const dm_watcher *w)
{
    totals t = {0, 0};

    for (size_t i = 0; i < w->ndocs; i++) {
        t.hits += w->docs[i].hits.total;
        t.failed += w->docs[i].failed != NULL;
    }
    return t;
}

static void json_line(dm_watcher *w, totals t, long long ms)
{
    static const char *const causes[] = {"start", "script", "documents"};
    const dm_hit_tally      *d = &w->sum.tally;
    dm_buf                   out;

    json_begin(&out, "run");
    json_text(&out, "cause", dm_slice_str(causes[w->cause]));
    dm_buf_printf(
        &out,
        ",\"documents\":%zu,\"ran\":%zu,\"hits\":%llu,\"gained\":%llu,"
        "\"lost\":%llu,\"changed\":%llu,\"fields\":%llu,"
        "\"failed\":%zu,\"ms\":%lld",
        w->ndocs, w->sum.documents, (unsigned long long)t.hits,
        (unsigned long long)d->gained, (unsigned long long)d->lost,
        (unsigned long long)d->changed, (unsigned long long)d->fields, t.failed,
        ms);
    json_end(w, &out);
}

/* " (+2 −1 ~3)", without what is none; `n` is by dm_hit_kind. */
static void show_tally(dm_buf *out, const uint64_t n[3])
{
    static const char *const signs[] = {"+", "−", "~"};
    const char              *before = " (";

    for (size_t i = 0; i < 3; i++) {
        if (n[i] == 0)
            continue;
        dm_buf_printf(out, "%s%s%llu", before, signs[i],
                      (unsigned long long)n[i]);
        before = " ";
    }
    if (before[1] == '\0')
        dm_buf_char(out, ')');
    else
        dm_buf_str(out, " (no change)");
}

/* Where not every change is shown: how many, and of which rules. */
static void show_hidden(dm_buf *out, const dm_watch_sum *sum)
{
    dm_buf_printf(out, "  … %zu more changes\n", sum->hidden);
    for (size_t i = 0; i < sum->nrules; i++) {
        dm_buf_str(out, "  ");
        dm_visible(out, dm_slice_str(sum->rules[i].rule));
        show_tally(out, sum->rules[i].n);
        dm_buf_char(out, '\n');
    }
}

void dm_watch_line(dm_watcher *w)
{
    long long ms = (long long)(dm_clock_ms() - w->since);
    totals    t = add_up(w);
    uint64_t  changes[] = {w->sum.tally.gained, w->sum.tally.lost,
                           w->sum.tally.changed};
    dm_buf    out;

    if (w->options->json) {
        json_line(w, t, ms);
        return;
    }
    dm_buf_init(&out, TEXT_MAX);
    if (w->sum.hidden > 0)
        show_hidden(&out, &w->sum);
    dm_buf_printf(&out, "%zu document%s · %llu hit%s", w->ndocs,
                  w->ndocs == 1 ? "" : "s", (unsigned long long)t.hits,
                  t.hits == 1 ? "" : "s");
    if (w->cause != DM_CAUSE_START)
        show_tally(&out, changes);
    if (w->sum.fields > 0)
        dm_buf_printf(&out, " · %zu in records", w->sum.fields);
    if (t.failed > 0)
        dm_buf_printf(&out, " · %zu failed", t.failed);
    dm_buf_printf(&out, " · %lld ms\n", ms);
    finish(w, &out);
}
