/* reread.c - the new source is read again, and says what the edits meant.
**
** The text that is expected is the old one with every edit in its place; what
** is read is the new source's.  Text that a reader put in by itself is in
** neither, and where a format folds white space none of it is.
*/
#include "base/ascii.h"
#include "load/load.h"
#include "load/markup.h"
#include "save/write.h"

/* One text as it is compared, and where the edits stand in it. */
typedef struct digest {
    dm_buf text;
    dm_buf places; /* of size_t: for each patch the length before it */
    bool   folds;
} digest;

/* White space means what it is there. */
static bool is_exact(const char *format)
{
    return strcmp(format, "csv") == 0 || strcmp(format, "json") == 0 ||
           strcmp(format, "jsonl") == 0;
}

static void add(digest *d, dm_slice text)
{
    size_t from = 0;

    for (size_t i = 0; d->folds && i < text.len; i++) {
        if (!dm_ascii_space(text.ptr[i]))
            continue;
        dm_buf_slice(&d->text, dm_slice_sub(text, from, i));
        from = i + 1;
    }
    dm_buf_slice(&d->text, dm_slice_sub(text, from, text.len));
}

/* The first edit of `map` at or behind byte `at` of the destination. */
static size_t edit_at(const dm_align *map, size_t at)
{
    size_t lo = 0;
    size_t hi = map->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (map->edits[mid].dst < at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Bytes `from` to `to` of the view, without what the reader put in. */
static void add_read(digest *d, const dm_view *view, size_t from, size_t to)
{
    const dm_align *map = &view->map;

    if (map->lazy == NULL)
        for (size_t i = edit_at(map, from); i < map->n; i++) {
            const dm_edit *e = &map->edits[i];

            if (e->dst >= to)
                break;
            if (e->slen > 0 || e->dlen == 0)
                continue;
            add(d, dm_slice_sub(view->text, from, e->dst));
            from = e->dst + e->dlen < to ? e->dst + e->dlen : to;
        }
    if (from < to)
        add(d, dm_slice_sub(view->text, from, to));
}

/* Does source that is put in say nothing by itself, as marks do?  Where that
** is not certain: no. */
static bool is_silent(const dm_doc *doc, const dm_splice *s)
{
    bool     marks = strcmp(doc->markup->name, "markdown") == 0;
    size_t   at = 0;
    size_t   done = 0;
    dm_piece p;

    if (s->at.from < s->at.to)
        return false;
    for (size_t i = 0; marks && i < s->text.len; i++)
        marks = strchr("*_~`", s->text.ptr[i]) != NULL;
    if (marks)
        return true;
    while (dm_piece_next(s->text, &at, &p)) {
        if (p.at.from != done || p.kind == DM_PIECE_BROKEN)
            return false;
        done = p.at.to;
    }
    return done == s->text.len;
}

/* Can it be told from the edits what the text will be? */
static bool is_told(const dm_doc *doc, const dm_patches *p)
{
    if (doc->nparts > 0 || doc->markup == NULL || doc->markup->escape == NULL)
        return false;
    for (size_t i = 0; i < p->n; i++)
        if (!p->list[i].beside && p->list[i].splice.source &&
            !is_silent(doc, &p->list[i].splice))
            return false;
    return true;
}

static void expect(digest *d, const dm_doc *doc, const dm_patches *p)
{
    size_t at = 0;

    for (size_t i = 0; i < p->n; i++) {
        const dm_splice *s = &p->list[i].splice;
        dm_range         down = {at, at};

        if (!p->list[i].beside) {
            (void)dm_align_down(&doc->text->map, s->at, &down);
            if (down.from > at)
                add_read(d, doc->text, at, down.from);
            at = down.to > at ? down.to : at;
        }
        dm_buf_add(&d->places, &d->text.len, sizeof d->text.len);
        if (!p->list[i].beside && !s->source)
            add(d, s->text);
    }
    add_read(d, doc->text, at, doc->text->text.len);
}

static size_t line_of(const dm_doc *doc, size_t at)
{
    size_t line = 1;

    for (size_t i = 0; i < at; i++)
        line += doc->decoded.text.ptr[i] == '\n';
    return line;
}

/* The patch at which the texts part: the last that begins before. */
static const dm_patch *culprit(const digest *want, dm_slice got,
                               const dm_patches *p)
{
    const size_t *places = (const size_t *)(const void *)want->places.ptr;
    size_t        same = dm_text_common(dm_buf_view(&want->text), got);
    size_t        i = 0;

    while (i + 1 < p->n && places[i + 1] <= same)
        i++;
    while (i > 0 && p->list[i].beside)
        i--;
    return &p->list[i];
}

static bool misread(const dm_doc *doc, const dm_patch *patch, const char *why,
                    dm_err *err)
{
    char words[120];

    dm_patch_words(doc, patch, words, sizeof words);
    dm_fail(err, DM_E_READ_BACK,
            "in line %zu what %s writes would read differently%s%s",
            line_of(doc, patch->at.from), words, why[0] != '\0' ? ": " : "",
            why);
    dm_patch_blame(doc, patch, err);
    return dm_fail_help(err, "together with what stands beside it the new text "
                             "becomes markup, or the format cannot say it; "
                             "edit the view 'decoded' to write source");
}

static dm_doc *load(const dm_doc *doc, dm_slice now, dm_err *err)
{
    dm_load_options o = {.charset = "utf-8",
                         .from = doc->format,
                         .binary = true,
                         .repair = doc->repair,
                         .limits = doc->limits};

    if (dm_reader_find(dm_slice_str(doc->format)) == NULL)
        o.from = NULL;
    if (now.len > o.limits.max_bytes)
        o.limits.max_bytes = now.len;
    return dm_load(doc->id, doc->path, now, &o, err);
}

static bool compare(const dm_doc *doc, const dm_doc *again, const dm_patches *p,
                    dm_err *err)
{
    bool   folds = !is_exact(doc->markup->name);
    digest want = {.folds = folds};
    digest got = {.folds = folds};
    bool   ok;

    dm_buf_init(&want.text, SIZE_MAX / 2);
    dm_buf_init(&want.places, SIZE_MAX / 2);
    dm_buf_init(&got.text, SIZE_MAX / 2);
    expect(&want, doc, p);
    add_read(&got, again->text, 0, again->text->text.len);
    ok = !want.text.failed && !want.places.failed && !got.text.failed;
    if (!ok)
        dm_fail(err, DM_E_MEMORY, "no memory to read edits back");
    else if (!dm_slice_eq(dm_buf_view(&want.text), dm_buf_view(&got.text)))
        ok = misread(doc, culprit(&want, dm_buf_view(&got.text), p), "", err);
    dm_buf_fini(&want.text);
    dm_buf_fini(&want.places);
    dm_buf_fini(&got.text);
    return ok;
}

/* U+FEFF in front would be taken for a mark, and be gone. */
static bool is_mark(const dm_doc *doc, dm_slice now, const dm_patches *p)
{
    dm_slice mark = DM_S("\xEF\xBB\xBF");

    return p->list[0].at.from == 0 && dm_slice_starts(now, mark) &&
           !dm_slice_starts(doc->decoded.text, mark) &&
           (doc->charset.n == 0 || doc->charset.bom == 0);
}

bool dm_read_again(const dm_doc *doc, const dm_patches *p, dm_slice now,
                   dm_err *err)
{
    dm_doc *again;
    dm_err  why;
    bool    ok;

    if (p->n == 0)
        return true;
    if (doc->nparts == 0 && is_mark(doc, now, p))
        return misread(doc, &p->list[0],
                       "U+FEFF in front is taken for a byte order mark", err);
    if (!is_told(doc, p))
        return true;
    again = load(doc, now, &why);
    if (again != NULL)
        ok = compare(doc, again, p, err);
    else if (why.code == DM_E_MEMORY || why.code == DM_E_SIZE)
        return dm_fail(err, why.code, "%s", why.msg);
    else
        ok = misread(doc, &p->list[0], why.msg, err);
    dm_doc_free(again);
    return ok;
}
