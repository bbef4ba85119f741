/* samples.h - the files that a script names as its samples.
**
** Samples are files, or folders taken whole, relative to the script's file.
** They are found in the order of the script's list, below folders by the bytes
** of their paths, and each once.
*/
#ifndef DM_DESK_SAMPLES_H
#define DM_DESK_SAMPLES_H

#include "base/arena.h"
#include "base/err.h"
#include "emit/value.h"

typedef struct dm_sample {
    dm_slice id;   /* relative to the script's folder; UTF-8 */
    char    *path; /* to open it from here */
} dm_sample;

typedef struct dm_samples {
    dm_sample *all;
    size_t     n, cap;
} dm_samples;

/*
** Find the samples that `names` (a list of texts, or NULL) has, for the script
** at `script`.  All of it lives in `arena`.  False with NOT_FOUND, DENIED,
** NOT_REGULAR, READ or MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_samples_find(const char     *script,
                                                         const dm_value *names,
                                                         dm_arena       *arena,
                                                         dm_samples     *out,
                                                         dm_err         *err);

#endif
