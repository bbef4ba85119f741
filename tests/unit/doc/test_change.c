/* test_change.c - edits: what a span becomes in the file, who stands beside
** whom, and who cannot.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mem.h"
#include "load/load.h"
#include "save/save.h"

enum { ASKED = 5 };

#define OPS "rdbaw" /* replace, delete, before, after, wrap */

/* One edit: of the first place where `what` stands in `view`. */
typedef struct ask {
    char        op; /* of OPS; in capitals the text is source */
    const char *what, *text, *after;
} ask;

static dm_range find(const dm_view *view, const char *what)
{
    size_t      len = strlen(what);
    const char *p = memmem(view->text.ptr, view->text.len, what, len);
    size_t      at = p != NULL ? (size_t)(p - view->text.ptr) : 0;

    if (p == NULL)
        fail_msg("'%s' is not in '%.*s'", what, (int)view->text.len,
                 view->text.ptr);
    return (dm_range){at, at + len};
}

static dm_change change_of(const dm_view *view, const ask *a)
{
    char        op = (char)(a->op | 0x20);
    dm_change   c = {.view = view,
                     .range = find(view, a->what),
                     .text = dm_slice_str(a->text != NULL ? a->text : ""),
                     .after = dm_slice_str(a->after != NULL ? a->after : ""),
                     .source = op != a->op,
                     .rule = DM_LIT("rule"),
                     .file = DM_LIT("script.lua"),
                     .line = 7};
    const char *at = strchr(OPS, op);

    assert_non_null(at);
    c.op = (dm_change_op)(at - OPS);
    return c;
}

static dm_doc *load(const char *format, const char *text)
{
    dm_load_options o = {.from = format};
    dm_err          err;
    dm_doc *doc = dm_load(DM_S("id"), DM_S("p"), dm_slice_str(text), &o, &err);

    if (doc == NULL)
        fail_msg("%s: %s", text, err.msg);
    return doc;
}

static const dm_view *view_of(dm_doc *doc, const char *name)
{
    const dm_view *view = dm_doc_view(doc, dm_slice_str(name), NULL);

    assert_non_null(view);
    return view;
}

/* The source that the edits make, or the message of what went wrong. */
static const char *edited(dm_doc *doc, const char *view, const ask *asks,
                          char *room, size_t size)
{
    dm_commit how = {.made_only = false};
    dm_buf    out;
    dm_err    err = {.code = DM_OK};
    size_t    n;
    bool      ok = true;

    for (size_t i = 0; ok && i < ASKED && asks[i].op != 0; i++) {
        dm_change c = change_of(view_of(doc, view), &asks[i]);

        ok = dm_doc_change(doc, &c, &err);
    }
    dm_buf_init(&out, 1 << 20);
    ok = ok && dm_doc_commit(doc, &how, &n, &err) &&
         dm_save_text(doc, &out, &err);
    if (ok)
        snprintf(room, size, "%.*s", (int)out.len,
                 out.ptr != NULL ? out.ptr : "");
    else
        snprintf(room, size, "E%d", (int)err.code);
    dm_buf_fini(&out);
    return room;
}

static const struct {
    const char *format, *text, *view;
    ask         asks[ASKED];
    const char *want;
} rows[] = {
    {"text", "abc",                "text",       {{'r', "b", "X", NULL}},      "aXc"            },
    {"text", "abc",                "text",       {{'d', "b", NULL, NULL}},     "ac"             },
    {"text", "abc",                "text",       {{'b', "b", "X", NULL}},      "aXbc"           },
    {"text", "abc",                "text",       {{'a', "b", "X", NULL}},      "abXc"           },
    {"text", "abc",                "text",       {{'w', "b", "<", ">"}},       "a<b>c"          },
    {"text", "abc",                "text",       {{'r', "", "X", NULL}},       "Xabc"           },
    {"text", "",                   "text",       {{'a', "", "X", NULL}},       "X"              },
    {"text", "abc",                "text",       {{'r', "b", "b", NULL}},      "abc"            },
    {"text", "abc",                "text",       {{'d', "", NULL, NULL}},      "abc"            },
    {"text", "a&b<c",              "text",       {{'r', "&", "<&", NULL}},     "a<&b<c"         },
 /* steps: what they folded, took out or put in */
    {"text",
     "a\r\nb\r\n",                 "lines",
     {{'r', "a\nb", "x\ny", NULL}},
     "x\r\ny\r\n"                                                                               },
    {"text", "a\r\nb\r\n",         "text",       {{'r', "a", "x\ny", NULL}},   "x\ny\r\nb\r\n"  },
    {"text", "a\r\nb\r\n",         "lines",      {{'d', "\n", NULL, NULL}},    "ab\r\n"         },
    {"text", "ＡＢＣ",          "width",      {{'r', "B", "x", NULL}},      "ＡxＣ"        },
    {"text", "a㍿b",              "nfkc",       {{'r', "式", "x", NULL}},    "a株x会社b"   },
    {"text", "a㍿b",              "nfkc",       {{'d', "社b", NULL, NULL}},  "a株式会"     },
    {"text", "a㍿b",              "nfkc",       {{'d', "a株", NULL, NULL}},  "式会社b"     },
    {"text", "a㍿b",              "nfkc",       {{'b', "式", "x", NULL}},    "a株x式会社b"},
    {"text", "a㍿b",              "nfkc",       {{'a', "式", "x", NULL}},    "a株式x会社b"},
    {"text", "a㍿b",              "nfkc",       {{'b', "株", "x", NULL}},    "ax㍿b"         },
    {"text", "a㍿b",              "nfkc",       {{'a', "社", "x", NULL}},    "a㍿xb"         },
    {"text", "a㍿b",              "nfkc",       {{'w', "式", "<", ">"}},     "a<㍿>b"        },
    {"text", "a㍿b",              "nfkc,width", {{'r', "式", "x", NULL}},    "a株x会社b"   },
    {"text", "a\u200Bb",           "zero_width", {{'r', "ab", "x", NULL}},     "x"              },
    {"text", "a\u200Bb",           "zero_width", {{'r', "a", "x", NULL}},      "x\u200Bb"       },
 /* markup stays, and what was formatted stays so */
    {"html",
     "<p>a<b>bc</b>d</p>",         "text",
     {{'r', "abcd", "X", NULL}},
     "<p>X<b></b></p>"                                                                          },
    {"html",
     "<p>a<b>bc</b>d</p>",         "text",
     {{'r', "cd", "X", NULL}},
     "<p>a<b>bX</b></p>"                                                                        },
    {"html",
     "<p>a<b>bc</b>d</p>",         "text",
     {{'d', "ab", NULL, NULL}},
     "<p><b>c</b>d</p>"                                                                         },
    {"html",
     "<p>a <b>bc</b></p>",         "text",
     {{'r', " bc", "X", NULL}},
     "<p>a<b>X</b></p>"                                                                         },
    {"html",
     "<p>a<b>bc</b>d</p>",         "text",
     {{'b', "bc", "X", NULL}},
     "<p>a<b>Xbc</b>d</p>"                                                                      },
    {"html",
     "<p>a<b>bc</b>d</p>",         "text",
     {{'a', "bc", "X", NULL}},
     "<p>a<b>bcX</b>d</p>"                                                                      },
    {"html",
     "<p>a<b>bc</b>d</p>",         "text",
     {{'a', "a", "X", NULL}},
     "<p>aX<b>bc</b>d</p>"                                                                      },
    {"html",
     "<p>a &amp; b</p>",           "text",
     {{'r', "&", "<&>", NULL}},
     "<p>a &lt;&amp;&gt; b</p>"                                                                 },
    {"html",
     "<p>a &amp; b</p>",           "text",
     {{'r', "&", "&amp;", NULL}},
     "<p>a &amp;amp; b</p>"                                                                     },
    {"html",
     "<p>a &amp; b</p>",           "text",
     {{'R', "&", "<i>x</i>", NULL}},
     "<p>a <i>x</i> b</p>"                                                                      },
    {"html",
     "<p>a</p>\n<p>b</p>",         "text",
     {{'r', "a\nb", "X", NULL}},
     "<p>X</p>\n<p></p>"                                                                        },
    {"html", "<p>a</p>\n<p>b</p>", "text",       {{'d', "\n", NULL, NULL}},    "E313"           },
    {"html",
     "<p>a</p>\n<p>b</p>",         "text",
     {{'b', "\n", "X", NULL}},
     "<p>aX</p>\n<p>b</p>"                                                                      },
    {"html",
     "<p>a</p>\n<p>b</p>",         "text",
     {{'a', "\n", "X", NULL}},
     "<p>a</p>\n<p>Xb</p>"                                                                      },
    {"html", "<p>a<br>b</p>",      "text",       {{'d', "\n", NULL, NULL}},    "<p>ab</p>"      },
    {"html", "<p>a<br>b</p>",      "text",       {{'r', "a\nb", "X", NULL}},   "<p>X</p>"       },
    {"html", "<p>ab</p>",          "text",       {{'r', "a", "x\ny", NULL}},   "<p>x<br>yb</p>" },
    {"html",
     "<pre>ab</pre>",              "text",
     {{'r', "a", "x\ny", NULL}},
     "<pre>x\nyb</pre>"                                                                         },
    {"html",
     "<p>a  \n <i> b</i></p>",     "text",
     {{'r', "a b", "X", NULL}},
     "<p>X<i></i></p>"                                                                          },
    {"html",
     "<p>a <!-- x --> b</p>",      "text",
     {{'r', "a b", "X", NULL}},
     "<p>X<!-- x --></p>"                                                                       },
    {"html", "<p>&#x338D;x</p>",   "nfkc",       {{'r', "g", "X", NULL}},      "<p>μXx</p>"    },
    {"html", "",                   "text",       {{'a', "", "X", NULL}},       "X"              },
    {"html", "<p></p>",            "text",       {{'a', "", "X", NULL}},       "E313"           },
 /* wrap */
    {"html",
     "<p>a<b>bc</b>d</p>",         "text",
     {{'w', "abcd", "[", "]"}},
     "<p>[a<b>bc</b>d]</p>"                                                                     },
    {"html",
     "<p>a<b>bc</b>d</p>",         "text",
     {{'w', "cd", "[", "]"}},
     "<p>a<b>b[c]</b>[d]</p>"                                                                   },
    {"html",
     "<p>a</p>\n<p>b</p>",         "text",
     {{'w', "a\nb", "[", "]"}},
     "<p>[a]</p>\n<p>[b]</p>"                                                                   },
    {"html",
     "<p>a<br>b<img src=x>c</p>",  "text",
     {{'w', "a\nbc", "[", "]"}},
     "<p>[a<br>b<img src=x>c]</p>"                                                              },
    {"html",
     "<p>a<b> </b><i>b</i></p>",   "text",
     {{'w', " b", "[", "]"}},
     "<p>a<b> </b><i>[b]</i></p>"                                                               },
 /* source */
    {"html",
     "<p>ab</p>",                  "decoded",
     {{'r', "<p>a", "<q>x", NULL}},
     "<q>xb</p>"                                                                                },
    {"html", "<p>ab</p>",          "raw",        {{'d', "<p>", NULL, NULL}},   "ab</p>"         },
    {"html", "<p>ab</p>",          "raw",        {{'b', "ab", "<i>", NULL}},   "<p><i>ab</p>"   },
 /* more than one */
    {"text",
     "abcd",                       "text",
     {{'r', "a", "x", NULL}, {'r', "b", "y", NULL}, {'r', "d", "z", NULL}},
     "xycz"                                                                                     },
    {"text",
     "abcd",                       "text",
     {{'r', "ab", "x", NULL}, {'r', "bc", "y", NULL}},
     "E312"                                                                                     },
    {"text",
     "abcd",                       "text",
     {{'r', "ab", "x", NULL}, {'r', "ab", "x", NULL}},
     "xcd"                                                                                      },
    {"text",
     "abcd",                       "text",
     {{'r', "ab", "x", NULL}, {'r', "ab", "y", NULL}},
     "E312"                                                                                     },
    {"text",
     "abcd",                       "text",
     {{'d', "ab", NULL, NULL}, {'d', "bc", NULL, NULL}},
     "d"                                                                                        },
    {"text",
     "abcd",                       "text",
     {{'d', "bc", NULL, NULL},
      {'d', "b", NULL, NULL},
      {'d', "abc", NULL, NULL}},
     "d"                                                                                        },
    {"text",
     "abcd",                       "text",
     {{'d', "ab", NULL, NULL}, {'r', "bc", "x", NULL}},
     "E312"                                                                                     },
    {"text",
     "abcd",                       "text",
     {{'d', "abc", NULL, NULL}, {'b', "b", "x", NULL}},
     "E312"                                                                                     },
    {"text",
     "abcd",                       "text",
     {{'d', "abc", NULL, NULL}, {'b', "a", "x", NULL}, {'a', "c", "y", NULL}},
     "xyd"                                                                                      },
    {"text",
     "abcd",                       "text",
     {{'a', "a", "1", NULL},
      {'b', "b", "2", NULL},
      {'a', "a", "3", NULL},
      {'b', "b", "4", NULL}},
     "a1324bcd"                                                                                 },
    {"text",
     "abcd",                       "text",
     {{'w', "bc", "[", "]"}, {'w', "bc", "(", ")"}},
     "a[(bc)]d"                                                                                 },
    {"text",
     "abcd",                       "text",
     {{'w', "b", "[", "]"}, {'w', "abcd", "(", ")"}, {'w', "bc", "{", "}"}},
     "(a{[b]c}d)"                                                                               },
    {"text",
     "abcd",                       "text",
     {{'w', "ab", "[", "]"}, {'w', "bc", "(", ")"}},
     "E312"                                                                                     },
    {"text",
     "abcd",                       "text",
     {{'w', "ab", "[", "]"}, {'w', "cd", "(", ")"}},
     "[ab](cd)"                                                                                 },
    {"text",
     "abcd",                       "text",
     {{'w', "bc", "[", "]"}, {'r', "bc", "x", NULL}},
     "a[x]d"                                                                                    },
    {"text",
     "abcd",                       "text",
     {{'w', "bc", "[", "]"}, {'r', "ab", "x", NULL}},
     "E312"                                                                                     },
    {"text",
     "abcd",                       "text",
     {{'a', "bc", "!", NULL}, {'w', "bc", "[", "]"}, {'b', "bc", "?", NULL}},
     "a?[bc]!d"                                                                                 },
    {"text",
     "abcd",                       "text",
     {{'w', "abc", "[", "]"}, {'a', "c", "!", NULL}},
     "[abc!]d"                                                                                  },
    {"html",
     "<p>a<b>bc</b>d</p>",         "text",
     {{'r', "abcd", "X", NULL}, {'d', "bc", NULL, NULL}},
     "E312"                                                                                     },
    {"html",
     "<p>a<b>bc</b>d</p>",         "text",
     {{'r', "abcd", "X", NULL}, {'r', "abcd", "X", NULL}},
     "<p>X<b></b></p>"                                                                          },
};

static void edits_say_what_stands_in_the_file(void **state)
{
    char got[400];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_doc *doc = load(rows[i].format, rows[i].text);

        edited(doc, rows[i].view, rows[i].asks, got, sizeof got);
        if (strcmp(got, rows[i].want) != 0)
            fail_msg("row %zu (%s, %s): got %s, want %s", i, rows[i].text,
                     rows[i].asks[0].what, got, rows[i].want);
        dm_doc_free(doc);
    }
}

/* Who stands of edits that overlap: replacements of these spans of 0 to 9, by
** the rule of the settler; "." for one that lost. */
typedef struct scene {
    char        policy; /* first, last, longest; the letter that wins */
    unsigned    nasked;
    dm_range    asked[4];
    const char *want;
} scene;

static size_t by_policy(void *ud, const dm_doc *doc, size_t a, size_t b)
{
    dm_range x = dm_doc_change_at(doc, a)->range;
    dm_range y = dm_doc_change_at(doc, b)->range;
    char     policy = *(const char *)ud;

    assert_true(a < b);
    if (policy == 'f')
        return a;
    if (policy == 'o')
        return y.to - y.from > x.to - x.from ? b : a;
    return policy == 'l' ? b : SIZE_MAX;
}

static const scene scenes[] = {
    {'f', 2, {{0, 4}, {2, 6}},                 "A456789" },
    {'l', 2, {{0, 4}, {2, 6}},                 "01B6789" },
    {'o', 2, {{0, 3}, {2, 6}},                 "01B6789" },
    {'n', 2, {{0, 3}, {2, 6}},                 NULL      },
    {'n', 2, {{0, 3}, {3, 6}},                 "AB6789"  },
 /* B fell to A, A to C: B may stand again */
    {'l', 3, {{0, 3}, {2, 6}, {5, 8}},         "A34C89"  },
    {'o', 3, {{0, 3}, {2, 6}, {5, 10}},        "A34C"    },
    {'f', 3, {{2, 6}, {0, 3}, {5, 10}},        "01A6789" },
    {'l', 4, {{0, 9}, {1, 3}, {4, 6}, {7, 8}}, "0B3C6D89"},
};

static dm_change plain(const dm_view *view, dm_range at, const char *text)
{
    dm_change c = {.op = DM_CHANGE_REPLACE,
                   .view = view,
                   .range = at,
                   .text = dm_slice_str(text),
                   .after = DM_LIT(""),
                   .rule = DM_LIT("date"),
                   .file = DM_LIT("")};

    return c;
}

static void count_lost(void *ud, const dm_doc *doc, size_t winner, size_t loser)
{
    assert_int_equal(dm_doc_change_at(doc, loser)->state, DM_CHANGE_LOST);
    assert_int_not_equal(winner, loser);
    ++*(size_t *)ud;
}

static void check_source(dm_doc *doc, const char *want)
{
    dm_buf out;

    dm_buf_init(&out, 1 << 20);
    assert_true(dm_save_text(doc, &out, NULL));
    if (!dm_slice_eq(dm_buf_view(&out), dm_slice_str(want)))
        fail_msg("got %.*s, want %s", (int)out.len, out.ptr, want);
    dm_buf_fini(&out);
}

static void the_settler_settles(void **state)
{
    static const char *const names[] = {"A", "B", "C", "D"};

    (void)state;
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
        const scene *s = &scenes[i];
        dm_doc      *doc = load("text", "0123456789");
        char         policy = s->policy;
        dm_commit    how = {.settle = by_policy, .ud = &policy};
        dm_err       err;
        size_t       n = 9;

        for (unsigned k = 0; k < s->nasked; k++) {
            dm_change c = plain(doc->text, s->asked[k], names[k]);

            assert_true(dm_doc_change(doc, &c, &err));
        }
        if (!dm_doc_commit(doc, &how, &n, &err)) {
            assert_null(s->want);
            assert_int_equal(err.code, DM_E_EDITS);
            assert_non_null(strstr(err.msg, "replace by rule 'date' at 1:1"));
            assert_non_null(strstr(err.msg, "at 1:3"));
            assert_int_equal(dm_doc_change_at(doc, 0)->state, DM_CHANGE_QUEUED);
            check_source(doc, "0123456789");
        } else
            check_source(doc, s->want);
        dm_doc_free(doc);
    }
}

static void an_earlier_commit_stands(void **state)
{
    dm_doc   *doc = load("text", "0123456789");
    dm_change a = plain(doc->text, (dm_range){2, 4}, "A");
    dm_change b = plain(doc->text, (dm_range){3, 5}, "B");
    dm_change c = plain(doc->text, (dm_range){7, 8}, "C");
    size_t    lost = 0;
    dm_commit how = {.lost = count_lost, .ud = &lost};
    size_t    n;

    (void)state;
    assert_true(dm_doc_change(doc, &a, NULL));
    c.made = true;
    assert_true(dm_doc_change(doc, &c, NULL));
    how.made_only = true;
    assert_true(dm_doc_commit(doc, &how, &n, NULL));
    assert_int_equal(n, 1);
    check_source(doc, "0123456C89");
    how.made_only = false;
    assert_true(dm_doc_commit(doc, &how, &n, NULL));
    assert_int_equal(n, 1);
    assert_true(dm_doc_change(doc, &b, NULL));
    assert_true(dm_doc_commit(doc, &how, &n, NULL));
    assert_int_equal(n, 0);
    assert_int_equal(lost, 1);
    assert_true(dm_doc_commit(doc, &how, &n, NULL));
    assert_int_equal(lost, 1); /* told once */
    check_source(doc, "01A456C89");
    dm_doc_free(doc);
}

static jmp_buf out_of_here;

static size_t jump(void *ud, const dm_doc *doc, size_t a, size_t b)
{
    (void)ud;
    (void)doc;
    (void)b;
    longjmp(out_of_here, (int)a + 1);
}

static void a_settler_may_jump(void **state)
{
    dm_doc   *doc = load("text", "0123456789");
    dm_change a = plain(doc->text, (dm_range){2, 4}, "A");
    dm_change b = plain(doc->text, (dm_range){3, 5}, "B");
    dm_commit how = {.settle = jump};
    char      policy = 'f';
    size_t    n = 0;

    (void)state;
    assert_true(dm_doc_change(doc, &a, NULL) && dm_doc_change(doc, &b, NULL));
    if (setjmp(out_of_here) == 0) {
        (void)!dm_doc_commit(doc, &how, &n, NULL);
        fail();
    }
    assert_int_equal(dm_doc_change_at(doc, 0)->state, DM_CHANGE_QUEUED);
    check_source(doc, "0123456789");
    how.settle = by_policy;
    how.ud = &policy;
    assert_true(dm_doc_commit(doc, &how, &n, NULL));
    check_source(doc, "01A456789");
    dm_doc_free(doc);
}

static const struct {
    const char *view;
    dm_range    at;
    const char *text, *fixed, *msg;
} refused[] = {
    {"text",    {1, 2}, "x",    NULL,     "cuts a character"},
    {"raw",     {1, 3}, "x",    NULL,     "cuts a character"},
    {"decoded", {0, 2}, "x",    NULL,     "cuts a character"},
    {"text",    {0, 3}, "\xFF", NULL,     "not UTF-8"       },
    {"text",    {0, 3}, "x",    "a mail", "a mail cannot"   },
};

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        dm_doc   *doc = load("text", "中文");
        dm_change c = plain(view_of(doc, refused[i].view), refused[i].at,
                            refused[i].text);
        dm_err    err;

        doc->fixed = refused[i].fixed;
        c.file = DM_S("s.lua");
        c.line = 12;
        assert_false(dm_doc_change(doc, &c, &err));
        assert_int_equal(err.code, DM_E_NO_EDIT);
        assert_string_equal(err.file, "s.lua");
        assert_int_equal(err.line, 12);
        assert_int_equal(err.doc_line, 1);
        if (strstr(err.msg, refused[i].msg) == NULL)
            fail_msg("row %zu: %s", i, err.msg);
        assert_int_equal(dm_doc_changes(doc), 0);
        dm_doc_free(doc);
    }
}

static void texts_have_a_limit(void **state)
{
    dm_load_options o = {.from = "text", .limits = {.max_text = 1000}};
    dm_doc         *doc = dm_load(DM_S(""), DM_S(""), DM_S("abc"), &o, NULL);
    char            text[400];
    dm_err          err = {.code = DM_OK};
    size_t          n = 0;
    dm_change       c;

    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    c = plain(doc->text, (dm_range){1, 1}, text);
    while (n < 10 && dm_doc_change(doc, &c, &err))
        n++;
    assert_int_equal(n, 2);
    assert_int_equal(err.code, DM_E_SIZE);
    dm_doc_free(doc);
}

/* Nested, crossing and equal edits in any number take no more than n log n:
** a hundred thousand of each in a moment. */
static void many_edits_are_quick(void **state)
{
    enum { MANY = 100000 };
    static char     text[4 * MANY + 1];
    char            policy = 'l';
    dm_commit       how = {.settle = by_policy, .ud = &policy};
    dm_load_options o = {.from = "text"};
    size_t          n;

    (void)state;
    memset(text, 'a', sizeof text - 1);
    for (int kind = 0; kind < 5; kind++) {
        dm_doc *doc = dm_load(DM_S(""), DM_S(""), dm_slice_str(text), &o, NULL);

        for (size_t i = 0; i < MANY; i++) {
            dm_change c = plain(doc->text, (dm_range){2 * i, 2 * i + 1}, "");

            c.after = DM_S(")");
            if (kind == 1) /* all the same */
                c.range = (dm_range){5, 9};
            else if (kind == 2) /* each in the one before */
                c.range = (dm_range){i, 4 * MANY - i};
            else if (kind == 3) { /* marks that cross */
                c.op = DM_CHANGE_WRAP;
                c.text = DM_S("(");
                c.range = (dm_range){i, i + MANY};
            } else if (kind == 4) { /* replacements that overlap */
                c.text = DM_S("bb");
                c.range = (dm_range){i, i + MANY};
            }
            assert_true(dm_doc_change(doc, &c, NULL));
        }
        assert_true(dm_doc_commit(doc, &how, &n, NULL));
        assert_true(n >= 1);
        dm_doc_free(doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_say_what_stands_in_the_file),
        cmocka_unit_test(the_settler_settles),
        cmocka_unit_test(an_earlier_commit_stands),
        cmocka_unit_test(a_settler_may_jump),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(texts_have_a_limit),
        cmocka_unit_test(many_edits_are_quick),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
