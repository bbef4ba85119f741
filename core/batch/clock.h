/* clock.h - the monotonic clock. */
#ifndef DM_BATCH_CLOCK_H
#define DM_BATCH_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t dm_clock_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static inline double dm_clock_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

#endif
