/* test_read_plain.c - plain text and the blocks its layout shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "describe.h"
#include "load/load.h"

#define EN1 "It was a bright cold day in April, and the clocks were striking\n"
#define EN2                                                                    \
    "thirteen. Somebody, his chin nuzzled into his breast in an effort\n"
#define EN3 "to escape the vile wind, slipped quickly through the glass doors\n"
#define LONG                                                                                                    \
    "这是一个相当长的段落用来说明这一行不是标题而是正文内容因为它比标题长得" \
    "多而且没有标点"

static const struct {
    const char *name, *text, *want;
} rows[] = {
    {"empty",                                         "",                                                   ""                                   },
    {"blank",                                         " \n\t\n　\n",                                       ""                                   },
    {"one line, no end",                              "hello",                                              "p:hello"                            },
    {"a line is a paragraph",                         "甲。\n乙。\n\n丙。\n",                         "p:甲。|p:乙。|p:丙。"         },
    {"blanks around are outside",                     "　　甲。 \n",                                    "p:甲。"                           },
    {"CRLF",                                          "甲。\r\n乙。\r\n",                               "p:甲。|p:乙。"                  },
    {"CR",                                            "甲。\r乙。",                                     "p:甲。|p:乙。"                  },
    {"form feed ends",                                "甲\f乙",                                           "p:甲|p:乙"                        },
    {"NBSP is a blank",                               "\xC2\xA0甲\xC2\xA0",                                "p:甲"                              },
    {"wrapped text is joined",                        EN1 EN2 EN3 "again.\n\nNew one here.\n",
     "p:It was a bright cold day in April, and the clocks were striking/"
     "thirteen. Somebody, his chin nuzzled into his breast in an effort/"
     "to escape the vile wind, slipped quickly through the glass doors/"
     "again.|p:New one here."                                                                                                                    },
    {"wrapped text: an indent begins a paragraph",
     EN1 EN2 EN3 "again.\n   " EN1 EN2,
     "p:It was a bright cold day in April, and the clocks were striking/"
     "thirteen. Somebody, his chin nuzzled into his breast in an effort/"
     "to escape the vile wind, slipped quickly through the glass doors/"
     "again.|p:It was a bright cold day in April, and the clocks were "
     "striking/thirteen. Somebody, his chin nuzzled into his breast in an "
     "effort"                                                                                                                                    },
    {"wrapped text: a number at the margin is prose", EN1 EN2 "12. " EN3 EN1,
     "p:It was a bright cold day in April, and the clocks were striking/"
     "thirteen. Somebody, his chin nuzzled into his breast in an effort/"
     "12. to escape the vile wind, slipped quickly through the glass doors/"
     "It was a bright cold day in April, and the clocks were striking"                                                                           },
    {"form feed ends wrapped text too",               EN1 EN2 "\f" EN3 EN1,
     "p:It was a bright cold day in April, and the clocks were striking/"
     "thirteen. Somebody, his chin nuzzled into his breast in an effort|"
     "p:to escape the vile wind, slipped quickly through the glass doors/"
     "It was a bright cold day in April, and the clocks were striking"                                                                           },
    {"levels by order of appearance",
     "第一章 总则\n第一条 目的\n一、范围\n（一）对象\n第二章 附则\n二、其他\n",
     "h1[第一章]:第一章 总则|h2[第一条]:第一条 目的|h3[一、]:一、范围|"
     "h4[（一）]:（一）对象|h1[第二章]:第二章 附则|h3[二、]:二、其他"                                                      },
    {"a sentence is no heading",                      "一、坚持原则。\n第一条 为了规范，\n",
     "l1[一、]:一、坚持原则。|p[第一条]:第一条 为了规范，"                                                                   },
    {"a long line is no heading",                     "一、" LONG "\n",                                   "l1[一、]:一、" LONG             },
    {"decimal with body between: headings",
     "1. Scope\nThis is the body of it.\n2. Terms\nMore of the body.\n",                                    "h1[1.]:1. Scope|p:This is the body of it.|h1[2.]:2. Terms|"
     "p:More of the body."                                               },
    {"decimals in a series: items",                   "1. apples\n2. pears\n3. plums\n",
     "l1[1.]:1. apples|l1[2.]:2. pears|l1[3.]:3. plums"                                                                                          },
    {"dotted",                                        "1 Scope\n1.1 One\nbody is here.\n1.1.1 Deep\n",
     "p:1 Scope|h1[1.1]:1.1 One|p:body is here.|h2[1.1.1]:1.1.1 Deep"                                                                            },
    {"word",                                          "Chapter 3\n\nText is here.\n",
     "h1[Chapter 3]:Chapter 3|p:Text is here."                                                                                                   },
    {"roman",                                         "I. One\ntext is here.\nII. Two\n",
     "h1[I.]:I. One|p:text is here.|h1[II.]:II. Two"                                                                                             },
    {"a number alone",                                "1.\n\n第一章\n",                                  "p:1.|h1[第一章]:第一章"       },
    {"bullets",                                       "- a\n- b\n  * c\n- d\n• e\n※f\n",
     "l1:- a|l1:- b|l2:* c|l1:- d|l1:• e|l1:※f"                                                                                              },
    {"a bullet alone is text",                        "•\n-\n",                                           "p:•|p:-"                          },
    {"circled",                                       "①首先\n②其次\n",                             "l1[①]:①首先|l1[②]:②其次"},
    {"hash",                                          "# Title\n\n## 1.2 Part\ntext here.\n#no\n",
     "h1:# Title|h2[1.2]:## 1.2 Part|p:text here.|p:#no"                                                                                         },
    {"setext",                                        "Title\n=====\n\nPart\n----\n\ntext here.\n",
     "h1:Title|h2:Part|p:text here."                                                                                                             },
    {"a rule is no underline",                        "text here.\n\n-----\n\nmore here.\n",
     "p:text here.|p:more here."                                                                                                                 },
    {"a rule under a sentence",                       "text here，\n====\n",                               "p:text here，"                     },
};

static dm_doc *load(dm_slice text)
{
    dm_load_options o = {.from = "text", .charset = "utf-8"};
    dm_err          err;
    dm_doc         *doc = dm_load(DM_S("t"), DM_S(""), text, &o, &err);

    if (doc == NULL)
        fail_msg("%s", err.msg);
    return doc;
}

static void blocks(void **state)
{
    dm_buf got;

    (void)state;
    dm_buf_init(&got, 1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_doc *doc = load(dm_slice_str(rows[i].text));

        assert_true(describe(&got, doc));
        if (strcmp(got.ptr, rows[i].want) != 0)
            fail_msg("%s:\n got %s\nwant %s", rows[i].name, got.ptr,
                     rows[i].want);
        assert_true(dm_slice_eq(doc->text->text, dm_slice_str(rows[i].text)));
        dm_doc_free(doc);
    }
    dm_buf_fini(&got);
}

/* Lines of one kind of end, and no end at all, must not take time with the
** square of their number: seconds instead of milliseconds here. */
static void stays_linear(void **state)
{
    static const char *const units[] = {"\f",    "\r", "a\f", "1.\r\n",
                                        "- x\n", "第", "　",  "# "};

    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        dm_buf    big;
        dm_doc   *doc;
        dm_blocks all;

        dm_buf_init(&big, 8 << 20);
        while (big.len < (4 << 20))
            dm_buf_str(&big, units[i]);
        doc = load(dm_buf_view(&big));
        assert_true(dm_doc_blocks(doc, &all, NULL));
        dm_doc_free(doc);
        dm_buf_fini(&big);
    }
}

static void too_many_blocks_are_said(void **state)
{
    dm_load_options o = {.from = "text", .limits = {.max_blocks = 2}};
    dm_doc         *doc =
        dm_load(DM_S("t"), DM_S(""), DM_S("a.\nb.\nc.\nd.\n"), &o, NULL);
    dm_blocks all;

    (void)state;
    assert_non_null(doc);
    assert_true(dm_doc_blocks(doc, &all, NULL));
    assert_int_equal(all.n, 2);
    assert_int_equal(doc->nwarnings, 1);
    assert_true(dm_doc_blocks(doc, &all, NULL));
    assert_int_equal(doc->nwarnings, 1);
    dm_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks),
        cmocka_unit_test(stays_linear),
        cmocka_unit_test(too_many_blocks_are_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
