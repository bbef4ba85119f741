/* test_docx_bad.c - documents that are broken, locked or not what they say. */
#include "docx_package.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unsound),
        cmocka_unit_test(broken),
        cmocka_unit_test(locked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
