/* spare.c - files are the same when device and inode are. */
#include "cli/spare.h"

#include <string.h>
#include <sys/stat.h>

static const dm_opt written[] = {DM_OPT_OUTPUT, DM_OPT_ATTRIBUTES,
                                 DM_OPT_ERRORS};

enum { NWRITTEN = sizeof written / sizeof *written };

static bool is_written(dm_opt id)
{
    for (size_t i = 0; i < NWRITTEN; i++)
        if (written[i] == id)
            return true;
    return false;
}

/* Would the output `option` take the place of the regular file `path`? */
static bool spare(const dm_args *args, dm_opt option, const char *path,
                  dm_err *err)
{
    const char *output = args->text[option];
    struct stat a, b;

    if (output == NULL || path == NULL || strcmp(output, "-") == 0 ||
        stat(output, &a) != 0 || !S_ISREG(a.st_mode) || stat(path, &b) != 0 ||
        a.st_dev != b.st_dev || a.st_ino != b.st_ino)
        return true;
    dm_fail(err, DM_E_USAGE, "the output %s is %s%s, which would be lost",
            output, strcmp(output, path) == 0 ? "read as well" : "the file ",
            strcmp(output, path) == 0 ? "" : path);
    return dm_fail_help(err, "name another file to write to");
}

static bool spare_file(const dm_args *args, const char *path, dm_err *err)
{
    for (size_t i = 0; i < NWRITTEN; i++)
        if (!spare(args, written[i], path, err))
            return false;
    return true;
}

bool dm_spare_named(const dm_args *args, dm_err *err)
{
    /* what comes first is no file for these, whatever it is called */
    size_t first = (args->verb->bit & (DM_V_GREP | DM_V_X)) != 0;

    for (size_t i = 0; dm_option_at(i) != NULL; i++) {
        const dm_option *o = dm_option_at(i);

        if (o->kind == DM_OPT_FILE && !is_written(o->id) &&
            !spare_file(args, args->text[o->id], err))
            return false;
    }
    for (size_t i = first; i < args->nrest; i++)
        if (!spare_file(args, args->rest[i], err))
            return false;
    return true;
}

bool dm_spare_engine(const dm_args *args, const dm_engine *engine, dm_err *err)
{
    const char *path;

    for (size_t i = 0; (path = dm_engine_file(engine, i)) != NULL; i++)
        if (!spare_file(args, path, err))
            return false;
    return true;
}
