/* standoff.h - the places of records and annotations, in one view.
**
** What sinks tell of places comes from here: the `_spans` of a document's
** records and the document's annotations, carried over to one view.
*/
#ifndef DM_ENGINE_STANDOFF_H
#define DM_ENGINE_STANDOFF_H

#include "doc/doc.h"
#include "emit/standoff.h"
#include "engine/engine.h"

typedef struct dm_standoff_options {
    const dm_view   *view;    /* of the document: where places are told */
    const dm_engine *engine;  /* whose records they are; NULL: unknown */
    dm_value *const *records; /* with `_spans` (dm_engine_options.spans) */
    size_t           nrecords;
} dm_standoff_options;

/* The view that the script of `engine` looks at, which is that of its records'
** places; "text" for a script that looks at the source.  NULL with MEMORY or
** SIZE. */
const dm_view *dm_engine_view(const dm_engine *engine, dm_doc *doc,
                              dm_err *err);

/*
** Collect the places of the records and of doc's annotations that are not
** empty in the view, sorted; `out` lives in `arena` and borrows from the
** records and the document.  Where the view is the records' own, `at` is
** taken; elsewhere the place is carried over by its source bytes.  False with
** MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_standoff_build(
    dm_standoff *out, dm_arena *arena, dm_doc *doc,
    const dm_standoff_options *o, dm_err *err);

#endif
