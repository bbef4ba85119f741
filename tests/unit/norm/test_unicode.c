/* test_unicode.c - the normalization forms against Unicode's own test, against
** utf8proc over the whole text, and against time.
**
** NormalizationTest.txt comes with Debian's package unicode-data; without it,
** or with another version of Unicode than utf8proc's, that test is skipped.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <time.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "norm/quiet.h"
#include "norm/step.h"
#include "text/utf8.h"

#include "ucd.h"

static const char *const names[4] = {"nfc", "nfd", "nfkc", "nfkd"};

static utf8proc_option_t options(size_t form)
{
    int compat = form >= 2 ? UTF8PROC_COMPAT : 0;
    int way = form % 2 == 0 ? UTF8PROC_COMPOSE : UTF8PROC_DECOMPOSE;

    return (utf8proc_option_t)(UTF8PROC_STABLE | way | compat);
}

static dm_slice run(size_t form, dm_slice in, dm_arena *arena)
{
    dm_step_result r;
    dm_step_how    how = {.arena = arena, .max = 1 << 26};

    assert_true(dm_step_run(&r, dm_step_find(dm_slice_str(names[form])), in,
                            &how, NULL));
    assert_int_equal(r.map.src_len, in.len);
    assert_int_equal(r.map.dst_len, r.text.len);
    return r.text;
}

/* ---- Unicode's own test ---- */

enum { LAST = 0x110000 };

static bool listed[LAST]; /* in part 1 of the test */

static size_t check_line(const ucd *u)
{
    dm_arena arena;
    size_t   checks = 0;

    dm_arena_init(&arena, 1 << 16);
    for (size_t f = 0; f < UCD_FORMS; f++)
        for (size_t i = 0; i < UCD_COLUMNS; i++) {
            dm_slice in = u->column[i];

            if (!dm_slice_eq(run(f, in, &arena), u->column[ucd_wants[f][i]]))
                fail_msg("%s of column %zu: %.*s", names[f], i + 1, (int)in.len,
                         in.ptr);
            checks++;
        }
    dm_arena_fini(&arena);
    return checks;
}

/* What part 1 does not list stays what it is, in every form. */
static void check_others(void)
{
    dm_arena arena;
    dm_buf   text;

    dm_buf_init(&text, 1 << 24);
    for (uint32_t cp = 1; cp < LAST; cp++) {
        char utf8[5];

        if (listed[cp] || (cp >= 0xD800 && cp < 0xE000))
            continue;
        dm_buf_add(&text, utf8, dm_utf8_encode(cp, utf8));
        dm_buf_str(&text, "中"); /* so that no mark finds a letter */
    }
    dm_arena_init(&arena, 1 << 26);
    for (size_t f = 0; f < 4; f++)
        assert_ptr_equal(run(f, dm_buf_view(&text), &arena).ptr, text.ptr);
    dm_arena_fini(&arena);
    dm_buf_fini(&text);
}

static void unicode_agrees(void **state)
{
    ucd    u;
    size_t checks = 0;
    size_t n;

    (void)state;
    if (strcmp(utf8proc_unicode_version(), "15.0.0") != 0 || !ucd_open(&u))
        skip();
    while (ucd_next(&u)) {
        if (u.part == 1)
            listed[dm_utf8_decode(u.column[0].ptr, &n)] = true;
        checks += check_line(&u);
    }
    ucd_close(&u);
    assert_int_equal(checks, 381480);
    check_others();
}

/* ---- the quick check ---- */

/* The span of 16 bytes a turn says what the table says, wherever in a block
** the character lies; and a quiet character is one that utf8proc keeps. */
static void spans_agree_with_the_table(void **state)
{
    (void)state;
    for (uint32_t cp = 1; cp < LAST; cp++) {
        char   text[64];
        size_t from = cp % 19; /* every place in a block, in turn */
        size_t len;

        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        memset(text, 'x', sizeof text);
        len = dm_utf8_encode(cp, text + from);
        for (int f = DM_NFC; f <= DM_NFKD; f++) {
            size_t end =
                dm_quiet_span((dm_slice){text, sizeof text}, 0, (dm_form)f);
            size_t cut =
                dm_quiet_span((dm_slice){text, from + len}, 0, (dm_form)f);
            bool quiet = dm_is_quiet(cp, (dm_form)f);

            if (end != (quiet ? sizeof text : from) ||
                cut != (quiet ? from + len : from))
                fail_msg("U+%04X, form %d: %zu and %zu", cp, f, end, cut);
        }
    }
}

static const struct {
    uint32_t cp;
    bool     quiet[4];
} quiets[] = {
    {'a',     {true, true, true, true}    },
    {0x4E00,  {true, true, true, true}    },
    {0x3007,  {true, true, true, true}    },
    {0x302A,  {false, false, false, false}},
    {0x302F,  {false, false, false, false}},
    {0x3099,  {false, false, false, false}},
    {0x309A,  {false, false, false, false}},
    {0x304B,  {true, true, true, true}    },
    {0x304C,  {true, false, true, false}  },
    {0xAC00,  {true, false, true, false}  },
    {0x1100,  {true, true, true, true}    },
    {0x1161,  {false, true, false, true}  },
    {0x11A8,  {false, true, false, true}  },
    {0xFF0C,  {true, true, false, false}  },
    {0x3000,  {true, true, false, false}  },
    {0xF900,  {false, false, false, false}},
    {0x0378,  {false, false, false, false}}, /* nobody */
    {0x2F800, {false, false, false, false}},
    {0x20000, {true, true, true, true}    },
    {0xF0000, {true, true, true, true}    },
    {0xE0001, {false, false, false, false}}, /* beyond the table */
};

static void known_characters(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof quiets / sizeof *quiets; i++)
        for (size_t f = 0; f < 4; f++)
            if (dm_is_quiet(quiets[i].cp, (dm_form)f) != quiets[i].quiet[f])
                fail_msg("U+%04X in %s", quiets[i].cp, names[f]);
}

/* ---- pieces ---- */

static uint32_t seed = 20261121;

static size_t chance(size_t n)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % n;
}

static void check_whole(dm_slice text)
{
    for (size_t f = 0; f < 4; f++) {
        dm_arena          arena;
        dm_slice          got;
        utf8proc_uint8_t *want = NULL;
        utf8proc_ssize_t  n;

        dm_arena_init(&arena, 1 << 24);
        got = run(f, text, &arena);
        n = utf8proc_map((const utf8proc_uint8_t *)text.ptr,
                         (utf8proc_ssize_t)text.len, &want, options(f));
        if ((size_t)n != got.len || memcmp(want, got.ptr, got.len) != 0)
            fail_msg("%s of \"%.*s\"", names[f], (int)text.len, text.ptr);
        assert_ptr_equal(run(f, got, &arena).ptr, got.ptr);
        free(want);
        dm_arena_fini(&arena);
    }
}

/* U+11A7 is the place before the first final jamo and none itself; utf8proc
** 2.8 takes it for one and swallows it. */
static uint32_t near(uint32_t base)
{
    uint32_t cp = base + (uint32_t)chance(32);

    return cp == 0x11A7 ? 0x11A8 : cp;
}

static void no_final_jamo_is_lost(void **state)
{
    dm_arena arena;
    dm_slice text = DM_S("\xEA\xB0\x9C\xE1\x86\xA7");

    (void)state;
    dm_arena_init(&arena, 1 << 16);
    assert_ptr_equal(run(0, text, &arena).ptr, text.ptr);
    assert_true(dm_slice_eq(
        run(0, DM_S("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA7"), &arena),
        DM_S("\xEA\xB0\x80\xE1\x86\xA7")));
    dm_arena_fini(&arena);
}

/* Characters near each other in the code, from all over it: marks, jamo,
** kana, compatibility forms and what is not assigned meet each other. */
static void random_texts_equal_the_whole(void **state)
{
    static const uint32_t bases[] = {
        0x20,   0xC0,   0x300,  0x340,  0x5B0,  0x626,  0x640,   0x915,
        0x9BE,  0xB47,  0xDCA,  0xF71,  0x1025, 0x1100, 0x1160,  0x11A0,
        0x1B05, 0x1DC0, 0x1E9B, 0x1F00, 0x2126, 0x3000, 0x302A,  0x3040,
        0x3090, 0x30F0, 0x3131, 0x4E00, 0xA66F, 0xAC00, 0xD7A0,  0xF900,
        0xFB1D, 0xFE20, 0xFF60, 0xFF9C, 0x1109, 0x110A, 0x11930, 0x1D15E,
        0x378,  0x2FA0, 0xFDFA, 0xE000, 0xE0100};

    (void)state;
    for (int round = 0; round < 6000; round++) {
        dm_buf   text;
        uint32_t base = bases[chance(sizeof bases / sizeof *bases)];

        dm_buf_init(&text, 1 << 16);
        for (size_t k = 1 + chance(90); k > 0; k--) {
            char utf8[4];

            if (chance(4) == 0)
                base = bases[chance(sizeof bases / sizeof *bases)];
            dm_buf_add(&text, utf8, dm_utf8_encode(near(base), utf8));
        }
        check_whole(dm_buf_view(&text));
        dm_buf_fini(&text);
    }
}

/* A run longer than a piece is ordered and composed as one. */
static void long_runs_equal_the_whole(void **state)
{
    static const char *const marks[] = {"\xCC\x81",     "\xCC\xA3",
                                        "\xCC\x80",     "\xCD\x84",
                                        "\xE3\x82\x99", "\xF0\x9D\x85\xA5"};

    (void)state;
    for (size_t size = 55; size < 300; size += 9) {
        dm_buf text;

        dm_buf_init(&text, 1 << 16);
        dm_buf_str(&text, "中e");
        for (size_t k = 0; k < size; k++)
            dm_buf_str(&text, marks[chance(6)]);
        dm_buf_str(&text, "か");
        check_whole(dm_buf_view(&text));
        dm_buf_fini(&text);
    }
}

/* A million marks on one letter, falling and rising, in linear time. */
static void a_hostile_run_is_quick(void **state)
{
    dm_buf   text;
    dm_arena arena;
    clock_t  start = clock();

    (void)state;
    dm_buf_init(&text, 1 << 22);
    dm_buf_char(&text, 'a');
    for (int i = 0; i < 500000; i++)
        dm_buf_str(&text, "\xCC\x81\xCC\xA3");
    dm_arena_init(&arena, 1 << 26);
    for (size_t f = 0; f < 4; f++) {
        dm_slice out = run(f, dm_buf_view(&text), &arena);

        assert_true(dm_slice_starts(out, f % 2 == 0
                                             ? DM_S("\xE1\xBA\xA1\xCC\xA3")
                                             : DM_S("a\xCC\xA3\xCC\xA3")));
        assert_true(dm_slice_ends(out, DM_S("\xCC\x81\xCC\x81")));
    }
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 20);
    dm_arena_fini(&arena);
    dm_buf_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unicode_agrees),
        cmocka_unit_test(spans_agree_with_the_table),
        cmocka_unit_test(known_characters),
        cmocka_unit_test(no_final_jamo_is_lost),
        cmocka_unit_test(random_texts_equal_the_whole),
        cmocka_unit_test(long_runs_equal_the_whole),
        cmocka_unit_test(a_hostile_run_is_quick),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
