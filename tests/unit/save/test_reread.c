/* test_reread.c - new text beside old becomes no markup, references stand only
** where they are read, and what would read differently is not written.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "load/load.h"
#include "save/save.h"
#include "save/zip.h"

#define R DM_CHANGE_REPLACE
#define D DM_CHANGE_DELETE
#define A DM_CHANGE_AFTER
#define W DM_CHANGE_WRAP

static const struct {
    const char  *format, *charset, *in;
    dm_change_op op;
    const char  *view, *what, *text, *to;
    const char  *want; /* decoded text; with a code a part of the message */
    dm_code      code;
} rows[] = {
  /* the seam */
    {"html",     NULL,           "<p>if a < b and c > d</p>",                        D, "text", " b",        "",                     NULL,
     "<p>if a < and c > d</p>",                                                                                                                                                           0               },
    {"html",     NULL,           "<p>a < b</p>",                                     R, "text", " b",        "b",                    NULL,       "<p>a &lt;b</p>",
     0                                                                                                                                                                                                    },
    {"html",     NULL,           "<p>a < /b</p>",                                    R, "text", " ",         "",                     NULL,       "<p>a< /b</p>",
     0                                                                                                                                                                                                    },
    {"html",     NULL,           "<p>a < /b</p>",                                    R, "text", "< ",        "<",                    NULL,
     "<p>a &lt;/b</p>",                                                                                                                                                                   0               },
    {"html",     NULL,           "<p>R & D</p>",                                     R, "text", " D",        "copy",                 NULL,
     "<p>R &amp;copy</p>",                                                                                                                                                                0               },
    {"html",     NULL,           "<p>R & D</p>",                                     R, "text", " D",        "#65;",                 NULL,
     "<p>R &amp;#65;</p>",                                                                                                                                                                0               },
    {"html",     NULL,           "<p>AT &foo lt; b</p>",                             D, "text", "foo ",      "",                     NULL,
     "<p>AT &amp;lt; b</p>",                                                                                                                                                              0               },
    {"html",     NULL,           "<p>R & D</p>",                                     R, "text", "D",         "E",                    NULL,       "<p>R & E</p>",
     0                                                                                                                                                                                                    },
    {"html",     NULL,           "<p>&copy x</p>",                                   R, "text", " x",        "y",                    NULL,
     "<p>&copyy</p>",                                                                                                                                                                     0               },
    {"html",     NULL,           "<p>&copy x</p>",                                   R, "text", " x",        ";",                    NULL,
     "line 1 what the replace by rule some",                                                                                                                                              DM_E_READ_BACK  },
    {"html",     NULL,           "<p>old</p>",                                       R, "text", "old",       "a\x01",                NULL,
     "read differently",                                                                                                                                                                  DM_E_READ_BACK  },
    {"html",     NULL,           "<p>old</p>",                                       W, "text", "old",       "<i>",                  NULL,
     "<p><i>old</i></p>",                                                                                                                                                                 0               },
    {"markdown", NULL,           "a b c\n",                                          W, "text", " b",        "**",                   NULL,
     "read differently",                                                                                                                                                                  DM_E_READ_BACK  },
    {"markdown", NULL,           "a b c\n",                                          W, "text", "b",         "**",                   NULL,       "a **b** c\n",                           0               },
    {"text",     NULL,           "old",                                              R, "text", "old",       "\xEF\xBB\xBFx",        NULL,
     "byte order mark",                                                                                                                                                                   DM_E_READ_BACK  },
 /* references */
    {"html",     "windows-1252", "<p title=\"old\">x",                               R, "raw",  "old",       "中",                  NULL,
     "<p title=\"&#x4E2D;\">x",                                                                                                                                                           0               },
    {"html",     "windows-1252", "<p title=old>x",                                   R, "raw",  "old",       "中",                  NULL,
     "<p title=&#x4E2D;>x",                                                                                                                                                               0               },
    {"html",     "windows-1252", "<p old>x",                                         R, "raw",  "old",       "中",                  NULL,       "has no",
     DM_E_UNENCODABLE                                                                                                                                                                                     },
    {"html",     "windows-1252", "<p a='' old=\"\">x",                               R, "raw",  "old",       "中",                  NULL,
     "has no",                                                                                                                                                                            DM_E_UNENCODABLE},
    {"html",     "windows-1252", "<script>old</script>",                             R, "raw",  "old",       "中",
     NULL,                                                                                                                                       "has no",                                DM_E_UNENCODABLE},
    {"html",     "windows-1252", "<script></SCRIPT>x",                               A, "raw",  "<script>",  "中",
     NULL,                                                                                                                                       "has no",                                DM_E_UNENCODABLE},
    {"html",     "windows-1252", "<script></SCRIPT>x",                               A, "raw",  "</SCRIPT>", "中",
     NULL,                                                                                                                                       "<script></SCRIPT>&#x4E2D;x",            0               },
    {"html",     "windows-1252", "<style>a</style><!-- <p>old -->",                  R, "raw",  "old",
     "中",                                                                                                                          NULL,       "has no",                                DM_E_UNENCODABLE},
    {"html",     "windows-1252", "<p>old",                                           R, "raw",  "old",       "<script>中</script>",
     NULL,                                                                                                                                       "has no",                                DM_E_UNENCODABLE},
    {"html",     "windows-1252", "<p>old",                                           R, "raw",  "old",       "<b>中</b>",           NULL,
     "<p><b>&#x4E2D;</b>",                                                                                                                                                                0               },
    {"html",     "windows-1251", "<p>old",                                           R, "text", "old",       "\xC2\x85",             NULL,
     "has no",                                                                                                                                                                            DM_E_UNENCODABLE},
    {"html",     "utf-8",        "<p>中<b title='é'>中</b>",                      R, "text", NULL,        NULL,
     "windows-1252",                                                                                                                             "<p>&#x4E2D;<b title='é'>&#x4E2D;</b>", 0               },
    {"html",     "utf-8",        "<p>中<script>中</script>",                       R, "text", NULL,        NULL,
     "windows-1252",                                                                                                                             "has no",                                DM_E_UNENCODABLE},
 /* XML as plain text, and what it says of its charset */
    {"text",     "windows-1252", "<?xml version='1.0'?><r>old</r>",                  R, "text",
     "old",                                                                                                  "中",                  NULL,       "<?xml version='1.0'?><r>&#x4E2D;</r>",  0               },
    {"text",     "windows-1252", "<?xml version='1.0'?><r><!--old--></r>",           R,
     "text",                                                                                    "old",       "中",                  NULL,       "has no",                                DM_E_UNENCODABLE},
    {"text",     NULL,           "<?xml version='1.0'?><r>old</r>",                  R, "text", "old",       "<b>",
     NULL,                                                                                                                                       "well-formed",                           DM_E_READ_BACK  },
    {"text",     NULL,           "<?xml version='1.0'?><r>old",                      R, "text", "old",       "<b>",                  NULL,
     "<?xml version='1.0'?><r><b>",                                                                                                                                                       0               },
    {"text",     "utf-8",        "<?xml version='1.0' standalone='yes'?><r>中</r>", R,
     "text",                                                                                    NULL,        NULL,                   "gb18030",
     "<?xml version='1.0' encoding=\"gb18030\" standalone='yes'?><r>中</r>",                                                                                                             0               },
    {"text",     "utf-8",        "<?xml version='1.0' encoding='utf-8'?><r>中</r>", R,
     "text",                                                                                    NULL,        NULL,                   "gb18030",
     "<?xml version='1.0' encoding='gb18030'?><r>中</r>",                                                                                                                                0               },
    {"text",     "utf-8",        "<?xml version='1.0'?><r>中</r>",                  R, "text", NULL,        NULL,
     "utf-16le",                                                                                                                                 "<?xml version='1.0'?><r>中</r>",       0               },
    {"text",     "utf-8",        "<r>中</r>",                                       R, "text", NULL,        NULL,                   "gb18030",
     "without a declaration",                                                                                                                                                             DM_E_NO_WRITER  },
    {"text",     "utf-8",        "<r>中</r>",                                       R, "text", NULL,        NULL,                   "utf-16le",
     "<r>中</r>",                                                                                                                                                                        0               },
};

static dm_doc *load(size_t i, dm_slice bytes, const char *charset)
{
    dm_load_options o = {
        .from = rows[i].format, .charset = charset, .binary = true};

    return dm_load(DM_S("id"), DM_S("file.xml"), bytes, &o, NULL);
}

static void edit(dm_doc *doc, size_t i)
{
    dm_commit   how = {.made_only = false};
    dm_change   c = {.op = rows[i].op,
                     .view = dm_doc_view(doc, dm_slice_str(rows[i].view), NULL),
                     .rule = DM_S("some"),
                     .file = DM_S("s.lua"),
                     .line = 3};
    const char *p;
    size_t      n;

    if (rows[i].what == NULL)
        return;
    c.text = dm_slice_str(rows[i].text);
    c.after = rows[i].text[0] == '<' ? DM_S("</i>") : c.text;
    p = memmem(c.view->text.ptr, c.view->text.len, rows[i].what,
               strlen(rows[i].what));
    if (p == NULL)
        fail_msg("row %zu: it is not there", i);
    c.range.from = (size_t)(p - c.view->text.ptr);
    c.range.to = c.range.from + strlen(rows[i].what);
    assert_true(dm_doc_change(doc, &c, NULL));
    assert_true(dm_doc_commit(doc, &how, &n, NULL));
}

static const char *written_in(size_t i)
{
    return rows[i].to != NULL ? rows[i].to : rows[i].charset;
}

static void what_is_written_reads_as_meant(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_doc *doc = load(i, dm_slice_str(rows[i].in), rows[i].charset);
        dm_save_options o = {0, NULL};
        dm_doc         *again;
        dm_err          err = {0};
        dm_buf          out;

        if (rows[i].to != NULL)
            o.to = dm_charset_find(dm_slice_str(rows[i].to));
        dm_buf_init(&out, 1 << 20);
        edit(doc, i);
        if (dm_save(doc, &out, &o, NULL, &err) != (rows[i].code == DM_OK))
            fail_msg("row %zu: %d %s %.*s", i, (int)err.code, err.msg,
                     (int)out.len, out.ptr);
        if (rows[i].code != DM_OK) {
            if (err.code != rows[i].code ||
                strstr(err.msg, rows[i].want) == NULL)
                fail_msg("row %zu: %s", i, err.msg);
        } else {
            again = load(i, dm_buf_view(&out), written_in(i));
            if (!dm_slice_eq(again->decoded.text, dm_slice_str(rows[i].want)))
                fail_msg("row %zu: got %.*s", i, (int)again->decoded.text.len,
                         again->decoded.text.ptr);
            dm_doc_free(again);
        }
        dm_buf_fini(&out);
        dm_doc_free(doc);
    }
}

/* A refusal names the script's line. */
static void the_edit_is_named(void **state)
{
    dm_doc *doc = load(0, DM_S("<p>a</p><p>b"), NULL);
    dm_err  err;
    dm_buf  out;
    size_t  n;

    dm_commit how = {.made_only = false};
    dm_change c = {.op = R,
                   .view = doc->text,
                   .text = DM_S("x"),
                   .after = DM_S(""),
                   .rule = DM_S("one"),
                   .file = DM_S("s.lua"),
                   .line = 3};

    (void)state;
    c.range = (dm_range){0, 1};
    assert_true(dm_doc_change(doc, &c, NULL));
    c.range = (dm_range){doc->text->text.len - 1, doc->text->text.len};
    c.text = DM_S("y\x01z");
    c.rule = DM_S("two");
    c.line = 4;
    assert_true(dm_doc_change(doc, &c, NULL));
    assert_true(dm_doc_commit(doc, &how, &n, NULL));
    dm_buf_init(&out, 1 << 20);
    assert_false(dm_save(doc, &out, NULL, NULL, &err));
    assert_int_equal(err.code, DM_E_READ_BACK);
    assert_non_null(strstr(err.msg, "by rule two"));
    assert_string_equal(err.file, "s.lua");
    assert_int_equal(err.line, 4);
    assert_int_equal(out.len, 0);
    dm_buf_fini(&out);
    dm_doc_free(doc);
}

/* The diff has what the file gets besides the edits. */
static void the_diff_shows_what_is_written(void **state)
{
    dm_doc *doc =
        load(0, DM_S("<meta charset=utf-8>\n<p>中é\n<p>x\n"), "utf-8");
    dm_save_options o = {0, dm_charset_find(DM_S("windows-1252"))};
    dm_saved        saved;
    dm_buf          out;

    (void)state;
    dm_buf_init(&out, 1 << 20);
    assert_true(dm_save_diff(doc, &out, false, NULL, NULL));
    assert_int_equal(out.len, 0);
    assert_true(dm_save_diff(doc, &out, false, &o, NULL));
    assert_true(
        dm_slice_eq(dm_buf_view(&out), DM_S("--- a/file.xml\n+++ b/file.xml\n"
                                            "@@ -1,3 +1,3 @@\n"
                                            "-<meta charset=utf-8>\n-<p>中é\n"
                                            "+<meta charset=windows-1252>\n"
                                            "+<p>&#x4E2D;é\n <p>x\n")));
    dm_buf_clear(&out);
    assert_true(dm_save(doc, &out, &o, &saved, NULL));
    assert_false(saved.undeclared);
    dm_doc_free(doc);
    doc = load(0, DM_S("<p>é"), "utf-8");
    assert_true(dm_save(doc, &out, &o, &saved, NULL));
    assert_true(saved.undeclared);
    dm_doc_free(doc);
    dm_buf_fini(&out);
}

/* Nothing behind or before an archive is dropped without a word. */
static void an_archive_stands_alone(void **state)
{
    static const char end[] = "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

    dm_zip_member none = {DM_LIT(""), DM_LIT("")};
    dm_err        err;
    dm_buf        file;
    dm_buf        out;

    (void)state;
    dm_buf_init(&file, 1000);
    dm_buf_init(&out, 1000);
    dm_buf_add(&file, end, 22);
    dm_buf_str(&file, "tail");
    assert_false(dm_zip_replace(dm_buf_view(&file), &none, 0, &out, &err));
    assert_int_equal(err.code, DM_E_NO_WRITER);
    assert_non_null(strstr(err.msg, "4 bytes stand behind"));
    dm_buf_clear(&file);
    dm_buf_str(&file, "head ");
    dm_buf_add(&file, end, 22);
    assert_false(dm_zip_replace(dm_buf_view(&file), &none, 0, &out, &err));
    assert_int_equal(err.code, DM_E_NO_WRITER);
    assert_non_null(strstr(err.msg, "5 bytes stand before"));
    dm_buf_fini(&file);
    dm_buf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_as_meant),
        cmocka_unit_test(the_edit_is_named),
        cmocka_unit_test(the_diff_shows_what_is_written),
        cmocka_unit_test(an_archive_stands_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
