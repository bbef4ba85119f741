/* test_read_epub.c - books: the spine, pages that are broken or missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "describe.h"
#include "load/load.h"
#include "zipped.h"

#define CONTAINER                                                              \
    "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">"    \
    "<rootfiles><rootfile "                                                    \
    "full-path=\"OPS/book.opf\"/></rootfiles></container>"
#define PAGE "\" media-type=\"application/xhtml+xml\"/>"

static const char opf[] =
    "<package xmlns=\"http://www.idpf.org/2007/opf\"><metadata "
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>书</dc:title>"
    "<dc:creator>人</dc:creator><dc:language>zh</dc:language></metadata>"
    "<manifest><item id=\"b\" href=\"text/b%20b.xhtml#x" PAGE
    "<item id=\"a\" href=\"a.xhtml" PAGE
    "<item id=\"nav\" href=\"nav.xhtml" PAGE
    "<item id=\"no\" href=\"gone.xhtml" PAGE
    "<item id=\"p\" href=\"p.png\" media-type=\"image/png\"/></manifest>"
    "<spine><itemref idref=\"a\"/><itemref idref=\"b\" linear=\"no\"/>"
    "<itemref idref=\"a\"/><itemref idref=\"p\"/><itemref idref=\"no\"/>"
    "<itemref idref=\"nobody\"/></spine></package>";

static const char page_a[] =
    "\xEF\xBB\xBF<?xml version=\"1.0\"?><!DOCTYPE html><html "
    "xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>页</title></"
    "head><body>"
    "<h1>一&nbsp;章</h1><p>甲<a id=\"x\"/><ruby>汉<rt>hàn</rt></ruby><br/>乙"
    "<!-- open";

static const char page_b[] =
    "<html><body><p><b>丙</b></p><table><tr><td>1</td><td>2</td></tr></table>"
    "<p>见 <a href=\"a.xhtml#x\">前</a></p></body></html>";

static const char *const pairs[] = {"mimetype",
                                    "application/epub+zip",
                                    "META-INF/container.xml",
                                    CONTAINER,
                                    "OPS/book.opf",
                                    opf,
                                    "OPS/a.xhtml",
                                    page_a,
                                    "OPS/text/b b.xhtml",
                                    page_b,
                                    "OPS/nav.xhtml",
                                    "<html><body>目录</body></html>",
                                    "OPS/p.png",
                                    "\x89PNG",
                                    NULL};

static void book(void **state)
{
    dm_slice zip = zipped(pairs, NULL);
    dm_err   err;
    dm_doc  *doc = dm_load(DM_S("x"), DM_S(""), zip, NULL, &err);
    dm_buf   got;
    dm_range src;

    (void)state;
    if (doc == NULL)
        fail_msg("%s", err.msg);
    dm_buf_init(&got, 1 << 16);
    assert_true(describe(&got, doc));
    assert_string_equal(got.ptr,
                        "h1:一\xC2\xA0章|p:甲汉/乙|p:丙|t{r{c:1|c:2}}|p:见 前");
    assert_string_equal(doc->format, "epub");
    assert_true(dm_slice_eq(doc->lang, DM_S("zh")));
    assert_true(dm_slice_eq(dm_doc_meta(doc, DM_S("title")), DM_S("书")));
    assert_true(dm_slice_eq(dm_doc_meta(doc, DM_S("author")), DM_S("人")));
    assert_int_equal(doc->nlinks, 1);
    assert_int_equal(doc->nannotations, 1);
    assert_int_equal(doc->nparts, 2);
    assert_string_equal(doc->parts[1].name.ptr, "OPS/text/b b.xhtml");
    assert_int_equal(doc->nwarnings, 2); /* pages missing, a comment open */
    assert_non_null(strstr(doc->warnings[0].ptr, "OPS/gone.xhtml"));
    /* the text's end is in the second page, and counts from there */
    assert_true(dm_view_source(
        doc->text, (dm_range){doc->text->text.len - 3, doc->text->text.len},
        &src));
    assert_true(dm_doc_in_part(doc, &src, NULL) == &doc->parts[1]);
    assert_memory_equal(page_b + src.from, "前", 3);
    dm_buf_fini(&got);
    dm_doc_free(doc);
    unzipped(zip);
}

static void broken(void **state)
{
    static const struct {
        const char *pairs[9];
        dm_code     code;
    } cases[] = {
        {{"mimetype", "application/epub+zip", NULL},  DM_E_PARSE},
        {{"META-INF/container.xml", "<a/>", NULL},    DM_E_PARSE},
        {{"META-INF/container.xml", CONTAINER, NULL}, DM_E_PARSE},
        {{"META-INF/container.xml", CONTAINER, "OPS/book.opf", "<package/>",
          NULL},
         DM_E_PARSE                                             },
        {{"META-INF/container.xml", CONTAINER, "OPS/book.opf", opf,
          "OPS/a.xhtml", "\xD6\xD0", NULL},
         DM_E_PARSE                                             },
        {{"META-INF/container.xml", CONTAINER, "OPS/book.opf", opf,
          "OPS/a.xhtml", page_b, "META-INF/encryption.xml",
          "<x xmlns:e=\"http://www.w3.org/2001/04/xmlenc#\">"
          "<e:CipherReference URI=\"OPS/a.xhtml\"/></x>",
          NULL},
         DM_E_LOCKED                                            },
        {{"META-INF/container.xml", CONTAINER, "OPS/book.opf", opf,
          "OPS/a.xhtml", page_b, "META-INF/encryption.xml",
          "<x xmlns:e=\"http://www.w3.org/2001/04/xmlenc#\">"
          "<e:CipherReference URI=\"OPS/font.otf\"/></x>",
          NULL},
         DM_OK                                                  },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dm_slice zip = zipped(cases[i].pairs, NULL);
        dm_err   err = {.code = DM_OK};
        dm_doc  *doc = dm_load(DM_S("x"), DM_S(""), zip, NULL, &err);

        assert_int_equal(err.code, cases[i].code);
        dm_doc_free(doc);
        unzipped(zip);
    }
}

static void out_of_memory(void **state)
{
    dm_slice zip = zipped(pairs, NULL);
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
        cmocka_unit_test(book),
        cmocka_unit_test(broken),
        cmocka_unit_test(out_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
