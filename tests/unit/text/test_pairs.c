/* test_pairs.c - characters of the double-byte charsets, both ways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/pairs.h"

static const struct {
    const char *name;
    dm_pairs    set;
    unsigned    code;
    uint32_t    cp;
    unsigned    back; /* what encoding gives */
} rows[] = {
    {"zhong",             DM_PAIRS_GBK,   0xD6D0, 0x4E2D,  0xD6D0},
    {"first",             DM_PAIRS_GBK,   0x8140, 0x4E02,  0x8140},
    {"last",              DM_PAIRS_GBK,   0xFEFE, 0xE4C5,  0xFEFE},
    {"user-defined",      DM_PAIRS_GBK,   0xAAA1, 0xE000,  0xAAA1},
    {"a pinyin letter",   DM_PAIRS_GBK,   0xA8A8, 0x00E8,  0xA8A8},
    {"blank twice",       DM_PAIRS_GBK,   0xA3A0, 0x3000,  0xA1A1},
    {"no trail",          DM_PAIRS_GBK,   0xD67F, 0,       0     },
    {"trail FF",          DM_PAIRS_GBK,   0xD6FF, 0,       0     },
    {"no lead",           DM_PAIRS_GBK,   0x8040, 0,       0     },
    {"lead FF",           DM_PAIRS_GBK,   0xFF40, 0,       0     },
    {"ascii",             DM_PAIRS_GBK,   0x4141, 0,       0     },
    {"four bytes' begin", DM_PAIRS_GBK,   0x8130, 0,       0     },
    {"zhong",             DM_PAIRS_BIG5,  0xA4A4, 0x4E2D,  0xA4A4},
    {"backslash trail",   DM_PAIRS_BIG5,  0xB35C, 0x8A31,  0xB35C},
    {"plane 2",           DM_PAIRS_BIG5,  0x8745, 0x27267, 0x8745},
    {"eten's",            DM_PAIRS_BIG5,  0xF9D6, 0x7881,  0xF9D6},
    {"ten twice",         DM_PAIRS_BIG5,  0xA2CC, 0x5341,  0xA451},
    {"frame twice",       DM_PAIRS_BIG5,  0xA2A4, 0x2550,  0xF9F9},
    {"two code points",   DM_PAIRS_BIG5,  0x8862, 0,       0     },
    {"a hole",            DM_PAIRS_BIG5,  0xA480, 0,       0     },
    {"unmapped",          DM_PAIRS_BIG5,  0x8140, 0,       0     },
    {"ni",                DM_PAIRS_SJIS,  0x93FA, 0x65E5,  0x93FA},
    {"wave dash",         DM_PAIRS_SJIS,  0x8160, 0xFF5E,  0x8160},
    {"nec's copy of ibm", DM_PAIRS_SJIS,  0xED40, 0x7E8A,  0xFA5C},
    {"because, twice",    DM_PAIRS_SJIS,  0x879A, 0x2235,  0x81E6},
    {"user-defined",      DM_PAIRS_SJIS,  0xF040, 0xE000,  0xF040},
    {"half-width kana",   DM_PAIRS_SJIS,  0xA140, 0,       0     },
    {"no such lead",      DM_PAIRS_SJIS,  0xFD40, 0,       0     },
    {"han",               DM_PAIRS_EUCKR, 0xC7D1, 0xD55C,  0xC7D1},
    {"uhc's",             DM_PAIRS_EUCKR, 0x8141, 0xAC02,  0x8141},
    {"trail 40",          DM_PAIRS_EUCKR, 0xB040, 0,       0     },
};

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned char lead = (unsigned char)(rows[i].code >> 8);
        unsigned char trail = (unsigned char)(rows[i].code & 0xFF);
        uint32_t      cp = dm_pair_decode(rows[i].set, lead, trail);

        if (cp != rows[i].cp)
            fail_msg("%s %04X: U+%04X", rows[i].name, rows[i].code, cp);
        if (cp != 0 && dm_pair_encode(rows[i].set, cp) != rows[i].back)
            fail_msg("%s %04X: back %04X", rows[i].name, rows[i].code,
                     dm_pair_encode(rows[i].set, cp));
    }
}

/* How many pairs are characters, and how many come back as another pair. */
static const struct {
    size_t pairs, others;
} counts[DM_PAIRS_COUNT] = {
    {23940, 1  },
    {18590, 100},
    {9604,  398},
    {17048, 0  },
};

static void pairs_come_back(void **state)
{
    (void)state;
    for (int set = 0; set < DM_PAIRS_COUNT; set++) {
        size_t n = 0;
        size_t others = 0;

        for (unsigned code = 0; code <= 0xFFFF; code++) {
            uint32_t cp =
                dm_pair_decode((dm_pairs)set, (unsigned char)(code >> 8),
                               (unsigned char)(code & 0xFF));
            unsigned back = dm_pair_encode((dm_pairs)set, cp);

            if (cp == 0)
                continue;
            n++;
            others += back != code;
            assert_int_equal(cp, dm_pair_decode((dm_pairs)set,
                                                (unsigned char)(back >> 8),
                                                (unsigned char)(back & 0xFF)));
        }
        if (n != counts[set].pairs || others != counts[set].others)
            fail_msg("set %d: %zu pairs, %zu others", set, n, others);
    }
}

static void what_has_no_pair(void **state)
{
    static const uint32_t cps[] = {
        0, 'A', 0x80, 0xFFFF, 0x10000, 0x1F600, 0x30000, 0x10FFFF, UINT32_MAX};

    (void)state;
    for (int set = 0; set < DM_PAIRS_COUNT; set++)
        for (size_t i = 0; i < sizeof cps / sizeof *cps; i++)
            assert_int_equal(dm_pair_encode((dm_pairs)set, cps[i]), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(pairs_come_back),
        cmocka_unit_test(what_has_no_pair),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
