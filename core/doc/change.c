/* change.c - asking for edits.
**
** A change is turned into splices when it is asked for, so that whoever asks
** hears at once when it cannot be, and a commit has only ranges to compare.
** Changes are kept in a list in the order of asking; a script may ask for as
** many as it has matches.
*/
#include "doc/change.h"

#include "doc/change_in.h"
#include "doc/grow.h"
#include "text/utf8.h"

const char *dm_change_name(dm_change_op op)
{
    static const char *const names[DM_CHANGE_OPS] = {
        "replace", "delete", "insert_before", "insert_after", "wrap"};

    return op < DM_CHANGE_OPS ? names[op] : "";
}

/* One change while its splices are made. */
typedef struct draft {
    dm_doc         *doc;
    dm_change_kept *kept;
    dm_reach        reach;
    dm_splice      *splices;
    size_t          n;
    size_t          bytes; /* of their texts */
} draft;

static bool no_memory(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "no memory for an edit");
}

static size_t leaves(const draft *d)
{
    return d->reach.leaves.len / sizeof(dm_range);
}

static dm_range leaf(const draft *d, size_t i)
{
    return ((const dm_range *)(const void *)d->reach.leaves.ptr)[i];
}

static bool is_blank(dm_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != ' ' && (s.ptr[i] < '\t' || s.ptr[i] > '\r'))
            return false;
    return true;
}

static bool leaf_is_blank(const draft *d, size_t i)
{
    dm_range at = leaf(d, i);

    return is_blank(dm_slice_sub(d->doc->decoded.text, at.from, at.to));
}

static void add(draft *d, dm_range at, dm_slice text, bool source)
{
    d->splices[d->n++] = (dm_splice){at, text, source};
    d->bytes += text.len;
}

static void add_insert(draft *d, size_t at, dm_slice text, bool source)
{
    add(d, (dm_range){at, at}, text, source);
}

/* How the document ends its lines, when a step on the way to the view has
** made LF of it; else "\n". */
static const char *line_end(const dm_doc *doc, const dm_view *view)
{
    dm_slice    s = doc->decoded.text;
    const char *lf;

    while (view != doc->text && strcmp(view->stage.name, "lines") != 0)
        view = view->parent;
    if (view == doc->text)
        return "\n";
    lf = memchr(s.ptr, '\n', s.len);
    if (lf != NULL)
        return lf > s.ptr && lf[-1] == '\r' ? "\r\n" : "\n";
    return memchr(s.ptr, '\r', s.len) != NULL ? "\r" : "\n";
}

/* Append `s` with the line ends that the document has. */
static void put_lines(dm_buf *out, dm_slice s, const char *end)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\n' && (i == 0 || s.ptr[i - 1] != '\r'))
            dm_buf_str(out, end);
        else
            dm_buf_char(out, s.ptr[i]);
    }
}

/* Append text: as source when the splice is, where it stands. */
static void put_text(dm_buf *out, const draft *d, dm_slice s, size_t at)
{
    const dm_change *c = &d->kept->pub;
    const dm_markup *m = d->doc->markup;

    if (c->source && m != NULL && m->escape != NULL)
        m->escape(out, s, d->doc->decoded.text, at);
    else if (memchr(s.ptr, '\n', s.len) != NULL)
        put_lines(out, s, line_end(d->doc, c->view));
    else
        dm_buf_slice(out, s);
}

/* What shall stand at `at`: the new text, and beside it what was kept. */
static bool compose(draft *d, size_t at, bool first, dm_slice *out, bool last)
{
    const dm_change *c = &d->kept->pub;
    dm_buf           buf;

    dm_buf_init(&buf, d->doc->limits.max_text);
    if (first)
        put_text(&buf, d, dm_buf_view(&d->reach.before), at);
    if (first && c->source)
        dm_buf_slice(&buf, c->text);
    else if (first)
        put_text(&buf, d, c->text, at);
    if (last)
        put_text(&buf, d, dm_buf_view(&d->reach.after), at);
    *out = dm_arena_slice(&d->doc->arena, dm_buf_view(&buf));
    if (buf.failed)
        out->ptr = NULL;
    dm_buf_fini(&buf);
    return out->ptr != NULL;
}

/* Replaced text stands in the first leaf that is not white space. */
static size_t host(const draft *d)
{
    size_t i = 0;

    if (d->reach.before.len > 0)
        return 0;
    while (i < leaves(d) && leaf_is_blank(d, i))
        i++;
    return i < leaves(d) ? i : 0;
}

static bool replace(draft *d, dm_err *err)
{
    size_t   n = leaves(d);
    size_t   at = host(d);
    dm_slice text;

    d->splices = dm_arena_zalloc(&d->doc->arena, n + 1, sizeof *d->splices);
    if (d->splices == NULL)
        return no_memory(err);
    if (n == 0) {
        if (!compose(d, d->reach.place, true, &text, true))
            return no_memory(err);
        add_insert(d, d->reach.place, text, d->kept->pub.source);
    }
    for (size_t i = 0; i < n; i++) {
        if (!compose(d, leaf(d, i).from, i == at, &text, i + 1 == n))
            return no_memory(err);
        add(d, leaf(d, i), text, d->kept->pub.source);
    }
    return true;
}

/* An insert that stands in the middle of a cluster writes that anew. */
static bool insert(draft *d, dm_err *err)
{
    bool     after = d->kept->pub.op == DM_CHANGE_AFTER;
    size_t   at = d->reach.place;
    dm_slice text;

    if (d->reach.split)
        return replace(d, err);
    if (leaves(d) > 0)
        at = after ? leaf(d, leaves(d) - 1).to : leaf(d, 0).from;
    d->splices = dm_arena_zalloc(&d->doc->arena, 1, sizeof *d->splices);
    if (d->splices == NULL || !compose(d, at, true, &text, true))
        return no_memory(err);
    add_insert(d, at, text, d->kept->pub.source);
    return true;
}

/* Both marks at one place. */
static bool wrap_nothing(draft *d, dm_err *err)
{
    const dm_change *c = &d->kept->pub;
    dm_buf           both;
    dm_slice         text;

    dm_buf_init(&both, c->text.len + c->after.len);
    dm_buf_slice(&both, c->text);
    dm_buf_slice(&both, c->after);
    text = dm_arena_slice(&d->doc->arena, dm_buf_view(&both));
    d->splices = dm_arena_zalloc(&d->doc->arena, 1, sizeof *d->splices);
    if (both.failed || text.ptr == NULL || d->splices == NULL) {
        dm_buf_fini(&both);
        return no_memory(err);
    }
    dm_buf_fini(&both);
    add_insert(d, d->reach.place, text, true);
    return true;
}

/* Do all leaves take one pair of marks? */
static bool is_whole(const draft *d)
{
    const dm_markup *m = d->doc->markup;
    size_t           n = leaves(d);

    return n < 2 || m == NULL || m->whole == NULL ||
           m->whole(dm_slice_sub(d->doc->decoded.text, leaf(d, 0).from,
                                 leaf(d, n - 1).to));
}

static void add_marks(draft *d, dm_range at)
{
    add_insert(d, at.from, d->kept->pub.text, true);
    add_insert(d, at.to, d->kept->pub.after, true);
}

static bool wrap(draft *d, dm_err *err)
{
    size_t n = leaves(d);

    if (n == 0)
        return wrap_nothing(d, err);
    d->splices = dm_arena_zalloc(&d->doc->arena, 2 * n, sizeof *d->splices);
    if (d->splices == NULL)
        return no_memory(err);
    if (!is_whole(d))
        for (size_t i = 0; i < n; i++)
            if (!leaf_is_blank(d, i))
                add_marks(d, leaf(d, i));
    if (d->n == 0)
        add_marks(d, (dm_range){leaf(d, 0).from, leaf(d, n - 1).to});
    return true;
}

/* A span of "raw" or "decoded" is a leaf of its own, whatever is in it. */
static bool reach_source(draft *d, dm_err *err)
{
    const dm_change *c = &d->kept->pub;
    const dm_align  *map = &d->doc->decoded.map;
    dm_slice         text = d->doc->decoded.text;
    dm_range         at = c->range;
    dm_range         raw;
    bool             exact = true;

    if (c->view == d->doc->raw)
        exact = dm_align_down(map, c->range, &at);
    exact =
        exact && (at.from == text.len || !dm_utf8_inside(text.ptr[at.from]));
    exact = exact && (at.to == text.len || !dm_utf8_inside(text.ptr[at.to]));
    if (!exact || (at.from == at.to && c->range.from < c->range.to)) {
        dm_fail(err, DM_E_NO_EDIT, "the span cuts a character in two");
        return dm_fail_help(err, "a span of bytes must hold whole characters; "
                                 "marks and shifts are none");
    }
    (void)dm_align_up(map, at, &raw);
    if (d->doc->nparts > 0 && raw.to > raw.from &&
        dm_doc_part_at(d->doc, raw.from) != dm_doc_part_at(d->doc, raw.to - 1))
        return dm_fail(err, DM_E_NO_EDIT, "the span runs over two members");
    d->reach.place = at.from;
    if (at.to > at.from)
        dm_buf_add(&d->reach.leaves, &at, sizeof at);
    return !d->reach.leaves.failed || no_memory(err);
}

static bool make(draft *d, dm_err *err)
{
    dm_change_kept *k = d->kept;
    bool            source =
        k->pub.view == d->doc->raw || k->pub.view == d->doc->decoded_view;
    bool ok;

    k->pub.source = k->pub.source || source;
    ok = source ? reach_source(d, err)
                : dm_reach_find(&d->reach, d->doc, &k->pub, err);
    if (!ok)
        return false;
    k->extent = (dm_range){d->reach.place, d->reach.place};
    if (leaves(d) > 0)
        k->extent = (dm_range){leaf(d, 0).from, leaf(d, leaves(d) - 1).to};
    if (k->pub.op == DM_CHANGE_WRAP)
        return wrap(d, err);
    if (k->pub.op == DM_CHANGE_BEFORE || k->pub.op == DM_CHANGE_AFTER)
        return insert(d, err);
    return replace(d, err);
}

/* Does it put in what it takes out?  What is yet to be escaped, only the
** writer could tell. */
static bool is_idle(const draft *d, const dm_splice *s)
{
    const dm_markup *m = d->doc->markup;
    bool             as_it_is =
        s->source || s->text.len == 0 || m == NULL || m->escape == NULL;

    return as_it_is && dm_slice_eq(s->text, dm_slice_sub(d->doc->decoded.text,
                                                         s->at.from, s->at.to));
}

/* Splices that change nothing go; marks are pairs and stay. */
static void drop_idle(draft *d)
{
    size_t n = 0;

    for (size_t i = 0; i < d->n; i++)
        if (d->kept->pub.op == DM_CHANGE_WRAP || !is_idle(d, &d->splices[i]))
            d->splices[n++] = d->splices[i];
    d->n = n;
}

static bool changes_nothing(const dm_change *c)
{
    dm_slice old = dm_slice_sub(c->view->text, c->range.from, c->range.to);

    switch (c->op) {
    case DM_CHANGE_REPLACE:
        return !c->source && c->view != c->view->doc->raw &&
               dm_slice_eq(old, c->text);
    case DM_CHANGE_DELETE:
        return old.len == 0;
    case DM_CHANGE_BEFORE:
    case DM_CHANGE_AFTER:
        return c->text.len == 0;
    case DM_CHANGE_WRAP:
    case DM_CHANGE_OPS:
        break;
    }
    return c->text.len == 0 && c->after.len == 0;
}

static bool check(const dm_doc *doc, const dm_change_kept *k, dm_err *err)
{
    const dm_change *c = &k->pub;
    size_t           good = dm_utf8_valid(c->text);

    if (doc->fixed != NULL) {
        dm_fail(err, DM_E_NO_EDIT, "%s cannot be edited", doc->fixed);
        return dm_fail_help(err, "extract its text and write that instead");
    }
    if (good < c->text.len || dm_utf8_valid(c->after) < c->after.len)
        return dm_fail(err, DM_E_NO_EDIT,
                       "the new text is not UTF-8 (byte %zu)", good + 1);
    if (doc->changes != NULL && doc->changes->n >= DM_MAX_CHANGES)
        return dm_fail(err, DM_E_TRUNCATED, "more than %d edits",
                       DM_MAX_CHANGES);
    return true;
}

/* A copy of `s`, which is often what the last change had as well. */
static dm_slice copy_again(dm_doc *doc, dm_slice s, dm_slice last)
{
    return dm_slice_eq(s, last) ? last : dm_arena_slice(&doc->arena, s);
}

/* A copy of what was asked, texts and all; cut to the view. */
static bool copy(dm_doc *doc, const dm_change *c, dm_change_kept *k)
{
    static const dm_change none = {.rule = DM_LIT(""), .file = DM_LIT("")};

    size_t           len = c->view->text.len;
    size_t           n = dm_doc_changes(doc);
    const dm_change *last = n > 0 ? dm_doc_change_at(doc, n - 1) : &none;

    *k = (dm_change_kept){.pub = *c};
    if (c->op == DM_CHANGE_DELETE)
        k->pub.text = DM_S("");
    k->pub.state = DM_CHANGE_QUEUED;
    k->pub.splices = NULL;
    k->pub.nsplices = 0;
    k->pub.range.to = c->range.to < len ? c->range.to : len;
    if (k->pub.range.from > k->pub.range.to)
        k->pub.range.from = k->pub.range.to;
    k->pub.text = dm_arena_slice(&doc->arena, k->pub.text);
    k->pub.after = dm_arena_slice(&doc->arena, c->after);
    k->pub.rule = copy_again(doc, c->rule, last->rule);
    k->pub.file = copy_again(doc, c->file, last->file);
    return k->pub.text.ptr != NULL && k->pub.after.ptr != NULL &&
           k->pub.rule.ptr != NULL && k->pub.file.ptr != NULL;
}

static bool keep(dm_doc *doc, const dm_change_kept *k, size_t bytes,
                 dm_err *err)
{
    dm_change_list *l = doc->changes;
    dm_change_kept *list;

    if (l == NULL)
        l = doc->changes = dm_arena_zalloc(&doc->arena, 1, sizeof *l);
    if (l == NULL)
        return no_memory(err);
    if (bytes > doc->limits.max_text - l->bytes)
        return dm_fail(err, DM_E_SIZE,
                       "the new texts of all edits are more than %zu bytes",
                       doc->limits.max_text);
    list = dm_grow(&doc->arena, l->list, l->n, sizeof *list);
    if (list == NULL)
        return no_memory(err);
    l->list = list;
    l->list[l->n++] = *k;
    l->bytes += bytes;
    return true;
}

void dm_change_place(const dm_doc *doc, size_t at, int *line, int *col)
{
    const dm_lines *lines = dm_view_lines(doc->decoded_view);
    size_t          i;

    *line = *col = 0;
    if (lines == NULL)
        return;
    i = dm_lines_at(lines, at);
    *line = (int)i + 1;
    *col = (int)dm_utf8_count(
               dm_slice_sub(doc->decoded.text, lines->start[i], at)) +
           1;
}

/* Say where in the script and in the document it was asked for. */
static bool blame(const dm_doc *doc, const dm_change *c, dm_err *err)
{
    dm_range at = {0, 0};

    if (err == NULL || err->code != DM_E_NO_EDIT)
        return false;
    dm_err_copy(err->file, sizeof err->file, c->file.ptr, c->file.len);
    err->line = c->line;
    (void)dm_view_convert(c->view, c->range, doc->decoded_view, &at, NULL);
    dm_change_place(doc, at.from, &err->doc_line, &err->doc_col);
    return false;
}

bool dm_doc_change(dm_doc *doc, const dm_change *change, dm_err *err)
{
    dm_change_kept kept;
    draft          d = {.doc = doc, .kept = &kept};
    bool           ok = true;

    if (!copy(doc, change, &kept))
        return no_memory(err);
    if (!check(doc, &kept, err))
        return blame(doc, &kept.pub, err);
    if (!changes_nothing(&kept.pub)) {
        dm_reach_init(&d.reach, doc);
        ok = make(&d, err);
        dm_reach_fini(&d.reach);
    }
    if (!ok)
        return blame(doc, &kept.pub, err);
    drop_idle(&d);
    kept.pub.splices = d.splices;
    kept.pub.nsplices = d.n;
    kept.erases = true;
    for (size_t i = 0; i < d.n; i++)
        kept.erases = kept.erases && d.splices[i].text.len == 0;
    return keep(doc, &kept, d.bytes, err);
}

const dm_change *dm_doc_change_at(const dm_doc *doc, size_t i)
{
    return i < dm_doc_changes(doc) ? &doc->changes->list[i].pub : NULL;
}

size_t dm_doc_changes(const dm_doc *doc)
{
    return doc->changes != NULL ? doc->changes->n : 0;
}
