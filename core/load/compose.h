/* compose.h - two maps made one: text over bytes over the bytes they were
** wrapped in.
*/
#ifndef DM_LOAD_COMPOSE_H
#define DM_LOAD_COMPOSE_H

#include "text/align.h"

typedef struct dm_composed {
    const dm_align *inner; /* of a text to bytes */
    const dm_align *outer; /* of those bytes to what they were wrapped in;
                              NULL: they were not */
    size_t base;           /* where in the source of the aligner that begins */
} dm_composed;

/*
** Append `text` to `a`, character by character, each from where it came;
** what lies between is taken out.  Characters that share a unit of the source
** (three bytes of UTF-8 in two quads of base64) become one cluster.
*/
void dm_compose(dm_aligner *a, const dm_composed *c, dm_slice text);

#endif
