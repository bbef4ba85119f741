/* pandoc.c - the documents: Divs, metadata, and the blocks in them. */
#include "emit/pandoc.h"

#include <xxhash.h>

#include "emit/json.h"
#include "emit/pandoc_text.h"

const char dm_pandoc_between[] = ",\n";
const char dm_pandoc_end[] = "\n]}\n";

static const struct {
    const char *name, *begin;
} apis[] = {
    [DM_PANDOC_1_22] = {"1.22", "{\"pandoc-api-version\":[1,22],\"meta\":{},"
                                "\"blocks\":[\n"},
    [DM_PANDOC_1_20] = {"1.20", "{\"pandoc-api-version\":[1,20],\"meta\":{},"
                                "\"blocks\":[\n"},
    [DM_PANDOC_1_23] = {"1.23", "{\"pandoc-api-version\":[1,23],\"meta\":{},"
                                "\"blocks\":[\n"},
};

bool dm_pandoc_find(dm_slice name, dm_pandoc_api *out)
{
    for (size_t i = 0; i < sizeof apis / sizeof *apis; i++) {
        if (!dm_slice_eq(dm_slice_str(apis[i].name), name))
            continue;
        *out = (dm_pandoc_api)i;
        return true;
    }
    return false;
}

const char *dm_pandoc_begin(dm_pandoc_api api)
{
    return apis[api].begin;
}

typedef struct writer {
    dm_buf       *out;
    dm_pandoc_api api;
    uint64_t      hash;  /* of the document's id */
    size_t        heads; /* headings so far */
} writer;

static void put_blocks(writer *w, const dm_node *first);

/* Text of a block that is no paragraph, then its children, as a list. */
static void put_content(writer *w, const dm_node *node, size_t skip)
{
    dm_buf_char(w->out, '[');
    if (node->nruns > 0) {
        dm_buf_str(w->out, "{\"t\":\"Plain\",\"c\":");
        dm_pandoc_inlines(w->out, node, skip);
        dm_buf_char(w->out, '}');
        if (node->first != NULL)
            dm_buf_char(w->out, ',');
    }
    put_blocks(w, node->first);
    dm_buf_char(w->out, ']');
}

static void put_list(writer *w, const dm_node *list)
{
    const char *delim = list->delim == '('   ? "TwoParens"
                        : list->delim == ')' ? "OneParen"
                                             : "Period";

    if (list->ordered)
        dm_buf_printf(w->out,
                      "{\"t\":\"OrderedList\",\"c\":[[%zu,{\"t\":\"Decimal\"},"
                      "{\"t\":\"%s\"}],[",
                      list->start, delim);
    else
        dm_buf_str(w->out, "{\"t\":\"BulletList\",\"c\":[");
    for (const dm_node *item = list->first; item != NULL; item = item->next) {
        put_content(w, item, item->skip);
        if (item->next != NULL)
            dm_buf_char(w->out, ',');
    }
    dm_buf_str(w->out, list->ordered ? "]]}" : "]}");
}

/* An identifier that no other heading of a run has. */
static void put_heading(writer *w, const dm_node *node)
{
    int level = node->level < 1 ? 1 : node->level > 6 ? 6 : node->level;

    dm_buf_printf(w->out,
                  "{\"t\":\"Header\",\"c\":[%d,[\"d%016llx-h%zu\",[],[]],",
                  level, (unsigned long long)w->hash, ++w->heads);
    dm_pandoc_inlines(w->out, node, node->skip);
    dm_buf_str(w->out, "]}");
}

/* `n` times `what`, with commas. */
static void put_times(const writer *w, size_t n, const char *what)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            dm_buf_char(w->out, ',');
        dm_buf_str(w->out, what);
    }
}

/* The cells of a row, empty ones at its end; `open` and `close` stand around
** each cell's blocks. */
static void put_cells(writer *w, const dm_node *row, size_t columns)
{
    bool        old = w->api == DM_PANDOC_1_20;
    const char *open = old ? "" : "[[\"\",[],[]],{\"t\":\"AlignDefault\"},1,1,";
    const char *close = old ? "" : "]";
    const dm_node *cell = row != NULL ? row->first : NULL;

    dm_buf_char(w->out, '[');
    for (size_t i = 0; i < columns; i++) {
        dm_buf_str(w->out, i > 0 ? "," : "");
        dm_buf_str(w->out, open);
        if (cell != NULL)
            put_content(w, cell, 0);
        else
            dm_buf_str(w->out, "[]");
        dm_buf_str(w->out, close);
        cell = cell != NULL ? cell->next : NULL;
    }
    dm_buf_char(w->out, ']');
}

/* The rows from `row` up to `end`. */
static void put_rows(writer *w, const dm_node *row, const dm_node *end,
                     size_t columns)
{
    bool old = w->api == DM_PANDOC_1_20;

    dm_buf_char(w->out, '[');
    for (; row != end; row = row->next) {
        if (!old)
            dm_buf_str(w->out, "[[\"\",[],[]],");
        put_cells(w, row, columns);
        if (!old)
            dm_buf_char(w->out, ']');
        if (row->next != end)
            dm_buf_char(w->out, ',');
    }
    dm_buf_char(w->out, ']');
}

/* pandoc 2.0 to 2.9: caption, alignments, widths, one header row, rows. */
static void put_table_old(writer *w, const dm_node *caption, const dm_node *row,
                          size_t columns)
{
    bool header = row != NULL && dm_row_is_header(row);

    dm_buf_str(w->out, "{\"t\":\"Table\",\"c\":[");
    if (caption != NULL)
        dm_pandoc_inlines(w->out, caption, 0);
    else
        dm_buf_str(w->out, "[]");
    dm_buf_str(w->out, ",[");
    put_times(w, columns, "{\"t\":\"AlignDefault\"}");
    dm_buf_str(w->out, "],[");
    put_times(w, columns, "0");
    dm_buf_str(w->out, "],");
    put_cells(w, header ? row : NULL, columns);
    dm_buf_char(w->out, ',');
    put_rows(w, header ? row->next : row, NULL, columns);
    dm_buf_str(w->out, "]}");
}

/* Since 2.10: attributes, a caption of blocks, columns, head, bodies, foot. */
static void put_table_new(writer *w, const dm_node *caption, const dm_node *row,
                          size_t columns)
{
    const dm_node *body = row;

    while (body != NULL && dm_row_is_header(body))
        body = body->next;
    dm_buf_str(w->out, "{\"t\":\"Table\",\"c\":[[\"\",[],[]],[null,[");
    if (caption != NULL) {
        dm_buf_str(w->out, "{\"t\":\"Plain\",\"c\":");
        dm_pandoc_inlines(w->out, caption, 0);
        dm_buf_char(w->out, '}');
    }
    dm_buf_str(w->out, "]],[");
    put_times(w, columns,
              "[{\"t\":\"AlignDefault\"},{\"t\":\"ColWidthDefault\"}]");
    dm_buf_str(w->out, "],[[\"\",[],[]],");
    put_rows(w, row, body, columns);
    dm_buf_str(w->out, "],[[[\"\",[],[]],0,[],");
    put_rows(w, body, NULL, columns);
    dm_buf_str(w->out, "]],[[\"\",[],[]],[]]]}");
}

static void put_table(writer *w, const dm_node *table)
{
    const dm_node *row = table->first, *caption = NULL;
    size_t         columns = dm_table_columns(table);

    if (row != NULL && row->kind == DM_NODE_CAPTION) {
        caption = row;
        row = row->next;
    }
    if (w->api == DM_PANDOC_1_20)
        put_table_old(w, caption, row, columns);
    else
        put_table_new(w, caption, row, columns);
}

static void put_quote(writer *w, const dm_node *node)
{
    dm_buf_str(w->out, "{\"t\":\"BlockQuote\",\"c\":");
    put_content(w, node, 0);
    dm_buf_char(w->out, '}');
}

static void put_pre(const writer *w, const dm_node *node)
{
    dm_buf_str(w->out, "{\"t\":\"CodeBlock\",\"c\":[[\"\",[],[]],");
    dm_pandoc_string(w->out, node);
    dm_buf_str(w->out, "]}");
}

static void put_block(writer *w, const dm_node *node)
{
    switch (node->kind) {
    case DM_NODE_HEADING:
        put_heading(w, node);
        break;
    case DM_NODE_LIST:
        put_list(w, node);
        break;
    case DM_NODE_TABLE:
        put_table(w, node);
        break;
    case DM_NODE_QUOTE:
        put_quote(w, node);
        break;
    case DM_NODE_PRE:
        put_pre(w, node);
        break;
    case DM_NODE_PARAGRAPH:
    case DM_NODE_ITEM:
    case DM_NODE_ROW:
    case DM_NODE_CELL:
    case DM_NODE_CAPTION:
        dm_buf_str(w->out, "{\"t\":\"Para\",\"c\":");
        dm_pandoc_inlines(w->out, node, node->skip);
        dm_buf_char(w->out, '}');
        break;
    }
}

static void put_blocks(writer *w, const dm_node *first)
{
    for (; first != NULL; first = first->next) {
        put_block(w, first);
        if (first->next != NULL)
            dm_buf_char(w->out, ',');
    }
}

/* A scalar as a text. */
static void put_scalar(dm_buf *out, const dm_value *v)
{
    if (v->kind == DM_STRING) {
        dm_json_string(out, v->as.string);
        return;
    }
    dm_buf_char(out, '"'); /* numbers and booleans need no escapes */
    dm_json_value(out, v, 0);
    dm_buf_char(out, '"');
}

static void put_pair(dm_buf *out, const char *key, dm_slice value)
{
    if (value.len == 0)
        return;
    dm_buf_printf(out, ",[\"%s\",", key);
    dm_json_string(out, value);
    dm_buf_char(out, ']');
}

/* The attributes of a document's Div. */
static void put_attributes(dm_buf *out, const dm_tree *tree)
{
    const dm_value *r = tree->record;

    dm_buf_str(out, "[[\"source\",");
    dm_json_string(out, tree->id);
    dm_buf_char(out, ']');
    put_pair(out, "title", tree->title);
    put_pair(out, "lang", tree->lang);
    for (size_t i = 0; r != NULL && r->kind == DM_OBJECT && i < r->as.object.n;
         i++) {
        const dm_member *m = &r->as.object.members[i];

        if (!dm_tree_is_meta(r, i) || dm_slice_eq(m->key, DM_S("id")) ||
            dm_slice_eq(m->key, DM_S("title")) ||
            dm_slice_eq(m->key, DM_S("lang")))
            continue;
        dm_buf_str(out, ",[");
        dm_json_string(out, m->key);
        dm_buf_char(out, ',');
        put_scalar(out, m->value);
        dm_buf_char(out, ']');
    }
    dm_buf_char(out, ']');
}

static writer writer_of(dm_buf *out, const dm_tree *tree, dm_pandoc_api api)
{
    return (writer){.out = out,
                    .api = api,
                    .hash = XXH3_64bits(tree->id.ptr, tree->id.len)};
}

void dm_pandoc_render(dm_buf *out, const dm_tree *tree, dm_pandoc_api api)
{
    writer w = writer_of(out, tree, api);

    dm_buf_printf(out, "{\"t\":\"Div\",\"c\":[[\"d%016llx\",[\"document\"],",
                  (unsigned long long)w.hash);
    put_attributes(out, tree);
    dm_buf_str(out, "],[");
    put_blocks(&w, tree->first);
    dm_buf_str(out, "]]}");
}

static void put_meta(dm_buf *out, dm_slice key, bool *first)
{
    dm_buf_str(out, *first ? "" : ",");
    dm_json_string(out, key);
    *first = false;
}

static void put_meta_text(dm_buf *out, const char *key, dm_slice value,
                          bool *first)
{
    if (value.len == 0)
        return;
    put_meta(out, dm_slice_str(key), first);
    dm_buf_str(out, ":{\"t\":\"MetaString\",\"c\":");
    dm_json_string(out, value);
    dm_buf_char(out, '}');
}

static void put_metadata(dm_buf *out, const dm_tree *tree)
{
    const dm_value *r = tree->record;
    bool            first = true;

    put_meta_text(out, "title", tree->title, &first);
    put_meta_text(out, "lang", tree->lang, &first);
    for (size_t i = 0; r != NULL && r->kind == DM_OBJECT && i < r->as.object.n;
         i++) {
        const dm_member *m = &r->as.object.members[i];

        if (!dm_tree_is_meta(r, i) ||
            (tree->title.len > 0 && dm_slice_eq(m->key, DM_S("title"))) ||
            (tree->lang.len > 0 && dm_slice_eq(m->key, DM_S("lang"))))
            continue;
        put_meta(out, m->key, &first);
        if (m->value->kind == DM_BOOL) {
            dm_buf_str(out, m->value->as.boolean
                                ? ":{\"t\":\"MetaBool\",\"c\":true}"
                                : ":{\"t\":\"MetaBool\",\"c\":false}");
            continue;
        }
        dm_buf_str(out, ":{\"t\":\"MetaString\",\"c\":");
        put_scalar(out, m->value);
        dm_buf_char(out, '}');
    }
}

void dm_pandoc_page(dm_buf *out, const dm_tree *tree, dm_pandoc_api api)
{
    writer w = writer_of(out, tree, api);

    dm_buf_printf(out, "{\"pandoc-api-version\":[1,%s],\"meta\":{",
                  apis[api].name + 2);
    put_metadata(out, tree);
    dm_buf_str(out, "},\"blocks\":[\n");
    put_blocks(&w, tree->first);
    dm_buf_str(out, dm_pandoc_end);
}
