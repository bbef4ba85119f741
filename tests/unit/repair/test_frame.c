/* test_frame.c - text half a character off, put back.
**
** The damage is made here, by a model of its own: bytes in, bytes out, as the
** programs did that caused it.  Rows say what must come back, or be said.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "repair/mend.h"
#include "repair/repairs.h"
#include "text/pairs.h"
#include "text/utf8.h"

enum { ROOM = 1 << 16, TEXTS = 1 << 18 };

/* ---- the damage ---- */

typedef struct bytes {
    unsigned char at[ROOM];
    size_t        n;
} bytes;

static void add(bytes *b, unsigned v)
{
    assert_true(b->n < ROOM);
    b->at[b->n++] = (unsigned char)v;
}

static void encode(bytes *out, dm_pairs set, const char *text)
{
    size_t len;

    for (const char *p = text; *p != '\0'; p += len) {
        uint32_t cp = dm_utf8_decode(p, &len);
        unsigned pair = cp < 0x80 ? 0 : dm_pair_encode(set, cp);

        if (pair != 0)
            add(out, pair >> 8);
        add(out, pair != 0 ? pair & 0xFF : cp);
    }
}

/* As the damaging program decoded: a bad pair is one "?", both bytes gone. */
static void decode_badly(bytes *out, const bytes *in, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        unsigned a = in->at[i];

        if (a < 0x80) {
            add(out, a);
            continue;
        }
        if (i + 1 < to &&
            dm_pair_decode(DM_PAIRS_GBK, in->at[i], in->at[i + 1]) != 0) {
            add(out, a);
            add(out, in->at[i + 1]);
        } else
            add(out, '?');
        i++;
    }
}

static const struct {
    const char *character, *reading;
} listed[] = {
    {"國", "guó"  },
    {"報", "bào"  },
    {"請", "qǐng" },
    {"會", "huì"  },
    {"網", "wǎng" },
    {"現", "xiàn" },
    {"這", "zhè"  },
    {"個", "gè"   },
    {"時", "shí"  },
    {"開", "kāi"  },
    {"們", "men"   },
    {"說", "shuō" },
    {"對", "duì"  },
    {"學", "xué"  },
    {"驅", "qū"   },
    {"堅", "jiān" },
    {"頁", "yè"   },
    {"問", "wèn"  },
    {"書", "shū"  },
    {"長", "zhǎng"},
};

static void gloss_one(bytes *b, const char *character, const char *reading)
{
    static bytes out;
    unsigned     pair =
        dm_pair_encode(DM_PAIRS_GBK, dm_utf8_decode(character, &(size_t){0}));

    out.n = 0;
    for (size_t i = 0; i < b->n; i++) {
        add(&out, b->at[i]);
        if (i + 1 == b->n || b->at[i] != pair >> 8 ||
            b->at[i + 1] != (pair & 0xFF))
            continue;
        add(&out, b->at[++i]);
        add(&out, '(');
        encode(&out, DM_PAIRS_GBK, reading);
        add(&out, ')');
    }
    *b = out;
}

/* Cut [from, to) at the pair `cut`, decode the pieces; cut them at `then`
** first when it is not 0. */
static void cut_at(bytes *out, const bytes *in, dm_range r,
                   const unsigned cuts[2])
{
    size_t from = r.from;

    for (size_t i = r.from; i <= r.to; i++) {
        bool here = i + 1 < r.to && in->at[i] == cuts[0] >> 8 &&
                    in->at[i + 1] == (cuts[0] & 0xFF);

        if (!here && i < r.to)
            continue;
        if (cuts[1] != 0) {
            const unsigned next[2] = {cuts[1], 0};

            cut_at(out, in, (dm_range){from, i}, next);
        } else
            decode_badly(out, in, from, i);
        if (here) {
            add(out, cuts[0] >> 8);
            add(out, cuts[0] & 0xFF);
            from = ++i + 1;
        }
    }
}

enum { GLOSS = 1, CUT = 2, FOLD = 4, DROP = 8 };

static void to_text(dm_buf *out, const bytes *b, unsigned how)
{
    for (size_t i = 0; i < b->n; i++) {
        char     utf8[4];
        uint32_t cp = b->at[i];

        if (cp >= 0x80) {
            cp = dm_pair_decode(DM_PAIRS_GBK, b->at[i], b->at[i + 1]);
            i++;
        }
        if ((how & DROP) != 0 && cp >= 0xE000 && cp <= 0xF8FF)
            continue;
        if ((how & FOLD) != 0 && cp >= 0xFF01 && cp <= 0xFF5E)
            cp -= 0xFEE0;
        dm_buf_add(out, utf8, dm_utf8_encode(cp, utf8));
    }
}

/* One line, damaged. */
static void damage(dm_buf *out, const char *clean, unsigned how)
{
    static const unsigned cuts[2] = {0xA3A1, 0xA3AC};
    static bytes          a;
    static bytes          b;

    a.n = b.n = 0;
    encode(&a, DM_PAIRS_GBK, clean);
    for (size_t i = 0; (how & GLOSS) != 0 && i < 20; i++)
        gloss_one(&a, listed[i].character, listed[i].reading);
    decode_badly(&b, &a, 0, a.n);
    if ((how & CUT) != 0) {
        a.n = 0;
        cut_at(&a, &b, (dm_range){0, b.n}, cuts);
        to_text(out, &a, how);
    } else
        to_text(out, &b, how);
}

/* ---- mending ---- */

typedef struct mended {
    dm_mender m;
    dm_buf    out;
    dm_arena  arena;
} mended;

static void mend(mended *r, dm_slice text, const char *charset)
{
    dm_align map;

    dm_arena_init(&r->arena, 64 << 20);
    dm_buf_init(&r->out, 64 << 20);
    dm_mend_begin(&r->m, text, &r->out, &r->arena, DM_REPAIR_LIKELY, charset);
    dm_mend_frame(&r->m);
    assert_false(r->m.failed);
    assert_true(dm_align_finish(&r->m.a, &r->arena, &map));
}

static void unmend(mended *r)
{
    dm_mend_end(&r->m);
    dm_buf_fini(&r->out);
    dm_arena_fini(&r->arena);
}

static const dm_mend *mends(const mended *r, size_t *n)
{
    *n = r->m.mends.len / sizeof(dm_mend);
    return (const void *)r->m.mends.ptr;
}

/* The bytes of the listed gloss at `text`, its character included; how many of
** them are the character into `*keep`.  0 when there is none. */
static size_t gloss_at(dm_slice text, size_t *keep)
{
    for (size_t i = 0; i < 20; i++) {
        char whole[32];

        snprintf(whole, sizeof whole, "%s(%s)", listed[i].character,
                 listed[i].reading);
        *keep = strlen(listed[i].character);
        if (dm_slice_starts(text, dm_slice_str(whole)))
            return strlen(whole);
    }
    return 0;
}

/* Without the glosses of the list. */
static void strip(dm_buf *out, dm_slice text)
{
    for (size_t at = 0; at < text.len;) {
        size_t keep = 1;
        size_t len = gloss_at(dm_slice_sub(text, at, text.len), &keep);

        dm_buf_add(out, text.ptr + at, len > 0 ? keep : 1);
        at += len > 0 ? len : 1;
    }
}

/* ---- rows: what the gloss stage and the delimiter stage do ---- */

/* Sentences that make the document show its list. */
#define SHOWS                                                                                             \
    "這個國家的報紙會在網上說明問題，對學習這本書的人們開放。現在請長老" \
    "們說話，時間是下午。\n"

static const struct {
    const char *name, *clean;
    unsigned    how;
} rows[] = {
    {"quote after stop",   "他很快就回答了。”作為代表學校比賽的隊員，他很高興。",
     GLOSS | CUT                                                                                                               },
    {"opening quote",      "大家都很高興。“我們今天去學校讀書，晚上回家。”",
     GLOSS | CUT                                                                                                               },
    {"folded",             "他很快就回答了。”作為代表學校比賽的隊員，他很高興。",
     GLOSS | CUT | FOLD                                                                                                        },
    {"gloss inside",       "以實際行動把事情做好，打實基礎。",                               GLOSS             },
    {"gloss before gloss", "他每天早上都看日報，晚上看電視。",                               GLOSS | CUT       },
    {"nothing happened",   "今天天氣很好。",                                                          GLOSS | CUT | FOLD},
};

static void whole_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_buf bad;
        dm_buf want;
        dm_buf got;
        mended r;

        dm_buf_init(&bad, TEXTS);
        dm_buf_init(&want, TEXTS);
        dm_buf_init(&got, TEXTS);
        damage(&bad, SHOWS, rows[i].how);
        damage(&bad, rows[i].clean, rows[i].how);
        damage(&want, SHOWS, rows[i].how & FOLD);
        damage(&want, rows[i].clean, rows[i].how & FOLD);
        mend(&r, dm_buf_view(&bad), "");
        strip(&got, dm_buf_view(&r.out));
        if (!dm_slice_eq(dm_buf_view(&got), dm_buf_view(&want)))
            print_error("%s\n bad  %.*s\n got  %.*s\n want %.*s\n",
                        rows[i].name, (int)bad.len, bad.ptr, (int)got.len,
                        got.ptr, (int)want.len, want.ptr);
        assert_true(dm_slice_eq(dm_buf_view(&got), dm_buf_view(&want)));
        unmend(&r);
        dm_buf_fini(&bad);
        dm_buf_fini(&want);
        dm_buf_fini(&got);
    }
}

/* ---- rows: text that is not broken ---- */

static const char *const whole[] = {
    "什么?!真的吗?“好。”他说,走吧!",
    "什麼？！真的嗎？，他問。",
    "Is it so?, he asked (hǎo). What?!Yes",
    "行(xíng)不行？請(qǐng)?jiān",
    "價格?,數量!,單位?",
    "問號?後面有字?前面也有字?!",
    "拼音?qǐng 沒有括號",
    "本当?!すごい?,はい",
    "정말?!그래?,네",
    "一個\xEF\xBF\xBD字，壞了\xEF\xBF\xBD",
    "ā(a) b(b) 好(hǎo) ?(?)",
    "",
    "?",
    "?!",
    "?，",
    "(",
    "\xEF\xBF\xBD",
};

static void left_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        static const char *const charsets[] = {"", "gb18030", "big5",
                                               "shift_jis", "euc-kr"};

        for (size_t k = 0; k < 5; k++) {
            mended r;
            size_t n;

            mend(&r, dm_slice_str(whole[i]), charsets[k]);
            (void)mends(&r, &n);
            if (n != 0)
                print_error("%s: %s\n", charsets[k], whole[i]);
            assert_int_equal(n, 0);
            assert_int_equal(r.m.a.edits.len, 0);
            unmend(&r);
        }
    }
}

/* ---- rows: a byte lost from a file ---- */

static const struct {
    const char *name, *charset;
    dm_pairs    set;
    const char *text;
    size_t      at;    /* the byte that is lost */
    const char *whole; /* this must be there again */
} lost[] = {
    {"gb18030",      "gb18030", DM_PAIRS_GBK,
     "今天的天气非常好，我们一起去公园里散步，然后回家吃饭。\n", 12,
     "我们一起去公园里散步，然后回家吃"},
    {"gbk in utf-8", "UTF-8",   DM_PAIRS_GBK,
     "今天的天气非常好，我们一起去公园里散步，然后回家吃饭。\n", 11,
     "我们一起去公园里散步，然后回家吃"},
    {"euc-kr",       "euc-kr",  DM_PAIRS_EUCKR,
     "오늘은날씨가정말좋아서모두공원으로산책을갔습니다.\n",         7,
     "가정말좋아서모두공원으로산책을"   },
};

static void decode_file(dm_buf *out, dm_pairs set, const bytes *b)
{
    for (size_t i = 0; i < b->n;) {
        char     utf8[4];
        unsigned a = b->at[i];
        uint32_t cp = a;

        if (a >= 0x80 && i + 1 < b->n)
            cp = dm_pair_decode(set, b->at[i], b->at[i + 1]);
        if (a >= 0x80 && i + 1 == b->n)
            cp = 0;
        i += a < 0x80 || (cp == 0 && i + 1 < b->n && b->at[i + 1] < 0x80) ? 1
                                                                          : 2;
        dm_buf_add(out, utf8, dm_utf8_encode(cp == 0 ? 0xFFFD : cp, utf8));
    }
}

static void lost_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
        static bytes all;
        static bytes less;
        dm_buf       text;
        mended       r;

        all.n = less.n = 0;
        encode(&all, lost[i].set, lost[i].text);
        for (size_t k = 0; k < all.n; k++)
            if (k != lost[i].at)
                add(&less, all.at[k]);
        dm_buf_init(&text, TEXTS);
        decode_file(&text, lost[i].set, &less);
        mend(&r, dm_buf_view(&text), lost[i].charset);
        dm_buf_char(&r.out, '\0');
        if (strstr(r.out.ptr, lost[i].whole) == NULL)
            print_error("%s\n bad %.*s got %s", lost[i].name, (int)text.len,
                        text.ptr, r.out.ptr);
        assert_non_null(strstr(r.out.ptr, lost[i].whole));
        unmend(&r);
        dm_buf_fini(&text);
    }
}

/* ---- property: damaged lines come back whole or are reported ---- */

static const char *const subjects[] = {
    "我們", "學校的老師", "這個國家",   "市政府", "他的朋友",
    "記者", "許多人",     "網站的讀者", "年輕人", "報社的編輯",
};
static const char *const verbs[] = {
    "希望",   "表示",     "認為",   "已經決定", "正在討論",
    "說明了", "沒有忘記", "看到了", "相信",     "終於明白",
};
static const char *const objects[] = {
    "事情會慢慢變好",   "這個問題很重要",     "時間還來得及",
    "學習需要長期堅持", "明天的天氣會更好",   "網上的消息不一定可靠",
    "大家都應該參加",   "公司的產品受到歡迎", "書店開在火車站旁邊",
    "醫院增加了設備",
};
static unsigned pick(uint32_t *seed, unsigned n)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 16) % n;
}

static void sentence(char out[512], uint32_t *seed)
{
    const char *a = subjects[pick(seed, 10)];
    const char *b = verbs[pick(seed, 10)];
    const char *c = objects[pick(seed, 10)];

    switch (pick(seed, 5)) {
    case 0:
        snprintf(out, 512, "%s%s，%s。", a, b, c);
        break;
    case 1:
        snprintf(out, 512, "%s%s：“%s。”", a, b, c);
        break;
    case 2:
        snprintf(out, 512, "“%s。”%s%s，這是對的。", c, a, b);
        break;
    case 3:
        snprintf(out, 512, "《%s》是%s寫的，%s很好！", c, a, b);
        break;
    default:
        snprintf(out, 512, "%s%s。“%s！”他說。", a, b, c);
        break;
    }
}

enum { LINES = 60 };

/* Where the lines of a text end. */
static size_t line_ends(dm_slice text, size_t ends[LINES + 1])
{
    size_t n = 0;

    for (size_t i = 0; i < text.len && n <= LINES; i++)
        if (text.ptr[i] == '\n')
            ends[n++] = i + 1;
    return n;
}

static bool reported(const mended *r, size_t from, size_t to)
{
    size_t         n;
    const dm_mend *m = mends(r, &n);

    for (size_t i = 0; i < n; i++)
        if (m[i].src.from >= from && m[i].src.from < to &&
            m[i].certainty == DM_UNCERTAIN)
            return true;
    return false;
}

/* How lines ended up. */
typedef struct tally {
    unsigned damaged, whole, silent;
} tally;

static void count_line(tally *t, const mended *r, const dm_slice line[4],
                       dm_range src)
{
    dm_buf bare;
    dm_buf got;

    dm_buf_init(&bare, TEXTS);
    dm_buf_init(&got, TEXTS);
    strip(&bare, line[1]);
    strip(&got, line[2]);
    if (dm_slice_eq(dm_buf_view(&bare), line[0]))
        assert_true(dm_slice_eq(line[1], line[2]));
    else {
        t->damaged++;
        if (dm_slice_eq(dm_buf_view(&got), line[0]))
            t->whole++;
        else
            t->silent += !reported(r, src.from, src.to);
    }
    dm_buf_fini(&bare);
    dm_buf_fini(&got);
}

static void count_lines(tally *t, dm_slice clean, dm_slice bad, const mended *r)
{
    size_t   ends[3][LINES + 1];
    dm_slice out = dm_buf_view(&r->out);
    size_t   n = line_ends(clean, ends[0]);

    assert_int_equal(line_ends(bad, ends[1]), n);
    assert_int_equal(line_ends(out, ends[2]), n);
    for (size_t i = 1; i < n; i++) {
        const dm_slice line[4] = {
            dm_slice_sub(clean, ends[0][i - 1], ends[0][i]),
            dm_slice_sub(bad, ends[1][i - 1], ends[1][i]),
            dm_slice_sub(out, ends[2][i - 1], ends[2][i]),
        };

        count_line(t, r, line, (dm_range){ends[1][i - 1], ends[1][i]});
    }
}

static void whole_or_reported(void **state)
{
    static const unsigned how[] = {GLOSS | CUT, GLOSS | CUT | DROP,
                                   GLOSS | CUT | FOLD | DROP, CUT, GLOSS};
    tally                 t = {0, 0, 0};

    (void)state;
    for (uint32_t seed = 1; seed <= 5; seed++) {
        uint32_t rnd = seed;
        dm_buf   clean;
        dm_buf   bad;
        mended   r;

        dm_buf_init(&clean, TEXTS);
        dm_buf_init(&bad, TEXTS);
        damage(&clean, SHOWS, how[seed - 1] & FOLD);
        damage(&bad, SHOWS, how[seed - 1]);
        for (unsigned i = 1; i < LINES; i++) {
            char line[512];

            sentence(line, &rnd);
            damage(&clean, line, how[seed - 1] & FOLD);
            damage(&bad, line, how[seed - 1]);
            dm_buf_char(&clean, '\n');
            dm_buf_char(&bad, '\n');
        }
        mend(&r, dm_buf_view(&bad), "");
        count_lines(&t, dm_buf_view(&clean), dm_buf_view(&bad), &r);
        unmend(&r);
        dm_buf_fini(&clean);
        dm_buf_fini(&bad);
    }
    print_message("damaged %u, whole %u, silent %u\n", t.damaged, t.whole,
                  t.silent);
    assert_true(t.damaged > 50);
    assert_true(t.whole * 100 >= t.damaged * 60);
    assert_true(t.silent * 100 <= t.damaged * 5);
}

/* Without memory the document is lost, and nothing else. */
static void no_memory(void **state)
{
    static const char text[] = "請(qǐng)好?！弊鳛閰⒓尤珖";

    (void)state;
    for (long n = 0; n < 4; n++) {
        mended r;

        dm_arena_init(&r.arena, 1 << 20);
        dm_buf_init(&r.out, 1 << 20);
        dm_mend_begin(&r.m, dm_slice_str(text), &r.out, &r.arena,
                      DM_REPAIR_LIKELY, "");
        dm_mem_fail_after(n);
        dm_mend_frame(&r.m);
        dm_mem_fail_after(-1);
        assert_true(r.m.failed || n >= 2);
        unmend(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_again),       cmocka_unit_test(left_alone),
        cmocka_unit_test(lost_byte),         cmocka_unit_test(no_memory),
        cmocka_unit_test(whole_or_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
