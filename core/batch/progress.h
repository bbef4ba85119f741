/* progress.h - one line on a terminal, after half a second.
**
**   412/1,000 documents, 38/s, 12 MB/s, 3 failed, 0:15 left
*/
#ifndef DM_BATCH_PROGRESS_H
#define DM_BATCH_PROGRESS_H

#include <stdint.h>

#include "batch/report.h"

typedef struct dm_progress {
    bool    on;
    bool    shown;       /* there is a line to wipe */
    int64_t start, last; /* milliseconds */
    size_t  total;       /* 0: not known */
} dm_progress;

/* `on`: standard error is a terminal and nobody asked for quiet. */
void dm_progress_start(dm_progress *p, bool on, size_t total);

/* Draw the line anew if it is time to. */
void dm_progress_show(dm_progress *p, const dm_counts *counts);

/* Wipe the line, before anything else is written to the terminal. */
void dm_progress_wipe(dm_progress *p);

#endif
