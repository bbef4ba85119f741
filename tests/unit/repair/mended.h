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

#endif
