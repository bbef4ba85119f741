/* markdown_text.h - the inline part of Markdown: text escaped, links. */
#ifndef DM_EMIT_MARKDOWN_TEXT_H
#define DM_EMIT_MARKDOWN_TEXT_H

#include "emit/tree.h"

/* What surrounds the text decides what a line break becomes, and what may be
** taken for markup. */
typedef enum dm_md_place {
    DM_MD_BLOCK, /* a paragraph: a hard break, and `prefix` on the next line */
    DM_MD_HEADING, /* a blank */
    DM_MD_CELL     /* <br> */
} dm_md_place;

/* Append the runs of `node` without the first `skip` bytes; true when anything
** was. */
bool dm_md_inline(dm_buf *out, const dm_node *node, size_t skip,
                  dm_md_place place, dm_slice prefix);

#endif
