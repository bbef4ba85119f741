/* accept.h - what NEW gives, taken into its snapshot.
**
** A worker sends the records of documents that are in the snapshot; the parent
** puts them where the old lines of the document were, and writes the snapshot
** once, when the run is over.  Documents are known by their paths: a sample's
** id is its path relative to the script's folder.
*/
#ifndef DM_DESK_ACCEPT_H
#define DM_DESK_ACCEPT_H

#include "desk/diff.h"

/* Read the snapshot of `script` (the path of NEW's file).  NULL as
** dm_snapshot_read fails. */
dm_accept *dm_accept_open(const char *script, dm_err *err);
void       dm_accept_close(dm_accept *a);

/* In a worker: run NEW over the document as `docmill check` would, if it is in
** the snapshot, and add its lines to `out`; else that it has none.  Lines that
** are too many make `out` a failure with SIZE. */
void dm_accept_pack(const dm_accept *a, const dm_diff *diff,
                    const dm_work *work, dm_answer *out);

/* In the parent: take what an answer has.  False with MEMORY or BAD_RESULT. */
__attribute__((warn_unused_result)) bool dm_accept_take(dm_accept       *a,
                                                        const dm_answer *answer,
                                                        dm_err          *err);

/* Write the snapshot if a line of it is another now, and append a sentence
** about it to `out`: for people, or with `json`
** an object on a line.
** False with WRITE. */
__attribute__((warn_unused_result)) bool dm_accept_write(dm_accept *a,
                                                         dm_buf *out, bool json,
                                                         dm_err *err);

#endif
