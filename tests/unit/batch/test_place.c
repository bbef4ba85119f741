/* test_place.c - files in their places: whole, within the folder, or not at
** all; parcels and the set of names besides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "batch/folder.h"
#include "batch/names.h"
#include "batch/parcel.h"

static char top[] = "/tmp/docmill-place-XXXXXX";

static int enter(void **state)
{
    (void)state;
    snprintf(top, sizeof top, "/tmp/docmill-place-XXXXXX");
    return mkdtemp(top) != NULL ? chdir(top) : -1;
}

static int leave(void **state)
{
    char command[100];

    (void)state;
    snprintf(command, sizeof command, "cd / && rm -rf '%s'", top);
    return system(command); /* NOLINT(cert-env33-c): our own folder */
}

static void have(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static bool holds(const char *path, const char *want)
{
    char   text[100] = "";
    FILE  *f = fopen(path, "r");
    size_t n = f != NULL ? fread(text, 1, sizeof text - 1, f) : 0;

    if (f != NULL)
        fclose(f);
    return f != NULL && n == strlen(want) && memcmp(text, want, n) == 0;
}

static const struct {
    const char *path;
    dm_put      want;
} rows[] = {
    {"a.txt",         DM_PUT_OK    },
    {"a.txt",         DM_PUT_OK    }, /* replaced */
    {"x/y/z/b.txt",   DM_PUT_OK    },
    {"x/y/c.txt",     DM_PUT_OK    },
    {"x",             DM_PUT_FAILED}, /* a folder */
    {"a.txt/d",       DM_PUT_FAILED}, /* a file in the way */
    {"out/e.txt",     DM_PUT_FAILED}, /* a link out of the folder */
    {"out/sub/e.txt", DM_PUT_FAILED},
    {"link.txt",      DM_PUT_OK    }, /* the link goes, not what it names */
};

static void below_a_folder(void **state)
{
    dm_folder f;
    dm_err    err;

    (void)state;
    assert_true(dm_folder_open(&f, "made/on/the/way", &err));
    assert_int_equal(mkdir("elsewhere", 0777), 0);
    have("elsewhere/victim", "old");
    assert_int_equal(symlink("../../../../elsewhere", "made/on/the/way/out"),
                     0);
    assert_int_equal(
        symlink("../../../../elsewhere/victim", "made/on/the/way/link.txt"), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char   path[100];
        dm_put put = dm_folder_put(&f, dm_slice_str(rows[i].path),
                                   dm_slice_str(rows[i].path), &err);

        if (put != rows[i].want)
            fail_msg("%s: %d %s", rows[i].path, put, err.msg);
        snprintf(path, sizeof path, "made/on/the/way/%s", rows[i].path);
        assert_int_equal(holds(path, rows[i].path), put == DM_PUT_OK);
    }
    dm_folder_close(&f);
    assert_true(holds("elsewhere/victim", "old"));
    assert_int_not_equal(access("elsewhere/e.txt", F_OK), 0);
    assert_int_equal(system("test -z \"$(find . -name '.*.tmp')\""), 0);
}

static void keeps_mode_and_backup(void **state)
{
    struct stat st;
    dm_place    p = {AT_FDCWD, "a", "a", &st, "a.bak"};
    dm_err      err;

    (void)state;
    have("a", "one");
    assert_int_equal(chmod("a", 0640), 0);
    assert_int_equal(stat("a", &st), 0);
    assert_int_equal(dm_place_put(&p, DM_S("two"), &err), DM_PUT_OK);
    assert_true(holds("a", "two"));
    assert_true(holds("a.bak", "one"));
    assert_int_equal(stat("a", &st), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
    assert_int_equal(dm_place_put(&p, DM_S("three"), &err), DM_PUT_FAILED);
    assert_true(holds("a", "two"));
    assert_true(holds("a.bak", "one")); /* the first one is not lost */
    assert_int_equal(system("test \"$(ls -A)\" = \"$(printf 'a\\na.bak')\""),
                     0);
}

static void names(void **state)
{
    dm_names set;
    dm_err   err;
    char     name[20];

    (void)state;
    dm_names_init(&set);
    assert_null(dm_names_holder(&set, DM_S("x")));
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "%d", i);
        assert_null(dm_names_holder(&set, dm_slice_str(name)));
        assert_true(dm_names_take(&set, dm_slice_str(name),
                                  dm_slice_str(name + 1), &err));
    }
    for (int i = 0; i < 5000; i++) {
        const dm_slice *who = NULL;

        snprintf(name, sizeof name, "%d", i);
        who = dm_names_holder(&set, dm_slice_str(name));
        assert_non_null(who);
        assert_true(dm_slice_eq(*who, dm_slice_str(name + 1)));
    }
    dm_names_fini(&set);
}

static void parcels(void **state)
{
    dm_buf    out;
    dm_slice  rest;
    dm_parcel p;

    (void)state;
    dm_buf_init(&out, 1000);
    dm_parcel_add(&out, DM_PARCEL_NAMED, DM_S("people"), DM_S("{}\n"));
    dm_parcel_add(&out, DM_PARCEL_TEXT, DM_S(""), DM_S("a\0b"));
    assert_true(dm_parcel_find(dm_buf_view(&out), DM_PARCEL_TEXT, &p));
    assert_true(dm_slice_eq(p.bytes, DM_S("a\0b")));
    assert_false(dm_parcel_find(dm_buf_view(&out), DM_PARCEL_ID, &p));
    for (size_t cut = 0; cut < out.len; cut++) { /* whatever a worker sends */
        rest = dm_slice_sub(dm_buf_view(&out), 0, cut);
        while (dm_parcel_next(&rest, &p))
            assert_true(p.bytes.ptr + p.bytes.len <= out.ptr + cut);
    }
    dm_buf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(below_a_folder, enter, leave),
        cmocka_unit_test_setup_teardown(keeps_mode_and_backup, enter, leave),
        cmocka_unit_test(names),
        cmocka_unit_test(parcels),
    };

    return cmocka_run_group_tests_name("place", tests, NULL, NULL);
}
