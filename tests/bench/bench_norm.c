/* bench_norm.c - the normalization forms beside utf8proc alone, and Unicode's
** own test.
**
** usage: bench_norm
**
** The texts are made here.  For each text and form: MB/s of CPU time, the
** best of five rounds that take turns, of the step with its alignment map and
** of utf8proc over the same bytes; a star where the text is not normal.
*/
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <utf8proc.h>

#include "../unit/norm/ucd.h"
#include "base/buf.h"
#include "norm/step.h"

enum { SIZE = 8 << 20, ROUNDS = 5, FORMS = 4, MOST = 10 };

static const char *const forms[FORMS] = {"nfc", "nfkc", "nfd", "nfkd"};

/* The order of the columns of Unicode's test is another. */
static const size_t judged[FORMS] = {0, 2, 1, 3};

static const struct {
    const char *name;
    const char *words[MOST];
} texts[] = {
    {"Chinese, ASCII punctuation",
     {"中文信息处理", ",", "網路治理", "的", ".\n", "重要意义", "“得天下”",
      "、", "和", "2023"}                                                          },
    {"Chinese, full-width punct.",
     {"中文信息处理", "，", "網路治理", "的", "。\n", "重要意义", "“得天下”",
      "、", "（二）", "2023"}                                                    },
    {"Japanese",
     {"これは", "日本語の", "テキスト", "です。\n", "、", "ひらがな",
      "カタカナ", "漢字", "が", "プログラム"}                            },
    {"Korean",
     {"한글 ", "문서 ", "처리기", "는 ", "빠르다.\n", "그리고 ", "정확",
      "하다 ", "2023", "년 "}                                                     },
    {"Russian",
     {"это ", "русский ", "текст", ", ", "который ", "уже ", "нормален", ".\n",
      "ёлка ", "один "}                                                      },
    {"French",
     {"déjà ", "vu ", "l'été ", "où ", "la ", "forêt ", "était ", "une ",
      "maison.\n", "garçon "}                                                       },
    {"English",
     {"the ", "quick ", "brown ", "fox ", "jumps ", "over ", "a ", "lazy ",
      "dog.\n", "and "}                                                              },
    {"mixed scripts",
     {"中文", "English ", "русский ", "日本語の", "한글 ", "ไทย ", "עברית ",
      "Ελληνικά ", "😀", ".\n"}                                            },
    {"compatibility forms",
     {"①②", "㍿", "ﬁ", "ｶﾞ", "Ａ", "中文", "½", "㋀", "…", "。\n"}},
    {"decomposed",
     {"e\xCC\x81te\xCC\x81 ", "か\xE3\x82\x99", "中文",
      "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "a\xCC\xA3\xCC\x82 ",
      "n\xCC\x83o", "и\xCC\x86 ", "u\xCC\x88", ".\n", "Vie\xCC\xA3\xCC\x82t "}      },
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void make_text(dm_buf *out, const char *const words[MOST])
{
    uint32_t seed = 20261121;

    while (out->len < SIZE) {
        seed = seed * 1664525 + 1013904223;
        dm_buf_str(out, words[(seed >> 16) % MOST]);
    }
}

/* The seconds one run of the step takes; `*changed` places. */
static double time_step(const char *name, dm_slice text, size_t *changed)
{
    dm_arena       arena;
    dm_step_result r;
    dm_step_how    how = {.arena = &arena, .max = (size_t)1 << 30};
    double         start = now();

    dm_arena_init(&arena, (size_t)4 << 30);
    if (!dm_step_run(&r, dm_step_find(dm_slice_str(name)), text, &how, NULL)) {
        (void)fprintf(stderr, "bench_norm: %s failed\n", name);
        exit(1);
    }
    *changed = r.edits;
    dm_arena_fini(&arena);
    return now() - start;
}

static double time_alone(size_t form, dm_slice text)
{
    double            start = now();
    utf8proc_uint8_t *out = NULL;
    int options = UTF8PROC_STABLE | (form % 2 == 1 ? UTF8PROC_COMPAT : 0) |
                  (form < 2 ? UTF8PROC_COMPOSE : UTF8PROC_DECOMPOSE);

    if (utf8proc_map((const utf8proc_uint8_t *)text.ptr,
                     (utf8proc_ssize_t)text.len, &out,
                     (utf8proc_option_t)options) < 0)
        exit(1);
    free(out);
    return now() - start;
}

static void measure(const char *name, dm_slice text)
{
    printf("%-28s", name);
    for (size_t f = 0; f < FORMS; f++) {
        double best[2] = {1e9, 1e9};
        size_t changed = 0;

        for (int k = 0; k < ROUNDS; k++) {
            double t = time_step(forms[f], text, &changed);
            double u = k < 2 ? time_alone(f, text) : best[1];

            best[0] = t < best[0] ? t : best[0];
            best[1] = u < best[1] ? u : best[1];
        }
        printf(" %6.0f%c /%4.0f", (double)text.len / best[0] / 1e6,
               changed > 0 ? '*' : ' ', (double)text.len / best[1] / 1e6);
    }
    putchar('\n');
    (void)fflush(stdout);
}

/* How many of Unicode's checks hold. */
static void judge(void)
{
    ucd      u;
    size_t   good = 0;
    size_t   all = 0;
    dm_arena arena;

    if (!ucd_open(&u)) {
        puts("NormalizationTest.txt: skipped, the file is missing");
        return;
    }
    dm_arena_init(&arena, 1 << 28);
    while (ucd_next(&u))
        for (size_t k = 0; k < (size_t)FORMS * UCD_COLUMNS; k++) {
            size_t         f = k / UCD_COLUMNS;
            size_t         i = k % UCD_COLUMNS;
            dm_step_result r;
            dm_step_how    how = {.arena = &arena, .max = 1 << 16};

            all++;
            good += dm_step_run(&r, dm_step_find(dm_slice_str(forms[f])),
                                u.column[i], &how, NULL) &&
                    dm_slice_eq(r.text, u.column[ucd_wants[judged[f]][i]]);
        }
    ucd_close(&u);
    dm_arena_fini(&arena);
    printf("NormalizationTest.txt: %zu of %zu checks hold (utf8proc %s, "
           "Unicode %s)\n",
           good, all, utf8proc_version(), utf8proc_unicode_version());
}

int main(void)
{
    puts("MB/s of the step / of utf8proc alone; * the text is not normal");
    printf("%-28s", "");
    for (size_t f = 0; f < FORMS; f++)
        printf(" %13s", forms[f]);
    putchar('\n');
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dm_buf text;

        dm_buf_init(&text, SIZE + 100);
        make_text(&text, texts[i].words);
        measure(texts[i].name, dm_buf_view(&text));
        dm_buf_fini(&text);
    }
    judge();
    return 0;
}
