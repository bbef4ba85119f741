/* save.c - which way a document is written: copied, spliced, converted, or
** member by member. */
#include "save/save.h"

#include "save/write.h"
#include "save/zip.h"

/* Does a patch stand in the member `raw`? */
static bool touches(const dm_doc *doc, const dm_patches *p, dm_range raw)
{
    for (size_t i = 0; i < p->n; i++)
        if (dm_patch_in(doc, &p->list[i], raw))
            return true;
    return false;
}

/* The changed members anew, one behind the other in `bytes`. */
static bool write_parts(dm_encoder *e, const dm_patches *p,
                        dm_zip_member *members, size_t *n, dm_err *err)
{
    const dm_doc *doc = e->doc;
    size_t        from;

    for (size_t i = 0; i < doc->nparts; i++) {
        if (!touches(doc, p, doc->parts[i].bytes))
            continue;
        from = e->out->len;
        if (!dm_write_stretch(e, doc->parts[i].bytes, p, err))
            return false;
        members[*n].name = doc->parts[i].name;
        members[(*n)++].bytes = (dm_slice){NULL, e->out->len - from};
    }
    from = 0;
    for (size_t i = 0; i < *n; i++) { /* the buffer moves no more */
        members[i].bytes.ptr = dm_buf_view(e->out).ptr + from;
        from += members[i].bytes.len;
    }
    return true;
}

static bool write_container(dm_encoder *e, dm_arena *arena, const dm_patches *p,
                            dm_err *err)
{
    const dm_doc  *doc = e->doc;
    dm_buf        *out = e->out;
    dm_zip_member *members =
        dm_arena_zalloc(arena, doc->nparts, sizeof *members);
    dm_buf bytes;
    size_t n = 0;
    bool   ok;

    if (members == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory to write edits");
    dm_buf_init(&bytes, out->max);
    e->out = &bytes;
    ok = write_parts(e, p, members, &n, err) &&
         dm_zip_replace(doc->file, members, n, out, err);
    e->out = out;
    dm_buf_fini(&bytes);
    return ok;
}

static bool copy_file(const dm_doc *doc, dm_buf *out, dm_err *err)
{
    dm_buf_slice(out, doc->file);
    return !out->failed || dm_save_full(out, err);
}

const dm_charset *dm_write_target(const dm_doc *doc, const dm_charset *to)
{
    if (to != NULL && doc->decoded.nsegments == 0 &&
        to == dm_save_charset(doc, 0))
        return NULL;
    return to;
}

static bool no_conversion(const dm_doc *doc, dm_err *err)
{
    if (doc->fixed != NULL)
        dm_fail(err, DM_E_NO_WRITER, "%s cannot be converted", doc->fixed);
    else
        dm_fail(err, DM_E_NO_WRITER,
                "the format %s has one charset and is not converted",
                doc->format);
    return dm_fail_help(err, "leave out --to-charset for such files");
}

static bool write_doc(dm_encoder *e, const dm_patches *p, dm_arena *arena,
                      const dm_charset *to, dm_err *err)
{
    const dm_doc *doc = e->doc;

    to = dm_write_target(doc, to);
    if (to != NULL && (doc->nparts > 0 || doc->fixed != NULL))
        return no_conversion(doc, err);
    if (to != NULL)
        return dm_write_converted(e, to, p, err);
    if (p->n == 0)
        return copy_file(doc, e->out, err);
    if (doc->nparts > 0)
        return write_container(e, arena, p, err);
    return dm_write_stretch(e, (dm_range){0, doc->raw->text.len}, p, err);
}

/* Where something else stands for characters, what was meant is asked. */
static bool read_again(const dm_encoder *e, const dm_patches *p, dm_err *err)
{
    dm_buf text;
    bool   ok;

    if (e->policy != DM_UNENCODABLE_REPLACE || e->lacking == 0)
        return dm_read_again(e->doc, p, dm_buf_view(e->meant), err);
    dm_buf_init(&text, e->doc->limits.max_text);
    dm_patches_apply(e->doc, p, &text);
    ok = text.failed ? dm_save_full(&text, err)
                     : dm_read_again(e->doc, p, dm_buf_view(&text), err);
    dm_buf_fini(&text);
    return ok;
}

/* Forget what was appended. */
static void restore(dm_buf *out, size_t len)
{
    out->len = len;
    out->failed = false;
}

bool dm_save(dm_doc *doc, dm_buf *out, const dm_save_options *options,
             dm_saved *saved, dm_err *err)
{
    static const dm_save_options usual = {DM_UNENCODABLE_AUTO, NULL};

    dm_buf     meant;
    dm_encoder e = {.doc = doc, .out = out, .meant = &meant};
    dm_patches patches = {NULL, 0};
    size_t     begin = out->len;
    dm_arena   arena;
    bool       ok;

    if (options == NULL)
        options = &usual;
    e.policy = options->unencodable;
    dm_arena_init(&arena, doc->limits.max_arena);
    dm_buf_init(&meant, doc->limits.max_text);
    ok = dm_patches_make(doc, &arena, &patches, err) &&
         write_doc(&e, &patches, &arena, options->to, err) &&
         read_again(&e, &patches, err);
    if (!ok)
        restore(out, begin);
    else if (saved != NULL)
        *saved =
            (dm_saved){patches.n, e.lacking,
                       dm_slice_eq(doc->file, dm_slice_sub(dm_buf_view(out),
                                                           begin, out->len)),
                       e.undeclared};
    dm_buf_fini(&meant);
    dm_arena_fini(&arena);
    return ok;
}

bool dm_save_text(dm_doc *doc, dm_buf *out, dm_err *err)
{
    dm_patches patches;
    size_t     begin = out->len;
    dm_arena   arena;
    bool       ok;

    dm_arena_init(&arena, doc->limits.max_arena);
    ok = dm_patches_make(doc, &arena, &patches, err);
    if (ok)
        dm_patches_apply(doc, &patches, out);
    if (ok && out->failed)
        ok = dm_save_full(out, err);
    if (!ok)
        restore(out, begin);
    dm_arena_fini(&arena);
    return ok;
}
