/* html.c - a page, element by element. */
#include "emit/html.h"

#define STYLE                                                                  \
    "body{max-width:46em;margin:2em auto;padding:0 1em;line-height:1.6;"       \
    "font-family:serif}\n"                                                     \
    "table{border-collapse:collapse}td,th{border:1px solid #999;"              \
    "padding:.2em .5em;vertical-align:top}\n"                                  \
    "pre{overflow:auto}ul.numbered{list-style:none;padding-left:1em}\n"        \
    "blockquote{border-left:3px solid #ccc;margin-left:0;padding-left:1em}\n"  \
    "article+article{border-top:1px solid #999;margin-top:3em}\n"              \
    "span[data-rule]{background:#fff3b0}\n"

#define HEAD_1                                                                 \
    "<head>\n<meta charset=\"utf-8\"/>\n"                                      \
    "<meta name=\"viewport\" content=\"width=device-width\"/>\n"               \
    "<meta name=\"generator\" content=\"docmill\"/>\n<title>"
#define HEAD_2 "</title>\n<style>\n" STYLE "</style>\n</head>\n<body>\n"

const char dm_html_begin[] =
    "<!DOCTYPE html>\n<html>\n" HEAD_1 "docmill" HEAD_2;
const char dm_html_end[] = "</body>\n</html>\n";

/* What stands for the character at `s`, and its length in `*len`; NULL when it
** may stand as it is. */
static const char *reference(dm_slice s, size_t *len)
{
    unsigned char c = (unsigned char)s.ptr[0];

    *len = 1;
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\r':
        return "&#13;";
    default:
        break;
    }
    if (c < 0x20 && c != '\n' && c != '\t')
        return "\xEF\xBF\xBD";
    if (c != 0xEF || s.len < 3 || memcmp(s.ptr, "\xEF\xBF", 2) != 0 ||
        (unsigned char)s.ptr[2] < 0xBE)
        return NULL;
    *len = 3; /* U+FFFE and U+FFFF */
    return "\xEF\xBF\xBD";
}

void dm_html_escape(dm_buf *out, dm_slice s)
{
    size_t done = 0, i = 0;

    while (i < s.len) {
        size_t      n;
        const char *with = reference(dm_slice_sub(s, i, s.len), &n);

        if (with != NULL) {
            dm_buf_slice(out, dm_slice_sub(s, done, i));
            dm_buf_str(out, with);
            done = i + n;
        }
        i += n;
    }
    dm_buf_slice(out, dm_slice_sub(s, done, s.len));
}

typedef struct writer {
    dm_buf *out;
    bool    pre; /* line breaks stay */
} writer;

static void put_text(void *ud, dm_slice text)
{
    const writer *w = ud;

    while (text.len > 0) {
        const char *lf = w->pre ? NULL : memchr(text.ptr, '\n', text.len);
        size_t      n = lf != NULL ? (size_t)(lf - text.ptr) : text.len;

        dm_html_escape(w->out, dm_slice_sub(text, 0, n));
        if (lf != NULL)
            dm_buf_str(w->out, "<br/>\n");
        text = dm_slice_sub(text, n + (lf != NULL), text.len);
    }
}

static void put_attribute(dm_buf *out, const char *name, dm_slice value)
{
    if (value.len == 0)
        return;
    dm_buf_printf(out, " %s=\"", name);
    dm_html_escape(out, value);
    dm_buf_char(out, '"');
}

static void open_link(void *ud, dm_slice href)
{
    const writer *w = ud;

    dm_buf_str(w->out, "<a");
    put_attribute(w->out, "href", href);
    dm_buf_char(w->out, '>');
}

static void close_link(void *ud)
{
    const writer *w = ud;

    dm_buf_str(w->out, "</a>");
}

/* Classes are separated by white space, so a name may have none. */
static void put_class(dm_buf *out, dm_slice rule)
{
    dm_buf_str(out, " class=\"docmill-");
    for (size_t i = 0; i < rule.len; i++) {
        char c = rule.ptr[i];

        if ((unsigned char)c <= ' ')
            dm_buf_char(out, '-');
        else if ((unsigned char)c < 0x80)
            dm_html_escape(out, (dm_slice){&rule.ptr[i], 1});
        else
            dm_buf_char(out, c);
    }
    dm_buf_char(out, '"');
}

static void open_label(void *ud, const dm_label *label)
{
    const writer *w = ud;

    dm_buf_str(w->out, "<span");
    put_class(w->out, label->rule);
    put_attribute(w->out, "data-rule", label->rule);
    put_attribute(w->out, "data-field", label->field);
    dm_buf_char(w->out, '>');
}

static void close_label(void *ud)
{
    const writer *w = ud;

    dm_buf_str(w->out, "</span>");
}

static void put_runs(const writer *w, const dm_node *node, size_t skip)
{
    static const dm_inline how = {put_text, open_link, close_link, open_label,
                                  close_label};
    writer                 mine = {w->out, node->kind == DM_NODE_PRE};

    dm_inline_walk(node, skip, &how, &mine);
}

static void put_blocks(const writer *w, const dm_node *first);

static void put_element(const writer *w, const dm_node *node, const char *name)
{
    dm_buf_printf(w->out, "<%s>", name);
    if (node->kind == DM_NODE_PRE && node->runs[0].text.ptr[0] == '\n')
        dm_buf_char(w->out, '\n'); /* parsers take one away */
    put_runs(w, node, node->skip);
    if (node->first != NULL)
        dm_buf_char(w->out, '\n');
    put_blocks(w, node->first);
    dm_buf_printf(w->out, "</%s>\n", name);
}

static void put_list(const writer *w, const dm_node *list)
{
    const char *name = list->ordered ? "ol" : "ul";

    dm_buf_printf(w->out, "<%s", name);
    if (list->ordered && list->start != 1)
        dm_buf_printf(w->out, " start=\"%zu\"", list->start);
    if (list->numbered)
        dm_buf_str(w->out, " class=\"numbered\"");
    dm_buf_str(w->out, ">\n");
    put_blocks(w, list->first);
    dm_buf_printf(w->out, "</%s>\n", name);
}

static void put_row(const writer *w, const dm_node *row, size_t columns)
{
    dm_buf_str(w->out, "<tr>\n");
    for (const dm_node *cell = row->first; cell != NULL; cell = cell->next) {
        put_element(w, cell, cell->header ? "th" : "td");
        columns--;
    }
    for (; columns > 0; columns--)
        dm_buf_str(w->out, "<td></td>\n");
    dm_buf_str(w->out, "</tr>\n");
}

static void put_table(const writer *w, const dm_node *table)
{
    size_t         columns = dm_table_columns(table);
    const dm_node *in = table->first;

    dm_buf_str(w->out, "<table>\n");
    if (in != NULL && in->kind == DM_NODE_CAPTION) {
        put_element(w, in, "caption");
        in = in->next;
    }
    if (in != NULL && dm_row_is_header(in)) {
        dm_buf_str(w->out, "<thead>\n");
        for (; in != NULL && dm_row_is_header(in); in = in->next)
            put_row(w, in, columns);
        dm_buf_str(w->out, "</thead>\n");
    }
    if (in != NULL)
        dm_buf_str(w->out, "<tbody>\n");
    for (const dm_node *row = in; row != NULL; row = row->next)
        put_row(w, row, columns);
    dm_buf_str(w->out, in != NULL ? "</tbody>\n</table>\n" : "</table>\n");
}

static void put_heading(const writer *w, const dm_node *node)
{
    char name[3] = {'h', '1', '\0'};

    if (node->level > 1)
        name[1] = (char)('0' + (node->level > 6 ? 6 : node->level));
    put_element(w, node, name);
}

static void put_block(const writer *w, const dm_node *node)
{
    switch (node->kind) {
    case DM_NODE_HEADING:
        put_heading(w, node);
        break;
    case DM_NODE_LIST:
        put_list(w, node);
        break;
    case DM_NODE_ITEM:
        put_element(w, node, "li");
        break;
    case DM_NODE_TABLE:
        put_table(w, node);
        break;
    case DM_NODE_QUOTE:
        put_element(w, node, "blockquote");
        break;
    case DM_NODE_PRE:
        put_element(w, node, "pre");
        break;
    case DM_NODE_PARAGRAPH:
    case DM_NODE_ROW:
    case DM_NODE_CELL:
    case DM_NODE_CAPTION:
        put_element(w, node, "p");
        break;
    }
}

static void put_blocks(const writer *w, const dm_node *first)
{
    for (; first != NULL; first = first->next)
        put_block(w, first);
}

void dm_html_render(dm_buf *out, const dm_tree *tree)
{
    writer w = {.out = out};

    dm_buf_str(out, "<article");
    put_attribute(out, "data-id", tree->id);
    put_attribute(out, "data-title", tree->title);
    put_attribute(out, "lang", tree->lang);
    dm_buf_str(out, ">\n");
    put_blocks(&w, tree->first);
    dm_buf_str(out, "</article>\n");
}

void dm_html_page(dm_buf *out, const dm_tree *tree)
{
    dm_buf_str(out, "<!DOCTYPE html>\n<html");
    put_attribute(out, "lang", tree->lang);
    dm_buf_str(out, ">\n" HEAD_1);
    dm_html_escape(out, tree->title.len > 0 ? tree->title : tree->id);
    dm_buf_str(out, HEAD_2);
    dm_html_render(out, tree);
    dm_buf_str(out, dm_html_end);
}
