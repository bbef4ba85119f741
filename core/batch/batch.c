/* batch.c - the pool's client: counts, merges, writes. */
#include "batch/batch.h"

#include "batch/clock.h"
#include "batch/progress.h"
#include "batch/reduce.h"
#include "batch/signals.h"

enum { REDUCE_MAX = 1 << 30, FLUSH_EVERY = 20 /* ms */ };

typedef struct batch {
    const dm_batch_options *options;
    dm_output               out;
    dm_report               report;
    dm_reduce              *reduce;
    dm_progress             progress;
    int64_t                 flushed; /* when, last */
    bool                    any;     /* a record was written */
    bool                    failed;  /* `err` is filled */
    bool                    output_failed;
    dm_err                 *err;
} batch;

/* The output is at fault: stop. */
static bool bad_output(batch *b)
{
    b->failed = b->output_failed = true;
    return false;
}

static bool put(batch *b, const char *text)
{
    return dm_output_write(&b->out, dm_slice_str(text), b->err) ||
           bad_output(b);
}

/* Write rendered records, with what the format puts between. */
static bool put_records(batch *b, dm_slice data)
{
    const dm_sink *sink = b->options->sink;

    if (data.len == 0)
        return true;
    if (sink != NULL && b->any && !put(b, sink->between))
        return false;
    b->any = true;
    return dm_output_write(&b->out, data, b->err) || bad_output(b);
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
    return dm_output_flush(&b->out, b->err) || bad_output(b);
}

static bool on_answer(void *ud, dm_slice path, const dm_answer *a)
{
    batch *b = ud;
    size_t max = b->options->max_errors;

    if (!put_records(b, dm_buf_view(&a->data)) || !merge(b, a) || !settle(b, a))
        return false;
    if (!dm_report_answer(&b->report, path, a, b->err))
        return bad_output(b);
    return max == 0 || b->report.counts.failed < max;
}

static bool on_finished(void *ud, const dm_answer *a)
{
    batch *b = ud;

    if (!put_records(b, dm_buf_view(&a->data)) || !merge(b, a) || !settle(b, a))
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
    return dm_output_flush(&b->out, b->err) || bad_output(b);
}

/* The last record: what the documents added up to. */
static bool put_reduced(batch *b)
{
    dm_arena        arena;
    dm_buf          out;
    const dm_value *record = NULL;
    bool            ok = true;

    dm_arena_init(&arena, REDUCE_MAX);
    dm_buf_init(&out, REDUCE_MAX);
    record = dm_reduce_record(b->reduce, &arena);
    if (record != NULL && b->options->sink != NULL)
        b->options->sink->record(&out, record);
    ok = put_records(b, dm_buf_view(&out));
    dm_buf_fini(&out);
    dm_arena_fini(&arena);
    return ok;
}

static bool open_all(batch *b)
{
    const dm_batch_options *o = b->options;

    if (!dm_output_open(&b->out, o->output, b->err))
        return bad_output(b);
    if (!dm_report_open(&b->report, &o->report, b->err))
        return bad_output(b);
    b->reduce = dm_reduce_new();
    if (b->reduce == NULL) {
        b->failed = true;
        return dm_fail(b->err, DM_E_MEMORY, "no memory to begin");
    }
    return o->sink == NULL || put(b, o->sink->begin);
}

/* What stands behind the last record; then the file gets its name. */
static void finish_output(batch *b, dm_pool_end end)
{
    if (end == DM_POOL_DONE && !put_reduced(b))
        return;
    if (b->options->sink != NULL && !put(b, b->options->sink->end))
        return;
    dm_progress_wipe(&b->progress);
    if (!dm_output_commit(&b->out, b->err))
        bad_output(b);
}

static dm_ending describe(const batch *b, dm_pool_end end, dm_inputs *inputs)
{
    dm_ending e = {.how = end == DM_POOL_SIGNAL    ? DM_RUN_INTERRUPTED
                          : end == DM_POOL_STOPPED ? DM_RUN_STOPPED
                                                   : DM_RUN_WHOLE,
                   .total = dm_inputs_total(inputs)};
    size_t    given = dm_inputs_given(inputs);

    e.passed = dm_inputs_passed(inputs);
    /* what was begun and not answered for counts as not read */
    if (end == DM_POOL_STOPPED && !b->failed)
        e.unread = given - b->report.counts.documents +
                   dm_inputs_rest(inputs, &e.more);
    if (end != DM_POOL_DONE && b->out.path != NULL)
        e.unwritten = b->options->output;
    return e;
}

/* A whole run ends with whole files.  One that was cut short leaves no file
** that looks whole; a stream has what is complete. */
static void close_all(batch *b, dm_pool_end end, dm_inputs *inputs)
{
    dm_ending ending = describe(b, end, inputs);

    if (!b->failed && end != DM_POOL_SIGNAL && ending.unwritten == NULL)
        finish_output(b, end);
    dm_progress_wipe(&b->progress);
    if (!b->failed && end == DM_POOL_SIGNAL && b->out.path == NULL &&
        !dm_output_flush(&b->out, b->err))
        bad_output(b);
    dm_output_abandon(&b->out);
    if (!b->failed) {
        dm_report_end(&b->report, &ending);
        if (end != DM_POOL_SIGNAL && !dm_report_close(&b->report, b->err))
            bad_output(b);
    }
    dm_report_abandon(&b->report);
    dm_reduce_free(b->reduce);
}

static dm_pool_end run(batch *b, dm_inputs *inputs, const dm_job *job)
{
    dm_pool_client client = {b, on_answer, on_finished, on_idle};
    dm_pool_end    end = DM_POOL_BROKEN;
    dm_err         why;

    if (!open_all(b))
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
    batch      b = {.options = options, .err = err, .out = {.fd = -1}};
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
    result->reader_gone = b.out.gone;
    result->counts = b.report.counts;
    dm_inputs_close(inputs);
    return !b.failed;
}
