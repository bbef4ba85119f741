/* stats_times.h - many durations as a histogram.
**
** Buckets are logarithmic, 16 to an octave, from a nanosecond on: a quantile
** is right to within 1/16 of itself.  Adding is exact and commutes, so the
** order of documents and the number of workers do not matter.
*/
#ifndef DM_DESK_STATS_TIMES_H
#define DM_DESK_STATS_TIMES_H

#include <stddef.h>
#include <stdint.h>

enum { DM_TIMES_PER_OCTAVE = 16, DM_TIMES_BUCKETS = 16 * 42 };

typedef struct dm_times {
    uint32_t bucket[DM_TIMES_BUCKETS];
    uint64_t n;
    double   sum, max; /* seconds */
    uint64_t max_doc;  /* the document that took longest; 0 for none */
} dm_times;

/* Count a duration of document `doc`; less than nothing counts as nothing. */
void dm_times_add(dm_times *t, double seconds, uint64_t doc);

/* What part `q` (0 to 1) of the durations do not exceed, in seconds; 0 when
** there are none.  Never more than the longest. */
double dm_times_quantile(const dm_times *t, double q);

#endif
