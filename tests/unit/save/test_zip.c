/* test_zip.c - members replaced, and everything else as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../load/zipped.h"
#include "load/archive.h"
#include "save/zip.h"

static char noise[100000];

static void add_more(zip_t *zip)
{
    uint32_t x = 1;

    for (size_t i = 0; i < sizeof noise; i++) {
        x = x * 1664525u + 1013904223u;
        noise[i] = (char)(x >> (i / 1000 % 2 ? 30 : 24)); /* packs a little */
    }
    zipped_add(zip, "media/image.png", (dm_slice){noise, sizeof noise},
               ZIP_CM_DEFLATE);
    zipped_add(zip, "stored", DM_S("stored text, stored text"), ZIP_CM_STORE);
    assert_true(zip_dir_add(zip, "folder", ZIP_FL_ENC_UTF_8) >= 0);
    assert_int_equal(zip_set_archive_comment(zip, "a comment", 9), 0);
    assert_int_equal(zip_file_set_comment(zip, 1, "of b", 4, 0), 0);
}

static const char *const pairs[] = {"mimetype",
                                    "application/x",
                                    "word/document.xml",
                                    "<a>text text text text</a>",
                                    "中.xml",
                                    "<b/>",
                                    NULL};

/* The packed bytes of member `i`. */
static dm_slice packed(zip_t *zip, zip_uint64_t i, zip_stat_t *st)
{
    zip_file_t *f = zip_fopen_index(zip, i, ZIP_FL_COMPRESSED);
    char       *out;

    zip_stat_init(st);
    assert_int_equal(zip_stat_index(zip, i, 0, st), 0);
    out = malloc(st->comp_size + 1);
    assert_non_null(f);
    assert_int_equal(zip_fread(f, out, st->comp_size), st->comp_size);
    zip_fclose(f);
    return (dm_slice){out, (size_t)st->comp_size};
}

static zip_t *reopen(dm_slice bytes)
{
    zip_source_t *s = zip_source_buffer_create(bytes.ptr, bytes.len, 0, NULL);
    zip_t *zip = zip_open_from_source(s, ZIP_RDONLY | ZIP_CHECKCONS, NULL);

    assert_non_null(zip);
    return zip;
}

static bool replaced(const dm_zip_member *members, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (dm_slice_eq(members[i].name, dm_slice_str(name)))
            return true;
    return false;
}

static void compare(dm_slice before, dm_slice after,
                    const dm_zip_member *members, size_t n)
{
    zip_t *a = reopen(before);
    zip_t *b = reopen(after);
    int    len = 0;

    assert_int_equal(zip_get_num_entries(a, 0), zip_get_num_entries(b, 0));
    for (zip_int64_t i = 0; i < zip_get_num_entries(a, 0); i++) {
        zip_stat_t   sa, sb;
        zip_uint64_t at = (zip_uint64_t)i;
        dm_slice     pa = packed(a, at, &sa);
        dm_slice     pb = packed(b, at, &sb);

        assert_string_equal(sa.name, sb.name);
        assert_int_equal(sa.mtime, sb.mtime);
        assert_int_equal(sa.comp_method, sb.comp_method);
        if (!replaced(members, n, sa.name)) {
            assert_int_equal(sa.crc, sb.crc);
            assert_true(dm_slice_eq(pa, pb));
        }
        unzipped(pa);
        unzipped(pb);
    }
    assert_string_equal(zip_get_archive_comment(b, &len, 0), "a comment");
    assert_string_equal(zip_file_get_comment(b, 1, NULL, 0), "of b");
    zip_discard(a);
    zip_discard(b);
}

static void check_content(dm_slice file, const dm_zip_member *m)
{
    dm_archive *a = dm_archive_open(file, 1 << 20, NULL);
    dm_arena    arena;
    dm_slice    got;

    dm_arena_init(&arena, 1 << 22);
    assert_non_null(a);
    assert_true(dm_archive_take(a, m->name, &arena, &got, NULL));
    assert_true(dm_slice_eq(got, m->bytes));
    dm_arena_fini(&arena);
    dm_archive_close(a);
}

static void others_stay(void **state)
{
    static const dm_zip_member sets[][3] = {
        {{DM_LIT("word/document.xml"), DM_LIT("<a>another text</a>")}},
        {{DM_LIT("word/document.xml"), DM_LIT("")}                   },
        {{DM_LIT("mimetype"), DM_LIT("application/yy")},
         {DM_LIT("中.xml"), DM_LIT("<c>中文</c>")},
         {DM_LIT("stored"), DM_LIT("x")}},
        {{DM_LIT("media/image.png"), DM_LIT("none")}                             },
    };
    dm_slice zip = zipped(pairs, add_more);

    (void)state;
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        size_t n = sets[i][1].name.ptr != NULL ? 3 : 1;
        dm_buf out, again;

        dm_buf_init(&out, 1 << 20);
        dm_buf_init(&again, 1 << 20);
        dm_buf_str(&out, "before");
        assert_true(dm_zip_replace(zip, sets[i], n, &out, NULL));
        assert_true(dm_zip_replace(zip, sets[i], n, &again, NULL));
        assert_memory_equal(out.ptr, "before", 6);
        assert_int_equal(out.len, again.len + 6);
        assert_memory_equal(out.ptr + 6, again.ptr, again.len);
        compare(zip, dm_buf_view(&again), sets[i], n);
        for (size_t k = 0; k < n; k++)
            check_content(dm_buf_view(&again), &sets[i][k]);
        dm_buf_fini(&out);
        dm_buf_fini(&again);
    }
    unzipped(zip);
}

static void refused(void **state)
{
    static const dm_zip_member none = {DM_LIT("nobody"), DM_LIT("x")};
    static const dm_zip_member some = {DM_LIT("stored"), DM_LIT("x")};
    dm_slice                   zip = zipped(pairs, add_more);
    dm_buf                     out;
    dm_err                     err;

    (void)state;
    dm_buf_init(&out, 1000);
    assert_false(dm_zip_replace(zip, &none, 1, &out, &err));
    assert_int_equal(err.code, DM_E_READ_BACK);
    assert_false(dm_zip_replace(DM_S("no archive"), &some, 1, &out, &err));
    assert_int_equal(err.code, DM_E_READ_BACK);
    assert_false(dm_zip_replace((dm_slice){zip.ptr, zip.len - 20}, &some, 1,
                                &out, &err));
    assert_int_equal(err.code, DM_E_READ_BACK);
    assert_false(dm_zip_replace(zip, &some, 1, &out, &err));
    assert_int_equal(err.code, DM_E_SIZE);
    assert_int_equal(out.len, 0);
    dm_buf_fini(&out);
    unzipped(zip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(others_stay),
        cmocka_unit_test(refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
