/* watch.h - a script is run again on every save, and what changed is shown.
**
** The script is compiled here, once a save; documents are run by workers that
** are forked for the occasion (batch/pool.h), so that one that crashes, hangs
** or eats memory is one that failed, and nothing is left of it.  A fork costs
** about a millisecond.  What was found is kept for every document, to be
** compared with what is found next.
*/
#ifndef DM_DESK_WATCH_H
#define DM_DESK_WATCH_H

#include "batch/pool.h"
#include "batch/report.h"
#include "emit/term.h"
#include "engine/engine.h"
#include "load/load.h"

enum { DM_WATCH_DEBOUNCE = 10 }; /* ms of quiet before a run */

typedef struct dm_watch_options {
    dm_engine_options      engine; /* the script and its limits */
    const dm_load_options *load;
    dm_inputs_options      inputs; /* paths; standard input is none */
    dm_pool_options        pool;
    dm_report_options      report; /* how diagnostics are told */
    dm_term_style          style;
    int                    debounce; /* milliseconds */
    bool                   json;     /* one line of JSON an event */
    bool                   terminal; /* standard output is one */
} dm_watch_options;

/*
** Run, watch and run again until a signal comes, which `*number` is then.
** What is found goes to standard output, diagnostics to standard error.  False
** with MACHINE (folders cannot be watched), WRITE, or MEMORY; a script that is
** wrong, or inputs that are not there, are waited for.
*/
__attribute__((warn_unused_result)) bool dm_watch_run(
    const dm_watch_options *options, int *number, dm_err *err);

#endif
