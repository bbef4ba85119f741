/* plain.h - the clean document as text (format text).
**
** A block a line, an empty line between blocks; the items of a list and the
** rows of a table stand line under line, cells between tabs.  Tables that hold
** more than lines of text are written as blocks.  Everything the document
** says is there as it is, numbers and bullets included; line breaks within a
** paragraph stay.
*/
#ifndef DM_EMIT_PLAIN_H
#define DM_EMIT_PLAIN_H

#include "emit/tree.h"

void dm_plain_render(dm_buf *out, const dm_tree *tree);

#endif
