/* samples.c - the files that a script names as its samples. */
#include "desk/samples.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "batch/inputs.h"
#include "batch/name.h"

enum { SAMPLE_MAX = 64 << 20 };

static bool no_memory(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "no memory for the samples");
}

/* The folder of the script with its slash, "" for the one we are in. */
static dm_slice folder_of(const char *script)
{
    const char *slash = strrchr(script, '/');
    dm_slice out = {script, slash != NULL ? (size_t)(slash - script) + 1 : 0};

    return out;
}

static bool is_known(const dm_samples *s, dm_slice path)
{
    for (size_t i = 0; i < s->n; i++)
        if (dm_slice_eq(dm_slice_str(s->all[i].path), path))
            return true;
    return false;
}

static bool add(dm_samples *s, dm_arena *arena, dm_slice path, size_t folder)
{
    dm_sample *one;
    dm_buf     id;
    bool       ok;

    if (is_known(s, path))
        return true;
    if (s->n == s->cap) {
        size_t     cap = s->cap > 0 ? s->cap * 2 : 16;
        dm_sample *all = dm_arena_zalloc(arena, cap, sizeof *all);

        if (all == NULL)
            return false;
        if (s->n > 0)
            memcpy(all, s->all, s->n * sizeof *all);
        s->all = all;
        s->cap = cap;
    }
    one = &s->all[s->n];
    one->path = dm_arena_str(arena, path);
    if (one->path == NULL)
        return false;
    dm_buf_init(&id, PATH_MAX * 3);
    dm_name_utf8(&id, dm_slice_str(one->path + folder));
    one->id = dm_arena_slice(arena, dm_buf_view(&id));
    ok = !id.failed && one->id.ptr != NULL;
    dm_buf_fini(&id);
    s->n += ok;
    return ok;
}

/* Did `check --reduce` leave that in a folder?  A file that is named is one. */
static bool is_left(dm_slice path, const char *given)
{
    return dm_slice_ends(path, DM_S(".reduced")) &&
           !dm_slice_eq(path, dm_slice_str(given));
}

/* Everything at `path`, a file or a folder. */
static bool take(dm_samples *s, dm_arena *arena, char *path, size_t folder,
                 dm_err *err)
{
    char *const       args[] = {path, NULL};
    dm_inputs_options options = {
        .args = args, .nargs = 1, .max_bytes = SAMPLE_MAX};
    dm_inputs    *in = dm_inputs_open(&options, err);
    dm_input      one;
    dm_input_kind kind = DM_INPUT_END;
    bool          ok = in != NULL;

    while (ok && (kind = dm_inputs_next(in, &one, err)) == DM_INPUT_FILE) {
        close(one.fd);
        ok = is_left(one.path, path) || add(s, arena, one.path, folder) ||
             no_memory(err);
    }
    dm_inputs_close(in);
    return ok && kind == DM_INPUT_END;
}

bool dm_samples_find(const char *script, const dm_value *names, dm_arena *arena,
                     dm_samples *out, dm_err *err)
{
    dm_slice   folder = folder_of(script);
    dm_samples s = {0};
    char       path[PATH_MAX];

    for (size_t i = 0; names != NULL && i < names->as.list.n; i++) {
        dm_slice name = names->as.list.items[i]->as.string;
        int      n = snprintf(path, sizeof path, "%.*s%.*s", (int)folder.len,
                              folder.ptr, (int)name.len, name.ptr);

        if (n < 0 || (size_t)n >= sizeof path)
            return dm_fail(err, DM_E_NOT_FOUND,
                           "the name of a sample is too "
                           "long");
        if (!take(&s, arena, path, folder.len, err))
            return false;
    }
    *out = s;
    return true;
}
