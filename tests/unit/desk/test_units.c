/* test_units.c - places in UTF-16 units. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/units.h"

static const struct {
    const char *text;
    size_t      byte, units;
} rows[] = {
    {"",                         0,  0},
    {"",                         9,  0},
    {"abc",                      0,  0},
    {"abc",                      2,  2},
    {"abc",                      3,  3},
    {"abc",                      99, 3},
    {"\xE4\xB8\xAD"
     "b",                   3,  1},
    {"\xE4\xB8\xAD"
     "b",                   4,  2},
    {"\xF0\xA0\xAE\xB7"
     "b",                   4,  2},
    {"\xF0\xA0\xAE\xB7"
     "b",                   5,  3},
    {"\xC3\xA9\xF0\x9F\x98\x80", 2,  1},
    {"\xC3\xA9\xF0\x9F\x98\x80", 6,  3},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_arena arena;
        dm_units units;

        dm_arena_init(&arena, 1 << 20);
        assert_true(dm_units_init(&units, &arena, dm_slice_str(rows[i].text)));
        if (dm_units_before(&units, rows[i].byte) != rows[i].units)
            fail_msg("row %zu: %zu, not %zu", i,
                     dm_units_before(&units, rows[i].byte), rows[i].units);
        dm_arena_fini(&arena);
    }
}

/* Every place of a text of several steps, counted one by one. */
static void test_long(void **state)
{
    static const char unit[] = "a\xC3\xA9\xE4\xB8\xAD\xF0\xA0\xAE\xB7";
    char              text[2561];
    size_t            want = 0;
    dm_arena          arena;
    dm_units          units;

    (void)state;
    for (size_t i = 0; i < 2560; i++)
        text[i] = unit[i % 10];
    text[2560] = '\0';
    dm_arena_init(&arena, 1 << 20);
    for (size_t len = 2550; len <= 2560; len += 10) {
        want = 0;
        assert_true(dm_units_init(&units, &arena, (dm_slice){text, len}));
        for (size_t i = 0; i <= len; i++) {
            unsigned char c = (unsigned char)text[i];

            if ((c & 0xC0) != 0x80)
                assert_int_equal(dm_units_before(&units, i), want);
            want += c >= 0xF0 ? 2 : (c & 0xC0) != 0x80;
        }
    }
    dm_arena_fini(&arena);
}

static void test_no_memory(void **state)
{
    dm_arena arena;
    dm_units units;

    (void)state;
    dm_arena_init(&arena, 1);
    assert_false(dm_units_init(&units, &arena, DM_S("abc")));
    dm_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests_name("units", tests, NULL, NULL);
}
