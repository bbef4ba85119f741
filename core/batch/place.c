/* place.c - openat, write, fsync, linkat, renameat. */
#include "batch/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { TEMP_MAX = 64, TRIES = 100, STEP = 1 << 16 };

dm_put dm_put_errno(dm_err *err, int number, const char *doing,
                    const char *shown)
{
    dm_fail(err, DM_E_WRITE, "cannot %s %s: %s", doing, shown,
            strerror(number));
    if (number == EACCES || number == EPERM)
        dm_fail_help(err, "it is as it was; look at its mode and its folder's");
    return number == ENOSPC || number == EDQUOT || number == EIO ||
                   number == ENOMEM || number == EMFILE || number == ENFILE
               ? DM_PUT_BROKEN
               : DM_PUT_FAILED;
}

/* Make a file under a name that is free.  -1 with errno. */
static int open_temp(int dir, char name[TEMP_MAX])
{
    int fd = -1;

    for (int i = 0; fd < 0 && i < TRIES; i++) {
        snprintf(name, TEMP_MAX, ".docmill-%ld-%d.tmp", (long)getpid(), i);
        fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST)
            break;
    }
    return fd;
}

static bool write_all(int fd, dm_slice bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes = dm_slice_sub(bytes, (size_t)n, bytes.len);
    }
    return true;
}

/* The mode of the old file for a new one that is `st`'s.  With another owner
** or group its set-id bits would be somebody else's, and another group may
** no more than all may. */
static mode_t mode_like(const struct stat *like, const struct stat *st)
{
    mode_t mode = like->st_mode & 07777;

    if (st->st_uid != like->st_uid)
        mode &= ~(mode_t)06000;
    if (st->st_gid != like->st_gid)
        mode &= ~(mode_t)06070 | (mode & 07) << 3;
    return mode;
}

/* Owner and group as far as we may, and the mode. */
static bool imitate(int fd, const struct stat *like)
{
    struct stat st;

    if (fchown(fd, like->st_uid, like->st_gid) != 0 &&
        fchown(fd, (uid_t)-1, like->st_gid) != 0)
        errno = 0; /* it is another's then: the mode says what that means */
    return fstat(fd, &st) == 0 && fchmod(fd, mode_like(like, &st)) == 0;
}

/* A write takes set-id bits away: they are set again behind it. */
static bool imitate_again(int fd, const struct stat *like)
{
    return like == NULL || (like->st_mode & 06000) == 0 || imitate(fd, like);
}

/* Write, sync and close; errno is kept. */
static bool fill(int fd, dm_slice bytes, const struct stat *like)
{
    bool ok = (like == NULL || imitate(fd, like)) && write_all(fd, bytes) &&
              imitate_again(fd, like) && fsync(fd) == 0;
    int number = errno;

    if (close(fd) != 0 && ok && errno != EINTR)
        return false;
    errno = number;
    return ok;
}

/* A folder has the name, or a file that may not be written: rename would not
** ask. */
static bool may_replace(const dm_place *p)
{
    struct stat st;

    if (fstatat(p->dir, p->name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT;
    if (S_ISDIR(st.st_mode))
        errno = EISDIR;
    if (S_ISDIR(st.st_mode))
        return false;
    return S_ISLNK(st.st_mode) ||
           faccessat(p->dir, p->name, W_OK, AT_EACCESS) == 0;
}

static bool copy_bytes(int from, int to)
{
    char    bytes[STEP];
    ssize_t n = 0;

    while ((n = read(from, bytes, sizeof bytes)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || !write_all(to, (dm_slice){bytes, (size_t)n}))
            return false;
    }
    return true;
}

/* Where links cannot be had, the backup is a copy. */
static bool copy_file(const dm_place *p)
{
    int  from = openat(p->dir, p->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int  to = from >= 0 ? openat(p->dir, p->backup,
                                 O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)
                        : -1;
    bool ok = to >= 0 && copy_bytes(from, to);
    int  number = errno;

    if (from >= 0)
        close(from);
    errno = number;
    if (to < 0)
        return false;
    if (fill(to, DM_S(""), p->like) && ok)
        return true;
    number = ok ? errno : number;
    unlinkat(p->dir, p->backup, 0);
    errno = number;
    return false;
}

/* Give what is there a second name. */
static dm_put keep(const dm_place *p, dm_err *err)
{
    if (linkat(p->dir, p->name, p->dir, p->backup, 0) == 0)
        return DM_PUT_OK;
    if (errno == EEXIST) {
        dm_fail(err, DM_E_WRITE, "%s is there already, and would be lost",
                p->backup);
        dm_fail_help(err, "move it away, or give another suffix");
        return DM_PUT_FAILED;
    }
    if ((errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK ||
         errno == ENOSYS) &&
        copy_file(p))
        return DM_PUT_OK;
    return dm_put_errno(err, errno, "keep a copy of", p->shown);
}

/* The temporary takes the name; without that the backup goes too. */
static dm_put take_name(const dm_place *p, const char *temp, dm_err *err)
{
    dm_put put = p->backup != NULL ? keep(p, err) : DM_PUT_OK;

    if (put != DM_PUT_OK || renameat(p->dir, temp, p->dir, p->name) == 0)
        return put;
    put = dm_put_errno(err, errno, "rename to", p->shown);
    if (p->backup != NULL)
        unlinkat(p->dir, p->backup, 0);
    return put;
}

dm_put dm_place_put(const dm_place *place, dm_slice bytes, dm_err *err)
{
    char   temp[TEMP_MAX];
    dm_put put = DM_PUT_OK;
    int    fd = -1;

    if (!may_replace(place))
        return dm_put_errno(err, errno, "write to", place->shown);
    fd = open_temp(place->dir, temp);
    if (fd < 0)
        return dm_put_errno(err, errno, "make a file beside", place->shown);
    if (!fill(fd, bytes, place->like))
        put = dm_put_errno(err, errno, "write to", place->shown);
    else
        put = take_name(place, temp, err);
    if (put != DM_PUT_OK)
        unlinkat(place->dir, temp, 0);
    return put;
}
