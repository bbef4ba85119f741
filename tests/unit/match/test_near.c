/* test_near.c - the nearest misses of patterns that are wrong in some way, and
** that nothing is read outside of the text.
*/
#include "near_rig.h"

static const row rows[] = {
  /* a wrong class */
    {"\\d{4}年",                                 "",   "二〇二三年",                   "\\d{4}",            0,  "二",
     "instead of \\d{4} stands \"二〇二三\"; the rest of the pattern matches "
     "behind it: \"年\""                                                                                                                                             },
    {"第\\d+条",                                "",   "第三条",                         "\\d+",              3,  "三条",    "expected a digit"                 },
    {"[A-Z]{3}-\\d",                              "",   "AB-1",                              "[A-Z]{3}",          2,  "-1",        "another one of [A-Z]"             },
    {"编号[0-9]+号",                           "",   "编号12a号",                      "号",               8,  "a号",
     "or another one of [0-9]"                                                                                                                                        },
    {"x\\wy",                                     "",   "x年y",                             "\\w",               1,  "年y",      "a letter, digit or _"             },
    {"x\\sy",                                     "",   "xzy",                               "\\s",               1,  "zy",        "white space"                      },
    {"a[^b]c",                                    "",   "abc",                               "[^b]",              1,  "bc",        "a character of [^b]"              },
    {"姓名\\p{Han}{2}",                         "",   "姓名Li",                          "\\p{Han}{2}",       6,  "Li",        "2 of \\p{Han}"                    },
    {"a.c",                                       "",   "a\nc",                              ".",                 1,  "\nc",       "the line ends here"               },
 /* repeat counts */
    {"\\d{4}年",                                 "",   "202年",                            "\\d{4}",            3,  "年",       "another digit"                    },
    {"\\d{4}年",                                 "",   "20年",                             "\\d{4}",            2,  "年",       "2 more digits"                    },
    {"年\\d{4}",                                 "",   "年x",                              "\\d{4}",            3,  "x",         "4 digits"                         },
    {"a{2}b{2}c{2}",                              "",   "aabbc y",                           "c{2}",              5,  " y",        "another character c"              },
    {"\\d{2}:\\d{2}:\\d{2}:\\d{2}:\\d{2}:\\d{2}", "",   "11:22:33:44:55:6x",
     "\\d{2}",                                                                                                    16, "x",         "another digit"                    },
    {"(a)\\1{2}2",                                "",   "aaa3",                              "2",                 3,  "3",         "character 2"                      },
    {"a\\x4{2}1",                                 "",
     "a\x04\x04"
     "2",                                                                                    "1",                 3,  "2",         "character 1"                      },
    {"a\\cAb",                                    "",   "ax",                                "\\cA",              1,  "x",         "U+0001"                           },
    {"a\\c[b",                                    "",   "ax",                                "\\c[",              1,  "x",         "U+001B"                           },
    {"a\\011b",                                   "",   "ax",                                "\\011",             1,  "x",         "U+0009"                           },
    {"a\\0b",                                     "",   "ax",                                "\\0",               1,  "x",         "U+0000"                           },
    {"a\\o{60}b",                                 "",   "ax",                                "\\o{60}",           1,  "x",         "character 0"                      },
    {"a\\x-b",                                    "",   "ax",                                "\\x",               1,  "x",         "U+0000"                           },
    {"a\\x{5e74}b",                               "",   "ax",                                "\\x{5e74}",         1,  "x",         "character 年"                    },
    {"(a)\\60b",                                  "",   "ax",                                "\\60",              1,  "x",         "character 0"                      },
    {"a{3}b",                                     "",   "aab",                               "a{3}",              2,  "b",         "another character a"              },
    {"\\d{2,3}:",                                 "",   "12;",                               ":",                 2,  ";",         "or another digit"                 },
    {"\\d{2,3}:",                                 "",   "123;",                              ":",                 3,  ";",         "character :, but"                 },
    {"\\d{2,}:",                                  "",   "1234;",                             ":",                 4,  ";",         "or another digit"                 },
    {"(?:ab){2}c",                                "",   "abac",                              "b",                 3,  "c",         NULL                               },
    {"(?:ab)+c",                                  "",   "ababx",                             "c",                 4,  "x",         "or more of the group (?:ab)+"     },
    {"\\d*年",                                   "",   "20月",                             "年",               2,  "月",       "or another digit"                 },
    {"\\d*?年",                                  "",   "20月",                             "年",               2,  "月",       "or another digit"                 },
 /* something missing that should be optional */
    {"作者：张",                              "",   "作者张",                         "：",               6,  "张",       "character ："                    },
    {"作者：?\\s*张",                         "",   "作者 李",                        "张",               7,  "李",       "or more white space"              },
    {"作者：?张",                             "",   "作者李",                         "张",               6,  "李",       "or the character ："             },
    {"(?:（(\\d+)）)?第(\\d)条",              "",   "（1）第x条",                    "\\d",               10, "x",         NULL                               },
    {"No\\.? ?(\\d+)",                            "",   "No.: 5",                            "\\d+",              3,  ": 5",       "or a space"                       },
 /* edges */
    {"^发布",                                   "",   "今天发布",                      "^",                 6,  "发布",    "without ^ the rest"               },
    {"发布$",                                   "",   "发布了",                         "$",                 6,  "了",       "the end of a line"                },
    {"发布$",                                   "M",  "发布\n了",                       "$",                 6,  "\n了",     "the end of the text"              },
    {"\\A发布",                                 "",   "x发布",                           "\\A",               1,  "发布",    "without \\A"                      },
    {"发布\\z",                                 "",   "发布。",                         "\\z",               6,  "。",       "the end of the text"              },
    {"foo\\b",                                    "",   "foobar",                            "\\b",               3,  "bar",       "a word boundary"                  },
    {"foo\\Bx",                                   "",   "foo x",                             "\\B",               3,  " x",        "no word boundary"                 },
    {"^第.章$",                                 "",   "第一章 总则",                  "$",                 9,  " 总则",   "the end of a line"                },
 /* lookarounds */
    {"foo(?=bar)",                                "",   "fooqux",                            "(?=bar)",           3,  "qux",       "the lookahead (?=bar)"            },
    {"foo(?!bar)",                                "",   "foobar",                            "(?!bar)",           3,  "bar",       "forbids"                          },
    {"电话(?<=x话)\\d",                        "",   "电话1",                           "(?<=x话)",         6,  "1",         "the lookbehind"                   },
    {"不可以(?<!不可以)了",                "",   "不可以了",                      "(?<!不可以)",    9,  "了",
     "forbids what stands before"                                                                                                                                     },
    {"(?<!不)可以",                            "",   "不可以",                         "(?<!不)",          3,  "可以",    "without (?<!不)"                 },
    {"(?<=：)\\d+元",                           "",   "3元",                              "(?<=：)",          0,  "3",         "without (?<=：)"                 },
    {"第(?=\\d)\\d章",                          "",   "第一章",                         "(?=\\d)",           3,  "一",       "the lookahead"                    },
    {"a(?=bc)bd",                                 "",   "abce",                              "d",                 2,  "ce",        "the character d"                  },
 /* groups and alternatives */
    {"(?:作者|来源)：",                      "",   "来源:",                           "：",               6,  ":",         "character ："                    },
    {"由(?:作者|来源)：",                   "",   "由编者：",                      "(?:作者|来源)", 3,  "编者：",
     "one of 作者 | 来源"                                                                                                                                         },
    {"a(?:bc|bd)e",                               "",   "abe",                               "c",                 2,  "e",         "c or the character d"             },
    {"(?<y>\\d{4})年(?<m>\\d+)月",              "",   "2023年1日",                       "月",               8,  "日",
     "or another digit"                                                                                                                                               },
    {"a|bc|def",                                  "",   "dex",                               "f",                 2,  "x",         NULL                               },
    {"x(a|b(c|d(e|f)))y",                         "",   "xbdgy",                             "(e|f)",             3,  "gy",        "one of e | f"                     },
    {"(\\w+)-\\1!",                               "",   "ab-ac",                             "\\1",               3,  "ac",        "the same text again as \\1"       },
    {"(?<q>['\"])x\\k<q>;",                       "",   "'x\";",                             "\\k<q>",            2,  "\";",       "\\k<q>"                           },
    {"(?<o>\\()?a(?(o)\\)|;)",                    "",   "(a;",                               "(?(o)\\)|;)",       2,  ";",         NULL                               },
    {"(?<n>\\d(?&n)?)x",                          "",   "123y",                              "x",                 3,  "y",         NULL                               },
    {"\\((?:[^()]|(?R))*\\)",                     "",   "(a(b)",                             "\\)",               5,  "",          "the text ends here"               },
    {"(?|(a)|(b))c",                              "",   "bd",                                "c",                 1,  "d",         NULL                               },
 /* greedy overrun */
    {"\\S++月",                                  "",   "3月 ",                             "月",               4,  " ",         "took \"3月\", where 月 is"      },
    {"日\\S++月",                               "",   "日3月 ",                          "月",               7,  " ",         "took \"3月\", where 月 is"      },
    {"作者：(\\S+) 来源",                    "",   "作者：张三来源：李",       " ",                 27, "",
     "where 来源 is"                                                                                                                                                },
    {"<(?>.*)>",                                  "",   "<a>",                               ">",                 3,  "",          "where > is"                       },
    {"「[^「]+」。",                          "",   "「甲」，乙",                   "。",               9,  "，",       NULL                               },
    {"第.*条规",                               "",   "第三条例",                      "规",               9,  "例",       NULL                               },
    {"(?>a+)ab",                                  "",   "aaaab",                             "a",                 4,  "b",         "(?>a+) took \"aaaa\""             },
    {"(?>a|ab)cd",                                "",   "abcd",                              "c",                 1,  "bcd",       "(?>a|ab) took \"a\""              },
 /* other forms of a character */
    {"作者：张",                              "",   "作者:张",                        "：",               6,  ":张",      NULL                               },
    {"来源:x",                                  "",   "来源：x",                        ":",                 6,  "：x",      NULL                               },
    {"发布日期：",                           "",   "發佈日期：",                   "发布",            0,  "發佈",
     "instead of 发布 stands \"發佈\"; "                                                                                                                          },
    {"体育",                                    "",   "體育",                            "体",               0,  "體",       "instead of 体 stands"            },
    {"作者",                                    "",   "作\u200B者",                      "者",               3,  "\u200B者", "U+200B"                           },
    {"第 1 条",                                 "",   "第\u00A01 条",                    " ",                 3,  "\u00A01",   "a no-break space"                 },
    {"第1条",                                   "",   "第<b>1</b>条",                    "1",                 3,  "<b>1",      NULL                               },
    {"２０",                                    "",   "20",                                "２",               0,  "20",        "occurs nowhere here"              },
 /* flags */
    {"Author: \\w",                               "",   "author: x",                         "A",                 0,  "a",         "instead of A stands"              },
    {"(?i)author=",                               "",   "Author: x",                         "=",                 6,  ": x",       NULL                               },
    {"AUTHOR=",                                   "i",  "Author: x",                         "=",                 6,  ": x",       NULL                               },
    {"a.c",                                       "s",  "a\nd",                              "c",                 2,  "d",         NULL                               },
    {" \\d {3} # three\n x",                      "x",  "12 x",                              "\\d {3}",           2,  " x",        "another digit"                    },
    {"\\d+?x",                                    "U",  "12y",                               "x",                 2,  "y",         "or another digit"                 },
    {"\\d年",                                    "A",  "x1年",                             "\\d",               0,  "x1年",     "occurs nowhere"                   },
    {"(a)(?<n>b)c",                               "n",  "abd",                               "c",                 2,  "d",         NULL                               },
    {"\\d年",                                    "u",  "３月",                            "年",               3,  "月",       NULL                               },
    {"a\\Q(b\\Ec",                                "",   "a(bd",                              "c",                 3,  "d",         NULL                               },
    {"a$b",                                       "MD", "a\n",                               "$",                 1,  "\n",        NULL                               },
 /* nothing, and matches */
    {"作者|来源",                             "",   "编者",                            "作",               0,  "编者",    "no branch of the pattern"         },
    {"(?:作者|来源)：",                      "",   "编辑",                            "(?:作者|来源)", 0,  "编辑",
     "the first item (?:作者|来源) occurs"                                                                                                                        },
    {"发布",                                    "",   "没有",                            "发",               0,  "没有",    "the first item 发 occurs nowhere"},
    {"发布",                                    "",   "",                                  "发",               0,  "",          "occurs nowhere"                   },
    {"^\\s*发布",                               "",   "没有",                            "发",               0,  "没有",    "the beginning of the pattern"     },
    {"发布",                                    "",   "今天发布",                      NULL,                0,  NULL,        NULL                               },
    {"发布",                                    "",   "发布 发表 发布",              "布",               10, "表",       NULL                               },
    {"\\d+",                                      "",   "12 345",                            NULL,                0,  NULL,        NULL                               },
    {"",                                          "",   "abc",                               NULL,                0,  NULL,        NULL                               },
    {"a*",                                        "",   "bbb",                               NULL,                0,  NULL,        NULL                               },
    {"x\\Kyz",                                    "",   "xya",                               "z",                 2,  "a",         NULL                               },
    {"(a+)+b",                                    "",   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", "b",                 32, "c",
     "given up after too many steps"                                                                                                                                  },
 /* stray bytes */
    {"年x",                                      "",   "\xE5\xB9\xB4\xFFx",                 "x",                 3,  "\uFFFDx",   NULL                               },
    {"ab",                                        "",
     "\xFF\xFE"
     "ac\xE5",                                                                               "b",                 3,  "c\uFFFD",   NULL                               },
    {"^b",                                        "",
     "a\xFF"
     "b",                                                                                    "^",                 2,  "b",         NULL                               },
    {"年月",                                    "",   "\xE5\xB9\xB4\xE6\x9C",              "月",               3,  "\uFFFD",    NULL                               },
};

static bool as_wanted(const row *r, const dm_near_miss *m, size_t n)
{
    dm_slice item;

    if (r->item == NULL)
        return n == 0;
    if (n == 0)
        return false;
    item = dm_slice_sub(dm_slice_str(r->pattern), m->item.from, m->item.to);
    return dm_slice_eq(item, dm_slice_str(r->item)) && m->at.from == r->at &&
           starts(m->saw, r->saw) && has(m->why, r->why);
}

static void test_rows(void **state)
{
    int wrong = 0;

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        const dm_near_miss *m;
        size_t              n;
        dm_near            *near = explain(&rows[i], &m, &n);

        if (!as_wanted(&rows[i], m, n)) {
            print_error("/%s/ on %s\n", rows[i].pattern, rows[i].text);
            if (n > 0)
                print_error("  item %.*s at %zu saw \"%.*s\": %.*s\n",
                            (int)(m->item.to - m->item.from),
                            rows[i].pattern + m->item.from, m->at.from,
                            (int)m->saw.len, m->saw.ptr, (int)m->why.len,
                            m->why.ptr);
            wrong++;
        }
        for (size_t k = 0; k < n; k++)
            if (!sound(&rows[i], &m[k])) {
                print_error("/%s/ on %s: miss %zu is unsound\n",
                            rows[i].pattern, rows[i].text, k);
                wrong++;
            }
        dm_near_free(near);
    }
    assert_int_equal(wrong, 0);
}

/* The best ones, in order, each once, and again over another text. */
static void test_best(void **state)
{
    const row           r = {"第(\\d+)条第(\\d+)款",
                             "",
                             "第一条 第2条 第3条第x款 第4条第5项 第6条第7款 第8条第9节",
                             NULL,
                             0,
                             NULL,
                             NULL};
    const dm_near_miss *m;
    size_t              n, spent;
    dm_err              err;
    dm_near            *near = explain(&r, &m, &n);

    (void)state;
    assert_int_equal(n, 3);
    assert_true(has(m[0].saw, "项") && has(m[1].saw, "节") &&
                has(m[2].saw, "x款"));
    assert_true(m[0].share > m[2].share && m[0].share < 1);
    dm_near_begin(near, DM_S("第1条第"), 1, true);
    while (dm_near_step(near, &spent))
        continue;
    m = dm_near_list(near, &n, &err);
    assert_true(n == 1 && m[0].at.from == 10 && m[0].at.to == 10);
    dm_near_free(near);
}

/* A long text full of false starts, and one without end: bounded. */
static void test_bounds(void **state)
{
    static char         text[300000];
    row                 r = {"(?:(?:a|b)+c)+d", "", text, "", 0, "", NULL};
    const dm_near_miss *m;
    size_t              n;
    dm_near            *near;

    (void)state;
    memset(text, 'a', sizeof text - 1);
    for (size_t i = 50; i < sizeof text - 1; i += 50)
        text[i] = '\n';
    near = explain(&r, &m, &n);
    assert_true(n >= 1);
    dm_near_free(near);
    r.pattern = "[^x]+[^y]+[^z]+q";
    memset(text, 'a', sizeof text - 1);
    near = explain(&r, &m, &n);
    assert_true(n >= 1);
    assert_true(dm_near_cut(near) || has(m[0].why, "given up"));
    dm_near_free(near);
}

/* No step does much more than its share. */
static void test_steps(void **state)
{
    static const char *const patterns[] = {
        "(?:(?:a|b)+c)+d", "[^x]+[^y]+[^z]+q", "zzzzzzzzz:a", "(?:a+a+)+!",
        "zzzzzzzzz:(?=(a+))\\w"};
    static char text[6000000];
    dm_err      err;

    (void)state;
    memset(text, 'a', sizeof text);
    for (size_t i = 50; i < sizeof text; i += 50)
        text[i] = '\n';
    for (size_t i = 0; i < LEN(patterns); i++) {
        dm_regex *rx =
            dm_regex_compile(dm_slice_str(patterns[i]), DM_S(""), &err);
        dm_near *near = dm_near_new(rx, &err);
        size_t   spent, most = 0;
        bool     more = true;

        dm_near_begin(near, (dm_slice){text, sizeof text}, 3, true);
        while (more) {
            more = dm_near_step(near, &spent);
            if (spent > most)
                most = spent;
        }
        if (most > (4 << 20) / 16 + sizeof text / 16 + 50000)
            fail_msg("/%s/: a step of %zu", patterns[i], most);
        dm_near_free(near);
        dm_regex_free(rx);
    }
}

static bool all_of_it(bool *right)
{
    const row          *r = &rows[14];
    dm_err              err = {.code = DM_OK};
    dm_regex           *rx = dm_regex_compile(dm_slice_str(r->pattern),
                                              dm_slice_str(r->flags), &err);
    dm_near            *near = rx != NULL ? dm_near_new(rx, &err) : NULL;
    const dm_near_miss *list = NULL;
    size_t              n = 0, spent;

    if (near != NULL) {
        dm_near_begin(near, dm_slice_str(r->text), 3, false);
        while (dm_near_step(near, &spent))
            continue;
        list = dm_near_list(near, &n, &err);
        *right = list != NULL && as_wanted(r, list, n);
    }
    dm_near_free(near);
    dm_regex_free(rx);
    return list != NULL || err.code == DM_E_MEMORY;
}

/* Every allocation fails in its turn: an error, or a right answer. */
static void test_memory(void **state)
{
    long n = 0;
    bool right = false;

    (void)state;
    for (; !right && n < 2000; n++) {
        bool told;

        dm_mem_fail_after(n);
        told = all_of_it(&right);
        dm_mem_fail_after(-1);
        assert_true(told);
    }
    assert_true(right && n > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),   cmocka_unit_test(test_best),
        cmocka_unit_test(test_bounds), cmocka_unit_test(test_memory),
        cmocka_unit_test(test_steps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
