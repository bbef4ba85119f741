/* test_property.c - what must hold for every text and every range.
**
** Texts are made from a fixed seed, so that a failure can be seen again:
** words of many scripts in the charset at hand with bad bytes between them,
** long enough to cross several checkpoints.  The judge of a range is what its
** bytes decode to alone; decoding itself is judged in tests/unit/text.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <iconv.h>

#include "base/buf.h"
#include "norm/step.h"
#include "text/decode.h"
#include "text/utf8.h"

static uint32_t seed;

static size_t chance(size_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed % n;
}

static const char *const words[] = {
    "a",
    "hello ",
    "\r\n",
    "\n\n\n",
    "<p>",
    " 　\t",
    "中",
    "中文字符",
    "學習",
    "，",
    "。“”",
    "——",
    "ひらがな",
    "カナ",
    "ｶﾞｱ",
    "한글",
    "é",
    "café",
    "привет",
    "😀",
    "👩🏽",
    "𠀀",
    "ＡＢ１",
    "①㍿ﬁ",
    "e\xCC\x81",
    "か\xE3\x82\x99",
    "&amp;",
    "&#20013;",
    "\xE2\x80\x8B",
    "Straße",
    "€",
    "\x01",
    "שלום",
    "ไทย",
    "ếệ",
    "Ê\xCC\x84",
    "\n1、",
    "\n2、",
    "甲乙丙丁戊己庚辛壬癸",
};

/* Append `word` in the charset of `cd`, if it can be said there. */
static void say(dm_buf *out, iconv_t cd, const char *word)
{
    char   room[200];
    char  *in = (char *)(uintptr_t)word;
    char  *to = room;
    size_t left = strlen(word);
    size_t size = sizeof room;

    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &in, &left, &to, &size) != (size_t)-1 &&
        iconv(cd, NULL, NULL, &to, &size) != (size_t)-1)
        dm_buf_add(out, room, (size_t)(to - room));
}

/* An iconv that does not know the charset leaves bytes at random. */
static void make_bytes(dm_buf *out, const dm_charset *cs, size_t size)
{
    iconv_t cd = iconv_open(dm_charset_iconv(cs), "UTF-8");

    while (out->len < size) {
        if (chance(40) == 0 || cd == (iconv_t)-1)
            dm_buf_char(out, (char)chance(256));
        else
            say(out, cd, words[chance(sizeof words / sizeof *words)]);
    }
    if (cd != (iconv_t)-1)
        iconv_close(cd);
}

/* Decode these bytes alone; false where one is bad. */
static bool judge(const dm_charset *cs, dm_slice in, dm_buf *out)
{
    dm_arena   arena;
    dm_decoded d;
    bool       ok;

    dm_arena_init(&arena, 1 << 26);
    assert_true(dm_decode(&d, &arena, in, cs, 0, 1 << 24, NULL));
    ok = d.bad == 0;
    dm_buf_add(out, d.text.ptr, d.text.len);
    dm_arena_fini(&arena);
    return ok;
}

/* GNU libiconv may have been built without the rare ones. */
static bool is_there(const dm_charset *cs)
{
    dm_arena   arena;
    dm_decoded d;
    bool       ok;

    dm_arena_init(&arena, 1 << 20);
    ok = dm_decode(&d, &arena, DM_S("\xA1\xA1"), cs, 0, 1000, NULL);
    dm_arena_fini(&arena);
    return ok;
}

/* A random range of `text` on character boundaries. */
static dm_range some_range(dm_slice text)
{
    dm_range r = {chance(text.len + 1), 0};

    r.to = r.from + chance(chance(4) == 0 ? 9000 : 40);
    if (r.to > text.len)
        r.to = text.len;
    while (r.from < text.len && dm_utf8_inside(text.ptr[r.from]))
        r.from--;
    while (r.to < text.len && dm_utf8_inside(text.ptr[r.to]))
        r.to--;
    if (r.to < r.from)
        r.to = r.from;
    return r;
}

static void check_bounds(const dm_align *map, dm_range r, dm_range up)
{
    dm_range down = {0, 0};

    assert_true(up.from <= up.to);
    assert_true(up.to <= map->src_len);
    assert_true(r.from != r.to || up.from == up.to);
    if (up.from == up.to)
        return; /* an insertion, or nothing */
    dm_align_down(map, up, &down);
    assert_true(down.from <= r.from);
    assert_true(down.to >= r.to);
    assert_true(down.to <= map->dst_len);
}

static bool holds_bad(dm_slice text)
{
    for (size_t i = 0; i + 3 <= text.len; i++)
        if (memcmp(text.ptr + i, "\xEF\xBF\xBD", 3) == 0)
            return true;
    return false;
}

static size_t check_range(const dm_decoded *d, dm_slice bytes,
                          const dm_charset *cs)
{
    dm_range r = some_range(d->text);
    dm_range up = {0, 0};
    dm_slice text = dm_slice_sub(d->text, r.from, r.to);
    bool     exact = dm_align_up(&d->map, r, &up);
    bool     told = false;
    dm_buf   want;

    check_bounds(&d->map, r, up);
    dm_buf_init(&want, 1 << 20);
    if (exact && !holds_bad(text)) {
        if (judge(cs, dm_slice_sub(bytes, up.from, up.to), &want)) {
            told = true;
            if (!dm_slice_eq(dm_buf_view(&want), text))
                fail_msg("%s [%zu, %zu) from [%zu, %zu): \"%.*s\"",
                         dm_charset_name(cs), r.from, r.to, up.from, up.to,
                         (int)text.len, text.ptr);
        } else {
            fail_msg("%s [%zu, %zu): the bytes do not decode",
                     dm_charset_name(cs), up.from, up.to);
        }
    }
    dm_buf_fini(&want);
    return told;
}

/* Charsets with shift states: their bytes say nothing without what is before
** them, so a part of them cannot be judged alone. */
static bool shifts(const dm_charset *cs)
{
    const char *name = dm_charset_name(cs);

    return strncmp(name, "iso-2022-", 9) == 0 || strcmp(name, "utf-7") == 0;
}

static void exact_ranges_decode_to_themselves(void **state)
{
    (void)state;
    seed = 0x2024;
    for (size_t i = 0; dm_charset_at(i) != NULL; i++) {
        const dm_charset *cs = dm_charset_at(i);
        size_t            told = 0;

        if (shifts(cs) || !is_there(cs))
            continue;
        for (int round = 0; round < 6; round++) {
            dm_arena   arena;
            dm_decoded d;
            dm_buf     bytes;

            dm_buf_init(&bytes, 1 << 20);
            make_bytes(&bytes, cs, (size_t)1 << (5 + 2 * round));
            dm_arena_init(&arena, 1 << 26);
            assert_true(dm_decode(&d, &arena, dm_buf_view(&bytes), cs, 0,
                                  1 << 24, NULL));
            assert_int_equal(dm_utf8_valid(d.text), d.text.len);
            for (int k = 0; k < 300; k++)
                told += check_range(&d, dm_buf_view(&bytes), cs);
            dm_buf_fini(&bytes);
            dm_arena_fini(&arena);
        }
        /* The property must not hold for want of cases. */
        assert_true(told > 300);
    }
}

/* Every recorded error is one U+FFFD of the text, at its place. */
static void errors_lie_where_they_say(void **state)
{
    (void)state;
    seed = 77;
    for (size_t i = 0; dm_charset_at(i) != NULL; i++) {
        const dm_charset *cs = dm_charset_at(i);
        dm_arena          arena;
        dm_decoded        d;
        dm_buf            bytes;
        size_t            last = 0;

        if (!is_there(cs))
            continue;
        dm_buf_init(&bytes, 1 << 20);
        make_bytes(&bytes, cs, 20000);
        dm_arena_init(&arena, 1 << 26);
        assert_true(
            dm_decode(&d, &arena, dm_buf_view(&bytes), cs, 0, 1 << 24, NULL));
        for (size_t k = 0; k < d.nerrors; k++) {
            dm_range at = {0, 0};
            dm_range up = {0, 0};

            assert_true(d.errors[k].from >= last);
            last = d.errors[k].to;
            assert_true(dm_align_down(&d.map, d.errors[k], &at));
            assert_int_equal(at.to - at.from, 3);
            assert_memory_equal(d.text.ptr + at.from, "\xEF\xBF\xBD", 3);
            assert_true(dm_align_up(&d.map, at, &up));
            assert_int_equal(up.from, d.errors[k].from);
            assert_int_equal(up.to, d.errors[k].to);
        }
        dm_buf_fini(&bytes);
        dm_arena_fini(&arena);
    }
}

/* Consecutive characters map to consecutive bytes: nothing is lost between. */
static void maps_are_monotone(void **state)
{
    (void)state;
    seed = 99;
    for (size_t i = 0; dm_charset_at(i) != NULL; i++) {
        const dm_charset *cs = dm_charset_at(i);
        dm_arena          arena;
        dm_decoded        d;
        dm_buf            bytes;
        dm_range          last = {0, 0};
        size_t            n;

        if (shifts(cs) || !is_there(cs))
            continue;
        dm_buf_init(&bytes, 1 << 20);
        make_bytes(&bytes, cs, 9000);
        dm_arena_init(&arena, 1 << 26);
        assert_true(
            dm_decode(&d, &arena, dm_buf_view(&bytes), cs, 0, 1 << 24, NULL));
        for (size_t at = 0; at < d.text.len; at += n) {
            dm_range up = {0, 0};

            n = dm_utf8_len(d.text.ptr[at]);
            if (dm_align_up(&d.map, (dm_range){at, at + n}, &up))
                assert_true(up.from == last.to);
            assert_true(up.from >= last.from && up.to >= last.to);
            last = up;
        }
        assert_int_equal(last.to, bytes.len);
        dm_buf_fini(&bytes);
        dm_arena_fini(&arena);
    }
}

/* ---- steps ---- */

static void make_text(dm_buf *out, size_t size)
{
    while (out->len < size)
        dm_buf_str(out, words[chance(sizeof words / sizeof *words)]);
}

static bool is_free_of_context(const char *step)
{
    return strcmp(step, "punct") == 0 || strcmp(step, "casefold") == 0 ||
           strcmp(step, "width") == 0 || strcmp(step, "entities") == 0;
}

static bool contains(dm_slice big, dm_slice small)
{
    return small.len == 0 ||
           memmem(big.ptr, big.len, small.ptr, small.len) != NULL;
}

/* What an exact range came from gives the range's text again; what a widened
** one came from contains it. */
static void check_again(const dm_step *step, dm_slice source, dm_slice part,
                        bool exact)
{
    dm_arena       arena;
    dm_step_result again;

    dm_arena_init(&arena, 1 << 22);
    assert_true(dm_step_run(&again, step, source,
                            &(dm_step_how){.arena = &arena, .max = 1 << 20},
                            NULL));
    if (exact ? !dm_slice_eq(again.text, part) : !contains(again.text, part))
        fail_msg("%s, exact %d: \"%.*s\" from \"%.*s\"", step->name, exact,
                 (int)part.len, part.ptr, (int)source.len, source.ptr);
    dm_arena_fini(&arena);
}

static void check_step(const dm_step *step, dm_slice text)
{
    dm_arena       arena;
    dm_step_result r;

    dm_arena_init(&arena, 1 << 24);
    assert_true(dm_step_run(
        &r, step, text, &(dm_step_how){.arena = &arena, .max = 1 << 22}, NULL));
    assert_int_equal(dm_utf8_valid(r.text), r.text.len);
    for (int k = 0; k < 100; k++) {
        dm_range at = some_range(r.text);
        dm_range up = {0, 0};
        bool     exact = dm_align_up(&r.map, at, &up);

        check_bounds(&r.map, at, up);
        if (is_free_of_context(step->name))
            check_again(step, dm_slice_sub(text, up.from, up.to),
                        dm_slice_sub(r.text, at.from, at.to), exact);
    }
    dm_arena_fini(&arena);
}

static void steps_keep_their_maps(void **state)
{
    const dm_step *step;

    (void)state;
    seed = 4711;
    for (size_t i = 0; (step = dm_step_at(i)) != NULL; i++)
        for (int round = 0; round < 30; round++) {
            dm_buf text;

            dm_buf_init(&text, 1 << 20);
            make_text(&text, 1 + chance(3000));
            check_step(step, dm_buf_view(&text));
            dm_buf_fini(&text);
        }
}

/* Doing it twice changes nothing more. */
static void steps_are_idempotent(void **state)
{
    static const char *const names[] = {"lines", "space",    "control",
                                        "nfc",   "nfkc",     "width",
                                        "punct", "casefold", "zero_width"};

    (void)state;
    seed = 815;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (int round = 0; round < 40; round++) {
            const dm_step *step = dm_step_find(dm_slice_str(names[i]));
            dm_arena       arena;
            dm_step_result once;
            dm_step_result twice;
            dm_buf         text;

            dm_buf_init(&text, 1 << 20);
            make_text(&text, 1 + chance(2000));
            dm_arena_init(&arena, 1 << 24);
            assert_true(dm_step_run(
                &once, step, dm_buf_view(&text),
                &(dm_step_how){.arena = &arena, .max = 1 << 20}, NULL));
            assert_true(dm_step_run(
                &twice, step, once.text,
                &(dm_step_how){.arena = &arena, .max = 1 << 20}, NULL));
            if (twice.edits != 0)
                fail_msg("%s: \"%.*s\" then \"%.*s\"", names[i],
                         (int)once.text.len, once.text.ptr, (int)twice.text.len,
                         twice.text.ptr);
            dm_buf_fini(&text);
            dm_arena_fini(&arena);
        }
}

/* Through a stack of steps and the charset, down to bytes of the file. */
static void stacks_lead_to_the_file(void **state)
{
    static const char *const stack[] = {"lines", "space", "width", "punct"};
    const dm_charset        *cs = dm_charset_find(DM_S("gb18030"));

    (void)state;
    seed = 31337;
    for (int round = 0; round < 20; round++) {
        dm_arena       arena;
        dm_decoded     d;
        dm_step_result r[4];
        dm_slice       text;
        dm_buf         bytes;

        dm_buf_init(&bytes, 1 << 20);
        make_bytes(&bytes, cs, 6000);
        dm_arena_init(&arena, 1 << 26);
        assert_true(
            dm_decode(&d, &arena, dm_buf_view(&bytes), cs, 0, 1 << 24, NULL));
        text = d.text;
        for (size_t i = 0; i < 4; i++) {
            assert_true(dm_step_run(
                &r[i], dm_step_find(dm_slice_str(stack[i])), text,
                &(dm_step_how){.arena = &arena, .max = 1 << 24}, NULL));
            text = r[i].text;
        }
        for (int k = 0; k < 100; k++) {
            dm_range at = some_range(text);
            dm_range here = at;
            dm_range back = {0, 0};

            for (size_t i = 4; i-- > 0;)
                dm_align_up(&r[i].map, here, &here);
            dm_align_up(&d.map, here, &here);
            assert_true(here.to <= bytes.len);
            dm_align_down(&d.map, here, &back);
            for (size_t i = 0; i < 4; i++)
                dm_align_down(&r[i].map, back, &back);
            assert_true(at.from == at.to ||
                        (back.from <= at.from && back.to >= at.to));
        }
        dm_buf_fini(&bytes);
        dm_arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_ranges_decode_to_themselves),
        cmocka_unit_test(errors_lie_where_they_say),
        cmocka_unit_test(maps_are_monotone),
        cmocka_unit_test(steps_keep_their_maps),
        cmocka_unit_test(steps_are_idempotent),
        cmocka_unit_test(stacks_lead_to_the_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
