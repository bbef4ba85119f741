/* test_align.c - edits up and down, row by row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/align.h"

/* "ab" kept, "CDE" -> "x", "fg" kept, "H" -> "", "i" kept, "" -> "yz",
** "J" -> "" and "k" -> "KK" side by side, "l" kept. */
static const dm_slice source = DM_LIT("abCDEfgHiJkl");
static const dm_slice result = DM_LIT("abxfgiyzKKl");

static void build(dm_arena *arena, dm_buf *out, dm_align *map)
{
    dm_aligner a;

    dm_buf_init(out, 1000);
    dm_align_begin(&a, source, out);
    dm_align_keep(&a, 1);
    dm_align_keep(&a, 1);
    dm_align_replace(&a, 3, DM_S("x"));
    dm_align_keep(&a, 2);
    dm_align_replace(&a, 1, DM_S(""));
    dm_align_keep(&a, 1);
    dm_align_replace(&a, 0, DM_S("yz"));
    dm_align_replace(&a, 1, DM_S(""));
    dm_align_replace(&a, 1, DM_S("KK"));
    dm_align_replace(&a, 0, DM_S("")); /* nothing */
    assert_true(dm_align_finish(&a, arena, map));
}

static const struct {
    const char *name;
    dm_range    dst, src;
    bool        exact;
} ups[] = {
    {"all",                    {0, 11},  {0, 12},  true },
    {"kept",                   {0, 2},   {0, 2},   true },
    {"a cluster",              {2, 3},   {2, 5},   true },
    {"around a cluster",       {1, 4},   {1, 6},   true },
    {"before a deletion",      {3, 5},   {5, 7},   true },
    {"after a deletion",       {5, 6},   {8, 9},   true },
    {"over a deletion",        {4, 6},   {6, 9},   true },
    {"an insertion",           {6, 8},   {9, 9},   true },
    {"part of an insertion",   {6, 7},   {9, 9},   false},
    {"an expansion",           {8, 10},  {10, 11}, true },
    {"its first half",         {8, 9},   {10, 11}, false},
    {"its second half",        {9, 10},  {10, 11}, false},
    {"its second half and on", {9, 11},  {10, 12}, false},
    {"empty, kept",            {1, 1},   {1, 1},   true },
    {"empty, at a deletion",   {5, 5},   {8, 8},   true },
    {"empty, in an expansion", {9, 9},   {10, 10}, false},
    {"empty, at the end",      {11, 11}, {12, 12}, true },
    {"beyond the end",         {10, 99}, {11, 12}, true },
    {"wholly beyond",          {50, 99}, {12, 12}, true },
};

static const struct {
    const char *name;
    dm_range    src, dst;
    bool        exact;
} downs[] = {
    {"all",                  {0, 12},  {0, 11},  true },
    {"kept",                 {0, 2},   {0, 2},   true },
    {"a cluster",            {2, 5},   {2, 3},   true },
    {"part of a cluster",    {3, 4},   {2, 3},   false},
    {"what was deleted",     {7, 8},   {5, 5},   true },
    {"deleted and on",       {7, 9},   {5, 6},   true },
    {"no insertion",         {8, 9},   {5, 6},   true },
    {"around the insertion", {8, 11},  {5, 10},  true },
    {"expanded",             {10, 11}, {8, 10},  true },
    {"the last",             {11, 12}, {10, 11}, true },
};

static void looks_up_and_down(void **state)
{
    dm_arena arena;
    dm_buf   out;
    dm_align map;
    dm_range got;

    (void)state;
    dm_arena_init(&arena, 100000);
    build(&arena, &out, &map);
    assert_true(dm_slice_eq(dm_buf_view(&out), result));
    assert_int_equal(map.src_len, source.len);
    assert_int_equal(map.dst_len, result.len);
    assert_int_equal(map.n, 5);
    for (size_t i = 0; i < sizeof ups / sizeof *ups; i++)
        if (dm_align_up(&map, ups[i].dst, &got) != ups[i].exact ||
            got.from != ups[i].src.from || got.to != ups[i].src.to)
            fail_msg("up: %s: [%zu, %zu)", ups[i].name, got.from, got.to);
    for (size_t i = 0; i < sizeof downs / sizeof *downs; i++)
        if (dm_align_down(&map, downs[i].src, &got) != downs[i].exact ||
            got.from != downs[i].dst.from || got.to != downs[i].dst.to)
            fail_msg("down: %s: [%zu, %zu)", downs[i].name, got.from, got.to);
    dm_buf_fini(&out);
    dm_arena_fini(&arena);
}

static void identity_changes_nothing(void **state)
{
    dm_align map = dm_align_identity(10);
    dm_range got;

    (void)state;
    assert_true(dm_align_up(&map, (dm_range){3, 7}, &got));
    assert_int_equal(got.from, 3);
    assert_int_equal(got.to, 7);
    assert_true(dm_align_down(&map, (dm_range){0, 20}, &got));
    assert_int_equal(got.from, 0);
    assert_int_equal(got.to, 10);
}

static void a_full_buffer_or_arena_fails(void **state)
{
    dm_arena   arena;
    dm_buf     out;
    dm_align   map = dm_align_identity(77);
    dm_aligner a;

    (void)state;
    dm_arena_init(&arena, 100000);
    dm_buf_init(&out, 4);
    dm_align_begin(&a, source, &out);
    dm_align_replace(&a, 1, DM_S("12345"));
    assert_false(dm_align_finish(&a, &arena, &map));
    dm_buf_fini(&out);
    dm_buf_init(&out, 4); /* the kept bytes do not fit */
    dm_align_begin(&a, source, &out);
    assert_false(dm_align_finish(&a, &arena, &map));
    dm_buf_fini(&out);
    dm_arena_fini(&arena);

    dm_arena_init(&arena, 8);
    dm_buf_init(&out, 1000);
    dm_align_begin(&a, source, &out);
    dm_align_replace(&a, 1, DM_S("12345"));
    assert_false(dm_align_finish(&a, &arena, &map));
    assert_int_equal(map.src_len, 77); /* outputs are untouched */
    dm_buf_fini(&out);
    dm_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looks_up_and_down),
        cmocka_unit_test(identity_changes_nothing),
        cmocka_unit_test(a_full_buffer_or_arena_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
