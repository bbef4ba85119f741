/* archive.c - libzip behind archive.h.
**
** The members are kept sorted by name; equal neighbours are duplicates.
*/
#include "load/archive.h"

#include <stdint.h>
#include <stdlib.h>
#include <zip.h>

#include "base/mem.h"

enum { SMALL = 8 << 20, NAMES = 1 << 26 };

typedef struct member {
    dm_slice name;
    size_t   index; /* in the file */
} member;

struct dm_archive {
    zip_t   *zip;
    dm_arena arena; /* names, and the list */
    member  *list;  /* sorted by name */
    size_t   n;
    size_t   left; /* bytes that may still be unpacked */
};

/* ---- names ---- */

/* Take the last segment off the `n` bytes of `out`. */
static size_t drop_segment(const char *out, size_t n)
{
    while (n > 0 && out[n - 1] != '/')
        n--;
    return n > 0 ? n - 1 : 0;
}

/* Append the segments of `path` to the `n` bytes of `out`. */
static size_t add_segments(char *out, size_t n, dm_slice path)
{
    size_t at = 0;

    while (at < path.len) {
        size_t   end = at;
        dm_slice s;

        while (end < path.len && path.ptr[end] != '/' && path.ptr[end] != '\\')
            end++;
        s = dm_slice_sub(path, at, end);
        at = end + 1;
        if (dm_slice_eq(s, DM_S("..")))
            n = drop_segment(out, n);
        else if (s.len > 0 && !dm_slice_eq(s, DM_S("."))) {
            if (n > 0)
                out[n++] = '/';
            memcpy(out + n, s.ptr, s.len);
            n += s.len;
        }
    }
    return n;
}

dm_slice dm_member_resolve(dm_arena *arena, dm_slice base, dm_slice target)
{
    char  *out = dm_arena_alloc(arena, base.len + target.len + 2);
    size_t n = 0;

    if (out == NULL)
        return (dm_slice){NULL, 0};
    if (target.len == 0 || target.ptr[0] != '/') {
        size_t folder = base.len;

        while (folder > 0 && base.ptr[folder - 1] != '/')
            folder--;
        n = add_segments(out, n, dm_slice_sub(base, 0, folder));
    }
    n = add_segments(out, n, target);
    out[n] = '\0';
    return (dm_slice){out, n};
}

/* ---- the list ---- */

static int compare(dm_slice a, dm_slice b)
{
    int way = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);

    return way != 0 ? way : (a.len > b.len) - (a.len < b.len);
}

static int by_name(const void *a, const void *b)
{
    const member *m = a;
    const member *o = b;

    return compare(m->name, o->name);
}

static bool no_memory(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "no memory for the archive's members");
}

static bool add_members(dm_archive *a, size_t n, dm_err *err)
{
    a->list = dm_arena_zalloc(&a->arena, n + 1, sizeof *a->list);
    if (a->list == NULL)
        return no_memory(err);
    for (size_t i = 0; i < n; i++) {
        const char *name = zip_get_name(a->zip, i, ZIP_FL_ENC_GUESS);
        dm_slice    s = dm_slice_str(name != NULL ? name : "");

        if (s.len == 0 || s.ptr[s.len - 1] == '/')
            continue; /* a folder */
        s = dm_member_resolve(&a->arena, DM_S(""), s);
        if (s.ptr == NULL)
            return no_memory(err);
        a->list[a->n++] = (member){s, i};
    }
    qsort(a->list, a->n, sizeof *a->list, by_name);
    for (size_t i = 1; i < a->n; i++)
        if (by_name(&a->list[i - 1], &a->list[i]) == 0)
            return dm_fail(err, DM_E_PARSE,
                           "the archive has two members called '%.200s'",
                           a->list[i].name.ptr);
    return true;
}

static bool open_zip(dm_archive *a, dm_slice bytes, dm_err *err)
{
    zip_error_t   why;
    zip_source_t *source;

    zip_error_init(&why);
    source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, &why);
    if (source != NULL)
        a->zip = zip_open_from_source(source, ZIP_RDONLY, &why);
    if (a->zip == NULL && source != NULL)
        zip_source_free(source);
    if (a->zip == NULL && zip_error_code_zip(&why) == ZIP_ER_MEMORY)
        no_memory(err);
    else if (a->zip == NULL) {
        dm_fail(err, DM_E_PARSE, "the archive cannot be opened: %.200s",
                zip_error_strerror(&why));
        dm_fail_help(err, "a file that was cut off lacks its list of members, "
                          "which stands at its end");
    }
    zip_error_fini(&why);
    return a->zip != NULL;
}

static bool list(dm_archive *a, dm_slice bytes, dm_err *err)
{
    zip_int64_t n;

    if (bytes.len == 0) /* which libzip takes for an archive of nothing */
        return dm_fail(err, DM_E_PARSE, "the archive is empty");
    if (!open_zip(a, bytes, err))
        return false;
    n = zip_get_num_entries(a->zip, 0);
    if (n > DM_MAX_MEMBERS)
        return dm_fail(err, DM_E_BOMB,
                       "the archive has %lld members, more than %d",
                       (long long)n, DM_MAX_MEMBERS);
    return add_members(a, n > 0 ? (size_t)n : 0, err);
}

dm_archive *dm_archive_open(dm_slice bytes, size_t max, dm_err *err)
{
    dm_archive *a = dm_mem_alloc(sizeof *a);

    if (a == NULL) {
        no_memory(err);
        return NULL;
    }
    memset(a, 0, sizeof *a);
    dm_arena_init(&a->arena, NAMES);
    a->left = max;
    if (list(a, bytes, err))
        return a;
    dm_archive_close(a);
    return NULL;
}

void dm_archive_close(dm_archive *archive)
{
    if (archive == NULL)
        return;
    if (archive->zip != NULL)
        zip_discard(archive->zip);
    dm_arena_fini(&archive->arena);
    dm_mem_free(archive);
}

/* ---- looking for members ---- */

/* The first member that is not before `name`. */
static size_t lower(const dm_archive *a, dm_slice name)
{
    size_t low = 0;
    size_t high = a->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (compare(a->list[mid].name, name) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

size_t dm_archive_find(const dm_archive *archive, dm_slice name)
{
    size_t i = lower(archive, name);

    return i < archive->n && dm_slice_eq(archive->list[i].name, name)
               ? i
               : DM_NO_MEMBER;
}

bool dm_archive_has(const dm_archive *archive, dm_slice prefix)
{
    size_t i = lower(archive, prefix);

    return i < archive->n && dm_slice_starts(archive->list[i].name, prefix);
}

dm_slice dm_archive_name(const dm_archive *archive, size_t i)
{
    return archive->list[i].name;
}

/* ---- unpacking ---- */

static bool is_bomb(const zip_stat_t *st)
{
    return st->size > SMALL && st->size / DM_MAX_RATIO > st->comp_size;
}

/* May it be unpacked at all? */
static bool allowed(dm_archive *a, const member *m, const zip_stat_t *st,
                    dm_err *err)
{
    if ((st->valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
        st->encryption_method != ZIP_EM_NONE)
        return dm_fail(err, DM_E_LOCKED, "'%.200s' in it is encrypted",
                       m->name.ptr);
    if ((st->valid & ZIP_STAT_SIZE) == 0 ||
        (st->valid & ZIP_STAT_COMP_SIZE) == 0)
        return dm_fail(err, DM_E_PARSE, "'%.200s' in it has no size",
                       m->name.ptr);
    if (is_bomb(st))
        return dm_fail(err, DM_E_BOMB,
                       "'%.200s' in it is %llu bytes in %llu: more than %d "
                       "for one",
                       m->name.ptr, (unsigned long long)st->size,
                       (unsigned long long)st->comp_size, DM_MAX_RATIO);
    if (st->size > a->left)
        return dm_fail(err, DM_E_BOMB,
                       "'%.200s' in it is %llu bytes, and %zu more may be "
                       "unpacked",
                       m->name.ptr, (unsigned long long)st->size, a->left);
    return true;
}

bool dm_archive_size(dm_archive *archive, size_t i, size_t *size, dm_err *err)
{
    const member *m = &archive->list[i];
    zip_stat_t    st;

    zip_stat_init(&st);
    if (zip_stat_index(archive->zip, m->index, 0, &st) != 0)
        return dm_fail(err, DM_E_PARSE, "'%.200s' in it: %.200s", m->name.ptr,
                       zip_strerror(archive->zip));
    if (!allowed(archive, m, &st, err))
        return false;
    archive->left -= (size_t)st.size;
    *size = (size_t)st.size;
    return true;
}

/* All `size` bytes, and then the end, where libzip compares the checksum. */
static bool read_all(zip_file_t *f, char *to, size_t size)
{
    char more;

    while (size > 0) {
        zip_int64_t n = zip_fread(f, to, size);

        if (n <= 0)
            return false;
        to += n;
        size -= (size_t)n;
    }
    return zip_fread(f, &more, 1) == 0;
}

bool dm_archive_read(dm_archive *archive, size_t i, char *to, size_t size,
                     dm_err *err)
{
    const member *m = &archive->list[i];
    zip_file_t   *f = zip_fopen_index(archive->zip, m->index, 0);
    const char   *why = "it is longer or shorter than it says";
    bool          ok;

    if (f == NULL)
        return dm_fail(err, DM_E_PARSE, "'%.200s' in it: %.200s", m->name.ptr,
                       zip_strerror(archive->zip));
    ok = read_all(f, to, size);
    if (!ok && zip_error_code_zip(zip_file_get_error(f)) != ZIP_ER_OK)
        why = zip_error_strerror(zip_file_get_error(f));
    if (!ok)
        dm_fail(err, DM_E_PARSE, "'%.200s' in it is damaged: %.200s",
                m->name.ptr, why);
    zip_fclose(f);
    return ok;
}

bool dm_archive_take(dm_archive *archive, dm_slice name, dm_arena *arena,
                     dm_slice *out, dm_err *err)
{
    size_t i = dm_archive_find(archive, name);
    size_t size = 0;
    char  *to;

    if (i == DM_NO_MEMBER)
        return dm_fail(err, DM_E_PARSE, "the archive has no member '%.*s'",
                       (int)(name.len < 200 ? name.len : 200), name.ptr);
    if (!dm_archive_size(archive, i, &size, err))
        return false;
    to = dm_arena_alloc(arena, size + 1);
    if (to == NULL)
        return no_memory(err);
    to[size] = '\0';
    if (!dm_archive_read(archive, i, to, size, err))
        return false;
    *out = (dm_slice){to, size};
    return true;
}
