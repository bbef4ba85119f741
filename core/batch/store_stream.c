/* store_stream.c - one file or standard output, and named ones in a folder.
**
** A table in a folder is DIR/records.csv, with a table beside it for each name
** that the script emits to.
*/
#include <stdio.h>

#include "base/mem.h"
#include "batch/named.h"
#include "batch/parcel.h"
#include "batch/rows.h"
#include "batch/store.h"

typedef struct stream {
    dm_store  store;
    dm_folder folder;
    char     *path; /* of the records in the folder */
    dm_rows   rows, attributes;
    dm_named  named;
    dm_names  taken; /* files in the folder */
    bool      whole; /* the run came to its end */
} stream;

static stream *of(dm_store *s)
{
    return (stream *)(void *)s;
}

/* Lines for --attributes, in the order of the documents. */
static dm_put prepare_attributes(stream *s, const dm_answer *a, dm_err *err)
{
    dm_slice  rest = dm_buf_view(&a->parcels);
    dm_parcel p;
    dm_put    put = DM_PUT_OK;

    while (put == DM_PUT_OK && dm_parcel_next(&rest, &p))
        if (p.kind == DM_PARCEL_ATTRIBUTES)
            put = dm_rows_prepare(&s->attributes, p.bytes, err);
    return put;
}

static bool write_all(stream *s, dm_err *err)
{
    return dm_rows_write(&s->rows, err) &&
           (s->attributes.out.fd < 0 || dm_rows_write(&s->attributes, err)) &&
           dm_named_write(&s->named, err);
}

static dm_put add(dm_store *store, const dm_origin *from, dm_answer *a,
                  dm_err *err)
{
    stream *s = of(store);
    dm_put  put = dm_rows_prepare(&s->rows, dm_buf_view(&a->data), err);

    (void)from;
    if (put == DM_PUT_OK && s->attributes.out.fd >= 0)
        put = prepare_attributes(s, a, err);
    if (put == DM_PUT_OK && !store->options->dry)
        put = dm_named_prepare(&s->named, dm_buf_view(&a->parcels), err);
    if (put == DM_PUT_OK && !write_all(s, err))
        put = DM_PUT_BROKEN;
    if (put == DM_PUT_FAILED) {
        dm_rows_forget(&s->rows);
        dm_rows_forget(&s->attributes);
        dm_named_forget(&s->named);
    }
    store->gone = s->rows.out.gone;
    return put;
}

static bool reduced(dm_store *store, const dm_value *record, dm_err *err)
{
    stream *s = of(store);
    dm_buf  text;
    bool    ok = false;

    dm_buf_init(&text, 1 << 30);
    store->options->sink->record(&text, record);
    ok = dm_rows_prepare(&s->rows, dm_buf_view(&text), err) == DM_PUT_OK &&
         dm_rows_write(&s->rows, err);
    dm_buf_fini(&text);
    return ok;
}

static bool flush(dm_store *store, dm_err *err)
{
    bool ok = dm_output_flush(&of(store)->rows.out, err);

    store->gone = of(store)->rows.out.gone;
    return ok;
}

/* A stream that was cut short has what is complete; a file is not made. */
static bool commit(dm_store *store, dm_run_end end, dm_err *err)
{
    stream *s = of(store);
    bool    ok = true;

    s->whole = end == DM_RUN_WHOLE;
    if (end != DM_RUN_WHOLE && (store->withheld != NULL || s->named.n > 0))
        return true;
    if (end == DM_RUN_INTERRUPTED)
        return flush(store, err);
    ok = dm_rows_commit(&s->rows, err) &&
         (s->attributes.out.fd < 0 || dm_rows_commit(&s->attributes, err)) &&
         dm_named_commit(&s->named, err);
    store->gone = s->rows.out.gone;
    return ok;
}

static bool remark(const dm_store *store, size_t *at, dm_err *out)
{
    const stream *s = (const stream *)(const void *)store;

    return s->rows.sheet != NULL && dm_sheet_unseen(s->rows.sheet, at, out);
}

static void abandon(dm_store *store)
{
    stream *s = of(store);

    dm_rows_abandon(&s->rows);
    dm_rows_abandon(&s->attributes);
    dm_named_abandon(&s->named);
    if (s->whole)
        dm_folder_close(&s->folder);
    else
        dm_folder_discard(&s->folder);
    dm_names_fini(&s->taken);
    dm_mem_free(s->path);
    dm_mem_free(s);
}

/* Where records without a name go: the output, or a file in its folder. */
static bool open_main(stream *s, dm_err *err)
{
    const dm_store_options *o = s->store.options;
    const char             *path = o->dry ? NULL : o->output;
    size_t                  size = 0;

    if (o->folder && !o->dry) {
        size = strlen(o->output) + 40;
        s->path = dm_mem_alloc(size);
        if (s->path == NULL)
            return dm_fail(err, DM_E_MEMORY, "no memory for a path");
        snprintf(s->path, size, "%s/records.%s", o->output, o->sink->suffix);
        path = s->path;
        if (!dm_folder_open(&s->folder, o->output, err) ||
            !dm_names_take(&s->taken, dm_slice_str(strrchr(path, '/') + 1),
                           DM_S("the records without a name"), err))
            return false;
    }
    if (!dm_rows_open(&s->rows, path, o->sink, &o->sheet, true, err))
        return false;
    s->store.withheld = s->rows.out.path != NULL ? path : NULL;
    return o->attributes == NULL || o->dry ||
           dm_rows_open(&s->attributes, o->attributes,
                        dm_sink_find(DM_S("jsonl")), NULL, false, err);
}

static const dm_store_kind kind = {.add = add,
                                   .reduced = reduced,
                                   .flush = flush,
                                   .commit = commit,
                                   .abandon = abandon};
/* What documents add up to is no row and no document. */
static const dm_store_kind kind_without = {.add = add,
                                           .flush = flush,
                                           .commit = commit,
                                           .remark = remark,
                                           .abandon = abandon};

dm_store *dm_store_stream(const dm_store_options *options, dm_err *err)
{
    stream *s = dm_mem_alloc(sizeof *s);

    if (s == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory to begin");
        return NULL;
    }
    memset(s, 0, sizeof *s);
    s->store.options = options;
    s->store.kind =
        options->sink != NULL && options->sink->shape == DM_SHAPE_RECORDS
            ? &kind
            : &kind_without;
    dm_names_init(&s->taken);
    s->folder.root = s->folder.at = -1;
    s->rows.out.fd = s->attributes.out.fd = -1;
    dm_named_init(&s->named, options, options->folder ? &s->folder : NULL,
                  &s->taken);
    if (open_main(s, err))
        return &s->store;
    abandon(&s->store);
    return NULL;
}
