/* test_stats_census.c - counts, ceilings, clusters that cross and merge. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/mem.h"
#include "desk/stats_census.h"
#include "desk/stats_cluster.h"
#include "desk/stats_cover.h"

static void documents_are_counted_once(void **state)
{
    dm_census            c;
    const dm_census_row *row = NULL;

    (void)state;
    dm_census_init(&c, 100);
    assert_null(dm_census_find(&c, DM_S("a")));
    assert_non_null(dm_census_add(&c, DM_S("a"), 2, 1));
    assert_non_null(dm_census_add(&c, DM_S(""), 1, 1));
    assert_non_null(dm_census_add(&c, DM_S("a"), 1, 1));
    assert_non_null(dm_census_add(&c, DM_S("a"), 1, 2));
    row = dm_census_find(&c, DM_S("a"));
    assert_int_equal(row->n, 4);
    assert_int_equal(row->docs, 2);
    assert_int_equal(c.n, 2);
    dm_census_fini(&c);
}

/* Over the ceiling the frequent stay with their counts, and it is said what
** went. */
static void the_rarest_go(void **state)
{
    enum { MAX = 100, RARE = 1000 };
    dm_census             c;
    dm_arena              arena;
    const dm_census_row **rows = NULL;
    char                  key[20];

    (void)state;
    dm_arena_init(&arena, 1 << 20);
    dm_census_init(&c, MAX);
    for (unsigned i = 0; i < RARE; i++) {
        snprintf(key, sizeof key, "rare%u", i);
        assert_non_null(dm_census_add(&c, dm_slice_str(key), 1, i + 1));
        assert_non_null(dm_census_add(&c, DM_S("often"), 1, i + 1));
        assert_true(c.n <= MAX);
    }
    rows = dm_census_sorted(&c, &arena);
    assert_non_null(rows);
    assert_true(dm_slice_eq(rows[0]->key, DM_S("often")));
    assert_int_equal(rows[0]->n, RARE);
    assert_int_equal(rows[0]->docs, RARE);
    assert_int_equal(c.dropped + c.n, RARE + 1);
    assert_int_equal(c.slack, 1);
    dm_arena_fini(&arena);
    dm_census_fini(&c);
}

static void without_memory_it_says_so(void **state)
{
    (void)state;
    for (long n = 0; n < 8; n++) {
        dm_census c;
        char      key[20];
        bool      ok = true;

        dm_census_init(&c, 4);
        dm_mem_fail_after(n);
        for (unsigned i = 0; ok && i < 40; i++) {
            snprintf(key, sizeof key, "k%u", i);
            ok = dm_census_add(&c, dm_slice_str(key), 1, 1) != NULL;
        }
        dm_mem_fail_after(-1);
        assert_false(ok);
        dm_census_fini(&c);
    }
}

static void count_line(dm_clusters *c, const char *line, uint64_t doc)
{
    dm_form         f;
    dm_line_example e = {DM_LIT("x"), 1, 1, DM_LIT("")};
    dm_cluster     *cluster = NULL;

    dm_form_read(&f, dm_slice_str(line));
    cluster = dm_clusters_add(c, &f, 1, doc);
    assert_non_null(cluster);
    e.text = f.text;
    assert_true(dm_cluster_example(c, cluster, &e));
}

/* What workers counted and the parent merged is what one would have counted. */
static void clusters_cross_and_merge(void **state)
{
    dm_clusters parent, alone;
    dm_buf      wire;
    dm_arena    arena;
    size_t      n = 0, m = 0;
    char        line[80];

    (void)state;
    dm_arena_init(&arena, 1 << 24);
    dm_buf_init(&wire, 1 << 20);
    dm_clusters_init(&parent, 1000);
    dm_clusters_init(&alone, 1000);
    for (unsigned doc = 1; doc <= 40; doc++) {
        dm_clusters worker;

        dm_clusters_init(&worker, 1000);
        for (unsigned i = 0; i < 5; i++) {
            snprintf(line, sizeof line, i % 2 ? "第%u页" : "来源：新华社%u",
                     doc * i);
            count_line(&worker, line, 1);
            count_line(&alone, line, doc);
        }
        dm_buf_clear(&wire);
        dm_clusters_pack(&worker, &wire);
        dm_clusters_fini(&worker);
        assert_true(
            dm_clusters_merge(&parent, dm_buf_view(&wire), DM_S("x"), doc));
    }
    dm_line_group **a = dm_clusters_groups(&parent, &arena, &n);
    dm_line_group **b = dm_clusters_groups(&alone, &arena, &m);

    assert_non_null(a);
    assert_non_null(b);
    assert_int_equal(n, 2);
    assert_int_equal(m, 2);
    for (size_t i = 0; i < n; i++) {
        dm_buf x, y;

        dm_buf_init(&x, 1000);
        dm_buf_init(&y, 1000);
        dm_form_pattern(&a[i]->shape, &x);
        dm_form_pattern(&b[i]->shape, &y);
        assert_true(dm_slice_eq(dm_buf_view(&x), dm_buf_view(&y)));
        assert_int_equal(a[i]->n, b[i]->n);
        assert_int_equal(a[i]->docs, 40);
        assert_int_equal(b[i]->docs, 40);
        dm_buf_fini(&x);
        dm_buf_fini(&y);
    }
    assert_int_equal(a[0]->n, 120);
    /* any cut of the bytes is known to be broken, none is read past */
    for (size_t cut = 1; cut < wire.len; cut++)
        (void)dm_clusters_merge(&parent, (dm_slice){wire.ptr, wire.len - cut},
                                DM_S("x"), 99);
    assert_false(dm_clusters_merge(&parent, (dm_slice){wire.ptr, wire.len - 1},
                                   DM_S("x"), 99));
    dm_clusters_fini(&parent);
    dm_clusters_fini(&alone);
    dm_buf_fini(&wire);
    dm_arena_fini(&arena);
}

static void ranges_are_united(void **state)
{
    dm_range r[] = {
        {5,  9 },
        {0,  2 },
        {2,  3 },
        {8,  12},
        {20, 20},
        {14, 15}
    };
    dm_range gap;
    size_t   i = 0, at = 1;

    (void)state;
    assert_int_equal(dm_cover_union(r, 6), 3);
    assert_int_equal(r[0].to, 3);
    assert_int_equal(r[1].from, 5);
    assert_int_equal(r[1].to, 12);
    assert_int_equal(dm_cover_chars(DM_S("汉ab一c二d三e"), r, 1), 1);
    /* line by line: [1, 10), [10, 18) */
    assert_true(dm_cover_gap(r, 3, &i, &at, 10, &gap));
    assert_int_equal(gap.from, 3);
    assert_int_equal(gap.to, 5);
    assert_false(dm_cover_gap(r, 3, &i, &at, 10, &gap));
    at = 10;
    assert_true(dm_cover_gap(r, 3, &i, &at, 18, &gap));
    assert_int_equal(gap.from, 12);
    assert_int_equal(gap.to, 14);
    assert_true(dm_cover_gap(r, 3, &i, &at, 18, &gap));
    assert_int_equal(gap.from, 15);
    assert_int_equal(gap.to, 18);
    assert_false(dm_cover_gap(r, 3, &i, &at, 18, &gap));
}

static void on_pair(void *ud, uint32_t a, uint32_t b)
{
    int *count = ud;

    assert_true(a < b && b < 4);
    count[a * 4 + b]++;
}

static void overlaps_are_found(void **state)
{
    dm_cover_span spans[] = {
        {{0, 10},  2},
        {{1, 3},   0},
        {{2, 5},   1},
        {{10, 12}, 0},
        {{4, 4},   3},
        {{11, 12}, 2}
    };
    int count[16] = {0};

    (void)state;
    dm_cover_sort(spans, 6);
    dm_cover_pairs(spans, 6, on_pair, count);
    assert_int_equal(count[0 * 4 + 1], 1);
    assert_int_equal(count[0 * 4 + 2], 2);
    assert_int_equal(count[1 * 4 + 2], 1);
    assert_int_equal(count[2 * 4 + 3], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_counted_once),
        cmocka_unit_test(the_rarest_go),
        cmocka_unit_test(without_memory_it_says_so),
        cmocka_unit_test(clusters_cross_and_merge),
        cmocka_unit_test(ranges_are_united),
        cmocka_unit_test(overlaps_are_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
