/* test_term.c - the page for a terminal: marks, cells, figures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "emit/term.h"
#include "text/utf8.h"

/* clang-format off */
#define MARKS(...) { __VA_ARGS__ }

static const struct {
    const char  *name, *text;
    dm_term_mark marks[4];
    size_t       nmarks, width;
    const char  *want;
} pages[] = {
    {"crossing", "abcdef", MARKS({{0, 4}, 0}, {{2, 6}, 1}), 2, 0,
     "T\n1 │ ⟦ab⟦cd⟧f0ef⟧f1\n"},
    {"same place twice", "ab", MARKS({{0, 2}, 0}, {{0, 2}, 1}), 2, 0,
     "T\n1 │ ⟦⟦ab⟧f1⟧f0\n"},
    {"touching", "abcd", MARKS({{0, 2}, 0}, {{2, 4}, 1}), 2, 0,
     "T\n1 │ ⟦ab⟧f0⟦cd⟧f1\n"},
    {"wide", "日期：二〇", MARKS({{9, 15}, 0}), 1, 0,
     "T\n1 │ 日期：⟦二〇⟧f0\n"},
    {"wide ones do not stand on the edge", "中文字", MARKS({{0, 0}, 0}), 0, 9,
     "T\n1 │ 中文\n  │ 字\n"},
    {"a mark that combines stays with its base at the edge",
     "abcde\xCC\x81", MARKS({{0, 0}, 0}), 0, 9,
     "T\n1 │ abcde\xCC\x81\n"},
    {"a span's end waits for what combines", "ae\xCC\x81i", MARKS({{0, 2}, 0}),
     1, 0, "T\n1 │ ⟦ae\xCC\x81⟧f0i\n"},
    {"a span's start waits too", "e\xCC\x81i", MARKS({{1, 4}, 0}), 1, 0,
     "T\n1 │ e\xCC\x81⟦i⟧f0\n"},
    {"a name wraps by cells", "甲", MARKS({{0, 3}, 2}), 1, 10,
     "T\n1 │ ⟦甲⟧来\n  │ 源\n"},
    {"CRLF", "a\r\nb\r\n", MARKS({{0, 0}, 0}), 0, 0, "T\n1 │ a\n2 │ b\n"},
    {"an empty text", "", MARKS({{0, 0}, 0}), 0, 0, "T\n"},
};
/* clang-format on */

static const dm_slice names[] = {DM_LIT("f0"), DM_LIT("f1"), DM_LIT("来源")};

static void the_head_wraps(void **state)
{
    static const struct {
        const char *title;
        size_t      width;
        const char *want;
    } heads[] = {
        {"notice.txt",       0,  "notice.txt  utf-8, 3 characters\n"              },
        {"notice.txt",       31, "notice.txt  utf-8, 3 characters\n"              },
        {"notice.txt",       30, "notice.txt  utf-8, 3\n  characters\n"           },
        {"notice.txt",       12, "notice.txt\n  utf-8, 3\n  characters\n"         },
        {"通知通知.txt", 10, "通知通知.t\nxt  utf-8,\n  3\n  characters\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        dm_term_page  page = {.title = dm_slice_str(heads[i].title),
                              .charset = DM_S("utf-8"),
                              .text = DM_S("abc")};
        dm_term_style style = {.width = heads[i].width};
        dm_slice      want = dm_slice_str(heads[i].want), got;
        dm_buf        out;

        dm_buf_init(&out, 10000);
        dm_term_text(&out, &page, &style);
        got = dm_buf_view(&out);
        if (got.len < want.len ||
            !dm_slice_eq(dm_slice_sub(got, 0, want.len), want))
            fail_msg("row %zu: %.*s", i, (int)got.len, got.ptr);
        dm_buf_fini(&out);
    }
}

static void marks_and_wrapping(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        dm_term_page  page = {.title = DM_LIT("T"),
                              .text = dm_slice_str(pages[i].text),
                              .marks = pages[i].marks,
                              .nmarks = pages[i].nmarks,
                              .names = names};
        dm_term_style style = {.width = pages[i].width};
        dm_buf        out;

        dm_buf_init(&out, 10000);
        dm_term_text(&out, &page, &style);
        dm_buf_char(&out, '\0');
        if (strcmp(out.ptr, pages[i].want) != 0)
            print_message("%s\n", pages[i].name);
        assert_string_equal(out.ptr, pages[i].want);
        dm_buf_fini(&out);
    }
}

/* Without SGR sequences. */
static void strip(dm_buf *out, dm_slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != '\x1b') {
            dm_buf_char(out, s.ptr[i]);
            continue;
        }
        while (i < s.len && s.ptr[i] != 'm')
            i++;
    }
}

/* The row's text behind its gutter. */
static dm_slice behind_bar(dm_slice row)
{
    const char bar[] = "\xE2\x94\x82 ";

    for (size_t i = 0; i + 4 <= row.len; i++)
        if (memcmp(row.ptr + i, bar, 4) == 0)
            return dm_slice_sub(row, i + 4, row.len);
    fail_msg("a row without a bar");
    return row;
}

/* Every row fits the width, begins with no combining mark, and all of them
** together are the text. */
static void check_rows(dm_slice plain, dm_slice text, size_t width)
{
    dm_buf again;
    size_t at = 2; /* behind the title */

    dm_buf_init(&again, 100000);
    while (at < plain.len) {
        const char *end = memchr(plain.ptr + at, '\n', plain.len - at);
        size_t      to = (size_t)(end - plain.ptr);
        dm_slice    row = dm_slice_sub(plain, at, to);

        assert_int_equal(dm_utf8_valid(row), row.len);
        assert_true(dm_utf8_cells(row) <= width);
        row = behind_bar(row);
        assert_true(row.len == 0 || memcmp(row.ptr, "\xCC\x81", 2) != 0);
        dm_buf_slice(&again, row);
        at = to + 1;
    }
    assert_true(dm_slice_eq(dm_buf_view(&again), text));
    dm_buf_fini(&again);
}

/* With colour, marks take no cells: what is left is the text, wrapped. */
static void no_width_splits_a_cell(void **state)
{
    static const char *const texts[] = {
        "中文字与 latin 字母混排，二〇二三年一月四日；ﾊﾝｶｸ カタカナ 한국어 "
        "e\xCC\x81"
        "e\xCC\x81"
        "e\xCC\x81 👍 完。这一行很长，要折好几次才能放得下。",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa中",
        "中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中"
        "中",
    };
    const dm_term_mark marks[] = {
        {{0, 12},  0},
        {{6, 30},  1},
        {{12, 40}, 2}
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t width = 20; width <= 80; width++) {
            dm_term_page  page = {.title = DM_LIT("T"),
                                  .text = dm_slice_str(texts[i]),
                                  .marks = marks,
                                  .nmarks = 3,
                                  .names = names};
            dm_term_style style = {.color = true, .width = width};
            dm_buf        out, plain;

            dm_buf_init(&out, 100000);
            dm_buf_init(&plain, 100000);
            dm_term_text(&out, &page, &style);
            strip(&plain, dm_buf_view(&out));
            check_rows(dm_buf_view(&plain), page.text, width);
            dm_buf_fini(&out);
            dm_buf_fini(&plain);
        }
}

/* Without colour brackets and names are in the rows: they fit too. */
static void brackets_fit(void **state)
{
    const dm_term_mark marks[] = {
        {{0, 12},  2},
        {{6, 30},  1},
        {{12, 90}, 2}
    };

    (void)state;
    for (size_t width = 20; width <= 80; width++) {
        dm_term_page  page = {.title = DM_LIT("T"),
                              .text = DM_LIT("中文字与字母混排，二〇二三年"
                                              "一月四日；这一行很长，要折"
                                              "好几次才能放得下，再长一些"),
                              .marks = marks,
                              .nmarks = 3,
                              .names = names};
        dm_term_style style = {.width = width};
        dm_buf        out;
        dm_slice      rest;

        dm_buf_init(&out, 100000);
        dm_term_text(&out, &page, &style);
        rest = dm_buf_view(&out);
        while (rest.len > 0) {
            const char *end = memchr(rest.ptr, '\n', rest.len);
            size_t      n = (size_t)(end - rest.ptr);

            assert_true(dm_utf8_cells(dm_slice_sub(rest, 0, n)) <= width);
            rest = dm_slice_sub(rest, n + 1, rest.len);
        }
        dm_buf_fini(&out);
    }
}

static void too_many_overlap(void **state)
{
    dm_term_mark  marks[40];
    dm_term_page  page = {.title = DM_LIT("T"),
                          .text = DM_LIT("ab"),
                          .marks = marks,
                          .nmarks = 40,
                          .names = names};
    dm_term_style style = {.color = true};
    dm_buf        out;

    (void)state;
    for (size_t i = 0; i < 40; i++)
        marks[i] = (dm_term_mark){
            {0, 2},
            0
        };
    dm_buf_init(&out, 10000);
    dm_term_text(&out, &page, &style);
    dm_buf_char(&out, '\0');
    assert_non_null(strstr(out.ptr, "8 marks are not shown"));
    dm_buf_fini(&out);
}

/* clang-format off */
static const struct {
    const char  *text;
    dm_range     covered[3];
    size_t       ncovered, nrules;
    bool         times, cut;
    const char  *figures, *rules;
} tables[] = {
    {"日期：abc一", {{0, 9}}, 1, 1, false, false,
     "gb18030, 7 characters, 2 hits, coverage 42.9%",
     "coverage  ███····\n日期           2 hits  ▇▇▇▇▇▇▇▇▇▇\n"},
    {"aaaaaaaaaaaaaaaaaaaa", {{0, 10}, {12, 13}}, 2, 3, true, false,
     "gb18030, 20 characters, 7 hits, coverage 55.0%",
     "coverage  █████·▒···\n"
     "日期                           2 hits    12.5 µs  ▇▇▇▇\n"
     "a-name-longer-than-twent       5 hits     2.0 ms  ▇▇▇▇▇▇▇▇▇▇\n"
     "none                           0 hits\n"},
    {"x", {{0, 1}}, 1, 1, false, true,
     "gb18030, 1 character, 2 hits, coverage over 100.0%",
     "coverage  █\n日期           2 hits  ▇▇▇▇▇▇▇▇▇▇\n"},
    {"ab", {{0, 0}}, 0, 0, false, false, "gb18030, 2 characters", ""},
    {"ab", {{1, 2}}, 1, 0, false, false,
     "gb18030, 2 characters, coverage 50.0%", ""},
    {"", {{0, 0}}, 0, 1, false, false,
     "gb18030, 0 characters, 2 hits, coverage 0.0%",
     "日期           2 hits  ▇▇▇▇▇▇▇▇▇▇\n"},
};
/* clang-format on */

static void figures_and_rules(void **state)
{
    const dm_term_rule rules[] = {
        {DM_LIT("日期"),                         2, 12.5e-6},
        {DM_LIT("a-name-longer-than-twenty-four"), 5, 2e-3   },
        {DM_LIT("none"),                           0, -1     }
    };

    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        dm_term_page  page = {.text = dm_slice_str(tables[i].text),
                              .charset = DM_LIT("gb18030"),
                              .covered = tables[i].covered,
                              .ncovered = tables[i].ncovered,
                              .cut = tables[i].cut,
                              .rules = rules,
                              .nrules = tables[i].nrules};
        dm_term_style style = {.times = tables[i].times, .width = 20};
        dm_buf        out;

        dm_buf_init(&out, 10000);
        dm_term_figures(&out, &page);
        dm_buf_char(&out, '\0');
        assert_string_equal(out.ptr, tables[i].figures);
        dm_buf_clear(&out);
        dm_term_rules(&out, &page, &style);
        dm_buf_char(&out, '\0');
        assert_string_equal(out.ptr, tables[i].rules);
        dm_buf_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_head_wraps),
        cmocka_unit_test(marks_and_wrapping),
        cmocka_unit_test(no_width_splits_a_cell),
        cmocka_unit_test(brackets_fit),
        cmocka_unit_test(too_many_overlap),
        cmocka_unit_test(figures_and_rules),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
