/* test_decode_rule.c - a byte that does not decode, in the charsets that are
** left to iconv, and the tables of single bytes beside iconv's.
**
** A bad byte becomes U+FFFD, one is skipped, an ASCII byte after a bad lead
** byte is kept, and the place is recorded.  What is bad is asked of iconv, a
** character at a time and from scratch.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <iconv.h>

#include "base/buf.h"
#include "text/decode.h"
#include "text/labels.h"
#include "text/utf8.h"

#define BAD "\xEF\xBF\xBD"

/* The bytes of the character at the start of `in`, 0 when it is none; its
** UTF-8 goes to `out`. */
static size_t one(iconv_t cd, dm_slice in, dm_buf *out)
{
    for (size_t n = 1; n <= in.len; n++) {
        char   room[64];
        char  *from = (char *)(uintptr_t)in.ptr;
        char  *to = room;
        size_t left = n;
        size_t space = sizeof room;
        size_t got;

        iconv(cd, NULL, NULL, NULL, NULL);
        got = iconv(cd, &from, &left, &to, &space);
        if (got != (size_t)-1 && left == 0) {
            iconv(cd, NULL, NULL, &to, &space);
            dm_buf_add(out, room, (size_t)(to - room));
            return n;
        }
        if (errno != EINVAL)
            return 0;
    }
    return 0;
}

/* Not every iconv was built with the rare ones. */
static bool is_known(const dm_charset *cs)
{
    iconv_t cd = iconv_open("UTF-8", dm_charset_iconv(cs));

    if (cd == (iconv_t)-1)
        return false;
    iconv_close(cd);
    return true;
}

/* Decode by the rule; the bad places go to `bad`, one byte of it a place. */
static void by_rule(const dm_charset *cs, dm_slice in, dm_buf *text,
                    dm_buf *bad)
{
    iconv_t cd = iconv_open("UTF-8", dm_charset_iconv(cs));

    assert_true(cd != (iconv_t)-1);
    for (size_t at = 0; at < in.len;) {
        size_t n;

        n = one(cd, dm_slice_sub(in, at, in.len), text);
        if (n == 0) {
            dm_buf_str(text, BAD);
            dm_buf_char(bad, (char)at);
            n = 1;
        }
        at += n;
    }
    iconv_close(cd);
}

static void show(const dm_charset *cs, dm_slice in, dm_slice got, dm_slice want)
{
    print_message("%s:", dm_charset_name(cs));
    for (size_t i = 0; i < in.len; i++)
        print_message(" %02X", (unsigned char)in.ptr[i]);
    fail_msg("got [%.*s], want [%.*s]", (int)got.len, got.ptr, (int)want.len,
             want.ptr);
}

static void compare(const dm_charset *cs, dm_slice in, dm_slice want,
                    dm_slice places)
{
    dm_arena   arena;
    dm_decoded d;

    dm_arena_init(&arena, 1 << 20);
    assert_true(dm_decode(&d, &arena, in, cs, 0, 1 << 20, NULL));
    if (!dm_slice_eq(d.text, want) || d.nerrors != places.len ||
        d.bad != places.len)
        show(cs, in, d.text, want);
    for (size_t i = 0; i < d.nerrors; i++) {
        assert_int_equal(d.errors[i].from, (unsigned char)places.ptr[i]);
        assert_int_equal(d.errors[i].to, d.errors[i].from + 1);
    }
    dm_arena_fini(&arena);
}

static void by_the_rule(const dm_charset *cs, dm_slice in, dm_buf *text,
                        dm_buf *bad)
{
    dm_buf_clear(text);
    dm_buf_clear(bad);
    by_rule(cs, in, text, bad);
    compare(cs, in, dm_buf_view(text), dm_buf_view(bad));
}

/* Every byte beyond ASCII, before ASCII, before half a character, at the end.
 */
static void lead(const dm_charset *cs, unsigned char c, dm_buf *text,
                 dm_buf *bad)
{
    static const char after[][4] = {
        "",   "\n", " ",      "0",     "<",     "A",      "~x",
        "0<", "09", "0\x81<", "\xA1<", "\xFFz", "\x80\n", "\xA1\xA1<"};
    char in[16] = "ab";

    for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
        dm_slice s = {in, 3 + strlen(after[i])};

        in[2] = (char)c;
        memcpy(in + 3, after[i], sizeof after[i]);
        by_the_rule(cs, s, text, bad);
        if (s.len + 2 < sizeof in) {
            memcpy(in + s.len, "z\n", 3);
            by_the_rule(cs, (dm_slice){in, s.len + 2}, text, bad);
        }
    }
}

static void bytes_by_the_rule(void **state)
{
    const dm_charset *cs;
    dm_buf            text, bad;
    size_t            charsets = 0;

    (void)state;
    dm_buf_init(&text, 1000);
    dm_buf_init(&bad, 1000);
    for (size_t i = 0; (cs = dm_charset_at(i)) != NULL; i++) {
        if (cs->kind != DM_KIND_UTF8 &&
            (cs->kind != DM_KIND_ICONV || !is_known(cs)))
            continue;
        charsets++;
        for (unsigned c = 0x80; c <= 0xFF; c++)
            lead(cs, (unsigned char)c, &text, &bad);
    }
    assert_true(charsets >= 3);
    dm_buf_fini(&text);
    dm_buf_fini(&bad);
}

/* Where WHATWG or the vendor's own table says something else than an iconv. */
static const struct {
    const char   *charset;
    unsigned char byte;
    uint32_t      cp;
} differ[] = {
    {"koi8-u",         0xAE, 0x045E},
    {"koi8-u",         0xBE, 0x040E},
    {"macintosh",      0xBD, 0x03A9},
    {"macintosh",      0xDB, 0x20AC},
    {"macintosh",      0xC6, 0x2206},
    {"macintosh",      0xF0, 0xF8FF},
    {"x-mac-cyrillic", 0xFF, 0x20AC},
    {"cp273",          0xBC, 0x203E},
    {"cp424",          0x78, 0x2017},
    {"cp875",          0x74, 0x00A0},
    {"cp875",          0xDD, 0x0387},
    {"cp1026",         0x9D, 0x00B8},
    {"cp1026",         0xBC, 0x00AF},
};

static uint32_t differs(const dm_charset *cs, unsigned byte)
{
    for (size_t i = 0; i < sizeof differ / sizeof *differ; i++)
        if (strcmp(differ[i].charset, dm_charset_name(cs)) == 0 &&
            differ[i].byte == byte)
            return differ[i].cp;
    return 0;
}

static bool is_windows(const dm_charset *cs)
{
    return strncmp(dm_charset_name(cs), "windows-", 8) == 0;
}

/* One byte is what iconv says, unless it is one of those; what iconv does not
** know may be a character all the same, and is the control of its number in
** windows-125x. */
static void one_byte(const dm_charset *cs, iconv_t cd, unsigned byte)
{
    char       c = (char)byte;
    dm_slice   in = {&c, 1};
    dm_arena   arena;
    dm_decoded d;
    dm_buf     want;
    char       utf8[4];
    uint32_t   other = differs(cs, byte);

    dm_buf_init(&want, 100);
    dm_arena_init(&arena, 1 << 16);
    assert_true(dm_decode(&d, &arena, in, cs, 0, 100, NULL));
    if (other != 0)
        dm_buf_add(&want, utf8, dm_utf8_encode(other, utf8));
    else if (one(cd, in, &want) == 0 && byte < 0xA0 && is_windows(cs))
        dm_buf_add(&want, utf8, dm_utf8_encode(byte, utf8));
    else if (want.len == 0)
        dm_buf_add(&want, d.text.ptr, d.text.len);
    if (!dm_slice_eq(d.text, dm_buf_view(&want)))
        show(cs, in, d.text, dm_buf_view(&want));
    dm_buf_fini(&want);
    dm_arena_fini(&arena);
}

static void single_bytes(void **state)
{
    const dm_charset *cs;
    size_t            charsets = 0;

    (void)state;
    for (size_t i = 0; (cs = dm_charset_at(i)) != NULL; i++) {
        iconv_t cd;

        if (cs->kind != DM_KIND_BYTE || !is_known(cs))
            continue;
        charsets++;
        cd = iconv_open("UTF-8", dm_charset_iconv(cs));
        for (unsigned byte = 0; byte <= 0xFF; byte++)
            one_byte(cs, cd, byte);
        iconv_close(cd);
    }
    assert_true(charsets > 30);
}

/* Shifts and escapes: a bad byte must not cost the state, nor the state it. */
static const struct {
    const char *charset;
    dm_slice    in;
    const char *want;
    size_t      bad;
} shifted[] = {
    {"iso-2022-jp",
     DM_LIT("a\xFF"
            "<b"),
     "a" BAD "<b",                                                        1},
    {"iso-2022-jp", DM_LIT("a\x1B$BF|\xFFK\\\x1B(Bz"), "a日" BAD "本z", 1},
    {"iso-2022-jp", DM_LIT("a\x1B$BF|\x1B(B\x80<z"),   "a日" BAD "<z",   1},
    {"iso-2022-kr", DM_LIT("\x1B$)Ca\x80<b"),          "a" BAD "<b",      1},
    {"iso-2022-kr",
     DM_LIT("\x1B$)C\x0EGQ\xFF"
            "19\x0F<"),
     "한" BAD "국<",                                                    1},
    {"iso-2022-cn", DM_LIT("a\xFF<b"),                 "a" BAD "<b",      1},
    {"iso-2022-cn", DM_LIT("\x1B$)A\x0EVP\x0F\xFF<"),  "中" BAD "<",     1},
    {"utf-7",       DM_LIT("a\xFF<b"),                 "a" BAD "<b",      1},
    {"utf-7",       DM_LIT("a+Ti0-\xFF<b"),            "a中" BAD "<b",   1},
};

static void shifts_by_the_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof shifted / sizeof *shifted; i++) {
        const dm_charset *cs =
            dm_charset_find(dm_slice_str(shifted[i].charset));
        dm_arena   arena;
        dm_decoded d;

        if (cs == NULL)
            continue;
        dm_arena_init(&arena, 1 << 20);
        assert_true(dm_decode(&d, &arena, shifted[i].in, cs, 0, 1 << 20, NULL));
        if (!dm_slice_eq(d.text, dm_slice_str(shifted[i].want)) ||
            d.bad != shifted[i].bad)
            show(cs, shifted[i].in, d.text, dm_slice_str(shifted[i].want));
        dm_arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_by_the_rule),
        cmocka_unit_test(single_bytes),
        cmocka_unit_test(shifts_by_the_rule),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
