/* snapshot.h - what a script's samples gave when somebody last looked.
**
** A script may name samples: files and folders beside it.  Its snapshot is the
** file NAME.snap.jsonl beside NAME.lua, one record a line as `run --spans`
** writes it, in the order of the samples; `id` is the sample's path relative
** to the script's folder.  A sample that gives several records has several
** lines, one that gives none has none.  A sample that fails has the line
** {"id": …, "_failed": {"code": …, "message": …}}.
*/
#ifndef DM_DESK_SNAPSHOT_H
#define DM_DESK_SNAPSHOT_H

#include "base/buf.h"
#include "base/err.h"
#include "emit/value.h"

enum { DM_SNAPSHOT_MAX = 256 << 20 }; /* bytes of one snapshot */

/* The snapshot's path for the script at `script` ("a/notice.lua"), cut to
** `size`.  False when it does not fit. */
__attribute__((warn_unused_result)) bool dm_snapshot_path(const char *script,
                                                          char       *out,
                                                          size_t      size);

/*
** Read the snapshot at `path`: `*list` becomes a list of objects in `arena`.
** A missing file is an empty list; `*there` tells it from a file without lines,
** which says that no sample gives a record.  False with READ, DENIED,
** TOO_LARGE, BAD_RESULT (a line is no object with an id; err->file and line say
** which) or MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_snapshot_read(const char *path,
                                                          dm_arena   *arena,
                                                          dm_value  **list,
                                                          bool       *there,
                                                          dm_err     *err);

/* Write `n` records to `path`: the whole file appears at once, or with WRITE
** nothing of it. */
__attribute__((warn_unused_result)) bool dm_snapshot_write(
    const char *path, dm_value *const *records, size_t n, dm_err *err);

/* Add the records that lines of JSON are to a list.  False as dm_json_read, or
** with MEMORY. */
__attribute__((warn_unused_result)) bool dm_snapshot_add(dm_slice  lines,
                                                         dm_arena *arena,
                                                         dm_value *list,
                                                         dm_err   *err);

/* The id of a record, "" when it has none; does the list have one of that id?
 */
dm_slice dm_snapshot_id(const dm_value *record);
bool     dm_snapshot_has(const dm_value *list, dm_slice id);

/* Append the line of a document that failed: {"id":…,"_failed":{…}}. */
void dm_snapshot_failed(dm_buf *out, dm_slice id, const dm_err *why);

#endif
