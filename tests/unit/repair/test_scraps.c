/* test_scraps.c - HTML left in plain text, row by row: what goes, how surely,
** and what only looks like it and stays.
*/
#include "mended.h"

#include "base/buf.h"

#define NBSP "\xC2\xA0"

static const mended_row rows[] = {
  /* whole tags */
    {"正文<br style=\"clear:both\"/>第二行",                        "正文\n第二行",            1, DM_EXACT    },
    {"<ul id=\"nav\"></ul>正文",                                       "正文",                       1, DM_EXACT    },
    {"甲<ul id=\"nav\"></ul>乙",                                       "甲\n乙",                     1, DM_EXACT    },
    {"<p>一</p><p>二</p>",                                             "一\n二",                     3, DM_EXACT    },
    {"<p>一</p>\n<p>二</p>\n",                                         "一\n二\n",                   4, DM_EXACT    },
    {"<div class=x><p>一</p></div>",                                    "一",                          2, DM_EXACT    },
    {"很<b>重要</b>的",                                              "很重要的",                 2, DM_EXACT    },
    {"<STRONG>x</Strong>",                                               "x",                            2, DM_EXACT    },
    {"看<a href='http://a.b/?c=1&amp;d=2' target=_blank>这里</a>。", "看这里。",
     2,                                                                                                     DM_EXACT    },
    {"<font color=“red”>红</font>",                                 "红",                          2, DM_EXACT    },
    {"<img src=\"a.png\" alt=\"a > b\">图",                             "图",                          1, DM_EXACT    },
    {"<a\n  href=\"x\"\n>y</a>",                                         "y",                            2, DM_EXACT    },
    {"<tr><td>1</td><td>2</td></tr>",                                    "1 2",                          3, DM_EXACT    },
    {"一行<br>又一行<br/>再一行",                                "一行\n又一行\n再一行", 2, DM_LIKELY   },
    {"文字</div>后面",                                               "文字\n后面",               1, DM_LIKELY   },
 /* without text */
    {"前<!-- 注释 -->后",                                            "前后",                       1, DM_EXACT    },
    {"<script type=\"text/javascript\">var a = 1 < 2;</script>文",      "文",                          1,
     DM_EXACT                                                                                                           },
    {"文<style>p { color: red }</style>字",                            "文字",                       1, DM_EXACT    },
    {"<!DOCTYPE html>\n文",                                             "\n文",                        1, DM_EXACT    },
 /* cut off */
    {"文字</p",                                                        "文字",                       1, DM_LIKELY   },
    {"文字<a href=\"http://a.b/c\n下一行",                          "文字\n下一行",            1, DM_LIKELY   },
    {"文字<a href=\"http://a.b/c正文",                               "文字正文",                 1, DM_LIKELY   },
    {"文字<p class=\"x\"\n",                                           "文字\n",                     1, DM_LIKELY   },
    {"class=\"p1\">正文",                                              "正文",                       1, DM_LIKELY   },
    {"p style=\"text-align:left\">正文",                               "正文",                       1, DM_LIKELY   },
 /* references */
    {"甲&nbsp;乙",                                                     "甲" NBSP "乙",               1, DM_LIKELY   },
    {"甲&nbsp乙",                                                      "甲" NBSP "乙",               1, DM_LIKELY   },
    {"&ldquo;好&rdquo;",                                                "“好”",                    2, DM_LIKELY   },
    {"甲&amp;nbsp;乙&amp;amp;quot;",                                   "甲" NBSP "乙\"",             2, DM_LIKELY   },
    {"&#20013;&#x6587;",                                                 "中文",                       2, DM_LIKELY   },
    {"AT&amp;T &amp; me",                                                "AT&T & me",                    2, DM_LIKELY   },
    {"甲&lt;br /&gt;乙",                                               "甲\n乙",                     1, DM_LIKELY   },
    {"a &lt; b",                                                         "a < b",                        1, DM_LIKELY   },
    {"&lt;stdio.h&gt;",                                                  "<stdio.h>",                    2, DM_LIKELY   },
 /* what is unsure is told and left */
    {"an empty <span> is",                                               NULL,                           1, DM_UNCERTAIN},
    {"a & b &lt; c",                                                     NULL,                           1, DM_UNCERTAIN},
    {"see <!-- --> there",                                               NULL,                           1, DM_UNCERTAIN},
 /* what is no scrap */
    {"a < b and c > d",                                                  NULL,                           0, DM_EXACT    },
    {"a<b && b>c",                                                       NULL,                           0, DM_EXACT    },
    {"a<b>c",                                                            NULL,                           0, DM_EXACT    },
    {"x<y>z",                                                            NULL,                           0, DM_EXACT    },
    {"点击<客户端>下载",                                          NULL,                           0, DM_EXACT    },
    {"#include <stdio.h>",                                               NULL,                           0, DM_EXACT    },
    {"<a@b.c> and <i.am@p.q>",                                           NULL,                           0, DM_EXACT    },
    {"《书名》〈篇名〉",                                         NULL,                           0, DM_EXACT    },
    {"vector<map<a, b>> x;",                                             NULL,                           0, DM_EXACT    },
    {"1<2, 3>2, <3",                                                     NULL,                           0, DM_EXACT    },
    {"cp <dir> <code> <title>",                                          NULL,                           0, DM_EXACT    },
    {"use \"<br>\" or `<p class=\"x\">` or '&nbsp;'",                    NULL,                           0, DM_EXACT    },
    {"<config><item>1</item><item>2</item><p>x</p></config>",            NULL,                           0,
     DM_EXACT                                                                                                           },
    {"R&D, a&b;c, &c., &unknown;, ?a=1&copy=2",                          NULL,                           0, DM_EXACT    },
    {"class = 1 > 0",                                                    NULL,                           0, DM_EXACT    },
    {"key=\"value\"\n",                                                  NULL,                           0, DM_EXACT    },
    {"&#0;&#31;&#xD800;&#x110000;&#;&#x;&#x0x41;",                       NULL,                           0, DM_EXACT    },
    {"?br style=\"clear:both\"/>",                                       NULL,                           0, DM_EXACT    },
    {"<",                                                                NULL,                           0, DM_EXACT    },
    {"</",                                                               NULL,                           0, DM_EXACT    },
    {"<!",                                                               NULL,                           0, DM_EXACT    },
    {"<p",                                                               NULL,                           0, DM_EXACT    },
    {"&",                                                                NULL,                           0, DM_EXACT    },
    {"",                                                                 NULL,                           0, DM_EXACT    },
};

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row("html_scraps", &rows[i]);
}

/* Bits of markup in any order: never a crash, never a second change. */
static void any_order_is_borne(void **state)
{
    static const char *const bits[] = {
        "<",       ">",        "</",        "p",     " ",     "class=\"", "\"",
        "x",       "中",       "\n",        "&",     "amp;",  "lt;",      "gt;",
        "&amp;",   "&lt;",     "br",        "/>",    "<p>",   "</p>",     "<b>",
        "</b>",    "<!--",     "-->",       "&#60;", "nbsp;", "<br",      "=",
        "<style>", "</style>", "style='a'", "`",     "'",     "span",     "<x>",
    };
    uint32_t seed = 4711;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        dm_arena       arena;
        dm_buf         text;
        dm_step_result r;

        dm_arena_init(&arena, 1 << 22);
        dm_buf_init(&text, 1 << 12);
        for (int k = 0; k < 12; k++) {
            seed = seed * 1664525 + 1013904223;
            dm_buf_str(&text,
                       bits[(seed >> 16) % (sizeof bits / sizeof *bits)]);
        }
        r = mended("html_scraps", dm_buf_view(&text), DM_REPAIR_ALL, &arena);
        assert_int_equal(dm_utf8_valid(r.text), r.text.len);
        dm_buf_fini(&text);
        dm_arena_fini(&arena);
    }
}

static const char *const floods[] = {
    "<!--", "<script>", "<style>", "<a href=\"", "<a href=x ", "<p", "&amp;",
    "&lt;", "<b>",      "</b>",    "<<<<",       "&#",         "`",  "<a x",
};

/* What never closes must not be looked for again and again. */
static void floods_are_quick(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof floods / sizeof *floods; i++) {
        dm_arena arena;
        dm_buf   text;

        dm_arena_init(&arena, (size_t)1 << 29);
        dm_buf_init(&text, 1 << 24);
        while (text.len < 1000000)
            dm_buf_str(&text, floods[i]);
        (void)mended("html_scraps", dm_buf_view(&text), DM_REPAIR_LIKELY,
                     &arena);
        dm_buf_fini(&text);
        dm_arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(any_order_is_borne),
        cmocka_unit_test(floods_are_quick),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
