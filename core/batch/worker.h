/* worker.h - the life of a worker process.
**
** A worker is forked from a parent that has opened its job already.  It waits
** for tasks, does them one at a time, answers, and ends when the parent closes
** the socket, when its job is dead, or with its parent.
*/
#ifndef DM_BATCH_WORKER_H
#define DM_BATCH_WORKER_H

#include <stddef.h>
#include <sys/types.h>

#include "batch/job.h"

typedef struct dm_worker_options {
    size_t max_bytes; /* of one input */
    size_t memory;    /* bytes of address space it may add; 0 for no limit */
} dm_worker_options;

/* Serve tasks from `sock` until the parent `parent` is gone or the job is
** dead.  Returns the exit status for _exit. */
int dm_worker_serve(int sock, pid_t parent, const dm_job *job,
                    const dm_worker_options *options);

#endif
