/* report_doc.c - collect what is known of a document into a record. */
#include "cli/report_doc.h"

#include "doc/block.h"
#include "engine/repairs.h"
#include "script/quality.h"
#include "text/utf8.h"

/* Every builder below adds to `o` and ignores failure: a full arena shows in
** the missing root, which is asked for once. */
typedef struct builder {
    dm_arena *arena;
    bool      full; /* nothing is shortened */
    bool      failed;
} builder;

static void set(builder *b, dm_value *o, const char *key, dm_value *v)
{
    if (!dm_value_set(b->arena, o, dm_slice_str(key), v))
        b->failed = true;
}

static void push(builder *b, dm_value *list, dm_value *v)
{
    if (!dm_value_push(b->arena, list, v))
        b->failed = true;
}

static void set_str(builder *b, dm_value *o, const char *key, dm_slice s)
{
    set(b, o, key, dm_value_string(b->arena, s));
}

static void set_int(builder *b, dm_value *o, const char *key, size_t n)
{
    set(b, o, key, dm_value_int(b->arena, (int64_t)n));
}

/* Two digits behind the point are what these numbers are worth. */
static void set_share(builder *b, dm_value *o, const char *key, double d)
{
    set(b, o, key,
        dm_value_real(b->arena, (double)(int64_t)(d * 100 + 0.5) / 100));
}

static dm_value *range_value(builder *b, dm_range r)
{
    dm_value *pair = dm_value_list(b->arena);

    push(b, pair, dm_value_int(b->arena, (int64_t)r.from));
    push(b, pair, dm_value_int(b->arena, (int64_t)r.to));
    return pair;
}

static dm_value *charset(builder *b, const dm_doc *doc)
{
    const dm_candidate *chosen = &doc->charset.candidates[0];
    dm_value           *o = dm_value_object(b->arena);
    dm_value           *list = dm_value_list(b->arena);

    set_str(b, o, "name", dm_slice_str(dm_charset_name(chosen->charset)));
    set_str(b, o, "how", dm_slice_str(dm_witness_name(chosen->how)));
    set_share(b, o, "confidence", chosen->confidence);
    set_int(b, o, "bom", doc->charset.bom);
    for (size_t i = 0; i < doc->charset.n; i++) {
        const dm_candidate *c = &doc->charset.candidates[i];
        dm_value           *item = dm_value_object(b->arena);

        set_str(b, item, "name", dm_slice_str(dm_charset_name(c->charset)));
        set_str(b, item, "how", dm_slice_str(dm_witness_name(c->how)));
        set_share(b, item, "confidence", c->confidence);
        set_int(b, item, "bad", c->bad);
        if (c->evidence != NULL)
            set_str(b, item, "evidence", dm_slice_str(c->evidence));
        push(b, list, item);
    }
    set(b, o, "candidates", list);
    return o;
}

/* The stretches of a file in more than one charset. */
static void set_segments(builder *b, dm_value *o, const dm_doc *doc)
{
    dm_value *list = dm_value_list(b->arena);
    size_t    n = doc->decoded.nsegments;

    if (n == 0)
        return;
    if (!b->full && n > DM_REPORT_PLACES)
        n = DM_REPORT_PLACES;
    for (size_t i = 0; i < n; i++) {
        const dm_segment *s = &doc->decoded.segments[i];
        dm_value         *one = dm_value_object(b->arena);

        set(b, one, "src", range_value(b, s->bytes));
        set_str(b, one, "name", dm_slice_str(dm_charset_name(s->charset)));
        set_str(b, one, "evidence", dm_slice_str(s->evidence));
        set_int(b, one, "bad", s->bad);
        push(b, list, one);
    }
    set_int(b, o, "segment_count", doc->decoded.nsegments);
    set(b, o, "segments", list);
}

/* The members of a container that the text came from. */
static void set_parts(builder *b, dm_value *o, const dm_doc *doc)
{
    dm_value *list = dm_value_list(b->arena);

    if (doc->nparts == 0)
        return;
    for (size_t i = 0; i < doc->nparts; i++) {
        const dm_part *part = &doc->parts[i];
        dm_value      *one = dm_value_object(b->arena);

        set_str(b, one, "name", part->name);
        set_int(b, one, "bytes", part->bytes.to - part->bytes.from);
        push(b, list, one);
    }
    set(b, o, "parts", list);
}

static dm_value *decode_errors(builder *b, const dm_doc *doc)
{
    dm_value *o = dm_value_object(b->arena);
    dm_value *places = dm_value_list(b->arena);
    size_t    n = doc->decoded.nerrors;

    if (!b->full && n > DM_REPORT_PLACES)
        n = DM_REPORT_PLACES;
    set_int(b, o, "count", doc->decoded.bad);
    for (size_t i = 0; i < n; i++)
        push(b, places, range_value(b, doc->decoded.errors[i]));
    set(b, o, "places", places);
    return o;
}

static dm_value *line_ends(builder *b, dm_slice text)
{
    dm_value *o = dm_value_object(b->arena);
    size_t    lf = 0, cr = 0, crlf = 0;

    for (size_t i = 0; i < text.len; i++) {
        bool pair =
            text.ptr[i] == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n';

        crlf += pair;
        cr += text.ptr[i] == '\r' && !pair;
        lf += text.ptr[i] == '\n' && (i == 0 || text.ptr[i - 1] != '\r');
    }
    set_int(b, o, "lf", lf);
    set_int(b, o, "crlf", crlf);
    set_int(b, o, "cr", cr);
    return o;
}

/* The stages from raw to `view`, the first first. */
static void push_stages(builder *b, dm_value *list, const dm_view *view)
{
    dm_value *o = NULL;

    if (view == NULL || view->parent == NULL)
        return;
    push_stages(b, list, view->parent);
    o = dm_value_object(b->arena);
    set_str(b, o, "step", dm_slice_str(view->stage.name));
    set_int(b, o, "edits", view->stage.edits);
    push(b, list, o);
}

/* The first code points of a block, on one line. */
static dm_slice shorten(dm_slice text, bool full)
{
    size_t at = 0, n = 0;

    while (at < text.len && (full || n < DM_REPORT_TEXT)) {
        if (!full && text.ptr[at] == '\n')
            break;
        at += dm_utf8_len(text.ptr[at]);
        n++;
    }
    return dm_slice_sub(text, 0, at);
}

static size_t depth(const dm_blocks *blocks, const dm_block *block)
{
    size_t d = 0;

    for (dm_id up = block->parent; up != DM_NOID; up = blocks->list[up].parent)
        d++;
    return d;
}

static dm_value *block_value(builder *b, const dm_blocks *blocks,
                             const dm_block *block, dm_slice whole)
{
    dm_value *o = dm_value_object(b->arena);
    dm_slice  text = dm_slice_sub(whole, block->range.from, block->range.to);
    dm_slice  shown = shorten(text, b->full);

    set_str(b, o, "kind", dm_slice_str(dm_block_name(block->kind)));
    if (block->level > 0)
        set_int(b, o, "level", (size_t)block->level);
    set_int(b, o, "depth", depth(blocks, block));
    if (block->number.to > block->number.from)
        set_str(b, o, "number",
                dm_slice_sub(whole, block->number.from, block->number.to));
    set_str(b, o, "text", shown);
    if (shown.len < text.len)
        set_int(b, o, "bytes", text.len);
    return o;
}

static void set_blocks(builder *b, dm_value *o, const dm_blocks *blocks,
                       dm_slice whole)
{
    dm_value *list = dm_value_list(b->arena);
    dm_value *counts = dm_value_object(b->arena);
    size_t    n = blocks->n, of[DM_BLOCK_KINDS] = {0};

    for (size_t i = 0; i < n; i++)
        of[blocks->list[i].kind]++;
    for (int k = 0; k < DM_BLOCK_KINDS; k++)
        if (of[k] > 0)
            set_int(b, counts, dm_block_name((dm_block_kind)k), of[k]);
    if (!b->full && n > DM_REPORT_BLOCKS)
        n = DM_REPORT_BLOCKS;
    for (size_t i = 0; i < n; i++)
        push(b, list, block_value(b, blocks, &blocks->list[i], whole));
    set(b, o, "block_counts", counts);
    set(b, o, "blocks", list);
}

static void set_meta(builder *b, dm_value *o, const dm_doc *doc)
{
    dm_value *meta = dm_value_object(b->arena);
    dm_value *warnings = dm_value_list(b->arena);

    for (size_t i = 0; i < doc->nmeta; i++)
        if (!dm_value_set(b->arena, meta, doc->meta[i].key,
                          dm_value_string(b->arena, doc->meta[i].value)))
            b->failed = true;
    for (size_t i = 0; i < doc->nwarnings; i++)
        push(b, warnings, dm_value_string(b->arena, doc->warnings[i]));
    set(b, o, "meta", meta);
    set(b, o, "warnings", warnings);
}

dm_value *dm_report_doc(dm_doc *doc, bool full, dm_arena *arena, dm_err *err)
{
    builder        b = {.arena = arena, .full = full};
    dm_blocks      blocks;
    dm_value      *o = dm_value_object(arena);
    dm_value      *stages = dm_value_list(arena);
    const dm_view *clean = dm_doc_view(doc, DM_S("clean"), err);
    const dm_view *whole = dm_doc_view(doc, DM_S("whole"), err);

    if (clean == NULL || whole == NULL || !dm_doc_blocks(doc, &blocks, err))
        return NULL;
    set_str(&b, o, "id", doc->id);
    set_str(&b, o, "format", dm_slice_str(doc->format));
    set_int(&b, o, "bytes", doc->file.len);
    set_parts(&b, o, doc);
    set_int(&b, o, "characters", dm_utf8_count(doc->text->text));
    if (doc->lang.len > 0)
        set_str(&b, o, "lang", doc->lang);
    set(&b, o, "charset", charset(&b, doc));
    set_segments(&b, o, doc);
    set(&b, o, "decode_errors", decode_errors(&b, doc));
    set(&b, o, "line_ends", line_ends(&b, doc->decoded.text));
    push_stages(&b, stages, clean);
    set(&b, o, "steps", stages);
    set(&b, o, "repairs",
        dm_repairs_value(arena, whole, full ? SIZE_MAX : DM_REPORT_PLACES));
    set_share(&b, o, "quality", dm_quality(doc->text->text));
    set_int(&b, o, "links", doc->nlinks);
    set_blocks(&b, o, &blocks, doc->text->text);
    set_meta(&b, o, doc);
    if (o != NULL && !b.failed)
        return o;
    dm_fail(err, DM_E_MEMORY, "no memory for the report");
    return NULL;
}
