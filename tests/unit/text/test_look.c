/* test_look.c - the readers of East Asian text, against the decoder, and what
** characters cost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "text/codec.h"
#include "text/frequent.h"
#include "text/look.h"
#include "text/utf8.h"

/* The pair decoded, as UTF-8 with an end; "" when it is not one character. */
static const char *decoded(dm_codec *codec, unsigned lead, unsigned trail,
                           dm_unit *unit)
{
    char in[2] = {(char)lead, (char)trail};

    dm_codec_unit(codec, (dm_slice){in, 2}, unit);
    unit->text[unit->bad || unit->src != 2 ? 0 : unit->out] = '\0';
    return unit->text;
}

static const dm_cjk_reader *reader_of(const char *charset)
{
    for (size_t i = 0; dm_cjk_reader_at(i) != NULL; i++)
        if (strcmp(dm_cjk_reader_at(i)->charset, charset) == 0)
            return dm_cjk_reader_at(i);
    return NULL;
}

/* What a look says of every pair, and what the decoder does with it: a good
** pair must not look bad, and what looks common must be a character. */
static void looks_agree_with_the_decoder(void **state)
{
    (void)state;
    for (size_t i = 0; dm_cjk_reader_at(i + 1) != NULL; i++) { /* not UTF-8 */
        const dm_cjk_reader *reader = dm_cjk_reader_at(i);
        const dm_charset *cs = dm_charset_find(dm_slice_str(reader->charset));
        dm_codec          codec;
        size_t            common = 0;

        assert_true(dm_codec_open(&codec, cs));
        for (unsigned pair = 0x80 << 8; pair <= 0xFFFF; pair++) {
            unsigned char p[2] = {(unsigned char)(pair >> 8),
                                  (unsigned char)pair};
            dm_unit       unit;
            const char   *text = decoded(&codec, p[0], p[1], &unit);
            dm_look       look = reader->look(p, 2);

            assert_in_range(look.len, 1, 2);
            assert_in_range(look.bits, 1, DM_BITS_BAD);
            if (*text != '\0' && look.bad)
                fail_msg("%s: %02X %02X (%s) looks bad", reader->charset, p[0],
                         p[1], text);
            if (look.len != 2 || look.bits > 11 || look.cut)
                continue;
            common++;
            if (*text == '\0')
                fail_msg("%s: %02X %02X looks common", reader->charset, p[0],
                         p[1]);
        }
        assert_in_range(common, 200, 1500);
        dm_codec_close(&codec);
    }
    assert_null(reader_of("koi8-r"));
}

static const struct {
    const char *charset;
    dm_slice    in;
    unsigned    len, least, most; /* bits */
    bool        bad, cut;
} rows[] = {
    {"gb18030",   DM_LIT("\xB5\xC4"),         2, 4,  6,  false, false}, /* 的 */
    {"gb18030",   DM_LIT("\xD6\xD0"),         2, 6,  9,  false, false}, /* 中 */
    {"gb18030",   DM_LIT("\xD8\xA1"),         2, 15, 18, false, false}, /* 亍 */
    {"gb18030",   DM_LIT("\x81\x40"),         2, 16, 18, false, false},
    {"gb18030",   DM_LIT("\xA3\xAC"),         2, 4,  6,  false, false},
    {"gb18030",   DM_LIT("\xA4\xA2"),         2, 14, 18, false, false},
    {"gb18030",   DM_LIT("\xAA\xA1"),         2, 24, 24, false, false}, /* own */
    {"gb18030",   DM_LIT("\x80\x20"),         1, 18, 18, false, false},
    {"gb18030",   DM_LIT("\xB5"),             1, 0,  8,  false, true },
    {"gb18030",   DM_LIT("\xB5\x20"),         1, 30, 30, true,  false},
    {"gb18030",   DM_LIT("\xFF\xB5"),         1, 30, 30, true,  false},
    {"gb18030",   DM_LIT("\x81\x30\x81\x30"), 4, 18, 18, false, false},
    {"gb18030",   DM_LIT("\x95\x32\x82\x36"), 4, 20, 24, false, false},
    {"gb18030",   DM_LIT("\x95\x32\x82"),     3, 0,  8,  false, true },
    {"gb18030",   DM_LIT("\x95\x32\x82\x41"), 1, 30, 30, true,  false},
    {"big5",      DM_LIT("\xAA\xBA"),         2, 4,  6,  false, false}, /* 的 */
    {"big5",      DM_LIT("\xA1\x41"),         2, 4,  6,  false, false}, /* ， */
    {"big5",      DM_LIT("\xC9\x40"),         2, 15, 18, false, false},
    {"big5",      DM_LIT("\x80\x40"),         1, 30, 30, true,  false},
    {"euc-tw",    DM_LIT("\xC4\xE3"),         2, 4,  12, false, false}, /* 不 */
    {"euc-tw",    DM_LIT("\x8E\xA2\xA1\xA1"), 4, 14, 18, false, false},
    {"euc-tw",    DM_LIT("\x8E\xA2\xA1"),     3, 0,  8,  false, true },
    {"euc-jp",    DM_LIT("\xA4\xCE"),         2, 4,  6,  false, false}, /* の */
    {"euc-jp",    DM_LIT("\x8E\xB1"),         2, 9,  12, false, false},
    {"euc-jp",    DM_LIT("\x8F\xB0\xA1"),     3, 18, 18, false, false},
    {"shift_jis", DM_LIT("\x82\xCC"),         2, 4,  6,  false, false}, /* の */
    {"shift_jis", DM_LIT("\x83\x41"),         2, 6,  10, false, false}, /* ア */
    {"shift_jis", DM_LIT("\x93\xFA"),         2, 6,  11, false, false}, /* 日 */
    {"shift_jis", DM_LIT("\xB1"),             1, 9,  9,  false, false},
    {"shift_jis", DM_LIT("\xFD\x40"),         1, 30, 30, true,  false},
    {"euc-kr",    DM_LIT("\xC0\xCC"),         2, 4,  7,  false, false}, /* 이 */
    {"euc-kr",    DM_LIT("\x81\x41"),         2, 16, 18, false, false},
    {"euc-kr",    DM_LIT("\xCA\xA1"),         2, 12, 18, false, false},
    {"johab",     DM_LIT("\xB7\xA1"),         2, 4,  7,  false, false}, /* 이 */
    {"utf-8",     DM_LIT("\xE7\x9A\x84"),     3, 4,  7,  false, false},
    {"utf-8",     DM_LIT("\xE7\x9A"),         2, 0,  8,  false, true },
    {"utf-8",     DM_LIT("\xC3\xA9"),         2, 12, 12, false, false},
    {"utf-8",     DM_LIT("\xED\xA0\x80"),     1, 12, 12, true,  false},
    {"utf-8",     DM_LIT("\xC0\x80"),         1, 12, 12, true,  false},
    {"johab",     DM_LIT("\xE0\x31"),         2, 14, 18, false, false},
};

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_look look =
            reader_of(rows[i].charset)
                ->look((const unsigned char *)rows[i].in.ptr, rows[i].in.len);

        if (look.len != rows[i].len || look.bits < rows[i].least ||
            look.bits > rows[i].most || look.bad != rows[i].bad ||
            look.cut != rows[i].cut)
            fail_msg("row %zu, %s: %u bytes, %u bits, bad %d, cut %d", i,
                     rows[i].charset, look.len, look.bits, look.bad, look.cut);
    }
}

/* Each line: common characters before rarer ones, in whatever table. */
static void costs_rise(void **state)
{
    static const char *const lines[] = {"的国票葵龘", "是経熊繭", "のンゎ",
                                        "이람뷁", "。Ａㇰ"};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        unsigned before = 0;
        size_t   n;

        for (const char *p = lines[i]; *p != '\0'; p += n) {
            unsigned bits = dm_frequent_cp(dm_utf8_decode(p, &n));

            if (bits <= before)
                fail_msg("%s: %u after %u", p, bits, before);
            before = bits;
        }
    }
    assert_int_equal(dm_frequent_cp(0xE000), DM_BITS_NONE);
    assert_int_equal(dm_frequent_cp(0x2A000), DM_BITS_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looks_agree_with_the_decoder),
        cmocka_unit_test(every_row),
        cmocka_unit_test(costs_rise),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
