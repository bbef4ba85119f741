/* stats_sample.h - a fair draw of a few things for each rule.
**
** Each candidate has a hash of what and where it is; the least hashes win, so
** the draw is the same whatever the order they come in.
*/
#ifndef DM_DESK_STATS_SAMPLE_H
#define DM_DESK_STATS_SAMPLE_H

#include "base/buf.h"
#include "emit/value.h"

typedef struct dm_sample {
    dm_slice hash; /* hexadecimal, of one length */
    size_t   rule;
    char    *json; /* the candidate; from base/mem.h */
    size_t   len;
} dm_sample;

typedef struct dm_samples {
    size_t     each; /* for a rule */
    dm_sample *list; /* by rule, then by hash */
    size_t     n, cap;
} dm_samples;

void dm_samples_init(dm_samples *s, size_t each);
void dm_samples_fini(dm_samples *s);

/* Offer an object with the keys "rule" (from 1) and "hash"; what is kept is a
** copy.  False when it is no such object, or memory ran out. */
bool dm_samples_offer(dm_samples *s, const dm_value *candidate);

#endif
