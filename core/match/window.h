/* window.h - searching only where a needed literal is.
**
** Every match holds a literal of its need, and the bytes between the match's
** start and that literal are of known kind and number.  So going through the
** occurrences from left to right, and from each one back as far as such bytes
** reach, meets every place where a match can start, in order.  PCRE2 is given
** the whole subject with a start offset and an offset limit, so lookbehind,
** ^, $ and \b see what they always see, and the matches are the same.
*/
#ifndef DM_MATCH_WINDOW_H
#define DM_MATCH_WINDOW_H

#include "match/need.h"
#include "match/regex_in.h"

/* Occurrences found beforehand (set.h), in ascending order. */
typedef struct dm_places {
    const uint32_t *at;
    size_t          n;
    size_t          next; /* a hint where to go on */
} dm_places;

/*
** Search like dm_regex_exec from `start` on; returns PCRE2's code.  `rx` has
** a need.  `places` holds all its occurrences in the subject, or is NULL, and
** `rx` has a finder.
*/
int dm_window_search(const dm_regex *rx, dm_matcher *m, dm_slice subject,
                     size_t start, dm_places *places);

#endif
