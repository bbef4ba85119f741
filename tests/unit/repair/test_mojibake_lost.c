/* test_mojibake_lost.c - what was read in the wrong charset with bytes lost,
 *and
 ** what few bytes have to prove.
 */
#include "mended.h"

#include <string.h>

enum { ROOM = 1 << 26 };

/* The certainty is that of the last mend. */
static const misread_row rows[] = {
    {"a sign behind digits",
     "§Ú\xC2\xAD"
     "Ìª¾¹D³o¨Ç°ÝÃD¡A»ù®æ¬O310¡H",                                                    "我們知道這些問題，價格是310？",       "Big5 read as windows-1252", DM_EXACT },
    {"second bytes in ASCII", "¦b³QÃÒ¾Ú¡A¼W¥[¡C",                                            "在被證據，增加。",
     "Big5 read as windows-1252",                                                                                                                                                       DM_EXACT },
    {"short Japanese",
     "\xC2\x96"
     "{\xC2\x82"
     "ð\xC2\x94"
     "Þ\xC2\x82"
     "Í",                                                                                             "本を彼は",                                     "Shift_JIS read as latin-1", DM_EXACT },
    {"Japanese in signs",     "–{‚ð”Þ‚Í“Ç‚Ý‚Ü‚·",                               "本を彼は読みます",
     "Shift_JIS read as windows-1252",                                                                                                                                                  DM_EXACT },
    {"short Korean",          "¸ÅÀÏ ³¯¾¾°¡ ¿ì¸®´Â",                                    "매일 날씨가 우리는",
     "EUC-KR read as windows-1252",                                                                                                                                                     DM_EXACT },
    {"GB18030 of 2000",
     "\xEE\x84\x89"
     "ぱ\xEE\x9E\x8F"
     "パ\xEE\x98\x96"
     "厩\xEE\x9B\x83"
     "\xEE\x83\x8B"
     "\xEE\x93\x8F",                                                                                   "秋天自由小學因為！",                      "Big5 read as GBK",          DM_EXACT },
    {"Korean as GBK",         "弊绰 概老 切背俊辑 目乔甫 付绞聪促.",
     "그는 매일 학교에서 커피를 마십니다.",                                                                                                 "EUC-KR read as GBK",        DM_EXACT },
    {"Korean UTF-8",
     "\xEF\xBF\xBD"
     "슦由щ뒗 \xEF\xBF\xBD"
     "쉶\xEF\xBF\xBD"
     "쓽\xEF\xBF\xBD"
     "뿉 \xEF\xBF\xBD"
     "씠\xEF\xBF\xBD"
     "빞",                                                                                            "우리는 회의에 이야",                       "UTF-8 read as EUC-KR",      DM_LIKELY},
    {"a lost stop",
     "鎴樹簤灏辨姤绾告櫄涓婄幇浠ｃ\xEF\xBF\xBD"
     "\xEF\xBF\xBD",                                                                                   "战争就报纸晚上现代。",                   "UTF-8 read as GBK",         DM_LIKELY},
    {"a lost stop, dropped",  "鎴樹簤灏辨姤绾告櫄涓婄殑娌宠竟銆",
     "战争就报纸晚上的河边。",                                                                                                                  "UTF-8 read as GBK",         DM_LIKELY},
    {"a lost question mark",
     "浣犺\xEF\xBF\xBD"
     "夊緱杩欎簺闂\xEF\xBF\xBD"
     "棰橀噸瑕佸悧锛\xEF\xBF\xBD",                                                              "你觉得这些问题重要吗？",                "UTF-8 read as GBK",         DM_LIKELY},
    {"a lost bracket",
     "鑰佸笀鍦ㄥ叕鍥\xEF\xBF\xBD"
     "閲岃\xEF\xBF\xBD"
     "达紝鎴戜滑鍘荤湅銆婂皬鑸广\xEF\xBF\xBD"
     "\xEF\xBF\xBD",                                                                                   "老师在公园里说，我们去看《小船》", "UTF-8 read as GBK",         DM_LIKELY},
    {"Shift_JIS",             "螻ｱ荳具ｼ悟ｰ丞ｺ怜獄辜ｭ豎､蜥碁擇縲\xEF\xBF\xBD",
     "山下，小店卖热汤和面。",                                                                                                                  "UTF-8 read as Shift_JIS",   DM_LIKELY},
};

static void test_damage(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_misread(&rows[i]);
}

/* Nothing tells ！ from ？ here: it is said, and left. */
static void test_unsure(void **state)
{
    dm_slice in = DM_S("灏忚埞鍋滃湪閭ｄ釜娌宠竟锛\xEF\xBF\xBD");
    dm_arena arena;
    dm_step_result r;
    const dm_mend *last;

    (void)state;
    dm_arena_init(&arena, ROOM);
    r = mended("mojibake", in, DM_REPAIR_LIKELY, &arena);
    assert_true(r.nmends > 1);
    last = &r.mends[r.nmends - 1];
    assert_int_equal(last->certainty, DM_UNCERTAIN);
    assert_false(last->applied);
    assert_true(dm_slice_eq(last->after, DM_S("！")));
    assert_true(dm_slice_eq(r.mends[0].after, DM_S("小船停在那个河边")));
    check_log("mojibake", in, r, &arena);
    dm_arena_fini(&arena);
}

/* Words apart, names, capitals with accents, marks of loss. */
static const char *const clean[] = {
    "徐磊 李俊 王聪 徐磊 陈胶 徐磊",
    "促销 促进 绰号 俊杰 聪明 促销 窍门 瘤子",
    "啊 我 要 你 狼 来 了 篮球 唱歌",
    "ÀÏ ÄÖ ÅÖÄ ÏÖÜ À É",
    "“Été” – «Ça» … “À” ‘É’ ™É®",
    "\xEF\xBF\xBD"
    "가 \xEF\xBF\xBD"
    "나 \xEF\xBF\xBD"
    "다라 그는 매일",
    "他说：“好吗？” ……——“好！”",
    "ﾊﾝｶｸ ｶﾅ ﾓｼﾞ ﾃﾞｽ",
};

static void test_clean(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof clean / sizeof *clean; i++)
        check_clean("mojibake", clean[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_unsure),
        cmocka_unit_test(test_clean),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
