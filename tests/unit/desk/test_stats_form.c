/* test_stats_form.c - what lines look like, and the patterns of many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/stats_form.h"
#include "match/regex.h"

enum { LINES = 4 };

static void equal(dm_buf *got, const char *want)
{
    dm_buf_char(got, '\0');
    assert_string_equal(got->ptr, want);
    dm_buf_clear(got);
}

static void lines_fold_to_shapes(void **state)
{
    static const struct {
        const char *line, *shape, *head;
    } rows[] = {
        {"第12页 共3页",                              "汉₁0汉₁ 汉₁0汉₁", "第0页 "    },
        {"责任编辑：王小明",                      "汉₄：汉₄",             "责任编辑"},
        {"来源：新华社",                            "汉₂：汉₄",             "来源："   },
        {"【编辑:李】",                              "【汉₂:汉₁】",         "【编辑:"  },
        {"- ３ -",                                       "- 0 -",                       "- 0 -"       },
        {"----------",                                    "-",                           "-"           },
        {"Posted by John 3 May",                          "a a a 0 a",                   "Posted "     },
        {"十七个汉字汉字汉字汉字汉字汉字", "汉₁₆",                   "十七个汉"},
        {"Москва, 5",                               "x, 0",                        "Москва"},
        {"a\xC2\xA0"
         "b",                                    "a a",
         "a\xC2\xA0"
         "b"                                                                                           },
    };
    dm_buf  text;
    dm_form f;

    (void)state;
    dm_buf_init(&text, 1 << 16);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_form_read(&f, dm_slice_str(rows[i].line));
        dm_form_show(&f, &text);
        equal(&text, rows[i].shape);
        dm_form_head(&f, &text);
        equal(&text, rows[i].head);
        assert_false(f.cut);
    }
    dm_buf_fini(&text);
}

static void long_lines_are_cut(void **state)
{
    static char line[100000];
    dm_buf      text;
    dm_form     f, same;

    (void)state;
    dm_buf_init(&text, 1 << 16);
    for (size_t i = 0; i < sizeof line; i++)
        line[i] = "a,1;"[i % 4];
    dm_form_read(&f, (dm_slice){line, sizeof line});
    assert_true(f.cut);
    assert_int_equal(f.n, DM_FORM_PIECES + 1);
    assert_int_equal(f.text.len, DM_FORM_PIECES);
    assert_int_equal(f.piece[DM_FORM_PIECES].max, sizeof line - DM_FORM_PIECES);
    memset(line, 'a', sizeof line);
    dm_form_read(&same, (dm_slice){line, sizeof line});
    assert_true(same.cut);
    assert_int_equal(same.n, 2);
    dm_form_join(&f, &same);
    dm_form_pattern(&f, &text);
    assert_true(text.len < 2000);
    /* 400 bytes end inside a Han character */
    for (size_t i = 0; i < 3000; i++)
        line[i] = "长"[i % 3];
    dm_form_read(&same, (dm_slice){line, 3000});
    assert_int_equal(same.text.len, 399);
    assert_int_equal(same.piece[1].max, 1000 - 133);
    dm_buf_fini(&text);
}

static const struct {
    const char *lines[LINES], *pattern, *stranger;
    size_t      literal, loose;
} joins[] = {
    {{"责任编辑：王小明", "责任编辑：李四", "责任编辑：欧阳修远"},
     "^责任编辑：\\p{Han}{1,4}$",                                                                                              "责任编辑：Wang",
     4,                                                                                                                                                         4},
    {{"第1页 共20页", "第11页 共3页"},
     "^第\\d+页 共\\d+页$",                                                                                                     "第页 共3页",
     4,                                                                                                                                                         0},
    {{"第１页", "第2页"},                                                                             "^第[0-9０-９]+页$", "第三页",             2, 0},
    {{"版权所有 2023", "版权所有 2023"},
     "^版权所有 2023$",                                                                                                         "版权所有 2024",
     4,                                                                                                                                                         0},
    {{"张三摄", "李四摄", "王老五摄"},                                                           "^\\p{Han}{1,4}摄$",    "张三",                1, 3},
    {{"----", "-------"},                                                                                  "^\\-{1,8}$",            "--x",                   0, 0},
    {{"本文来自【新华网】。", "本文来自【BBC】。", "本文来自【人民 日报】。"},
     "^本文来自【.{1,8}】。$",                                                                                               "本文来自【】。",
     4,                                                                                                                                                         5},
    {{"Posted by John", "Posted by Li"},
     "^Posted by [A-Za-z]{1,4}$",                                                                                                   "Posted by 3",
     8,                                                                                                                                                         4},
    {{"aa", "a"},                                                                                          "^[A-Za-z]{1,4}$",       "3",                     0, 2},
    {{"a.b*c", "a.b*c"},                                                                                   "^a\\.b\\*c$",           "axbbc",                 3, 0},
};

static void joined_lines_make_a_pattern(void **state)
{
    dm_err      err;
    dm_matcher *m = dm_matcher_new(NULL, &err);
    dm_buf      text;

    (void)state;
    dm_buf_init(&text, 1 << 16);
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
        dm_form   f, other;
        dm_regex *rx = NULL;

        dm_form_read(&f, dm_slice_str(joins[i].lines[0]));
        for (size_t k = 1; k < LINES && joins[i].lines[k] != NULL; k++) {
            dm_form_read(&other, dm_slice_str(joins[i].lines[k]));
            dm_form_join(&f, &other);
        }
        assert_int_equal(dm_form_literal(&f), joins[i].literal);
        assert_int_equal(dm_form_loose(&f), joins[i].loose);
        dm_form_pattern(&f, &text);
        rx = dm_regex_compile(dm_buf_view(&text), DM_S(""), &err);
        equal(&text, joins[i].pattern);
        assert_non_null(rx);
        for (size_t k = 0; k < LINES && joins[i].lines[k] != NULL; k++)
            assert_int_equal(dm_regex_search(rx, m,
                                             dm_slice_str(joins[i].lines[k]), 0,
                                             &err),
                             DM_FOUND);
        assert_int_equal(
            dm_regex_search(rx, m, dm_slice_str(joins[i].stranger), 0, &err),
            DM_NOT_FOUND);
        dm_regex_free(rx);
    }
    dm_buf_fini(&text);
    dm_matcher_free(m);
}

/* A line of random words. */
static void make_line(dm_buf *out, uint32_t *seed)
{
    static const char *const words[] = {"汉字", "汉", "12", "３", "ab",
                                        "a",    " ",  "　", ":",  "：",
                                        "--",   "é",  "。"};
    size_t                   n = 1 + (*seed >> 9) % 12;

    for (size_t w = 0; w < n; w++) {
        *seed = *seed * 1103515245U + 12345U;
        dm_buf_str(out, words[(*seed >> 16) % (sizeof words / sizeof *words)]);
    }
}

/* Join random lines; their pattern must match them all. */
static void join_some(dm_matcher *m, uint32_t *seed)
{
    dm_buf    line[LINES], text;
    dm_form   f, other;
    dm_err    err;
    dm_regex *rx = NULL;

    dm_buf_init(&text, 1 << 16);
    for (size_t k = 0; k < LINES; k++) {
        dm_buf_init(&line[k], 1000);
        make_line(&line[k], seed);
        dm_form_read(k == 0 ? &f : &other, dm_buf_view(&line[k]));
        if (k > 0)
            dm_form_join(&f, &other);
    }
    dm_form_pattern(&f, &text);
    rx = dm_regex_compile(dm_buf_view(&text), DM_S(""), &err);
    assert_non_null(rx);
    for (size_t k = 0; k < LINES; k++) {
        if (dm_regex_search(rx, m, dm_buf_view(&line[k]), 0, &err) != DM_FOUND)
            fail_msg("%.*s does not match %.*s", (int)text.len, text.ptr,
                     (int)line[k].len, line[k].ptr);
        dm_buf_fini(&line[k]);
    }
    dm_regex_free(rx);
    dm_buf_fini(&text);
}

static void any_lines_can_be_joined(void **state)
{
    uint32_t    seed = 7;
    dm_err      err;
    dm_matcher *m = dm_matcher_new(NULL, &err);

    (void)state;
    for (size_t t = 0; t < 2000; t++)
        join_some(m, &seed);
    dm_matcher_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_fold_to_shapes),
        cmocka_unit_test(long_lines_are_cut),
        cmocka_unit_test(joined_lines_make_a_pattern),
        cmocka_unit_test(any_lines_can_be_joined),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
