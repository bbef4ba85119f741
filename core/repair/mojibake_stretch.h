/* mojibake_stretch.h - inside the room: a line read anew, character by
** character, and the stretches of it that are better so.
**
** Each reading knows what it gains over the cells that it stands for.  What is
** put right is the stretch that gains most, made a little wider where that is
** plainly meant.
*/
#ifndef DM_REPAIR_MOJIBAKE_STRETCH_H
#define DM_REPAIR_MOJIBAKE_STRETCH_H

#include "repair/mojibake.h"

enum {
    DM_STRETCH_GAIN = 30 * DM_MODEL_BIT, /* this much is no accident */
    DM_STRETCH_CASES = 2 /* where so many were clear less will do */
};

/* One character as the right charset reads it. */
typedef struct dm_reading {
    uint32_t cp;
    uint32_t from, to; /* cells */
    int      gain;
    unsigned cost;
} dm_reading;

typedef struct dm_stretch {
    size_t   from, to; /* readings */
    int      gain;
    unsigned cost, chars; /* beyond ASCII */
    unsigned letters;     /* beside another, and not the same */
} dm_stretch;

/* The stretch that gains most among the `n` readings, at or after `from`. */
dm_stretch dm_stretch_best(const dm_reading *rd, size_t n, size_t from);

/* Does the stretch, read in `r`, read like language, and far better than what
** stands there?  `cases`: how many were clear in this document. */
bool dm_stretch_convinces(const dm_stretch *s, dm_right r, unsigned cases);

/* Make it wider, not before `from`: of text that was read in a single-byte
** charset, or in a double-byte one. */
void dm_stretch_widen_single(const dm_reading *rd, size_t n, size_t from,
                             dm_stretch *s);
void dm_stretch_widen_pairs(const dm_reading *rd, size_t n, size_t from,
                            dm_right r, dm_stretch *s);

#endif
