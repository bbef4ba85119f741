/* test_nearest.c - what a mistyped name is taken for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/nearest.h"

static const char *const names[] = {"lines", "space",    "width", "nfc",
                                    "nfkc",  "casefold", NULL};

static const struct {
    const char *word, *want;
} rows[] = {
    {"lines",           "lines"   },
    {"line",            "lines"   },
    {"liens",           "lines"   },
    {"lnies",           "lines"   },
    {"wdthi",           "width"   }, /* left out and added */
    {"nfk",             "nfc"     }, /* the first of two equals */
    {"mfkc",            "nfkc"    },
    {"casefolding",     NULL      },
    {"casefld",         "casefold"},
    {"",                NULL      },
    {"x",               NULL      },
    {"abc",             NULL      }, /* two changes in three letters */
    {"completely else", NULL      },
};

static void takes_the_nearest(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *got =
            dm_nearest(dm_slice_str(rows[i].word), dm_names_array, names);

        if (rows[i].want == NULL)
            assert_null(got);
        else {
            assert_non_null(got);
            assert_string_equal(got, rows[i].want);
        }
    }
}

static void long_names_are_never_near(void **state)
{
    char        word[100];
    const char *list[] = {word, NULL};

    (void)state;
    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    assert_null(dm_nearest(dm_slice_str(word), dm_names_array, list));
    word[63] = '\0';
    assert_ptr_equal(dm_nearest(dm_slice_str(word), dm_names_array, list),
                     word);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_nearest),
        cmocka_unit_test(long_names_are_never_near),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
