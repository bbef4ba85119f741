/* stats_job.h - the job of verb stats: what a worker counts in a document.
**
** The module std/ask/stats.lua says what the rules did; here the places of hits
** are united and subtracted from the view, and the lines that are left become
** clusters.  An answer's data is one JSON object, its parcels the clusters in
** their wire format.
*/
#ifndef DM_DESK_STATS_JOB_H
#define DM_DESK_STATS_JOB_H

#include "batch/job.h"
#include "engine/engine.h"
#include "load/load.h"

#define DM_STATS_ASK "stats"

enum { DM_STATS_VIEWS = 16 };

typedef struct dm_stats_job {
    dm_engine             *engine; /* asks DM_STATS_ASK */
    const dm_load_options *load;
    /* The job's own: views of the script, once its first report named them, so
    ** that making them is not counted as a rule's time. */
    char   view[DM_STATS_VIEWS][256];
    size_t nviews;
} dm_stats_job;

/* The job; borrows `job` and what is in it. */
dm_job dm_stats_job_of(dm_stats_job *job);

#endif
