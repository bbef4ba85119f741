/* test_segment.c - documents in more than one charset, and those that are not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/mem.h"
#include "text/decode.h"
#include "text/pairs.h"
#include "text/utf8.h"

#define CHARSETS "../shared/data/charset"
#define PAGES    "../shared/data/html"

static const char hans[] =
    "今天的天气很好，我们一起去公园散步。孩子们在草地上放风筝，老人坐在长椅上"
    "聊天。湖边的柳树已经发芽，春天真的来了。";
static const char hant[] =
    "今天的天氣很好，我們一起去公園散步。孩子們在草地上放風箏，老人坐在長椅上"
    "聊天。湖邊的柳樹已經發芽，春天真的來了。";
static const char ja[] =
    "昨日は友達と一緒に映画を見に行きました。とても面白かったので、来週もう一度"
    "見たいと思います。帰りにラーメンを食べました。";
static const char ko[] =
    "오늘은 날씨가 좋아서 친구와 함께 공원에 갔습니다. 아이들은 풀밭에서 연을 "
    "날리고 할머니는 의자에 앉아 이야기를 하셨습니다.";

/* Write `text` as the set has it; UTF-8 when it is DM_PAIRS_COUNT. */
static void encode(dm_buf *out, dm_slice text, dm_pairs set)
{
    size_t n;

    for (size_t i = 0; i < text.len; i += n) {
        uint32_t cp = dm_utf8_decode(text.ptr + i, &n);
        unsigned code = 0;

        if (set == DM_PAIRS_COUNT || cp < 0x80) {
            dm_buf_add(out, text.ptr + i, n);
            continue;
        }
        code = dm_pair_encode(set, cp);
        assert_int_not_equal(code, 0);
        dm_buf_char(out, (char)(code >> 8));
        dm_buf_char(out, (char)code);
    }
}

/* `text` a number of times, as lines of a page. */
static void lines(dm_buf *out, const char *text, dm_pairs set, unsigned n)
{
    while (n-- > 0) {
        dm_buf_str(out, "<p>");
        encode(out, dm_slice_str(text), set);
        dm_buf_str(out, "</p>\n");
    }
}

/* ---- islands are found ---- */

#define UTF8 DM_PAIRS_COUNT

static const struct {
    const char *name, *text;
    dm_pairs    outer, inner;
    unsigned    before, inside, after; /* lines */
    const char *charsets[2];           /* of those around, of the island */
} rows[] = {
    {"gbk in utf-8",       hans, UTF8,           DM_PAIRS_GBK,   9,  1, 5,  {"utf-8", "gb18030"}},
    {"much gbk in utf-8",
     hans,                       UTF8,
     DM_PAIRS_GBK,                                               3,
     9,                                                                 3,
     {"utf-8", "gb18030"}                                                                       },
    {"gbk behind utf-8",
     hans,                       UTF8,
     DM_PAIRS_GBK,                                               9,
     2,                                                                 0,
     {"utf-8", "gb18030"}                                                                       },
    {"big5 in utf-8",      hant, UTF8,           DM_PAIRS_BIG5,  9,  2, 5,  {"utf-8", "big5"}   },
    {"shift_jis in utf-8",
     ja,                         UTF8,
     DM_PAIRS_SJIS,                                              9,
     2,                                                                 5,
     {"utf-8", "shift_jis"}                                                                     },
    {"euc-kr in utf-8",    ko,   UTF8,           DM_PAIRS_EUCKR, 9,  3, 5,  {"utf-8", "euc-kr"} },
    {"utf-8 in gbk",       hans, DM_PAIRS_GBK,   UTF8,           9,  1, 5,  {"gb18030", "utf-8"}},
    {"utf-8 before gbk",
     hans,                       DM_PAIRS_GBK,
     UTF8,                                                       0,
     1,                                                                 9,
     {"gb18030", "utf-8"}                                                                       },
    {"utf-8 in big5",      hant, DM_PAIRS_BIG5,  UTF8,           9,  1, 5,  {"big5", "utf-8"}   },
    {"utf-8 in shift_jis",
     ja,                         DM_PAIRS_SJIS,
     UTF8,                                                       9,
     1,                                                                 5,
     {"shift_jis", "utf-8"}                                                                     },
    {"utf-8 in euc-kr",    ko,   DM_PAIRS_EUCKR, UTF8,           9,  1, 5,  {"euc-kr", "utf-8"} },
    {"far into it",        hans, DM_PAIRS_GBK,   UTF8,           90, 3, 90, {"gb18030", "utf-8"}},
};

static const dm_charset *named(const char *name)
{
    return dm_charset_find(dm_slice_str(name));
}

static bool read_as_found(dm_decoded *d, dm_arena *arena, dm_slice bytes,
                          dm_err *err)
{
    dm_detection how;

    return dm_detect(&how, arena, bytes, NULL, err) &&
           dm_decode_detected(d, arena, bytes, &how, 1 << 24, err);
}

/* Every byte behind the mark is in one segment, and borders are ASCII. */
static void segments_cover(const dm_decoded *d, dm_slice bytes)
{
    size_t at = 0;

    assert_true(d->nsegments >= 2);
    for (size_t i = 0; i < d->nsegments; i++) {
        const dm_segment *s = &d->segments[i];

        assert_int_equal(s->bytes.from, at);
        assert_true(s->bytes.to > at);
        at = s->bytes.to;
        if (at < bytes.len)
            assert_true((unsigned char)bytes.ptr[at] < 0x80 ||
                        (unsigned char)bytes.ptr[at - 1] < 0x80);
    }
    assert_int_equal(at, bytes.len);
}

/* The bytes of `at` decode, in their segment's charset, to its text. */
static void leads_back(const dm_decoded *d, dm_slice bytes, dm_range at)
{
    dm_slice   text = dm_slice_sub(d->text, at.from, at.to);
    dm_arena   arena;
    dm_decoded part;
    dm_range   src;
    dm_range   back;
    size_t     i = 0;

    assert_true(dm_align_up(&d->map, at, &src));
    while (d->segments[i].bytes.to <= src.from)
        i++;
    if (src.to > d->segments[i].bytes.to)
        return; /* across a border: its parts are tried */
    dm_arena_init(&arena, 1 << 20);
    assert_true(dm_decode(&part, &arena, dm_slice_sub(bytes, src.from, src.to),
                          d->segments[i].charset, 0, 1 << 20, NULL));
    assert_true(dm_slice_eq(part.text, text));
    assert_true(dm_align_down(&d->map, src, &back));
    assert_int_equal(back.from, at.from);
    assert_int_equal(back.to, at.to);
    dm_arena_fini(&arena);
}

static void every_span_leads_back(const dm_decoded *d, dm_slice bytes)
{
    size_t n;

    for (size_t i = 0; i < d->text.len; i += n) {
        size_t to = i + 100;

        n = dm_utf8_len(d->text.ptr[i]);
        leads_back(d, bytes, (dm_range){i, i + n});
        while (to < d->text.len && dm_utf8_inside(d->text.ptr[to]))
            to++;
        if (to < d->text.len)
            leads_back(d, bytes, (dm_range){i, to});
    }
}

static void one_row(size_t i)
{
    dm_buf     bytes, text;
    dm_arena   arena;
    dm_decoded d;
    unsigned   n = rows[i].before + rows[i].inside + rows[i].after;

    dm_buf_init(&bytes, 1 << 20);
    dm_buf_init(&text, 1 << 20);
    dm_arena_init(&arena, 1 << 24);
    lines(&bytes, rows[i].text, rows[i].outer, rows[i].before);
    lines(&bytes, rows[i].text, rows[i].inner, rows[i].inside);
    lines(&bytes, rows[i].text, rows[i].outer, rows[i].after);
    lines(&text, rows[i].text, UTF8, n);
    assert_true(read_as_found(&d, &arena, dm_buf_view(&bytes), NULL));
    if (!dm_slice_eq(d.text, dm_buf_view(&text)) || d.bad > 0)
        fail_msg("%s: %zu bad, %zu segments", rows[i].name, d.bad, d.nsegments);
    segments_cover(&d, dm_buf_view(&bytes));
    for (size_t k = 0; k < d.nsegments; k++)
        assert_ptr_equal(
            d.segments[k].charset,
            named(rows[i].charsets[(k + (rows[i].before == 0)) % 2]));
    every_span_leads_back(&d, dm_buf_view(&bytes));
    dm_buf_fini(&bytes);
    dm_buf_fini(&text);
    dm_arena_fini(&arena);
}

static void islands_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        one_row(i);
}

/* A bad byte in either part is told, and belongs to its segment. */
static void errors_keep_their_places(void **state)
{
    dm_buf     bytes;
    dm_arena   arena;
    dm_decoded d;
    size_t     first, second;

    (void)state;
    dm_buf_init(&bytes, 1 << 20);
    dm_arena_init(&arena, 1 << 24);
    lines(&bytes, hans, DM_PAIRS_GBK, 6);
    first = bytes.len;
    dm_buf_str(&bytes, "\xFF\n");
    lines(&bytes, hans, UTF8, 2);
    dm_buf_str(&bytes, "<b>");
    encode(&bytes, DM_S("春天真的来了"), UTF8);
    second = bytes.len;
    dm_buf_str(&bytes, "\xE6<br>\n");
    lines(&bytes, hans, UTF8, 2);
    lines(&bytes, hans, DM_PAIRS_GBK, 6);
    assert_true(read_as_found(&d, &arena, dm_buf_view(&bytes), NULL));
    assert_int_equal(d.bad, 2);
    assert_int_equal(d.errors[0].from, first);
    assert_int_equal(d.errors[1].from, second);
    assert_int_equal(d.nsegments, 3);
    assert_int_equal(d.segments[0].bad, 1);
    assert_int_equal(d.segments[1].bad, 1);
    assert_int_equal(d.segments[2].bad, 0);
    dm_buf_fini(&bytes);
    dm_arena_fini(&arena);
}

static void what_was_asked_for_is_one(void **state)
{
    dm_buf       bytes;
    dm_arena     arena;
    dm_decoded   d;
    dm_detection how;

    (void)state;
    dm_buf_init(&bytes, 1 << 20);
    dm_arena_init(&arena, 1 << 24);
    lines(&bytes, hans, DM_PAIRS_GBK, 6);
    lines(&bytes, hans, UTF8, 6);
    assert_true(dm_detect(&how, &arena, dm_buf_view(&bytes), "gbk", NULL));
    assert_true(dm_decode_detected(&d, &arena, dm_buf_view(&bytes), &how,
                                   1 << 20, NULL));
    assert_int_equal(d.nsegments, 0);
    assert_null(d.segments);
    dm_buf_fini(&bytes);
    dm_arena_fini(&arena);
}

/* ---- and none where there are none ---- */

static unsigned next(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (unsigned)(*seed >> 40);
}

/* Change, lose, add, or overwrite with noise: one place in `rate` bytes. */
static void damage(dm_buf *out, dm_slice in, unsigned rate, uint64_t *seed)
{
    for (size_t i = 0; i < in.len; i++) {
        unsigned kind = next(seed) % rate == 0 ? next(seed) % 4 : 4;

        if (kind == 0 || kind == 2)
            dm_buf_char(out, (char)next(seed));
        if (kind == 3)
            for (unsigned n = next(seed) % 40; n > 0; n--)
                dm_buf_char(out, (char)(next(seed) | 0x80));
        if (kind >= 2)
            dm_buf_char(out, in.ptr[i]);
    }
}

static void damage_is_no_island(void **state)
{
    static const struct {
        const char *text;
        dm_pairs    set;
    } kinds[] = {
        {hans, UTF8          },
        {hans, DM_PAIRS_GBK  },
        {hant, UTF8          },
        {hant, DM_PAIRS_BIG5 },
        {ja,   DM_PAIRS_SJIS },
        {ko,   DM_PAIRS_EUCKR},
    };
    static const unsigned rates[] = {5, 20, 100, 500};
    uint64_t              seed = 1;

    (void)state;
    for (size_t i = 0; i < 6 * 4 * 10; i++) {
        dm_buf     whole, bytes;
        dm_arena   arena;
        dm_decoded d;

        dm_buf_init(&whole, 1 << 20);
        dm_buf_init(&bytes, 1 << 20);
        dm_arena_init(&arena, 1 << 24);
        lines(&whole, kinds[i % 6].text, kinds[i % 6].set, 12);
        damage(&bytes, dm_buf_view(&whole), rates[i / 6 % 4], &seed);
        assert_true(read_as_found(&d, &arena, dm_buf_view(&bytes), NULL));
        if (d.nsegments > 0)
            fail_msg("round %zu: %zu segments, one in %s", i, d.nsegments,
                     dm_charset_name(d.segments[1].charset));
        dm_buf_fini(&whole);
        dm_buf_fini(&bytes);
        dm_arena_fini(&arena);
    }
}

static void read_file(const char *path, dm_buf *out)
{
    FILE *f = fopen(path, "rb");

    dm_buf_clear(out);
    if (f == NULL)
        return;
    for (;;) {
        char  *to = dm_buf_reserve(out, 1 << 16);
        size_t n = to != NULL ? fread(to, 1, 1 << 16, f) : 0;

        out->len += n;
        if (n == 0)
            break;
    }
    fclose(f);
}

/* As detected, and (label not NULL) in its right charset, as if declared. */
static void file_is_one(const char *path, dm_slice bytes, const char *label)
{
    dm_arena     arena;
    dm_detection how;
    dm_decoded   d;

    dm_arena_init(&arena, 1 << 28);
    assert_true(dm_detect(&how, &arena, bytes, label, NULL));
    if (label != NULL)
        how.candidates[0].how = DM_BY_DECLARED;
    assert_true(dm_decode_detected(&d, &arena, bytes, &how, 1 << 28, NULL));
    if (d.nsegments > 0)
        fail_msg("%s: %zu segments", path, d.nsegments);
    dm_arena_fini(&arena);
}

/* Every file below `folder`; the name of its folder is its charset. */
static size_t folder_is_clean(const char *folder, const char *label, dm_buf *in)
{
    DIR                 *dir = opendir(folder);
    const struct dirent *entry;
    size_t               n = 0;

    if (dir == NULL)
        return 0;
    while ((entry = readdir(dir)) != NULL) {
        char path[600];

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_type == DT_DIR) {
            n += folder_is_clean(path, entry->d_name, in);
            continue;
        }
        read_file(path, in);
        file_is_one(path, dm_buf_view(in), NULL);
        if (label != NULL && named(label) != NULL)
            file_is_one(path, dm_buf_view(in), label);
        n++;
    }
    closedir(dir);
    return n;
}

static void real_files_are_one(void **state)
{
    dm_buf in;
    size_t n;

    (void)state;
    dm_buf_init(&in, 1 << 26);
    n = folder_is_clean(CHARSETS, NULL, &in) +
        folder_is_clean(PAGES, NULL, &in);
    dm_buf_fini(&in);
    if (n == 0)
        skip();
    print_message("  %zu files\n", n);
}

/* ---- memory ---- */

static void every_allocation_may_fail(void **state)
{
    static const dm_pairs order[2][2] = {
        {UTF8,         DM_PAIRS_GBK},
        {DM_PAIRS_GBK, UTF8        }
    };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        dm_buf bytes;
        bool   ok = false;

        dm_buf_init(&bytes, 1 << 20);
        lines(&bytes, hans, order[i][0], 30);
        lines(&bytes, hans, order[i][1], 3);
        for (long n = 0; !ok && n < 500; n++) {
            dm_arena   arena;
            dm_decoded d;
            dm_err     err;

            dm_arena_init(&arena, 1 << 24);
            dm_mem_fail_after(n);
            ok = read_as_found(&d, &arena, dm_buf_view(&bytes), &err);
            dm_mem_fail_after(-1);
            if (!ok)
                assert_int_equal(err.code, DM_E_MEMORY);
            else
                assert_true(d.nsegments == 2 && n > 2);
            dm_arena_fini(&arena);
        }
        assert_true(ok);
        dm_buf_fini(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(islands_are_found),
        cmocka_unit_test(errors_keep_their_places),
        cmocka_unit_test(what_was_asked_for_is_one),
        cmocka_unit_test(damage_is_no_island),
        cmocka_unit_test(real_files_are_one),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
