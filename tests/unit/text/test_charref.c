/* test_charref.c - what numbers and names of HTML mean. */
#include "text/charref.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct {
    const char *in;
    size_t      taken;
    uint32_t    value;
} numbers[] = {
    {"#20013;",       6,  0x4E2D  },
    {"#x4e2D;",       6,  0x4E2D  },
    {"#X41 and",      4,  0x41    },
    {"#65B",          3,  65      },
    {"#0",            2,  0       },
    {"#000000000065", 13, 65      },
    {"#1114111",      8,  0x10FFFF},
    {"",              0,  0       },
    {"#",             0,  0       },
    {"#;",            0,  0       },
    {"#x",            0,  0       },
    {"#x;",           0,  0       },
    {"#xg",           0,  0       },
    {"#x0x41",        3,  0       },
    {"#-1",           0,  0       },
    {"# 1",           0,  0       },
    {"65",            0,  0       },
};

static void reads_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        uint32_t value = 0;
        size_t   n = dm_charref_number(dm_slice_str(numbers[i].in), &value);

        if (n != numbers[i].taken || (n > 0 && value != numbers[i].value))
            fail_msg("%s: %zu bytes, %u", numbers[i].in, n, (unsigned)value);
    }
}

/* Higher and higher, and never around to a character. */
static void numbers_do_not_wrap(void **state)
{
    char digits[40] = "#x";

    (void)state;
    for (size_t n = 9; n < sizeof digits; n++) {
        for (char c = '1'; c <= '9'; c++) {
            uint32_t value = 0;

            memset(digits + 2, '0', n - 2);
            digits[2] = c;
            assert_int_equal(dm_charref_number((dm_slice){digits, n}, &value),
                             n);
            assert_true(value > 0x10FFFF);
        }
    }
}

static const struct {
    const char *in;
    uint32_t    value;
} names[] = {
    {"nbsp",          0xA0  },
    {"amp",           '&'   },
    {"hellip",        0x2026},
    {"thetasym",      0x3D1 },
    {"Alpha",         0x391 },
    {"alpha",         0x3B1 },
    {"ALPHA",         0     },
    {"nbs",           0     },
    {"",              0     },
    {"thetasymbolic", 0     },
};

static void knows_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        dm_slice name = dm_slice_str(names[i].in);

        assert_int_equal(dm_charref_word(name), name.len);
        if (dm_charref_named(name) != names[i].value)
            fail_msg("%s: %u", names[i].in, (unsigned)dm_charref_named(name));
    }
    assert_int_equal(dm_charref_word(DM_S("frac12;")), 6);
    assert_int_equal(dm_charref_word(DM_S("a_b")), 1);
    assert_int_equal(dm_charref_word(DM_S("@[`{")), 0);
    assert_int_equal(dm_charref_word(DM_S("abcdefghijklmnopqrst")),
                     DM_CHARREF_NAME + 1);
}

static void reads_numbers_as_browsers_do(void **state)
{
    (void)state;
    assert_int_equal(dm_charref_as_browsers(0x7F), 0x7F);
    assert_int_equal(dm_charref_as_browsers(0x80), 0x20AC);
    assert_int_equal(dm_charref_as_browsers(0x81), 0x81);
    assert_int_equal(dm_charref_as_browsers(0x93), 0x201C);
    assert_int_equal(dm_charref_as_browsers(0x9F), 0x178);
    assert_int_equal(dm_charref_as_browsers(0xA0), 0xA0);
    assert_int_equal(dm_charref_as_browsers(0x4E2D), 0x4E2D);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_numbers),
        cmocka_unit_test(numbers_do_not_wrap),
        cmocka_unit_test(knows_names),
        cmocka_unit_test(reads_numbers_as_browsers_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
