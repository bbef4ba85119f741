/* clip.h - text on one line, cut to so many cells of a terminal.
**
** What is cut off leaves an ellipsis, which counts.  Line ends and tabs become
** spaces; all else that acts on a terminal is spelled out (emit/visible.h).
*/
#ifndef DM_DESK_CLIP_H
#define DM_DESK_CLIP_H

#include "base/buf.h"
#include "emit/value.h"

/* Append the beginning of `s`, at most `cells` wide; the cells it took. */
size_t dm_clip(dm_buf *out, dm_slice s, size_t cells);

/* Append the end of `s` (valid UTF-8) likewise. */
size_t dm_clip_end(dm_buf *out, dm_slice s, size_t cells);

/* Append a value: a text as it is, in quotes when it begins or ends in blanks
** or is empty; all else as JSON. */
size_t dm_clip_value(dm_buf *out, const dm_value *v, size_t cells);

/* Append the line of `text` (valid UTF-8) around `range`, which is set in
** ⟦brackets⟧, or in reverse colours with `color`. */
void dm_clip_around(dm_buf *out, dm_slice text, dm_range range, size_t cells,
                    bool color);

#endif
