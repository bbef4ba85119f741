/* test_mend.c - the log keeps its order, whatever a repair says. */
#include "repair/mend.h"

#include "mended.h"

static const char text[] = "0123456789";

typedef struct place {
    size_t       from, to;
    dm_certainty certainty;
} place;

/* Two places, and what becomes of them. */
static const struct {
    const char *name;
    place       one, other;
    const char *want; /* NULL: refused */
} rows[] = {
    {"apart",          {1, 2, DM_EXACT},     {5, 7, DM_EXACT},     "0x234x789"   },
    {"side by side",   {1, 2, DM_EXACT},     {2, 3, DM_EXACT},     "0xx3456789"  },
    {"the whole text", {0, 5, DM_EXACT},     {5, 10, DM_EXACT},    "xx"          },
    {"an insertion",   {2, 2, DM_EXACT},     {2, 2, DM_EXACT},     "01xx23456789"},
    {"one is told",    {1, 2, DM_UNCERTAIN}, {2, 3, DM_EXACT},     "01x3456789"  },
    {"overlapping",    {1, 4, DM_EXACT},     {3, 5, DM_EXACT},     NULL          },
    {"the same",       {1, 4, DM_EXACT},     {1, 4, DM_EXACT},     NULL          },
    {"descending",     {5, 6, DM_EXACT},     {1, 2, DM_EXACT},     NULL          },
    {"told inside",    {1, 4, DM_EXACT},     {2, 3, DM_UNCERTAIN}, NULL          },
    {"told before",    {5, 6, DM_UNCERTAIN}, {1, 2, DM_UNCERTAIN}, NULL          },
    {"backwards",      {1, 2, DM_EXACT},     {6, 5, DM_EXACT},     NULL          },
    {"past the end",   {1, 2, DM_EXACT},     {9, 11, DM_EXACT},    NULL          },
    {"far past it",    {1, 2, DM_EXACT},     {20, 21, DM_EXACT},   NULL          },
};

static const place *places; /* what the step of this test mends */

static void put_both(dm_mender *m)
{
    for (int i = 0; i < 2; i++) {
        dm_mend mend = {
            .src = {places[i].from, places[i].to},
            .after = DM_LIT("x"),
            .note = DM_LIT(""),
            .mechanism = "a test",
            .certainty = places[i].certainty,
        };

        dm_mend_put(m, &mend);
    }
}

static void refuses_what_overlaps(void **state)
{
    static const dm_step step = {.name = "test", .mend = put_both};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        place          both[] = {rows[i].one, rows[i].other};
        dm_arena       arena;
        dm_step_result r = {.nmends = 99};
        dm_err         err = {.code = DM_OK};
        bool           ok;

        dm_arena_init(&arena, 1 << 20);
        places = both;
        ok = dm_step_run(&r, &step, dm_slice_str(text),
                         &(dm_step_how){.arena = &arena, .max = 1000}, &err);
        if (ok != (rows[i].want != NULL))
            fail_msg("%s: %s", rows[i].name, ok ? "taken" : err.msg);
        if (ok) {
            assert_true(dm_slice_eq(r.text, dm_slice_str(rows[i].want)));
            assert_int_equal(r.nmends, 2);
        } else {
            assert_int_equal(err.code, DM_E_INTERNAL);
            assert_int_equal(r.nmends, 99);
        }
        dm_arena_fini(&arena);
    }
}

/* The first failure ends the log: a good place behind it is not taken. */
static void stays_failed(void **state)
{
    dm_arena  arena;
    dm_buf    out;
    dm_mender m;
    dm_mend   mend = {
          .src = {4, 2},
            .after = DM_LIT("x"), .note = DM_LIT("")
    };

    (void)state;
    dm_arena_init(&arena, 1 << 20);
    dm_buf_init(&out, 1000);
    dm_mend_begin(&m, dm_slice_str(text), &out, &arena, DM_REPAIR_ALL, NULL);
    dm_mend_put(&m, &mend);
    assert_true(m.failed && m.astray);
    mend.src = (dm_range){5, 6};
    dm_mend_put(&m, &mend);
    assert_int_equal(m.mends.len, 0);
    assert_int_equal(m.a.edits.len, 0);
    dm_mend_end(&m);
    dm_buf_fini(&out);
    dm_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_overlaps),
        cmocka_unit_test(stays_failed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
