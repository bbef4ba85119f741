/* verb_grep.c - docmill grep: find in a view, print true places of the file.
**
** Matching runs over the whole view (^ and $ are line edges), so a pattern may
** reach over lines; a line is printed when a match touches it.
*/
#include <unistd.h>

#include "cli/common.h"
#include "cli/grep.h"

static void one_document(void *ud, const dm_work *work, dm_answer *out)
{
    dm_grep *grep = ud;
    dm_err   err;
    dm_doc  *doc = dm_load(work->id, work->path, work->bytes, grep->load, &err);

    if (doc == NULL) {
        dm_answer_fail(out, DM_PHASE_LOAD, &err);
        return;
    }
    if (!dm_grep_document(grep, doc, out, &err))
        dm_answer_fail(out, DM_PHASE_SCRIPT, &err);
    dm_doc_free(doc);
}

static bool init(void *ud, dm_err *err)
{
    dm_grep        *grep = ud;
    dm_match_limits limits = dm_match_limits_default();

    grep->matcher = dm_matcher_new(&limits, err);
    return grep->matcher != NULL;
}

static dm_regex *compile(const dm_args *args, dm_err *err)
{
    bool      fold = dm_args_has(args, DM_OPT_IGNORE_CASE);
    dm_slice  text = dm_slice_str(args->rest[0]);
    dm_buf    escaped;
    dm_regex *rx = NULL;

    dm_buf_init(&escaped, 1 << 20);
    if (dm_args_has(args, DM_OPT_FIXED)) {
        dm_regex_escape(text, &escaped);
        text = dm_buf_view(&escaped);
    }
    rx = dm_regex_compile(text, fold ? DM_S("i") : DM_S(""), err);
    dm_buf_fini(&escaped);
    if (rx == NULL && err->file[0] == '\0')
        dm_fail_at(err, "REGEX", 1, err->col);
    if (rx == NULL && err->help[0] == '\0')
        dm_fail_help(err, "to search for the characters themselves, add -F");
    return rx;
}

static dm_grep_mode mode(const dm_args *args)
{
    return dm_args_has(args, DM_OPT_FILES)   ? DM_GREP_FILES
           : dm_args_has(args, DM_OPT_COUNT) ? DM_GREP_COUNT
           : dm_args_has(args, DM_OPT_JSON)  ? DM_GREP_JSON
           : dm_args_has(args, DM_OPT_ONLY)  ? DM_GREP_ONLY
                                             : DM_GREP_LINES;
}

static bool check_modes(const dm_args *args, dm_err *err)
{
    int n = dm_args_has(args, DM_OPT_FILES) + dm_args_has(args, DM_OPT_COUNT) +
            dm_args_has(args, DM_OPT_JSON) + dm_args_has(args, DM_OPT_ONLY);

    if (args->nrest == 0) {
        dm_fail(err, DM_E_USAGE, "no REGEX is given");
        return dm_fail_help(err, "docmill grep %s", args->verb->usage);
    }
    if (n > 1)
        return dm_fail(err, DM_E_USAGE,
                       "--files, --count, --json and --only exclude each "
                       "other");
    if (dm_args_has(args, DM_OPT_INVERT) &&
        (dm_args_has(args, DM_OPT_JSON) || dm_args_has(args, DM_OPT_ONLY)))
        return dm_fail(err, DM_E_USAGE,
                       "--invert has no matches for --json or --only to show");
    return true;
}

int dm_verb_grep(const dm_args *args)
{
    dm_load_options  load;
    dm_batch_options batch;
    dm_batch_result  result;
    dm_err           err;
    dm_grep          grep = {.load = &load,
                             .mode = mode(args),
                             .invert = dm_args_has(args, DM_OPT_INVERT),
                             .offset = dm_args_has(args, DM_OPT_BYTE_OFFSET),
                             .color = dm_cli_color(args, 1)};
    dm_job job = {.ud = &grep, .init = init, .document = one_document};
    char   view[DM_CLI_VIEW];
    int    status = 0;

    if (!check_modes(args, &err) || !dm_cli_view(args, "clean", view, &err) ||
        !dm_cli_load(args, &load, &err) ||
        !dm_cli_batch(args, 1, &load, &batch, &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    grep.view = dm_slice_str(view);
    grep.escape = isatty(STDOUT_FILENO) && batch.store.output == NULL;
    grep.rx = compile(args, &err);
    if (grep.rx == NULL)
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    status = dm_cli_run(args, &batch, &job, &result);
    dm_regex_free(grep.rx);
    return status == DM_EXIT_OK && result.counts.found == 0 ? DM_EXIT_NO
                                                            : status;
}
