/* verb_inspect.c - docmill inspect: format, charset, steps, blocks, quality. */
#include "cli/common.h"
#include "cli/report_doc.h"
#include "emit/json.h"

enum { REPORT_MAX = 1 << 30 };

typedef struct inspect_job {
    const dm_load_options *load;
    bool                   full, json, color;
} inspect_job;

static void document(void *ud, const dm_work *work, dm_answer *out)
{
    const inspect_job *job = ud;
    dm_arena           arena;
    dm_err             err;
    const dm_value    *report = NULL;
    dm_doc *doc = dm_load(work->id, work->path, work->bytes, job->load, &err);

    dm_arena_init(&arena, REPORT_MAX);
    if (doc != NULL)
        report = dm_report_doc(doc, job->full, &arena, &err);
    if (report == NULL) {
        dm_answer_fail(out, DM_PHASE_LOAD, &err);
    } else if (job->json) {
        dm_json_value(&out->data, report, 0);
        dm_buf_char(&out->data, '\n');
    } else {
        dm_report_print(&out->data, report, job->color);
    }
    out->nrecords = report != NULL;
    dm_arena_fini(&arena);
    if (doc != NULL)
        dm_doc_free(doc);
}

int dm_verb_inspect(const dm_args *args)
{
    dm_load_options  load;
    dm_batch_options batch;
    dm_batch_result  result;
    dm_err           err;
    inspect_job      inspect = {.load = &load,
                                .full = dm_args_has(args, DM_OPT_FULL),
                                .json = dm_args_has(args, DM_OPT_JSON),
                                .color = dm_cli_color(args, 1)};
    dm_job           job = {.ud = &inspect, .document = document};

    if (!dm_cli_load(args, &load, &err) ||
        !dm_cli_batch(args, 0, &load, &batch, &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    return dm_cli_run(args, &batch, &job, &result);
}
