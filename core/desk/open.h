/* open.h - one document on the desk: its bytes, itself, and what a script made
** of it, kept together.
**
** The verbs of the desk look at one input long after the engine is done with
** it: spans of a report are places in the document, and the report lives in the
** result.  They all go with one dm_desk_fini.  In the order of use:
**
**   dm_desk       desk;
**   dm_engine    *engine = dm_desk_engine(&options, &err);
**   dm_desk_init(&desk);
**   dm_desk_read(&desk, path, &load, &err)     once, and after the file changed
**   dm_desk_load(&desk, &load, &err)           before every run
**   dm_desk_run(&desk, engine, &err)           desk.result.report, .records …
**   dm_desk_fini(&desk);
*/
#ifndef DM_DESK_OPEN_H
#define DM_DESK_OPEN_H

#include "engine/engine.h"
#include "load/load.h"

typedef struct dm_desk {
    const char *path;   /* as given, "-" for standard input; borrowed */
    dm_buf      bytes;  /* of the file */
    dm_doc     *doc;    /* NULL until loaded */
    dm_result   result; /* of the last run; empty before */
} dm_desk;

/* An empty desk; it may be read, loaded and run any number of times. */
void dm_desk_init(dm_desk *desk);

/* Free the document, its bytes and the result.  Fine at any time. */
void dm_desk_fini(dm_desk *desk);

/*
** Read the input `path`, a file or "-", in place of what lay there; the
** document of the old bytes is freed.  False with NOT_FOUND, DENIED,
** NOT_REGULAR (also for a folder), TOO_LARGE, READ, CHANGED or MEMORY; the desk
** is then as it was.
*/
__attribute__((warn_unused_result)) bool dm_desk_read(
    dm_desk *desk, const char *path, const dm_load_options *load, dm_err *err);

/*
** Make the document from the bytes, anew: nothing of an earlier run (its
** annotations, edits, drops, result) is left.  False as dm_load is; there is
** then no document.
*/
__attribute__((warn_unused_result)) bool dm_desk_load(
    dm_desk *desk, const dm_load_options *load, dm_err *err);

/*
** Run the engine over the document that is loaded; desk->result is what came of
** it, of a document that failed as well (then this is false, as
** dm_engine_document is).
*/
__attribute__((warn_unused_result)) bool dm_desk_run(dm_desk   *desk,
                                                     dm_engine *engine,
                                                     dm_err    *err);

/* All three.  False with what went wrong first; `*ran` says whether it came to
** the script, whose report may then be there all the same. */
__attribute__((warn_unused_result)) bool dm_desk_open(
    dm_desk *desk, const char *path, const dm_load_options *load,
    dm_engine *engine, bool *ran, dm_err *err);

/* Open an engine (which a module may be asked with: see engine.h) and run its
** init.  NULL with what dm_engine_open or dm_engine_init say. */
dm_engine *dm_desk_engine(const dm_engine_options *options, dm_err *err);

#endif
