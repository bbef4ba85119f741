/* test_mojibake.c - the step `mojibake`: what each misreading makes of text is
** undone, by a mend that says how; good text stays as it is.
*/
#include "mended.h"

#include "base/mem.h"
#include "repair/badness.h"

enum { ROOM = 1 << 26 };

/* Invented sentences, misread. */
static const misread_row rows[] = {
    {"latin-1",
     "Il fait dÃ©jÃ\xC2\xA0"
     " trÃ¨s chaud Ã\xC2\xA0"
     " lâ\xC2\x80"
     "\xC2\x99"
     "Ã©tÃ©.",                                                                                                                         "Il fait déjà très chaud à l’été.",                   "UTF-8 read as windows-1252",
     DM_EXACT                                                                                                                                                                                                                                   },
    {"windows-1252",         "Die BrÃ¼cke wird grÃ¶ÃŸer, sagt â€žJÃ¶rgâ€œ.",
     "Die Brücke wird größer, sagt „Jörg“.",                                                                                                                                                     "UTF-8 read as windows-1252",
     DM_EXACT                                                                                                                                                                                                                                   },
    {"windows-1251",         "РњРѕР№ СЃРѕСЃРµРґ РєСѓРїРёР» РЅРѕРІСѓСЋ Р»РѕРґРєСѓ",
     "Мой сосед купил новую лодку",                                                                                                                                               "UTF-8 read as windows-1251", DM_EXACT },
    {"windows-1250",         "MĹŻj soused si koupil novou loÄŹku",
     "Můj soused si koupil novou loďku",                                                                                                                                                               "UTF-8 read as windows-1250",
     DM_EXACT                                                                                                                                                                                                                                   },
    {"windows-1253",
     "Ξ\xC2\x9F"
     " Ξ³ΞµΞ―Ο„ΞΏΞ½Ξ±Ο‚ Ο€Ξ®Ο\xC2\x81"
     "Ξµ ΞΊΞ±ΞΉΞ½ΞΏΟ\xC2\x8D"
     "Ο\xC2\x81"
     "ΞΉΞ± Ξ²Ξ¬Ο\xC2\x81"
     "ΞΊΞ±",                                                                                                                           "Ο γείτονας πήρε καινούρια βάρκα", "UTF-8 read as windows-1253", DM_EXACT },
    {"windows-1254",         "KomÅŸum yeni bir kayÄ±k aldÄ±",
     "Komşum yeni bir kayık aldı",                                                                                                                                                                    "UTF-8 read as windows-1252", DM_EXACT },
    {"windows-1257",         "Mano kaimynas nusipirko naujÄ… valtÄÆ, Å¾aliÄ…",
     "Mano kaimynas nusipirko naują valtį, žalią",                                                                                                                                                   "UTF-8 read as windows-1257",
     DM_EXACT                                                                                                                                                                                                                                   },
    {"iso-8859-2",
     "SÄ\xC2\x85"
     "siad kupiĹ\xC2\x82"
     " Ĺ\xC2\x82"
     "ĂłdĹş",                                                                                                                          "Sąsiad kupił łódź",                                     "UTF-8 read as iso-8859-2",   DM_EXACT },
    {"MacRoman",             "Minun √§itini s√∂i piirakkaa",                                                                        "Minun äitini söi piirakkaa",
     "UTF-8 read as MacRoman",                                                                                                                                                                                                         DM_EXACT },
    {"cp437",                "╨£╨╛╨╣ ╤ü╨╛╤ü╨╡╨┤ ╨║╤â╨┐╨╕╨╗ ╨╗╨╛╨┤╨║╤â",
     "Мой сосед купил лодку",                                                                                                                                                          "UTF-8 read as cp437",        DM_EXACT },
    {"Chinese as latin-1",
     "æ\xC2\x88"
     "\xC2\x91"
     "å®¶ç\xC2\x9A"
     "\xC2\x84"
     "å°\xC2\x8F"
     "è\xC2\x88"
     "¹å\xC2\x81"
     "\xC2\x9C"
     "å\xC2\x9C"
     "¨æ²³è¾¹",                                                                                                                     "我家的小船停在河边",                                "UTF-8 read as latin-1",      DM_EXACT },
    {"GBK as latin-1",       "ÎÒ¼ÒµÄÐ¡´¬Í£ÔÚºÓ±ß",                                                                       "我家的小船停在河边",
     "GBK read as windows-1252",                                                                                                                                                                                                       DM_EXACT },
    {"Big5 as latin-1",      "§Ú®aªº¤p²î°±¦bªeÃä",                                                                           "我家的小船停在河邊",
     "Big5 read as windows-1252",                                                                                                                                                                                                      DM_EXACT },
    {"GBK as iso-8859-15",   "ÌùœüºÓ±ßµÄÐ¡Ž¬Í£ÔÚŒÒÃÅÇ°",
     "贴近河边的小船停在家门前",                                                                                                                                                             "GBK read as iso-8859-15",    DM_EXACT },
    {"UTF-8 as GBK",
     "灞变笅鐨勫皬搴楀崠鐑\xEE\x85\x9F"
     "堡鍜岄潰",                                                                                                                       "山下的小店卖热汤和面",                             "UTF-8 read as GBK",          DM_EXACT },
    {"Big5 as GBK",
     "\xEE\x98\x99"
     "\xEE\x97\xBB"
     "\xEE\x80\x99"
     "\xEE\x98\x96"
     "┍芥荐傣",                                                                                                                       "山下的小店賣熱湯",                                   "Big5 read as GBK",           DM_EXACT },
    {"GBK as Big5",          "扂蠅腔橾呇炰辣瘓脰",                                                                                "我们的老师喜欢喝茶",
     "GBK read as Big5",                                                                                                                                                                                                               DM_EXACT },
    {"GBK as EUC-KR",        "냘懇돨무蹈붤갛쓰",                                                                                   "城市的公园很安静",
     "GBK read as EUC-KR",                                                                                                                                                                                                             DM_EXACT },
    {"Shift_JIS as latin-1",
     "\xC2\x89"
     "w\xC2\x91"
     "O\xC2\x82"
     "Ì\xC2\x93"
     "X\xC2\x82"
     "Å\xC2\x89"
     "·\xC2\x82"
     "©\xC2\x82"
     "¢\xC2\x83"
     "X\xC2\x81"
     "[\xC2\x83"
     "v\xC2\x82"
     "ð\xC2\x88"
     "ù\xC2\x82"
     "Ý\xC2\x82"
     "Ü\xC2\x82"
     "µ\xC2\x82"
     "½",                                                                                                                                 "駅前の店で温かいスープを飲みました",        "Shift_JIS read as latin-1",
     DM_EXACT                                                                                                                                                                                                                                   },
    {"Shift_JIS as GBK",     "墂慜偺揦偱壏偐偄僗乕僾傪堸傒傑偟偨",
     "駅前の店で温かいスープを飲みました",                                                                                                                                              "Shift_JIS read as GBK",      DM_EXACT },
    {"UTF-8 as Shift_JIS",   "螻ｱ荳狗噪蟆丞ｺ�",                                                                                "山下的小店",
     "UTF-8 read as Shift_JIS",                                                                                                                                                                                                        DM_LIKELY},
 /* in layers */
    {"twice",                "El niÃƒÂ±o comiÃƒÂ³ una manzana",                                                                    "El niño comió una manzana",
     "UTF-8 read as windows-1252",                                                                                                                                                                                                     DM_EXACT },
    {"two charsets",         "a small fee of Г‚ВЈ3.20 a day",
     "a small fee of £3.20 a day",                                                                                                                                                                      "UTF-8 read as windows-1251", DM_EXACT },
 /* in a part of a line only */
    {"a quotation",          "Er schrieb über â€žWürzburgâ€œ, schön wie nie",
     "Er schrieb über „Würzburg“, schön wie nie",                                                                                                                                                 "UTF-8 read as windows-1252",
     DM_EXACT                                                                                                                                                                                                                                   },
    {"in good Chinese",      "标题是“鎴戠殑灏忚埞”，作者不详",
     "标题是“我的小船”，作者不详",                                                                                                                                                       "UTF-8 read as GBK",          DM_LIKELY},
 /* with losses */
    {"space for A0",         "une lettre Ã la voisine, rÃ©digÃ©e hier",
     "une lettre à la voisine, rédigée hier",                                                                                                                                                         "UTF-8 read as windows-1252",
     DM_LIKELY                                                                                                                                                                                                                                  },
    {"a quote's byte",       "â€œtwo plumsâ€\xEF\xBF\xBD",                                                                          "“two plums\xEF\xBF\xBD",
     "UTF-8 read as windows-1252",                                                                                                                                                                                                     DM_LIKELY},
    {"controls",             "she said \xC2\x93plums\xC2\x94",                                                                             "she said “plums”",
     "windows-1252 read as latin-1",                                                                                                                                                                                                   DM_LIKELY},
    {"surrogates",           "good cake \xC3\xAD\xC2\xA0\xC2\xBD\xC3\xAD\xC2\xB8\xC2\x80",
     "good cake \xF0\x9F\x98\x80",                                                                                                                                                                       "UTF-8 read as latin-1",      DM_EXACT },
    {"an odd run",           "鍥句功棣嗙殑鑰佸笀鏄\xEF\xBF\xBD鎴戠殑鏈嬪弸",
     "图书馆的老师是我的朋友",                                                                                                                                                                "UTF-8 read as GBK",          DM_LIKELY},
};

static void test_damage(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_misread(&rows[i]);
}

/* Text that is as it should be, of the kind that tempts. */
static const char *const clean[] = {
    "",
    "plain",
    "L’été à Angoulême : « déjà-vu », œuvre naïve… 25 °C, 3 €, cœur™",
    "„Über“ – Größe, Maße; §5 Abs. 2, ½ Liter, 10 µm, ±3 %",
    "À côté, MAÇÃ, AMANHÃ… “SÃO” É® Ê… Õ”",
    "Zażółć gęślą jaźń, „łódź” – 5 zł",
    "Tiếng Việt: Tôi đã ăn phở ở Hà Nội, “ngon quá”!",
    "Съешь ещё этих мягких булок — «да», №5; Її хотіли з’їсти",
    "Η γρήγορη αλεπού «πηδά»· ¨εδώ¨",
    "Şişli’de çay içtik; İstanbul’a döndük.",
    "├──┬──┐ │½│ ░▒▓ ╔═╗ ║É║ ╚═╝",
    "f(x) = √(x² ± ½) ≠ ∞, ∑ → ∂/∂x ≤ ≥ ≈ °",
    "( o¬ô )  `¬´  ¯\\_(ツ)_/¯  ಠ_ಠ  ʕ•ᴥ•ʔ",
    "àâäéèêëîïôöùûüÿ ÀÂÄÉÈÊËÎÏÔÖÙÛÜŸ œŒ æÆ ñÑ çÇ",
    "魑魅魍魎與饕餮，龜鱉鼋鼍，錙銖必較。",
    "他姓缑，名昶，字翀之；祖籍邳州，住在浈江。",
    "☆☆☆☆★ 「「「「 ○●○● ①②③④",
    "東京の駅前で温かいコーヒーを飲みながら、新聞を読んだ。ﾊﾝｶｸｶﾅﾓ",
    "대한민국 大韓民國의 수도는 서울이다. 漢字도 쓴다.",
    "파란 플라스ㅤㅌㅕㄱ 그릇과 ㅤㄸㅞㄴ 강아지.",
    "手里拿着烫烫烫的茶，屯屯屯地喝。",
    "𠮷野家 㐂 䶮 犇骉羴 emoji 😀👍🏽",
    "\xEF\xBF\xBD\xEF\xBF\xBD lost, but not by us? \xEF\xBF\xBD",
};

static void test_clean(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof clean / sizeof *clean; i++)
        check_clean("mojibake", clean[i]);
}

/* What was lost before GBK read it is told, never changed. */
static void test_lost(void **state)
{
    dm_slice       in = DM_S("他写道：锟斤拷，锟斤拷！");
    dm_arena       arena;
    dm_step_result r;

    (void)state;
    dm_arena_init(&arena, ROOM);
    r = mended("mojibake", in, DM_REPAIR_ALL, &arena);
    assert_int_equal(r.edits, 0);
    assert_int_equal(r.nmends, 2);
    assert_int_equal(r.mends[0].src.from, 12);
    assert_int_equal(r.mends[0].src.to, 21);
    assert_int_equal(r.mends[0].certainty, DM_UNCERTAIN);
    assert_true(dm_slice_eq(r.mends[1].before, r.mends[1].after));
    dm_arena_fini(&arena);
}

/* What one clear line says holds for a less clear one. */
static void test_document(void **state)
{
    dm_slice alone = DM_S("DrÃ¥ber");
    dm_slice among = DM_S("GrÃ¶ÃŸe und HÃ¶he\nkÃ¤ltere NÃ¤chte\n"
                          "sÃ¼ÃŸe FrÃ¼chte\nDrÃ¥ber\n");
    dm_arena arena;
    dm_step_result r;

    (void)state;
    dm_arena_init(&arena, ROOM);
    r = mended("mojibake", alone, DM_REPAIR_LIKELY, &arena);
    assert_int_equal(r.edits, 0);
    r = mended("mojibake", among, DM_REPAIR_LIKELY, &arena);
    assert_true(dm_slice_eq(
        r.text,
        DM_S("Größe und Höhe\nkältere Nächte\nsüße Früchte\nDråber\n")));
    dm_arena_fini(&arena);
}

/* Long and hostile: it ends, and what comes out is text. */
static void test_hostile(void **state)
{
    static const char *const parts[] = {"Ã",
                                        "Â\xC2\xA0",
                                        "â€",
                                        "\xEF\xBF\xBD",
                                        "涓",
                                        "涓\xEF\xBF\xBD",
                                        "ÖÐ",
                                        "锟斤拷",
                                        "�?",
                                        "ÃƒÂ¢",
                                        "犲",
                                        "ﾖ",
                                        "î",
                                        "훮",
                                        "餓\xEF\xBF\xBD?"};

    (void)state;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        dm_buf   buf;
        dm_arena arena;

        dm_buf_init(&buf, 1 << 20);
        dm_arena_init(&arena, (size_t)1 << 28);
        while (buf.len < 8000)
            dm_buf_str(&buf, parts[i]);
        (void)mended("mojibake", dm_buf_view(&buf), DM_REPAIR_ALL, &arena);
        dm_arena_fini(&arena);
        dm_buf_fini(&buf);
    }
}

/* With allocation 0, 1, 2, … failing there is an error, not a wrong text. */
static void test_memory(void **state)
{
    const dm_step *step = dm_step_find(DM_S("mojibake"));
    dm_slice in = DM_S("HÃ¶he\nÎÒ¼ÒµÄÐ¡´¬Í£ÔÚºÓ±ß\n鎴戠殑灏忚埞\n"
                       "鍥句功棣嗙殑鑰佸笀鏄\xEF\xBF\xBD鎴戠殑鏈嬪弸\n"
                       "墂慜偺揦偱壏偐偄僗乕僾");
    dm_slice whole = DM_S("");
    dm_arena kept;
    long     n = 0;
    bool     ok = false;

    (void)state;
    dm_arena_init(&kept, ROOM);
    whole = mended("mojibake", in, DM_REPAIR_LIKELY, &kept).text;
    for (; !ok && n < 2000; n++) {
        dm_arena       arena;
        dm_step_result r;
        dm_step_how    how = {.arena = &arena, .max = 1 << 20};

        dm_arena_init(&arena, ROOM);
        dm_mem_fail_after(n);
        ok = dm_step_run(&r, step, in, &how, NULL);
        dm_mem_fail_after(-1);
        if (ok)
            assert_true(dm_slice_eq(r.text, whole));
        dm_arena_fini(&arena);
    }
    assert_true(ok);
    assert_true(n > 5);
    dm_arena_fini(&kept);
}

static const struct {
    const char *prev, *next;
    int         least, most;
} pairs[] = {
    {"a",   "b",   0, 0},
    {"Ã",  "©",  7, 8},
    {"é",  "€", 5, 8},
    {"s",   "Ă",  5, 8},
    {"É",  "”", 0, 2},
    {"│", "É",  8, 8},
    {"5",   "€", 0, 1},
    {"„", "W",   0, 0},
};

static void test_badness(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t n;
        int    odd = dm_odd_pair(dm_odd_of(dm_utf8_decode(pairs[i].prev, &n)),
                                 dm_odd_of(dm_utf8_decode(pairs[i].next, &n)));

        assert_in_range(odd, pairs[i].least, pairs[i].most);
    }
    assert_int_equal(dm_odd_alone(dm_odd_of(0x85)), 8);
    assert_int_equal(dm_odd_alone(dm_odd_of(0xE000)), 12);
    assert_int_equal(dm_odd_alone(dm_odd_of('a')), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damage),  cmocka_unit_test(test_clean),
        cmocka_unit_test(test_lost),    cmocka_unit_test(test_document),
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_memory),
        cmocka_unit_test(test_badness),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
