/* rows.h - one output of records: rendered bytes as they come, or a sheet.
**
** What came of a document is first prepared in every output it goes to, then
** written in all of them or in none.
*/
#ifndef DM_BATCH_ROWS_H
#define DM_BATCH_ROWS_H

#include "batch/output.h"
#include "batch/sheet.h"
#include "emit/sink.h"

typedef struct dm_rows {
    dm_output      out;
    const dm_sink *sink;  /* NULL: bytes are written as they are */
    dm_sheet      *sheet; /* of DM_SHAPE_TABLE, else NULL */
    dm_buf         next;  /* prepared, not written */
    bool           any;   /* something was written */
} dm_rows;

/* Open `path` (NULL or "-": standard output) and write what stands first.
** False as dm_output_open; `path` and `options` must outlive it. */
__attribute__((warn_unused_result)) bool dm_rows_open(
    dm_rows *rows, const char *path, const dm_sink *sink,
    const dm_sheet_options *options, bool main, dm_err *err);

/* Prepare what a worker rendered: bytes, or JSON lines for a sheet. */
dm_put dm_rows_prepare(dm_rows *rows, dm_slice bytes, dm_err *err);

/* Write what is prepared, or forget it.  False with WRITE. */
__attribute__((warn_unused_result)) bool dm_rows_write(dm_rows *rows,
                                                       dm_err  *err);
void                                     dm_rows_forget(dm_rows *rows);

/* Write what stands last, and give the file its name.  False with WRITE. */
__attribute__((warn_unused_result)) bool dm_rows_commit(dm_rows *rows,
                                                        dm_err  *err);
void                                     dm_rows_abandon(dm_rows *rows);

#endif
