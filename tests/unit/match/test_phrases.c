/* test_phrases.c - leftmost, longest, and the same as trying every phrase. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "match/phrases.h"

enum { MAX_PHRASES = 12 };

/* Hits as "index@from-to ". */
static void list(const dm_phrases *p, dm_slice text, dm_buf *out)
{
    dm_phrase_hit hit;
    size_t        at = 0;

    while (dm_phrases_next(p, text, at, &hit)) {
        dm_buf_printf(out, "%u@%zu-%zu ", (unsigned)hit.index, hit.range.from,
                      hit.range.to);
        at = hit.range.to;
    }
    dm_buf_char(out, '\0');
}

static const struct {
    const char *name;
    dm_slice    phrases[MAX_PHRASES];
    dm_slice    text;
    const char *want;
} rows[] = {
    {"none",                          {{0}},            DM_LIT("abc"),        ""             },
    {"one",                           {DM_LIT("年")},  DM_LIT("年 月年"), "0@0-3 0@7-10 "},
    {"longest wins",
     {DM_LIT("北京"), DM_LIT("北京市")},
     DM_LIT("北京市北京"),
     "1@0-9 0@9-15 "                                                                         },
    {"left beats long",
     {DM_LIT("bcde"), DM_LIT("ab")},
     DM_LIT("abcde"),
     "1@0-2 "                                                                                },
    {"a hope that fails",
     {DM_LIT("abcdef"), DM_LIT("bc")},
     DM_LIT("abcdxbc"),
     "1@1-3 1@5-7 "                                                                          },
    {"a hope to the left that holds",
     {DM_LIT("abcd"), DM_LIT("bc")},
     DM_LIT("abcdbc"),
     "0@0-4 1@4-6 "                                                                          },
    {"a hope within a hope",
     {DM_LIT("abcdefX"), DM_LIT("cdeY"), DM_LIT("d")},
     DM_LIT("abcdef"),
     "2@3-4 "                                                                                },
    {"longer from the same place",
     {DM_LIT("a"), DM_LIT("ab"), DM_LIT("abcd")},
     DM_LIT("abcabcd"),
     "1@0-2 2@3-7 "                                                                          },
    {"doubles keep the first",
     {DM_LIT("x"), DM_LIT("a"), DM_LIT("a")},
     DM_LIT("a"),
     "1@0-1 "                                                                                },
    {"no overlap",                    {DM_LIT("aa")},   DM_LIT("aaaaa"),      "0@0-2 0@2-4 " },
    {"NUL is a byte",                 {DM_LIT("a\0b")}, DM_LIT("a\0a\0b"),    "0@2-5 "       },
    {"not inside a character",
     {DM_LIT("中")},
     DM_LIT("\xE4\xB8\xE4\xB8\xAD"),
     "0@2-5 "                                                                                },
    {"many children",
     {DM_LIT("xa"), DM_LIT("xb"), DM_LIT("xc"), DM_LIT("xd"), DM_LIT("xe"),
      DM_LIT("xf"), DM_LIT("xg"), DM_LIT("xh"), DM_LIT("x中"), DM_LIT("x~"),
      DM_LIT("x\x01")},
     DM_LIT("xhxzx中x~x\x01xa"),
     "7@0-2 8@4-8 9@8-10 10@10-12 0@12-14 "                                                  },
};

static size_t count(const dm_slice *phrases)
{
    size_t n = 0;

    while (n < MAX_PHRASES && phrases[n].ptr != NULL)
        n++;
    return n;
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_phrases *p =
            dm_phrases_new(rows[i].phrases, count(rows[i].phrases), NULL);
        dm_buf got;

        assert_non_null(p);
        dm_buf_init(&got, 4096);
        list(p, rows[i].text, &got);
        if (strcmp(got.ptr, rows[i].want) != 0)
            fail_msg("%s: want %s got %s", rows[i].name, rows[i].want, got.ptr);
        dm_buf_fini(&got);
        dm_phrases_free(p);
    }
}

static const struct {
    const char *name;
    dm_slice    phrases[2];
    dm_code     code;
    const char *msg;
} refused[] = {
    {"empty", {DM_LIT("a"), DM_LIT("")}, DM_E_BAD_TYPE, "phrase 2 is empty"    },
    {"cut",
     {DM_LIT("a"), DM_LIT("\xE5\xB9")},
     DM_E_BAD_TYPE,                                     "phrase 2 is not UTF-8"},
    {"tail",
     {DM_LIT("\xB9"), DM_LIT("a")},
     DM_E_BAD_TYPE,                                     "phrase 1 is not UTF-8"},
};

static void test_refused(void **state)
{
    char    *long_one = calloc(1, 70000);
    dm_slice s = {long_one, 70000};
    dm_err   err;

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_null(dm_phrases_new(refused[i].phrases, 2, &err));
        if (err.code != refused[i].code || strcmp(err.msg, refused[i].msg) != 0)
            fail_msg("%s: %s", refused[i].name, err.msg);
    }
    assert_non_null(long_one);
    assert_null(dm_phrases_new(&s, 1, &err));
    assert_int_equal(err.code, DM_E_SIZE);
    free(long_one);
}

static uint64_t seed = 88172645463325252U;

static unsigned roll(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed >> 11) % n;
}

static dm_slice letters(dm_buf *buf, unsigned n)
{
    static const char *const of[] = {"a", "b", "中", "丮"};
    size_t                   from = buf->len;

    for (unsigned i = 0; i < n; i++)
        dm_buf_str(buf, of[roll(4)]);
    return dm_slice_sub(dm_buf_view(buf), from, buf->len);
}

/* Every phrase at every place: the first place, there the longest. */
static bool by_hand(const dm_slice *phrases, size_t n, dm_slice text,
                    size_t start, dm_phrase_hit *hit)
{
    for (size_t at = start; at < text.len; at++) {
        size_t best = 0;

        for (size_t i = 0; i < n; i++) {
            if (phrases[i].len <= best ||
                !dm_slice_starts(dm_slice_sub(text, at, text.len), phrases[i]))
                continue;
            best = phrases[i].len;
            *hit = (dm_phrase_hit){
                {at, at + best},
                (uint32_t)i
            };
        }
        if (best > 0)
            return true;
    }
    return false;
}

static void test_random(void **state)
{
    (void)state;
    for (int round = 0; round < 3000; round++) {
        dm_slice      phrases[30], text;
        size_t        n = roll(30) + 1, at = 0;
        dm_buf        buf;
        dm_phrases   *p;
        dm_phrase_hit want, got;

        dm_buf_init(&buf, 65536);
        (void)dm_buf_reserve(&buf, 32768); /* slices stay where they are */
        for (size_t i = 0; i < n; i++)
            phrases[i] = letters(&buf, roll(6) + 1);
        text = letters(&buf, roll(80));
        p = dm_phrases_new(phrases, n, NULL);
        assert_non_null(p);
        while (by_hand(phrases, n, text, at, &want)) {
            assert_true(dm_phrases_next(p, text, at, &got));
            assert_true(got.range.from == want.range.from &&
                        got.range.to == want.range.to &&
                        got.index == want.index);
            at = want.range.to;
        }
        assert_false(dm_phrases_next(p, text, at, &got));
        dm_phrases_free(p);
        dm_buf_fini(&buf);
    }
}

static void test_failing_memory(void **state)
{
    static const dm_slice phrases[] = {DM_LIT("年"), DM_LIT("年月"),
                                       DM_LIT("ab")};
    dm_phrases           *p = NULL;

    (void)state;
    for (long n = 0; p == NULL; n++) {
        dm_err err = {0};

        dm_mem_fail_after(n);
        p = dm_phrases_new(phrases, 3, &err);
        dm_mem_fail_after(-1);
        if (p == NULL)
            assert_int_equal(err.code, DM_E_MEMORY);
        assert_true(n < 100);
    }
    dm_phrases_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_failing_memory),
    };

    return cmocka_run_group_tests_name("match/phrases", tests, NULL, NULL);
}
