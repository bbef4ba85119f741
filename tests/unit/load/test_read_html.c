/* test_read_html.c - pages: their text, blocks, links, readings, metadata. */
#include "load_page.h"

#include "describe.h"

static const struct {
    const char *name, *html, *text;
} texts[] = {
    {"empty",                             "",                                                            ""                  },
    {"only markup",                       "<p></p><br><hr>",                                             ""                  },
    {"text alone",                        "hello",                                                       "hello"             },
    {"paragraphs",                        "<p>a</p><p>b</p>",                                            "a\nb"              },
    {"white space folds",                 "<p> a \n\t b </p>\n <p>\n c</p> ",                            "a b\nc"            },
    {"across inline elements",            "<p>a <b> b</b> <i>c </i>d</p>",                               "a b c d"           },
    {"no space, none made",               "<p>a<b>b</b>c</p>",                                           "abc"               },
    {"NBSP stays",                        "<p>a&nbsp; b</p>",                                            "a\xC2\xA0 b"       },
    {"br",                                "a<br>b<br/>c<BR >d",                                          "a\nb\nc\nd"        },
    {"two br",                            "a<br><br>b",                                                  "a\n\nb"            },
    {"br at an end",                      "<p>a<br></p><p>b</p>",                                        "a\nb"              },
    {"br at the beginning",               "<br><p><br>a</p>",                                            "a"                 },
    {"space around br",                   "a <br> b",                                                    "a\nb"              },
    {"references",                        "&lt;b&gt; &amp;amp; &#20013;&#x6587;&quot;",
     "<b> &amp; 中文\""                                                                                                    },
    {"reference for a letter it holds",   "&amp;amp;&#38;#38;",                                          "&amp;&#38;"        },
    {"unknown reference",                 "a&foo;b&bar c & d&",                                          "a&foo;b&bar c & d&"},
    {"open references of old",            "&copy 2020&nbsp&nbsp;x&lt y",
     "\xC2\xA9 2020\xC2\xA0\xC2\xA0x< y"                                                                                     },
    {"windows-1252 numbers",              "&#147;q&#148;&#150;&#128;",                                   "“q”–€"     },
    {"numbers of nothing",                "a&#0;b&#xD800;c&#x110000;d&#99999999999;e&#xDfFf f",
     "a\xEF\xBF\xBD"
     "b\xEF\xBF\xBD"
     "c\xEF\xBF\xBD"
     "d\xEF\xBF\xBD"
     "e\xEF\xBF\xBD f"                                                                                                       },
    {"a tab by number",                   "<pre>a&#9;b&#x09;c</pre>",                                    "a\tb\tc"           },
    {"no numbers",                        "a&#;b &#x; &#xg; &# &#-1; c",
     "a&#;b &#x; &#xg; &# &#-1; c"                                                                                           },
    {"names that go on",                  "&copy2020 a&ampx; &notit; &ltb&gt &frac12x &not;in",
     "\xC2\xA9"
     "2020 a&x; \xC2\xACit; <b> \xC2\xBDx \xC2\xACin"                                                                        },
    {"names that are no beginning",       "&cop2 &Copy2 &euro2 &alphabet &co",
     "&cop2 &Copy2 &euro2 &alphabet &co"                                                                                     },
    {"space by reference folds",          "<p>a&#32;&#10; b</p>",                                        "a b"               },
    {"less-than in text",                 "a < b <3 <= c",                                               "a < b <3 <= c"     },
    {"greater-than in text",              "<p>> a > b</p>> c",                                           "> a > b\n> c"      },
    {"greater-than first",                ">a<b>></b>>",                                                 ">a>>"              },
    {"comments",                          "a<!-- <p>no</p> -->b<!---->c",                                "abc"               },
    {"instructions",                      "a<?php echo '<p>'; ?>b",                                      "a'; ?>b"           },
    {"script and style",                  "a<script>if(x<y)'</p>';</script>b<style>p{}</style>c",
     "abc"                                                                                                                   },
    {"noscript, template",                "a<noscript>n</noscript><template>t</template>b",
     "ab"                                                                                                                    },
    {"hidden",                            "a<i hidden>x</i><b style='color:red; Display : NONE'>y</b>b",
     "ab"                                                                                                                    },
    {"a hidden body is meant to be seen", "<body style='display:none'>a",                                "a"                 },
    {"title is not text",                 "<title>t</title>a",                                           "a"                 },
    {"pre",                               "<pre>\n a\n\n  b\tc \n</pre>d",                               " a\n\n  b\tc \nd"  },
    {"pre with CR LF",                    "<pre>\r\na\r\nb\rc</pre>",                                    "a\nb\nc"           },
    {"pre with br",                       "<pre>a<br>b</pre>",                                           "a\nb"              },
    {"list",                              "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e",                     "a\nb\nc\nd\ne"     },
    {"table",                             "<table><tr><td>a<td>b<tr><td>c<td>d</table>",                 "a\tb\nc\td"        },
    {"empty cells",                       "<table><tr><td>a<td><td>c<tr><td><td>e<tr><td>f</table>",
     "a\t\tc\n\te\nf"                                                                                                        },
    {"paragraphs that fill cells",
     "<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>",                                       "a\tb"              },
    {"cells of several lines",
     "<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>",                                      "a\nb\nc"           },
    {"table for layout",
     "<table><tr><td>menu<br>more<td><table><tr><td>x<td>y</table></table>",                             "menu\nmore\nx\ty"  },
    {"select",                            "<select><option>a<option>b</select>c",                        "a\nb\nc"           },
    {"ruby",                              "<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字",        "漢字"            },
    {"ruby without end tags",             "<ruby>漢<rp>(<rt>hàn<rp>)</ruby>字",                       "漢字"            },
    {"controls are no text",
     "<p>a\001b\x7F"
     "c</p>",                                                                                            "ab\x7F"
     "c"                                                                                                        },
    {"noncharacters",
     "<p>a\xEF\xBF\xBE\xEF\xBF\xBF"
     "b</p>",                                                                                            "ab"                },
    {"end tags of nothing",               "a</b></p></foo>b",                                            "a\nb"              },
    {"a tag that never ends",             "<p>a</p><p class=x",                                          "a"                 },
    {"quotes that never end",             "<p title=\"a>b</p>",                                          ""                  },
    {"a tag in a tag",                    "<p>a<b<i>c</i>d</p>",                                         "acd"               },
    {"a doctype inside",                  "a<!doctype html>b",                                           "ab"                },
    {"CDATA",                             "<p>a<![CDATA[x]]>b <![CDATA[ <b>c</b> ]]></p>",               "axb c"             },
    {"CDATA in CDATA",                    "a<![CDATA[x<![CDATA[y]]>z]]>b",                               "ax<![CDATA[yz]]>b" },
    {"CDATA without an end",              "<p>a<![CDATA[x",                                              "a<![CDATA[x"       },
    {"the shortest comments",             "a<!-->b<p>c<!---> d<!---->e<!-- x -->f",
     "ab\nc def"                                                                                                             },
    {"a comment in a comment",            "a<!-- <!--> b<!-- <b --!>c",                                  "a bc"              },
    {"a comment in a script",             "a<script>'</p><!--'</script>b<!-- -->c",                      "abc"               },
    {"capitals",                          "<P>a</P><BR><DIV>b</DIV>",                                    "a\n\nb"            },
    {"alt is not text",                   "a<img alt='x' src=y>b",                                       "ab"                },
};

static const struct {
    const char *name, *html, *want;
} outlines[] = {
    {"paragraphs",                       "<p>a<p>b",                                                       "p:a|p:b"                        },
    {"text in a div",                    "<div>a<b>b</b><div>c</div>d</div>",                              "p:ab|p:c|p:d"                   },
    {"empty ones are none",              "<p></p><div> </div><h1></h1><ul><li></ul>",                      ""                               },
    {"headings",                         "<h1>a</h1><h6><div>b</div></h6>",                                "h1:a|h6:b"                      },
    {"numbers",                          "<h2>一、总则</h2><ul><li>（一）目标</ul>",
     "h2[一、]:一、总则|l1[（一）]:（一）目标"                                                                                },
    {"lists",                            "<ul><li>a<li>b<ol><li>c</ol></ul><li>d",                         "l1:a|l1{l2#1:c}|l1:d"           },
    {"lists that count",
     "<ol><li>a<li>b<ul><li>c</ul><li></li><li>d</ol><ol><li>e</ol>",                                      "l1#1:a|l1#2{l2:c}|l1#4:d|l1#1:e"},
    {"from somewhere",
     "<ol start=5><li>a<li value=9>b<li>c</ol><ol start=x><li>d</ol>",                                     "l1#5:a|l1#9:b|l1#10:c|l1#1:d"   },
    {"from nowhere",
     "<ol start=-1><li>a<li>b<li>c</ol><ol start=99999999999><li>d</ol>",                                  "l1:a|l1:b|l1#1:c|l1#1:d"        },
    {"down",                             "<ol reversed start=2><li>a<li>b</ol><ol reversed><li>c</ol>",
     "l1#2:a|l1#1:b|l1:c"                                                                                                                   },
    {"around a table",                   "<ol><li>a<table><tr><td><li>b</table><li>c</ol>",
     "l1#1{t{r{c{l1:b}}}}|l1#2:c"                                                                                                           },
    {"numbers that are text as well",    "<ol><li>1. a<li>（二）b</ol>",
     "l1[1.]:1. a|l1[（二）]:（二）b"                                                                                                 },

    {"paragraph in an item",             "<li><p>a</p></li>",                                              "l1{p:a}"                        },
    {"two line breaks part paragraphs",  "<td>x</td><p>a<br>b<br><br>c</p>",
     "c:x|p:a/b|p:c"                                                                                                                        },
    {"quote",                            "<blockquote>a<p>b</p></blockquote>",                             "q{p:b}"                         },
    {"pre",                              "<pre>\n a\n b\n</pre>",                                          "e: a/ b"                        },
    {"table",                            "<table><caption>T</caption><tr><th>a<th>b<tr><td><td>d</table>",
     "t{f:T|r{c!:a|c!:b}|r{c:|c:d}}"                                                                                                        },
    {"rows without anything are none",
     "<table><tr><td><td></tr><tr><td>a</table>",                                                          "t{r{c:a}}"                      },
    {"trailing empty cells are counted", "<table><tr><td>a<td><td></table>",
     "t{r{c:a|c:|c:}}"                                                                                                                      },
    {"caption of a figure",              "<figure><figcaption>a</figcaption></figure>",
     "f:a"                                                                                                                                  },
};

static void text_of_pages(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dm_doc  *doc = load(dm_slice_str(texts[i].html));
        dm_slice got = doc->text->text;

        if (!dm_slice_eq(got, dm_slice_str(texts[i].text)))
            fail_msg("%s:\n got [%.*s]\nwant [%s]", texts[i].name, (int)got.len,
                     got.ptr, texts[i].text);
        assert_string_equal(doc->format, "html");
        dm_doc_free(doc);
    }
}

static void blocks_of_pages(void **state)
{
    dm_buf got;

    (void)state;
    dm_buf_init(&got, 1 << 20);
    for (size_t i = 0; i < sizeof outlines / sizeof *outlines; i++) {
        dm_doc *doc = load(dm_slice_str(outlines[i].html));

        assert_true(describe(&got, doc));
        if (strcmp(got.ptr, outlines[i].want) != 0)
            fail_msg("%s:\n got %s\nwant %s", outlines[i].name, got.ptr,
                     outlines[i].want);
        dm_doc_free(doc);
    }
    dm_buf_fini(&got);
}

/* What piece `text` of the view "text" is made of. */
static const struct {
    const char *html, *text, *source;
    bool        exact;
} sources[] = {
    {"<p>a &amp; b</p>",    "&",            "&amp;",        true},
    {"<p>a &amp; b</p>",    "a & b",        "a &amp; b",    true},
    {"<p>a&nbsp;b</p>",     "\xC2\xA0",     "&nbsp;",       true},
    {"<p>a&nbsp b</p>",     "\xC2\xA0",     "&nbsp",        true},
    {"<p>&foo;</p>",        "&foo;",        "&foo;",        true},
    {"<p>&#20013;文</p>",  "中",          "&#20013;",     true},
    {"<p>a<b>b</b>c</p>",   "b",            "b",            true},
    {"<p>a<b>b</b>c</p>",   "abc",          "a<b>b</b>c",   true},
    {"x<br>y",              "\n",           "<br>",         true},
    {"x<br />y",            "\n",           "<br />",       true},
    {"<p>a</p>\n<p>b</p>",  "\n",           "",             true},
    {"<p>a \n b</p>",       " ",            " ",            true},
    {"<p>a\tb</p>",         " ",            "\t",           true},
    {"<p>> a</p>",          "> a",          "> a",          true},
    {"<pre>a\r\nb</pre>",   "b",            "b",            true},
    {"<p>a<!-- c -->b</p>", "ab",           "a<!-- c -->b", true},
    {"<p>a\001b</p>",       "ab",           "a\001b",       true},
    {"a</foo>b",            "b",            "b",            true},
    {"a < b",               "<",            "<",            true},
    {"<p>a&#0;b",           "\xEF\xBF\xBD", "&#0;",         true},
    {"<p>a&#xD800 b",       "\xEF\xBF\xBD", "&#xD800",      true},
    {"<p>&copy2 b",         "\xC2\xA9",     "&copy",        true},
    {"<p>&copy2 b",         "2 b",          "2 b",          true},
    {"<p>a<![CDATA[x]]>b",  "x",            "x",            true},
    {"<p>a<!-->b",          "b",            "b",            true},
    {"<p>a&#;b",            "&#;",          "&#;",          true},
};

static void pieces_know_their_source(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        dm_slice    html = dm_slice_str(sources[i].html);
        dm_doc     *doc = load(html);
        dm_slice    text = doc->text->text;
        const char *at = memmem(text.ptr, text.len, sources[i].text,
                                strlen(sources[i].text));
        dm_range    r, src;
        bool        exact;

        assert_non_null(at);
        r.from = (size_t)(at - text.ptr);
        r.to = r.from + strlen(sources[i].text);
        exact = dm_view_source(doc->text, r, &src);
        if (exact != sources[i].exact ||
            !dm_slice_eq(dm_slice_sub(html, src.from, src.to),
                         dm_slice_str(sources[i].source)))
            fail_msg("%s: [%s] is [%.*s], exact %d", sources[i].html,
                     sources[i].text, (int)(src.to - src.from),
                     html.ptr + src.from, exact);
        dm_doc_free(doc);
    }
}

static void metadata_links_readings(void **state)
{
    dm_doc              *doc = load(DM_S(
                     "<html lang='zh-CN'><title> A &amp;\n B </title><title>C</title>"
                                  "<meta name=Author content='\xE5\xBC\xA0'><meta name=robots content=x>"
                                  "<meta property='article:published_time' content='2020'>"
                                  "<svg><title>no</title></svg>"
                                  "<p>go <a href='/x?a=1&amp;b'> <b>there</b> </a>now <a>x</a>"
                                  "<a href=y></a></p>"
                                  "<ruby>漢<rt> hàn\n</rt>字<rt>zì</rt></ruby><ruby><rt>z</rt></ruby>"));
    const dm_annotation *a = doc->annotations;
    dm_slice             text = doc->text->text;

    (void)state;
    assert_true(dm_slice_eq(doc->lang, DM_S("zh-CN")));
    assert_int_equal(doc->nmeta, 3);
    assert_true(dm_slice_eq(dm_doc_meta(doc, DM_S("title")), DM_S("A & B")));
    assert_true(dm_slice_eq(dm_doc_meta(doc, DM_S("author")), DM_S("张")));
    assert_true(dm_slice_eq(dm_doc_meta(doc, DM_S("article:published_time")),
                            DM_S("2020")));
    assert_int_equal(dm_doc_meta(doc, DM_S("robots")).len, 0);
    assert_int_equal(doc->nlinks, 1);
    assert_true(dm_slice_eq(doc->links[0].href, DM_S("/x?a=1&b")));
    assert_true(dm_slice_eq(
        dm_slice_sub(text, doc->links[0].range.from, doc->links[0].range.to),
        DM_S("there")));
    assert_int_equal(doc->nannotations, 2);
    assert_true(dm_slice_eq(dm_slice_sub(text, a[0].range.from, a[0].range.to),
                            DM_S("漢")));
    assert_true(dm_slice_eq(a[0].features[0].value, DM_S("hàn")));
    assert_true(dm_slice_eq(a[0].features[0].key, DM_S("reading")));
    assert_true(dm_slice_eq(dm_slice_sub(text, a[1].range.from, a[1].range.to),
                            DM_S("字")));
    dm_doc_free(doc);
}

/* Readings as "base=reading" one after the other. */
static const struct {
    const char *name, *html, *text, *readings;
} rubies[] = {
    {"one",                          "<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字",    "漢字",
     "漢=hàn "                                                                                                                                      },
    {"two in turn",                  "<ruby>漢<rt>hàn</rt>字<rt>zì</rt></ruby>",            "漢字",
     "漢=hàn 字=zì "                                                                                                                              },
    {"no end tags",                  "<ruby>漢<rp>(<rt>hàn<rp>)</ruby>字",                   "漢字",       "漢=hàn "                           },
    {"no end tags, two",             "<ruby>漢<rt>hàn<rb>字<rt>zì</ruby>書",               "漢字書",
     "漢=hàn 字=zì "                                                                                                                              },
    {"bases, then readings",
     "<ruby><rb>漢</rb><rb>字</rb> <rt>hàn</rt> <rt>zì</rt></ruby>",                        "漢字",
     "漢=hàn 字=zì "                                                                                                                              },
    {"the same, no end tags",        "<ruby><rb>漢<rb>字<rt>hàn<rt>zì</ruby>",              "漢字",
     "漢=hàn 字=zì "                                                                                                                              },
    {"text and rb",                  "<ruby>漢<rb>字</rb><rt>hàn<rt>zì</ruby>",             "漢字",
     "漢=hàn 字=zì "                                                                                                                              },
    {"groups",
     "<ruby><rb>漢<rb>字<rt>hàn<rt>zì<rb>拼<rb>音<rt>pīn<rt>yīn</ruby>",                "漢字拼音", "漢=hàn 字=zì 拼=pīn 音=yīn " },
    {"empty reading",                "<ruby>振<rt>ふ</rt>り<rt></rt>仮<rt>が</rt></ruby>",
     "振り仮",                                                                                               "振=ふ 仮=が "                    },
    {"empty reading among several",
     "<ruby><rb>振<rb>り<rb>仮<rt>ふ<rt><rt>が</ruby>",                                    "振り仮",
     "振=ふ 仮=が "                                                                                                                               },
    {"a row for all",
     "<ruby><rb>漢<rb>字<rt>hàn<rt>zì<rtc>Chinese</rtc></ruby>",                            "漢字",
     "漢=hàn 字=zì 漢字=Chinese "                                                                                                               },
    {"a second row",
     "<ruby><rb>漢<rb>字<rt>hàn<rt>zì<rtc> <rt>ㄏㄢ</rt> <rt>ㄗ</rt> </rtc>"
     "</ruby>",                                                                                 "漢字",       "漢=hàn 字=zì 漢=ㄏㄢ 字=ㄗ "},
    {"a second row, no end tags",
     "<ruby><rb>漢<rb>字<rtc><rt>hàn<rp>,<rt>zì<rtc>Chinese</ruby>書",                     "漢字書",
     "漢=hàn 字=zì 漢字=Chinese "                                                                                                               },
    {"nested",
     "<ruby><ruby>漢<rt>hàn</rt>字<rt>zì</rt></ruby>典<rt>Dict</rt></ruby>",
     "漢字典",                                                                                               "漢=hàn 字=zì 漢字典=Dict "    },
    {"nested, behind text",
     "<ruby>大<ruby>漢<rt>hàn</rt></ruby><rt>x</rt></ruby>",                                 "大漢",
     "漢=hàn 大漢=x "                                                                                                                             },
    {"ruby in a reading",
     "<ruby>漢<rt>a<ruby>b<rp>(<rt>c</rt></ruby>d</rt></ruby>字",                             "漢字",
     "漢=abd "                                                                                                                                       },
    {"markup in the base",           "<ruby><b>漢</b><i>字</i><rt>hàn zì</rt></ruby>",
     "漢字",                                                                                                  "漢字=hàn zì "                    },
    {"markup in the reading",        "<ruby>漢<rt><b>h</b>àn</rt></ruby>",                    "漢",
     "漢=hàn "                                                                                                                                      },
    {"spaces",                       "<ruby> 漢 <rt> hàn </rt> </ruby> 字",                  "漢 字",      "漢=hàn "                           },
    {"no base",                      "<ruby><rt>x</rt></ruby>字",                              "字",          ""                                    },
    {"more readings than bases",     "<ruby>漢<rt>hàn<rt>x</ruby>",                           "漢",
     "漢=hàn 漢=x "                                                                                                                                },
    {"fewer",                        "<ruby><rb>漢<rb>字<rt>hàn</ruby>",                     "漢字",       "漢=hàn "                           },
    {"outside of ruby it is text",   "漢<rt>hàn</rt>字<rp>)<rtc>x</rtc>",
     "漢hàn字)x",                                                                                            ""                                    },
    {"a paragraph forgot to end it", "<p><ruby>漢<rt>hàn<p>字典<p>書",
     "漢\n字典\n書",                                                                                        "漢=hàn "                           },
    {"a paragraph ends it",          "<p><ruby>漢<rt>hàn</p><p>字典</p>",                   "漢\n字典",
     "漢=hàn "                                                                                                                                      },
    {"hidden",                       "漢<span hidden><ruby>字<rt>zì</rt></ruby></span>",     "漢",          ""                                    },
    {"hidden reading",               "<ruby>漢<rt hidden>hàn</rt></ruby>字",                 "漢字",       ""                                    },
    {"two rubies",                   "<ruby>漢<rt>hàn</ruby><ruby>字<rt>zì</ruby>",         "漢字",
     "漢=hàn 字=zì "                                                                                                                              },
    {"references",                   "<ruby>&#28450;<rt>h&agrave;n</rt></ruby>",                "漢",          "漢=hàn "                           },
};

static void pairs_readings_with_bases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rubies / sizeof *rubies; i++) {
        dm_doc  *doc = load(dm_slice_str(rubies[i].html));
        dm_slice text = doc->text->text;
        dm_buf   got;

        dm_buf_init(&got, 4096);
        for (size_t k = 0; k < doc->nannotations; k++) {
            const dm_annotation *a = &doc->annotations[k];

            assert_true(dm_slice_eq(a->type, DM_S("reading")));
            assert_ptr_equal(a->view, doc->text);
            dm_buf_slice(&got, dm_slice_sub(text, a->range.from, a->range.to));
            dm_buf_char(&got, '=');
            dm_buf_slice(&got, a->features[0].value);
            dm_buf_char(&got, ' ');
        }
        if (!dm_slice_eq(text, dm_slice_str(rubies[i].text)) ||
            !dm_slice_eq(dm_buf_view(&got), dm_slice_str(rubies[i].readings)))
            fail_msg("%s: [%.*s] [%.*s]", rubies[i].name, (int)text.len,
                     text.ptr, (int)got.len, dm_buf_view(&got).ptr);
        dm_buf_fini(&got);
        dm_doc_free(doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_pages),
        cmocka_unit_test(blocks_of_pages),
        cmocka_unit_test(pieces_know_their_source),
        cmocka_unit_test(metadata_links_readings),
        cmocka_unit_test(pairs_readings_with_bases),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
