/* patch.c - splices escaped, and what the format adds to them. */
#include "save/patch.h"

#include <stdio.h>
#include <stdlib.h>

#include "text/utf8.h"

bool dm_save_full(const dm_buf *out, dm_err *err)
{
    if (out->len > out->max / 2)
        return dm_fail(err, DM_E_SIZE, "the new document is over %zu bytes",
                       out->max);
    return dm_fail(err, DM_E_MEMORY, "no memory for the new document");
}

/* The text of `s` as it must be written. */
static bool write_text(const dm_doc *doc, dm_arena *arena, const dm_splice *s,
                       dm_slice *out)
{
    const dm_markup *m = doc->markup;
    dm_buf           buf;

    *out = s->text;
    if (s->source || m == NULL || m->escape == NULL || s->text.len == 0)
        return true;
    dm_buf_init(&buf, doc->limits.max_text);
    m->escape(&buf, s->text, doc->decoded.text, s->at.from);
    *out = dm_arena_slice(arena, dm_buf_view(&buf));
    if (buf.failed)
        out->ptr = NULL;
    dm_buf_fini(&buf);
    return out->ptr != NULL;
}

static int by_place(const void *left, const void *right)
{
    const dm_patch *a = left;
    const dm_patch *b = right;

    if (a->at.from != b->at.from)
        return a->at.from < b->at.from ? -1 : 1;
    return a->at.to < b->at.to ? -1 : a->at.to > b->at.to;
}

/* `more` (sorted) goes in where nothing of `p` stands; each place once.  `out`
** has room for both. */
static size_t merge(const dm_patches *p, const dm_patches *more, dm_patch *out)
{
    size_t n = 0;
    size_t i = 0;

    for (size_t k = 0; k < more->n; k++) {
        const dm_patch *m = &more->list[k];

        while (i < p->n && p->list[i].at.to <= m->at.from)
            out[n++] = p->list[i++];
        if (i < p->n && p->list[i].at.from < m->at.to)
            continue; /* that place is taken */
        if (n == 0 || out[n - 1].at.to <= m->at.from)
            if (k == 0 || by_place(m, m - 1) != 0)
                out[n++] = *m;
    }
    while (i < p->n)
        out[n++] = p->list[i++];
    return n;
}

/* What the format changes beside one splice, appended to `more`.  Source is
** written as it stands, and nothing beside it changes. */
static void ask_besides(const dm_doc *doc, const dm_splice *s, dm_patches *more)
{
    dm_range at = {0, 0};
    dm_slice text = {NULL, 0};

    for (size_t n = 0; !s->source && n < DM_MOST_BESIDES; n++) {
        dm_slice last = text;
        dm_range told = at;

        if (!doc->markup->besides(doc->decoded.text, s->at, s->text, &at,
                                  &text) ||
            (last.ptr != NULL && told.from == at.from && told.to == at.to))
            break;
        more->list[more->n++] = (dm_patch){
            .at = at, .text = text, .splice = {at, text, true},
                    .beside = true
        };
    }
}

/* What the format changes beside the text. */
static bool add_besides(const dm_doc *doc, dm_arena *arena, dm_patches *p)
{
    dm_patches more = {
        dm_arena_zalloc(arena, p->n * DM_MOST_BESIDES, sizeof(dm_patch)), 0};
    dm_patch *all;

    if (more.list == NULL)
        return false;
    for (size_t i = 0; i < p->n; i++)
        ask_besides(doc, &p->list[i].splice, &more);
    all = dm_arena_zalloc(arena, p->n + more.n, sizeof *all);
    if (all == NULL)
        return false;
    if (more.n > 1)
        qsort(more.list, more.n, sizeof *more.list, by_place);
    p->n = merge(p, &more, all);
    p->list = all;
    return true;
}

bool dm_patches_make(const dm_doc *doc, dm_arena *arena, dm_patches *out,
                     dm_err *err)
{
    dm_splices splices;
    dm_patches p = {NULL, 0};

    if (!dm_doc_splices(doc, arena, &splices, err))
        return false;
    p.list = dm_arena_zalloc(arena, splices.n + 1, sizeof *p.list);
    for (; p.list != NULL && p.n < splices.n; p.n++) {
        p.list[p.n].splice = splices.list[p.n];
        p.list[p.n].at = splices.list[p.n].at;
        if (!write_text(doc, arena, &splices.list[p.n], &p.list[p.n].text))
            break;
    }
    if (p.list == NULL || p.n < splices.n)
        return dm_fail(err, DM_E_MEMORY, "no memory to write edits");
    if (p.n > 0 && doc->markup != NULL && doc->markup->besides != NULL)
        if (!add_besides(doc, arena, &p))
            return dm_fail(err, DM_E_MEMORY, "no memory to write edits");
    for (size_t i = 0; i < p.n; i++)
        (void)dm_align_up(&doc->decoded.map, p.list[i].at, &p.list[i].raw);
    *out = p;
    return true;
}

bool dm_patch_in(const dm_doc *doc, const dm_patch *patch, dm_range raw)
{
    return patch->raw.from >= raw.from &&
           (patch->raw.from < raw.to || raw.to == doc->raw->text.len);
}

void dm_patches_apply(const dm_doc *doc, const dm_patches *p, dm_buf *out)
{
    dm_slice old = doc->decoded.text;
    size_t   at = 0;

    for (size_t i = 0; i < p->n; i++) {
        dm_buf_slice(out, dm_slice_sub(old, at, p->list[i].at.from));
        dm_buf_slice(out, p->list[i].text);
        at = p->list[i].at.to;
    }
    dm_buf_slice(out, dm_slice_sub(old, at, old.len));
}

/* Is `mine`, a change's, what `s` is made of?  Deletions may be united. */
static bool is_of(const dm_splice *mine, const dm_splice *s)
{
    return mine->text.len == s->text.len &&
           (s->text.len == 0 || mine->text.ptr == s->text.ptr) &&
           mine->at.from >= s->at.from && mine->at.to <= s->at.to;
}

size_t dm_patch_change(const dm_doc *doc, const dm_patch *patch)
{
    size_t n = dm_doc_changes(doc);

    for (size_t i = 0; i < n; i++) {
        const dm_change *c = dm_doc_change_at(doc, i);

        if (c->state != DM_CHANGE_COMMITTED)
            continue;
        for (size_t k = 0; k < c->nsplices; k++)
            if (is_of(&c->splices[k], &patch->splice))
                return i;
    }
    return n;
}

void dm_patch_words(const dm_doc *doc, const dm_patch *patch, char *words,
                    size_t size)
{
    const dm_change *c = dm_doc_change_at(doc, dm_patch_change(doc, patch));

    if (c == NULL)
        snprintf(words, size, "an edit");
    else
        snprintf(words, size, "the %s%s%.*s", dm_change_name(c->op),
                 c->rule.len > 0 ? " by rule " : "",
                 c->rule.len > 60 ? 60 : (int)c->rule.len, c->rule.ptr);
}

void dm_patch_blame(const dm_doc *doc, const dm_patch *patch, dm_err *err)
{
    const dm_change *c = dm_doc_change_at(doc, dm_patch_change(doc, patch));

    if (c == NULL || err == NULL)
        return;
    dm_err_copy(err->file, sizeof err->file, c->file.ptr, c->file.len);
    err->line = c->line;
}
