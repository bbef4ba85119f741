/* folder.c - mkdirat and openat, one name at a time. */
#include "batch/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

enum { PATH_LONGEST = 1 << 16 };

/* Make the folder `path` and those above it, as far as they are missing.  The
** length of the first one's path goes to `*made`, 0 when all were there. */
static bool make_all(const char *path, size_t *made)
{
    char   part[PATH_MAX];
    size_t n = strlen(path);

    if (n >= sizeof part) {
        errno = ENAMETOOLONG;
        return false;
    }
    for (size_t i = 1; i <= n; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0777) == 0)
            *made = *made == 0 ? i : *made;
        else if (errno != EEXIST)
            return false;
    }
    return true;
}

bool dm_folder_open(dm_folder *f, const char *path, dm_err *err)
{
    f->name = path;
    f->at = -1;
    f->made = 0;
    dm_buf_init(&f->below, PATH_LONGEST);
    f->root = make_all(path, &f->made)
                  ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                  : -1;
    if (f->root >= 0)
        return true;
    return dm_fail(err, DM_E_WRITE, "cannot make the folder %s: %s", path,
                   strerror(errno));
}

static void leave(dm_folder *f)
{
    if (f->at < 0)
        return;
    fsync(f->at); /* so that new names outlive a power cut, where it can be */
    close(f->at);
    f->at = -1;
}

void dm_folder_close(dm_folder *f)
{
    leave(f);
    if (f->root >= 0) {
        close(f->root);
        dm_buf_fini(&f->below);
    }
    f->root = -1;
}

void dm_folder_discard(dm_folder *f)
{
    char   part[PATH_MAX];
    size_t made = f->root >= 0 ? f->made : 0;
    size_t n = made > 0 ? strlen(f->name) : 0;

    dm_folder_close(f);
    for (; made > 0 && n >= made && n < sizeof part; n--) {
        if (f->name[n] != '/' && f->name[n] != '\0')
            continue;
        memcpy(part, f->name, n);
        part[n] = '\0';
        if (rmdir(part) != 0)
            return;
    }
}

/* From the open folder `fd` to the one called `name` in it; `fd` is closed. */
static int down(int fd, const char *name)
{
    int next = -1;

    if (mkdirat(fd, name, 0777) == 0 || errno == EEXIST)
        next =
            openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (next >= 0) {
        close(fd);
        return next;
    }
    next = errno;
    close(fd);
    errno = next;
    return -1;
}

static dm_put refuse_link(const dm_folder *f, dm_slice below, dm_err *err)
{
    dm_fail(err, DM_E_WRITE,
            "%s/%.*s is no folder, or a link, which is not "
            "followed",
            f->name, (int)below.len, below.ptr);
    return DM_PUT_FAILED;
}

static dm_put walk(dm_folder *f, dm_slice below, dm_err *err)
{
    char   name[NAME_MAX + 1];
    char   shown[PATH_MAX];
    int    fd = fcntl(f->root, F_DUPFD_CLOEXEC, 3);
    size_t from = 0;

    while (fd >= 0 && from < below.len) {
        dm_slice rest = dm_slice_sub(below, from, below.len);
        char    *slash = memchr(rest.ptr, '/', rest.len);
        size_t   n = slash != NULL ? (size_t)(slash - rest.ptr) : rest.len;

        if (n > NAME_MAX) {
            close(fd);
            fd = -1;
            errno = ENAMETOOLONG;
            break;
        }
        memcpy(name, rest.ptr, n);
        name[n] = '\0';
        fd = down(fd, name);
        from += n + 1;
    }
    f->at = fd;
    if (fd >= 0)
        return DM_PUT_OK;
    if (errno == ELOOP || errno == ENOTDIR)
        return refuse_link(f, below, err);
    snprintf(shown, sizeof shown, "%s/%.*s", f->name, (int)below.len,
             below.ptr);
    return dm_put_errno(err, errno, "make the folder", shown);
}

static dm_put enter(dm_folder *f, dm_slice below, int *fd, dm_err *err)
{
    dm_put put = DM_PUT_OK;

    if (f->at < 0 || !dm_slice_eq(dm_buf_view(&f->below), below)) {
        leave(f);
        dm_buf_clear(&f->below);
        dm_buf_slice(&f->below, below);
        put = walk(f, below, err);
    }
    *fd = f->at;
    return put;
}

dm_put dm_folder_put(dm_folder *f, dm_slice path, dm_slice bytes, dm_err *err)
{
    char        name[NAME_MAX + 1];
    char        shown[PATH_MAX];
    const char *slash = memrchr(path.ptr, '/', path.len);
    size_t      at = slash != NULL ? (size_t)(slash - path.ptr) : 0;
    dm_slice    leaf = dm_slice_sub(path, slash != NULL ? at + 1 : 0, path.len);
    dm_place    place = {.name = name, .shown = shown};
    dm_put      put = enter(f, dm_slice_sub(path, 0, at), &place.dir, err);

    if (put != DM_PUT_OK)
        return put;
    snprintf(shown, sizeof shown, "%s/%.*s", f->name, (int)path.len, path.ptr);
    if (leaf.len > NAME_MAX)
        return dm_put_errno(err, ENAMETOOLONG, "write to", shown);
    memcpy(name, leaf.ptr, leaf.len);
    name[leaf.len] = '\0';
    return dm_place_put(&place, bytes, err);
}
