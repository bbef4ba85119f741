/* test_paths.c - each path once, in order, however many there are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <stdio.h>

#include "desk/paths.h"

enum { MANY = 20000 };

static void once(void **state)
{
    dm_paths    paths;
    char        name[32];
    const char *at = NULL;

    (void)state;
    dm_paths_init(&paths);
    assert_false(dm_paths_has(&paths, "n0"));
    assert_null(dm_paths_next(&paths, NULL));
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < MANY; i++) {
            snprintf(name, sizeof name, "n%d", i);
            assert_int_equal(dm_paths_has(&paths, name), round);
            dm_paths_add(&paths, name);
        }
    assert_int_equal(paths.n, MANY);
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "n%d", i);
        at = dm_paths_next(&paths, at);
        assert_string_equal(at, name);
    }
    assert_null(dm_paths_next(&paths, at));
    dm_paths_clear(&paths);
    assert_false(dm_paths_has(&paths, "n7"));
    dm_paths_add(&paths, "n7");
    assert_string_equal(dm_paths_next(&paths, NULL), "n7");
    dm_paths_fini(&paths);
}

static void drops(void **state)
{
    dm_paths paths;
    char     name[32];

    (void)state;
    dm_paths_init(&paths);
    for (int i = 0; i < 200; i++) { /* each of them goes in and out once */
        snprintf(name, sizeof name, "n%d", i);
        dm_paths_add(&paths, name);
        dm_paths_drop(&paths, name);
        assert_false(dm_paths_has(&paths, name));
        dm_paths_add(&paths, name);
    }
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "n%d", i);
        assert_true(dm_paths_has(&paths, name));
    }
    assert_int_equal(paths.n, 200);
    dm_paths_fini(&paths);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(once),
        cmocka_unit_test(drops),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
