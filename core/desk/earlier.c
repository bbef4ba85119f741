/* earlier.c - an index of lines by the hash of their ids. */
#include "desk/earlier.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "batch/source.h"
#include "desk/same.h"
#include "emit/json_read.h"

enum { PIECE = 1 << 18, LINE_MAX_BYTES = 256 << 20, INDEX_MAX = 1 << 30 };

typedef struct line {
    uint64_t hash; /* of its id */
    uint64_t from; /* where it begins in the file */
    uint32_t len;
    uint32_t number; /* of the line in the file, from 1 */
} line;

struct dm_earlier {
    const char *path;
    int         fd;
    dm_buf      lines; /* of line, by hash, then by place */
    uint32_t   *order; /* numbers of lines in the order of the file */
    bool        placed;
};

/* A regular file, or -1. */
static int open_file(const char *path, dm_err *err)
{
    struct stat st;
    bool        folder = false;
    int         fd = dm_source_open(path, &st, &folder, err);

    if (fd < 0 || !folder)
        return fd;
    close(fd);
    dm_fail(err, DM_E_NOT_REGULAR, "%s is a folder", path);
    return -1;
}

static bool ends(const char *path, const char *ending)
{
    return dm_slice_ends(dm_slice_str(path), dm_slice_str(ending));
}

bool dm_earlier_is(const char *path)
{
    dm_err  err;
    char    text[64];
    ssize_t n;
    int     fd = open_file(path, &err);

    if (fd < 0)
        return false;
    n = pread(fd, text, sizeof text, 0);
    close(fd);
    if (ends(path, ".jsonl") || ends(path, ".ndjson"))
        return true;
    for (ssize_t i = 0; i < n; i++)
        if (text[i] != ' ' && text[i] != '\n' && text[i] != '\r')
            return text[i] == '{';
    return false;
}

static bool bad_line(const dm_earlier *e, size_t number, const char *why,
                     dm_err *err)
{
    dm_fail(err, DM_E_BAD_RESULT, "%s", why);
    dm_fail_at(err, e->path, (int)number, 0);
    return dm_fail_help(err, "records of an earlier run are JSON lines, as "
                             "`docmill run --spans` writes them");
}

static bool is_blank(dm_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != ' ' && s.ptr[i] != '\r' && s.ptr[i] != '\t')
            return false;
    return true;
}

/* The id of a record, or NULL when it is none. */
static const dm_value *id_of(const dm_value *record)
{
    const dm_value *id = record != NULL && record->kind == DM_OBJECT
                             ? dm_value_at(record, DM_S("id"))
                             : NULL;

    return id != NULL && id->kind == DM_STRING ? id : NULL;
}

/* What the workers added up to is no document's. */
static bool is_sum(dm_slice id)
{
    return dm_slice_eq(id, DM_S("_reduce"));
}

static bool add_line(dm_earlier *e, dm_slice text, line at, dm_err *err)
{
    dm_arena        arena;
    const dm_value *record;
    const dm_value *id;
    dm_err          why;
    bool            ok = true;

    if (is_blank(text))
        return true;
    dm_arena_init(&arena, LINE_MAX_BYTES * (size_t)8);
    record = dm_json_read(&arena, text, &why);
    id = id_of(record);
    if (record == NULL && why.code == DM_E_MEMORY)
        ok = dm_fail(err, DM_E_MEMORY, "%s", why.msg);
    else if (id == NULL)
        ok = bad_line(
            e, at.number,
            record == NULL ? why.msg : "the line is no record with an id", err);
    if (ok && !is_sum(id->as.string)) {
        e->placed |= dm_value_at(record, DM_S("_spans")) != NULL;
        at.hash = dm_hash_text(id->as.string);
        at.len = (uint32_t)text.len;
        dm_buf_add(&e->lines, &at, sizeof at);
    }
    dm_arena_fini(&arena);
    return ok;
}

/* Take whole lines off `held`, which begins at `*from` in the file. */
static bool add_lines(dm_earlier *e, dm_buf *held, line *at, dm_err *err)
{
    size_t      done = 0;
    const char *end;

    while ((end = held->len > done
                      ? memchr(held->ptr + done, '\n', held->len - done)
                      : NULL) != NULL) {
        dm_slice text = {held->ptr + done, (size_t)(end - (held->ptr + done))};

        at->number++;
        if (!add_line(e, text, *at, err))
            return false;
        at->from += text.len + 1;
        done += text.len + 1;
    }
    if (done > 0)
        memmove(held->ptr, held->ptr + done, held->len - done);
    held->len -= done;
    return true;
}

static ssize_t read_piece(dm_earlier *e, dm_buf *held, uint64_t at, dm_err *err)
{
    char   *room = dm_buf_reserve(held, PIECE);
    ssize_t n = -1;

    if (room == NULL) {
        dm_fail(err, DM_E_TOO_LARGE, "%s has a line that is too long", e->path);
        return -1;
    }
    do
        n = pread(e->fd, room, PIECE, (off_t)at);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        (void)dm_source_errno(err, errno, e->path);
    else
        held->len += (size_t)n;
    return n;
}

static bool read_all(dm_earlier *e, dm_err *err)
{
    dm_buf  held;
    line    at = {0};
    ssize_t n = 0;
    bool    ok = true;

    dm_buf_init(&held, LINE_MAX_BYTES);
    do {
        n = read_piece(e, &held, at.from + held.len, err);
        ok = n >= 0 && add_lines(e, &held, &at, err);
    } while (ok && n > 0);
    at.number++;
    ok = ok && add_line(e, dm_buf_view(&held), at, err);
    dm_buf_fini(&held);
    if (ok && e->lines.failed)
        return dm_fail(err, DM_E_MEMORY, "too many records in %s", e->path);
    return ok;
}

static const line *lines_of(const dm_earlier *e)
{
    return (const line *)(const void *)e->lines.ptr;
}

size_t dm_earlier_count(const dm_earlier *e)
{
    return e->lines.len / sizeof(line);
}

bool dm_earlier_placed(const dm_earlier *e)
{
    return e->placed;
}

static int by_hash(const void *a, const void *b)
{
    const line *x = a;
    const line *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->from > y->from) - (x->from < y->from);
}

static int by_place(const void *a, const void *b, void *lines)
{
    const line *x = (const line *)lines + *(const uint32_t *)a;
    const line *y = (const line *)lines + *(const uint32_t *)b;

    return (x->from > y->from) - (x->from < y->from);
}

static bool sort(dm_earlier *e, dm_err *err)
{
    size_t n = dm_earlier_count(e);

    e->order = dm_mem_alloc((n + 1) * sizeof *e->order);
    if (e->order == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for %s", e->path);
    for (size_t i = 0; i < n; i++)
        e->order[i] = (uint32_t)i;
    if (n == 0)
        return true;
    qsort(e->lines.ptr, n, sizeof(line), by_hash);
    qsort_r(e->order, n, sizeof *e->order, by_place, e->lines.ptr);
    return true;
}

dm_earlier *dm_earlier_open(const char *path, dm_err *err)
{
    dm_earlier *e = dm_mem_alloc(sizeof *e);

    if (e == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for %s", path);
        return NULL;
    }
    *e = (dm_earlier){.path = path};
    dm_buf_init(&e->lines, INDEX_MAX);
    e->fd = open_file(path, err);
    if (e->fd >= 0 && read_all(e, err) && sort(e, err))
        return e;
    dm_earlier_close(e);
    return NULL;
}

void dm_earlier_close(dm_earlier *e)
{
    if (e == NULL)
        return;
    if (e->fd >= 0)
        close(e->fd);
    dm_buf_fini(&e->lines);
    dm_mem_free(e->order);
    dm_mem_free(e);
}

/* The record of a line, read again. */
static dm_value *read_line(const dm_earlier *e, const line *l, dm_arena *arena,
                           dm_err *err)
{
    char     *text = dm_arena_alloc(arena, (size_t)l->len + 1);
    dm_value *record = NULL;
    ssize_t   n = 0;

    if (text == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for a record of %s", e->path);
        return NULL;
    }
    for (size_t got = 0; got < l->len; got += (size_t)n) {
        n = pread(e->fd, text + got, l->len - got, (off_t)(l->from + got));
        if (n <= 0) {
            dm_fail(err, DM_E_CHANGED, "%s changed while it was read", e->path);
            return NULL;
        }
    }
    record = dm_json_read(arena, (dm_slice){text, l->len}, err);
    if (id_of(record) != NULL)
        return record;
    dm_fail(err, DM_E_CHANGED, "%s changed while it was read", e->path);
    return NULL;
}

/* The first line of that hash or of a greater one. */
static size_t first_of(const dm_earlier *e, uint64_t hash)
{
    size_t low = 0, high = dm_earlier_count(e);

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (lines_of(e)[mid].hash < hash)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool dm_earlier_find(const dm_earlier *e, dm_slice id, dm_arena *arena,
                     dm_value ***records, size_t *n, dm_err *err)
{
    uint64_t   hash = dm_hash_text(id);
    size_t     from = first_of(e, hash), to = from;
    dm_value **list;

    while (to < dm_earlier_count(e) && lines_of(e)[to].hash == hash)
        to++;
    list = dm_arena_alloc(arena, (to - from + 1) * sizeof(dm_value *));
    if (list == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for %s", e->path);
    *n = 0;
    for (size_t i = from; i < to; i++) {
        dm_value *record = read_line(e, &lines_of(e)[i], arena, err);

        if (record == NULL)
            return false;
        if (dm_slice_eq(id_of(record)->as.string, id))
            list[(*n)++] = record;
    }
    *records = list;
    return true;
}

const dm_value *dm_earlier_at(const dm_earlier *e, size_t i, bool *first,
                              dm_arena *arena, dm_err *err)
{
    const line *l;
    size_t      at;

    if (i >= dm_earlier_count(e))
        return NULL;
    at = e->order[i];
    l = &lines_of(e)[at];
    *first = at == 0 || lines_of(e)[at - 1].hash != l->hash;
    return read_line(e, l, arena, err);
}
