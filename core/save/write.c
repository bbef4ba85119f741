/* write.c - the file anew: its own bytes, and between them the new ones.
**
** While bytes are written, so is the text that they are to be read as; both
** are compared at the end by decoding, stretch by stretch of one charset.
*/
#include "save/write.h"

#include "text/utf8.h"

/* Where a stretch of one charset ends in what is written. */
typedef struct border {
    size_t out, meant;
} border;

typedef struct writer {
    dm_encoder       *e;
    dm_slice          raw;     /* the whole view "raw" */
    size_t            at;      /* of it: up to here all is written */
    size_t            text;    /* the same of "decoded" */
    size_t            begin;   /* where e->out stood at the beginning */
    size_t            said;    /* and e->meant */
    const dm_charset *charset; /* where the file has no stretches */
    dm_slice          state;   /* the escape in force at `at`, in ISO-2022-JP */
    dm_buf            ends; /* of border: of the charsets' stretches passed */
    dm_err           *err;
} writer;

/* The next stretch of one charset, as far as its end is not passed. */
static const dm_segment *stretch(const writer *w)
{
    const dm_decoded *d = &w->e->doc->decoded;
    size_t            i = w->ends.len / sizeof(border);

    return i < d->nsegments && !w->ends.failed ? &d->segments[i] : NULL;
}

/* Note the ends of stretches that lie before w->at. */
static void note_ends(writer *w)
{
    border b = {w->e->out->len, w->e->meant->len};

    while (stretch(w) != NULL && stretch(w)->bytes.to <= w->at)
        dm_buf_add(&w->ends, &b, sizeof b);
}

static void copy_plain(writer *w, size_t raw, size_t text)
{
    dm_slice bytes = dm_slice_sub(w->raw, w->at, raw);

    dm_buf_slice(w->e->out, bytes);
    dm_buf_slice(w->e->meant,
                 dm_slice_sub(w->e->doc->decoded.text, w->text, text));
    w->state = dm_shift_after(bytes, w->state);
    w->at = raw;
    w->text = text;
    note_ends(w);
}

/* Copy bytes that nothing changed, up to `raw` and `text`. */
static void copy(writer *w, size_t raw, size_t text)
{
    while (stretch(w) != NULL && stretch(w)->bytes.to < raw) {
        size_t   end = stretch(w)->bytes.to;
        dm_range down;

        (void)dm_align_down(&w->e->doc->decoded.map, (dm_range){end, end},
                            &down);
        copy_plain(w, end, down.from);
    }
    copy_plain(w, raw, text);
}

static bool no_shifts(const dm_charset *cs, dm_err *err)
{
    dm_fail(err, DM_E_NO_WRITER, "text in %s cannot be changed in its place",
            dm_charset_name(cs));
    return dm_fail_help(err, "--to-charset utf-8 converts the file as a whole");
}

/* New text, from the state before it to the one that what follows is in. */
static bool put(writer *w, const dm_patch *p, const dm_charset *cs)
{
    dm_slice gone = dm_slice_sub(w->raw, p->raw.from, p->raw.to);
    dm_slice then = dm_shift_after(gone, w->state);
    bool     shift =
        dm_shift_known(cs) && (p->text.len > 0 || !dm_slice_eq(then, w->state));

    if (dm_shift_other(cs))
        return no_shifts(cs, w->err);
    if (shift && !dm_shift_is_ascii(w->state))
        dm_buf_str(w->e->out, "\x1B(B");
    if (!dm_encoder_put(w->e, p->text, cs, p, w->err))
        return false;
    if (shift && !dm_shift_is_ascii(then))
        dm_buf_slice(w->e->out, then);
    w->state = then;
    w->at = p->raw.to;
    w->text = p->at.to;
    note_ends(w);
    return true;
}

static bool apply(writer *w, const dm_patches *p, dm_range raw, size_t end)
{
    for (size_t i = 0; i < p->n; i++) {
        const dm_patch *patch = &p->list[i];

        if (!dm_patch_in(w->e->doc, patch, raw))
            continue;
        if (patch->raw.from < w->at || patch->raw.to > raw.to ||
            patch->at.from < w->text)
            return dm_fail(w->err, DM_E_INTERNAL, "edits out of order");
        copy(w, patch->raw.from, patch->at.from);
        if (!put(w, patch,
                 w->charset != NULL
                     ? w->charset
                     : dm_save_charset(w->e->doc, patch->raw.from)))
            return false;
    }
    copy(w, raw.to, end);
    if (w->e->out->failed || w->e->meant->failed)
        return dm_save_full(w->e->out->failed ? w->e->out : w->e->meant,
                            w->err);
    return true;
}

size_t dm_text_common(dm_slice a, dm_slice b)
{
    size_t i = 0;

    while (i < a.len && i < b.len && a.ptr[i] == b.ptr[i])
        i++;
    return i;
}

static bool differs(dm_slice got, dm_slice meant, dm_err *err)
{
    size_t at = dm_text_common(got, meant);
    size_t line = 1;

    for (size_t i = 0; i < at; i++)
        line += meant.ptr[i] == '\n';
    dm_fail(err, DM_E_READ_BACK,
            "what would be written reads differently in line %zu", line);
    return dm_fail_help(err, "a byte beside the edit does not decode by "
                             "itself; --to-charset utf-8 converts the file");
}

bool dm_read_back(const dm_doc *doc, dm_slice bytes, size_t bom,
                  const dm_charset *cs, dm_slice meant, dm_err *err)
{
    dm_arena   arena;
    dm_decoded got;
    bool       ok;

    dm_arena_init(&arena, doc->limits.max_arena);
    ok = dm_decode(&got, &arena, bytes, cs, bom, doc->limits.max_text, err);
    if (ok && !dm_slice_eq(got.text, meant))
        ok = differs(got.text, meant, err);
    dm_arena_fini(&arena);
    return ok;
}

/* How much of the stretch is a mark, which decodes to nothing. */
static size_t mark_of(const dm_doc *doc, dm_range raw)
{
    dm_range down = {0, 0};

    if (doc->nparts == 0)
        return doc->charset.n > 0 ? doc->charset.bom : 0;
    if (raw.to - raw.from < 3)
        return 0;
    (void)dm_align_down(&doc->decoded.map, (dm_range){raw.from, raw.from + 3},
                        &down);
    return down.from == down.to ? 3 : 0;
}

static dm_slice tail(const dm_buf *buf, size_t from)
{
    return dm_slice_sub(dm_buf_view(buf), from, buf->len);
}

/* All that was written, each stretch in its charset. */
static bool read_back(const writer *w, size_t bom)
{
    const dm_doc *doc = w->e->doc;
    const border *ends = (const border *)(const void *)w->ends.ptr;
    size_t        out = w->begin + bom;
    size_t        meant = w->said;

    if (doc->decoded.nsegments == 0)
        return dm_read_back(doc, tail(w->e->out, w->begin), bom,
                            dm_save_charset(doc, 0), tail(w->e->meant, w->said),
                            w->err);
    for (size_t i = 0; i < doc->decoded.nsegments; i++) {
        dm_slice bytes = dm_slice_sub(dm_buf_view(w->e->out), out, ends[i].out);
        dm_slice text =
            dm_slice_sub(dm_buf_view(w->e->meant), meant, ends[i].meant);

        if (!dm_read_back(doc, bytes, 0, doc->decoded.segments[i].charset, text,
                          w->err))
            return false;
        out = ends[i].out;
        meant = ends[i].meant;
    }
    return true;
}

bool dm_write_check(const dm_doc *doc, dm_slice old, dm_slice now, dm_err *err)
{
    const dm_markup *m = doc->markup;
    dm_err           why;

    if (m == NULL || m->check == NULL || m->check(now, &why) ||
        !m->check(old, NULL))
        return true;
    if (err != NULL)
        *err = why;
    return false;
}

bool dm_write_stretch(dm_encoder *e, dm_range raw, const dm_patches *p,
                      dm_err *err)
{
    const dm_doc *doc = e->doc;
    writer        w = {
               .e = e,
               .raw = doc->raw->text,
               .at = raw.from,
               .begin = e->out->len,
               .said = e->meant->len,
               .state = {"", 0},
               .err = err
    };
    dm_range text = {0, doc->decoded.text.len};
    bool     ok;

    if (doc->decoded.nsegments == 0) /* asked once: it reads the file's head */
        w.charset = dm_save_charset(doc, 0);

    if (doc->nparts > 0)
        (void)dm_align_down(&doc->decoded.map, raw, &text);
    w.text = text.from;
    dm_buf_init(&w.ends, SIZE_MAX / 2);
    ok = apply(&w, p, raw, text.to);
    if (ok && w.ends.failed)
        ok = dm_fail(err, DM_E_MEMORY, "no memory to write edits");
    ok = ok && read_back(&w, mark_of(doc, raw));
    ok = ok && dm_write_check(
                   doc, dm_slice_sub(doc->decoded.text, text.from, text.to),
                   tail(e->meant, w.said), err);
    dm_buf_fini(&w.ends);
    return ok;
}
