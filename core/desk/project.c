/* project.c - a rule project, laid down. */
#include "desk/project.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "batch/folder.h"

struct embedded {
    const char          *path;
    const unsigned char *bytes;
    size_t               len;
};
#include "project.inc"

/* The `i`-th file; false past the end. */
static bool file_at(size_t i, const char **path, dm_slice *bytes)
{
    if (i >= sizeof embedded / sizeof *embedded - 1)
        return false;
    *path = embedded[i].path;
    *bytes = (dm_slice){(const char *)embedded[i].bytes, embedded[i].len};
    return true;
}

/* Is there something in folder `dir`?  A folder that is not there has
** nothing. */
static bool has_something(const char *dir)
{
    DIR                 *d = opendir(dir);
    const struct dirent *entry = NULL;
    bool                 any = false;

    if (d == NULL)
        return false; /* making it will tell */
    while (!any && (entry = readdir(d)) != NULL)
        any =
            strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(d);
    return any;
}

static bool there(const dm_folder *f, const char *path)
{
    return faccessat(f->root, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

bool dm_project_lay(const char *dir, bool                           beside,
                    void (*kept)(void *ud, const char *path), void *ud,
                    dm_err *err)
{
    dm_folder   f;
    const char *path;
    dm_slice    bytes;
    bool        ok = true;

    if (!beside && has_something(dir)) {
        dm_fail(err, DM_E_USAGE, "%s is there and not empty", dir);
        return dm_fail_help(err, "--force lays down what is not there yet");
    }
    if (!dm_folder_open(&f, dir, err))
        return false;
    for (size_t i = 0; ok && file_at(i, &path, &bytes); i++) {
        if (there(&f, path))
            kept(ud, path);
        else
            ok = dm_folder_put(&f, dm_slice_str(path), bytes, err) == DM_PUT_OK;
    }
    dm_folder_close(&f);
    return ok;
}
