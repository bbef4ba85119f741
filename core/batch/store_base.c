/* store_base.c - documents, records and failures into a database.
**
** A transaction holds a few hundred documents: a sync for each would cost more
** than the document.  A run that ends early keeps those that are complete.
*/
#include "base/mem.h"
#include "batch/name.h"
#include "batch/parcel.h"
#include "batch/report.h"
#include "batch/store.h"
#include "emit/json_read.h"
#include "emit/sqlite.h"

enum { BATCH = 500, ARENA_MAX = 1 << 30 };

typedef struct base {
    dm_store store;
    dm_db   *db;
    size_t   pending; /* documents since the last commit */
} base;

static base *of(dm_store *s)
{
    return (base *)(void *)s;
}

/* The records among `lines`, emitted to `output`. */
static bool add_records(base *b, dm_slice output, dm_slice lines, dm_err *err)
{
    dm_slice line;
    bool     ok = true;

    while (ok && dm_json_line(&lines, &line)) {
        dm_arena  arena;
        dm_value *record = NULL;

        dm_arena_init(&arena, ARENA_MAX);
        record = dm_json_read(&arena, line, err);
        ok = record != NULL && dm_db_record(b->db, output, record, err);
        dm_arena_fini(&arena);
    }
    return ok;
}

static bool add_named(base *b, const dm_answer *a, dm_err *err)
{
    dm_slice  rest = dm_buf_view(&a->parcels);
    dm_parcel p;

    while (dm_parcel_next(&rest, &p))
        if (p.kind == DM_PARCEL_NAMED && !add_records(b, p.name, p.bytes, err))
            return false;
    return true;
}

static bool add_document(base *b, const dm_answer *a, dm_err *err)
{
    dm_slice  all = dm_buf_view(&a->parcels);
    dm_parcel about;
    dm_parcel text = {.bytes = DM_LIT("")};
    dm_arena  arena;
    dm_value *v = NULL;
    bool      ok = false;

    if (!dm_parcel_find(all, DM_PARCEL_ABOUT, &about))
        return true; /* what no document stands behind */
    if (!dm_parcel_find(all, DM_PARCEL_TEXT, &text))
        text.bytes = DM_S("");
    dm_arena_init(&arena, ARENA_MAX);
    v = dm_json_read(&arena, about.bytes, err);
    ok = v != NULL && dm_db_doc(b->db, v, text.bytes, err);
    dm_arena_fini(&arena);
    return ok && add_records(b, DM_S(""), dm_buf_view(&a->data), err) &&
           add_named(b, a, err);
}

static bool add_error(base *b, const dm_origin *from, dm_slice key,
                      const dm_answer *a, dm_err *err)
{
    dm_arena  arena;
    dm_buf    line;
    dm_value *v = NULL;
    bool      ok = false;

    dm_arena_init(&arena, ARENA_MAX);
    dm_buf_init(&line, 1 << 20);
    dm_report_record(&line, from->path, a->phase, &a->err);
    v = dm_json_read(&arena, dm_buf_view(&line), err);
    ok = v != NULL && dm_db_error(b->db, key, v, err);
    dm_buf_fini(&line);
    dm_arena_fini(&arena);
    return ok;
}

/* What the tables know of the document is from now on this. */
static bool replace(base *b, const dm_origin *from, const dm_answer *a,
                    dm_err *err)
{
    dm_buf key;
    bool   ok = false;

    dm_buf_init(&key, 1 << 20);
    dm_name_key(&key, from->path);
    ok = dm_db_forget(b->db, dm_buf_view(&key), err);
    if (ok && a->outcome == DM_DONE)
        ok = add_document(b, a, err);
    if (ok && a->outcome == DM_FAILED)
        ok = add_error(b, from, dm_buf_view(&key), a, err);
    dm_buf_fini(&key);
    return ok;
}

static dm_put add(dm_store *store, const dm_origin *from, dm_answer *a,
                  dm_err *err)
{
    base *b = of(store);
    bool  ok = from->number == 0 || replace(b, from, a, err);

    if (ok && ++b->pending >= BATCH) {
        ok = dm_db_commit(b->db, err);
        b->pending = 0;
    }
    return ok ? DM_PUT_OK : DM_PUT_BROKEN;
}

static bool reduced(dm_store *store, const dm_value *record, dm_err *err)
{
    return dm_db_alone(of(store)->db, err) &&
           dm_db_record(of(store)->db, DM_S("_reduce"), record, err);
}

static bool commit(dm_store *store, dm_run_end end, dm_err *err)
{
    (void)end;
    return dm_db_commit(of(store)->db, err);
}

static void abandon(dm_store *store)
{
    dm_db_close(of(store)->db);
    dm_mem_free(store);
}

static const dm_store_kind kind = {
    .add = add, .reduced = reduced, .commit = commit, .abandon = abandon};

dm_store *dm_store_base(const dm_store_options *options, dm_err *err)
{
    base *b = dm_mem_alloc(sizeof *b);
    bool  ok = true;

    if (b == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory to begin");
        return NULL;
    }
    memset(b, 0, sizeof *b);
    b->store.kind = &kind;
    b->store.options = options;
    b->db = dm_db_open(options->output, err);
    ok = b->db != NULL;
    for (size_t i = 0; ok && options->rules != NULL && options->rules[i]; i++)
        ok = dm_db_rule(b->db, dm_slice_str(options->rules[i]), err);
    if (ok)
        return &b->store;
    abandon(&b->store);
    return NULL;
}
