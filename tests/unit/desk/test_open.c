/* test_open.c - an input opened, loaded and run again, and what goes wrong with
** that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk/open.h"

static char folder[64];

static const char *file(const char *name, const char *bytes)
{
    static char path[256];
    FILE       *f;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, strlen(bytes), f), strlen(bytes));
    assert_int_equal(fclose(f), 0);
    return path;
}

static dm_engine *engine(const char *chunk)
{
    dm_engine_options options = dm_engine_options_default();
    dm_err            err;
    dm_engine        *e;

    options.chunk = dm_slice_str(chunk);
    e = dm_desk_engine(&options, &err);
    if (e == NULL)
        fail_msg("%s", err.msg);
    return e;
}

static int64_t number(const dm_desk *desk, const char *key)
{
    const dm_value *v;

    assert_int_equal(desk->result.nrecords, 1);
    v = dm_value_at(desk->result.records[0], dm_slice_str(key));
    assert_non_null(v);
    return v->as.integer;
}

static void test_again(void **state)
{
    dm_load_options load = {0};
    dm_engine      *e = engine("doc:annotate(doc:lines()[1], 'line') "
                                    "return { n = #doc:annotations 'line', "
                                    "bytes = doc.bytes }");
    const char     *path = file("a.txt", "one\ntwo\n");
    dm_desk         desk;
    dm_err          err;

    (void)state;
    dm_desk_init(&desk);
    assert_true(dm_desk_read(&desk, path, &load, &err));
    for (int i = 0; i < 3; i++) { /* nothing is left of the run before */
        assert_true(dm_desk_load(&desk, &load, &err));
        assert_true(dm_desk_run(&desk, e, &err));
        assert_int_equal(number(&desk, "n"), 1);
    }
    assert_true(dm_desk_run(&desk, e, &err)); /* the same document */
    assert_int_equal(number(&desk, "n"), 2);
    (void)file("a.txt", "longer than it was\n");
    assert_true(dm_desk_read(&desk, path, &load, &err));
    assert_null(desk.doc);
    assert_true(dm_desk_load(&desk, &load, &err));
    assert_true(dm_desk_run(&desk, e, &err));
    assert_int_equal(number(&desk, "bytes"), 19);
    dm_desk_fini(&desk);
    dm_engine_close(e);
}

static void test_wrong(void **state)
{
    dm_load_options load = {0};
    dm_engine      *e = engine("error 'no'");
    const char     *path = file("b.txt", "text\n");
    dm_desk         desk;
    dm_err          err;
    bool            ran;

    (void)state;
    dm_desk_init(&desk);
    assert_false(dm_desk_open(&desk, path, &load, e, &ran, &err));
    assert_true(ran);
    assert_int_equal(err.code, DM_E_SCRIPT);
    /* a failed read leaves the desk as it was */
    assert_false(dm_desk_read(&desk, "/no/such/file", &load, &err));
    assert_int_equal(err.code, DM_E_NOT_FOUND);
    assert_string_equal(err.file, "/no/such/file");
    assert_non_null(desk.doc);
    assert_false(dm_desk_read(&desk, folder, &load, &err));
    assert_int_equal(err.code, DM_E_NOT_REGULAR);
    load.limits.max_bytes = 3;
    assert_false(dm_desk_read(&desk, path, &load, &err));
    assert_int_equal(err.code, DM_E_TOO_LARGE);
    assert_non_null(desk.doc);
    dm_desk_fini(&desk);
    dm_desk_fini(&desk); /* fine twice */
    dm_engine_close(e);
}

static void test_engine(void **state)
{
    dm_engine_options options = dm_engine_options_default();
    dm_err            err;

    (void)state;
    options.script =
        file("bad.lua", "return require 'docmill'.script { init = function() "
                        "error 'init' end, document = print }");
    assert_null(dm_desk_engine(&options, &err));
    assert_int_equal(err.code, DM_E_SCRIPT);
    options.script = "/no/such/script.lua";
    assert_null(dm_desk_engine(&options, &err));
    assert_int_equal(err.code, DM_E_NO_SCRIPT);
}

static int setup(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/docmill-open-XXXXXX");
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int teardown(void **state)
{
    static const char *const names[] = {"a.txt", "b.txt", "bad.lua"};
    char                     path[256];

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_again),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_engine),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
