/* test_window.c - the search by needed literals finds what PCRE2 finds.
**
** Patterns are made at random from a small alphabet over texts of the same
** alphabet, so that things match; each is searched with the literals, without
** them (flag R) and in a set, and all groups of all matches must agree.
** DM_WINDOW_CASES in the environment asks for more cases than the usual.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "match/need.h"
#include "match/regex_in.h"
#include "match/set.h"
#include "text/utf8.h"

static dm_matcher *m;
static uint64_t    seed;

static int set_up(void **state)
{
    (void)state;
    m = dm_matcher_new(NULL, NULL);
    return m == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    dm_matcher_free(m);
    return 0;
}

static unsigned roll(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed >> 11) % n;
}

static void pick(dm_buf *out, const char *const *from, unsigned n)
{
    dm_buf_str(out, from[roll(n)]);
}
#define PICK(out, list) pick(out, list, sizeof(list) / sizeof *(list))

static const char *const letters[] = {"a", "b",  "k",  "S",  "1",  "2",
                                      "-", "年", "月", "，", "：", "é"};
static const char *const atoms[] = {
    ".",         "[0-9]",     "\\d",       "\\d",         "[ab]",  "[^a]",
    "[^\\n]",    "[年月]",    "[一-鿿]", "[：:]",       "\\s",   "\\S",
    "\\w",       "\\W",       "\\N",       "\\R",         "\\h",   "[^年]",
    "[^\\S\\n]", "\\x{5e74}", "\\x6b",     "[[:alpha:]]", "\\pL",  "[k-s]",
    "[\\d，]",   "\\n",       "[\\n ]",    "(?i:k)",      "[é年]", "\\-",
    "[^\\W1]",   "\\V",       "[]a]",      "[a\\]-]",     "\\\n",  "(?i)s",
};
static const char *const edges[] = {
    "^",     "$",        "\\b",        "\\B",       "\\A",
    "\\z",   "\\Z",      "(?<=a)",     "(?<!年)",   "(?=月)",
    "(?!b)", "(?<=\\n)", "(?<![0-9])", "(?![0-9])", "(?#c)",
};
static const char *const repeats[] = {
    "?",  "*",  "+",  "{2}", "{1,2}", "{0,3}", "{2,}",
    "??", "*?", "+?", "?+",  "++",    "{3,5}",
};
static const char *const opens[] = {"(",   "(?:",  "(?:",  "(?>",
                                    "(?|", "(?i:", "(?s:", "(?-i:"};
/* What must make the reader give up. */
static const char *const hard[] = {"\\1", "(?1)",      "\\K",       "\\G",
                                   "\\X", "(*ACCEPT)", "(?(1)a|b)", "\\Qa\\E"};

static void make_choice(dm_buf *out, int depth);

static void make_atom(dm_buf *out, int depth)
{
    unsigned kind = roll(20);

    if (kind < 9) {
        for (unsigned n = roll(3) + 1; n > 0; n--)
            PICK(out, letters);
    } else if (kind < 14) {
        PICK(out, atoms);
    } else if (kind < 16) {
        PICK(out, edges);
    } else if (kind < 19 && depth < 3) {
        PICK(out, opens);
        make_choice(out, depth + 1);
        dm_buf_str(out, ")");
    } else if (roll(12) == 0) {
        PICK(out, hard);
    }
}

static void make_choice(dm_buf *out, int depth)
{
    unsigned branches = roll(3) == 0 ? roll(3) + 2 : 1;

    for (unsigned i = 0; i < branches; i++) {
        if (i > 0)
            dm_buf_str(out, "|");
        for (unsigned n = roll(4) + (depth == 0); n > 0; n--) {
            make_atom(out, depth);
            if (roll(3) == 0)
                PICK(out, repeats);
        }
    }
}

static void make_text(dm_buf *out)
{
    static const char *const spice[] = {"\n", "\n", " ",  "1",      "2", "a",
                                        "b",  "K",  "s",  "\u212A", "ſ", "É",
                                        ":",  "年", "月", "\r"};
    unsigned                 n = roll(60);

    for (unsigned i = 0; i < n; i++) {
        if (roll(3) == 0)
            PICK(out, spice);
        else
            PICK(out, letters);
        if (roll(20) == 0)
            dm_buf_str(out, "年月");
        if (roll(600) == 0)
            dm_buf_str(out, roll(2) ? "\xE5\xB9" : "\xB4");
    }
}

/* All groups of all matches, as text. */
typedef dm_found step_fn(const dm_regex *rx, dm_set_run *run, dm_slice text,
                         const dm_range *last, dm_err *err);

static dm_found step_alone(const dm_regex *rx, dm_set_run *run, dm_slice text,
                           const dm_range *last, dm_err *err)
{
    (void)run;
    return last == NULL ? dm_regex_search(rx, m, text, 0, err)
                        : dm_regex_next(rx, m, text, *last, err);
}

static dm_found step_set(const dm_regex *rx, dm_set_run *run, dm_slice text,
                         const dm_range *last, dm_err *err)
{
    (void)rx;
    (void)text;
    return last == NULL ? dm_set_run_search(run, 1, 0, err)
                        : dm_set_run_next(run, 1, *last, err);
}

static void list(dm_buf *out, const dm_regex *rx, dm_set_run *run,
                 dm_slice text, step_fn *step)
{
    dm_err   err = {0};
    dm_range last;
    dm_found found = step(rx, run, text, NULL, &err);

    dm_buf_clear(out);
    for (int n = 0; found == DM_FOUND && n < 500; n++) {
        const dm_range *g = dm_matcher_groups(m);

        for (size_t i = 0; i <= dm_regex_groups(rx); i++)
            dm_buf_printf(out, "%zd-%zd ", (ssize_t)g[i].from,
                          (ssize_t)g[i].to);
        dm_buf_str(out, "; ");
        last = *g;
        found = step(rx, run, text, &last, &err);
    }
    if (found == DM_MATCH_ERROR)
        dm_buf_printf(out, "!%d", (int)err.code);
    dm_buf_char(out, '\0');
}

static const char *const flag_sets[] = {"",  "",  "",  "i", "s", "x",
                                        "M", "n", "U", "u", "iu"};

typedef struct tally {
    size_t cases, needs, windows, matches;
} tally;

/* One pattern over one text, three ways. */
static void compare(dm_regex *rx, dm_regex *plain, dm_slice text, tally *t)
{
    bool          valid = dm_utf8_valid(text) == text.len;
    bool          before = dm_matcher_trust(m, valid);
    dm_regex     *both[2] = {plain, rx};
    dm_regex_set *set = dm_regex_set_new(both, 2, NULL);
    dm_set_run   *run = set ? dm_set_run_new(set, m, text, NULL) : NULL;
    dm_buf        want, got;

    assert_non_null(run);
    dm_buf_init(&want, 1 << 20);
    dm_buf_init(&got, 1 << 20);
    list(&want, plain, NULL, text, step_alone);
    for (int way = 0; way < 2; way++) {
        list(&got, rx, run, text, way == 0 ? step_alone : step_set);
        if (strchr(want.ptr, '!') == NULL && strcmp(want.ptr, got.ptr) != 0)
            fail_msg("/%.*s/%.*s on '%.*s' (%s):\nwant %s\n got %s",
                     (int)dm_regex_pattern(rx).len, dm_regex_pattern(rx).ptr,
                     (int)dm_regex_flags(rx).len, dm_regex_flags(rx).ptr,
                     (int)text.len, text.ptr, way == 0 ? "alone" : "set",
                     want.ptr, got.ptr);
    }
    (void)dm_matcher_trust(m, before);
    t->cases++;
    t->needs += rx->need != NULL;
    t->windows += rx->finder != NULL;
    t->matches += rx->need != NULL && want.len > 1;
    dm_set_run_free(run);
    dm_regex_set_free(set);
    dm_buf_fini(&want);
    dm_buf_fini(&got);
}

static void one_pattern(tally *t)
{
    const char *flags = flag_sets[roll(sizeof flag_sets / sizeof *flag_sets)];
    char        plain_flags[8];
    dm_buf      pattern, text;
    dm_regex   *rx, *plain;

    dm_buf_init(&pattern, 1 << 16);
    make_choice(&pattern, 0);
    rx = dm_regex_compile(dm_buf_view(&pattern), dm_slice_str(flags), NULL);
    (void)snprintf(plain_flags, sizeof plain_flags, "%sR", flags);
    plain = dm_regex_compile(dm_buf_view(&pattern), dm_slice_str(plain_flags),
                             NULL);
    assert_true((rx == NULL) == (plain == NULL));
    dm_buf_init(&text, 1 << 16);
    for (int i = 0; rx != NULL && i < 6; i++) {
        dm_buf_clear(&text);
        make_text(&text);
        compare(rx, plain, dm_buf_view(&text), t);
    }
    dm_buf_fini(&text);
    dm_buf_fini(&pattern);
    dm_regex_free(rx);
    dm_regex_free(plain);
}

static void test_random(void **state)
{
    const char *more = getenv("DM_WINDOW_CASES");
    long        n = more != NULL ? strtol(more, NULL, 10) : 6000;
    tally       t = {0};

    (void)state;
    seed = 88172645463325252U;
    for (long i = 0; i < n; i++) {
        if (more != NULL)
            seed += (uint64_t)i * 2654435761U;
        one_pattern(&t);
    }
    print_message("%zu cases, %zu with a need, %zu in windows, %zu matched\n",
                  t.cases, t.needs, t.windows, t.matches);
    assert_true(t.needs > t.cases / 10);
    assert_true(t.windows > t.cases / 20);
    assert_true(t.matches > t.needs / 50);
}

/* Patterns that went wrong once, or are easy to get wrong. */
static const struct {
    const char *pattern, *flags;
    dm_slice    text;
} fixed[] = {
    {"a|[xa]{1,60}年",             "",  DM_LIT("xxa年 a 年")              },
    {"年a(?#c)*",                  "",  DM_LIT("年 年aa")                 },
    {"年(?i)k|[0-9]+年K",         "",  DM_LIT("年K 1年k \u212A年\u212A")},
    {"^[ab]*年",                   "",  DM_LIT("cab年\nab年\n年")        },
    {"^ *年|^月",                 "",  DM_LIT("  年\n月 年\n 月")      },
    {"(?-m)^年",                   "",  DM_LIT("x\n年")                    },
    {"\\s*年",                     "",  DM_LIT("a \n\n 年\n\n年")         },
    {"(?:\\s|年)*月",             "",  DM_LIT("年 \n年月\n\n月")       },
    {"[^月]*月",                  "",  DM_LIT("a\nb月c\n月")             },
    {"年 # 月\n 日",             "x", DM_LIT("年日 年 日")            },
    {"(?<年>a)月",                "",  DM_LIT("a月")                      },
    {"x{,3}年",                    "",  DM_LIT("x{,3}年 xx年")            },
    {"年(?=月)",                  "",  DM_LIT("年a年月")                },
    {"(?<=\\n)年",                 "",  DM_LIT("年\n年")                  },
    {".{3}年",                     "s", DM_LIT("a\nb年年年年年年")    },
    {"年",                         "",  DM_LIT("\xE5\xB9\xE5\xB9\xB4\xB4")  },
    {"[0-9]{4}年",                 "",  DM_LIT("x2020年 12345年")         },
    {"(?:[0-9]{2})?[a-e]{3}年",    "",  DM_LIT("123abc年abcd年")          },
    {"(?:年(?-i)k)k",              "i", DM_LIT("年kK年kk年KK")           },
    {"@",                           "",  DM_LIT("@a@")                       },
    {"a@|@b",                       "",  DM_LIT("a@@b@ba@")                  },
    {"(年|月)+日",               "",  DM_LIT("年月日日月日")        },
    {"(?i)straße",                 "",  DM_LIT("STRAßE ſtraße")          },
    {"[^\\x00-\\x{10ffff}]年|月", "",  DM_LIT("月年")                    },
};

static void test_fixed(void **state)
{
    tally t = {0};

    (void)state;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        dm_slice  pattern = dm_slice_str(fixed[i].pattern);
        char      flags[8];
        dm_regex *rx, *plain;

        (void)snprintf(flags, sizeof flags, "%sR", fixed[i].flags);
        rx = dm_regex_compile(pattern, dm_slice_str(fixed[i].flags), NULL);
        plain = dm_regex_compile(pattern, dm_slice_str(flags), NULL);
        if (rx == NULL || plain == NULL)
            fail_msg("/%s/ does not compile", fixed[i].pattern);
        compare(rx, plain, fixed[i].text, &t);
        dm_regex_free(rx);
        dm_regex_free(plain);
    }
}

/* Where the reader must give up, and where it must not. */
static const struct {
    const char *pattern, *flags;
    const char *want; /* literals with spaces between; NULL: no need */
} needs[] = {
    {"[0-9]{4}年",                       "",  "年"                                    },
    {"(?:来源|作者)[:：] ?(\\S+)",   "",  "来源: 来源： 作者: 作者："    },
    {"x*",                                "",  NULL                                     },
    {"(?:年|)",                          "",  NULL                                     },
    {"年?",                              "",  NULL                                     },
    {"年|.",                             "",  NULL                                     },
    {"[a-z]+@[a-z]+",                     "",  "@"                                      },
    {"(a年)\\1",                         "",  NULL                                     },
    {"a\\K年",                           "",  NULL                                     },
    {"\\G年",                            "",  NULL                                     },
    {"(*COMMIT)年",                      "",  NULL                                     },
    {"(年)(?1)",                         "",  NULL                                     },
    {"(年)?(?(1)a|b)",                   "",  NULL                                     },
    {"\\Q年\\E",                         "",  NULL                                     },
    {"(?i)https?://",                     "",  "://"                                    },
    {"年",                               "A", NULL                                     },
    {"年",                               "R", NULL                                     },
    {"年\\d{2,3}(?:月|日)",            "",  "月 日"                                },
    {"(?!年)月",                        "",  "月"                                    },
    {"(?:副?市长|副?局长)[王李]", "",  "市长王 市长李 局长王 局长李"},
    {"第 年 # x\n",                     "x", "第年"                                 },
};

static void test_needs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
        dm_regex *rx = dm_regex_compile(dm_slice_str(needs[i].pattern),
                                        dm_slice_str(needs[i].flags), NULL);
        dm_buf    got;

        assert_non_null(rx);
        dm_buf_init(&got, 4096);
        for (size_t k = 0; rx->need != NULL && k < rx->need->n; k++) {
            dm_buf_str(&got, k > 0 ? " " : "");
            dm_buf_add(&got, rx->need->literal[k].text,
                       rx->need->literal[k].len);
        }
        dm_buf_char(&got, '\0');
        if ((rx->need == NULL) != (needs[i].want == NULL) ||
            (needs[i].want != NULL && strcmp(got.ptr, needs[i].want) != 0))
            fail_msg("/%s/%s: %s", needs[i].pattern, needs[i].flags, got.ptr);
        dm_buf_fini(&got);
        dm_regex_free(rx);
    }
}

/* The job's own rules over a text that was written for them. */
static void test_rules(const char *path)
{
    static char line[65536];
    FILE       *f = fopen(path, "r");
    dm_buf      text;
    tally       t = {0};

    if (f == NULL) {
        print_message("%s is not here: skipped\n", path);
        skip();
    }
    dm_buf_init(&text, 1 << 20);
    for (int i = 0; i < 3; i++)
        while (fgets(line, sizeof line, f) != NULL || (rewind(f), false))
            dm_buf_str(&text, strchr(line, '\t') + 1);
    rewind(f);
    dm_buf_str(&text,
               "来源：人民日报 2013年11月18日 a.b@c.cn http://x.y/z?q=1\n"
               "二〇一三年 京ICP备12345678号-1 13812345678 010-12345678\n"
               "一、要求“国”，王市长张三表示：“好的”。增长5.3%、12.5亿元\n"
               "版权声明：未经授权 副局长李四 超过12千瓦时 《网络安全法》\n");
    for (size_t n = 0; fgets(line, sizeof line, f) != NULL; n++) {
        dm_slice  pattern = {0};
        dm_regex *rx, *plain;

        line[strcspn(line, "\n")] = '\0';
        pattern = dm_slice_str(strchr(line, '\t') + 1);
        rx = dm_regex_compile(pattern, DM_S(""), NULL);
        plain = dm_regex_compile(pattern, DM_S("R"), NULL);
        assert_true(rx != NULL && plain != NULL);
        compare(rx, plain, dm_buf_view(&text), &t);
        dm_regex_free(rx);
        dm_regex_free(plain);
    }
    (void)fclose(f);
    dm_buf_fini(&text);
    assert_int_equal(t.needs, t.cases); /* every one of them has a literal */
}

static void test_rules12(void **state)
{
    (void)state;
    test_rules("../shared/bench/rules12.pcre");
}

static void test_rules200(void **state)
{
    (void)state;
    test_rules("../shared/bench/rules200.pcre");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fixed),   cmocka_unit_test(test_needs),
        cmocka_unit_test(test_rules12), cmocka_unit_test(test_rules200),
        cmocka_unit_test(test_random),
    };

    return cmocka_run_group_tests_name("match/window", tests, set_up,
                                       tear_down);
}
