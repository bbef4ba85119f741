/* test_l_span.c - Span and Match as Lua sees them. */
#include "rig.h"

#define LINE "local l = doc:lines()[3] "

static const rig_row rows[] = {
    {"members",                         PLAIN, LINE "return l.first, l.last, #l, l:len(), l.view.name",
     "9|72|64|64|text"                                                                                                                                                         },
    {"a misspelt member",               PLAIN, LINE "return l.frist",
     "error: Span has no member 'frist'; did you mean 'first'?"                                                                                                                },
    {"a misspelt group",                PLAIN,
     "return doc:view'text':find('(?<month>月)').mnoth",                                               "error: Span has no member 'mnoth'; did you mean 'month'?"             },
    {"cannot be written",               PLAIN, LINE "l.first = 1",
     "error: a Span cannot be written to"                                                                                                                                      },
    {"indexed with a table",            PLAIN, LINE "return l[{}]",
     "error: Span cannot be indexed with a table"                                                                                                                              },
    {"equal by place",                  PLAIN,
     "return doc:lines()[3] == doc:lines()[3], doc:lines()[3] == "
     "doc:lines()[1], doc:lines()[3] == doc:lines'width'[3]",                                           "true|false|false"                                                     },
    {"order by place",                  PLAIN,
     "local l = doc:lines() return l[1] < l[3], l[3] <= l[3], l[3] < l[3], "
     "l[3]:sub(1,3) < l[3]",                                                                            "true|true|false|true"                                                 },
    {"order of two views",              PLAIN, "return doc:lines()[1] < doc:lines'raw'[1]",
     "~of different views"                                                                                                                                                     },
    {"sort",                            PLAIN,
     "local l = doc:lines() table.sort(l, function(a, b) return b < a end) "
     "return l[1].first",                                                                               "74"                                                                   },
    {"as a key, by identity only",      PLAIN,
     LINE "local t = {[l] = 1} return t[l], t[doc:lines()[3]]",                                         "1|nil"                                                                },
    {"sub",                             PLAIN, LINE "return l:sub(1, 9), l:sub(-3), l:sub(4, 3)",
     "第一条@9-17|！@70-72|@12-11"                                                                                                                                         },
    {"sub inside a character",          PLAIN, LINE "l:sub(2)",                                         "~inside a character"                                                  },
    {"tostring and concat",             PLAIN,
     LINE "local s = l:sub(1, 9) return tostring(s), s .. '!', '<' .. s",
     "第一条|第一条!|<第一条"                                                                                                                                         },
    {"tonumber",                        PLAIN,
     "local m = doc:view'text':find'(\\\\d+)年' return tonumber(m[1].text) + 1",
     "2024"                                                                                                                                                                    },

    {"in string.format",                PLAIN,
     "local m = doc:view'text':find'(?<y>\\\\d+)年(?<m>\\\\d+)' "
     "return ('%04d-%02d %s'):format(m.y, m.m, m)",                                                     "2023-01 2023年1"                                                     },

    {"range in bytes",                  PLAIN, LINE "return l:range()",                                 "9|72"                                                                 },
    {"range in characters",             PLAIN, LINE "return l:range'char'",                             "5|30"                                                                 },
    {"range in lines",                  PLAIN,
     LINE "return l:range'line', doc:view'text':span():range'line'",                                    "3|1|4"                                                                },
    {"range of no unit",                PLAIN, LINE "return l:range'word'",                             "~invalid option"                                                      },
    {"source",                          GB,
     "local m = doc:view'text':find'年' return m.first, m:source()",                                   "14|11|12|true"                                                        },
    {"source of an empty span",         GB,    "return doc:view'text':span(7, 6):source()",
     "~5|4|"                                                                                                                                                                   },
    {"source through steps",            GB,
     "local m = doc:view'width':find',' return m, m:source()",                                          "~,@7-7|5|6|"                                                          },
    {"as another view",                 GB,
     "local m = doc:view'width':find'2023' return m:as'text', "
     "m:as(doc:view'raw')",                                                                             "2023@10-13|2023@7-10|true"                                            },
    {"what is left of nothing",         HTML,
     "local m = doc:view'raw':find'<html' return m:as'text'",                                           "nil"                                                                  },
    {"as no view",                      PLAIN, LINE "return l:as()",                                    "~view or name expected"                                               },

    {"context",                         PLAIN,
     "local m = doc:view'text':find'年' return m:context(2), m:before(2), "
     "m:after(3)",                                                                                      "23年1月|23|1月4"                                                   },
    {"context at the edges",            PLAIN,
     "return doc:lines()[1]:before(9) == '', #doc:lines()[1]:after(1), "
     "#doc:view'text':span():context(100)",                                                             "true|1|109"                                                           },
    {"context of how many",             PLAIN, "doc:lines()[1]:before(-1)",
     "~a number of characters expected"                                                                                                                                        },
    {"line of a part",                  PLAIN, LINE "return l:sub(4, 6):line() == l",                   "true"                                                                 },
    {"line of two",                     PLAIN, "return doc:view'text':span(4, 11):line()",
     "~标题\n\n第一条 自2023"                                                                                                                                            },
    {"line of a place behind the last", PLAIN,
     "local n = #doc.text return doc:view'text':span(n + 1, n):line().first",                           "74"                                                                   },
    {"covers and overlaps",             PLAIN,
     LINE "local a, b, c = l:sub(1, 9), l:sub(4, 6), l:sub(7, 10) "
          "return a:covers(b), b:covers(a), a:overlaps(c), b:overlaps(c), "
          "a:covers(a)",                                                                                "true|false|true|false|true"                                           },
    {"union",                           PLAIN, LINE "return l:sub(4, 6):union(l:sub(1, 3))",            "第一@9-14"                                                          },
    {"union of two views",              PLAIN, "doc:lines()[1]:union(doc:lines'raw'[1])",
     "~of different views (text, raw)"                                                                                                                                         },
    {"expand by characters",            PLAIN,
     LINE "return l:sub(4, 6):expand{left=1, right=1}, "
          "l:sub(4, 6):expand{left=100}.first",                                                         "第一条@9-17|1"                                                     },
    {"expand to a line",                PLAIN,
     LINE "return l:sub(4, 6):expand{to='line'} == l",                                                  "true"                                                                 },
    {"expand to a sentence",            PLAIN,
     LINE "return l:sub(4, 6):expand{to='sentence'}, "
          "doc:view'text':find'OK':expand{to='sentence'}, "
          "doc:view'text':find'行。北':expand{to='sentence'}",                                       "第一条 自2023年1月4日起施行。@9-48|OK?@106-108|"
     "第一条 自2023年1月4日起施行。北京市（海淀）！@9-72"                                  },
    {"expand to a block",               HTML,
     "return doc:view'text':find'lin':expand{to='block'}",                                              "~alpha link@"                                                         },
    {"expand to what",                  PLAIN, LINE "l:expand{to='page'}",                              "~'page'"                                                              },
    {"expand with a wrong key",         PLAIN, LINE "l:expand{rigth=1}",
     "error: expand has no option 'rigth'; did you mean 'right'?"                                                                                                              },
    {"expand by less than nothing",     PLAIN, LINE "l:expand{right=-1}",
     "~right must be a number of characters"                                                                                                                                   },
    {"trim",                            PLAIN,
     "return doc:view'text':span(7, 9 + 8):trim(), "
     "doc:view'text':span(7, 8):trim()",                                                                "第一条@9-17|@9-8"                                                  },
    {"block",                           HTML,
     "return doc:view'text':find'link':block(), "
     "doc:view'raw':find'link':block()",                                                                "paragraph:alpha link|paragraph:alpha link"                            },
    {"section",                         HTML,
     "return doc:view'text':find'link':section(), "
     "doc:view'text':find'lead':section(), "
     "doc:view'text':find'beta':section()",                                                             "heading:One|nil|heading:Two"                                          },

    {"a match",                         PLAIN,
     "local m = doc:view'text':find'(?<y>\\\\d+)年(\\\\d+)月' "
     "return m, m[0], m[1], m[2], m.y, m:names()",                                                      "2023年1月@22-32|2023年1月@22-32|2023@22-25|1@29-29|2023@22-25|{y}"},
    {"a group that took no part",       PLAIN,
     "local m = doc:view'text':find'(a)|(年)' return m[1], m[2]",                                      "nil|年@26-28"                                                        },
    {"a group that is none",            PLAIN, "return doc:view'text':find'年'[1]",
     "error: there is no group 1; the match has 0"                                                                                                                             },
    {"a span has itself only",          PLAIN, LINE "return l[0] == l",                                 "true"                                                                 },
    {"a match is a span",               PLAIN,
     "local m = doc:view'text':find'北京' return m:line().first, m == "
     "doc:view'text':span(49, 54), m.index, m.data",                                                    "9|true|nil|nil"                                                       },
    {"group names of members",          PLAIN, "re'(?<first>a)'",
     "~a group cannot be called 'first'"                                                                                                                                       },

    {"find within",                     PLAIN,
     LINE "return l:find'\\\\d+', l:sub(21):find'\\\\d+', l:find'Smith'",
     "2023@22-25|1@29-29|nil"                                                                                                                                                  },
    {"edges of a span",                 PLAIN, LINE "return l:sub(4, 9):test'^一条$'",                "true"                                                                 },
    {"find from a place of the view",   PLAIN,
     LINE "local m = l:find'\\\\d+' return l:find('\\\\d+', m.last + 1), "
          "l:find('！', -3), l:find('第', 73), l:find('第', 80)",                                    "1@29-29|！@70-72|nil|nil"                                            },
    {"find from before the span",       PLAIN, LINE "l:find('第', 1)",
     "~position before the span"                                                                                                                                               },
    {"gmatch",                          PLAIN,
     LINE "local t = {} for m in l:gmatch'\\\\d+' do t[#t+1] = m end return t",
     "{2023@22-25, 1@29-29, 4@33-33}"                                                                                                                                          },
    {"split",                           PLAIN, LINE "return l:sub(11, 28):split'年|月'",
     "{自2023@19-25, 1@29-29, 4日@33-36}"                                                                                                                                    },
    {"count and gsub",                  PLAIN,
     LINE
     "local s = l:sub(11, 25) return s:count'\\\\d', s:gsub('\\\\d', '<%0>', "
     "2), s:gsub('\\\\d+', function(m) return m.first end)",                                            "6|自<2><0>23年1月4|自22年29月33|3"                              },
};

static void test_rows(void **state)
{
    rig_rows(*state, rows, LEN(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
    };

    return cmocka_run_group_tests(tests, rig_setup, rig_teardown);
}
