/* test_clip.c - text cut to cells: never wider, never half a character. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/clip.h"
#include "text/utf8.h"

static const struct {
    const char *text;
    size_t      cells;
    const char *head, *tail;
} rows[] = {
    {"abc",      3, "abc",     "abc"    },
    {"abcd",     3, "ab…",   "…cd"  },
    {"汉字",   4, "汉字",  "汉字" },
    {"汉字",   3, "汉…",  "…字" },
    {"汉字",   2, "…",     "…"    },
    {"a汉字b", 4, "a汉…", "…字b"},
    {"a\nb",     3, "a b",     "a b"    },
    {"\x1b[1m",  4, "…",     "…[1m" },
    {"\x1b",     4, "\\x1B",   "\\x1B"  },
    {"",         5, "",        ""       },
    {"abc",      0, "",        ""       },
};

static void test_ends(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_slice s = dm_slice_str(rows[i].text);
        dm_buf   head, tail;

        dm_buf_init(&head, 1000);
        dm_buf_init(&tail, 1000);
        assert_int_equal(dm_clip(&head, s, rows[i].cells),
                         dm_utf8_cells(dm_slice_str(rows[i].head)));
        assert_int_equal(dm_clip_end(&tail, s, rows[i].cells),
                         dm_utf8_cells(dm_slice_str(rows[i].tail)));
        dm_buf_char(&head, '\0');
        dm_buf_char(&tail, '\0');
        assert_string_equal(head.ptr, rows[i].head);
        assert_string_equal(tail.ptr, rows[i].tail);
        dm_buf_fini(&head);
        dm_buf_fini(&tail);
    }
}

static const struct {
    const char *text;
    dm_range    range;
    size_t      cells;
    const char *want;
} arounds[] = {
    {"one two three",             {4, 7},   20, "one ⟦two⟧ three"  },
    {"x\none two three\ny",       {6, 9},   20, "one ⟦two⟧ three"  },
    {"aaaaaaaaaa two bbbbbbbbbb", {11, 14}, 13, "…aa ⟦two⟧ bb…"},
    {"two bbbbbbbbbb",            {0, 3},   13, "⟦two⟧ bbbbbb…"  },
    {"aaaaaaaaaa two",            {11, 14}, 13, "…aaaaaa ⟦two⟧"  },
    {"two",                       {0, 3},   7,  ""                     },
    {"two",                       {0, 9},   70, ""                     },
};

static void test_around(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof arounds / sizeof *arounds; i++) {
        dm_buf out;

        dm_buf_init(&out, 1000);
        dm_clip_around(&out, dm_slice_str(arounds[i].text), arounds[i].range,
                       arounds[i].cells, false);
        assert_true(dm_utf8_cells(dm_buf_view(&out)) <= arounds[i].cells);
        dm_buf_char(&out, '\0');
        assert_string_equal(out.ptr, arounds[i].want);
        dm_buf_fini(&out);
    }
}

/* Of a long line only what lies near is looked at, whole characters of it. */
static const struct {
    size_t      cells;
    const char *want;
} longs[] = {
    {13, "…汉⟦two⟧汉汉…"   },
    {14, "…汉汉⟦two⟧汉…"   },
    {15, "…汉汉⟦two⟧汉汉…"},
};

static void test_long(void **state)
{
    dm_buf line;

    (void)state;
    dm_buf_init(&line, 1 << 20);
    for (size_t i = 0; i < 3000; i++)
        dm_buf_str(&line, i == 1500 ? "two" : "汉");
    for (size_t i = 0; i < sizeof longs / sizeof *longs; i++) {
        dm_buf out;

        dm_buf_init(&out, 1000);
        dm_clip_around(&out, dm_buf_view(&line), (dm_range){4500, 4503},
                       longs[i].cells, false);
        dm_buf_char(&out, '\0');
        assert_string_equal(out.ptr, longs[i].want);
        dm_buf_fini(&out);
    }
    dm_buf_fini(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_around),
        cmocka_unit_test(test_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
