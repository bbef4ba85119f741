/* private.h - what the files of this room share and nobody else sees. */
#ifndef DM_DOC_PRIVATE_H
#define DM_DOC_PRIVATE_H

#include "doc/doc.h"

/* What is worked out about a view when first asked: it is behind a pointer,
** so that a view itself is never changed. */
typedef struct dm_view_cache {
    dm_arena *arena;
    dm_lines  lines; /* n == 0 until asked */
    uint32_t *marks; /* code points before every DM_MARK bytes; or NULL */
} dm_view_cache;

#ifndef DM_MARK
#define DM_MARK 1024 /* tests shrink it */
#endif

/* Make the document's list of views, with "raw" in it. */
__attribute__((warn_unused_result)) bool dm_view_list_init(dm_doc *doc);

/* A copy of `view` in the document's cache; doc, depth and cache are filled
** in.  NULL with MEMORY. */
dm_view *dm_view_add(dm_doc *doc, const dm_view *view, dm_err *err);

/* Make the document's empty list of blocks. */
__attribute__((warn_unused_result)) bool dm_block_list_init(dm_doc *doc);

#endif
