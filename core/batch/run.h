/* run.h - the job of `docmill run` and `x`: a script over a document.
**
** The engine is opened in the parent, once; its workers are forked with it.
** What a worker makes of a document and its records is the format's business:
** see render.h.
*/
#ifndef DM_BATCH_RUN_H
#define DM_BATCH_RUN_H

#include "batch/job.h"
#include "emit/pandoc.h"
#include "emit/sink.h"
#include "emit/term.h"
#include "engine/engine.h"
#include "load/load.h"
#include "save/save.h"

typedef struct dm_run {
    dm_engine *engine; /* with spans, if dm_render_spans says so;
                       ** bare, if the format has no records */
    const dm_load_options *load;
    const dm_sink         *sink;
    bool                   spans; /* records keep their _spans */
    bool                   apart; /* each document has a file of its own */
    bool                   lone;  /* there is one document: of HTML the
                                  ** output is its page */
    bool            dry;          /* of SOURCE: a diff instead */
    bool            color;        /* of that */
    bool            attributes;   /* dolma's are wanted */
    const char     *source;       /* what dolma calls the documents */
    dm_pandoc_api   pandoc;
    dm_save_options save;
    dm_term_style   style; /* of format term */
} dm_run;

/* The job; borrows `run` and the engine in it. */
dm_job dm_run_job(dm_run *run);

#endif
