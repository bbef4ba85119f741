/* test_standoff.c - places beside their text: brat, Web Annotation, labels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "emit/brat.h"
#include "emit/html.h"
#include "emit/pandoc.h"
#include "emit/webanno.h"

enum { ROOM = 1 << 20 };

#define SPAN(from, to, pfrom, pto, rule_, field_)                              \
    {                                                                          \
        .bytes = {from, to}, .points = {pfrom, pto}, .src = {from, to},        \
        .filed = true, .rule = DM_LIT(rule_), .field = DM_LIT(field_)          \
    }

/* 中a<LF>b c: bytes 0-3 3 4 5 6 7, code points 0 1 2 3 4 5 */
static const dm_standoff_span spans[] = {
    SPAN(0, 8, 0, 6, "whole", ""),
    SPAN(0, 4, 0, 2, "r 1", "f"),
    SPAN(4, 5, 2, 3, "break", ""),
    SPAN(5, 6, 3, 4, "f", "f"),
};

static dm_standoff found(void)
{
    return (dm_standoff){.id = DM_LIT("x:é.txt"),
                         .path = DM_LIT("x:é.txt"),
                         .text = DM_LIT("中a\nb c"),
                         .view = "clean",
                         .spans = spans,
                         .nspans = sizeof spans / sizeof *spans};
}

static void brat(void **state)
{
    dm_standoff      f = found();
    dm_standoff_span list[4];
    dm_value         same = {.kind = DM_STRING, .as.string = DM_LIT("中a")};
    dm_value         other = {.kind = DM_STRING, .as.string = DM_LIT("B\nC")};
    dm_value         number = {.kind = DM_INT, .as.integer = 7};
    dm_buf           out;

    (void)state;
    memcpy(list, spans, sizeof list);
    list[0].value = &number;
    list[1].value = &same;
    list[3].value = &other;
    f.spans = list;
    dm_buf_init(&out, ROOM);
    dm_brat_render(&out, &f);
    dm_buf_char(&out, '\0');
    assert_string_equal(out.ptr, "T1\twhole 0 2;3 6\t中a b c\n"
                                 "#1\tAnnotatorNotes T1\t7\n"
                                 "T2\tr_1 0 2\t中a\n"
                                 "A1\tfield T2 f\n"
                                 "T3\tf 3 4\tb\n"
                                 "#2\tAnnotatorNotes T3\tB C\n");
    dm_buf_fini(&out);
}

static json_t *selector(json_t *item, size_t i, const char *type)
{
    json_t *s = json_array_get(
        json_object_get(json_object_get(item, "target"), "selector"), i);

    assert_string_equal(json_string_value(json_object_get(s, "type")), type);
    return s;
}

static void web_annotation(void **state)
{
    dm_standoff f = found();
    dm_buf      out, again;
    json_t     *page, *items, *s;

    (void)state;
    dm_buf_init(&out, ROOM);
    dm_buf_init(&again, ROOM);
    dm_webanno_render(&out, &f);
    dm_webanno_render(&again, &f);
    assert_true(dm_slice_eq(dm_buf_view(&out), dm_buf_view(&again)));
    assert_ptr_equal(memchr(out.ptr, '\n', out.len), out.ptr + out.len - 1);
    page = json_loadb(out.ptr, out.len, JSON_REJECT_DUPLICATES, NULL);
    items = json_object_get(page, "items");
    assert_int_equal(json_array_size(items), 4);
    s = selector(json_array_get(items, 3), 0, "TextPositionSelector");
    assert_int_equal(json_integer_value(json_object_get(s, "start")), 3);
    assert_int_equal(json_integer_value(json_object_get(s, "end")), 4);
    s = selector(json_array_get(items, 3), 1, "TextQuoteSelector");
    assert_string_equal(json_string_value(json_object_get(s, "exact")), "b");
    assert_string_equal(json_string_value(json_object_get(s, "prefix")),
                        "中a\n");
    assert_string_equal(json_string_value(json_object_get(s, "suffix")), " c");
    s = selector(json_array_get(items, 3), 2, "DataPositionSelector");
    assert_int_equal(json_integer_value(json_object_get(s, "start")), 5);
    s = json_object_get(json_array_get(items, 0), "target");
    assert_string_equal(json_string_value(json_object_get(s, "source")),
                        "./x%3A%C3%A9.txt");
    assert_memory_equal(
        json_string_value(json_object_get(json_array_get(items, 0), "id")),
        "urn:uuid:", 9);
    json_decref(page);
    dm_buf_fini(&out);
    dm_buf_fini(&again);
}

/* Labels that nest stay open over several runs. */
static void labels_are_spans(void **state)
{
    static const dm_label        outer = {DM_LIT("o\"1 2"), DM_LIT("f"), 1};
    static const dm_label        inner = {DM_LIT("i"), DM_LIT(""), 2};
    static const dm_label *const one[] = {&outer};
    static const dm_label *const two[] = {&outer, &inner};
    const dm_run_text            runs[] = {
                   {DM_LIT("a"), DM_LIT(""), NULL, 0},
                   {DM_LIT("b"), DM_LIT(""), one,  1},
                   {DM_LIT("c"), DM_LIT(""), two,  2},
                   {DM_LIT("d"), DM_LIT(""), one,  1},
    };
    dm_node node = {.number = DM_LIT(""), .runs = runs, .nruns = 4};
    dm_tree tree = {.id = DM_LIT("x"),
                    .title = DM_LIT(""),
                    .lang = DM_LIT(""),
                    .first = &node};
    dm_buf  out;

    (void)state;
    dm_buf_init(&out, ROOM);
    dm_html_render(&out, &tree);
    dm_buf_char(&out, '\0');
    assert_string_equal(
        out.ptr,
        "<article data-id=\"x\">\n<p>a<span class=\"docmill-o&quot;1-2\" "
        "data-rule=\"o&quot;1 2\" data-field=\"f\">b<span class=\"docmill-i\" "
        "data-rule=\"i\">c</span>d</span></p>\n</article>\n");
    dm_buf_clear(&out);
    dm_pandoc_render(&out, &tree, DM_PANDOC_1_22);
    dm_buf_char(&out, '\0');
    assert_non_null(strstr(out.ptr,
                           "{\"t\":\"Span\",\"c\":[[\"\",[\"o\\\"1 2\"],"
                           "[[\"field\",\"f\"]]],[{\"t\":\"Str\",\"c\":\"b\"},"
                           "{\"t\":\"Span\",\"c\":[[\"\",[\"i\"],[]],["));
    dm_buf_fini(&out);
}

static const struct {
    const char *name;
    dm_slice    text;
    const char *want;
} controls[] = {
    {"a NUL",      DM_LIT("a\0b"),
     "a\xEF\xBF\xBD"
     "b"                                                      },
    {"an escape",  DM_LIT("\x1B["),        "\xEF\xBF\xBD["    },
    {"line feed",  DM_LIT("a\n\tb"),       "a\n\tb"           },
    {"U+FFFE",     DM_LIT("\xEF\xBF\xBE"), "\xEF\xBF\xBD"     },
    {"U+FFFD",     DM_LIT("\xEF\xBF\xBD"), "\xEF\xBF\xBD"     },
    {"U+FF1E",     DM_LIT("\xEF\xBC\x9E"), "\xEF\xBC\x9E"     },
    {"an end tag", DM_LIT("</p>'\""),      "&lt;/p&gt;'&quot;"},
};

static void html_escapes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
        dm_buf out;

        dm_buf_init(&out, ROOM);
        dm_html_escape(&out, controls[i].text);
        dm_buf_char(&out, '\0');
        assert_string_equal(out.ptr, controls[i].want);
        dm_buf_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brat),
        cmocka_unit_test(web_annotation),
        cmocka_unit_test(labels_are_spans),
        cmocka_unit_test(html_escapes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
