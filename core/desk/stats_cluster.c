/* stats_cluster.c - counting lines, and sending them from a worker. */
#include "desk/stats_cluster.h"

#include "text/utf8.h"

enum { KEY_MAX = 1 << 16 };

static bool copy_slice(dm_slice *s, dm_arena *to)
{
    *s = dm_arena_slice(to, *s);
    return s->ptr != NULL;
}

/* The first example's text is the cluster's own. */
static bool copy_text(dm_slice *s, const dm_cluster *old, const dm_cluster *c,
                      dm_arena *to)
{
    if (s->ptr != old->text.ptr)
        return copy_slice(s, to);
    *s = c->text;
    return true;
}

static void *copy_cluster(const void *with, dm_arena *to)
{
    const dm_cluster *old = with;
    dm_cluster       *c = dm_arena_alloc(to, sizeof *c);
    size_t            size = old->npieces * sizeof *old->pieces;
    bool              ok = c != NULL;

    if (!ok)
        return NULL;
    *c = *old;
    c->pieces = dm_arena_alloc(to, size > 0 ? size : 1);
    if (c->pieces == NULL)
        return NULL;
    memcpy(c->pieces, old->pieces, size);
    ok = copy_slice(&c->head, to) && copy_slice(&c->show, to) &&
         copy_slice(&c->text, to);
    for (size_t i = 0; ok && i < c->nexamples; i++)
        ok = copy_slice(&c->example[i].doc, to) &&
             copy_text(&c->example[i].text, old, c, to);
    return ok ? c : NULL;
}

void dm_clusters_init(dm_clusters *c, size_t max)
{
    dm_census_init(&c->lines, max);
    dm_census_init(&c->heads, max);
    dm_census_init(&c->shapes, max);
    c->lines.copy = copy_cluster;
    c->bare = false;
    dm_buf_init(&c->key, KEY_MAX);
}

void dm_clusters_fini(dm_clusters *c)
{
    dm_census_fini(&c->lines);
    dm_census_fini(&c->heads);
    dm_census_fini(&c->shapes);
    dm_buf_fini(&c->key);
}

static dm_cluster *new_cluster(dm_clusters *c, const dm_form *s, size_t nhead)
{
    dm_slice   key = dm_buf_view(&c->key);
    dm_cluster made = {.head = dm_slice_sub(key, 0, nhead),
                       .show = dm_slice_sub(key, nhead, key.len),
                       .text = s->text,
                       .npieces = s->n,
                       .cut = s->cut,
                       .indented = s->indented,
                       .inside_from = s->inside_from,
                       .inside_to = s->inside_to};
    dm_piece   pieces[DM_FORM_PIECES + 1];

    memcpy(pieces, s->piece, sizeof pieces);
    made.pieces = pieces;
    return copy_cluster(&made, &c->lines.arena);
}

void dm_cluster_shape(const dm_cluster *cluster, dm_form *shape)
{
    memset(shape, 0, sizeof *shape);
    memcpy(shape->piece, cluster->pieces,
           cluster->npieces * sizeof *cluster->pieces);
    shape->n = cluster->npieces;
    shape->text = cluster->text;
    shape->cut = cluster->cut;
    shape->indented = cluster->indented;
    shape->inside_from = cluster->inside_from;
    shape->inside_to = cluster->inside_to;
}

/* Lines that look the same have the same kinds of pieces, so nothing of the
** cluster's own pieces moves. */
static void join(dm_cluster *cluster, const dm_form *s)
{
    dm_form joined;

    dm_cluster_shape(cluster, &joined);
    dm_form_join(&joined, s);
    if (joined.n != cluster->npieces)
        return;
    memcpy(cluster->pieces, joined.piece, joined.n * sizeof *joined.piece);
    cluster->cut = joined.cut;
    cluster->indented = joined.indented;
}

static bool add_sums(dm_clusters *c, dm_slice key, size_t nhead, uint64_t n,
                     uint64_t doc)
{
    dm_slice head = dm_slice_sub(key, 0, nhead);
    dm_slice show = dm_slice_sub(key, nhead, key.len);

    return dm_census_add(&c->heads, head, n, doc) != NULL &&
           dm_census_add(&c->shapes, show, n, doc) != NULL;
}

dm_cluster *dm_clusters_add(dm_clusters *c, const dm_form *shape, uint64_t n,
                            uint64_t doc)
{
    dm_census_row *row = NULL;
    size_t         nhead = 0;
    dm_slice       key = DM_LIT("");

    dm_buf_clear(&c->key);
    dm_form_head(shape, &c->key);
    nhead = c->key.len;
    dm_form_show(shape, &c->key);
    key = dm_buf_view(&c->key);
    if (c->key.failed || (!c->bare && !add_sums(c, key, nhead, n, doc)))
        return NULL;
    row = dm_census_add(&c->lines, key, n, doc);
    if (row == NULL)
        return NULL;
    if (row->with == NULL)
        row->with = new_cluster(c, shape, nhead);
    else
        join(row->with, shape);
    return row->with;
}

bool dm_cluster_wants(const dm_cluster *cluster, dm_slice text)
{
    for (size_t i = 0; i < cluster->nexamples; i++)
        if (dm_slice_eq(cluster->example[i].text, text))
            return false;
    return cluster->nexamples < DM_CLUSTER_EXAMPLES;
}

bool dm_cluster_example(dm_clusters *c, dm_cluster *cluster,
                        const dm_line_example *example)
{
    dm_line_example e = *example;

    if (!dm_cluster_wants(cluster, e.text))
        return true;
    if (!copy_slice(&e.doc, &c->lines.arena))
        return false;
    if (dm_slice_eq(e.text, cluster->text))
        e.text = cluster->text;
    else if (!copy_slice(&e.text, &c->lines.arena))
        return false;
    cluster->example[cluster->nexamples++] = e;
    return true;
}

typedef struct wire {
    uint64_t n;
    uint16_t npieces, ntext;
    uint8_t  cut, indented, inside_from, inside_to;
    uint32_t nexamples;
} wire;

#define SAME UINT32_MAX /* its text is the cluster's */

typedef struct wire_example {
    uint32_t line, col, len;
} wire_example;

static void pack_one(const dm_census_row *row, dm_buf *out)
{
    const dm_cluster *c = row->with;
    wire              w;

    memset(&w, 0, sizeof w);
    w.n = row->n;
    w.npieces = (uint16_t)c->npieces;
    w.ntext = (uint16_t)c->text.len;
    w.cut = c->cut;
    w.indented = c->indented;
    w.inside_from = c->inside_from;
    w.inside_to = c->inside_to;
    w.nexamples = (uint32_t)c->nexamples;
    dm_buf_add(out, &w, sizeof w);
    dm_buf_add(out, c->pieces, c->npieces * sizeof *c->pieces);
    dm_buf_slice(out, c->text);
    for (size_t i = 0; i < c->nexamples; i++) {
        bool         same = c->example[i].text.ptr == c->text.ptr;
        wire_example e = {c->example[i].line, c->example[i].col,
                          same ? SAME : (uint32_t)c->example[i].text.len};

        dm_buf_add(out, &e, sizeof e);
        if (!same)
            dm_buf_slice(out, c->example[i].text);
    }
}

void dm_clusters_pack(const dm_clusters *c, dm_buf *out)
{
    for (size_t i = 0; i < c->lines.n; i++)
        if (c->lines.rows[i].with != NULL)
            pack_one(&c->lines.rows[i], out);
}

static bool take(dm_slice *from, void *to, size_t n)
{
    if (from->len < n)
        return false;
    memcpy(to, from->ptr, n);
    *from = dm_slice_sub(*from, n, from->len);
    return true;
}

static bool take_slice(dm_slice *from, size_t n, dm_slice *out)
{
    if (from->len < n)
        return false;
    *out = dm_slice_sub(*from, 0, n);
    *from = dm_slice_sub(*from, n, from->len);
    return true;
}

/* Do the pieces lie in the text?  The worker may have gone wild. */
static bool sound(const dm_form *s)
{
    for (size_t i = 0; i < s->n; i++) {
        const dm_piece *p = &s->piece[i];

        if ((size_t)p->from + p->len > s->text.len || p->pre > p->len ||
            p->suf > p->len || p->kind > DM_PIECE_ANY ||
            (p->len == 0 && p->kind != DM_PIECE_ANY))
            return false;
    }
    return true;
}

static bool take_shape(dm_slice *from, wire *w, dm_form *s)
{
    memset(s, 0, sizeof *s);
    if (!take(from, w, sizeof *w) || w->npieces > DM_FORM_PIECES + 1 ||
        !take(from, s->piece, w->npieces * sizeof *s->piece) ||
        !take_slice(from, w->ntext, &s->text))
        return false;
    s->n = w->npieces;
    s->cut = w->cut != 0;
    s->indented = w->indented != 0;
    s->inside_from = w->inside_from != 0;
    s->inside_to = w->inside_to != 0;
    return sound(s) && dm_utf8_valid(s->text) == s->text.len;
}

static bool merge_one(dm_clusters *c, dm_slice *from, dm_slice doc_id,
                      uint64_t doc)
{
    wire        w;
    dm_form     shape;
    dm_cluster *cluster = NULL;

    if (!take_shape(from, &w, &shape))
        return false;
    cluster = dm_clusters_add(c, &shape, w.n, doc);
    if (cluster == NULL)
        return false;
    for (uint32_t i = 0; i < w.nexamples; i++) {
        wire_example    we;
        dm_line_example e = {.doc = doc_id};

        if (!take(from, &we, sizeof we))
            return false;
        e.text = shape.text;
        if (we.len != SAME && !take_slice(from, we.len, &e.text))
            return false;
        e.line = we.line;
        e.col = we.col;
        if (!dm_cluster_example(c, cluster, &e))
            return false;
    }
    return true;
}

bool dm_clusters_merge(dm_clusters *c, dm_slice bytes, dm_slice doc_id,
                       uint64_t doc)
{
    while (bytes.len > 0)
        if (!merge_one(c, &bytes, doc_id, doc))
            return false;
    return true;
}
