/* test_docx_field.c - what Word counts and what its fields lead to. */
#include "docx_package.h"

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

#define CHAR(type)  "<w:r><w:fldChar w:fldCharType=\"" type "\"/></w:r>"
#define INSTR(text) "<w:r><w:instrText>" text "</w:instrText></w:r>"

/* Links that are fields, to nowhere, and symbols nobody knows. */
static const struct {
    const char *body, *want; /* [text](address), and a ! a warning */
} linked[] = {
    {P(T("a") "<w:fldSimple w:instr=' HYPERLINK "
              "&quot;http://x/?a&amp;b&quot; "
              "\\o &quot;tip&quot; '>" T("b") "</w:fldSimple>" T("c")),
     "[b](http://x/?a&b)"                                           },
    {P("<w:fldSimple w:instr='hyperlink \\l \"p q\"'>" T("b") "</w:fldSimple>"),
     "[b](#p q)"                                                    },
    {P("<w:fldSimple w:instr='PAGE'>" T("3") "</w:fldSimple>"
                                             "<w:fldSimple>" T(
                                                 "4") "</w:fldSimple>"),
     ""                                                             },
    {P(T("a") CHAR("begin") INSTR(" HYPER") INSTR("LINK \"c:\\\\d\" \\h ")
           CHAR("separate")
               T("b") "<w:r><w:rPr><w:b/></w:rPr><w:t>c</w:t></w:r>" CHAR("end")
                   T("d")),
     "[bc](c:\\d)"                                                  },
    {P(CHAR("begin") INSTR("HYPERLINK http://u \\l v") CHAR("separate") T("a")
           CHAR("begin") INSTR("PAGEREF x") CHAR("separate") T("9") CHAR("end")
               T("b") CHAR("end")),
     "[a9b](http://u#v)"                                            },
    {P(CHAR("begin") INSTR("HYPERLINK \"http://u\"") CHAR("separate") T("a"))
         P(T("b")),
     "[a/b](http://u)"                                              },
    {P(CHAR("end") CHAR("separate") INSTR("HYPERLINK x") T("a") CHAR("begin")
           INSTR("HYPERLINK") CHAR("separate") T("b") CHAR("end")),
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

/* Append "[text](address)" of each link, and a ! before each warning. */
static void write_links(dm_buf *out, const dm_doc *doc)
{
    for (size_t k = 0; k < doc->nlinks; k++) {
        dm_range r = doc->links[k].range;

        dm_buf_char(out, '[');
        describe_text(out, dm_slice_sub(doc->text->text, r.from, r.to));
        dm_buf_str(out, "](");
        dm_buf_slice(out, doc->links[k].href);
        dm_buf_char(out, ')');
    }
    for (size_t k = 0; k < doc->nwarnings; k++) {
        dm_buf_char(out, '!');
        dm_buf_slice(out, doc->warnings[k]);
    }
}

static void fields(void **state)
{
    dm_buf got;

    (void)state;
    dm_buf_init(&got, 1 << 16);
    for (size_t i = 0; i < sizeof linked / sizeof *linked; i++) {
        dm_slice zip = package(linked[i].body);
        dm_doc  *doc = load(zip);

        dm_buf_clear(&got);
        write_links(&got, doc);
        dm_buf_char(&got, '\0');
        assert_string_equal(got.ptr, linked[i].want);
        dm_doc_free(doc);
        unzipped(zip);
    }
    dm_buf_fini(&got);
}

/* Instructions that are too long make no link, and the next field does. */
static void long_instructions(void **state)
{
    size_t   size = (3 << 20) + 1000;
    char    *body = malloc(size);
    int      n;
    dm_slice zip;
    dm_doc  *doc;

    (void)state;
    assert_non_null(body);
    n = snprintf(body, size, "<w:p>%s<w:r><w:instrText>HYPERLINK \"http://",
                 CHAR("begin"));
    memset(body + n, 'x', 3 << 20);
    snprintf(body + n + (3 << 20), size - (size_t)n - (3 << 20),
             "\"</w:instrText></w:r>%s</w:p>",
             CHAR("separate") T("a") CHAR("end") CHAR("begin")
                 INSTR("HYPERLINK b") CHAR("separate") T("c") CHAR("end"));
    zip = package(body);
    doc = load(zip);
    assert_int_equal(doc->nlinks, 1);
    assert_int_equal(doc->links[0].href.len, 1);
    assert_memory_equal(doc->links[0].href.ptr, "b", 1);
    dm_doc_free(doc);
    unzipped(zip);
    free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counted),
        cmocka_unit_test(fields),
        cmocka_unit_test(long_instructions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
