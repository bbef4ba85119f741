/* mended.h - running one repair over one text, for the tests of repairs. */
#ifndef DM_TEST_MENDED_H
#define DM_TEST_MENDED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "norm/step.h"
#include "text/utf8.h"

/* The step `name` over `in`; the result lives in `arena`. */
static inline dm_step_result mended(const char *name, dm_slice in,
                                    dm_repair policy, dm_arena *arena)
{
    dm_step_result r;
    dm_step_how    how = {.arena = arena, .max = 1 << 26, .repair = policy};

    assert_true(
        dm_step_run(&r, dm_step_find(dm_slice_str(name)), in, &how, NULL));
    assert_int_equal(dm_utf8_valid(r.text), r.text.len);
    assert_int_equal(r.map.src_len, in.len);
    assert_int_equal(r.map.dst_len, r.text.len);
    return r;
}

/* What must hold of every result: the log is in order and tells the truth,
** what is between the mends is as it was, and a second run changes nothing. */
static inline void check_log(const char *name, dm_slice in, dm_step_result r,
                             dm_arena *arena)
{
    size_t at = 0;
    size_t to = 0;

    for (size_t i = 0; i < r.nmends; i++) {
        const dm_mend *m = &r.mends[i];
        dm_slice kept = dm_slice_sub(in, at, m->applied ? m->src.from : at);

        assert_true(m->src.from >= at && m->src.to <= in.len);
        assert_true(
            dm_slice_eq(m->before, dm_slice_sub(in, m->src.from, m->src.to)));
        if (!m->applied)
            continue;
        assert_true(dm_slice_eq(kept, dm_slice_sub(r.text, to, to + kept.len)));
        to += kept.len;
        assert_true(
            dm_slice_eq(m->after, dm_slice_sub(r.text, to, to + m->after.len)));
        to += m->after.len;
        at = m->src.to;
    }
    assert_true(dm_slice_eq(dm_slice_sub(in, at, in.len),
                            dm_slice_sub(r.text, to, r.text.len)));
    assert_int_equal(mended(name, r.text, DM_REPAIR_LIKELY, arena).edits, 0);
}

/* A text and what a repair does to it, by the policy `likely`. */
typedef struct mended_row {
    const char  *in, *want; /* NULL: as it was */
    size_t       mends;
    dm_certainty certainty; /* of all of them */
} mended_row;

static inline void check_row(const char *name, const mended_row *row)
{
    dm_arena       arena;
    dm_slice       in = dm_slice_str(row->in);
    const char    *want = row->want != NULL ? row->want : row->in;
    dm_step_result r;

    dm_arena_init(&arena, 1 << 20);
    r = mended(name, in, DM_REPAIR_LIKELY, &arena);
    if (!dm_slice_eq(r.text, dm_slice_str(want)) || r.nmends != row->mends)
        fail_msg("%s: %zu mends: %.*s", row->in, r.nmends, (int)r.text.len,
                 r.text.ptr);
    for (size_t k = 0; k < r.nmends; k++)
        if (r.mends[k].certainty != row->certainty)
            fail_msg("%s: %.*s is %s", row->in, (int)r.mends[k].before.len,
                     r.mends[k].before.ptr,
                     dm_certainty_name(r.mends[k].certainty));
    check_log(name, in, r, &arena);
    dm_arena_fini(&arena);
}

/* A text that is as it should be: nothing is done, whatever may be. */
static inline void check_clean(const char *name, const char *text)
{
    dm_arena       arena;
    dm_step_result r;

    dm_arena_init(&arena, 1 << 26);
    r = mended(name, dm_slice_str(text), DM_REPAIR_ALL, &arena);
    if (r.nmends != 0)
        fail_msg("%s: %.*s", text, (int)r.mends[0].after.len,
                 r.mends[0].after.ptr);
    dm_arena_fini(&arena);
}

/* A text that was misread, and what step `mojibake` says of it. */
typedef struct misread_row {
    const char  *name, *damaged, *was;
    const char  *mechanism; /* of the first mend */
    dm_certainty certainty; /* of the least certain one */
} misread_row;

static inline void check_misread(const misread_row *row)
{
    dm_slice       in = dm_slice_str(row->damaged);
    dm_certainty   least = DM_EXACT;
    dm_arena       arena;
    dm_step_result r;

    dm_arena_init(&arena, 1 << 26);
    r = mended("mojibake", in, DM_REPAIR_LIKELY, &arena);
    if (!dm_slice_eq(r.text, dm_slice_str(row->was)))
        fail_msg("row %s: %.*s", row->name, (int)r.text.len, r.text.ptr);
    assert_true(r.nmends > 0);
    if (strcmp(r.mends[0].mechanism, row->mechanism) != 0)
        fail_msg("row %s: %s", row->name, r.mends[0].mechanism);
    for (size_t i = 0; i < r.nmends; i++)
        if (r.mends[i].certainty < least)
            least = r.mends[i].certainty;
    if (least != row->certainty)
        fail_msg("row %s: %s", row->name, dm_certainty_name(least));
    check_log("mojibake", in, r, &arena);
    dm_arena_fini(&arena);
}

#endif
