/* test_source.c - reading a file that moves, and the limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "batch/name.h"
#include "batch/source.h"

static int scratch(size_t n)
{
    char  name[] = "/tmp/docmill-source-XXXXXX";
    int   fd = mkstemp(name);
    char *bytes = calloc(1, n + 1);

    assert_true(fd >= 0);
    unlink(name);
    assert_int_equal(write(fd, bytes, n), (ssize_t)n);
    free(bytes);
    return fd;
}

static const struct {
    size_t  size, max;
    dm_code want;
} rows[] = {
    {0,      0,      DM_OK         },
    {1,      0,      DM_E_TOO_LARGE},
    {100,    100,    DM_OK         },
    {101,    100,    DM_E_TOO_LARGE},
    {65536,  65536,  DM_OK         },
    {65537,  70000,  DM_OK         },
    {300000, 299999, DM_E_TOO_LARGE},
    {300000, 300000, DM_OK         },
};

static void reads_up_to_the_limit(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_buf out;
        dm_err err = {.code = DM_OK};
        int    fd = scratch(rows[i].size);

        dm_buf_init(&out, rows[i].max);
        assert_int_equal(dm_source_read(fd, &out, &err), rows[i].want == DM_OK);
        assert_int_equal(err.code, rows[i].want);
        if (rows[i].want == DM_OK)
            assert_int_equal(out.len, rows[i].size);
        dm_buf_fini(&out);
        close(fd);
    }
}

/* /proc files say they have no bytes and have some: that is a file which is
** not what it was when we looked. */
static void a_file_that_changes_is_told(void **state)
{
    dm_buf out;
    dm_err err;
    int    fd = open("/proc/self/status", O_RDONLY);

    (void)state;
    if (fd < 0)
        skip();
    dm_buf_init(&out, 100000);
    assert_false(dm_source_read(fd, &out, &err));
    assert_int_equal(err.code, DM_E_CHANGED);
    dm_buf_fini(&out);
    close(fd);
}

static const struct {
    const char *bytes, *utf8, *base64;
} names[] = {
    {"",          "",                          ""    },
    {"a",         "a",                         "YQ=="},
    {"ab",        "ab",                        "YWI="},
    {"abc",       "abc",                       "YWJj"},
    {"\xFF\xFE",  "\xEF\xBF\xBD\xEF\xBF\xBD",  "//4="},
    {"\xE4\xB8z", "\xEF\xBF\xBD\xEF\xBF\xBDz", "5Lh6"},
};

static void names_keep_their_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        dm_buf out;

        dm_buf_init(&out, 1000);
        dm_name_utf8(&out, dm_slice_str(names[i].bytes));
        assert_true(
            dm_slice_eq(dm_buf_view(&out), dm_slice_str(names[i].utf8)));
        dm_buf_clear(&out);
        dm_name_base64(&out, dm_slice_str(names[i].bytes));
        assert_true(
            dm_slice_eq(dm_buf_view(&out), dm_slice_str(names[i].base64)));
        dm_buf_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_up_to_the_limit),
        cmocka_unit_test(a_file_that_changes_is_told),
        cmocka_unit_test(names_keep_their_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
