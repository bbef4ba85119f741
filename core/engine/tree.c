/* tree.c - from blocks to nodes.
**
** Blocks come in document order, parents first, so a stack of those that are
** open and one position in the view suffice.  What lies between the position
** and the next block is text of the innermost open one.
*/
#include "engine/tree.h"

#include "engine/tree_node.h"
#include "engine/tree_text.h"
#include "text/utf8.h"

enum { FRAMES_MAX = 1 << 28, LEVELS = 16 };

/* An open block. */
typedef struct frame {
    dm_id        block;
    size_t       end;  /* of it, in the view */
    dm_node_kind kind; /* of its own text */
    int          level;
    dm_slice     number;
    dm_made     *home; /* where its text and its children go */
} frame;

typedef struct build {
    const dm_tree_options *o;
    dm_arena              *arena;
    dm_doc                *doc;
    dm_sweep               sweep;
    dm_made               *root;
    dm_buf                 frames; /* of frame, the root's first */
    size_t                 at;     /* everything before it is built */
    bool                   grid;   /* there is nothing but what cells hold */
    bool                   failed;
} build;

static frame *top(const build *b)
{
    return (frame *)(void *)(b->frames.ptr + b->frames.len) - 1;
}

static bool is_container(dm_node_kind kind)
{
    return kind != DM_NODE_PARAGRAPH && kind != DM_NODE_HEADING &&
           kind != DM_NODE_PRE && kind != DM_NODE_CAPTION;
}

/* A line that is more than a rule between two parts. */
static bool says_something(dm_slice s)
{
    for (size_t i = 0; i < s.len; i += dm_utf8_len(s.ptr[i])) {
        unsigned char c = (unsigned char)s.ptr[i];

        if (c < 0x80
                ? (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z')
                : !dm_utf8_in(dm_utf8_at(s, i),
                              "─━═—＝－…·•●○◆◇■□▪※‣◦＊～　\xC2\xA0"))
            return true;
    }
    return false;
}

/* Behind the next empty line in `r`, or its end. */
static size_t paragraph_end(dm_slice text, dm_range r)
{
    const char *lf;

    while ((lf = memchr(text.ptr + r.from, '\n', r.to - r.from)) != NULL) {
        r.from = (size_t)(lf - text.ptr) + 1;
        for (size_t i = r.from; i < r.to; i++) {
            if (text.ptr[i] == '\n')
                return i + 1;
            if (text.ptr[i] != ' ' && text.ptr[i] != '\t' &&
                text.ptr[i] != '\r')
                break;
        }
    }
    return r.to;
}

/* The node for a text of block `f`: the first lines of an item or cell are its
** own. */
static dm_made *node_for(const build *b, const frame *f)
{
    dm_made     *m = f->home;
    dm_node_kind kind = is_container(f->kind) ? DM_NODE_PARAGRAPH : f->kind;

    if ((m->node.kind == DM_NODE_ITEM || m->node.kind == DM_NODE_CELL) &&
        kind == DM_NODE_PARAGRAPH && m->node.nruns == 0 &&
        m->node.first == NULL)
        return m;
    m = dm_made_in(b->arena, m, kind);
    if (m != NULL && kind == DM_NODE_HEADING) {
        m->node.level = f->level;
        m->node.number = f->number;
    }
    return m;
}

/* The text of `r` as a node in the innermost open block. */
static void put(build *b, dm_range r)
{
    const frame *f = top(b);
    dm_node      text = {.number = DM_LIT("")};
    dm_made     *m;

    if (b->grid && f->kind != DM_NODE_CELL)
        return; /* separators and quotes */
    if (f->block == DM_NOID &&
        !says_something(dm_slice_sub(b->o->view->text, r.from, r.to)))
        return;
    dm_sweep_runs(&b->sweep, r, f->kind == DM_NODE_PRE, &text);
    if (text.nruns == 0)
        return;
    m = node_for(b, f);
    if (m == NULL) {
        b->failed = true;
        return;
    }
    m->node.runs = text.runs;
    m->node.nruns = text.nruns;
}

/* Build what lies before `to`: paragraphs end at empty lines. */
static void reach(build *b, size_t to)
{
    bool whole = top(b)->kind == DM_NODE_HEADING ||
                 top(b)->kind == DM_NODE_PRE || top(b)->kind == DM_NODE_CAPTION;

    while (b->at < to && !b->failed) {
        dm_range r = {b->at, to};

        if (!whole)
            r.to = paragraph_end(b->o->view->text, r);
        put(b, r);
        b->at = r.to;
    }
}

static void pop(build *b)
{
    reach(b, top(b)->end);
    b->frames.len -= sizeof(frame);
}

static dm_slice number_of(const build *b, const dm_block *block)
{
    dm_range r;

    if (block->number.from == block->number.to ||
        !dm_view_convert(b->doc->text, block->number, b->o->view, &r, NULL))
        return DM_S("");
    return dm_slice_sub(b->o->view->text, r.from, r.to);
}

static const dm_node_kind kinds[DM_BLOCK_KINDS] = {
    [DM_PARAGRAPH] = DM_NODE_PARAGRAPH,
    [DM_HEADING] = DM_NODE_HEADING,
    [DM_LIST_ITEM] = DM_NODE_ITEM,
    [DM_TABLE] = DM_NODE_TABLE,
    [DM_ROW] = DM_NODE_ROW,
    [DM_CELL] = DM_NODE_CELL,
    [DM_QUOTE] = DM_NODE_QUOTE,
    [DM_PRE] = DM_NODE_PRE,
    [DM_CAPTION] = DM_NODE_CAPTION,
};

/* The node that a block is, or the one that takes its content: a block of text
** becomes nodes only when its text comes. */
static dm_made *home_of(build *b, const dm_block *block, dm_slice number)
{
    dm_node_kind kind = kinds[block->kind];
    dm_made     *home = top(b)->home;
    bool         in_table =
        home->node.kind == DM_NODE_TABLE || home->node.kind == DM_NODE_ROW;
    dm_made *m;

    if (!is_container(kind) || home->depth >= DM_NEST ||
        (kind == DM_NODE_CELL && !in_table))
        return home;
    if (kind == DM_NODE_ITEM) {
        dm_made_item item = {block->level > LEVELS ? LEVELS : block->level,
                             number, block->ordinal};

        m = dm_made_item_in(b->arena, home, &item);
    } else
        m = dm_made_in(b->arena, home, kind);
    if (m == NULL) {
        b->failed = true;
        return home;
    }
    m->node.header = block->header;
    return m;
}

/* A paragraph that a step of the view joined to the one before: no line ends
** between the two. */
static bool joins(const build *b, const dm_block *block, dm_range r)
{
    const frame    *f = top(b);
    const dm_block *before;
    dm_blocks       all;

    if (f->block == DM_NOID || f->kind != DM_NODE_PARAGRAPH ||
        block->kind != DM_PARAGRAPH || r.from < f->end || r.to <= r.from ||
        !dm_doc_blocks(b->doc, &all, NULL))
        return false;
    before = &all.list[f->block];
    return before->parent == block->parent && f->end > 0 &&
           b->o->view->text.ptr[f->end - 1] != '\n' &&
           memchr(b->o->view->text.ptr + f->end, '\n', r.from - f->end) == NULL;
}

static void add_block(build *b, dm_id id, const dm_block *block)
{
    dm_range r;
    frame    f = {.block = id, .kind = kinds[block->kind]};

    dm_view_convert(b->doc->text, block->range, b->o->view, &r, NULL);
    if (joins(b, block, r)) {
        top(b)->block = id;
        top(b)->end = r.to;
        return;
    }
    while (b->frames.len > sizeof f && top(b)->block != block->parent)
        pop(b);
    if (r.from < b->at)
        r.from = b->at;
    if (r.to > top(b)->end)
        r.to = top(b)->end;
    if (r.to < r.from)
        r.to = r.from;
    reach(b, r.from);
    f.end = r.to;
    f.level = block->level;
    f.number = number_of(b, block);
    f.home = home_of(b, block, f.number);
    dm_buf_add(&b->frames, &f, sizeof f);
    if (b->frames.failed)
        b->failed = true;
}

static void add_blocks(build *b, dm_blocks all)
{
    frame ground = {.block = DM_NOID,
                    .end = b->o->view->text.len,
                    .kind = DM_NODE_QUOTE,
                    .home = b->root};

    dm_buf_add(&b->frames, &ground, sizeof ground);
    b->failed = b->failed || b->frames.failed;
    for (size_t i = 0; i < all.n && !b->failed; i++)
        add_block(b, (dm_id)i, &all.list[i]);
    while (!b->failed && b->frames.len > 0) {
        pop(b);
        b->failed = b->failed || b->sweep.failed;
    }
}

/* The title that the document gives itself, or the record's. */
static dm_slice title_of(const dm_doc *doc, const dm_value *record)
{
    dm_slice        title = dm_doc_meta(doc, DM_S("title"));
    const dm_value *v;

    if (title.len > 0 || record == NULL || record->kind != DM_OBJECT)
        return title;
    v = dm_value_at(record, DM_S("title"));
    return v != NULL && v->kind == DM_STRING ? v->as.string : title;
}

bool dm_tree_build(dm_tree *out, dm_arena *arena, dm_doc *doc,
                   const dm_tree_options *o, dm_err *err)
{
    build     b = {.o = o, .arena = arena, .doc = doc};
    dm_blocks all;

    if (!dm_doc_blocks(doc, &all, err))
        return false;
    b.grid = strcmp(doc->format, "csv") == 0;
    dm_buf_init(&b.frames, FRAMES_MAX);
    b.root = dm_made_root(arena);
    b.failed = !dm_sweep_init(&b.sweep, arena, doc, o) || b.root == NULL;
    if (!b.failed)
        add_blocks(&b, all);
    dm_buf_fini(&b.frames);
    dm_sweep_fini(&b.sweep);
    if (b.failed || b.sweep.failed)
        return dm_fail(err, DM_E_MEMORY, "no memory for the clean document");
    dm_made_finish(b.root, strcmp(doc->format, "text") == 0);
    *out = (dm_tree){.id = doc->id,
                     .title = title_of(doc, o->record),
                     .lang = doc->lang,
                     .record = o->record,
                     .unshown = b.sweep.unshown,
                     .first = b.root->node.first};
    return true;
}
