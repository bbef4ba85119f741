/* sink.h - how records become bytes: one row a format.
**
** A worker renders each document's records into a buffer; the parent writes
** those in input order between `begin` and `end`.  So a sink has no state and
** output is the same for any number of workers.
*/
#ifndef DM_EMIT_SINK_H
#define DM_EMIT_SINK_H

#include "base/buf.h"
#include "emit/value.h"

typedef struct dm_sink {
    const char *name;                  /* "jsonl", "json" */
    const char *what;                  /* one line for help */
    const char *begin, *between, *end; /* around and between records */
    void (*record)(dm_buf *out, const dm_value *record);
} dm_sink;

/* The sink called `name`; the `i`-th, or NULL past the end. */
const dm_sink *dm_sink_find(dm_slice name);
const dm_sink *dm_sink_at(size_t i);

#endif
