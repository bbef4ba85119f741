/* render.c - one function a shape, one row a format of documents. */
#include "batch/render.h"

#include "batch/name.h"
#include "batch/page.h"
#include "batch/parcel.h"
#include "batch/render_data.h"
#include "batch/render_text.h"
#include "emit/json.h"
#include "text/utf8.h"

enum { TEXT_MAX = 256 << 20 };

/* How a format is made that takes the document as a whole. */
typedef struct row {
    const char *name;
    bool        spans;
    bool (*render)(const dm_run *run, dm_doc *doc, dm_result *result,
                   dm_answer *out, dm_err *err);
} row;

static bool render_term(const dm_run *run, dm_doc *doc, dm_result *result,
                        dm_answer *out, dm_err *err)
{
    (void)err;
    dm_page_render(run, doc, result, out);
    return true;
}

static const row rows[] = {
    {"term",    true, render_term      },
    {"md",      true, dm_render_tree   },
    {"html",    true, dm_render_tree   },
    {"text",    true, dm_render_tree   },
    {"pandoc",  true, dm_render_tree   },
    {"brat",    true, dm_render_brat   },
    {"webanno", true, dm_render_webanno},
    {"dolma",   true, dm_render_dolma  },
};

static const row *find(const dm_sink *sink)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, sink->name) == 0)
            return &rows[i];
    return NULL;
}

bool dm_render_spans(const dm_sink *sink)
{
    const row *r = find(sink);

    return sink->shape == DM_SHAPE_BASE || (r != NULL && r->spans);
}

/* A path that is not UTF-8 goes along in base64, so that nothing is lost. */
static void add_path_bytes(dm_result *r, dm_value *record, dm_slice path)
{
    dm_value *meta = dm_value_at(record, DM_S("_meta"));
    dm_buf    text;

    if (meta == NULL || dm_utf8_valid(path) == path.len)
        return;
    dm_buf_init(&text, TEXT_MAX);
    dm_name_base64(&text, path);
    if (!dm_value_set(&r->arena, meta, DM_S("path_bytes"),
                      dm_value_string(&r->arena, dm_buf_view(&text))))
        text.failed = true; /* the arena is full: the id still tells */
    dm_buf_fini(&text);
}

/* Take the member `key` out of `record`. */
static void drop_member(dm_value *record, dm_slice key)
{
    dm_member *m = record->as.object.members;
    size_t     n = record->as.object.n;

    for (size_t i = 0; i < n; i++) {
        if (!dm_slice_eq(m[i].key, key))
            continue;
        memmove(&m[i], &m[i + 1], (n - i - 1) * sizeof *m);
        record->as.object.n--;
        return;
    }
}

/* What nobody asked to see.  The format has had it. */
static void trim(const dm_run *run, dm_result *r)
{
    for (size_t i = 0; !run->spans && i < r->nrecords; i++)
        drop_member(r->records[i], DM_S("_spans"));
}

static void add_line(dm_buf *out, const dm_value *record)
{
    dm_json_value(out, record, 0);
    dm_buf_char(out, '\n');
}

/* Records that the script gave to outputs of their own: as the others where
** those are records, else as JSON lines. */
static void add_named(const dm_run *run, const dm_result *r, dm_answer *out)
{
    dm_buf text;

    dm_buf_init(&text, TEXT_MAX);
    for (size_t i = 0; i < r->nrecords; i++) {
        if (r->outputs[i].len == 0)
            continue;
        dm_buf_clear(&text);
        if (run->sink->shape == DM_SHAPE_RECORDS)
            run->sink->record(&text, r->records[i]);
        else
            add_line(&text, r->records[i]);
        dm_parcel_add(&out->parcels, DM_PARCEL_NAMED, r->outputs[i],
                      dm_buf_view(&text));
        out->parcels.failed |= text.failed;
    }
    dm_buf_fini(&text);
}

/* The others, with what stands between them; JSON lines for who lays them out
** later. */
static void add_records(const dm_run *run, const dm_result *r, dm_answer *out)
{
    bool   rendered = run->sink->shape == DM_SHAPE_RECORDS;
    size_t start = out->data.len;

    for (size_t i = 0; i < r->nrecords; i++) {
        if (r->outputs[i].len > 0)
            continue;
        if (rendered && out->data.len > start)
            dm_buf_str(&out->data, run->sink->between);
        if (rendered)
            run->sink->record(&out->data, r->records[i]);
        else
            add_line(&out->data, r->records[i]);
    }
}

void dm_render_records(const dm_run *run, dm_result *result,
                       const dm_work *work, dm_answer *out)
{
    bool apart = run->apart && run->sink->shape == DM_SHAPE_RECORDS;

    for (size_t i = 0; i < result->nrecords; i++)
        add_path_bytes(result, result->records[i], work->path);
    if (run->sink->shape != DM_SHAPE_BASE)
        trim(run, result);
    if (apart)
        dm_buf_str(&out->data, run->sink->begin);
    add_records(run, result, out);
    if (apart)
        dm_buf_str(&out->data, run->sink->end);
    add_named(run, result, out);
}

static bool render_source(const dm_run *run, dm_doc *doc, dm_answer *out,
                          dm_err *err)
{
    dm_saved saved = {0};
    dm_err   text;

    if (!dm_save(doc, &out->data, &run->save, &saved, err))
        return false;
    out->same = saved.same;
    if (run->save.unencodable == DM_UNENCODABLE_REPLACE && saved.replaced > 0) {
        dm_fail(&text, DM_E_UNENCODABLE,
                "%zu character%s that the charset lacks became ?",
                saved.replaced, saved.replaced == 1 ? "" : "s");
        dm_answer_remark(out, DM_REMARK_WARNING, &text);
    }
    if (saved.undeclared) {
        dm_fail(&text, DM_OK, "the page is in %s now and does not say so",
                dm_charset_name(run->save.to));
        dm_fail_help(&text, "a <meta charset=\"%s\"> in its head would",
                     dm_charset_name(run->save.to));
        dm_answer_remark(out, DM_REMARK_WARNING, &text);
    }
    if (!run->dry)
        return true;
    dm_buf_clear(&out->data); /* it can be written: show what would change */
    if (!dm_save_diff(doc, &out->data, run->color, &run->save, err))
        return false;
    if (out->data.len == 0 && !saved.same && run->save.to != NULL) {
        dm_fail(&text, DM_OK, "only the charset would change, to %s",
                dm_charset_name(run->save.to));
        dm_answer_remark(out, DM_REMARK_PRINT, &text);
    }
    return true;
}

/* Edits that were committed and end with the run, unless the script had the
** edited text and made of it what it wants. */
static size_t unwritten(const dm_doc *doc, const dm_result *result)
{
    size_t n = 0;

    for (size_t i = 0; !result->edited && i < dm_doc_changes(doc); i++)
        n += dm_doc_change_at(doc, i)->state == DM_CHANGE_COMMITTED;
    return n;
}

/* That of the first record which is the document's own. */
static void add_id(const dm_result *r, dm_answer *out)
{
    const dm_value *id = NULL;

    for (size_t i = 0; id == NULL && i < r->nrecords; i++)
        if (r->outputs[i].len == 0)
            id = dm_value_at(r->records[i], DM_S("id"));
    if (id != NULL && id->kind == DM_STRING)
        dm_parcel_add(&out->parcels, DM_PARCEL_ID, DM_S(""), id->as.string);
}

static void render_writer(const dm_run *run, const dm_result *r, dm_answer *out)
{
    if (run->apart)
        dm_buf_str(&out->data, run->sink->begin);
    dm_buf_slice(&out->data, r->written);
    if (run->apart)
        dm_buf_str(&out->data, run->sink->end);
}

static bool render_document(const dm_run *run, dm_doc *doc, dm_result *result,
                            dm_answer *out, dm_err *err)
{
    switch (run->sink->shape) {
    case DM_SHAPE_SOURCE:
        return render_source(run, doc, out, err);
    case DM_SHAPE_WRITER:
        render_writer(run, result, out);
        return true;
    case DM_SHAPE_DOCUMENT:
        return find(run->sink)->render(run, doc, result, out, err);
    case DM_SHAPE_BASE:
        return dm_render_about(run, doc, out, err);
    case DM_SHAPE_RECORDS:
    case DM_SHAPE_TABLE:
        break;
    }
    return true;
}

static bool writes_records(const dm_sink *sink)
{
    return sink->shape == DM_SHAPE_RECORDS || sink->shape == DM_SHAPE_TABLE ||
           sink->shape == DM_SHAPE_BASE;
}

void dm_render(const dm_run *run, dm_doc *doc, dm_result *result,
               const dm_work *work, dm_answer *out)
{
    dm_err err;

    out->nrecords = (uint32_t)result->nrecords;
    if (result->turned_away || result->skipped)
        return;
    if (!render_document(run, doc, result, out, &err)) {
        dm_answer_fail(out, DM_PHASE_WRITE, &err);
        return;
    }
    if (run->sink->shape != DM_SHAPE_SOURCE)
        out->unwritten = unwritten(doc, result);
    if (writes_records(run->sink)) {
        dm_render_records(run, result, work, out);
    } else {
        trim(run, result);
        add_named(run, result, out);
    }
    if (run->apart)
        add_id(result, out);
}
