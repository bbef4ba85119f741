/* test_convert.c - conversion between the kinds of written Chinese: what
** comes out, that the map is tight and true, and what happens at the limits.
**
** The sentences are our own; OpenCC's are run by tests/han/suite_opencc.py.
*/
#include "han/convert.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"
#include "text/utf8.h"

enum { ROOM = 1 << 22, SIMPLIFY = DM_HAN_COUNT, EACH = -1 };

typedef struct row {
    int         how;   /* a dm_han, or SIMPLIFY */
    int         edits; /* EACH: one for each character that differs */
    const char *in, *out;
} row;

/* clang-format off */
static const row rows[] = {
    {DM_HAN_T2S, EACH, "老闆說，後天乾燥的頭髮會變得很乾淨。",
     "老板说，后天干燥的头发会变得很干净。"},
    {DM_HAN_T2S, EACH, "乾隆皇帝瞭解這個餘數嗎？", "乾隆皇帝了解这个余数吗？"},
    {DM_HAN_T2S, EACH, "他瞭望遠方，一目瞭然", "他瞭望远方，一目了然"},
    {DM_HAN_T2S, EACH, "顯著，看著", "显著，看著"},
    {DM_HAN_T2S, 0, "已经是简体的了", "已经是简体的了"},
    {DM_HAN_T2S, 1, "\xEF\xA7\xA9", "里"}, /* compatibility U+F9E9 */
    {DM_HAN_T2S, 1, "\xEF\xA4\x80", "岂"}, /* U+F900 is 豈 */
    {DM_HAN_T2S, 1, "\xF0\xAF\xA0\x80", "丽"}, /* U+2F800 is 丽 */
    {DM_HAN_S2T, 1, "\xEF\xA7\xA9", "裏"}, /* unified, then converted */
    {DM_HAN_T2S, 1, "國", "国"}, /* too short for fast lanes */
    {DM_HAN_T2S, 1, "a國", "a国"},
    {DM_HAN_T2S, 1, "國a", "国a"},
    {DM_HAN_T2S, 1, "😀國😀", "😀国😀"},
    {DM_HAN_TW2S, EACH, "裡面躺著一位著名的作家，沈從文。",
     "里面躺着一位著名的作家，沈从文。"},
    {DM_HAN_TW2SP, 9, "伺服器的記憶體和硬碟壞了，請重新啟動程式。",
     "服务器的内存和硬盘坏了，请重新启动程序。"},
    {DM_HAN_TW2SP, 1, "網際網路", "互联网"},
    {DM_HAN_HK2S, EACH, "他説裏面的牀很舊，衞生間在後面。",
     "他说里面的床很旧，卫生间在后面。"},
    {DM_HAN_HK2SP, EACH, "滑鼠在伺服器後面", "鼠标在服务器后面"},
    {DM_HAN_S2T, EACH, "头发干净，皇后在后面吃干面，理发店发展了。",
     "頭髮乾淨，皇后在後面喫乾麪，理髮店發展了。"},
    {DM_HAN_S2T, EACH, "PN结发", "PN結發"}, /* a key that begins with ASCII */
    {DM_HAN_S2T, EACH, "结发夫妻", "結髮夫妻"},
    {DM_HAN_S2TW, EACH, "里面的群众吃着面，为了伪装。",
     "裡面的群眾吃著面，為了偽裝。"},
    {DM_HAN_S2TWP, 11, "服务器的内存和硬盘坏了，请用鼠标打开程序。",
     "伺服器的記憶體和硬碟壞了，請用滑鼠開啟程式。"},
    {DM_HAN_S2TWP, 4, "用U盘看SQL注入的视频", "用隨身碟看SQL隱碼攻擊的影片"},
    {DM_HAN_S2HK, EACH, "里面的群众吃着面，为了伪装，床下有线。",
     "裏面的羣眾吃着面，為了偽裝，牀下有線。"},
    {DM_HAN_S2HKP, EACH, "舒芙蕾和巧克力", "梳芙厘和巧克力"},
    {DM_HAN_T2TW, EACH, "裏面的羣衆爲了僞裝喫着麪", "裡面的群眾為了偽裝吃著麵"},
    {DM_HAN_TW2T, EACH, "裡面的群眾為了偽裝吃著麵", "裏面的羣衆爲了僞裝喫着麪"},
    {DM_HAN_T2HK, EACH, "裏面的羣衆爲了僞裝，牀上說",
     "裏面的羣眾為了偽裝，牀上説"},
    {DM_HAN_HK2T, EACH, "裏面的羣眾為了偽裝，牀上説",
     "裏面的羣衆爲了僞裝，牀上說"},
    {DM_HAN_T2JP, EACH, "國學圖書館的櫻花與龍", "国学図書館的桜花与竜"},
    {DM_HAN_JP2T, EACH, "図書館の桜と竜、辺境の欠席",
     "圖書館の櫻と龍、邊境の缺席"},
    /* 著 in words of zhuo, with prepositions and after verbs … */
    {SIMPLIFY, EACH, "計劃,著力推進", "计划,着力推进"},
    {SIMPLIFY, EACH, "他們肩負著重任,著眼未來", "他们肩负着重任,着眼未来"},
    {SIMPLIFY, EACH, "執著、沉著,衣著得體", "执着、沉着,衣着得体"},
    {SIMPLIFY, EACH, "這意味著他隨著大家走", "这意味着他随着大家走"},
    {SIMPLIFY, EACH, "他看著書,寫著名字", "他看着书,写着名字"},
    {SIMPLIFY, EACH, "窗外飄著雪。", "窗外飘着雪。"},
    {SIMPLIFY, EACH, "他們討論著未來,這附著於它", "他们讨论着未来,这附着于它"},
    {SIMPLIFY, EACH, "一名著裝整齊的警察", "一名着装整齐的警察"},
    {SIMPLIFY, EACH, "隨著作者寫下去,穿著名牌", "随着作者写下去,穿着名牌"},
    /* … and zhu stays. */
    {SIMPLIFY, EACH, "王安憶著\n長恨歌", "王安忆著\n长恨歌"},
    {SIMPLIFY, EACH, "顯著的成績,著名學者的名著和專著",
     "显著的成绩,著名学者的名著和专著"},
    {SIMPLIFY, EACH, "司馬遷著《史記》,魯迅著", "司马迁著《史记》,鲁迅著"},
    {SIMPLIFY, EACH, "一部巨著重印,有著名的譯者", "一部巨著重印,有著名的译者"},
    {SIMPLIFY, EACH, "土著色彩,顯著重要", "土著色彩,显著重要"},
    /* A text that tells them apart is left alone after verbs. */
    {SIMPLIFY, EACH, "等著讀,等着讀", "等著读,等着读"},
    {SIMPLIFY, 0, "王看著", "王看著"}, /* nothing Traditional here */
};
/* clang-format on */

typedef struct got {
    dm_arena arena;
    dm_buf   out;
    dm_align map;
    bool     ok, full;
} got;

static void convert(got *g, int how, dm_slice in, size_t max)
{
    dm_aligner a;

    dm_arena_init(&g->arena, ROOM);
    dm_buf_init(&g->out, max);
    dm_align_begin(&a, in, &g->out);
    if (how == SIMPLIFY)
        dm_han_simplify(&a);
    else
        dm_han_convert(&a, (dm_han)how);
    g->ok = dm_align_finish(&a, &g->arena, &g->map);
    g->full = a.full;
}

static void drop(got *g)
{
    dm_buf_fini(&g->out);
    dm_arena_fini(&g->arena);
}

static bool is_edge(dm_slice s, size_t at)
{
    return at == s.len || !dm_utf8_inside(s.ptr[at]);
}

/* Between edits the bytes are equal; the edits, in order, make the result. */
static void check_edits(const got *g, dm_slice in)
{
    dm_slice out = dm_buf_view(&g->out);
    size_t   src = 0;
    size_t   dst = 0;

    for (size_t i = 0; i < g->map.n; i++) {
        const dm_edit *e = &g->map.edits[i];

        assert_true(e->src >= src && e->dst - dst == e->src - src);
        assert_memory_equal(in.ptr + src, out.ptr + dst, e->src - src);
        assert_false(
            dm_slice_eq(dm_slice_sub(in, e->src, (size_t)e->src + e->slen),
                        dm_slice_sub(out, e->dst, (size_t)e->dst + e->dlen)));
        src = (size_t)e->src + e->slen;
        dst = (size_t)e->dst + e->dlen;
        assert_true(is_edge(in, e->src) && is_edge(in, src));
    }
    assert_int_equal(in.len - src, out.len - dst);
    assert_memory_equal(in.ptr + src, out.ptr + dst, in.len - src);
}

/* Each character of the result comes from whole characters of the source,
** which became a range that covers it. */
static void check_spans(const got *g, dm_slice in)
{
    dm_slice out = dm_buf_view(&g->out);

    for (size_t at = 0, n; at < out.len; at += n) {
        dm_range src;
        dm_range back;
        bool     exact;

        n = dm_utf8_len(out.ptr[at]);
        exact = dm_align_up(&g->map, (dm_range){at, at + n}, &src);
        assert_true(src.from < src.to && src.to <= in.len);
        assert_true(is_edge(in, src.from) && is_edge(in, src.to));
        (void)dm_align_down(&g->map, src, &back);
        assert_true(back.from <= at && at + n <= back.to);
        assert_true(!exact || (back.from == at && back.to == at + n));
    }
}

/* How many characters differ, place by place; the texts have the same number
** of them. */
static int differing(dm_slice in, dm_slice out)
{
    int    differ = 0;
    size_t b = 0;

    for (size_t a = 0; a < in.len;) {
        size_t n = dm_utf8_len(in.ptr[a]);
        size_t m = dm_utf8_len(out.ptr[b]);

        differ += n != m || memcmp(in.ptr + a, out.ptr + b, n) != 0;
        a += n;
        b += m;
    }
    return differ;
}

static void converts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *r = &rows[i];
        dm_slice   in = dm_slice_str(r->in);
        dm_slice   want = dm_slice_str(r->out);
        int        edits = r->edits;
        got        g;

        convert(&g, r->how, in, ROOM);
        assert_true(g.ok);
        assert_int_equal(g.out.len, want.len);
        assert_memory_equal(dm_buf_view(&g.out).ptr, want.ptr, want.len);
        if (edits == EACH)
            edits = differing(in, want);
        assert_int_equal(g.map.n, edits);
        check_edits(&g, in);
        check_spans(&g, in);
        drop(&g);
    }
}

/* What is Simplified stays so, and so on. */
static void settles(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        got g;

        if (rows[i].how == DM_HAN_S2TWP || rows[i].how == DM_HAN_TW2SP)
            continue; /* the words of a region are not stable */
        convert(&g, rows[i].how, dm_slice_str(rows[i].out), ROOM);
        assert_true(g.ok);
        assert_int_equal(g.map.n, 0);
        drop(&g);
    }
}

static void knows_names(void **state)
{
    (void)state;
    assert_string_equal(dm_han_name(DM_HAN_HK2S), "hk2s");
    assert_string_equal(dm_han_name(DM_HAN_S2TWP), "s2twp");
    assert_string_equal(dm_han_name(DM_HAN_TW2T), "tw2t");
}

/* No Han: nothing is written, nothing is allocated. */
static void leaves_other_text(void **state)
{
    static const char *const texts[] = {
        "",
        "a",
        "SQL, U and PN - not a word of Chinese",
        "\xC2\xB7",
        "émigré",
        "кириллица",
        "かな、カナ。",
        "한국어",
        "，。",
        "😀",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int how = 0; how <= SIMPLIFY; how++) {
            dm_aligner a;
            dm_buf     out;

            dm_buf_init(&out, ROOM);
            dm_align_begin(&a, dm_slice_str(texts[i]), &out);
            dm_mem_fail_after(0);
            if (how == SIMPLIFY)
                dm_han_simplify(&a);
            else
                dm_han_convert(&a, (dm_han)how);
            dm_mem_fail_after(-1);
            assert_int_equal(a.edits.len + out.len, 0);
            assert_false(out.failed || a.edits.failed);
            dm_buf_fini(&a.edits);
        }
}

/* A text of many stretches and full windows: sentence after sentence it gives
** what the sentences give. */
static void runs_on(void **state)
{
    enum { TIMES = 700 };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_buf in;
        got    g;
        size_t n = strlen(rows[i].out);

        if (rows[i].how == SIMPLIFY)
            continue; /* the whole text is its evidence */
        dm_buf_init(&in, ROOM);
        for (int k = 0; k < TIMES; k++) {
            dm_buf_str(&in, rows[i].in);
            dm_buf_char(&in, '\n');
        }
        convert(&g, rows[i].how, dm_buf_view(&in), ROOM);
        assert_true(g.ok);
        if (g.map.n > 0)
            assert_int_equal(g.out.len, TIMES * (n + 1));
        for (size_t k = 0; g.map.n > 0 && k < TIMES; k++)
            assert_memory_equal(g.out.ptr + k * (n + 1), rows[i].out, n);
        check_edits(&g, dm_buf_view(&in));
        drop(&g);
        dm_buf_fini(&in);
    }
}

/* One segment without end: windows are drained in the middle of it. */
static void has_no_longest_segment(void **state)
{
    enum { TIMES = 5000 };
    dm_buf in;
    got    g;

    (void)state;
    dm_buf_init(&in, ROOM);
    for (int k = 0; k < TIMES; k++)
        dm_buf_str(&in, "裏");
    convert(&g, DM_HAN_TW2S, dm_buf_view(&in), ROOM);
    assert_true(g.ok);
    assert_int_equal(g.map.n, TIMES);
    for (size_t k = 0; k < TIMES; k++)
        assert_memory_equal(g.out.ptr + k * 3, "里", 3);
    drop(&g);
    dm_buf_fini(&in);
}

/* With every ceiling: it fits and is right, or fails and says so. */
static void keeps_ceilings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_slice in = dm_slice_str(rows[i].in);
        size_t   n = strlen(rows[i].out);

        for (size_t max = 0; rows[i].edits != 0 && max <= n + 80; max++) {
            got g;

            convert(&g, rows[i].how, in, max);
            assert_int_equal(g.ok, max >= n);
            assert_int_equal(g.full, !g.ok);
            if (g.ok)
                assert_memory_equal(g.out.ptr, rows[i].out, n);
            drop(&g);
        }
    }
}

static void survives_failures(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool ok = false;

        for (long n = 0; !ok; n++) {
            got g;

            dm_mem_fail_after(n);
            convert(&g, rows[i].how, dm_slice_str(rows[i].in), ROOM);
            dm_mem_fail_after(-1);
            ok = g.ok;
            assert_false(g.full);
            if (ok)
                assert_memory_equal(g.out.ptr, rows[i].out, g.out.len);
            drop(&g);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(converts),
        cmocka_unit_test(settles),
        cmocka_unit_test(knows_names),
        cmocka_unit_test(leaves_other_text),
        cmocka_unit_test(runs_on),
        cmocka_unit_test(has_no_longest_segment),
        cmocka_unit_test(keeps_ceilings),
        cmocka_unit_test(survives_failures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
