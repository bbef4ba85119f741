/* tree.c - what several sinks ask of a tree, and the walk over runs. */
#include "emit/tree.h"

enum {
    META_MAX = 1000, /* bytes of a text that is still metadata */
    LABELS_MAX = 64  /* open at a time; the builder makes fewer */
};

static bool is_scalar(const dm_value *v)
{
    if (v->kind == DM_STRING)
        return v->as.string.len <= META_MAX;
    return v->kind == DM_BOOL || v->kind == DM_INT || v->kind == DM_REAL;
}

bool dm_tree_is_meta(const dm_value *record, size_t i)
{
    const dm_member *m = &record->as.object.members[i];

    return m->key.len > 0 && m->key.ptr[0] != '_' && is_scalar(m->value);
}

static size_t count(const dm_node *first)
{
    size_t n = 0;

    for (; first != NULL; first = first->next)
        n++;
    return n;
}

size_t dm_table_columns(const dm_node *table)
{
    size_t most = 0;

    for (const dm_node *row = table->first; row != NULL; row = row->next) {
        size_t n = row->kind == DM_NODE_ROW ? count(row->first) : 0;

        most = n > most ? n : most;
    }
    return most;
}

static bool is_plain_row(const dm_node *row)
{
    for (const dm_node *cell = row->first; cell != NULL; cell = cell->next)
        for (const dm_node *in = cell->first; in != NULL; in = in->next)
            if (in->kind != DM_NODE_PARAGRAPH)
                return false;
    return true;
}

bool dm_table_is_plain(const dm_node *table)
{
    for (const dm_node *row = table->first; row != NULL; row = row->next)
        if (row->kind == DM_NODE_ROW && !is_plain_row(row))
            return false;
    return true;
}

bool dm_row_is_header(const dm_node *row)
{
    for (const dm_node *cell = row->first; cell != NULL; cell = cell->next)
        if (!cell->header)
            return false;
    return row->kind == DM_NODE_ROW && row->first != NULL;
}

/* What is open on the way through the runs. */
typedef struct walk {
    const dm_inline *how;
    void            *ud;
    dm_slice         href;
    const dm_label  *open[LABELS_MAX];
    size_t           n;
} walk;

static void close_labels(walk *w, size_t keep)
{
    for (; w->n > keep; w->n--)
        if (w->how->close_label != NULL)
            w->how->close_label(w->ud);
}

static void close_link(walk *w)
{
    close_labels(w, 0);
    if (w->href.len > 0 && w->how->close_link != NULL)
        w->how->close_link(w->ud);
    w->href = DM_S("");
}

static void dress(walk *w, const dm_run_text *run)
{
    size_t same = 0;

    if (run->href.ptr != w->href.ptr || run->href.len != w->href.len) {
        close_link(w);
        w->href = run->href;
        if (run->href.len > 0 && w->how->open_link != NULL)
            w->how->open_link(w->ud, run->href);
    }
    while (same < w->n && same < run->nlabels &&
           w->open[same] == run->labels[same])
        same++;
    close_labels(w, same);
    for (; w->n < run->nlabels && w->n < LABELS_MAX; w->n++) {
        w->open[w->n] = run->labels[w->n];
        if (w->how->open_label != NULL)
            w->how->open_label(w->ud, w->open[w->n]);
    }
}

void dm_inline_walk(const dm_node *node, size_t skip, const dm_inline *how,
                    void *ud)
{
    walk w = {.how = how, .ud = ud, .href = DM_LIT("")};

    for (size_t i = 0; i < node->nruns; i++) {
        const dm_run_text *run = &node->runs[i];
        size_t             cut = skip < run->text.len ? skip : run->text.len;

        skip -= cut;
        if (cut == run->text.len)
            continue;
        dress(&w, run);
        how->text(ud, dm_slice_sub(run->text, cut, run->text.len));
    }
    close_link(&w);
}
