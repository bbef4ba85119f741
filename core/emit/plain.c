/* plain.c - blocks, and what stands between them. */
#include "emit/plain.h"

typedef struct writer {
    dm_buf *out;
    bool    begun;   /* something is written */
    bool    one;     /* line breaks become blanks, tabs too: in a cell */
    bool    in_list; /* an item is told from the one before by its line */
} writer;

/* Before a block: the line ends, and an empty one unless it is `close`. */
static void part(writer *w, bool close)
{
    if (w->begun)
        dm_buf_str(w->out, close ? "\n" : "\n\n");
    w->begun = true;
}

static void put_text(void *ud, dm_slice text)
{
    const writer *w = ud;

    if (!w->one) {
        dm_buf_slice(w->out, text);
        return;
    }
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '\n' || c == '\r' || c == '\t')
            c = ' ';
        dm_buf_char(w->out, c);
    }
}

static void put_runs(writer *w, const dm_node *node)
{
    static const dm_inline how = {.text = put_text};

    dm_inline_walk(node, 0, &how, w);
}

static void put_blocks(writer *w, const dm_node *first);

/* A cell on one line: its own text, and its paragraphs behind blanks. */
static void put_cell(writer *w, const dm_node *cell)
{
    w->one = true;
    put_runs(w, cell);
    for (const dm_node *in = cell->first; in != NULL; in = in->next) {
        dm_buf_char(w->out, ' ');
        put_runs(w, in);
    }
    w->one = false;
}

static void put_row(writer *w, const dm_node *row, bool first)
{
    part(w, !first);
    for (const dm_node *cell = row->first; cell != NULL; cell = cell->next) {
        if (cell != row->first)
            dm_buf_char(w->out, '\t');
        put_cell(w, cell);
    }
}

static void put_table(writer *w, const dm_node *table)
{
    bool first = true;

    if (!dm_table_is_plain(table)) {
        put_blocks(w, table->first);
        return;
    }
    for (const dm_node *in = table->first; in != NULL; in = in->next) {
        if (in->kind == DM_NODE_ROW)
            put_row(w, in, first);
        else {
            part(w, !first);
            put_runs(w, in);
        }
        first = false;
    }
}

/* A list in a list begins on the next line. */
static void put_list(writer *w, const dm_node *list)
{
    bool outer = w->in_list, close = outer;

    for (const dm_node *item = list->first; item != NULL; item = item->next) {
        w->in_list = true;
        if (item->nruns > 0) {
            part(w, close);
            put_runs(w, item);
        }
        put_blocks(w, item->first);
        close = true;
    }
    w->in_list = outer;
}

static void put_block(writer *w, const dm_node *node)
{
    switch (node->kind) {
    case DM_NODE_LIST:
        put_list(w, node);
        break;
    case DM_NODE_TABLE:
        put_table(w, node);
        break;
    case DM_NODE_PARAGRAPH:
    case DM_NODE_HEADING:
    case DM_NODE_ITEM:
    case DM_NODE_ROW:
    case DM_NODE_CELL:
    case DM_NODE_QUOTE:
    case DM_NODE_PRE:
    case DM_NODE_CAPTION:
        if (node->nruns > 0) {
            part(w, false);
            w->one = node->kind == DM_NODE_HEADING;
            put_runs(w, node);
            w->one = false;
        }
        put_blocks(w, node->first);
        break;
    }
}

static void put_blocks(writer *w, const dm_node *first)
{
    for (; first != NULL; first = first->next)
        put_block(w, first);
}

void dm_plain_render(dm_buf *out, const dm_tree *tree)
{
    writer w = {.out = out};

    put_blocks(&w, tree->first);
    if (w.begun)
        dm_buf_char(out, '\n');
}
