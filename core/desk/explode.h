/* explode.h - does a pattern's work grow out of hand?
**
** A suspicion is proven by running the pattern on texts that grow and counting
** the steps that a search takes, which PCRE2 does for its match limit.  Only
** growth that was seen is believed.
*/
#ifndef DM_DESK_EXPLODE_H
#define DM_DESK_EXPLODE_H

#include <stdbool.h>

#include "base/slice.h"

typedef struct dm_explosion {
    bool exponential; /* else by the square of the length, or worse */
    char text[160];   /* "x", 32 times "a", then "!" */
    char steps[32];   /* "over 1048576" */
    char more[64];    /* "512 times 4096" */
} dm_explosion;

/*
** Search for `pattern` in `before`, then `pump` repeated, then something that
** makes the match fail.  PCRE2 does not try at all where a letter that every
** match needs is not within some thousand bytes; that is switched off, for long
** documents have it somewhere.  True when the steps grow at least with the
** square of the repeats; `out` says on which text.  Takes some milliseconds.
*/
__attribute__((warn_unused_result)) bool dm_explode(dm_slice      pattern,
                                                    dm_slice      flags,
                                                    dm_slice      before,
                                                    dm_slice      pump,
                                                    dm_explosion *out);

#endif
