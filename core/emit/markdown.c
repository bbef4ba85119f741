/* markdown.c - blocks: prefixes, marks, fences and tables.
**
** `prefix` is what every line of the blocks at hand begins with.  The first
** line of an item begins with `lead` instead, which ends in the item's mark.
*/
#include "emit/markdown.h"

#include "emit/markdown_text.h"

const char dm_markdown_between[] = "\n* * *\n\n";

enum { PREFIX_MAX = 1 << 16, NUMBER_MAX = 999999999, FENCE_MAX = 1 << 20 };

typedef struct writer {
    dm_buf *out;
    dm_buf  prefix, lead; /* lead empty: the prefix */
    bool    fresh;        /* no empty line is needed before the next block */
    char    mark; /* of the list just ended, with nothing behind it yet, or 0 */
} writer;

static dm_slice trimmed(dm_slice s)
{
    while (s.len > 0 && s.ptr[s.len - 1] == ' ')
        s.len--;
    return s;
}

/* An empty line, where the block at hand is not the first. */
static void part(writer *w)
{
    if (!w->fresh) {
        dm_buf_slice(w->out, trimmed(dm_buf_view(&w->prefix)));
        dm_buf_char(w->out, '\n');
    }
    w->fresh = false;
    w->mark = '\0';
}

static void begin_line(writer *w)
{
    dm_buf_slice(w->out, dm_buf_view(w->lead.len > 0 ? &w->lead : &w->prefix));
    dm_buf_clear(&w->lead);
}

/* An item without text: its mark stands alone. */
static void end_lead(writer *w)
{
    if (w->lead.len == 0)
        return;
    dm_buf_slice(w->out, trimmed(dm_buf_view(&w->lead)));
    dm_buf_char(w->out, '\n');
    dm_buf_clear(&w->lead);
}

static void put_blocks(writer *w, const dm_node *first);

static void put_lines(writer *w, const dm_node *node)
{
    if (node->nruns == 0)
        return;
    part(w);
    begin_line(w);
    dm_md_inline(w->out, node, node->skip, DM_MD_BLOCK,
                 dm_buf_view(&w->prefix));
    dm_buf_char(w->out, '\n');
}

static void put_heading(writer *w, const dm_node *node)
{
    part(w);
    begin_line(w);
    for (int i = 0; i < 6 && i < (node->level > 0 ? node->level : 1); i++)
        dm_buf_char(w->out, '#');
    dm_buf_char(w->out, ' ');
    dm_md_inline(w->out, node, node->skip, DM_MD_HEADING, DM_S(""));
    dm_buf_char(w->out, '\n');
}

/* The longest run of back ticks in the texts of a node. */
static size_t ticks(const dm_node *node)
{
    size_t most = 0, n = 0;

    for (size_t i = 0; i < node->nruns; i++)
        for (size_t k = 0; k < node->runs[i].text.len; k++) {
            n = node->runs[i].text.ptr[k] == '`' ? n + 1 : 0;
            most = n > most ? n : most;
        }
    return most;
}

static void put_fence(writer *w, size_t n)
{
    begin_line(w);
    for (size_t i = 0; i < n; i++)
        dm_buf_char(w->out, '`');
    dm_buf_char(w->out, '\n');
}

/* The lines of preformatted text as they are. */
static void put_source(writer *w, const dm_node *node)
{
    bool start = true;
    char last = '\0';

    for (size_t i = 0; i < node->nruns; i++)
        for (size_t k = 0; k < node->runs[i].text.len; k++) {
            char c = node->runs[i].text.ptr[k];

            if (start && !(c == '\n' && last == '\r'))
                begin_line(w);
            if (c == '\0')
                dm_buf_str(w->out, "\xEF\xBF\xBD");
            else if (c != '\r' && !(c == '\n' && last == '\r'))
                dm_buf_char(w->out, c);
            else if (c == '\r')
                dm_buf_char(w->out, '\n');
            start = c == '\n' || c == '\r';
            last = c;
        }
    if (!start)
        dm_buf_char(w->out, '\n');
}

static void put_pre(writer *w, const dm_node *node)
{
    size_t n = ticks(node) + 1;

    n = n < 3 ? 3 : n > FENCE_MAX ? FENCE_MAX : n;
    part(w);
    put_fence(w, n);
    put_source(w, node);
    put_fence(w, n);
}

static void put_quote(writer *w, const dm_node *node)
{
    part(w);
    w->fresh = true;
    dm_buf_str(&w->prefix, "> ");
    if (w->lead.len > 0)
        dm_buf_str(&w->lead, "> ");
    put_lines(w, node);
    put_blocks(w, node->first);
    w->prefix.len -= 2;
    w->mark = '\0';
}

/* Can the items stand line under line?  Each has text and at most lists of
** that sort, which must be able to begin right under a line. */
static bool is_tight(const dm_node *list)
{
    for (const dm_node *item = list->first; item != NULL; item = item->next) {
        if (item->nruns == 0 || item->runs[0].text.len <= item->skip)
            return false;
        for (const dm_node *in = item->first; in != NULL; in = in->next)
            if (in->kind != DM_NODE_LIST || in != item->first ||
                (in->ordered && in->start != 1) || !is_tight(in))
                return false;
    }
    return true;
}

/* The mark's last character, other than that of a list right before. */
static char mark_for(const writer *w, const dm_node *list)
{
    const char *marks = !list->ordered       ? "-*"
                        : list->delim == '.' ? ".)"
                                             : ").";

    return marks[w->mark == marks[0]];
}

static size_t put_mark(writer *w, const dm_node *list, char mark, size_t i)
{
    size_t n = w->lead.len, number = list->start + i;

    if (n == 0)
        dm_buf_slice(&w->lead, dm_buf_view(&w->prefix));
    n = w->lead.len;
    if (list->ordered)
        dm_buf_printf(&w->lead, "%zu",
                      number < NUMBER_MAX ? number : (size_t)NUMBER_MAX);
    dm_buf_char(&w->lead, mark);
    dm_buf_char(&w->lead, ' ');
    return w->lead.len - n;
}

static void put_item(writer *w, const dm_node *item, size_t indent, bool tight)
{
    size_t before = w->prefix.len;

    for (size_t i = 0; i < indent; i++)
        dm_buf_char(&w->prefix, ' ');
    w->fresh = true;
    if (item->nruns > 0 &&
        (item->nruns > 1 || item->runs[0].text.len > item->skip))
        put_lines(w, item);
    w->fresh = tight || w->lead.len > 0;
    put_blocks(w, item->first);
    end_lead(w);
    w->prefix.len = before;
    w->fresh = tight;
}

static void put_list(writer *w, const dm_node *list, bool tight)
{
    char   mark = mark_for(w, list);
    size_t i = 0;

    part(w);
    w->fresh = true;
    for (const dm_node *item = list->first; item != NULL; item = item->next) {
        if (i > 0)
            part(w);
        put_item(w, item, put_mark(w, list, mark, i), tight);
        i++;
    }
    w->fresh = false;
    w->mark = mark;
}

static void put_cell(writer *w, const dm_node *cell)
{
    bool any = dm_md_inline(w->out, cell, 0, DM_MD_CELL, DM_S(""));

    for (const dm_node *in = cell->first; in != NULL; in = in->next) {
        if (any)
            dm_buf_str(w->out, "<br>");
        any = dm_md_inline(w->out, in, 0, DM_MD_CELL, DM_S("")) || any;
    }
}

static void put_row(writer *w, const dm_node *row, size_t columns)
{
    const dm_node *cell = row->first;

    begin_line(w);
    dm_buf_char(w->out, '|');
    for (size_t i = 0; i < columns; i++) {
        dm_buf_char(w->out, ' ');
        if (cell != NULL) {
            put_cell(w, cell);
            cell = cell->next;
        }
        dm_buf_str(w->out, " |");
    }
    dm_buf_char(w->out, '\n');
}

static void put_delimiters(writer *w, size_t columns)
{
    begin_line(w);
    dm_buf_char(w->out, '|');
    for (size_t i = 0; i < columns; i++)
        dm_buf_str(w->out, " --- |");
    dm_buf_char(w->out, '\n');
}

static void put_table(writer *w, const dm_node *table)
{
    const dm_node *row = table->first;
    size_t         columns = dm_table_columns(table);
    bool           first = true;

    if (row != NULL && row->kind == DM_NODE_CAPTION) {
        put_lines(w, row);
        row = row->next;
    }
    if (row == NULL)
        return;
    part(w);
    for (; row != NULL; row = row->next) {
        put_row(w, row, columns);
        if (first)
            put_delimiters(w, columns);
        first = false;
    }
}

static void put_block(writer *w, const dm_node *node, bool tight)
{
    switch (node->kind) {
    case DM_NODE_HEADING:
        put_heading(w, node);
        break;
    case DM_NODE_LIST:
        put_list(w, node, tight);
        break;
    case DM_NODE_QUOTE:
        put_quote(w, node);
        break;
    case DM_NODE_PRE:
        put_pre(w, node);
        break;
    case DM_NODE_TABLE:
        if (dm_table_is_plain(node))
            put_table(w, node);
        else
            put_blocks(w, node->first);
        break;
    case DM_NODE_PARAGRAPH:
    case DM_NODE_ITEM:
    case DM_NODE_ROW:
    case DM_NODE_CELL:
    case DM_NODE_CAPTION:
        put_lines(w, node);
        put_blocks(w, node->first);
        break;
    }
}

static void put_blocks(writer *w, const dm_node *first)
{
    for (; first != NULL; first = first->next)
        put_block(w, first, first->kind == DM_NODE_LIST && is_tight(first));
}

void dm_markdown_render(dm_buf *out, const dm_tree *tree)
{
    writer w = {.out = out, .fresh = true};

    dm_buf_init(&w.prefix, PREFIX_MAX);
    dm_buf_init(&w.lead, PREFIX_MAX);
    put_blocks(&w, tree->first);
    if (w.prefix.failed || w.lead.failed)
        out->failed = true;
    dm_buf_fini(&w.prefix);
    dm_buf_fini(&w.lead);
}
