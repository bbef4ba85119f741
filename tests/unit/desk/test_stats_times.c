/* test_stats_times.c - quantiles of the histogram beside exact ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "desk/stats_times.h"

enum { N = 5000 };

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Durations over nine orders of magnitude. */
static double made(uint32_t *seed)
{
    double s = 1e-9;

    *seed = *seed * 1103515245U + 12345U;
    for (uint32_t i = 0; i < (*seed >> 16) % 30; i++)
        s *= 2;
    *seed = *seed * 1103515245U + 12345U;
    return s * (1 + (double)(*seed >> 16) / 65536);
}

static void quantiles_are_near_exact_ones(void **state)
{
    static const double q[] = {0.01, 0.25, 0.5, 0.75, 0.95, 0.99, 1};
    static double       all[N];
    dm_times           *t = calloc(1, sizeof *t);
    uint32_t            seed = 3;

    (void)state;
    assert_non_null(t);
    for (size_t i = 0; i < N; i++) {
        all[i] = made(&seed);
        dm_times_add(t, all[i], i + 1);
    }
    qsort(all, N, sizeof *all, by_size);
    for (size_t i = 0; i < sizeof q / sizeof *q; i++) {
        double exact = all[(size_t)(q[i] * N) - 1];
        double got = dm_times_quantile(t, q[i]);

        assert_true(got >= exact * 0.999);
        assert_true(got <= exact * (1 + 1.0 / 16) + 1e-9);
    }
    assert_true(dm_times_quantile(t, 1) == all[N - 1]);
    assert_int_equal(t->n, N);
    free(t);
}

static void edges_are_counted(void **state)
{
    static const double rows[] = {-1, 0,    1e-9, 15e-9, 16e-9,
                                  1,  3600, 1e6,  1e12};
    dm_times           *t = calloc(1, sizeof *t);

    (void)state;
    assert_non_null(t);
    assert_true(dm_times_quantile(t, 0.5) == 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        dm_times_add(t, rows[i], i + 1);
    assert_int_equal(t->n, sizeof rows / sizeof *rows);
    assert_int_equal(t->max_doc, sizeof rows / sizeof *rows);
    assert_true(t->max == 1e12);
    assert_true(dm_times_quantile(t, 0.01) <= 1e-9);
    free(t);
}

/* Of equals the first document is the slowest, however they are split. */
static void ties_go_to_the_first(void **state)
{
    dm_times *t = calloc(1, sizeof *t);

    (void)state;
    assert_non_null(t);
    dm_times_add(t, 0, 4);
    assert_int_equal(t->max_doc, 4);
    dm_times_add(t, 2, 5);
    dm_times_add(t, 2, 6);
    assert_int_equal(t->max_doc, 5);
    free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_near_exact_ones),
        cmocka_unit_test(edges_are_counted),
        cmocka_unit_test(ties_go_to_the_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
