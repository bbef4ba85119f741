/* stats_job.c - load, run, count; times of each. */
#include "desk/stats_job.h"

#include <stdio.h>

#include "batch/clock.h"
#include "batch/remark.h"
#include "desk/stats_rest.h"
#include "emit/json.h"

enum { RESULT_MAX = 1 << 30, CLUSTERS = 20000 };

static void know_view(dm_stats_job *job, const dm_value *name)
{
    dm_slice s =
        name != NULL && name->kind == DM_STRING ? name->as.string : DM_S("");

    if (s.len == 0 || s.len >= sizeof *job->view ||
        job->nviews >= DM_STATS_VIEWS)
        return;
    for (size_t i = 0; i < job->nviews; i++)
        if (dm_slice_eq(dm_slice_str(job->view[i]), s))
            return;
    memcpy(job->view[job->nviews], s.ptr, s.len);
    job->view[job->nviews++][s.len] = '\0';
}

static void know_views(dm_stats_job *job, const dm_value *about)
{
    const dm_value *rules = NULL;

    if (about == NULL)
        return;
    know_view(job, dm_value_at(about, DM_S("view")));
    rules = dm_value_at(about, DM_S("rules"));
    for (size_t i = 0;
         rules != NULL && rules->kind == DM_LIST && i < rules->as.list.n; i++)
        know_view(job, dm_value_at(rules->as.list.items[i], DM_S("view")));
}

/* Make the views that rules look at; what cannot be made the script will find
** out by itself. */
static void make_views(const dm_stats_job *job, dm_doc *doc)
{
    for (size_t i = 0; i < job->nviews; i++) {
        dm_err err;

        (void)dm_doc_view(doc, dm_slice_str(job->view[i]), &err);
    }
}

static bool set_int(dm_arena *arena, dm_value *to, const char *key, uint64_t n)
{
    return dm_value_set(arena, to, dm_slice_str(key),
                        dm_value_int(arena, (int64_t)n));
}

/* Rules count in documents that failed behind them, too. */
static bool counts(const dm_answer *out)
{
    return out->outcome == DM_DONE || out->outcome == DM_FAILED;
}

/* What the script left over, put into `tell`. */
static bool add_rest(dm_doc *doc, dm_result *r, dm_value *tell, dm_answer *out,
                     dm_err *err)
{
    const dm_value *name = dm_value_at(r->report, DM_S("view"));
    const dm_view  *view = NULL;
    dm_clusters     clusters;
    dm_rest         rest = {.doc = doc, .arena = &r->arena};
    bool            ok = true;

    if (name == NULL)
        return true;
    view = dm_doc_view(doc, name->as.string, err);
    if (view == NULL)
        return false;
    dm_clusters_init(&clusters, CLUSTERS);
    clusters.bare = true;
    rest.view = view;
    rest.cover = dm_value_at(r->report, DM_S("cover"));
    rest.other = dm_value_at(r->report, DM_S("rest"));
    rest.clusters = &clusters;
    ok = dm_rest_count(&rest, err);
    if (ok)
        dm_clusters_pack(&clusters, &out->parcels);
    ok = ok && set_int(&r->arena, tell, "chars", rest.chars) &&
         set_int(&r->arena, tell, "covered", rest.covered) &&
         set_int(&r->arena, tell, "lines", rest.lines) &&
         set_int(&r->arena, tell, "left", rest.left) &&
         set_int(&r->arena, tell, "dropped", clusters.lines.dropped) &&
         dm_value_set(&r->arena, tell, DM_S("cover"), rest.rules) &&
         dm_value_set(&r->arena, tell, DM_S("pairs"), rest.pairs);
    dm_clusters_fini(&clusters);
    return ok;
}

typedef struct spent {
    double load, views, run;
} spent;

/* The answer: {about, tell, load, views, run, records}. */
static bool put_answer(dm_result *r, const spent *t, dm_answer *out)
{
    dm_value *v = dm_value_object(&r->arena);
    dm_value *about = dm_value_at(r->report, DM_S("about"));
    dm_value *tell = dm_value_at(r->report, DM_S("tell"));
    bool      ok = v != NULL;

    if (about != NULL)
        ok = ok && dm_value_set(&r->arena, v, DM_S("about"), about);
    if (tell != NULL && counts(out))
        ok = ok && dm_value_set(&r->arena, v, DM_S("tell"), tell);
    ok = ok &&
         dm_value_set(&r->arena, v, DM_S("load"),
                      dm_value_real(&r->arena, t->load)) &&
         dm_value_set(&r->arena, v, DM_S("views"),
                      dm_value_real(&r->arena, t->views)) &&
         dm_value_set(&r->arena, v, DM_S("run"),
                      dm_value_real(&r->arena, t->run)) &&
         set_int(&r->arena, v, "records", r->nrecords);
    if (ok)
        dm_json_value(&out->data, v, 0);
    return ok && !out->data.failed;
}

static void finish_answer(dm_stats_job *job, dm_doc *doc, dm_result *r,
                          const spent *t, dm_answer *out)
{
    dm_value *tell = dm_value_at(r->report, DM_S("tell"));
    dm_err    err;

    know_views(job, dm_value_at(r->report, DM_S("about")));
    dm_fail(&err, DM_E_MEMORY, "no memory for what was counted");
    if (tell != NULL && counts(out) && !add_rest(doc, r, tell, out, &err))
        dm_answer_fail(out, DM_PHASE_SCRIPT, &err);
    dm_fail(&err, DM_E_MEMORY, "no memory for what was counted");
    if (!put_answer(r, t, out))
        dm_answer_fail(out, DM_PHASE_SCRIPT, &err);
}

static void run_script(dm_stats_job *job, dm_doc *doc, spent *t, dm_answer *out)
{
    double    from = dm_clock_seconds();
    dm_result r;
    dm_err    err;

    dm_result_init(&r, RESULT_MAX);
    make_views(job, doc);
    t->views = dm_clock_seconds() - from;
    from = dm_clock_seconds();
    if (!dm_engine_document(job->engine, doc, &r, &err))
        dm_answer_fail(out, DM_PHASE_SCRIPT, &err);
    t->run = dm_clock_seconds() - from;
    if (out->outcome == DM_DONE && (r.turned_away || r.skipped)) {
        out->outcome = r.turned_away ? DM_TURNED_AWAY : DM_SKIPPED;
        memcpy(out->reason, r.reason, sizeof out->reason);
    }
    if (r.report != NULL)
        finish_answer(job, doc, &r, t, out);
    dm_result_fini(&r);
}

static void document(void *ud, const dm_work *work, dm_answer *out)
{
    dm_stats_job *job = ud;
    double        from = dm_clock_seconds();
    spent         t = {0, 0, 0};
    dm_err        err;
    dm_doc *doc = dm_load(work->id, work->path, work->bytes, job->load, &err);

    if (doc == NULL) {
        dm_answer_fail(out, DM_PHASE_LOAD, &err);
        return;
    }
    t.load = dm_clock_seconds() - from;
    (void)dm_remark_load(doc, 0, out);
    run_script(job, doc, &t, out);
    out->nrecords = 0;
    dm_doc_free(doc);
}

static bool init(void *ud, dm_err *err)
{
    dm_stats_job *job = ud;

    return dm_engine_init(job->engine, err);
}

/* What finish reduces is nobody's concern here; that it fails is. */
static void finish(void *ud, dm_answer *out)
{
    dm_stats_job *job = ud;
    dm_result     r;
    dm_err        err;

    dm_result_init(&r, RESULT_MAX);
    if (!dm_engine_finish(job->engine, &r, &err))
        dm_answer_fail(out, DM_PHASE_SCRIPT, &err);
    dm_result_fini(&r);
}

static bool dead(void *ud)
{
    const dm_stats_job *job = ud;

    return dm_engine_dead(job->engine);
}

dm_job dm_stats_job_of(dm_stats_job *job)
{
    return (dm_job){.ud = job,
                    .init = init,
                    .document = document,
                    .finish = finish,
                    .dead = dead};
}
