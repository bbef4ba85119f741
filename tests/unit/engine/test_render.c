/* test_render.c - a page in each of the formats that are made from a tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "emit/html.h"
#include "emit/markdown.h"
#include "emit/pandoc.h"
#include "emit/plain.h"
#include "engine/tree.h"
#include "load/load.h"

enum { ROOM = 1 << 24 };

static void as_pandoc(dm_buf *out, const dm_tree *tree)
{
    dm_pandoc_render(out, tree, DM_PANDOC_1_22);
}

static void as_old(dm_buf *out, const dm_tree *tree)
{
    dm_pandoc_render(out, tree, DM_PANDOC_1_20);
}

static void as_page(dm_buf *out, const dm_tree *tree)
{
    dm_pandoc_page(out, tree, DM_PANDOC_1_23);
}

#define DIV                                                                    \
    "{\"t\":\"Div\",\"c\":[[\"d83aaedd9938f2ce7\",[\"document\"],"             \
    "[[\"source\",\"a.html\"]]],["
#define STR(s)   "{\"t\":\"Str\",\"c\":\"" s "\"}"
#define PLAIN(s) "{\"t\":\"Plain\",\"c\":[" STR(s) "]}"
#define CELL     "[[\"\",[],[]],{\"t\":\"AlignDefault\"},1,1,["
#define COLUMN   "[{\"t\":\"AlignDefault\"},{\"t\":\"ColWidthDefault\"}]"
#define NO_ATTR  "[\"\",[],[]]"

/* Columns, head, body and foot of a table with a header row and one row of
** one cell, as pandoc 2.11 and later have them.  A level a line: */
/* clang-format off */
static const char new_table[] =
    DIV "{\"t\":\"Table\",\"c\":[" NO_ATTR ",[null,[" PLAIN("C") "]],"
    "[" COLUMN "," COLUMN "],"
    "[" NO_ATTR ",[[" NO_ATTR ",["
    CELL PLAIN("a") "]]," CELL PLAIN("b") "]]" "]]]],"
    "[[" NO_ATTR ",0,[],[[" NO_ATTR ",["
    CELL PLAIN("1") "]]," CELL "]]" "]]]]],"
    "[" NO_ATTR ",[]]]}]]}";

static const char old_table[] =
    DIV "{\"t\":\"Table\",\"c\":[[],"
    "[{\"t\":\"AlignDefault\"},{\"t\":\"AlignDefault\"}],[0,0],"
    "[[" PLAIN("a") "],[" PLAIN("b") "]],"
    "[[[" PLAIN("1") "],[]]]]}]]}";

static const char para[] =
    DIV "{\"t\":\"Para\",\"c\":[" STR("a") ",{\"t\":\"Space\"},"
    "{\"t\":\"Link\",\"c\":[[\"\",[],[]],[" STR("b") "],[\"/x\",\"\"]]},"
    "{\"t\":\"LineBreak\"}," STR("c") "]}]]}";

static const char nested[] =
    DIV "{\"t\":\"OrderedList\",\"c\":[[2,{\"t\":\"Decimal\"},"
    "{\"t\":\"OneParen\"}],[[" PLAIN("a") ","
    "{\"t\":\"BulletList\",\"c\":[[" PLAIN("b") "]]}]]]}]]}";

static const char page[] =
    "{\"pandoc-api-version\":[1,23],\"meta\":{"
    "\"title\":{\"t\":\"MetaString\",\"c\":\"T\"},"
    "\"lang\":{\"t\":\"MetaString\",\"c\":\"en\"}},\"blocks\":[\n"
    "{\"t\":\"Header\",\"c\":[1,[\"d83aaedd9938f2ce7-h1\",[],[]],[" STR("x") "]]}\n"
    "]}\n";
/* clang-format on */

static const struct {
    const char *name;
    void (*render)(dm_buf *out, const dm_tree *tree);
    const char *page, *want;
} rows[] = {
    {"text: nothing",            dm_plain_render,    "",                                         ""                                                             },
    {"text: blocks",             dm_plain_render,    "<h1>H<br>I</h1><p>a<br>b<p>c",
     "H I\n\na\nb\n\nc\n"                                                                                                                                       },
    {"text: lists and tables",   dm_plain_render,
     "<ul><li>a<ul><li>b</ul><li>c</ul><table><caption>C</caption><tr><td>1"
     "<td>2<br>3<tr><td>4</table>d",                                                             "a\nb\nc\n\nC\n1\t2 3\n4\n\nd\n"                               },
    {"text: a layout table",     dm_plain_render,
     "<table><tr><td>a<ul><li>b</ul><td>c</table>",                                              "a\n\nb\n\nc\n"                                                },
    {"html: escapes",            dm_html_render,     "<p>&lt;b&gt; &amp; \"</p>",
     "<article data-id=\"a.html\">\n<p>&lt;b&gt; &amp; &quot;</p>\n"
     "</article>\n"                                                                                                                                             },
    {"html: a link",             dm_html_render,     "<p>a <a href='x\"y'>b</a></p>",
     "<article data-id=\"a.html\">\n<p>a <a href=\"x&quot;y\">b</a></p>\n"
     "</article>\n"                                                                                                                                             },
    {"html: lists",              dm_html_render,     "<ul><li>3. a<li>4. b<li>（一） c</ul>",
     "<article data-id=\"a.html\">\n<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n"
     "</ol>\n<ul class=\"numbered\">\n<li>（一） c</li>\n</ul>\n</article>\n"                                                                                },
    {"html: a table",            dm_html_render,
     "<html lang=zh><table><tr><th>a<th>b<tr><td>1</table>",                                     "<article data-id=\"a.html\" lang=\"zh\">\n<table>\n<thead>\n<tr>\n"
     "<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n"
     "<td></td>\n</tr>\n</tbody>\n</table>\n</article>\n"                                           },
    {"md: lists",                dm_markdown_render,
     "<ul><li>a<ul><li>b</ul><li>c</ul><ul><li>1. d<li>2. e<p>f</p></ul><p>g",                   "- a\n  - b\n- c\n\n1. d\n\n2. e\n\n   f\n\ng\n"               },
    {"md: lists in a row",       dm_markdown_render,
     "<ul><li>1. a<li>1. b<li>c<li>（一） d</ul>",                                            "1. a\n\n1) b\n\n- c\n\n* （一） d\n"                       },
    {"md: an item without text", dm_markdown_render,
     "<ul><li><ul><li>a</ul><li><h2>b</h2><pre>c\nd</pre></ul>",                                 "- - a\n\n- ## b\n\n  ```\n  c\n  d\n  ```\n"                  },
    {"md: a quote",              dm_markdown_render,
     "<blockquote>a<br>b<ul><li>c</ul></blockquote><blockquote>d</blockquote>",                  "> a\\\n> b\n>\n> - c\n\n> d\n"                                },
    {"md: a table",              dm_markdown_render,
     "<table><caption>C</caption><tr><td>a|b<td>c\\|d<tr><td>e<br>f</table>",                    "C\n\n| a\\|b | c\\\\&#124;d |\n| --- | --- |\n| e<br>f |  |\n"},
    {"md: a layout table",       dm_markdown_render,
     "<table><tr><td>a<ul><li>b</ul><td><ul><li>c</ul></table>",                                 "a\n\n- b\n\n* c\n"                                            },
    {"md: a link",               dm_markdown_render, "<a href='/a b(c)'>d]!</a>x",
     "[d\\]\\!](/a%20b\\(c\\))x\n"                                                                                                                              },
    {"pandoc: text",             as_pandoc,          "<p>a <a href=/x>b</a><br>c",               para                                                           },
    {"pandoc: a list",           as_pandoc,          "<ul><li>2) a<ul><li>b</ul></ul>",          nested                                                         },
    {"pandoc: a table",          as_pandoc,
     "<table><caption>C</caption><tr><th>a<th>b<tr><td>1</table>",                               new_table                                                      },
    {"pandoc: a table of old",   as_old,             "<table><tr><th>a<th>b<tr><td>1</table>",
     old_table                                                                                                                                                  },
    {"pandoc: metadata",         as_page,            "<html lang=en><title>T</title><h1>x</h1>",
     page                                                                                                                                                       },
};

static void render(dm_buf *out, size_t i)
{
    dm_err          err;
    dm_tree         tree;
    dm_arena        arena;
    dm_tree_options o = {.found = NULL};
    dm_doc         *doc = dm_load(DM_S("a.html"), DM_S("a.html"),
                                  dm_slice_str(rows[i].page), NULL, &err);

    assert_non_null(doc);
    dm_arena_init(&arena, ROOM);
    o.view = dm_doc_view(doc, DM_S("text"), &err);
    assert_true(dm_tree_build(&tree, &arena, doc, &o, &err));
    dm_buf_clear(out);
    rows[i].render(out, &tree);
    dm_buf_char(out, '\0');
    dm_arena_fini(&arena);
    dm_doc_free(doc);
}

static void formats(void **state)
{
    dm_buf out;

    (void)state;
    dm_buf_init(&out, ROOM);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        render(&out, i);
        if (strcmp(out.ptr, rows[i].want) != 0)
            fail_msg("%s: %s", rows[i].name, out.ptr);
    }
    dm_buf_fini(&out);
}

static void pandoc_is_json(void **state)
{
    dm_buf out;

    (void)state;
    dm_buf_init(&out, ROOM);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *read;

        if (strncmp(rows[i].name, "pandoc", 6) != 0)
            continue;
        render(&out, i);
        read = json_loads(out.ptr, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(read);
        json_decref(read);
    }
    dm_buf_fini(&out);
}

/* Whatever fails to fit makes the buffer fail, and nothing else. */
static void a_full_buffer_fails(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t max = 0; max < strlen(rows[i].want); max++) {
            dm_buf out;

            dm_buf_init(&out, max);
            render(&out, i);
            assert_true(out.failed);
            dm_buf_fini(&out);
        }
}

static void pandoc_versions(void **state)
{
    dm_pandoc_api api = DM_PANDOC_1_23;

    (void)state;
    assert_true(dm_pandoc_find(DM_S("1.20"), &api));
    assert_int_equal(api, DM_PANDOC_1_20);
    assert_false(dm_pandoc_find(DM_S("1.21"), &api));
    assert_int_equal(api, DM_PANDOC_1_20);
    assert_non_null(strstr(dm_pandoc_begin(DM_PANDOC_1_23), "[1,23]"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats),
        cmocka_unit_test(pandoc_is_json),
        cmocka_unit_test(a_full_buffer_fails),
        cmocka_unit_test(pandoc_versions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
