/* watch_paths.c - which files matter, and what was heard of them.
**
** The script matters with everything it was made of.  An input that is a file
** matters by its path, one that is a folder with all in it that is not hidden
** and does not look like a file of passage.
*/
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#include "batch/clock.h"
#include "desk/watch_in.h"

enum { DEEPEST = 64 };

/* Why a folder is watched, besides DM_ROLE_SCRIPT. */
enum { ROLE_FILE = 2, ROLE_FOLDER = 4 };

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool watch_tree(dm_watcher *w, const char *folder, int depth,
                       dm_err *err);

/* The folders in the one open as `dir`, whose prefix is `prefix`. */
static bool watch_below(dm_watcher *w, DIR *dir, const char *prefix, int depth,
                        dm_err *err)
{
    char           path[PATH_MAX];
    struct stat    st;
    struct dirent *e;
    bool           ok = true;
    int            n;

    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    while (ok && (e = readdir(dir)) != NULL) {
        if (e->d_name[0] == '.')
            continue;
        n = snprintf(path, sizeof path, "%s%s", prefix, e->d_name);
        if (n > 0 && (size_t)n < sizeof path && lstat(path, &st) == 0 &&
            S_ISDIR(st.st_mode))
            ok = watch_tree(w, path, depth + 1, err);
    }
    return ok;
}

/* Watch a folder that is an input, and all below it. */
static bool watch_tree(dm_watcher *w, const char *folder, int depth,
                       dm_err *err)
{
    char   prefix[PATH_MAX];
    size_t n = strlen(folder);
    DIR   *dir;
    bool   ok;

    if (depth > DEEPEST || n + 2 > sizeof prefix)
        return true;
    snprintf(prefix, sizeof prefix, "%s%s", folder,
             n > 0 && folder[n - 1] == '/' ? "" : "/");
    if (!dm_notify_folder(w->sources.notify, prefix, ROLE_FOLDER, err))
        return dm_sources_missed(&w->sources, prefix, err);
    dir = opendir(folder);
    if (dir == NULL)
        return true;
    ok = watch_below(w, dir, prefix, depth, err);
    closedir(dir);
    return ok;
}

static bool watch_input(dm_watcher *w, const char *path, dm_err *err)
{
    if (!dm_notify_beside(w->sources.notify, path, ROLE_FILE, err) &&
        !dm_sources_missed(&w->sources, path, err))
        return false;
    return !is_folder(path) || watch_tree(w, path, 0, err);
}

bool dm_watch_folders(dm_watcher *w, dm_err *err)
{
    const dm_inputs_options *in = &w->options->inputs;

    w->sources.missing = false;
    if (!dm_sources_watch(&w->sources, err))
        return false;
    for (size_t i = 0; i < in->nargs; i++)
        if (!watch_input(w, in->args[i], err))
            return false;
    return true;
}

/* The input that has this path, with or without a '/' at its end. */
static bool is_input(const dm_watcher *w, const char *path)
{
    const dm_inputs_options *in = &w->options->inputs;
    size_t                   n = strlen(path);

    for (size_t i = 0; i < in->nargs; i++) {
        const char *arg = in->args[i];

        if (strncmp(arg, path, n) == 0 &&
            (arg[n] == '\0' || (arg[n] == '/' && arg[n + 1] == '\0')))
            return true;
    }
    return false;
}

static void hear_input(dm_watcher *w, const dm_notice *notice)
{
    bool known = dm_watched_find(w, notice->path) != NULL;

    if (notice->folder)
        w->all = true;
    else if (known || !dm_notify_passing(notice->name))
        dm_paths_add(&w->changed, notice->path);
}

static void hear(void *ud, const dm_notice *notice)
{
    dm_watcher *w = ud;

    if (notice->role == DM_ROLE_SCRIPT)
        dm_sources_hear(&w->sources, notice);
    else if (notice->role == ROLE_FOLDER ? notice->name[0] != '.'
                                         : is_input(w, notice->path))
        hear_input(w, notice);
}

void dm_watch_hear(dm_watcher *w)
{
    if (!dm_notify_read(w->sources.notify, hear, w))
        w->all = w->sources.missing = true;
    if (w->since == 0 && (w->sources.changed || w->all || w->changed.n > 0))
        w->since = dm_clock_ms();
}
