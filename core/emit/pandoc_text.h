/* pandoc_text.h - the inline part of pandoc's JSON. */
#ifndef DM_EMIT_PANDOC_TEXT_H
#define DM_EMIT_PANDOC_TEXT_H

#include "emit/tree.h"

/* Append the runs of `node`, without the first `skip` bytes, as a list of
** inlines: words, Space, LineBreak, Link, Span. */
void dm_pandoc_inlines(dm_buf *out, const dm_node *node, size_t skip);

/* Append their text as one JSON string. */
void dm_pandoc_string(dm_buf *out, const dm_node *node);

#endif
