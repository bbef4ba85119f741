/* test_read_docx.c - Word documents: blocks, links, notes, and the way back.
**
** Each row is the body of a document; the rest of the package is the same.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "describe.h"
#include "load/load.h"
#include "load/xml.h"
#include "zipped.h"

#define NS                                                                     \
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"" \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"        \
    "relationships\" "                                                         \
    "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"" \
    " xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\""
#define REL                                                                    \
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define RELS                                                                   \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"   \
    "relationships\">"
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"

static const char types[] =
    HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
         "content-types\"/>";

static const char package_rels[] =
    HEAD          RELS "<Relationship Id=\"r1\" Type=\"" REL
              "officeDocument\" Target=\"word/document.xml\"/></Relationships>";

static const char document_rels[] = HEAD RELS
    "<Relationship Id=\"r1\" Type=\"" REL "styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"r2\" Type=\"" REL
    "hyperlink\" Target=\"http://a.b/?c=1&amp;d=2\" "
    "TargetMode=\"External\"/>"
    "<Relationship Id=\"r3\" Type=\"" REL
    "footnotes\" Target=\"footnotes.xml\"/></Relationships>";

static const char styles[] = HEAD
    "<w:styles " NS ">"
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\">"
    "<w:name w:val=\"Normal\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading "
    "1\"/>"
    "</w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"标题 2\"/>"
    "</w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"own\"><w:name w:val=\"Own\"/>"
    "<w:basedOn w:val=\"2\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"out\"><w:name w:val=\"Out\"/>"
    "<w:pPr><w:outlineLvl w:val=\"4\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"x\"><w:name w:val=\"X\"/>"
    "<w:basedOn w:val=\"y\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"y\"><w:name w:val=\"Y\"/>"
    "<w:basedOn w:val=\"x\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"li\"><w:name w:val=\"List\"/>"
    "<w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr>"
    "</w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"ol\"><w:name w:val=\"Count\"/>"
    "<w:pPr><w:numPr><w:numId w:val=\"11\"/></w:numPr></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"h9\"><w:name w:val=\"Chapter\"/>"
    "<w:pPr><w:numPr><w:numId w:val=\"11\"/></w:numPr><w:outlineLvl "
    "w:val=\"0\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"t\"><w:name w:val=\"Title\"/>"
    "</w:style></w:styles>";

#define LVL(i, fmt, start)                                                     \
    "<w:lvl w:ilvl=\"" i "\"><w:start w:val=\"" start "\"/><w:numFmt "         \
    "w:val=\"" fmt "\"/></w:lvl>"
#define NUM(id, kind, more)                                                    \
    "<w:num w:numId=\"" id "\"><w:abstractNumId w:val=\"" kind "\"/>" more     \
    "</w:num>"
static const char numbering[] = HEAD
    "<w:numbering " NS
    "><w:abstractNum w:abstractNumId=\"5\">" LVL("0", "decimal", "1")
        LVL("1", "lowerLetter", "3") LVL("2", "bullet", "1") LVL(
            "3", "none",
            "1") "</w:abstractNum><w:abstractNum "
                 "w:abstractNumId=\"2\">" LVL(
                     "0", "bullet",
                     "1") "<w:lvl w:ilvl=\"1\">"
                          "<w:numFmt w:val=\"decimal\"/><w:lvlRestart "
                          "w:val=\"0\"/></w:lvl>"
                          "</w:abstractNum>" NUM("11", "5", "") NUM(
                              "12", "5", "") NUM("13", "5",
                                                 "<w:lvlOverride "
                                                 "w:ilvl=\"0\"><w:"
                                                 "startOverride w:val=\"8\"/>"
                                                 "</w:lvlOverride>")
                              NUM("14", "2", "") NUM("15", "9", "") NUM(
                                  "16", "2",
                                  "<w:lvlOverride w:ilvl=\"0\">" LVL(
                                      "0", "upperRoman",
                                      "2") "</w:lvlOverride>") "</w:numbering>";

static const char footnotes[] = HEAD
    "<w:footnotes " NS
    "><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r>"
    "<w:t>-----</w:t></w:r></w:p></w:footnote><w:footnote w:id=\"7\"><w:p><w:r>"
    "<w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> "
    "注</w:t></w:r></w:p>"
    "</w:footnote></w:footnotes>";

/* The elements that stand everywhere, and quotes. */
static const struct {
    char        mark;
    const char *means;
} marks[] = {
    {'(',  "<w:p>"                         },
    {')',  "</w:p>"                        },
    {'[',  "<w:r><w:t>"                    },
    {']',  "</w:t></w:r>"                  },
    {'{',  "<w:p><w:pPr><w:pStyle w:val=\""}, /* {style|text} */
    {'|',  "\"/></w:pPr><w:r><w:t>"        },
    {'}',  "</w:t></w:r></w:p>"            },
    {'\'', "\""                            },
};

/* Markup as the rows write it, with the marks written out. */
static void write_out(dm_buf *out, const char *markup)
{
    for (; *markup != '\0'; markup++) {
        size_t i = 0;

        while (i < sizeof marks / sizeof *marks && marks[i].mark != *markup)
            i++;
        if (i < sizeof marks / sizeof *marks)
            dm_buf_str(out, marks[i].means);
        else
            dm_buf_char(out, *markup);
    }
    dm_buf_char(out, '\0');
}

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

#define T(text)   "<w:r><w:t>" text "</w:t></w:r>"
#define P(inside) "<w:p>" inside "</w:p>"

static dm_slice package(const char *body)
{
    char       *document = malloc(strlen(body) + 1000);
    const char *pairs[] = {"[Content_Types].xml",
                           types,
                           "_rels/.rels",
                           package_rels,
                           "word/document.xml",
                           document,
                           "word/_rels/document.xml.rels",
                           document_rels,
                           "word/styles.xml",
                           styles,
                           "word/numbering.xml",
                           numbering,
                           "word/footnotes.xml",
                           footnotes,
                           "docProps/core.xml",
                           HEAD "<c:p xmlns:c=\"http://schemas.openxmlformats."
                                "org/package/2006/metadata/core-properties\" "
                                "xmlns:d=\"http://purl.org/dc/elements/1.1/\">"
                                "<d:title> 标题 &amp; </d:title><d:creator>王"
                                "</d:creator></c:p>",
                           NULL};
    dm_slice    zip;

    sprintf(document,
            HEAD "<w:document " NS "><w:body>%s</w:body></w:document>", body);
    zip = zipped(pairs, NULL);
    free(document);
    return zip;
}

static dm_doc *load(dm_slice zip)
{
    dm_err  err;
    dm_doc *doc = dm_load(DM_S("x.docx"), DM_S(""), zip, NULL, &err);

    if (doc == NULL)
        fail_msg("%s", err.msg);
    return doc;
}

/* Each character of the text is its bytes of the file, or stands for a
** reference or an element, or was put in. */
static void check_places(const dm_doc *doc)
{
    const dm_view *text = doc->text;

    for (size_t i = 0; i < text->text.len; i++) {
        dm_range src = {1, 0};
        bool     exact = dm_view_source(text, (dm_range){i, i + 1}, &src);
        char     c;

        assert_true(src.from <= src.to && src.to <= doc->bytes.len);
        if (src.from == src.to) {
            assert_true(text->text.ptr[i] == '\n' || text->text.ptr[i] == '\t');
            continue;
        }
        c = doc->bytes.ptr[src.from];
        assert_true(!exact || c == text->text.ptr[i] || c == '<' || c == '&');
    }
}

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

/* Lists that count: levels begin anew, kinds go on, some start on their own;
** items without text, by style, and headings; bullets and unknown lists. */
static void counted(void **state)
{
#define N(id, level, text)                                                     \
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" id   \
    "\"/></w:numPr></w:pPr>" text "</w:p>"
#define S(style, text)                                                         \
    "<w:p><w:pPr><w:pStyle w:val=\"" style "\"/></w:pPr>" T(text) "</w:p>"
    static const char *const cases[][2] = {
        {N("11", "0",              T("a")) N("11", "1", T("b")) N("11", "1",            T("c"))
             N("11", "0",                    "") N("12",     "0",            T("d")) N("11", "1",     T("e"))
                 N("11", "2", T("f")) N("11", "3", T("g")),
         "l1#1:a|l2#3:b|l2#4:c|l1#3:d|l2#3:e|l3:f|l4:g"                                                                                                                                                                                             },
        {N("11", "0",              T("a")) N("13", "0", T("b")) N("13", "0",            T("c"))
             N("11", "0",                    T("d")) S("ol", "e") S("h9",    "f") S("ol",    "g"),
         "l1#1:a|l1#8:b|l1#9:c|l1#10:d|l1#11:e|h1:f|l1#13:g"                                                                                                                                        },
        {N("14",   "0", T("a")) N("14",            "1", T("b")) N("14",            "0", T("c"))
             N("14",     "1", T("d")) N("15",            "0", T("e")) N("99",            "0", T("f"))
                 N("16",                                                                                                                                           "0",    T("g")) N("16",             "0",           T("h")),
         "l1:a|l2#1:b|l1:c|l2#2:d|l1:e|l1:f|l1#2:g|l1#3:h"},
    };
    dm_buf got;

    (void)state;
    dm_buf_init(&got, 1 << 16);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dm_slice zip = package(cases[i][0]);
        dm_doc  *doc = load(zip);
        char     want[200];

        snprintf(want, sizeof want, "%s|p:注", cases[i][1]);
        assert_true(describe(&got, doc));
        assert_string_equal(got.ptr, want);
        dm_doc_free(doc);
        unzipped(zip);
    }
    dm_buf_fini(&got);
}

/* Links that are fields, to nowhere, and symbols nobody knows. */
static void fields(void **state)
{
#define CHAR(type)  "<w:r><w:fldChar w:fldCharType=\"" type "\"/></w:r>"
#define INSTR(text) "<w:r><w:instrText>" text "</w:instrText></w:r>"
    static const struct {
        const char *body, *want; /* [text](address), and a ! a warning */
    } cases[] = {
        {P(T("a") "<w:fldSimple w:instr=' HYPERLINK "
                  "&quot;http://x/?a&amp;b&quot; "
                  "\\o &quot;tip&quot; '>" T("b") "</w:fldSimple>" T("c")),
         "[b](http://x/?a&b)"                                           },
        {P("<w:fldSimple w:instr='hyperlink \\l \"p q\"'>" T(
             "b") "</w:fldSimple>"),
         "[b](#p q)"                                                    },
        {P("<w:fldSimple w:instr='PAGE'>" T("3") "</w:fldSimple>"
                                                 "<w:fldSimple>" T(
                                                     "4") "</w:fldSimple>"),
         ""                                                             },
        {P(T("a") CHAR("begin") INSTR(" HYPER") INSTR(
             "LINK \"c:\\\\d\" \\h ") CHAR("separate")
               T("b") "<w:r><w:rPr><w:b/></w:rPr><w:t>c</w:t></w:r>" CHAR("end")
                   T("d")),
         "[bc](c:\\d)"                                                  },
        {P(CHAR("begin") INSTR("HYPERLINK http://u \\l v") CHAR("separate")
               T("a") CHAR("begin") INSTR("PAGEREF x") CHAR("separate") T("9")
                   CHAR("end") T("b") CHAR("end")),
         "[a9b](http://u#v)"                                            },
        {P(CHAR("begin") INSTR("HYPERLINK \"http://u\"") CHAR("separate")
               T("a")) P(T("b")),
         "[a/b](http://u)"                                              },
        {P(CHAR("end") CHAR("separate") INSTR("HYPERLINK x") T("a") CHAR(
             "begin") INSTR("HYPERLINK") CHAR("separate") T("b") CHAR("end")),
         ""                                                             },
        {P("<w:hyperlink r:id='r99'>" T(
             "a") "</w:hyperlink>"
                  "<w:hyperlink r:id='r98' w:anchor='x'>" T(
                      "b") "</w:hyperlink>"
                           "<w:hyperlink r:id='' w:anchor='y'>" T(
                               "c") "</w:hyperlink>"),
         "[b](#x)[c](#y)!2 links lead to a relationship that is missing"},
        {P(T("a") "<w:r><w:sym w:font='Webdings' w:char='F041'/>"
                  "<w:sym w:font='Wingdings' w:char='F0FC'/><w:sym/></w:r>"),
         "!2 symbols are of no known character: U+FFFD stands there"    },
    };
    dm_buf got;

    (void)state;
    dm_buf_init(&got, 1 << 16);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dm_slice zip = package(cases[i].body);
        dm_doc  *doc = load(zip);

        dm_buf_clear(&got);
        for (size_t k = 0; k < doc->nlinks; k++) {
            dm_range r = doc->links[k].range;

            dm_buf_char(&got, '[');
            describe_text(&got, dm_slice_sub(doc->text->text, r.from, r.to));
            dm_buf_str(&got, "](");
            dm_buf_slice(&got, doc->links[k].href);
            dm_buf_char(&got, ')');
        }
        for (size_t k = 0; k < doc->nwarnings; k++) {
            dm_buf_char(&got, '!');
            dm_buf_slice(&got, doc->warnings[k]);
        }
        dm_buf_char(&got, '\0');
        assert_string_equal(got.ptr, cases[i].want);
        dm_doc_free(doc);
        unzipped(zip);
    }
    dm_buf_fini(&got);
}

static bool pass_tag(void *ud, const dm_xml_tag *tag, dm_err *err)
{
    (void)ud, (void)tag, (void)err;
    return true;
}

static bool pass_name(void *ud, const char *name, dm_err *err)
{
    (void)ud, (void)name, (void)err;
    return true;
}

/* Characters that XML has not are told with their place. */
static void odd_characters(void **state)
{
    static const struct {
        const char *body;
        size_t      len;
        const char *says;
    } cases[] = {
#define CASE(body, says) {body, sizeof body - 1, says}
        CASE("<a>\n<b>x\0y</b></a>", "word/document.xml:2:5: U+0000"),
        CASE("<a>x\x01</a>", "word/document.xml:1:5: U+0001"),
        CASE("<a b='\x1F'/>", "word/document.xml:1:7: U+001F"),
        CASE("<a><!-- \0 --></a>", "word/document.xml:1:9: U+0000"),
        CASE("<a>\n\n中&#1;</a>", "word/document.xml:3:2: U+0001"),
        CASE("<a b='&#xd800;'/>", "word/document.xml:1:7: U+D800"),
        CASE("<a>&#x110000;</a>", "word/document.xml:1:4: U+110000"),
        CASE("<a>&#99999999999;</a>", "word/document.xml:1:4: U+"),
        CASE("<a>\xEF\xBF\xBF</a>", "word/document.xml:1:4: U+FFFF"),
        CASE("<a><![CDATA[&#1;]]><!--&#1;--><?p &#1;?>&#xFFFD;\xEF\xBB\xBF</a>",
             NULL),
        CASE("<a>&#;</a>", "word/document.xml:1:"),
#undef CASE
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static const dm_xml_handler none = {pass_tag, pass_name, NULL};
        dm_slice                    s = {cases[i].body, cases[i].len};
        dm_xml_input                in = {
                           s, {0, s.len},
                            "word/document.xml", 10
        };
        dm_err err = {.code = DM_OK};

        assert_int_equal(dm_xml_read(&in, &none, NULL, &err),
                         cases[i].says == NULL);
        if (cases[i].says == NULL)
            continue;
        assert_int_equal(err.code, DM_E_PARSE);
        if (strncmp(err.msg, cases[i].says, strlen(cases[i].says)) != 0)
            fail_msg("%s", err.msg);
    }
}

static void unsound(void **state)
{
    dm_slice         zip = package(P(T("a")));
    dm_doc          *doc = load(zip);
    const dm_markup *m = doc->markup;
    dm_err           err = {.code = DM_OK};

    (void)state;
    assert_true(m->check(doc->decoded.text, NULL));
    assert_true(m->check(DM_S("<a/>\n<?xml version='1.0'?><b>x</b>\n"), NULL));
    assert_false(m->check(DM_S("<a/><b></a>"), &err));
    assert_int_equal(err.code, DM_E_READ_BACK);
    assert_false(m->check(DM_S("<a>\x01</a>"), NULL));
    dm_doc_free(doc);
    unzipped(zip);
}

/* What is missing or wrong is told, or done without. */
static void broken(void **state)
{
    static const struct {
        const char *pairs[7];
        const char *from, *want; /* the text, or NULL: the code and … */
        dm_code     code;
        const char *says;
    } cases[] = {
        {{"[Content_Types].xml", types, "word/document.xml",
          "<w:document " NS ">" P(T("没有关系")) "</w:document>", NULL},
         NULL,                                                                                "没有关系",
         DM_OK,                                                                                                           NULL                  },
        {{"[Content_Types].xml", types, "word/x.xml", "<a/>", NULL},
         NULL,                                                                                NULL,
         DM_E_PARSE,                                                                                                      "word/document.xml"   },
        {{"[Content_Types].xml", types, "xl/workbook.xml", "<a/>", NULL},
         NULL,                                                                                NULL,
         DM_E_BINARY,                                                                                                     "Office"              },
        {{"[Content_Types].xml", types, "word/document.xml",
          "<w:document " NS "><w:p></w:document>", NULL},
         NULL,                                                                                NULL,
         DM_E_PARSE,                                                                                                      "word/document.xml:1:"},
        {{"[Content_Types].xml", types, "word/document.xml",
          "<!DOCTYPE a [<!ENTITY b 'c'>]><w:document " NS "/>", NULL},
         NULL,                                                                                NULL,
         DM_E_PARSE,                                                                                                      "document type"       },
        {{"[Content_Types].xml", types, "word/document.xml", "\xFF\xFE<", NULL},
         NULL,                                                                                NULL,
         DM_E_PARSE,                                                                                                      "UTF-16"              },
        {{"[Content_Types].xml", types, "word/document.xml",
          "<?xml version='1.0' encoding='gbk'?><a>\xD6\xD0</a>", NULL},
         NULL,                                                                                NULL,
         DM_E_PARSE,                                                                                                      "gb18030"             },
        {{"a", "b", NULL},                                                            "docx", NULL,           DM_E_PARSE, "word/document.xml"   },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dm_slice        zip = zipped(cases[i].pairs, NULL);
        dm_err          err = {.code = DM_OK};
        dm_load_options o = {.from = cases[i].from};
        dm_doc         *doc = dm_load(DM_S("x"), DM_S("x"), zip, &o, &err);

        assert_int_equal(err.code, cases[i].code);
        if (cases[i].want != NULL)
            assert_true(
                dm_slice_eq(doc->text->text, dm_slice_str(cases[i].want)));
        else if (strstr(err.msg, cases[i].says) == NULL)
            fail_msg("%s", err.msg);
        dm_doc_free(doc);
        unzipped(zip);
    }
}

/* A password-protected file is another kind of file altogether. */
static void locked(void **state)
{
    static char ole[4096] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    dm_err      err;

    (void)state;
    memcpy(ole + 3000, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
    assert_null(
        dm_load(DM_S("x"), DM_S("x"), (dm_slice){ole, sizeof ole}, NULL, &err));
    assert_int_equal(err.code, DM_E_LOCKED);
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
        cmocka_unit_test(blocks),         cmocka_unit_test(around_the_text),
        cmocka_unit_test(markup),         cmocka_unit_test(unsound),
        cmocka_unit_test(odd_characters), cmocka_unit_test(fields),
        cmocka_unit_test(counted),        cmocka_unit_test(broken),
        cmocka_unit_test(locked),         cmocka_unit_test(out_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
