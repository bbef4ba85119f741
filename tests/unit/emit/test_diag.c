/* test_diag.c - diagnostics, the caret, and what may reach a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "emit/diag.h"
#include "emit/term.h"
#include "emit/visible.h"

static const struct {
    const char *name;
    dm_err      err;
    const char *want;
} rows[] = {
    {"no place",
     {.code = DM_E_USAGE, .msg = "say what"},
     "docmill: error[E101]: say what\n"                                 },
    {"no message",
     {.code = DM_E_NOT_FOUND, .file = "a"},
     "a: error[E201]: the input does not exist\n"                       },
    {"all of it",
     {.code = DM_E_REGEX,
      .msg = "unclosed",
      .file = "n.lua",
      .line = 9,
      .col = 3,
      .source = "ab(",
      .doc = "in.txt",
      .doc_line = 3,
      .doc_col = 1,
      .help = "close it"},
     "n.lua:9:3: error[E305]: unclosed\n    ab(\n      ^\n"
     "  in in.txt:3:1\n  help: close it\n"                              },
    {"a Han character is two cells",
     {.code = DM_E_REGEX,
      .msg = "m",
      .file = "f",
      .line = 1,
      .col = 7,
      .source = "\xE4\xB8\xAD\xE6\x96\x87(\n"},
     "f:1:7: error[E305]: m\n    \xE4\xB8\xAD\xE6\x96\x87(\n        ^\n"},
    {"behind the end",
     {.code = DM_E_REGEX,
      .msg = "m",
      .file = "f",
      .line = 1,
      .col = 3,
      .source = "ab"},
     "f:1:3: error[E305]: m\n    ab\n      ^\n"                         },
    {"a column of the source alone",
     {.code = DM_E_REGEX,
      .msg = "m",
      .file = "f",
      .line = 2,
      .col = -2,
      .source = "a("},
     "f:2: error[E305]: m\n    a(\n     ^\n"                            },
    {"escapes are spelled",
     {.code = DM_E_SCRIPT, .msg = "x\x1B[2J", .file = "a\nb"},
     "a\\x0Ab: error[E302]: x\\x1B[2J\n"                                },
    {"a tab is one cell",
     {.code = DM_E_SYNTAX,
      .msg = "m",
      .file = "f",
      .line = 1,
      .col = 2,
      .source = "\t)"},
     "f:1:2: error[E301]: m\n     )\n     ^\n"                          },
    {"help of two lines",
     {.code = DM_E_USAGE, .msg = "m", .help = "a\nb"},
     "docmill: error[E101]: m\n  help: a\n        b\n"                  },
};

static void texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_buf out;

        dm_buf_init(&out, 10000);
        dm_diag_text(&out, &rows[i].err, DM_ERROR, false);
        dm_buf_char(&out, '\0');
        assert_string_equal(out.ptr, rows[i].want);
        dm_buf_fini(&out);
    }
}

static void notes_have_no_code_and_no_line(void **state)
{
    const dm_err err = {.msg = "hi", .file = "x", .line = 1, .source = "print"};
    const dm_err lost = {.code = DM_E_CONFLICT, .msg = "2 lost"};
    dm_buf       out;

    (void)state;
    dm_buf_init(&out, 10000);
    dm_diag_text(&out, &err, DM_NOTE, false);
    dm_diag_text(&out, &lost, DM_NOTE, false);
    dm_diag_json(&out, &err, DM_NOTE);
    dm_buf_char(&out, '\0');
    assert_string_equal(out.ptr,
                        "x:1: note: hi\ndocmill: note[E603]: 2 lost\n"
                        "{\"severity\":\"note\",\"message\":\"hi\","
                        "\"file\":\"x\",\"line\":1,\"source\":\"print\"}\n");
    dm_buf_fini(&out);
}

static void json_leaves_out_what_is_empty(void **state)
{
    dm_buf out;

    (void)state;
    dm_buf_init(&out, 10000);
    dm_diag_json(&out, &rows[2].err, DM_WARNING);
    dm_diag_json(&out, &rows[0].err, DM_ERROR);
    dm_buf_char(&out, '\0');
    assert_string_equal(
        out.ptr,
        "{\"severity\":\"warning\",\"code\":\"E305\",\"name\":\"regex\","
        "\"message\":\"unclosed\",\"help\":\"close it\",\"file\":\"n.lua\","
        "\"line\":9,\"column\":3,\"source\":\"ab(\",\"doc\":\"in.txt\","
        "\"doc_line\":3,\"doc_column\":1}\n"
        "{\"severity\":\"error\",\"code\":\"E101\",\"name\":\"usage\","
        "\"message\":\"say what\"}\n");
    dm_buf_fini(&out);
}

#define MARKS(...)                                                             \
    {                                                                          \
        __VA_ARGS__                                                            \
    }

static const struct {
    const char  *name, *text;
    dm_term_mark marks[4];
    size_t       nmarks, width;
    const char  *want;
} pages[] = {
    {"no marks", "ab\ncd\n", MARKS({{0, 0}, 0}),                            0,            0,
     "T\n1 \xE2\x94\x82 ab\n2 \xE2\x94\x82 cd\n"                                                                                  },
    {"one",      "abcd",     MARKS({{1, 3}, 0}),                            1,            0,
     "T\n1 \xE2\x94\x82 a\xE2\x9F\xA6"
     "bc\xE2\x9F\xA7"
     "f0d\n"                                                                                                                      },
    {"nested",   "abcd",     MARKS({{0, 4}, 0},                             {{1, 2}, 1}), 2,                0,
     "T\n1 \xE2\x94\x82 \xE2\x9F\xA6"
     "a\xE2\x9F\xA6"
     "b\xE2\x9F\xA7"
     "f1cd\xE2\x9F\xA7"
     "f0\n"},
    {"over a line end",          "ab\ncd",    MARKS({{1, 4}, -1}),                                1,                      0,
     "T\n1 \xE2\x94\x82 a\xE2\x9F\xA6"
     "b\n2 \xE2\x94\x82 c\xE2\x9F\xA7"
     "droppedd\n"     },
    {"wrapped by cells",          "\xE4\xB8\xAD\xE6\x96\x87\xE5\xAD\x97",
     MARKS({{0, 0}, 0}), 0,                                                                  8,
     "T\n1 \xE2\x94\x82 \xE4\xB8\xAD\xE6\x96\x87\n"
     "  \xE2\x94\x82 \xE5\xAD\x97\n"                                    },
    {"an escape",          "a\x1B[m",          MARKS({{0, 0}, 0}),                                     0,                      0,
     "T\n1 \xE2\x94\x82 a\\x1B[m\n"},
};

static void terminal_pages(void **state)
{
    const dm_slice names[] = {DM_LIT("f0"), DM_LIT("f1")};

    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        dm_term_page  page = {.title = DM_LIT("T"),
                              .text = dm_slice_str(pages[i].text),
                              .marks = pages[i].marks,
                              .nmarks = pages[i].nmarks,
                              .names = names};
        dm_term_style style = {.color = false, .width = pages[i].width};
        dm_buf        out;

        dm_buf_init(&out, 10000);
        dm_term_text(&out, &page, &style);
        dm_buf_char(&out, '\0');
        assert_string_equal(out.ptr, pages[i].want);
        dm_buf_fini(&out);
    }
}

static const struct {
    const char *in, *want;
    size_t      cells;
} visibles[] = {
    {"a\tb",         "a b",             3 },
    {"\xC3",         "\\xC3",           4 },
    {"\xC2\x9B"
     "a",       "\\xC2\\x9Ba",     9 }, /* CSI as one character */
    {"\xE2\x80\xAE", "\\xE2\\x80\\xAE", 12}, /* right-to-left override */
    {"\xE4\xB8\xAD", "\xE4\xB8\xAD",    2 },
    {"\x7F",         "\\x7F",           4 },
};

static void what_acts_is_spelled(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof visibles / sizeof *visibles; i++) {
        dm_buf out;

        dm_buf_init(&out, 1000);
        assert_int_equal(dm_visible(&out, dm_slice_str(visibles[i].in)),
                         visibles[i].cells);
        assert_true(
            dm_slice_eq(dm_buf_view(&out), dm_slice_str(visibles[i].want)));
        dm_buf_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts),
        cmocka_unit_test(notes_have_no_code_and_no_line),
        cmocka_unit_test(json_leaves_out_what_is_empty),
        cmocka_unit_test(terminal_pages),
        cmocka_unit_test(what_acts_is_spelled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
