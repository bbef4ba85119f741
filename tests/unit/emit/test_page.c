/* test_page.c - nothing of a document ends the element that its data are in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "emit/page.h"

static const struct {
    const char *text, *want;
} rows[] = {
    {"plain",                    "\"plain\""                         },
    {"</script><script>x",       "\"\\u003c/script>\\u003cscript>x\""},
    {"<!-- <script>",            "\"\\u003c!-- \\u003cscript>\""     },
    {"<",                        "\"\\u003c\""                       },
    {"a<",                       "\"a\\u003c\""                      },
    {"<<",                       "\"\\u003c\\u003c\""                },
    {"\\<",                      "\"\\\\\\u003c\""                   },
    {"\xE2\x80\xA8\xE2\x80\xA9", "\"\\u2028\\u2029\""                },
    {"]]>&amp;",                 "\"]]>&amp;\""                      },
};

static dm_value *document(dm_arena *arena, const char *text)
{
    dm_value *v = dm_value_object(arena);

    assert_true(dm_value_set(arena, v, DM_S("t"),
                             dm_value_string(arena, dm_slice_str(text))));
    return v;
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_arena arena;
        dm_buf   out;
        dm_buf   want;

        dm_arena_init(&arena, 1 << 20);
        dm_buf_init(&out, 1 << 20);
        dm_buf_init(&want, 1 << 20);
        dm_viewer_add(&out, document(&arena, rows[i].text));
        dm_buf_printf(&want,
                      "<script type=\"application/json\" class=\"document\">\n"
                      "{\"t\":%s}\n</script>\n",
                      rows[i].want);
        dm_buf_char(&out, '\0');
        dm_buf_char(&want, '\0');
        assert_string_equal(out.ptr, want.ptr);
        dm_buf_fini(&want);
        dm_buf_fini(&out);
        dm_arena_fini(&arena);
    }
}

/* The halves of the template meet around the data, and are complete. */
static void test_whole(void **state)
{
    dm_arena arena;
    dm_buf   out;

    (void)state;
    dm_arena_init(&arena, 1 << 20);
    dm_buf_init(&out, 1 << 20);
    dm_viewer_one(&out, document(&arena, "x"));
    dm_buf_char(&out, '\0');
    assert_false(out.failed);
    assert_memory_equal(out.ptr, "<!doctype html>", 15);
    assert_non_null(strstr(out.ptr, "Content-Security-Policy"));
    assert_null(strstr(out.ptr, "@data"));
    assert_null(strstr(out.ptr, "@policy"));
    assert_string_equal(out.ptr + out.len - 1 - 8, "</html>\n");
    dm_buf_fini(&out);
    dm_arena_fini(&arena);
}

static void test_ceiling(void **state)
{
    dm_arena arena;
    dm_buf   out;

    (void)state;
    dm_arena_init(&arena, 1 << 20);
    dm_buf_init(&out, 60);
    dm_viewer_add(&out, document(&arena, "a text that is longer than that"));
    assert_true(out.failed);
    dm_buf_fini(&out);
    dm_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_ceiling),
    };

    return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
