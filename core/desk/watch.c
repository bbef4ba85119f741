/* watch.c - wait, be quiet for a moment, run, wait.
**
** What happens while documents run is heard then; a newer version of the script
** ends the run, a document waits for its turn.
*/
#include "desk/watch.h"

#include <poll.h>

#include "batch/clock.h"
#include "batch/signals.h"
#include "desk/watch_in.h"

enum {
    TICK = 500,     /* ms between looks for a signal */
    RETRY = 1000,   /* ms between looks for a folder that is not there */
    PATIENCE = 1000 /* ms after which changes that do not end are run */
};

static void begin_run(dm_watcher *w, dm_watch_cause cause)
{
    memset(&w->sum, 0, sizeof w->sum);
    w->cause = w->begun ? cause : DM_CAUSE_START;
    w->overtaken = false;
}

/* Compile the script; what is wrong with it is told, and the last good version
** stays. */
static bool compile(dm_watcher *w)
{
    dm_engine_options engine = w->options->engine;
    dm_engine        *fresh;
    dm_err            err;

    engine.ask = "report";
    fresh = dm_engine_open(&engine, &err);
    w->sources.broken = fresh == NULL;
    if (fresh == NULL) {
        dm_watch_error(w, NULL, &err, DM_ERROR);
        dm_watch_say(w, "waiting",
                     w->engine != NULL ? "still showing the last good version"
                                       : "waiting for the script to be mended");
        return false;
    }
    dm_engine_close(w->engine);
    w->engine = fresh;
    dm_paths_clear(&w->sources.files);
    return true;
}

/* Run what `paths` names, or everything, and tell how it went. */
static bool run(dm_watcher *w, const dm_paths *paths, dm_err *err)
{
    dm_pool_end end = dm_watch_pool(w, paths, err);

    dm_watch_hush(w);
    if (end == DM_POOL_SIGNAL || (end == DM_POOL_STOPPED && w->overtaken))
        return true;
    w->overtaken = false;
    if (end == DM_POOL_BROKEN && !w->failed) { /* init of the script */
        dm_watch_error(w, NULL, err, DM_ERROR);
        return true;
    }
    if (end != DM_POOL_DONE || w->failed) {
        *err = w->err;
        return false;
    }
    w->begun = true;
    if (w->cause == DM_CAUSE_START)
        dm_watch_rules(w);
    dm_watch_line(w);
    return true;
}

/* The time of what is still to be done begins now. */
static void settle(dm_watcher *w)
{
    bool more = w->sources.changed || w->all || w->changed.n > 0;

    w->since = more ? dm_clock_ms() : 0;
}

static bool start(dm_watcher *w, dm_err *err)
{
    bool ok;

    w->since = dm_clock_ms();
    dm_sources_add(&w->sources, w->engine);
    /* before it is read, so that no save in between is missed */
    if (!dm_sources_watch(&w->sources, err))
        return false;
    ok = compile(w);
    dm_sources_add(&w->sources, w->engine);
    if (!dm_watch_folders(w, err))
        return false;
    begin_run(w, DM_CAUSE_START);
    if (ok && !run(w, NULL, err))
        return false;
    settle(w);
    if (ok && !w->options->report.quiet && dm_signal_seen() == 0)
        dm_watch_say(w, "watching", "watching (Ctrl-C ends)");
    return true;
}

/* What has changed is what is being done, and nothing more has. */
static void swap_changed(dm_watcher *w)
{
    dm_paths doing = w->changed;

    w->changed = w->doing;
    w->doing = doing;
    dm_paths_clear(&w->changed);
}

/* The script was saved: run everything.  Where it is wrong now and the run of
** the version before was given up for it, that one is run after all. */
static bool run_script(dm_watcher *w, dm_err *err)
{
    bool left = w->overtaken;

    w->overtaken = false;
    if (!compile(w) && !left)
        return true;
    dm_paths_clear(&w->doing);
    dm_sources_add(&w->sources, w->engine);
    begin_run(w, DM_CAUSE_SCRIPT);
    return dm_watch_folders(w, err) && run(w, NULL, err);
}

/* Do what is to be done; what is heard meanwhile is for the next time. */
static bool act(dm_watcher *w, dm_err *err)
{
    bool ok = true, script = w->sources.changed, all = w->all;

    w->sources.changed = w->all = false;
    if (all || w->sources.missing)
        ok = dm_watch_folders(w, err);
    if (ok && all)
        ok = dm_watch_look(w, err);
    swap_changed(w);
    if (ok && (script || (all && w->sources.broken)))
        ok = run_script(w, err);
    if (ok && w->engine != NULL && w->doing.n > 0) {
        begin_run(w, DM_CAUSE_DOCUMENTS);
        ok = run(w, &w->doing, err);
    }
    dm_paths_clear(&w->doing);
    settle(w);
    return ok;
}

/* Try the folders that were not there; true when they are. */
static bool found_again(dm_watcher *w)
{
    dm_err err;

    if (!dm_watch_folders(w, &err) || w->sources.missing)
        return false;
    w->all = true;
    w->since = dm_clock_ms();
    return true;
}

/* Wait until something has happened and nothing more does; false when it is
** time to end. */
static bool wait_for_change(dm_watcher *w)
{
    struct pollfd fd = {.fd = dm_notify_fd(w->sources.notify),
                        .events = POLLIN};

    while (dm_signal_seen() == 0) {
        bool busy = w->since != 0;
        int  ms = busy                 ? w->options->debounce
                  : w->sources.missing ? RETRY
                                       : TICK;
        int  got = dm_signal_wait(&fd, 1, ms);

        if (got > 0)
            dm_watch_hear(w);
        if (busy && (got == 0 || dm_clock_ms() - w->since > PATIENCE))
            return true;
        if (!busy && got == 0 && w->sources.missing && found_again(w))
            return true;
    }
    return false;
}

static bool watch(dm_watcher *w, dm_err *err)
{
    if (!start(w, err))
        return false;
    while (wait_for_change(w))
        if (!act(w, err))
            return false;
    return true;
}

/* A folder that may not be read. */
static void warn(void *ud, const dm_err *why)
{
    dm_watch_error(ud, NULL, why, DM_WARNING);
}

bool dm_watch_run(const dm_watch_options *options, int *number, dm_err *err)
{
    dm_watcher w = {.options = options};
    bool       ok;

    dm_sources_init(&w.sources, options->engine.script, warn, &w);
    dm_paths_init(&w.changed);
    dm_paths_init(&w.doing);
    w.sources.notify = dm_notify_open(err);
    if (w.sources.notify == NULL)
        return false;
    dm_signal_catch();
    ok = dm_output_open(&w.out, NULL, err) && watch(&w, err);
    *number = dm_signal_seen();
    dm_signal_release();
    if (w.out.gone)
        dm_output_die();
    dm_output_abandon(&w.out);
    dm_watch_forget(&w);
    dm_engine_close(w.engine);
    dm_sources_fini(&w.sources);
    dm_paths_fini(&w.changed);
    dm_paths_fini(&w.doing);
    return ok;
}
