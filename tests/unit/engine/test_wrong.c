/* test_wrong.c - what is said of scripts that are wrong, and of documents that
** fail. */
#include "script_run.h"

/* Scripts that are wrong; line 3 is the first below HEAD. */
static const struct {
    const char *name, *script;
    dm_code     code;
    int         line;
    const char *msg; /* part of the message or the help */
} wrong[] = {
    {"misspelt key of a rule",
     "return docmill.script {\n rules = {\n rule { id = 'a', mach = re 'a' } } "
     "}",                                                                                                 DM_E_UNKNOWN_KEY, 5, "did you mean 'match'?"                     },
    {"misspelt key of the script",               "return docmill.script { rulez = {} }",
     DM_E_UNKNOWN_KEY,                                                                                                      3, "did you mean 'rules'?"                     },
    {"misspelt key of a field",
     "return docmill.script { rules = {},\n fields = { a = field { form = 'a' "
     "} } }",                                                                                             DM_E_UNKNOWN_KEY, 4, "did you mean 'from'?"                      },
    {"wrong type",                               "rule { id = 1, match = re 'a' }",                       DM_E_BAD_TYPE,    3,
     "id of rule is a number, not a string"                                                                                                                                },
    {"no id",                                    "rule { match = re 'a' }",                               DM_E_BAD_TYPE,    3, "needs a key 'id'"                          },
    {"a pattern that is a string",               "rule { id = 'a', match = 'a' }",
     DM_E_BAD_TYPE,                                                                                                         3, "match of rule is a string"                 },
    {"an unknown action",                        "rule { id = 'a', match = re 'a', action = 'dorp' }",
     DM_E_BAD_TYPE,                                                                                                         3, "did you mean 'drop'?"                      },
    {"an unknown step",                          "return docmill.script { view = { 'lines', 'widht' } }",
     DM_E_UNKNOWN_STEP,                                                                                                     3, "did you mean 'width'?"                     },
    {"an unknown rule in a field",
     "return docmill.script { rules = { rule { id = 'date', match = re 'a' } },"
     "\n fields = {\n d = field { from = 'dat' } } }",                                                    DM_E_UNKNOWN_KEY, 5, "did you mean 'date'?"                      },
    {"an unknown place in within",
     "return docmill.script { rules = {\n"
     "rule { id = 'a', match = re 'a', within = 'paragrph' } } }",                                        DM_E_UNKNOWN_KEY, 4, "did you mean 'paragraph'?"                 },
    {"two rules of one name",
     "return docmill.script { rules = {\nrule { id = 'a', match = re 'a' },\n"
     "rule { id = 'a', match = re 'b' } } }",                                                             DM_E_BAD_TYPE,    5, "the other one is in line 4"                },
    {"a circle",
     "return docmill.script { rules = {\n"
     "rule { id = 'a', match = re 'a', after = 'b' },\n"
     "rule { id = 'b', match = re 'b', after = { 'a' } } } }",                                            DM_E_BAD_TYPE,    4, "a -> b -> a"                               },
    {"an unknown format",
     "return docmill.script { needs = { format = 'htlm' }, document = print }",                           DM_E_BAD_TYPE,    3, "did you mean 'html'?"                      },
    {"no script",                                "return { rules = {} }",                                 DM_E_BAD_TYPE,    0,
     "end the file with return docmill.script"                                                                                                                             },
    {"a script that does nothing",               "return docmill.script {}",                              DM_E_BAD_TYPE,    3,
     "does nothing"                                                                                                                                                        },
    {"syntax",                                   "return docmill.script {\n",                             DM_E_SYNTAX,      0, ""                                          },
    {"a pattern that does not compile",          "\nlocal x = re [[(a]]",                                 DM_E_REGEX,       4,
     ""                                                                                                                                                                    },
    {"no module",                                "\nrequire 'nothing'",                                   DM_E_NO_MODULE,   4, "nothing"                                   },
    {"the library's own door",                   "require 'docmill.native'",                              DM_E_NO_MODULE,   3,
     "docmill.native"                                                                                                                                                      },
    {"a way out of the folder",                  "require '../x'",                                        DM_E_NO_MODULE,   3, "../x"                                      },
    {"a rule with a name",
     "return docmill.script { rules = { a = rule { id = 'b', match = re 'b' } "
     "} }",                                                                                               DM_E_UNKNOWN_KEY, 3, "no key 'a'"                                },
    {"a rule with a name among others",
     "return docmill.script { rules = { rule { id = 'a', match = re 'a' }, x = "
     "1 } }",                                                                                             DM_E_UNKNOWN_KEY, 3, "no key 'x'"                                },
    {"an order that names no field",
     "return docmill.script { order = { 'dote' },\n"
     "rules = { rule { id = 'date', match = re 'a' } } }",                                                DM_E_UNKNOWN_KEY, 3, "did you mean 'date'?"                      },
    {"an order that names a rule, but no field",
     "return docmill.script { order = { 'date' },\n"
     "rules = { rule { id = 'date', match = re 'a' } }, fields = { day = field "
     "{ from = 'date' } } }",                                                                             DM_E_UNKNOWN_KEY, 3, "no field 'date'"                           },
    {"within nothing",                           "rule { id = 'a', match = re 'a', within = {} }",
     DM_E_BAD_TYPE,                                                                                                         3, "is empty"                                  },
    {"within two things",
     "rule { id = 'a', match = re 'a', within = { rule = 'b', block = "
     "'paragraph' } }",                                                                                   DM_E_BAD_TYPE,    3, "names block and rule"                      },
    {"a list with a name among it",
     "rule { id = 'a', match = re 'a', after = { 'b', c = 'd' } }",                                       DM_E_UNKNOWN_KEY, 3, "after is a list, it has no key 'c'"        },
    {"a view with a name among it",
     "return docmill.script { view = { 'width', x = 'lines' } }",                                         DM_E_UNKNOWN_KEY, 3, "no key 'x'"                                },
    {"a step like no other",                     "return docmill.script { view = { 'zqzqzq' } }",
     DM_E_UNKNOWN_STEP,                                                                                                     3, "docmill help steps"                        },
    {"a list of phrases that is not there",      "docmill.phrases.load 'no.txt'",
     DM_E_NO_MODULE,                                                                                                        3, "looked in /"                               },
    {"a list of phrases that is elsewhere",      "docmill.phrases.load '../no.txt'",
     DM_E_NO_MODULE,                                                                                                        3, "own folder"                                },
    {"init",                                     "return docmill.script { document = print, init = 1 }",
     DM_E_BAD_TYPE,                                                                                                         3, "init of script is a number, not a function"},
};

static void test_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        dm_err     err = {0};
        dm_engine *engine =
            open_with(wrong[i].script, dm_engine_options_default(), &err);

        if (engine != NULL)
            fail_msg("%s: no error", wrong[i].name);
        if (err.code != wrong[i].code ||
            (wrong[i].line != 0 && err.line != wrong[i].line) ||
            (strstr(err.msg, wrong[i].msg) == NULL &&
             strstr(err.help, wrong[i].msg) == NULL))
            fail_msg("%s: %d %s:%d: %s (%s)", wrong[i].name, (int)err.code,
                     err.file, err.line, err.msg, err.help);
        if (wrong[i].line != 0) {
            assert_string_equal(err.file, path);
            assert_true(err.source[0] != '\0');
        }
    }
}

/* Documents that fail: the place in the script and in the document. */
static const struct {
    const char *name, *script, *text;
    dm_code     code;
    int         line, doc_line, doc_col;
    const char *msg;
} failing[] = {
    {"an error in value",
     "return docmill.script { rules = { rule { id = 'a', match = re 'b',\n"
     "value = function(m)\nerror 'no' end } } }",                              "x\nab",                                                         DM_E_SCRIPT,      5, 2, 2, "no"                                  },
    {"a required field",
     "return docmill.script { rules = { rule { id = 'a', match = re 'b' } },\n"
     "fields = { t = field { from = 'a', required = true } } }",               "x",                                                             DM_E_MISSING,     4, 0, 0, "a (0 found)"                         },
    {"a required field that is refused",
     "return docmill.script { rules = { rule { id = 'a', match = re 'x' } },\n"
     "fields = { t = field { from = 'a', required = true,\n"
     "validate = function() return false, 'dull' end } } }",                   "x",                                                             DM_E_MISSING,     4, 1, 1, "dull"                                },
    {"a function in a record",
     "return docmill.script { document = function()\n"
     "return { authors = { {}, { name = print } } } end }",                    "",                                                              DM_E_BAD_RESULT,  0, 0, 0, "record.authors[2].name is a function"},
    {"mixed keys",
     "return docmill.script { document = function() return { a = { 1, b = 2 } }"
     " end }",                                                                 "",                                                              DM_E_BAD_RESULT,  0, 0, 0, "record.a mixes"                      },
    {"holes",
     "return docmill.script { document = function() return { a = { 1, [3] = 2 "
     "} }"
     " end }",                                                                 "",                                                              DM_E_BAD_RESULT,  0, 0, 0, "record.a is a list with holes"       },
    {"not a number",
     "return docmill.script { document = function() return { a = 0/0 } end }", "",                                                              DM_E_BAD_RESULT,  0, 0, 0, "NaN"                                 },
    {"a cycle",
     "return docmill.script { document = function() local t = {} t.t = { t }"
     " return t end }",                                                        "",                                                              DM_E_BAD_RESULT,  0, 0, 0, "contains itself"                     },
    {"too deep",
     "return docmill.script { document = function() local t = {}"
     " for i = 1, 200 do t = { a = t } end return t end }",                    "",                                                              DM_E_BAD_RESULT,  0, 0, 0, "deeper"                              },
    {"text that is none",
     "return docmill.script { document = function() return { a = '\\xff' } end "
     "}",                                                                      "",                                                              DM_E_BAD_RESULT,  0, 0, 0, "record.a is text that is not UTF-8"  },
    {"a block in a record",
     "return docmill.script { document = function(doc)"
     " return { a = doc:blocks()[1] } end }",                                  "x",                                                             DM_E_BAD_RESULT,  0, 0, 0, "block.text"                          },
    {"two ways to reduce one key",
     "return docmill.script { document = function(_, _, ctx)"
     " ctx:reduce('k', 1, 'sum')\nctx:reduce('k', 1, 'max') end }",            "x",                                                             DM_E_BAD_TYPE,    4, 0, 0, "reduced by sum"                      },
    {"a name of ours",
     "return docmill.script { document = function() return { _spans = 1 } end "
     "}",                                                                      "",                                                              DM_E_BAD_RESULT,  0, 0, 0, "_spans"                              },
    {"an id that is no text",
     "return docmill.script { document = function() return { id = 1 } end }",  "",                                                              DM_E_BAD_RESULT,  0, 0, 0, "record.id"                           },
    {"a record that is none",
     "return docmill.script { document = function() return 1 end }",           "",
     DM_E_BAD_RESULT,                                                                                                                                             3, 0, 0, "document returned a number"          },
    {"an emit before an error counts for nothing",
     "return docmill.script { document = function() docmill.emit {}\n"
     "error 'late' end }",                                                     "",                                                              DM_E_SCRIPT,      4, 0, 0, "late"                                },
    {"a misspelt key of a candidate",
     "return docmill.script { rules = { rule { id = 'r', match = re 'r' } },\n"
     "fields = { t = field {\n"
     "candidates = function() return { { value = 'A', spna = 1 } } end } } }", "x",                                                             DM_E_UNKNOWN_KEY, 4, 0, 0, "did you mean 'span'?"                },
    {"a candidate whose value is misspelt",
     "return docmill.script { rules = { rule { id = 'r', match = re 'r' } },\n"
     "fields = { t = field {\n"
     "candidates = function() return { { vlaue = 'A' } } end } } }",           "x",                                                             DM_E_UNKNOWN_KEY, 4, 0, 0, "'vlaue'"                             },
    {"a function as the value of a rule",
     "return docmill.script { rules = {\nrule { id = 'a', match = re 'x' },\n"
     "rule { id = 'b', match = re 'x', value = function() return print end } } "
     "}",                                                                      "x",                                                             DM_E_BAD_RESULT,  5, 0, 0, "record.b[1] is a function"           },
    {"a function as the value of a field",
     "return docmill.script { rules = {\nrule { id = 'a', match = re 'x' } },\n"
     "fields = { b = field { from = 'a', normalize = function() return print "
     "end } } }",                                                              "x",                                                             DM_E_BAD_RESULT,  5, 0, 0, "record.b is a function"              },
    {"a function that the document handler put in",
     "return docmill.script { rules = {},\n\ndocument = function(_, r) r.f = "
     "print end }",                                                            "x",                                                             DM_E_BAD_RESULT,  5, 0, 0, "record.f is a function"              },
    {"a pattern that takes too long, in its rule's line",
     "return docmill.script { rules = {\n"
     "rule { id = 'a', match = re([[(?:a+)+$]], 'R') } } }",                   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
     DM_E_STEPS,                                                                                                                                                  4, 0, 0, ""                                    },
    {"a list when it is too late",
     "return docmill.script { document = function()\n"
     "docmill.phrases.load 'x.txt' end }",                                     "x",                                                             DM_E_SCRIPT,      4, 0, 0, "when the script is compiled"         },
    {"a record over the size limit",
     "return docmill.script { document = function() return { a ="
     " ('x'):rep(17 << 20) } end }",                                           "",                                                              DM_E_SIZE,        0, 0, 0, "size"                                },
};

static void test_failing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        dm_err     err = {0};
        dm_buf     out;
        dm_engine *engine =
            open_with(failing[i].script, dm_engine_options_default(), &err);

        if (engine == NULL)
            fail_msg("%s: %s", failing[i].name, err.msg);
        dm_buf_init(&out, 1 << 20);
        if (run(engine, failing[i].text, &out, &err))
            fail_msg("%s: no error but %s", failing[i].name, out.ptr);
        assert_string_equal(out.ptr, "");
        if (err.code != failing[i].code ||
            (failing[i].line != 0 && err.line != failing[i].line) ||
            err.doc_line != failing[i].doc_line ||
            err.doc_col != failing[i].doc_col ||
            (strstr(err.msg, failing[i].msg) == NULL &&
             strstr(err.help, failing[i].msg) == NULL))
            fail_msg("%s: %d %s:%d: %s (%s) in %s:%d:%d", failing[i].name,
                     (int)err.code, err.file, err.line, err.msg, err.help,
                     err.doc, err.doc_line, err.doc_col);
        assert_string_equal(err.doc, "doc");
        assert_string_equal(err.file, path); /* and no file of the library */
        assert_null(strstr(err.help, "std/"));
        assert_false(dm_engine_dead(engine)); /* and usable again */
        assert_false(run(engine, failing[i].text, &out, &err));
        dm_engine_close(engine);
        dm_buf_fini(&out);
    }
}

/* A limit kills the state and names the place that was being worked on. */
static void test_dead(void **state)
{
    static const char script[] =
        "return docmill.script { rules = { rule { id = 'a', match = re 'b',\n"
        "value = function(m)\nwhile true do end end } } }";
    dm_engine_options options = dm_engine_options_default();
    dm_err            err = {0};
    dm_engine        *engine;
    dm_buf            out;

    (void)state;
    options.lua.deadline = 50;
    engine = open_with(script, options, &err);
    assert_non_null(engine);
    dm_buf_init(&out, 1 << 20);
    assert_false(run(engine, "x\nab", &out, &err));
    assert_int_equal(err.code, DM_E_DEADLINE);
    assert_int_equal(err.line, 5);
    assert_int_equal(err.doc_line, 2);
    assert_int_equal(err.doc_col, 2);
    assert_true(dm_engine_dead(engine));
    assert_false(run(engine, "ab", &out, &err));
    dm_engine_close(engine);
    dm_buf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_failing),
        cmocka_unit_test(test_dead),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
