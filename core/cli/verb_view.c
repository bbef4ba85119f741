/* verb_view.c - docmill view SCRIPT INPUT... -o FILE.html */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/common.h"
#include "cli/scripted.h"
#include "cli/spare.h"
#include "desk/index_run.h"
#include "desk/view.h"
#include "emit/page.h"

enum { CHOOSER = 100 }; /* documents on one page, at most */

/* What one command line asks for. */
typedef struct viewed {
    dm_load_options  load;
    dm_batch_options batch;
    dm_viewing       viewing;
    dm_earlier      *earlier;
    bool             corpus; /* a folder of pages, and an index before them */
    size_t           pages;  /* of it, at most */
    dm_sink          sink;
    char             folder[4096];
    dm_arena         arena; /* of what the engines are asked */
} viewed;

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Is the output a folder?  Then its name goes without a slash behind. */
static bool read_output(viewed *v, const char *path, dm_err *err)
{
    dm_store_options *store = &v->batch.store;
    size_t            n = path != NULL ? strlen(path) : 0;

    if (n == 0 || strcmp(path, "-") == 0) {
        if (!isatty(STDOUT_FILENO))
            return true;
        dm_fail(err, DM_E_USAGE, "a page is no text for a terminal");
        return dm_fail_help(err, "-o page.html writes a file to open in a "
                                 "browser");
    }
    store->folder = path[n - 1] == '/' || is_folder(path);
    if (!store->folder)
        return true;
    while (n > 1 && path[n - 1] == '/')
        n--;
    if (n >= sizeof v->folder)
        return dm_fail(err, DM_E_USAGE, "the name of the folder is too long");
    memcpy(v->folder, path, n);
    v->folder[n] = '\0';
    store->output = v->folder;
    return true;
}

/* One page holds documents that were named one by one, a list to choose from;
** a corpus is a folder of pages. */
static bool check_inputs(const viewed *v, dm_err *err)
{
    const dm_inputs_options *in = &v->batch.inputs;
    const char              *why = NULL;

    if (in->files_from != NULL)
        why = "a list of inputs";
    else if (in->nargs > CHOOSER)
        why = "more than 100 inputs";
    for (size_t i = 0; why == NULL && i < in->nargs; i++)
        if (is_folder(in->args[i]))
            why = "a folder of inputs";
    if (why == NULL || v->batch.store.folder)
        return true;
    dm_fail(err, DM_E_USAGE, "%s does not go on one page", why);
    return dm_fail_help(err, "-o pages/ makes a page for each document");
}

static bool read_args(const dm_args *args, viewed *v, dm_err *err)
{
    if (args->nrest == 0) {
        dm_fail(err, DM_E_USAGE, "no script is named");
        return dm_fail_help(err, "docmill view %s", args->verb->usage);
    }
    if (!dm_cli_load(args, &v->load, err) ||
        !dm_cli_batch(args, 1, &v->load, &v->batch, err) ||
        !read_output(v, args->text[DM_OPT_OUTPUT], err) ||
        !check_inputs(v, err))
        return false;
    v->sink = (dm_sink){.name = "page",
                        .what = "a page to look at",
                        .suffix = "html",
                        .shape = DM_SHAPE_DOCUMENT,
                        .begin = v->batch.store.folder ? "" : dm_viewer_begin,
                        .between = "",
                        .end = v->batch.store.folder ? "" : dm_viewer_end};
    v->batch.store.sink = &v->sink;
    v->viewing.load = &v->load;
    v->viewing.name = args->rest[0];
    v->viewing.whole = v->batch.store.folder;
    v->corpus = v->batch.store.folder && dm_inputs_many(&v->batch.inputs);
    v->pages = DM_INDEX_PAGES;
    if (dm_args_has(args, DM_OPT_LIMIT))
        *(v->corpus ? &v->pages : &v->viewing.limit) =
            args->number[DM_OPT_LIMIT];
    return true;
}

static bool open_earlier(viewed *v, const char *name, dm_err *err)
{
    v->earlier = dm_earlier_open(name, err);
    v->viewing.earlier = v->earlier;
    if (v->earlier == NULL) {
        if (err->code == DM_E_BAD_RESULT)
            err->code = DM_E_BAD_VALUE; /* of the option that named it */
        return false;
    }
    if (dm_earlier_count(v->earlier) == 0 || dm_earlier_placed(v->earlier))
        return true;
    dm_fail(err, DM_E_BAD_VALUE, "%s has no _spans", name);
    return dm_fail_help(err, "docmill run --spans writes them");
}

/* What to compare with: JSON lines, or else a script. */
static bool read_against(const dm_args *args, viewed *v,
                         dm_engine_options *engine, dm_err *err)
{
    const char *name = args->text[DM_OPT_AGAINST];

    if (name == NULL)
        return true;
    v->viewing.against = name;
    if (dm_earlier_is(name))
        return open_earlier(v, name, err);
    engine->script = name;
    v->viewing.old = dm_engine_open(engine, err);
    if (v->batch.pool.deadline > 0) /* two scripts, twice the time */
        v->batch.pool.deadline *= 2;
    return v->viewing.old != NULL;
}

static int run_corpus(const dm_args *args, viewed *v)
{
    dm_batch_result result;
    dm_err          err;

    if (!dm_index_run(&v->batch, &v->viewing, v->pages, &result, &err))
        return dm_cli_fail(args, &err,
                           result.output_failed && err.code != DM_E_USAGE
                               ? DM_EXIT_IO
                               : dm_cli_exit(err.code));
    if (result.end == DM_POOL_SIGNAL)
        return DM_EXIT_SIGNAL + result.signal;
    return result.counts.failed + result.counts.unfinished > 0 ? DM_EXIT_SOME
                                                               : DM_EXIT_OK;
}

static int run(const dm_args *args, viewed *v)
{
    dm_engine_options engine = dm_engine_options_default();
    dm_job            job = dm_view_job(&v->viewing);
    dm_batch_result   result;
    dm_err            err;

    dm_scripted_engine(args, &engine);
    engine.spans = true;
    engine.ask = DM_VIEW_ASK;
    engine.question = dm_view_question(&v->arena, v->viewing.limit, &err);
    engine.script = args->rest[0];
    if (engine.question == NULL)
        return dm_cli_fail(args, &err, DM_EXIT_IO);
    v->viewing.engine = dm_engine_open(&engine, &err);
    if (v->viewing.engine == NULL || !read_against(args, v, &engine, &err) ||
        !dm_spare_engine(args, v->viewing.engine, &err) ||
        (v->viewing.old != NULL &&
         !dm_spare_engine(args, v->viewing.old, &err)))
        return dm_cli_fail(args, &err, dm_cli_exit(err.code));
    return v->corpus ? run_corpus(args, v)
                     : dm_cli_run(args, &v->batch, &job, &result);
}

int dm_verb_view(const dm_args *args)
{
    viewed v = {0};
    dm_err err;
    int    status;

    if (!read_args(args, &v, &err))
        return dm_cli_fail(args, &err, DM_EXIT_USAGE);
    dm_arena_init(&v.arena, 1 << 16);
    status = run(args, &v);
    if (v.viewing.engine != NULL)
        dm_engine_close(v.viewing.engine);
    if (v.viewing.old != NULL)
        dm_engine_close(v.viewing.old);
    dm_earlier_close(v.earlier);
    dm_arena_fini(&v.arena);
    return status;
}
