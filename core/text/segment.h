/* segment.h - inside the room: is this document in more than one charset?
**
** A page that includes a file in another charset, a log that two programs
** wrote.  Borders lie at ASCII bytes that no charset uses as part of a
** character (blanks, controls, most punctuation), so that no character is
** cut by them.
*/
#ifndef DM_TEXT_SEGMENT_H
#define DM_TEXT_SEGMENT_H

#include "text/decode.h"

typedef struct dm_segments {
    dm_segment *list; /* all of the input behind its mark; in the arena */
    size_t      n;    /* 0: it is one charset, the one decided; 1: it is one,
                         but another */
} dm_segments;

/*
** Look for islands in `bytes`, the first `bom` of which are a mark, and whose
** charset was decided as `how` says.  In UTF-8 these are stretches that are
** not UTF-8 and read like text in an East Asian charset; in any other charset
** that keeps ASCII, stretches of UTF-8 that it reads as nonsense.  What is
** merely damaged is no island.  Costs a fraction of decoding where there are
** none.  Fails with MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_segments_find(
    dm_segments *out, dm_arena *arena, dm_slice bytes, const dm_detection *how,
    dm_err *err);

#endif
