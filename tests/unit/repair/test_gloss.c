/* test_gloss.c - glosses that a program put in, and those people wrote. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "norm/step.h"
#include "repair/gloss.h"
#include "text/utf8.h"

enum { ROOM = 1 << 24, TEXT = 1 << 16 };

/* ---- damage, made here ---- */

static const char library[] =
    "昨天下午,鎮上的圖書館舉行了讀書會,許多學生和家長參加了活動。"
    "館長說,這個活動從去年開始舉辦,每個月都會邀請一位作家來講課。\n"
    "學生們認真聽講,還記錄了筆記。會後,大家參觀了新開的閱覽室,"
    "對館內的設備讚不絕口(客戶端可以預約)。\n"
    "據瞭解,圖書館還計劃送書下鄉,讓更多的孩子能夠讀到好書。";

static const struct {
    const char *character, *reading;
} list[] = {
    {"圖", "tú"   },
    {"書", "shū"  },
    {"館", "guǎn" },
    {"舉", "jǔ"   },
    {"讀", "dú"   },
    {"會", "huì"  },
    {"學", "xué"  },
    {"長", "zhǎng"},
    {"動", "dòng" },
    {"說", "shuō" },
    {"這", "zhè"  },
    {"個", "gè"   },
    {"開", "kāi"  },
    {"請", "qǐng" },
    {"講", "jiǎng"},
    {"聽", "tīng" },
    {"對", "duì"  },
    {"設", "shè"  },
    {"計", "jì"   },
    {"還", "hái"  },
    {"們", "men"   },
};

/* The reading that the program would put behind the character at `s`. */
static const char *listed(const char *s, size_t n)
{
    for (size_t i = 0; i < n && i < sizeof list / sizeof *list; i++)
        if (strncmp(s, list[i].character, 3) == 0)
            return list[i].reading;
    return NULL;
}

/* Gloss `clean` by the first `n` of the list; returns the glosses. */
static size_t damage(char *out, const char *clean, size_t n, bool wide)
{
    size_t glosses = 0;

    for (const char *p = clean; *p != '\0'; p += dm_utf8_len(*p)) {
        const char *reading = listed(p, n);

        memcpy(out, p, dm_utf8_len(*p));
        out += dm_utf8_len(*p);
        if (reading == NULL)
            continue;
        out += sprintf(out, wide ? "（%s）" : "(%s)", reading);
        glosses++;
    }
    *out = '\0';
    return glosses;
}

/* ---- running the step ---- */

typedef struct outcome {
    dm_arena       arena;
    dm_step_result result;
    size_t         of[DM_EXACT + 1]; /* mends of each certainty */
} outcome;

static void mend(outcome *o, dm_slice text, dm_repair policy)
{
    dm_err      err;
    dm_step_how how = {&o->arena, ROOM, policy, "GBK"};

    memset(o, 0, sizeof *o);
    dm_arena_init(&o->arena, ROOM);
    if (!dm_step_run(&o->result, dm_step_find(DM_S("gloss")), text, &how, &err))
        fail_msg("%s", err.msg);
    for (size_t i = 0; i < o->result.nmends; i++)
        o->of[o->result.mends[i].certainty]++;
}

static void is_text(const outcome *o, const char *want)
{
    if (!dm_slice_eq(o->result.text, dm_slice_str(want)))
        fail_msg("%.*s", (int)o->result.text.len, o->result.text.ptr);
}

static void undoes_the_damage(void **state)
{
    static char text[TEXT];

    (void)state;
    for (size_t n = 4; n <= sizeof list / sizeof *list; n++) {
        outcome o;
        size_t  glosses = damage(text, library, n, n % 2 == 0);

        mend(&o, dm_slice_str(text), DM_REPAIR_EXACT);
        assert_int_equal(o.of[DM_EXACT], glosses);
        assert_int_equal(o.result.nmends, glosses);
        is_text(&o, library);
        dm_arena_fini(&o.arena);
    }
}

static void says_what_it_did(void **state)
{
    static char    text[TEXT];
    outcome        o;
    const dm_mend *first;

    (void)state;
    damage(text, library, 20, false);
    mend(&o, dm_slice_str(text), DM_REPAIR_LIKELY);
    first = &o.result.mends[0];
    assert_true(dm_slice_eq(first->before, DM_S("(tú)")));
    assert_int_equal(first->after.len, 0);
    assert_true(dm_slice_eq(first->note, DM_S("tú")));
    assert_true(first->applied);
    for (size_t i = 0; i < o.result.nmends; i++) {
        const dm_mend *m = &o.result.mends[i];
        dm_slice       character =
            dm_slice_sub(o.result.text, m->dst.from - m->base, m->dst.from);

        assert_int_equal(m->base, 3);
        assert_memory_equal(character.ptr, text + m->src.from - m->base, 3);
        assert_int_not_equal(
            dm_han_reading(dm_utf8_decode(character.ptr, &character.len),
                           dm_pinyin_id(m->note)),
            DM_READS_NOT);
    }
    dm_arena_fini(&o.arena);
}

static void only_reports_when_told(void **state)
{
    static char text[TEXT];
    outcome     o;

    (void)state;
    damage(text, library, 20, false);
    mend(&o, dm_slice_str(text), DM_REPAIR_NONE);
    assert_true(o.of[DM_EXACT] > 20);
    is_text(&o, text);
    dm_arena_fini(&o.arena);
}

/* ---- what is written by people, and what is too little to tell ---- */

static const struct {
    const char *name, *text;
    size_t      exact, likely, uncertain;
} rows[] = {
    {"empty",                                           "",                                                                               0, 0, 0},
    {"brackets only",                                   "(客戶端)、（党组）、93(01)、GDP(國內生產總值)、())()",          0,
     0,                                                                                                                                         0},
    {"formulas and addresses",
     "函數(x)、設(a)是、http://example.com/會(huì)/(a)?q=(é)",                                                                   0, 0, 0},
    {"a textbook",                                      "行(xíng)人在银行(háng)门口,行(xíng)李很多,行(xíng)动不便。",
     0,                                                                                                                                      0, 0},
    {"two readings side by side",                       "好(hǎo)好(hào)学习,天天向上。",                                       0, 0, 0},
    {"a whole sentence",
     "我(wǒ)們(men)都(dōu)是(shì)學(xué)生(shēng),每(měi)個(gè)人(rén)都(dōu)"
     "愛(ài)讀(dú)書(shū),學(xué)校(xiào)很(hěn)遠(yuǎn)。",                                                               0, 0, 0},
    {"new words of a lesson",
     "老師說(shuō)學校(xiào)開(kāi)了讀書(shū)會(huì),同(tóng)學都(dōu)來(lái)"
     "了,"
     "還有家(jiā)長,真熱(rè)鬧。",                                                                                              0, 0, 0},
    {"a list of Traditional characters",
     "學(xué)\n習(xí)\n國(guó)\n會(huì)\n書(shū)\n讀(dú)\n長(zhǎng)\n開(kāi)\n"
     "學(xué)\n習(xí)\n國(guó)\n會(huì)\n書(shū)\n讀(dú)\n長(zhǎng)\n開(kāi)\n",
     0,                                                                                                                                      0, 0},
    {"a list in a sentence",
     "這些字要會寫:龍(lóng)、鳳(fèng)、龜(guī)、馬(mǎ)、鳥(niǎo)、魚(yú)、"
     "車(chē)、門(mén)、貝(bèi)、見(jiàn)、風(fēng)、飛(fēi)。",
     0,                                                                                                                                      0, 0},
    {"characters of many readings",
     "他長(zhǎng)大了去長(cháng)江邊聽音樂(yuè)會(huì),快樂(lè)極了;"
     "會(kuài)計還(hái)說要還(huán)錢,應(yīng)該應(yìng)聲為(wèi)人為(wéi)民。",
     0,                                                                                                                                      0, 0},
    {"rare characters of a poem",
     "彼采葑(fēng)矣,有鷕(yǎo)雉鳴。觱(bì)發栗烈,饁(yè)彼南畝,"
     "鳴鵙(jú)載績,蠨(xiāo)蛸在戶,町畽(tuǎn)鹿場。",                                                                      0, 0, 0},
    {"the first time only",
     "國(guó)家有會(huì)議,學(xué)生開(kāi)會,讀書(shū)人聽(tīng)講。國人開會,"
     "學國語,開學會讀書,聽書聽國歌。國會開學,書聽國開,會學書聽。"
     "國會開學,書聽國開,會學書聽,國家開會,學生聽書。",                                                               0, 0, 0},
    {"readings that surprise",
     "車過鉛(yán)山縣,又到樂(lào)亭縣,再去單(shàn)縣和蔚(yù)縣,最後在洪洞(tóng)"
     "。",                                                                                                                               0, 0, 0},
    {"readings that surprise, of everyday characters",
     "他們在鉛(yán)山縣城讀水滸傳(zhuàn)的故事,從單(shàn)縣城來的費(bì)縣長"
     "講了葉(shè)公好龍的故事,大家聽得睡覺(jiào)了。",                                                                 0, 0, 0},
    {"the first time, of which some stay the only one",
     "全國(guó)人民開(kāi)大會(huì)議事,先說(shuō)明情形,再讀(dú)文章,後來講("
     "jiǎng)"
     "道理,大家都聽(tīng)見。國人到會,國會散會,會後開門,國開會開。",
     0,                                                                                                                                      0, 0},
    {"now and then",
     "全國(guó)人民開(kāi)大會(huì)議事,全國(guó)人民開(kāi)大會(huì)議事,"
     "全國人民開大會議事。",                                                                                                    0, 0, 0},
    {"one place name",                                  "他到了重慶(qìng)市,住在江邊的舊樓裡,每天看船。",             0, 0,
     0                                                                                                                                           },
    {"words in one bracket",
     "台北(Táiběi)、北京(běijīng)、學習(xué xí)、漢語(hànyǔ)、經濟(jīng jì)",                                     0,
     0,                                                                                                                                         0},
    {"words beside characters",
     "學(xué)生們學習(xuéxí)國(guó)語,讀書(dúshū)開(kāi)會,聽講(tīngjiǎng)。",
     0,                                                                                                                                      0, 0},
    {"no tone",                                         "圖(tu)書(shu)館(guan)的門開(kai)了,學(xue)生進去看書",              0, 0,
     0                                                                                                                                           },
    {"upper case",                                      "圖(TÚ)書(SHŪ)館(Guǎn)的門開(Kāi)了,學(Xué)生進去看書",         0, 0,
     0                                                                                                                                           },
    {"blanks",                                          "圖( tú)書館(guǎn )的閱 (yuè)覽室開(kāi",                             0, 0, 0},
    {"Japanese",                                        "漢(かん)字(じ)を讀(よ)む國(くに)の學(がく)生",                  0, 0, 0},
    {"not Mandarin",                                    "設(thiết)會(hội)國(quốc)學(học)開(khai)個(cá)",                   0, 0, 0},
    {"not its reading",                                 "圖(shū)書(guǎn)館(kāi)的門開(tú)了,學(qǐng)生進去看書",
     0,                                                                                                                                      0, 0},
    {"cut and astray",                                  "日?qǐng)?bào)上揭W(wǎng),表?yè)P(yáng)",                                0, 0, 0},
    {"Simplified",                                      "图(tú)书(shū)馆(guǎn)的门开(kāi)了,学(xué)生进去看书(shū)",
     0,                                                                                                                                      0, 0},
    {"a headline",                                      "新圖書(shū)館(guǎn)下週開(kāi)放",                                    0, 3, 0},
    {"a short headline",                                "新建設(shè)的機(jī)場今天啟用了",                                   0, 0, 2},
    {"few in much",
     "今年城裡建設(shè)了一座新的機(jī)場,從早到晚都有人來人往,非常忙碌。"
     "機(jī)場的南邊是一片樹林,樹林裡有小路,人們在那裡散步,也在那裡歇息。"
     "樹林的外面是河,河上有橋,橋下有船。晚上燈火通明,天上星光點點。"
     "大家都說這裡變了樣子,一年比一年好,一天比一天熱鬧。",
     0,                                                                                                                                      0, 3},
};

static void leaves_what_people_wrote(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        outcome o;

        mend(&o, dm_slice_str(rows[i].text), DM_REPAIR_EXACT);
        if (o.of[DM_EXACT] != rows[i].exact ||
            o.of[DM_LIKELY] != rows[i].likely ||
            o.of[DM_UNCERTAIN] != rows[i].uncertain)
            fail_msg("%s: %zu exact, %zu likely, %zu uncertain", rows[i].name,
                     o.of[DM_EXACT], o.of[DM_LIKELY], o.of[DM_UNCERTAIN]);
        if (rows[i].exact == 0)
            is_text(&o, rows[i].text);
        dm_arena_fini(&o.arena);
    }
}

/* In a damaged text, what its author wrote in brackets stays. */
static void keeps_the_authors_glosses(void **state)
{
    static const char more[] =
        "\n館裡的覃(qín)老師和仉老師住在濬縣。濬(jùn)縣的人都認得圖書館。"
        "有龍(lóng)的畫,龍頭、龍身、龍尾、龍爪都好看。";
    static char clean[TEXT];
    static char text[TEXT];
    outcome     o;

    (void)state;
    strcpy(clean, library);
    strcat(clean, more);
    damage(text, clean, 20, false);
    mend(&o, dm_slice_str(text), DM_REPAIR_ALL);
    is_text(&o, clean);
    assert_int_equal(o.of[DM_UNCERTAIN], 0);
    dm_arena_fini(&o.arena);
}

/* A program has one reading for each character. */
static void leaves_a_text_with_two_readings(void **state)
{
    static char text[TEXT];
    outcome     o;

    (void)state;
    damage(text, library, 19, false);
    strcat(text, "他在長(cháng)江邊住。");
    mend(&o, dm_slice_str(text), DM_REPAIR_ALL);
    assert_int_equal(o.result.nmends, 0);
    dm_arena_fini(&o.arena);
}

/* What would be reported in a paragraph is nothing in a book. */
static void leaves_few_in_a_long_text(void **state)
{
    static char text[TEXT];
    outcome     o;

    (void)state;
    for (size_t i = 0; i < 8; i++)
        strcat(text, library);
    strcat(text, "新的機(jī)場(chǎng)邊上有飛(fēi)鳥。");
    mend(&o, dm_slice_str(text), DM_REPAIR_ALL);
    assert_int_equal(o.result.nmends, 0);
    dm_arena_fini(&o.arena);
}

/* A damaged page between menus, or among others, that are whole. */
static void finds_a_damaged_stretch(void **state)
{
    static char text[TEXT];
    static char clean[TEXT];
    outcome     o;
    size_t      glosses;

    (void)state;
    clean[0] = text[0] = '\0';
    for (size_t i = 0; i < 12; i++) {
        strcat(clean, library);
        strcat(clean, "\n");
        if (i == 5)
            damage(text + strlen(text), library, 20, false);
        else
            strcat(text, library);
        strcat(text, "\n");
    }
    glosses = damage(clean + TEXT / 2, library, 20, false);
    mend(&o, dm_slice_str(text), DM_REPAIR_LIKELY);
    assert_int_equal(o.of[DM_LIKELY], glosses);
    is_text(&o, clean);
    dm_arena_fini(&o.arena);
}

/* ---- the survey ---- */

static dm_gloss_table survey(dm_slice text, dm_arena *arena)
{
    dm_gloss_table out;
    dm_buf         places;

    dm_buf_init(&places, ROOM);
    dm_gloss_scan(text, &places);
    assert_true(dm_gloss_weigh(&out, text, (dm_gloss_place *)(void *)places.ptr,
                               places.len / sizeof(dm_gloss_place), arena));
    dm_buf_fini(&places);
    return out;
}

static void surveys(void **state)
{
    dm_arena        arena;
    dm_gloss_table  table;
    const dm_gloss *row;
    dm_slice text = DM_S("行(xíng)人,行(háng)列,行(xíng)李,行走。W(wǎng)與?"
                         "qǐng)在,他們(men)到北京(běi jīng)|(dōng)3(shè)");

    (void)state;
    dm_arena_init(&arena, ROOM);
    table = survey(text, &arena);
    assert_int_equal(table.places[DM_GLOSS_INTACT], 4);
    assert_int_equal(table.places[DM_GLOSS_ASTRAY], 2);
    assert_int_equal(table.places[DM_GLOSS_CUT], 1);
    assert_int_equal(table.places[DM_GLOSS_WORD], 1);
    assert_int_equal(table.han, 15);
    assert_int_equal(table.n, 4);
    row = dm_gloss_find(&table, 0x884C);
    assert_non_null(row);
    assert_int_equal(row->id, dm_pinyin_id(DM_S("xíng")));
    assert_int_equal(row->glossed, 2);
    assert_int_equal(row->stands, 4);
    assert_int_equal(row->reads, DM_READS_USUAL);
    assert_int_equal(row[1].cp, row->cp);
    assert_int_equal(row[1].glossed, 1);
    assert_int_equal(row[1].stands, 4);
    assert_null(dm_gloss_find(&table, 'W'));
    assert_null(dm_gloss_find(&table, 0x4EBA));
    dm_arena_fini(&arena);
}

static void surveys_nothing(void **state)
{
    dm_arena       arena;
    dm_gloss_table table;

    (void)state;
    dm_arena_init(&arena, ROOM);
    table = survey(DM_S(""), &arena);
    assert_int_equal(table.n, 0);
    assert_null(dm_gloss_find(&table, 0x884C));
    table = survey(DM_S(")é)）(é)"), &arena);
    assert_int_equal(table.n, 0);
    dm_arena_fini(&arena);
}

/* Without memory the step fails and says so; it does not lose a gloss. */
static void survives_without_memory(void **state)
{
    static char  text[TEXT];
    dm_step_how  how = {NULL, ROOM, DM_REPAIR_LIKELY, ""};
    const size_t tries = 100;
    bool         ok = false;

    (void)state;
    damage(text, library, 20, false);
    for (size_t n = 0; n < tries && !ok; n++) {
        dm_arena       arena;
        dm_err         err;
        dm_step_result result;

        dm_arena_init(&arena, ROOM);
        how.arena = &arena;
        dm_mem_fail_after((long)n);
        ok = dm_step_run(&result, dm_step_find(DM_S("gloss")),
                         dm_slice_str(text), &how, &err);
        dm_mem_fail_after(-1);
        if (ok)
            assert_true(dm_slice_eq(result.text, dm_slice_str(library)));
        else
            assert_int_equal(err.code, DM_E_MEMORY);
        dm_arena_fini(&arena);
    }
    assert_true(ok);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undoes_the_damage),
        cmocka_unit_test(says_what_it_did),
        cmocka_unit_test(only_reports_when_told),
        cmocka_unit_test(leaves_what_people_wrote),
        cmocka_unit_test(keeps_the_authors_glosses),
        cmocka_unit_test(leaves_a_text_with_two_readings),
        cmocka_unit_test(leaves_few_in_a_long_text),
        cmocka_unit_test(finds_a_damaged_stretch),
        cmocka_unit_test(surveys),
        cmocka_unit_test(surveys_nothing),
        cmocka_unit_test(survives_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
