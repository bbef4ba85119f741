/* test_sniff_markdown.c - what is taken for Markdown, and what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>

#include "load/load.h"
#include "load/readers.h"

static const struct {
    const char *path, *text;
    bool        markdown;
} sniffs[] = {
    {"a.md",         "plain",                                                 true },
    {"a/B.MARKDOWN", "",                                                      true },
    {"a.md.txt",     "plain",                                                 false},
    {"",             "# a\n\n[b](c.html)\n",                                  true },
    {"",             "---\ntitle: a\n---\n\n# b\n",                           true },
    {"",             "---\ntitle: a\n---\n\nb\n",                             false},
    {"",             "|a|b|\n|---|---|\n\n**c**\n",                           true },
    {"",             "```\na\n```\n## b\n",                                   true },
    {"",             "# one\n# two\n* three\n",                               false},
    {"",             "*** stars ***\n* a\n* b\n",                             false},
    {"a.txt",        "注：**号为重点，#1 号楼\n# 一、总则\n",    false},
    {"",             "see a[1](note) and b\n",                                false},
    {"",             "a|b|c\n-|-\n",                                          false},
    {"x.md",         "<!doctype html><html><p>a",                             false},
    {"n.txt",        "# a\n\nSee [b](http://c.d).\n\n- e\n- f\n",             true },
    {"NOTES",        "# a\n\n```\n#include <x.h>\nint y;\n```\n",             true },
 /* another ending says what it is */
    {"x.rst",        "T\n===\n\n# a\n\nSee [b](http://c.d).\n",               false},
    {"x.hh",         "# a\n\nSee [b](http://c.d).\n",                         false},
    {"x.tex",        "# a\n\nSee [b](http://c.d).\n",                         false},
    {"a.b/x",        "# a\n\nSee [b](http://c.d).\n",                         true },
 /* listings and logs */
    {"",
     "# comment\ndef f(*a, **k):\n    return d[k](x)\n\n# m\n"
     "x = a[i](j) * b\n\nq = a[i](p.q)\n",                                    false},
    {"x",            "# a\n\nx = d[k](p.q)\ny = e[l](p.q)\n",                 false},
    {"c",            "/*\n * see [a](http://b.c)\n */\n\n# define A\n",       false},
    {"p",            "diff --git a/x b/x\n--- a/x\n\n# a\n[b](c.d)\n",        false},
    {"s",            "#!/bin/sh\n\n# a\n\ncat <<E\n[b](c.d)\nE\n",            false},
    {"j",            "# a\n\nf(x);\ng(y);\n// [b](c.d)\n",                    false},
    {"l",
     "[2024-01-01](a.b) *** S ***\n[2024-01-01](m.n) x\n\n"
     "# c\n",                                                                 false},
    {"i.txt",        "<bob> hi\n<al> see [this](http://x.y)\n<bob> **ok**\n", false},
    {"PKG-INFO",     "Name: x\nVersion: 2\n\n# T\n\n[l](http://u.v)\n",       false},
    {"t",            "# a\n\n    [b](c.d)\n    [b](c.d)\n",                   false},
    {"f",            "# a\n\n*x* [b](c.d)\nfi\ndone\nfi\n",                   false},
    {"h",            "# a\n# [b](c.d)\n# e\n",                                false},
};

static void what_is_markdown(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sniffs / sizeof *sniffs; i++) {
        dm_err  err;
        dm_doc *doc = dm_load(DM_S("t"), dm_slice_str(sniffs[i].path),
                              dm_slice_str(sniffs[i].text), NULL, &err);

        assert_non_null(doc);
        if ((strcmp(doc->format, "markdown") == 0) != sniffs[i].markdown)
            fail_msg("%s [%s] is %s", sniffs[i].path, sniffs[i].text,
                     doc->format);
        if (sniffs[i].markdown) /* a guess is told */
            assert_int_equal(doc->nwarnings,
                             strcasestr(sniffs[i].path, ".m") == NULL);
        dm_doc_free(doc);
    }
}

/* No text of the real ones is taken for Markdown. */
static void texts_stay_texts(void **state)
{
    static char    room[1 << 20];
    DIR           *dir = opendir("../shared/seeds");
    struct dirent *entry;
    size_t         files = 0;

    (void)state;
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        char  path[512];
        FILE *f;

        snprintf(path, sizeof path, "../shared/seeds/%s", entry->d_name);
        f = strstr(path, ".txt") != NULL ? fopen(path, "rb") : NULL;
        if (f == NULL)
            continue;
        if (dm_sniff_markdown((dm_slice){room, fread(room, 1, sizeof room, f)},
                              DM_S("")) > 10)
            fail_msg("%s is taken for Markdown", path);
        fclose(f);
        files++;
    }
    if (dir != NULL)
        closedir(dir);
    if (files == 0) {
        print_message("skipped: no real texts here\n");
        skip();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_markdown),
        cmocka_unit_test(texts_stay_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
