/* scripted.c - open the script once, then let the batch go. */
#include "cli/scripted.h"

#include <unistd.h>

#include "batch/render.h"
#include "cli/common.h"
#include "cli/spare.h"
#include "cli/storing.h"

void dm_scripted_engine(const dm_args *args, dm_engine_options *engine)
{
    engine->spans = dm_args_has(args, DM_OPT_SPANS);
    engine->meta = dm_args_has(args, DM_OPT_META);
    if (dm_args_has(args, DM_OPT_TIMEOUT))
        engine->lua.deadline = (int)args->number[DM_OPT_TIMEOUT];
    if (dm_args_has(args, DM_OPT_MEMORY))
        engine->lua.memory = args->number[DM_OPT_MEMORY];
}

static int run_engine(const dm_args *args, dm_storing *storing, dm_run *run,
                      dm_batch_options *batch)
{
    dm_job          job = dm_run_job(run);
    dm_batch_result result;
    dm_err          err;

    if (!dm_spare_engine(args, run->engine, &err) ||
        !dm_storing_script(storing, &batch->store, run, &err))
        return dm_cli_fail(args, &err, dm_cli_exit(err.code));
    return dm_cli_run(args, batch, &job, &result);
}

int dm_scripted_run(const dm_args *args, const dm_engine_options *options)
{
    dm_engine_options engine = *options;
    dm_load_options   load;
    dm_batch_options  batch;
    dm_storing        storing;
    dm_err            err;
    int               status = 0;
    dm_run            run = {
                   .load = &load,
                   .color = dm_cli_color(args, 1),
                   .style = {.color = dm_cli_color(args, 1),
                             .times = dm_args_has(args, DM_OPT_VERBOSE),
                             .width = dm_cli_width()},
    };

    if (!dm_cli_load(args, &load, &err) ||
        !dm_cli_batch(args, 1, &load, &batch, &err) ||
        !dm_storing_read(&storing, args, &batch.store, &batch.inputs, &run,
                         &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    if (batch.store.in_place) /* nothing else is on the terminal */
        batch.progress =
            isatty(STDERR_FILENO) && !batch.report.quiet && !batch.report.json;
    dm_scripted_engine(args, &engine);
    engine.spans |= dm_render_spans(&storing.sink);
    engine.bare = storing.sink.shape == DM_SHAPE_SOURCE;
    if (strcmp(storing.sink.name, "term") == 0 && engine.script != NULL)
        engine.ask = "term"; /* what its rules found, for a page of it */
    run.engine = dm_engine_open(&engine, &err);
    if (run.engine == NULL)
        return dm_cli_fail(args, &err, DM_EXIT_SCRIPT);
    status = run_engine(args, &storing, &run, &batch);
    dm_storing_free(&storing);
    dm_engine_close(run.engine);
    return status;
}
