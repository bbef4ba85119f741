/* common.c - limits, colours, inputs, exit codes: what all verbs share. */
#include "cli/common.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/nearest.h"
#include "norm/step.h"
#include "script/state.h"
#include "text/charset.h"

enum { KILL_GRACE = 1000 }; /* ms from the deadline to the end of a worker */

static char *const stdin_only[] = {(char[]){"-"}, NULL};

int dm_cli_exit(dm_code code)
{
    if (code == DM_E_WRITE || code == DM_E_MACHINE || code == DM_E_INTERNAL ||
        (code >= DM_E_NOT_FOUND && code <= DM_E_READ) || code == DM_E_MEMORY)
        return DM_EXIT_IO;
    if (code >= 300 && code < 500)
        return DM_EXIT_SCRIPT;
    return DM_EXIT_USAGE;
}

bool dm_cli_color(const dm_args *args, int fd)
{
    const char *when = args->text[DM_OPT_COLOR];
    const char *no = getenv("NO_COLOR");
    const char *term = getenv("TERM");

    if (when != NULL && strcmp(when, "auto") != 0)
        return strcmp(when, "always") == 0;
    return isatty(fd) && (no == NULL || *no == '\0') &&
           (term == NULL || strcmp(term, "dumb") != 0);
}

size_t dm_cli_width(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        return size.ws_col;
    return 0;
}

static dm_report_options report_options(const dm_args *args)
{
    const char *diagnostics = args->text[DM_OPT_DIAGNOSTICS];

    return (dm_report_options){.errors = args->text[DM_OPT_ERRORS],
                               .json = diagnostics != NULL &&
                                       strcmp(diagnostics, "json") == 0,
                               .color = dm_cli_color(args, STDERR_FILENO),
                               .quiet = dm_args_has(args, DM_OPT_QUIET),
                               .verbose = dm_args_has(args, DM_OPT_VERBOSE)};
}

int dm_cli_fail(const dm_args *args, const dm_err *err, int exit)
{
    dm_report_options options = report_options(args);

    dm_report_diag(&options, err, DM_ERROR);
    return exit;
}

static const char *charset_name(const void *names, size_t i)
{
    const dm_charset *cs = dm_charset_at(i);

    (void)names;
    return cs != NULL ? dm_charset_name(cs) : NULL;
}

static const char *reader_name(const void *names, size_t i)
{
    const dm_reader *reader = dm_reader_at(i);

    (void)names;
    return reader != NULL ? reader->name : NULL;
}

static const char *step_name(const void *names, size_t i)
{
    const dm_step *step = dm_step_at(i);

    (void)names;
    return step != NULL ? step->name : NULL;
}

static bool did_you_mean(dm_err *err, dm_slice word, dm_names *at,
                         const char *topic)
{
    const char *near = dm_nearest(word, at, NULL);

    if (near != NULL)
        return dm_fail_help(err, "did you mean %s?", near);
    return dm_fail_help(err, "docmill help %s lists them", topic);
}

bool dm_cli_load(const dm_args *args, dm_load_options *load, dm_err *err)
{
    const char *charset = args->text[DM_OPT_CHARSET];
    const char *from = args->text[DM_OPT_FROM];
    const char *repair = args->text[DM_OPT_REPAIR];

    if (charset != NULL && dm_charset_find(dm_slice_str(charset)) == NULL) {
        dm_fail(err, DM_E_UNKNOWN_CHARSET, "there is no charset \"%s\"",
                charset);
        return did_you_mean(err, dm_slice_str(charset), charset_name,
                            "charsets");
    }
    if (from != NULL && dm_reader_find(dm_slice_str(from)) == NULL) {
        dm_fail(err, DM_E_UNKNOWN_FORMAT, "there is no format \"%s\"", from);
        return did_you_mean(err, dm_slice_str(from), reader_name, "readers");
    }
    *load = (dm_load_options){.charset = charset,
                              .from = from,
                              .binary = dm_args_has(args, DM_OPT_BINARY),
                              .limits = dm_limits_default()};
    if (repair != NULL)
        (void)dm_repair_find(dm_slice_str(repair), &load->repair);
    if (dm_args_has(args, DM_OPT_MAX_BYTES))
        load->limits.max_bytes = args->number[DM_OPT_MAX_BYTES];
    return true;
}

static bool is_bundle(dm_slice name)
{
    return dm_slice_eq(name, DM_S("clean")) || dm_slice_eq(name, DM_S("whole"));
}

/* A comma too many, or no name at all. */
static bool no_name(const char *list, const char *at, dm_err *err)
{
    const char *what = *list == '\0' ? "is empty"
                       : at == list  ? "begins with a comma"
                       : *at == '\0' ? "ends in a comma"
                                     : "has two commas in a row";

    dm_fail(err, DM_E_UNKNOWN_STEP, "the list of steps \"%s\" %s", list, what);
    return dm_fail_help(err, "docmill help steps lists the names");
}

/* Each of "a,b,c" must be a step, or a bundle of steps. */
static bool check_steps(const char *list, dm_err *err)
{
    for (const char *at = list;; at++) {
        dm_slice name = {at, strcspn(at, ",")};

        if (name.len == 0)
            return no_name(list, at, err);
        if (!is_bundle(name) && dm_step_find(name) == NULL) {
            dm_fail(err, DM_E_UNKNOWN_STEP, "there is no step \"%.*s\"",
                    (int)name.len, name.ptr);
            return did_you_mean(err, name, step_name, "steps");
        }
        at += name.len;
        if (*at == '\0')
            return true;
    }
}

/* May `view` be looked at, and may steps follow it? */
static bool check_view(const char *view, bool steps, dm_err *err)
{
    bool early = strcmp(view, "raw") == 0 || strcmp(view, "decoded") == 0;

    if (early && steps)
        return dm_fail(err, DM_E_USAGE,
                       "--steps go on from text, clean or whole, not from %s",
                       view);
    return early || strcmp(view, "text") == 0 || check_steps(view, err);
}

bool dm_cli_view(const dm_args *args, const char *otherwise,
                 char out[DM_CLI_VIEW], dm_err *err)
{
    const char *view = args->text[DM_OPT_VIEW];
    const char *steps = args->text[DM_OPT_STEPS];
    int         n;

    if (view == NULL)
        view = steps != NULL ? "text" : otherwise;
    if (!check_view(view, steps != NULL, err) ||
        (steps != NULL && !check_steps(steps, err)))
        return false;
    n = snprintf(out, DM_CLI_VIEW, "%s%s%s", view, steps != NULL ? "," : "",
                 steps != NULL ? steps : "");
    if (n < 0 || n >= DM_CLI_VIEW)
        return dm_fail(err, DM_E_USAGE, "the list of steps is too long");
    return true;
}

static bool set_inputs(const dm_args *args, size_t first, dm_inputs_options *in,
                       dm_err *err)
{
    in->files_from = args->text[DM_OPT_FILES_FROM];
    in->nul = dm_args_has(args, DM_OPT_NUL);
    in->args = args->rest + first;
    in->nargs = args->nrest - first;
    if (in->nul && in->files_from == NULL)
        return dm_fail(err, DM_E_USAGE, "-0 is about --files-from");
    if (in->nargs > 0 || in->files_from != NULL)
        return true;
    if (isatty(STDIN_FILENO)) {
        dm_fail(err, DM_E_USAGE, "no input is named");
        return dm_fail_help(err, "docmill %s %s; a single - is standard input",
                            args->verb->name, args->verb->usage);
    }
    in->args = stdin_only;
    in->nargs = 1;
    return true;
}

/* Address space for one document and the script's memory beside it: far more
** than the caps inside, for they give the better message. */
static size_t worker_memory(const dm_load_options *load, size_t lua)
{
    return lua * 2 + load->limits.max_arena * 2 + load->limits.max_text +
           load->limits.max_bytes + ((size_t)1 << 30);
}

static void set_pool(const dm_args *args, const dm_load_options *load,
                     dm_pool_options *pool)
{
    dm_lua_limits lua = dm_lua_limits_default();
    long          cores = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t      deadline = (uint64_t)lua.deadline;

    if (dm_args_has(args, DM_OPT_JOBS))
        cores = (long)args->number[DM_OPT_JOBS];
    if (dm_args_has(args, DM_OPT_MEMORY))
        lua.memory = args->number[DM_OPT_MEMORY];
    if (dm_args_has(args, DM_OPT_TIMEOUT))
        deadline = args->number[DM_OPT_TIMEOUT];
    pool->jobs = cores > 0 ? (int)cores : 1;
    pool->deadline = deadline > 0 ? (int)deadline + KILL_GRACE : 0;
    pool->worker.max_bytes = load->limits.max_bytes;
    pool->worker.memory = worker_memory(load, lua.memory);
}

bool dm_cli_batch(const dm_args *args, size_t first,
                  const dm_load_options *load, dm_batch_options *batch,
                  dm_err *err)
{
    memset(batch, 0, sizeof *batch);
    if (!set_inputs(args, first, &batch->inputs, err))
        return false;
    if (dm_args_has(args, DM_OPT_JOBS) &&
        (args->number[DM_OPT_JOBS] < 1 || args->number[DM_OPT_JOBS] > 1024))
        return dm_fail(err, DM_E_BAD_VALUE,
                       "--jobs wants a number from 1 to 1024");
    batch->inputs.max_bytes = load->limits.max_bytes;
    set_pool(args, load, &batch->pool);
    batch->report = report_options(args);
    batch->store.output = args->text[DM_OPT_OUTPUT];
    batch->max_errors = dm_args_has(args, DM_OPT_MAX_ERRORS)
                            ? args->number[DM_OPT_MAX_ERRORS]
                            : 0;
    if (dm_args_has(args, DM_OPT_FAIL_FAST))
        batch->max_errors = 1;
    batch->progress = isatty(STDERR_FILENO) && !batch->report.quiet &&
                      !batch->report.json &&
                      (batch->store.output != NULL || !isatty(STDOUT_FILENO));
    return true;
}

int dm_cli_run(const dm_args *args, const dm_batch_options *batch,
               const dm_job *job, dm_batch_result *result)
{
    dm_err err;
    bool   ok = dm_batch_run(batch, job, result, &err);

    if (result->reader_gone)
        dm_output_die();
    if (!ok)
        return dm_cli_fail(args, &err,
                           result->output_failed && err.code != DM_E_USAGE
                               ? DM_EXIT_IO
                               : dm_cli_exit(err.code));
    if (result->end == DM_POOL_SIGNAL)
        return DM_EXIT_SIGNAL + result->signal;
    if (result->counts.failed + result->counts.unfinished > 0)
        return DM_EXIT_SOME;
    return DM_EXIT_OK;
}
