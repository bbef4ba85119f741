/* output.c - write, fsync, rename. */
#include "batch/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

enum { HOLD = 1 << 16, HELD_MAX = 1 << 30 };

static bool fail(const dm_output *out, const char *doing, dm_err *err)
{
    int number = errno;

    return dm_fail(err, DM_E_WRITE, "cannot %s %s: %s", doing, out->name,
                   strerror(number));
}

/* Fill in the two names: the target that `path` leads to through links, and a
** temporary beside it. */
static bool set_names(dm_output *out, const char *path, dm_err *err)
{
    char        real[PATH_MAX];
    const char *target = realpath(path, real) != NULL ? real : path;
    const char *slash = strrchr(target, '/');
    int         folder = slash != NULL ? (int)(slash - target) + 1 : 0;
    size_t      n = strlen(target) + 1;

    out->path = dm_mem_alloc(n);
    out->temp = dm_mem_alloc(n + 32);
    if (out->path == NULL || out->temp == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for a path");
    memcpy(out->path, target, n);
    snprintf(out->temp, n + 32, "%.*s.%s.%ld.tmp", folder, target,
             target + folder, (long)getpid());
    return true;
}

static bool open_file(dm_output *out, const char *path, dm_err *err)
{
    struct stat st;
    bool        exists = stat(path, &st) == 0;

    if (*path == '\0') {
        dm_fail(err, DM_E_USAGE, "the name of an output file is empty");
        return dm_fail_help(err, "- is standard output");
    }
    if (exists && S_ISDIR(st.st_mode)) {
        dm_fail(err, DM_E_USAGE, "%s is a folder", path);
        return dm_fail_help(err, "name a file in it to write to");
    }
    if (exists && !S_ISREG(st.st_mode)) {
        out->fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
        return out->fd >= 0 || fail(out, "open", err);
    }
    if (!set_names(out, path, err))
        return false;
    out->fd = open(out->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (out->fd >= 0)
        return true;
    fail(out, "create", err);
    out->temp[0] = '\0'; /* not ours to remove */
    return false;
}

/* Was it opened for writing?  (main.c puts something else in the place of a
** standard output that was closed.) */
static bool writable(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    if (flags >= 0 && (flags & O_ACCMODE) == O_RDONLY)
        errno = EBADF;
    return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

bool dm_output_open(dm_output *out, const char *path, dm_err *err)
{
    memset(out, 0, sizeof *out);
    out->fd = -1;
    out->name = "standard output";
    dm_buf_init(&out->held, HELD_MAX);
    if (path != NULL && strcmp(path, "-") != 0) {
        out->name = path;
        if (open_file(out, path, err))
            return true;
        dm_output_abandon(out);
        return false;
    }
    /* a copy, so that the close can be checked too */
    out->fd =
        writable(STDOUT_FILENO) ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3) : -1;
    return out->fd >= 0 || fail(out, "use", err);
}

void dm_output_die(void)
{
    sigset_t set;

    signal(SIGPIPE, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(SIGPIPE);
}

static bool write_all(dm_output *out, dm_slice bytes, dm_err *err)
{
    while (bytes.len > 0) {
        ssize_t n = write(out->fd, bytes.ptr, bytes.len);

        if (n < 0 && errno == EINTR)
            continue;
        out->gone = n < 0 && errno == EPIPE;
        if (n < 0)
            return fail(out, "write to", err);
        bytes = dm_slice_sub(bytes, (size_t)n, bytes.len);
    }
    return true;
}

bool dm_output_flush(dm_output *out, dm_err *err)
{
    bool ok = write_all(out, dm_buf_view(&out->held), err);

    dm_buf_clear(&out->held);
    return ok;
}

bool dm_output_write(dm_output *out, dm_slice bytes, dm_err *err)
{
    if (out->held.len + bytes.len < HOLD) {
        dm_buf_slice(&out->held, bytes);
        if (!out->held.failed)
            return true;
        return dm_fail(err, DM_E_WRITE, "no memory for the output");
    }
    return dm_output_flush(out, err) && write_all(out, bytes, err);
}

/* Sync the folder, so that the new name outlives a power cut.  Some file
** systems cannot; the data is safe even so. */
static void sync_folder(const char *path)
{
    char        folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int         n = slash != NULL ? (int)(slash - path) + 1 : 0;
    int         fd = -1;

    if (n >= PATH_MAX)
        return;
    snprintf(folder, sizeof folder, "%.*s.", n, path);
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

static bool close_checked(dm_output *out)
{
    int fd = out->fd;

    out->fd = -1;
    return close(fd) == 0 || errno == EINTR;
}

bool dm_output_commit(dm_output *out, dm_err *err)
{
    bool ok = dm_output_flush(out, err);

    if (ok && out->path != NULL && fsync(out->fd) != 0)
        ok = fail(out, "sync", err);
    if (ok && !close_checked(out))
        ok = fail(out, "close", err);
    if (ok && out->path != NULL) {
        ok = rename(out->temp, out->path) == 0 || fail(out, "rename to", err);
        if (ok) {
            out->temp[0] = '\0';
            sync_folder(out->path);
        }
    }
    dm_output_abandon(out);
    return ok;
}

void dm_output_abandon(dm_output *out)
{
    if (out->fd >= 0)
        close(out->fd);
    out->fd = -1;
    if (out->temp != NULL && out->temp[0] != '\0')
        unlink(out->temp);
    dm_mem_free(out->path);
    dm_mem_free(out->temp);
    out->path = out->temp = NULL;
    dm_buf_fini(&out->held);
}
