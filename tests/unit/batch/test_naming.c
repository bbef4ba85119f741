/* test_naming.c - templates, the mirrored tree, and no way out of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "batch/naming.h"

static const struct {
    const char *template, *suffix, *path;
    size_t      root;
    const char *id, *want; /* NULL: refused */
} rows[] = {
    {NULL,                     NULL,    "docs/sub/a.html", 5, "",       "sub/a.html" },
    {NULL,                     "jsonl", "docs/sub/a.html", 5, "",       "sub/a.jsonl"},
    {NULL,                     "md",    "docs/.profile",   5, "",       ".profile.md"},
    {NULL,                     "md",    "docs/a.tar.gz",   5, "",       "a.tar.md"   },
    {NULL,                     "md",    "docs/noext",      5, "",       "noext.md"   },
    {NULL,                     NULL,    "-",               0, "",       "stdin"      },
    {NULL,                     NULL,    "/abs/x",          0, "",       "abs/x"      },
    {NULL,                     NULL,    "./a//b/./c",      0, "",       "a/b/c"      },
    {NULL,                     NULL,    "../a",            0, "",       NULL         },
    {NULL,                     NULL,    "a/../b",          0, "",       NULL         },
    {NULL,                     NULL,    "a/..b",           0, "",       "a/..b"      },
    {"{n}.x",                  NULL,    "docs/a",          5, "",       "7.x"        },
    {"{dir}/{stem}-{ext}.new", NULL,    "d/s/a.b",         2, "",       "s/a-b.new"  },
    {"{dir}/{name}",           NULL,    "d/a",             2, "",       "a"          },
    {"{id}.txt",               NULL,    "d/a",             2, "",       "d_a.txt"    },
    {"{id}.txt",               NULL,    "d/a",             2, "x/../y", "x_.._y.txt" },
    {"{id}",                   NULL,    "d/a",             2, "..",     NULL         },
    {"{id}",                   NULL,    "d/a",             2, "/",      "_"          },
    {"../{name}",              NULL,    "d/a",             2, "",       NULL         },
    {"x/{dir}/",               NULL,    "d/a",             2, "",       NULL         },
    {"{ext}",                  NULL,    "d/a",             2, "",       NULL         },
};

static void paths(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_named_file f = {dm_slice_str(rows[i].path), rows[i].root, 7,
                           dm_slice_str(rows[i].id)};
        dm_buf        out;
        dm_err        err = {.code = DM_OK};
        bool          ok;

        dm_buf_init(&out, 1000);
        ok = dm_naming_path(&out, rows[i].template, rows[i].suffix, &f, &err);
        if (ok != (rows[i].want != NULL) ||
            (ok && !dm_slice_eq(dm_buf_view(&out), dm_slice_str(rows[i].want))))
            fail_msg("row %zu: %.*s", i, (int)out.len, dm_buf_view(&out).ptr);
        if (!ok)
            assert_int_equal(err.code, DM_E_WRITE);
        dm_buf_fini(&out);
    }
}

static void templates(void **state)
{
    static const char *const good[] = {"{n}", "a/{dir}/{id}", "x", "}x"};
    static const char *const bad[] = {"",   "/a",   "{nn}",      "{n",
                                      "{}", "{ n}", "a{name}{x}"};
    dm_err                   err;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(dm_naming_check(good[i], &err));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(dm_naming_check(bad[i], &err));
        assert_int_equal(err.code, DM_E_BAD_VALUE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths),
        cmocka_unit_test(templates),
    };

    return cmocka_run_group_tests_name("naming", tests, NULL, NULL);
}
