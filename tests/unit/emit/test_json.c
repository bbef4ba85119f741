/* test_json.c - values as JSON text, row by row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <float.h>
#include <stdlib.h>

#include "emit/json.h"

static const struct {
    const char *name;
    dm_slice    in, want;
} strings[] = {
    {"empty",             DM_LIT(""),                 DM_LIT("\"\"")                  },
    {"quote and slash",   DM_LIT("a\"b\\c/"),         DM_LIT("\"a\\\"b\\\\c/\"")      },
    {"short escapes",     DM_LIT("\n\r\t\b\f"),       DM_LIT("\"\\n\\r\\t\\b\\f\"")   },
    {"NUL, ESC and DEL",  DM_LIT("\0\x1b\x7f"),
     DM_LIT("\"\\u0000\\u001b\\u007f\"")                                              },
    {"Han as it is",      DM_LIT("中文𠀀"),       DM_LIT("\"中文𠀀\"")        },
    {"JavaScript's ends", DM_LIT("a\u2028b\u2029"),
     DM_LIT("\"a\\u2028b\\u2029\"")                                                   },
    {"next to those",     DM_LIT("\u2027\u202a"),     DM_LIT("\"\u2027\u202a\"")      },
    {"bad byte",
     DM_LIT("a\xff"
            "b"),
     DM_LIT("\"a\uFFFD"
            "b\"")                                                                    },
    {"cut character",     DM_LIT("a\xe4\xb8"),        DM_LIT("\"a\uFFFD\uFFFD\"")     },
    {"surrogate",         DM_LIT("\xed\xa0\x80"),     DM_LIT("\"\uFFFD\uFFFD\uFFFD\"")},
    {"overlong slash",    DM_LIT("\xc0\xaf"),         DM_LIT("\"\uFFFD\uFFFD\"")      },
    {"over U+10FFFF",     DM_LIT("\xf4\x90\x80\x80"),
     DM_LIT("\"\uFFFD\uFFFD\uFFFD\uFFFD\"")                                           },
    {"last of Unicode",   DM_LIT("\xf4\x8f\xbf\xbf"),
     DM_LIT("\"\xf4\x8f\xbf\xbf\"")                                                   },
};

static void test_strings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        dm_buf out;
        dm_buf_init(&out, 1000);
        dm_json_string(&out, strings[i].in);
        if (!dm_slice_eq(dm_buf_view(&out), strings[i].want))
            fail_msg("%s: got %.*s", strings[i].name, (int)out.len, out.ptr);
        dm_buf_fini(&out);
    }
}

static const struct {
    double      in;
    const char *want;
} reals[] = {
    {3.0,               "3.0"                    },
    {-0.0,              "-0.0"                   },
    {0.1,               "0.1"                    },
    {1.0 / 3,           "0.3333333333333333"     },
    {1e100,             "1e+100"                 },
    {1e15,              "1e+15"                  },
    {123456789012345.0, "123456789012345.0"      },
    {5e-324,            "4.94065645841247e-324"  },
    {DBL_MAX,           "1.7976931348623157e+308"},
    {0.1 + 0.2,         "0.30000000000000004"    },
};

static void test_reals(void **state)
{
    dm_arena arena;

    (void)state;
    dm_arena_init(&arena, 100000);
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
        dm_buf out;
        dm_buf_init(&out, 1000);
        dm_json_value(&out, dm_value_real(&arena, reals[i].in), 0);
        dm_buf_char(&out, '\0');
        assert_string_equal(out.ptr, reals[i].want);
        assert_true(strtod(out.ptr, NULL) == reals[i].in);
        dm_buf_fini(&out);
    }
    dm_arena_fini(&arena);
}

/* {"b":[1,null,true],"a":{}} in this order, whatever the alphabet says. */
static dm_value *sample(dm_arena *arena)
{
    dm_value *o = dm_value_object(arena), *l = dm_value_list(arena);

    assert_true(dm_value_push(arena, l, dm_value_int(arena, INT64_MIN)));
    assert_true(dm_value_push(arena, l, dm_value_null(arena)));
    assert_true(dm_value_push(arena, l, dm_value_bool(arena, true)));
    assert_true(dm_value_set(arena, o, DM_S("b"), l));
    assert_true(dm_value_set(arena, o, DM_S("a"), dm_value_null(arena)));
    assert_true(dm_value_set(arena, o, DM_S("a"), dm_value_object(arena)));
    return o;
}

static void test_trees(void **state)
{
    static const struct {
        int         indent;
        const char *want;
    } rows[] = {
        {0, "{\"b\":[-9223372036854775808,null,true],\"a\":{}}"},
        {1, "{\n \"b\": [\n  -9223372036854775808,\n  null,\n  true\n ],\n"
            " \"a\": {}\n}"                         },
    };
    dm_arena arena;

    (void)state;
    dm_arena_init(&arena, 100000);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_buf out;
        dm_buf_init(&out, 1000);
        dm_json_value(&out, sample(&arena), rows[i].indent);
        dm_buf_char(&out, '\0');
        assert_string_equal(out.ptr, rows[i].want);
        dm_buf_fini(&out);
    }
    dm_arena_fini(&arena);
}

/* A full arena is told by every builder and never crashes a later one. */
static void test_full(void **state)
{
    for (size_t max = 0; max < 6000; max += 64) {
        dm_arena  arena;
        dm_value *list;
        bool      ok = true;

        dm_arena_init(&arena, max);
        list = dm_value_list(&arena);
        for (int i = 0; i < 200; i++)
            ok = dm_value_push(&arena, list,
                               dm_value_string(&arena, DM_S("abc"))) &&
                 ok;
        assert_false(ok); /* 200 strings never fit */
        assert_false(dm_value_set(&arena, list, DM_S("k"), list));
        dm_arena_fini(&arena);
    }
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_reals),
        cmocka_unit_test(test_trees),
        cmocka_unit_test(test_full),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
