/* test_show.c - lines with carets under them, quotes, names with a line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/blame.h"
#include "desk/show.h"

/* clang-format off */
static const struct {
    const char *name, *text;
    dm_range    range;
    const char *want;
} lines[] = {
    {"ASCII", "one two", {4, 7}, "    one two\n        ^^^\n"},
    {"Han takes two cells", "日期：x", {3, 6}, "    日期：x\n      ^^\n"},
    {"what combines takes none", "e\xCC\x81x", {3, 4}, "    e\xCC\x81x\n     ^\n"},
    {"a tab is one cell", "a\tb", {2, 3}, "    a b\n      ^\n"},
    {"a control is spelled", "a\x1B" "b", {2, 3}, "    a\\x1Bb\n         ^\n"},
    {"the second line", "aa\nbb\ncc", {3, 4}, "    bb\n    ^\n"},
    {"CRLF is not shown", "aa\r\nbb", {1, 2}, "    aa\n     ^\n"},
    {"the line's end", "aa\r\nbb", {2, 4}, "    aa\n      ^\n"},
    {"over the line's end", "ab\ncd", {1, 4}, "    ab\n     ^\n"},
    {"an empty place", "ab", {1, 1}, "    ab\n     ^\n"},
    {"the text's end", "ab", {2, 2}, "    ab\n      ^\n"},
    {"an empty text", "", {0, 0}, "    \n    ^\n"},
    {"a long line is cut at both ends",
     "0123456789012345678901234567890123456789"
     "X123456789012345678901234567890123456789012345678901234567890123456789",
     {40, 41},
     "  ..2345678901234567890123456789"
     "X1234567890123456789012345678901234567890123..\n"
     "                                ^\n"},
    {"and never in the middle of a cell",
     "x一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十",
     {1, 4},
     "    x一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五..\n"
     "     ^^\n"},
};

static const struct {
    const char *text, *want;
} quotes[] = {
    {"abc", "\"abc\""},
    {"中", "\"中\" U+4E2D"},
    {"\xE2\x80\x8B", "\"<U+200B>\" U+200B"},
    {"a\xE2\x80\x8B\nb", "\"a<U+200B>\\x0Ab\""},
    {" ", "\" \" U+0020"},
    {"\n", "\"\\x0A\" U+000A"},
    {"中文字", "\"中文字\""},
    {"", "\"\""},
};

static const struct {
    const char *arg;
    bool        ok;
    const char *records;
    size_t      line;
} names[] = {
    {"a.jsonl", true, "a.jsonl", 0},
    {"a.jsonl:12", true, "a.jsonl", 12},
    {"-", true, "-", 0},
    {"-:3", true, "-", 3},
    {"dir:7/a.jsonl", true, "dir:7/a.jsonl", 0},
    {"a:b:1", true, "a:b", 1},
    {"12", true, "12", 0},
    {":12", true, ":12", 0},
    {"a12", true, "a12", 0},
    {"a:0", false, NULL, 0},
    {"a:99999999999999999999", false, NULL, 0},
};
/* clang-format on */

static void check(dm_buf *out, const char *name, const char *want)
{
    dm_buf_char(out, '\0');
    if (strcmp(out->ptr, want) != 0)
        print_message("%s\n", name);
    assert_string_equal(out->ptr, want);
    dm_buf_fini(out);
}

static void carets_stand_under_cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        dm_buf out;

        dm_buf_init(&out, 10000);
        dm_show_line(&out, dm_slice_str(lines[i].text), lines[i].range, false);
        check(&out, lines[i].name, lines[i].want);
    }
}

static void quotes_tell_what_cannot_be_seen(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        dm_buf out;

        dm_buf_init(&out, 1000);
        dm_show_quote(&out, dm_slice_str(quotes[i].text));
        check(&out, quotes[i].text, quotes[i].want);
    }
}

static void records_and_their_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        dm_blame blame = {0};
        dm_err   err;
        char     arg[64];

        strcpy(arg, names[i].arg);
        assert_int_equal(dm_blame_read(&blame, arg, &err), names[i].ok);
        if (!names[i].ok) {
            assert_int_equal(err.code, DM_E_BAD_VALUE);
            continue;
        }
        assert_string_equal(blame.records, names[i].records);
        assert_int_equal(blame.line, names[i].line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(carets_stand_under_cells),
        cmocka_unit_test(quotes_tell_what_cannot_be_seen),
        cmocka_unit_test(records_and_their_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
