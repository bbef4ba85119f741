/* named.c - a short list of rows, looked through by name. */
#include "batch/named.h"

#include <limits.h>
#include <stdio.h>

#include "base/mem.h"
#include "batch/parcel.h"
#include "batch/rows.h"
#include "text/utf8.h"

typedef struct dm_named_rows {
    char    name[NAME_MAX + 1];
    char   *path;
    dm_rows rows;
} dm_named_rows;

void dm_named_init(dm_named *named, const dm_store_options *options,
                   dm_folder *folder, dm_names *taken)
{
    *named = (dm_named){options, folder, taken, NULL, 0};
}

static const char *suffix(const dm_named *n)
{
    const dm_sink *sink = n->options->sink;

    return sink->suffix != NULL && (sink->shape == DM_SHAPE_RECORDS ||
                                    sink->shape == DM_SHAPE_TABLE)
               ? sink->suffix
               : "jsonl";
}

/* How their records are written: as the others, or one a line. */
static const dm_sink *sink_of(const dm_named *n)
{
    const dm_sink *sink = n->options->sink;

    return sink->shape == DM_SHAPE_RECORDS || sink->shape == DM_SHAPE_TABLE
               ? sink
               : dm_sink_find(DM_S("jsonl"));
}

/* A name that is a file's, and no path or hidden file. */
static bool check_name(dm_slice name, dm_err *err)
{
    bool bad =
        name.len > 100 || name.ptr[0] == '.' || dm_utf8_valid(name) != name.len;

    for (size_t i = 0; i < name.len; i++)
        bad |= (unsigned char)name.ptr[i] < ' ' || name.ptr[i] == '/';
    if (!bad)
        return true;
    dm_fail(err, DM_E_BAD_RESULT, "\"%.*s\" cannot be the name of an output",
            (int)(name.len > 100 ? 100 : name.len), name.ptr);
    return dm_fail_help(err, "emit(\"people\", record) goes to people.%s",
                        "jsonl");
}

static dm_put nowhere(const dm_named *n, dm_slice name, dm_err *err)
{
    dm_fail(err, DM_E_USAGE,
            "the script emits to \"%.*s\", and there is no folder for it",
            (int)name.len, name.ptr);
    dm_fail_help(err, "-o DIR/ puts it into DIR/%.*s.%s", (int)name.len,
                 name.ptr, suffix(n));
    return DM_PUT_BROKEN;
}

/* No document has that file already, and it is no link out of the folder. */
static dm_put claim(dm_named *n, dm_slice file, const char *path, dm_err *err)
{
    struct stat     st;
    const dm_slice *who = NULL;

    if (n->taken != NULL && (who = dm_names_holder(n->taken, file)) != NULL) {
        dm_fail(err, DM_E_WRITE, "the output %s is the file of %.*s", path,
                (int)who->len, who->ptr);
        return DM_PUT_BROKEN;
    }
    if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
        dm_fail(err, DM_E_WRITE, "%s is there, and is no regular file", path);
        return DM_PUT_BROKEN;
    }
    if (n->taken != NULL &&
        !dm_names_take(n->taken, file, DM_S("an output of that name"), err))
        return DM_PUT_BROKEN;
    return DM_PUT_OK;
}

static dm_put open_rows(dm_named *n, dm_slice name, dm_named_rows *r,
                        dm_err *err)
{
    size_t size = strlen(n->folder->name) + name.len + 20;
    int    folder = (int)strlen(n->folder->name);
    dm_put put = DM_PUT_OK;

    memcpy(r->name, name.ptr, name.len);
    r->name[name.len] = '\0';
    r->path = dm_mem_alloc(size);
    if (r->path == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for a path");
        return DM_PUT_BROKEN;
    }
    snprintf(r->path, size, "%.*s/%s.%s", folder, n->folder->name, r->name,
             suffix(n));
    put = claim(n, dm_slice_str(r->path + folder + 1), r->path, err);
    if (put == DM_PUT_OK && !dm_rows_open(&r->rows, r->path, sink_of(n),
                                          &n->options->sheet, false, err))
        put = DM_PUT_BROKEN;
    if (put != DM_PUT_OK)
        dm_mem_free(r->path);
    return put;
}

static dm_named_rows *find(const dm_named *n, dm_slice name)
{
    for (size_t i = 0; i < n->n; i++)
        if (dm_slice_eq(dm_slice_str(n->list[i].name), name))
            return &n->list[i];
    return NULL;
}

static dm_put add(dm_named *n, dm_slice name, dm_err *err)
{
    dm_put put = DM_PUT_OK;

    if (!check_name(name, err))
        return DM_PUT_FAILED;
    if (n->list == NULL)
        n->list = dm_mem_alloc(DM_NAMED_MAX * sizeof *n->list);
    if (n->list == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for outputs");
        return DM_PUT_BROKEN;
    }
    if (n->n == DM_NAMED_MAX) {
        dm_fail(err, DM_E_BAD_RESULT, "a run has at most %d named outputs",
                DM_NAMED_MAX);
        return DM_PUT_FAILED;
    }
    put = open_rows(n, name, &n->list[n->n], err);
    n->n += put == DM_PUT_OK;
    return put;
}

dm_put dm_named_prepare(dm_named *named, dm_slice parcels, dm_err *err)
{
    dm_parcel p;
    dm_put    put = DM_PUT_OK;

    while (put == DM_PUT_OK && dm_parcel_next(&parcels, &p)) {
        if (p.kind != DM_PARCEL_NAMED)
            continue;
        if (named->folder == NULL)
            return nowhere(named, p.name, err);
        if (find(named, p.name) == NULL)
            put = add(named, p.name, err);
        if (put == DM_PUT_OK)
            put = dm_rows_prepare(&find(named, p.name)->rows, p.bytes, err);
    }
    return put;
}

const char *dm_named_first(const dm_named *named)
{
    return named->n > 0 ? named->list[0].path : NULL;
}

bool dm_named_write(dm_named *named, dm_err *err)
{
    for (size_t i = 0; i < named->n; i++)
        if (!dm_rows_write(&named->list[i].rows, err))
            return false;
    return true;
}

void dm_named_forget(dm_named *named)
{
    for (size_t i = 0; i < named->n; i++)
        dm_rows_forget(&named->list[i].rows);
}

bool dm_named_commit(dm_named *named, dm_err *err)
{
    for (size_t i = 0; i < named->n; i++)
        if (!dm_rows_commit(&named->list[i].rows, err))
            return false;
    return true;
}

void dm_named_abandon(dm_named *named)
{
    for (size_t i = 0; i < named->n; i++) {
        dm_rows_abandon(&named->list[i].rows);
        dm_mem_free(named->list[i].path);
    }
    dm_mem_free(named->list);
    named->list = NULL;
    named->n = 0;
}
