/* test_l_regex.c - Regex, Set and Phrases, on strings and on documents. */
#include "rig.h"

static const rig_row rows[] = {
    {"find on a string",                 PLAIN, "return re'b(c)(x)?':find('abcd')",
     "2|3|c|nil"                                                                                                                                },
    {"find nothing",                     PLAIN, "return re'x':find('abcd')",                         "nil"                                      },
    {"find with init",                   PLAIN,
     "local r = re'a' return r:find('aba', 2), r:find('aba', -1), "
     "r:find('aba', 4), r:find('aba', 5), r:find('aba', -9)",                                        "3|3|nil|nil|1|1"                          },
    {"match on a string",                PLAIN,
     "return re'(b)(c)':match('abcd'), re'bc':match('abcd'), "
     "re'(x)?b':match('ab'), re'(x)|(b)':match('ab')",                                               "b|bc|nil|nil|b"                           },
    {"gmatch on a string",               PLAIN,
     "local t = {} for k, v in re'(\\\\w)=(\\\\w)':gmatch'a=1,b=2' do "
     "t[#t+1] = k .. v end return t",                                                                "{a1, b2}"                                 },
    {"gmatch twice over its end",        PLAIN,
     "local f = re'a':gmatch'a' return f(), f(), f()",                                               "a|nil"                                    },
    {"gsub on a string",                 PLAIN, "return re'(a)(b)?':gsub('abaa', '[%2%1%0%%]')",
     "[baab%][aa%][aa%]|3"                                                                                                                      },
    {"gsub with names",                  PLAIN,
     "return re'(?<k>\\\\w+)=(?<v>\\\\w+)':gsub('a=1 b=2', '%{v}=%{k}')",                            "1=a 2=b|2"                                },
    {"gsub with a table",                PLAIN,
     "return re'\\\\w':gsub('abc', {a='1', b=2, c=false})",                                          "12c|3"                                    },
    {"gsub with a function",             PLAIN,
     "return re'(\\\\w)(x)?':gsub('ab', function(a, b) return b == nil and "
     "a:upper() end)",                                                                               "AB|2"                                     },
    {"gsub n times",                     PLAIN, "return re'a':gsub('aaa', 'b', 2)",                  "bba|2"                                    },
    {"gsub no times",                    PLAIN, "return re'a':gsub('aaa', 'b', 0)",                  "aaa|0"                                    },
    {"gsub whose function searches",     PLAIN,
     "return re'\\\\w+':gsub('ab cd', function(w) return "
     "(re'\\\\w':gsub(w, '<%0>')) end)",                                                             "<a><b> <c><d>|2"                          },
    {"gsub with a wrong group",          PLAIN, "re'a':gsub('a', '%2')",
     "~invalid capture index %2 in replacement string"                                                                                          },
    {"gsub with no such name",           PLAIN, "re'(?<k>a)':gsub('a', '%{v}')",
     "~no group called 'v'"                                                                                                                     },
    {"gsub with an open brace",          PLAIN, "re'(?<k>a)':gsub('a', '%{k')",
     "~missing '}'"                                                                                                                             },
    {"gsub with a wrong escape",         PLAIN, "re'a':gsub('a', '%x')",
     "~invalid use of '%' in replacement string"                                                                                                },
    {"gsub ending in a percent",         PLAIN, "re'a':gsub('a', 'x%')",
     "~invalid use of '%'"                                                                                                                      },
    {"gsub with nothing",                PLAIN, "re'a':gsub('a')",
     "~string/function/table expected"                                                                                                          },
    {"gsub with a table back",           PLAIN,
     "re'a':gsub('a', function() return {} end)",                                                    "~invalid replacement value (a table)"     },
    {"gsub with a span back",            PLAIN,
     "return re'a':gsub('a-a', function() return doc:lines()[1] end)",                               "标题-标题|2"                          },
    {"split",                            PLAIN,
     "local r = re',' return r:split'a,b,', r:split'', r:split('a,b,c', 2), "
     "re'\\\\s*':split'ab', re'x?':split'axb'",                                                      "{a, b, }|{}|{a, b,c}|{a, b}|{a, b}"       },
    {"split into none",                  PLAIN, "re',':split('a', 0)",                               "~at least one piece"                      },
    {"count and test",                   PLAIN,
     "return re'a':count'banana', re'a':test'xyz', re'$':count'a\\nb'",                              "3|false|2"                                },
    {"numbers are strings",              PLAIN, "return re'2':find(123)",                            "2|2"                                      },
    {"not a text",                       PLAIN, "re'a':find({})",                                    "~string, Span or View expected"           },
    {"an empty match behind a match",    PLAIN,
     "return re'\\\\w*':gsub('abc', 'x')",                                                           "x|1"                                      },
    {"empty matches between",            PLAIN, "return re'x*':gsub('axb', '-')",
     "-a-b-|3"                                                                                                                                  },
    {"empty match of three bytes",       PLAIN, "return re'':gsub('中文', '-')",
     "-中-文-|3"                                                                                                                              },
    {"more than twenty captures",        PLAIN,
     "return select('#', re(('(.)'):rep(25)):match(('x'):rep(25)))",                                 "25"                                       },
    {"broken bytes in a string",         PLAIN,
     "return re'b':find('a\\xFF\\xFEb'), re'.':count('\\xFF')",                                      "4|0"                                      },
    {"keep out",                         PLAIN, "return re'a\\\\Kb':gsub('abab', 'X')",              "aXaX|2"                                   },

    {"pattern and flags",                PLAIN,
     "local r = re('A+', 'i') return r.pattern, r.flags, tostring(r), "
     "r:find'xaa'",                                                                                  "A+|i|A+|2|3"                              },
    {"the same regex",                   PLAIN,
     "return re'a' == re'a', re'a' == re('a', 'i'), re(re'a') == re'a'",                             "true|false|true"                          },
    {"a misspelt verb",                  PLAIN, "re'a':gmtach('a')",
     "error: Regex has no member 'gmtach'; did you mean 'gmatch'?"                                                                              },
    {"a wrong pattern",                  PLAIN, "re'a(b'",                                           "~missing closing parenthesis"             },
    {"a wrong flag",                     PLAIN, "re('a', 'q')",                                      "~flag"                                    },
    {"re is read-only",                  PLAIN, "re.x = 1",                                          "~read-only table 're'"                    },
    {"re has no such function",          PLAIN, "re.ste{}",
     "error: re has no member 'ste'; did you mean 'set'?"                                                                                       },
    {"escape",                           PLAIN,
     "return re(re.escape'1+1=(2)'):find'x1+1=(2)', "
     "re(re.escape(doc:lines()[3])):find(doc.text)",                                                 "2|9|72"                                   },
    {"a catastrophe is an error",        PLAIN,
     "re('(?:a+)+$', 'R'):find(('a'):rep(60) .. 'b')",                                               "~steps"                                   },
    {"and can be caught",                PLAIN,
     "local ok, e = pcall(function() "
     "re('(?:a+)+$', 'R'):find(('a'):rep(60) .. 'b') end) return ok, e.code",                        "false|steps"                              },

    {"find in a view",                   PLAIN, "return doc:view'text':find(re'北京.')",
     "北京市@49-57"                                                                                                                          },
    {"regex first",                      PLAIN, "return re'北京.':find(doc:view'text')",
     "北京市@49-57"                                                                                                                          },
    {"find from a place",                PLAIN,
     "local v = doc:view'text' return v:find('。', 49), v:find('\\\\.', -20)",                      "nil|.@96-96"                              },
    {"match is find",                    PLAIN, "return doc:view'text':match'京'",                  "京@52-54"                                },
    {"gmatch in a view",                 PLAIN,
     "local t = {} for m in doc:view'text':gmatch'\\\\d+' do t[#t+1] = m end "
     "return t",                                                                                     "{2023@22-25, 1@29-29, 4@33-33, 5@90-90}"  },
    {"gmatch with init",                 PLAIN,
     "local t = {} for m in doc:view'text':gmatch('\\\\d+', 30) do "
     "t[#t+1] = m.first end return t",                                                               "{33, 90}"                                 },
    {"gsub in a view",                   PLAIN,
     "return (doc:view'text':span(9, 33):gsub('(\\\\d+)(.)', "
     "function(m) return m[2] .. m[1].first end))",                                                  "第一条 自年22月294"                 },
    {"split a view",                     PLAIN, "return #doc:view'text':split'\\\\n'",               "5"                                        },
    {"count and test a view",            PLAIN,
     "return doc:view'text':count'\\\\d', doc:view'text':test'上海'",                              "7|false"                                  },
    {"lookbehind sees what is before",   PLAIN,
     "return doc:view'text':find('(?<=自)2', 22)",                                                  "2@22-22"                                  },
    {"no pattern",                       PLAIN, "doc:view'text':find(nil)",
     "~Regex, Phrases or pattern expected"                                                                                                      },
    {"raw bytes",                        GB,    "local m = doc:view'raw':find'2023' return m.first", "7"                                        },

    {"set",                              PLAIN,
     "local s = re.set{'\\\\d+', '年', re'.月'} local t = {} "
     "for m in s:gmatch(doc:view'text') do t[#t+1] = m.index .. m.text end "
     "return #s, t",                                                                                 "3|{12023, 2年, 11, 31月, 14, 15}"       },
    {"set in a span",                    PLAIN,
     "local s = re.set{'题', '标'} local t = {} "
     "for m in doc:lines()[1]:gmatch(s) do t[#t+1] = m end return t",                                "{标@1-3, 题@4-6}"                       },
    {"set on a string",                  PLAIN,
     "local s = re.set{'b(c)', 'a'} local t = {} for i, c in s:gmatch'abca' do "
     "t[#t+1] = i .. c end return t, s:find'xbc', s:match'xa'",                                      "{2a, 1c, 2a}|2|2|a"                       },
    {"find all of a set's find",         PLAIN,
     "local s = re.set{'b(c)', 'a'} return s:find('xbc')",                                           "2|3|1|c"                                  },
    {"find of a set takes the leftmost", PLAIN,
     "local s = re.set{'c', 'b', 'bc'} return s:find(doc:view'text'), "
     "s:match'abc'",                                                                                 "nil|2|b"                                  },
    {"count and test of a set",          PLAIN,
     "local s = re.set{'a', 'b'} return s:count'abcab', s:test'xyz'",                                "4|false"                                  },
    {"names in a set",                   PLAIN,
     "local s = re.set{'(?<y>\\\\d+)年', '(?<m>\\\\d+)月'} local t = {} "
     "for m in s:gmatch(doc:view'text') do "
     "t[#t+1] = m.index == 1 and m.y or m.m end return t",                                           "{2023@22-25, 1@29-29}"                    },
    {"a set over bytes after a text",    PLAIN,
     "local s, bad = re.set{'b', 'c'}, '\\xC3b\\xA9\\xFFc' "
     "local n = doc:view'text':count(re'.') "
     "local f = s:gmatch(bad) f() doc:view'text':test(re'.') "
     "return n > 0, s:count(bad), (s:find(bad)), #bad",                                              "true|2|2|5"                               },
    {"set does not replace",             PLAIN, "doc:view'text':gsub(re.set{'a'}, 'b')",
     "~may overlap"                                                                                                                             },
    {"set of what",                      PLAIN, "re.set{1}",
     "error: pattern 1 of the set is a number"                                                                                                  },
    {"set of nothing",                   PLAIN, "re.set{}",                                          "~a list of patterns expected"             },
    {"set with a wrong pattern",         PLAIN, "re.set{'a', '('}",
     "~missing closing parenthesis"                                                                                                             },

    {"phrases",                          PLAIN,
     "local p = d.phrases{'北京', '北京市', '海淀'} local t = {} "
     "for m in p:gmatch(doc:view'text') do t[#t+1] = m; "
     "t[#t+1] = m.index end return #p, t, p:count(doc:view'text')",                                  "3|{北京市@49-57, 2, 海淀@61-66, 3}|2"},
    {"phrases with data",                PLAIN,
     "local p = d.phrases{['北京']='beijing', ['海淀']={1}} "
     "local m = doc:view'text':find(p) return m, m.data, "
     "doc:view'text':find(p, 60).data, m.index",                                                     "北京@49-54|beijing|{1}|1"               },
    {"phrases on a string",              PLAIN,
     "local p = d.phrases{a='x', b='y'} local t = {} "
     "for w, v in p:gmatch'cab' do t[#t+1] = w .. v end "
     "return t, p:find'cab'",                                                                        "{ax, by}|2|2|x"                           },
    {"phrases replace",                  PLAIN,
     "local p = d.phrases{a='x', b='y'} return p:gsub('cab', '<%0>')",                               "c<a><b>|2"                                },
    {"phrases split",                    PLAIN, "return d.phrases{'，', ','}:split'a，b,c'",
     "{a, b, c}"                                                                                                                                },
    {"phrases of what",                  PLAIN, "d.phrases{1}",                                      "error: phrase 1 is a number"              },
    {"an empty phrase",                  PLAIN, "d.phrases{''}",                                     "~error: "                                 },
    {"phrases by number",                PLAIN, "d.phrases{[5]='a'}",                                "~a list of phrases"                       },
};

static void test_rows(void **state)
{
    rig_rows(*state, rows, LEN(rows));
}

/*
** For patterns that mean the same in both languages, the verbs return what
** string's functions return: the same values in the same number.
*/
static const char differential[] =
    "local pairs_ = { {'a', 'a'}, {'b+', 'b+'}, {'(a)(b)', '(a)(b)'}, "
    "{'[ab]*', '[ab]*'}, {'x*', 'x*'}, {'%d+', '\\\\d+'}, "
    "{'(%w+)=(%w*)', '(\\\\w+)=(\\\\w*)'}, {'', ''}, {'c?', 'c?'}, "
    "{'(.)', '(.)'}, {'a%.b', 'a\\\\.b'} } "
    "local subjects = {'', 'a', 'ab', 'aabba', 'xaxbx', 'k=v, a=, 12=3', "
    "'a.b a.b', 'bbb', 'cc c'} "
    "local repls = {'-', '<%0>', '%%', {a='1', ab='2'}, "
    "function(x) return x and x .. '!' end} "
    "local function row(...) local n, t = select('#', ...), {} "
    "for i = 1, n do t[i] = tostring((select(i, ...))) end "
    "return n .. ':' .. table.concat(t, '\\1') end "
    "local function all(it) local t = {} while true do "
    "local r = row(it()) if r == '1:nil' or r == '0:' then break end "
    "t[#t+1] = r if #t > 99 then break end end "
    "return table.concat(t, '\\2') end "
    "local bad, n = {}, 0 "
    "local function check(what, p, s, a, b) n = n + 1 "
    "if a ~= b then bad[#bad+1] = what .. ' ' .. p .. ' in ' .. s .. ': ' "
    ".. a .. ' / ' .. b end end "
    "for _, p in ipairs(pairs_) do local lp, r = p[1], re(p[2]) "
    "for _, s in ipairs(subjects) do "
    "for _, init in ipairs{1, 2, -1, 0, 30, -30} do "
    "check('find', lp, s, row(string.find(s, lp, init)), row(r:find(s, init))) "
    "check('match', lp, s, row(string.match(s, lp, init)), "
    "row(r:match(s, init))) end "
    "check('gmatch', lp, s, all(string.gmatch(s, lp)), all(r:gmatch(s))) "
    "for _, repl in ipairs(repls) do for _, max in ipairs{0, 1, 99} do "
    "check('gsub', lp, s, row(string.gsub(s, lp, repl, max)), "
    "row(r:gsub(s, repl, max))) end end "
    "local g = select(2, string.gsub(s, lp, '')) "
    "check('count', lp, s, row(g), row(r:count(s))) "
    "check('test', lp, s, row(string.find(s, lp) ~= nil), row(r:test(s))) "
    "end end return bad, n > 2000";

static void test_like_string(void **state)
{
    assert_string_equal(rig_run(*state, PLAIN, differential), "{}|true");
}

/* Where the fault in a pattern is: in the script's line when that has the
** pattern as it is, else in the pattern alone, as a negative column. */
static const struct {
    const char *name, *code, *source;
    int         col;
} places[] = {
    {"in the line",         "\n\n re('abc(d')",       " re('abc(d')",       9 },
    {"in long brackets",    "\n\n re[[\\d(]]",        " re[[\\d(]]",        8 },
    {"behind an escape",    "\n\n re('\\\\d\\\\d(')", "\\d\\d(",            -5},
    {"put together",        "\n\n re('ab' .. '(d')",  "ab(d",               -3},
    {"twice in the line",   "\n\n re('a(d') -- a(d",  "a(d",                -2},
    {"a line of a pattern", "\n\n re('(?x)a\\n b(')", " re('(?x)a\\n b(')", 15},
};

static void test_error_place(void **state)
{
    rig *r = *state;

    for (size_t i = 0; i < LEN(places); i++) {
        rig_run(r, PLAIN, places[i].code);
        assert_int_equal(r->err.code, DM_E_REGEX);
        assert_string_equal(r->err.file, "test.lua");
        assert_int_equal(r->err.line, 3);
        if (strcmp(r->err.source, places[i].source) != 0 ||
            r->err.col != places[i].col)
            fail_msg("%s: [%s] %d", places[i].name, r->err.source, r->err.col);
    }
}

static void test_steps_name_the_pattern(void **state)
{
    rig *r = *state;

    rig_run(r, PLAIN, "re('(?:a+)+$', 'R'):find(('a'):rep(60) .. 'b')");
    assert_int_equal(r->err.code, DM_E_STEPS);
    assert_true(strstr(r->err.msg, "(?:a+)+$") != NULL ||
                strstr(r->err.help, "(?:a+)+$") != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_like_string),
        cmocka_unit_test(test_error_place),
        cmocka_unit_test(test_steps_name_the_pattern),
    };

    return cmocka_run_group_tests(tests, rig_setup, rig_teardown);
}
