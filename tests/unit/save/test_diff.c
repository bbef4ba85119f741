/* test_diff.c - the diff of a document and what was made of it. */
#include "save_ask.h"

static const struct {
    const char *text, *what, *with, *want;
} diffs[] = {
    {"a\nb\nc\n",                   "b",   "b",       ""                                         },
    {"a\nb\nc\n",                   "b",   "x",       "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"        },
    {"a\nb\nc\n",                   "b\n", "",        "@@ -1,3 +1,2 @@\n a\n-b\n c\n"            },
    {"a\nb\nc",                     "c",   "x",
     "@@ -1,3 +1,3 @@\n a\n b\n-c\n\\ No newline at end of file\n+x\n"
     "\\ No newline at end of file\n"                                                            },
    {"a\nb\nc",                     "c",   "c\n",
     "@@ -1,3 +1,3 @@\n a\n b\n-c\n\\ No newline at end of file\n+c\n"                           },
    {"a\nb\nc\n",                   "c\n", "c",
     "@@ -1,3 +1,3 @@\n a\n b\n-c\n+c\n\\ No newline at end of file\n"                           },
    {"a\n",                         "a\n", "",        "@@ -1 +0,0 @@\n-a\n"                      },
    {"a\nb\n",                      "\n",  "",        "@@ -1,2 +1 @@\n-a\n-b\n+ab\n"             },
    {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "5",   "x",
     "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"                                         },
    {"a\nb\nc\n",                   "b",   "a\nb\nc", "@@ -1,3 +1,5 @@\n a\n-b\n+a\n+b\n+c\n c\n"},
};

/* In colour, for eyes: what acts is shown, the CR of each line end is not. */
static void a_terminal_sees_text(void **state)
{
    dm_doc *doc = load("text", NULL, DM_S("a\x1B\r\nb\r\n"), NULL);
    dm_err  err;
    dm_buf  out;

    (void)state;
    assert_true(ask(doc, R, "text", "b", "x", &err));
    assert_true(commit(doc, &err));
    dm_buf_init(&out, 1 << 20);
    assert_true(dm_save_diff(doc, &out, true, NULL, &err));
    dm_buf_char(&out, '\0');
    assert_non_null(strstr(out.ptr, "\n a\\x1B\n\x1b[31m-b\x1b[0m\n"
                                    "\x1b[32m+x\x1b[0m\n"));
    dm_buf_fini(&out);
    dm_doc_free(doc);
}

static void the_diff_is_unified(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof diffs / sizeof *diffs; i++) {
        dm_doc *doc = load("text", NULL, dm_slice_str(diffs[i].text), NULL);
        char    want[300] = "";
        dm_err  err;
        dm_buf  out;

        assert_true(ask(doc, R, "text", diffs[i].what, diffs[i].with, &err));
        assert_true(commit(doc, &err));
        dm_buf_init(&out, 1 << 20);
        assert_true(dm_save_diff(doc, &out, false, NULL, &err));
        if (diffs[i].want[0] != '\0')
            snprintf(want, sizeof want,
                     "--- a/some/file.txt\n+++ b/some/file.txt\n%s",
                     diffs[i].want);
        if (!dm_slice_eq(dm_buf_view(&out), dm_slice_str(want)))
            fail_msg("row %zu: got\n%.*s", i, (int)out.len, out.ptr);
        dm_buf_fini(&out);
        dm_doc_free(doc);
    }
}

static uint32_t seed;

static uint32_t roll(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)(seed >> 8) * n) >> 24);
}

static void random_edits(dm_doc *doc)
{
    static const char *const with[] = {"", "x", "\n", "new\nlines\n", "y\n"};

    dm_commit how = {.made_only = false};
    size_t    at = 0;
    size_t    len = doc->text->text.len;
    size_t    n;

    while (at < len) {
        dm_change c = {.op = R,
                       .view = doc->text,
                       .text = dm_slice_str(with[roll(5)]),
                       .after = DM_S(""),
                       .rule = DM_S(""),
                       .file = DM_S("")};

        at += roll(40);
        c.range.from = at < len ? at : len;
        at += roll(4) == 0 ? roll(30) : roll(4);
        c.range.to = at < len ? at : len;
        assert_true(dm_doc_change(doc, &c, NULL));
        at++;
    }
    assert_true(dm_doc_commit(doc, &how, &n, NULL));
}

static void put_file(const char *folder, const char *name, dm_slice bytes)
{
    char  path[200];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, f), bytes.len);
    fclose(f);
}

/* patch(1) makes of the old text what dm_save_text says, a hundred times. */
static void patch_agrees(void **state)
{
    char   folder[] = "/tmp/docmill-diff-XXXXXX";
    char   run[400];
    dm_buf old;
    dm_buf out;

    (void)state;
    if (system("command -v patch >/dev/null && command -v cmp >/dev/null") != 0)
        skip();
    assert_non_null(mkdtemp(folder));
    snprintf(run, sizeof run,
             "cd %s && patch -s -p2 < diff && cmp -s file.txt new", folder);
    for (uint32_t k = 1; k <= 100; k++) {
        dm_doc *doc;

        seed = k * 77;
        dm_buf_init(&old, 1 << 20);
        dm_buf_init(&out, 1 << 20);
        for (uint32_t i = roll(60); i > 0; i--)
            dm_buf_printf(&old, roll(9) ? "line %u\n" : "%u ", roll(9));
        doc = load("text", NULL, dm_buf_view(&old), NULL);
        random_edits(doc);
        assert_true(dm_save_diff(doc, &out, false, NULL, NULL));
        put_file(folder, "file.txt", dm_buf_view(&old));
        put_file(folder, "diff", dm_buf_view(&out));
        dm_buf_clear(&out);
        assert_true(dm_save_text(doc, &out, NULL));
        put_file(folder, "new", dm_buf_view(&out));
        if (system(run) != 0)
            fail_msg("case %u: see %s", k, folder);
        dm_doc_free(doc);
        dm_buf_fini(&old);
        dm_buf_fini(&out);
    }
    snprintf(run, sizeof run, "rm -r %s", folder);
    assert_int_equal(system(run), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_diff_is_unified),
        cmocka_unit_test(a_terminal_sees_text),
        cmocka_unit_test(patch_agrees),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
