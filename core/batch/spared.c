/* spared.c - a sorted list of files. */
#include "batch/spared.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { FILES_MAX = 1 << 28 };

typedef struct file {
    dev_t dev;
    ino_t ino;
} file;

static int by_file(const void *a, const void *b)
{
    const file *x = a;
    const file *y = b;

    if (x->dev != y->dev)
        return x->dev < y->dev ? -1 : 1;
    return (x->ino > y->ino) - (x->ino < y->ino);
}

void dm_spared_init(dm_spared *s, const dm_inputs_options *named)
{
    *s = (dm_spared){.named = named};
    dm_buf_init(&s->files, FILES_MAX);
}

void dm_spared_fini(dm_spared *s)
{
    dm_buf_fini(&s->files);
}

static void make(dm_spared *s)
{
    struct stat st;

    s->made = true;
    for (size_t i = 0; i < s->named->nargs; i++)
        if (stat(s->named->args[i], &st) == 0 && S_ISREG(st.st_mode))
            dm_buf_add(&s->files, &(file){st.st_dev, st.st_ino}, sizeof(file));
    if (s->files.len > 0)
        qsort(s->files.ptr, s->files.len / sizeof(file), sizeof(file), by_file);
}

bool dm_spared_allows(dm_spared *s, int dir, const char *folder, dm_slice path,
                      dm_err *err)
{
    char        name[PATH_MAX];
    struct stat st;
    file        like;
    int n = snprintf(name, sizeof name, "%.*s", (int)path.len, path.ptr);

    if (n >= (int)sizeof name || fstatat(dir, name, &st, 0) != 0)
        return true;
    if (!s->made)
        make(s);
    if (s->files.failed)
        return dm_fail(err, DM_E_MEMORY, "no memory for the list of inputs");
    like = (file){st.st_dev, st.st_ino};
    if (s->files.len == 0 ||
        bsearch(&like, s->files.ptr, s->files.len / sizeof like, sizeof like,
                by_file) == NULL)
        return true;
    dm_fail(err, DM_E_USAGE,
            "the output %s/%s is an input as well, which would be lost", folder,
            name);
    return dm_fail_help(err, "name another folder to write to");
}
