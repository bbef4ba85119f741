/* view.h - the job of `docmill view`: a document through one or two scripts,
** and the page that shows it.
**
** A worker loads the document (once for each script, because scripts edit
** what they look at), asks the engines for their reports and makes the page's
** data (page_data.h) or the whole page (emit/page.h).  Engines are opened with
** ask = DM_VIEW_ASK.  A document that fails is answered as failed, and has its
** data all the same: its text, what was found until then, and the error.
*/
#ifndef DM_DESK_VIEW_H
#define DM_DESK_VIEW_H

#include "batch/job.h"
#include "desk/earlier.h"
#include "desk/page_data.h"
#include "engine/engine.h"
#include "load/load.h"

#define DM_VIEW_ASK "page"

typedef struct dm_viewing {
    const dm_load_options *load;
    dm_engine             *engine;
    const char            *name;    /* of its script */
    dm_engine             *old;     /* another script, or NULL */
    const dm_earlier      *earlier; /* or records, with _spans, or NULL */
    const char            *against; /* the name of either */
    size_t                 limit;   /* marks of rules on a page; 0: the usual */
    bool                   whole;   /* each answer is a page, not only data */
} dm_viewing;

/* What the engines are asked with, for at most `limit` matches (0: the usual),
** in `arena`; NULL with MEMORY. */
dm_value *dm_view_question(dm_arena *arena, size_t limit, dm_err *err);

/* The job; borrows `viewing`. */
dm_job dm_view_job(dm_viewing *viewing);

/*
** One document, looked at: what the engines made of it, and the page's data
** (page_data.h), which is NULL only when memory ran out.  `failed` is what the
** document failed with, its code OK when it did not; `phase` says where.
*/
typedef struct dm_look {
    dm_arena  arena;
    dm_value *data;
    dm_phase  phase;
    dm_err    failed;
    dm_doc   *doc, *old_doc; /* NULL where nothing was loaded */
    dm_result result, old_result;
} dm_look;

/* Run the engines over `work`; what the document gives rise to say (warnings,
** the script's notes) goes to `told`.  End it with dm_look_fini, `work` and the
** engines outlive it. */
void dm_look_init(dm_look *look, const dm_viewing *viewing, const dm_work *work,
                  dm_answer *told);
void dm_look_fini(dm_look *look);

#endif
