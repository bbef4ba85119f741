/* repl_session.c - the script, the document, and both together.
**
** The engine and the document are made anew for a reload, so that nothing of a
** run before (annotations, edits) is left; the old ones go when the new engine
** is there.
*/
#include <stdio.h>
#include <unistd.h>

#include "batch/clock.h"
#include "desk/cancel.h"
#include "desk/repl_in.h"

enum { RESULT_MAX = 256 << 20, COMPLETE_MAX = 1 << 20, DOCUMENTS = 100000 };

/* Open an engine for the conversation; NULL with what is wrong. */
static dm_engine *open_engine(const dm_repl *repl, dm_err *err)
{
    dm_engine_options options = repl->options->engine;
    dm_engine        *engine;

    if (options.script == NULL)
        options.chunk = DM_S("nil");
    else
        options.ask = "report";
    engine = dm_desk_engine(&options, err);
    if (engine == NULL || dm_talk_open(engine, err))
        return engine;
    dm_engine_close(engine);
    return NULL;
}

/* Watch what the engine was made of. */
static void watch_sources(dm_repl *repl)
{
    dm_sources *s = &repl->sources;
    dm_err      err;

    if (s->notify == NULL)
        return;
    if (repl->engine != NULL && !s->broken)
        dm_paths_clear(&s->files);
    dm_sources_add(s, repl->engine);
    if (!dm_sources_watch(s, &err))
        dm_repl_tell(repl, &err, DM_WARNING);
}

/* Give the new state its document; with `run` the script goes over it again. */
static void reopen(dm_repl *repl, bool run)
{
    dm_err err;

    if (repl->path == NULL || repl->desk.doc == NULL)
        return;
    dm_cancel_aim(repl->engine);
    if (!dm_desk_load(&repl->desk, repl->options->load, &err) ||
        !dm_talk_document(repl->engine, repl->desk.doc, run, &repl->desk.result,
                          &err))
        dm_repl_tell(repl, &err, DM_ERROR);
    dm_cancel_aim(NULL);
}

/* The last call was at a limit: the state is made anew, and the document opened
** in it; without a run when that is what took so long. */
static void revive(dm_repl *repl, bool run)
{
    dm_engine *fresh;
    dm_err     err;

    if (repl->engine == NULL || !dm_engine_dead(repl->engine))
        return;
    dm_talk_leave(repl->engine);
    fresh = open_engine(repl, &err);
    if (fresh == NULL) {
        dm_repl_tell(repl, &err, DM_ERROR);
        return;
    }
    dm_engine_close(repl->engine);
    repl->engine = fresh;
    dm_repl_say(repl,
                run ? DM_S("(the Lua state is made anew: variables are gone)")
                    : DM_S("(the Lua state is made anew, without what the "
                           "script found in this document)"));
    reopen(repl, run);
    if (run)
        revive(repl, false);
}

/* Keep what the run found; the hits before go to `was` when it is not NULL. */
static void take_hits(dm_repl *repl, dm_hits *was)
{
    dm_err err;

    if (was != NULL)
        *was = repl->hits;
    else
        dm_hits_fini(&repl->hits);
    dm_hits_init(&repl->hits);
    if (!dm_hits_take(&repl->hits, repl->desk.result.report, &err))
        dm_repl_tell(repl, &err, DM_WARNING);
}

static void say_state(dm_repl *repl)
{
    const dm_result *r = &repl->desk.result;
    char             text[400];

    if (!r->turned_away && !r->skipped)
        return;
    snprintf(text, sizeof text, "the script %s: %s",
             r->turned_away ? "does not want this document"
                            : "skips this document",
             r->reason);
    dm_repl_say(repl, dm_slice_str(text));
}

/* Run the script over the document that is loaded. */
static bool run_script(dm_repl *repl)
{
    dm_err err;
    bool   ok;

    dm_cancel_aim(repl->engine);
    ok = dm_talk_document(repl->engine, repl->desk.doc, true,
                          &repl->desk.result, &err);
    dm_cancel_aim(NULL);
    dm_repl_told(repl, &repl->desk.result, false);
    if (!ok)
        dm_repl_tell(repl, &err, DM_ERROR);
    say_state(repl);
    return ok;
}

/* Put the document at `path` on the desk; the one there before leaves it then,
** and stays when that cannot be read. */
static bool read_document(dm_repl *repl, const char *path)
{
    const dm_load_options *load = repl->options->load;
    dm_desk                fresh;
    dm_err                 err;

    dm_desk_init(&fresh);
    if (!dm_desk_read(&fresh, path, load, &err) ||
        !dm_desk_load(&fresh, load, &err)) {
        dm_repl_tell(repl, &err, DM_ERROR);
        dm_desk_fini(&fresh);
        return false;
    }
    if (repl->engine != NULL)
        dm_talk_leave(repl->engine);
    dm_desk_fini(&repl->desk);
    repl->desk = fresh;
    return true;
}

/* Run the script over the document that was just loaded, and keep its hits. */
static bool begin_document(dm_repl *repl, dm_hits *was)
{
    if (repl->engine == NULL)
        return false;
    (void)run_script(repl);
    take_hits(repl, was);
    revive(repl, false);
    return true;
}

/* "2/12 docs/b.txt · text, gb18030 · 3 hits" */
static void say_document(dm_repl *repl)
{
    dm_buf        out;
    const dm_doc *doc = repl->desk.doc;

    if (doc == NULL || repl->options->report.quiet)
        return;
    dm_buf_init(&out, 1 << 16);
    dm_buf_printf(&out, "%zu/%zu %s · %s", repl->nth, repl->paths.n, repl->path,
                  doc->format);
    if (doc->charset.n > 0)
        dm_buf_printf(&out, ", %s",
                      dm_charset_name(doc->charset.candidates[0].charset));
    if (repl->options->engine.script != NULL &&
        repl->desk.result.report != NULL)
        dm_buf_printf(&out, " · %llu hit%s",
                      (unsigned long long)repl->hits.total,
                      repl->hits.total == 1 ? "" : "s");
    dm_repl_say(repl, dm_buf_view(&out));
    dm_buf_fini(&out);
}

bool dm_repl_go(dm_repl *repl, size_t nth)
{
    const char *path = NULL;

    for (size_t i = 0; i < nth; i++)
        path = dm_paths_next(&repl->paths, path);
    if (path == NULL || !read_document(repl, path))
        return false;
    repl->path = path;
    repl->nth = nth;
    if (begin_document(repl, NULL))
        say_document(repl);
    return true;
}

/* Telling changes, for dm_hits_compare. */
typedef struct telling {
    dm_buf out;
    bool   color, rules;
} telling;

static void told(void *ud, const dm_hit_change *change)
{
    telling *t = ud;

    t->rules |= !change->field;
    if (!change->field || !t->rules)
        dm_hit_show(&t->out, change, DM_S(""), t->color);
}

static void say_changes(dm_repl *repl, const dm_hits *was, int64_t since)
{
    telling        t = {.color = repl->options->style.color};
    dm_hit_compare how = {.moved = true, .told = told, .ud = &t};
    dm_err         err;

    dm_buf_init(&t.out, 1 << 24);
    if (!dm_hits_compare(was, &repl->hits, &how, &err))
        dm_repl_tell(repl, &err, DM_WARNING);
    dm_buf_printf(
        &t.out, "reloaded · %llu hit%s (+%llu −%llu ~%llu) · %lld ms\n",
        (unsigned long long)repl->hits.total, repl->hits.total == 1 ? "" : "s",
        (unsigned long long)how.tally.gained,
        (unsigned long long)how.tally.lost,
        (unsigned long long)how.tally.changed,
        (long long)(dm_clock_ms() - since));
    dm_repl_put(repl, dm_buf_view(&t.out));
    dm_buf_fini(&t.out);
}

/* Put the new engine in the place of the old one. */
static bool replace_engine(dm_repl *repl)
{
    dm_err     err;
    dm_engine *fresh = open_engine(repl, &err);

    repl->sources.broken = fresh == NULL;
    if (fresh == NULL) {
        dm_repl_tell(repl, &err, DM_ERROR);
        dm_repl_say(repl, repl->engine != NULL
                              ? DM_S("still working with the last good version")
                              : DM_S("waiting for the script to be mended"));
        return false;
    }
    if (repl->engine != NULL) {
        dm_talk_leave(repl->engine);
        dm_engine_close(repl->engine);
    }
    repl->engine = fresh;
    watch_sources(repl);
    return true;
}

/* The document at hand anew, for a new engine: as it is now or, when it cannot
** be read any more, as it was. */
static bool reread_document(dm_repl *repl)
{
    dm_err err;

    if (repl->path == NULL)
        return false;
    if (read_document(repl, repl->path))
        return true;
    if (dm_desk_load(&repl->desk, repl->options->load, &err))
        return true;
    dm_repl_tell(repl, &err, DM_ERROR);
    return false;
}

void dm_repl_reload(dm_repl *repl)
{
    int64_t since = dm_clock_ms();
    dm_hits was;

    if (!replace_engine(repl) || !reread_document(repl))
        return;
    dm_hits_init(&was);
    if (begin_document(repl, &was))
        say_changes(repl, &was, since);
    dm_hits_fini(&was);
}

/* A call of std/talk, with its answers told. */
static bool ask(dm_repl *repl, const char *what, dm_slice arg,
                dm_talk_heard *heard)
{
    dm_err err;
    bool   ok;

    dm_result_init(&heard->result, RESULT_MAX);
    dm_cancel_aim(repl->engine);
    ok = dm_talk_call(repl->engine, what, &arg, 1, heard, &err);
    dm_cancel_aim(NULL);
    dm_repl_told(repl, &heard->result, true);
    if (!ok && dm_cancel_seen())
        dm_repl_say(repl, DM_S("interrupted"));
    else if (!ok)
        dm_repl_tell(repl, &err, DM_ERROR);
    return ok;
}

/* True when there is somebody to be asked. */
static bool is_ready(dm_repl *repl)
{
    if (repl->engine == NULL)
        dm_repl_say(repl, DM_S("there is no script that compiles yet"));
    return repl->engine != NULL;
}

bool dm_repl_ask(dm_repl *repl, const char *what, dm_slice arg, dm_buf *out,
                 bool *more)
{
    dm_talk_heard heard = {.text = out};
    bool          ok;

    *more = false;
    if (!is_ready(repl))
        return false;
    ok = ask(repl, what, arg, &heard);
    *more = ok && heard.more;
    dm_result_fini(&heard.result);
    revive(repl, true);
    return ok;
}

bool dm_repl_ask_data(dm_repl *repl, const char *what, dm_slice arg,
                      dm_buf *out,
                      void (*show)(dm_buf *out, const dm_value *v, bool color))
{
    dm_buf        text;
    dm_talk_heard heard = {.text = &text};
    bool          ok;

    if (!is_ready(repl))
        return false;
    dm_buf_init(&text, RESULT_MAX);
    ok = ask(repl, what, arg, &heard);
    if (ok && heard.value != NULL)
        show(out, heard.value, repl->options->style.color);
    dm_repl_say(repl, dm_buf_view(&text));
    dm_buf_fini(&text);
    dm_result_fini(&heard.result);
    revive(repl, true);
    return ok;
}

void dm_repl_complete(dm_repl *repl, dm_slice before, dm_buf *out)
{
    dm_talk_heard heard = {.text = out};
    dm_err        err;

    dm_result_init(&heard.result, COMPLETE_MAX);
    dm_cancel_aim(repl->engine);
    if (!dm_talk_call(repl->engine, "complete", &before, 1, &heard, &err))
        dm_buf_clear(out);
    dm_cancel_aim(NULL);
    (void)dm_cancel_seen(); /* it ended this and not the line */
    dm_result_fini(&heard.result);
}

/* There are more inputs than are listed. */
static void tell_cut(dm_repl *repl)
{
    dm_err err;

    dm_fail(&err, DM_E_SIZE, "there are more than %zu documents",
            repl->paths.n);
    dm_fail_help(&err, "the first %zu are listed; :open FILE opens others",
                 repl->paths.n);
    dm_repl_tell(repl, &err, DM_WARNING);
}

/* The paths of all inputs. */
static bool list_inputs(dm_repl *repl, dm_err *err)
{
    dm_inputs    *in = dm_inputs_open(&repl->options->inputs, err);
    dm_input_kind kind = DM_INPUT_FILE;
    dm_input      input;

    if (in == NULL)
        return false;
    while ((kind = dm_inputs_next(in, &input, err)) != DM_INPUT_END &&
           kind != DM_INPUT_STOP) {
        if (kind == DM_INPUT_BAD) {
            dm_repl_tell(repl, err, DM_ERROR);
            continue;
        }
        close(input.fd);
        if (repl->paths.n == DOCUMENTS || repl->paths.bytes.failed) {
            tell_cut(repl);
            break;
        }
        dm_paths_add(&repl->paths, input.path.ptr);
    }
    dm_inputs_close(in);
    return kind != DM_INPUT_STOP;
}

/* A folder that may not be read. */
static void warn(void *ud, const dm_err *why)
{
    dm_repl_tell(ud, why, DM_WARNING);
}

bool dm_repl_start(dm_repl *repl, dm_err *err)
{
    dm_err why;

    dm_desk_init(&repl->desk);
    dm_hits_init(&repl->hits);
    dm_paths_init(&repl->paths);
    dm_sources_init(&repl->sources, repl->options->engine.script, warn, repl);
    if (repl->sources.script != NULL) {
        repl->sources.notify = dm_notify_open(&why);
        if (repl->sources.notify == NULL)
            dm_repl_tell(repl, &why, DM_WARNING);
    }
    if (!list_inputs(repl, err))
        return false;
    repl->engine = open_engine(repl, err);
    repl->sources.broken = repl->engine == NULL;
    if (repl->engine == NULL && !repl->options->terminal)
        return false;
    watch_sources(repl);
    if (repl->engine == NULL) {
        dm_repl_tell(repl, err, DM_ERROR);
        dm_repl_say(repl, DM_S("waiting for the script to be mended"));
    }
    if (repl->paths.n > 0)
        (void)dm_repl_go(repl, 1);
    return true;
}

void dm_repl_end(dm_repl *repl)
{
    if (repl->engine != NULL)
        dm_talk_leave(repl->engine);
    dm_engine_close(repl->engine);
    dm_desk_fini(&repl->desk);
    dm_hits_fini(&repl->hits);
    dm_paths_fini(&repl->paths);
    dm_sources_fini(&repl->sources);
}
