/* scripted.c - open the script once, then let the batch go. */
#include "cli/scripted.h"

#include "batch/run.h"
#include "cli/common.h"

static bool is_term(const dm_args *args)
{
    const char *format = args->text[DM_OPT_FORMAT];

    return format != NULL && strcmp(format, "term") == 0;
}

void dm_scripted_engine(const dm_args *args, dm_engine_options *engine)
{
    engine->spans = dm_args_has(args, DM_OPT_SPANS) || is_term(args);
    engine->meta = dm_args_has(args, DM_OPT_META);
    if (dm_args_has(args, DM_OPT_TIMEOUT))
        engine->lua.deadline = (int)args->number[DM_OPT_TIMEOUT];
    if (dm_args_has(args, DM_OPT_MEMORY))
        engine->lua.memory = args->number[DM_OPT_MEMORY];
}

static int run_engine(const dm_args *args, dm_engine *engine,
                      const dm_load_options *load, dm_batch_options *batch)
{
    const char *format = args->text[DM_OPT_FORMAT];
    dm_run      run = {
             .engine = engine,
             .load = load,
             .page = is_term(args),
             .style = {.color = dm_cli_color(args, 1), .width = dm_cli_width()}
    };
    dm_job          job = dm_run_job(&run);
    dm_batch_result result;

    run.sink =
        dm_sink_find(format != NULL ? dm_slice_str(format) : DM_S("jsonl"));
    batch->sink = run.sink;
    return dm_cli_run(args, batch, &job, &result);
}

int dm_scripted_run(const dm_args *args, const dm_engine_options *options)
{
    dm_load_options  load;
    dm_batch_options batch;
    dm_engine       *engine = NULL;
    dm_err           err;
    int              status = 0;

    if (!dm_cli_load(args, &load, &err) ||
        !dm_cli_batch(args, 1, &load, &batch, &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    engine = dm_engine_open(options, &err);
    if (engine == NULL)
        return dm_cli_fail(args, &err, DM_EXIT_SCRIPT);
    status = run_engine(args, engine, &load, &batch);
    dm_engine_close(engine);
    return status;
}
