/* test_look.c - the tables and layouts behind detection, against iconv. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/decode.h"
#include "text/frequent.h"
#include "text/look.h"
#include "text/utf8.h"

enum { FIRST = 0x81, LAST = 0xFE };

static const struct {
    const char *charset;
    bool (*has)(const unsigned char *p);
    const char *list;
    unsigned    lead, rows; /* what the table covers */
    bool        high;       /* trail bytes from A1 on only */
} tables[] = {
    {"gb18030", dm_frequent_gb18030, dm_frequent_han,    0x81, 126, false},
    {"big5",    dm_frequent_big5,    dm_frequent_han,    0xA4, 35,  false},
    {"euc-jp",  dm_frequent_euc_jp,  dm_frequent_han,    0xB0, 69,  true },
    {"euc-tw",  dm_frequent_euc_tw,  dm_frequent_han,    0xC4, 58,  true },
    {"euc-kr",  dm_frequent_euc_kr,  dm_frequent_hangul, 0xB0, 25,  true },
};

/* The pair decoded, as UTF-8 with an end; "" when it is not one character. */
static const char *decoded(iconv_t cd, unsigned lead, unsigned trail,
                           char *room)
{
    char   in[2] = {(char)lead, (char)trail};
    char  *from = in;
    char  *to = room;
    size_t left = 2, space = 15;

    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &from, &left, &to, &space) == (size_t)-1)
        to = room;
    *to = '\0';
    return dm_utf8_count((dm_slice){room, (size_t)(to - room)}) == 1 ? room
                                                                     : "";
}

/* The words of a table, as frequent.c has them. */
static void print_table(size_t i)
{
    const dm_charset *cs = dm_charset_find(dm_slice_str(tables[i].charset));
    iconv_t           cd = iconv_open("UTF-8", dm_charset_iconv(cs));
    uint64_t          word = 0;
    size_t            bit = 0;

    printf("%s\n", tables[i].charset);
    for (unsigned pair = tables[i].lead << 8;
         pair < (tables[i].lead + tables[i].rows) << 8; pair++) {
        unsigned    trail = pair & 0xFF;
        bool        big5 = strcmp(tables[i].charset, "big5") == 0;
        char        room[16];
        const char *text = decoded(cd, pair >> 8, trail, room);

        if (trail < (tables[i].high ? 0xA1U : 0x40U) || trail == 0x7F ||
            trail == 0xFF || (big5 && trail > 0x7E && trail < 0xA1))
            continue; /* no place in the row */
        if (*text != '\0' && strstr(tables[i].list, text) != NULL)
            word |= UINT64_C(1) << bit % 64;
        if (++bit % 64 == 0) {
            printf("    0x%016llX,\n", (unsigned long long)word);
            word = 0;
        }
    }
    printf("    0x%016llX\n", (unsigned long long)word);
    iconv_close(cd);
}

static void the_tables_are_the_lists(void **state)
{
    (void)state;
    for (size_t i = 0; getenv("DM_PRINT") != NULL && i < 5; i++)
        print_table(i);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const dm_charset *cs = dm_charset_find(dm_slice_str(tables[i].charset));
        iconv_t           cd = iconv_open("UTF-8", dm_charset_iconv(cs));
        size_t            seen = 0;

        assert_true(cd != (iconv_t)-1);
        for (unsigned pair = FIRST << 8; pair <= 0xFFFF; pair++) {
            unsigned char p[2] = {(unsigned char)(pair >> 8),
                                  (unsigned char)pair};
            char          room[16];
            const char   *text = decoded(cd, p[0], p[1], room);
            bool          inside = p[0] >= tables[i].lead &&
                          p[0] < tables[i].lead + tables[i].rows &&
                          (!tables[i].high || p[1] >= 0xA1);
            bool want =
                inside && *text != '\0' && strstr(tables[i].list, text) != NULL;

            if (tables[i].has(p) != want)
                fail_msg("%s %02X %02X (%s): %d", tables[i].charset, p[0], p[1],
                         text, tables[i].has(p));
            seen += want;
        }
        assert_true(seen > 100);
        iconv_close(cd);
    }
}

static void syllables_are_found(void **state)
{
    (void)state;
    assert_true(dm_frequent_syllable(0xC774));  /* i */
    assert_false(dm_frequent_syllable(0xBDC1)); /* bwelg */
    assert_false(dm_frequent_syllable(0x4E00));
}

/* What a look says of every pair, and what iconv does with it: a good pair
** must not look bad, and whoever looks frequent must be on a list. */
static void looks_agree_with_iconv(void **state)
{
    static const char *const names[] = {
        "gb18030", "big5", "euc-tw", "euc-jp", "euc-kr", "johab", "shift_jis"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const dm_charset *cs = dm_charset_find(dm_slice_str(names[i]));
        dm_looker        *looker = dm_look_of(names[i]);
        iconv_t           cd = iconv_open("UTF-8", dm_charset_iconv(cs));

        assert_non_null(looker);
        assert_true(cd != (iconv_t)-1);
        for (unsigned pair = 0x80 << 8; pair <= 0xFFFF; pair++) {
            unsigned char p[2] = {(unsigned char)(pair >> 8),
                                  (unsigned char)pair};
            char          room[16];
            const char   *text = decoded(cd, p[0], p[1], room);
            size_t        len = 0;
            dm_look       look = looker(p, 2, &len);

            assert_in_range(len, 1, 2);
            if (*text != '\0' && look == DM_LOOK_BAD)
                fail_msg("%s: %02X %02X (%s) looks bad", names[i], p[0], p[1],
                         text);
            if (look == DM_LOOK_FREQUENT &&
                strstr(dm_frequent_han, text) == NULL &&
                strstr(dm_frequent_hangul, text) == NULL)
                fail_msg("%s: %02X %02X (%s) is not frequent", names[i], p[0],
                         p[1], text);
        }
        iconv_close(cd);
    }
    assert_null(dm_look_of("koi8-r"));
}

static const struct {
    const char *charset;
    dm_slice    in;
    dm_look     look;
    size_t      len;
} rows[] = {
    {"gb18030",   DM_LIT("\xB5\xC4"),         DM_LOOK_FREQUENT,    2},
    {"gb18030",   DM_LIT("\xB0\xA1"),         DM_LOOK_FIRST,       2},
    {"gb18030",   DM_LIT("\xD8\xA1"),         DM_LOOK_SECOND,      2},
    {"gb18030",   DM_LIT("\xA3\xAC"),         DM_LOOK_MARK,        2},
    {"gb18030",   DM_LIT("\xA3\xC1"),         DM_LOOK_WIDE,        2},
    {"gb18030",   DM_LIT("\xA4\xA2"),         DM_LOOK_ALIEN,       2},
    {"gb18030",   DM_LIT("\x80\x20"),         DM_LOOK_OTHER,       1},
    {"gb18030",   DM_LIT("\xB5"),             DM_LOOK_CUT,         1},
    {"gb18030",   DM_LIT("\xB5\x20"),         DM_LOOK_BAD,         1},
    {"gb18030",   DM_LIT("\xFF\xB5"),         DM_LOOK_BAD,         1},
    {"gb18030",   DM_LIT("\x81\x30\x81\x30"), DM_LOOK_OTHER,       4},
    {"gb18030",   DM_LIT("\x95\x32\x82\x36"), DM_LOOK_ODD,         4},
    {"gb18030",   DM_LIT("\x95\x32\x82"),     DM_LOOK_CUT,         3},
    {"gb18030",   DM_LIT("\x95\x32\x82\x41"), DM_LOOK_BAD,         1},
    {"big5",      DM_LIT("\xAA\xBA"),         DM_LOOK_FREQUENT,    2},
    {"big5",      DM_LIT("\xA1\x41"),         DM_LOOK_MARK,        2},
    {"big5",      DM_LIT("\xC9\x40"),         DM_LOOK_SECOND,      2},
    {"euc-tw",    DM_LIT("\x8E\xA2\xA1\xA1"), DM_LOOK_SECOND,      4},
    {"euc-tw",    DM_LIT("\x8E\xA2\xA1"),     DM_LOOK_CUT,         3},
    {"euc-jp",    DM_LIT("\xA4\xCE"),         DM_LOOK_HIRAGANA,    2},
    {"euc-jp",    DM_LIT("\x8E\xB1"),         DM_LOOK_HALF,        2},
    {"euc-jp",    DM_LIT("\x8F\xB0\xA1"),     DM_LOOK_SECOND,      3},
    {"shift_jis", DM_LIT("\x82\xCC"),         DM_LOOK_HIRAGANA,    2},
    {"shift_jis", DM_LIT("\x83\x41"),         DM_LOOK_KATAKANA,    2},
    {"shift_jis", DM_LIT("\x93\xFA"),         DM_LOOK_FREQUENT,    2},
    {"shift_jis", DM_LIT("\xB1"),             DM_LOOK_HALF,        1},
    {"euc-kr",    DM_LIT("\xC0\xCC"),         DM_LOOK_FREQUENT,    2},
    {"euc-kr",    DM_LIT("\x81\x41"),         DM_LOOK_RARE_HANGUL, 2},
    {"euc-kr",    DM_LIT("\xCA\xA1"),         DM_LOOK_HANJA,       2},
    {"johab",     DM_LIT("\xB7\xA1"),         DM_LOOK_FREQUENT,    2},
    {"johab",     DM_LIT("\xE0\x31"),         DM_LOOK_HANJA,       2},
};

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t  len = 0;
        dm_look look = dm_look_of(rows[i].charset)(
            (const unsigned char *)rows[i].in.ptr, rows[i].in.len, &len);

        if (look != rows[i].look || len != rows[i].len)
            fail_msg("row %zu, %s: look %d of %zu bytes", i, rows[i].charset,
                     (int)look, len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_are_the_lists),
        cmocka_unit_test(syllables_are_found),
        cmocka_unit_test(looks_agree_with_iconv),
        cmocka_unit_test(every_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
