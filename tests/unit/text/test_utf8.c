/* test_utf8.c - the check, stepping, cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "text/utf8.h"

static const struct {
    const char *name;
    dm_slice    in;
    size_t      valid;
} checks[] = {
    {"empty",                DM_LIT(""),                           0 },
    {"ascii",                DM_LIT("abcdefghijklmnopqrstuvwxyz"), 26},
    {"NUL is a character",   DM_LIT("a\0b"),                       3 },
    {"han",                  DM_LIT("中文字"),                  9 },
    {"all lengths",          DM_LIT("aé中😀"),                 10},
    {"overlong two",         DM_LIT("a\xC0\x80"),                  1 },
    {"overlong C1",          DM_LIT("\xC1\xAA"),                   0 },
    {"overlong three",       DM_LIT("\xE0\x9F\xBF"),               0 },
    {"lowest three",         DM_LIT("\xE0\xA0\x80"),               3 },
    {"overlong four",        DM_LIT("\xF0\x8F\xBF\xBF"),           0 },
    {"lowest four",          DM_LIT("\xF0\x90\x80\x80"),           4 },
    {"before surrogates",    DM_LIT("\xED\x9F\xBF"),               3 },
    {"surrogate",            DM_LIT("\xED\xA0\x80"),               0 },
    {"surrogate mid-stride", DM_LIT("中文\xED\xA0\x80中文"),   6 },
    {"after surrogates",     DM_LIT("\xEE\x80\x80"),               3 },
    {"highest",              DM_LIT("\xF4\x8F\xBF\xBF"),           4 },
    {"too high",             DM_LIT("\xF4\x90\x80\x80"),           0 },
    {"F5",                   DM_LIT("\xF5\x80\x80\x80"),           0 },
    {"lone tail",            DM_LIT("a\x80"),                      1 },
    {"cut two",              DM_LIT("abc\xC3"),                    3 },
    {"cut three",            DM_LIT("\xE4\xB8"),                   0 },
    {"cut four",             DM_LIT("\xF0\x9F\x98"),               0 },
    {"bad third byte",
     DM_LIT("\xE4\xB8"
            "aaaa"),
     0                                                               },
    {"bad in ninth byte",
     DM_LIT("abcdefgh\xFF"
            "ijklmnop"),
     8                                                               },
};

static void finds_the_valid_prefix(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        if (dm_utf8_valid(checks[i].in) != checks[i].valid)
            fail_msg("%s: %zu", checks[i].name, dm_utf8_valid(checks[i].in));
    }
}

/* Behind a slice there is somebody else's memory. */
static void reads_no_byte_too_many(void **state)
{
    (void)state;
    for (size_t n = 0; n < 24; n++) {
        char *exact = malloc(n != 0 ? n : 1);

        assert_non_null(exact);
        for (size_t i = 0; i < n; i++)
            exact[i] = "中文"[i % 6];
        assert_int_equal(dm_utf8_valid((dm_slice){exact, n}), n / 3 * 3);
        free(exact);
    }
}

static void every_code_point_comes_back(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        char   text[4];
        size_t n;
        size_t wrote = dm_utf8_encode(cp, text);
        bool   surrogate = cp >= 0xD800 && cp <= 0xDFFF;

        assert_int_equal(dm_utf8_len(text[0]), wrote);
        assert_int_equal(dm_utf8_decode(text, &n), cp);
        assert_int_equal(n, wrote);
        assert_int_equal(dm_utf8_valid((dm_slice){text, wrote}),
                         surrogate ? 0 : wrote);
    }
}

static const struct {
    dm_slice in;
    size_t   count, cells;
} widths[] = {
    {DM_LIT(""),             0, 0},
    {DM_LIT("abc"),          3, 3},
    {DM_LIT("a\tb\n"),       4, 4},
    {DM_LIT("中a"),         2, 3},
    {DM_LIT("，"),          1, 2},
    {DM_LIT("\xEF\xBD\xB1"), 1, 1}, /* half-width kana */
    {DM_LIT("한글"),       2, 4},
    {DM_LIT("e\xCC\x81"),    2, 1}, /* combining acute */
    {DM_LIT("\xE2\x80\x8B"), 1, 0}, /* zero width space */
    {DM_LIT("\xC2\xAD"),     1, 0}, /* soft hyphen */
    {DM_LIT("é"),           1, 1},
    {DM_LIT("😀"),         1, 2},
    {DM_LIT("𠀀"),         1, 2},
};

static void counts_and_measures(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        assert_int_equal(dm_utf8_count(widths[i].in), widths[i].count);
        assert_int_equal(dm_utf8_cells(widths[i].in), widths[i].cells);
    }
}

static const struct {
    uint32_t cp;
    bool     want;
} han[] = {
    {0x4E00,   true },
    {0x9FFF,   true },
    {0x3400,   true },
    {0x3007,   true },
    {0x3005,   true },
    {0x20000,  true },
    {0x2A6DF,  true },
    {0xF900,   true },
    {0x2E9A,   false},
    {0x3001,   false},
    {0x3041,   false},
    {0xAC00,   false},
    {'a',      false},
    {0xFF0C,   false},
    {0x4DC0,   false},
    {0x30000,  true },
    {0x323B0,  false},
    {0,        false},
    {0xA000,   false},
    {0x10FFFF, false},
};

static void knows_han(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof han / sizeof *han; i++)
        assert_int_equal(dm_utf8_is_han(han[i].cp), han[i].want);
}

/* A text of characters of each length, gone through from both ends. */
static void steps_both_ways(void **state)
{
    static const uint32_t want[] = {'a', 0xE9, 0x4E2D, 0x1F600, 'z'};
    dm_slice              s = DM_S("aé中\xF0\x9F\x98\x80z");
    size_t                at = 0;

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(dm_utf8_before(s, at), i > 0 ? want[i - 1] : 0);
        assert_int_equal(dm_utf8_at(s, at), want[i]);
        at += dm_utf8_len(s.ptr[at]);
        assert_int_equal(dm_utf8_back(s, at),
                         at - dm_utf8_len(s.ptr[dm_utf8_back(s, at)]));
    }
    assert_int_equal(at, s.len);
    assert_int_equal(dm_utf8_at(s, at), 0);
    assert_int_equal(dm_utf8_before(s, at), 'z');
    assert_int_equal(dm_utf8_back(s, 0), 0);
    assert_int_equal(dm_utf8_at(DM_S(""), 0), 0);
    assert_int_equal(dm_utf8_before(DM_S(""), 0), 0);
}

static void knows_sets(void **state)
{
    static const char set[] = "a。é\xF0\x9F\x98\x80";

    (void)state;
    assert_true(dm_utf8_in('a', set));
    assert_true(dm_utf8_in(0x3002, set));
    assert_true(dm_utf8_in(0xE9, set));
    assert_true(dm_utf8_in(0x1F600, set));
    assert_false(dm_utf8_in('b', set));
    assert_false(dm_utf8_in(0x3003, set));
    assert_false(dm_utf8_in(0, set));
    assert_false(dm_utf8_in('a', ""));
    assert_false(dm_utf8_in(0, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_valid_prefix),
        cmocka_unit_test(reads_no_byte_too_many),
        cmocka_unit_test(every_code_point_comes_back),
        cmocka_unit_test(counts_and_measures),
        cmocka_unit_test(knows_han),
        cmocka_unit_test(steps_both_ways),
        cmocka_unit_test(knows_sets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
