/* test_charset.c - who is believed, and which charset comes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/charset.h"

static const struct {
    const char *name;
    dm_slice    in;
    const char *override; /* may be NULL */
    const char *charset;
    dm_witness  how;
    size_t      bom;
    bool        binary;
} rows[] = {
    {"empty",                         DM_LIT(""),                                                                 NULL,     "utf-8",       DM_BY_ASCII,      0, false},
    {"ascii",                         DM_LIT("hello\n"),                                                          NULL,     "utf-8",       DM_BY_ASCII,      0, false},
    {"utf-8",                         DM_LIT("中文"),                                                           NULL,     "utf-8",       DM_BY_UTF8,       0, false},
    {"utf-8 mark",
     DM_LIT("\xEF\xBB\xBF"
            "a"),
     NULL,                                                                                                                  "utf-8",       DM_BY_BOM,        3, false},
    {"utf-16le mark",
     DM_LIT("\xFF\xFE"
            "a\0"),
     NULL,                                                                                                                  "utf-16le",    DM_BY_BOM,        2, false},
    {"utf-16be mark",                 DM_LIT("\xFE\xFF\0a"),                                                      NULL,     "utf-16be",    DM_BY_BOM,        2,
     false                                                                                                                                                           },
    {"utf-32le mark",
     DM_LIT("\xFF\xFE\0\0"
            "a\0\0\0"),
     NULL,                                                                                                                  "utf-32le",    DM_BY_BOM,        4, false},
    {"utf-32be mark",                 DM_LIT("\0\0\xFE\xFF\0\0\0a"),                                              NULL,     "utf-32be",
     DM_BY_BOM,                                                                                                                                              4, false},
    {"gb18030 mark",                  DM_LIT("\x84\x31\x95\x33\xD6\xD0"),                                         NULL,     "gb18030",
     DM_BY_BOM,                                                                                                                                              4, false},
    {"a mark against a declaration",  DM_LIT("\xEF\xBB\xBF<meta charset=gbk>"),
     NULL,                                                                                                                  "utf-8",       DM_BY_BOM,        3, false},

    {"utf-8, cut",                    DM_LIT("中文字符\xE4\xB8"),                                             NULL,     "utf-8",       DM_BY_UTF8,       0,
     false                                                                                                                                                           },
    {"utf-8, one bad",                DM_LIT("一二三四五六七八九十\xFF一二三四五六七八九十"),
     NULL,                                                                                                                  "utf-8",       DM_BY_UTF8,       0, false},
    {"utf-8 that says gbk",           DM_LIT("<meta charset=gbk>中文"),                                         NULL,     "utf-8",
     DM_BY_UTF8,                                                                                                                                             0, false},

    {"utf-16le latin",                DM_LIT("h\0e\0l\0l\0o\0 \0w\0o\0"),                                         NULL,     "utf-16le",
     DM_BY_STRUCTURE,                                                                                                                                        0, false},
    {"utf-16be latin",                DM_LIT("\0h\0e\0l\0l\0o\0 \0w"),                                            NULL,     "utf-16be",
     DM_BY_STRUCTURE,                                                                                                                                        0, false},
    {"utf-16le han",                  DM_LIT("\x2D\x4E\xFD\x56\xBA\x4E\x11\x6C\n\0"),                             NULL,
     "utf-16le",                                                                                                                           DM_BY_STRUCTURE,  0, false},
    {"utf-16be han",                  DM_LIT("\x4E\x2D\x56\xFD\x4E\xBA\x6C\x11\0\n"),                             NULL,
     "utf-16be",                                                                                                                           DM_BY_STRUCTURE,  0, false},
    {"utf-32le",                      DM_LIT("h\0\0\0i\0\0\0\n\0\0\0"),                                           NULL,     "utf-32le",
     DM_BY_STRUCTURE,                                                                                                                                        0, false},
    {"utf-32be",                      DM_LIT("\0\0\0h\0\0\0i\0\0\0\n"),                                           NULL,     "utf-32be",
     DM_BY_STRUCTURE,                                                                                                                                        0, false},

    {"html meta",                     DM_LIT("<html><META charset='GB2312'>\xD6\xD0"),                            NULL,
     "gb18030",                                                                                                                            DM_BY_DECLARED,   0, false},
    {"http-equiv",
     DM_LIT("<meta http-equiv=\"Content-Type\" content=\"text/html; "
            "charset=big5\">\xA4\xA4"),
     NULL,                                                                                                                  "big5",        DM_BY_DECLARED,   0, false},
    {"xml prolog",
     DM_LIT("<?xml version=\"1.0\" encoding=\"euc-jp\"?>\xC6\xFC"),                                               NULL,
     "euc-jp",                                                                                                                             DM_BY_DECLARED,   0, false},
    {"spaces around =",
     DM_LIT("<?xml version='1.0' encoding = 'koi8-r' ?>\xC6\xFC"),                                                NULL,
     "koi8-r",                                                                                                                             DM_BY_DECLARED,   0, false},
    {"second meta",                   DM_LIT("<meta name=a content=b><meta charset=koi8-r>\xC6"),
     NULL,                                                                                                                  "koi8-r",      DM_BY_DECLARED,   0, false},
    {"a lie is not believed",
     DM_LIT("<meta charset=utf-8>\xD6\xD0\xB9\xFA\xC8\xCB\xC3\xF1\xB5\xC4"),
     NULL,                                                                                                                  "gb18030",     DM_BY_STATISTICS, 0, false},
    {"a declaration with a scratch",
     DM_LIT("<meta charset=gbk>\xD6\xD0\xB9\xFA\xFF\xC8\xCB\xC3\xF1\xB5\xC4"),
     NULL,                                                                                                                  "gb18030",     DM_BY_STATISTICS, 0, false},
    {"latin1 is a default",
     DM_LIT(
         "<meta charset=iso-8859-1>\xD6\xD0\xB9\xFA\xC8\xCB\xC3\xF1\xB5\xC4"),
     NULL,                                                                                                                  "gb18030",     DM_BY_STATISTICS, 0, false},
    {"latin1 is meant",
     DM_LIT("<meta charset=iso-8859-1>d\xE9j\xE0 vu, na\xEFve"),                                                  NULL,
     "windows-1252",                                                                                                                       DM_BY_DECLARED,   0, false},
    {"utf-16le, cut",                 DM_LIT("h\0e\0l\0l\0o\0 \0w\0o\0r"),                                        NULL,     "utf-16le",
     DM_BY_STRUCTURE,                                                                                                                                        0, false},
    {"utf-16 cannot be declared",
     DM_LIT("<meta charset=utf-16>\xD6\xD0\xB9\xFA\xC8\xCB\xC3\xF1\xB5\xC4"),
     NULL,                                                                                                                  "gb18030",     DM_BY_STATISTICS, 0, false},
    {"iso-2022-jp",                   DM_LIT("\x1B$BF|K\\\x1B(B"),                                                NULL,     "iso-2022-jp",
     DM_BY_STRUCTURE,                                                                                                                                        0, false},
    {"iso-2022-kr",                   DM_LIT("\x1B$)C\x0EGQ1[\x0F"),                                              NULL,     "iso-2022-kr",
     DM_BY_STRUCTURE,                                                                                                                                        0, false},

    {"option",                        DM_LIT("中文"),                                                           "gbk",    "gb18030",     DM_BY_OPTION,     0, false},
    {"option and mark",               DM_LIT("\xEF\xBB\xBF中文"),                                               "UTF8",   "utf-8",
     DM_BY_OPTION,                                                                                                                                           3, false},
    {"option against mark",           DM_LIT("\xEF\xBB\xBF中文"),                                               "gbk",    "gb18030",
     DM_BY_OPTION,                                                                                                                                           0, false},
    {"utf-16 takes the mark's order", DM_LIT("\xFE\xFF\0a"),                                                      "utf-16",
     "utf-16be",                                                                                                                           DM_BY_OPTION,     2, false},

    {"png",                           DM_LIT("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"),                                    NULL,     NULL,          DM_BY_FALLBACK,
     0,                                                                                                                                                         true },
    {"zip",                           DM_LIT("PK\x03\x04 and so on"),                                             NULL,     NULL,          DM_BY_FALLBACK,   0,
     true                                                                                                                                                            },
    {"pdf",                           DM_LIT("%PDF-1.4 and so on"),                                               NULL,     NULL,          DM_BY_FALLBACK,   0, true },
    {"zeros",                         DM_LIT("\0\0\0\0\0\0\0\0\0\0"),                                             NULL,     NULL,          DM_BY_FALLBACK,   0,
     true                                                                                                                                                            },
    {"text with a NUL",               DM_LIT("some text\0and more of it, quite a bit"),                           NULL,
     "utf-8",                                                                                                                              DM_BY_ASCII,      0, false},
    {"han with a NUL",
     DM_LIT("\xCE\xD2\xC3\xC7\xBD\xF1\xCC\xEC\xBF\xAA\0\xBB\xE1\xA3\xAC\xC7\xEB"
            "\xB4\xF3\xBC\xD2\xB2\xCE\xBC\xD3"),
     NULL,                                                                                                                  "gb18030",     DM_BY_STATISTICS, 0, false},
    {"names ended by NULs",           DM_LIT("a.txt\0b.txt\0c.txt\0"),                                            NULL,     NULL,
     DM_BY_FALLBACK,                                                                                                                                         0, true },
    {"a NUL and a control",
     DM_LIT("some text\0and more of it,\x01 quite a bit"),                                                        NULL,     NULL,
     DM_BY_FALLBACK,                                                                                                                                         0, true },
    {"five NULs",
     DM_LIT("some text\0and more of it, quite a bit\0some text\0and more of "
            "it, quite a bit\0some text\0and more of it, quite a bit"),
     NULL,                                                                                                                  NULL,          DM_BY_FALLBACK,   0, true },
    {"a NUL in what nobody can read",
     DM_LIT("\x81\x8D\xFF\x90 \x9D\xFF\x81\x8F\0\xFF\x81\x8D\xFF\x90 "
            "\x9D\xFF\x81\x8F"),
     NULL,                                                                                                                  NULL,          DM_BY_FALLBACK,   0, true },
    {"iso-2022-jp behind colours",
     DM_LIT("\x1B[1mbold\x1B[0m \x1B$BF|K\\\x1B(B"),                                                              NULL,     "iso-2022-jp",
     DM_BY_STRUCTURE,                                                                                                                                        0, false},
    {"filled with FF",                DM_LIT("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"),                                 NULL,     NULL,
     DM_BY_FALLBACK,                                                                                                                                         0, true },
    {"controls",                      DM_LIT("\x01\x02\x03 abc \x04\x05"),                                        NULL,     NULL,
     DM_BY_FALLBACK,                                                                                                                                         0, true },
    {"colours are text",              DM_LIT("\x1B[1mbold\x1B[0m\n"),                                             NULL,     "utf-8",
     DM_BY_ASCII,                                                                                                                                            0, false},
};

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_arena     arena;
        dm_detection d;
        dm_err       err;
        dm_candidate c;

        dm_arena_init(&arena, 1 << 20);
        assert_true(dm_detect(&d, &arena, rows[i].in, rows[i].override, &err));
        assert_true(d.n >= 1);
        c = d.candidates[0];
        if (d.binary != rows[i].binary)
            fail_msg("%s: binary %d", rows[i].name, d.binary);
        if (rows[i].charset != NULL &&
            (strcmp(dm_charset_name(c.charset), rows[i].charset) != 0 ||
             c.how != rows[i].how || d.bom != rows[i].bom))
            fail_msg("%s: %s by %s, mark %zu (%s)", rows[i].name,
                     dm_charset_name(c.charset), dm_witness_name(c.how), d.bom,
                     c.evidence);
        for (size_t k = 0; k < d.n; k++) {
            assert_non_null(d.candidates[k].charset);
            assert_true(d.candidates[k].evidence[0] != '\0');
            assert_true(d.candidates[k].confidence > 0);
            assert_true(d.candidates[k].confidence <= 1);
            assert_true(k == 0 || d.candidates[k].confidence <=
                                      d.candidates[k - 1].confidence);
        }
        dm_arena_fini(&arena);
    }
}

static void an_unknown_override_is_an_error(void **state)
{
    dm_arena     arena;
    dm_detection d;
    dm_err       err;

    (void)state;
    dm_arena_init(&arena, 1 << 20);
    d.n = 77;
    assert_false(dm_detect(&d, &arena, DM_S("a"), "nosuch", &err));
    assert_int_equal(err.code, DM_E_UNKNOWN_CHARSET);
    assert_int_equal(d.n, 77);
    dm_arena_fini(&arena);
}

static void the_bad_bytes_are_counted(void **state)
{
    dm_arena     arena;
    dm_detection d;

    (void)state;
    dm_arena_init(&arena, 1 << 20);
    assert_true(dm_detect(&d, &arena, DM_S("中文字符\xE4\xB8"), NULL, NULL));
    assert_int_equal(d.candidates[0].bad, 2);
    dm_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(an_unknown_override_is_an_error),
        cmocka_unit_test(the_bad_bytes_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
