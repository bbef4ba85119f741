/* html_role.c - elements become blocks, links, readings and metadata.
**
** There is a row of two functions for each role: what to do when such an
** element opens and when it closes.
*/
#include "load/html_role.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "load/html_ruby.h"

enum { COUNT_MAX = 999999999 }; /* as far as lists may count */

static void open_block(dm_page *page, dm_element *e, dm_block_kind kind,
                       int level)
{
    e->block = dm_outline_open(&page->flow.outline, kind, level, false);
}

static void boundary(dm_page *page)
{
    dm_flow_end_para(&page->flow);
    dm_flow_break(&page->flow);
}

static void open_box(dm_page *page, const dm_opening *o)
{
    boundary(page);
    o->e->loose = !o->e->tight;
    o->e->pre = o->tag->role == DM_ROLE_AREA || o->e->pre;
}

static void open_heading(dm_page *page, const dm_opening *o)
{
    boundary(page);
    open_block(page, o->e, DM_HEADING, o->tag->arg);
    o->e->loose = false;
    o->e->tight = true;
}

/* The whole number that attribute `name` is; false when it is none. */
static bool number_of(const dm_opening *o, const char *name, int *out)
{
    const char *s = dm_attr(o->attrs, name);
    char       *end;
    long        n;

    if (s == NULL)
        return false;
    n = strtol(s, &end, 10);
    if (end == s || n < -COUNT_MAX || n > COUNT_MAX)
        return false;
    *out = (int)n;
    return true;
}

/* A list that counts down from how many items it has, is not known to. */
static void open_list(dm_page *page, const dm_opening *o)
{
    bool down = dm_attr(o->attrs, "reversed") != NULL;

    open_box(page, o);
    o->e->lists++;
    o->e->next = 1;
    o->e->step = down ? -1 : 1;
    o->e->counts = strcmp(o->e->name, "ol") == 0 &&
                   (number_of(o, "start", &o->e->next) || !down);
}

/* The list that an item is in, and not one around a table or item. */
static dm_element *list_around(const dm_page *page)
{
    for (size_t i = dm_page_depth(page); i > 0; i--) {
        dm_element *e = &dm_page_elements(page)[i - 1];

        if (e->role == DM_ROLE_LIST)
            return e;
        if (e->role == DM_ROLE_TABLE || e->role == DM_ROLE_CELL ||
            e->role == DM_ROLE_ITEM)
            break;
    }
    return NULL;
}

static void open_item(dm_page *page, const dm_opening *o)
{
    dm_element *list = list_around(page);

    boundary(page);
    open_block(page, o->e, DM_LIST_ITEM, o->e->lists > 0 ? o->e->lists : 1);
    o->e->loose = false;
    if (list == NULL || !list->counts)
        return;
    (void)number_of(o, "value", &list->next);
    dm_outline_count(&page->flow.outline, o->e->block, list->next);
    if (list->next < COUNT_MAX)
        list->next += list->step;
}

static void open_quote(dm_page *page, const dm_opening *o)
{
    boundary(page);
    open_block(page, o->e, DM_QUOTE, 0);
    o->e->loose = false;
}

static void open_pre(dm_page *page, const dm_opening *o)
{
    boundary(page);
    open_block(page, o->e, DM_PRE, 0);
    o->e->loose = false;
    o->e->tight = true;
    o->e->pre = true;
    page->fresh = true;
}

static void open_caption(dm_page *page, const dm_opening *o)
{
    boundary(page);
    open_block(page, o->e, DM_CAPTION, 0);
    o->e->loose = false;
    o->e->tight = true;
}

/* A table always begins a line, in the midst of a cell as well. */
static void open_table(dm_page *page, const dm_opening *o)
{
    page->flow.in_cell = false;
    page->flow.tabs = 0;
    boundary(page);
    open_block(page, o->e, DM_TABLE, 0);
    o->e->loose = !o->e->tight;
    o->e->lists = 0;
}

static void open_row(dm_page *page, const dm_opening *o)
{
    page->flow.in_cell = false;
    page->flow.tabs = 0;
    boundary(page);
    open_block(page, o->e, DM_ROW, 0);
    o->e->cells = 0;
    o->e->base = dm_flow_next_line(&page->flow);
}

static dm_element *row_around(const dm_page *page)
{
    for (size_t i = dm_page_depth(page); i > 0; i--) {
        dm_element *e = &dm_page_elements(page)[i - 1];

        if (e->role == DM_ROLE_ROW)
            return e;
        if (e->role == DM_ROLE_TABLE || e->role == DM_ROLE_CELL)
            break;
    }
    return NULL;
}

static void open_cell(dm_page *page, const dm_opening *o)
{
    dm_element *row = row_around(page);

    dm_flow_end_para(&page->flow);
    if (row == NULL)
        dm_flow_break(&page->flow);
    dm_flow_cell(&page->flow, row == NULL || row->cells == 0,
                 row != NULL ? row->base : 0);
    if (row != NULL)
        row->cells++;
    o->e->block =
        dm_outline_open(&page->flow.outline, DM_CELL, 0, o->tag->arg == 1);
    o->e->loose = false;
}

static void open_skip(dm_page *page, const dm_opening *o)
{
    (void)page;
    o->e->sink = DM_SINK_NONE;
}

static void open_title(dm_page *page, const dm_opening *o)
{
    o->e->sink = page->titled ? DM_SINK_NONE : DM_SINK_NOTE;
    dm_buf_clear(&page->note);
}

static void add_meta(dm_page *page, const char *key, dm_slice value)
{
    dm_err why = {.code = DM_OK};

    if (value.len == 0 ||
        dm_doc_add_meta(page->doc, dm_slice_str(key), value, &why) ||
        why.code == DM_E_TRUNCATED)
        return;
    page->err = why;
    page->failed = true;
}

dm_slice dm_page_fold_note(dm_page *page)
{
    char  *s = page->note.ptr;
    size_t n = 0;

    for (size_t i = 0; i < page->note.len; i++) {
        if (!dm_ascii_space(s[i]))
            s[n++] = s[i];
        else if (n > 0 && s[n - 1] != ' ')
            s[n++] = ' ';
    }
    n -= n > 0 && s[n - 1] == ' ';
    return (dm_slice){s, n};
}

static void open_meta(dm_page *page, const dm_opening *o)
{
    const char *key = dm_meta_key(o->attrs);
    const char *content = dm_attr(o->attrs, "content");

    if (key != NULL && content != NULL)
        add_meta(page, key, dm_slice_str(content));
}

static void open_root(dm_page *page, const dm_opening *o)
{
    const char *lang = dm_attr(o->attrs, "lang");
    dm_slice    copy;

    open_box(page, o);
    if (lang == NULL)
        lang = dm_attr(o->attrs, "xml:lang");
    if (lang == NULL || page->doc->lang.len > 0)
        return;
    copy = dm_arena_slice(&page->doc->arena, dm_slice_str(lang));
    dm_page_check(page, copy.ptr != NULL);
    if (copy.ptr != NULL)
        page->doc->lang = copy;
}

static void open_line(dm_page *page, const dm_opening *o)
{
    dm_flow_line(&page->flow, o->range);
}

static void open_rule(dm_page *page, const dm_opening *o)
{
    (void)o;
    boundary(page);
}

void dm_page_end_link(dm_page *page)
{
    dm_range range = dm_flow_take(&page->flow, DM_MARK_LINK);
    dm_err   why = {.code = DM_OK};

    if (range.to == range.from || page->href.len == 0 ||
        dm_doc_add_link(page->doc, range, page->href, &why) ||
        why.code == DM_E_TRUNCATED)
        return;
    page->err = why;
    page->failed = true;
}

void dm_page_begin_link(dm_page *page, dm_slice href)
{
    if (page->flow.marks[DM_MARK_LINK].armed)
        dm_page_end_link(page); /* links do not nest */
    page->href = href;
    dm_flow_arm(&page->flow, DM_MARK_LINK);
}

static void close_link(dm_page *page, const dm_element *e)
{
    (void)e;
    dm_page_end_link(page);
}

static void open_link(dm_page *page, const dm_opening *o)
{
    const char *href = dm_attr(o->attrs, "href");
    dm_slice    copy;

    if (page->flow.marks[DM_MARK_LINK].armed)
        dm_page_end_link(page);
    page->href = DM_S("");
    if (href == NULL)
        return;
    copy = dm_arena_slice(&page->doc->arena, dm_slice_str(href));
    dm_page_check(page, copy.ptr != NULL);
    if (copy.ptr != NULL)
        dm_page_begin_link(page, copy);
}

static void close_title(dm_page *page, const dm_element *e)
{
    (void)e;
    if (page->titled)
        return;
    page->titled = true;
    add_meta(page, "title", dm_page_fold_note(page));
}

static void close_box(dm_page *page, const dm_element *e)
{
    dm_flow_end_para(&page->flow);
    dm_outline_close(&page->flow.outline, e->block, page->flow.end);
    dm_flow_break(&page->flow);
}

static void close_row(dm_page *page, const dm_element *e)
{
    page->flow.in_cell = false;
    page->flow.tabs = 0;
    close_box(page, e);
}

static void close_cell(dm_page *page, const dm_element *e)
{
    dm_flow_end_para(&page->flow);
    dm_outline_close(&page->flow.outline, e->block, page->flow.end);
    page->flow.in_cell = false;
}

static const struct {
    void (*open)(dm_page *page, const dm_opening *o);
    void (*close)(dm_page *page, const dm_element *e);
} roles[DM_ROLES] = {
    [DM_ROLE_INLINE] = {NULL,                 NULL                 },
    [DM_ROLE_BOX] = {open_box,             close_box            },
    [DM_ROLE_HEADING] = {open_heading,         close_box            },
    [DM_ROLE_LIST] = {open_list,            close_box            },
    [DM_ROLE_ITEM] = {open_item,            close_box            },
    [DM_ROLE_QUOTE] = {open_quote,           close_box            },
    [DM_ROLE_PRE] = {open_pre,             close_box            },
    [DM_ROLE_AREA] = {open_box,             close_box            },
    [DM_ROLE_TABLE] = {open_table,           close_row            },
    [DM_ROLE_ROW] = {open_row,             close_row            },
    [DM_ROLE_CELL] = {open_cell,            close_cell           },
    [DM_ROLE_CAPTION] = {open_caption,         close_box            },
    [DM_ROLE_SKIP] = {open_skip,            NULL                 },
    [DM_ROLE_TITLE] = {open_title,           close_title          },
    [DM_ROLE_META] = {open_meta,            NULL                 },
    [DM_ROLE_ROOT] = {open_root,            close_box            },
    [DM_ROLE_LINE] = {open_line,            NULL                 },
    [DM_ROLE_RULE] = {open_rule,            NULL                 },
    [DM_ROLE_LINK] = {open_link,            close_link           },
    [DM_ROLE_RUBY] = {dm_ruby_open,         dm_ruby_close        },
    [DM_ROLE_RUBY_TEXT] = {dm_ruby_open_reading, dm_ruby_close_reading},
    [DM_ROLE_RUBY_ROW] = {dm_ruby_open_row,     dm_ruby_close_row    },
    [DM_ROLE_RUBY_BASE] = {dm_ruby_open_base,    dm_ruby_close_base   },
    [DM_ROLE_RUBY_PAREN] = {open_skip,            NULL                 },
};

void dm_role_open(dm_page *page, const dm_opening *o)
{
    if (roles[o->e->role].open != NULL)
        roles[o->e->role].open(page, o);
}

void dm_role_close(dm_page *page, const dm_element *e)
{
    if (roles[e->role].close != NULL)
        roles[e->role].close(page, e);
}
