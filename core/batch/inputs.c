/* inputs.c - a stack of folders, each a packed and sorted list of names.
**
** A name is stored with its final zero, a folder's with a '/' before it; then
** comparing names is comparing whole paths byte by byte.
*/
#include "batch/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "batch/list.h"
#include "batch/source.h"

enum { NAMES_MAX = 1 << 30, PATH_LONGEST = 1 << 16, SPARED = 3 };

/* One folder on the way from the root to the current file. */
typedef struct folder {
    struct folder *up;
    dev_t          dev;
    ino_t          ino;
    size_t         prefix; /* length of its path with the '/' in in->path */
    dm_buf         names;  /* zero-terminated, packed */
    uint32_t      *order;  /* offsets into names, sorted */
    size_t         n, next;
} folder;

struct dm_inputs {
    const dm_inputs_options *options;
    size_t                   arg;    /* next argument */
    bool                     as_arg; /* the current path is one */
    dm_list                 *list;
    folder                  *top;
    dm_buf                   path; /* the current one, zero-terminated */
    dm_passed                passed;
    dm_buf                   bare;   /* the name of the first bare folder */
    size_t                   given;  /* files so far, the bad ones too */
    size_t                   before; /* so many when we entered a root */
    size_t                   total;
    uint64_t                 except_dev, except_ino; /* 0: none */
    uint64_t                 spared_dev[SPARED], spared_ino[SPARED];
    size_t                   nspared;
};

static bool is_stdin(const char *path)
{
    return strcmp(path, "-") == 0;
}

/* Standard input can be had once. */
static bool check_stdin(const dm_inputs_options *o, dm_err *err)
{
    size_t n = o->files_from != NULL && is_stdin(o->files_from);

    for (size_t i = 0; i < o->nargs; i++)
        n += is_stdin(o->args[i]);
    if (n < 2)
        return true;
    dm_fail(err, DM_E_USAGE, "standard input is asked for more than once");
    return dm_fail_help(err, "give - as one input or to --files-from, not "
                             "twice");
}

/* Inputs are countable beforehand when none is a folder. */
static size_t count(const dm_inputs_options *o)
{
    struct stat st;

    if (o->files_from != NULL)
        return 0;
    for (size_t i = 0; i < o->nargs; i++)
        if (stat(o->args[i], &st) == 0 && S_ISDIR(st.st_mode))
            return 0;
    return o->nargs;
}

bool dm_inputs_many(const dm_inputs_options *options)
{
    return options->nargs > 1 || (options->nargs == 1 && count(options) == 0) ||
           options->files_from != NULL;
}

dm_inputs *dm_inputs_open(const dm_inputs_options *options, dm_err *err)
{
    dm_inputs *in = NULL;

    if (!check_stdin(options, err))
        return NULL;
    in = dm_mem_alloc(sizeof *in);
    if (in == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for the list of inputs");
        return NULL;
    }
    memset(in, 0, sizeof *in);
    in->options = options;
    in->total = count(options);
    dm_buf_init(&in->path, PATH_LONGEST);
    dm_buf_init(&in->bare, PATH_LONGEST);
    if (options->files_from != NULL) {
        in->list = dm_list_open(options->files_from, options->nul, err);
        if (in->list == NULL) {
            dm_inputs_close(in);
            return NULL;
        }
    }
    return in;
}

static void leave(dm_inputs *in)
{
    folder *f = in->top;

    in->top = f->up;
    dm_buf_fini(&f->names);
    dm_mem_free(f->order);
    dm_mem_free(f);
}

void dm_inputs_close(dm_inputs *in)
{
    if (in == NULL)
        return;
    while (in->top != NULL)
        leave(in);
    dm_list_close(in->list);
    dm_buf_fini(&in->path);
    dm_buf_fini(&in->bare);
    dm_mem_free(in);
}

static int by_name(const void *a, const void *b, void *names)
{
    const char *base = names;

    return strcmp(base + *(const uint32_t *)a, base + *(const uint32_t *)b);
}

/* What kind of entry: 'f' file (or unknown: opening it will tell), 'd' folder,
** 's' special. */
static char entry_kind(int dir, const struct dirent *e)
{
    struct stat st;
    mode_t      mode = (mode_t)DTTOIF(e->d_type);

    if (e->d_type == DT_UNKNOWN || e->d_type == DT_LNK) {
        if (fstatat(dir, e->d_name, &st, 0) != 0)
            return 'f';
        mode = st.st_mode;
    }
    return S_ISDIR(mode) ? 'd' : S_ISREG(mode) ? 'f' : 's';
}

/* Is it a backup of ours? */
static bool ends_passed(const dm_inputs_options *o, const char *name)
{
    return o->passed != NULL &&
           dm_slice_ends(dm_slice_str(name), dm_slice_str(o->passed));
}

/* Keep one name of the folder, or count why not. */
static void keep(dm_inputs *in, folder *f, int dir, const struct dirent *e)
{
    char kind = 'f';

    if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
        return;
    if (e->d_name[0] == '.') {
        in->passed.hidden++;
        return;
    }
    if (ends_passed(in->options, e->d_name)) {
        in->passed.written++;
        return;
    }
    kind = entry_kind(dir, e);
    if (kind == 's') {
        in->passed.special++;
        return;
    }
    dm_buf_str(&f->names, e->d_name);
    if (kind == 'd')
        dm_buf_char(&f->names, '/');
    dm_buf_char(&f->names, '\0');
    f->n++;
}

static bool sort_names(folder *f)
{
    size_t at = 0;

    if (f->names.failed)
        return false;
    if (f->n == 0)
        return true;
    f->order = dm_mem_alloc(f->n * sizeof *f->order);
    if (f->order == NULL)
        return false;
    for (size_t i = 0; i < f->n; i++) {
        f->order[i] = (uint32_t)at;
        at += strlen(f->names.ptr + at) + 1;
    }
    qsort_r(f->order, f->n, sizeof *f->order, by_name, f->names.ptr);
    return true;
}

/* Read the names of the folder open at `dir`, which is closed. */
static bool list_folder(dm_inputs *in, folder *f, DIR *dir, dm_err *err)
{
    struct dirent *e = NULL;
    int            number = 0;

    do {
        errno = 0;
        e = readdir(dir); /* NOLINT(concurrency-mt-unsafe): one thread */
        if (e != NULL)
            keep(in, f, dirfd(dir), e);
    } while (e != NULL && !f->names.failed);
    number = errno;
    closedir(dir);
    if (e == NULL && number != 0)
        return dm_source_errno(err, number, in->path.ptr);
    if (!sort_names(f))
        return dm_fail(err, DM_E_MEMORY, "no memory for the folder's names");
    return true;
}

static bool loops(const dm_inputs *in, const struct stat *st)
{
    for (const folder *f = in->top; f != NULL; f = f->up)
        if (f->dev == st->st_dev && f->ino == st->st_ino)
            return true;
    return false;
}

/* Put the folder at in->path, open as `fd`, on top of the stack. */
static bool enter(dm_inputs *in, int fd, const struct stat *st, dm_err *err)
{
    folder *f = dm_mem_alloc(sizeof *f);
    DIR    *dir = f != NULL ? fdopendir(fd) : NULL;

    if (dir == NULL) {
        close(fd);
        dm_mem_free(f);
        return dm_fail(err, DM_E_MEMORY, "no memory for a folder");
    }
    memset(f, 0, sizeof *f);
    f->dev = st->st_dev;
    f->ino = st->st_ino;
    f->prefix = in->path.len - 1;
    if (in->path.ptr[f->prefix - 1] != '/') {
        in->path.len--;
        dm_buf_str(&in->path, "/");
        dm_buf_char(&in->path, '\0');
        f->prefix++;
    }
    dm_buf_init(&f->names, NAMES_MAX);
    f->up = in->top;
    if (f->up == NULL)
        in->before = in->given;
    in->top = f;
    if (list_folder(in, f, dir, err))
        return true;
    leave(in);
    return false;
}

static bool set_path(dm_inputs *in, size_t prefix, dm_slice name)
{
    in->path.len = prefix;
    in->path.failed = false;
    dm_buf_slice(&in->path, name);
    dm_buf_char(&in->path, '\0');
    return !in->path.failed;
}

/* The folder on top has been walked: leave it.  If it is one that was named and
** nothing came of it, that is worth telling. */
static void leave_walked(dm_inputs *in)
{
    if (in->top->up == NULL && in->given == in->before &&
        in->passed.bare++ == 0) {
        dm_buf_add(&in->bare, in->path.ptr, in->top->prefix);
        dm_buf_char(&in->bare, '\0');
    }
    leave(in);
}

/* The next path into in->path: from the folder on top, the arguments, the
** list.  END, STOP, or FILE for "there is one". */
static dm_input_kind advance(dm_inputs *in, dm_err *err)
{
    dm_slice name = DM_LIT("");
    size_t   prefix = 0;

    while (in->top != NULL && in->top->next == in->top->n)
        leave_walked(in);
    in->as_arg = in->top == NULL && in->arg < in->options->nargs;
    if (in->top != NULL) {
        folder *f = in->top;

        name = dm_slice_str(f->names.ptr + f->order[f->next++]);
        prefix = f->prefix;
    } else if (in->as_arg) {
        name = dm_slice_str(in->options->args[in->arg++]);
    } else if (in->list != NULL) {
        dm_list_item item = dm_list_next(in->list, &name, err);

        if (item != DM_LIST_PATH)
            return item == DM_LIST_END ? DM_INPUT_END : DM_INPUT_STOP;
    } else {
        return DM_INPUT_END;
    }
    if (set_path(in, prefix, name))
        return DM_INPUT_FILE;
    dm_fail(err, DM_E_MEMORY, "a path is over %d bytes", PATH_LONGEST);
    return DM_INPUT_STOP;
}

static dm_input_kind open_stdin(dm_inputs *in, dm_input *out, dm_err *err)
{
    out->fd = dm_source_stdin(in->options->max_bytes, &out->size, err);
    return out->fd < 0 ? DM_INPUT_BAD : DM_INPUT_FILE;
}

static bool small_enough(const dm_inputs *in, dm_input *out, dm_err *err)
{
    if (out->size <= in->options->max_bytes)
        return true;
    close(out->fd);
    dm_fail(err, DM_E_TOO_LARGE, "%llu bytes, the limit is %zu",
            (unsigned long long)out->size, in->options->max_bytes);
    dm_fail_help(err, "raise it with --max-bytes");
    return dm_fail_at(err, in->path.ptr, 0, 0);
}

static bool is_excepted(const dm_inputs *in, const struct stat *st)
{
    return in->except_ino != 0 && st->st_ino == in->except_ino &&
           st->st_dev == in->except_dev;
}

/* Is this file one that an output is to replace? */
static bool is_spared(const dm_inputs *in, const struct stat *st)
{
    for (size_t i = 0; i < in->nspared; i++)
        if (in->spared_dev[i] == st->st_dev && in->spared_ino[i] == st->st_ino)
            return true;
    return false;
}

static dm_input_kind refuse_spared(dm_input *out, const char *path, dm_err *err)
{
    close(out->fd);
    dm_fail(err, DM_E_USAGE,
            "the input %s is the output as well, and would be lost", path);
    dm_fail_help(err, "name another file to write to, outside of the folders "
                      "that are read");
    return DM_INPUT_STOP;
}

/* Open what in->path names.  END stands for "a folder: go on". */
static dm_input_kind open_path(dm_inputs *in, dm_input *out, dm_err *err)
{
    struct stat st;
    bool        dir = false;

    out->fd = dm_source_open(in->path.ptr, &st, &dir, err);
    if (out->fd < 0)
        return DM_INPUT_BAD;
    if (!dir && is_spared(in, &st))
        return refuse_spared(out, in->path.ptr, err);
    if (!dir) {
        out->size = (uint64_t)st.st_size;
        return small_enough(in, out, err) ? DM_INPUT_FILE : DM_INPUT_BAD;
    }
    if (is_excepted(in, &st) || loops(in, &st)) {
        *(is_excepted(in, &st) ? &in->passed.written : &in->passed.loops) += 1;
        close(out->fd);
        return DM_INPUT_END;
    }
    return enter(in, out->fd, &st, err) ? DM_INPUT_END : DM_INPUT_BAD;
}

/* How much of the current path stands before the tree that output mirrors. */
static size_t root_of(const dm_inputs *in)
{
    const folder *f = in->top;
    const char   *slash = NULL;

    while (f != NULL && f->up != NULL)
        f = f->up;
    if (f != NULL)
        return f->prefix;
    slash = in->as_arg ? strrchr(in->path.ptr, '/') : NULL;
    return slash != NULL ? (size_t)(slash - in->path.ptr) + 1 : 0;
}

dm_input_kind dm_inputs_next(dm_inputs *in, dm_input *out, dm_err *err)
{
    for (;;) {
        dm_input_kind kind = advance(in, err);

        if (kind != DM_INPUT_FILE)
            return kind;
        kind = in->as_arg && is_stdin(in->path.ptr) ? open_stdin(in, out, err)
                                                    : open_path(in, out, err);
        if (kind == DM_INPUT_END)
            continue;
        in->given++;
        out->path = dm_slice_str(in->path.ptr);
        out->root = root_of(in);
        return kind;
    }
}

void dm_inputs_except(dm_inputs *in, uint64_t dev, uint64_t ino)
{
    in->except_dev = dev;
    in->except_ino = ino;
}

void dm_inputs_spare(dm_inputs *in, uint64_t dev, uint64_t ino)
{
    if (in->nspared == SPARED)
        return;
    in->spared_dev[in->nspared] = dev;
    in->spared_ino[in->nspared++] = ino;
}

bool dm_inputs_names(const dm_inputs_options *options, uint64_t dev,
                     uint64_t ino)
{
    struct stat st;

    for (size_t i = 0; i < options->nargs; i++)
        if (stat(options->args[i], &st) == 0 && st.st_dev == dev &&
            st.st_ino == ino)
            return true;
    return false;
}

dm_passed dm_inputs_passed(const dm_inputs *in)
{
    dm_passed passed = in->passed;

    passed.first_bare = passed.bare > 0 && !in->bare.failed ? in->bare.ptr : "";
    return passed;
}

size_t dm_inputs_total(const dm_inputs *in)
{
    return in->total;
}

size_t dm_inputs_given(const dm_inputs *in)
{
    return in->given;
}

/* Is what in->path names a folder for all we know?  Below a folder the names
** say so; what was named outright must be asked. */
static bool maybe_folder(const dm_inputs *in)
{
    struct stat st;

    if (in->top != NULL)
        return in->path.ptr[in->path.len - 2] == '/';
    return !is_stdin(in->path.ptr) && stat(in->path.ptr, &st) == 0 &&
           S_ISDIR(st.st_mode);
}

size_t dm_inputs_rest(dm_inputs *in, bool *more)
{
    dm_input out;
    dm_err   err;
    size_t   n = 0;

    *more = in->list != NULL;
    dm_list_close(in->list);
    in->list = NULL;
    while (advance(in, &err) == DM_INPUT_FILE) {
        dm_input_kind kind =
            maybe_folder(in) ? open_path(in, &out, &err) : DM_INPUT_BAD;

        if (kind == DM_INPUT_FILE)
            close(out.fd);
        n += kind != DM_INPUT_END;
        in->given += kind != DM_INPUT_END;
    }
    return n;
}
