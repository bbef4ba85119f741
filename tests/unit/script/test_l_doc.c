/* test_l_doc.c - Doc, View and Block as Lua sees them. */
#include "rig.h"

static const rig_row rows[] = {
    {"names",                                  PLAIN, "return doc.id, doc.path, doc.format, doc.bytes",
     "plain.txt|plain.txt|text|109"                                                                                                                           },
    {"text",                                   GB,    "return doc.text == doc:view'text'.text, doc.text",
     "true|北京，2023年\n\xEF\xBF\xBD\n上海"                                                                                                            },
    {"lang and meta",                          HTML,  "return doc.lang, doc.meta.title, doc.meta.author",
     "zh|T|Li"                                                                                                                                                },
    {"absent meta is nil",                     HTML,  "return doc.meta.nothing",                              "nil"                                           },
    {"features live with the doc",             PLAIN,
     "doc.features.a = 1 return doc.features",                                                                "{a=1}"                                         },
    {"features begin empty",                   PLAIN, "return doc.features",                                  "{}"                                            },
    {"charset",                                GB,
     "local c = doc.charset return c.name, c.how, c.candidates[1].name",                                      "gb18030|option|gb18030"                        },
    {"decode errors",                          GB,    "return doc:decode_errors()",
     "{{first=14, last=14}}|1"                                                                                                                                },
    {"no decode errors",                       PLAIN, "return doc:decode_errors()",                           "{}|0"                                          },
    {"a charset has no such member",           PLAIN, "return doc.charset.nmae",
     "error: charset has no member 'nmae'; did you mean 'name'?"                                                                                              },
    {"nor has a candidate",                    GB,    "return doc.charset.candidates[1].confidnce",
     "error: charset candidate has no member 'confidnce'; did you mean "
     "'confidence'?"                                                                                                                                          },
    {"nor has a link",                         HTML,  "return doc:links()[1].herf",
     "error: link has no member 'herf'; did you mean 'href'?"                                                                                                 },
    {"nor has a decode error",                 GB,    "return doc:decode_errors()[1].foo",
     "error: decode error has no member 'foo'"                                                                                                                },
    {"nor has a table",                        HTML,  "return doc:tables()[1].row",
     "error: table entry has no member 'row'; did you mean 'rows'?"                                                                                           },
    {"nor has a section",                      HTML,  "return doc:sections()[1].titel",
     "error: section has no member 'titel'"                                                                                                                   },
    {"nor has a drop",                         GB,
     "doc:drop(doc:lines()[1], 'x') return doc:drops()[1].why",                                               "error: drop has no member 'why'"               },
    {"nor has an annotation",                  GB,
     "return doc:annotate(doc:lines()[1], 'x').kind",                                                         "error: annotation has no member 'kind'"        },
    {"what is known and absent is nil",        HTML,
     "return doc:sections()[1].heading",                                                                      "nil"                                           },
    {"they can be walked and written as JSON", HTML,
     "local t = {} for k in pairs(doc:links()[1]) do t[#t + 1] = k end"
     " return t, d.json.encode(doc:links()[1])",                                                              "~{href, span}|{\"href\":"                      },
    {"they have no indexes",                   HTML,  "return doc:links()[1][1]",
     "error: link cannot be indexed with a number"                                                                                                            },
    {"and keep their metatable",               HTML,
     "return pcall(setmetatable, doc:links()[1], {})",                                                        "~false|"                                       },
    {"unknown member",                         PLAIN, "return doc.txt",
     "error: Doc has no member 'txt'; did you mean 'text'?"                                                                                                   },
    {"nothing near",                           PLAIN, "return doc.qqqqqqqq",
     "error: Doc has no member 'qqqqqqqq'"                                                                                                                    },
    {"read-only",                              PLAIN, "doc.text = 'x'",                                       "error: a Doc cannot be written to"             },
    {"metatable is locked",                    PLAIN, "return getmetatable(doc)",                             "false"                                         },

    {"a view by name",                         PLAIN, "return doc:view('clean').name",                        "clean"                                         },
    {"a view of steps",                        PLAIN,
     "return doc:view{'lines','width'}.name, doc:view' lines , width'.name",                                  "lines,width|lines,width"                       },
    {"a view of a view",                       PLAIN,
     "local v = doc:view'width' return doc:view(v) == v",                                                     "true"                                          },
    {"raw",                                    GB,    "local v = doc:view'raw' return #v, v.len, #v.text",
     "19|19|19"                                                                                                                                               },
    {"unknown step",                           PLAIN, "doc:view'widht'",                                      "~widht"                                        },
    {"no view",                                PLAIN, "doc:view()",                                           "~list of steps expected"                       },
    {"steps that are no names",                PLAIN, "doc:view{1}",                                          "~step 1 of a view"                             },
    {"view text",                              GB,    "return doc:view'width'.text",
     "北京,2023年\n\xEF\xBF\xBD\n上海"                                                                                                                   },
    {"view stages",                            GB,
     "local t = {} for _, s in ipairs(doc:view'width'.steps) do "
     "t[#t+1] = s.name end return t",                                                                         "{decode, read, width}"                         },
    {"view span",                              PLAIN,
     "local s = doc:view'text':span(1, 6) return s, s.doc.id",                                                "标题@1-6|plain.txt"                          },
    {"view span from the end",                 PLAIN, "return doc:view'text':span(-4, -2)",
     "OK?@106-108"                                                                                                                                            },
    {"view span past the end",                 PLAIN,
     "return doc:view'text':span(5000, 6000), doc:view'text':span(3,2)",                                      "~is inside a character"                        },
    {"view span is empty",                     PLAIN, "return doc:view'text':span(5000, 6000)",
     "@110-109"                                                                                                                                               },
    {"half a character",                       PLAIN, "return doc:view'text':span(1, 2)",
     "~bad argument #2 to 'span' (the position is inside a character)"                                                                                        },
    {"half a character of raw bytes",          PLAIN, "return #doc:view'raw':span(1, 2)",
     "2"                                                                                                                                                      },
    {"view doc",                               PLAIN, "return doc:view'raw'.doc == doc",                      "true"                                          },
    {"view concat",                            PLAIN, "return 'a' .. doc:view'text':span(1,6) .. 1",
     "a标题1"                                                                                                                                               },
    {"concat with nothing",                    PLAIN, "return doc:view'text' .. nil",
     "error: attempt to concatenate a nil value"                                                                                                              },

    {"lines",                                  PLAIN, "return doc:lines()",
     "{标题@1-6, @8-7, 第一条 "
     "自2023年1月4日起施行。北京市（海淀）！@9-72, "
     "Mr. Smith paid $5 to U.S. Bank. OK?@74-108}"                                                                                                            },
    {"lines of a view",                        GB,
     "return #doc:lines'width', "
     "doc:view'width':lines()[1]",                                                                            "3|北京,2023年@1-14"                         },
    {"sentences",                              PLAIN, "return doc:sentences()",
     "{标题@1-6, 第一条 自2023年1月4日起施行。@9-48, "
     "北京市（海淀）！@49-72, Mr. Smith paid $5 to U.S. Bank.@74-104, "
     "OK?@106-108}"                                                                                                                                           },
    {"sentences of bytes",                     PLAIN, "doc:sentences'raw'",
     "~raw bytes have no sentences"                                                                                                                           },

    {"blocks",                                 HTML,
     "local t = {} for i, b in ipairs(doc:blocks()) do t[i] = b.kind end "
     "return t",                                                                                              "{paragraph, heading, paragraph, heading, paragraph, table, row, cell, "
     "cell, row, cell, cell}"                                                                                                                 },
    {"blocks of a kind",                       HTML,  "return doc:blocks'heading'",
     "{heading:One, heading:Two}"                                                                                                                             },
    {"no such kind",                           HTML,  "doc:blocks'headign'",
     "error: there is no kind of block 'headign'; did you mean 'heading'?"                                                                                    },
    {"a block",                                HTML,
     "local b = doc:blocks'heading'[2] return b.level, b.text, b.span, "
     "b.parent, b.header, b.number",                                                                          "~2|Two|Two@"                                   },
    {"children",                               HTML,
     "local r = doc:blocks'row'[1] return r:children(), r.parent.kind, "
     "r:children()[1].parent == r",                                                                           "{cell:k, cell:v}|table|true"                   },
    {"children of the innermost",              HTML,
     "return #doc:blocks'cell'[1]:children()",                                                                "0"                                             },
    {"numbers",                                PLAIN,
     "local t = {} for _, b in ipairs(doc:blocks()) do t[#t+1] = b.number or "
     "'-' end return t",                                                                                      "~第一条"                                    },
    {"unknown member of a block",              HTML,  "return doc:blocks()[1].txet",
     "error: Block has no member 'txet'; did you mean 'text'?"                                                                                                },
    {"sections",                               HTML,
     "local t = {} for i, s in ipairs(doc:sections()) do t[i] = "
     "tostring(s.heading) .. s.level .. '/' .. #s.blocks end return t",                                       "{nil0/1, One1/1, Two2/2}"                      },
    {"a section",                              HTML,
     "local s = doc:sections()[2] return s.heading.text, s.blocks, "
     "s.span.text:sub(1, 3)",                                                                                 "One|{paragraph:alpha link}|One"                },
    {"tables",                                 HTML,
     "local t = doc:tables()[1] return #doc:tables(), t.block.kind, "
     "tostring(t.rows[1][1]), tostring(t.rows[1][2]), #t.rows, "
     "tostring(t.header[2])",                                                                                 "1|table|a|1|1|v"                               },
    {"links",                                  HTML,  "local l = doc:links()[1] return l.href, l.span.text",
     "/x?a=1&b=2|link"                                                                                                                                        },
    {"no blocks of plain text but paragraphs", GB,
     "return #doc:tables(), #doc:links()",                                                                    "0|0"                                           },

    {"annotate",                               PLAIN,
     "local a = doc:annotate(doc:lines()[1], 'head', {b='2', a=doc:lines()[1], "
     "c=true, n=1.5}) return a.type, a.span, a.features",                                                     "head|标题@1-6|{a=标题, b=2, c=true, n=1.5}"},
    {"annotations in text order",              PLAIN,
     "local l = doc:lines() doc:annotate(l[4], 'x') doc:annotate(l[3], 'x') "
     "local t = {} for i, a in ipairs(doc:annotations'x') do t[i] = "
     "a.span.first end return t",                                                                             "{9, 74}"                                       },
    {"the wider first",                        PLAIN,
     "local l = doc:lines() doc:annotate(l[3]:sub(1, 9), 'w') "
     "doc:annotate(l[3], 'w') local t = {} for i, a in "
     "ipairs(doc:annotations'w') do t[i] = #a.span end return t",                                             "{64, 9}"                                       },
    {"within and overlapping",                 PLAIN,
     "local l = doc:lines() doc:annotate(l[3]:sub(1, 9), 'y') "
     "local half = l[3]:sub(4, 28) "
     "return #doc:annotations('y', {within=half}), "
     "#doc:annotations('y', {overlapping=half}), "
     "#doc:annotations('y', {within=l[3]}), "
     "#doc:annotations('y', {within=l[3]:as'raw'}), "
     "#doc:annotations('y', {overlapping=l[4]})",                                                             "0|1|1|1|0"                                     },
    {"a filter with a wrong key",              PLAIN, "doc:annotations('y', {witin=1})",
     "~no option 'witin'"                                                                                                                                     },
    {"a feature that is a table",              PLAIN,
     "doc:annotate(doc:lines()[1], 'x', {a={}})",                                                             "error: feature 'a' is a table"                 },
    {"drop",                                   PLAIN, "doc:drop(doc:lines()[1], 'title') return doc:drops()",
     "{{reason=title, span=标题@1-6}}"                                                                                                                      },
    {"drop what is no span",                   PLAIN, "doc:drop('x', 'y')",                                   "~Span expected"                                },
};

static void test_rows(void **state)
{
    rig_rows(*state, rows, LEN(rows));
}

static int skip_twice(lua_State *L)
{
    rig *r = lua_touserdata(L, 1);

    dm_push_doc(L, r->docs[PLAIN]);
    assert_null(dm_skip_reason(L, -1));
    lua_getfield(L, -1, "skip");
    lua_pushvalue(L, -2);
    lua_pushliteral(L, "not a notice");
    lua_call(L, 2, 0);
    lua_getfield(L, -1, "skip");
    lua_pushvalue(L, -2);
    lua_pushliteral(L, "later");
    lua_call(L, 2, 0);
    assert_string_equal(dm_skip_reason(L, -1), "not a notice");
    dm_close_doc(L, -1);
    return 0;
}

static void test_skip(void **state)
{
    rig   *r = *state;
    dm_err err;

    assert_true(dm_lua_call(r->lua, skip_twice, r, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_skip),
    };

    return cmocka_run_group_tests(tests, rig_setup, rig_teardown);
}
