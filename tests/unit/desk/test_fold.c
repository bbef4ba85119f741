/* test_fold.c - an answer in a narrow terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/fold.h"

#define TEN "0123456789"

static const struct {
    size_t      width;
    const char *in, *want;
} rows[] = {
    {0,  TEN TEN TEN "\n",                                             TEN TEN TEN "\n"                  },
    {30, TEN TEN TEN "\n\nab\n",                                       TEN TEN TEN "\n\nab\n"            },
 /* at a blank, and where there is none */
    {24, "  word word word word word word\n",
     "  word word word word\n      word word\n"                                                          },
    {24, TEN TEN TEN "\n",                                             TEN TEN "0123\n    456789\n"      },
 /* two cells each; never half of one */
    {24, "一二三四五六七八九十一二三四\n",
     "一二三四五六七八九十一二\n    三四\n"                                                },
    {25, "x一二三四五六七八九十一二三\n",
     "x一二三四五六七八九十一二\n    三\n"                                                  },
 /* paint takes no cell */
    {24, "\x1b[1m" TEN TEN "0123\x1b[0m\n",                            "\x1b[1m" TEN TEN "0123\x1b[0m\n" },
 /* carets stay under what they mark */
    {24, TEN TEN TEN "\n     ^^^\n",                                   TEN TEN "0123\n     ^^^\n456789\n"},
    {24, TEN TEN TEN "\n                      ~~^^^\n",
     TEN TEN "0123\n                      ~~\n456789\n^^^\n"                                             },
    {24, TEN TEN TEN "\n                         \x1b[32m^^\x1b[0m\n",
     TEN TEN "0123\n456789\n \x1b[32m^^\x1b[0m\n"                                                        },
    {24, TEN TEN "0123\n                        ^\n",                  TEN TEN "0123\n\n^\n"             },
    {24, "ab\n  ^\n" TEN TEN TEN "\n  ^\nx\n",
     "ab\n  ^\n" TEN TEN "0123\n  ^\n456789\nx\n"                                                        },
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_buf out;

        dm_buf_init(&out, 4096);
        dm_fold(&out, dm_slice_str(rows[i].in), rows[i].width);
        if (!dm_slice_eq(dm_buf_view(&out), dm_slice_str(rows[i].want)))
            fail_msg("row %zu: \"%.*s\", not \"%s\"", i, (int)out.len, out.ptr,
                     rows[i].want);
        dm_buf_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};

    return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
