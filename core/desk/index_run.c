/* index_run.c - rows of all, then the pages of some. */
#include "desk/index_run.h"

#include "batch/folder.h"
#include "batch/spared.h"
#include "desk/index_row.h"
#include "emit/json.h"
#include "emit/page.h"

enum { INDEX_MAX = 1 << 30, WAY_MAX = 1 << 16 };

/* Of a run; a worker's own after the fork. */
typedef struct looking {
    dm_viewing *viewing;
    dm_index   *index; /* of the second: what was chosen */
    bool        told;  /* this worker told about the rules */
} looking;

typedef struct running {
    dm_index        *index;
    dm_folder       *folder;
    size_t           at; /* the next page */
    dm_batch_result *result;
    dm_spared        spared;
} running;

/* A failure first: it drops what data an answer has. */
static void row_of(void *ud, const dm_work *work, dm_answer *out)
{
    looking  *l = ud;
    dm_value *row;
    dm_look   look;

    dm_look_init(&look, l->viewing, work, out);
    row = dm_index_row_of(&look, !l->told && dm_index_has_rules(&look));
    l->told |= dm_index_has_rules(&look);
    if (look.failed.code != DM_OK) {
        dm_answer_fail(out, look.phase, &look.failed);
    } else if (look.result.turned_away || look.result.skipped) {
        out->outcome = look.result.turned_away ? DM_TURNED_AWAY : DM_SKIPPED;
        memcpy(out->reason, look.result.reason, sizeof out->reason);
    }
    if (row != NULL)
        dm_json_value(&out->data, row, 0);
    out->nrecords = 1;
    dm_look_fini(&look);
}

/* A page, with the way back to the index. */
static void page_of(void *ud, const dm_work *work, dm_answer *out)
{
    const looking *l = ud;
    dm_look        look;
    dm_buf         way;

    dm_look_init(&look, l->viewing, work, out);
    dm_buf_init(&way, WAY_MAX);
    dm_index_way_back(l->index, work->path, &way);
    if (look.data != NULL &&
        dm_value_set(&look.arena, look.data, DM_S("index"),
                     dm_value_string(&look.arena, dm_buf_view(&way))))
        dm_viewer_one(&out->data, look.data);
    dm_buf_fini(&way);
    dm_look_fini(&look);
}

static bool init(void *ud, dm_err *err)
{
    const looking *l = ud;

    return dm_engine_init(l->viewing->engine, err) &&
           (l->viewing->old == NULL || dm_engine_init(l->viewing->old, err));
}

static bool dead(void *ud)
{
    const looking *l = ud;

    return dm_engine_dead(l->viewing->engine) ||
           (l->viewing->old != NULL && dm_engine_dead(l->viewing->old));
}

static bool on_row(void *ud, const dm_origin *from, dm_answer *a, dm_err *err)
{
    running *r = ud;
    bool     ok = dm_index_add(r->index, from, a, err);

    dm_buf_clear(&a->data);
    return ok;
}

/* A page that cannot be written (its folder's name is a file's) is none. */
static bool on_page(void *ud, const dm_origin *from, dm_answer *a, dm_err *err)
{
    running *r = ud;
    size_t   i = r->at++;
    dm_put   put;

    (void)from;
    a->outcome = DM_DONE; /* what was to be told was told by the first run */
    dm_buf_clear(&a->remarks);
    if (a->data.len == 0)
        return true;
    if (!dm_spared_allows(&r->spared, r->folder->root, r->folder->name,
                          dm_index_page(r->index, i), err))
        return false;
    put = dm_folder_put(r->folder, dm_index_page(r->index, i),
                        dm_buf_view(&a->data), err);
    dm_buf_clear(&a->data);
    if (put == DM_PUT_OK)
        dm_index_written(r->index, i);
    r->result->output_failed |= put == DM_PUT_BROKEN;
    return put != DM_PUT_BROKEN;
}

/* Nothing is told twice. */
static bool make_pages(const dm_batch_options *batch, dm_viewing *viewing,
                       running *r, char *const *paths, size_t n, dm_err *err)
{
    dm_batch_options again = *batch;
    looking          l = {.viewing = viewing, .index = r->index};
    dm_job job = {.ud = &l, .init = init, .document = page_of, .dead = dead};
    dm_batch_result result;

    again.inputs = (dm_inputs_options){
        .args = paths, .nargs = n, .max_bytes = batch->inputs.max_bytes};
    again.report = (dm_report_options){.quiet = true};
    again.max_errors = 0;
    again.sum = (dm_batch_sum){.ud = r, .answer = on_page};
    if (n == 0)
        return true;
    if (!dm_batch_run(&again, &job, &result, err))
        return false;
    if (result.end == DM_POOL_SIGNAL) {
        r->result->end = result.end;
        r->result->signal = result.signal;
    }
    return true;
}

static bool put_index(const running *r, bool whole, dm_err *err)
{
    dm_buf json, page;
    bool   ok;

    dm_buf_init(&json, INDEX_MAX);
    dm_buf_init(&page, INDEX_MAX);
    ok = dm_index_json(r->index, whole, &json, err);
    if (ok)
        dm_viewer_index(&page, dm_buf_view(&json));
    if (ok && page.failed)
        ok = dm_fail(err, DM_E_MEMORY, "no memory for the index");
    if (ok && dm_folder_put(r->folder, DM_S("index.html"), dm_buf_view(&page),
                            err) != DM_PUT_OK) {
        r->result->output_failed = true;
        ok = false;
    }
    dm_buf_fini(&json);
    dm_buf_fini(&page);
    return ok;
}

static bool run(const dm_batch_options *batch, dm_viewing *viewing, running *r,
                dm_err *err)
{
    looking          l = {.viewing = viewing};
    dm_batch_options options = *batch;
    dm_job job = {.ud = &l, .init = init, .document = row_of, .dead = dead};
    char *const *paths;
    size_t       n = 0;

    options.store.sink = NULL; /* the folder is filled here */
    options.sum = (dm_batch_sum){.ud = r, .answer = on_row};
    if (!dm_batch_run(&options, &job, r->result, err))
        return false;
    if (r->result->end == DM_POOL_SIGNAL)
        return true;
    paths = dm_index_choose(r->index, &n, err);
    if (paths == NULL || !make_pages(&options, viewing, r, paths, n, err))
        return false;
    return r->result->end == DM_POOL_SIGNAL ||
           put_index(r, r->result->end == DM_POOL_DONE, err);
}

bool dm_index_run(const dm_batch_options *batch, dm_viewing *viewing,
                  size_t pages, dm_batch_result *result, dm_err *err)
{
    dm_index_options options = {viewing->name, viewing->against, pages};
    dm_folder        folder = {.root = -1, .at = -1};
    running          r = {dm_index_new(&options), &folder, 0, result, {0}};
    bool             ok = false;

    memset(result, 0, sizeof *result);
    if (r.index == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory to begin");
    dm_spared_init(&r.spared, &batch->inputs);
    if (!dm_folder_open(&folder, batch->store.output, err))
        result->output_failed = true;
    else if (dm_spared_allows(&r.spared, folder.root, folder.name,
                              DM_S("index.html"), err))
        ok = run(batch, viewing, &r, err);
    dm_spared_fini(&r.spared);
    if (ok && result->end == DM_POOL_DONE)
        dm_folder_close(&folder);
    else
        dm_folder_discard(&folder);
    dm_index_free(r.index);
    return ok;
}
