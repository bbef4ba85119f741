/* test_whatwg.c - the multi-byte charsets of the Encoding Standard, sequence
** by sequence, against the checksums that make_whatwg.py computed from the
** Standard's indexes with the Standard's decoders; and the places, one by
** one, where iconvs are known to say something else.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/decode.h"

#define BAD "\xEF\xBF\xBD"

static const struct {
    const char *charset;
    size_t      bytes; /* of a sequence */
    uint64_t    sum;   /* FNV-1a of the text, a newline behind each */
    size_t      bad;
} sums[] = {
#include "text/tables/whatwg_sums.inc"
};

static void add(dm_buf *in, unsigned a, unsigned b)
{
    dm_buf_char(in, (char)a);
    dm_buf_char(in, (char)b);
}

static void all_fours(dm_buf *in)
{
    for (unsigned a = 0; a < 126 * 10; a++)
        for (unsigned b = 0; b < 126 * 10; b++) {
            add(in, 0x81 + a / 10, '0' + a % 10);
            add(in, 0x81 + b / 10, '0' + b % 10);
            dm_buf_char(in, '\n');
        }
}

static void all_pairs(dm_buf *in, size_t bytes)
{
    for (unsigned a = 0; a <= 0xFF; a++)
        for (unsigned b = 0; b <= 0xFF; b++) {
            if (bytes == 3)
                dm_buf_char(in, '\x8F');
            add(in, a, b);
            dm_buf_char(in, '\n');
        }
}

static uint64_t sum_of(dm_slice text)
{
    uint64_t h = UINT64_C(0xCBF29CE484222325);

    for (size_t i = 0; i < text.len; i++)
        h = (h ^ (unsigned char)text.ptr[i]) * UINT64_C(0x100000001B3);
    return h;
}

static void every_sequence(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        const dm_charset *cs = dm_charset_find(dm_slice_str(sums[i].charset));
        dm_arena          arena;
        dm_decoded        d;
        dm_buf            in;

        dm_buf_init(&in, 1 << 24);
        dm_arena_init(&arena, 1 << 26);
        if (sums[i].bytes == 4)
            all_fours(&in);
        else
            all_pairs(&in, sums[i].bytes);
        assert_true(
            dm_decode(&d, &arena, dm_buf_view(&in), cs, 0, 1 << 25, NULL));
        if (sum_of(d.text) != sums[i].sum || d.bad != sums[i].bad)
            fail_msg("%s, %zu bytes: %zu bad", sums[i].charset, sums[i].bytes,
                     d.bad);
        assert_int_equal(dm_decode_bad(dm_buf_view(&in), cs, SIZE_MAX, true),
                         d.bad);
        dm_buf_fini(&in);
        dm_arena_fini(&arena);
    }
}

/* What was learned from iconvs that disagree. */
static const struct {
    const char *charset;
    dm_slice    in;
    const char *want;
    size_t      bad;
} rows[] = {
    {"gb18030",   DM_LIT("\xA3\xA0"),         "\xE3\x80\x80",         0},
    {"gb18030",   DM_LIT("\xFE\x51"),         "\xEE\xA0\x96",         0},
    {"gb18030",   DM_LIT("\xFE\x52"),         "\xEE\xA0\x97",         0},
    {"gb18030",   DM_LIT("\xFE\x59"),         "龴",                  0},
    {"gb18030",   DM_LIT("\xFE\x91"),         "\xEE\xA1\x95",         0},
    {"gb18030",   DM_LIT("\xA8\xBC"),         "ḿ",                  0},
    {"gb18030",   DM_LIT("\x81\x35\xF4\x37"), "\xEE\x9F\x87",         0},
    {"gb18030",   DM_LIT("\x84\x31\x82\x36"), "︐",                  0},
    {"gb18030",   DM_LIT("\xA6\xD9"),         "︐",                  0},
    {"gb18030",   DM_LIT("\xAA\xA1"),         "\xEE\x80\x80",         0},
    {"gb18030",   DM_LIT("\x80"),             "€",                  0},
    {"gb18030",   DM_LIT("\x90\x30\x81\x30"), "\xF0\x90\x80\x80",     0},
    {"gb18030",   DM_LIT("\xE3\x32\x9A\x35"), "\xF4\x8F\xBF\xBF",     0},
    {"gb18030",   DM_LIT("\xE3\x32\x9A\x36"), BAD,                    1},
    {"gb18030",   DM_LIT("\x84\x31\xA4\x37"), BAD,                    0},
    {"gb18030",   DM_LIT("\x84\x31\xA5\x30"), BAD,                    1},
    {"gb18030",   DM_LIT("\x81\x30\x81"),     BAD,                    1},
    {"gb18030",   DM_LIT("\x81\x30\x81<"),    BAD "0" BAD "<",        2},
    {"gb18030",   DM_LIT("\xD6\x7F"),         BAD "\x7F",             1},
    {"gb18030",   DM_LIT("\xD6\xFF"),         BAD,                    1},
    {"big5",      DM_LIT("\xA1\x45"),         "‧",                  0},
    {"big5",      DM_LIT("\xA1\x4E"),         "﹑",                  0},
    {"big5",      DM_LIT("\xA1\x5A"),         "╴",                  0},
    {"big5",      DM_LIT("\xA1\xC2"),         "¯",                   0},
    {"big5",      DM_LIT("\xA1\xE3"),         "～",                  0},
    {"big5",      DM_LIT("\xA3\xE1"),         "€",                  0},
    {"big5",      DM_LIT("\xC6\xE7"),         "ぁ",                  0},
    {"big5",      DM_LIT("\xF9\xD6"),         "碁",                  0},
    {"big5",      DM_LIT("\x88\x62\x88\xA5"), "Ê\xCC\x84ê\xCC\x8C", 0},
    {"big5",      DM_LIT("\x81\x40"),         BAD "@",                1},
    {"big5",      DM_LIT("\x81\xA1\xA4\xA4"), BAD "中",              1},
    {"euc-kr",    DM_LIT("\xA2\xE6"),         "€",                  0},
    {"euc-kr",    DM_LIT("\xC9\xA1\xC7\xD1"), BAD "한",              1},
    {"euc-kr",    DM_LIT("\xC7\x41"),         BAD "A",                1},
    {"shift_jis", DM_LIT("\x81\x60"),         "～",                  0},
    {"shift_jis", DM_LIT("\x81\x61"),         "∥",                  0},
    {"shift_jis", DM_LIT("\x81\x7C"),         "－",                  0},
    {"shift_jis", DM_LIT("\x81\x91"),         "￠",                  0},
    {"shift_jis", DM_LIT("\\~\x80"),          "\\~\xC2\x80",          0},
    {"shift_jis", DM_LIT("\xF0\x40"),         "\xEE\x80\x80",         0},
    {"shift_jis", DM_LIT("\xA0\xFD<"),        BAD BAD "<",            2},
    {"euc-jp",    DM_LIT("\xA1\xC1"),         "～",                  0},
    {"euc-jp",    DM_LIT("\xAD\xA1"),         "①",                  0},
    {"euc-jp",    DM_LIT("\xF9\xA1"),         "纊",                  0},
    {"euc-jp",    DM_LIT("\x8F\xA2\xB7"),     "～",                  0},
    {"euc-jp",    DM_LIT("\x8E\xE0"),         BAD,                    1},
    {"euc-jp",    DM_LIT("\x8F\xA1"),         BAD,                    1},
    {"euc-jp",    DM_LIT("\x8F\xA1\xA1\n"),   BAD "\n",               1},
    {"euc-jp",    DM_LIT("\x8F\xA1<"),        BAD "<",                1},
};

static void where_iconvs_differ(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const dm_charset *cs = dm_charset_find(dm_slice_str(rows[i].charset));
        dm_arena          arena;
        dm_decoded        d;

        dm_arena_init(&arena, 1 << 16);
        assert_true(dm_decode(&d, &arena, rows[i].in, cs, 0, 100, NULL));
        if (!dm_slice_eq(d.text, dm_slice_str(rows[i].want)) ||
            d.bad != rows[i].bad)
            fail_msg("row %zu, %s: [%.*s], %zu bad", i, rows[i].charset,
                     (int)d.text.len, d.text.ptr, d.bad);
        dm_arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sequence),
        cmocka_unit_test(where_iconvs_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
