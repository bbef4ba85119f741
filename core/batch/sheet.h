/* sheet.h - records under columns: which columns there are, and their rows.
**
** The columns are those of --columns; else id, those the script declares, and
** whatever else the first record has.  Once they are written they stay.  A
** later record with another key does not fit: its document fails, so that
** nothing is lost unseen.  Under --columns other keys are left out, as asked.
*/
#ifndef DM_BATCH_SHEET_H
#define DM_BATCH_SHEET_H

#include "base/err.h"
#include "batch/place.h"
#include "emit/csv.h"

typedef struct dm_sheet_options {
    dm_csv             csv;
    bool               bom;      /* begin with a byte order mark */
    const char        *columns;  /* "a,b", or NULL */
    const char *const *declared; /* those of the script, then NULL; or NULL */
} dm_sheet_options;

typedef struct dm_sheet dm_sheet;

/* A table without rows.  `main`: of the records without a name of their own,
** which columns and declared are about.  NULL with MEMORY.  The options are
** borrowed. */
dm_sheet *dm_sheet_new(const dm_sheet_options *options, bool main, dm_err *err);
void      dm_sheet_free(dm_sheet *sheet); /* NULL is fine */

/*
** Append the rows of the records in `lines`, JSON objects one a line, to
** `out`, before the first ones the header.  FAILED with BAD_RESULT when one
** does not fit; `out` may then have a part of it.
*/
dm_put dm_sheet_add(dm_sheet *sheet, dm_slice lines, dm_buf *out, dm_err *err);

/* What dm_sheet_add gave since the last call was written, or was not: then
** columns that it found are forgotten. */
void dm_sheet_settle(dm_sheet *sheet, bool written);

/* Append the header if there has been no row and the columns are known. */
void dm_sheet_end(dm_sheet *sheet, dm_buf *out);

/*
** Say in `out` which name of --columns, from the `*at`-th on, no record had,
** and move `*at` behind it; false when there is no more.  Names that the script
** declares are none of these, and nothing is said of a table without rows.
*/
bool dm_sheet_unseen(const dm_sheet *sheet, size_t *at, dm_err *out);

#endif
