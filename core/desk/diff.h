/* diff.h - the job of `docmill diff`: one corpus under two versions.
**
** A version is a script, or the JSON lines of an earlier run.  A worker loads
** a document once and lets both scripts have it, the second one on a clean
** slate; what differs goes to the parent as a tally (text) or as lines of JSON
** as well.  Output is in the order of the inputs for any number of workers.
*/
#ifndef DM_DESK_DIFF_H
#define DM_DESK_DIFF_H

#include "batch/job.h"
#include "desk/earlier.h"
#include "desk/tally.h"
#include "doc/doc.h"
#include "engine/engine.h"
#include "load/load.h"

/* What NEW's engine is to be asked (std/ask/lost.lua), so that a loss has a
** cause. */
#define DM_DIFF_ASK "lost"

/* One of the versions: an engine (with spans) or an earlier run. */
typedef struct dm_diff_side {
    dm_engine  *engine; /* NULL: `earlier` */
    dm_earlier *earlier;
} dm_diff_side;

typedef struct dm_diff_style {
    bool   json;
    bool   color;
    bool   verbose; /* what has only moved is shown too */
    size_t width;   /* cells of a line; 0: DM_DIFF_WIDTH */
    size_t limit;   /* examples of a group */
} dm_diff_style;

enum { DM_DIFF_WIDTH = 120, DM_DIFF_LIMIT = 3 };

/* Snapshots that take what NEW gives: see desk/accept.h. */
typedef struct dm_accept dm_accept;

typedef struct dm_diff {
    dm_diff_side           was, now;
    const dm_load_options *load;
    dm_diff_style          style;
    const dm_accept       *accept; /* or NULL */
} dm_diff;

/*
** The job; borrows `diff`.  An answer is `yes` when anything differs; a
** document that fails under both versions has failed, with NEW's error.  Its
** data are the lines for --json; its parcels are for dm_diff_sum_add.
*/
dm_job dm_diff_job(dm_diff *diff);

/* What the parent has added up. */
typedef struct dm_diff_sum {
    dm_tally tally;
    size_t   limit;
    size_t   was_met, now_met; /* records of earlier runs that came up */
    size_t   moved; /* documents of which nothing but places, or empty lists,
                    ** differs */
} dm_diff_sum;

void dm_diff_sum_init(dm_diff_sum *sum, size_t limit);
void dm_diff_sum_fini(dm_diff_sum *sum);

/* Add an answer's.  False with INTERNAL when it makes no sense. */
__attribute__((warn_unused_result)) bool dm_diff_sum_add(dm_diff_sum     *sum,
                                                         const dm_answer *a,
                                                         dm_err          *err);

/* How many documents there were. */
typedef struct dm_diff_counts {
    size_t documents, changed, failed;
} dm_diff_counts;

/* Append the groups and the last line: text, or with style->json the last line
** alone, an object. */
void dm_diff_print(dm_buf *out, dm_diff_sum *sum, const dm_diff_counts *counts,
                   const dm_diff_style *style);

/*
** Compare two earlier runs by themselves, without any inputs: what the job
** does, for each id of either.  The answers go to `each` in the order of OLD's
** file, then what only NEW has.  False with `err` when a file cannot be read
** again, or what `each` said.
*/
__attribute__((warn_unused_result)) bool dm_diff_earlier(
    dm_diff *diff, bool (*each)(void *ud, dm_answer *a, dm_err *err), void *ud,
    dm_err *err);

#endif
