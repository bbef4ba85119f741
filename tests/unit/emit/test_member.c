/* test_member.c - members that are there, of another kind, and not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>

#include "emit/json_read.h"
#include "emit/member.h"

typedef struct row {
    const char *json, *key;
    const char *str;
    int64_t     integer;
    double      real;
    bool        truth;
    int         items; /* -1: no list */
} row;

static const row rows[] = {
    {"{\"a\":\"x\"}",     "a", "x", 0, 0,   false, -1},
    {"{\"a\":7}",         "a", "",  7, 7,   false, -1},
    {"{\"a\":2.5}",       "a", "",  0, 2.5, false, -1},
    {"{\"a\":true}",      "a", "",  0, 0,   true,  -1},
    {"{\"a\":false}",     "a", "",  0, 0,   false, -1},
    {"{\"a\":[]}",        "a", "",  0, 0,   false, 0 },
    {"{\"a\":[5,\"y\"]}", "a", "",  0, 0,   false, 2 },
    {"{\"a\":{\"b\":1}}", "a", "",  0, 0,   false, -1},
    {"{\"a\":null}",      "a", "",  0, 0,   false, -1},
    {"{\"a\":7}",         "b", "",  0, 0,   false, -1},
    {"[1]",               "a", "",  0, 0,   false, -1},
    {"7",                 "a", "",  0, 0,   false, -1},
    {NULL,                "a", "",  0, 0,   false, -1},
};

static void check(const row *r, const dm_value *v)
{
    dm_value *const *items = NULL;
    size_t           n = dm_member_items(v, r->key, &items);
    dm_slice         s = dm_member_str(v, r->key);

    assert_true(dm_slice_eq(s, dm_slice_str(r->str)));
    assert_int_equal(dm_member_int(v, r->key), r->integer);
    assert_true(dm_member_real(v, r->key) == r->real);
    assert_int_equal(dm_member_true(v, r->key), r->truth);
    assert_int_equal(dm_member_list(v, r->key) != NULL, r->items >= 0);
    assert_int_equal(n, r->items > 0 ? r->items : 0);
    assert_int_equal(items != NULL, r->items > 0);
}

static void reads(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_arena  arena;
        dm_value *v = NULL;
        dm_err    err;

        dm_arena_init(&arena, 1 << 16);
        if (rows[i].json != NULL) {
            v = dm_json_read(&arena, dm_slice_str(rows[i].json), &err);
            assert_non_null(v);
        }
        check(&rows[i], v);
        dm_arena_fini(&arena);
    }
}

static void lists(void **state)
{
    dm_arena  arena;
    dm_err    err;
    dm_value *v;

    (void)state;
    dm_arena_init(&arena, 1 << 16);
    v = dm_json_read(&arena, DM_S("[4,\"x\"]"), &err);
    assert_non_null(v);
    assert_int_equal(dm_list_int(v, 0), 4);
    assert_int_equal(dm_list_int(v, 1), 0);
    assert_int_equal(dm_list_at(v, 1)->kind, DM_STRING);
    assert_null(dm_list_at(v, 2));
    assert_null(dm_list_at(dm_list_at(v, 0), 0));
    assert_int_equal(dm_list_int(NULL, 0), 0);
    dm_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),
        cmocka_unit_test(lists),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
