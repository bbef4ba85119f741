/* source.c - open, look, pread; standard input into a memory file. */
#include "batch/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { STEP = 1 << 16 };

bool dm_source_errno(dm_err *err, int number, const char *path)
{
    dm_code code = number == ENOENT || number == ENOTDIR || number == ELOOP
                       ? DM_E_NOT_FOUND
                   : number == EACCES || number == EPERM ? DM_E_DENIED
                   : number == ENXIO || number == ENODEV ? DM_E_NOT_REGULAR
                                                         : DM_E_READ;

    dm_fail(err, code, "cannot open: %s", strerror(number));
    return dm_fail_at(err, path, 0, 0);
}

static const char *kind_name(mode_t mode)
{
    return S_ISFIFO(mode)   ? "a named pipe"
           : S_ISCHR(mode)  ? "a character device"
           : S_ISBLK(mode)  ? "a block device"
           : S_ISSOCK(mode) ? "a socket"
                            : "not a regular file";
}

static bool refuse(dm_err *err, const char *path, mode_t mode)
{
    dm_fail(err, DM_E_NOT_REGULAR, "is %s, not a regular file",
            kind_name(mode));
    if (S_ISFIFO(mode) || S_ISCHR(mode))
        dm_fail_help(err, "to read a stream, give it as standard input: "
                          "docmill … - < PATH");
    return dm_fail_at(err, path, 0, 0);
}

int dm_source_open(const char *path, struct stat *st, bool *folder, dm_err *err)
{
    int fd = -1;

    do
        fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    if (fd < 0 && errno == ENXIO && stat(path, st) == 0) {
        refuse(err, path, st->st_mode);
        return -1;
    }
    if (fd < 0) {
        dm_source_errno(err, errno, path);
        return -1;
    }
    if (fstat(fd, st) != 0) {
        dm_source_errno(err, errno, path);
        close(fd);
        return -1;
    }
    *folder = S_ISDIR(st->st_mode);
    if (*folder || S_ISREG(st->st_mode))
        return fd;
    close(fd);
    refuse(err, path, st->st_mode);
    return -1;
}

/* Write all `n` bytes to a memory file. */
static bool put(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t put = write(fd, bytes, n);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes += put;
        n -= (size_t)put;
    }
    return true;
}

/* Copy standard input to `fd` up to `max` bytes. */
static bool drain(int fd, size_t max, uint64_t *size, dm_err *err)
{
    char bytes[STEP];

    *size = 0;
    for (;;) {
        ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);

        if (n == 0)
            return true;
        if (n < 0)
            return dm_fail(err, DM_E_READ, "cannot read standard input: %s",
                           strerror(errno));
        if ((uint64_t)n > max - *size)
            return dm_fail(err, DM_E_TOO_LARGE,
                           "standard input is over the limit of %zu bytes",
                           max);
        if (!put(fd, bytes, (size_t)n))
            return dm_fail(err, DM_E_MACHINE, "cannot hold standard input: %s",
                           strerror(errno));
        *size += (uint64_t)n;
    }
}

int dm_source_stdin(size_t max, uint64_t *size, dm_err *err)
{
    int fd = memfd_create("docmill-stdin", MFD_CLOEXEC);

    if (fd < 0) {
        dm_fail(err, DM_E_MACHINE, "memfd_create: %s", strerror(errno));
        return -1;
    }
    if (drain(fd, max, size, err))
        return fd;
    close(fd);
    return -1;
}

/* The bytes behind those in `out`, `left` of them or some more; the number
** read, 0 at the end, -1 with err filled.  There is room for one byte too many,
** so that a read which stops short of it has seen the end. */
static ssize_t step(int fd, dm_buf *out, size_t left, dm_err *err)
{
    size_t  room = left + 1;
    size_t  free = out->max - out->len;
    ssize_t n = 0;
    char   *to = NULL;
    char    probe = 0;

    if (free == 0) { /* one byte more would be too many */
        n = pread(fd, &probe, 1, (off_t)out->len);
        if (n == 0)
            return 0;
        dm_fail(err, DM_E_TOO_LARGE, "is over the limit of %zu bytes",
                out->max);
        return -1;
    }
    to = dm_buf_reserve(out, room < free ? room : free);
    if (to == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for the file");
        return -1;
    }
    do
        n = pread(fd, to, room < free ? room : free, (off_t)out->len);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        dm_fail(err, DM_E_READ, "cannot read at byte %zu: %s", out->len,
                strerror(errno));
    return n;
}

static bool same(const struct stat *a, const struct stat *b, size_t len)
{
    return a->st_size == b->st_size && (uint64_t)b->st_size == len &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

bool dm_source_read(int fd, dm_buf *out, dm_err *err)
{
    struct stat before, after;
    size_t      start = out->len;

    if (fstat(fd, &before) != 0)
        return dm_fail(err, DM_E_READ, "fstat: %s", strerror(errno));
    for (;;) {
        size_t  have = out->len - start;
        size_t  size = (size_t)before.st_size;
        ssize_t n = step(fd, out, size > have ? size - have : 0, err);

        if (n < 0)
            return false;
        out->len += (size_t)n;
        /* as long as it was, and the read came back short of its room: that
        ** was the end, there is no need to ask again */
        if (n == 0 || (have + (size_t)n == size && out->len < out->max))
            break;
    }
    if (fstat(fd, &after) != 0)
        return dm_fail(err, DM_E_READ, "fstat: %s", strerror(errno));
    if (!same(&before, &after, out->len - start))
        return dm_fail(err, DM_E_CHANGED,
                       "changed while it was read (%lld bytes before, "
                       "%zu read)",
                       (long long)before.st_size, out->len - start);
    return true;
}

bool dm_source_file(const char *path, dm_buf *out, dm_err *err)
{
    struct stat st;
    bool        folder = false;
    int         fd = dm_source_open(path, &st, &folder, err);
    bool        ok;

    if (fd < 0)
        return false;
    ok = folder ? dm_fail(err, DM_E_NOT_REGULAR, "%s is a folder", path)
                : dm_source_read(fd, out, err);
    close(fd);
    return ok;
}
