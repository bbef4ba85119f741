/* sources.c - the files that a script is made of, and their folders watched. */
#include "desk/sources.h"

#include <stdlib.h>
#include <string.h>

void dm_sources_init(dm_sources *s, const char                       *script,
                     void (*warn)(void *ud, const dm_err *why), void *ud)
{
    memset(s, 0, sizeof *s);
    s->script = script;
    s->warn = warn;
    s->ud = ud;
    dm_paths_init(&s->files);
    dm_paths_init(&s->denied);
}

void dm_sources_fini(dm_sources *s)
{
    dm_notify_close(s->notify);
    s->notify = NULL;
    dm_paths_fini(&s->files);
    dm_paths_fini(&s->denied);
}

/* Is what the user calls the script a file's path? */
static bool is_path(const char *name)
{
    return strchr(name, '/') != NULL ||
           dm_slice_ends(dm_slice_str(name), DM_S(".lua"));
}

void dm_sources_add(dm_sources *s, const dm_engine *engine)
{
    const char *file;
    char       *real;

    if (s->script != NULL && is_path(s->script)) {
        dm_paths_add(&s->files, s->script);
        real = realpath(s->script, NULL); /* malloc'd by libc, which frees it */
        if (real != NULL)
            dm_paths_add(&s->files, real);
        free(real); /* NOLINT: not ours */
    }
    for (size_t i = 0;
         engine != NULL && (file = dm_engine_file(engine, i)) != NULL; i++)
        dm_paths_add(&s->files, file);
}

bool dm_sources_missed(dm_sources *s, const char *path, const dm_err *err)
{
    if (err->code == DM_E_NOT_FOUND) {
        s->missing = true;
        return true;
    }
    if (err->code != DM_E_DENIED)
        return false;
    if (!dm_paths_has(&s->denied, path)) {
        dm_paths_add(&s->denied, path);
        s->warn(s->ud, err);
    }
    return true;
}

bool dm_sources_watch(dm_sources *s, dm_err *err)
{
    for (const char *p = dm_paths_next(&s->files, NULL); p != NULL;
         p = dm_paths_next(&s->files, p))
        if (!dm_notify_beside(s->notify, p, DM_ROLE_SCRIPT, err) &&
            !dm_sources_missed(s, p, err))
            return false;
    return true;
}

void dm_sources_hear(dm_sources *s, const dm_notice *notice)
{
    s->changed |=
        !notice->folder && (dm_paths_has(&s->files, notice->path) ||
                            (s->broken && !dm_notify_passing(notice->name)));
}

static void hear(void *ud, const dm_notice *notice)
{
    dm_sources_hear(ud, notice);
}

bool dm_sources_read(dm_sources *s)
{
    return dm_notify_read(s->notify, hear, s);
}
