/* zip.c - libzip between the old file and a buffer.
**
** libzip reads from and writes to a "source", which is ours: it reads the
** file's bytes and writes into the caller's buffer, with its ceiling.  (Its own
** source in memory frees what is not its own when the last member changes, as
** seen in 1.7.3.)
*/
#include "save/zip.h"

#include <zip.h>

#include "load/archive.h"

typedef struct stream {
    dm_slice     old;
    zip_uint64_t at; /* where it is read */
    dm_buf      *out;
    size_t       base; /* where the new file begins in it */
    zip_uint64_t to;   /* where it is written */
    bool         full; /* it was to grow over the buffer's maximum */
    zip_error_t  err;
} stream;

typedef struct rewrite {
    zip_t    *zip;
    stream    file;
    dm_arena  arena;
    dm_slice *names; /* of its members, resolved */
    size_t    n;
} rewrite;

/* ---- the source ---- */

static zip_int64_t read_old(stream *f, void *data, zip_uint64_t len)
{
    zip_uint64_t left = f->old.len - f->at;
    zip_uint64_t n = len < left ? len : left;

    memcpy(data, f->old.ptr + f->at, (size_t)n);
    f->at += n;
    return (zip_int64_t)n;
}

static size_t written(const stream *f)
{
    return f->out->len - f->base;
}

static zip_int64_t write_new(stream *f, const void *data, zip_uint64_t len)
{
    zip_uint64_t end = f->to + len;
    size_t       more = end > written(f) ? (size_t)(end - written(f)) : 0;

    if (more > 0 && dm_buf_reserve(f->out, more) == NULL) {
        f->full = more > f->out->max - f->out->len;
        zip_error_set(&f->err, ZIP_ER_MEMORY, 0);
        return -1;
    }
    f->out->len += more;
    memcpy(f->out->ptr + f->base + f->to, data, (size_t)len);
    f->to = end;
    return (zip_int64_t)len;
}

static zip_int64_t seek(stream *f, zip_uint64_t *at, zip_uint64_t size,
                        void *data, zip_uint64_t len)
{
    zip_int64_t to =
        zip_source_seek_compute_offset(*at, size, data, len, &f->err);

    if (to < 0)
        return -1;
    *at = (zip_uint64_t)to;
    return 0;
}

static zip_int64_t tell_size(const stream *f, zip_stat_t *st)
{
    zip_stat_init(st);
    st->size = f->old.len;
    st->valid |= ZIP_STAT_SIZE;
    return sizeof *st;
}

/* Forget what was written. */
static zip_int64_t start(stream *f)
{
    f->out->len = f->base;
    f->to = 0;
    return 0;
}

static zip_int64_t serve(void *ud, void *data, zip_uint64_t len,
                         zip_source_cmd_t what)
{
    stream *f = ud;

    if (what == ZIP_SOURCE_OPEN)
        f->at = 0;
    if (what == ZIP_SOURCE_READ)
        return read_old(f, data, len);
    if (what == ZIP_SOURCE_SEEK)
        return seek(f, &f->at, f->old.len, data, len);
    if (what == ZIP_SOURCE_TELL)
        return (zip_int64_t)f->at;
    if (what == ZIP_SOURCE_STAT)
        return tell_size(f, data);
    if (what == ZIP_SOURCE_ERROR)
        return zip_error_to_data(&f->err, data, len);
    if (what == ZIP_SOURCE_BEGIN_WRITE || what == ZIP_SOURCE_ROLLBACK_WRITE)
        return start(f);
    if (what == ZIP_SOURCE_WRITE)
        return write_new(f, data, len);
    if (what == ZIP_SOURCE_SEEK_WRITE)
        return seek(f, &f->to, written(f), data, len);
    if (what == ZIP_SOURCE_TELL_WRITE)
        return (zip_int64_t)f->to;
    if (what == ZIP_SOURCE_SUPPORTS)
        return zip_source_make_command_bitmap(
            ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
            ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
            ZIP_SOURCE_BEGIN_WRITE, ZIP_SOURCE_COMMIT_WRITE,
            ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_WRITE, ZIP_SOURCE_SEEK_WRITE,
            ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_SUPPORTS, ZIP_SOURCE_REMOVE, -1);
    return 0;
}

/* ---- members ---- */

static bool no_memory(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "no memory to write the archive");
}

static bool fail(dm_err *err, zip_error_t *why)
{
    if (zip_error_code_zip(why) == ZIP_ER_MEMORY)
        return no_memory(err);
    return dm_fail(err, DM_E_READ_BACK, "the archive cannot be written: %.200s",
                   zip_error_strerror(why));
}

static bool list_names(rewrite *r, dm_err *err)
{
    zip_int64_t n = zip_get_num_entries(r->zip, 0);

    r->n = n > 0 ? (size_t)n : 0;
    r->names = dm_arena_zalloc(&r->arena, r->n + 1, sizeof *r->names);
    if (r->names == NULL)
        return no_memory(err);
    for (size_t i = 0; i < r->n; i++) {
        const char *raw = zip_get_name(r->zip, i, ZIP_FL_ENC_GUESS);

        r->names[i] = dm_member_resolve(&r->arena, DM_S(""),
                                        dm_slice_str(raw != NULL ? raw : ""));
        if (r->names[i].ptr == NULL)
            return no_memory(err);
    }
    return true;
}

/* Which member is called `name`? */
static bool find(const rewrite *r, dm_slice name, zip_uint64_t *index,
                 dm_err *err)
{
    size_t hits = 0;

    for (size_t i = 0; i < r->n; i++) {
        if (!dm_slice_eq(r->names[i], name))
            continue;
        *index = i;
        hits++;
    }
    return hits == 1 || dm_fail(err, DM_E_READ_BACK,
                                "the archive has %zu members called '%.*s'",
                                hits, (int)name.len, name.ptr);
}

static bool replace(rewrite *r, const dm_zip_member *m, dm_err *err)
{
    zip_stat_t    st;
    zip_uint64_t  index = 0;
    zip_source_t *bytes;

    if (!find(r, m->name, &index, err))
        return false;
    zip_stat_init(&st);
    if (zip_stat_index(r->zip, index, 0, &st) != 0)
        return fail(err, zip_get_error(r->zip));
    if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
        st.encryption_method != ZIP_EM_NONE)
        return dm_fail(err, DM_E_READ_BACK, "'%.*s' in it is encrypted",
                       (int)m->name.len, m->name.ptr);
    bytes = zip_source_buffer(r->zip, m->bytes.ptr, m->bytes.len, 0);
    if (bytes == NULL)
        return fail(err, zip_get_error(r->zip));
    if (zip_file_replace(r->zip, index, bytes, 0) != 0) {
        zip_source_free(bytes);
        return fail(err, zip_get_error(r->zip));
    }
    if (zip_set_file_compression(r->zip, index, st.comp_method, 0) != 0 ||
        zip_file_set_mtime(r->zip, index, st.mtime, 0) != 0)
        return fail(err, zip_get_error(r->zip));
    return true;
}

static bool open_old(rewrite *r, dm_err *err)
{
    zip_error_t   why;
    zip_source_t *source;

    zip_error_init(&why);
    source = zip_source_function_create(serve, &r->file, &why);
    if (source != NULL)
        r->zip = zip_open_from_source(source, 0, &why);
    if (r->zip == NULL && source != NULL)
        zip_source_free(source);
    if (r->zip == NULL)
        fail(err, &why);
    zip_error_fini(&why);
    return r->zip != NULL;
}

/* What ends an archive: its size without a comment, and where the size of that
** stands. */
enum { END = 22, COMMENT = 20 };

/* Where the archive ends; 0 when its end is not found. */
static size_t archive_end(dm_slice file)
{
    for (size_t at = file.len; at-- > 0;) {
        const char *p = memrchr(file.ptr, 'P', at + 1);
        size_t      end;

        if (p == NULL)
            return 0;
        at = (size_t)(p - file.ptr);
        if (file.len - at < END || memcmp(p, "PK\5\6", 4) != 0)
            continue;
        end = at + END + (unsigned char)p[COMMENT] +
              ((size_t)(unsigned char)p[COMMENT + 1] << 8);
        if (end <= file.len)
            return end;
    }
    return 0;
}

/* Is there nothing in the file but the archive? */
static bool is_alone(dm_slice file, dm_err *err)
{
    size_t      end = archive_end(file);
    const char *where = NULL;

    if (end > 0 && end < file.len)
        where = "behind";
    else if (end > 0 && !dm_slice_starts(file, DM_S("PK")))
        where = "before";
    if (where == NULL)
        return true;
    dm_fail(err, DM_E_NO_WRITER,
            "%zu bytes stand %s the archive and would be lost",
            end < file.len
                ? file.len - end
                : (size_t)((const char *)memmem(file.ptr, file.len, "PK", 2) -
                           file.ptr),
            where);
    return dm_fail_help(err, "a program that packs archives (zip -F) makes a "
                             "clean one of it");
}

static bool run(rewrite *r, const dm_zip_member *members, size_t n, dm_err *err)
{
    if (!list_names(r, err))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!replace(r, &members[i], err))
            return false;
    if (zip_close(r->zip) == 0) {
        r->zip = NULL;
        return true;
    }
    return r->file.full
               ? dm_fail(err, DM_E_SIZE, "the archive would be over %zu bytes",
                         r->file.out->max)
               : fail(err, zip_get_error(r->zip));
}

bool dm_zip_replace(dm_slice file, const dm_zip_member *members, size_t n,
                    dm_buf *out, dm_err *err)
{
    rewrite r = {
        .file = {.old = file, .out = out, .base = out->len}
    };
    bool failed = out->failed;
    bool ok;

    dm_arena_init(&r.arena, (size_t)1 << 30);
    zip_error_init(&r.file.err);
    ok = is_alone(file, err) && open_old(&r, err) && run(&r, members, n, err);
    if (r.zip != NULL)
        zip_discard(r.zip);
    if (!ok) {
        out->len = r.file.base;
        out->failed = failed;
    }
    zip_error_fini(&r.file.err);
    dm_arena_fini(&r.arena);
    return ok;
}
