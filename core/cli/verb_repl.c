/* verb_repl.c - docmill repl [SCRIPT] INPUT... */
#include <sys/stat.h>
#include <unistd.h>

#include "cli/common.h"
#include "cli/scripted.h"
#include "cli/stubs.h"
#include "desk/repl.h"

/* Is the first argument a script?  A file that ends in .lua is, and what is no
** file at all: the name of a shipped one. */
static bool is_script(const char *arg)
{
    struct stat st;

    return dm_slice_ends(dm_slice_str(arg), DM_S(".lua")) ||
           (stat(arg, &st) != 0 && strchr(arg, '/') == NULL);
}

static bool check(const dm_args *args, dm_err *err)
{
    for (size_t i = 0; i < args->nrest; i++)
        if (strcmp(args->rest[i], "-") == 0)
            return dm_fail(err, DM_E_USAGE,
                           "standard input is where lines come from; name "
                           "files");
    return true;
}

int dm_verb_repl(const dm_args *args)
{
    dm_load_options  load;
    dm_batch_options batch;
    dm_err           err;
    bool             failed = false;
    dm_repl_options  repl = {
         .engine = dm_engine_options_default(),
         .load = &load,
         .style = {.color = dm_cli_color(args, 1), .width = dm_cli_width()},
         .terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO),
         .manual = dm_stub_help,
    };
    size_t first = args->nrest > 0 && is_script(args->rest[0]) ? 1 : 0;

    if (!check(args, &err) || !dm_cli_load(args, &load, &err) ||
        !dm_cli_batch(args, args->nrest > first ? first : 0, &load, &batch,
                      &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    batch.inputs.nargs = args->nrest - first;
    dm_scripted_engine(args, &repl.engine);
    repl.engine.script = first == 1 ? args->rest[0] : NULL;
    repl.inputs = batch.inputs;
    repl.report = batch.report;
    if (!dm_repl_run(&repl, &failed, &err))
        return dm_cli_fail(args, &err, dm_cli_exit(err.code));
    return failed && !repl.terminal ? DM_EXIT_NO : DM_EXIT_OK;
}
