/* zipped.h - small ZIP files for tests, made on the spot. */
#ifndef DM_TEST_ZIPPED_H
#define DM_TEST_ZIPPED_H

#include <stdlib.h>
#include <zip.h>

#include "base/slice.h"

enum { ZIPPED_TIME = 1000000000 };

/* What a test adds to the archive before it is closed; may be NULL. */
typedef void zipped_more(zip_t *zip);

static void zipped_add(zip_t *zip, const char *name, dm_slice bytes, int method)
{
    zip_source_t *s = zip_source_buffer(zip, bytes.ptr, bytes.len, 0);
    zip_int64_t   i = zip_file_add(zip, name, s, ZIP_FL_ENC_UTF_8);

    assert_true(i >= 0);
    assert_int_equal(zip_set_file_compression(zip, (zip_uint64_t)i, method, 0),
                     0);
    assert_int_equal(zip_file_set_mtime(zip, (zip_uint64_t)i, ZIPPED_TIME, 0),
                     0);
}

/* An archive of `pairs` (a name and its content, ended by NULL), packed but
** for "mimetype"; the caller frees. */
static dm_slice zipped(const char *const *pairs, zipped_more *more)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t        *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
    zip_stat_t    st;
    char         *out;

    assert_non_null(zip);
    zip_source_keep(source);
    for (; *pairs != NULL; pairs += 2)
        zipped_add(zip, pairs[0], dm_slice_str(pairs[1]),
                   strcmp(pairs[0], "mimetype") == 0 ? ZIP_CM_STORE
                                                     : ZIP_CM_DEFLATE);
    if (more != NULL)
        more(zip);
    if (zip_close(zip) != 0)
        fail_msg("%s", zip_strerror(zip));
    zip_stat_init(&st);
    assert_int_equal(zip_source_stat(source, &st), 0);
    out = malloc(st.size + 1);
    assert_int_equal(zip_source_open(source), 0);
    assert_int_equal(zip_source_read(source, out, st.size), st.size);
    zip_source_close(source);
    zip_source_free(source);
    return (dm_slice){out, (size_t)st.size};
}

static void unzipped(dm_slice zip)
{
    free((void *)(uintptr_t)zip.ptr);
}

#endif
