/* storing.h - from a command line to where output goes, and as what. */
#ifndef DM_CLI_STORING_H
#define DM_CLI_STORING_H

#include "batch/run.h"
#include "batch/store.h"
#include "cli/options.h"

/* What the options of a store point to. */
typedef struct dm_storing {
    dm_sink      sink;
    bool         chosen; /* by --format or --in-place; else by the script */
    char         folder[4096];
    const char **columns;
    const char **rules;
} dm_storing;

/*
** Understand everything that is about output, and check that it fits together,
** before any script is opened.  `inputs` gets what to pass over.  `storing`
** must outlive the store.  False with USAGE, BAD_VALUE or UNKNOWN_CHARSET.
*/
__attribute__((warn_unused_result)) bool dm_storing_read(
    dm_storing *storing, const dm_args *args, dm_store_options *store,
    dm_inputs_options *inputs, dm_run *run, dm_err *err);

/* What the script has to say in it: its writer, its columns, its rules.  False
** with USAGE (it has no writer, and one is asked for) or MEMORY. */
__attribute__((warn_unused_result)) bool dm_storing_script(
    dm_storing *storing, dm_store_options *store, dm_run *run, dm_err *err);

void dm_storing_free(dm_storing *storing);

#endif
