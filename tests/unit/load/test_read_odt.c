/* test_read_odt.c - OpenDocument texts: blocks, notes, and the way back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "describe.h"
#include "load/load.h"
#include "zipped.h"

#define URN "urn:oasis:names:tc:opendocument:xmlns:"
#define NS                                                                     \
    "xmlns:office=\"" URN "office:1.0\" xmlns:text=\"" URN                     \
    "text:1.0\" xmlns:table=\"" URN "table:1.0\" xmlns:draw=\"" URN            \
    "drawing:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "              \
    "xmlns:svg=\"" URN "svg-compatible:1.0\" xmlns:dc=\""                      \
    "http://purl.org/dc/elements/1.1/\" xmlns:meta=\"" URN "meta:1.0\""        \
    " xmlns:style=\"" URN "style:1.0\""
#define BEGIN                                                                  \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content " NS \
    "><office:automatic-styles><text:list-style style:name=\"L1\">"            \
    "<text:list-level-style-number text:level=\"1\" style:num-format=\"1\"/>"  \
    "<text:list-level-style-bullet text:level=\"2\"/>"                         \
    "<text:list-level-style-number text:level=\"3\" style:num-format=\"a\" "   \
    "text:start-value=\"4\"/><text:list-level-style-number text:level=\"4\" "  \
    "style:num-format=\"\"/></text:list-style></"                              \
    "office:automatic-styles><office:body><office:text>"
#define END "</office:text></office:body></office:document-content>"

#define L(style, more, items)                                                  \
    "<text:list text:style-name=\"" style "\"" more ">" items "</text:list>"
#define I(more, inside)                                                        \
    "<text:list-item" more "><text:p>" inside "</text:p></text:list-item>"

static const struct {
    const char *body, *want;
} rows[] = {
    {"<text:h text:outline-level=\"2\">二、x</text:h><text:p>一<text:span>二"
     "</text:span></text:p><text:p/>",                                       "h2[二、]:二、x|p:一二"       },
    {"<text:h>x</text:h><text:h text:outline-level=\"9\">y</text:h>"
     "<text:p text:style-name=\"Title\">z</text:p>",                         "h1:x|h6:y|h1:z"                    },
    {"<text:p>\n a \n b<text:s/>c<text:s text:c=\"3\"/>d<text:tab/>e "
     "<text:line-break/>f</text:p>",                                         "p:a b c   d\te/f"                  },
    {"<text:p>a <text:s/>b</text:p>",                                             "p:a  b"                            },
    {"<text:list><text:list-item><text:p>a</text:p><text:list><text:list-item>"
     "<text:p>b</text:p></text:list-item></text:list></text:list-item>"
     "</text:list>",                                                         "l1{p:a|l2{p:b}}"                   },
    {"<table:table><table:table-column/><table:table-header-rows>"
     "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
     "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>"
     "</table:table-header-rows><table:table-row><table:table-cell><text:p>c"
     "</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
     "</table:table>",                                                       "t{r{c!{p:a}|c!{p:b}}|r{c{p:c}|c:}}"},
    {"<text:tracked-changes><text:changed-region><text:deletion><text:p>x"
     "</text:p></text:deletion></text:changed-region></text:tracked-changes>"
     "<text:p>a<text:change-start/>b<office:annotation><dc:creator>w"
     "</dc:creator><text:p>x</text:p></office:annotation></text:p>",         "p:ab"                              },
    {"<text:p>a<draw:frame><svg:title>x</svg:title><draw:text-box><text:p>盒"
     "</text:p></draw:text-box></draw:frame>b</text:p>",                     "p:a|p:盒|p:b"                     },
    {"<text:p><text:ruby><text:ruby-base>汉</text:ruby-base><text:ruby-text>hàn"
     "</text:ruby-text></text:ruby>字<text:date>5月</text:date></text:p>", "p:汉字5月"                      },
    {"<text:p>a<text:note text:note-class=\"footnote\"><text:note-citation>1"
     "</text:note-citation><text:note-body><text:p>注一</text:p><text:p>二"
     "</text:p></text:note-body></text:note>b&amp;</text:p>",                "p:ab&"                             },
 /* lists that count: by level, from a start, going on, in styles.xml */
    {L("L1",                                                                      "",
     "<text:list-item><text:p>a</text:p><text:list><text:list-item><text:p>b"
       "</text:p><text:list>" I("", "c")
           I("", "d") "</text:list></text:list-item>"
                      "</text:list></"
                      "text:list-item><text:list-header><text:p>h</text:p>"
                      "</text:list-header>" I("", "f")),
     "l1#1{p:a|l2{p:b|l3#4{p:c}|l3#5{p:d}}}|p:h|l1#2{p:f}"},
    {L("L1",                                                             "",                                                  I("", "a") I(" text:start-value=\"7\"", "b") I("", "c"))
         L("L1", " text:continue-numbering=\"true\"", I("", "d"))
             L("L1", "", I("", "e")) L("S1", "", I("", "f"))
                 L("none", "", I("", "g")),
     "l1#1{p:a}|l1#7{p:b}|l1#8{p:c}|l1#9{p:d}|l1#1{p:e}|l1#3{p:f}|l1{p:g}"},
    {"<text:section><text:p>a</text:p></text:section><text:bibliography/>x",
     "p:a"                                                          },
};

static dm_slice package(const char *body)
{
    char       *content = malloc(strlen(body) + 2000);
    const char *pairs[] = {
        "mimetype",
        "application/vnd.oasis.opendocument.text",
        "content.xml",
        content,
        "styles.xml",
        "<office:document-styles " NS
        "><office:styles><text:list-style style:name=\"S1\">"
        "<text:list-level-style-number text:level=\"1\" text:start-value=\"3\" "
        "style:num-format=\"I\"/></text:list-style></office:styles>"
        "</office:document-styles>",
        "meta.xml",
        "<office:document-meta " NS "><office:meta><meta:initial-creator>甲"
        "</meta:initial-creator><dc:creator>乙</dc:creator><dc:title>题"
        "</dc:title><meta:creation-date>2023-01-04</meta:creation-date>"
        "<dc:date>2024-01-01</dc:date></office:meta></office:document-meta>",
        NULL};
    dm_slice zip;

    sprintf(content, BEGIN "%s" END, body);
    zip = zipped(pairs, NULL);
    free(content);
    return zip;
}

static dm_doc *load(dm_slice zip)
{
    dm_err  err;
    dm_doc *doc = dm_load(DM_S("x.odt"), DM_S(""), zip, NULL, &err);

    if (doc == NULL)
        fail_msg("%s", err.msg);
    return doc;
}

static void blocks(void **state)
{
    dm_buf got;

    (void)state;
    dm_buf_init(&got, 1 << 16);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_slice zip = package(rows[i].body);
        dm_doc  *doc = load(zip);

        assert_true(describe(&got, doc));
        assert_string_equal(got.ptr, rows[i].want);
        assert_string_equal(doc->format, "odt");
        dm_doc_free(doc);
        unzipped(zip);
    }
    dm_buf_fini(&got);
}

static void around_the_text(void **state)
{
    dm_slice zip = package(
        "<text:p>见<text:a xlink:href=\"http://a.b/?c&amp;d\">链接</text:a>"
        "<text:ruby><text:ruby-base>汉</text:ruby-base><text:ruby-text>hàn"
        "</text:ruby-text></text:ruby><text:note text:note-class=\"endnote\">"
        "<text:note-citation>i</text:note-citation><text:note-body><text:p>注"
        "</text:p></text:note-body></text:note>。</text:p>");
    dm_doc              *doc = load(zip);
    const dm_annotation *note;

    (void)state;
    assert_true(dm_slice_eq(doc->text->text, DM_S("见链接汉。")));
    assert_int_equal(doc->nlinks, 1);
    assert_true(dm_slice_eq(doc->links[0].href, DM_S("http://a.b/?c&d")));
    assert_true(dm_slice_eq(dm_doc_meta(doc, DM_S("author")), DM_S("甲")));
    assert_true(dm_slice_eq(dm_doc_meta(doc, DM_S("editor")), DM_S("乙")));
    assert_true(dm_slice_eq(dm_doc_meta(doc, DM_S("title")), DM_S("题")));
    assert_true(
        dm_slice_eq(dm_doc_meta(doc, DM_S("date")), DM_S("2023-01-04")));
    assert_int_equal(doc->nannotations, 2);
    assert_true(dm_slice_eq(doc->annotations[0].type, DM_S("reading")));
    note = &doc->annotations[1];
    assert_int_equal(note->range.from, 12);
    assert_true(dm_slice_eq(note->features[0].value, DM_S("endnote")));
    assert_true(dm_slice_eq(note->features[1].value, DM_S("i")));
    assert_true(dm_slice_eq(note->features[2].value, DM_S("注")));
    assert_int_equal(doc->nwarnings, 1); /* a note is not in the text */
    dm_doc_free(doc);
    unzipped(zip);
}

/* Text written as the markup row says reads back as it is. */
static void markup(void **state)
{
    static const char *const texts[] = {"x",   "a<b>&", " x",     "x ", "a\nb",
                                        "\ta", "a  b",  "a \n b", "  ", "  x"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dm_slice zip = package("<text:p>12</text:p>");
        dm_doc  *doc = load(zip);
        dm_range src = {0, 0};
        dm_buf   body, want;

        dm_buf_init(&body, 1 << 16);
        dm_buf_init(&want, 1 << 16);
        (void)dm_view_source(doc->text, (dm_range){1, 2}, &src);
        dm_buf_str(&body, "<text:p>1");
        doc->markup->escape(&body, dm_slice_str(texts[i]), doc->decoded.text,
                            src.from);
        dm_buf_str(&body, "2</text:p>");
        dm_buf_char(&body, '\0');
        dm_doc_free(doc);
        unzipped(zip);
        zip = package(body.ptr);
        doc = load(zip);
        dm_buf_printf(&want, "1%s2", texts[i]);
        dm_buf_char(&want, '\0');
        assert_string_equal(doc->text->text.ptr, want.ptr);
        assert_true(doc->markup->check(doc->decoded.text, NULL));
        dm_doc_free(doc);
        unzipped(zip);
        dm_buf_fini(&body);
        dm_buf_fini(&want);
    }
}

static void locked(void **state)
{
    static const char *const pairs[] = {
        "mimetype",
        "application/vnd.oasis.opendocument.text",
        "content.xml",
        "garbage",
        "META-INF/manifest.xml",
        "<m><file-entry full-path=\"content.xml\"><manifest:encryption-data/>"
        "</file-entry></m>",
        NULL};
    dm_slice zip = zipped(pairs, NULL);
    dm_err   err;

    (void)state;
    assert_null(dm_load(DM_S("x"), DM_S(""), zip, NULL, &err));
    assert_int_equal(err.code, DM_E_LOCKED);
    unzipped(zip);
}

static void out_of_memory(void **state)
{
    dm_slice zip = package(rows[9].body);
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
    assert_int_equal(doc->nannotations, 1);
    dm_doc_free(doc);
    unzipped(zip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks),        cmocka_unit_test(around_the_text),
        cmocka_unit_test(markup),        cmocka_unit_test(locked),
        cmocka_unit_test(out_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
