/* library.c - where scripts and their modules come from. */
#include "engine/library.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/nearest.h"

struct embedded {
    const char          *name;
    const unsigned char *bytes;
    size_t               len;
};

#include "scripts.inc"

enum { FILES_MAX = 1 << 18 }; /* bytes of the paths of what was read */

const char *dm_library_at(size_t i)
{
    return i < sizeof embedded / sizeof *embedded ? embedded[i].name : NULL;
}

void dm_library_init(dm_library *library)
{
    library->folder[0] = '\0';
    library->path[0] = '\0';
    dm_buf_init(&library->file, DM_SCRIPT_MAX);
    dm_buf_init(&library->files, FILES_MAX);
}

void dm_library_fini(dm_library *library)
{
    dm_buf_fini(&library->file);
    dm_buf_fini(&library->files);
}

/* Read what is left of `fd`; 0, or an errno. */
static int read_all(int fd, dm_buf *out)
{
    enum { STEP = 64 << 10 };

    for (;;) {
        char   *room = dm_buf_reserve(out, STEP);
        ssize_t n = room != NULL ? read(fd, room, STEP) : -1;

        if (room == NULL)
            return EFBIG;
        if (n == 0)
            return 0;
        if (n > 0)
            out->len += (size_t)n;
        else if (errno != EINTR)
            return errno;
    }
}

/* Read the regular file at `path`; 0, or an errno. */
static int read_file(const char *path, dm_buf *out)
{
    struct stat st;
    int         error = 0;
    int         fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0)
        return errno;
    dm_buf_clear(out);
    if (fstat(fd, &st) != 0)
        error = errno;
    else if (S_ISDIR(st.st_mode))
        error = EISDIR;
    else if (!S_ISREG(st.st_mode))
        error = EINVAL;
    else
        error = read_all(fd, out);
    close(fd);
    return error;
}

const char *dm_library_read(const dm_library *library, size_t i)
{
    dm_slice left = dm_buf_view(&library->files);

    while (i-- > 0 && left.len > 0)
        left = dm_slice_sub(left, strlen(left.ptr) + 1, left.len);
    return left.len > 0 ? left.ptr : NULL;
}

/* Remember that `path` was read; where there are too many some are not. */
static void note_file(dm_library *library, const char *path)
{
    const char *have;

    for (size_t i = 0; (have = dm_library_read(library, i)) != NULL; i++)
        if (strcmp(have, path) == 0)
            return;
    if (library->files.len + strlen(path) < FILES_MAX)
        dm_buf_add(&library->files, path, strlen(path) + 1);
}

/* Load the file at `path` (also the name for messages); 0, or an errno. */
static int take_file(dm_library *library, const char *path, dm_slice *source)
{
    int error = read_file(path, &library->file);

    if (error != 0)
        return error;
    if (path != library->path)
        snprintf(library->path, sizeof library->path, "%s", path);
    *source = dm_buf_view(&library->file);
    note_file(library, path);
    return 0;
}

static bool take_embedded(dm_library *library, const char *name,
                          dm_slice *source)
{
    for (const struct embedded *e = embedded; e->name != NULL; e++)
        if (strcmp(e->name, name) == 0) {
            source->ptr = (const char *)e->bytes;
            source->len = e->len;
            snprintf(library->path, sizeof library->path, "%s", name);
            return true;
        }
    return false;
}

/* Look for "std/x.lua" or "rules/x.lua" in the folders of $DOCMILL_PATH. */
static bool take_listed(dm_library *library, const char *name, dm_slice *source)
{
    const char *list = getenv("DOCMILL_PATH");

    while (list != NULL && *list != '\0') {
        size_t n = strcspn(list, ":");
        char   path[sizeof library->path];
        int    len = snprintf(path, sizeof path, "%.*s/%s", (int)n, list, name);

        if (n > 0 && len > 0 && (size_t)len < sizeof path &&
            take_file(library, path, source) == 0)
            return true;
        list += n + (list[n] == ':');
    }
    return false;
}

static bool take_shipped(dm_library *library, const char *name,
                         dm_slice *source)
{
    return take_listed(library, name, source) ||
           take_embedded(library, name, source);
}

/* Remember the folder of the script at `path`. */
static void set_folder(dm_library *library, const char *path)
{
    char *real = realpath(path, NULL); /* malloc'd by libc, which frees it */
    char *slash = real != NULL ? strrchr(real, '/') : NULL;

    library->folder[0] = '\0';
    if (slash != NULL && (size_t)(slash - real) < sizeof library->folder) {
        *slash = '\0';
        snprintf(library->folder, sizeof library->folder, "%s", real);
    }
    free(real); /* NOLINT: not ours, see above */
}

static bool is_path(const char *name)
{
    size_t n = strlen(name);

    return strchr(name, '/') != NULL ||
           (n > 4 && strcmp(name + n - 4, ".lua") == 0);
}

/* The names of built-in rule files, without folder and ending. */
enum { RULES = 64 };
typedef char rule_names[RULES][64];

/* Fill `room`, and `names` with what is in it; NULL behind the last. */
static void rule_files(rule_names room, const char *names[RULES + 1])
{
    const char *path;
    size_t      n = 0;

    for (size_t k = 0; n < RULES && (path = dm_library_at(k)) != NULL; k++) {
        if (strncmp(path, "rules/", 6) != 0)
            continue;
        snprintf(room[n], sizeof room[n], "%.*s", (int)strlen(path) - 10,
                 path + 6);
        names[n] = room[n];
        n++;
    }
    names[n] = NULL;
}

static bool no_rule_file(const char *name, dm_err *err)
{
    rule_names  room;
    const char *names[RULES + 1];
    const char *near;

    rule_files(room, names);
    dm_fail(err, DM_E_NO_SCRIPT, "there is no rule file called '%.200s'", name);
    near = dm_nearest(dm_slice_str(name), dm_names_array, names);
    if (near != NULL)
        return dm_fail_help(err, "did you mean '%s'?", near);
    return dm_fail_help(err,
                        "looked in rules/ of $DOCMILL_PATH and among the "
                        "built-in ones; for a file write ./%.100s",
                        name);
}

bool dm_library_script(dm_library *library, const char *name, dm_slice *source,
                       dm_err *err)
{
    char rule[256];
    int  error;

    if (is_path(name)) {
        error = take_file(library, name, source);
        if (error != 0)
            return dm_fail(err, DM_E_NO_SCRIPT, "%.300s: %s", name,
                           strerror(error));
        set_folder(library, name);
        return true;
    }
    snprintf(rule, sizeof rule, "rules/%.200s.lua", name);
    if (!take_shipped(library, rule, source))
        return no_rule_file(name, err);
    library->folder[0] = '\0';
    if (library->path[0] == '/')
        set_folder(library, library->path);
    return true;
}

/* Turn "a.b" into "a/b.lua" behind `folder`; false for names that are no
** names (so that no module name can leave the folder). */
static bool module_path(char *out, size_t size, const char *folder,
                        dm_slice name)
{
    int at = snprintf(out, size, "%s/", folder);

    if (at < 0 || (size_t)at + name.len + 5 > size || name.len == 0)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool edge = i == 0 || i + 1 == name.len || name.ptr[i - 1] == '.';
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    (c >= '0' && c <= '9') || c == '_' || c == '-';

        if (!word && (c != '.' || edge))
            return false;
        out[at++] = (char)(c == '.' ? '/' : c);
    }
    memcpy(out + at, ".lua", 5);
    return true;
}

/* Load the file at `path` if it lies in the script's folder or below it,
** wherever its links lead within; 0, or an errno. */
static int take_within(dm_library *library, const char *path, dm_slice *source)
{
    size_t n = strlen(library->folder);
    char  *real = realpath(path, NULL);
    int    error = real == NULL ? errno : EXDEV;

    if (real != NULL && strncmp(real, library->folder, n) == 0 &&
        (real[n] == '/' || n == 1))
        error = take_file(library, real, source);
    free(real); /* NOLINT: libc's own */
    return error;
}

static bool take_own(dm_library *library, dm_slice name, dm_slice *source)
{
    char path[sizeof library->path];

    return library->folder[0] != '\0' &&
           module_path(path, sizeof path, library->folder, name) &&
           take_within(library, path, source) == 0;
}

/* True for "a", "a/b" and the like: no root, no dots that lead elsewhere. */
static bool stays_below(dm_slice name)
{
    if (name.len == 0 || *name.ptr == '/' ||
        memchr(name.ptr, '\0', name.len) != NULL)
        return false;
    for (size_t at = 0; at < name.len;) {
        const char *slash = memchr(name.ptr + at, '/', name.len - at);
        size_t      end = slash != NULL ? (size_t)(slash - name.ptr) : name.len;

        if (dm_slice_eq(dm_slice_sub(name, at, end), DM_S("..")))
            return false;
        at = end + 1;
    }
    return true;
}

bool dm_library_file(dm_library *library, dm_slice name, dm_slice *bytes,
                     dm_err *err)
{
    char path[sizeof library->path];
    int  shown = (int)(name.len < 200 ? name.len : 200), n, error = EXDEV;

    if (library->folder[0] == '\0') {
        dm_fail(err, DM_E_NO_MODULE, "the file '%.*s' cannot be read", shown,
                name.ptr);
        return dm_fail_help(err, "this script has no folder of its own; files "
                                 "are read from beside a script");
    }
    n = snprintf(path, sizeof path, "%s/%.*s", library->folder, (int)name.len,
                 name.ptr);
    if (stays_below(name) && n > 0 && (size_t)n < sizeof path)
        error = take_within(library, path, bytes);
    if (error == 0)
        return true;
    if (error == EXDEV) {
        dm_fail(err, DM_E_NO_MODULE, "the file '%.*s' may not be read", shown,
                name.ptr);
        return dm_fail_help(err,
                            "scripts read files of their own folder and "
                            "below it: %.150s",
                            library->folder);
    }
    dm_fail(err, DM_E_NO_MODULE, "the file '%.*s' cannot be read: %s", shown,
            name.ptr, strerror(error));
    return dm_fail_help(err, "looked in %.200s", library->folder);
}

/* The library's file for a module: "docmill", "std.x" and "rules.x". */
static bool shipped_path(char *out, size_t size, dm_slice name)
{
    if (dm_slice_eq(name, DM_S("docmill")))
        return module_path(out, size, "std", name);
    if (!dm_slice_starts(name, DM_S("std.")) &&
        !dm_slice_starts(name, DM_S("rules.")))
        return false;
    if (!module_path(out, size, ".", name))
        return false;
    memmove(out, out + 2, strlen(out + 2) + 1);
    return true;
}

bool dm_library_module(void *ud, dm_slice name, dm_slice *source,
                       const char **path, dm_err *err)
{
    dm_library *library = ud;
    char        file[256];
    bool        shipped = shipped_path(file, sizeof file, name);

    if (shipped ? take_shipped(library, file, source)
                : take_own(library, name, source)) {
        *path = library->path;
        return true;
    }
    dm_fail(err, DM_E_NO_MODULE, "there is no module '%.*s'",
            (int)(name.len < 100 ? name.len : 100), name.ptr);
    if (shipped)
        return dm_fail_help(err,
                            "looked for %s in $DOCMILL_PATH and among "
                            "the built-in modules",
                            file);
    if (library->folder[0] == '\0')
        return dm_fail_help(err, "this script has no folder of its own; the "
                                 "library's modules are called std.NAME");
    return dm_fail_help(err,
                        "looked in %.150s; the library's modules are "
                        "called std.NAME",
                        library->folder);
}
