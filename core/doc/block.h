/* block.h - the paragraphs, headings, items, tables and links of a document.
**
** Blocks are ranges of the view "text", in document order, parents before
** their children; ids are indexes.  A reader may leave the making of blocks
** until somebody asks: jobs that only match patterns never pay for them.
** That is why they are reached through dm_doc_blocks.
*/
#ifndef DM_DOC_BLOCK_H
#define DM_DOC_BLOCK_H

#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"

typedef struct dm_doc dm_doc;

typedef enum dm_block_kind {
    DM_PARAGRAPH,
    DM_HEADING,
    DM_LIST_ITEM,
    DM_TABLE,
    DM_ROW,
    DM_CELL,
    DM_QUOTE,
    DM_PRE,
    DM_CAPTION,
    DM_BLOCK_KINDS /* how many */
} dm_block_kind;

/* "paragraph", "heading", "list_item", "table", "row", "cell", "quote",
** "pre", "caption". */
const char *dm_block_name(dm_block_kind kind);

typedef uint32_t dm_id;
#define DM_NOID UINT32_MAX

typedef struct dm_block {
    dm_block_kind kind;
    int           level;  /* heading 1-6, list nesting 1…, else 0 */
    dm_range      range;  /* in the view "text"; number included */
    dm_range      number; /* "第三条", "1.", "（一）"; empty when none */
    dm_id         parent; /* the enclosing block, DM_NOID at the top */
    bool          header; /* a header cell */
    int ordinal; /* of an item: its number in a list that counts, from 1 on,
                 ** whether it stands in the text or not; else 0 */
} dm_block;

typedef struct dm_blocks {
    const dm_block *list; /* lives as long as the document */
    size_t          n;
} dm_blocks;

/*
** All blocks of the document.  Made now if the reader left it until asked.
** False with MEMORY; the next call tries again.
*/
__attribute__((warn_unused_result)) bool dm_doc_blocks(const dm_doc *doc,
                                                       dm_blocks    *out,
                                                       dm_err       *err);

/* The innermost block that holds `range` of the view "text"; DM_NOID when
** none does or memory ran out. */
dm_id dm_doc_block_at(const dm_doc *doc, dm_range range);

/* The last heading that begins at or before byte `at` of the view "text";
** DM_NOID when none does or memory ran out. */
dm_id dm_doc_section_at(const dm_doc *doc, size_t at);

/*
** For readers: the next block in document order.  It is copied; its id goes
** to `*id` (may be NULL).  False with TRUNCATED (limits.max_blocks are there),
** MEMORY, or INTERNAL for a block out of order or outside of its parent.
*/
__attribute__((warn_unused_result)) bool dm_doc_add_block(dm_doc         *doc,
                                                          const dm_block *block,
                                                          dm_id          *id,
                                                          dm_err         *err);

/* For readers: blocks will be added by `make`, when first asked for. */
typedef bool dm_block_maker(dm_doc *doc, dm_err *err);
void         dm_doc_blocks_later(dm_doc *doc, dm_block_maker *make);

#endif
