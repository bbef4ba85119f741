/* verb_check.c - docmill check: does the script compile, do its examples
** hold? */
#include <stdio.h>

#include "batch/output.h"
#include "cli/common.h"
#include "cli/scripted.h"
#include "emit/visible.h"

typedef struct check {
    const dm_args *args;
    dm_output      out;
    int            status; /* the worst so far */
} check;

static void told(void *ud, const dm_err *err)
{
    const check *c = ud;

    dm_cli_fail(c->args, err, 0);
}

static void worse(check *c, int status)
{
    if (status > c->status)
        c->status = status;
}

/* One line on standard output. */
static bool say(check *c, const char *path, const char *what, dm_err *err)
{
    dm_buf line;
    bool   ok = true;

    dm_buf_init(&line, 1 << 20);
    dm_visible(&line, dm_slice_str(path));
    dm_buf_str(&line, ": ");
    dm_buf_str(&line, what);
    dm_buf_char(&line, '\n');
    ok = dm_output_write(&c->out, dm_buf_view(&line), err) &&
         dm_output_flush(&c->out, err);
    dm_buf_fini(&line);
    return ok;
}

/* One script; false when the output failed. */
static bool check_one(check *c, const char *path, dm_err *err)
{
    dm_engine_options options = dm_engine_options_default();
    dm_engine        *engine = NULL;
    dm_err            why;
    size_t            ran = 0, failed = 0;
    char              what[100];
    bool              ok = false;

    options.script = path;
    dm_scripted_engine(c->args, &options);
    engine = dm_engine_open(&options, &why);
    ok =
        engine != NULL && dm_engine_check(engine, told, c, &ran, &failed, &why);
    if (engine != NULL)
        dm_engine_close(engine);
    if (!ok) {
        worse(c, dm_cli_fail(c->args, &why, DM_EXIT_SCRIPT));
        return say(c, path, "failed, it does not run", err);
    }
    if (failed > 0)
        worse(c, DM_EXIT_NO);
    if (failed > 0)
        snprintf(what, sizeof what, "failed, %zu of %zu example%s", failed, ran,
                 ran == 1 ? "" : "s");
    else
        snprintf(what, sizeof what, "ok, %zu example%s", ran,
                 ran == 1 ? "" : "s");
    return say(c, path, what, err);
}

int dm_verb_check(const dm_args *args)
{
    check  c = {.args = args};
    dm_err err;
    bool   ok = true;

    if (args->nrest == 0) {
        dm_fail(&err, DM_E_USAGE, "no script is named");
        dm_fail_help(&err, "docmill check %s", args->verb->usage);
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    }
    ok = dm_output_open(&c.out, NULL, &err);
    for (size_t i = 0; ok && i < args->nrest; i++)
        ok = check_one(&c, args->rest[i], &err);
    if (ok)
        ok = dm_output_commit(&c.out, &err);
    dm_output_abandon(&c.out);
    if (c.out.gone)
        dm_output_die();
    return ok ? c.status : dm_cli_fail(args, &err, DM_EXIT_IO);
}
