/* pandoc.h - the clean document as pandoc's JSON (format pandoc).
**
** `| pandoc -f json -o x.docx` and every other format that pandoc writes.  A
** run is one JSON document with a Div for each of its documents, whose
** attributes are the record's metadata (dm_tree_is_meta); a page of one
** document has them as pandoc's metadata.  What rules found are Spans with the
** rule as their class and the field as an attribute.
**
** pandoc refuses JSON of another API version than its own: 1.20 is that of
** pandoc 2.0 to 2.9, 1.22 of 2.11 to 2.19 (Debian 12), 1.23 of 3.0 and later.
** They differ in tables.  (1.21, of 2.10 alone, is not written.)
*/
#ifndef DM_EMIT_PANDOC_H
#define DM_EMIT_PANDOC_H

#include "emit/tree.h"

typedef enum dm_pandoc_api {
    DM_PANDOC_1_22, /* the default */
    DM_PANDOC_1_20,
    DM_PANDOC_1_23
} dm_pandoc_api;

/* The version called "1.20", "1.22" or "1.23"; false for others. */
bool dm_pandoc_find(dm_slice name, dm_pandoc_api *out);

/* Around and between the documents of a run.  `end` is the same for all. */
const char       *dm_pandoc_begin(dm_pandoc_api api);
extern const char dm_pandoc_between[], dm_pandoc_end[];

/* Append one document's Div. */
void dm_pandoc_render(dm_buf *out, const dm_tree *tree, dm_pandoc_api api);

/* Append a whole JSON document of one document. */
void dm_pandoc_page(dm_buf *out, const dm_tree *tree, dm_pandoc_api api);

#endif
