/* markdown_block.c - blocks begin and end.
**
** md4c tells of blocks without saying where they are: they begin with their
** first text.  The number of an item is text, as a reader sees it; md4c passes
** it over, so it is looked for in the source between the texts around it.
*/
#include "load/read_markdown.h"

static dm_md_open *opens(const dm_md *m)
{
    return (dm_md_open *)(void *)m->stack.ptr;
}

static size_t depth(const dm_md *m)
{
    return m->stack.len / sizeof(dm_md_open);
}

dm_md_open *dm_md_top(const dm_md *m)
{
    return depth(m) > 0 ? &opens(m)[depth(m) - 1] : NULL;
}

void dm_md_stop(dm_md *m)
{
    m->failed = true;
}

static void boundary(dm_md *m)
{
    m->soft = (dm_range){0, 0};
    m->line = false;
    m->indent = 0;
    m->last = 0;
    m->hidden[0] = '\0';
    dm_flow_break(&m->flow);
}

static bool is_blank(const dm_md *m, size_t at)
{
    return at >= m->src.len || dm_md_among(m->src.ptr[at], " \t\r\n");
}

/* Digits and `delimiter` at `at`: how long, or 0. */
static size_t number_at(const dm_md *m, size_t at, char delimiter)
{
    size_t n = 0;

    while (at + n < m->src.len && n < 9 && m->src.ptr[at + n] >= '0' &&
           m->src.ptr[at + n] <= '9')
        n++;
    if (n == 0 || at + n >= m->src.len || m->src.ptr[at + n] != delimiter ||
        !is_blank(m, at + n + 1))
        return 0;
    return n + 1;
}

/* Is the byte at `at` one of the marks that lines begin with? */
static bool is_mark(const dm_md *m, size_t at)
{
    char c = m->src.ptr[at];

    if (c == ' ' || c == '\t' || c == '>')
        return true;
    return (c == '-' || c == '+' || c == '*') && is_blank(m, at + 1);
}

/* The next number of an item that nothing but marks stands before on its
** line; an empty range when there is none. */
static dm_range find_number(const dm_md *m, char delimiter)
{
    size_t at = m->prefix ? m->pos : dm_md_line_end(m, m->pos).to;

    while (at < m->src.len) {
        size_t n;

        while (at < m->src.len && is_mark(m, at))
            at++;
        n = number_at(m, at, delimiter);
        if (n > 0)
            return (dm_range){at, at + n};
        at = dm_md_line_end(m, at).to;
    }
    return (dm_range){m->pos, m->pos};
}

/* Write the source of `r`, which is one mark, and let a blank wait. */
static void write_mark(dm_md *m, dm_range r)
{
    dm_flow_text(&m->flow, r);
    m->pos = r.to;
    m->prefix = true;
    m->fresh = true;
    m->last = ' ';
    if (r.to < m->src.len &&
        (m->src.ptr[r.to] == ' ' || m->src.ptr[r.to] == '\t'))
        m->flow.space = (dm_range){r.to, r.to + 1};
}

static void open_block(dm_md *m, dm_md_open *o, dm_block_kind kind, int level)
{
    o->block = dm_outline_open(&m->flow.outline, kind, level, false);
}

/* A paragraph or heading behind a number stays on its line. */
static void open_text(dm_md *m, dm_md_open *o, dm_block_kind kind, int level)
{
    if (!m->fresh)
        boundary(m);
    open_block(m, o, kind, level);
}

static void open_item(dm_md *m, dm_md_open *o, const MD_BLOCK_LI_DETAIL *li)
{
    dm_md_open *list = dm_md_top(m);
    dm_range    r;

    if (!m->fresh)
        boundary(m);
    open_block(m, o, DM_LIST_ITEM, m->lists > 0 ? m->lists : 1);
    if (list != NULL && list->type == MD_BLOCK_OL)
        dm_outline_count(&m->flow.outline, o->block, list->next++);
    if (list != NULL && list->type == MD_BLOCK_OL && !m->lost) {
        r = find_number(m, list->delimiter);
        m->lost = r.to == r.from;
        if (!m->lost)
            write_mark(m, r);
    }
    if (li->is_task) {
        size_t at = m->from + li->task_mark_offset;

        write_mark(m, (dm_range){at - 1, at + 2});
    }
}

static void open_row(dm_md *m, dm_md_open *o)
{
    m->flow.in_cell = false;
    m->flow.tabs = 0;
    boundary(m);
    open_block(m, o, DM_ROW, 0);
    o->base = dm_flow_next_line(&m->flow);
}

static void open_cell(dm_md *m, dm_md_open *o)
{
    dm_md_open *row = dm_md_top(m);

    m->last = 0;
    m->soft = (dm_range){0, 0};
    dm_flow_cell(&m->flow, row->cells == 0, row->base);
    row->cells++;
    o->block =
        dm_outline_open(&m->flow.outline, DM_CELL, 0, o->type == MD_BLOCK_TH);
}

static void open_list(dm_md *m, dm_md_open *o, const void *detail)
{
    const MD_BLOCK_OL_DETAIL *ol = detail;

    if (!m->fresh)
        boundary(m);
    m->lists++;
    if (o->type == MD_BLOCK_OL) {
        o->delimiter = ol->mark_delimiter;
        o->next = (int)ol->start;
    }
}

static void open_any(dm_md *m, dm_md_open *o, void *detail)
{
    switch (o->type) {
    case MD_BLOCK_QUOTE:
        boundary(m);
        open_block(m, o, DM_QUOTE, 0);
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        open_list(m, o, detail);
        break;
    case MD_BLOCK_LI:
        open_item(m, o, detail);
        break;
    case MD_BLOCK_H:
        open_text(m, o, DM_HEADING,
                  (int)((const MD_BLOCK_H_DETAIL *)detail)->level);
        break;
    case MD_BLOCK_P:
        open_text(m, o, DM_PARAGRAPH, 0);
        break;
    case MD_BLOCK_CODE:
        boundary(m);
        open_block(m, o, DM_PRE, 0);
        break;
    case MD_BLOCK_TABLE:
        boundary(m);
        open_block(m, o, DM_TABLE, 0);
        break;
    case MD_BLOCK_TR:
        open_row(m, o);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        open_cell(m, o);
        break;
    case MD_BLOCK_HR:
    case MD_BLOCK_HTML:
        boundary(m);
        break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    }
}

int dm_md_enter(MD_BLOCKTYPE type, void *detail, void *user)
{
    dm_md     *m = user;
    dm_md_open o = {.type = type, .block = DM_NOID};

    if (depth(m) >= m->doc->limits.max_depth) {
        dm_fail(&m->err, DM_E_DEPTH, "markup nests deeper than %zu",
                m->doc->limits.max_depth);
        dm_md_stop(m);
    }
    if (m->failed)
        return 1;
    open_any(m, &o, detail);
    dm_buf_add(&m->stack, &o, sizeof o);
    m->failed = m->failed || m->stack.failed;
    return m->failed;
}

static void close_cell(dm_md *m)
{
    m->soft = (dm_range){0, 0};
    m->hidden[0] = '\0';
    m->flow.in_cell = false;
}

int dm_md_leave(MD_BLOCKTYPE type, void *detail, void *user)
{
    dm_md     *m = user;
    dm_md_open o;

    (void)detail;
    if (m->failed || depth(m) == 0)
        return m->failed;
    o = *dm_md_top(m);
    m->stack.len -= sizeof o;
    if (type == MD_BLOCK_HTML)
        dm_md_html(m);
    m->lists -= type == MD_BLOCK_UL || type == MD_BLOCK_OL;
    if (type == MD_BLOCK_TR) {
        m->flow.in_cell = false;
        m->flow.tabs = 0;
    }
    dm_outline_close(&m->flow.outline, o.block, m->flow.end);
    if (type == MD_BLOCK_TH || type == MD_BLOCK_TD)
        close_cell(m);
    else {
        m->fresh = false;
        boundary(m);
    }
    return m->failed;
}
