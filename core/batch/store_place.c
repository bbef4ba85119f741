/* store_place.c - inputs written anew, where they are.
**
** A document without changes is not touched at all.  Of the others the new
** bytes go to a temporary beside the file, are synced and renamed over it; the
** file must still be the one that was read.  Where the input is a link, the
** file that it leads to is written and the link stays.  A file that was
** written in this run is not written again through another name.
*/
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "batch/names.h"
#include "batch/store.h"

typedef struct inplace {
    dm_store store;
    dm_names written; /* files by device and number, as they are now */
    dm_names let_go;  /* those that were replaced and have names left */
    dm_buf   folder;  /* the one that is open */
    int      dir;     /* it, or -1 */
} inplace;

static inplace *of(dm_store *s)
{
    return (inplace *)(void *)s;
}

static dm_slice key_of(const uint64_t pair[2])
{
    return (dm_slice){(const char *)pair, 2 * sizeof *pair};
}

static void leave(inplace *p)
{
    if (p->dir < 0)
        return;
    fsync(p->dir);
    close(p->dir);
    p->dir = -1;
}

/* Open the folder of the file `path`; documents of one folder come one after
** the other. */
static dm_put enter(inplace *p, dm_slice folder, dm_err *err)
{
    if (p->dir >= 0 && dm_slice_eq(dm_buf_view(&p->folder), folder))
        return DM_PUT_OK;
    leave(p);
    dm_buf_clear(&p->folder);
    dm_buf_slice(&p->folder, folder);
    dm_buf_char(&p->folder, '\0');
    p->dir = open(p->folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    p->folder.len--;
    if (p->dir >= 0)
        return DM_PUT_OK;
    return dm_put_errno(err, errno, "open the folder", p->folder.ptr);
}

/* Is it as it was?  The time of the last change can be put back, that of the
** inode cannot; but that one we changed ourselves where we took a name away. */
static bool as_read(const inplace *p, const struct stat *st,
                    const dm_stamp *read)
{
    uint64_t pair[2] = {read->dev, read->ino};
    bool     touched =
        st->st_ctim.tv_sec != read->csec || st->st_ctim.tv_nsec != read->cnsec;

    if (st->st_dev != read->dev || st->st_ino != read->ino ||
        (uint64_t)st->st_size != read->size ||
        st->st_mtim.tv_sec != read->sec || st->st_mtim.tv_nsec != read->nsec)
        return false;
    return !touched || dm_names_holder(&p->let_go, key_of(pair)) != NULL;
}

/* Is the file the one that was read, and as it was? */
static dm_put check(const inplace *p, const char *name, const dm_stamp *read,
                    struct stat *st, dm_err *err)
{
    uint64_t        pair[2] = {read->dev, read->ino};
    const dm_slice *who = dm_names_holder(&p->written, key_of(pair));

    if (who != NULL) {
        dm_fail(err, DM_E_WRITE,
                "is the file of %.*s, which was written in "
                "this run",
                (int)who->len, who->ptr);
        return DM_PUT_FAILED;
    }
    if (fstatat(p->dir, name, st, AT_SYMLINK_NOFOLLOW) != 0)
        return dm_put_errno(err, errno, "find again", name);
    if (as_read(p, st, read))
        return DM_PUT_OK;
    dm_fail(err, DM_E_CHANGED, "changed since it was read, and is left alone");
    dm_fail_help(err, "run again when nobody else writes it");
    return DM_PUT_FAILED;
}

/* Another name of the file keeps the old content: that must be known. */
static void note_links(const struct stat *st, dm_answer *a)
{
    dm_err text;

    if (st->st_nlink < 2)
        return;
    dm_fail(&text, DM_E_WARN_SCRIPT,
            "the file has %lu more name%s (hard links), which keep%s the old "
            "content",
            (unsigned long)st->st_nlink - 1, st->st_nlink == 2 ? "" : "s",
            st->st_nlink == 2 ? "s" : "");
    dm_answer_remark(a, DM_REMARK_WARNING, &text);
}

/* Only root may give files away. */
static void note_owner(const struct stat *was, const struct stat *is,
                       dm_answer *a)
{
    mode_t old = was->st_mode & 07777, new = is->st_mode & 07777;
    dm_err text;

    if (was->st_uid == is->st_uid && was->st_gid == is->st_gid && old == new)
        return;
    dm_fail(&text, DM_E_WARN_SCRIPT,
            "owner, group and mode could not all be kept: they were %lu:%lu "
            "%04o and are %lu:%lu %04o",
            (unsigned long)was->st_uid, (unsigned long)was->st_gid,
            (unsigned)old, (unsigned long)is->st_uid, (unsigned long)is->st_gid,
            (unsigned)new);
    dm_fail_help(&text, "the owner of the file, or root, can write it in "
                        "place and keep them");
    dm_answer_remark(a, DM_REMARK_WARNING, &text);
}

/* Have the file of `st` in the list. */
static dm_put enlist(dm_names *list, const struct stat *st, dm_slice path,
                     dm_err *err)
{
    uint64_t pair[2] = {st->st_dev, st->st_ino};

    if (dm_names_holder(list, key_of(pair)) != NULL)
        return DM_PUT_OK;
    return dm_names_take(list, key_of(pair), path, err) ? DM_PUT_OK
                                                        : DM_PUT_BROKEN;
}

/* The file is written: tell what did not stay of the one that was there, and
** know both again. */
static dm_put settle(inplace *p, const char *name, const struct stat *was,
                     const dm_origin *from, dm_answer *a, dm_err *err)
{
    struct stat is;

    note_links(was, a);
    if (was->st_nlink > 1 &&
        enlist(&p->let_go, was, from->path, err) != DM_PUT_OK)
        return DM_PUT_BROKEN;
    if (fstatat(p->dir, name, &is, AT_SYMLINK_NOFOLLOW) != 0)
        return DM_PUT_OK; /* someone took it away; that is theirs */
    note_owner(was, &is, a);
    return enlist(&p->written, &is, from->path, err);
}

static dm_put write_file(inplace *p, const char *name, const dm_origin *from,
                         dm_answer *a, dm_err *err)
{
    char        backup[NAME_MAX + 1];
    struct stat st;
    const char *suffix = p->store.options->backup;
    dm_place    place = {p->dir, name, from->path.ptr, &st, NULL};
    dm_put      put = check(p, name, &a->stamp, &st, err);

    if (put != DM_PUT_OK)
        return put;
    if (suffix != NULL && snprintf(backup, sizeof backup, "%s%s", name,
                                   suffix) >= (int)sizeof backup)
        return dm_put_errno(err, ENAMETOOLONG, "keep a copy of", name);
    place.backup = suffix != NULL ? backup : NULL;
    put = dm_place_put(&place, dm_buf_view(&a->data), err);
    return put == DM_PUT_OK ? settle(p, name, &st, from, a, err) : put;
}

static dm_put add(dm_store *store, const dm_origin *from, dm_answer *a,
                  dm_err *err)
{
    inplace    *p = of(store);
    char        real[PATH_MAX];
    const char *slash = NULL;
    dm_put      put = DM_PUT_OK;

    if (a->outcome != DM_DONE || a->same || from->number == 0)
        return DM_PUT_OK;
    if (dm_slice_eq(from->path, DM_S("-"))) {
        dm_fail(err, DM_E_NO_WRITER, "standard input cannot be written");
        return DM_PUT_FAILED;
    }
    if (realpath(from->path.ptr, real) == NULL)
        return dm_put_errno(err, errno, "find again", from->path.ptr);
    slash = strrchr(real, '/');
    put = enter(p, (dm_slice){real, slash == real ? 1 : (size_t)(slash - real)},
                err);
    return put == DM_PUT_OK ? write_file(p, slash + 1, from, a, err) : put;
}

static bool commit(dm_store *store, dm_run_end end, dm_err *err)
{
    (void)end;
    (void)err;
    leave(of(store));
    return true;
}

static void abandon(dm_store *store)
{
    inplace *p = of(store);

    leave(p);
    dm_names_fini(&p->written);
    dm_names_fini(&p->let_go);
    dm_buf_fini(&p->folder);
    dm_mem_free(p);
}

static const dm_store_kind kind = {
    .add = add, .commit = commit, .abandon = abandon};

dm_store *dm_store_place(const dm_store_options *options, dm_err *err)
{
    inplace *p = dm_mem_alloc(sizeof *p);

    if (p == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory to begin");
        return NULL;
    }
    memset(p, 0, sizeof *p);
    p->store.kind = &kind;
    p->store.options = options;
    p->dir = -1;
    dm_names_init(&p->written);
    dm_names_init(&p->let_go);
    dm_buf_init(&p->folder, PATH_MAX);
    return &p->store;
}
