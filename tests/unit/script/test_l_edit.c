/* test_l_edit.c - edits as Lua asks for them; doc/change.c has its own tests.
**
** Edits stay on a document, so each row has documents of its own.
*/
#include "rig.h"

#include "script/edit.h"

/* Documents without edits in place of those that were used. */
static void fresh(rig *r)
{
    for (size_t i = 0; i < WHICH; i++)
        dm_doc_free(r->docs[i]);
    r->docs[PLAIN] = rig_load("plain.txt", DM_S(PLAIN_TEXT), "text", "utf-8");
    r->docs[HTML] = rig_load("page.html", DM_S(HTML_TEXT), "html", "utf-8");
    r->docs[GB] = rig_load("gb.txt", DM_S(GB_TEXT), "text", "gb18030");
    r->notes = 0;
    memset(&r->note, 0, sizeof r->note);
}

static void run_rows(rig *r, const rig_row *rows, size_t n)
{
    int wrong = 0;

    for (size_t i = 0; i < n; i++) {
        const char *got, *want = rows[i].want;

        fresh(r);
        got = rig_run(r, rows[i].doc, rows[i].code);
        if (want[0] == '~' ? strstr(got, want + 1) != NULL
                           : strcmp(got, want) == 0)
            continue;
        print_error("%s\n  want %s\n  got  %s\n", rows[i].name, want, got);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

#define T     "local v = doc:view'text' "
#define LINE3 "return doc:commit(), doc:edited():match'第一条[^\\n]*'"

static const rig_row rows[] = {
    {"replace",                                PLAIN,
     T "doc:replace(v:find'2023', '2024') return doc:commit(), "
       "doc:edited():find('自2024年', 1, true)",                                                          "1|19|28"                   },
    {"replace with a Span",                    PLAIN,
     T "doc:replace(v:find'2023', v:find'标题') " LINE3,                                                  "~第一条 自标题年"   },
    {"delete",                                 PLAIN, T "doc:delete(v:find'自2023年1月4日起') " LINE3,
     "1|第一条 施行。北京市（海淀）！"                                                                                    },
    {"insert before and behind",               PLAIN,
     T "local m = v:find'北京' doc:insert_before(m, '<') "
       "doc:insert_after(m, '>') " LINE3,
     "~施行。<北京>市"                                                                                                            },
    {"wrap",                                   PLAIN, T "doc:wrap(v:find'北京', '[', ']') " LINE3,
     "~施行。[北京]市"                                                                                                            },
    {"a span of another view",                 PLAIN,
     "doc:replace(doc:view'width':find'[(]海淀[)]', '') " LINE3,                                          "~北京市！"             },
    {"a group of a match is a Span",           PLAIN,
     T "doc:replace(v:find'(?<y>\\\\d+)年'.y, '二〇二四') " LINE3,
     "~自二〇二四年1月"                                                                                                          },
    {"new text is text",                       HTML,
     T "doc:replace(v:find'alpha', 'a<b') doc:commit() "
       "return doc:edited():match'a<b', doc:edited'decoded':match'a&lt;b'",                                 "a<b|a&lt;b"                },
    {"unless it is said to be source",         HTML,
     T "doc:replace(v:find'alpha', '<i>a</i>', {source = true}) doc:commit() "
       "return doc:edited'decoded':match'<p><i>a</i> '",                                                    "<p><i>a</i> "              },
    {"insert_before knows it too",             HTML,
     T "doc:insert_before(v:find'alpha', '<i></i>', {source = true}) "
       "doc:insert_after(v:find'alpha', '<', {source = false}) doc:commit() "
       "return doc:edited'decoded':match'<i></i>alpha&lt;'",                                                "<i></i>alpha&lt;"          },
    {"in decoded all is source",               HTML,
     "doc:replace(doc:view'decoded':find'<h1>One</h1>', '<h3>X</h3>') "
     "doc:commit() return doc:edited'decoded':match'<h3>.-</h3>'",                                          "<h3>X</h3>"                },
    {"edits, as they were asked for",          PLAIN,
     T "doc:replace(v:find'2023', '2024') doc:wrap(v:find'北京', '[', ']') "
       "return doc:edits()",                                                                                "{{after=, file=test.lua, line=1, op=replace, rule=, span=2023@22-25, "
     "state=queued, text=2024}, {after=], file=test.lua, line=1, op=wrap, "
     "rule=, span=北京@49-54, state=queued, text=[}}"                                                     },
    {"then committed",                         PLAIN,
     T "doc:delete(v:find'2023') local n = doc:commit() "
       "return n, doc:edits()[1].state, doc:commit()",                                                      "1|committed|0"             },
    {"no edits",                               PLAIN, "return doc:edits(), doc:commit()",                   "{}|0"                      },
    {"an edit has no such member",             PLAIN,
     T "doc:delete(v:find'2023') return doc:edits()[1].stat",
     "error: edit has no member 'stat'; did you mean 'state'?"                                                                          },
    {"nothing is edited before the commit",    PLAIN,
     T "doc:delete(v:find'2023') return doc:edited() == doc.text",                                          "true"                      },
    {"views stay as they are",                 PLAIN,
     T "doc:delete(v:find'2023') doc:commit() "
       "return doc.text:match'2023', tostring(doc:view'text') == doc.text",                                 "2023|true"                 },
    {"edited, by name, steps and View",        PLAIN,
     T "doc:replace(v:find'（', '［') doc:commit() "
       "return doc:edited'width':match'市(.)', doc:edited{'width'} == "
       "doc:edited(doc:view'width')",                                                                       "[|true"                    },
    {"edited bytes are in the file's charset", GB,
     T "doc:replace(v:find'上海', '北') doc:commit() "
       "return #doc:edited'raw', doc:edited'raw':byte(-2, -1)",                                             "17|177|177"                },

    {"no span",                                PLAIN, "doc:delete()",
     "~bad argument #1 to 'delete' (Span expected, got nil; was nothing"                                                                },
    {"nothing found",                          PLAIN, T "doc:delete(v:find'zzz')",
     "~was nothing found?"                                                                                                              },
    {"a string",                               PLAIN, "doc:delete('x')",                                    "~Span expected, got string"},
    {"a view",                                 PLAIN, T "doc:delete(v)",                                    "~write view:span()"        },
    {"a block",                                PLAIN, "doc:delete(doc:blocks()[1])",                        "~write block.span"         },
    {"no text",                                PLAIN, T "doc:replace(v:find'北')",
     "~bad argument #2 to 'replace' (string, Span or View expected"                                                                     },
    {"one mark",                               PLAIN, T "doc:wrap(v:find'北', '<b>')",
     "~bad argument #3 to 'wrap'"                                                                                                       },
    {"a third mark",                           PLAIN, T "doc:wrap(v:find'北', '<', '>', {})",
     "~nothing expected"                                                                                                                },
    {"an option of delete",                    PLAIN, T "doc:delete(v:find'北', {})",
     "~nothing expected"                                                                                                                },
    {"a misspelt option",                      PLAIN,
     T "doc:replace(v:find'北', '', {sorce = true})",
     "error: replace has no option 'sorce'; did you mean 'source'?"                                                                     },
    {"an option of the wrong type",            PLAIN,
     T "doc:insert_after(v:find'北', '', {source = 'yes'})",
     "error: insert_after: source is a string, not a boolean"                                                                           },
    {"options that are no table",              PLAIN,
     T "doc:insert_before(v:find'北', '', 'source')",
     "~table expected, got string"                                                                                                      },
    {"text that is no UTF-8",                  PLAIN, T "doc:replace(v:find'北', '\\xFF')",
     "error: the new text is no UTF-8"                                                                                                  },
    {"bytes of another charset",               GB,    "doc:view'raw':gsub('2023', '\\xB1\\xB1')",
     "~what the view raw holds is gb18030, new text is always UTF-8"                                                                    },
    {"a misspelt method",                      PLAIN, "doc:replce()",
     "error: Doc has no member 'replce'; did you mean 'replace'?"                                                                       },
    {"a misspelt option of commit",            PLAIN, "doc:commit{conflicts = 'first'}",
     "error: commit has no option 'conflicts'; it has 'conflict'"                                                                       },
    {"a misspelt policy",                      PLAIN, "doc:commit{conflict = 'frist'}",
     "error: there is no policy for edits called 'frist'; did you mean "
     "'first'?"                                                                                                                         },
    {"a policy that is none",                  PLAIN, "doc:commit{conflict = 1}",
     "error: conflict is a number, not a name or a function"                                                                            },
    {"a view that is none",                    PLAIN, "doc:edited'widht'",                                  "~widht"                    },
    {"text of the reader's own",               HTML,  T "doc:delete(v:find'\\n')",                          "~error: "                  },
};

static void test_rows(void **state)
{
    run_rows(*state, rows, LEN(rows));
}

/* 2023年1月 and 年1月4日 overlap. */
#define TWO                                                                    \
    T "local a, b = v:find'2023年1月', v:find'年1月4日起' "              \
      "doc:replace(a, 'A') doc:replace(b, 'B') "
#define LEFT "return doc:edited():match'自(.-)施行', doc:edits()[1].state"

static const rig_row conflicts[] = {
    {"nothing settles it",                  PLAIN, TWO "doc:commit()",                           "~error: "           },
    {"and then nothing is done",            PLAIN,
     TWO "local ok = pcall(doc.commit, doc) return ok, doc:edits()[1].state, "
         "doc:edits()[2].state",                                                                 "false|queued|queued"},
    {"the first one asked for",             PLAIN,
     TWO "doc:commit{conflict = 'first'} " LEFT,                                                 "A4日起|committed" },
    {"the last one",                        PLAIN, TWO "doc:commit{conflict = 'last'} " LEFT,
     "2023B|lost"                                                                                                     },
    {"the longer one",                      PLAIN, TWO "doc:commit{conflict = 'longest'} " LEFT,
     "2023B|lost"                                                                                                     },
    {"a function",                          PLAIN,
     TWO "doc:commit{conflict = function(x, y) return x.text == 'A' and x or "
         "y end} " LEFT,
     "A4日起|committed"                                                                                             },
    {"sees spans",                          PLAIN,
     TWO "local s = {} doc:commit{conflict = function(x, y) s = {x.span, "
         "y.span} return y end} return s",                                                       "~{2023年1月@22-"  },
    {"that says neither",                   PLAIN, TWO "doc:commit{conflict = function() end}",
     "~error: "                                                                                                       },
    {"or something else",                   PLAIN,
     TWO "doc:commit{conflict = function() return 'a' end}",
     "error: the function for conflicts gave a string, not one of its two "
     "edits"                                                                                                          },
    {"or edits, which it cannot",           PLAIN,
     TWO "doc:commit{conflict = function(x) doc:delete(x.span) return x end}",
     "error: a function that settles conflicts can neither edit nor commit"                                           },
    {"nor by gsub",                         PLAIN,
     TWO "doc:commit{conflict = function(x) x.span:gsub('.', '') return x end}",
     "error: a function that settles conflicts can neither edit nor commit"                                           },
    {"or commits",                          PLAIN,
     TWO "doc:commit{conflict = function(x) doc:commit() return x end}",
     "error: a function that settles conflicts can neither edit nor commit"                                           },
    {"and can do both afterwards",          PLAIN,
     TWO "pcall(doc.commit, doc, {conflict = function(x) doc:commit() end}) "
         "doc:delete(v:find'北京') return doc:commit{conflict = 'first'}",                     "2"                  },
    {"or raises, and then nothing is done", PLAIN,
     TWO "local ok, why = pcall(doc.commit, doc, {conflict = function() "
         "error('no', 0) end}) return ok, why, doc:edits()[1].state, "
         "doc:commit{conflict = 'first'}",                                                       "false|no|queued|1"  },
    {"the same twice is no conflict",       PLAIN,
     T "local a = v:find'2023年1月' doc:replace(a, 'A') doc:replace(a, 'A') "
       "doc:commit() return doc:edited():match'自(.-)4日'",                                    "A"                  },
};

static void test_conflicts(void **state)
{
    run_rows(*state, conflicts, LEN(conflicts));
}

/* What is raised and logged names script and document. */
static void test_places(void **state)
{
    rig *r = *state;

    fresh(r);
    rig_run(r, PLAIN, TWO "\n\ndoc:commit{conflict = 'last'}");
    assert_int_equal(r->notes, 1);
    assert_int_equal(r->note.code, DM_E_EDIT_LOST);
    assert_string_equal(r->note.msg,
                        "replace (test.lua:1, at 3:6) overlaps replace "
                        "(test.lua:1, at 3:10) and is lost");
    assert_int_equal(r->note.line, 1);
    assert_int_equal(r->note.doc_line, 3);
    assert_int_equal(r->note.doc_col, 6);
    fresh(r);
    rig_run(r, PLAIN, TWO "\n\ndoc:commit()");
    assert_int_equal(r->err.code, DM_E_EDITS);
    assert_int_equal(r->err.line, 1); /* of the edit, not of the commit */
    assert_int_equal(r->err.doc_line, 3);
    assert_int_equal(r->err.doc_col, 10);
    assert_non_null(strstr(r->err.help, "edits = \"first\""));
    fresh(r);
    rig_run(r, HTML, T "\n\ndoc:delete(v:find'\\n')");
    assert_int_equal(r->err.code, DM_E_NO_EDIT);
    assert_string_equal(r->err.file, "test.lua");
    assert_int_equal(r->err.line, 3);
    assert_int_equal(r->err.doc_line, 1);
    assert_string_equal(r->err.doc, "page.html");
    fresh(r);
    rig_run(r, HTML, "doc:view'text':gsub('\\n', ' ')");
    assert_int_equal(r->err.code, DM_E_NO_EDIT);
    assert_non_null(strstr(r->err.help, "view.text:gsub"));
}

/* A document that cannot be edited says so at once. */
static void test_fixed(void **state)
{
    rig *r = *state;

    fresh(r);
    r->docs[PLAIN]->fixed = "a mail";
    rig_run(r, PLAIN, T "doc:delete(v:find'北京')");
    assert_int_equal(r->err.code, DM_E_NO_EDIT);
    r->docs[PLAIN]->fixed = NULL;
}

static int other_document(lua_State *L)
{
    rig *r = lua_touserdata(L, 1);

    dm_push_doc(L, r->docs[PLAIN]);
    dm_push_doc(L, r->docs[GB]);
    dm_push_span(L, 3, r->docs[GB]->text, (dm_range){0, 6});
    lua_getfield(L, 2, "delete");
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 4);
    lua_pushboolean(L, lua_pcall(L, 2, 0, 0) != LUA_OK &&
                           strstr(lua_tostring(L, -1),
                                  "a span of another document") != NULL);
    assert_true(lua_toboolean(L, -1));
    dm_close_doc(L, 2);
    dm_close_doc(L, 3);
    return 0;
}

static void test_other_document(void **state)
{
    rig   *r = *state;
    dm_err err;

    assert_true(dm_lua_call(r->lua, other_document, r, &err));
}

/* gsub on views and spans: as on strings, and the edits that go with it. */
static const rig_row gsubs[] = {
    {"what it returns",                            PLAIN, "return doc:lines()[1]:gsub('标', '本')",
     "本题|1"                                                                                                                 },
    {"is what the file will say",                  PLAIN,
     T "local s = v:gsub('\\\\d+', '<%0>') doc:commit() "
       "return doc:edited() == s, #doc:edits()",                                                           "true|4"             },
    {"only what differs is an edit",               PLAIN,
     T "v:gsub('\\\\d+', {['2023'] = '2024', ['1'] = '1'}) "
       "return #doc:edits(), doc:edits()[1].span",                                                         "1|2023@22-25"       },
    {"a function that keeps",                      PLAIN,
     T "v:gsub('\\\\d+', function(m) if #m == 4 then return '' end end) "
       "return doc:edits()[1].span, #doc:edits()",                                                         "2023@22-25|1"       },
    {"at most so many",                            PLAIN, T "v:gsub('\\\\d', 'x', 2) return #doc:edits()",
     "2"                                                                                                                        },
    {"an empty match inserts",                     PLAIN,
     "local s = doc:lines()[1]:gsub('', '-') doc:commit() "
     "return s, doc:edited():match'^[^\\n]*'",                                                             "-标-题-|-标-题-"},
    {"of a Regex on a view",                       PLAIN,
     T "re'\\\\d+':gsub(v, 'x') return #doc:edits()",                                                      "4"                  },
    {"of Phrases on a view",                       PLAIN,
     T "d.phrases{'北京', '海淀'}:gsub(v, '[%0]') return #doc:edits()",                                "2"                  },
    {"a string is no document",                    PLAIN,
     T "re'\\\\d+':gsub(v.text, 'x') return #doc:edits()",                                                 "0"                  },
    {"a span's edits are where it is",             PLAIN,
     "doc:lines()[4]:gsub('\\\\d', 'x') return doc:edits()[1].span",                                       "5@90-90"            },
    {"when the function raises nothing is queued", PLAIN,
     T "local n = 0 local ok = pcall(v.gsub, v, '\\\\d', function() n = n + 1 "
       "if n == 3 then error'x' end return 'y' end) return ok, #doc:edits()",                              "false|0"            },
    {"templates as ever",                          PLAIN,
     T "return v:span(22, 48):gsub('(?<y>\\\\d{4})年(\\\\d)', '%2-%{y}%%')",
     "~1-2023%"                                                                                                                 },
    {"with their errors",                          PLAIN, T "v:gsub('(\\\\d)', '%2')",
     "error: invalid capture index %2 in replacement string"                                                                    },
    {"and names",                                  PLAIN, T "v:gsub('(\\\\d)', '%{y}')",
     "error: no group called 'y' for the replacement string"                                                                    },
    {"and ends",                                   PLAIN, T "v:gsub('(\\\\d)', '%{y')",
     "error: missing '}' in replacement string"                                                                                 },
    {"and marks",                                  PLAIN, T "v:gsub('(\\\\d)', '%')",
     "error: invalid use of '%' in replacement string"                                                                          },
};

static void test_gsub(void **state)
{
    run_rows(*state, gsubs, LEN(gsubs));
}

/*
** Property: gsub on a view gives what gsub on its text gives, and the file with
** the edits reads just so.
*/
static void test_gsub_agrees(void **state)
{
    static const char *const patterns[] = {
        "\\\\d",
        "\\\\d+",
        "[^\\\\n]",
        "年|月|日",
        "北京?",
        "(.)\\\\b",
        "(?<=\\\\d)(?=[年月])",
        "",
        "\\\\w+\\\\.",
        "\\\\s+",
    };
    static const char *const news[] = {
        "''",
        "'x'",
        "'%0%0'",
        "'<%0>'",
        "'中'",
        "function(m) local s = tostring(m) return #s % 2 == 0 and s:rep(2) end",
    };
    static const which docs[] = {PLAIN, GB, HTML};
    static const char  code[] =
        "local v, rx, to = doc:view'%s', re'%s', %s "
        "local s, n = v:gsub(rx, to) local t, k = rx:gsub(v.text, to) "
        "if s ~= t or n ~= k then return 'string', s, t end "
        "doc:commit() local e = doc:edited() "
        "if doc.format == 'text' and e ~= s then return 'file', e, s end "
        "return 'same'";
    int tried = 0;

    for (size_t i = 0; i < LEN(patterns) * LEN(news) * LEN(docs); i++) {
        char        text[2000];
        const char *got, *rx = patterns[i % LEN(patterns)];
        const char *to = news[i / LEN(patterns) % LEN(news)];
        which       doc = docs[i / LEN(patterns) / LEN(news)];

        snprintf(text, sizeof text, code, doc == HTML ? "clean" : "text", rx,
                 to);
        fresh(*state);
        got = rig_run(*state, doc, text);
        /* tabs and line ends of the page are the reader's own */
        if (doc == HTML && strncmp(got, "error: ", 7) == 0 &&
            ((rig *)*state)->err.code == DM_E_NO_EDIT)
            continue;
        if (strcmp(got, "same") != 0)
            fail_msg("%s to %s: %s", rx, to, got);
        tried++;
    }
    assert_in_range(tried, 165, 180); /* the others are of three patterns */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),           cmocka_unit_test(test_conflicts),
        cmocka_unit_test(test_places),         cmocka_unit_test(test_fixed),
        cmocka_unit_test(test_other_document), cmocka_unit_test(test_gsub),
        cmocka_unit_test(test_gsub_agrees),
    };

    return cmocka_run_group_tests(tests, rig_setup, rig_teardown);
}
