/* test_reduce.c - what documents add up to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "batch/reduce.h"
#include "emit/json.h"

static const struct {
    const char *name, *one, *two; /* from two documents */
    const char *want;             /* "" for nothing, NULL for an error */
} rows[] = {
    {"nothing",                             "[]",                                          "[]",                        ""                                      },
    {"sum",                                 "[[\"n\",\"sum\",1]]",                         "[[\"n\",\"sum\",2]]",
     "{\"id\":\"_reduce\",\"n\":3}"                                                                                                                             },
    {"sum of reals",                        "[[\"n\",\"sum\",1]]",                         "[[\"n\",\"sum\",0.5]]",
     "{\"id\":\"_reduce\",\"n\":1.5}"                                                                                                                           },
    {"a sum that overflows becomes a real",
     "[[\"n\",\"sum\",9223372036854775807]]",                                              "[[\"n\",\"sum\",1]]",
     "{\"id\":\"_reduce\",\"n\":9.223372036854775807e18}"                                                                                                       },
    {"min",                                 "[[\"n\",\"min\",4]]",                         "[[\"n\",\"min\",2]]",
     "{\"id\":\"_reduce\",\"n\":2}"                                                                                                                             },
    {"max of texts",                        "[[\"n\",\"max\",\"b\"]]",                     "[[\"n\",\"max\",\"a\"]]",
     "{\"id\":\"_reduce\",\"n\":\"b\"}"                                                                                                                         },
    {"list",                                "[[\"n\",\"list\",1],[\"n\",\"list\",\"x\"]]",
     "[[\"n\",\"list\",1]]",                                                                                            "{\"id\":\"_reduce\",\"n\":[1,\"x\",1]}"},
    {"set",                                 "[[\"n\",\"set\",1],[\"n\",\"set\",\"1\"]]",   "[[\"n\",\"set\",1]]",
     "{\"id\":\"_reduce\",\"n\":[1,\"1\"]}"                                                                                                                     },
    {"first",                               "[[\"n\",\"first\",\"a\"]]",                   "[[\"n\",\"first\",\"b\"]]",
     "{\"id\":\"_reduce\",\"n\":\"a\"}"                                                                                                                         },
    {"keys are sorted",                     "[[\"b\",\"sum\",1]]",                         "[[\"a\",\"sum\",1]]",
     "{\"id\":\"_reduce\",\"a\":1,\"b\":1}"                                                                                                                     },
    {"two ways",                            "[[\"n\",\"sum\",1]]",                         "[[\"n\",\"max\",1]]",       NULL                                    },
    {"a sum of texts",                      "[[\"n\",\"sum\",\"a\"]]",                     "[]",                        NULL                                    },
    {"no such way",                         "[[\"n\",\"avg\",1]]",                         "[]",                        NULL                                    },
    {"number against text",                 "[[\"n\",\"min\",1]]",                         "[[\"n\",\"min\",\"a\"]]",
     NULL                                                                                                                                                       },
};

static void merges(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_reduce *r = dm_reduce_new();
        dm_arena   arena;
        dm_buf     out;
        dm_err     err;
        bool       ok = dm_reduce_add(r, dm_slice_str(rows[i].one), &err) &&
                  dm_reduce_add(r, dm_slice_str(rows[i].two), &err);

        dm_arena_init(&arena, 100000);
        dm_buf_init(&out, 10000);
        assert_int_equal(ok, rows[i].want != NULL);
        if (ok && *rows[i].want == '\0') {
            assert_null(dm_reduce_record(r, &arena));
        } else if (ok) {
            dm_json_value(&out, dm_reduce_record(r, &arena), 0);
            dm_buf_char(&out, '\0');
            if (strstr(rows[i].want, "e18") == NULL)
                assert_string_equal(out.ptr, rows[i].want);
            else
                assert_non_null(strstr(out.ptr, "9.22337203685477"));
        }
        dm_buf_fini(&out);
        dm_arena_fini(&arena);
        dm_reduce_free(r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(merges)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
