/* test_detect.c - short texts in every charset that statistics know.
**
** The texts were written for this test.  A charset counts as found when the
** bytes decode to the text; several charsets may say the same.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <iconv.h>

#include "text/charset.h"
#include "text/decode.h"
#include "text/detect.h"

static const struct {
    const char *text; /* UTF-8 */
    const char *charsets;
} rows[] = {
    {"Hier après-midi, les élèves du collège sont allés à la forêt.",
     "windows-1252 iso-8859-15 macintosh cp850 cp863"                                                                                                                                                      },
    {"Un œuf, deux cœurs et une sœur qui chante à l'église",
     "windows-1252 iso-8859-15 macintosh"                                                                                                                                                                  },
    {"Die Straße zum Bahnhof ist gesperrt, fährt der Bus trotzdem über Köln?",
     "windows-1252 macintosh cp850"                                                                                                                                                                        },
    {"El niño pidió más azúcar; ¿quién se lo dará mañana?",
     "windows-1252 macintosh cp850"                                                                                                                                                                        },
    {"As crianças não vão à escola amanhã, porque é feriado nacional.",
     "windows-1252 macintosh cp850 cp860"                                                                                                                                                                  },
    {"La città è più bella quando il cielo è sereno, perciò usciamo.",
     "windows-1252 macintosh cp850"                                                                                                                                                                        },
    {"Børnene spiste rødgrød med fløde på den grønne ø i går.",
     "windows-1252 cp865 macintosh"                                                                                                                                                                        },
    {"Vi får se om båten är hemma före kvällen på söndag.",
     "windows-1252 cp850 macintosh"                                                                                                                                                                        },
    {"Hän lähti äidin kanssa järvelle, mutta sää oli jäätävän kylmä.",
     "windows-1252 cp850"                                                                                                                                                                                  },
    {"Það er kalt í veðri en fólkið gengur samt út á götu.",
     "windows-1252 cp861"                                                                                                                                                                                  },
    {"Kolega przyniósł świeże bułki, żółty ser i trochę masła na śniadanie.",
     "windows-1250 iso-8859-2 cp852 x-mac-ce iso-8859-16"                                                                                                                                                  },
    {"Příští týden přijede náš děda vlakem a přiveze čerstvé švestky.",
     "windows-1250 iso-8859-2 cp852 x-mac-ce"                                                                                                                                                              },
    {"Každý deň chodím peši do práce, lebo električka mešká a prší.",
     "windows-1250 iso-8859-2 cp852 x-mac-ce"                                                                                                                                                              },
    {"A hűvös szélben öt tűzoltó árvíztűrő zsákokat töltött a gáton.",
     "windows-1250 iso-8859-2 cp852 x-mac-ce iso-8859-16"                                                                                                                                                  },
    {"Oraşul este frumos, iar oamenii merg în fiecare dimineaţă la piaţă.",
     "windows-1250 iso-8859-2 cp852"                                                                                                                                                                       },
    {"Žena je v šoli učila otroke, ki so se želeli igrati čez cesto.",
     "windows-1250 iso-8859-2 cp852"                                                                                                                                                                       },
    {"Juče smo šetali uz rijeku, a kuća nam je bila daleko; noć je već pala, "
     "dječak žuri.",                                                                                                                                        "windows-1250 iso-8859-2 cp852 x-mac-ce"},
    {"Homme hommikul sõidame lõunasse, kus õues on juba väga mõnus ja soe.",
     "windows-1257 iso-8859-13 iso-8859-15"                                                                                                                                                                },
    {"Šodien ārā ir jauks laiks, tāpēc mēs ejam gar upi un skatāmies kuģus.",
     "windows-1257 iso-8859-13 iso-8859-4 cp775"                                                                                                                                                           },
    {"Šiandien labai gražus oras, todėl visi einame prie upės žiūrėti laivų.",
     "windows-1257 iso-8859-13 iso-8859-4 cp775"                                                                                                                                                           },
    {"Bugün hava çok güzel, hepimiz ırmağın kıyısına gidip gemilere baktık.",
     "windows-1254 cp857 iso-8859-3"                                                                                                                                                                       },
    {"Hodiaŭ la vetero estas bela, do ni ĉiuj iras al la rivero por vidi "
     "ŝipojn.",                                                                                                                                              "iso-8859-3"                            },
    {"Illum it-temp sabiħ u għalhekk morna ħdejn ix-xmara naraw il-vapuri "
     "jgħaddu.",                                                                                                                                             "iso-8859-3"                            },
    {"Hôm nay trời đẹp, chúng tôi cùng nhau ra bờ sông xem những con tàu.",
     "viscii tcvn windows-1258"                                                                                                                                                                            },
    {"Сегодня хорошая погода, и мы пошли к реке.",
     "windows-1251 koi8-r ibm866 iso-8859-5 x-mac-cyrillic cp855"                                                                                                                                          },
    {"СРОЧНО: ЗАВТРА ПРИЕЗЖАЮТ ГОСТИ ИЗ МОСКВЫ",
     "windows-1251 koi8-r ibm866 iso-8859-5 x-mac-cyrillic cp855"                                                                                                                                          },
    {"Сьогодні гарна погода, і ми всі пішли до річки дивитися на її човни.",
     "windows-1251 koi8-u x-mac-cyrillic iso-8859-5 cp1125"                                                                                                                                                },
    {"Сёння добрае надвор'е, і ўсе мы пайшлі да ракі глядзець на караблі.",
     "windows-1251 iso-8859-5"                                                                                                                                                                             },
    {"Днес времето е хубаво и всички отидохме до реката да гледаме корабите.",
     "windows-1251 iso-8859-5 ibm866"                                                                                                                                                                      },
    {"Денес времето е убаво и сите отидовме кај реката да ги гледаме "
     "бродовите.",                                                                                                                                   "windows-1251 iso-8859-5"               },
    {"Данас је лепо време, па смо сви отишли до реке да гледамо бродове.",
     "windows-1251 iso-8859-5 cp855"                                                                                                                                                                       },
    {"Бүгін ауа райы өте жақсы, біз бәріміз өзен жағасына қайық көруге "
     "бардық.",                                                                                                                                         "kz-1048 ptcp154"                       },
    {"Имрӯз ҳаво хеле хуб аст ва мо ҳама ба лаби дарё рафта, киштиҳоро дидем.",
     "koi8-t"                                                                                                                                                                                              },
    {"Σήμερα ο καιρός είναι καλός και πήγαμε όλοι μαζί στο ποτάμι.",
     "windows-1253 iso-8859-7 cp737"                                                                                                                                                                       },
    {"היום מזג האוויר יפה והלכנו כולנו אל הנהר לראות את הסירות.",
     "windows-1255 iso-8859-8 cp862"                                                                                                                                                                       },
    {"الجو جميل اليوم وقد ذهبنا جميعا إلى النهر لنشاهد السفن.",
     "windows-1256 iso-8859-6"                                                                                                                                                                             },
    {"امروز هوا خوب است و ما همه با هم به کنار رودخانه رفتيم.",                                                          "windows-1256"                          },
    {"วันนี้อากาศดีมาก เราทุกคนไปดูเรือที่ริมแม่น้ำด้วยกัน", "windows-874"                           },
    {"Այսօր եղանակը լավ է, և մենք բոլորս գնացինք գետի մոտ։",                                                             "armscii-8"                             },
    {"დღეს კარგი ამინდია და ყველანი მდინარესთან წავედით.",                   "georgian-ps"                           },
    {"今天的天气很好，我们一起到河边去看船。",                                                                                                  "gb18030"                               },
    {"今天的天氣很好，我們一起到河邊去看船。",                                                                                                  "big5 gb18030 euc-tw"                   },
    {"天気がいいので、みんなで川へ船を見に行った。",                                                                                         "shift_jis euc-jp"                      },
    {"ﾃﾝｷｶﾞｲｲﾉﾃﾞ ﾐﾝﾅﾃﾞ ｶﾜﾍ",                                                                                                   "shift_jis"                             },
    {"날씨가 좋아서 모두 함께 강가로 배를 보러 갔습니다.",                                                                                    "euc-kr johab"                          },
};

/* How many names this iconv does not know: their rows cannot be made. */
static size_t unmade;

static dm_slice encode(const char *text, const dm_charset *cs, char *room,
                       size_t size)
{
    iconv_t cd = iconv_open(dm_charset_iconv(cs), "UTF-8");
    char   *in = (char *)(uintptr_t)text;
    char   *out = room;
    size_t  left = strlen(text);

    if (cd == (iconv_t)-1) { /* GNU libiconv has fewer names than glibc */
        unmade++;
        return (dm_slice){NULL, 0};
    }
    if (iconv(cd, &in, &left, &out, &size) == (size_t)-1)
        fail_msg("%s in %s", text, dm_charset_name(cs));
    iconv(cd, NULL, NULL, &out, &size);
    iconv_close(cd);
    return (dm_slice){room, (size_t)(out - room)};
}

static void try_text(const char *text, dm_slice label)
{
    const dm_charset *cs = dm_charset_find(label);
    char              room[1000];
    dm_slice          in;
    dm_arena          arena;
    dm_detection      d;
    dm_decoded        got;
    dm_decoded        want;

    assert_non_null(cs);
    in = encode(text, cs, room, sizeof room);
    if (in.ptr == NULL)
        return;
    dm_arena_init(&arena, 1 << 20);
    assert_true(dm_detect(&d, &arena, in, NULL, NULL));
    assert_true(
        dm_decode(&got, &arena, in, d.candidates[0].charset, 0, 10000, NULL));
    assert_true(dm_decode(&want, &arena, in, cs, 0, 10000, NULL));
    if (!dm_slice_eq(got.text, want.text) || d.binary)
        fail_msg("%s: %s %.2f (%s): %.*s", dm_charset_name(cs),
                 dm_charset_name(d.candidates[0].charset),
                 d.candidates[0].confidence, d.candidates[0].evidence,
                 (int)got.text.len, got.text.ptr);
    dm_arena_fini(&arena);
}

static void every_text_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *p = rows[i].charsets;

        while (*p != '\0') {
            size_t n = strcspn(p, " ");

            try_text(rows[i].text, (dm_slice){p, n});
            p += n;
            p += strspn(p, " ");
        }
    }
    assert_in_range(unmade, 0, 20);
}

/* Confidence says how near the others are. */
static const struct {
    const char *name, *text, *charset;
    double      least, most;
} sures[] = {
    {"a page of Chinese",     "今天的天气很好，我们一起到河边去看船。",                   "gb18030",
     0.9,                                                                                                                         0.95},
    {"a sentence of Russian", "Сегодня хорошая погода, и мы пошли к реке.",
     "windows-1251",                                                                                                         0.9, 0.95},
    {"one letter of French",  "é",                                                                          "windows-1252", 0,   0.7 },
    {"two capitals",          "НГ",                                                                        "koi8-r",       0,   0.75},
    {"one character",         "这",                                                                         "gb18030",      0,   0.75},
    {"signs without a word",  "§ ± ¶",                                                                    "windows-1252", 0,   0.8 },
};

static void confidence_is_honest(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sures / sizeof *sures; i++) {
        char         room[1000];
        dm_arena     arena;
        dm_detection d;
        dm_slice     in =
            encode(sures[i].text,
                   dm_charset_find(dm_slice_str(sures[i].charset)), room, 1000);

        dm_arena_init(&arena, 1 << 20);
        assert_true(dm_detect(&d, &arena, in, NULL, NULL));
        if (d.candidates[0].confidence < sures[i].least ||
            d.candidates[0].confidence > sures[i].most)
            fail_msg("%s: %s %.2f (%s)", sures[i].name,
                     dm_charset_name(d.candidates[0].charset),
                     d.candidates[0].confidence, d.candidates[0].evidence);
        dm_arena_fini(&arena);
    }
}

/* The runner-up is told, with what speaks for it. */
static void rivals_are_told(void **state)
{
    char         room[1000];
    dm_arena     arena;
    dm_detection d;
    bool         found = false;

    (void)state;
    dm_arena_init(&arena, 1 << 20);
    assert_true(
        dm_detect(&d, &arena,
                  encode("Mañana", dm_charset_find(DM_S("cp850")), room, 1000),
                  NULL, NULL));
    assert_true(d.n >= 2);
    for (size_t i = 0; i < d.n; i++)
        found = found ||
                strcmp(dm_charset_name(d.candidates[i].charset), "cp850") == 0;
    assert_true(found);
    assert_non_null(strstr(d.candidates[0].evidence, "reads like"));
    dm_arena_fini(&arena);
}

/* Half a character before a tag does not swallow the first byte after it. */
static void tags_part_characters(void **state)
{
    const dm_charset *cs = dm_charset_find(DM_S("gb18030"));
    char              room[200];
    dm_slice          line;
    dm_buf            page;
    dm_arena          arena;
    dm_detection      d;

    (void)state;
    dm_buf_init(&page, 1 << 16);
    dm_arena_init(&arena, 1 << 20);
    line = encode("今天的天气很好", cs, room, sizeof room);
    for (int i = 0; i < 20; i++) {
        dm_buf_str(&page, "<p>");
        dm_buf_slice(&page, line);
        dm_buf_str(&page, "\xB0</p>");
    }
    assert_true(dm_detect(&d, &arena, dm_buf_view(&page), NULL, NULL));
    assert_ptr_equal(d.candidates[0].charset, cs);
    dm_arena_fini(&arena);
    dm_buf_fini(&page);
}

/* UTF-8 of which every tenth byte is noise is damaged, and nothing else. */
static void damaged_utf8_is_utf8(void **state)
{
    static const char text[] = "今天的天气很好，我们一起到河边去看船。"
                               "大家都说这里的水比从前清了许多。";
    char              room[sizeof text];
    dm_arena     arena;
    dm_detection d;

    (void)state;
    memcpy(room, text, sizeof text);
    for (size_t i = 4; i < sizeof room - 1; i += 10)
        room[i] = (char)(0x80 | i * 37);
    dm_arena_init(&arena, 1 << 20);
    assert_true(
        dm_detect(&d, &arena, (dm_slice){room, sizeof room - 1}, NULL, NULL));
    assert_string_equal(dm_charset_name(d.candidates[0].charset), "utf-8");
    assert_false(d.clean);
    dm_arena_fini(&arena);
}

/* A list of guesses stays sorted and short. */
static void guesses_are_sorted(void **state)
{
    dm_guess list[DM_GUESSES];
    size_t   n = 0;

    (void)state;
    for (size_t i = 0; i < 100; i++) {
        dm_guess g = {NULL, "", i * 37 % 101, 0, 0, 0, 0};

        dm_guess_add(list, &n, &g);
        for (size_t k = 1; k < n; k++)
            assert_true(list[k - 1].cost <= list[k].cost);
    }
    assert_int_equal(n, DM_GUESSES);
    assert_int_equal(list[0].cost, 0);
    assert_int_equal(list[DM_GUESSES - 1].cost, DM_GUESSES - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_is_read),
        cmocka_unit_test(confidence_is_honest),
        cmocka_unit_test(rivals_are_told),
        cmocka_unit_test(tags_part_characters),
        cmocka_unit_test(damaged_utf8_is_utf8),
        cmocka_unit_test(guesses_are_sorted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
