/* lazy.h - inside the room: what dm_decode hands to the lazy map.
**
** A checkpoint every few KB says that source byte `src` begins text byte
** `dst`; between two of them the units are decoded again on demand, and the
** borders of the last such window are kept.  Asking a map therefore writes
** to its cache: a document belongs to one thread.
*/
#ifndef DM_TEXT_LAZY_H
#define DM_TEXT_LAZY_H

#include <stdint.h>

#include "text/decode.h"

typedef struct dm_checkpoint {
    uint32_t src, dst;
} dm_checkpoint;

typedef struct dm_window dm_window;

struct dm_lazy {
    dm_slice             bytes;
    const dm_segment    *segments; /* nsegments; windows lie inside of one */
    size_t               nsegments;
    const dm_checkpoint *points; /* npoints, the last is the end of both */
    size_t               npoints;
    dm_window           *window;
};

/* Make a lazy map of `what` (all of its fields but the window; what they
** point to lives in `arena` already; at least two points, and one wherever a
** segment begins).  NULL when the arena is full. */
dm_lazy *dm_lazy_new(dm_arena *arena, const dm_lazy *what);

#endif
