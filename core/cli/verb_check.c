/* verb_check.c - docmill check: does a script hold? */
#include <stdio.h>
#include <unistd.h>

#include "batch/output.h"
#include "cli/common.h"
#include "cli/scripted.h"
#include "desk/check_report.h"
#include "desk/reduce.h"
#include "emit/visible.h"

enum { AMISS = 10 }; /* misses and false alarms shown, unless --limit says */

typedef struct check {
    const dm_args    *args;
    dm_engine_options engine;
    dm_load_options   load;
    dm_check_report   report;
    dm_output         out;
    int               status; /* the worst so far */
} check;

static void worse(check *c, int status)
{
    if (status > c->status)
        c->status = status;
}

/* Write what `text` has and empty it. */
static bool put(check *c, dm_buf *text, dm_err *err)
{
    bool ok = text->failed ? dm_fail(err, DM_E_SIZE, "the report is too long")
                           : dm_output_write(&c->out, dm_buf_view(text), err) &&
                                 dm_output_flush(&c->out, err);

    dm_buf_clear(text);
    return ok;
}

/* One diagnostic on standard error, with the lines that differ. */
static void tell(const check *c, const dm_err *why, dm_severity severity,
                 const dm_check_item *item)
{
    const char *how = c->args->text[DM_OPT_DIAGNOSTICS];
    dm_buf      text;

    dm_buf_init(&text, 1 << 20);
    if (how != NULL && strcmp(how, "json") == 0) {
        dm_diag_json(&text, why, severity);
    } else {
        dm_diag_text(&text, why, severity,
                     dm_cli_color(c->args, fileno(stderr)));
        if (item != NULL)
            dm_check_differ(&text, item, "    ");
    }
    fwrite(dm_buf_view(&text).ptr, 1, text.len, stderr);
    dm_buf_fini(&text);
}

/* What is wrong, for people; the other forms have it in the report. */
static void tell_all(const check *c, const dm_checked *checked)
{
    bool quiet = dm_args_has(c->args, DM_OPT_QUIET);
    bool verbose = dm_args_has(c->args, DM_OPT_VERBOSE);

    for (size_t i = 0; i < checked->nitems; i++)
        if (checked->items[i].why != NULL)
            tell(c, checked->items[i].why, DM_ERROR, &checked->items[i]);
    for (size_t i = 0; i < checked->nfindings; i++) {
        const dm_finding *f = &checked->findings[i];

        if (f->severity == DM_WARNING ? !quiet : verbose)
            tell(c, &f->text, f->severity, NULL);
    }
}

static int status_of(const dm_checked *checked)
{
    if (checked->failed[DM_CHECK_SCRIPT] > 0)
        return DM_EXIT_SCRIPT;
    return dm_checked_failed(checked) > 0 ? DM_EXIT_NO : DM_EXIT_OK;
}

/* One script; false when the output failed. */
static bool check_one(check *c, const char *path, dm_buf *text, dm_err *err)
{
    const dm_args   *args = c->args;
    dm_check_options options = {
        .engine = &c->engine,
        .load = &c->load,
        .update = dm_args_has(args, DM_OPT_UPDATE),
        .gold = args->text[DM_OPT_GOLD],
        .min_f1 = (unsigned)args->number[DM_OPT_MIN_F1],
        .limit = dm_args_has(args, DM_OPT_LIMIT) ? args->number[DM_OPT_LIMIT]
                                                 : AMISS,
    };
    dm_checked checked;
    bool       ok = dm_check_script(path, &options, &checked, err);

    if (ok) {
        if (c->report.form == DM_CHECK_TEXT)
            tell_all(c, &checked);
        if (checked.gold.why != NULL) { /* no report has it */
            tell(c, checked.gold.why, DM_ERROR, NULL);
            worse(c, dm_cli_exit(checked.gold.why->code));
        }
        worse(c, status_of(&checked));
        dm_check_body(&c->report, &checked, text);
        ok = put(c, text, err);
    }
    dm_checked_fini(&checked);
    return ok;
}

static bool check_all(check *c, dm_err *err)
{
    dm_buf text;
    bool   ok;

    dm_buf_init(&text, 1 << 30);
    dm_check_head(&c->report, &text);
    ok = put(c, &text, err);
    for (size_t i = 0; ok && i < c->args->nrest; i++)
        ok = check_one(c, c->args->rest[i], &text, err);
    dm_check_tail(&c->report, &text);
    ok = ok && put(c, &text, err);
    dm_buf_fini(&text);
    return ok;
}

/* Where the reduced input goes: -o, or a new file in the current folder, for
** one beside it would be part of the corpus. */
static bool reduced_path(const dm_args *args, char *path, size_t size,
                         dm_err *err)
{
    const char *input = args->text[DM_OPT_REDUCE];
    const char *named = args->text[DM_OPT_OUTPUT];
    const char *slash = strrchr(input, '/');
    const char *base = slash != NULL ? slash + 1 : input;
    int         n = named != NULL ? snprintf(path, size, "%s", named)
                                  : snprintf(path, size, "%s.reduced", base);

    if (n < 0 || (size_t)n >= size)
        return dm_fail(err, DM_E_USAGE, "the input's name is too long");
    if (named != NULL || access(path, F_OK) != 0)
        return true;
    dm_fail(err, DM_E_WRITE, "%s is there already", path);
    return dm_fail_help(err, "-o FILE writes to FILE, whatever it holds");
}

static bool write_reduced(const dm_reduced *r, const char *path, dm_err *err)
{
    dm_output out;
    bool      ok = dm_output_open(&out, path, err);

    if (!ok)
        return false;
    ok = dm_output_write(&out, dm_buf_view(&r->bytes), err) &&
         dm_output_commit(&out, err);
    dm_output_abandon(&out);
    return ok;
}

/* "a.txt: 812 to 9 bytes in 40 runs, 0.1 s: …; written to a.txt.reduced". */
static bool say_reduced(check *c, const dm_reduced *r, const char *path,
                        dm_err *err)
{
    dm_buf text;
    bool   ok;

    dm_buf_init(&text, 1 << 20);
    (void)dm_visible(&text, dm_slice_str(c->args->text[DM_OPT_REDUCE]));
    dm_buf_printf(&text, ": %zu to %zu bytes in %zu runs, %.1f s%s\n  ",
                  r->before, r->bytes.len, r->runs, r->seconds,
                  r->stopped ? " (time is up, less may do: --timeout)" : "");
    (void)dm_visible(&text, dm_slice_str(r->symptom));
    dm_buf_str(&text, "\n  written to ");
    (void)dm_visible(&text, dm_slice_str(path));
    dm_buf_char(&text, '\n');
    ok = put(c, &text, err);
    dm_buf_fini(&text);
    return ok;
}

enum { REDUCE_SECONDS = 60 }; /* unless --timeout says otherwise */

static int reduce(check *c)
{
    const dm_args    *args = c->args;
    dm_reduce_options options = {.engine = &c->engine,
                                 .load = &c->load,
                                 .input = args->text[DM_OPT_REDUCE],
                                 .gold = args->text[DM_OPT_GOLD],
                                 .seconds = REDUCE_SECONDS};
    dm_reduced        r;
    dm_err            err;
    char              path[4096];
    int               status = DM_EXIT_OK;

    if (args->nrest != 1) {
        dm_fail(&err, DM_E_USAGE, "--reduce takes one script");
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    }
    if (dm_args_has(args, DM_OPT_TIMEOUT) && args->number[DM_OPT_TIMEOUT] > 0)
        options.seconds = (double)args->number[DM_OPT_TIMEOUT] / 1000;
    c->engine.script = args->rest[0];
    if (c->engine.lua.deadline <= 0 ||
        c->engine.lua.deadline > (int)(options.seconds * 500))
        c->engine.lua.deadline = (int)(options.seconds * 500);
    if (!reduced_path(args, path, sizeof path, &err))
        return dm_cli_fail(args, &err, DM_EXIT_IO);
    if (!dm_reduce(&options, &r, &err))
        status = dm_cli_fail(
            args, &err,
            err.code == DM_E_NOT_FAILING ? DM_EXIT_NO : dm_cli_exit(err.code));
    else if (!write_reduced(&r, path, &err) || !say_reduced(c, &r, path, &err))
        status = dm_cli_fail(args, &err, DM_EXIT_IO);
    dm_reduced_fini(&r);
    return status;
}

static bool check_min_f1(const dm_args *args, dm_err *err)
{
    if (!dm_args_has(args, DM_OPT_MIN_F1))
        return true;
    if (args->text[DM_OPT_GOLD] == NULL)
        return dm_fail(err, DM_E_USAGE, "--min-f1 goes with --gold FILE");
    return args->number[DM_OPT_MIN_F1] <= 100 ||
           dm_fail(err, DM_E_BAD_VALUE,
                   "--min-f1 wants a percentage up to 100");
}

int dm_verb_check(const dm_args *args)
{
    check       c = {.args = args, .engine = dm_engine_options_default()};
    const char *report = NULL;
    dm_err      err;
    bool        ok = true;

    if (args->nrest == 0) {
        dm_fail(&err, DM_E_USAGE, "no script is named");
        dm_fail_help(&err, "docmill check %s", args->verb->usage);
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    }
    if (!dm_cli_load(args, &c.load, &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    if (!check_min_f1(args, &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    dm_scripted_engine(args, &c.engine);
    c.report.form = dm_check_form_of(args->text[DM_OPT_REPORT]);
    c.report.verbose = dm_args_has(args, DM_OPT_VERBOSE);
    if (!dm_args_has(args, DM_OPT_REDUCE)) /* whose -o is the input's */
        report = args->text[DM_OPT_OUTPUT];
    ok = dm_output_open(&c.out, report, &err);
    if (ok && dm_args_has(args, DM_OPT_REDUCE))
        c.status = reduce(&c);
    else
        ok = ok && check_all(&c, &err);
    if (ok)
        ok = dm_output_commit(&c.out, &err);
    dm_output_abandon(&c.out);
    if (c.out.gone)
        dm_output_die();
    return ok ? c.status : dm_cli_fail(args, &err, DM_EXIT_IO);
}
