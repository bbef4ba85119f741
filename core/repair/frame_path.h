/* frame_path.h - one hypothesis of the search: clean text that grows byte by
** byte, what it costs, and what it needs to go on.  See frame.h.
*/
#ifndef DM_REPAIR_FRAME_PATH_H
#define DM_REPAIR_FRAME_PATH_H

#include "repair/frame.h"

/* Sets of unknown lead bytes; 0 stands for a known one. */
enum { DM_SHIFT_ANY = 1, DM_SHIFT_HIGH, DM_SHIFT_LOW };

enum { DM_SHIFT_EMIT = 6 };

typedef struct dm_shift_path {
    uint64_t       text; /* a hash of the clean text */
    uint32_t       cost;
    uint32_t       step; /* the newest step of its history */
    dm_model_state model;
    uint32_t       prev, prev2;         /* the characters before, 0 none */
    uint32_t       emit[DM_SHIFT_EMIT]; /* since the last step */
    uint16_t       need; /* the reading that must follow, 0 none */
    uint16_t       tail; /* the two newest bytes */
    uint8_t        nemit;
    uint8_t        lead;    /* held lead byte; 0 in phase */
    uint8_t        unknown; /* a lead byte of this set is held */
    uint8_t        awaits;  /* the set to hold after the next character */
    uint8_t        open;    /* bits: quotes that are open */
    uint8_t        slip;    /* dm_shift_slip of the next step */
    bool           odd; /* the unknown one made no pair with the byte before */
    bool           slipped; /* in some step */
    uint8_t        gaps;    /* vanished pairs in a row */
    bool           glossed; /* a gloss stands behind the newest byte */
    bool           whole;   /* what the next step will say: see below */
    bool           kept;
    uint16_t       pair;
    uint16_t       from;
} dm_shift_path;

static inline bool dm_shift_in_phase(const dm_shift_path *p)
{
    return p->lead == 0 && p->unknown == 0;
}

/* A list of paths that keeps the cheapest when it runs over. */
enum { DM_SHIFT_LIST = 2048 };

typedef struct dm_shift_list {
    dm_shift_path at[DM_SHIFT_LIST];
    unsigned      n;
    uint32_t      best;  /* the lowest cost that was put in */
    uint32_t      tries; /* characters that were weighed for it, ever */
} dm_shift_list;

enum { DM_SHIFT_BEAM_BITS = 30 };

void dm_shift_list_clear(dm_shift_list *list);
void dm_shift_list_put(dm_shift_list *list, const dm_shift_path *p);

/* Go on from `p` with one more known byte, or with any one, and put every
** outcome into `out`. */
void dm_shift_feed(dm_shift_list *out, const dm_shift_known *known,
                   const dm_shift_path *p, unsigned char byte);
void dm_shift_feed_any(dm_shift_list *out, const dm_shift_known *known,
                       const dm_shift_path *p);

/* Go on with a pair that vanished as private use. */
void dm_shift_feed_user(dm_shift_list *out, const dm_shift_known *known,
                        const dm_shift_path *p);

/* Read an observed character as it stands; only in phase. */
void dm_shift_read(const dm_shift_known *known, dm_shift_path *p,
                   const dm_shift_char *c);

/* Note that the quote `cp` opens or closes; returns what that costs. */
uint32_t dm_shift_quote(dm_shift_path *p, uint32_t cp);

/* Add the clean character `cp` and what it costs. */
void dm_shift_push(const dm_shift_known *known, dm_shift_path *p, uint32_t cp);

#endif
