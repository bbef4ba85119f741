/* frame_work.h - the memory of one search, shared by frame_search.c, which
** works the lists off, and frame_moves.c, which fills them.
*/
#ifndef DM_REPAIR_FRAME_WORK_H
#define DM_REPAIR_FRAME_WORK_H

#include "repair/frame_search.h"

enum {
    DM_SHIFT_RING = 32, /* lists; over the longest gloss */
    DM_SHIFT_BEAM = 128 /* paths that survive in a list */
};

/* A pair of bytes that may have been listed with some reading. */
typedef struct dm_shift_candidate {
    uint16_t pair;
    uint32_t cost;
} dm_shift_candidate;

enum {
    DM_SHIFT_CANDIDATES = 128,
    DM_SHIFT_SLOTS = 1024 /* for thinning; a power of two over twice BEAM */
};

struct dm_shift_work {
    uint64_t      budget, window; /* characters that may yet be weighed */
    dm_shift_list ring[DM_SHIFT_RING];
    dm_shift_list more, half; /* scratch of one move */
    dm_shift_path now[DM_SHIFT_BEAM];
    unsigned      nnow;
    uint64_t      keys[DM_SHIFT_SLOTS];
    uint8_t       alike[DM_SHIFT_SLOTS];
    dm_shift_step steps[DM_SHIFT_STEPS];
    uint32_t      nsteps;
    dm_shift_candidate
             listed[DM_SHIFT_CANDIDATES]; /* with the reading `gloss` */
    unsigned nlisted;
    unsigned gloss;
};

/* One move: from where, with what. */
typedef struct dm_shift_move {
    dm_shift_work        *work;
    const dm_shift_known *known;
    const dm_shift_seen  *seen;
    unsigned              i; /* the observed character it stands at */
} dm_shift_move;

static inline dm_shift_list *dm_shift_list_at(dm_shift_work *work, unsigned i)
{
    return &work->ring[i % DM_SHIFT_RING];
}

/* Every way on for the path `from` over the character at m->i. */
void dm_shift_move_on(dm_shift_move *m, const dm_shift_path *from);

/* What the observed text costs as it stands, up to character `end`; `p` is
** left as the state there. */
void dm_shift_plain(const dm_shift_known *known, const dm_shift_seen *seen,
                    dm_shift_path *p, unsigned end);

#endif
