/* bench_near.c - near misses beside a plain search of the same text.
**
** usage: bench_near [TEXT...]
**
** For a dozen patterns, over a made-up text of 1 MB and the files given, the
** CPU time of the best of seven rounds: plain PCRE2 with JIT and without it
** (all matches), explaining with everything (compiling too) and explaining
** with what compiling left (a corpus), each as a multiple of the JIT.
*/
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "match/near.h"
#include "match/regex_in.h"
#include "text/utf8.h"

enum { ROUNDS = 7, SIZE = 1 << 20 };

static const char *const patterns[] = {
    "(?<y>\\d{4})年(?<m>\\d{1,2})月(?<d>\\d{1,2})号",
    "发布日期[：:]\\s*\\d{4}",
    "發布日期：",
    "^来源[:：]\\s*(?<value>\\S+)",
    "第[一二三四五六七八九十百]+条\\s+\\S+办法",
    "(?:作者|记者|编辑)[:：]\\s*(\\S{2,4})$",
    "[一-龥]{2,8}人民法院",
    "\\b[A-Z]\\w+ (?:Inc|Ltd)\\.",
    "（[^）]*号）",
    "^.*[。！？]“[^”]+”说$",
    "的\\d",
    "(?i)copyright \\(c\\) \\d+",
    "(?<=电话：)\\d{3}-\\d{8}",
    ".*?责任编辑：\\S+",
    "\\s+\\d+\\s*元整",
};

static uint64_t seed = 88172645463325252u;

static unsigned roll(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed >> 11) % n;
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void die(const char *what)
{
    (void)fprintf(stderr, "bench_near: %s\n", what);
    exit(2);
}

/* Lines of words, dates, numbers and headings, as a page has them. */
static dm_slice make_text(dm_buf *out)
{
    static const char *const words[] = {
        "的",     "人民",      "政府", "发展",         "工作",      "在",
        "和",     "中国",      "经济", "社会",         "第三条",    "法院",
        "规定",   "，",        "，",   "。",           "，",        "来源：",
        "新华社", "记者",      "作者", "2023年1月4日", "15元",      "发布",
        "日期",   "12",        "（",   "）",           " Company ", "the ",
        "责任",   "编辑",      "是",   "了",           "我们",      "北京市",
        "海淀区", "电话：010", "办法", "通知",
    };

    dm_buf_init(out, SIZE + 256);
    while (out->len < SIZE && !out->failed) {
        dm_buf_str(out, words[roll(sizeof words / sizeof *words)]);
        if (roll(30) == 0)
            dm_buf_char(out, '\n');
    }
    return dm_buf_view(out);
}

static dm_slice read_text(const char *path)
{
    FILE *f = fopen(path, "rb");
    long  size = -1;
    char *p;

    if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0)
        die(path);
    rewind(f);
    p = malloc((size_t)size + 1);
    if (p == NULL || fread(p, 1, (size_t)size, f) != (size_t)size)
        die(path);
    (void)fclose(f);
    if (dm_utf8_valid((dm_slice){p, (size_t)size}) != (size_t)size)
        die("a text is not UTF-8");
    return (dm_slice){p, (size_t)size};
}

typedef struct row {
    dm_regex *rx;
    double    best[4]; /* JIT, interpreter, all of explain, without compiling */
    size_t    hits, misses;
} row;

static void plain(row *r, dm_matcher *m, dm_slice text)
{
    dm_err   err;
    dm_found found = dm_regex_search(r->rx, m, text, 0, &err);

    for (r->hits = 0; found == DM_FOUND; r->hits++)
        found = dm_regex_next(r->rx, m, text, *dm_matcher_groups(m), &err);
}

static void interpret(row *r, dm_slice text)
{
    pcre2_match_data *data =
        pcre2_match_data_create_from_pattern(r->rx->code, NULL);
    size_t *pair, at = 0;

    if (data == NULL)
        die("no memory");
    pair = pcre2_get_ovector_pointer(data);
    while (at <= text.len &&
           pcre2_match(r->rx->code, (PCRE2_SPTR)text.ptr, text.len, at,
                       PCRE2_NO_JIT | PCRE2_NO_UTF_CHECK, data, NULL) > 0)
        at = pair[1] > at ? pair[1] : at + 1;
    pcre2_match_data_free(data);
}

static void explain(row *r, dm_near *near, dm_slice text)
{
    size_t spent;
    dm_err err;

    dm_near_begin(near, text, 3, true);
    while (dm_near_step(near, &spent))
        continue;
    if (dm_near_list(near, &r->misses, &err) == NULL)
        die(err.msg);
}

static void clock_round(row *r, dm_matcher *m, dm_slice text)
{
    double   t[5];
    dm_err   err;
    dm_near *near;

    t[0] = now();
    plain(r, m, text);
    t[1] = now();
    interpret(r, text);
    t[2] = now();
    near = dm_near_new(r->rx, &err);
    if (near == NULL)
        die(err.msg);
    explain(r, near, text);
    t[3] = now();
    explain(r, near, text);
    t[4] = now();
    dm_near_free(near);
    for (int i = 0; i < 4; i++)
        if (r->best[i] == 0 || t[i + 1] - t[i] < r->best[i])
            r->best[i] = t[i + 1] - t[i];
}

static void bench(const char *name, dm_slice text, dm_matcher *m)
{
    double sum[4] = {0}, worst = 0;

    printf("%s, %.2f MB\n%9s %9s %9s %9s  %6s %6s %6s  %5s %s\n", name,
           (double)text.len / 1e6, "JIT ms", "interp", "explain", "again",
           "x JIT", "x int", "again", "hits", "pattern");
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        row    r = {.hits = 0};
        double ratio;

        r.rx = dm_regex_compile(dm_slice_str(patterns[i]), DM_S("R"), NULL);
        if (r.rx == NULL)
            die(patterns[i]);
        for (int round = 0; round < ROUNDS; round++)
            clock_round(&r, m, text);
        ratio = r.best[2] / r.best[0];
        worst = ratio > worst ? ratio : worst;
        for (int k = 0; k < 4; k++)
            sum[k] += r.best[k];
        printf("%9.3f %9.3f %9.3f %9.3f  %6.2f %6.2f %6.2f  %5zu %s\n",
               r.best[0] * 1e3, r.best[1] * 1e3, r.best[2] * 1e3,
               r.best[3] * 1e3, ratio, r.best[2] / r.best[1],
               r.best[3] / r.best[0], r.hits, patterns[i]);
        dm_regex_free(r.rx);
    }
    printf("sum: x%.2f of the JIT, x%.2f of the interpreter, worst x%.2f\n",
           sum[2] / sum[0], sum[2] / sum[1], worst);
}

int main(int argc, char **argv)
{
    dm_err      err;
    dm_matcher *m = dm_matcher_new(NULL, &err);
    dm_buf      made;

    if (m == NULL)
        die(err.msg);
    (void)dm_matcher_trust(m, true);
    bench("made up", make_text(&made), m);
    for (int i = 1; i < argc; i++)
        bench(argv[i], read_text(argv[i]), m);
    dm_buf_fini(&made);
    dm_matcher_free(m);
    return 0;
}
