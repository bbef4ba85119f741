/* test_failure.c - detect, decode and every step with allocation 0, 1, 2, …
** failing: an error each time, never a crash or a leak.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "norm/step.h"
#include "text/charset.h"
#include "text/decode.h"
#include "text/lines.h"

static bool all_steps(dm_slice text, dm_arena *arena, dm_err *err)
{
    const dm_step *step;

    for (size_t i = 0; (step = dm_step_at(i)) != NULL; i++) {
        dm_step_result r;

        if (!dm_step_run(&r, step, text,
                         &(dm_step_how){.arena = arena, .max = 1 << 20}, err))
            return false;
        text = r.text;
    }
    return true;
}

/* The whole way of a document through this room. */
static bool journey(dm_slice bytes, const char *override, dm_err *err)
{
    dm_arena     arena;
    dm_detection d;
    dm_decoded   text;
    dm_lines     lines;
    dm_range     up;
    bool         ok;

    dm_arena_init(&arena, 1 << 24);
    ok = dm_detect(&d, &arena, bytes, override, err) &&
         dm_decode(&text, &arena, bytes, d.candidates[0].charset, d.bom,
                   1 << 20, err) &&
         all_steps(text.text, &arena, err);
    if (ok && !dm_lines_init(&lines, text.text, &arena))
        ok = dm_fail(err, DM_E_MEMORY, "lines");
    if (ok) /* asking takes no memory of ours */
        dm_align_up(&text.map, (dm_range){0, text.text.len}, &up);
    dm_arena_fini(&arena);
    return ok;
}

static const struct {
    const char *override;
    const char *text; /* repeated */
} rows[] = {
    {NULL,          "abc\r\n"                                                                    },
    {NULL,          "\xD6\xD0\xCE\xC4\xA3\xAC\xCE\xD2\xC3\xC7&amp;  \r\n\xFF"                    },
    {NULL,          "中文，\xFF 我们的，一二三四五六七八九十ｶﾞe\xCC\x81\r\n"},
    {"utf-16le",    "\x2D\x4E\x2D\x4E"                                                           },
    {"latin1",      "caf\xE9\x81\r\n"                                                            },
    {"iso-2022-jp", "\x1B$BF|K\\\x1B(B\r\n\xFF"                                                  },
};

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_buf text;
        dm_err err;
        long   n = 0;
        bool   ok = false;

        dm_buf_init(&text, 1 << 20);
        for (int k = 0; k < 600; k++)
            dm_buf_str(&text, rows[i].text);
        for (; !ok && n < 500; n++) {
            memset(&err, 0, sizeof err);
            dm_mem_fail_after(n);
            ok = journey(dm_buf_view(&text), rows[i].override, &err);
            dm_mem_fail_after(-1);
            if (!ok && err.code != DM_E_MEMORY)
                fail_msg("row %zu, allocation %ld: %d %s", i, n, (int)err.code,
                         err.msg);
        }
        assert_true(ok);
        assert_true(n > 2);
        dm_buf_fini(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
