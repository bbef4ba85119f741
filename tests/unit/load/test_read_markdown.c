/* test_read_markdown.c - Markdown: its text, blocks, links, front matter, and
** where it came from. */
#include "markdown_page.h"

#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "describe.h"

static const struct {
    const char *name, *md, *text;
} texts[] = {
    {"empty",                             "",                                                      ""                    },
    {"only markup",                       "***\n\n[a]: /b\n\n<!-- c -->\n",                        ""                    },
    {"text alone",                        "hello",                                                 "hello"               },
    {"paragraphs",                        "a\n\nb\n",                                              "a\nb"                },
    {"a soft break is a blank",           "a\nb",                                                  "a b"                 },
    {"none in Chinese",                   "今天\n天气，\n好",                                "今天天气，好"  },
    {"one beside Latin",                  "今天\nabc\n天",                                      "今天 abc 天"      },
    {"one in Korean",                     "한국\n어",                                           "한국 어"          },
    {"hard breaks",                       "a  \nb\\\nc<br>d<BR/>e",                                "a\nb\nc\nd\ne"       },
    {"blanks inside stay",                "a  b\tc",                                               "a  b\tc"             },
    {"and ideographic ones at the start", "　　段落",                                          "　　段落"        },
    {"emphasis",                          "*a* **b** _c_ ~~d~~ ***e***",                           "a b c d e"           },
    {"signs of nothing",                  "2 * 3 * 4 a_b_c ~ ~~",                                  "2 * 3 * 4 a_b_c ~ ~~"},
    {"escapes",                           "\\*a\\* \\# \\\\ \\中 \\",                             "*a* # \\ \\中 \\"   },
    {"references",                        "&amp;lt; &#20013;&#x6587; &foo; &#0; &",
     "&lt; 中文 &foo; \xEF\xBF\xBD &"                                                                                  },
    {"code spans",                        "`a *b*  &amp; \\*` `` c`d ``",                          "a *b*  &amp; \\* c`d"},
    {"a code span over lines",            "`a\nb`",                                                "a b"                 },
    {"links",                             "[a *b*](c \"d\") [e][f] <http://g> h@i.jk\n\n[f]: /x",
     "a b e http://g h@i.jk"                                                                                             },
    {"images",                            "![甲 *乙*](a.png)",                                   "甲 乙"             },
    {"inline HTML",                       "a <b class=x>c</b><!-- d -->e<i\nhref='>'>f</i>",       "a cef"               },
    {"ruby",                              "<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字",  "漢字"              },
    {"headings",                          "# a #\n## b\nc\n===\nd\n---\n####### e",
     "a\nb\nc\nd\n####### e"                                                                                             },
    {"bullets are no text",               "- a\n+ b\n* c\n  - d",                                  "a\nb\nc\nd"          },
    {"numbers are",                       "1. a\n2. b\n   1) c\n3.\n",                             "1. a\n2. b\n1) c\n3."},
    {"numbers in numbers",                "1. 2. a",                                               "1. 2. a"             },
    {"numbers behind others",             "- 1. a\n\n> 3. b",                                      "1. a\n3. b"          },
    {"numbers behind code",               "```\n1. x\n```\n5. a",                                  "1. x\n5. a"          },
    {"no numbers of nothing",             "a\n2. b\n\n1.a",                                        "a 2. b\n1.a"         },
    {"loose items",                       "1. a\n\n   b\n\n2. # c",                                "1. a\nb\n2. c"       },
    {"tasks",                             "- [ ] a\n- [x] b",                                      "[ ] a\n[x] b"        },
    {"quotes",                            "> a\nb\n> > c",                                         "a b\nc"              },
    {"fences",                            "```c\nint *a;\n\n  b\n```\nc",                          "int *a;\n\n  b\nc"   },
    {"a fence that never ends",           "~~~\na\n b",                                            "a\n b"               },
    {"code by indentation",               "    a\n\n      b\nc",                                   "a\n\n  b\nc"         },
    {"tabs in code",                      "\ta\tb\n\t\tc",                                         "a\tb\n    c"         },
    {"code in a quote",                   "> ```\n> a\n>  b\n> ```",                               "a\n b"               },
    {"tables",                            "|a|b|\n|---|:---:|\n|c\\|d||\n| `e` |*f*|g|",
     "a\tb\nc|d\ne\tf"                                                                                                   },
    {"HTML blocks",                       "<div>\n a  b<br>c &lt;\n</div>\n\nd",                   "a b\nc <\nd"         },
    {"no text in HTML",
     "<style>\na\n\nb</style>\n\n<script>\n\"<p>\"\n</script>\n\n<!--\na\n\nb "
     "-->\nc",                                                                                     "c"                   },
    {"HTML in a quote",                   "> <div>\n> a\n> b</div>",                               "a b"                 },
    {"CR LF",                             "a\r\nb\r\n\r\n# c\r\n\r\n```\r\nd\r\n\r\ne\r\n```\r\n",
     "a b\nc\nd\n\ne"                                                                                                    },
    {"NUL",                               NULL,
     "a\xEF\xBF\xBD"
     "b"                                                                                                                 },
    {"front matter",                      "---\ntitle: x\n---\n# a",                               "a"                   },
    {"a rule is none",                    "---\n\na\n\n---\n",                                     "a"                   },
    {"a heading under a rule",            "---\nno key\n---\n",                                    "no key"              },
    {"front matter without an end",       "---\na: b\n\nc",                                        "a: b\nc"             },
    {"no footnotes",                      "甲[^1]\n\n[^1]: 注释。\n> [^2]: b c",
     "甲[^1]\n[^1]: 注释。\n[^2]: b c"                                                                               },
};

static const struct {
    const char *name, *md, *want;
} outlines[] = {
    {"paragraphs",                  "a\n\nb",                         "p:a|p:b"                    },
    {"headings",                    "# a\n###### b\nc\n-",            "h1:a|h6:b|h2:c"             },
    {"numbers of headings",         "## 一、总则",                "h2[一、]:一、总则"    },
    {"lists",                       "- a\n- b\n  - c\n    1. d\n- e",
     "l1:a|l1{l2{l3[1.]:1. d}}|l1:e"                                                               },
    {"loose lists",                 "- a\n\n- b",                     "l1{p:a}|l1{p:b}"            },
    {"numbers",                     "1. a\n\n   b\n2) c",             "l1[1.]{p:a|p:b}|l1[2)]:2) c"},
    {"numbers in Chinese are text", "- （一）甲",                 "l1[（一）]:（一）甲" },
    {"quotes",                      "> a\n> # b\n> - c",              "q{p:a|h1:b|l1:c}"           },
    {"code",                        "    a\n\n~~~\nb\n\nc\n~~~",      "e:a|e:b//c"                 },
    {"an empty fence is none",      "```\n```\na",                    "p:a"                        },
    {"tables",                      "|a|b|\n|---|---|\n|||\n|c||",    "t{r{c!:a|c!:b}|r{c:c|c:}}"  },
    {"HTML",                        "<div>a<p>b</p></div>",           "p:a|p:b"                    },
};

static void text_of(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dm_slice md = texts[i].md != NULL ? dm_slice_str(texts[i].md)
                                          : (dm_slice){"a\0b", 3};
        dm_doc  *doc = load(md);
        dm_slice got = doc->text->text;

        if (!dm_slice_eq(got, dm_slice_str(texts[i].text)))
            fail_msg("%s:\n got [%.*s]\nwant [%s]", texts[i].name, (int)got.len,
                     got.ptr, texts[i].text);
        assert_string_equal(doc->format, "markdown");
        assert_int_equal(doc->nwarnings, texts[i].md == NULL);
        dm_doc_free(doc);
    }
}

static void blocks_of(void **state)
{
    dm_buf got;

    (void)state;
    dm_buf_init(&got, 1 << 20);
    for (size_t i = 0; i < sizeof outlines / sizeof *outlines; i++) {
        dm_doc *doc = load(dm_slice_str(outlines[i].md));

        assert_true(describe(&got, doc));
        if (strcmp(got.ptr, outlines[i].want) != 0)
            fail_msg("%s:\n got %s\nwant %s", outlines[i].name, got.ptr,
                     outlines[i].want);
        dm_doc_free(doc);
    }
    dm_buf_fini(&got);
}

static void links_and_metadata(void **state)
{
    static const char md[] =
        "\xEF\xBB\xBF---\r\ntitle: \"甲: 乙\"\r\nauthor: 李四\r\ndate: "
        "2020-01-02\r\ntags: [a, b]\r\n"
        "nested:\r\n  title: no\r\nlang: zh\r\n---\r\n[一](/a?b=1&amp;c) "
        "www.x.yz u@v.wx [n]\r\n\r\n[n]: <d e>\r\n";
    static const char *const hrefs[] = {"/a?b=1&c", "http://www.x.yz",
                                        "mailto:u@v.wx", "d e"};
    static const char *const said[] = {"一", "www.x.yz", "u@v.wx", "n"};
    dm_doc                  *doc = load(DM_S(md));

    (void)state;
    assert_int_equal(doc->nlinks, 4);
    for (size_t i = 0; i < 4; i++) {
        dm_link l = doc->links[i];

        assert_true(dm_slice_eq(l.href, dm_slice_str(hrefs[i])));
        assert_true(
            dm_slice_eq(dm_slice_sub(doc->text->text, l.range.from, l.range.to),
                        dm_slice_str(said[i])));
    }
    assert_true(dm_slice_eq(dm_doc_meta(doc, DM_S("title")), DM_S("甲: 乙")));
    assert_true(dm_slice_eq(dm_doc_meta(doc, DM_S("author")), DM_S("李四")));
    assert_true(
        dm_slice_eq(dm_doc_meta(doc, DM_S("date")), DM_S("2020-01-02")));
    assert_int_equal(dm_doc_meta(doc, DM_S("tags")).len, 0);
    assert_true(dm_slice_eq(doc->lang, DM_S("zh")));
    assert_int_equal(doc->nmeta, 4);
    dm_doc_free(doc);
}

/* What piece `text` of the view "text" is made of. */
static const struct {
    const char *md, *text, *source;
} sources[] = {
    {"a *b* c",                 "b",      "b"        },
    {"a *b* c",                 "a b c",  "a *b* c"  },
    {"a \\* b",                 "*",      "\\*"      },
    {"a &amp; b",               "&",      "&amp;"    },
    {"> a\n> b",                " ",      "\n"       },
    {"> a\n> b",                "a b",    "a\n> b"   },
    {"中\n文",                "中文", "中\n文" },
    {"a  \nb",                  "\n",     "  \n"     },
    {"a<br>b",                  "\n",     "<br>"     },
    {"*a*\n<i>b</i>",           " ",      "\n"       },
    {" 1.  a",                  "1.",     "1."       },
    {"- [x] a",                 "[x]",    "[x]"      },
    {"|a|b|\n|---|---|\n|c|d|", "c",      "c"        },
    {"```\n  a\n\tb\n```",      "  a",    "  a"      },
    {"```\n  a\n\tb\n```",      "b",      "b"        },
    {"`a\nb`",                  "a b",    "a\nb"     },
    {"<div>\na &lt; b\n</div>", "<",      "&lt;"     },
    {"[a](b)\n[c]\n\n[c]: d",   "a c",    "a](b)\n[c"},
};

static void where_it_came_from(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        dm_doc     *doc = load(dm_slice_str(sources[i].md));
        dm_slice    text = doc->text->text;
        dm_slice    piece = dm_slice_str(sources[i].text);
        const char *at = memmem(text.ptr, text.len, piece.ptr, piece.len);
        dm_range    r = {0, 0}, src = {0, 0};

        assert_non_null(at);
        r.from = (size_t)(at - text.ptr);
        r.to = r.from + piece.len;
        assert_true(dm_view_source(doc->text, r, &src));
        if (!dm_slice_eq(dm_slice_sub(doc->bytes, src.from, src.to),
                         dm_slice_str(sources[i].source)))
            fail_msg("%s: [%s] came from [%.*s]", sources[i].md,
                     sources[i].text, (int)(src.to - src.from),
                     doc->bytes.ptr + src.from);
        dm_doc_free(doc);
    }
}

/* A megabyte of each, which must cost a bounded time; `fails` with that. */
static const struct {
    const char *unit;
    dm_code     fails;
} hard[] = {
    {">",            DM_E_DEPTH},
    {"> ",           DM_E_DEPTH},
    {"1. ",          DM_E_DEPTH},
    {">\n",          DM_OK     },
    {"[",            DM_OK     },
    {"[]",           DM_OK     },
    {"[a](",         DM_OK     },
    {"![",           DM_OK     },
    {"*",            DM_OK     },
    {"*a ",          DM_OK     },
    {"a**b",         DM_OK     },
    {"_a",           DM_OK     },
    {"`a``b",        DM_OK     },
    {"<",            DM_OK     },
    {"<a ",          DM_OK     },
    {"<!--",         DM_OK     },
    {"&a",           DM_OK     },
    {"\\",           DM_OK     },
    {"|",            DM_OK     },
    {"|a\n",         DM_OK     },
    {"- ",           DM_OK     },
    {"- a\n",        DM_OK     },
    {"1.\n",         DM_OK     },
    {"~a",           DM_OK     },
    {"a@",           DM_OK     },
    {"www.",         DM_OK     },
    {"a\n=\n",       DM_OK     },
    {"```\n",        DM_OK     },
    {"\r",           DM_OK     },
    {"\t",           DM_OK     },
    {"**x [a*",      DM_OK     },
    {"<div>\n<!-- ", DM_OK     },
    {"<a`",          DM_OK     },
    {"[a](<",        DM_OK     },
    {"<script>",     DM_OK     },
    {"\n    a\n\n",  DM_OK     },
};

static void hard_input_is_bounded(void **state)
{
    enum { N = 1000000 };
    char *room = malloc(N);

    (void)state;
    for (size_t i = 0; i < sizeof hard / sizeof *hard; i++) {
        size_t          len = strlen(hard[i].unit);
        dm_load_options o = {.from = "markdown", .charset = "utf-8"};
        dm_err          err = {.code = DM_OK};
        clock_t         begin = clock();
        dm_doc         *doc;

        for (size_t k = 0; k < N; k++)
            room[k] = hard[i].unit[k % len];
        doc = dm_load(DM_S("t"), DM_S(""), (dm_slice){room, N}, &o, &err);
        if (doc == NULL ? err.code != hard[i].fails : hard[i].fails != DM_OK)
            fail_msg("%s: %s", hard[i].unit,
                     doc == NULL ? err.msg : "was read");
        if (clock() - begin > 10 * CLOCKS_PER_SEC)
            fail_msg("%s takes too long", hard[i].unit);
        dm_doc_free(doc);
    }
    free(room);
}

static void addresses_are_bounded(void **state)
{
    dm_load_options o = {.from = "markdown", .charset = "utf-8"};
    dm_err          err = {.code = DM_OK};
    dm_buf          b;

    (void)state;
    dm_buf_init(&b, 8 << 20);
    dm_buf_str(&b, "[a]: ");
    for (int i = 0; i < 300000; i++)
        dm_buf_str(&b, "x\\*");
    dm_buf_str(&b, "\n\n");
    for (int i = 0; i < 20000; i++)
        dm_buf_str(&b, "[a] ");
    assert_null(dm_load(DM_S("t"), DM_S(""), dm_buf_view(&b), &o, &err));
    assert_int_equal(err.code, DM_E_SIZE);
    dm_buf_fini(&b);
}

static void without_memory(void **state)
{
    static const char md[] = "---\ntitle: a\n---\n# b\n\n[c](d) `e`\n\n1. "
                             "f\n\n|g|\n|---|\n|h|\n\n<div>i</div>\n";
    dm_load_options   o = {.from = "markdown", .charset = "utf-8"};
    dm_doc           *doc = NULL;
    long              n = 0;

    (void)state;
    for (; doc == NULL; n++) {
        dm_err err = {.code = DM_OK};

        dm_mem_fail_after(n);
        doc = dm_load(DM_S("t"), DM_S(""), DM_S(md), &o, &err);
        dm_mem_fail_after(-1);
        if (doc == NULL)
            assert_int_equal(err.code, DM_E_MEMORY);
        assert_true(n < 1000);
    }
    assert_true(n > 5);
    dm_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of),
        cmocka_unit_test(blocks_of),
        cmocka_unit_test(links_and_metadata),
        cmocka_unit_test(where_it_came_from),
        cmocka_unit_test(hard_input_is_bounded),
        cmocka_unit_test(addresses_are_bounded),
        cmocka_unit_test(without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
