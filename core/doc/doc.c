/* doc.c - the life of a document. */
#include "doc/doc.h"

#include "base/mem.h"
#include "doc/private.h"

static const dm_limits defaults = {
    .max_bytes = (size_t)64 << 20,
    .max_text = (size_t)256 << 20,
    .max_arena = (size_t)1 << 30,
    .max_depth = 2048,
    .max_blocks = 1000000,
};

dm_limits dm_limits_default(void)
{
    return defaults;
}

static size_t or_default(size_t given, size_t otherwise)
{
    return given != 0 ? given : otherwise;
}

/* Edits count bytes in 32 bits, so no text may be longer than they reach. */
static dm_limits complete(const dm_limits *given)
{
    dm_limits out = defaults;

    if (given == NULL)
        return out;
    out.max_bytes = or_default(given->max_bytes, out.max_bytes);
    out.max_text = or_default(given->max_text, out.max_text);
    out.max_arena = or_default(given->max_arena, out.max_arena);
    out.max_depth = or_default(given->max_depth, out.max_depth);
    out.max_blocks = or_default(given->max_blocks, out.max_blocks);
    if (out.max_text > UINT32_MAX)
        out.max_text = UINT32_MAX;
    if (out.max_blocks > DM_NOID)
        out.max_blocks = DM_NOID;
    return out;
}

static bool fill(dm_doc *doc, dm_slice id, dm_slice path)
{
    doc->id = dm_arena_slice(&doc->arena, id);
    doc->path = dm_arena_slice(&doc->arena, path);
    return doc->id.ptr != NULL && doc->path.ptr != NULL &&
           dm_block_list_init(doc) && dm_view_list_init(doc);
}

dm_doc *dm_doc_new(dm_slice id, dm_slice path, dm_slice bytes,
                   const dm_limits *limits, dm_err *err)
{
    dm_doc *doc = dm_mem_alloc(sizeof *doc);

    if (doc == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for a document");
        return NULL;
    }
    memset(doc, 0, sizeof *doc);
    doc->limits = complete(limits);
    dm_arena_init(&doc->arena, doc->limits.max_arena);
    doc->file = bytes;
    doc->bytes = bytes;
    doc->format = "";
    doc->lang = DM_S("");
    if (fill(doc, id, path))
        return doc;
    dm_doc_free(doc);
    dm_fail(err, DM_E_MEMORY, "no memory for a document");
    return NULL;
}

void dm_doc_free(dm_doc *doc)
{
    if (doc == NULL)
        return;
    dm_arena_fini(&doc->arena);
    dm_mem_free(doc);
}

bool dm_doc_set_decoded(dm_doc *doc, const dm_decoded *decoded, dm_err *err)
{
    dm_view view = {
        .name = "decoded",
        .text = decoded->text,
        .map = decoded->map,
        .parent = doc->raw,
        .stage = {"decode", decoded->bad}
    };

    doc->decoded_view = dm_view_add(doc, &view, err);
    if (doc->decoded_view == NULL)
        return false;
    doc->decoded = *decoded;
    return true;
}

bool dm_doc_set_text(dm_doc *doc, dm_slice text, dm_align map,
                     const char *format, dm_err *err)
{
    dm_view view = {
        .name = "text",
        .text = text,
        .map = map,
        .parent = doc->decoded_view,
        .stage = {"read", map.n}
    };

    doc->text = dm_view_add(doc, &view, err);
    if (doc->text == NULL)
        return false;
    doc->format = format;
    return true;
}

const dm_part *dm_doc_part_at(const dm_doc *doc, size_t at)
{
    size_t low = 0;
    size_t high = doc->nparts;

    while (low < high) { /* the first part that ends behind `at` */
        size_t mid = low + (high - low) / 2;

        if (doc->parts[mid].bytes.to > at)
            high = mid;
        else
            low = mid + 1;
    }
    if (doc->nparts == 0)
        return NULL;
    return &doc->parts[low < doc->nparts ? low : doc->nparts - 1];
}

const dm_part *dm_doc_in_part(const dm_doc *doc, dm_range *range, bool *exact)
{
    const dm_part *part = dm_doc_part_at(doc, range->from);

    if (part == NULL)
        return NULL;
    if (range->to > part->bytes.to) {
        range->to = part->bytes.to;
        if (exact != NULL)
            *exact = false;
    }
    range->from -= part->bytes.from;
    range->to -= part->bytes.from;
    return part;
}

void dm_doc_set_markup(dm_doc *doc, const dm_markup *markup)
{
    doc->markup = markup;
}

void dm_doc_set_parts(dm_doc *doc, dm_slice bytes, const dm_part *parts,
                      size_t nparts)
{
    doc->bytes = bytes;
    doc->parts = parts;
    doc->nparts = nparts;
    doc->raw->text = bytes;
}
