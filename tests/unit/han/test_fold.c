/* test_fold.c - both scripts fold to one spelling. */
#include "han/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

typedef struct row {
    uint32_t from, to;
} row;

static const row rows[] = {
    {0x9AD4,     0x4F53    }, /* 體 */
    {0x9EC3,     0x9EC4    }, /* 黃 */
    {0x7232,     0x4E3A    }, /* 爲, the variant of 為 */
    {0x70BA,     0x4E3A    }, /* 為 */
    {0x5F8C,     0x540E    }, /* 後 */
    {0x4F53,     0x4F53    }, /* 体 is there already */
    {0x8457,     0x8457    }, /* 著 stands for itself and for 着 */
    {0x4E7E,     0x5E72    }, /* 乾 to its first value, though it stays in 乾坤 */
    {0,          0         }, /* no character */
    {'a',        'a'       }, /* no Han */
    {0xFF0C,     0xFF0C    }, /* full-width comma */
    {0xE000,     0xE000    }, /* private use */
    {0x2005E,    0x2003E   }, /* beyond the BMP */
    {0x10FFFF,   0x10FFFF  },
    {0x110000,   0x110000  }, /* not Unicode at all */
    {UINT32_MAX, UINT32_MAX},
};

static void folds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(dm_han_fold(rows[i].from), rows[i].to);
}

/* What folding leads to folds no further, but for a chained variant or two. */
static void settles(void **state)
{
    unsigned chained = 0;

    (void)state;
    for (uint32_t cp = 0; cp < 0x32400; cp++) {
        uint32_t once = dm_han_fold(cp);

        chained += dm_han_fold(once) != once;
        assert_true(once != 0 || cp == 0);
    }
    assert_in_range(chained, 0, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds),
        cmocka_unit_test(settles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
