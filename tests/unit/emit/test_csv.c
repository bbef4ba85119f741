/* test_csv.c - cells, quoting, formulas, lists; and JSON read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "emit/csv.h"
#include "emit/json.h"
#include "emit/json_read.h"

#define CSV(...) ((dm_csv){.delimiter = ',', .separator = "; ", __VA_ARGS__})

static const struct {
    const char *json, *csv, *escaped;
} cells[] = {
    {"null",                "",                          ""                         },
    {"\"\"",                "\"\"",                      "\"\""                     },
    {"\"a\"",               "a",                         "a"                        },
    {"\"a,b\"",             "\"a,b\"",                   "\"a,b\""                  },
    {"\"a\\\"b\"",          "\"a\"\"b\"",                "\"a\"\"b\""               },
    {"\"a\\nb\"",           "\"a\nb\"",                  "\"a\nb\""                 },
    {"\"a\\rb\"",           "\"a\rb\"",                  "\"a\rb\""                 },
    {"\" a\"",              "\" a\"",                    "\" a\""                   },
    {"\"\\ta\"",            "\"\ta\"",                   "\"'\ta\""                 },
    {"\"=1+1\"",            "=1+1",                      "'=1+1"                    },
    {"\"-5\"",              "-5",                        "'-5"                      },
    {"\"+a,b\"",            "\"+a,b\"",                  "\"'+a,b\""                },
    {"\"@x\"",              "@x",                        "'@x"                      },
    {"\"\\r=1\"",           "\"\r=1\"",                  "\"'\r=1\""                },
    {"-5",                  "-5",                        "-5"                       },
    {"-0.5",                "-0.5",                      "-0.5"                     },
    {"true",                "true",                      "true"                     },
    {"\"a\\u0000b\"",       "a\0b",                      NULL                       },
    {"[]",                  "",                          ""                         },
    {"[\"a\",null,3]",      "a; ; 3",                    "a; ; 3"                   },
    {"[\"=a\",\"b\"]",      "=a; b",                     "'=a; b"                   },
    {"\"\\n=1\"",           "\"\n=1\"",                  "\"'\n=1\""                },
    {"\" \\r\\n -1\"",      "\" \r\n -1\"",              "\"' \r\n -1\""            },
    {"\"\u3000\uff1d1\"",   "\u3000\uff1d1",             "'\u3000\uff1d1"           },
    {"\"\uff20x\"",         "\uff20x",                   "'\uff20x"                 },
    {"\" a=1\"",            "\" a=1\"",                  "\" a=1\""                 },
    {"[]",                  "",                          ""                         },
    {"[null]",              "\"\"",                      "\"\""                     },
    {"[\"\"]",              "\"\"\"\"\"\"",              "\"\"\"\"\"\""             },
    {"[\"a; b\"]",          "\"\"\"a; b\"\"\"",          "\"\"\"a; b\"\"\""         },
    {"[\"a\",\"b\"]",       "a; b",                      "a; b"                     },
    {"[\"a;\",\"b\"]",      "a;; b",                     "a;; b"                    },
    {"[\"a;b\"]",           "a;b",                       "a;b"                      },
    {"[\"x\\\"y\"]",        "\"x\"\"y\"",                "\"x\"\"y\""               },
    {"[\"\\\"y\"]",         "\"\"\"\"\"\"\"y\"\"\"",     "\"\"\"\"\"\"\"y\"\"\""    },
    {"[[1],[2]]",           "\"[[1],[2]]\"",             "\"[[1],[2]]\""            },
    {"{\"k\":\"v\"}",       "\"{\"\"k\"\":\"\"v\"\"}\"", "\"{\"\"k\"\":\"\"v\"\"}\""},
    {"\"中文，逗号\"", "中文，逗号",           "中文，逗号"          },
};

static void cell(const char *json, const dm_csv *csv, dm_buf *out)
{
    dm_arena  arena;
    dm_err    err;
    dm_value *v = NULL;

    dm_arena_init(&arena, 1 << 20);
    v = dm_json_read(&arena, dm_slice_str(json), &err);
    assert_non_null(v);
    dm_buf_init(out, 1 << 16);
    dm_csv_cell(out, csv, v);
    dm_arena_fini(&arena);
}

static void test_cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        dm_csv keep = CSV(.lf = true);
        dm_csv escape = CSV(.escape = true);
        dm_buf out;

        if (cells[i].escaped == NULL)
            continue; /* a NUL: looked at below */
        cell(cells[i].json, &keep, &out);
        if (!dm_slice_eq(dm_buf_view(&out), dm_slice_str(cells[i].csv)))
            fail_msg("%s: %.*s", cells[i].json, (int)out.len, out.ptr);
        dm_buf_fini(&out);
        cell(cells[i].json, &escape, &out);
        if (!dm_slice_eq(dm_buf_view(&out), dm_slice_str(cells[i].escaped)))
            fail_msg("%s escaped: %.*s", cells[i].json, (int)out.len, out.ptr);
        dm_buf_fini(&out);
    }
}

/* Lists of texts, each of which must be a cell of its own, whatever stands
** between the items. */
static void joined_lists_differ(void **state)
{
    static const char *const separators[] = {"; ", "a", "aa", "aba", ";", "|"};
    static const char *const items[] = {"",  "a",  "b",  "aa", "ab",   "ba",
                                        ";", "; ", "a;", " b", "\\\"", "\\\"a"};
    enum { N = sizeof items / sizeof *items };

    (void)state;
    for (size_t s = 0; s < sizeof separators / sizeof *separators; s++) {
        dm_csv csv = {.delimiter = ',', .separator = separators[s]};
        dm_buf cells_of[N + N * N];
        size_t n = 0;

        for (size_t i = 0; i < N; i++) {
            char json[60];

            snprintf(json, sizeof json, "[\"%s\"]", items[i]);
            cell(json, &csv, &cells_of[n++]);
            for (size_t k = 0; k < N; k++) {
                snprintf(json, sizeof json, "[\"%s\",\"%s\"]", items[i],
                         items[k]);
                cell(json, &csv, &cells_of[n++]);
            }
        }
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < i; k++)
                if (dm_slice_eq(dm_buf_view(&cells_of[i]),
                                dm_buf_view(&cells_of[k])))
                    fail_msg("separator %s: %zu and %zu are %.*s",
                             separators[s], i, k, (int)cells_of[i].len,
                             cells_of[i].ptr);
        while (n > 0)
            dm_buf_fini(&cells_of[--n]);
    }
}

static void test_nul(void **state)
{
    dm_csv csv = CSV(.lf = true);
    dm_buf out;

    (void)state;
    cell("\"a\\u0000b\"", &csv, &out);
    assert_true(dm_slice_eq(dm_buf_view(&out), DM_S("a\0b")));
    dm_buf_fini(&out);
    cell("\"\\u0000=\"", &csv, &out); /* strchr finds a NUL in any set */
    assert_int_equal(out.ptr[0], '\0');
    dm_buf_fini(&out);
}

static const struct {
    const char  *json;
    dm_csv_lists lists;
    const char  *want;
} rows[] = {
    {"{\"id\":1,\"a\":2}",                     DM_CSV_JOIN,    "1,2,\r\n"           },
    {"{\"id\":1,\"a\":[2,3],\"b\":[4]}",       DM_CSV_JOIN,    "1,2; 3,4\r\n"       },
    {"{\"id\":1,\"a\":[2,3],\"b\":[4]}",       DM_CSV_JSON,    "1,\"[2,3]\",[4]\r\n"},
    {"{\"id\":1,\"a\":[2,3],\"b\":[4]}",       DM_CSV_EXPLODE, "1,2,4\r\n1,3,\r\n"  },
    {"{\"id\":1,\"a\":[],\"b\":\"x\"}",        DM_CSV_EXPLODE, "1,,x\r\n"           },
    {"{\"id\":1,\"a\":[{\"k\":[1,2]},[5,6]]}", DM_CSV_EXPLODE,
     "1,\"{\"\"k\"\":[1,2]}\",\r\n1,5; 6,\r\n"                                      },
    {"{}",                                     DM_CSV_JOIN,    ",,\r\n"             },
};

static void test_rows(void **state)
{
    const dm_slice names[] = {DM_LIT("id"), DM_LIT("a"), DM_LIT("b")};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_csv   csv = CSV(.lists = rows[i].lists);
        dm_arena arena;
        dm_buf   out;
        dm_err   err;

        dm_arena_init(&arena, 1 << 20);
        dm_buf_init(&out, 1 << 16);
        dm_csv_record(&out, &csv, names, 3,
                      dm_json_read(&arena, dm_slice_str(rows[i].json), &err));
        if (!dm_slice_eq(dm_buf_view(&out), dm_slice_str(rows[i].want)))
            fail_msg("%s: %.*s", rows[i].json, (int)out.len, out.ptr);
        dm_buf_fini(&out);
        dm_arena_fini(&arena);
    }
}

/* One column that is empty must not become an empty line, which readers pass
** over. */
static void test_lone_empty(void **state)
{
    const dm_slice name = DM_LIT("a");
    dm_csv         csv = CSV(.lf = true);
    dm_value       none = {.kind = DM_OBJECT};
    dm_buf         out;

    (void)state;
    dm_buf_init(&out, 100);
    dm_csv_record(&out, &csv, &name, 1, &none);
    assert_true(dm_slice_eq(dm_buf_view(&out), DM_S("\"\"\n")));
    dm_buf_fini(&out);
}

static const char *const texts[] = {
    "null",
    "true",
    "[1,2.5,\"\\u4e2d\\u0000\"]",
    "{\"b\":1,\"a\":{\"c\":[]}}",
    "9223372036854775807",
    "-0.0",
    "3.0",
    "\"\"",
};
static const char *const wrong[] = {
    "",    "{",          "[1,]",     "nul",
    "1 2", "{\"a\":1}x", "\"\xff\"", "99999999999999999999"};

static void test_json(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dm_arena arena;
        dm_buf   out;
        dm_buf   again;
        dm_err   err;

        dm_arena_init(&arena, 1 << 20);
        dm_buf_init(&out, 1000);
        dm_buf_init(&again, 1000);
        dm_json_value(&out, dm_json_read(&arena, dm_slice_str(texts[i]), &err),
                      0);
        dm_json_value(&again, dm_json_read(&arena, dm_buf_view(&out), &err), 0);
        assert_true(dm_slice_eq(dm_buf_view(&out), dm_buf_view(&again)));
        if (strchr(texts[i], '\\') == NULL)
            assert_true(dm_slice_eq(dm_buf_view(&out), dm_slice_str(texts[i])));
        dm_buf_fini(&out);
        dm_buf_fini(&again);
        dm_arena_fini(&arena);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        dm_arena arena;
        dm_err   err = {.code = DM_OK};

        dm_arena_init(&arena, 1 << 20);
        assert_null(dm_json_read(&arena, dm_slice_str(wrong[i]), &err));
        assert_int_equal(err.code, DM_E_BAD_RESULT);
        dm_arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells), cmocka_unit_test(test_nul),
        cmocka_unit_test(test_rows),  cmocka_unit_test(test_lone_empty),
        cmocka_unit_test(test_json),  cmocka_unit_test(joined_lists_differ),
    };

    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
