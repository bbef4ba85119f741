/* run.h - the job of `docmill run` and `x`: a script over a document.
**
** The engine is opened in the parent, once; its workers are forked with it.
*/
#ifndef DM_BATCH_RUN_H
#define DM_BATCH_RUN_H

#include "batch/job.h"
#include "emit/sink.h"
#include "emit/term.h"
#include "engine/engine.h"
#include "load/load.h"

typedef struct dm_run {
    dm_engine             *engine;
    const dm_load_options *load;
    const dm_sink         *sink;
    bool                   page;  /* show the text too (format term) */
    dm_term_style          style; /* of the page */
} dm_run;

/* The job; borrows `run` and the engine in it. */
dm_job dm_run_job(dm_run *run);

#endif
