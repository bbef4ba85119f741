/* verb_run.c - docmill run SCRIPT [INPUT...] */
#include "cli/common.h"
#include "cli/scripted.h"

int dm_verb_run(const dm_args *args)
{
    dm_engine_options engine = dm_engine_options_default();
    dm_err            err;

    if (args->nrest == 0) {
        dm_fail(&err, DM_E_USAGE, "no script is named");
        dm_fail_help(&err, "docmill run %s", args->verb->usage);
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    }
    engine.script = args->rest[0];
    return dm_scripted_run(args, &engine);
}
