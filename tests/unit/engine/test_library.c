/* test_library.c - what can be found, and what must not be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/library.h"

/*
** ROOT/in/s.lua       the script
** ROOT/in/mod.lua     its module, ROOT/in/sub/deep.lua another
** ROOT/in/link.lua -> mod.lua, ROOT/in/out.lua -> ../secret.lua
** ROOT/secret.lua     not its business
** ROOT/inside/x.lua   a folder whose name begins like the script's
** ROOT/in/next.lua -> ../inside/x.lua
** ROOT/lib/std/date.lua, ROOT/lib/rules/mine.lua   for $DOCMILL_PATH
*/
static char              root[] = "/tmp/docmill-lib-XXXXXX";
static const char *const folders[] = {"in",      "in/sub",    "inside", "lib",
                                      "lib/std", "lib/rules", NULL};
static const char *const files[] = {
    "in/s.lua",     "in/mod.lua",       "in/sub/deep.lua",    "secret.lua",
    "inside/x.lua", "lib/std/date.lua", "lib/rules/mine.lua", NULL};
static const char *const links[][2] = {
    {"mod.lua",         "in/link.lua"},
    {"../secret.lua",   "in/out.lua" },
    {"../inside/x.lua", "in/next.lua"},
    {NULL,              NULL         },
};

static const char *in_root(const char *name)
{
    static char path[256];

    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

static int make_files(void **state)
{
    (void)state;
    if (mkdtemp(root) == NULL)
        return -1;
    for (int i = 0; folders[i] != NULL; i++)
        if (mkdir(in_root(folders[i]), 0700) != 0)
            return -1;
    for (int i = 0; files[i] != NULL; i++) {
        FILE *f = fopen(in_root(files[i]), "w");
        if (f == NULL)
            return -1;
        fputs(files[i], f);
        fclose(f);
    }
    for (int i = 0; links[i][0] != NULL; i++)
        if (symlink(links[i][0], in_root(links[i][1])) != 0)
            return -1;
    return 0;
}

static int drop_files(void **state)
{
    (void)state;
    for (int i = 0; links[i][0] != NULL; i++)
        unlink(in_root(links[i][1]));
    for (int i = 0; files[i] != NULL; i++)
        unlink(in_root(files[i]));
    for (int i = 5; i >= 0; i--)
        rmdir(in_root(folders[i]));
    return rmdir(root);
}

static const struct {
    const char *name, *want; /* the file's text; NULL for none */
} modules[] = {
    {"mod",          "in/mod.lua"      },
    {"sub.deep",     "in/sub/deep.lua" },
    {"link",         "in/mod.lua"      },
    {"out",          NULL              },
    {"next",         NULL              },
    {"missing",      NULL              },
    {"",             NULL              },
    {".",            NULL              },
    {"..secret",     NULL              },
    {"../secret",    NULL              },
    {"sub..deep",    NULL              },
    {".mod",         NULL              },
    {"mod.",         NULL              },
    {"/etc/passwd",  NULL              },
    {"in\\mod",      NULL              },
    {"std.date",     "lib/std/date.lua"},
    {"std.missing",  NULL              },
    {"std...in.mod", NULL              },
};

static void test_modules(void **state)
{
    dm_library  library;
    dm_slice    source;
    const char *path;
    dm_err      err;

    (void)state;
    setenv("DOCMILL_PATH", in_root("lib"), 1);
    dm_library_init(&library);
    assert_true(
        dm_library_script(&library, in_root("in/s.lua"), &source, &err));
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        dm_slice name = dm_slice_str(modules[i].name);
        bool found = dm_library_module(&library, name, &source, &path, &err);

        if (found != (modules[i].want != NULL))
            fail_msg("%s: found %d", modules[i].name, found);
        if (found)
            assert_true(dm_slice_eq(source, dm_slice_str(modules[i].want)));
        else
            assert_int_equal(err.code, DM_E_NO_MODULE);
    }
    dm_library_fini(&library);
    unsetenv("DOCMILL_PATH");
}

/* Files that are no modules, by their names. */
static const struct {
    const char *name, *want; /* the file's text; NULL for none */
    const char *help;
} lists[] = {
    {"mod.lua",              "in/mod.lua",      NULL         },
    {"./mod.lua",            "in/mod.lua",      NULL         },
    {"sub/deep.lua",         "in/sub/deep.lua", NULL         },
    {"link.lua",             "in/mod.lua",      NULL         },
    {"out.lua",              NULL,              "own folder" },
    {"next.lua",             NULL,              "own folder" },
    {"../secret.lua",        NULL,              "own folder" },
    {"sub/../../secret.lua", NULL,              "own folder" },
    {"sub/..",               NULL,              "own folder" },
    {"..",                   NULL,              "own folder" },
    {"",                     NULL,              "own folder" },
    {"/etc/passwd",          NULL,              "own folder" },
    {"missing.txt",          NULL,              "looked in /"},
    {"sub",                  NULL,              "looked in /"},
    {".",                    NULL,              ""           },
};

static void test_lists(void **state)
{
    dm_library library;
    dm_slice   bytes;
    dm_err     err;

    (void)state;
    dm_library_init(&library);
    assert_false(dm_library_file(&library, DM_S("mod.lua"), &bytes, &err));
    assert_non_null(strstr(err.help, "no folder of its own"));
    assert_true(dm_library_script(&library, in_root("in/s.lua"), &bytes, &err));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        dm_slice name = dm_slice_str(lists[i].name);
        bool     found = dm_library_file(&library, name, &bytes, &err);

        if (found != (lists[i].want != NULL))
            fail_msg("%s: found %d", lists[i].name, found);
        if (found) {
            assert_true(dm_slice_eq(bytes, dm_slice_str(lists[i].want)));
            continue;
        }
        assert_int_equal(err.code, DM_E_NO_MODULE);
        if (strstr(err.help, lists[i].help) == NULL)
            fail_msg("%s: %s (%s)", lists[i].name, err.msg, err.help);
    }
    assert_false(dm_library_file(&library, DM_S("mod.lua\0x"), &bytes, &err));
    dm_library_fini(&library);
}

static void test_scripts(void **state)
{
    static const struct {
        const char *name, *want;
    } rows[] = {
        {"mine",            "lib/rules/mine.lua"},
        {"min",             NULL                },
        {"../secret",       NULL                }, /* a path, and there is none from here */
        {"std/docmill.lua", NULL                },
        {"in",              NULL                },
    };
    dm_library library;
    dm_slice   source;
    dm_err     err;

    (void)state;
    setenv("DOCMILL_PATH", in_root("lib"), 1);
    dm_library_init(&library);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool found = dm_library_script(&library, rows[i].name, &source, &err);

        if (found != (rows[i].want != NULL))
            fail_msg("%s: found %d", rows[i].name, found);
        if (found)
            assert_true(dm_slice_eq(source, dm_slice_str(rows[i].want)));
        else
            assert_int_equal(err.code, DM_E_NO_SCRIPT);
    }
    assert_false(dm_library_script(&library, root, &source, &err)); /* folder */
    dm_library_fini(&library);
    unsetenv("DOCMILL_PATH");
}

/* The library is in the program, whole. */
static void test_embedded(void **state)
{
    dm_library  library;
    dm_slice    source;
    const char *path;
    dm_err      err;
    size_t      n = 0;

    (void)state;
    dm_library_init(&library);
    while (dm_library_at(n) != NULL)
        n++;
    assert_true(n >= 10);
    assert_true(
        dm_library_module(&library, DM_S("docmill"), &source, &path, &err));
    assert_string_equal(path, "std/docmill.lua");
    assert_true(dm_slice_starts(source, DM_S("-- docmill.lua")));
    assert_true(source.ptr[source.len - 1] == '\n');
    dm_library_fini(&library);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_modules),
        cmocka_unit_test(test_scripts),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_embedded),
    };

    return cmocka_run_group_tests(tests, make_files, drop_files);
}
