/* test_pages.c - chopped pages: text is cut up here in every way that is
** known, and must come back; what only looks like it must stay.
*/
#include "mended.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

/* Prose of our own to cut up. */
static const char zh[] =
    "老磨坊在河的上游，水轮已经很久没有转动了。孩子们夏天常去那里，坐在石阶上"
    "看鱼；大人说水深，叫他们不要靠近，可是谁也没有听过。那一年雨水多，河面"
    "涨到了门槛，磨坊主的女儿把粮食一袋一袋搬上阁楼，从早上一直忙到天黑。“要是"
    "桥断了，我们就走山路。”她对弟弟说，一边把灯芯拨亮。后来桥果然断了，木头"
    "顺着水漂下去，在镇上的堰口堵成一堆，人们花了三天才清理干净。水退以后，"
    "田里留下厚厚的泥，当年的收成反而比往年好，老人们都说这是河还回来的债。"
    "秋天，磨坊主请人修好了水轮，换了新的轴，又在门前立起一块木牌，写着开工的"
    "日子。到了那一天，全镇的人都来了，连住在山那边的铁匠也赶着车来看热闹。";

static const char en[] =
    "The old mill stands where the river bends, and its wheel has not turned "
    "for many years. In summer the children sit on the steps and watch the "
    "fish, although their parents say that the water is deep and the stones "
    "are loose. One spring the rain did not stop for a week, the bridge went "
    "down with a noise that woke the whole valley, and the timber was found "
    "three miles away. When the water fell it left a black mud on the fields, "
    "which gave the best harvest that anybody could remember, and old people "
    "said "
    "that the river was paying an old debt to all. In autumn the miller had "
    "the wheel "
    "mended and put up a board with the date on which the work would begin.";

static size_t forward(dm_slice s, size_t at, size_t n)
{
    for (; n > 0 && at < s.len; n--)
        at += dm_utf8_len(s.ptr[at]);
    return at;
}

/* ---- every N characters ---- */

static const struct {
    const char *first, *between; /* %u is the number; before, in each cut */
    const char *text;
    size_t      size;
    bool        feet; /* the number follows its piece */
} chops[] = {
    {"%u、",    "\n%u、",          zh, 40, false},
    {"%u、",    "\n%u、",          zh, 50, false},
    {"%u. ",     "\n%u. ",           en, 90, false},
    {"%u.",      "\n\n%u.",          zh, 60, false},
    {"-%u-",     "\n-%u-",           zh, 45, false},
    {"[%u]",     "\n\n\n[%u]",       zh, 70, false},
    {"（%u）", "\n（%u）",       zh, 41, false},
    {"%u",       "\n%u",             zh, 55, false},
    {"%u\n",     "\n%u\n",           zh, 60, false},
    {"%u\n\n",   "\n\n%u\n\n",       en, 80, false},
    {"- %u -\n", "\n- %u -\n",       zh, 64, false},
    {"",         "\n%u、",          zh, 50, false},
    {"",         "\n%u\n",           zh, 50, true },
    {"",         "\n\n第%u页\n\n", zh, 66, true },
    {"",         "\nPage %u\n",      en, 88, true },
    {"",         "\r\n%u、",        zh, 50, false},
    {"%u、",    "\n%u、",          zh, 20, false}, /* short but many */
};

static void put_number(dm_buf *out, const char *form, unsigned k)
{
    const char *at = strstr(form, "%u");

    if (at == NULL) {
        dm_buf_str(out, form);
        return;
    }
    dm_buf_add(out, form, (size_t)(at - form));
    dm_buf_printf(out, "%u%s", k, at + 2);
}

static void cut_up(dm_buf *out, size_t row)
{
    dm_slice s = dm_slice_str(chops[row].text);
    unsigned k = 1;

    put_number(out, chops[row].first, k);
    for (size_t at = 0; at < s.len;) {
        size_t end = forward(s, at, chops[row].size);

        dm_buf_slice(out, dm_slice_sub(s, at, end));
        at = end;
        if (at < s.len)
            put_number(out, chops[row].between, chops[row].feet ? k : k + 1);
        k++;
    }
}

static void what_was_chopped_is_whole_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof chops / sizeof *chops; i++) {
        dm_arena       arena;
        dm_buf         text;
        dm_step_result r;

        dm_arena_init(&arena, 1 << 24);
        dm_buf_init(&text, 1 << 16);
        cut_up(&text, i);
        r = mended("pages", dm_buf_view(&text), DM_REPAIR_EXACT, &arena);
        if (!dm_slice_eq(r.text, dm_slice_str(chops[i].text)))
            fail_msg("row %zu: %.*s", i, (int)r.text.len, r.text.ptr);
        for (size_t k = 0; k < r.nmends; k++)
            assert_int_equal(r.mends[k].certainty, DM_EXACT);
        check_log("pages", dm_buf_view(&text), r, &arena);
        dm_buf_fini(&text);
        dm_arena_fini(&arena);
    }
}

/* Two pages alone are believed, less surely, when they are long and round. */
static void two_pages_are_likely(void **state)
{
    static const size_t sizes[] = {150, 147};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        dm_arena       arena;
        dm_buf         text;
        dm_step_result r;
        size_t         end = forward(dm_slice_str(zh), 0, sizes[i]);

        dm_arena_init(&arena, 1 << 20);
        dm_buf_init(&text, 1 << 16);
        dm_buf_printf(&text, "1、%.*s\n2、%s", (int)end, zh, zh + end);
        r = mended("pages", dm_buf_view(&text), DM_REPAIR_LIKELY, &arena);
        assert_int_equal(r.edits, i == 0 ? 2 : 0);
        if (i == 0)
            assert_int_equal(r.mends[0].certainty, DM_LIKELY);
        dm_buf_fini(&text);
        dm_arena_fini(&arena);
    }
}

/* ---- page lines ---- */

#define ZH1     "老磨坊在河的上游，水轮已经很久没有转动了。孩子们夏天常去"
#define ZH2     "那里，坐在石阶上看鱼。大人说水深，叫他们不要靠近，可是"
#define ZH3     "谁也没有听过。"
#define EN1     "The mill stands where the river bends. Its wheel has not turned"
#define EN2     "for many years, and the children who sit on its steps"
#define EN3     "watch the fish."
#define SAME(s) s s s s
#define SAY(s)  "甲乙丙\n\f" s "\n丁戊己\n\f" s "\n庚辛壬\n\f" s "\n癸子丑\n"
#define LONG                                                                   \
    "The old mill of the upper valley, where the river bends twice and no "    \
    "wheel has turned"

static const mended_row rows[] = {
  /* the many ways to say a page */
    {ZH1 "\n第1页 / 共3页\n" ZH2 "\n第2页 / 共3页\n" ZH3 "\n第3页 / 共3页\n",
     ZH1 ZH2 ZH3 "\n",                                                                                                                     3, DM_LIKELY   },
    {ZH1 "\n\n第 1 页 共 3 页\n\n" ZH2 "\n\n第 2 页 共 3 页\n\n" ZH3,
     ZH1 ZH2 ZH3,                                                                                                                          2, DM_LIKELY   },
    {ZH1 "\n第１頁\n" ZH2 "\n第２頁\n" ZH3,                                                        ZH1 ZH2 ZH3,                      2, DM_LIKELY   },
    {EN1 "\n\nPage 1 of 3\n\n" EN2 "\n\nPage 2 of 3\n\n" EN3,
     EN1 " " EN2 " " EN3,                                                                                                                  2, DM_LIKELY   },
    {EN1 "\n- 7 -\n" EN2 "\n- 8 -\n" EN3,                                                                EN1 " " EN2 " " EN3,              2, DM_LIKELY   },
    {EN1 "\n==== Page 7 ====\n" EN2 "\n==== Page 8 ====\n" EN3,
     EN1 " " EN2 " " EN3,                                                                                                                  2, DM_LIKELY   },
    {ZH1 "\n<PAGE>\n" ZH2 "\n<PAGE>\n" ZH3,                                                              ZH1 ZH2 ZH3,                      2, DM_LIKELY   },
    {ZH1 "\n<page 2>\n" ZH2 "\n<page 3>\n" ZH3,                                                          ZH1 ZH2 ZH3,                      2, DM_LIKELY   },
    {ZH1 "\n\f" ZH2 "\n\f" ZH3,                                                                          ZH1 ZH2 ZH3,                      2, DM_LIKELY   },
    {ZH1 "\n1/3\n\f" ZH2 "\n2/3\n\f" ZH3,                                                                ZH1 ZH2 ZH3,                      2, DM_LIKELY   },
 /* how a break heals */
    {EN1 " the well-\n- 7 -\nknown stone. " EN2 "\n- 8 -\n" EN3,
     EN1 " the well-known stone. " EN2 " " EN3,                                                                                            2, DM_LIKELY   },
    {ZH1 "。\n第1页 共2页\n" ZH2 "\n第2页 共2页\n",                                             ZH1 "。\n" ZH2 "\n",             2,
     DM_LIKELY                                                                                                                                            },
    {ZH1 "。\n\n第1页 共2页\n\n　　" ZH2 "\n第2页 共2页",                                     ZH1 "。\n\n　　" ZH2,
     2,                                                                                                                                       DM_LIKELY   },
    {EN1 ".\n\n- 7 -\n\n" EN2 "\n\n- 8 -\n\n" EN3,                                                       EN1 ".\n\n" EN2 " " EN3,          2,
     DM_LIKELY                                                                                                                                            },
 /* hard-wrapped lines keep the line end that every line has */
    {"The mill stands where the river bends, and its\n"
     "wheel has not turned for many years now. In the\n"
     "- 7 -\n"
     "summer its steps are full of children who watch\n"
     "the fish and do not\n"
     "- 8 -\n"
     "hear their parents call.\n",                                                                  "The mill stands where the river bends, and its\n"
     "wheel has not turned for many years now. In the\n"
     "summer its steps are full of children who watch\n"
     "the fish and do not\n"
     "hear their parents call.\n",                                                                  2, DM_LIKELY   },
 /* what is unsure is told and left */
    {ZH1 "。\n第3页 共9页\n" ZH2,                                                                   ZH1 "。\n第3页 共9页\n" ZH2, 1, DM_UNCERTAIN},
    {ZH1 "。\n- 1 -\n" ZH2 "。\n- 2 -\n" ZH3,
     ZH1 "。\n- 1 -\n" ZH2 "。\n- 2 -\n" ZH3,                                                                                            2, DM_UNCERTAIN},
 /* a text that repeats itself is no running head, whatever its length */
    {SAME("第一段文字内容在此。\n\f"),                                                         NULL,                             0, DM_EXACT    },
    {SAME("老磨坊\n\f"),                                                                              NULL,                             0, DM_EXACT    },
    {SAME("老磨坊\n水轮\n\f"),                                                                      NULL,                             0, DM_EXACT    },
    {SAME("a mill\na wheel\na door\n\f"),                                                                NULL,                             0, DM_EXACT    },
    {SAME("a mill\na wheel\na door\na roof\na step\na hill\na tree\n\f"),                                NULL,
     0,                                                                                                                                       DM_EXACT    },
    {"第1段在此。\n\f第2段在此。\n\f第3段在此。\n\f第4段在此。\n",                   NULL,                             0,
     DM_EXACT                                                                                                                                             },
 /* nor is a sentence, or a long line, that pages begin with */
    {SAY("天亮了。"),                                                                                NULL,                             0, DM_EXACT    },
    {SAY("“天亮了！”"),                                                                          NULL,                             0, DM_EXACT    },
    {SAY(LONG),                                                                                          NULL,                             0, DM_EXACT    },
    {"甲乙丙\n\f老磨坊\n丁戊己\n\f老磨坊\n庚辛壬\n\f老磨坊\n癸子丑\n",
     "甲乙丙\n丁戊己\n庚辛壬\n癸子丑\n",                                                                                       3, DM_LIKELY   },
    {"甲乙丙\n\f共2页。\n丁戊己\n\f共3页。\n庚辛壬\n\f共4页。\n癸子丑\n",
     "甲乙丙\n丁戊己\n庚辛壬\n癸子丑\n",                                                                                       3, DM_LIKELY   },
 /* a page of nothing but its head keeps it, and the others lose theirs */
    {"甲乙丙\n\f老磨坊\n丁戊己\n\f老磨坊\n\f老磨坊\n庚辛壬\n\f老磨坊\n癸子丑\n",
     "甲乙丙\n丁戊己\n老磨坊\n庚辛壬\n癸子丑\n",                                                                            4, DM_LIKELY   },
 /* lists, headings, tables */
    {"1、是\n2、否\n3、无\n",                                                                      NULL,                             0, DM_EXACT    },
    {"1、加强组织领导，提高思想认识\n2、加强宣传教育，提高工作水平\n"
     "3、加强队伍建设，提高业务能力\n4、加强监督检查，提高工作实效",
     NULL,                                                                                                                                 0, DM_EXACT    },
    {"1. apples and pears\n2. bread and butter\n3. tea and cakes\n",                                     NULL,                             0,
     DM_EXACT                                                                                                                                             },
    {"1\n2\n3\n4\n5\n",                                                                                  NULL,                             0, DM_EXACT    },
    {"第1页\n第2页\n第3页\n",                                                                      NULL,                             0, DM_EXACT    },
    {"1  foo bar    12\n2  baz qux    13\n3  one two    14\n",                                           NULL,                             0,
     DM_EXACT                                                                                                                                             },
    {"1 概述\n\n本章说明用途。\n\n2 安装\n\n先解开压缩包。\n\n3 使用\n",             NULL,
     0,                                                                                                                                       DM_EXACT    },
    {"1\n00:00:01,000 --> 00:00:02,000\nand then,\n\n2\n00:00:03,000 --> "
     "00:00:04,000\nhe went\n\n3\n00:00:05,000 --> 00:00:06,000\nhome\n",                           NULL,                             0, DM_EXACT    },
    {"int a;\n\f\nint b;\n\f\nstatic int c;\n",                                                          NULL,                             0, DM_EXACT    },
    {"import a from b in c\n\f\nclass d\n",                                                              NULL,                             0, DM_EXACT    },
    {"",                                                                                                 NULL,                             0, DM_EXACT    },
    {"\n",                                                                                               NULL,                             0, DM_EXACT    },
    {"\f",                                                                                               NULL,                             0, DM_EXACT    },
    {"- 1 -",                                                                                            NULL,                             0, DM_EXACT    },
};

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row("pages", &rows[i]);
}

/* ---- running heads and feet ---- */

static const struct {
    const char *head, *foot; /* %u counts */
    const char *between;
} books[] = {
    {"The Old Mill",             "- %u -",                        ""    },
    {"The Old Mill          %u", "",                              "\f"  },
    {"RFC 9999      A Mill",     "Miller              [Page %u]", "\f\n"},
    {"RFC 9999      A Mill",     "Miller              [Page %u]", ""    },
    {"%u    The Old Mill",       "Miller & Sons",                 "\f"  },
    {"The Old Mill",             "Page %u of 9",                  "\n"  },
};

/* Pages of `en`, each of its lines once; `want` has no heads. */
static void print_book(dm_buf *out, dm_buf *want, size_t row)
{
    const char *at = en;
    unsigned    page = 1;

    for (unsigned line = 1; *at != '\0'; line++) {
        size_t n = strlen(at) > 50 ? 50 : strlen(at);

        while (at[n] != '\0' && at[n] != ' ')
            n++;
        if (line % 3 == 1 && page > 1) {
            dm_buf_str(out, books[row].between);
            put_number(out, books[row].head, page);
            dm_buf_str(out, "\n\n");
        }
        dm_buf_printf(out, "%.*s\n", (int)n, at);
        dm_buf_printf(want, "%.*s\n", (int)n, at);
        at += n + (at[n] == ' ');
        if (line % 3 == 0) {
            dm_buf_char(out, '\n');
            put_number(out, books[row].foot, page++);
            dm_buf_char(out, '\n');
        }
    }
}

static void running_heads_go(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof books / sizeof *books; i++) {
        dm_arena       arena;
        dm_buf         text;
        dm_buf         want;
        dm_step_result r;

        dm_arena_init(&arena, 1 << 20);
        dm_buf_init(&text, 1 << 16);
        dm_buf_init(&want, 1 << 16);
        print_book(&text, &want, i);
        r = mended("pages", dm_buf_view(&text), DM_REPAIR_LIKELY, &arena);
        if (!dm_slice_eq(r.text, dm_buf_view(&want)))
            fail_msg("book %zu: [%.*s]\nwant\n[%.*s]", i, (int)r.text.len,
                     r.text.ptr, (int)want.len, want.ptr);
        assert_true(r.nmends >= 3);
        assert_non_null(
            memmem(r.mends[1].note.ptr, r.mends[1].note.len, "Mill", 4));
        check_log("pages", dm_buf_view(&text), r, &arena);
        dm_buf_fini(&want);
        dm_buf_fini(&text);
        dm_arena_fini(&arena);
    }
}

/* ---- bounds ---- */

static const struct {
    const char *part;
    size_t      times;
} floods[] = {
    {"1、甲\n",                                300000 },
    {"1\n",                                      300000 },
    {"\f",                                       1000000},
    {"\n",                                       1000000},
    {"甲\f",                                    200000 },
    {" \f",                                      500000 },
    {"- 1 -\n\n\n",                              200000 },
    {"1、一二三四五六七八九十一二，三四五六七八九十\n2、一二三四五六七八九十"
     "一二，三四五六七八九十\n", 20000  },
};

/* Marks without end must not cost their square. */
static void floods_are_quick(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof floods / sizeof *floods; i++) {
        dm_arena       arena;
        dm_buf         text;
        dm_step_result r;

        dm_arena_init(&arena, (size_t)1 << 29);
        dm_buf_init(&text, 1 << 24);
        for (size_t k = 0; k < floods[i].times; k++)
            dm_buf_str(&text, floods[i].part);
        dm_buf_str(&text, "2、乙\n");
        r = mended("pages", dm_buf_view(&text), DM_REPAIR_LIKELY, &arena);
        assert_int_equal(r.edits, 0);
        dm_buf_fini(&text);
        dm_arena_fini(&arena);
    }
}

/* ---- the seed ---- */

static bool read_file(const char *path, dm_buf *out)
{
    FILE *f = fopen(path, "rb");
    int   c;

    if (f == NULL)
        return false;
    while ((c = fgetc(f)) != EOF)
        dm_buf_char(out, (char)c);
    (void)fclose(f);
    return true;
}

/* A real text of ten pieces, against its gold without the line ends that the
** gold put at headings. */
static void the_seed_is_whole(void **state)
{
    dm_buf         seed;
    dm_buf         gold;
    dm_buf         flat;
    dm_arena       arena;
    dm_step_result r;
    const char    *body;

    (void)state;
    dm_buf_init(&seed, 1 << 20);
    dm_buf_init(&gold, 1 << 20);
    dm_buf_init(&flat, 1 << 20);
    if (!read_file("../shared/seeds/004_d3e42f2de9eb5d69.txt", &seed) ||
        !read_file("../shared/gold/004.clean.norepair.txt", &gold)) {
        dm_buf_fini(&seed);
        dm_buf_fini(&gold);
        skip();
    }
    for (size_t i = 0; i < gold.len; i++)
        if (gold.ptr[i] != '\n')
            dm_buf_char(&flat, gold.ptr[i]);
    dm_arena_init(&arena, 1 << 20);
    r = mended("pages", dm_buf_view(&seed), DM_REPAIR_EXACT, &arena);
    assert_int_equal(r.nmends, 10);
    body = memchr(r.text.ptr, '\n', r.text.len);
    assert_non_null(body);
    assert_true(dm_slice_eq(
        dm_buf_view(&flat),
        dm_slice_sub(r.text, (size_t)(body + 1 - r.text.ptr), r.text.len)));
    dm_arena_fini(&arena);
    dm_buf_fini(&flat);
    dm_buf_fini(&gold);
    dm_buf_fini(&seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_chopped_is_whole_again),
        cmocka_unit_test(two_pages_are_likely),
        cmocka_unit_test(every_row),
        cmocka_unit_test(running_heads_go),
        cmocka_unit_test(floods_are_quick),
        cmocka_unit_test(the_seed_is_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
