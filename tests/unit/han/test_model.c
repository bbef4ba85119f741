/* test_model.c - text is cheaper than what damage makes of it. */
#include "han/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "text/pairs.h"
#include "text/utf8.h"

/* The cost of a whole text between two boundaries. */
static unsigned cost_of(dm_lang lang, dm_slice text)
{
    dm_model_state state;
    unsigned       sum = 0;
    size_t         len;

    dm_model_start(&state);
    for (size_t at = 0; at < text.len; at += len)
        sum += dm_model_push(lang, &state, dm_utf8_decode(text.ptr + at, &len));
    return sum + dm_model_push(lang, &state, 0);
}

/* Two readings; the first is language. */
static const struct {
    dm_lang     lang;
    const char *text, *rival;
} readings[] = {
    {DM_LANG_ZH, "。”作為代表登台朗讀",       "?!弊鳛榇淼翘ɡ首x"             },
    {DM_LANG_ZH, "河源縣教育局發布",             "釉纯h教育局發布"                 },
    {DM_LANG_ZH, "微信公眾號",                      "蔽⑿殴娞?"                          },
    {DM_LANG_ZH, "打實的舉措",                      "打?嵉呐e措"                         },
    {DM_LANG_ZH, "張云表示，要",                   "張?票硎?,要"                        },
    {DM_LANG_ZH, "每日報道",                         "每?蟮?"                               },
    {DM_LANG_ZH, "縣立醫院”",                      "h立醫院”"                          },
    {DM_LANG_ZH, "天气预报和列车时刻",          "澶╂皵棰勬姤鍜屽垪杞︽椂鍒"},
    {DM_LANG_ZH, "中文编码测试",                   "ÖÐÎÄ±àÂë²âÊÔ"               },
    {DM_LANG_ZH, "隨著時代的發展",                "隨翬時夾的諜展"                  },
    {DM_LANG_ZH, "2023年1月4日",                      "2023迎1噪4热"                        },
    {DM_LANG_ZH, "共3个",                              "共3丌"                                },
    {DM_LANG_ZH, "的话，我们",                      "的话丸我们"                        },
    {DM_LANG_JA, "ファイルを開いてください", "繝輔ぃ繧､繝ｫ繧"               },
    {DM_LANG_JA, "日本語の文書です",             "冝嚥屬畔庤屬芙"                  },
    {DM_LANG_JA, "システム",                         "僔僗僥儉"                           },
    {DM_LANG_KO, "한국어로 된 문서",              "쒓뎅댈줈 맂 臾몄꽌"             },
    {DM_LANG_KO, "안녕하세요",                      "袁뉨廘섆꽭뷂"                     },
};

static void language_is_cheaper(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
        dm_slice text = dm_slice_str(readings[i].text);
        dm_slice rival = dm_slice_str(readings[i].rival);
        unsigned good = cost_of(readings[i].lang, text);
        unsigned bad = cost_of(readings[i].lang, rival);

        if (good >= bad)
            fail_msg("%s (%u) is not cheaper than %s (%u)", text.ptr, good,
                     rival.ptr, bad);
    }
}

/* A character of which one byte of GBK is lost, between two others. */
static const struct {
    const char *before, *lost, *after;
    bool        lead; /* which byte is unknown */
    unsigned    rank; /* how many readings may be cheaper */
} lost[] = {
    {"河源市公", "安", "局",                true,  0},
    {"河源市公", "安", "局",                false, 0},
    {"微信公",    "眾", "號發布",          true,  0},
    {"微信公",    "眾", "號發布",          false, 0},
    {"舉行全",    "國", "比賽",             true,  0},
    {"人民",       "代", "表大會",          true,  0},
    {"人民",       "代", "表大會",          false, 0},
    {"網絡安",    "全", "和信息化工作", true,  0},
    {"實事",       "求", "是",                false, 0},
    {"我們",       "的", "工作",             true,  0},
    {"他",          "說", "，今年要",       true,  2},
    {"2023",         "年", "3月",               true,  0},
    {"隨",          "著", "經濟的發展",    false, 0},
};

static uint32_t first_char(const char *s)
{
    size_t len;

    return dm_utf8_decode(s, &len);
}

static void push_all(dm_model_state *state, unsigned *sum, const char *s)
{
    size_t len;

    for (; *s != '\0'; s += len)
        *sum += dm_model_push(DM_LANG_ZH, state, dm_utf8_decode(s, &len));
}

static unsigned between(const char *before, uint32_t cp, const char *after)
{
    dm_model_state state;
    unsigned       sum = 0;

    dm_model_start(&state);
    push_all(&state, &sum, before);
    sum += dm_model_push(DM_LANG_ZH, &state, cp);
    push_all(&state, &sum, after);
    return sum + dm_model_push(DM_LANG_ZH, &state, 0);
}

static void a_lost_byte_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
        uint32_t truth = first_char(lost[i].lost);
        unsigned code = dm_pair_encode(DM_PAIRS_GBK, truth);
        unsigned cost = between(lost[i].before, truth, lost[i].after);
        unsigned cheaper = 0;

        for (unsigned byte = 0x40; byte < 0xFF; byte++) {
            uint32_t cp =
                lost[i].lead
                    ? dm_pair_decode(DM_PAIRS_GBK, (uint8_t)byte, (uint8_t)code)
                    : dm_pair_decode(DM_PAIRS_GBK, (uint8_t)(code >> 8),
                                     (uint8_t)byte);

            cheaper += cp != 0 && cp != truth &&
                       between(lost[i].before, cp, lost[i].after) < cost;
        }
        if (cheaper > lost[i].rank)
            fail_msg("%s[%s]%s: %u are cheaper", lost[i].before, lost[i].lost,
                     lost[i].after, cheaper);
    }
}

/* Every number has a cost in range, after every kind of character. */
static void every_code_point_has_a_cost(void **state)
{
    static const uint32_t before[] = {0,       'a',       '1',    0x7684,
                                      0x30A2,  0xAC00,    0xFF0C, 0xE000,
                                      0x20000, UINT32_MAX};

    (void)state;
    for (int lang = DM_LANG_ZH; lang <= DM_LANG_KO; lang++)
        for (size_t i = 0; i < sizeof before / sizeof *before; i++)
            for (uint32_t cp = 0; cp < 0x110010; cp += cp < 0x10000 ? 1 : 61)
                assert_in_range(dm_model_cost((dm_lang)lang, before[i], cp), 0,
                                DM_MODEL_MOST);
}

/* Rare is not impossible, and in this order. */
static void rare_characters_in_order(void **state)
{
    static const uint32_t order[] = {0x7684 /* 的 */, 0x5E01 /* 币 */,
                                     0x9F98 /* 龘 */, 0xE000, 0x10FFFF};

    (void)state;
    for (size_t i = 1; i < sizeof order / sizeof *order; i++)
        assert_true(dm_model_cost(DM_LANG_ZH, 0, order[i - 1]) <
                    dm_model_cost(DM_LANG_ZH, 0, order[i]));
    assert_true(dm_model_cost(DM_LANG_ZH, 0, 0x9F98) < DM_MODEL_MOST);
}

static void both_scripts_cost_the_same(void **state)
{
    (void)state;
    assert_int_equal(cost_of(DM_LANG_ZH, DM_S("網絡強國")),
                     cost_of(DM_LANG_ZH, DM_S("网络强国")));
}

/* A whole word costs less than its characters, wherever it stands; costs
** that were asked for too early are given back. */
static void words_are_known(void **state)
{
    static const char *const rows[][2] = {
        {"实事求是",          "是求事实"         },
        {"，实事求是。",    "，是求事实。"   },
        {"中华人民共和国", "中人华共民国和"},
        {"公安局",             "局公安"            },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(cost_of(DM_LANG_ZH, dm_slice_str(rows[i][0])) +
                        6 * DM_MODEL_BIT <
                    cost_of(DM_LANG_ZH, dm_slice_str(rows[i][1])));
}

/* Signs end what was before: nothing is remembered across them. */
static void signs_are_boundaries(void **state)
{
    dm_model_state a, b;
    unsigned       sum = 0;

    (void)state;
    dm_model_start(&a);
    push_all(&a, &sum, "中华人民，");
    dm_model_start(&b);
    push_all(&b, &sum, "河源，");
    assert_memory_equal(&a, &b, sizeof a);
}

/* Text of a file, shifted by a byte of GBK: any run of four characters reads
** better unshifted. */
static void check_line(const char *line, unsigned *runs, unsigned *won)
{
    uint32_t cps[4096];
    size_t   n = 0, len;

    for (; *line != '\0' && n < 4096; line += len)
        cps[n++] = dm_utf8_decode(line, &len);
    for (size_t i = 0; i + 5 <= n; i += 3) {
        unsigned good = 0, bad = 0, k;
        uint32_t prev = 0, was = 0;

        for (k = 0; k < 4; k++) {
            unsigned a = dm_pair_encode(DM_PAIRS_GBK, cps[i + k]);
            unsigned b = dm_pair_encode(DM_PAIRS_GBK, cps[i + k + 1]);
            uint32_t off =
                dm_pair_decode(DM_PAIRS_GBK, (uint8_t)a, (uint8_t)(b >> 8));

            if (a == 0 || b == 0 || off == 0)
                break;
            good += dm_model_cost(DM_LANG_ZH, prev, cps[i + k]);
            bad += dm_model_cost(DM_LANG_ZH, was, off);
            prev = cps[i + k];
            was = off;
        }
        *runs += k == 4;
        *won += k == 4 && good < bad;
    }
}

static void shifted_text_is_dearer(void **state)
{
    FILE    *f = fopen("../shared/gold/003.hans.txt", "r");
    char     line[1 << 14];
    unsigned runs = 0, won = 0;

    (void)state;
    if (f == NULL)
        skip();
    while (fgets(line, sizeof line, f) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        check_line(line, &runs, &won);
    }
    fclose(f);
    assert_true(runs > 500);
    assert_true(won * 100 >= runs * 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(language_is_cheaper),
        cmocka_unit_test(a_lost_byte_is_found),
        cmocka_unit_test(every_code_point_has_a_cost),
        cmocka_unit_test(rare_characters_in_order),
        cmocka_unit_test(both_scripts_cost_the_same),
        cmocka_unit_test(words_are_known),
        cmocka_unit_test(signs_are_boundaries),
        cmocka_unit_test(shifted_text_is_dearer),
    };

    return cmocka_run_group_tests_name("han/model", tests, NULL, NULL);
}
