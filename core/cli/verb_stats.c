/* verb_stats.c - docmill stats: what rules find, cost and leave over. */
#include "cli/common.h"
#include "cli/scripted.h"
#include "cli/spare.h"
#include "desk/stats.h"
#include "desk/stats_job.h"
#include "emit/json.h"

enum { TEXT_MAX = 1 << 30, JSON_LIMIT = 1000, SAMPLE_MAX = 1000 };

typedef struct counting {
    const dm_args *args;
    dm_stats      *stats;
} counting;

static bool on_answer(void *ud, const dm_origin *from, dm_answer *answer,
                      dm_err *err)
{
    const counting *c = ud;
    bool            ok = dm_stats_add(c->stats, from, answer, err);

    dm_buf_clear(&answer->data); /* it is no output */
    return ok;
}

static bool put_value(const dm_args *args, const dm_stats *stats, dm_buf *out,
                      dm_err *err)
{
    dm_stats_style style = {dm_cli_color(args, 1), dm_cli_width()};
    dm_arena       arena;
    dm_value      *v = NULL;

    dm_arena_init(&arena, TEXT_MAX);
    v = dm_stats_value(stats, &arena, err);
    if (v != NULL && dm_args_has(args, DM_OPT_JSON)) {
        dm_json_value(out, v, 0);
        dm_buf_char(out, '\n');
    } else if (v != NULL) {
        dm_stats_print(v, &style, out);
    }
    dm_arena_fini(&arena);
    return v != NULL;
}

/* The rules; or a word where there is none to suggest. */
static bool put_rules(const dm_args *args, const dm_stats *stats, dm_buf *out,
                      dm_err *err)
{
    size_t rules = 0;
    dm_err why;

    if (!dm_stats_suggest(stats, &rules, out, err))
        return false;
    if (rules > 0)
        return true;
    dm_fail(&why, DM_OK,
            "there is nothing to suggest: no line that comes up "
            "in several documents is left");
    dm_cli_fail(args, &why, 0);
    return true;
}

static bool on_last(void *ud, const dm_counts *counts, bool whole, dm_buf *out,
                    dm_err *err)
{
    const counting *c = ud;

    (void)counts;
    dm_stats_whole(c->stats, whole);
    return dm_args_has(c->args, DM_OPT_SUGGEST)
               ? put_rules(c->args, c->stats, out, err)
               : put_value(c->args, c->stats, out, err);
}

static int run(const dm_batch_options *batch, dm_stats_job *stats_job,
               counting *c)
{
    dm_batch_options options = *batch;
    dm_job           job = dm_stats_job_of(stats_job);
    dm_batch_result  result;

    options.sum = (dm_batch_sum){c, on_answer, on_last};
    return dm_cli_run(c->args, &options, &job, &result);
}

static bool read_options(const dm_args *args, dm_stats_options *options,
                         dm_err *err)
{
    *options = (dm_stats_options){
        .script = args->rest[0],
        .limit = dm_args_has(args, DM_OPT_JSON) ? JSON_LIMIT : DM_STATS_LIMIT,
        .clusters = DM_STATS_CLUSTERS};
    if (dm_args_has(args, DM_OPT_LIMIT))
        options->limit = args->number[DM_OPT_LIMIT];
    if (dm_args_has(args, DM_OPT_SAMPLE))
        options->sample = args->number[DM_OPT_SAMPLE];
    if (options->sample > SAMPLE_MAX)
        return dm_fail(err, DM_E_BAD_VALUE,
                       "--sample wants a number from 0 to %d", SAMPLE_MAX);
    if (dm_args_has(args, DM_OPT_JSON) && dm_args_has(args, DM_OPT_SUGGEST))
        return dm_fail(err, DM_E_USAGE,
                       "--suggest prints a script, --json does not");
    return true;
}

/* What the module in the engine is asked: {sample = N}. */
static const dm_value *question(const dm_stats_options *options,
                                dm_arena               *arena)
{
    dm_value *v = dm_value_object(arena);

    if (options->sample > 0 &&
        !dm_value_set(arena, v, DM_S("sample"),
                      dm_value_int(arena, (int64_t)options->sample)))
        return NULL;
    return v;
}

static int count(const dm_args *args, const dm_stats_options *options,
                 const dm_load_options *load, const dm_batch_options *batch)
{
    dm_engine_options engine = dm_engine_options_default();
    dm_stats_job      job = {.load = load};
    counting          c = {.args = args};
    dm_arena          arena;
    dm_err            err;
    int               status = 0;

    dm_arena_init(&arena, 1 << 16);
    dm_scripted_engine(args, &engine);
    engine.script = options->script;
    engine.spans = true;
    engine.ask = DM_STATS_ASK;
    engine.question = question(options, &arena);
    job.engine = dm_engine_open(&engine, &err);
    dm_arena_fini(&arena);
    if (job.engine == NULL)
        return dm_cli_fail(args, &err, DM_EXIT_SCRIPT);
    if (!dm_spare_engine(args, job.engine, &err)) {
        dm_engine_close(job.engine);
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    }
    c.stats = dm_stats_new(options);
    if (c.stats != NULL) {
        status = run(batch, &job, &c);
        dm_stats_free(c.stats);
    } else {
        dm_fail(&err, DM_E_MEMORY, "no memory to begin");
        status = dm_cli_fail(args, &err, DM_EXIT_IO);
    }
    dm_engine_close(job.engine);
    return status;
}

int dm_verb_stats(const dm_args *args)
{
    dm_load_options  load;
    dm_batch_options batch;
    dm_stats_options options;
    dm_err           err;

    if (args->nrest == 0) {
        dm_fail(&err, DM_E_USAGE, "no script is named");
        dm_fail_help(&err, "docmill stats %s", args->verb->usage);
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    }
    if (!read_options(args, &options, &err) ||
        !dm_cli_load(args, &load, &err) ||
        !dm_cli_batch(args, 1, &load, &batch, &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    return count(args, &options, &load, &batch);
}
