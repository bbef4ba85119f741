/* csv.h - rows of cells as RFC 4180 has them, and tabs instead of commas.
**
** A cell is quoted when it holds the delimiter, a quote, a line end, or blanks
** at its ends, and when it is an empty text (an absent value is nothing at
** all).  TSV is the same with a tab, as spreadsheets and Python's "excel-tab"
** read it.  Lists and objects within a cell are the caller's choice.
*/
#ifndef DM_EMIT_CSV_H
#define DM_EMIT_CSV_H

#include "base/buf.h"
#include "emit/value.h"

/* What becomes of a list of plain values. */
typedef enum dm_csv_lists {
    DM_CSV_JOIN,    /* one cell, the items with `separator` between; texts that
                    ** could be misread there are quoted, quotes in them twice.
                    ** An empty list is an empty cell, as an absent value */
    DM_CSV_EXPLODE, /* a row for each item */
    DM_CSV_JSON     /* one cell, as JSON */
} dm_csv_lists;

typedef struct dm_csv {
    char delimiter; /* ',' or '\t' */
    bool lf;        /* rows end in LF, not in CRLF */
    bool escape;    /* put ' before text that a spreadsheet would take for a
                    ** formula, blanks and line ends in front or not */
    dm_csv_lists lists;
    const char  *separator; /* of JOIN */
} dm_csv;

/* Append `value` as one cell: NULL and null are nothing, lists are joined or
** JSON, objects and lists of such are JSON. */
void dm_csv_cell(dm_buf *out, const dm_csv *csv, const dm_value *value);

/* Append the row of the `n` names. */
void dm_csv_header(dm_buf *out, const dm_csv *csv, const dm_slice *names,
                   size_t n);

/* Append the row of `record` under the `n` columns called `names`, or as many
** rows as its longest list has items (EXPLODE): row i has the i-th item of
** each list, nothing where a list is shorter, and every value that is no list.
*/
void dm_csv_record(dm_buf *out, const dm_csv *csv, const dm_slice *names,
                   size_t n, const dm_value *record);

#endif
