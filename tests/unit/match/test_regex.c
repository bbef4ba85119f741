/* test_regex.c - compiling, searching, stepping, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "match/regex.h"
#include "text/utf8.h"

static dm_matcher *m;

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

static dm_regex *must(dm_slice pattern, const char *flags)
{
    dm_err    err;
    dm_regex *rx = dm_regex_compile(pattern, dm_slice_str(flags), &err);

    if (rx == NULL)
        fail_msg("/%.*s/%s: %s", (int)pattern.len, pattern.ptr, flags, err.msg);
    return rx;
}

/* All matches as "from-to ", at most 20 of them; "!" and a code on error. */
static void list(const dm_regex *rx, dm_slice subject, char *out, size_t size)
{
    dm_err   err;
    dm_found found = dm_regex_search(rx, m, subject, 0, &err);
    size_t   used = 0;

    out[0] = '\0';
    for (int n = 0; found == DM_FOUND && n < 20; n++) {
        dm_range r = *dm_matcher_groups(m);

        used +=
            (size_t)snprintf(out + used, size - used, "%zu-%zu ", r.from, r.to);
        found = dm_regex_next(rx, m, subject, r, &err);
    }
    if (found == DM_MATCH_ERROR)
        (void)snprintf(out + used, size - used, "!%d", (int)err.code);
}

static const struct {
    const char *name;
    dm_slice    pattern;
    const char *flags;
    dm_slice    subject;
    const char *want;
} matches[] = {
    {"empty pattern",               DM_LIT(""),                               "",   DM_LIT("ab"),            "0-0 1-1 2-2 "        },
    {"empty steps by character",    DM_LIT(""),                               "",   DM_LIT("年a"),          "0-0 3-3 4-4 "        },
    {"empty subject",               DM_LIT("a*"),                             "",   DM_LIT(""),              "0-0 "                },
    {"empty after full, as Perl",   DM_LIT("a*"),                             "",   DM_LIT("aab"),
     "0-2 2-2 3-3 "                                                                                                                },
    {"full after empty",            DM_LIT("|a"),                             "",   DM_LIT("aa"),
     "0-0 0-1 1-1 1-2 2-2 "                                                                                                        },
    {"lazy",                        DM_LIT("a*?"),                            "",   DM_LIT("aa"),            "0-0 0-1 1-1 1-2 2-2 "},
    {"\\K",                         DM_LIT("a\\Kb"),                          "",   DM_LIT("abab"),          "1-2 3-4 "            },
    {"\\K to an empty match",       DM_LIT("a\\K"),                           "",   DM_LIT("aaa"),
     "1-1 2-2 3-3 "                                                                                                                },
    {"\\K in a called group",       DM_LIT("(?(DEFINE)(?<k>a\\K))(?=(?&k))"), "",
     DM_LIT("aa"),                                                                                           "0-0 1-1 "            },
    {"line edges",                  DM_LIT("^.*$"),                           "",   DM_LIT("a\nb"),          "0-1 2-3 "            },
    {"M: text edges",               DM_LIT("^.*$"),                           "M",  DM_LIT("a\nb"),          ""                    },
    {"M: before a last newline",    DM_LIT("b$"),                             "M",  DM_LIT("b\n"),           "0-1 "                },
    {"D: not before it",            DM_LIT("b$"),                             "MD", DM_LIT("b\n"),           ""                    },
    {"m changes nothing",           DM_LIT("^b"),                             "m",  DM_LIT("a\nb"),          "2-3 "                },
    {"dot is a character",          DM_LIT("."),                              "",   DM_LIT("年\n月"),      "0-3 4-7 "            },
    {"s: dot and newline",          DM_LIT("a.b"),                            "s",  DM_LIT("a\nb"),          "0-3 "                },
    {"i knows Unicode",             DM_LIT("ÉK"),                            "i",  DM_LIT("ék é\u212A"),  "0-3 4-9 "            },
    {"x",                           DM_LIT("a b # c\n c"),                    "x",  DM_LIT("abc"),           "0-3 "                },
    {"U",                           DM_LIT("a+"),                             "U",  DM_LIT("aa"),            "0-1 1-2 "            },
    {"A holds at the start",        DM_LIT("a"),                              "A",  DM_LIT("aab"),           "0-1 1-2 "            },
    {"\\d is ASCII",                DM_LIT("\\d"),                            "",   DM_LIT("1１"),          "0-1 "                },
    {"u: \\d is Unicode",           DM_LIT("\\d"),                            "u",  DM_LIT("1１"),          "0-1 1-4 "            },
    {"\\S takes Han",               DM_LIT("\\S+"),                           "",   DM_LIT("来源: 某"),   "0-7 8-11 "           },
    {"\\b beside Han, ASCII",       DM_LIT("\\ba"),                           "",   DM_LIT("年a"),          "3-4 "                },
    {"\\b beside Han, u",           DM_LIT("\\ba"),                           "u",  DM_LIT("年a"),          ""                    },
    {"\\w+ does not, without u",    DM_LIT("\\w+"),                           "",   DM_LIT("年a"),          "3-4 "                },
    {"NUL in both",                 DM_LIT("a\0b"),                           "",   DM_LIT("xa\0b"),         "1-4 "                },
    {"lookbehind sees before",      DM_LIT("(?<=a)b"),                        "",   DM_LIT("abab"),
     "1-2 3-4 "                                                                                                                    },
    {"only LF ends a line",         DM_LIT("$"),                              "",   DM_LIT("a\r\n\u2028"),   "2-2 6-6 "            },
    {"\\R",                         DM_LIT("\\R"),                            "",   DM_LIT("a\r\n\n\u2028"), "1-3 3-4 4-7 "        },
    {"stray bytes match nothing",   DM_LIT("."),                              "",
     DM_LIT("a\xff"
            "b\x80\xe5\xb9"),
     "0-1 2-3 "                                                                                                                    },
    {"a cut character at the end",  DM_LIT("[^x]"),                           "",   DM_LIT("a\xe5\xb9"),
     "0-1 "                                                                                                                        },
    {"only stray bytes",            DM_LIT(".+"),                             "",   DM_LIT("\x80\x80\xff"),  ""                    },
    {"literal between stray bytes", DM_LIT("[0-9]+年"),                      "",
     DM_LIT("\xe5\xb9"
            "12年\xb4\xff"
            "3年\xe5\xb9"),
     "2-7 9-13 "                                                                                                                   },
    {"NO_JIT is harmless",          DM_LIT("(*NO_JIT)a+年"),                 "",
     DM_LIT("aa年\xff"
            "a年"),
     "0-5 6-10 "                                                                                                                   },
    {"UTF verb is harmless",        DM_LIT("(*UTF)年"),                      "",   DM_LIT("a年"),          "1-4 "                },
    {"recursion",                   DM_LIT("\\((?:[^()]|(?R))*\\)"),          "",   DM_LIT("x(a(b)c)"),
     "1-8 "                                                                                                                        },
};

static void test_matches(void **state)
{
    char got[400];

    (void)state;
    for (size_t i = 0; i < sizeof matches / sizeof *matches; i++) {
        dm_regex *rx = must(matches[i].pattern, matches[i].flags);

        list(rx, matches[i].subject, got, sizeof got);
        if (strcmp(got, matches[i].want) != 0)
            fail_msg("%s: want %s got %s", matches[i].name, matches[i].want,
                     got);
        dm_regex_free(rx);
    }
}

static const struct {
    const char *pattern;
    const char *flags, *msg, *source;
    int         col;
} errors[] = {
    {"a(b",                "",     "missing closing parenthesis",                  "a(b",      2 },
    {"(a)(b[(]",           "",     "missing closing parenthesis",                  "(a)(b[(]", 4 },
    {"a)b",                "",     "unmatched closing parenthesis",                "a)b",      2 },
    {"*a",                 "",     "quantifier does not follow a repeatable item", "*a",       1 },
    {"年**",              "",     "quantifier does not follow a repeatable item", "年**",    5 },
    {"ab[cd",              "",     "missing terminating ] for character class",    "ab[cd",    3 },
    {"[b-a]",              "",     "range out of order in character class",        "[b-a]",    3 },
    {"ab\\",               "",     "\\ at end of pattern",                         "ab\\",     3 },
    {"年\\y",             "",     "unrecognized character follows \\",            "年\\y",   4 },
    {"a\nb(c\nd",          "",     "missing closing parenthesis",                  "b(c",      2 },
    {"(?<n>a)(?<n>b)",     "",     "two named subpatterns have the same name",
     "(?<n>a)(?<n>b)",                                                                         13},
    {"(?J)(?<n>a)(?<n>b)", "",     "two groups are called 'n'",
     "(?J)(?<n>a)(?<n>b)",                                                                     1 },
    {"a\\Cb",              "",     "using \\C is disabled by the application",     "a\\Cb",    3 },
    {"(?=a\\K)",           "",     "\\K is not allowed in lookarounds",            "(?=a\\K)", 8 },
    {"\xff",               "",     "UTF-8 error: illegal byte (0xfe or 0xff)",     "\xff",     1 },
    {"a",                  "iq",   "there is no regex flag 'q'",                   "",         0 },
    {"a",                  "\x01", "there is no regex flag \\x01",                 "",         0 },
};

static void test_errors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        dm_err    err = {0};
        dm_regex *rx = dm_regex_compile(dm_slice_str(errors[i].pattern),
                                        dm_slice_str(errors[i].flags), &err);

        if (rx != NULL || err.code != DM_E_REGEX ||
            strcmp(err.msg, errors[i].msg) != 0 ||
            strcmp(err.source, errors[i].source) != 0 ||
            err.col != errors[i].col)
            fail_msg("/%s/: %d, %s, '%s' col %d", errors[i].pattern,
                     (int)err.code, err.msg, err.source, err.col);
    }
}

static void test_error_advice(void **state)
{
    char   big[70000];
    dm_err err;

    (void)state;
    assert_null(dm_regex_compile(DM_S("%d+("), DM_S(""), &err));
    assert_non_null(strstr(err.help, "Lua pattern"));
    assert_null(dm_regex_compile(DM_S("(来源"), DM_S(""), &err));
    assert_non_null(strstr(err.help, "\\("));
    memset(big, 'a', sizeof big);
    assert_null(dm_regex_compile((dm_slice){big, sizeof big}, DM_S(""), &err));
    assert_string_equal(err.msg, "the pattern is over 64 KB");
    big[1000] = ')';
    assert_null(dm_regex_compile((dm_slice){big, 2000}, DM_S(""), &err));
    assert_int_equal(err.source[err.col - 1], ')');
}

static void test_groups(void **state)
{
    dm_regex       *rx = must(DM_S("(?<y>a)(x)?(?<last>b)|(c)"), "");
    const dm_range *g;
    dm_err          err;

    (void)state;
    assert_int_equal(dm_regex_groups(rx), 4);
    assert_int_equal(dm_regex_group(rx, DM_S("last")), 3);
    assert_int_equal(dm_regex_group(rx, DM_S("las")), 0);
    assert_true(dm_slice_eq(dm_regex_group_name(rx, 1), DM_S("y")));
    assert_int_equal(dm_regex_group_name(rx, 2).len, 0);
    assert_int_equal(dm_regex_search(rx, m, DM_S("zab"), 0, &err), DM_FOUND);
    g = dm_matcher_groups(m);
    assert_int_equal(g[1].from, 1);
    assert_true(g[2].from == DM_UNSET && g[2].to == DM_UNSET);
    assert_int_equal(g[3].to, 3);
    assert_true(g[4].from == DM_UNSET && g[4].to == DM_UNSET);
    assert_true(
        dm_slice_eq(dm_regex_pattern(rx), DM_S("(?<y>a)(x)?(?<last>b)|(c)")));
    dm_regex_free(rx);
}

/* A hundred groups after a matcher was used for few, then few again. */
static void test_many_groups(void **state)
{
    dm_regex *few = must(DM_S("(a)"), ""), *many;
    dm_buf    pattern, subject;
    dm_err    err;

    (void)state;
    dm_buf_init(&pattern, 1000);
    dm_buf_init(&subject, 1000);
    for (int i = 0; i < 100; i++) {
        dm_buf_str(&pattern, "(.)");
        dm_buf_str(&subject, i % 2 ? "x" : "y");
    }
    many = must(dm_buf_view(&pattern), "");
    assert_int_equal(dm_regex_search(few, m, DM_S("a"), 0, &err), DM_FOUND);
    assert_int_equal(dm_regex_search(many, m, dm_buf_view(&subject), 0, &err),
                     DM_FOUND);
    for (size_t i = 1; i <= 100; i++)
        assert_true(dm_matcher_groups(m)[i].to == i);
    assert_int_equal(dm_regex_search(few, m, DM_S("ba"), 0, &err), DM_FOUND);
    assert_int_equal(dm_matcher_groups(m)[1].from, 1);
    dm_buf_fini(&pattern);
    dm_buf_fini(&subject);
    dm_regex_free(few);
    dm_regex_free(many);
}

static const struct {
    const char *name;
    size_t      start;
    dm_found    found;
    size_t      from;
} starts[] = {
    {"inside a character", 1,        DM_FOUND,     3},
    {"at the end",         6,        DM_FOUND,     6},
    {"past the end",       7,        DM_NOT_FOUND, 0},
    {"far past the end",   SIZE_MAX, DM_NOT_FOUND, 0},
};

static void test_starts(void **state)
{
    dm_regex *rx = must(DM_S(""), "");
    dm_regex *needy = must(DM_S("月a?"), "");
    dm_slice  subject = DM_S("年月");
    dm_err    err;

    (void)state;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        dm_found found = dm_regex_search(rx, m, subject, starts[i].start, &err);

        if (found != starts[i].found ||
            (found == DM_FOUND && dm_matcher_groups(m)->from != starts[i].from))
            fail_msg("%s", starts[i].name);
        found = dm_regex_search(needy, m, subject, starts[i].start, &err);
        if ((found == DM_FOUND) != (starts[i].start < 4))
            fail_msg("%s, with a literal", starts[i].name);
    }
    dm_regex_free(rx);
    dm_regex_free(needy);
}

/* The deeds of patterns that run away: how many bytes of what, and which of
** found, not found and STEPS comes of it. */
static const struct {
    const char *pattern, *fill, *end;
    size_t      n;
    dm_found    want;
} hard[] = {
    {"(a+)+$",                          "a", "b",    5000,    DM_MATCH_ERROR},
    {"(?:a|aa)+$",                      "a", "b",    5000,    DM_MATCH_ERROR},
    {"(*NO_JIT)(a+)+$",                 "a", "b",    5000,    DM_MATCH_ERROR},
    {"\\s+$",                           " ", "x",    100000,  DM_NOT_FOUND  },
    {"(a+)+年$",                       "a", "年b", 40,      DM_MATCH_ERROR},
    {"^(?:(a)|b)*$",                    "a", "",     1000,    DM_FOUND      },
    {"^(?:(a)|b)*$",                    "a", "",     1000000, DM_MATCH_ERROR},
    {"^((?:a|(?1)b)*)$",                "(", "",     30,      DM_MATCH_ERROR},
    {"\\((?R)*\\)",                     "(", "",     100000,  DM_NOT_FOUND  },
    {"(*LIMIT_MATCH=4000000000)(a+)+$", "a", "b",    5000,    DM_MATCH_ERROR},
    {"(*LIMIT_MATCH=10)(a+)+$",         "a", "b",    10,      DM_MATCH_ERROR},
};

static void test_limits(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof hard / sizeof *hard; i++) {
        dm_regex *rx = must(dm_slice_str(hard[i].pattern), "");
        dm_err    err = {0};
        dm_buf    text;
        dm_found  found;

        dm_buf_init(&text, (size_t)1 << 24);
        for (size_t k = 0; k < hard[i].n; k++)
            dm_buf_str(&text, hard[i].fill);
        dm_buf_str(&text, hard[i].end);
        found = dm_regex_search(rx, m, dm_buf_view(&text), 0, &err);
        if (found != hard[i].want ||
            (found == DM_MATCH_ERROR && err.code != DM_E_STEPS))
            fail_msg("/%s/: %d, %s", hard[i].pattern, (int)found, err.msg);
        if (found == DM_MATCH_ERROR &&
            (strstr(err.msg, hard[i].pattern) == NULL || !err.help[0]))
            fail_msg("/%s/: %s", hard[i].pattern, err.msg);
        dm_buf_fini(&text);
        dm_regex_free(rx);
    }
}

/* A long pattern is cut in messages, at a character. */
static void test_limit_message(void **state)
{
    dm_regex *rx = must(DM_S("(a+)+$|年年年年年年年年年年年年年年年年年年年年"
                             "年年年年年年年年年年年年年年年年年年年年"),
                        "");
    dm_err    err = {0};

    (void)state;
    assert_int_equal(
        dm_regex_search(rx, m, DM_S("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), 0,
                        &err),
        DM_MATCH_ERROR);
    assert_true(strlen(err.msg) < 200);
    assert_int_equal(dm_utf8_valid(dm_slice_str(err.msg)), strlen(err.msg));
    dm_regex_free(rx);
}

/* Untrusted text is checked for every search: here that would be 8 GB. */
static void test_trust(void **state)
{
    dm_regex *rx = must(DM_S("a"), "");
    dm_buf    text;
    dm_err    err;
    size_t    n = 0;
    dm_found  found;

    (void)state;
    dm_buf_init(&text, (size_t)1 << 20);
    for (int i = 0; i < 20000; i++)
        dm_buf_str(&text, "a年月日年月日");
    dm_matcher_trust(m, true);
    found = dm_regex_search(rx, m, dm_buf_view(&text), 0, &err);
    while (found == DM_FOUND) {
        n++;
        found = dm_regex_next(rx, m, dm_buf_view(&text), *dm_matcher_groups(m),
                              &err);
    }
    dm_matcher_trust(m, false);
    assert_int_equal(n, 20000);
    dm_buf_fini(&text);
    dm_regex_free(rx);
}

static const struct {
    const char *literal_name;
    dm_slice    literal;
} escapes[] = {
    {"plain",        DM_LIT("来源")                                },
    {"all of ASCII", DM_LIT("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ~")  },
    {"space",        DM_LIT(" \t\n\r\v\f")                           },
    {"NUL",          DM_LIT("a\0001")                                },
    {"wide space",   DM_LIT("\xC2\x85\u200e\u200f\u2028\u2029\u3000")},
    {"\\E inside",   DM_LIT("\\Q.*\\E")                              },
};

static void test_escape(void **state)
{
    static const char *const flags[] = {"", "x", "i", "su"};

    (void)state;
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes * 4; i++) {
        dm_slice  lit = escapes[i / 4].literal;
        dm_buf    out;
        dm_regex *rx;
        dm_err    err;

        dm_buf_init(&out, 1000);
        dm_regex_escape(lit, &out);
        rx = must(dm_buf_view(&out), flags[i % 4]);
        if (dm_regex_search(rx, m, lit, 0, &err) != DM_FOUND ||
            dm_matcher_groups(m)->to != lit.len)
            fail_msg("%s %s: %.*s", escapes[i / 4].literal_name, flags[i % 4],
                     (int)out.len, out.ptr);
        dm_regex_free(rx);
        dm_buf_fini(&out);
    }
}

/* Every request for memory fails once, from the first to the last. */
static void test_failing_memory(void **state)
{
    long n = 0;
    bool done = false;

    (void)state;
    for (; !done; n++) {
        dm_err      err = {0};
        dm_matcher *mine;
        dm_regex   *rx;
        dm_found    found = DM_MATCH_ERROR;

        dm_mem_fail_after(n);
        rx = dm_regex_compile(DM_S("(?<y>[0-9]{4})年(?:1|2|3月)"), DM_S(""),
                              &err);
        mine = rx != NULL ? dm_matcher_new(NULL, &err) : NULL;
        if (mine != NULL)
            found = dm_regex_search(rx, mine, DM_S("在2020年1月"), 0, &err);
        dm_mem_fail_after(-1);
        if (found == DM_MATCH_ERROR)
            assert_int_equal(err.code, DM_E_MEMORY);
        else
            assert_int_equal(dm_matcher_groups(mine)->from, 3);
        done = found == DM_FOUND && n > 60;
        dm_matcher_free(mine);
        dm_regex_free(rx);
        assert_true(n < 1000);
    }
}

static void test_version(void **state)
{
    (void)state;
    assert_non_null(strchr(dm_regex_version(), '.'));
    (void)dm_regex_jit();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_error_advice),
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_many_groups),
        cmocka_unit_test(test_starts),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_limit_message),
        cmocka_unit_test(test_trust),
        cmocka_unit_test(test_escape),
        cmocka_unit_test(test_failing_memory),
        cmocka_unit_test(test_version),
    };

    return cmocka_run_group_tests_name("match/regex", tests, set_up, tear_down);
}
