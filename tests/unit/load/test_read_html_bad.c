/* test_read_html_bad.c - pages that are too deep, too long, floods, or cut off:
** what can be had of them is, and what is lost is said.
*/
#include "load_page.h"

#include <stdio.h>

#include "base/buf.h"

static void nest(dm_buf *b, const char *open, const char *text, size_t n)
{
    dm_buf_clear(b);
    for (size_t i = 0; i < n; i++) {
        dm_buf_str(b, open);
        dm_buf_printf(b, "%s%zu ", text, i);
    }
    dm_buf_char(b, '\0');
}

/* libxml2 by itself loses everything that is 256 deep, without a word. */
static void deep_text_is_whole(void **state)
{
    static const char *const opens[] = {
        "<div>", "<b>", "<blockquote>", "<table><tr><td>", "<ul><li>", "<x>"};
    dm_buf b;

    (void)state;
    dm_buf_init(&b, 1 << 20);
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        size_t  depth = i == 3 ? 680 : i == 4 ? 1000 : 2000;
        dm_doc *doc;
        char    last[32];

        nest(&b, opens[i], "w", depth);
        doc = load(dm_slice_str(b.ptr));
        for (size_t k = 0; k < depth; k++) {
            snprintf(last, sizeof last, "w%zu", k);
            assert_non_null(memmem(doc->text->text.ptr, doc->text->text.len,
                                   last, strlen(last)));
        }
        dm_doc_free(doc);
    }
    dm_buf_fini(&b);
}

static void too_deep_is_an_error(void **state)
{
    dm_load_options o = {.from = "html", .limits = {.max_depth = 10}};
    dm_err          err = {.code = DM_OK};
    dm_buf          b;

    (void)state;
    dm_buf_init(&b, 1 << 20);
    nest(&b, "<div>", "", 11);
    assert_null(dm_load(DM_S("t"), DM_S(""), dm_slice_str(b.ptr), &o, &err));
    assert_int_equal(err.code, DM_E_DEPTH);
    dm_buf_fini(&b);
}

static void longer_than_allowed_is_an_error(void **state)
{
    dm_load_options o = {.from = "html", .limits = {.max_text = 64}};
    dm_err          err = {.code = DM_OK};
    const char     *html = "<p>a<p>b<p>c<p>d<p>e<p>f<p>g<p>h<p>i<p>j<p>k";

    (void)state;
    o.limits.max_text = strlen(html);
    dm_doc_free(dm_load(DM_S("t"), DM_S(""), dm_slice_str(html), &o, &err));
    assert_int_equal(err.code, DM_OK);
    o.limits.max_text = strlen(html) - 1;
    assert_null(dm_load(DM_S("t"), DM_S(""), dm_slice_str(html), &o, &err));
    assert_int_equal(err.code, DM_E_SIZE);
}

/* Each of these once took a parser minutes or its reason. */
static void floods_are_endured(void **state)
{
    static const struct {
        const char *head, *unit, *tail;
        size_t      n;
    } rows[] = {
        {"",            "<",            "",          1000000},
        {"",            "<!--",         "",          300000 },
        {"",            "&",            "",          1000000},
        {"",            "&#",           "",          500000 },
        {"",            "&copyx ",      "",          200000 },
        {"",            "&#0;",         "",          300000 },
        {"",            "<![CDATA[",    "]]>",       300000 },
        {"<![CDATA[",   "<![CDATA[]]>", "",          300000 },
        {"",            "<!-->",        "",          300000 },
        {"",            "<!--->",       "-->",       300000 },
        {"",            "<title>",      "",          100000 },
        {"",            "<script></",   "",          200000 },
        {"<!--",        "-",            "",          2000000},
        {"",            "</p>",         "",          200000 },
        {"<p",          " a",           ">text",     100000 },
        {"<p ",         "a='1'",        ">text",     100000 },
        {"<p a='",      "x",            "'>text",    1000000},
        {"",            "<p>",          "",          200000 },
        {"",            "<br>",         "x",         200000 },
        {"<table>",     "<tr><td>",     "x",         100000 },
        {"<table><tr>", "<td></td>",    "x",         100000 },
        {"<ruby>",      "a<rt>b",       "x",         50000  },
        {"",            "<a href=x>a",  "",          100000 },
        {"<pre>",       "\r\n",         "x",         500000 },
        {"<title>",     "<b>x</b>",     "</title>x", 100000 },
    };
    dm_load_options o = {.from = "html"};
    dm_buf          b;

    (void)state;
    dm_buf_init(&b, 64 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_err  err = {.code = DM_OK};
        dm_doc *doc;

        dm_buf_clear(&b);
        dm_buf_str(&b, rows[i].head);
        for (size_t k = 0; k < rows[i].n; k++)
            dm_buf_str(&b, rows[i].unit);
        dm_buf_str(&b, rows[i].tail);
        doc = dm_load(DM_S("t"), DM_S(""), dm_buf_view(&b), &o, &err);
        if (doc == NULL && err.code != DM_E_DEPTH)
            fail_msg("%s %s: %s", rows[i].head, rows[i].unit, err.msg);
        dm_doc_free(doc);
    }
    dm_buf_fini(&b);
}

static void attributes_past_the_limit_are_said(void **state)
{
    dm_buf  b;
    dm_doc *doc;

    (void)state;
    dm_buf_init(&b, 1 << 20);
    dm_buf_str(&b, "<script>if(a<b)'x'</script><p><a href=y ");
    for (size_t k = 0; k < 3000; k++)
        dm_buf_printf(&b, "a%zu=\"1 > 2\" ", k);
    dm_buf_str(&b, ">text</a>");
    doc = load(dm_buf_view(&b));
    assert_true(dm_slice_eq(doc->text->text, DM_S("text")));
    assert_int_equal(doc->nwarnings, 1);
    assert_int_equal(doc->nlinks, 1);
    dm_doc_free(doc);
    dm_buf_fini(&b);
}

/* What is lost is said, and nothing else is. */
static const struct {
    const char *html, *text, *said; /* "" for no warning */
} losses[] = {
    {"<p>a</p><!-- b --><script>c</script>d",                                 "a\nd", ""                              },
    {"a\n<!-- b <p>c</p>",                                                    "a",
     "a comment that begins in line 2 never ends: the 15 bytes"                                                       },
    {"a<script>b <p>c</p>",                                                   "a",    "a script that begins in line 1"},
    {"a<style>b <p>c</p>",                                                    "a",    "a style sheet that begins"     },
    {"<title>a<p>b</p>",                                                      "",     "a title that begins"           },
    {"a<p title=\"b>c</p>",                                                   "a",    "a tag that begins"             },
    {"a<p clas",                                                              "a",    "a tag that begins"             },
    {"a</p",                                                                  "a",    "a tag that begins"             },
    {"<a onclick=f('b=\"c')>d</a>",                                           "d",    ""                              },
    {"<frameset><frame src=a><frame src=b><noframes>c</noframes></frameset>",
     "",                                                                              "2 frames"                      },
    {"<body><script>a</script></body>",                                       "",     "no text"                       },
    {"",                                                                      "",     ""                              },
    {"<title>x&#0;</title>a",                                                 "a",    ""                              },
};

static void what_is_lost_is_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        dm_doc  *doc = load(dm_slice_str(losses[i].html));
        dm_slice got = doc->text->text;
        bool     said = losses[i].said[0] == '\0' ? doc->nwarnings == 0 : false;

        for (size_t k = 0; k < doc->nwarnings && losses[i].said[0]; k++)
            said =
                said || memmem(doc->warnings[k].ptr, doc->warnings[k].len,
                               losses[i].said, strlen(losses[i].said)) != NULL;
        if (!said || !dm_slice_eq(got, dm_slice_str(losses[i].text)))
            fail_msg("%s:\n got [%.*s], %zu warnings: %.*s", losses[i].html,
                     (int)got.len, got.ptr, doc->nwarnings,
                     doc->nwarnings > 0 ? (int)doc->warnings[0].len : 0,
                     doc->nwarnings > 0 ? doc->warnings[0].ptr : "");
        dm_doc_free(doc);
    }
}

static void numbers_of_nothing_in_titles(void **state)
{
    dm_doc *doc = load(DM_S("<title>x&#0;y</title>a"));

    (void)state;
    assert_true(
        dm_slice_eq(dm_doc_meta(doc, DM_S("title")), DM_S("x\xEF\xBF\xBDy")));
    dm_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deep_text_is_whole),
        cmocka_unit_test(too_deep_is_an_error),
        cmocka_unit_test(longer_than_allowed_is_an_error),
        cmocka_unit_test(floods_are_endured),
        cmocka_unit_test(attributes_past_the_limit_are_said),
        cmocka_unit_test(what_is_lost_is_said),
        cmocka_unit_test(numbers_of_nothing_in_titles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
