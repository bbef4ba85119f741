/* test_near_took.c - what the items of a match took. */
#include "near_rig.h"

/* What the items of the first match took: item=text, and in brackets what. */
static const struct {
    const char *pattern, *flags, *text, *want;
} took[] = {
    {"(?<y>\\d{4})年(\\d+)月",     "",  "于2023年4月",
     "\\d{4}=2023 年=年 \\d+=4 月=月"                                       },
    {"a*b+c?d",                      "",  "aabd",           "a*=aa b+=b c?= d=d"},
    {"(?:x|yz|z)!",                  "",  "yz!",            "y=y z=z !=!"       },
    {"a|bc|de",                      "",  "de",             "d=d e=e"           },
    {"a|bc|de",                      "",  "bc",             "b=b c=c"           },
    {"a|bc|de",                      "",  "a",              "a=a"               },
    {"(?:ab|a)b?c",                  "",  "abc",            "a=a b=b b?= c=c"   },
    {"(?:ab)+(c|d)",                 "",  "ababd",          "(?:ab)+=abab d=d"  },
    {"(?:ab)?c",                     "",  "c",              "(?:ab)?= c=c"      },
    {"(?:ab)?c",                     "",  "abc",            "a=a b=b c=c"       },
    {".*月",                        "",  "1月2月x",      ".*=1月2 月=月"  },
    {"^\\s*x(?=y)\\b|z$",            "",  "z",              "z=z $="            },
    {"(?<=a)b(?!c)",                 "",  "ab",             "(?<=a)= b=b (?!c)="},
    {"a\\Kb",                        "",  "ab",             "a=a b=b"           },
    {"\\d{2,4}x",                    "",  "123x",           "\\d{2,4}=123 x=x"  },
    {"\\d{2,}?x",                    "",  "123x",           "\\d{2,}?=123 x=x"  },
    {"(a)(?:\\1|b)",                 "",  "aa",             "a=a \\1=a"         },
    {"(?<n>\\((?:[^()]|(?&n))*\\))", "",  "(a(b))",
     "(?<n>\\((?:[^()]|(?&n))*\\))=(a(b))"                                      },
    {"(?i)ab",                       "",  "AB",             "a=A b=B"           },
    {" a # c\n b ",                  "x", "ab",             "a=a b=b"           },
    {"",                             "",  "ab",             ""                  },
    {"年",                          "",  "\xFF年",        "年=年"           },
};

static void show_took(dm_buf *out, const char *pattern, const char *text,
                      const dm_near_took *t)
{
    if (out->len > 0)
        dm_buf_char(out, ' ');
    dm_buf_add(out, pattern + t->item.from, t->item.to - t->item.from);
    dm_buf_char(out, '=');
    dm_buf_add(out, text + t->span.from, t->span.to - t->span.from);
}

static void test_took(void **state)
{
    dm_matcher *m = dm_matcher_new(NULL, NULL);

    (void)state;
    for (size_t i = 0; i < LEN(took); i++) {
        dm_slice            text = dm_slice_str(took[i].text);
        dm_err              err;
        dm_regex           *rx = dm_regex_compile(dm_slice_str(took[i].pattern),
                                                  dm_slice_str(took[i].flags), &err);
        dm_near            *near = dm_near_new(rx, &err);
        size_t              n, spent;
        dm_buf              out;
        const dm_near_took *list;

        assert_int_equal(dm_regex_search(rx, m, text, 0, &err), DM_FOUND);
        dm_near_begin(near, text, 1, false);
        list = dm_near_match(near, *dm_matcher_groups(m), &n, &spent, &err);
        assert_true(spent > 0);
        assert_non_null(list);
        dm_buf_init(&out, 4096);
        for (size_t k = 0; k < n; k++) {
            assert_true(list[k].what.len > 0);
            show_took(&out, took[i].pattern, took[i].text, &list[k]);
        }
        dm_buf_char(&out, '\0');
        assert_string_equal(out.ptr, took[i].want);
        dm_buf_fini(&out);
        dm_near_free(near);
        dm_regex_free(rx);
    }
    dm_matcher_free(m);
}

/* A match that is none: nothing is told. */
static void test_took_none(void **state)
{
    dm_err    err;
    dm_regex *rx = dm_regex_compile(DM_S("ab"), DM_S(""), &err);
    dm_near  *near = dm_near_new(rx, &err);
    size_t    n = 9, spent = 0;

    (void)state;
    dm_near_begin(near, DM_S("abc"), 1, false);
    assert_non_null(dm_near_match(near, (dm_range){1, 2}, &n, &spent, &err));
    assert_int_equal(n, 0);
    dm_near_free(near);
    dm_regex_free(rx);
}

/* The items that a match of `pattern` over the whole of `text` has, and what
** it took to find them. */
static size_t took_all(const char *pattern, dm_slice text, size_t *spent)
{
    dm_err    err;
    dm_regex *rx = dm_regex_compile(dm_slice_str(pattern), DM_S("s"), &err);
    dm_near  *near = dm_near_new(rx, &err);
    size_t    n = 9;

    dm_near_begin(near, text, 1, true);
    assert_non_null(
        dm_near_match(near, (dm_range){0, text.len}, &n, spent, &err));
    dm_near_free(near);
    dm_regex_free(rx);
    return n;
}

/* A match of many bytes is told too; what is none is looked for at one place
** only, unless a \K could have moved it. */
static void test_took_long(void **state)
{
    static char    text[200000];
    const dm_slice all = {text, sizeof text};
    const dm_slice end = dm_slice_sub(all, sizeof text - 30004, sizeof text);
    size_t         spent, once;

    (void)state;
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = 'b';
    assert_int_equal(took_all("(a.*?)b", all, &spent), 3);
    assert_true(spent >= sizeof text && spent < 5 * sizeof text);
    assert_int_equal(took_all("(?:a|x)*b", end, &spent), 2);
    assert_int_equal(took_all("a+?b", dm_slice_sub(all, 0, 1000), &once), 0);
    assert_true(once < 5000);
    assert_int_equal(took_all("(?:a+a+)+c", all, &spent), 0);
    assert_true(spent < 1100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_took),
        cmocka_unit_test(test_took_none),
        cmocka_unit_test(test_took_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
