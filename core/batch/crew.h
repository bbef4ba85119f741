/* crew.h - the worker processes themselves: fork, give, wait, bury.
**
** Each worker holds at most one ticket (the number of a document).  The crew
** knows nothing of order or output.  Workers are forked when they are first
** needed, so a single document costs a single one.
*/
#ifndef DM_BATCH_CREW_H
#define DM_BATCH_CREW_H

#include "batch/pool.h"

typedef struct dm_crew dm_crew;

/* NULL when memory ran out. */
dm_crew *dm_crew_open(const dm_pool_options *options, const dm_job *job);

/* Kill and bury every worker. */
void dm_crew_close(dm_crew *crew);

/* True when some worker is idle or may still be forked. */
bool   dm_crew_free(const dm_crew *crew);
size_t dm_crew_size(const dm_crew *crew);
bool   dm_crew_busy(const dm_crew *crew, size_t worker);

/* Give ticket `number` to a free worker.  `fd` stays the caller's.  False with
** the error of a job whose init failed, or MACHINE when no process can be had.
*/
__attribute__((warn_unused_result)) bool dm_crew_give(dm_crew *crew,
                                                      size_t   number,
                                                      dm_slice path, int fd,
                                                      dm_err *err);

/* Ask worker `worker` to finish.  False when it has nothing to finish (it
** served no document) or is gone. */
__attribute__((warn_unused_result)) bool dm_crew_finish(dm_crew *crew,
                                                        size_t   worker);

/* Told for each ticket that ended: the packed answer, or `why` not NULL. */
typedef void dm_crew_told(void *ud, size_t number, dm_slice answer,
                          const dm_err *why);

/*
** Wait for at most `ms` milliseconds for workers to answer, die or overrun,
** and tell each.  False with the error of a job whose init failed, or MACHINE.
*/
__attribute__((warn_unused_result)) bool dm_crew_wait(dm_crew *crew, int ms,
                                                      dm_crew_told *told,
                                                      void *ud, dm_err *err);

#endif
