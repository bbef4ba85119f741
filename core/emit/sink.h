/* sink.h - how what came of documents becomes bytes: one row a format.
**
** Where a format has no state, a worker renders each document into a buffer
** and the parent writes those in input order between `begin` and `end`; tables
** and databases are laid out by the parent.  Either way output is the same for
** any number of workers.
*/
#ifndef DM_EMIT_SINK_H
#define DM_EMIT_SINK_H

#include "base/buf.h"
#include "emit/value.h"

/* Who makes what of a document. */
typedef enum dm_sink_shape {
    DM_SHAPE_RECORDS,  /* `record` renders each record */
    DM_SHAPE_TABLE,    /* rows of records, which know their columns */
    DM_SHAPE_BASE,     /* a database */
    DM_SHAPE_DOCUMENT, /* the document, rendered as a whole */
    DM_SHAPE_SOURCE,   /* the document in its own format, edited */
    DM_SHAPE_WRITER    /* what the script's own writer says */
} dm_sink_shape;

typedef struct dm_sink {
    const char   *name;   /* "jsonl", "json" */
    const char   *what;   /* one line for help */
    const char   *suffix; /* of file names; NULL: the input's own */
    dm_sink_shape shape;
    bool          alone;                 /* a file can hold one document only */
    const char   *begin, *between, *end; /* around and between records, or
                                         ** documents */
    void (*record)(dm_buf *out, const dm_value *record); /* RECORDS */
} dm_sink;

/* The sink called `name`; the `i`-th, or NULL past the end. */
const dm_sink *dm_sink_find(dm_slice name);
const dm_sink *dm_sink_at(size_t i);

#endif
