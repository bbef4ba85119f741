/* phrases_build.c - from a list of phrases to the automaton.
**
** The phrases are sorted, so every node is a run of them with a common
** prefix, and its children are the runs by the byte that follows.  Nodes are
** laid down level by level; a node's suffix links are known when it is
** reached, for suffixes are shorter.
*/
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "match/phrases_in.h"
#include "text/utf8.h"

#ifndef DM_PHRASES_MAX
#define DM_PHRASES_MAX ((size_t)256 << 20) /* bytes; tests shrink it */
#endif

enum { LONGEST = 65535 };

typedef struct item {
    dm_slice text;
    uint32_t index;
} item;

/* The phrases of a node that is laid down. */
typedef struct run {
    uint32_t from, to;
} run;

typedef struct builder {
    item  *items; /* sorted, without doubles */
    size_t n;
    dm_buf nodes, rows, runs;
} builder;

static int by_text(const void *a, const void *b)
{
    const item *x = a, *y = b;
    size_t      n = x->text.len < y->text.len ? x->text.len : y->text.len;
    int         order = memcmp(x->text.ptr, y->text.ptr, n);

    if (order != 0)
        return order;
    if (x->text.len != y->text.len)
        return x->text.len < y->text.len ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

static bool check(const dm_slice *phrases, size_t n, dm_err *err)
{
    if (n >= DM_PHRASES_MAX / sizeof(dm_phrase_node))
        return dm_fail(err, DM_E_SIZE, "%zu phrases are too many", n);
    for (size_t i = 0; i < n; i++) {
        dm_slice s = phrases[i];

        if (s.len == 0)
            return dm_fail(err, DM_E_BAD_TYPE, "phrase %zu is empty", i + 1);
        if (s.len > LONGEST)
            return dm_fail(err, DM_E_SIZE, "phrase %zu is over 64 KB", i + 1);
        if (dm_utf8_valid(s) != s.len)
            return dm_fail(err, DM_E_BAD_TYPE, "phrase %zu is not UTF-8",
                           i + 1);
    }
    return true;
}

static void sort_items(builder *b, const dm_slice *phrases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        b->items[i] = (item){phrases[i], (uint32_t)i};
    qsort(b->items, n, sizeof *b->items, by_text);
    for (size_t i = 0; i < n; i++)
        if (b->n == 0 ||
            !dm_slice_eq(b->items[b->n - 1].text, b->items[i].text))
            b->items[b->n++] = b->items[i];
}

static dm_phrase_node *node_at(const builder *b, size_t i)
{
    return (dm_phrase_node *)(void *)b->nodes.ptr + i;
}

static run *run_at(const builder *b, size_t i)
{
    return (run *)(void *)b->runs.ptr + i;
}

static size_t count_nodes(const builder *b)
{
    return b->nodes.len / sizeof(dm_phrase_node);
}

static void lay(builder *b, run r, size_t depth, unsigned char label)
{
    dm_phrase_node node = {.depth = (uint16_t)depth, .label = label};
    const item    *first = &b->items[r.from];

    if (depth > 0 && first->text.len == depth)
        node.phrase = first->index + 1;
    dm_buf_add(&b->nodes, &node, sizeof node);
    dm_buf_add(&b->runs, &r, sizeof r);
}

static bool is_short(const builder *b)
{
    return b->nodes.failed || b->runs.failed || b->rows.failed;
}

/* Lay down the children of node `i`; valid UTF-8 never has all of 256. */
static void lay_children(builder *b, size_t i)
{
    run    r = *run_at(b, i);
    size_t depth = node_at(b, i)->depth, first = count_nodes(b), n = 0;

    while (r.from < r.to && b->items[r.from].text.len == depth)
        r.from++;
    while (r.from < r.to && !is_short(b)) {
        unsigned char label = (unsigned char)b->items[r.from].text.ptr[depth];
        run           child = {r.from, r.from};

        while (child.to < r.to &&
               (unsigned char)b->items[child.to].text.ptr[depth] == label)
            child.to++;
        lay(b, child, depth + 1, label);
        r.from = child.to;
        n++;
    }
    node_at(b, i)->first = (uint32_t)first;
    node_at(b, i)->n = (uint8_t)n;
}

/* Give a node with many children a row. */
static void add_row(builder *b, size_t i)
{
    dm_phrase_node *node = node_at(b, i);
    uint32_t        first = node->first;
    unsigned char   low = node_at(b, first)->label;
    unsigned char   high = node_at(b, first + node->n - 1U)->label;
    size_t          size = DM_ROW_HEAD + (size_t)high - low + 1;
    char           *row = dm_buf_reserve(&b->rows, size);

    if (row == NULL)
        return;
    memset(row, 0, size);
    memcpy(row, &first, sizeof first);
    row[DM_ROW_LOW] = (char)low;
    row[DM_ROW_HIGH] = (char)high;
    for (unsigned k = 0; k < node->n; k++)
        row[DM_ROW_HEAD + node_at(b, first + k)->label - low] = (char)(k + 1);
    node->first = (uint32_t)b->rows.len;
    b->rows.len += size;
}

/* Where the parent's suffixes lead by the child's label. */
static uint32_t suffix(const dm_phrases *p, uint32_t parent,
                       unsigned char label)
{
    uint32_t at = parent;

    while (at != 0) {
        uint32_t child;

        at = p->nodes[at].fail;
        child = at != 0 ? dm_phrase_child(p, at, label) : p->root[label];
        if (child != 0)
            return child;
    }
    return 0;
}

static void link_child(dm_phrases *p, uint32_t parent, uint32_t child)
{
    dm_phrase_node *node = &p->nodes[child];

    node->fail = parent != 0 ? suffix(p, parent, node->label) : 0;
    if (node->phrase == 0)
        node->phrase = p->nodes[node->fail].phrase;
}

/* In breadth-first order the children come one after another. */
static void link_nodes(dm_phrases *p)
{
    uint32_t child = 1;

    for (uint32_t i = 0; i < p->nnodes; i++)
        for (unsigned k = 0; k < p->nodes[i].n; k++)
            link_child(p, i, child++);
}

static bool lay_all(builder *b)
{
    lay(b, (run){0, (uint32_t)b->n}, 0, 0);
    for (size_t i = 0; !is_short(b) && i < count_nodes(b); i++)
        lay_children(b, i);
    for (size_t i = 0; !is_short(b) && i < count_nodes(b); i++)
        if (node_at(b, i)->n > DM_WIDE)
            add_row(b, i);
    return !is_short(b);
}

/* The automaton takes over the builder's nodes and rows. */
static void take(dm_phrases *p, builder *b)
{
    p->nnodes = count_nodes(b);
    p->nodes = (dm_phrase_node *)(void *)b->nodes.ptr;
    p->rows = (unsigned char *)b->rows.ptr;
    b->nodes.ptr = b->rows.ptr = NULL;
    for (unsigned byte = 0; byte < 256; byte++)
        p->root[byte] = dm_phrase_child(p, 0, (unsigned char)byte);
    link_nodes(p);
}

/* Sixteen bits a phrase, so that one place in sixteen passes by chance. */
static bool make_starts(dm_phrases *p, const builder *b)
{
    unsigned bits = 13;
    uint64_t word;

    p->look = sizeof word;
    for (size_t i = 0; i < b->n; i++)
        if (b->items[i].text.len < p->look)
            p->look = b->items[i].text.len;
    memset(&p->mask, 0xFF, p->look);
    while (bits < 26 && (size_t)1 << bits < 16 * b->n)
        bits++;
    p->shift = 64 - bits;
    p->starts = dm_mem_alloc((size_t)1 << (bits - 3));
    if (p->starts == NULL)
        return false;
    memset(p->starts, 0, (size_t)1 << (bits - 3));
    for (size_t i = 0; i < b->n; i++) {
        uint64_t bit;

        word = 0;
        memcpy(&word, b->items[i].text.ptr, p->look);
        bit = dm_phrase_bit(p, word);
        p->starts[bit >> 6] |= (uint64_t)1 << (bit & 63);
    }
    return true;
}

static dm_phrases *make(builder *b, const dm_slice *phrases, size_t n)
{
    dm_phrases *p = dm_mem_alloc(sizeof *p);

    if (p == NULL)
        return NULL;
    memset(p, 0, sizeof *p);
    p->lens = dm_mem_alloc(n * sizeof *p->lens);
    b->items = dm_mem_alloc(n * sizeof *b->items);
    if (p->lens == NULL || b->items == NULL) {
        dm_phrases_free(p);
        return NULL;
    }
    for (size_t i = 0; i < n; i++)
        p->lens[i] = (uint32_t)phrases[i].len;
    sort_items(b, phrases, n);
    if (!make_starts(p, b) || !lay_all(b)) {
        dm_phrases_free(p);
        return NULL;
    }
    take(p, b);
    return p;
}

/* Is there no room below the ceiling for one thing more? */
static bool is_full(const dm_buf *buf)
{
    return buf->max - buf->len < DM_ROW_HEAD + 256;
}

dm_phrases *dm_phrases_new(const dm_slice *phrases, size_t n, dm_err *err)
{
    builder     b = {0};
    dm_phrases *p;

    if (!check(phrases, n, err))
        return NULL;
    dm_buf_init(&b.nodes, DM_PHRASES_MAX);
    dm_buf_init(&b.rows, DM_PHRASES_MAX);
    dm_buf_init(&b.runs, DM_PHRASES_MAX);
    p = make(&b, phrases, n);
    if (p == NULL && (is_full(&b.nodes) || is_full(&b.rows)))
        dm_fail(err, DM_E_SIZE, "%zu phrases take more than %zu MiB", n,
                (size_t)DM_PHRASES_MAX >> 20);
    else if (p == NULL)
        dm_fail(err, DM_E_MEMORY, "no memory for %zu phrases", n);
    dm_mem_free(b.items);
    dm_buf_fini(&b.nodes);
    dm_buf_fini(&b.rows);
    dm_buf_fini(&b.runs);
    return p;
}

void dm_phrases_free(dm_phrases *p)
{
    if (p == NULL)
        return;
    dm_mem_free(p->nodes);
    dm_mem_free(p->rows);
    dm_mem_free(p->starts);
    dm_mem_free(p->lens);
    dm_mem_free(p);
}
