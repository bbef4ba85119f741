/* docx_package.h - a Word document around a body, for tests. */
#ifndef DM_TEST_DOCX_PACKAGE_H
#define DM_TEST_DOCX_PACKAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "describe.h"
#include "load/load.h"
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
static inline void write_out(dm_buf *out, const char *markup)
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

#define T(text)   "<w:r><w:t>" text "</w:t></w:r>"
#define P(inside) "<w:p>" inside "</w:p>"

static inline dm_slice package(const char *body)
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

static inline dm_doc *load(dm_slice zip)
{
    dm_err  err;
    dm_doc *doc = dm_load(DM_S("x.docx"), DM_S(""), zip, NULL, &err);

    if (doc == NULL)
        fail_msg("%s", err.msg);
    return doc;
}

/* Each character of the text is its bytes of the file, or stands for a
** reference or an element, or was put in. */
static inline void check_places(const dm_doc *doc)
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

#endif
