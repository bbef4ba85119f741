/* show.h - values and lines of a document, for people at a terminal.
**
** Texts go through emit/visible, widths are terminal cells.
*/
#ifndef DM_DESK_SHOW_H
#define DM_DESK_SHOW_H

#include "base/buf.h"
#include "emit/member.h"
#include "emit/visible.h"

/* Append `label` behind two spaces, padded to a column. */
void dm_show_label(dm_buf *out, const char *label);

/* Append `s` in double quotes, cut when it is long, and when it is a few
** characters that are not all plain letters, their code points: “ ” U+00A0. */
void dm_show_quote(dm_buf *out, dm_slice s);

/* Append a value on one line: a text in quotes, anything else as JSON; cut
** when it is long. */
void dm_show_value(dm_buf *out, const dm_value *v);

/* Append the line of `text` that `range` begins in (no more than 72 cells of
** it, around the range) behind four spaces, and below it carets under as much
** of the range as is on that line; one caret when it is empty. */
void dm_show_line(dm_buf *out, dm_slice text, dm_range range, bool color);

#endif
