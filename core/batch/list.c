/* list.c - a sliding buffer over the file of paths. */
#include "batch/list.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "batch/source.h"

enum { STEP = 1 << 14, LONGEST = 1 << 16 };

struct dm_list {
    int    fd;
    char   end; /* what ends a path */
    bool   eof;
    size_t at; /* where the next path begins in `bytes` */
    dm_buf bytes;
};

dm_list *dm_list_open(const char *path, bool nul, dm_err *err)
{
    dm_list *list = dm_mem_alloc(sizeof *list);

    if (list == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for the list of inputs");
        return NULL;
    }
    memset(list, 0, sizeof *list);
    list->end = nul ? '\0' : '\n';
    dm_buf_init(&list->bytes, LONGEST + STEP);
    /* a list may well be a pipe (process substitution), so this may wait */
    list->fd = strcmp(path, "-") == 0
                   ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                   : open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
    if (list->fd >= 0)
        return list;
    dm_source_errno(err, errno, path);
    dm_mem_free(list);
    return NULL;
}

void dm_list_close(dm_list *list)
{
    if (list == NULL)
        return;
    close(list->fd);
    dm_buf_fini(&list->bytes);
    dm_mem_free(list);
}

/* Read some more behind what is there; false with err filled. */
static bool more(dm_list *list, dm_err *err)
{
    ssize_t n = 0;
    char   *to = NULL;

    if (list->at > 0) {
        list->bytes.len -= list->at;
        memmove(list->bytes.ptr, list->bytes.ptr + list->at, list->bytes.len);
        list->at = 0;
    }
    to = dm_buf_reserve(&list->bytes, STEP);
    if (to == NULL)
        return dm_fail(err, DM_E_READ, "a path in the list is over %d bytes",
                       LONGEST);
    n = read(list->fd, to, STEP);
    if (n < 0)
        return dm_fail(err, DM_E_READ, "cannot read the list of inputs: %s",
                       strerror(errno));
    list->eof = n == 0;
    list->bytes.len += (size_t)n;
    return true;
}

/* The next path, empty or not; END when the file has ended. */
static dm_list_item next(dm_list *list, dm_slice *path, dm_err *err)
{
    for (;;) {
        const char *from = list->bytes.ptr + list->at;
        size_t      left = list->bytes.len - list->at;
        const char *end = left > 0 ? memchr(from, list->end, left) : NULL;

        if (end == NULL && !list->eof) {
            if (!more(list, err))
                return DM_LIST_BROKEN;
            continue;
        }
        if (left == 0)
            return DM_LIST_END;
        path->ptr = from;
        path->len = end != NULL ? (size_t)(end - from) : left;
        list->at += path->len + (end != NULL);
        return DM_LIST_PATH;
    }
}

dm_list_item dm_list_next(dm_list *list, dm_slice *path, dm_err *err)
{
    dm_list_item item = DM_LIST_PATH;

    do
        item = next(list, path, err);
    while (item == DM_LIST_PATH && path->len == 0);
    if (item == DM_LIST_PATH && memchr(path->ptr, '\0', path->len) != NULL) {
        dm_fail(err, DM_E_USAGE, "a path in the list of inputs holds a NUL");
        dm_fail_help(err, "if its paths end in NUL (find -print0), add -0");
        return DM_LIST_BROKEN;
    }
    return item;
}
