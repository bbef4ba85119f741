/* test_frame.c - text half a character off, put back: row by row. */
#include "off_by_half.h"

#include "base/mem.h"

/* ---- rows: what the gloss stage and the delimiter stage do ---- */

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

/* The text of row `i` without its byte, as a decoder reads it. */
static void lose(dm_buf *out, size_t i)
{
    static bytes all;
    static bytes less;

    all.n = less.n = 0;
    encode(&all, lost[i].set, lost[i].text);
    for (size_t k = 0; k < all.n; k++)
        if (k != lost[i].at)
            add(&less, all.at[k]);
    decode_file(out, lost[i].set, &less);
}

static bool holds(const mended *r, const char *part)
{
    return memmem(r->out.ptr, r->out.len, part, strlen(part)) != NULL;
}

static void lost_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
        dm_buf text;
        mended r;

        dm_buf_init(&text, TEXTS);
        lose(&text, i);
        mend(&r, dm_buf_view(&text), lost[i].charset);
        if (!holds(&r, lost[i].whole))
            fail_msg("%s\n bad %.*s got %.*s", lost[i].name, (int)text.len,
                     text.ptr, (int)r.out.len, r.out.ptr);
        unmend(&r);
        dm_buf_fini(&text);
    }
}

/* A lost byte is mended without further evidence; where that turns up later,
** the walk begins anew, and nothing is mended twice. */
static void evidence_comes_late(void **state)
{
    dm_buf         bad;
    mended         r;
    size_t         n;
    const dm_mend *m;

    (void)state;
    dm_buf_init(&bad, TEXTS);
    lose(&bad, 1);
    for (size_t i = 0; i < 2; i++)
        damage(&bad, rows[i].clean, CUT);
    mend(&r, dm_buf_view(&bad), "");
    assert_true(holds(&r, lost[1].whole));
    assert_true(holds(&r, "回答了。”作為代表"));
    m = mends(&r, &n);
    for (size_t i = 1; i < n; i++)
        assert_true(m[i].src.from >= m[i - 1].src.to);
    unmend(&r);
    dm_buf_fini(&bad);
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
        cmocka_unit_test(whole_again), cmocka_unit_test(left_alone),
        cmocka_unit_test(lost_byte),   cmocka_unit_test(evidence_comes_late),
        cmocka_unit_test(no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
