/* verb_explain.c - docmill explain: what matched and why, why a rule did not,
** what touches a place. */
#include "desk/explain.h"

#include <unistd.h>

#include "cli/common.h"
#include "cli/say.h"
#include "cli/scripted.h"
#include "desk/trail.h"

enum { OUT_MAX = 1 << 30 };

/* The options that say what is asked; at most one of them. */
static bool check(const dm_args *args, dm_err *err)
{
    int n = dm_args_has(args, DM_OPT_RULE) + dm_args_has(args, DM_OPT_AT) +
            dm_args_has(args, DM_OPT_READS);

    if (args->nrest == 0) {
        dm_fail(err, DM_E_USAGE, "no SCRIPT is given");
        return dm_fail_help(err, "docmill explain %s", args->verb->usage);
    }
    if (args->nrest > 2) {
        dm_fail(err, DM_E_USAGE, "explain looks at one input, not at %zu",
                args->nrest - 1);
        return dm_fail_help(err, "docmill stats and docmill view take many");
    }
    if (n > 1)
        return dm_fail(err, DM_E_USAGE,
                       "--rule, --at and --text exclude each other");
    if (args->nrest == 1 && isatty(STDIN_FILENO)) {
        dm_fail(err, DM_E_USAGE, "no input is named");
        return dm_fail_help(err,
                            "docmill explain %s; a single - is standard "
                            "input",
                            args->verb->usage);
    }
    return true;
}

/* The exit code of what could not be explained. */
static int exit_of(const dm_err *err)
{
    bool load = err->code > DM_E_READ && (int)err->code < 300 &&
                err->code != DM_E_UNKNOWN_CHARSET &&
                err->code != DM_E_UNKNOWN_FORMAT;
    bool limit = (int)err->code >= 400 && (int)err->code < 500;

    return load || limit ? DM_EXIT_SOME : dm_cli_exit(err->code);
}

static size_t limit_of(const dm_args *args)
{
    return dm_args_has(args, DM_OPT_LIMIT) ? args->number[DM_OPT_LIMIT] : 0;
}

static const char *input_of(const dm_args *args)
{
    return args->nrest > 1 ? args->rest[1] : "-";
}

/* --at and --text. */
static int trail(const dm_args *args, const dm_load_options *load,
                 const dm_engine_options *engine, dm_buf *out)
{
    dm_trail   trail = {.path = input_of(args),
                        .at = args->text[DM_OPT_AT],
                        .text = args->text[DM_OPT_READS],
                        .limit = limit_of(args),
                        .json = dm_args_has(args, DM_OPT_JSON),
                        .color = dm_cli_color(args, 1)};
    dm_trailed how = DM_TRAILED_NOT;
    dm_err     err;

    if (!dm_trail_explain(out, &trail, load, engine, &how, &err))
        return dm_cli_fail(args, &err, exit_of(&err));
    if (how == DM_TRAILED_FAILED)
        return dm_cli_fail(args, &err, DM_EXIT_SOME);
    return how == DM_TRAILED_TOUCHED ? DM_EXIT_OK : DM_EXIT_NO;
}

static int rules(const dm_args *args, const dm_load_options *load,
                 const dm_engine_options *engine, dm_buf *out)
{
    dm_explain_order order = {.path = input_of(args),
                              .rule = args->text[DM_OPT_RULE],
                              .limit = limit_of(args),
                              .json = dm_args_has(args, DM_OPT_JSON),
                              .color = dm_cli_color(args, 1)};
    dm_explained     how = DM_EXPLAINED_NO;
    dm_err           err;

    if (!dm_explain(out, &order, load, engine, &how, &err))
        return dm_cli_fail(args, &err, exit_of(&err));
    if (how == DM_EXPLAINED_FAILED)
        return dm_cli_fail(args, &err, DM_EXIT_SOME);
    return how == DM_EXPLAINED_YES ? DM_EXIT_OK : DM_EXIT_NO;
}

int dm_verb_explain(const dm_args *args)
{
    dm_engine_options engine = dm_engine_options_default();
    dm_load_options   load;
    dm_buf            out;
    dm_err            err;
    int               status, said;
    bool              place =
        dm_args_has(args, DM_OPT_AT) || dm_args_has(args, DM_OPT_READS);

    if (!check(args, &err) || !dm_cli_load(args, &load, &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    engine.script = args->rest[0];
    dm_scripted_engine(args, &engine);
    dm_buf_init(&out, OUT_MAX);
    status = place ? trail(args, &load, &engine, &out)
                   : rules(args, &load, &engine, &out);
    said = dm_args_has(args, DM_OPT_JSON) ? dm_cli_say(args, &out)
                                          : dm_cli_say_folded(args, &out);
    return said == DM_EXIT_OK ? status : said;
}
