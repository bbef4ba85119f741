/* batch.h - a job over inputs, with its output and its report: the whole run.
 */
#ifndef DM_BATCH_BATCH_H
#define DM_BATCH_BATCH_H

#include "batch/inputs.h"
#include "batch/pool.h"
#include "batch/report.h"
#include "batch/store.h"

/* For a run whose answers add up to something: what the parent does besides
** writing their data one behind the other.  Any may be NULL. */
typedef struct dm_batch_sum {
    void *ud;
    /* One answer, in the order of the inputs, before it is written; it may be
    ** changed.  False with `err` ends the run. */
    bool (*answer)(void *ud, const dm_origin *from, dm_answer *a, dm_err *err);
    /* The run is over: append what is written last.  A run that was cut short
    ** is not `whole`; its end is written all the same, to a stream. */
    bool (*last)(void *ud, const dm_counts *counts, bool whole, dm_buf *out,
                 dm_err *err);
} dm_batch_sum;

typedef struct dm_batch_options {
    dm_inputs_options inputs;
    dm_pool_options   pool;
    dm_report_options report;
    dm_store_options  store;
    size_t            max_errors; /* stop after so many failures; 0 never */
    bool              progress;
    dm_batch_sum      sum; /* all NULL: nothing is added up */
} dm_batch_options;

typedef struct dm_batch_result {
    dm_pool_end end;
    int         signal;        /* of DM_POOL_SIGNAL */
    bool        output_failed; /* err is about the output */
    bool        reader_gone;   /* so there is nobody to tell: see output.h */
    dm_counts   counts;
} dm_batch_result;

/*
** Run.  False when it could not be completed: `err` says why (`result` tells
** what came before).  A run that failed documents, or was stopped by a signal
** or max_errors, is true.
*/
__attribute__((warn_unused_result)) bool dm_batch_run(
    const dm_batch_options *options, const dm_job *job, dm_batch_result *result,
    dm_err *err);

#endif
