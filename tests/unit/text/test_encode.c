/* test_encode.c - what is encoded decodes to itself: every code point in every
** charset of the table, and every character that a charset can say.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "text/decode.h"
#include "text/encode.h"
#include "text/labels.h"
#include "text/utf8.h"

enum { ROOM = 1 << 25, LAST = 0x10FFFF };

static void add(dm_buf *buf, uint32_t cp)
{
    char utf8[4];

    dm_buf_add(buf, utf8, dm_utf8_encode(cp, utf8));
}

/* All characters; behind plane 2 only each `step`-th. */
static void all_characters(dm_buf *out, uint32_t step)
{
    for (uint32_t cp = 0; cp <= LAST; cp += cp < 0x30000 ? 1 : step)
        if (cp < 0xD800 || cp > 0xDFFF)
            add(out, cp);
}

typedef struct lost {
    unsigned char set[LAST / 8 + 1];
    size_t        n;
} lost;

static bool leave_out(void *ud, uint32_t cp, dm_buf *out)
{
    lost *l = ud;

    (void)out;
    l->set[cp / 8] |= (unsigned char)(1 << cp % 8);
    l->n++;
    return true;
}

static bool is_lost(const lost *l, uint32_t cp)
{
    return (l->set[cp / 8] >> cp % 8 & 1) != 0;
}

/* What must come back: all of `text` but for what was left out. */
static void keep(dm_buf *out, dm_slice text, const lost *l)
{
    size_t n;

    for (size_t at = 0; at < text.len; at += n) {
        uint32_t cp = dm_utf8_decode(text.ptr + at, &n);

        if (!is_lost(l, cp))
            dm_buf_add(out, text.ptr + at, n);
    }
}

static void decode(dm_decoded *d, dm_arena *arena, dm_slice bytes,
                   const dm_charset *cs)
{
    assert_true(dm_decode(d, arena, bytes, cs, 0, ROOM, NULL));
}

/* Both ways for all characters at once; `*said` is how many `cs` has. */
static void there_and_back(dm_slice all, const dm_charset *cs, lost *l)
{
    dm_buf     bytes;
    dm_buf     want;
    dm_arena   arena;
    dm_decoded d;
    dm_encoded done;

    memset(l, 0, sizeof *l);
    dm_buf_init(&bytes, ROOM);
    dm_buf_init(&want, ROOM);
    dm_arena_init(&arena, (size_t)8 * ROOM);
    assert_true(dm_encode(&bytes, all, cs, leave_out, l, &done, NULL));
    assert_int_equal(done.n, all.len);
    assert_int_equal(done.lacking, l->n);
    keep(&want, all, l);
    decode(&d, &arena, dm_buf_view(&bytes), cs);
    if (!dm_slice_eq(d.text, dm_buf_view(&want)))
        fail_msg("%s: %zu bytes came back, not %zu", dm_charset_name(cs),
                 d.text.len, want.len);
    dm_arena_fini(&arena);
    dm_buf_fini(&bytes);
    dm_buf_fini(&want);
}

static void every_code_point(void **state)
{
    static lost       l;
    const dm_charset *cs;
    dm_buf            all;
    dm_buf            most; /* for iconv, which is slow to say no */

    (void)state;
    dm_buf_init(&all, ROOM);
    dm_buf_init(&most, ROOM);
    all_characters(&all, 1);
    all_characters(&most, 101);
    for (size_t i = 0; (cs = dm_charset_at(i)) != NULL; i++) {
        bool slow = cs->kind == DM_KIND_ICONV || cs->kind == DM_KIND_STATEFUL;

        there_and_back(dm_buf_view(slow ? &most : &all), cs, &l);
    }
    dm_buf_fini(&all);
    dm_buf_fini(&most);
}

/* How many characters each lacks: a lost table shows here. */
static const struct {
    const char *charset;
    size_t      lacking;
} counts[] = {
    {"utf-16le",     0      },
    {"gb18030",      19     }, /* U+E5E5, and 18 that moved in 2005
  */
    {"big5",         1093446},
    {"euc-kr",       1094888},
    {"shift_jis",    1102666},
    {"euc-jp",       1098761},
    {"iso-2022-jp",  1104548},
    {"windows-1252", 1111808},
    {"cp037",        1111808},
};

static void counted(void **state)
{
    static lost l;
    dm_buf      all;

    (void)state;
    dm_buf_init(&all, ROOM);
    all_characters(&all, 1);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        dm_slice name = dm_slice_str(counts[i].charset);

        there_and_back(dm_buf_view(&all), dm_charset_find(name), &l);
        if (l.n != counts[i].lacking)
            fail_msg("%s lacks %zu, not %zu", counts[i].charset, l.n,
                     counts[i].lacking);
    }
    dm_buf_fini(&all);
}

/* Everything that two or three bytes decode to can be written. */
static void decoded_is_encoded(void **state)
{
    static const char *const names[] = {"gb18030", "big5", "euc-kr",
                                        "shift_jis", "euc-jp"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const dm_charset *cs = dm_charset_find(dm_slice_str(names[i]));
        dm_buf            in;
        dm_buf            out;
        dm_arena          arena;
        dm_decoded        d;
        dm_encoded        done;
        static lost       l;

        memset(&l, 0, sizeof l);
        dm_buf_init(&in, ROOM);
        dm_buf_init(&out, ROOM);
        dm_arena_init(&arena, ROOM);
        for (unsigned code = 0x8000; code <= 0xFFFF; code++) {
            char pair[] = {(char)(code >> 8), (char)(code & 0xFF), '\n'};

            dm_buf_add(&in, pair, sizeof pair);
            if (i == 4)
                dm_buf_char(&in, '\x8F');
            dm_buf_add(&in, pair, sizeof pair);
        }
        decode(&d, &arena, dm_buf_view(&in), cs);
        assert_true(dm_encode(&out, d.text, cs, leave_out, &l, &done, NULL));
        for (uint32_t cp = 0; cp <= LAST; cp++)
            if (is_lost(&l, cp) && cp != 0xFFFD)
                fail_msg("%s: U+%04X", names[i], (unsigned)cp);
        dm_arena_fini(&arena);
        dm_buf_fini(&in);
        dm_buf_fini(&out);
    }
}

static bool refer(void *ud, uint32_t cp, dm_buf *out)
{
    (void)ud;
    dm_buf_printf(out, "&#x%X;", (unsigned)cp);
    return true;
}

/* want NULL: it cannot be said, and stops at `n`. */
static const struct {
    const char     *charset;
    const char     *text;
    dm_encode_lack *lack;
    const char     *want;
    size_t          n;
} rows[] = {
    {"gb18030",        "中€。",           NULL,  "\xD6\xD0\xA2\xE3\xA1\xA3",                 0},
    {"gb18030",        "\u3000㐂😀",       NULL,  "\xA1\xA1\x81\x39\xEF\x31\x94\x39\xFC\x36",
     0                                                                                            },
    {"gb18030",        "\uE7C7ḿ\uE000",     NULL,  "\x81\x35\xF4\x37\xA8\xBC\xAA\xA1",         0},
    {"gb18030",        "︐龴",              NULL,  "\xA6\xD9\xFE\x59",                         0},
    {"gb18030",        "a\uE5E5",             NULL,  NULL,                                       1},
    {"gb18030",        "\uE81E",              NULL,  NULL,                                       0},
    {"gb18030",        "\xEF\xBF\xBD",        NULL,  "\x84\x31\xA4\x37",                         0},
    {"gbk",            "\xC2\x80",            NULL,  "\x81\x30\x81\x30",                         0},
    {"big5",           "許碁€",           NULL,  "\xB3\x5C\xF9\xD6\xA3\xE1",                 0},
    {"big5",           "十═",              NULL,  "\xA4\x51\xF9\xF9",                         0},
    {"big5",           "\xF0\xA7\x89\xA7",    NULL,  "\x87\x45",                                 0},
    {"big5",           "Ê\u0304ê\u030CÊ",  NULL,  "\x88\x62\x88\xA5\x88\x66",                 0},
    {"big5",           "中ก",              NULL,  NULL,                                       3},
    {"big5",           "中ก。",           refer, "\xA4\xA4&#xE01;\xA1\x43",                  0},
    {"euc-kr",         "한갂",              NULL,  "\xC7\xD1\x81\x41",                         0},
    {"shift_jis",      "日ｱ纊∵",        NULL,  "\x93\xFA\xB1\xFA\x5C\x81\xE6",             0},
    {"shift_jis",      "¥",                  NULL,  NULL,                                       0},
    {"shift_jis",      "−",                 NULL,  NULL,                                       0},
    {"shift_jis",      "－\\~",              NULL,  "\x81\x7C\\~",                              0},
    {"euc-jp",         "日ｱ纊丂",        NULL,  "\xC6\xFC\x8E\xB1\xF9\xA1\x8F\xB0\xA1",     0},
    {"iso-2022-jp",    "a日本\n¥b",        NULL,  "a\x1B$BF|K\\\x1B(B\n\x1B(J\\\x1B(Bb",
     0                                                                                            },
    {"iso-2022-jp",    "日ｱ",              NULL,  "\x1B$BF|\x1B(I1\x1B(B",                    0},
    {"iso-2022-jp",    "日\x1B",             NULL,  NULL,                                       3},
    {"iso-2022-jp",    "中国丂",           refer, "\x1B$BCf9q\x1B(B&#x4E02;",                 0},
    {"utf-16le",       "a😀",               NULL,  "a\0=\xD8\0\xDE",                           6},
    {"utf-16be",       "中",                 NULL,  "N-",                                       0},
    {"utf-32be",       "中",                 NULL,  "\0\0N-",                                   4},
    {"windows-1252",   "€é\xC2\x81",       NULL,  "\x80\xE9\x81",                             0},
    {"windows-1251",   "Жé",                refer, "\xC6&#xE9;",                               0},
    {"iso-8859-1",     "é中",               NULL,  NULL,                                       2},
    {"cp037",          "A",                   NULL,  "\xC1",                                     0},
    {"cp037",          "中",                 refer, "\x50\x7B\xA7\xF4\xC5\xF2\xC4\x5E",         0},
    {"shift_jisx0213", "か\u309Aか",        NULL,  "\x82\xF5\x82\xA9",                         0},
    {"euc-tw",         "中",                 NULL,  "\xC4\xE3",                                 0},
    {"utf-7",          "a+中文b",           NULL,  "a+-+Ti1lhw-b",                             0},
    {"utf-8",          "中\xF0\x9F\x98\x80", NULL,  "中\xF0\x9F\x98\x80",                      0},
    {"gb18030",        "",                    NULL,  "",                                         0},
    {"iso-2022-kr",    "",                    NULL,  "",                                         0},
};

static void check_row(size_t i)
{
    const dm_charset *cs = dm_charset_find(dm_slice_str(rows[i].charset));
    dm_slice          want = dm_slice_str(rows[i].want ? rows[i].want : "");
    dm_encoded        done;
    dm_buf            out;
    dm_err            err = {.code = DM_OK};
    bool              good;

    if (rows[i].want != NULL && rows[i].n > 0)
        want.len = rows[i].n;
    dm_buf_init(&out, 100);
    dm_buf_str(&out, "=");
    good = dm_encode(&out, dm_slice_str(rows[i].text), cs, rows[i].lack, NULL,
                     &done, &err);
    if (good != (rows[i].want != NULL) || out.len != 1 + want.len ||
        memcmp(out.ptr + 1, want.ptr, want.len) != 0)
        fail_msg("row %zu, %s: %s", i, rows[i].charset, err.msg);
    if (!good) {
        assert_int_equal(err.code, DM_E_UNENCODABLE);
        assert_int_equal(done.n, rows[i].n);
        assert_int_not_equal(done.cp, 0);
    }
    dm_buf_fini(&out);
}

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(i);
}

/* What stands in must be sayable itself. */
static bool refer_in_han(void *ud, uint32_t cp, dm_buf *out)
{
    (void)ud;
    (void)cp;
    dm_buf_str(out, "xก");
    return true;
}

static void failures(void **state)
{
    static const struct {
        const char     *charset, *text;
        dm_encode_lack *lack;
        size_t          max;
        long            allocations;
        dm_code         code;
    } cases[] = {
        {"big5",        "aก",      refer_in_han, 100, -1, DM_E_UNENCODABLE},
        {"gb18030",     "abcdef",    NULL,         5,   -1, DM_E_SIZE       },
        {"gb18030",     "中中中", NULL,         6,   -1, DM_E_SIZE       },
        {"big5",        "กกก", refer,        9,   -1, DM_E_SIZE       },
        {"gb18030",     "中中中", NULL,         100, 0,  DM_E_MEMORY     },
        {"iso-2022-jp", "日",       NULL,         6,   -1, DM_E_SIZE       },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dm_buf out;
        dm_err err;

        dm_buf_init(&out, cases[i].max);
        if (cases[i].allocations < 0)
            dm_buf_char(&out, 'x');
        dm_mem_fail_after(cases[i].allocations);
        assert_false(dm_encode(&out, dm_slice_str(cases[i].text),
                               dm_charset_find(dm_slice_str(cases[i].charset)),
                               cases[i].lack, NULL, NULL, &err));
        dm_mem_fail_after(-1);
        if (err.code != cases[i].code || out.failed ||
            out.len != (cases[i].allocations < 0))
            fail_msg("case %zu: %s", i, err.msg);
        dm_buf_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point),   cmocka_unit_test(counted),
        cmocka_unit_test(decoded_is_encoded), cmocka_unit_test(every_row),
        cmocka_unit_test(failures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
