/* verb_diff.c - docmill diff OLD NEW [INPUT...] */
#include <stdio.h>

#include "cli/common.h"
#include "cli/scripted.h"
#include "cli/spare.h"
#include "desk/accept.h"
#include "emit/visible.h"

enum { LIMIT_MAX = 1000, RUNS = 3 /* OLD, NEW, and NEW for its snapshot */ };

typedef struct comparison {
    const dm_args  *args;
    dm_diff         diff;
    dm_diff_sum     sum;
    dm_accept      *accept;
    dm_output       out;    /* of two earlier runs alone */
    dm_diff_counts  counts; /* of those */
    dm_load_options load;
} comparison;

/* ---- what the parent does with answers ---- */

static bool on_answer(void *ud, const dm_origin *from, dm_answer *a,
                      dm_err *err)
{
    comparison *c = ud;

    (void)from;
    return dm_diff_sum_add(&c->sum, a, err) &&
           (c->accept == NULL || dm_accept_take(c->accept, a, err));
}

/* Records of an earlier run that no input asked for, or without places. */
static void tell_earlier(const comparison *c, dm_buf *out, size_t given,
                         const dm_diff_side *side, size_t met)
{
    size_t n = side->earlier != NULL ? dm_earlier_count(side->earlier) : 0;

    if (n > 0 && !c->diff.style.json && !dm_earlier_placed(side->earlier)) {
        dm_visible(out, dm_slice_str(c->args->rest[given]));
        dm_buf_str(out, " has no _spans: its places and rules are unknown\n");
    }
    if (n <= met || c->diff.style.json)
        return;
    dm_buf_printf(out, "%zu record%s of ", n - met, n - met == 1 ? "" : "s");
    dm_visible(out, dm_slice_str(c->args->rest[given]));
    dm_buf_str(out,
               n - met == 1 ? " is about no input\n" : " are about no input\n");
}

static bool on_last(void *ud, const dm_counts *counts, bool whole, dm_buf *out,
                    dm_err *err)
{
    comparison    *c = ud;
    dm_diff_counts n = {counts->documents, counts->found, counts->failed};

    if (whole) {
        tell_earlier(c, out, 0, &c->diff.was, c->sum.was_met);
        tell_earlier(c, out, 1, &c->diff.now, c->sum.now_met);
    }
    dm_diff_print(out, &c->sum, &n, &c->diff.style);
    return !whole || c->accept == NULL ||
           dm_accept_write(c->accept, out, c->diff.style.json, err);
}

static int run_inputs(comparison *c, dm_batch_options *batch)
{
    dm_job          job = dm_diff_job(&c->diff);
    dm_batch_result result;
    int             status;

    batch->sum = (dm_batch_sum){c, on_answer, on_last};
    status = dm_cli_run(c->args, batch, &job, &result);
    return (status == DM_EXIT_OK || status == DM_EXIT_SOME) &&
                   result.counts.found > 0
               ? DM_EXIT_NO
               : status;
}

/* ---- two earlier runs alone ---- */

static bool on_earlier(void *ud, dm_answer *a, dm_err *err)
{
    comparison *c = ud;

    c->counts.documents++;
    c->counts.changed += a->yes;
    c->counts.failed += a->outcome == DM_FAILED;
    return dm_diff_sum_add(&c->sum, a, err) &&
           dm_output_write(&c->out, dm_buf_view(&a->data), err);
}

static int run_earlier(comparison *c)
{
    dm_buf text;
    dm_err err;
    bool   ok = dm_output_open(&c->out, c->args->text[DM_OPT_OUTPUT], &err);

    dm_buf_init(&text, 1 << 30);
    ok = ok && dm_diff_earlier(&c->diff, on_earlier, c, &err);
    if (ok)
        dm_diff_print(&text, &c->sum, &c->counts, &c->diff.style);
    ok = ok && dm_output_write(&c->out, dm_buf_view(&text), &err) &&
         dm_output_commit(&c->out, &err);
    dm_buf_fini(&text);
    dm_output_abandon(&c->out);
    if (c->out.gone)
        dm_output_die();
    if (!ok)
        return dm_cli_fail(c->args, &err, DM_EXIT_IO);
    if (c->counts.changed > 0)
        return DM_EXIT_NO;
    return c->counts.failed > 0 ? DM_EXIT_SOME : DM_EXIT_OK;
}

/* ---- the two versions ---- */

/* Say which of the two is wrong where the place alone does not. */
static int bad_side(const comparison *c, bool old, dm_err *err, int exit)
{
    if (err->help[0] == '\0')
        dm_fail_help(err, "this is %s, `%s`", old ? "OLD" : "NEW",
                     c->args->rest[old ? 0 : 1]);
    return dm_cli_fail(c->args, err, exit);
}

static int open_side(const comparison *c, bool old, dm_diff_side *side)
{
    const char       *path = c->args->rest[old ? 0 : 1];
    dm_engine_options engine = dm_engine_options_default();
    dm_err            err;

    if (dm_earlier_is(path)) {
        side->earlier = dm_earlier_open(path, &err);
        return side->earlier != NULL ? DM_EXIT_OK
                                     : bad_side(c, old, &err, DM_EXIT_IO);
    }
    engine.script = path;
    dm_scripted_engine(c->args, &engine);
    engine.spans = true;
    engine.meta = false;
    if (!old)
        engine.ask = DM_DIFF_ASK;
    side->engine = dm_engine_open(&engine, &err);
    if (side->engine == NULL)
        return bad_side(c, old, &err, DM_EXIT_SCRIPT);
    return dm_spare_engine(c->args, side->engine, &err)
               ? DM_EXIT_OK
               : dm_cli_fail(c->args, &err, DM_EXIT_USAGE);
}

static void close_sides(comparison *c)
{
    dm_diff_side sides[] = {c->diff.was, c->diff.now};

    for (size_t i = 0; i < 2; i++) {
        if (sides[i].engine != NULL)
            dm_engine_close(sides[i].engine);
        dm_earlier_close(sides[i].earlier);
    }
    dm_accept_close(c->accept);
    dm_diff_sum_fini(&c->sum);
}

static int open_accept(comparison *c)
{
    dm_err err;

    if (!dm_args_has(c->args, DM_OPT_ACCEPT))
        return DM_EXIT_OK;
    if (c->diff.now.engine == NULL) {
        dm_fail(&err, DM_E_USAGE,
                "--accept wants a script as NEW, not the records of a run");
        return dm_cli_fail(c->args, &err, DM_EXIT_USAGE);
    }
    c->accept = dm_accept_open(dm_engine_path(c->diff.now.engine), &err);
    c->diff.accept = c->accept;
    return c->accept != NULL ? DM_EXIT_OK
                             : dm_cli_fail(c->args, &err, DM_EXIT_IO);
}

/* A worker has two scripts to run over a document. */
static void widen(dm_batch_options *batch)
{
    batch->pool.deadline *= RUNS;
    batch->pool.worker.memory *= 2;
}

static bool read_style(const dm_args *args, dm_diff_style *style, dm_err *err)
{
    *style = (dm_diff_style){.json = dm_args_has(args, DM_OPT_JSON),
                             .color = dm_cli_color(args, 1),
                             .verbose = dm_args_has(args, DM_OPT_VERBOSE),
                             .width = dm_cli_width(),
                             .limit = DM_DIFF_LIMIT};
    if (args->text[DM_OPT_OUTPUT] != NULL)
        style->width = 0;
    if (dm_args_has(args, DM_OPT_LIMIT))
        style->limit = args->number[DM_OPT_LIMIT];
    if (style->limit > LIMIT_MAX)
        return dm_fail(err, DM_E_BAD_VALUE, "--limit wants a number up to %d",
                       LIMIT_MAX);
    if (args->nrest >= 2)
        return true;
    dm_fail(err, DM_E_USAGE,
            args->nrest == 0 ? "no OLD and NEW are named" : "no NEW is named");
    return dm_fail_help(err, "docmill diff %s", args->verb->usage);
}

static bool is_alone(const comparison *c)
{
    return c->diff.was.engine == NULL && c->diff.now.engine == NULL &&
           c->args->nrest == 2 && !dm_args_has(c->args, DM_OPT_FILES_FROM);
}

static int run(comparison *c)
{
    dm_batch_options batch;
    dm_err           err;
    int              status = open_side(c, true, &c->diff.was);

    if (status == DM_EXIT_OK)
        status = open_side(c, false, &c->diff.now);
    if (status == DM_EXIT_OK)
        status = open_accept(c);
    if (status != DM_EXIT_OK)
        return status;
    if (is_alone(c))
        return run_earlier(c);
    if (!dm_cli_batch(c->args, 2, &c->load, &batch, &err))
        return dm_cli_fail(c->args, &err, DM_EXIT_USAGE);
    widen(&batch);
    return run_inputs(c, &batch);
}

int dm_verb_diff(const dm_args *args)
{
    comparison c = {.args = args};
    dm_err     err;
    int        status;

    if (!read_style(args, &c.diff.style, &err) ||
        !dm_cli_load(args, &c.load, &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    c.out.fd = -1;
    c.diff.load = &c.load;
    dm_diff_sum_init(&c.sum, c.diff.style.limit);
    status = run(&c);
    close_sides(&c);
    return status;
}
