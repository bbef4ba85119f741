/* stats_times.c - the octave is the highest bit, the rest four bits of it. */
#include "desk/stats_times.h"

static size_t bucket_of(uint64_t ns)
{
    size_t octave = 0;

    if (ns < DM_TIMES_PER_OCTAVE)
        return (size_t)ns;
    octave = (size_t)(63 - __builtin_clzll(ns)); /* at least 4 */
    octave = octave > 44 ? 44 : octave;
    if (ns >> octave > 1)
        return DM_TIMES_BUCKETS - 1;
    return (octave - 3) * DM_TIMES_PER_OCTAVE + ((ns >> (octave - 4)) & 15);
}

/* The first nanosecond behind the bucket. */
static uint64_t end_of(size_t i)
{
    size_t octave = i / DM_TIMES_PER_OCTAVE + 3;

    if (i < DM_TIMES_PER_OCTAVE)
        return i + 1;
    return (DM_TIMES_PER_OCTAVE + i % DM_TIMES_PER_OCTAVE + 1) << (octave - 4);
}

void dm_times_add(dm_times *t, double seconds, uint64_t doc)
{
    double s = seconds > 0 ? seconds : 0;

    t->bucket[bucket_of(s < 1e9 ? (uint64_t)(s * 1e9) : UINT64_MAX)]++;
    t->n++;
    t->sum += s;
    if (t->max_doc != 0 && s <= t->max)
        return;
    t->max = s;
    t->max_doc = doc;
}

double dm_times_quantile(const dm_times *t, double q)
{
    uint64_t want = (uint64_t)(q * (double)t->n + 0.999999);
    uint64_t seen = 0;
    double   s = 0;

    for (size_t i = 0; i < DM_TIMES_BUCKETS && t->n > 0; i++) {
        seen += t->bucket[i];
        if (seen >= want && seen > 0) {
            s = (double)end_of(i) / 1e9;
            break;
        }
    }
    return s < t->max ? s : t->max;
}
