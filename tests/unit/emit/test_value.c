/* test_value.c - objects: few members, many, and look-ups while they grow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "emit/value.h"

static dm_slice name(char buf[32], size_t i)
{
    snprintf(buf, 32, "k%zu", i);
    return dm_slice_str(buf);
}

static void expect(const dm_value *object, size_t i, int64_t want)
{
    char            buf[32];
    const dm_value *v = dm_value_at(object, name(buf, i));

    assert_non_null(v);
    assert_int_equal(v->as.integer, want);
}

/* 300,000 names: a walk past all members for each would take minutes. */
static void many_members(void **state)
{
    enum { N = 300000 };
    dm_arena  arena;
    dm_value *object;
    char      buf[32];

    (void)state;
    alarm(30);
    dm_arena_init(&arena, SIZE_MAX);
    object = dm_value_object(&arena);
    for (size_t i = 0; i < N; i++)
        assert_true(dm_value_set(&arena, object, name(buf, i),
                                 dm_value_int(&arena, (int64_t)i)));
    assert_int_equal(object->as.object.n, N);
    for (size_t i = 0; i < N; i++)
        expect(object, i, (int64_t)i);
    assert_null(dm_value_at(object, name(buf, N)));
    dm_arena_fini(&arena);
    alarm(0);
}

/* At each size: every name is found, none that is not there, and setting it
** again changes the value and not the number or order of members. */
static void every_size(void **state)
{
    dm_arena  arena;
    dm_value *object;
    char      buf[32];

    (void)state;
    dm_arena_init(&arena, SIZE_MAX);
    object = dm_value_object(&arena);
    for (size_t n = 0; n < 200; n++) {
        assert_null(dm_value_at(object, name(buf, n)));
        assert_true(dm_value_set(&arena, object, name(buf, n),
                                 dm_value_int(&arena, 1000)));
        assert_true(dm_value_set(&arena, object, name(buf, n / 2),
                                 dm_value_int(&arena, (int64_t)n)));
        assert_int_equal(object->as.object.n, n + 1);
        expect(object, n / 2, (int64_t)n);
        assert_true(
            dm_slice_eq(object->as.object.members[n].key, name(buf, n)));
    }
    dm_arena_fini(&arena);
}

/* A member is taken out by hand, and another comes: no look-up is wrong. */
static void members_moved(void **state)
{
    dm_arena   arena;
    dm_value  *object;
    dm_member *m;
    char       buf[32];

    (void)state;
    dm_arena_init(&arena, SIZE_MAX);
    object = dm_value_object(&arena);
    for (size_t i = 0; i < 100; i++)
        assert_true(dm_value_set(&arena, object, name(buf, i),
                                 dm_value_int(&arena, (int64_t)i)));
    m = object->as.object.members;
    memmove(&m[10], &m[11], 89 * sizeof *m);
    object->as.object.n--;
    assert_null(dm_value_at(object, name(buf, 10)));
    expect(object, 11, 11);
    assert_true(
        dm_value_set(&arena, object, name(buf, 500), dm_value_int(&arena, 7)));
    expect(object, 500, 7);
    for (size_t i = 0; i < 100; i++)
        if (i != 10)
            expect(object, i, (int64_t)i);
    assert_null(dm_value_at(object, name(buf, 10)));
    dm_value_index(&arena, object);
    expect(object, 99, 99);
    expect(object, 500, 7);
    assert_null(dm_value_at(object, name(buf, 10)));
    dm_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_members),
        cmocka_unit_test(every_size),
        cmocka_unit_test(members_moved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
