/* test_decode_rule.c - a byte that does not decode, in every charset.
**
** It becomes U+FFFD, one byte is skipped, an ASCII byte after a bad lead byte
** is kept, and the place is recorded.  What is bad is asked of iconv, a
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

/* Decode by the rule; the bad places go to `bad`, one byte of it a place. */
static void by_rule(const dm_charset *cs, dm_slice in, dm_buf *text,
                    dm_buf *bad)
{
    iconv_t cd = iconv_open("UTF-8", dm_charset_iconv(cs));

    assert_true(cd != (iconv_t)-1);
    for (size_t at = 0; at < in.len;) {
        size_t n;

        if (cs->kind == DM_KIND_GB18030 && (unsigned char)in.ptr[at] == 0x80) {
            dm_buf_str(text, "\xE2\x82\xAC"); /* see decode.h */
            at++;
            continue;
        }
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
    /* A byte that is a character could lead nothing. */
    size_t n = cs->kind == DM_KIND_BYTE ? 2 : sizeof after / sizeof *after;
    char   in[16] = "ab";

    for (size_t i = 0; i < n; i++) {
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
    dm_decode_warm();
    dm_buf_init(&text, 1000);
    dm_buf_init(&bad, 1000);
    for (size_t i = 0; (cs = dm_charset_at(i)) != NULL; i++) {
        if ((cs->kind != DM_KIND_UTF8 && cs->kind < DM_KIND_BYTE) ||
            cs->kind == DM_KIND_STATEFUL)
            continue;
        charsets++;
        for (unsigned c = 0x80; c <= 0xFF; c++)
            lead(cs, (unsigned char)c, &text, &bad);
    }
    assert_true(charsets > 50);
    dm_buf_fini(&text);
    dm_buf_fini(&bad);
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
        cmocka_unit_test(shifts_by_the_rule),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
