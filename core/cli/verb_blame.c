/* verb_blame.c - docmill blame: where a record's values came from. */
#include "cli/common.h"
#include "cli/say.h"
#include "cli/scripted.h"
#include "desk/blame.h"

enum { OUT_MAX = 1 << 30 };

static bool read_args(const dm_args *args, dm_blame *blame, dm_err *err)
{
    if (args->nrest == 0) {
        dm_fail(err, DM_E_USAGE, "no RECORDS are named");
        return dm_fail_help(err, "docmill blame %s", args->verb->usage);
    }
    if (args->nrest > 2) {
        dm_fail(err, DM_E_USAGE, "blame tells of one field, not of %zu",
                args->nrest - 1);
        return dm_fail_help(err, "without FIELD it tells of all");
    }
    blame->field = args->nrest > 1 ? args->rest[1] : NULL;
    return dm_blame_read(blame, args->rest[0], err);
}

/* The exit code of what could not be told. */
static int exit_of(dm_code code)
{
    if (code == DM_E_BAD_RESULT) /* the file holds no records */
        return DM_EXIT_IO;
    if (code == DM_E_CHANGED || code == DM_E_BINARY || code == DM_E_PARSE ||
        code == DM_E_LOCKED || ((int)code >= 400 && (int)code < 500))
        return DM_EXIT_SOME;
    return dm_cli_exit(code);
}

/* What became of one record of several. */
typedef struct loss {
    const dm_args *args;
    int            exit; /* of the first that failed */
} loss;

static void tell_failed(void *ud, const dm_err *err)
{
    loss *l = ud;
    int   code = dm_cli_fail(l->args, err, exit_of(err->code));

    if (l->exit == DM_EXIT_OK)
        l->exit = code;
}

int dm_verb_blame(const dm_args *args)
{
    dm_load_options   load;
    dm_engine_options engine = dm_engine_options_default();
    loss              lost = {args, DM_EXIT_OK};
    dm_blame_sum      sum;
    dm_blame          blame = {.script = args->text[DM_OPT_SCRIPT],
                               .json = dm_args_has(args, DM_OPT_JSON),
                               .color = dm_cli_color(args, 1),
                               .load = &load,
                               .engine = &engine,
                               .failed = tell_failed,
                               .ud = &lost};
    dm_buf            out;
    dm_err            err;
    int               status;
    bool              ok;

    if (!read_args(args, &blame, &err) || !dm_cli_load(args, &load, &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    dm_scripted_engine(args, &engine);
    dm_buf_init(&out, OUT_MAX);
    ok = dm_blame_tell(&out, &blame, &sum, &err);
    status =
        blame.json ? dm_cli_say(args, &out) : dm_cli_say_folded(args, &out);
    if (!ok)
        return dm_cli_fail(args, &err, exit_of(err.code));
    if (status != DM_EXIT_OK)
        return status;
    if (sum.failed > 0)
        return sum.told > 0 ? DM_EXIT_SOME : lost.exit;
    return sum.placed == 0 && blame.field != NULL ? DM_EXIT_NO : DM_EXIT_OK;
}
