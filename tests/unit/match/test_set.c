/* test_set.c - many patterns at once, and the cache of compiled ones. */
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
#include "match/cache.h"
#include "match/set.h"

enum { MAX_PATTERNS = 6 };

static dm_matcher *m;

static int set_up(void **state)
{
    (void)state;
    m = dm_matcher_new(NULL, NULL);
    return m == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    dm_matcher_free(m);
    return 0;
}

static dm_regex_set *make(const char *const *patterns, dm_err *err)
{
    dm_regex     *all[MAX_PATTERNS];
    dm_regex_set *set = NULL;
    size_t        n = 0;
    bool          good = true;

    for (; n < MAX_PATTERNS && patterns[n] != NULL && good; n++) {
        all[n] = dm_regex_compile(dm_slice_str(patterns[n]), DM_S(""), err);
        good = all[n] != NULL;
    }
    if (good)
        set = dm_regex_set_new(all, n, err);
    for (size_t i = 0; i < n; i++)
        dm_regex_free(all[i]); /* the set holds them */
    return set;
}

static const struct {
    const char *name;
    const char *patterns[MAX_PATTERNS];
    dm_slice    text;
    const char *want; /* pattern:from-to */
} rows[] = {
    {"no patterns",               {NULL},       DM_LIT("abc"),   ""            },
    {"by place",
     {"月", "年", "日"},
     DM_LIT("年月日月"),
     "1:0-3 0:3-6 2:6-9 0:9-12 "                                               },
    {"ties by index",
     {"年月", "年", "年月日"},
     DM_LIT("年月日"),
     "0:0-6 1:0-3 2:0-9 "                                                      },
    {"overlaps across patterns",
     {"ab", "bc", "abc"},
     DM_LIT("abcabc"),
     "0:0-2 2:0-3 1:1-3 0:3-5 2:3-6 1:4-6 "                                    },
    {"none within one",           {"aa"},       DM_LIT("aaaaa"), "0:0-2 0:2-4 "},
    {"empty matches",
     {"", "b*"},
     DM_LIT("ab"),
     "0:0-0 1:0-0 0:1-1 1:1-2 0:2-2 1:2-2 "                                    },
    {"with and without literals",
     {"[0-9]+年", ".", "年$"},
     DM_LIT("12年"),
     "0:0-5 1:0-1 1:1-2 1:2-5 2:2-5 "                                          },
    {"stray bytes",
     {"[0-9]+年", "a"},
     DM_LIT("\xff"
            "12年a\xe5"),
     "0:1-6 1:6-7 "                                                            },
    {"empty text",                {"年", "$"}, DM_LIT(""),      "1:0-0 "      },
};

static void list(const dm_regex_set *set, dm_slice text, dm_buf *out)
{
    dm_err       err = {0};
    dm_set_run  *run = dm_set_run_new(set, m, text, &err);
    dm_set_match hit;
    dm_found     found = DM_NOT_FOUND;

    assert_non_null(run);
    while ((found = dm_set_run_step(run, &hit, &err)) == DM_FOUND)
        dm_buf_printf(out, "%zu:%zu-%zu ", hit.index, hit.groups->from,
                      hit.groups->to);
    if (found == DM_MATCH_ERROR)
        dm_buf_printf(out, "!%d", (int)err.code);
    assert_int_not_equal(dm_set_run_step(run, &hit, &err), DM_FOUND);
    dm_buf_char(out, '\0');
    dm_set_run_free(run);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_regex_set *set = make(rows[i].patterns, NULL);
        dm_buf        got;

        assert_non_null(set);
        dm_buf_init(&got, 65536);
        list(set, rows[i].text, &got);
        if (strcmp(got.ptr, rows[i].want) != 0)
            fail_msg("%s: want %s got %s", rows[i].name, rows[i].want, got.ptr);
        dm_buf_fini(&got);
        dm_regex_set_free(set);
    }
}

/* Literals that crowd the text: the set leaves that pattern to itself. */
static void test_crowd(void **state)
{
    static const char *const patterns[] = {"[0-9]?年", "[0-9]?月", NULL};
    dm_regex_set            *set = make(patterns, NULL);
    dm_buf                   text;
    dm_set_run              *run;
    dm_set_match             hit;
    dm_err                   err;
    size_t                   n[2] = {0, 0};

    (void)state;
    dm_buf_init(&text, 1 << 20);
    for (int i = 0; i < 20000; i++)
        dm_buf_str(&text, i % 1000 == 0 ? "1月" : "年");
    run = dm_set_run_new(set, m, dm_buf_view(&text), &err);
    assert_non_null(run);
    while (dm_set_run_step(run, &hit, &err) == DM_FOUND)
        n[hit.index]++;
    assert_int_equal(n[0], 19980);
    assert_int_equal(n[1], 20);
    dm_set_run_free(run);
    dm_regex_set_free(set);
    dm_buf_fini(&text);
}

static void test_error_ends(void **state)
{
    static const char *const patterns[] = {"b", "(a+)+$", NULL};
    dm_regex_set            *set = make(patterns, NULL);
    dm_buf                   got;

    (void)state;
    dm_buf_init(&got, 4096);
    list(set, DM_S("baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), &got);
    assert_string_equal(got.ptr, "!403");
    dm_buf_fini(&got);
    dm_regex_set_free(set);
}

static void test_failing_memory(void **state)
{
    static const char *const patterns[] = {"[0-9]+年", "(a)(b)", NULL};
    bool                     done = false;

    (void)state;
    for (long n = 0; !done; n++) {
        dm_err        err = {0};
        dm_regex_set *set;
        dm_set_run   *run = NULL;
        dm_set_match  hit;
        dm_found      found = DM_MATCH_ERROR;

        dm_mem_fail_after(n);
        set = make(patterns, &err);
        if (set != NULL)
            run = dm_set_run_new(set, m, DM_S("12年ab"), &err);
        if (run != NULL)
            found = dm_set_run_step(run, &hit, &err);
        dm_mem_fail_after(-1);
        if (found == DM_FOUND)
            assert_true(hit.index == 0 && hit.groups->to == 5);
        else
            assert_int_equal(err.code, DM_E_MEMORY);
        done = found == DM_FOUND && n > 100;
        dm_set_run_free(run);
        dm_regex_set_free(set);
        assert_true(n < 1000);
    }
}

static dm_regex *get(dm_regex_cache *cache, const char *pattern,
                     const char *flags)
{
    dm_regex *rx = dm_regex_cache_get(cache, dm_slice_str(pattern),
                                      dm_slice_str(flags), NULL);

    assert_non_null(rx);
    return rx;
}

static void test_cache(void **state)
{
    dm_regex_cache *cache = dm_regex_cache_new(2, NULL);
    dm_regex       *a = get(cache, "a", ""), *again = get(cache, "a", "");
    dm_regex       *b, *c;
    dm_err          err;

    (void)state;
    assert_ptr_equal(a, again);
    dm_regex_free(again);
    b = get(cache, "b", "");
    dm_regex_free(get(cache, "a", "")); /* b is the oldest now */
    c = get(cache, "c", "");            /* and leaves */
    assert_int_equal(dm_regex_cache_count(cache), 2);
    again = get(cache, "a", "");
    assert_ptr_equal(a, again);
    dm_regex_free(again);
    again = get(cache, "b", "");
    assert_ptr_not_equal(b, again);
    assert_int_equal(dm_regex_search(b, m, DM_S("ab"), 0, &err), DM_FOUND);
    dm_regex_free(again);
    dm_regex_free(b);
    dm_regex_free(c);
    assert_null(dm_regex_cache_get(cache, DM_S("("), DM_S(""), &err));
    assert_int_equal(err.code, DM_E_REGEX);
    again = get(cache, "a", "i"); /* flags tell them apart */
    assert_ptr_not_equal(a, again);
    dm_regex_free(again);
    dm_regex_cache_free(cache);
    assert_int_equal(dm_regex_search(a, m, DM_S("a"), 0, &err), DM_FOUND);
    dm_regex_free(a);
}

/* Many patterns through small caches: what comes out is what was asked. */
static void test_cache_turnover(void **state)
{
    (void)state;
    for (size_t size = 1; size <= 40; size += 13) {
        dm_regex_cache *cache = dm_regex_cache_new(size, NULL);

        assert_non_null(cache);
        for (unsigned i = 0; i < 2000; i++) {
            char      pattern[16];
            dm_regex *rx;

            (void)snprintf(pattern, sizeof pattern, "a%u", i * i % 67);
            rx = get(cache, pattern, "");
            assert_true(
                dm_slice_eq(dm_regex_pattern(rx), dm_slice_str(pattern)));
            dm_regex_free(rx);
            assert_true(dm_regex_cache_count(cache) <= size);
        }
        dm_regex_cache_free(cache);
    }
}

static void test_cache_failing_memory(void **state)
{
    dm_regex *rx = NULL;

    (void)state;
    for (long n = 0; rx == NULL; n++) {
        dm_err          err = {0};
        dm_regex_cache *cache;

        dm_mem_fail_after(n);
        cache = dm_regex_cache_new(0, &err);
        if (cache != NULL)
            rx = dm_regex_cache_get(cache, DM_S("a"), DM_S(""), &err);
        dm_mem_fail_after(-1);
        if (rx == NULL)
            assert_int_equal(err.code, DM_E_MEMORY);
        dm_regex_cache_free(cache);
        assert_true(n < 100);
    }
    dm_regex_free(rx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_crowd),
        cmocka_unit_test(test_error_ends),
        cmocka_unit_test(test_failing_memory),
        cmocka_unit_test(test_cache),
        cmocka_unit_test(test_cache_turnover),
        cmocka_unit_test(test_cache_failing_memory),
    };

    return cmocka_run_group_tests_name("match/set", tests, set_up, tear_down);
}
