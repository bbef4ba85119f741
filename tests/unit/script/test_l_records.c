/* test_l_records.c - doc:records of tables and of JSON. */
#include "rig.h"

#define SHOW "local r, m = doc:records() return m or d.json.encode(r)"

static const struct {
    const char *path, *bytes, *want; /* as JSON, or the message */
} rows[] = {
    {"a.csv",   "",                            "[]"                                      },
    {"a.csv",   "n,t\n1,x\n\n2,\"a,\"\"b\"\n",
     "[{\"n\":\"1\",\"t\":\"x\"},{\"n\":\"2\",\"t\":\"a,\\\"b\"}]"                       },
    {"a.csv",   "n,t\n1\n",                    "[{\"n\":\"1\"}]"                         },
    {"a.csv",   "n\n1,x\n",                    "[{\"2\":\"x\",\"n\":\"1\"}]"             },
    {"a.csv",   "1,2\n3,4\n",                  "[[\"1\",\"2\"],[\"3\",\"4\"]]"           },
    {"a.tsv",   "n\tt\n1\t\n",                 "[{\"n\":\"1\",\"t\":\"\"}]"              },
    {"a.json",  " ",                           "[]"                                      },
    {"a.json",  "[1,\"x\",null,{\"a\":[]}]",   "[1,\"x\",null,{\"a\":[]}]"               },
    {"a.json",  "{\"a\":{\"b\":1.5}}",         "[{\"a\":{\"b\":1.5}}]"                   },
    {"a.json",  "\"x\"",                       "[\"x\"]"                                 },
    {"a.jsonl", "{\"a\":1}\n{bad\n\n[2]\n",    "[{\"a\":1},[2]]"                         },
    {"a.csv",   "sep=;\nn;t\n1;a,b\n",         "[{\"n\":\"1\",\"t\":\"a,b\"}]"           },
    {"a.csv",   "n,t\r1,x\r2,y\r",
     "[{\"n\":\"1\",\"t\":\"x\"},{\"n\":\"2\",\"t\":\"y\"}]"                             },
    {"a.json",  "{\"a\":[1e400]}",
     "this is no JSON: real number overflow near '1e400' at byte 11"                     },
    {"a.json",  "{\"a\":-9007199254740993}",   "[{\"a\":-9007199254740993}]"             },
    {"a.json",  "{\"a\":1e308}",               "[{\"a\":1e+308}]"                        },
    {"a.txt",   "x",                           "a document of format text has no records"},
};

static void records(void **state)
{
    rig    *r = *state;
    dm_doc *was = r->docs[PLAIN];

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *got;

        r->docs[PLAIN] =
            rig_load(rows[i].path, dm_slice_str(rows[i].bytes), NULL, NULL);
        got = rig_run(r, PLAIN, SHOW);
        if (strcmp(got, rows[i].want) != 0)
            fail_msg("row %zu: %s", i, got);
        dm_doc_free(r->docs[PLAIN]);
        r->docs[PLAIN] = was;
    }
}

/* The time for one object is that for its keys, not their square. */
static void many_keys(void **state)
{
    rig    *r = *state;
    dm_doc *was = r->docs[PLAIN];
    dm_buf  text;

    dm_buf_init(&text, 1 << 24);
    dm_buf_char(&text, '{');
    for (int i = 0; i < 300000; i++)
        dm_buf_printf(&text, "%s\"k%d\":%d", i > 0 ? "," : "", i, i);
    dm_buf_char(&text, '}');
    r->docs[PLAIN] = rig_load("a.json", dm_buf_view(&text), NULL, NULL);
    assert_string_equal(
        rig_run(r, PLAIN, "local r = doc:records()[1] return r.k0 + r.k299999"),
        "299999");
    dm_doc_free(r->docs[PLAIN]);
    r->docs[PLAIN] = was;
    dm_buf_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(records, rig_setup, rig_teardown),
        cmocka_unit_test_setup_teardown(many_keys, rig_setup, rig_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
