/* test_markdown.c - edits of Markdown: what is written, and that it reads as
** was meant.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

#include "load/load.h"
#include "save/save.h"

static dm_doc *load(dm_slice bytes)
{
    dm_load_options o = {.from = "markdown", .charset = "utf-8"};
    dm_err          err;
    dm_doc         *doc = dm_load(DM_S("id"), DM_S("a.md"), bytes, &o, &err);

    if (doc == NULL)
        fail_msg("%s", err.msg);
    return doc;
}

/* Every `what` of the view is replaced. */
static void edit(dm_doc *doc, const char *view, const char *what,
                 const char *text)
{
    dm_change c = {.op = DM_CHANGE_REPLACE,
                   .view = dm_doc_view(doc, dm_slice_str(view), NULL),
                   .text = dm_slice_str(text),
                   .after = DM_S(""),
                   .rule = DM_S(""),
                   .file = DM_S("")};
    dm_commit how = {.made_only = false};
    dm_slice  s = c.view->text;
    size_t    len = strlen(what);
    size_t    n = 0;
    dm_err    err;

    for (size_t i = 0; i + len <= s.len; i++)
        if (memcmp(s.ptr + i, what, len) == 0) {
            c.range = (dm_range){i, i + len};
            if (!dm_doc_change(doc, &c, &err))
                fail_msg("%s", err.msg);
        }
    if (!dm_doc_commit(doc, &how, &n, &err) || n == 0)
        fail_msg("'%s' is not there", what);
}

typedef struct row {
    const char *md, *what, *text; /* for all of them */
    const char *want;             /* the source */
    const char *reads;            /* the text */
} row;

static const row texts[] = {
  /* emphasis whose neighbours become punctuation or blanks */
    {"**中文**字",          "中文", "「中」",    "**「中」**<!-- -->字",       "「中」字"            },
    {"这是**重点**内容", "重点", "《重点》",
     "这是<!-- -->**《重点》**<!-- -->内容",                                       "这是《重点》内容"},
    {"a **b** c",              "b",      "(b)",          "a **(b)** c",                    "a (b) c"                 },
    {"，**中**。",          "中",    "「中」",    "，**「中」**。",            "，「中」。"         },
    {"字*x*字",              "x",      "*",            "字<!-- -->*\\**<!-- -->字",    "字*字"                 },
    {"字**中**字",          "中",    "中 ",         "字**中 <!-- -->**<!-- -->字", "字中 字"              },
    {"**“中”** 字",      " 字",   "字",          "**“中”**<!-- -->字",       "“中”字"            },
    {"a _b_ c",                "b",      "(b)",          "a _(b)_ c",                      "a (b) c"                 },
    {"2*3",                    "3",      "(3)",          "2*(3)",                          "2*(3)"                   },
 /* what comes to begin a line */
    {"x\n\nok # y",            "ok ",    "",             "x\n\n\\# y",                     "x\n# y"                  },
    {"ok - x",                 "ok ",    "",             "\\- x",                          "- x"                     },
    {"ok > q",                 "ok ",    "",             "\\> q",                          "> q"                     },
    {"ok 1. x",                "ok ",    "",             "1\\. x",                         "1. x"                    },
    {"ok. x",                  "ok",     "1",            "1\\. x",                         "1. x"                    },
    {"x\nok ---\ny",           "ok ",    "",             "x\n\\---\ny",                    "x --- y"                 },
    {"x\nok ===",              "ok ",    "",             "x\n\\===",                       "x ==="                   },
    {"ok - x",                 "ok",     "",             " \\- x",                         "- x"                     },
    {"ok     x",               "ok",     "",             "&#32;    x",                     "     x"                  },
    {"- ok + x",               "ok ",    "",             "- \\+ x",                        "+ x"                     },
    {"ok [a]: b",              "ok ",    "",             "[a]\\: b",                       "[a]: b"                  },
    {"ok *em*",                "ok ",    "",             "*em*",                           "em"                      },
    {"ok #x",                  "ok ",    "",             "#x",                             "#x"                      },
    {"a\nok\nb",               "ok",     "",             "a\nb",                           "a b"                     },
 /* code */
    {"a `code` b",             "code",   "co`de",        "a ``co`de`` b",                  "a co`de b"               },
    {"a `code` b",             "code",   "`",            "a `` ` `` b",                    "a ` b"                   },
    {"a ``co`de`` b",          "de",     "``x",          "a ``co```x`` b",                 "a co```x b"              },
    {"`a|b`",                  "a",      "|",            "`||b`",                          "||b"                     },
    {"|h|\n|---|\n|`a`|",      "a",      "x|y",          "|h|\n|---|\n|`x\\|y`|",          "h\nx|y"                  },
    {"a <http://x.y/old> b",   "old",    "new_a*c",      "a <http://x.y/new_a*c> b",
     "a http://x.y/new_a*c b"                                                                                        },
    {"    old\n     old",      " old",   "|*",           "    old\n    |*",                "old\n|*"                 },
};

/* Source changes nothing beside it. */
static const row sources[] = {
    {"a \\ b",     " b",  "*b",        "a \\*b",           "a *b"            },
    {"**中**字", "中", "「中」", "**「中」**字", "**「中」**字"},
};

/* False when it is not. */
static bool is_written(const row *r, const char *view)
{
    dm_doc  *doc = load(dm_slice_str(r->md));
    dm_doc  *again;
    dm_slice got, text;
    dm_buf   out;
    dm_err   err = {.msg = ""};
    bool     ok;

    dm_buf_init(&out, 1 << 20);
    edit(doc, view, r->what, r->text);
    ok = dm_save(doc, &out, NULL, NULL, &err);
    got = dm_buf_view(&out);
    again = load(got);
    text = again->text->text;
    ok = ok && dm_slice_eq(got, dm_slice_str(r->want)) &&
         dm_slice_eq(text, dm_slice_str(r->reads));
    if (!ok)
        print_message("%s: %s for %s: wrote '%.*s', reads '%.*s' %s\n", r->md,
                      r->text, r->what, (int)got.len, got.ptr, (int)text.len,
                      text.ptr, err.msg);
    dm_doc_free(again);
    dm_doc_free(doc);
    dm_buf_fini(&out);
    return ok;
}

static void edits_read_as_meant(void **state)
{
    size_t bad = 0;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        bad += !is_written(&texts[i], "text");
    assert_int_equal(bad, 0);
}

static void source_stands_as_it_is(void **state)
{
    size_t bad = 0;

    (void)state;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        bad += !is_written(&sources[i], "decoded");
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_read_as_meant),
        cmocka_unit_test(source_stands_as_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
