/* block.c - the list of blocks.
**
** Blocks are sorted by where they begin, parents first, and ranges nest.  So
** the innermost block around a place is the last one that begins before it,
** or one of that one's parents.  For every block the last heading at or
** before it is remembered.
*/
#include "doc/grow.h"
#include "doc/private.h"

typedef struct dm_block_list {
    dm_doc         *doc;
    dm_block       *list;
    dm_id          *heading; /* for each block, the last heading so far */
    size_t          n;
    dm_block_maker *make; /* to be called when asked, or NULL */
} dm_block_list;

const char *dm_block_name(dm_block_kind kind)
{
    static const char *const names[] = {
        [DM_PARAGRAPH] = "paragraph",
        [DM_HEADING] = "heading",
        [DM_LIST_ITEM] = "list_item",
        [DM_TABLE] = "table",
        [DM_ROW] = "row",
        [DM_CELL] = "cell",
        [DM_QUOTE] = "quote",
        [DM_PRE] = "pre",
        [DM_CAPTION] = "caption",
    };

    return (unsigned)kind < DM_BLOCK_KINDS ? names[kind] : "unknown";
}

bool dm_block_list_init(dm_doc *doc)
{
    doc->blocks = dm_arena_zalloc(&doc->arena, 1, sizeof *doc->blocks);
    if (doc->blocks == NULL)
        return false;
    doc->blocks->doc = doc;
    return true;
}

void dm_doc_blocks_later(dm_doc *doc, dm_block_maker *make)
{
    doc->blocks->make = make;
}

/* Inside the text and its parent, and not before the block before it. */
static bool fits(const dm_doc *doc, const dm_block *b)
{
    const dm_block_list *all = doc->blocks;

    if (b->range.from > b->range.to || doc->text == NULL ||
        b->range.to > doc->text->text.len)
        return false;
    if (all->n > 0 && all->list[all->n - 1].range.from > b->range.from)
        return false;
    if (b->parent == DM_NOID)
        return true;
    return b->parent < all->n &&
           all->list[b->parent].range.from <= b->range.from &&
           all->list[b->parent].range.to >= b->range.to;
}

static bool make_room(dm_doc *doc)
{
    dm_block_list *all = doc->blocks;
    dm_block      *list = dm_grow(&doc->arena, all->list, all->n, sizeof *list);
    dm_id         *heading;

    if (list == NULL)
        return false;
    all->list = list;
    heading = dm_grow(&doc->arena, all->heading, all->n, sizeof *heading);
    if (heading == NULL)
        return false;
    all->heading = heading;
    return true;
}

bool dm_doc_add_block(dm_doc *doc, const dm_block *block, dm_id *id,
                      dm_err *err)
{
    dm_block_list *all = doc->blocks;
    dm_id          mine = (dm_id)all->n;

    if (all->n >= doc->limits.max_blocks)
        return dm_fail(err, DM_E_TRUNCATED, "more than %zu blocks",
                       doc->limits.max_blocks);
    if (!fits(doc, block))
        return dm_fail(err, DM_E_INTERNAL, "a block is out of order");
    if (!make_room(doc))
        return dm_fail(err, DM_E_MEMORY, "no memory for more blocks");
    all->list[mine] = *block;
    if (block->kind == DM_HEADING)
        all->heading[mine] = mine;
    else
        all->heading[mine] = mine > 0 ? all->heading[mine - 1] : DM_NOID;
    all->n++;
    if (id != NULL)
        *id = mine;
    return true;
}

bool dm_doc_blocks(const dm_doc *doc, dm_blocks *out, dm_err *err)
{
    dm_block_list  *all = doc->blocks;
    dm_block_maker *make = all->make;

    if (make != NULL) {
        all->make = NULL; /* it may ask for the blocks itself */
        if (!make(all->doc, err)) {
            all->make = make;
            all->n = 0;
            return false;
        }
    }
    out->list = all->list;
    out->n = all->n;
    return true;
}

/* The last block that begins at or before `at`, or DM_NOID. */
static dm_id last_before(dm_blocks all, size_t at)
{
    size_t low = 0;
    size_t high = all.n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (all.list[mid].range.from <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low > 0 ? (dm_id)(low - 1) : DM_NOID;
}

dm_id dm_doc_block_at(const dm_doc *doc, dm_range range)
{
    dm_blocks all;
    dm_id     id;

    if (!dm_doc_blocks(doc, &all, NULL))
        return DM_NOID;
    id = last_before(all, range.from);
    while (id != DM_NOID && all.list[id].range.to < range.to)
        id = all.list[id].parent;
    return id;
}

dm_id dm_doc_section_at(const dm_doc *doc, size_t at)
{
    dm_blocks all;
    dm_id     id;

    if (!dm_doc_blocks(doc, &all, NULL))
        return DM_NOID;
    id = last_before(all, at);
    return id != DM_NOID ? doc->blocks->heading[id] : DM_NOID;
}
