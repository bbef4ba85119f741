/* test_read_json.c - JSON: which strings are text, their paths, and what may be
** written into them.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "load/json_scan.h"
#include "load/load.h"

/* `values`: path=text, a bar behind each; a line's number before it. */
static const struct {
    const char *path, *bytes, *values;
    size_t      warnings;
} rows[] = {
    {"a.json",   "",                                                   "",                     0},
    {"a.json",   " \n",                                                "",                     0},
    {"a.json",   "\"x\"",                                              "=x|",                  0},
    {"a.json",   "17",                                                 "",                     0},
    {"a.json",   "{\"a\": \"x\", \"b\": 1, \"c\": null}",              "a=x|",                 0},
    {"a.json",   "{\"a\":{\"b\":[\"x\",{\"c\":\"y\"},\"z\"]}}",
     "a.b[0]=x|a.b[1].c=y|a.b[2]=z|",                                                          0},
    {"a.json",   "[\"x\", [], {}, [\"y\"], \"\"]",                     "[0]=x|[3][0]=y|",      0},
    {"a.json",   "{\"a b\":\"x\",\"1\":\"y\",\"\":\"z\"}",
     "[\"a b\"]=x|[\"1\"]=y|[\"\"]=z|",                                                        0},
    {"a.json",   "{\"a\":\"\\u4e2d\\u6587\\n\\\"\\\\\\/\\t\"}",
     "a=中文\n\"\\/\t|",                                                                     0},
    {"a.json",   "{\"a\":\"\\ud83d\\ude00\\u00E9\"}",                  "a=😀é|",            0},
    {"a.json",   "{\"a\\\"\":\"x\\\\\"}",                              "[\"a\\\"\"]=x\\|",     0},
    {"a.json",   "{\"键\":\"值\"}",                                  "键=值|",             0},
    {"a.json",   "{\"n\":123456789012345678901234567890,\"a\":\"x\"}", "a=x|",                 0},
    {"a.json",   "{\"n\":1e400,\"m\":[-1.5E+999],\"a\":\"1e400\"}",    "a=1e400|",
     1                                                                                          },
    {"a.jsonl",  "{\"n\":1e400,\"a\":\"x\"}\n",                        "1:[0].a=x|",           1},
    {"a.json",   "{\"a\":\"x\",\"a\":\"y\"}",                          "a=x|a=y|",             1},
    {"a.json",   "{\"a\":\"x\"}\n{\"a\":\"y\"}\n",                     "1:[0].a=x|2:[1].a=y|", 0},
    {"a.json",   "{\"a\":\"x\"}\n \n",                                 "a=x|",                 0},
    {"a.jsonl",  "{\"a\":\"x\"}\n\n{\"a\":\"y\"}",                     "1:[0].a=x|3:[1].a=y|", 0},
    {"a.jsonl",  "{\"a\":\"x\"}\r\n{bad}\r\n{\"a\":\"y\"}\r\n",
     "1:[0].a=x|3:[1].a=y|",                                                                   1},
    {"a.ndjson", "\"x\"\n[\"y\"]\n",                                   "1:[0]=x|2:[1][0]=y|",  0},
    {"",         "{\"a\":\"x\"}",                                      "a=x|",                 0},
    {"",         "\n [\"x\"]\n",                                       "[0]=x|",               0},
};

static void tell(dm_buf *out, const dm_doc *doc)
{
    for (size_t i = 0; i < doc->nannotations; i++) {
        const dm_annotation *a = &doc->annotations[i];

        assert_true(dm_slice_eq(a->type, DM_S("value")));
        assert_true(a->view == doc->text);
        if (a->nfeatures == 2)
            dm_buf_printf(out, "%s:", a->features[1].value.ptr);
        dm_buf_printf(out, "%s=", a->features[0].value.ptr);
        dm_buf_slice(out,
                     dm_slice_sub(doc->text->text, a->range.from, a->range.to));
        dm_buf_char(out, '|');
    }
    dm_buf_char(out, '\0');
}

static void values(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_err    err;
        dm_blocks all;
        dm_buf    got;
        dm_doc   *doc = dm_load(DM_S("i"), dm_slice_str(rows[i].path),
                                dm_slice_str(rows[i].bytes), NULL, &err);

        if (doc == NULL)
            fail_msg("row %zu: %s", i, err.msg);
        assert_string_equal(doc->format, "json");
        dm_buf_init(&got, 10000);
        tell(&got, doc);
        if (strcmp(got.ptr, rows[i].values) != 0 ||
            doc->nwarnings != rows[i].warnings)
            fail_msg("row %zu, %zu warnings: %s", i, doc->nwarnings, got.ptr);
        assert_true(dm_doc_blocks(doc, &all, NULL));
        assert_int_equal(all.n, doc->nannotations);
        dm_buf_fini(&got);
        dm_doc_free(doc);
    }
}

/* No JSON: an error where the name says JSON, else text. */
static void others(void **state)
{
    static const struct {
        const char *path, *bytes;
        dm_code     code; /* DM_OK: it is text */
    } cases[] = {
        {"a.json", "{\"a\":}",             DM_E_PARSE},
        {"a.json", "{'a':1}",              DM_E_PARSE},
        {"a.json", "[\"a\",]",             DM_E_PARSE},
        {"a.json", "[\"a\"] x",            DM_E_PARSE},
        {"a.json", "[\"\\ud800\"]",        DM_E_PARSE},
        {"a.json", "// c\n[\"a\"]",        DM_E_PARSE},
        {"a.json", "[1e400, 01]",          DM_E_PARSE},
        {"a.json", "[1e400, 1e]",          DM_E_PARSE},
        {"a.json", "[1e400, NaN]",         DM_E_PARSE},
        {"",       "{\"a\":}",             DM_OK     },
        {"",       "[1] see \"there\"",    DM_OK     },
        {"",       "[1]",                  DM_OK     },
        {"",       "\"a\"",                DM_OK     },
        {"a.txt",  "{curly} \"and\" more", DM_OK     },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dm_err  err = {.code = DM_OK};
        dm_doc *doc = dm_load(DM_S("i"), dm_slice_str(cases[i].path),
                              dm_slice_str(cases[i].bytes), NULL, &err);

        if (err.code != cases[i].code ||
            (doc != NULL) != (cases[i].code == DM_OK))
            fail_msg("row %zu: %s", i, err.msg);
        if (doc == NULL)
            continue;
        assert_string_equal(doc->format, "text");
        dm_doc_free(doc);
    }
}

/* Where in the file it stops being JSON. */
static void wrong_places(void **state)
{
    static const struct {
        const char *bytes;
        int         line, col;
    } cases[] = {
        {"{\"a\":\"raw\ttab\x01\"}",                                       1, 14},
        {"{\"a\":\n\"a long text with a tab in it\tand more behind it\"}", 2,
         29                                                                     },
        {"[\n1,\n]\n",                                                     3, 1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dm_err err = {.code = DM_OK};

        assert_null(dm_load(DM_S("i"), DM_S("a.json"),
                            dm_slice_str(cases[i].bytes), NULL, &err));
        if (err.doc_line != cases[i].line || err.doc_col != cases[i].col)
            fail_msg("row %zu: %d:%d %s", i, err.doc_line, err.doc_col,
                     err.msg);
    }
}

static void ways_back(void **state)
{
    static const char source[] =
        "{\"a\":\"x\\u4e2dy\",\"b\":[\"\\ud83d\\ude00\",\"é\\n\"]}";
    static const struct {
        const char *part, *want;
        bool        exact;
    } cases[] = {
        {"x",       "x",                           true},
        {"中",     "\\u4e2d",                     true},
        {"中y",    "\\u4e2dy",                    true},
        {"😀",    "\\ud83d\\ude00",              true},
        {"é\n",    "é\\n",                       true},
        {"y\n😀", "y\",\"b\":[\"\\ud83d\\ude00", true},
    };
    dm_doc *doc = dm_load(DM_S("i"), DM_S("a.json"), DM_S(source), NULL, NULL);

    (void)state;
    assert_non_null(doc);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dm_slice    text = doc->text->text;
        const char *p =
            memmem(text.ptr, text.len, cases[i].part, strlen(cases[i].part));
        dm_range r;
        bool     exact;

        assert_non_null(p);
        r.from = (size_t)(p - text.ptr);
        r.to = r.from + strlen(cases[i].part);
        exact = dm_view_source(doc->text, r, &r);
        if (!dm_slice_eq(dm_slice_sub(doc->bytes, r.from, r.to),
                         dm_slice_str(cases[i].want)) ||
            exact != cases[i].exact)
            fail_msg("row %zu: %.*s", i, (int)(r.to - r.from), source + r.from);
    }
    dm_doc_free(doc);
}

/* What is escaped reads as itself; what JSON cannot be is refused. */
static void writing(void **state)
{
    static const char *const texts[] = {
        "x",         "\"",
        "\\",        "a\nb\r\t\b\f",
        "中😀",       "some words before \x01\x1F\x7F and behind",
        "</script>", ""};
    dm_doc *doc =
        dm_load(DM_S("i"), DM_S("a.json"), DM_S("[\"@\"]"), NULL, NULL);
    const dm_markup *m = doc->markup;
    dm_buf           out;

    (void)state;
    dm_buf_init(&out, 10000);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dm_doc *again;
        dm_err  err;

        dm_buf_clear(&out);
        dm_buf_str(&out, "[\"");
        m->escape(&out, dm_slice_str(texts[i]), doc->decoded.text, 2);
        dm_buf_str(&out, "\"]");
        assert_true(m->check(dm_buf_view(&out), NULL));
        again =
            dm_load(DM_S("i"), DM_S("a.json"), dm_buf_view(&out), NULL, &err);
        if (again == NULL)
            fail_msg("row %zu: %s", i, err.msg);
        assert_true(dm_slice_eq(again->text->text, dm_slice_str(texts[i])));
        dm_doc_free(again);
    }
    dm_buf_clear(&out);
    assert_true(m->refer(&out, 0x4E2D, DM_S(""), 0));
    assert_true(m->refer(&out, 0x1F600, DM_S(""), 0));
    assert_true(dm_slice_eq(dm_buf_view(&out), DM_S("\\u4e2d\\ud83d\\ude00")));
    assert_false(m->check(DM_S("[\"a\"\"]"), NULL));
    assert_true(m->whole(DM_S("a\\\"b\\\\")));
    assert_false(m->whole(DM_S("a\",\"b")));
    dm_buf_fini(&out);
    dm_doc_free(doc);
}

/* Deep, long and full of strings: a document or an error, soon. */
static void floods(void **state)
{
    static const struct {
        const char *path, *head, *again, *tail;
        size_t      times;
        dm_code     code;
    } cases[] = {
        {"a.json",  "",      "[",               "",         100000, DM_E_PARSE},
        {"a.json",  "",      "{\"a\":",         "",         100000, DM_E_PARSE},
        {"a.json",  "[\"\"", ",\"a\"",          "]",        100000, DM_OK     },
        {"a.json",  "{\"",   "key",             "\":\"\"}", 100000, DM_OK     },
        {"a.json",  "[\"",   "\\u4e2d",         "\"]",      100000, DM_OK     },
        {"a.jsonl", "",      "{\"a\":\"b\"}\n", "",         50000,  DM_OK     },
        {"a.jsonl", "",      "{\n",             "",         50000,  DM_OK     },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dm_err  err = {.code = DM_OK};
        dm_buf  text;
        dm_doc *doc;

        dm_buf_init(&text, 1 << 22);
        dm_buf_str(&text, cases[i].head);
        for (size_t k = 0; k < cases[i].times; k++)
            dm_buf_str(&text, cases[i].again);
        dm_buf_str(&text, cases[i].tail);
        doc = dm_load(DM_S("i"), dm_slice_str(cases[i].path),
                      dm_buf_view(&text), NULL, &err);
        if (err.code != cases[i].code)
            fail_msg("row %zu: %s", i, err.msg);
        if (doc != NULL)
            dm_doc_free(doc);
        dm_buf_fini(&text);
    }
}

/* Long keys far down do not make long paths. */
static void long_paths(void **state)
{
    dm_buf   text;
    dm_doc  *doc;
    dm_slice path;

    (void)state;
    dm_buf_init(&text, 1 << 20);
    for (size_t i = 0; i < 500; i++)
        dm_buf_str(&text, "{\"a_key\":");
    dm_buf_str(&text, "\"x\"");
    for (size_t i = 0; i < 500; i++)
        dm_buf_char(&text, '}');
    doc = dm_load(DM_S("i"), DM_S("a.json"), dm_buf_view(&text), NULL, NULL);
    assert_non_null(doc);
    path = doc->annotations[0].features[0].value;
    assert_true(path.len <= DM_JSON_PATH + 8 && dm_slice_ends(path, DM_S("…")));
    dm_doc_free(doc);
    dm_buf_fini(&text);
}

static void running_dry(void **state)
{
    dm_doc *doc = NULL;

    (void)state;
    for (long n = 0; doc == NULL && n < 1000; n++) {
        dm_err err = {.code = DM_OK};

        dm_mem_fail_after(n);
        doc =
            dm_load(DM_S("i"), DM_S("a.json"),
                    DM_S("{\"a\":[\"x\\n\",{\"b\":\"\\u4e2d\"}]}"), NULL, &err);
        dm_mem_fail_after(-1);
        if (doc == NULL && err.code != DM_E_MEMORY)
            fail_msg("%ld: %s", n, err.msg);
    }
    assert_non_null(doc);
    assert_int_equal(doc->nannotations, 2);
    dm_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values),       cmocka_unit_test(others),
        cmocka_unit_test(wrong_places), cmocka_unit_test(ways_back),
        cmocka_unit_test(writing),      cmocka_unit_test(floods),
        cmocka_unit_test(long_paths),   cmocka_unit_test(running_dry),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
