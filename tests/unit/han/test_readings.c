/* test_readings.c - pinyin syllables and the readings of characters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "han/readings.h"

static const struct {
    const char *name, *in, *nfc; /* nfc: NULL when it is no pinyin */
    unsigned    tone;
} syllable[] = {
    {"first tone",                   "shuō",                     "shuō",    1},
    {"second",                       "rén",                      "rén",     2},
    {"third",                        "wǎng",                     "wǎng",    3},
    {"fourth",                       "shè",                      "shè",     4},
    {"none",                         "ma",                        "ma",       0},
    {"longest",                      "zhuàng",                   "zhuàng",  4},
    {"a bare vowel",                 "ē",                        "ē",       1},
    {"dotted u",                     "lǜ",                       "lǜ",      4},
    {"dotted u, mark elsewhere",     "nüè",                     "nüè",    4},
    {"combining",                    "she\u0300",                 "shè",     4},
    {"combining dots",               "lu\u0308\u030C",            "lǚ",      3},
    {"half combining",               "lü\u030C",                 "lǚ",      3},
    {"consonant",                    "ńg",                       "ńg",      2},
    {"m",                            "ḿ",                       "ḿ",      2},
    {"m, no composed form",          "m\u0300",                   "m\u0300",  4},
    {"circumflex",                   "ế",                       "ế",      2},
    {"circumflex, no composed form", "ê\u030C",                  "ê\u030C", 3},
    {"letters as GBK has them",      "\u0261\u0251\u0304n\u0261", "gāng",    1},
    {"ou",                           "tóu",                      "tóu",     2},
    {"last of two: iu",              "liú",                      "liú",     2},
    {"last of two: ui",              "duì",                      "duì",     4},
    {"empty",                        "",                          NULL,       0},
    {"mark on the wrong letter",     "shūo",                     NULL,       0},
    {"mark on the wrong letter: iu", "líu",                      NULL,       0},
    {"mark on a consonant",          "s\u0301he",                 NULL,       0},
    {"two marks",                    "rénrén",                  NULL,       0},
    {"two marks on one letter",      "ré\u0301n",                NULL,       0},
    {"two syllables",                "běijing",                  NULL,       0},
    {"upper case",                   "Shè",                      NULL,       0},
    {"upper case with the mark",     "Ā",                        NULL,       0},
    {"a word",                       "café",                     NULL,       0},
    {"breve is no tone",             "wăng",                     NULL,       0},
    {"tone number",                  "she4",                      NULL,       0},
    {"v for the dotted u",           "lv",                        NULL,       0},
    {"not Mandarin",                 "thiết",                   NULL,       0},
    {"blank",                        " shè",                     NULL,       0},
    {"Han",                          "设",                       NULL,       0},
    {"mark alone",                   "\u0304",                    NULL,       0},
    {"very long",                    "zhuangzhuangzhuang",        NULL,       0},
};

static void reads_pinyin(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof syllable / sizeof *syllable; i++) {
        unsigned id = dm_pinyin_id(dm_slice_str(syllable[i].in));
        char     out[DM_PINYIN_MAX];
        dm_slice got = {out, 0};

        if ((id != 0) != (syllable[i].nfc != NULL) ||
            dm_pinyin_tone(id) != syllable[i].tone)
            fail_msg("%s: %u", syllable[i].name, id);
        if (id == 0)
            continue;
        got.len = dm_pinyin_write(id, out);
        if (!dm_slice_eq(got, dm_slice_str(syllable[i].nfc)))
            fail_msg("%s: %.*s", syllable[i].name, (int)got.len, out);
    }
}

static const struct {
    const char *name;
    uint32_t    cp;
    const char *reading;
    dm_reads    want;
} readings[] = {
    {"one reading",                0x8A2D,   "shè",      DM_READS_USUAL},
    {"another tone",               0x8A2D,   "shé",      DM_READS_NOT  },
    {"the usual of many",          0x884C,   "xíng",     DM_READS_USUAL},
    {"another of many",            0x884C,   "háng",     DM_READS_ALSO },
    {"the last of many",           0x884C,   "héng",     DM_READS_ALSO },
    {"none of many",               0x884C,   "hóng",     DM_READS_NOT  },
    {"combining",                  0x8A2D,   "she\u0300", DM_READS_USUAL},
    {"traditional",                0x9577,   "zhǎng",    DM_READS_USUAL},
    {"traditional, the other",     0x9577,   "cháng",    DM_READS_ALSO },
    {"neutral",                    0x5417,   "ma",        DM_READS_USUAL},
    {"no tone where there is one", 0x8A2D,   "she",       DM_READS_NOT  },
    {"first of the block",         0x4E00,   "yī",       DM_READS_USUAL},
    {"first of extension A",       0x3400,   "qiū",      DM_READS_USUAL},
    {"no reading known",           0x3403,   "yī",       DM_READS_NOT  },
    {"extension B",                0x20000,  "hē",       DM_READS_USUAL},
    {"beyond",                     0x30EDE,  "biáng",    DM_READS_USUAL},
    {"Latin",                      'a',      "ā",        DM_READS_NOT  },
    {"zero",                       0,        "yī",       DM_READS_NOT  },
    {"no character",               0x110000, "yī",       DM_READS_NOT  },
    {"not pinyin",                 0x4E00,   "one",       DM_READS_NOT  },
};

static void knows_readings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
        dm_slice reading = dm_slice_str(readings[i].reading);
        dm_reads got = dm_han_reading(readings[i].cp, dm_pinyin_id(reading));

        if (got != readings[i].want)
            fail_msg("%s: %d", readings[i].name, (int)got);
    }
}

/* Every number that a syllable has is written so that it reads the same. */
static void writes_what_it_reads(void **state)
{
    unsigned n = 0;

    (void)state;
    for (uint32_t cp = 0x3400; cp < 0xA000; cp++)
        for (unsigned id = 1; id < 2200; id++) {
            char     out[DM_PINYIN_MAX];
            dm_slice s = {out, 0};

            if (dm_han_reading(cp, id) == DM_READS_NOT)
                continue;
            s.len = dm_pinyin_write(id, out);
            assert_int_equal(dm_pinyin_id(s), id);
            n++;
        }
    assert_true(n > 30000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_pinyin),
        cmocka_unit_test(knows_readings),
        cmocka_unit_test(writes_what_it_reads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
