/* index_name.c - what the pages of an index are called.
**
** The tree below the named folders is mirrored: "docs/sub/a.txt", found below
** "docs", has the page "sub/a.html".  A part of a path that leads elsewhere, or
** has characters that are no good in the names of some system, is spelled
** otherwise; a long one is cut.  Two names are never the same, capitals apart.
*/
#include "desk/index_in.h"

#include "batch/names.h"
#include "text/utf8.h"

enum { PART = 180, PATH = 1 << 14, KEY_MAX = PATH + 64 };

static bool is_bad(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) ||
           (c < 0x80 && strchr("\\:*?\"<>|", (int)c) != NULL);
}

/* Append a part of a path: UTF-8, at most PART bytes. */
static void put_part(dm_buf *out, dm_slice part)
{
    size_t at = 0, good = 0;

    if (part.ptr[0] == '.') {
        dm_buf_char(out, '_');
        at = dm_slice_eq(part, DM_S("..")) ? 2 : 0;
    }
    while (at < part.len && at < PART) {
        size_t n = 1;

        if (at >= good)
            good = at + dm_utf8_valid(dm_slice_sub(part, at, part.len));
        if (at >= good || is_bad(dm_utf8_decode(part.ptr + at, &n)))
            dm_buf_char(out, '_');
        else
            dm_buf_slice(out, dm_slice_sub(part, at, at + n));
        at += n;
    }
}

static bool next_part(dm_slice *rest, dm_slice *part)
{
    const char *slash = memchr(rest->ptr, '/', rest->len);
    size_t      n = slash != NULL ? (size_t)(slash - rest->ptr) : rest->len;

    if (rest->len == 0)
        return false;
    *part = dm_slice_sub(*rest, 0, n);
    *rest = dm_slice_sub(*rest, slash != NULL ? n + 1 : n, rest->len);
    return true;
}

/* Without the ending of its last part. */
static dm_slice stem_of(dm_slice path)
{
    const char *slash = memrchr(path.ptr, '/', path.len);
    const char *dot = memrchr(path.ptr, '.', path.len);

    if (dot == NULL || dot == path.ptr || (slash != NULL && dot <= slash + 1))
        return path;
    return dm_slice_sub(path, 0, (size_t)(dot - path.ptr));
}

static void put_stem(dm_buf *out, const dm_index_row *row)
{
    dm_slice path = dm_slice_str(row->path);
    dm_slice rest = stem_of(dm_slice_sub(path, row->root, path.len));
    dm_slice part;

    while (next_part(&rest, &part)) {
        if (part.len == 0 || dm_slice_eq(part, DM_S(".")))
            continue;
        if (out->len > 0)
            dm_buf_char(out, '/');
        put_part(out, part);
    }
    if (out->len == 0)
        dm_buf_str(out, "page");
}

/* What two names are compared by. */
static void put_key(dm_buf *key, dm_slice stem, size_t clash)
{
    dm_buf_clear(key);
    for (size_t i = 0; i < stem.len; i++)
        dm_buf_char(key, (char)(stem.ptr[i] >= 'A' && stem.ptr[i] <= 'Z'
                                    ? stem.ptr[i] + 'a' - 'A'
                                    : stem.ptr[i]));
    if (clash > 1)
        dm_buf_printf(key, "-%zu", clash);
}

/* The first name that is free: "a", "a-2", "a-3". */
static bool claim(dm_index *x, dm_names *taken, dm_index_row *row,
                  dm_slice stem, dm_err *err)
{
    size_t clash = 1;
    dm_buf name;
    bool   ok;

    dm_buf_init(&name, KEY_MAX);
    for (put_key(&name, stem, clash);
         !name.failed && dm_names_holder(taken, dm_buf_view(&name)) != NULL;)
        put_key(&name, stem, ++clash);
    if (name.failed)
        return dm_fail(err, DM_E_MEMORY, "no memory for names of pages");
    ok = dm_names_take(taken, dm_buf_view(&name), DM_S(""), err);
    dm_buf_clear(&name);
    dm_buf_slice(&name, stem);
    if (clash > 1)
        dm_buf_printf(&name, "-%zu", clash);
    dm_buf_str(&name, ".html");
    if (ok) {
        row->page = dm_arena_str(&x->arena, dm_buf_view(&name));
        ok = row->page != NULL ||
             dm_fail(err, DM_E_MEMORY, "no memory for names of pages");
    }
    dm_buf_fini(&name);
    return ok;
}

bool dm_index_name(dm_index *x, dm_err *err)
{
    dm_names taken;
    dm_buf   stem;
    bool     ok;

    dm_names_init(&taken);
    dm_buf_init(&stem, PATH);
    ok = dm_names_take(&taken, DM_S("index"), DM_S(""), err);
    for (size_t i = 0; ok && i < x->nchosen; i++) {
        dm_buf_clear(&stem);
        put_stem(&stem, x->chosen[i]);
        if (stem.failed) { /* a path that is out of all measure */
            dm_buf_clear(&stem);
            dm_buf_str(&stem, "page");
        }
        ok = claim(x, &taken, x->chosen[i], dm_buf_view(&stem), err);
    }
    dm_buf_fini(&stem);
    dm_names_fini(&taken);
    return ok;
}
