/* notify.c - inotify, and a row for each folder, prefix and role.
**
** A few hundred rows at most; one event looks at all of them.
*/
#include "desk/notify.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdalign.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

enum {
    WANTED = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE |
             IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR |
             IN_EXCL_UNLINK,
    EVENTS = 16 << 10 /* bytes that are read at a time */
};

typedef struct row {
    int      wd;
    unsigned role;
    char    *prefix;
} row;

struct dm_notify {
    int    fd;
    row   *rows;
    size_t n, cap;
};

dm_notify *dm_notify_open(dm_err *err)
{
    dm_notify *n = dm_mem_alloc(sizeof *n);

    if (n == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory to watch folders");
        return NULL;
    }
    memset(n, 0, sizeof *n);
    n->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (n->fd >= 0)
        return n;
    dm_fail(err, DM_E_MACHINE, "folders cannot be watched: %s",
            strerror(errno));
    dm_mem_free(n);
    return NULL;
}

void dm_notify_close(dm_notify *n)
{
    if (n == NULL)
        return;
    for (size_t i = 0; i < n->n; i++)
        dm_mem_free(n->rows[i].prefix);
    dm_mem_free(n->rows);
    close(n->fd);
    dm_mem_free(n);
}

int dm_notify_fd(const dm_notify *n)
{
    return n != NULL ? n->fd : -1;
}

static bool has_row(const dm_notify *n, int wd, const char *prefix,
                    unsigned role)
{
    for (size_t i = 0; i < n->n; i++)
        if (n->rows[i].wd == wd && n->rows[i].role == role &&
            strcmp(n->rows[i].prefix, prefix) == 0)
            return true;
    return false;
}

static bool add_row(dm_notify *n, int wd, const char *prefix, unsigned role)
{
    size_t len = strlen(prefix) + 1;
    char  *copy = dm_mem_alloc(len);
    row   *rows = n->rows;

    if (copy != NULL && n->n == n->cap) {
        rows = dm_mem_realloc(rows, (n->cap + 16) * 2 * sizeof *rows);
        if (rows != NULL) {
            n->rows = rows;
            n->cap = (n->cap + 16) * 2;
        }
    }
    if (copy == NULL || rows == NULL) {
        dm_mem_free(copy);
        return false;
    }
    memcpy(copy, prefix, len);
    n->rows[n->n++] = (row){wd, role, copy};
    return true;
}

bool dm_notify_folder(dm_notify *n, const char *prefix, unsigned role,
                      dm_err *err)
{
    const char *path = *prefix != '\0' ? prefix : ".";
    int         wd = inotify_add_watch(n->fd, path, WANTED);

    if (wd < 0) {
        int number = errno;

        dm_fail(err,
                number == ENOENT || number == ENOTDIR ? DM_E_NOT_FOUND
                : number == EACCES                    ? DM_E_DENIED
                                                      : DM_E_MACHINE,
                "the folder %s cannot be watched: %s", path, strerror(number));
        if (number == ENOSPC)
            dm_fail_help(err, "raise fs.inotify.max_user_watches");
        return false;
    }
    if (has_row(n, wd, prefix, role) || add_row(n, wd, prefix, role))
        return true;
    return dm_fail(err, DM_E_MEMORY, "no memory to watch folders");
}

bool dm_notify_beside(dm_notify *n, const char *path, unsigned role,
                      dm_err *err)
{
    char        prefix[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t      len = slash != NULL ? (size_t)(slash - path) + 1 : 0;

    if (len >= sizeof prefix)
        return dm_fail(err, DM_E_NOT_FOUND, "the path is too long");
    memcpy(prefix, path, len);
    prefix[len] = '\0';
    return dm_notify_folder(n, prefix, role, err);
}

/* A file that was only made will be told when it is closed; but a link is
** whole at once, and so is a file that has another name already. */
static bool is_unfinished(const char *path, uint32_t mask)
{
    struct stat st;

    return (mask & IN_CREATE) != 0 && (mask & IN_ISDIR) == 0 &&
           lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink < 2;
}

/* Where an event goes. */
typedef struct hearing {
    dm_notify *n;
    void (*told)(void *ud, const dm_notice *notice);
    void *ud;
} hearing;

static void tell(const hearing *h, const struct inotify_event *e)
{
    char path[PATH_MAX + NAME_MAX + 1];

    for (size_t i = 0; i < h->n->n; i++) {
        const row *r = &h->n->rows[i];
        dm_notice  notice = {path, e->name, r->role, (e->mask & IN_ISDIR) != 0,
                             (e->mask & (IN_DELETE | IN_MOVED_FROM)) != 0};

        if (r->wd != e->wd)
            continue;
        snprintf(path, sizeof path, "%s%s", r->prefix, e->name);
        if (!is_unfinished(path, e->mask))
            h->told(h->ud, &notice);
    }
}

static void drop_rows(dm_notify *n, int wd)
{
    size_t kept = 0;

    for (size_t i = 0; i < n->n; i++) {
        if (n->rows[i].wd == wd)
            dm_mem_free(n->rows[i].prefix);
        else
            n->rows[kept++] = n->rows[i];
    }
    n->n = kept;
}

/* One event; false when something is lost. */
static bool hear(const hearing *h, const struct inotify_event *e)
{
    if ((e->mask & IN_Q_OVERFLOW) != 0)
        return false;
    if ((e->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) != 0) {
        if ((e->mask & IN_MOVE_SELF) != 0)
            inotify_rm_watch(h->n->fd, e->wd);
        drop_rows(h->n, e->wd);
        return false;
    }
    if (e->len > 0)
        tell(h, e);
    return true;
}

bool dm_notify_read(dm_notify *n,
                    void (*told)(void *ud, const dm_notice *notice), void *ud)
{
    alignas(struct inotify_event) char bytes[EVENTS];

    hearing h = {n, told, ud};
    bool    whole = true;
    ssize_t got;

    while ((got = read(n->fd, bytes, sizeof bytes)) > 0)
        for (const char *at = bytes; at < bytes + got;) {
            const struct inotify_event *e =
                (const struct inotify_event *)(const void *)at;

            whole = hear(&h, e) && whole;
            at += sizeof *e + e->len;
        }
    return whole;
}

static bool ends(const char *name, const char *tail)
{
    size_t n = strlen(name), m = strlen(tail);

    return n >= m && strcmp(name + n - m, tail) == 0;
}

/* "sedXXXXXX", as sed -i makes them. */
static bool is_sed(const char *name)
{
    size_t n = 3;

    if (strncmp(name, "sed", 3) != 0)
        return false;
    while (isalnum((unsigned char)name[n]))
        n++;
    return n == 9 && name[n] == '\0';
}

bool dm_notify_passing(const char *name)
{
    static const char *const tails[] = {
        "~", ".tmp", ".temp", ".swp", ".swx", ".part", "#", ".crdownload"};

    if (name[0] == '.' || strcmp(name, "4913") == 0 || is_sed(name))
        return true;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (ends(name, tails[i]))
            return true;
    return false;
}
