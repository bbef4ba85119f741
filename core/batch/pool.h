/* pool.h - worker processes, one document in flight each, answers in order.
**
** The pool takes inputs one by one, hands each to an idle worker, and
** delivers answers in the order of the inputs.  What waits to be delivered is
** bounded in number and in bytes, so memory does not grow with the number of
** documents: when the oldest document is slow, the others wait.
**
** A worker that crashes, leaves or overruns costs its document one failure; a
** new one is forked from this process, which never runs a document itself.
*/
#ifndef DM_BATCH_POOL_H
#define DM_BATCH_POOL_H

#include <stdbool.h>

#include "base/err.h"
#include "batch/inputs.h"
#include "batch/job.h"
#include "batch/worker.h"

typedef struct dm_pool_options {
    int jobs;     /* workers at most, at least 1 */
    int deadline; /* milliseconds a document may take before its
                  ** worker is killed; 0 for none */
    dm_worker_options worker;
} dm_pool_options;

/* Who gets the answers.  Each returns false to stop the run. */
typedef struct dm_pool_client {
    void *ud;
    /* The answer of one input, in order.  The client may fail it. */
    bool (*answer)(void *ud, const dm_origin *from, dm_answer *answer);
    /* What a worker said at its end, in the order of the workers. */
    bool (*finished)(void *ud, const dm_answer *answer);
    /* Nothing more is ready: write out what is held.  Called before waiting,
    ** and about ten times a second while waiting. */
    bool (*idle)(void *ud);
} dm_pool_client;

typedef enum dm_pool_end {
    DM_POOL_DONE,    /* every input was answered */
    DM_POOL_STOPPED, /* the client said stop */
    DM_POOL_SIGNAL,  /* SIGINT or SIGTERM: see dm_signal_seen */
    DM_POOL_BROKEN   /* err: the list of inputs, the script's init, or the
                     ** machine; what was delivered before is good */
} dm_pool_end;

/* Run `job` over `inputs`.  No worker is left when it returns. */
dm_pool_end dm_pool_run(const dm_pool_options *options, const dm_job *job,
                        dm_inputs *inputs, const dm_pool_client *client,
                        dm_err *err);

#endif
