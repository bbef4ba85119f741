/* run.c - load, run the script, render what came of it. */
#include "batch/run.h"

#include "batch/remark.h"
#include "batch/render.h"
#include "emit/json.h"

enum { RESULT_MAX = 1 << 30 };

static dm_remark_kind kind_of(dm_log_level level)
{
    return level == DM_LOG_WARN    ? DM_REMARK_WARNING
           : level == DM_LOG_PRINT ? DM_REMARK_PRINT
                                   : DM_REMARK_NOTE;
}

/* What came of it besides records. */
static void take_rest(dm_result *r, dm_answer *out)
{
    for (size_t i = 0; i < r->nnotes; i++)
        dm_answer_remark(out, kind_of(r->notes[i].level), &r->notes[i].text);
    if (r->turned_away || r->skipped) {
        out->outcome = r->turned_away ? DM_TURNED_AWAY : DM_SKIPPED;
        memcpy(out->reason, r->reason, sizeof out->reason);
    }
    if (r->reduced != NULL)
        dm_json_value(&out->reduced, r->reduced, 0);
}

static void run_script(const dm_run *run, dm_doc *doc, const dm_work *work,
                       dm_answer *out)
{
    dm_result r;
    dm_err    err;

    dm_result_init(&r, RESULT_MAX);
    if (!dm_engine_document(run->engine, doc, &r, &err)) {
        take_rest(&r, out);
        dm_answer_fail(out, DM_PHASE_SCRIPT, &err);
    } else {
        take_rest(&r, out);
        dm_render(run, doc, &r, work, out);
    }
    dm_result_fini(&r);
}

static void document(void *ud, const dm_work *work, dm_answer *out)
{
    dm_run *run = ud;
    dm_err  err;
    dm_doc *doc = dm_load(work->id, work->path, work->bytes, run->load, &err);
    size_t  told;

    if (doc == NULL) {
        dm_answer_fail(out, DM_PHASE_LOAD, &err);
        return;
    }
    told = dm_remark_load(doc, 0, out);
    run_script(run, doc, work, out);
    (void)dm_remark_load(doc, told, out);
    dm_remark_repairs(doc, out);
    dm_doc_free(doc);
}

static bool init(void *ud, dm_err *err)
{
    dm_run *run = ud;

    return dm_engine_init(run->engine, err);
}

static void finish(void *ud, dm_answer *out)
{
    dm_run   *run = ud;
    dm_work   nobody = {DM_LIT("_finish"), DM_LIT("_finish"), DM_LIT("")};
    dm_result r;
    dm_err    err;

    dm_result_init(&r, RESULT_MAX);
    if (dm_engine_finish(run->engine, &r, &err)) {
        dm_render_records(run, &r, &nobody, out);
        take_rest(&r, out);
    } else {
        take_rest(&r, out);
        dm_answer_fail(out, DM_PHASE_SCRIPT, &err);
    }
    dm_result_fini(&r);
}

static bool dead(void *ud)
{
    const dm_run *run = ud;

    return dm_engine_dead(run->engine);
}

dm_job dm_run_job(dm_run *run)
{
    return (dm_job){.ud = run,
                    .init = init,
                    .document = document,
                    .finish = finish,
                    .dead = dead};
}
