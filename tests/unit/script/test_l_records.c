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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(records, rig_setup, rig_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
