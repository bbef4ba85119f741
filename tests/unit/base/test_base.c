/* test_base.c - slices, arenas, buffers and the error value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/slice.h"

#define LEN(a) (sizeof(a) / sizeof *(a))

static void slice_edges(void **state)
{
    static const struct {
        dm_slice s, part;
        bool     starts, ends;
    } rows[] = {
        {DM_LIT(""),     DM_LIT(""),     true,  true },
        {DM_LIT("a"),    DM_LIT(""),     true,  true },
        {DM_LIT(""),     DM_LIT("a"),    false, false},
        {DM_LIT("abc"),  DM_LIT("ab"),   true,  false},
        {DM_LIT("abc"),  DM_LIT("bc"),   false, true },
        {DM_LIT("a\0b"), DM_LIT("a\0"),  true,  false},
        {DM_LIT("ab"),   DM_LIT("abab"), false, false},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        assert_int_equal(dm_slice_starts(rows[i].s, rows[i].part),
                         rows[i].starts);
        assert_int_equal(dm_slice_ends(rows[i].s, rows[i].part), rows[i].ends);
    }
}

static void arena_aligns_and_stops(void **state)
{
    dm_arena arena;
    void    *first, *second;

    (void)state;
    dm_arena_init(&arena, 100000);
    first = dm_arena_alloc(&arena, 1);
    second = dm_arena_alloc(&arena, 3);
    assert_non_null(first);
    assert_int_equal((uintptr_t)first % 16, 0);
    assert_int_equal((uintptr_t)second % 16, 0);
    assert_ptr_not_equal(first, second);
    assert_null(dm_arena_alloc(&arena, 200000)); /* over the ceiling */
    assert_non_null(dm_arena_alloc(&arena, 50000));
    assert_null(dm_arena_zalloc(&arena, SIZE_MAX / 2, 16)); /* overflow */
    assert_non_null(dm_arena_alloc(&arena, 16));            /* still usable */
    assert_true(arena.used <= arena.max);
    dm_arena_fini(&arena);
    assert_int_equal(arena.used, 0);
}

static void arena_survives_no_memory(void **state)
{
    dm_arena arena;

    (void)state;
    dm_arena_init(&arena, 1 << 20);
    dm_mem_fail_after(0);
    assert_null(dm_arena_alloc(&arena, 8));
    assert_null(dm_arena_str(&arena, DM_S("text")));
    dm_mem_fail_after(-1);
    assert_string_equal(dm_arena_str(&arena, DM_S("text")), "text");
    dm_arena_fini(&arena);
}

static void buf_fails_stickily(void **state)
{
    dm_buf buf;

    (void)state;
    dm_buf_init(&buf, 10);
    dm_buf_str(&buf, "12345");
    dm_buf_printf(&buf, "%d", 678);
    assert_false(buf.failed);
    dm_buf_str(&buf, "abc"); /* 11 bytes */
    assert_true(buf.failed);
    dm_buf_str(&buf, "a"); /* would fit, but the failure sticks */
    assert_int_equal(buf.len, 8);
    dm_buf_clear(&buf);
    dm_buf_str(&buf, "0123456789");
    assert_false(buf.failed);
    assert_true(dm_slice_eq(dm_buf_view(&buf), DM_S("0123456789")));
    dm_buf_fini(&buf);
}

static void buf_prints_long_text(void **state)
{
    dm_buf buf;
    char   text[1001];

    (void)state;
    memset(text, 'x', 1000);
    text[1000] = '\0';
    dm_buf_init(&buf, 1 << 16);
    dm_buf_printf(&buf, "<%s>", text);
    assert_int_equal(buf.len, 1002);
    assert_int_equal(buf.ptr[1001], '>');
    dm_buf_fini(&buf);
}

static void err_is_cut_between_characters(void **state)
{
    static const struct {
        const char   *src;
        unsigned long size;
        const char   *want;
    } rows[] = {
        {"abc",    8, "abc"   },
        {"abc",    3, "ab"    },
        {"中文", 7, "中文"},
        {"中文", 6, "中"   },
        {"中文", 3, ""      },
    };
    char got[16];

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        dm_err_copy(got, rows[i].size, rows[i].src, strlen(rows[i].src));
        assert_string_equal(got, rows[i].want);
    }
}

static void err_says_what_and_where(void **state)
{
    dm_err err;

    (void)state;
    assert_false(dm_fail(&err, DM_E_NOT_FOUND, "no file '%s'", "x"));
    dm_fail_help(&err, "look %d times", 2);
    dm_fail_at(&err, "rules.lua", 3, 4);
    assert_int_equal(err.code, 201);
    assert_string_equal(err.msg, "no file 'x'");
    assert_string_equal(err.help, "look 2 times");
    assert_string_equal(err.file, "rules.lua");
    assert_int_equal(err.line * 10 + err.col, 34);
    assert_string_equal(dm_code_word(err.code), "not_found");
    assert_false(dm_fail(NULL, DM_E_NOT_FOUND, "nobody listens"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slice_edges),
        cmocka_unit_test(arena_aligns_and_stops),
        cmocka_unit_test(arena_survives_no_memory),
        cmocka_unit_test(buf_fails_stickily),
        cmocka_unit_test(buf_prints_long_text),
        cmocka_unit_test(err_is_cut_between_characters),
        cmocka_unit_test(err_says_what_and_where),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
