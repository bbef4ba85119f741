/* test_read_docx.c - Word documents: blocks, links, notes, and the way back.
**
** Each row is the body of a document; the rest of the package is the same.
*/
#include "docx_package.h"

static const struct {
    const char *body, *want; /* but for the footnote */
} rows[] = {
    {"([一])([二])",                                                      "p:一|p:二"                           },
    {"([一]<w:r><w:rPr><w:b/></w:rPr><w:t>二][三])",                     "p:一二三"                           },
    {"<w:p/>()([x])(<w:pPr/>)",                                             "p:x"                                   },
 /* blanks: kept where it says so, else not at the ends */
    {"(<w:r><w:t xml:space='preserve'> a  b ][ c  d ][e])",                 "p: a  b c  de"                         },
    {"([a&lt;b&amp;&#20013;])",                                             "p:a<b&中"                             },
 /* headings: by name, in another language, by a base, by level; circles */
    {"{1|一、x}{2|y}{own|z}{out|u}{x|v}",                                 "h1[一、]:一、x|h2:y|h2:z|h5:u|p:v" },
    {"{t|x}{none|y}",                                                       "h1:x|p:y"                              },
    {"(<w:pPr><w:pStyle w:val='1'/><w:outlineLvl w:val='9'/></w:pPr>[x])",
     "p:x"                                                                                                          },
    {"(<w:pPr><w:outlineLvl/></w:pPr>[x])",                                 "p:x"                                   },
    {"(<w:pPr><w:outlineLvl w:val='2'/></w:pPr>[x])",                       "h3:x"                                  },
 /* lists */
    {"(<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
     "</w:pPr>[a])(<w:pPr><w:numPr><w:ilvl w:val='2'/><w:numId w:val='1'/>"
     "</w:numPr></w:pPr>[b]){li|c}",                                   "l1:a|l3:b|l2:c"                        },
    {"(<w:pPr><w:pStyle w:val='li'/><w:numPr><w:numId w:val='0'/></w:numPr>"
     "</w:pPr>[a])",                                                   "p:a"                                   },
 /* characters that are elements; tab stops are none */
    {"(<w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr>[a"
     "</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t>"
     "<w:noBreakHyphen/><w:t>e</w:t><w:sym w:font='Wingdings' w:char='F0FE'/>"
     "<w:softHyphen/></w:r>)",                                         "p:a\tb/c/d\xE2\x80\x91"
     "e☑"                                                                      },
 /* what is no text */
    {"(<w:del><w:r><w:delText>x</w:delText><w:t>x]</w:del><w:ins>[a]</w:ins>"
     "<w:moveFrom>[y]</w:moveFrom><w:moveTo>[b]</w:moveTo><w:r><w:fldChar/>"
     "<w:instrText>PAGE</w:instrText></w:r>[3])",                      "p:ab3"                                 },
    {"([a]<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t><w:tab/></w:r><w:r>"
     "<w:rPr><w:vanish w:val='0'/></w:rPr><w:t>b])",                   "p:ab"                                  },
    {"(<w:pPr><w:rPr><w:vanish/></w:rPr><w:pPrChange><w:pPr>"
     "<w:pStyle w:val='1'/></w:pPr></w:pPrChange></w:pPr>[a])",        "p:a"                                   },
    {"(x[a]<w:r>y</w:r>z)",                                                 "p:a"                                   },
 /* of two alternatives one */
    {"([a]<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent>"
     "([盒])</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>([盒])"
     "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>[b])", "p:a|p:盒|p:b"                         },
    {"(<w:r><mc:AlternateContent><mc:Fallback><w:t>f</w:t></mc:Fallback>"
     "</mc:AlternateContent></w:r>)",                                  "p:f"                                   },
    {"(<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>)",                      "p:x=1"                                 },
 /* tables, in each other too */
    {"<w:tbl><w:tblPr/><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>([a])"
     "</w:tc><w:tc>([b])</w:tc></w:tr><w:tr><w:tc>([c])</w:tc><w:tc><w:p/>"
     "</w:tc></w:tr><w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>([x])"
     "</w:tc></w:tr></w:tbl>([d])",                                    "t{r{c!{p:a}|c!{p:b}}|r{c{p:c}|c:}}|p:d"},
    {"<w:tbl><w:tr><w:tc>([a])<w:tbl><w:tr><w:tc>([b])</w:tc></w:tr></w:tbl>"
     "<w:p/></w:tc></w:tr></w:tbl>",                                   "t{r{c{p:a|t{r{c{p:b}}}}}}"             },
    {"<w:sdt><w:sdtPr><w:alias w:val='n'/></w:sdtPr><w:sdtContent>([a])"
     "</w:sdtContent></w:sdt>",                                        "p:a"                                   },
};

static dm_slice package_row(size_t i)
{
    dm_buf   body;
    dm_slice zip;

    dm_buf_init(&body, 1 << 16);
    write_out(&body, rows[i].body);
    zip = package(body.ptr);
    dm_buf_fini(&body);
    return zip;
}

static void blocks(void **state)
{
    dm_buf got;

    (void)state;
    dm_buf_init(&got, 1 << 16);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_slice zip = package_row(i);
        dm_doc  *doc = load(zip);
        char     want[600];

        snprintf(want, sizeof want, "%s|p:注", rows[i].want);
        assert_true(describe(&got, doc));
        assert_string_equal(got.ptr, want);
        assert_string_equal(doc->format, "docx");
        check_places(doc);
        dm_doc_free(doc);
        unzipped(zip);
    }
    dm_buf_fini(&got);
}

static void around_the_text(void **state)
{
    dm_slice zip =
        package(P(T("a") "<w:hyperlink r:id=\"r2\" w:anchor=\"f\">" T(
            "链") "</w:hyperlink>"
                  "<w:hyperlink w:anchor=\"g\">" T(
                      "接") "</w:hyperlink>"
                            "<w:r><w:ruby><w:rubyPr/><w:rt>" T(
                                "hàn") "</w:rt><w:rubyBase>" T("汉") "</"
                                                                     "w:"
                                                                     "rubyBase>"
                                                                     "</"
                                                                     "w:ruby></"
                                                                     "w:r><w:r>"
                                                                     "<w:"
                                                                     "footnoteR"
                                                                     "eference "
                                                                     "w:id="
                                                                     "\"7\"/></"
                                                                     "w:r>"));
    dm_doc  *doc = load(zip);
    dm_range src;

    (void)state;
    assert_true(dm_slice_eq(doc->text->text, DM_S("a链接汉\n注")));
    assert_int_equal(doc->nlinks, 2);
    assert_true(dm_slice_eq(doc->links[0].href, DM_S("http://a.b/?c=1&d=2#f")));
    assert_true(dm_slice_eq(doc->links[1].href, DM_S("#g")));
    assert_int_equal(doc->links[1].range.from, 4);
    assert_true(dm_slice_eq(dm_doc_meta(doc, DM_S("title")), DM_S("标题 &")));
    assert_true(dm_slice_eq(dm_doc_meta(doc, DM_S("author")), DM_S("王")));
    assert_int_equal(doc->nannotations, 2);
    assert_true(dm_slice_eq(doc->annotations[0].type, DM_S("reading")));
    assert_int_equal(doc->annotations[0].range.from, 7);
    assert_true(
        dm_slice_eq(doc->annotations[0].features[0].value, DM_S("hàn")));
    assert_true(dm_slice_eq(doc->annotations[1].type, DM_S("note")));
    assert_int_equal(doc->annotations[1].range.from, 11);
    assert_int_equal(doc->annotations[1].range.to, 14);
    assert_int_equal(doc->nparts, 2);
    assert_true(dm_view_source(doc->text, (dm_range){11, 14}, &src));
    assert_true(dm_slice_eq(dm_doc_part_at(doc, src.from)->name,
                            DM_S("word/footnotes.xml")));
    assert_true(dm_doc_in_part(doc, &src, NULL) == &doc->parts[1]);
    assert_memory_equal(footnotes + src.from, "注", 3);
    dm_doc_free(doc);
    unzipped(zip);
}

/* Text put into <w:t> as the markup row says reads back as it is. */
static void put_back(const char *text, size_t at, const char *body)
{
    dm_slice zip = package(body);
    dm_doc  *doc = load(zip);
    dm_range src = {0, 0}, more = {0, 0};
    dm_slice with = {"", 0}, s = dm_slice_str(text);
    dm_buf   source, want;
    char    *inner;
    dm_doc  *again;
    bool     extra;

    dm_buf_init(&source, 1 << 20);
    dm_buf_init(&want, 1 << 20);
    (void)dm_view_source(doc->text, (dm_range){at, at + 1}, &src);
    extra = doc->markup->besides(
        doc->decoded.text, (dm_range){src.from, src.from}, s, &more, &with);
    dm_buf_slice(&source, dm_slice_sub(doc->bytes, 0, extra ? more.from : 0));
    dm_buf_slice(&source, with);
    dm_buf_slice(&source,
                 dm_slice_sub(doc->bytes, extra ? more.to : 0, src.from));
    doc->markup->escape(&source, s, doc->decoded.text, src.from);
    dm_buf_slice(&source, dm_slice_sub(doc->bytes, src.from, doc->bytes.len));
    assert_true(doc->markup->check(dm_buf_view(&source), NULL));
    dm_buf_slice(&want, dm_slice_sub(doc->text->text, 0, at));
    dm_buf_slice(&want, s);
    dm_buf_slice(&want, dm_slice_sub(doc->text->text, at, doc->text->text.len));
    /* the body alone, in a package like the first */
    dm_buf_char(&source, '\0');
    inner = strstr(source.ptr, "<w:body>") + 8;
    *strstr(inner, "</w:body>") = '\0';
    dm_doc_free(doc);
    unzipped(zip);
    zip = package(inner);
    again = load(zip);
    dm_buf_char(&want, '\0');
    assert_string_equal(again->text->text.ptr, want.ptr);
    dm_doc_free(again);
    unzipped(zip);
    dm_buf_fini(&source);
    dm_buf_fini(&want);
}

static void markup(void **state)
{
    static const char *const texts[] = {
        "x",      "a<b>&amp;\"", " x", "x ",     "a\nb", "\n",
        "a\tb\t", "一\n\n二",    " ",  "  a  b", " \n ", "]]>",
    };
    static const char *const bodies[] = {
        P(T("0")) P(T("abcd")),
        P(T("0")) P("<w:r><w:t xml:space=\"preserve\">a b </w:t></w:r>" T("c")),
        P(T("0")) P("<w:r><w:tab/><w:t>x</w:t><w:br/></w:r>" T("y")),
    };

    (void)state;
    for (size_t b = 0; b < 3; b++)
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            for (size_t at = 2; at < 5; at++)
                put_back(texts[i], at, bodies[b]);
}

static void out_of_memory(void **state)
{
    dm_slice zip = package_row(17);
    dm_doc  *doc = NULL;
    dm_err   err;

    (void)state;
    for (long n = 0; doc == NULL; n++) {
        dm_mem_fail_after(n);
        doc = dm_load(DM_S("x"), DM_S(""), zip, NULL, &err);
        dm_mem_fail_after(-1);
        if (doc == NULL)
            assert_true(err.code == DM_E_MEMORY || err.code == DM_E_BINARY);
        assert_true(n < 10000);
    }
    dm_doc_free(doc);
    unzipped(zip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks),
        cmocka_unit_test(around_the_text),
        cmocka_unit_test(markup),
        cmocka_unit_test(out_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
