/* test_step.c - every step, row by row: what becomes of the text, and in how
** many places.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <utf8proc.h>

#include "norm/step.h"
#include "text/utf8.h"

static const struct {
    const char *step;
    dm_slice    in, want;
    size_t      edits;
} rows[] = {
    {"lines",      DM_LIT(""),                                       DM_LIT(""),                           0},
    {"lines",      DM_LIT("a\r\nb\rc\nd"),                           DM_LIT("a\nb\nc\nd"),                 2},
    {"lines",      DM_LIT("\r\r\n\n\r"),                             DM_LIT("\n\n\n\n"),                   3},
    {"lines",
     DM_LIT("a\xC2\x85"
            "b\xE2\x80\xA8"
            "c\xE2\x80\xA9"),
     DM_LIT("a\nb\nc\n"),                                                                                  3},
    {"lines",      DM_LIT("“é”"),                               DM_LIT("“é”"),                   0},

    {"space",      DM_LIT("a b\nc"),                                 DM_LIT("a b\nc"),                     0},
    {"space",      DM_LIT("a  b\t\tc\td"),                           DM_LIT("a b c d"),                    3},
    {"space",
     DM_LIT("a　b\xC2\xA0"
            "c\xE2\x80\x83"
            "d"),
     DM_LIT("a b c d"),                                                                                    3},
    {"space",      DM_LIT("a　 \xC2\xA0　b"),                      DM_LIT("a b"),                        1},
    {"space",      DM_LIT("a \nb　\n"),                             DM_LIT("a\nb\n"),                     2},
    {"space",      DM_LIT("　　a\n\t\tb"),                         DM_LIT(" a\n b"),                     2},
    {"space",      DM_LIT(" a"),                                     DM_LIT(" a"),                         0},
    {"space",      DM_LIT("a\n\nb"),                                 DM_LIT("a\n\nb"),                     0},
    {"space",      DM_LIT("a\n\n\n\nb"),                             DM_LIT("a\n\nb"),                     1},
    {"space",      DM_LIT("a\n \n\t\n　\n  b"),                     DM_LIT("a\n\n b"),                    3},
    {"space",      DM_LIT("\n\n\na"),                                DM_LIT("\na"),                        1},
    {"space",      DM_LIT("\na"),                                    DM_LIT("\na"),                        0},
    {"space",      DM_LIT("a\n\n\n"),                                DM_LIT("a\n\n"),                      1},
    {"space",      DM_LIT("a \n\n\n  "),                             DM_LIT("a\n\n"),                      3},
    {"space",      DM_LIT("a  "),                                    DM_LIT("a"),                          1},
    {"space",      DM_LIT("   "),                                    DM_LIT(""),                           1},
    {"space",      DM_LIT("\xE2\x80\x8B、“é”"),                DM_LIT("\xE2\x80\x8B、“é”"),    0},

    {"control",    DM_LIT("a\tb\nc"),                                DM_LIT("a\tb\nc"),                    0},
    {"control",
     DM_LIT("\0a\x01\x02"
            "b\x7F"),
     DM_LIT("ab"),                                                                                         3},
    {"control",
     DM_LIT("a\r\nb\xC2\x9F\xC2\x80"
            "c\xC2\xA0"),
     DM_LIT("a\nbc\xC2\xA0"),                                                                              2},

    {"zero_width",
     DM_LIT("a\xE2\x80\x8B"
            "b\xC2\xAD"
            "c\xEF\xBB\xBF"
            "d"),
     DM_LIT("abcd"),                                                                                       3},
    {"zero_width",
     DM_LIT("\xE2\x80\xAA"
            "a\xE2\x80\xAC\xE2\x81\xA6"
            "b\xD8\x9C"),
     DM_LIT("ab"),                                                                                         3},
    {"zero_width", DM_LIT("中\xE2\x80\x8D文\xE2\x80\x8C字"),      DM_LIT("中文字"),
     2                                                                                                      },
    {"zero_width", DM_LIT("می\xE2\x80\x8Cخواهم"),             DM_LIT("می\xE2\x80\x8Cخواهم"),
     0                                                                                                      },
    {"zero_width", DM_LIT("क्\xE2\x80\x8Dष"),                  DM_LIT("क्\xE2\x80\x8Dष"),      0},
    {"zero_width", DM_LIT("می\xE2\x80\x8C"),                       DM_LIT("می"),                       1},
    {"zero_width", DM_LIT("👩\xE2\x80\x8D💻"),                   DM_LIT("👩\xE2\x80\x8D💻"),       0},
    {"zero_width", DM_LIT("👩🏽\xE2\x80\x8D💻"),
     DM_LIT("👩🏽\xE2\x80\x8D💻"),                                                                   0},
    {"zero_width", DM_LIT("👩\xE2\x80\x8Cx"),                      DM_LIT("👩x"),                      1},
    {"zero_width", DM_LIT("\xE2\x80\x8D"),                           DM_LIT(""),                           1},

    {"entities",   DM_LIT("a & b"),                                  DM_LIT("a & b"),                      0},
    {"entities",   DM_LIT("&amp;&lt;&gt;&quot;"),                    DM_LIT("&<>\""),                      4},
    {"entities",   DM_LIT("&#20013;&#x6587;&#X6587;"),               DM_LIT("中文文"),                  3},
    {"entities",   DM_LIT("&amp;lt;"),                               DM_LIT("&lt;"),                       1},
    {"entities",   DM_LIT("&amplt;&ltx&nbsp"),                       DM_LIT("&lt;<x\xC2\xA0"),             3},
    {"entities",   DM_LIT("&copy2024&reg."),                         DM_LIT("©2024®."),                  2},
    {"entities",   DM_LIT("&eacute;&eacute"),                        DM_LIT("é&eacute"),                  1},
    {"entities",   DM_LIT("&thetasym;&Alpha;&alpha;"),               DM_LIT("ϑΑα"),                     3},
    {"entities",   DM_LIT("&nosuch;&nosuchnameatallhere;"),
     DM_LIT("&nosuch;&nosuchnameatallhere;"),                                                              0},
    {"entities",   DM_LIT("&#128;&#150;&#129;"),                     DM_LIT("€–\xC2\x81"),             3},
    {"entities",   DM_LIT("&#0;&#xD800;&#x110000;&#99999999999;"),
     DM_LIT("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"),                                           4},
    {"entities",   DM_LIT("&#65 &#x41g"),                            DM_LIT("A Ag"),                       2},
    {"entities",   DM_LIT("&#;&#x;&#xg;&;&"),                        DM_LIT("&#;&#x;&#xg;&;&"),            0},

    {"nfc",
     DM_LIT("e\xCC\x81"
            "a"),
     DM_LIT("éa"),                                                                                        1},
    {"nfc",        DM_LIT("é中文か"),                            DM_LIT("é中文か"),                0},
    {"nfc",        DM_LIT("か\xE3\x82\x99"),                        DM_LIT("が"),                        1},
    {"nfc",        DM_LIT("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8"),   DM_LIT("각"),                        1},
    {"nfc",        DM_LIT("가\xE1\x86\xA8"),                        DM_LIT("각"),                        1},
    {"nfc",        DM_LIT("a\xCC\x81\xCC\xA3"),                      DM_LIT("\xE1\xBA\xA1\xCC\x81"),       1},
    {"nfc",        DM_LIT("\xE2\x84\xA6\xE2\x84\xAB"),               DM_LIT("ΩÅ"),                       2},
    {"nfc",        DM_LIT("\xEF\xA4\x80"),                           DM_LIT("豈"),                        1},
    {"nfc",        DM_LIT("，ﬁ㍿"),                              DM_LIT("，ﬁ㍿"),                  0},
    {"nfc",
     DM_LIT("\xCC\x81"
            "a"),
     DM_LIT("\xCC\x81"
            "a"),
     0                                                                                                      },

    {"nfkc",       DM_LIT("ﬁ㍿㋀"),                              DM_LIT("fi株式会社1月"),         3},
    {"nfkc",       DM_LIT("ａｂ，　①⒓"),                     DM_LIT("ab, 112."),                   6},
    {"nfkc",       DM_LIT("ｶﾞｱ"),                              DM_LIT("ガア"),                     2},
    {"nfkc",       DM_LIT("x²é"),                                  DM_LIT("x2é"),                       1},
    {"nfkc",       DM_LIT("中文，"),                              DM_LIT("中文,"),                    1},

    {"width",      DM_LIT("ＡＢ１２！中"),                     DM_LIT("AB12!中"),                   5},
    {"width",      DM_LIT("a　b"),                                  DM_LIT("a b"),                        1},
    {"width",      DM_LIT("、。“”"),                           DM_LIT("、。“”"),               0},
    {"width",      DM_LIT("ｶﾞﾊﾟｳﾞﾊﾞ"),               DM_LIT("ガパヴバ"),               4},
    {"width",      DM_LIT("ｱｲｳ｡｢｣ｰ"),                  DM_LIT("アイウ。「」ー"),      7},
    {"width",      DM_LIT("ｱﾞｯﾞﾅﾟ"),                     DM_LIT("ア゛ッ゛ナ゜"),         6},
    {"width",      DM_LIT("ｼﾞｭｶ"),                           DM_LIT("ジュカ"),                  3},
    {"width",      DM_LIT("￥ﾡ"),                                 DM_LIT("￥ﾡ"),                     0},

    {"punct",      DM_LIT("，：；！？（）"),                  DM_LIT(",:;!?()"),                    7},
    {"punct_zh",   DM_LIT("今天,我们;他说:好!吗?行."),
     DM_LIT("今天，我们；他说：好！吗？行。"),                                              6},
    {"punct_zh",   DM_LIT("比分3:2,共1,200人,a,b."),
     DM_LIT("比分3:2,共1,200人,a,b."),                                                                 0},
    {"punct_zh",   DM_LIT("他(局长)说,“去”,好\n"),
     DM_LIT("他（局长）说，“去”，好\n"),                                                     4},
    {"punct_zh",   DM_LIT("f(x)等(见第2(1)条)行(a)"),
     DM_LIT("f(x)等(见第2(1)条)行(a)"),                                                               0},
    {"punct_zh",   DM_LIT("完了.\n完了."),                       DM_LIT("完了。\n完了。"),       2},
    {"punct",      DM_LIT("“a”‘b’„c‟〝d〞"),           DM_LIT("\"a\"'b'\"c\"\"d\""),         8},
    {"punct",      DM_LIT("——–‑−－"),                     DM_LIT("------"),                     6},
    {"punct",      DM_LIT("……⋯"),                              DM_LIT("........."),                  3},
    {"punct",      DM_LIT("。、《》「」·ＡＢ１＋＝％"),
     DM_LIT("。、《》「」·ＡＢ１＋＝％"),                                                     0},
    {"punct",      DM_LIT("﹐﹖︰"),                              DM_LIT(",?︰"),                      2},

    {"casefold",   DM_LIT("ABC Straße ΑΣΣ"),                     DM_LIT("abc strasse ασσ"),         8},
    {"casefold",   DM_LIT("中文abcか가"),                        DM_LIT("中文abcか가"),            0},
    {"casefold",   DM_LIT("ＡİꙀ"),                               DM_LIT("ａi\xCC\x87ꙁ"),            3},
};

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_arena       arena;
        dm_step_result r;
        dm_err         err;
        const dm_step *step = dm_step_find(dm_slice_str(rows[i].step));

        dm_arena_init(&arena, 1 << 20);
        assert_non_null(step);
        assert_true(dm_step_run(&r, step, rows[i].in,
                                &(dm_step_how){.arena = &arena, .max = 1 << 16},
                                &err));
        if (!dm_slice_eq(r.text, rows[i].want) || r.edits != rows[i].edits)
            fail_msg("row %zu, %s: %zu edits: %.*s", i, rows[i].step, r.edits,
                     (int)r.text.len, r.text.ptr);
        assert_int_equal(r.map.src_len, rows[i].in.len);
        assert_int_equal(r.map.dst_len, r.text.len);
        if (r.edits == 0)
            assert_ptr_equal(r.text.ptr, rows[i].in.ptr);
        dm_arena_fini(&arena);
    }
}

static void the_table_is_sound(void **state)
{
    const dm_step *step;

    (void)state;
    for (size_t i = 0; (step = dm_step_at(i)) != NULL; i++) {
        assert_ptr_equal(dm_step_find(dm_slice_str(step->name)), step);
        assert_true(strlen(step->what) > 0);
    }
    assert_null(dm_step_find(DM_S("nosuch")));
    assert_null(dm_step_find(DM_S("")));
}

static void a_ceiling_is_an_error(void **state)
{
    dm_arena       arena;
    dm_step_result r = {
        {"", 0},
        dm_align_identity(5), 42, NULL, 0,
    };
    dm_err err;

    (void)state;
    dm_arena_init(&arena, 1 << 20);
    assert_false(dm_step_run(&r, dm_step_find(DM_S("nfkc")), DM_S("㍿㍿㍿㍿㍿"),
                             &(dm_step_how){.arena = &arena, .max = 20}, &err));
    assert_int_equal(err.code, DM_E_SIZE);
    assert_false(dm_step_run(&r, dm_step_find(DM_S("lines")), DM_S("12345"),
                             &(dm_step_how){.arena = &arena, .max = 4}, &err));
    assert_int_equal(err.code, DM_E_SIZE);
    assert_int_equal(r.edits, 42);
    dm_arena_fini(&arena);
    dm_arena_init(&arena, 16);
    assert_false(dm_step_run(&r, dm_step_find(DM_S("lines")), DM_S("a\r\nb"),
                             &(dm_step_how){.arena = &arena, .max = 100},
                             &err));
    assert_int_equal(err.code, DM_E_MEMORY);
    dm_arena_fini(&arena);
}

/* Twelve characters that may compose with each other, or not. */
static void put_pieces(dm_buf *text, uint32_t *seed)
{
    static const char *const parts[] = {"a",
                                        "e\xCC\x81",
                                        "\xCC\xA3",
                                        "中",
                                        "か",
                                        "\xE3\x82\x99",
                                        "가",
                                        "\xE1\x86\xA8",
                                        "\xE1\x84\x80",
                                        "\xE1\x85\xA1",
                                        "ﬁ",
                                        "㍿",
                                        "ｶ",
                                        "ﾞ",
                                        "\xCD\x84",
                                        "\xE0\xBD\xB3",
                                        "\xE0\xBD\xB1",
                                        "\xE0\xBD\xB2",
                                        "\xE1\x85\xA1",
                                        "ㅏ",
                                        "ㄱ",
                                        "\xC2\xA8",
                                        "é",
                                        "ạ",
                                        "\xE2\x84\xAB",
                                        "क",
                                        "\xE0\xA4\xBC",
                                        "\xF0\x9D\x85\x9E",
                                        "Å",
                                        "\xCC\xB8",
                                        "<",
                                        "\xE0\xAD\x87",
                                        "\xE0\xAC\xBE"};

    for (int k = 0; k < 12; k++) {
        *seed = *seed * 1664525 + 1013904223;
        dm_buf_str(text, parts[(*seed >> 16) % (sizeof parts / sizeof *parts)]);
    }
}

/* Does the step give what utf8proc gives for the whole text? */
static void check_whole(const char *step, int options, dm_slice text)
{
    dm_arena          arena;
    dm_step_result    r;
    dm_err            err;
    utf8proc_uint8_t *want = NULL;
    utf8proc_ssize_t  n;

    dm_arena_init(&arena, 1 << 20);
    assert_true(dm_step_run(&r, dm_step_find(dm_slice_str(step)), text,
                            &(dm_step_how){.arena = &arena, .max = 10000},
                            &err));
    n = utf8proc_map((const utf8proc_uint8_t *)text.ptr,
                     (utf8proc_ssize_t)text.len, &want,
                     (utf8proc_option_t)(options | UTF8PROC_STABLE));
    assert_int_equal(n, r.text.len);
    assert_memory_equal(want, r.text.ptr, r.text.len);
    free(want);
    dm_arena_fini(&arena);
}

/* A step works on pieces of the text. */
static void pieces_equal_the_whole(void **state)
{
    uint32_t seed = 20240817;
    dm_buf   text;

    (void)state;
    dm_buf_init(&text, 10000);
    for (int round = 0; round < 3000; round++) {
        dm_buf_clear(&text);
        put_pieces(&text, &seed);
        check_whole("nfc", UTF8PROC_COMPOSE, dm_buf_view(&text));
        check_whole("nfkc", UTF8PROC_COMPOSE | UTF8PROC_COMPAT,
                    dm_buf_view(&text));
    }
    dm_buf_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(the_table_is_sound),
        cmocka_unit_test(a_ceiling_is_an_error),
        cmocka_unit_test(pieces_equal_the_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
