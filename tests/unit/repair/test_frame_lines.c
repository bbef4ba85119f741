/* test_frame_lines.c - many damaged lines come back whole, or are reported. */
#include "off_by_half.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_or_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
