/* shown.h - inside the room: a member of a container laid out for a diff.
**
** The markup of DOCX and its like is one line of many thousand bytes.  Shown,
** each element that another follows at once ends a line.
*/
#ifndef DM_SAVE_SHOWN_H
#define DM_SAVE_SHOWN_H

#include "save/patch.h"

/*
** Append `text` laid out to `out`, and make of the patches `in`, whose places
** count `base` more bytes than `text` does, `shown`, those of what was
** appended; they live in `arena`.  False when it is full; `out` may fail as
** well.
*/
__attribute__((warn_unused_result)) bool dm_shown_make(
    dm_slice text, size_t base, const dm_patches *in, dm_arena *arena,
    dm_buf *out, dm_patches *shown);

#endif
