/* test_read_csv.c - CSV: separators, quotes, cells and what may be written in
** them.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/mem.h"
#include "describe.h"
#include "load/csv.h"
#include "load/load.h"

/* `bytes` to `blocks` (see describe.h; the table's braces left out). */
static const struct {
    const char *path, *bytes, *blocks;
} rows[] = {
    {"a.csv", "",                             ""                                    },
    {"a.csv", "a,b\n1,2\n",                   "r{c!:a|c!:b}|r{c:1|c:2}"             },
    {"a.csv", "a,b\r\n1,2",                   "r{c!:a|c!:b}|r{c:1|c:2}"             },
    {"a.CSV", "a;b\n1;2,5\n3;4\n",            "r{c!:a|c!:b}|r{c:1|c:2,5}|r{c:3|c:4}"},
    {"a.tsv", "a\tb,c\n1\t2,3\n",             "r{c!:a|c!:b,c}|r{c:1|c:2,3}"         },
    {"a.csv", "a|b\n1|2\n",                   "r{c!:a|c!:b}|r{c:1|c:2}"             },
    {"a.csv", "1,2\n3,4\n",                   "r{c:1|c:2}|r{c:3|c:4}"               },
    {"a.csv", "a,a\n3,4\n",                   "r{c:a|c:a}|r{c:3|c:4}"               },
    {"a.csv", "a,\n3,4\n",                    "r{c:a|c:}|r{c:3|c:4}"                },
    {"a.csv", "a,b\n",                        "r{c:a|c:b}"                          },
    {"a.csv", "x,2023-01-04\n",               "r{c:x|c:2023-01-04}"                 },
    {"a.csv", "n,t\n1,\"a,b\"\n2,\"c\nd\"\n",
     "r{c!:n|c!:t}|r{c:1|c:a,b}|r{c:2|c:c/d}"                                       },
    {"a.csv", "n,t\n1,\"a\"\"b\"\n2,\"\"\n",
     "r{c!:n|c!:t}|r{c:1|c:a\"b}|r{c:2|c:}"                                         },
    {"a.csv", "\"\"\"\",\"b\"\n1,2\n",        "r{c!:\"|c!:b}|r{c:1|c:2}"            },
    {"a.csv", "n,t\n\n1,2\n,\n",              "r{c!:n|c!:t}|r{c:1|c:2}|r{c:|c:}"    },
    {"a.csv", "n,t\n1,5\" disk\n",            "r{c!:n|c!:t}|r{c:1|c:5\" disk}"      },
    {"a.csv", "n,t\n\"x\" y,2\n",             "r{c!:n|c!:t}|r{c:\"x\" y|c:2}"       },
    {"a.csv", "n,t\n\"open,2\n3,4\n",
     "r{c!:n|c!:t}|r{c:\"open|c:2}|r{c:3|c:4}"                                      },
    {"a.csv", "one column\nx\n",              "r{c!:one column}|r{c:x}"             },
    {"a.csv", "a,b\r1,2\r3,4\r",              "r{c!:a|c!:b}|r{c:1|c:2}|r{c:3|c:4}"  },
    {"a.csv", "a,b\r1,\"x\ny\"\r3,4",         "r{c!:a|c!:b}|r{c:1|c:x/y}|r{c:3|c:4}"},
    {"a.csv", "a,b\n1\r,2\n",                 "r{c!:a|c!:b}|r{c:1\r|c:2}"           },
    {"a.csv", "sep=;\na;b,c\n1;2\n",          "r{c!:a|c!:b,c}|r{c:1|c:2}"           },
    {"a.csv", "SEP=\t\r\na\tb\r\n1\t2,3",     "r{c!:a|c!:b}|r{c:1|c:2,3}"           },
    {"a.csv", "sep=;\ra;b\r1;2\r",            "r{c!:a|c!:b}|r{c:1|c:2}"             },
    {"a.csv", "sep=x\n1\n",                   "r{c!:sep=x}|r{c:1}"                  },
};

static dm_doc *load(const char *path, const char *bytes)
{
    dm_doc *doc =
        dm_load(DM_S("i"), dm_slice_str(path), dm_slice_str(bytes), NULL, NULL);

    assert_non_null(doc);
    return doc;
}

static void cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_doc *doc = load(rows[i].path, rows[i].bytes);
        char    want[500];
        dm_buf  got;

        assert_string_equal(doc->format, "csv");
        dm_buf_init(&got, 10000);
        assert_true(describe(&got, doc));
        (void)snprintf(want, sizeof want, rows[i].blocks[0] ? "t{%s}" : "%s",
                       rows[i].blocks);
        if (strcmp(got.ptr, want) != 0)
            fail_msg("row %zu: %s", i, got.ptr);
        dm_buf_fini(&got);
        dm_doc_free(doc);
    }
}

/* Only the name of the file makes text a table. */
static void names(void **state)
{
    dm_doc *doc = load("a.txt", "a,b\n1,2\n");

    (void)state;
    assert_string_equal(doc->format, "text");
    dm_doc_free(doc);
}

/* The view "text" and the bytes it came from. */
static void ways_back(void **state)
{
    static const struct {
        const char *bytes, *part, *want;
        bool        exact;
    } cases[] = {
        {"n,t\n1,\"a\"\"b\"\"c\"\n", "b",          "b",              true},
        {"n,t\n1,\"a\"\"b\"\"c\"\n", "\"b",        "\"\"b",          true},
        {"n,t\n1,\"a\"\"b\"\"c\"\n", "b\"c",       "b\"\"c",         true},
        {"n,t\n1,\"\"\"\"\"\"\n",    "1,\"\"\"\"", "1,\"\"\"\"\"\"", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dm_doc     *doc = load("a.csv", cases[i].bytes);
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
            fail_msg("row %zu: %zu to %zu", i, r.from, r.to);
        dm_doc_free(doc);
    }
}

/* `with` written over `old`, by the markup's rules; want NULL: the check says
** no. */
static const struct {
    const char *path, *bytes, *old, *with, *want;
} edits[] = {
    {"a.csv", "n,t\n1,abc\n",            "abc", "x",     "n,t\n1,x\n"             },
    {"a.csv", "n,t\n1,abc\n",            "abc", "x,y",   "n,t\n1,\"x,y\"\n"       },
    {"a.csv", "n,t\n1,abc\n",            "abc", "x\"y",  "n,t\n1,\"x\"\"y\"\n"    },
    {"a.csv", "n,t\n1,abc\n",            "abc", "x\ny",  "n,t\n1,\"x\ny\"\n"      },
    {"a.csv", "n,t\n1,abc\n",            "ab",  "x,y",   "n,t\n1,\"x,yc\"\n"      },
    {"a.csv", "n,t\n1,abc\n",            "b",   "x,y",   NULL                     },
    {"a.csv", "n,t\n1,abc\n",            "b",   "x;y",   "n,t\n1,ax;yc\n"         },
    {"a.csv", "n;t\n1;abc\n",            "b",   "x,y",   "n;t\n1;ax,yc\n"         },
    {"a.csv", "n;t\n1;abc\n",            "abc", "x;y",   "n;t\n1;\"x;y\"\n"       },
    {"a.tsv", "n\tt\n1\tabc\n",          "abc", "x\ty",  "n\tt\n1\t\"x\ty\"\n"    },
    {"a.csv", "n,t\n1,\"abc\"\n",        "b",   "x,\"y", "n,t\n1,\"ax,\"\"yc\"\n" },
    {"a.csv", "n,t\n1,\"abc\"\n",        "abc", "\"",    "n,t\n1,\"\"\"\"\n"      },
    {"a.csv", "n,t\n1,\"a\nbc\"\n2,d\n", "bc",  "x,y",
     "n,t\n1,\"a\nx,y\"\n2,d\n"                                                   },
    {"a.csv", "n,t\n1,\"a\nbc\"\n2,d\n", "d",   "x,y",
     "n,t\n1,\"a\nbc\"\n2,\"x,y\"\n"                                              },
    {"a.csv", "n,t\r\n1,abc\r\n",        "abc", "x,y",   "n,t\r\n1,\"x,y\"\r\n"   },
    {"a.csv", "n,t\n1,abc",              "abc", "x,y",   "n,t\n1,\"x,y\""         },
    {"a.csv", "n,t\r1,abc\r2,d\r",       "abc", "x,y",   "n,t\r1,\"x,y\"\r2,d\r"  },
    {"a.csv", "n,t\r1,\"a\rbc\"\r2,d\r", "d",   "x,y",
     "n,t\r1,\"a\rbc\"\r2,\"x,y\"\r"                                              },
    {"a.csv", "sep=;\nn;t\n1;abc\n",     "abc", "x;y",   "sep=;\nn;t\n1;\"x;y\"\n"},
};

static void write_edit(dm_buf *out, const dm_doc *doc, dm_range at,
                       dm_slice with)
{
    dm_slice source = doc->decoded.text;
    dm_range more = {source.len, source.len};
    dm_slice also = DM_S("");

    (void)doc->markup->besides(source, at, with, &more, &also);
    dm_buf_slice(out, dm_slice_sub(source, 0, at.from));
    doc->markup->escape(out, with, source, at.from);
    dm_buf_slice(out, dm_slice_sub(source, at.to, more.from));
    dm_buf_slice(out, also);
    dm_buf_slice(out, dm_slice_sub(source, more.to, source.len));
}

static void writing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        dm_doc     *doc = load(edits[i].path, edits[i].bytes);
        const char *p = strstr(edits[i].bytes, edits[i].old);
        dm_range    at = {(size_t)(p - edits[i].bytes), 0};
        dm_buf      out;
        bool        good;

        at.to = at.from + strlen(edits[i].old);
        dm_buf_init(&out, 1000);
        write_edit(&out, doc, at, dm_slice_str(edits[i].with));
        good = doc->markup->check(dm_buf_view(&out), NULL);
        if (good != (edits[i].want != NULL) ||
            (good &&
             !dm_slice_eq(dm_buf_view(&out), dm_slice_str(edits[i].want))))
            fail_msg("row %zu: %.*s", i, (int)out.len, out.ptr);
        dm_buf_fini(&out);
        dm_doc_free(doc);
    }
}

/* Stray quotes are told, and such a file is not edited. */
static void strays(void **state)
{
    dm_doc *doc = load("a.csv", "n,t\n1,5\" disk\n");

    (void)state;
    assert_int_equal(doc->nwarnings, 1);
    assert_non_null(doc->fixed);
    dm_doc_free(doc);
}

/* One warning of rows that are longer or shorter, with the first line. */
static void ragged(void **state)
{
    static const struct {
        const char *bytes, *want;
    } cases[] = {
        {"a,b\n1,2\n\n3,4\n",           NULL},
        {"a,b\n1,\"x\ny\"\n3\n4,5,6\n",
         "2 rows have more or fewer cells than the first, which has 2: see "
         "line 4"                           },
        {"a,b\r1\r",
         "1 row has more or fewer cells than the first, which has 2: see line "
         "2"                                },
        {"sep=;\na;b\n1;2;3\n",
         "1 row has more or fewer cells than the first, which has 2: see line "
         "3"                                },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dm_doc *doc = load("a.csv", cases[i].bytes);

        assert_int_equal(doc->nwarnings, cases[i].want != NULL);
        if (cases[i].want != NULL &&
            !dm_slice_eq(doc->warnings[0], dm_slice_str(cases[i].want)))
            fail_msg("row %zu: %.*s", i, (int)doc->warnings[0].len,
                     doc->warnings[0].ptr);
        dm_doc_free(doc);
    }
}

static void limits(void **state)
{
    dm_load_options o = {.limits = {.max_blocks = 10}};
    dm_blocks       all;
    dm_err          err;
    dm_doc         *doc =
        dm_load(DM_S("i"), DM_S("a.csv"),
                DM_S("a,b,c\n1,2,3\n1,2,3\n1,2,3\n1,2,3\n"), &o, &err);

    (void)state;
    assert_non_null(doc);
    assert_true(dm_doc_blocks(doc, &all, &err));
    assert_int_equal(all.n, 10);
    assert_int_equal(doc->nwarnings, 1);
    dm_doc_free(doc);
}

/* Quotes in every wrong way, and much of it: soon done. */
static void floods(void **state)
{
    static const char *const pieces[] = {"\"",  "\"\"",  "\",",      "\"\n",
                                         "a\"", ",\"\"", "\"x,",     "\r",
                                         ",",   "\n",    "\"\"\",\""};

    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        dm_buf    text;
        dm_doc   *doc;
        dm_blocks all;

        dm_buf_init(&text, 1 << 22);
        for (size_t k = 0; k < 200000; k++)
            dm_buf_str(&text, pieces[i]);
        dm_buf_char(&text, '\0');
        doc = load("a.csv", text.ptr);
        assert_true(dm_doc_blocks(doc, &all, NULL));
        dm_doc_free(doc);
        dm_buf_fini(&text);
    }
}

static void running_dry(void **state)
{
    dm_doc *doc = NULL;

    (void)state;
    for (long n = 0; doc == NULL && n < 1000; n++) {
        dm_err    err = {.code = DM_OK};
        dm_blocks all;

        dm_mem_fail_after(n);
        doc = dm_load(DM_S("i"), DM_S("a.csv"), DM_S("a,b\n\"x\"\"y\",2\n"),
                      NULL, &err);
        if (doc != NULL && !dm_doc_blocks(doc, &all, &err)) {
            dm_doc_free(doc);
            doc = NULL;
        }
        dm_mem_fail_after(-1);
        assert_true(doc != NULL || err.code == DM_E_MEMORY);
    }
    assert_non_null(doc);
    dm_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells),       cmocka_unit_test(names),
        cmocka_unit_test(ways_back),   cmocka_unit_test(writing),
        cmocka_unit_test(strays),      cmocka_unit_test(limits),
        cmocka_unit_test(ragged),      cmocka_unit_test(floods),
        cmocka_unit_test(running_dry),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
