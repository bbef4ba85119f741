/* verb_watch.c - docmill watch SCRIPT INPUT... */
#include <unistd.h>

#include "cli/common.h"
#include "cli/scripted.h"
#include "desk/watch.h"

static bool check(const dm_args *args, dm_err *err)
{
    if (args->nrest < 2) {
        dm_fail(err, DM_E_USAGE,
                args->nrest == 0 ? "no script is given" : "no input is named");
        return dm_fail_help(err, "docmill watch %s", args->verb->usage);
    }
    for (size_t i = 0; i < args->nrest; i++)
        if (strcmp(args->rest[i], "-") == 0)
            return dm_fail(err, DM_E_USAGE,
                           "standard input cannot be watched; name files");
    if (dm_args_has(args, DM_OPT_DEBOUNCE) &&
        args->number[DM_OPT_DEBOUNCE] > 10000)
        return dm_fail(err, DM_E_BAD_VALUE,
                       "--debounce wants 0 to 10000 milliseconds");
    return true;
}

int dm_verb_watch(const dm_args *args)
{
    dm_load_options  load;
    dm_batch_options batch;
    dm_err           err;
    int              number = 0;
    dm_watch_options watch = {
        .engine = dm_engine_options_default(),
        .load = &load,
        .debounce = DM_WATCH_DEBOUNCE,
        .json = dm_args_has(args, DM_OPT_JSON),
        .terminal = isatty(STDOUT_FILENO),
        .style = {.color = dm_cli_color(args, 1), .width = dm_cli_width()},
    };

    if (!check(args, &err) || !dm_cli_load(args, &load, &err) ||
        !dm_cli_batch(args, 1, &load, &batch, &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    dm_scripted_engine(args, &watch.engine);
    watch.engine.script = args->rest[0];
    watch.inputs = batch.inputs;
    watch.pool = batch.pool;
    watch.report = batch.report;
    if (dm_args_has(args, DM_OPT_DEBOUNCE))
        watch.debounce = (int)args->number[DM_OPT_DEBOUNCE];
    if (!dm_watch_run(&watch, &number, &err))
        return dm_cli_fail(args, &err, dm_cli_exit(err.code));
    return number != 0 ? DM_EXIT_SIGNAL + number : DM_EXIT_OK;
}
