/* test_charset_guess.c - texts that say nothing of their charset: short ones,
** big ones with a head of something else, mixed and spoilt ones.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <iconv.h>

#include "base/buf.h"
#include "text/charset.h"

/* Short texts, written for this test, in the charsets of their languages. */
static const struct {
    const char *text;
    const char *charsets[5];
} shorts[] = {
    {"我们今天下午在学校开会，请大家准时参加。",
     {"gb18030", "utf-16le", "utf-16be"}                                                                },
    {"关于印发通知的说明",                                  {"gb18030", "utf-16le"}            },
    {"你好，世界！",                                           {"gb18030", "utf-16le"}            },
    {"他说这本书很好看，我也想买一本",                {"gb18030", "utf-16be"}            },
    {"公司电话：12345678，联系人：王先生",              {"gb18030", "utf-16le"}            },
    {"我們今天下午在學校開會，請大家準時參加。",
     {"big5", "gb18030", "utf-16le"}                                                                    },
    {"這是一個很好的開始，謝謝大家",                   {"big5", "gb18030", "utf-16be"}    },
    {"有關本公司的新聞請看下面",                         {"big5", "gb18030"}                },
    {"今日はとても天気がいいですね。",                {"shift_jis", "euc-jp", "utf-16le"}},
    {"会社の電話番号は次のとおりです",                {"shift_jis", "euc-jp"}            },
    {"コンピュータとインターネット",                   {"shift_jis", "euc-jp"}            },
    {"오늘은 날씨가 아주 좋습니다.",                     {"euc-kr", "utf-16le"}             },
    {"우리는 학교에 가서 공부를 합니다",               {"euc-kr", "utf-16be"}             },
};

/* Encode with plain iconv, from UTF-8. */
static dm_slice encode(const char *text, const char *to, char *room,
                       size_t size)
{
    const dm_charset *cs = dm_charset_find(dm_slice_str(to));
    iconv_t           cd = iconv_open(dm_charset_iconv(cs), "UTF-8");
    char             *in = (char *)(uintptr_t)text;
    char             *out = room;
    size_t            left = strlen(text);

    assert_true(cd != (iconv_t)-1);
    if (iconv(cd, &in, &left, &out, &size) == (size_t)-1)
        fail_msg("%s in %s", text, to);
    iconv_close(cd);
    return (dm_slice){room, (size_t)(out - room)};
}

static void short_texts_are_recognised(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++)
        for (size_t k = 0; shorts[i].charsets[k] != NULL; k++) {
            char         room[500];
            dm_arena     arena;
            dm_detection d;
            dm_slice in = encode(shorts[i].text, shorts[i].charsets[k], room,
                                 sizeof room);

            dm_arena_init(&arena, 1 << 20);
            assert_true(dm_detect(&d, &arena, in, NULL, NULL));
            if (strcmp(dm_charset_name(d.candidates[0].charset),
                       shorts[i].charsets[k]) != 0 ||
                d.binary)
                fail_msg("%s in %s: %s (%s), binary %d", shorts[i].text,
                         shorts[i].charsets[k],
                         dm_charset_name(d.candidates[0].charset),
                         d.candidates[0].evidence, d.binary);
            dm_arena_fini(&arena);
        }
}

/* Markup is ASCII noise; a page of it must not hide a line of Chinese. */
static void markup_does_not_hide_the_text(void **state)
{
    dm_arena     arena;
    dm_detection d;
    dm_buf       page;

    (void)state;
    dm_buf_init(&page, 1 << 20);
    dm_buf_str(&page, "<html><head><script>");
    for (int i = 0; i < 9000; i++)
        dm_buf_str(&page, "var s = \"\xE9t\xE9 \xE0 la mer\"; ");
    dm_buf_str(&page, "</script><style>p { color: red }</style></head>");
    dm_buf_str(&page,
               "<p class=\"a\">\xCE\xD2\xC3\xC7\xBD\xF1\xCC\xEC\xBF\xAA"
               "\xBB\xE1\xA3\xAC\xC7\xEB\xB4\xF3\xBC\xD2\xB2\xCE\xBC\xD3</p>");
    dm_arena_init(&arena, 1 << 20);
    assert_true(dm_detect(&d, &arena, dm_buf_view(&page), NULL, NULL));
    assert_string_equal(dm_charset_name(d.candidates[0].charset), "gb18030");
    dm_buf_fini(&page);
    dm_arena_fini(&arena);
}

/* Big documents whose head says nothing of what follows, or the wrong thing.
** `head` and `body` are repeated up to the sizes; a lonely `head` has size 1.
*/
static const struct {
    const char *name;
    const char *head; /* bytes as they are */
    size_t      head_size;
    const char *between;
    const char *body; /* UTF-8, to be encoded */
    size_t      body_size;
    const char *before, *after; /* around each body */
    const char *charset;
    bool        mixed; /* right, but not sure */
} bigs[] = {
    {"hex without a blank",           "deadbeef",                      9600,    "\n",
     "我们今天下午在学校开会，请大家准时参加。",                                                                    50000,   "",                                          "\n",   "gb18030",
     false                                                                                                                                                                                                              },
    {"the same, glued on",            "deadbeef",                      9600,    "",
     "我们今天下午在学校开会，请大家准时参加。",                                                                    50000,   "",                                          "\n",   "gb18030",
     false                                                                                                                                                                                                              },
    {"a line of ===",                 "=",                             20000,   "\n", "這是一個很好的開始，謝謝大家",     3000,
     "",                                                                                                                                                                                      "\n",   "big5",      false},
    {"hex, Japanese",                 "deadbeef",                      9600,    "\n", "今日はとても天気がいいですね。",
     50000,                                                                                                                                      "",                                          "\n",   "shift_jis", false},
    {"hex, Korean",                   "deadbeef",                      9600,    "\n", "우리는 학교에 가서 공부를 합니다",
     50000,                                                                                                                                      "",                                          "\n",   "euc-kr",    false},
    {"a megabyte of ASCII",           "All work and no play. ",        1 << 20, "\n",
     "关于印发通知的说明",                                                                                                     4000,    "",                                          "\n",   "gb18030",   false},
    {"two of it and one line",        "All work and no play. ",        2 << 20, "\n",
     "他说这本书很好看，我也想买一本",                                                                                   30,      "",                                          "\n",   "gb18030",   false},
    {"a letter of UTF-8 first",       "caf\xC3\xA9\n",                 1,       "",   "关于印发通知的说明",
     900000,                                                                                                                                     "plain words, ",                             "\n",   "gb18030",   false},
    {"UTF-8 first, far from it",      "All caf\xC3\xA9 and no play. ", 1 << 20, "\n",
     "关于印发通知的说明",                                                                                                     2 << 20, "",                                          "\n",   "gb18030",   false},
    {"Latin names first",             "M\xFCller, Ren\xE9;",           30000,   "\n",
     "公司电话：12345678，联系人：王先生",                                                                                 120000,  "",                                          "\n",   "gb18030",   true },
    {"Latin names in a page",         "<li>M\xFCller, Ren\xE9</li>",   30000,   "\n",
     "公司电话：12345678，联系人：王先生",                                                                                 120000,  "<p class=\"a\">",                           "</p>",
     "gb18030",                                                                                                                                                                                                    true },
    {"a page in one line of tags",    "<i class=\"abcdefgh\"></i>",    200000,  "",
     "公司电话：12345678，联系人：王先生",                                                                                 2000,    "<p>",                                       "</p>", "gb18030",
     false                                                                                                                                                                                                              },
    {"a page that is all in one tag", "<a b='1'>",                     5,       "",
     "公司电话：12345678，联系人：王先生",                                                                                 2000,    "<img alt='",                                "'>",   "gb18030",
     false                                                                                                                                                                                                              },
    {"signs between words",           "-- ",                           40000,   "\n", "有關本公司的新聞請看下面",
     40000,                                                                                                                                      "x = 'abcdefghijklmnopqrstuvwxyz0123456789", "';",   "big5",      false},
};

static void repeat(dm_buf *out, dm_slice what, size_t size)
{
    for (size_t end = out->len + size; out->len < end;)
        dm_buf_slice(out, what);
}

static void heads_do_not_hide_the_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bigs / sizeof *bigs; i++) {
        char         room[500];
        dm_slice     body = encode(bigs[i].body, bigs[i].charset, room, 500);
        dm_buf       one, all;
        dm_arena     arena;
        dm_detection d;
        dm_candidate c;

        dm_buf_init(&one, 1000);
        dm_buf_init(&all, 8 << 20);
        dm_buf_str(&one, bigs[i].before);
        dm_buf_slice(&one, body);
        dm_buf_str(&one, bigs[i].after);
        repeat(&all, dm_slice_str(bigs[i].head), bigs[i].head_size);
        dm_buf_str(&all, bigs[i].between);
        repeat(&all, dm_buf_view(&one), bigs[i].body_size);
        dm_arena_init(&arena, 1 << 20);
        assert_true(dm_detect(&d, &arena, dm_buf_view(&all), NULL, NULL));
        c = d.candidates[0];
        if (strcmp(dm_charset_name(c.charset), bigs[i].charset) != 0 ||
            c.how != DM_BY_STATISTICS ||
            (c.confidence <= 0.5) != bigs[i].mixed || d.binary)
            fail_msg("%s: %s by %s, %.2f (%s)", bigs[i].name,
                     dm_charset_name(c.charset), dm_witness_name(c.how),
                     c.confidence, c.evidence);
        dm_arena_fini(&arena);
        dm_buf_fini(&all);
        dm_buf_fini(&one);
    }
}

/* Two charsets in one file: no choice is right, and none may look sure. */
static void mixtures_are_no_certainty(void **state)
{
    static const struct {
        const char *text, *first, *other, *second;
    } mixed[] = {
        {"关于印发通知的说明\n",                   "gb18030",   "關於本公司的新聞請看下面\n",
         "big5"                                                                                                            },
        {"关于印发通知的说明\n",                   "gb18030",   "关于印发通知的说明\n",          "utf-8" },
        {"今日はとても天気がいいですね。\n", "shift_jis",
         "今日はとても天気がいいですね。\n",                                                        "euc-jp"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof mixed / sizeof *mixed; i++) {
        char         room[2][200];
        dm_slice     a = encode(mixed[i].text, mixed[i].first, room[0], 200);
        dm_slice     b = encode(mixed[i].other, mixed[i].second, room[1], 200);
        dm_buf       all;
        dm_arena     arena;
        dm_detection d;
        dm_candidate c;

        dm_buf_init(&all, 8 << 20);
        repeat(&all, a, 300000);
        repeat(&all, b, 300000);
        dm_arena_init(&arena, 1 << 20);
        assert_true(dm_detect(&d, &arena, dm_buf_view(&all), NULL, NULL));
        c = d.candidates[0];
        if (c.confidence > 0.5)
            fail_msg("%zu: %s by %s, %.2f (%s)", i, dm_charset_name(c.charset),
                     dm_witness_name(c.how), c.confidence, c.evidence);
        dm_arena_fini(&arena);
        dm_buf_fini(&all);
    }
}

/* Text taken for a Western charset and saved as UTF-8, up to three times. */
static const struct {
    const char *text, *was, *taken[4];
    const char *found; /* NULL: nothing to find */
} spoilt[] = {
    {"我们今天下午在学校开会，请大家准时参加。",
     "gb18030",                                                                               {"ISO-8859-1"},
     "gb18030"                                                                                                                       },
    {"我们今天下午在学校开会，请大家准时参加。",
     "gb18030",                                                                               {"ISO-8859-15", "ISO-8859-1"},
     "gb18030"                                                                                                                       },
    {"我們今天下午在學校開會，請大家準時參加。",
     "big5",                                                                                  {"ISO-8859-1"},
     "big5"                                                                                                                          },
    {"今日はとても天気がいいですね。",
     "shift_jis",                                                                             {"ISO-8859-1"},
     "shift_jis"                                                                                                                     },
    {"오늘은 날씨가 아주 좋습니다.",                                    "euc-kr", {"ISO-8859-1"},                "euc-kr"},
    {"我们今天下午在学校开会，请大家准时参加。",
     "utf-8",                                                                                 {"ISO-8859-1"},
     "utf-8"                                                                                                                         },
    {"我们今天下午在学校开会，请大家准时参加。",
     "utf-8",                                                                                 {"ISO-8859-1", "ISO-8859-1"},
     "utf-8"                                                                                                                         },
    {"Déjà vu, l'été à la mer, où êtes-vous ? Ça va très bien.",
     "utf-8",                                                                                 {"WINDOWS-1252"},
     "utf-8"                                                                                                                         },
    {"我们今天下午在学校开会，请大家准时参加。",                "utf-8",  {NULL},                        NULL    },
    {"Déjà vu, l'été à la mer, où êtes-vous ? Ça va très bien.",
     "utf-8",                                                                                 {NULL},
     NULL                                                                                                                            },
    {"Größe, Übermaß, äußerst, Straße °C ±2 «ja» ¿qué? ÄÖÜ ÄÖÜ",
     "utf-8",                                                                                 {NULL},
     NULL                                                                                                                            },
    {"Как дела? Всё хорошо, спасибо.",                       "utf-8",  {NULL},                        NULL    },
    {"Ã© is é, Ã¨ is è",                                                      "utf-8",  {NULL},                        NULL    },
};

static void spoilt_text_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof spoilt / sizeof *spoilt; i++) {
        char         room[2][2000];
        dm_slice     in = encode(spoilt[i].text, spoilt[i].was, room[0], 2000);
        dm_arena     arena;
        dm_detection d;
        const char  *got;

        for (int k = 0; spoilt[i].taken[k] != NULL; k++) {
            iconv_t cd = iconv_open("UTF-8", spoilt[i].taken[k]);
            char   *from = room[k & 1];
            char   *to = room[1 - (k & 1)];
            size_t  left = in.len;
            size_t  space = 2000;

            assert_true(iconv(cd, &from, &left, &to, &space) == 0);
            iconv_close(cd);
            in = (dm_slice){room[1 - (k & 1)], 2000 - space};
        }
        dm_arena_init(&arena, 1 << 20);
        assert_true(dm_detect(&d, &arena, in, NULL, NULL));
        got = d.twice != NULL ? dm_charset_name(d.twice) : "";
        if (strcmp(got, spoilt[i].found != NULL ? spoilt[i].found : "") != 0)
            fail_msg("%zu: [%s] in [%.*s]", i, got, (int)in.len, in.ptr);
        dm_arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_texts_are_recognised),
        cmocka_unit_test(markup_does_not_hide_the_text),
        cmocka_unit_test(heads_do_not_hide_the_text),
        cmocka_unit_test(mixtures_are_no_certainty),
        cmocka_unit_test(spoilt_text_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
