/* test_sentence.c - where sentences end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "script/sentence.h"

static const struct {
    const char *text;
    const char *want; /* the sentences, joined by "|" */
} rows[] = {
    {"",                                                       ""                                                       },
    {" \t\n　\n",                                             ""                                                       },
    {"今天。明天！后天？",                            "今天。|明天！|后天？"                          },
    {"他说：“走。”然后走了。",                   "他说：“走。”|然后走了。"                  },
    {"（完了。）又来。",                               "（完了。）|又来。"                              },
    {"「好！」他说。",                                  "「好！」他说。"                                  },
    {"“走吧！”他说。雨停了。",                   "“走吧！”他说。|雨停了。"                  },
    {"“几点？”站长问道：“晚了？”没人。", "“几点？”站长问道：“晚了？”|没人。"},
    {"“走吧！”雨停了，他说。",                   "“走吧！”|雨停了，他说。"                  },
    {"真的？！好。",                                     "真的？！|好。"                                    },
    {"他……走了。",                                     "他……|走了。"                                    },
    {"说\"走。\"走了。",                                 "说\"走。\"|走了。"                                },
    {"走。\"走了。",                                      "走。|\"走了。"                                     }, /* that quote opens */
    {"没有句号\n下一行",                                "没有句号|下一行"                                 },
    {"一行。\r\n二行。\r\n",                             "一行。|二行。"                                    },
    {"One. Two. three",                                        "One.|Two. three"                                        },
    {"Mr. Smith met Dr. Who. They left.",                      "Mr. Smith met Dr. Who.|They left."                      },
    {"J. R. R. Tolkien wrote. He did.",                        "J. R. R. Tolkien wrote.|He did."                        },
    {"It costs 3.50 now. Buy!",                                "It costs 3.50 now.|Buy!"                                },
    {"See e.g. Chapter 2. Then go.",                           "See e.g. Chapter 2.|Then go."                           },
    {"In the U.S. Bank. Right.",                               "In the U.S. Bank.|Right."                               },
    {"1. Scope of it. Next.",                                  "1. Scope of it.|Next."                                  },
    {"Born in 1990. Died.",                                    "Born in 1990.|Died."                                    },
    {"He said \"Go.\" Then left.",                             "He said \"Go.\"|Then left."                             },
    {"www.example.com is up. Ok",                              "www.example.com is up.|Ok"                              },
    {"Wait... what",                                           "Wait... what"                                           },
    {"Wait... What",                                           "Wait...|What"                                           },
    {"End.",                                                   "End."                                                   },
    {"End. 中文。",                                         "End.|中文。"                                         },
    {"end.   \n  next",                                        "end.|next"                                              },
    {"a!  b?",                                                 "a!|b?"                                                  },
    {"。。。",                                              "。。。"                                              },
    {"​x。",                                                "​x。"                                                },
};

static void join(const char *text, char *out, size_t size)
{
    dm_slice s = dm_slice_str(text);
    dm_range r = {0, 0};
    size_t   n = 0;

    out[0] = '\0';
    while (dm_sentence_next(s, r.to, &r))
        n += (size_t)snprintf(out + n, size - n, "%s%.*s", n > 0 ? "|" : "",
                              (int)(r.to - r.from), text + r.from);
}

static void test_rows(void **state)
{
    char got[512];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        join(rows[i].text, got, sizeof got);
        assert_string_equal(got, rows[i].want);
    }
}

/* Whatever the text, sentences advance, never overlap, and leave nothing but
** blanks out. */
static void test_partition(void **state)
{
    static const char *const parts[] = {"a",  ".", " ", "\n", "。", "”",
                                        "\"", "A", "1", "…",  "'",  "　"};
    char                     text[64];
    unsigned                 seed = 1;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        dm_range r = {0, 0};
        size_t   n = 0, end = 0;

        text[0] = '\0';
        while (n < 15) {
            seed = seed * 1103515245U + 12345U;
            strcat(text, parts[(seed >> 16) % 12]);
            n++;
        }
        while (dm_sentence_next(dm_slice_str(text), end, &r)) {
            assert_true(r.from >= end && r.to > r.from);
            for (size_t i = end; i < r.from; i++)
                assert_non_null(strchr(" \n\xE3\x80", text[i]));
            end = r.to;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_partition),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
