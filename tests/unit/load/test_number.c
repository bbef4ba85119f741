/* test_number.c - which lines begin with a number, and how. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load/number.h"

static const struct {
    const char  *line, *number; /* "" for none */
    dm_numbering how;
} rows[] = {
    {"第三条 本办法所称", "第三条",             DM_NUM_UNIT     },
    {"第 十二 章 总则",     "第 十二 章",        DM_NUM_UNIT     },
    {"第2节",                   "第2节",               DM_NUM_UNIT     },
    {"第一次会议",           "",                      DM_NUM_NONE     },
    {"第一百二十三條",     "第一百二十三條", DM_NUM_UNIT     },
    {"一、总则",              "一、",                DM_NUM_HAN      },
    {"十一．附则",           "十一．",             DM_NUM_HAN      },
    {"一个人",                 "",                      DM_NUM_NONE     },
    {"（一）目标",           "（一）",             DM_NUM_HAN_PAREN},
    {"(二)目标",               "(二)",                 DM_NUM_HAN_PAREN},
    {"三）目标",              "三）",                DM_NUM_HAN_PAREN},
    {"（一",                    "",                      DM_NUM_NONE     },
    {"其一，推进",           "其一，",             DM_NUM_ALSO     },
    {"其他",                    "",                      DM_NUM_NONE     },
    {"1. Scope",                  "1.",                    DM_NUM_DECIMAL  },
    {"12、范围",               "12、",                 DM_NUM_DECIMAL  },
    {"１．范围",              "１．",                DM_NUM_DECIMAL  },
    {"2023. was",                 "",                      DM_NUM_NONE     },
    {"1.5亿元",                 "",                      DM_NUM_NONE     },
    {"1.1 Scope",                 "1.1",                   DM_NUM_DOTTED   },
    {"1.1范围",                 "1.1",                   DM_NUM_DOTTED   },
    {"1.2.3 Scope",               "1.2.3",                 DM_NUM_DOTTED   },
    {"3.14159",                   "",                      DM_NUM_NONE     },
    {"3.50元",                   "",                      DM_NUM_NONE     },
    {"10.5%",                     "",                      DM_NUM_NONE     },
    {"192.168.1.1",               "",                      DM_NUM_NONE     },
    {"(1) one",                   "(1)",                   DM_NUM_PAREN    },
    {"（12）一",               "（12）",              DM_NUM_PAREN    },
    {"3) one",                    "3)",                    DM_NUM_PAREN    },
    {"a) one",                    "a)",                    DM_NUM_LETTER   },
    {"(b) one",                   "(b)",                   DM_NUM_LETTER   },
    {"A. one",                    "A.",                    DM_NUM_LETTER   },
    {"a.out",                     "",                      DM_NUM_NONE     },
    {"A man",                     "",                      DM_NUM_NONE     },
    {"(a man)",                   "",                      DM_NUM_NONE     },
    {"IV. Results",               "IV.",                   DM_NUM_ROMAN    },
    {"Ⅱ、方法",              "Ⅱ、",                DM_NUM_ROMAN    },
    {"I.",                        "I.",                    DM_NUM_ROMAN    },
    {"I am",                      "",                      DM_NUM_NONE     },
    {"I.e. this",                 "",                      DM_NUM_NONE     },
    {"①首先",                 "①",                   DM_NUM_CIRCLED  },
    {"⑴首先",                 "⑴",                   DM_NUM_CIRCLED  },
    {"Chapter 3",                 "Chapter 3",             DM_NUM_WORD     },
    {"Part IV: The End",          "Part IV:",              DM_NUM_WORD     },
    {"PART II",                   "PART II",               DM_NUM_WORD     },
    {"Parties 3",                 "",                      DM_NUM_NONE     },
    {"part 3 of it",              "",                      DM_NUM_NONE     },
    {"Chapter three",             "",                      DM_NUM_NONE     },
    {"",                          "",                      DM_NUM_NONE     },
    {"第",                       "",                      DM_NUM_NONE     },
    {"1",                         "",                      DM_NUM_NONE     },
    {"（",                       "",                      DM_NUM_NONE     },
};

static void numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_slice  line = dm_slice_str(rows[i].line);
        dm_number got = dm_number_scan(line);

        if (got.how != rows[i].how || got.len != strlen(rows[i].number) ||
            memcmp(line.ptr, rows[i].number, got.len) != 0)
            fail_msg("%s: [%.*s] %d", rows[i].line, (int)got.len, line.ptr,
                     (int)got.how);
    }
}

static void siblings_share_how_and_unit(void **state)
{
    dm_number a = dm_number_scan(DM_S("第一章"));
    dm_number b = dm_number_scan(DM_S("第二章"));
    dm_number c = dm_number_scan(DM_S("第一条"));

    (void)state;
    assert_int_equal(a.unit, b.unit);
    assert_int_not_equal(a.unit, c.unit);
    a = dm_number_scan(DM_S("1.1 a"));
    b = dm_number_scan(DM_S("1.1.1 a"));
    assert_int_not_equal(a.unit, b.unit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),
        cmocka_unit_test(siblings_share_how_and_unit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
