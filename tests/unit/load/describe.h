/* describe.h - a document's blocks in one line, for comparing in tables.
**
** Each block is its kind's letter (p h l t r c q e for pre, f for caption),
** its level where it has one, ! for a header cell, [number] where it has one,
** #N for its number in a list that counts when that is no text, a colon and its
*text, or for a block with children, the children in braces.
** Blocks are separated by |; LF is shown as /.
*/
#ifndef DM_TEST_DESCRIBE_H
#define DM_TEST_DESCRIBE_H

#include "base/buf.h"
#include "doc/doc.h"

static inline void describe_text(dm_buf *out, dm_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        dm_buf_char(out, s.ptr[i] == '\n' ? '/' : s.ptr[i]);
}

static inline void describe_block(dm_buf *out, dm_slice text, const dm_block *b)
{
    dm_buf_char(out, "phltrcqef"[b->kind]);
    if (b->level > 0)
        dm_buf_printf(out, "%d", b->level);
    if (b->header)
        dm_buf_char(out, '!');
    if (b->number.to > b->number.from) {
        dm_buf_char(out, '[');
        describe_text(out, dm_slice_sub(text, b->number.from, b->number.to));
        dm_buf_char(out, ']');
    } else if (b->ordinal > 0)
        dm_buf_printf(out, "#%d", b->ordinal);
}

static inline void describe_level(dm_buf *out, dm_slice text, dm_blocks all,
                                  dm_id parent)
{
    bool first = true;

    for (size_t i = 0; i < all.n; i++) {
        const dm_block *b = &all.list[i];
        bool leaf = i + 1 == all.n || all.list[i + 1].parent != (dm_id)i;

        if (b->parent != parent)
            continue;
        if (!first)
            dm_buf_char(out, '|');
        first = false;
        describe_block(out, text, b);
        dm_buf_char(out, leaf ? ':' : '{');
        if (leaf)
            describe_text(out, dm_slice_sub(text, b->range.from, b->range.to));
        else {
            describe_level(out, text, all, (dm_id)i);
            dm_buf_char(out, '}');
        }
    }
}

/* The description of all blocks, zero-terminated; false without memory. */
static inline bool describe(dm_buf *out, const dm_doc *doc)
{
    dm_blocks all;

    dm_buf_clear(out);
    if (!dm_doc_blocks(doc, &all, NULL))
        return false;
    describe_level(out, doc->text->text, all, DM_NOID);
    dm_buf_char(out, '\0');
    return !out->failed;
}

#endif
