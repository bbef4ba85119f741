/* phrases.h - a gazetteer: thousands of literal phrases, found in one pass.
**
** An Aho-Corasick automaton over bytes.  At each place the longest phrase
** that starts there wins, and the scan goes on behind it (leftmost-longest,
** no overlaps), which is what people expect of a list of names.
*/
#ifndef DM_MATCH_PHRASES_H
#define DM_MATCH_PHRASES_H

#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"

typedef struct dm_phrases dm_phrases;

/*
** Build from `n` phrases, whose bytes are not kept.  Empty ones and ones that
** are not valid UTF-8 are refused (BAD_TYPE, with the phrase's 1-based place
** in the list); of doubles the first counts.  NULL with MEMORY or SIZE (the
** automaton would take more than 256 MiB, or a phrase is over 64 KB).
*/
__attribute__((warn_unused_result)) dm_phrases *dm_phrases_new(
    const dm_slice *phrases, size_t n, dm_err *err);
void dm_phrases_free(dm_phrases *p);

typedef struct dm_phrase_hit {
    dm_range range;
    uint32_t index; /* into the list it was built from */
} dm_phrase_hit;

/* The first hit at or after `start`; false when there is none.  Matches begin
** and end on character boundaries of valid UTF-8. */
bool dm_phrases_next(const dm_phrases *p, dm_slice text, size_t start,
                     dm_phrase_hit *hit);

#endif
