/* common.h - from a command line to the options of the rooms below. */
#ifndef DM_CLI_COMMON_H
#define DM_CLI_COMMON_H

#include "batch/batch.h"
#include "cli/options.h"
#include "load/load.h"

/* Tell `err` on standard error the way `args` asks for; returns `exit`. */
int dm_cli_fail(const dm_args *args, const dm_err *err, int exit);

/* The exit code that a diagnostic's code stands for. */
int dm_cli_exit(dm_code code);

/* Is this stream (1 or 2) to be coloured? */
bool dm_cli_color(const dm_args *args, int fd);

/* How wide the terminal on standard output is; 0 when it is none. */
size_t dm_cli_width(void);

/* --charset, --from, --binary and the limits.  False with UNKNOWN_CHARSET or
** UNKNOWN_FORMAT. */
__attribute__((warn_unused_result)) bool dm_cli_load(const dm_args   *args,
                                                     dm_load_options *load,
                                                     dm_err          *err);

enum { DM_CLI_VIEW = 2048 }; /* bytes of a view's name, its end included */

/* --view and the --steps from there, as one name of a view; `otherwise` when
** neither is given.  False with USAGE or UNKNOWN_STEP. */
__attribute__((warn_unused_result)) bool dm_cli_view(const dm_args *args,
                                                     const char    *otherwise,
                                                     char    out[DM_CLI_VIEW],
                                                     dm_err *err);

/*
** Everything of a batch over the arguments from `first` on.  Without inputs,
** standard input is read unless it is a terminal.  False with USAGE.
*/
__attribute__((warn_unused_result)) bool dm_cli_batch(
    const dm_args *args, size_t first, const dm_load_options *load,
    dm_batch_options *batch, dm_err *err);

/* Run the job and return the exit code; diagnostics are told. */
int dm_cli_run(const dm_args *args, const dm_batch_options *batch,
               const dm_job *job, dm_batch_result *result);

#endif
