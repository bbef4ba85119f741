/* batch.c - the pool's client: counts, merges, writes. */
#include "batch/batch.h"

#include <sys/stat.h>

#include "batch/clock.h"
#include "batch/progress.h"
#include "batch/reduce.h"
#include "batch/signals.h"
#include "emit/json.h"

enum { REDUCE_MAX = 1 << 30, FLUSH_EVERY = 20 /* ms */ };

typedef struct batch {
    const dm_batch_options *options;
    dm_store               *store;
    dm_report               report;
    dm_reduce              *reduce;
    dm_progress             progress;
    int64_t                 flushed; /* when, last */
    bool                    failed;  /* `err` is filled */
    bool                    output_failed;
    bool                    gone; /* nobody reads standard output any more */
    dm_err                 *err;
} batch;

/* The output is at fault: stop. */
static bool bad_output(batch *b)
{
    b->failed = b->output_failed = true;
    b->gone |= b->store != NULL && b->store->gone;
    return false;
}

/* What came of a document goes where it belongs; what cannot be written fails
** the document. */
static bool put(batch *b, const dm_origin *from, dm_answer *a)
{
    dm_err why;
    dm_put done = b->store->kind->add(b->store, from, a, &why);

    if (done == DM_PUT_FAILED)
        dm_answer_fail(a, DM_PHASE_WRITE, &why);
    if (done != DM_PUT_BROKEN)
        return true;
    *b->err = why;
    return bad_output(b);
}

/* Whoever adds the answers up has the first look. */
static bool add_up(batch *b, const dm_origin *from, dm_answer *a)
{
    const dm_batch_sum *sum = &b->options->sum;

    if (sum->answer == NULL || sum->answer(sum->ud, from, a, b->err))
        return true;
    b->failed = true;
    return false;
}

static bool flush(batch *b)
{
    return b->store->kind->flush == NULL ||
           b->store->kind->flush(b->store, b->err) || bad_output(b);
}

static bool merge(batch *b, const dm_answer *a)
{
    if (a->reduced.len == 0)
        return true;
    if (dm_reduce_add(b->reduce, dm_buf_view(&a->reduced), b->err))
        return true;
    b->failed = true;
    return false;
}

/* Standard error and standard output may be one terminal: what was told first
** must stand first. */
static bool settle(batch *b, const dm_answer *a)
{
    if (a->outcome == DM_DONE && a->remarks.len == 0)
        return true;
    dm_progress_wipe(&b->progress);
    return flush(b);
}

static bool on_answer(void *ud, const dm_origin *from, dm_answer *a)
{
    batch *b = ud;
    size_t max = b->options->max_errors;

    if (!add_up(b, from, a) || !put(b, from, a) || !merge(b, a) ||
        !settle(b, a))
        return false;
    if (!dm_report_answer(&b->report, from->path, a, b->err))
        return bad_output(b);
    return max == 0 || b->report.counts.failed < max;
}

static bool on_finished(void *ud, const dm_answer *a)
{
    batch *b = ud;

    /* it emitted nothing, so there is nothing to put */
    if (!merge(b, a) || !settle(b, a))
        return false;
    return dm_report_finished(&b->report, a, b->err) || bad_output(b);
}

/* Whoever reads our output waits for it only so long; to write after each
** document would be one call more for every document. */
static bool on_idle(void *ud)
{
    batch *b = ud;

    dm_progress_show(&b->progress, &b->report.counts);
    if (dm_clock_ms() < b->flushed + FLUSH_EVERY)
        return true;
    b->flushed = dm_clock_ms();
    return flush(b);
}

/* Where the last record is none of the output, it is still told. */
static void tell_reduced(const dm_value *record)
{
    dm_buf text;

    dm_buf_init(&text, REDUCE_MAX);
    dm_json_value(&text, record, 0);
    dm_buf_char(&text, '\n');
    dm_report_say(dm_buf_view(&text));
    dm_buf_fini(&text);
}

/* The last record: what the documents added up to. */
static bool put_reduced(batch *b)
{
    dm_arena        arena;
    const dm_value *record = NULL;
    bool            ok = true;

    dm_arena_init(&arena, REDUCE_MAX);
    record = dm_reduce_record(b->reduce, &arena);
    if (record != NULL && b->store->kind->reduced != NULL)
        ok = b->store->kind->reduced(b->store, record, b->err) || bad_output(b);
    else if (record != NULL)
        tell_reduced(record);
    dm_arena_fini(&arena);
    return ok;
}

/* The file at `path` will be replaced: it must not be an input. */
static void spare(dm_inputs *inputs, const char *path)
{
    struct stat st;

    if (path != NULL && stat(path, &st) == 0 && S_ISREG(st.st_mode))
        dm_inputs_spare(inputs, st.st_dev, st.st_ino);
}

static void spare_all(const batch *b, dm_inputs *inputs)
{
    spare(inputs, b->store->withheld);
    if (!b->options->store.dry)
        spare(inputs, b->options->store.attributes);
    spare(inputs, b->options->report.errors);
}

static bool open_all(batch *b, dm_inputs *inputs)
{
    const dm_batch_options *o = b->options;

    b->store = dm_store_open(&o->store, inputs, &o->inputs, b->err);
    if (b->store == NULL)
        return bad_output(b);
    if (!dm_report_open(&b->report, &o->report, b->err))
        return bad_output(b);
    spare_all(b, inputs);
    b->reduce = dm_reduce_new();
    if (b->reduce != NULL)
        return true;
    b->failed = true;
    return dm_fail(b->err, DM_E_MEMORY, "no memory to begin");
}

static dm_run_end end_of(dm_pool_end end)
{
    return end == DM_POOL_SIGNAL    ? DM_RUN_INTERRUPTED
           : end == DM_POOL_STOPPED ? DM_RUN_STOPPED
                                    : DM_RUN_WHOLE;
}

/* What all answers came to, where somebody adds them up. */
static bool put_last(batch *b, bool whole)
{
    const dm_batch_sum *sum = &b->options->sum;
    dm_origin           nowhere = {.path = DM_S("")};
    dm_answer           a;

    if (sum->last == NULL)
        return true;
    dm_answer_init(&a);
    if (!sum->last(sum->ud, &b->report.counts, whole, &a.data, b->err))
        b->failed = true;
    else if (a.data.failed)
        b->failed = !dm_fail(b->err, DM_E_MEMORY, "no memory for the end");
    dm_progress_wipe(&b->progress);
    if (!b->failed)
        (void)put(b, &nowhere, &a);
    dm_answer_fini(&a);
    return !b->failed;
}

/* What stands behind the last record; then files get their names. */
static void finish_output(batch *b, dm_pool_end end)
{
    const dm_store_kind *kind = b->store->kind;

    if (!put_last(b, end == DM_POOL_DONE))
        return;
    if (end == DM_POOL_DONE && !put_reduced(b))
        return;
    dm_progress_wipe(&b->progress);
    if (kind->commit != NULL && !kind->commit(b->store, end_of(end), b->err))
        bad_output(b);
}

/* What there is to say of the output as a whole. */
static void tell_output(const batch *b, dm_pool_end end)
{
    const dm_store_kind *kind = b->store->kind;
    size_t               at = 0;
    dm_err               text;

    if (kind->remark == NULL || end != DM_POOL_DONE || b->options->report.quiet)
        return;
    while (kind->remark(b->store, &at, &text))
        dm_report_diag(&b->options->report, &text, DM_WARNING);
}

static dm_ending describe(const batch *b, dm_pool_end end, dm_inputs *inputs)
{
    dm_ending e = {.how = end_of(end), .total = dm_inputs_total(inputs)};
    size_t    given = dm_inputs_given(inputs);

    e.passed = dm_inputs_passed(inputs);
    if (b->options->store.sink == NULL)
        e.printed = "what was done is";
    else if (b->options->store.sink->shape == DM_SHAPE_RECORDS)
        e.printed = "the records of what was done are";
    if (b->options->store.sink != NULL)
        e.format = b->options->store.sink->name;
    /* what was begun and not answered for counts as not read */
    if (end == DM_POOL_STOPPED && !b->failed)
        e.unread = given - b->report.counts.documents +
                   dm_inputs_rest(inputs, &e.more);
    if (end != DM_POOL_DONE && b->store != NULL)
        e.unwritten = b->store->withheld;
    return e;
}

/* A whole run ends with whole files.  One that was cut short leaves no file
** that looks whole; a stream has what is complete. */
static void close_all(batch *b, dm_pool_end end, dm_inputs *inputs)
{
    dm_ending ending = describe(b, end, inputs);

    if (!b->failed)
        finish_output(b, end);
    dm_progress_wipe(&b->progress);
    if (!b->failed) {
        tell_output(b, end);
        dm_report_end(&b->report, &ending);
        if (end != DM_POOL_SIGNAL && !dm_report_close(&b->report, b->err))
            bad_output(b);
    }
    if (b->store != NULL)
        b->store->kind->abandon(b->store);
    dm_report_abandon(&b->report);
    dm_reduce_free(b->reduce);
}

static dm_pool_end run(batch *b, dm_inputs *inputs, const dm_job *job)
{
    dm_pool_client client = {b, on_answer, on_finished, on_idle};
    dm_pool_end    end = DM_POOL_BROKEN;
    dm_err         why;

    if (!open_all(b, inputs))
        return end;
    dm_progress_start(&b->progress, b->options->progress,
                      dm_inputs_total(inputs));
    dm_signal_catch();
    end = dm_pool_run(&b->options->pool, job, inputs, &client, &why);
    dm_signal_release();
    if (end == DM_POOL_BROKEN && !b->failed) {
        *b->err = why;
        b->failed = true;
    }
    return end;
}

bool dm_batch_run(const dm_batch_options *options, const dm_job *job,
                  dm_batch_result *result, dm_err *err)
{
    batch      b = {.options = options, .err = err};
    dm_inputs *inputs = dm_inputs_open(&options->inputs, err);

    memset(result, 0, sizeof *result);
    result->end = DM_POOL_BROKEN;
    if (inputs == NULL)
        return false;
    b.report.file.fd = -1;
    result->end = run(&b, inputs, job);
    result->signal = dm_signal_seen();
    close_all(&b, result->end, inputs);
    result->output_failed = b.output_failed;
    result->reader_gone = b.gone;
    result->counts = b.report.counts;
    dm_inputs_close(inputs);
    return !b.failed;
}
