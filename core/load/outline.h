/* outline.h - the blocks of a document while its reader is still at work.
**
** Where a block begins is known only when its first character is written, and
** where it ends when it closes.  So blocks are collected here, in document
** order, and given to the document at the end, without those that stayed
** empty (empty cells stay, so that columns can be counted).
*/
#ifndef DM_LOAD_OUTLINE_H
#define DM_LOAD_OUTLINE_H

#include "base/buf.h"
#include "doc/doc.h"

typedef struct dm_outline {
    dm_buf blocks;  /* of dm_block; range.from is SIZE_MAX until it begins */
    dm_buf open;    /* of dm_id, outermost first */
    size_t waiting; /* how many of the open ones, at the end, are to begin */
    size_t max;
    bool   full; /* there were more than max */
} dm_outline;

void dm_outline_init(dm_outline *o, size_t max);
void dm_outline_fini(dm_outline *o);

/* Open a block inside the innermost open one.  DM_NOID when there are too
** many; closing that is fine. */
dm_id dm_outline_open(dm_outline *o, dm_block_kind kind, int level,
                      bool header);

/* It is the `ordinal`-th item of a list that counts. */
void dm_outline_count(const dm_outline *o, dm_id id, int ordinal);

/* The text goes on at `at`: open blocks that wait begin there. */
void dm_outline_begin(dm_outline *o, size_t at);

/* Close `id`, which is the innermost open one; it ends at `at`. */
void dm_outline_close(dm_outline *o, dm_id id, size_t at);

/* Give the blocks to `doc`, whose view "text" is set; numbers are looked for
** in headings and items.  All blocks are closed. */
__attribute__((warn_unused_result)) bool dm_outline_finish(dm_outline *o,
                                                           dm_doc     *doc,
                                                           dm_err     *err);

#endif
