/* fold.h - an answer folded to the width of a terminal.
**
** For text that is safe to show (emit/visible.h) and may be painted (ESC [ …
** m). Long lines go on behind a deeper indent; a line with carets below it is
** folded together with them, so that they stay under what they mark.
*/
#ifndef DM_DESK_FOLD_H
#define DM_DESK_FOLD_H

#include "base/buf.h"

/* Append `text` to `out` in lines of at most `width` cells; 0, or a width that
** nothing fits, for as it is. */
void dm_fold(dm_buf *out, dm_slice text, size_t width);

#endif
