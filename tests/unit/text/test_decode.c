/* test_decode.c - the text, the errors and the map of decoded bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/decode.h"
#include "text/utf8.h"

#define BAD "\xEF\xBF\xBD"

static const struct {
    const char *name, *label;
    dm_slice    in;
    size_t      bom;
    dm_slice    want;
    size_t      bad, first; /* place of the first error */
} rows[] = {
    {"empty",                  "utf-8",       DM_LIT(""),                         0, DM_LIT(""),          0, 0},
    {"utf-8",                  "utf-8",       DM_LIT("a中"),                     0, DM_LIT("a中"),      0, 0},
    {"utf-8 with a mark",      "utf-8",       DM_LIT("\xEF\xBB\xBF中"),          3, DM_LIT("中"),       0,
     0                                                                                                        },
    {"only a mark",            "utf-8",       DM_LIT("\xEF\xBB\xBF"),             3, DM_LIT(""),          0, 0},
    {"a bad byte",             "utf-8",
     DM_LIT("a\xFF"
            "b"),
     0,                                                                              DM_LIT("a" BAD "b"), 1, 1},
    {"cut at the end",         "utf-8",       DM_LIT("a\xE4\xB8"),                0, DM_LIT("a" BAD BAD), 2,
     1                                                                                                        },
    {"bad after a mark",       "utf-8",
     DM_LIT("\xEF\xBB\xBF\x80"
            "a"),
     3,                                                                              DM_LIT(BAD "a"),     1, 3},
    {"surrogates",             "utf-8",       DM_LIT("\xED\xA0\x80"),             0, DM_LIT(BAD BAD BAD), 3,
     0                                                                                                        },

    {"gbk",                    "gbk",
     DM_LIT("\xD6\xD0\xCE\xC4"
            "a"),
     0,                                                                              DM_LIT("中文a"),   0, 0},
    {"ascii trail is kept",    "gbk",         DM_LIT("\xD6\xD0\xA1(\xCE\xC4"),    0,
     DM_LIT("中" BAD "(文"),                                                                            1, 2},
    {"tag survives",           "gbk",         DM_LIT("\xB1<br>"),                 0, DM_LIT(BAD "<br>"),  1, 0},
    {"cut lead",               "gbk",         DM_LIT("\xD6\xD0\xD6"),             0, DM_LIT("中" BAD),   1, 2},
    {"four bytes",             "gb18030",     DM_LIT("\x95\x32\x82\x36"),         0, DM_LIT("𠀀"),      0,
     0                                                                                                        },
    {"four bytes, broken",     "gb18030",     DM_LIT("\x81\x30\x81 x"),           0,
     DM_LIT(BAD "0" BAD " x"),                                                                            2, 0},
    {"four bytes, cut",        "gb18030",     DM_LIT("\x95\x32\x82"),             0, DM_LIT(BAD),         1,
     0                                                                                                        },
    {"old euro",               "gbk",
     DM_LIT("\x80"
            "1"),
     0,                                                                              DM_LIT("€1"),      0, 0},
    {"FF",                     "gbk",
     DM_LIT("\xFF"
            "1"),
     0,                                                                              DM_LIT(BAD "1"),     1, 0},
    {"gb18030 mark",           "gb18030",     DM_LIT("\x84\x31\x95\x33\xD6\xD0"), 4,
     DM_LIT("中"),                                                                                       0, 0},

    {"big5",                   "big5",        DM_LIT("\xA4\xA4\xA4\xE5"),         0, DM_LIT("中文"),    0, 0},
    {"two for one",            "big5",
     DM_LIT("a\x88\x62"
            "b"),
     0,                                                                              DM_LIT("aÊ\xCC\x84"
            "b"),
     0,                                                                                                      0},
    {"big5 backslash trail",   "big5",        DM_LIT("\xB3\x5C"),                 0, DM_LIT("許"),       0, 0},
    {"shift_jis",              "shift_jis",   DM_LIT("\x93\xFA\x96\x7B\xB1"),     0,
     DM_LIT("日本ｱ"),                                                                                 0, 0},
    {"shift_jis bad",          "shift_jis",   DM_LIT("\x93\x20"),                 0, DM_LIT(BAD " "),     1,
     0                                                                                                        },
    {"euc-jp",                 "euc-jp",      DM_LIT("\xC6\xFC\xCB\xDC\x8E\xB1"), 0, DM_LIT("日本ｱ"),
     0,                                                                                                      0},
    {"euc-jp, three bytes",    "euc-jp",
     DM_LIT("\x8F\xB0\xA1"
            "a"),
     0,                                                                              DM_LIT("丂a"),      0, 0},
    {"euc-kr",                 "euc-kr",      DM_LIT("\xC7\xD1\xB1\xDB"),         0, DM_LIT("한글"),    0, 0},
    {"uhc beyond euc-kr",      "euc-kr",      DM_LIT("\x81\x41"),                 0, DM_LIT("갂"),       0, 0},
    {"euc-tw, four bytes",     "euc-tw",
     DM_LIT("\x8E\xA2\xA1\xA1"
            "a"),
     0,                                                                              DM_LIT("乂a"),      0, 0},

    {"cp1252",                 "latin1",      DM_LIT("caf\xE9\x80"),              0, DM_LIT("café€"),  0, 0},
    {"cp1258 is not composed", "cp1258",      DM_LIT("e\xEC"),                    0,
     DM_LIT("e\xCC\x81"),                                                                                 0, 0},
    {"cp1255 is not composed", "cp1255",      DM_LIT("\xE9\xC4"),                 0,
     DM_LIT("\xD7\x99\xD6\xB4"),                                                                          0, 0},
    {"ebcdic",                 "cp037",       DM_LIT("\xC1\xC2\x40\x81"),         0, DM_LIT("AB a"),      0, 0},

    {"utf-16le",               "utf-16le",
     DM_LIT("\x2D\x4E\x87\x65"
            "a\0"),
     0,                                                                              DM_LIT("中文a"),   0, 0},
    {"utf-16be mark",          "utf-16be",    DM_LIT("\xFE\xFF\x4E\x2D"),         2, DM_LIT("中"),
     0,                                                                                                      0},
    {"utf-16 pair",            "utf-16le",    DM_LIT("\x3D\xD8\x00\xDE"),         0, DM_LIT("😀"),      0,
     0                                                                                                        },
    {"utf-16 lone high",       "utf-16le",
     DM_LIT("\x3D\xD8"
            "a\0"),
     0,                                                                              DM_LIT(BAD "a"),     1, 0},
    {"utf-16 lone low",        "utf-16le",
     DM_LIT("a\0\x00\xDE"
            "b\0"),
     0,                                                                              DM_LIT("a" BAD "b"), 1, 2},
    {"utf-16 high at end",     "utf-16be",    DM_LIT("\0a\xD8\x3D"),              0,
     DM_LIT("a" BAD),                                                                                     1, 2},
    {"utf-16 odd byte",        "utf-16le",    DM_LIT("a\0b"),                     0, DM_LIT("a" BAD),     1, 2},
    {"utf-32le",               "utf-32le",    DM_LIT("\x2D\x4E\0\0\0\xF6\x01\0"), 0,
     DM_LIT("中😀"),                                                                                   0, 0},
    {"utf-32be too high",      "utf-32be",    DM_LIT("\0\x11\0\0\0\0\0a"),        0,
     DM_LIT(BAD "a"),                                                                                     1, 0},
    {"utf-32 rest",            "utf-32le",    DM_LIT("a\0\0\0b\0"),               0, DM_LIT("a" BAD),     1, 4},

    {"iso-2022-jp",            "iso-2022-jp", DM_LIT("a\x1B$BF|K\\\x1B(Bb"),      0,
     DM_LIT("a日本b"),                                                                                  0, 0},
    {"iso-2022-jp bad",        "iso-2022-jp",
     DM_LIT("a\xFF"
            "b"),
     0,                                                                              DM_LIT("a" BAD "b"), 1, 1},
    {"iso-2022-jp cut",        "iso-2022-jp", DM_LIT("a\x1B$BF"),                 0, DM_LIT("a" BAD),
     1,                                                                                                      4},
    {"iso-2022-kr",            "iso-2022-kr",
     DM_LIT("\x1B$)C\x0EGQ1[\x0F"
            "a"),
     0,                                                                              DM_LIT("한글a"),   0, 0},
};

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_arena          arena;
        dm_decoded        d;
        dm_err            err;
        const dm_charset *cs = dm_charset_find(dm_slice_str(rows[i].label));

        dm_arena_init(&arena, 1 << 20);
        assert_non_null(cs);
        assert_true(
            dm_decode(&d, &arena, rows[i].in, cs, rows[i].bom, 1000, &err));
        if (!dm_slice_eq(d.text, rows[i].want) || d.bad != rows[i].bad)
            fail_msg("%s: %zu bad: %.*s", rows[i].name, d.bad, (int)d.text.len,
                     d.text.ptr);
        assert_int_equal(d.nerrors, d.bad);
        if (d.bad > 0)
            assert_int_equal(d.errors[0].from, rows[i].first);
        assert_int_equal(d.map.src_len, rows[i].in.len);
        assert_int_equal(d.map.dst_len, d.text.len);
        if (rows[i].bom == 0)
            assert_int_equal(dm_decode_bad(rows[i].in, cs, 100, true), d.bad);
        dm_arena_fini(&arena);
    }
}

static const struct {
    const char *label;
    dm_slice    in;
    size_t      bom;
    dm_range    at, src;
    bool        exact;
} ups[] = {
    {"utf-8",       DM_LIT("\xEF\xBB\xBF中文"),  3, {0, 3}, {3, 6},   true},
    {"utf-8",       DM_LIT("\xEF\xBB\xBF中文"),  3, {0, 0}, {3, 3},   true},
    {"utf-8",
     DM_LIT("a\xFF"
            "b"),
     0,                                               {1, 4},
     {1, 2},
     true                                                                   },
    {"utf-8",
     DM_LIT("a\xFF"
            "b"),
     0,                                               {4, 5},
     {2, 3},
     true                                                                   },
    {"gbk",
     DM_LIT("\xD6\xD0"
            "a\xCE\xC4"),
     0,                                               {0, 3},
     {0, 2},
     true                                                                   },
    {"gbk",
     DM_LIT("\xD6\xD0"
            "a\xCE\xC4"),
     0,                                               {3, 4},
     {2, 3},
     true                                                                   },
    {"gbk",
     DM_LIT("\xD6\xD0"
            "a\xCE\xC4"),
     0,                                               {4, 7},
     {3, 5},
     true                                                                   },
    {"gbk",
     DM_LIT("\xD6\xD0"
            "a\xCE\xC4"),
     0,                                               {1, 4},
     {0, 3},
     false                                                                  },
    {"gbk",
     DM_LIT("\xD6\xD0"
            "a\xCE\xC4"),
     0,                                               {3, 5},
     {2, 5},
     false                                                                  },
    {"gbk",
     DM_LIT("\xD6\xD0"
            "a\xCE\xC4"),
     0,                                               {7, 7},
     {5, 5},
     true                                                                   },
    {"gbk",
     DM_LIT("\xD6\xD0"
            "a\xCE\xC4"),
     0,                                               {3, 3},
     {2, 2},
     true                                                                   },
    {"big5",
     DM_LIT("a\x88\x62"
            "b"),
     0,                                               {1, 5},
     {1, 3},
     true                                                                   },
    {"big5",
     DM_LIT("a\x88\x62"
            "b"),
     0,                                               {1, 3},
     {1, 3},
     false                                                                  },
    {"big5",
     DM_LIT("a\x88\x62"
            "b"),
     0,                                               {5, 6},
     {3, 4},
     true                                                                   },
    {"utf-16le",
     DM_LIT("\xFF\xFE\x2D\x4E"
            "a\0"),
     2,                                               {0, 3},
     {2, 4},
     true                                                                   },
    {"utf-16le",
     DM_LIT("\xFF\xFE\x2D\x4E"
            "a\0"),
     2,                                               {3, 4},
     {4, 6},
     true                                                                   },
    {"iso-2022-jp", DM_LIT("a\x1B$BF|K\\\x1B(Bb"), 0, {1, 4}, {4, 6},   true},
    {"iso-2022-jp", DM_LIT("a\x1B$BF|K\\\x1B(Bb"), 0, {7, 8}, {11, 12}, true},
};

static void maps_lead_to_the_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ups / sizeof *ups; i++) {
        dm_arena   arena;
        dm_decoded d;
        dm_range   got = {0, 0};
        bool       exact;

        dm_arena_init(&arena, 1 << 20);
        assert_true(dm_decode(&d, &arena, ups[i].in,
                              dm_charset_find(dm_slice_str(ups[i].label)),
                              ups[i].bom, 1000, NULL));
        exact = dm_align_up(&d.map, ups[i].at, &got);
        if (exact != ups[i].exact)
            fail_msg("row %zu: exact %d", i, exact);
        if (got.from != ups[i].src.from || got.to != ups[i].src.to)
            fail_msg("row %zu: [%zu, %zu)", i, got.from, got.to);
        dm_arena_fini(&arena);
    }
}

static void errors_are_counted_beyond_the_list(void **state)
{
    dm_arena   arena;
    dm_decoded d;
    dm_buf     in;

    (void)state;
    dm_buf_init(&in, 100000);
    for (int i = 0; i < 3000; i++)
        dm_buf_str(&in, "a\xFF");
    dm_arena_init(&arena, 1 << 24);
    assert_true(dm_decode(&d, &arena, dm_buf_view(&in),
                          dm_charset_find(DM_S("gbk")), 0, 1 << 20, NULL));
    assert_int_equal(d.bad, 3000);
    assert_int_equal(d.nerrors, DM_DECODE_ERRORS);
    assert_int_equal(d.errors[999].from, 1999);
    assert_int_equal(d.errors[999].to, 2000);
    assert_int_equal(
        dm_decode_bad(dm_buf_view(&in), dm_charset_find(DM_S("gbk")), 7, true),
        7);
    dm_buf_fini(&in);
    dm_arena_fini(&arena);
}

static const struct {
    const char *label;
    dm_slice    in;
    size_t      whole, part;
} cuts[] = {
    {"utf-8",    DM_LIT("a\xE4\xB8"),     2, 0},
    {"utf-8",    DM_LIT("a\xF0\x9F\x98"), 3, 0},
    {"utf-8",    DM_LIT("a\xE0\xA0"),     2, 0},
    {"utf-8",    DM_LIT("a\xE0\x9F"),     2, 2},
    {"utf-8",    DM_LIT("a\xC0"),         1, 1},
    {"utf-8",
     DM_LIT("\xFF"
            "a\xE4\xB8"),
     3,                                      1},
    {"gbk",      DM_LIT("a\xD6"),         1, 0},
    {"gb18030",  DM_LIT("a\x81\x30\x81"), 1, 0},
    {"gbk",
     DM_LIT("\xFF"
            "a\xD6"),
     2,                                      1},
    {"utf-16le", DM_LIT("a\0b"),          1, 0},
    {"utf-16le", DM_LIT("a\0\x3D\xD8"),   1, 0},
    {"utf-16le", DM_LIT("a\0\x00\xDE"),   1, 1},
};

static void a_cut_character_counts_only_at_the_end(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        const dm_charset *cs = dm_charset_find(dm_slice_str(cuts[i].label));
        size_t            whole = dm_decode_bad(cuts[i].in, cs, 100, true);
        size_t            part = dm_decode_bad(cuts[i].in, cs, 100, false);

        if (whole != cuts[i].whole || part != cuts[i].part)
            fail_msg("row %zu: %zu whole, %zu part", i, whole, part);
    }
}

/* Its control is there to be read, but it speaks against the charset. */
static void a_byte_that_windows_leaves_undefined(void **state)
{
    const dm_charset *cs = dm_charset_find(DM_S("latin1"));
    dm_slice          in = DM_LIT("a\x81\x80");
    dm_arena          arena;
    dm_decoded        d;

    (void)state;
    dm_arena_init(&arena, 1 << 20);
    assert_true(dm_decode(&d, &arena, in, cs, 0, 1000, NULL));
    assert_true(dm_slice_eq(d.text, DM_S("a\xC2\x81\xE2\x82\xAC")));
    assert_int_equal(d.bad, 0);
    assert_int_equal(dm_decode_bad(in, cs, 100, true), 1);
    dm_arena_fini(&arena);
}

static void a_ceiling_is_an_error(void **state)
{
    static const char *const labels[] = {"utf-8", "gbk", "iso-2022-jp",
                                         "utf-16le"};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        dm_arena   arena;
        dm_decoded d;
        dm_err     err;
        char       bytes[400];

        memset(bytes, 0xFF, sizeof bytes);
        d.bad = 77;
        dm_arena_init(&arena, 1 << 20);
        assert_false(dm_decode(&d, &arena, (dm_slice){bytes, sizeof bytes},
                               dm_charset_find(dm_slice_str(labels[i])), 0, 300,
                               &err));
        assert_int_equal(err.code, DM_E_SIZE);
        assert_int_equal(d.bad, 77);
        dm_arena_fini(&arena);
        dm_arena_init(&arena, 100);
        assert_false(dm_decode(&d, &arena, (dm_slice){bytes, sizeof bytes},
                               dm_charset_find(dm_slice_str(labels[i])), 0,
                               10000, &err));
        assert_int_equal(err.code, DM_E_MEMORY);
        dm_arena_fini(&arena);
    }
}

/* A text that fits its ceiling to the byte must pass. */
static void a_ceiling_is_reached_exactly(void **state)
{
    dm_arena   arena;
    dm_decoded d;
    dm_buf     in;
    dm_err     err;

    (void)state;
    dm_buf_init(&in, 100000);
    for (int i = 0; i < 5000; i++)
        dm_buf_str(&in, "\xD6\xD0");
    dm_arena_init(&arena, 1 << 24);
    assert_true(dm_decode(&d, &arena, dm_buf_view(&in),
                          dm_charset_find(DM_S("gbk")), 0, 15000, &err));
    assert_false(dm_decode(&d, &arena, dm_buf_view(&in),
                           dm_charset_find(DM_S("gbk")), 0, 14999, &err));
    assert_int_equal(err.code, DM_E_SIZE);
    dm_buf_fini(&in);
    dm_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(maps_lead_to_the_bytes),
        cmocka_unit_test(errors_are_counted_beyond_the_list),
        cmocka_unit_test(a_cut_character_counts_only_at_the_end),
        cmocka_unit_test(a_byte_that_windows_leaves_undefined),
        cmocka_unit_test(a_ceiling_is_an_error),
        cmocka_unit_test(a_ceiling_is_reached_exactly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
