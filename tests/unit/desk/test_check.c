/* test_check.c - what check finds in scripts: every lint with a script that
** provokes it and one that only looks like it; tests with marked text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "desk/check.h"

#define HEAD                                                                   \
    "local docmill = require 'docmill'\n"                                      \
    "local rule, field, re, test = docmill.rule, docmill.field, docmill.re, "  \
    "docmill.test\n"

static char path[] = "/tmp/docmill-check-XXXXXX/test.lua";
enum { FOLDER = 25 }; /* where the folder's name ends in it */

static int make_folder(void **state)
{
    (void)state;
    path[FOLDER] = '\0';
    if (mkdtemp(path) == NULL)
        return -1;
    path[FOLDER] = '/';
    return 0;
}

static int drop_folder(void **state)
{
    (void)state;
    unlink(path);
    path[FOLDER] = '\0';
    return rmdir(path);
}

/* Check a script of `source` behind HEAD. */
static void check(const char *source, dm_checked *out)
{
    dm_engine_options engine = dm_engine_options_default();
    dm_load_options   load = {.limits = dm_limits_default()};
    dm_check_options  options = {.engine = &engine, .load = &load};
    dm_err            err;
    FILE             *f = fopen(path, "w");

    assert_non_null(f);
    fputs(HEAD, f);
    fputs(source, f);
    fclose(f);
    assert_true(dm_check_script(path, &options, out, &err));
}

/* "E613@4:27 E615@5:0", notes left out unless they are asked for. */
static void show(const dm_checked *c, bool notes, dm_buf *out)
{
    for (size_t i = 0; i < c->nfindings; i++) {
        const dm_finding *f = &c->findings[i];

        if (f->severity == DM_WARNING || notes)
            dm_buf_printf(out, "%sE%d@%d:%d", out->len > 0 ? " " : "",
                          (int)f->text.code, f->text.line, f->text.col);
    }
    dm_buf_char(out, '\0');
}

#define RULES(rules)  "return docmill.script { rules = {\n" rules "\n} }"
#define RULE(pattern) RULES("rule { id = 'r', match = re [[" pattern "]] }")
#define IN_FIELDS(rules)                                                       \
    "return docmill.script { fields = { f = field { from = 'a' } }, "          \
    "rules = {\n" rules "\n} }"
#define A "rule { id = 'a', match = re 'x' },\n"

static const struct {
    const char *script, *found;
} rows[] = {
  /* globals */
    {"local function f() return tonumbr('1') end\n" RULE("x"),                   "E611@3:27"         },
    {"local function f() count = 1 end\n" RULE("x"),                             "E611@3:20"         },
    {"local t = { count = 1, f = function(self) return self.count end }\n"
     "local function g(a, ...) local b <const> = a return b, ..., t end\n"
     "for i, v in ipairs {} do g(i, v) end\n"
     "for k = 1, 2 do while k < 0 do local z = k g(z) end end\n"
     "repeat local done = true until done\n"
     "goto out\n::out::\n"
     "function t.h() return t:f() end\nfunction t:m() return self end\n"
     "local s = 'lost' .. \"lost\" .. [[lost]] .. [=[lost]=] -- lost\n"
     "if s then g(1) elseif t then g(2) else g(s, string.rep, _G) end\n" RULE(
         "x"),
     ""                                                                                              },
    {"local _ENV = { docmill = docmill, re = re, rule = rule }\n"
     "lost = 1\n" RULE("x"),
     ""                                                                                              },
 /* unused */
    {IN_FIELDS(A "rule { id = 'b', match = re 'y' },"),                          "E612@5:0"          },
    {IN_FIELDS(A "rule { id = 'b', match = re 'y', action = 'drop' },"),         ""                  },
    {IN_FIELDS(A "rule { id = 'b', match = re 'y', type = 't' },"),              ""                  },
    {IN_FIELDS("rule { id = 'a', match = re 'x', within = 'b' },\n"
               "rule { id = 'b', match = re 'y' },"),
     ""                                                                                              },
    {IN_FIELDS("rule { id = 'a', match = re 'x', after = 'b' },\n"
               "rule { id = 'b', match = re 'y' },"),
     ""                                                                                              },
    {RULES(A "rule { id = 'b', match = re 'y' },"),                              ""                  },
    {"return docmill.script { fields = { f = field { from = { 'a', 'a' } } "
     "}, rules = {\n" A "} }",
     "E612@3:0"                                                                                      },
 /* patterns that explode, and their tame neighbours */
    {RULE("(a+)+b"),                                                             "E613@4:31"         },
    {RULE("x(\\s*\\S*)*:"),                                                      "E613@4:32"         },
    {RULE("(a|a)*b"),                                                            "E613@4:31"         },
    {RULE("(ab|a|b)*c"),                                                         "E613@4:31"         },
    {RULE("(\\d+,?)+元"),                                                       "E613@4:31"         },
    {RULE("foo.*.*:"),                                                           "E613@4:34"         },
    {RULE("(?<x>.*)(?<y>.*)z"),                                                  "E613@4:31"         },
    {RULE("(a+)++b"),                                                            ""                  },
    {RULE("(?>a+)+b"),                                                           ""                  },
    {RULE("(?:\\d{3},)*\\d{3}元"),                                              ""                  },
    {RULE("\"(?:[^\"\\\\]|\\\\.)*\""),                                           ""                  },
    {RULE("^来源[:：]\\s*(?<value>\\S+)"),                                    ""                  },
    {RULE("a*b*c"),                                                              ""                  },
    {RULE("(a*)*"),                                                              ""                  },
    {RULE("(?:第\\d+页\\s*)+完"),                                             ""                  },
    {RULE(".*x.*"),                                                              ""                  },
 /* groups nobody reads */
    {RULES("rule { id = 'r', match = re [[(?<y>\\d)年(?<m>\\d)月]],\n"
           "value = function(m) return m.y.text end }"),
     "E614@4:42"                                                                                     },
    {RULE("(?<who>.)：(?<value>.)"),                                            "E614@4:31"         },
    {RULES("rule { id = 'r', match = re [[(?<y>\\d)年(?<m>\\d)月]],\n"
           "value = function(m) return m.y .. m['m'] end }"),
     ""                                                                                              },
    {RULES("rule { id = 'r', match = re [[(?<y>\\d)年(?<z>\\d)月]],\n"
           "value = function(m) local n = m:names() return m[n[1]] end }"),
     ""                                                                                              },
    {RULE("(?<y>\\d)年(?<m>\\d)月"),                                           ""                  },
    {RULES("rule { id = 'r', match = re [[(?<y>\\d)年]], action = 'replace',\n"
           "with = '%{y}' }"),
     ""                                                                                              },
    {RULE("(?<q>['\"])(?<value>.)\\k<q>"),                                       ""                  },
 /* shadowed */
    {RULES(A "rule { id = 'b', match = re 'x' },"),                              "E615@5:0"          },
    {RULES(A "rule { id = 'b', match = re 'x', view = 'width' },"),              ""                  },
    {RULES(A "rule { id = 'b', match = re('x', 'i') },"),                        ""                  },
    {RULES(A "rule { id = 'b', match = re 'x', type = 't' },"),                  ""                  },
    {"return docmill.script { conflict = 'longest', rules = {\n" A
     "rule { id = 'b', match = re 'x', type = 't' } } }",                   "E615@5:0"          },
    {"return docmill.script { conflict = 'longest', rules = {\n"
     "rule { id = 'a', match = re [[\\d+年]] },\n"
     "rule { id = 'b', match = re [[\\d+]], examples = { ['3年'] = true } } } "
     "}",                                                                   "E615@5:0"          },
    {"return docmill.script { conflict = 'longest', rules = {\n"
     "rule { id = 'a', match = re [[\\d+年]] },\n"
     "rule { id = 'b', match = re [[\\d+]], examples = { ['3年'] = true, "
     "['4'] = true } } } }",                                                ""                  },
 /* what can never be */
    {RULE("abc$def"),                                                            "E618@4:34"         },
    {RULE("a^b"),                                                                "E618@4:32"         },
    {RULE("a\\z."),                                                              "E618@4:32"         },
    {RULE("a$\\nb"),                                                             ""                  },
    {RULE("a$[\\s\\S]b"),                                                        ""                  },
    {RULE("a\\n^b"),                                                             ""                  },
    {RULE("(?:^|。)x(?:$|y)z"),                                                 ""                  },
    {RULE("^$"),                                                                 ""                  },
    {IN_FIELDS("rule { id = 'a', match = re 'x^y' },"),                          "E618@3:0 E618@4:31"},
};

static void test_lint(void **state)
{
    size_t wrong = 0;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_checked c;
        dm_buf     out;

        check(rows[i].script, &c);
        dm_buf_init(&out, 1 << 20);
        show(&c, false, &out);
        if (!c.runs || c.failed[DM_CHECK_SCRIPT] > 0)
            print_message("row %zu: %s\n", ++wrong,
                          c.items[c.nitems - 1].why->msg);
        if (strcmp(out.ptr, rows[i].found) != 0)
            print_message("row %zu: %s, not %s, in\n%s\n", ++wrong, out.ptr,
                          rows[i].found, rows[i].script);
        dm_buf_fini(&out);
        dm_checked_fini(&c);
    }
    assert_int_equal(wrong, 0);
}

static void test_notes(void **state)
{
    static const struct {
        const char *script, *found;
    } notes[] = {
        {RULE("\\s+$"),                                                       "E617@4:0 E616@4:0"},
        {RULES("rule { id = 'r', match = re '[:：]' }"),                     "E616@4:0"         },
        {RULE("(?:a|\\d)\\d"),                                                "E617@4:0 E616@4:0"},
        {RULES("rule { id = 'r', match = re 'x', examples = { x = true } }"),
         ""                                                                                      },
    };

    (void)state;
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        dm_checked c;
        dm_buf     out;

        check(notes[i].script, &c);
        dm_buf_init(&out, 1 << 20);
        show(&c, true, &out);
        assert_string_equal(out.ptr, notes[i].found);
        dm_buf_fini(&out);
        dm_checked_fini(&c);
    }
}

#define NAMED                                                                  \
    "return docmill.script { rules = {\n"                                      \
    "rule { id = 'author', match = re [[作者：(?<value>\\S+)]] },\n"        \
    "rule { id = 'year', match = re [[\\d{4}(?=年)]] },\n"                    \
    "rule { id = 'all', match = re [[\\d{4}年\\d+月]] } },\n"                \
    "document = function(doc) if doc.text:find 'boom' then error 'boom' end "  \
    "end,\ntests = { test { "
#define END " } } }"

/* A test, and how it ends: "" or its message, then what was wanted and got. */
static const struct {
    const char *test, *message, *want, *got;
} tests[] = {
    {"input = '作者：张三', expect = '作者：⟦张三⟧'",                   "",                                     "",                           ""            },
    {"input = '作者：张三', expect = '作者：⟦author:张三⟧'",            "",                                     "",                           ""            },
    {"input = '作者：张三', expect = '⟦作者：张三⟧'",
     "test 'test 1': other spans were found than expected",                                                                   "⟦作者：张三⟧",
     "作者：⟦张三⟧"                                                                                                                                              },
    {"input = '作者：张三', expect = '作者：⟦year:张三⟧'",
     "test 'test 1': other spans were found than expected",                                                                   "作者：⟦year:张三⟧",
     "作者：⟦author:张三⟧"                                                                                                                                       },
    {"input = '作者：张三', expect = '作者：张三', name = 'n'",
     "test 'n': other spans were found than expected",                                                                        "作者：张三",
     "作者：⟦张三⟧"                                                                                                                                              },
    {"input = '2023年4月', expect = '⟦all:⟦year:2023⟧年4月⟧'",            "",                                     "",                           ""            },
    {"input = '2023年4月', expect = '⟦2023⟧年4月', rule = 'year'",            "",                                     "",                           ""            },
    {"input = '2023年4月', expect = '⟦2023⟧年4月'",
     "test 'test 1': other spans were found than expected",                                                                   "⟦2023⟧年4月",
     "⟦⟦2023⟧年4月⟧"                                                                                                                                            },
    {"input = '一\\n作者：甲\\n二', expect = '作者：⟦甲⟧'",             "",                                     "",                           ""            },
    {"input = '一\\n作者：甲\\n二', expect = '一\\n作者：⟦乙⟧\\n二'",
     "test 'test 1': the view clean does not read so",                                                                        "作者：乙",               "作者：甲"},
    {"input = '作者：張三', charset = 'big5', declare = true, expect = "
     "'作者：⟦張三⟧'",                                                  "",                                     "",                           ""            },
    {"input = '中华人民共和国国务院关于做好工作的通知，作者：张三', charset = "
     "'gb18030', expect = '中华人民共和国国务院关于做好工作的通知，作者："
     "⟦张三⟧'",                                                            "",                                     "",                           ""            },
    {"input = 'é', charset = 'koi8-r', declare = true, expect = 'é'",
     "test 'test 1': koi8-r has no code for U+00E9",                                                                          "",                           ""            },
    {"input = '<p>作者：<b>张三</b></p>', format = 'html', expect = "
     "'作者：⟦张三⟧'",                                                  "",                                     "",                           ""            },
    {"input = '作者：张三', record = { author = { '张三' }, year = {} }",      "",
     "",                                                                                                                                                    ""            },
    {"input = '作者：张三', record = { author = { '李四' } }",
     "test 'test 1': the record's author is another",                                                                         "{ \"李四\" }",
     "{ \"张三\" }"                                                                                                                                                     },
    {"input = '作者：张三', record = { author = { '张三' }, no = false }",     "",
     "",                                                                                                                                                    ""            },
    {"input = '作者：张三', record = false",
     "test 'test 1': a record came out, where none was expected",                                                             "",                           ""            },
    {"input = 'boom', fails = 'boom'",                                                "",                                     "",                           ""            },
    {"input = 'boom', fails = 'bang'",                                                "test 'test 1': failed in another way",
     "bang",                                                                                                                                                "boom"        },
    {"input = 'x', fails = 'boom'",
     "test 'test 1': must fail with \"boom\", but did not",                                                                   "",                           ""            },
    {"input = 'boom', expect = 'boom'",                                               "test 'test 1': boom",                  "",                           ""            },
};

static void test_tests(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        dm_checked           c;
        const dm_check_item *item;
        char                 script[2000];
        dm_buf               want;

        snprintf(script, sizeof script, "%s%s%s", NAMED, tests[i].test, END);
        check(script, &c);
        if (!c.runs)
            fail_msg("%zu: %s", i, c.items[0].why->msg);
        assert_int_equal(c.nitems, 2);
        item = &c.items[1];
        dm_buf_init(&want, 1000);
        dm_buf_slice(&want, item->want);
        dm_buf_char(&want, '|');
        dm_buf_slice(&want, item->got);
        dm_buf_char(&want, '\0');
        snprintf(script, sizeof script, "%s|%s", tests[i].want, tests[i].got);
        if (strcmp(item->why != NULL ? item->why->msg : "", tests[i].message) !=
                0 ||
            strcmp(want.ptr, script) != 0)
            fail_msg("test %zu: %s; %s", i,
                     item->why != NULL ? item->why->msg : "holds", want.ptr);
        dm_buf_fini(&want);
        dm_checked_fini(&c);
    }
}

/* A limit that ends one item leaves the others alone. */
static void test_limits(void **state)
{
    static const char script[] =
        "return docmill.script { rules = { rule { id = 'r', match = re 'x',\n"
        "where = function(m) while #m.view.text > 3 do end return true end,\n"
        "examples = { ax = true, axxxxxx = true, x = true } } },\n"
        "tests = { test { input = 'xxxxxxx', expect = 'x' },\n"
        "test { input = 'x', expect = '⟦x⟧' } } }";
    dm_engine_options engine = dm_engine_options_default();
    dm_load_options   load = {.limits = dm_limits_default()};
    dm_check_options  options = {.engine = &engine, .load = &load};
    dm_checked        c;
    dm_err            err;

    (void)state;
    check(RULE("x"), &c);
    dm_checked_fini(&c);
    {
        FILE *f = fopen(path, "w");

        assert_non_null(f);
        fputs(HEAD, f);
        fputs(script, f);
        fclose(f);
    }
    engine.lua.deadline = 100;
    assert_true(dm_check_script(path, &options, &c, &err));
    assert_int_equal(c.ran[DM_CHECK_EXAMPLE], 3);
    assert_int_equal(c.failed[DM_CHECK_EXAMPLE], 1);
    assert_int_equal(c.ran[DM_CHECK_TEST], 2);
    assert_int_equal(c.failed[DM_CHECK_TEST], 1);
    dm_checked_fini(&c);
}

/* Without memory a check is told, or ends early; it never falls over. */
static void test_memory(void **state)
{
    static const char script[] =
        "return docmill.script { rules = { rule { id = 'r', match = re "
        "'(a+)+b',"
        "\nexamples = { ab = true } } },\n"
        "tests = { test { input = 'ab', expect = '⟦ab⟧' } } }";
    dm_engine_options engine = dm_engine_options_default();
    dm_load_options   load = {.limits = dm_limits_default()};
    dm_check_options  options = {.engine = &engine, .load = &load};
    dm_checked        c;
    dm_err            err;

    (void)state;
    check(script, &c);
    assert_int_equal(dm_checked_failed(&c), 0);
    dm_checked_fini(&c);
    for (long n = 0; n < 4000; n = n * 11 / 10 + 1) {
        bool ok;

        dm_mem_fail_after(n);
        ok = dm_check_script(path, &options, &c, &err);
        dm_mem_fail_after(-1);
        if (!ok)
            assert_int_equal(err.code, DM_E_MEMORY);
        dm_checked_fini(&c);
    }
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_lint),   cmocka_unit_test(test_notes),
        cmocka_unit_test(test_tests),  cmocka_unit_test(test_limits),
        cmocka_unit_test(test_memory),
    };

    return cmocka_run_group_tests(all, make_folder, drop_folder);
}
