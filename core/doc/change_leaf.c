/* change_leaf.c - from a span of a view to the places of the file it is made
** of.
**
** A range climbs from view to view.  Where it begins or ends inside of a
** cluster it is widened, and the text that was not meant is remembered.  In
** the last step, from "text" to "decoded", it falls into leaves: source
** between two of which there is markup.
*/
#include "doc/change_in.h"
#include "text/utf8.h"

void dm_reach_init(dm_reach *r, const dm_doc *doc)
{
    memset(r, 0, sizeof *r);
    dm_buf_init(&r->before, doc->limits.max_text);
    dm_buf_init(&r->after, doc->limits.max_text);
    dm_buf_init(&r->leaves, SIZE_MAX / 2);
}

void dm_reach_fini(dm_reach *r)
{
    dm_buf_fini(&r->before);
    dm_buf_fini(&r->after);
    dm_buf_fini(&r->leaves);
}

static bool no_edit(dm_err *err, const char *why, const char *help)
{
    dm_fail(err, DM_E_NO_EDIT, "%s", why);
    return dm_fail_help(err, "%s", help);
}

/* How many edits end at or before `at` of the destination. */
static size_t ended(const dm_align *map, size_t at)
{
    size_t lo = 0;
    size_t hi = map->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if ((size_t)map->edits[mid].dst + map->edits[mid].dlen <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The cluster that `at` cuts in two, or NULL.  What was put in is none. */
static const dm_edit *around(const dm_align *map, size_t at)
{
    size_t         i = ended(map, at);
    const dm_edit *e = i < map->n ? &map->edits[i] : NULL;

    return e != NULL && e->dst < at && e->slen > 0 ? e : NULL;
}

/* Put `text` before what `buf` holds. */
static bool prepend(dm_buf *buf, dm_slice text)
{
    char *room = dm_buf_reserve(buf, text.len);

    if (room == NULL)
        return text.len == 0;
    memmove(buf->ptr + text.len, buf->ptr, buf->len);
    memcpy(buf->ptr, text.ptr, text.len);
    buf->len += text.len;
    return true;
}

/* An insert needs its edge alone; when that lies in a cluster, the cluster is
** written anew around it. */
static void pin(dm_reach *r, const dm_view *view, dm_change_op op)
{
    size_t at = op == DM_CHANGE_AFTER ? r->at.to : r->at.from;

    if (r->split || around(&view->map, at) == NULL)
        return;
    r->split = true;
    r->at = (dm_range){at, at};
}

static bool has_markup(const dm_view *view, const dm_edit *e)
{
    return e != NULL && view == view->doc->text &&
           memchr(view->parent->text.ptr + e->src, '<', e->slen) != NULL;
}

/* Widen to whole clusters and keep what was not asked for. */
static bool widen(dm_reach *r, const dm_view *view, bool keep, dm_err *err)
{
    const dm_edit *a = around(&view->map, r->at.from);
    const dm_edit *b = around(&view->map, r->at.to);
    dm_range       at = r->at;

    if (a != NULL)
        at.from = a->dst;
    if (b != NULL)
        at.to = b->dst + b->dlen;
    if (keep && (has_markup(view, a) || has_markup(view, b)))
        return no_edit(err,
                       "the span cuts a piece of text in two that was made of "
                       "markup as well",
                       "widen the span, or edit the view 'decoded'");
    if (keep) {
        (void)prepend(&r->before,
                      dm_slice_sub(view->text, at.from, r->at.from));
        dm_buf_slice(&r->after, dm_slice_sub(view->text, r->at.to, at.to));
    }
    r->at = at;
    return true;
}

/* Climb from `change->view` to "text", where the range then is not yet
** widened. */
static bool climb(dm_reach *r, const dm_doc *doc, const dm_change *c,
                  dm_err *err)
{
    bool insert = c->op == DM_CHANGE_BEFORE || c->op == DM_CHANGE_AFTER;

    for (const dm_view *v = c->view;; v = v->parent) {
        dm_range up;

        if (insert)
            pin(r, v, c->op);
        if (!insert || r->split)
            if (!widen(r, v, c->op != DM_CHANGE_WRAP, err))
                return false;
        if (v == doc->text)
            return true;
        (void)dm_align_up(&v->map, r->at, &up);
        r->at = up;
    }
}

static void push(dm_reach *r, dm_range leaf)
{
    dm_range *last =
        r->leaves.len == 0
            ? NULL
            : (dm_range *)(void *)(r->leaves.ptr + r->leaves.len) - 1;

    if (last != NULL && last->to == leaf.from)
        last->to = leaf.to;
    else
        dm_buf_add(&r->leaves, &leaf, sizeof leaf);
}

/* White space that was folded away between two leaves goes with them. */
static void push_folded(dm_reach *r, const dm_doc *doc, size_t to)
{
    const dm_markup *m = doc->markup;
    dm_range         last;
    dm_slice         gap;
    dm_range         blank;
    size_t           at = 0;

    if (m == NULL || m->folded == NULL || r->leaves.len == 0)
        return;
    memcpy(&last, r->leaves.ptr + r->leaves.len - sizeof last, sizeof last);
    gap = dm_slice_sub(doc->decoded.text, last.to, to);
    while (gap.len > 0 && m->folded(gap, &at, &blank))
        push(r, (dm_range){last.to + blank.from, last.to + blank.to});
}

/* Which piece of the walk over the map of "text" comes next. */
typedef struct walk {
    const dm_edit *edits;
    size_t         n, i;
    size_t         at, to; /* in "text" */
    bool           broken; /* the reader put text in since the last leaf */
} walk;

/* The source of the equal bytes at w->at, which lie before edit w->i. */
static size_t equal_source(const walk *w)
{
    const dm_edit *e = w->i > 0 ? &w->edits[w->i - 1] : NULL;

    return e == NULL ? w->at
                     : (size_t)e->src + e->slen + (w->at - e->dst - e->dlen);
}

/* The next leaf's source; false for none in this step. */
static bool step(walk *w, dm_range *src)
{
    const dm_edit *e = w->i < w->n ? &w->edits[w->i] : NULL;
    size_t         end = e != NULL && e->dst < w->to ? e->dst : w->to;

    if (end > w->at) {
        src->from = equal_source(w);
        src->to = src->from + (end - w->at);
        w->at = end;
        return true;
    }
    w->i++;
    if (e == NULL || e->dlen == 0)
        return false;
    w->at = (size_t)e->dst + e->dlen;
    w->broken = w->broken || e->slen == 0;
    *src = (dm_range){e->src, (size_t)e->src + e->slen};
    return e->slen > 0;
}

/* May the source of a leaf be taken out?  A cluster of it may hold markup. */
static bool takeable(const dm_doc *doc, dm_range src)
{
    dm_slice s = dm_slice_sub(doc->decoded.text, src.from, src.to);

    return doc->markup == NULL || doc->markup->whole == NULL ||
           memchr(s.ptr, '<', s.len) == NULL || doc->markup->whole(s);
}

/* Is the text before (or behind) the place of the file, and where does it end
** (or begin) there? */
static bool left_of(const dm_align *map, size_t at, size_t *place)
{
    size_t   i = ended(map, at);
    dm_range up;

    while (i > 0 && map->edits[i - 1].dlen == 0 && map->edits[i - 1].dst == at)
        i--;
    if (at == 0 ||
        (i > 0 && map->edits[i - 1].slen == 0 &&
         (size_t)map->edits[i - 1].dst + map->edits[i - 1].dlen == at))
        return false;
    (void)dm_align_up(map, (dm_range){at - 1, at}, &up);
    *place = up.to;
    return true;
}

static bool right_of(const dm_align *map, size_t at, size_t *place)
{
    size_t   i = ended(map, at);
    dm_range up;

    if (at >= map->dst_len ||
        (i < map->n && map->edits[i].dst == at && map->edits[i].slen == 0))
        return false;
    (void)dm_align_up(map, (dm_range){at, at + 1}, &up);
    *place = up.from;
    return true;
}

/* Of a run of white space the reader keeps the first; when that is where the
** span ends, the rest of the run belongs to it.  Marks stand before what lies
** behind other markup. */
static void push_tail(dm_reach *r, const dm_doc *doc, dm_change_op op)
{
    size_t leaves = r->leaves.len;
    size_t next;

    if (leaves == 0 || doc->text->text.ptr[r->at.to - 1] != ' ' ||
        !right_of(&doc->text->map, r->at.to, &next))
        return;
    push_folded(r, doc, next);
    if (op == DM_CHANGE_WRAP && r->leaves.len > leaves)
        r->leaves.len = leaves;
}

static bool fall_apart(dm_reach *r, const dm_doc *doc, const dm_change *c,
                       dm_err *err)
{
    const dm_align *map = &doc->text->map;
    bool     takes = c->op == DM_CHANGE_REPLACE || c->op == DM_CHANGE_DELETE;
    walk     w = {map->edits, map->n,   ended(map, r->at.from),
                  r->at.from, r->at.to, false};
    dm_range src;

    while (w.at < w.to) {
        if (!step(&w, &src))
            continue;
        if (takes && !takeable(doc, src))
            return no_edit(err,
                           "the text there was made of markup that cannot be "
                           "taken out",
                           "edit the view 'decoded', where markup is text");
        if (!w.broken)
            push_folded(r, doc, src.from);
        w.broken = false;
        push(r, src);
    }
    push_tail(r, doc, c->op);
    return true;
}

/* Where text that belongs to an empty span stands: beside the text that
** follows, or else that comes before; for "after" the other way round. */
static bool find_place(dm_reach *r, const dm_doc *doc, dm_change_op op,
                       dm_err *err)
{
    const dm_align *map = &doc->text->map;
    bool            after = op == DM_CHANGE_AFTER;
    size_t          at = after ? r->at.to : r->at.from;

    after = after && !(at > 0 && doc->text->text.ptr[at - 1] == ' ');
    if (after && left_of(map, at, &r->place))
        return true;
    if (right_of(map, at, &r->place) || left_of(map, at, &r->place))
        return true;
    r->place = 0;
    if (doc->decoded.text.len == 0)
        return true;
    return no_edit(err,
                   "there is no text of the file on either side of the place",
                   "insert before or after a span that holds text");
}

/* A span of text that some step, or the reader, put in. */
static bool nothing_there(dm_err *err)
{
    return no_edit(err, "what the span covers is not in the file",
                   "line breaks between paragraphs, say, are put in when the "
                   "file is read");
}

static bool inside(dm_slice text, size_t at)
{
    return at < text.len && dm_utf8_inside(text.ptr[at]);
}

bool dm_reach_find(dm_reach *r, const dm_doc *doc, const dm_change *c,
                   dm_err *err)
{
    bool insert = c->op == DM_CHANGE_BEFORE || c->op == DM_CHANGE_AFTER;

    r->at = c->range;
    if (inside(c->view->text, r->at.from) || inside(c->view->text, r->at.to))
        return no_edit(err, "the span cuts a character in two",
                       "spans are bytes; take whole characters");
    if (!climb(r, doc, c, err) || !fall_apart(r, doc, c, err))
        return false;
    if (r->before.failed || r->after.failed || r->leaves.failed)
        return dm_fail(err, DM_E_MEMORY, "no memory for an edit");
    if (r->leaves.len > 0)
        return true;
    if (c->range.to > c->range.from && !insert)
        return nothing_there(err);
    return find_place(r, doc, c->op, err);
}
