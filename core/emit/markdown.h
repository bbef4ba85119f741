/* markdown.h - the clean document as Markdown (format md).
**
** CommonMark with GFM's tables, written so that a parser of either gives back
** the document's text: whatever would be markup is escaped, white space is
** folded.  A line break that the document forced is a hard break.  Tables that
** hold more than lines of text are written as blocks; the first row of others
** is their header, which GFM demands.  Two lists in a row differ in their
** marks, or they would be one.  What rules found is not shown.
*/
#ifndef DM_EMIT_MARKDOWN_H
#define DM_EMIT_MARKDOWN_H

#include "emit/tree.h"

/* Between the documents of a run: a thematic break. */
extern const char dm_markdown_between[];

void dm_markdown_render(dm_buf *out, const dm_tree *tree);

#endif
