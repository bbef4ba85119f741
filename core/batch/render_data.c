/* render_data.c - the document's text in the view of its records. */
#include "batch/render_data.h"

#include <stdio.h>
#include <xxhash.h>

#include "batch/kept.h"
#include "batch/name.h"
#include "batch/parcel.h"
#include "emit/dolma.h"
#include "emit/json.h"
#include "engine/standoff.h"

enum { ABOUT_MAX = 16 << 20, ROW_MAX = 256 << 20 };

/* The records without a name of their own, as a list in the result's arena. */
static const dm_value *unnamed(dm_result *r)
{
    dm_value *list = dm_value_list(&r->arena);

    for (size_t i = 0; i < r->nrecords; i++)
        if (r->outputs[i].len == 0 &&
            !dm_value_push(&r->arena, list, r->records[i]))
            return NULL;
    return list;
}

/* The places that rules found, as code points of the kept text; those of
** which nothing is left are not among them. */
static bool find_places(const dm_kept *kept, const dm_standoff *found,
                        dm_arena *arena, dm_dolma_place **out, size_t *n)
{
    dm_dolma_place *list =
        dm_arena_zalloc(arena, found->nspans + 1, sizeof *list);

    *n = 0;
    for (size_t i = 0; list != NULL && i < found->nspans; i++) {
        const dm_standoff_span *s = &found->spans[i];
        dm_dolma_place p = {s->rule, dm_kept_codepoints(kept, s->bytes.from),
                            dm_kept_codepoints(kept, s->bytes.to)};

        if (p.from < p.to)
            list[(*n)++] = p;
    }
    *out = list;
    return list != NULL;
}

/* The id that the document's line has; there is a record without a name. */
static const dm_value *first_id(const dm_result *r)
{
    size_t i = 0;

    while (r->outputs[i].len > 0)
        i++;
    return dm_value_at(r->records[i], DM_S("id"));
}

static bool add_attributes(const dm_run *run, dm_doc *doc, dm_result *result,
                           const dm_kept *kept, dm_answer *out, dm_err *err)
{
    dm_standoff         found;
    dm_dolma_place     *places = NULL;
    size_t              n = 0;
    dm_buf              line;
    dm_standoff_options o = {.view = kept->view,
                             .engine = run->engine,
                             .records = result->records,
                             .nrecords = result->nrecords};

    if (!dm_standoff_build(&found, &result->arena, doc, &o, err))
        return false;
    if (!find_places(kept, &found, &result->arena, &places, &n))
        return dm_fail(err, DM_E_MEMORY, "no memory for attributes");
    dm_buf_init(&line, ROW_MAX);
    dm_dolma_attributes(&line, dm_slice_str(run->source), first_id(result),
                        places, n);
    dm_parcel_add(&out->parcels, DM_PARCEL_ATTRIBUTES, DM_S(""),
                  dm_buf_view(&line));
    out->parcels.failed |= line.failed;
    dm_buf_fini(&line);
    return true;
}

bool dm_render_dolma(const dm_run *run, dm_doc *doc, dm_result *result,
                     dm_answer *out, dm_err *err)
{
    const dm_view  *view = dm_engine_view(run->engine, doc, err);
    const dm_value *records = unnamed(result);
    dm_kept         kept;

    if (view == NULL)
        return false;
    if (records == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for records");
    if (records->as.list.n == 0)
        return true;
    if (!dm_kept_text(&kept, doc, view, &result->arena, err))
        return false;
    dm_dolma_document(&out->data, dm_slice_str(run->source), kept.text,
                      records->as.list.items, records->as.list.n);
    return !run->attributes ||
           add_attributes(run, doc, result, &kept, out, err);
}

static void add_text(dm_buf *out, const char *key, dm_slice text)
{
    dm_buf_printf(out, ",\"%s\":", key);
    if (text.len > 0)
        dm_json_string(out, text);
    else
        dm_buf_str(out, "null");
}

static dm_slice title_of(const dm_doc *doc)
{
    for (size_t i = 0; i < doc->nmeta; i++)
        if (dm_slice_eq(doc->meta[i].key, DM_S("title")))
            return doc->meta[i].value;
    return DM_S("");
}

/* The object that dm_db_doc takes. */
static void add_about(dm_buf *out, const dm_doc *doc, const dm_view *view)
{
    dm_buf key;

    dm_buf_init(&key, ABOUT_MAX);
    dm_name_key(&key, doc->path);
    dm_buf_str(out, "{\"path\":");
    dm_json_string(out, dm_buf_view(&key));
    dm_buf_fini(&key);
    add_text(out, "id", doc->id);
    add_text(out, "format", dm_slice_str(doc->format));
    if (doc->charset.n > 0)
        add_text(
            out, "charset",
            dm_slice_str(dm_charset_name(doc->charset.candidates[0].charset)));
    add_text(out, "lang", doc->lang);
    add_text(out, "title", title_of(doc));
    add_text(out, "view", dm_slice_str(view->name));
    dm_buf_printf(
        out, ",\"bytes\":%zu,\"xxh3\":\"%016llx\"}", doc->file.len,
        (unsigned long long)XXH3_64bits(doc->file.ptr, doc->file.len));
}

bool dm_render_about(const dm_run *run, dm_doc *doc, dm_answer *out,
                     dm_err *err)
{
    const dm_view *view = dm_engine_view(run->engine, doc, err);
    dm_buf         about;

    if (view == NULL)
        return false;
    dm_buf_init(&about, ABOUT_MAX);
    add_about(&about, doc, view);
    dm_parcel_add(&out->parcels, DM_PARCEL_ABOUT, DM_S(""),
                  dm_buf_view(&about));
    dm_parcel_add(&out->parcels, DM_PARCEL_TEXT, DM_S(""), view->text);
    out->parcels.failed |= about.failed;
    dm_buf_fini(&about);
    return true;
}
