/* blame.h - where the values of a record came from.
**
** `docmill blame RECORDS:LINE [FIELD]`: of a record in a file of JSON lines,
** the document is loaded again, the places in `_spans` are led back to its
** bytes, and the script (named, or known by what _meta says) tells where its
** rules stand.  Without `_spans` the script is run over the document again.
** Nothing is told of a document that is not the one it was: with _meta its hash
** says so, else places that are not in it do.
*/
#ifndef DM_DESK_BLAME_H
#define DM_DESK_BLAME_H

#include "base/buf.h"
#include "base/err.h"
#include "engine/engine.h"
#include "load/load.h"

enum { DM_BLAME_FEW = 20 }; /* records that are told without a line */

typedef struct dm_blame {
    const char *records; /* a file of JSON lines, "-" for standard input */
    size_t      line;    /* from 1; 0 for all records when they are few */
    const char *field;   /* NULL for all */
    const char *script;  /* NULL: what _meta.script says, or none */
    bool        json;    /* a line of JSON for each value, not text */
    bool        color;
    const dm_load_options *load;     /* a charset that the run was told, as
                                     ** _meta knows, is taken from there */
    const dm_engine_options *engine; /* for the limits */
    void (*failed)(void *ud, const dm_err *err); /* a record that cannot be told
                                                 ** where all are told */
    void *ud;
} dm_blame;

typedef struct dm_blame_sum {
    size_t placed; /* values that have a place */
    size_t told;   /* records */
    size_t failed; /* records that cost themselves and no other */
} dm_blame_sum;

/* Read "RECORDS:LINE" or "RECORDS" into `blame`; the name is cut off in `arg`.
** False with BAD_VALUE for a line 0 or one with too many digits. */
__attribute__((warn_unused_result)) bool dm_blame_read(dm_blame *blame,
                                                       char *arg, dm_err *err);

/*
** Append what is known to `out`, and count in `*sum`.  Where all records are
** told, one that cannot be told goes to blame->failed and those behind it are
** told.
** False, and then `out` says what was told before, with BAD_VALUE (no such
** line, no such field: err->help names the nearest), BAD_RESULT (a line is no
** record), USAGE (too many records; neither spans nor a script), CHANGED (the
** document is another one now), and what reading a file, loading a document and
** opening a script give.
*/
__attribute__((warn_unused_result)) bool dm_blame_tell(dm_buf         *out,
                                                       const dm_blame *blame,
                                                       dm_blame_sum   *sum,
                                                       dm_err         *err);

#endif
