/* test_labels.c - names of charsets, and that iconv knows each of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <iconv.h>

#include "text/decode.h"

static const struct {
    dm_slice    label;
    const char *name, *iconv; /* NULL: refused; iconv NULL: any */
} rows[] = {
    {DM_LIT("utf-8"),                                          "utf-8",          "UTF-8"     },
    {DM_LIT("UTF8"),                                           "utf-8",          NULL        },
    {DM_LIT(" \t\nUTF-8\r\f "),                                "utf-8",          NULL        },
    {DM_LIT("gb2312"),                                         "gb18030",        "GB18030"   },
    {DM_LIT("GBK"),                                            "gb18030",        "GB18030"   },
    {DM_LIT("cp936"),                                          "gb18030",        NULL        },
    {DM_LIT("x-gbk"),                                          "gb18030",        NULL        },
    {DM_LIT("chinese"),                                        "gb18030",        NULL        },
    {DM_LIT("Big5"),                                           "big5",           "BIG5-HKSCS"},
    {DM_LIT("big5-hkscs"),                                     "big5",           NULL        },
    {DM_LIT("cp950"),                                          "big5",           NULL        },
    {DM_LIT("ISO-8859-1"),                                     "windows-1252",   "CP1252"    },
    {DM_LIT("latin1"),                                         "windows-1252",   NULL        },
    {DM_LIT("us-ascii"),                                       "windows-1252",   NULL        },
    {DM_LIT("iso_8859-1:1987"),                                "windows-1252",   NULL        },
    {DM_LIT("iso-8859-9"),                                     "windows-1254",   "CP1254"    },
    {DM_LIT("TIS-620"),                                        "windows-874",    "CP874"     },
    {DM_LIT("iso-8859-11"),                                    "windows-874",    NULL        },
    {DM_LIT("iso-8859-8-i"),                                   "iso-8859-8-i",   NULL        },
    {DM_LIT("logical"),                                        "iso-8859-8-i",   NULL        },
    {DM_LIT("visual"),                                         "iso-8859-8",     NULL        },
    {DM_LIT("euc-kr"),                                         "euc-kr",         "UHC"       },
    {DM_LIT("ks_c_5601-1987"),                                 "euc-kr",         NULL        },
    {DM_LIT("shift_jis"),                                      "shift_jis",      "CP932"     },
    {DM_LIT("Windows-31J"),                                    "shift_jis",      NULL        },
    {DM_LIT("x-euc-jp"),                                       "euc-jp",         NULL        },
    {DM_LIT("csiso2022jp"),                                    "iso-2022-jp",    NULL        },
    {DM_LIT("utf-16"),                                         "utf-16le",       "UTF-16LE"  },
    {DM_LIT("unicodefffe"),                                    "utf-16be",       NULL        },
    {DM_LIT("utf-32"),                                         "utf-32le",       NULL        },
    {DM_LIT("x-mac-cyrillic"),                                 "x-mac-cyrillic", NULL        },
    {DM_LIT("mac"),                                            "macintosh",      NULL        },
    {DM_LIT("koi8-ru"),                                        "koi8-u",         NULL        },
    {DM_LIT("cp866"),                                          "ibm866",         NULL        },
    {DM_LIT("cp852"),                                          "cp852",          NULL        },
    {DM_LIT("johab"),                                          "johab",          NULL        },
    {DM_LIT("EUC-TW"),                                         "euc-tw",         NULL        },
    {DM_LIT("iso-2022-kr"),                                    "iso-2022-kr",    NULL        },
    {DM_LIT("replacement"),                                    NULL,             NULL        },
    {DM_LIT("x-user-defined"),                                 NULL,             NULL        },
    {DM_LIT(""),                                               NULL,             NULL        },
    {DM_LIT("   "),                                            NULL,             NULL        },
    {DM_LIT("utf-8 utf8"),                                     NULL,             NULL        },
    {DM_LIT("utf"),                                            NULL,             NULL        },
    {DM_LIT("gb2312x"),                                        NULL,             NULL        },
    {DM_LIT("utf-8\0"),                                        NULL,             NULL        },
    {DM_LIT("a label that is far too long to be one of them"), NULL,             NULL        },
};

static void labels_name_charsets(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const dm_charset *cs = dm_charset_find(rows[i].label);

        if (rows[i].name == NULL) {
            if (cs != NULL)
                fail_msg("row %zu is refused", i);
            continue;
        }
        assert_non_null(cs);
        assert_string_equal(dm_charset_name(cs), rows[i].name);
        if (rows[i].iconv != NULL)
            assert_string_equal(dm_charset_iconv(cs), rows[i].iconv);
    }
}

/* GNU libiconv may have been built without the rare ones. */
static bool may_lack(const dm_charset *cs)
{
#ifdef _LIBICONV_VERSION
    return strcmp(dm_charset_name(cs), "shift_jisx0213") == 0 ||
           strcmp(dm_charset_name(cs), "euc-jisx0213") == 0;
#else
    return cs == NULL;
#endif
}

/* Decoding "A" needs the converter; only EBCDIC says something else. */
static void iconv_knows_every_row(void **state)
{
    const dm_charset *cs;

    (void)state;
    for (size_t i = 0; (cs = dm_charset_at(i)) != NULL; i++) {
        dm_arena   arena;
        dm_decoded d;
        dm_err     err;

        dm_arena_init(&arena, 1 << 20);
        if (!dm_decode(&d, &arena, DM_S("A\0\0\0"), cs, 0, 1000, &err) &&
            !(may_lack(cs) && err.code == DM_E_MACHINE))
            fail_msg("%s: %s", dm_charset_name(cs), err.msg);
        assert_ptr_equal(dm_charset_find(dm_slice_str(dm_charset_name(cs))),
                         cs);
        dm_arena_fini(&arena);
    }
    assert_true(dm_decode_version()[0] != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_name_charsets),
        cmocka_unit_test(iconv_knows_every_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
