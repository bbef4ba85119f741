/* frame_search.h - from the observed text of a window to its mends: the
** search, running the damage forward, and what is put.  See frame.h.
*/
#ifndef DM_REPAIR_FRAME_SEARCH_H
#define DM_REPAIR_FRAME_SEARCH_H

#include "repair/frame_path.h"

typedef struct dm_shift_step {
    uint32_t back;     /* the step before; 0 none */
    uint16_t from, to; /* observed characters it explains */
    uint8_t  n;        /* clean characters it adds */
    bool     whole;    /* in phase before and after, nothing changed */
    uint8_t  gaps;     /* pairs that vanished in it */
    uint8_t  slip;     /* dm_shift_slip */
    bool     kept;     /* it took in an intact gloss, which stays */
    uint16_t pair;     /* it took in a gloss of this pair of bytes; 0 none */
    uint32_t cp[DM_SHIFT_EMIT];
} dm_shift_step;

enum { DM_SHIFT_STEPS = 1 << 16, DM_SHIFT_BEST = 12 };

typedef struct dm_shift_work dm_shift_work;

typedef struct dm_shift_found {
    unsigned      end; /* observed characters that were read */
    unsigned      n;   /* answers, best first, all of different text */
    uint32_t      cost[DM_SHIFT_BEST];
    uint32_t      step[DM_SHIFT_BEST];
    uint32_t      plain; /* what the observed text costs as it stands */
    dm_shift_path path;  /* where the best one ends */
} dm_shift_found;

/* `budget` bounds all searches together, in characters that are weighed. */
dm_shift_work *dm_shift_work_new(uint64_t budget)
    __attribute__((warn_unused_result));

/* Is the budget used up?  Then no search finds anything. */
bool dm_shift_work_spent(const dm_shift_work *work);

/* Let it be so much more. */
void dm_shift_work_more(dm_shift_work *work, uint64_t budget);

void dm_shift_work_free(dm_shift_work *work);

/* Search over `seen` from the state `start`.  False when there is nothing to
** be found: no path comes to an end in phase. */
bool dm_shift_search(dm_shift_work *work, const dm_shift_known *known,
                     const dm_shift_seen *seen, const dm_shift_path *start,
                     dm_shift_found *out);

/* The steps of an answer, oldest first; returns how many.  They stay valid
** until the next search. */
unsigned dm_shift_steps(const dm_shift_work *work, uint32_t last,
                        const dm_shift_step *out[DM_SHIFT_SEEN * 2]);

/* ---- running the damage forward (frame_forward.c) ---- */

/* Does the damage turn the clean text of these steps, with what `start` says
** is before it, into the observed characters that the steps explain?  Glosses
** are those of the document and those that the steps took in. */
bool dm_shift_forward(const dm_shift_known *known, const dm_shift_seen *seen,
                      const dm_shift_path        *start,
                      const dm_shift_step *const *steps, unsigned n);

/* The same for a file that lost a byte, or has one too many: does decoding
** the clean text with the slip that the steps took give what was observed? */
bool dm_shift_forward_slip(const dm_shift_known       *known,
                           const dm_shift_seen        *seen,
                           const dm_shift_step *const *steps, unsigned n);

/* ---- one window, from the mark to the mends (frame_mend.c) ---- */

typedef struct dm_shift_case {
    dm_mender            *m;
    const dm_shift_known *known;
    dm_shift_work        *work;
    dm_shift_seen         seen;
    dm_shift_path         start;    /* the state before `seen` */
    bool                  evidence; /* the document is damaged, no doubt */
} dm_shift_case;

/*
** Search the window and put its mends.  Returns the byte behind what was
** dealt with and stores the state there, or the first byte of the window
** when there is nothing to mend.  Without evidence nothing is put: a window
** that is evidence by itself sets it, and the walk begins anew.
*/
size_t dm_shift_mend(dm_shift_case *c, dm_shift_path *end);

/* Write down that something is lost at `at`, in words alone. */
void dm_shift_say(dm_mender *m, size_t at, const char *note,
                  const char *mechanism);

#endif
