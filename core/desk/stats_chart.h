/* stats_chart.h - an aligned table, in terminal cells.
**
** Cells are gathered row by row and printed at the end; numbers go to the
** right, text to the left, the last column is cut where the line would be too
** long.  Nothing of a document reaches a terminal unescaped.
*/
#ifndef DM_DESK_STATS_CHART_H
#define DM_DESK_STATS_CHART_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

enum { DM_CHART_COLUMNS = 10 };

typedef struct dm_chart {
    const char *const *heads; /* then NULL; "" for a column of bars */
    size_t             columns;
    size_t             width[DM_CHART_COLUMNS];
    bool               right[DM_CHART_COLUMNS];
    dm_buf             cells; /* of struct cell in stats_chart.c */
    dm_buf             text;
    size_t             at; /* the next cell's column */
} dm_chart;

void dm_chart_init(dm_chart *t, const char *const *heads);
void dm_chart_fini(dm_chart *t);

/* The next cell of the row. */
void dm_chart_text(dm_chart *t, dm_slice s);
void dm_chart_count(dm_chart *t, uint64_t n);
void dm_chart_share(dm_chart *t, double part);      /* "12.5 %" */
void dm_chart_seconds(dm_chart *t, double seconds); /* "1.25 ms" */
void dm_chart_bar(dm_chart *t, double part, size_t cells);

/* The row is full. */
void dm_chart_end(dm_chart *t);

/* Append it, no line longer than `width` cells. */
void dm_chart_print(const dm_chart *t, size_t width, dm_buf *out);

/* Append `s` made visible, cut with … where it is longer than `cells`. */
void dm_chart_fit(dm_buf *out, dm_slice s, size_t cells);

/* Append a bar of that part (0 to 1) of `cells`, padded to them. */
void dm_chart_put_bar(dm_buf *out, double part, size_t cells);

#endif
