/* test_lines.c - offsets to lines and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/lines.h"

static const struct {
    const char *name;
    dm_slice    text;
    size_t      n, at, line;
    dm_range    range; /* of that line */
} rows[] = {
    {"empty",              DM_LIT(""),           1, 0,  0, {0, 0}},
    {"one, no end",        DM_LIT("abc"),        1, 2,  0, {0, 3}},
    {"one, ended",         DM_LIT("abc\n"),      1, 3,  0, {0, 3}},
    {"at the very end",    DM_LIT("abc\n"),      1, 4,  0, {0, 3}},
    {"only a newline",     DM_LIT("\n"),         1, 0,  0, {0, 0}},
    {"two newlines",       DM_LIT("\n\n"),       2, 1,  1, {1, 1}},
    {"second line",        DM_LIT("ab\ncd"),     2, 3,  1, {3, 5}},
    {"its newline before", DM_LIT("ab\ncd"),     2, 2,  0, {0, 2}},
    {"middle of three",    DM_LIT("a\nbc\nd\n"), 3, 3,  1, {2, 4}},
    {"last of three",      DM_LIT("a\nbc\nd\n"), 3, 5,  2, {5, 6}},
    {"far beyond",         DM_LIT("a\nb"),       2, 99, 1, {2, 3}},
};

static void finds_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_arena arena;
        dm_lines lines;
        size_t   line;
        dm_range got;

        dm_arena_init(&arena, 10000);
        assert_true(dm_lines_init(&lines, rows[i].text, &arena));
        line = dm_lines_at(&lines, rows[i].at);
        got = dm_lines_range(&lines, line);
        if (lines.n != rows[i].n || line != rows[i].line ||
            got.from != rows[i].range.from || got.to != rows[i].range.to)
            fail_msg("%s: %zu lines, line %zu [%zu, %zu)", rows[i].name,
                     lines.n, line, got.from, got.to);
        dm_arena_fini(&arena);
    }
}

static void a_full_arena_fails(void **state)
{
    dm_arena arena;
    dm_lines lines;

    (void)state;
    dm_arena_init(&arena, 4);
    assert_false(dm_lines_init(&lines, DM_S("a\nb"), &arena));
    dm_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_lines),
        cmocka_unit_test(a_full_arena_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
