/* outline.c - blocks in the making: an array and a stack of indexes. */
#include "load/outline.h"

#include "load/number.h"

void dm_outline_init(dm_outline *o, size_t max)
{
    dm_buf_init(&o->blocks, SIZE_MAX / 2);
    dm_buf_init(&o->open, SIZE_MAX / 2);
    o->waiting = 0;
    o->max = max;
    o->full = false;
}

void dm_outline_fini(dm_outline *o)
{
    dm_buf_fini(&o->blocks);
    dm_buf_fini(&o->open);
}

static dm_block *blocks(const dm_outline *o)
{
    return (dm_block *)(void *)o->blocks.ptr;
}

static dm_id *stack(const dm_outline *o)
{
    return (dm_id *)(void *)o->open.ptr;
}

static size_t depth(const dm_outline *o)
{
    return o->open.len / sizeof(dm_id);
}

dm_id dm_outline_open(dm_outline *o, dm_block_kind kind, int level, bool header)
{
    size_t   n = o->blocks.len / sizeof(dm_block);
    dm_id    id = (dm_id)n;
    dm_block block = {
        .kind = kind,
        .level = level,
        .range = {SIZE_MAX, SIZE_MAX},
        .parent = DM_NOID,
        .header = header
    };

    if (n >= o->max)
        o->full = true;
    if (o->full || o->blocks.failed || o->open.failed)
        return DM_NOID;
    if (depth(o) > 0)
        block.parent = stack(o)[depth(o) - 1];
    dm_buf_add(&o->open, &id, sizeof id);
    if (o->open.failed)
        return DM_NOID;
    dm_buf_add(&o->blocks, &block, sizeof block);
    if (o->blocks.failed) {
        o->open.len -= sizeof id;
        return DM_NOID;
    }
    o->waiting++;
    return id;
}

void dm_outline_count(const dm_outline *o, dm_id id, int ordinal)
{
    if (id != DM_NOID)
        blocks(o)[id].ordinal = ordinal > 0 ? ordinal : 0;
}

void dm_outline_begin(dm_outline *o, size_t at)
{
    size_t n = depth(o);

    for (; o->waiting > 0; o->waiting--)
        blocks(o)[stack(o)[n - o->waiting]].range.from = at;
}

void dm_outline_close(dm_outline *o, dm_id id, size_t at)
{
    if (id == DM_NOID || depth(o) == 0 || stack(o)[depth(o) - 1] != id)
        return;
    o->open.len -= sizeof id;
    if (o->waiting > 0)
        o->waiting--;
    else
        blocks(o)[id].range.to = at;
}

/* What finishing knows of each block: its id in the document, and where the
** last child ended, which is where an empty cell is put. */
typedef struct placed {
    dm_id  id;
    size_t end;
} placed;

/* "  1. title": where the number is, in the view "text". */
static dm_range find_number(dm_slice text, dm_range r)
{
    static const char ideographic[] = "\xE3\x80\x80";
    dm_number         number;

    while (r.to - r.from >= 3 && memcmp(text.ptr + r.from, ideographic, 3) == 0)
        r.from += 3;
    number = dm_number_scan(dm_slice_sub(text, r.from, r.to));
    return (dm_range){r.from, r.from + number.len};
}

/* Place block `b`; false when it is to be left out. */
static bool place(dm_block *b, placed *all, dm_slice text)
{
    placed *up = b->parent != DM_NOID ? &all[b->parent] : NULL;

    if (up != NULL && up->id == DM_NOID)
        return false;
    if (b->range.from == SIZE_MAX) {
        if (b->kind != DM_CELL || up == NULL)
            return false;
        b->range.from = b->range.to = up->end;
    }
    if (up != NULL) {
        up->end = b->range.to;
        b->parent = up->id;
    }
    b->number = (dm_range){b->range.from, b->range.from};
    if (b->kind == DM_HEADING || b->kind == DM_LIST_ITEM)
        b->number = find_number(text, b->range);
    return true;
}

static bool give(dm_outline *o, dm_doc *doc, placed *all, dm_err *err)
{
    size_t n = o->blocks.len / sizeof(dm_block);

    for (size_t i = 0; i < n; i++) {
        dm_block *b = &blocks(o)[i];

        all[i].id = DM_NOID;
        if (!place(b, all, doc->text->text))
            continue;
        if (!dm_doc_add_block(doc, b, &all[i].id, err))
            return false;
        all[i].end = b->range.from;
    }
    return true;
}

bool dm_outline_finish(dm_outline *o, dm_doc *doc, dm_err *err)
{
    dm_buf scratch;
    size_t size = o->blocks.len / sizeof(dm_block) * sizeof(placed);
    bool   ok;

    if (o->blocks.failed || o->open.failed)
        return dm_fail(err, DM_E_MEMORY, "no memory for the document's blocks");
    if (o->full &&
        !dm_doc_warn(doc, err, "the rest has no blocks: more than %zu", o->max))
        return false;
    if (size == 0)
        return true;
    dm_buf_init(&scratch, size);
    if (dm_buf_reserve(&scratch, size) == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for the document's blocks");
    ok = give(o, doc, (placed *)(void *)scratch.ptr, err);
    dm_buf_fini(&scratch);
    return ok;
}
