/* verb_x.c - docmill x 'LUA' [INPUT...] */
#include "cli/common.h"
#include "cli/scripted.h"

int dm_verb_x(const dm_args *args)
{
    dm_engine_options engine = dm_engine_options_default();
    dm_err            err;

    if (args->nrest == 0) {
        dm_fail(&err, DM_E_USAGE, "no Lua is given");
        dm_fail_help(&err, "docmill x 'doc.charset.name' FILE");
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    }
    engine.chunk = dm_slice_str(args->rest[0]);
    return dm_scripted_run(args, &engine);
}
