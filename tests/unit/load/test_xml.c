/* test_xml.c - members of containers, event by event: characters that are none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load/xml.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
