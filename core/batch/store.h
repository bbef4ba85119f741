/* store.h - where the answers' output goes.
**
** The parent alone writes, in the order of the inputs.  A store is one of:
**
**   stream   one file or standard output (store_stream.c)
**   tree     a folder with a file for each document (store_tree.c)
**   place    the inputs themselves, written anew (store_place.c)
**   base     a SQLite database (store_base.c)
**   dry      nothing at all; the names of the files are printed (store_dry.c)
**
** What cannot be written of one document fails that document; what hits all
** alike, a full disk, ends the run.
*/
#ifndef DM_BATCH_STORE_H
#define DM_BATCH_STORE_H

#include "batch/inputs.h"
#include "batch/job.h"
#include "batch/place.h"
#include "batch/report.h"
#include "batch/sheet.h"
#include "emit/sink.h"

typedef struct dm_store_options {
    const dm_sink *sink;           /* NULL: bytes as they are (grep, text), or
                                   ** into a folder nothing: others fill it */
    const char        *output;     /* a file or folder; NULL: standard output */
    bool               folder;     /* it is a folder */
    bool               in_place;   /* no output: the inputs are written */
    bool               dry;        /* nothing is written */
    const char        *backup;     /* suffix of IN_PLACE's backups, or NULL */
    const char        *naming;     /* template of file names, or NULL */
    const char        *attributes; /* a file for them, or NULL */
    const char *const *rules;      /* for a database, then NULL; or NULL */
    dm_sheet_options   sheet;
} dm_store_options;

typedef struct dm_store dm_store;

/* What a kind of store does; any but add and abandon may be NULL. */
typedef struct dm_store_kind {
    /* One answer, a failed one too.  FAILED: only if it had not failed. */
    dm_put (*add)(dm_store *s, const dm_origin *from, dm_answer *a,
                  dm_err *err);
    /* The last record, what the documents added up to; NULL: it has no place
    ** here, and is told on standard error. */
    bool (*reduced)(dm_store *s, const dm_value *record, dm_err *err);
    /* Whoever reads it should see what there is. */
    bool (*flush)(dm_store *s, dm_err *err);
    /* The run is over.  If it was cut short, what would look whole is not put
    ** in place. */
    bool (*commit)(dm_store *s, dm_run_end end, dm_err *err);
    /* After commit: a warning about the whole run, the next one from `*at` (at
    ** first 0) on; false for no more. */
    bool (*remark)(const dm_store *s, size_t *at, dm_err *out);
    /* Leave nothing half-written, and free everything.  After commit too. */
    void (*abandon)(dm_store *s);
} dm_store_kind;

struct dm_store {
    const dm_store_kind    *kind;
    const dm_store_options *options;
    const char *withheld; /* the file that a cut run does not put in place */
    bool        gone;     /* the reader of standard output went away */
};

/* Open the store that the options ask for.  NULL with WRITE, USAGE or MEMORY.
** The options are borrowed; `inputs` is told of the folder that is written. */
dm_store *dm_store_open(const dm_store_options *options, dm_inputs *inputs,
                        const dm_inputs_options *named, dm_err *err);

/* Those of the kinds; for store.c. */
dm_store *dm_store_stream(const dm_store_options *options, dm_err *err);
dm_store *dm_store_tree(const dm_store_options *options, dm_inputs *inputs,
                        const dm_inputs_options *named, dm_err *err);
dm_store *dm_store_place(const dm_store_options *options, dm_err *err);
dm_store *dm_store_base(const dm_store_options *options, dm_err *err);
dm_store *dm_store_dry(const dm_store_options *options, dm_err *err);

#endif
