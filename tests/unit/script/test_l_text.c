/* test_l_text.c - the modules of functions: norm, zh, hash, json, csv, log,
** and at, object, emit, quality. */
#include "rig.h"

static const rig_row rows[] = {
    {"norm",                                PLAIN,
     "return d.norm.width'ＡＢ１', d.norm.lines'a\\r\\nb', "
     "d.norm.nfkc(doc:lines()[1])",                                                              "AB1|a\nb|标题"                                               },
    {"norm has every step",                 PLAIN,
     "for k, f in pairs(d.norm) do if k ~= 'steps' then "
     "assert(type(f'a') == 'string', k) end end return 'all'",                                   "all"                                                           },
    {"norm of bytes",                       PLAIN, "return d.norm.width('a\\xFF')",
     "nil|byte 2 is not UTF-8"                                                                                                                                   },
    {"norm of a raw view",                  GB,    "return d.norm.width(doc:view'raw')",
     "nil|byte 1 is not UTF-8"                                                                                                                                   },
    {"norm of nothing",                     PLAIN, "d.norm.width()",
     "~string, Span or View expected"                                                                                                                            },
    {"steps",                               PLAIN,
     "return d.norm.steps({'lines', 'width'}, 'Ａ\\r\\n'), "
     "d.norm.steps('lines,width', 'Ａ\\r\\n'), d.norm.steps({}, 'a'), "
     "d.norm.steps('', 'a')",                                                                    "A\n|A\n|a|a"                                                   },
    {"steps that are none",                 PLAIN, "d.norm.steps({'widht'}, 'a')",               "~'widht'"                                                      },
    {"a step that is no name",              PLAIN, "d.norm.steps({{}}, 'a')",
     "~step 1 is a table"                                                                                                                                        },
    {"a misspelt step",                     PLAIN, "d.norm.widht'a'",
     "error: norm has no member 'widht'; did you mean 'width'?"                                                                                                  },
    {"norm is read-only",                   PLAIN, "d.norm.width = print",
     "~read-only table 'norm'"                                                                                                                                   },
    {"the module too",                      PLAIN, "d.re = nil",                                 "~read-only table 'docmill'"                                    },
    {"a misspelt module",                   PLAIN, "return d.phrase",
     "error: docmill has no member 'phrase'; did you mean 'phrases'?"                                                                                            },
    {"phrases has a loader",                PLAIN, "return d.phrases.laod",
     "error: phrases has no member 'laod'; did you mean 'load'?"                                                                                                 },
    {"which needs somebody with files",     PLAIN, "return d.phrases.load 'a.txt'",
     "error: phrases.load: there are no files here"                                                                                                              },
    {"and a name",                          PLAIN, "return d.phrases.load {}",
     "~string expected, got table"                                                                                                                               },

    {"is_han",                              PLAIN,
     "local h = d.zh.is_han return h'中文', h'中a', h'', h'\\xFF', "
     "h(doc:lines()[1])",                                                                        "true|false|false|false|true"                                   },
    {"xxh3",                                PLAIN,
     "return d.hash.xxh3'', d.hash.xxh3'docmill', "
     "d.hash.xxh3(doc:lines()[1]) == d.hash.xxh3'标题'",                                       "2d06800538d394c2|461e6604b192f62a|true"                        },

    {"json.encode",                         PLAIN,
     "return d.json.encode{b={1, 2.5, 'x'}, a=true, c=doc:lines()[1], "
     "d=d.json.null, e={}, f=d.object{}, g=1/2}",                                                "{\"a\":true,\"b\":[1,2.5,\"x\"],\"c\":\"标题\",\"d\":null,\"e\":[],"
     "\"f\":{},\"g\":0.5}"                                                                                      },
    {"json.encode of a value with a place", PLAIN,
     "return d.json.encode(d.at({1}, doc:lines()[1]))",                                          "[1]"                                                           },
    {"json.encode indented",                PLAIN, "return d.json.encode({a=1}, 2)",
     "{\n  \"a\": 1\n}"                                                                                                                                          },
    {"json.encode of a function",           PLAIN, "d.json.encode{a={b=print}}",
     "~a.b is a function"                                                                                                                                        },
    {"json.encode of a cycle",              PLAIN, "local t = {} t.t = t d.json.encode(t)",
     "~contains itself"                                                                                                                                          },
    {"json.encode of nan",                  PLAIN, "d.json.encode(0/0)",                         "~NaN"                                                          },
    {"json.encode of nothing",              PLAIN, "d.json.encode()",                            "~value expected"                                               },
    {"json.decode",                         PLAIN,
     "local v = d.json.decode'{\"a\":[1,2.0,\"\\\\u4e2d\",null,true],\"b\":{}}'"
     " return v.a[1], v.a[2], v.a[3], v.a[4] == d.json.null, v.a[5], "
     "d.json.encode(v)",                                                                         "1|2.0|中|true|true|{\"a\":[1,2.0,\"中\",null,true],\"b\":{}}"},
    {"json.decode of a scalar",             PLAIN, "return d.json.decode' 12 '",                 "12"                                                            },
    {"json.decode of rubbish",              PLAIN,
     "local v, why = d.json.decode'{\"a\":1,}' return v, #why > 9",                              "nil|true"                                                      },
    {"json.decode of doubled keys",         PLAIN,
     "return d.json.decode'{\"a\":1,\"a\":2}'",                                                  "~nil|duplicate object key"                                     },
    {"json.decode of two values",           PLAIN, "return (d.json.decode'1 2')",                "nil"                                                           },
    {"json.decode deep",                    PLAIN,
     "return d.json.decode(('['):rep(1000) .. (']'):rep(1000)) ~= nil, "
     "(d.json.decode(('['):rep(100000)))",                                                       "true|nil"                                                      },
    {"json.decode of a large text",         PLAIN,
     "return d.json.decode((' '):rep(9000000))",                                                 "~nil|the JSON text is over"                                    },

    {"csv.decode",                          PLAIN,
     "return d.csv.decode'a,\"b,\"\"c\",,1\\r\\n', d.csv.decode'', "
     "d.csv.decode('a;b', ';'), d.csv.decode'\"x\\ny\",z'",                                      "{a, b,\"c, , 1}|{}|{a, b}|{x\ny, z}"                           },
    {"csv.decode of an open quote",         PLAIN, "return d.csv.decode'a,\"b'",
     "nil|a quote is not closed at byte 3"                                                                                                                       },
    {"csv.decode of a quote inside",        PLAIN,
     "return d.csv.decode'a\"b', d.csv.decode'\"a\"b'",                                          "~a separator expected"                                         },
    {"csv.encode",                          PLAIN,
     "return d.csv.encode{'a', 'b,\"c', 1, true, doc:lines()[1], 'x\\ny'}, "
     "d.csv.encode({'a;', 'b'}, ';'), d.csv.encode{}",                                           "a,\"b,\"\"c\",1,true,标题,\"x\ny\"|\"a;\";b|"                },
    {"csv.encode with holes",               PLAIN, "return d.csv.encode{n=3, 'a', nil, 'c'}",
     "a,,c"                                                                                                                                                      },
    {"csv.encode of a table",               PLAIN, "d.csv.encode{{}}",
     "error: field 1 is a table"                                                                                                                                 },
    {"csv with what between",               PLAIN, "d.csv.decode('a', ',,')",
     "~the separator is one character"                                                                                                                           },
    {"csv there and back",                  PLAIN,
     "local r = {'a', '\"', ',', 'x\\ny', '', ' '} "
     "return table.concat(d.csv.decode(d.csv.encode(r)), '|') == "
     "table.concat(r, '|')",                                                                     "true"                                                          },

    {"at",                                  PLAIN,
     "local p = d.at(5, doc:lines()[1]) return p.value, p.span, tostring(p)",                    "5|标题@1-6|5"                                                },
    {"at nothing",                          PLAIN, "d.at(nil, doc:lines()[1])",                  "~a value expected"                                             },
    {"at no span",                          PLAIN, "d.at(1, 'x')",                               "~Span expected"                                                },
    {"object of a table with a metatable",  PLAIN,
     "d.object(setmetatable({}, {}))",                                                           "~has a metatable already"                                      },
    {"object twice",                        PLAIN, "return d.json.encode(d.object(d.object{}))", "{}"                                                            },
    {"emit what is no record",              PLAIN, "d.emit(1)",                                  "~table expected"                                               },

    {"quality of prose",                    PLAIN,
     "local q = d.quality return q(doc:view'text'), q'', q'  ', "
     "q'caf\\u{e9} \\u{e0} la carte'",                                                           "1.0|1.0|1.0|1.0"                                               },
    {"quality of rubbish",                  PLAIN,
     "local q = d.quality return q'\\u{FFFD}\\u{FFFD}', q'\\1\\2', "
     "q'\\u{E000}', q'\\xFF\\xFE', q'锟斤拷锟斤拷', q'\\u{C3}\\u{A9}', "
     "q'a\\u{FFFD}', q'\\u{20000}'",                                                             "0.0|0.0|0.0|0.0|0.0|0.0|0.5|0.5"                               },
    {"quality tells good from bad",         GB,
     "return d.quality(doc:view'text') > 0.9, "
     "d.quality(doc:view'raw') < 0.6",                                                           "true|true"                                                     },
};

static void test_rows(void **state)
{
    rig_rows(*state, rows, LEN(rows));
}

static void test_emit(void **state)
{
    rig *r = *state;

    r->emitted = 0;
    rig_run(r, PLAIN, "d.emit{a=1} d.emit{a=2}");
    assert_string_equal(r->out, "");
    assert_int_equal(r->emitted, 2);
}

static void test_log(void **state)
{
    rig *r = *state;

    r->notes = 0;
    rig_run(r, PLAIN, "\n d.log.warn('%d of %s', 3, doc:lines()[1])");
    assert_string_equal(r->out, "");
    assert_int_equal(r->notes, 1);
    assert_int_equal(r->note.code, DM_E_WARN_SCRIPT);
    assert_string_equal(r->note.msg, "3 of 标题");
    assert_string_equal(r->note.file, "test.lua");
    assert_int_equal(r->note.line, 2);
    assert_string_equal(r->note.doc, "");
    rig_run(r, PLAIN, "d.log.info(doc:view'width':find'月', 'here')");
    assert_string_equal(r->out, "");
    assert_int_equal(r->note.code, DM_OK);
    assert_string_equal(r->note.doc, "plain.txt");
    assert_int_equal(r->note.doc_line, 3);
    assert_int_equal(r->note.doc_col, 12);
    rig_run(r, PLAIN, "d.log.info('%d', 'x')");
    assert_non_null(strstr(r->out, "number expected"));
}

/* A line in a loop is heard a hundred times a document, and again in the
** next one. */
static void test_flood(void **state)
{
    rig *r = *state;

    for (int i = 0; i < 2; i++) {
        r->notes = 0;
        rig_run(r, PLAIN,
                "for i = 1, 500 do d.log.info('a') end\n"
                "d.log.info('b')");
        assert_string_equal(r->out, "");
        assert_int_equal(r->notes, 102);
    }
    assert_string_equal(r->note.msg, "b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_emit),
        cmocka_unit_test(test_log),
        cmocka_unit_test(test_flood),
    };

    return cmocka_run_group_tests(tests, rig_setup, rig_teardown);
}
