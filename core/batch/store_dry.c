/* store_dry.c - what would be written, one name a line on standard output. */
#include "base/mem.h"
#include "batch/naming.h"
#include "batch/output.h"
#include "batch/parcel.h"
#include "batch/store.h"
#include "emit/visible.h"

enum { NAME_LONGEST = 1 << 17 };

typedef struct dry {
    dm_store  store;
    dm_output out;
    size_t    documents, records;
} dry;

static dry *of(dm_store *s)
{
    return (dry *)(void *)s;
}

static bool say(dry *d, const dm_buf *line, dm_err *err)
{
    bool ok = dm_output_write(&d->out, dm_buf_view(line), err);

    d->store.gone = d->out.gone;
    return ok;
}

/* The file of one document in the output folder. */
static dm_put name_file(dry *d, const dm_origin *from, const dm_answer *a,
                        dm_err *err)
{
    const dm_store_options *o = d->store.options;
    dm_named_file file = {from->path, from->root, from->number, DM_LIT("")};
    dm_parcel     id;
    dm_buf        path;
    dm_buf        line;
    dm_put        put = DM_PUT_FAILED;

    if (dm_parcel_find(dm_buf_view(&a->parcels), DM_PARCEL_ID, &id))
        file.id = id.bytes;
    dm_buf_init(&path, NAME_LONGEST);
    dm_buf_init(&line, NAME_LONGEST);
    if (dm_naming_path(&path, o->naming, o->sink->suffix, &file, err)) {
        dm_visible(&line, dm_slice_str(o->output));
        dm_buf_char(&line, '/');
        dm_visible(&line, dm_buf_view(&path));
        dm_buf_char(&line, '\n');
        put = say(d, &line, err) ? DM_PUT_OK : DM_PUT_BROKEN;
    }
    dm_buf_fini(&path);
    dm_buf_fini(&line);
    return put;
}

static dm_put add(dm_store *s, const dm_origin *from, dm_answer *a, dm_err *err)
{
    dry *d = of(s);

    if (a->outcome != DM_DONE)
        return DM_PUT_OK;
    d->documents++;
    d->records += a->nrecords;
    return s->options->folder && s->options->sink->shape != DM_SHAPE_TABLE
               ? name_file(d, from, a, err)
               : DM_PUT_OK;
}

static bool flush(dm_store *s, dm_err *err)
{
    return dm_output_flush(&of(s)->out, err);
}

static bool commit(dm_store *s, dm_run_end end, dm_err *err)
{
    dry   *d = of(s);
    dm_buf line;
    bool   ok = true;

    (void)end;
    dm_buf_init(&line, NAME_LONGEST);
    if (!s->options->folder || s->options->sink->shape == DM_SHAPE_TABLE) {
        dm_visible(&line, dm_slice_str(s->options->output != NULL
                                           ? s->options->output
                                           : "standard output"));
        dm_buf_printf(&line, ": %zu document%s, %zu record%s\n", d->documents,
                      d->documents == 1 ? "" : "s", d->records,
                      d->records == 1 ? "" : "s");
        ok = say(d, &line, err);
    }
    dm_buf_fini(&line);
    return ok && dm_output_commit(&d->out, err);
}

static void abandon(dm_store *s)
{
    dm_output_abandon(&of(s)->out);
    dm_mem_free(s);
}

static const dm_store_kind kind = {
    .add = add, .flush = flush, .commit = commit, .abandon = abandon};

dm_store *dm_store_dry(const dm_store_options *options, dm_err *err)
{
    dry *d = dm_mem_alloc(sizeof *d);

    if (d == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory to begin");
        return NULL;
    }
    memset(d, 0, sizeof *d);
    d->store.kind = &kind;
    d->store.options = options;
    if (dm_output_open(&d->out, NULL, err))
        return &d->store;
    dm_mem_free(d);
    return NULL;
}
