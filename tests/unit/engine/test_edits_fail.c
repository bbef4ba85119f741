/* test_edits_fail.c - what is said of edits, outputs and writers that are
 * wrong. */
#include "edit_run.h"

/* Scripts that open or run into an error. */
static const struct {
    const char *name, *script, *text; /* text NULL: it does not open */
    dm_code     code;
    int         line, col; /* of the script; of the document's line 1 */
    const char *part;      /* of the message or the help */
} fails[] = {
    {"two rules overlap",                      BOTH(""),                                 "abc", DM_E_EDITS,       5, 2, "rule 'a'"                               },
    {"and both are named",                     BOTH("edits = 'error',"),                 "abc", DM_E_EDITS,       5, 2,
     "rule 'b'"                                                                                                                                                  },
    {"neither is chosen",                      BOTH("edits = function() end,"),          "abc", DM_E_EDITS,       5,
     2,                                                                                                                 "edits = \"first\""                      },
    {"something else is chosen",               BOTH("edits = function() return 1 end,"),
     "abc",                                                                                     DM_E_BAD_RESULT,  3, 0, "gave a number, not one of its two edits"},
    {"no text to replace with",
     RULES("\nrule { id = 'a', match = re '(?<n>a)', action = 'replace' }"),
     "xa",                                                                                      DM_E_BAD_TYPE,    4, 2, "value of rule 'a' is a table"           },
    {"nor from a function",
     RULES("\nrule { id = 'a', match = re 'a', action = 'replace',"
           " with = function() return true end }"),
     "xa",                                                                                      DM_E_BAD_TYPE,    4, 2, "with of rule 'a' is a boolean"          },
    {"a text that is no UTF-8",
     RULES("\nrule { id = 'a', match = re 'a', action = 'replace',"
           " with = '\\xFF' }"),
     "xa",                                                                                      DM_E_SCRIPT,      4, 2, "no UTF-8"                               },
    {"what the reader put in",
     RULES("\nrule { id = 'a', view = 'text', match = re [[\\n]],"
           " action = 'delete' }"),
     "<p>a<p>b",                                                                                DM_E_NO_EDIT,     4, 5, ""                                       },
    {"an action that asks for what cannot be",
     RULES("rule { id = 'a', view = 'text', match = re [[\\n]],"
           " action = function(m, doc)\n doc:delete(m) end }"),
     "<p>a<p>b",                                                                                DM_E_NO_EDIT,     4, 5, ""                                       },
    {"a writer that gives no text",
     "return docmill.script { writer = function() return {} end,"
     " document = function() end }",                                                     "a",   DM_E_BAD_RESULT,  3, 0, "the writer gave a table, not a text"    },
    {"a writer that raises",
     "return docmill.script { writer = function()\n error 'no' end,"
     " document = function() end }",                                                     "a",   DM_E_SCRIPT,      4, 0, "no"                                     },
    {"an output's name",
     "return docmill.script { document = function()\n"
     " docmill.emit('a/b', {}) end }",                                                   "a",   DM_E_SCRIPT,      4, 0, "the name of an output is 1 to 64 of"    },
    {"an empty one",
     "return docmill.script { document = function()\n docmill.emit('', {}) end "
     "}",                                                                                "a",   DM_E_SCRIPT,      4, 0, "the name of an output is 1 to 64 of"    },
    {"a long one",
     "return docmill.script { document = function()\n"
     " docmill.emit(('a'):rep(65), {}) end }",                                           "a",   DM_E_SCRIPT,      4, 0, "the name of an output is 1 to 64 of"    },
    {"behind the record",
     "return docmill.script { document = function()\n"
     " docmill.emit({}, 'a') end }",                                                     "a",   DM_E_SCRIPT,      4, 0, "the name of the output comes first"     },
    {"a name alone",
     "return docmill.script { document = function()\n docmill.emit('a') end }",          "a",   DM_E_SCRIPT,      4, 0, "table expected"                         },

    {"a misspelt action",
     "\nrule { id = 'a', match = re 'a', action = 'repalce' }",                          NULL,
     DM_E_BAD_TYPE,                                                                                               4, 0, "did you mean 'replace'?"                },
    {"with and nothing to do",
     "\nrule { id = 'a', match = re 'a', with = 'x' }",                                  NULL,  DM_E_BAD_TYPE,    4,
     0,                                                                                                                 "add action = \"replace\""               },
    {"with and delete",
     "\nrule { id = 'a', match = re 'a', action = 'delete', with = 'x' }",               NULL,
     DM_E_BAD_TYPE,                                                                                               4, 0, "no action that writes it"               },
    {"wrap with nothing",
     "\nrule { id = 'a', match = re 'a', action = 'wrap' }",                             NULL,
     DM_E_BAD_TYPE,                                                                                               4, 0, "needs two marks"                        },
    {"wrap with one",
     "\nrule { id = 'a', match = re 'a', action = 'wrap', with = { '<' } }",             NULL,  DM_E_BAD_TYPE,    4, 0, "has 1 entries, not two"                 },
    {"wrap with no texts",
     "\nrule { id = 'a', match = re 'a', action = 'wrap', with = { 1, 2 } }",            NULL,  DM_E_BAD_TYPE,    4, 0, "with[1] of rule 'a' is a number"        },
    {"replace with marks",
     "\nrule { id = 'a', match = re 'a', action = 'replace', with = { '' } }",           NULL,  DM_E_BAD_TYPE,    4, 0, "that is for action \"wrap\""            },
    {"a group that is not there",
     "\nrule { id = 'a', match = re '(a)', action = 'replace', with = '%2' }",           NULL,  DM_E_BAD_TYPE,    4, 0, "invalid capture index %2"               },
    {"a name that is not there",
     "\nrule { id = 'a', match = { re '(?<n>a)', re 'b' },"
     " action = 'replace', with = '%{n}' }",                                             NULL,  DM_E_BAD_TYPE,    4, 0, "no group called 'n'"                    },
    {"groups of phrases",
     "\nrule { id = 'a', match = docmill.phrases { 'a' }, action = 'replace',"
     " with = '%2' }",                                                                   NULL,  DM_E_BAD_TYPE,    4, 0, "invalid capture index %2"               },
    {"a mark alone",
     "\nrule { id = 'a', match = function() end, action = 'replace',"
     " with = '50 %' }",                                                                 NULL,  DM_E_BAD_TYPE,    4, 0, "invalid use of '%'"                     },
    {"a misspelt policy",
     "return docmill.script { edits = 'longst', document = print }",                     NULL,
     DM_E_BAD_TYPE,                                                                                               3, 0, "did you mean 'longest'?"                },
    {"a policy of the wrong type",
     "return docmill.script { edits = true, document = print }",                         NULL,
     DM_E_BAD_TYPE,                                                                                               3, 0, "edits of script is a boolean"           },
    {"a misspelt key of the writer",
     "return docmill.script { writer = { recrd = print }, document = print }",           NULL,  DM_E_UNKNOWN_KEY, 3, 0, "did you mean 'record'?"                 },
    {"a writer without record",
     "return docmill.script { writer = { head = '' }, document = print }",               NULL,
     DM_E_BAD_TYPE,                                                                                               3, 0, "writer needs a key 'record'"            },
    {"an ending that is a path",
     "return docmill.script { writer = { record = print, ending = '../x' },"
     " document = print }",                                                              NULL,  DM_E_BAD_TYPE,    3, 0, "not 1 to 16 letters and digits"         },
    {"a head with a zero",
     "return docmill.script { writer = { record = print, head = '\\0' },"
     " document = print }",                                                              NULL,  DM_E_BAD_TYPE,    3, 0, "head of writer has a zero byte"         },
};

static void check_failure(size_t i, bool ok, const dm_err *err)
{
    if (ok || err->code != fails[i].code || err->line != fails[i].line ||
        (fails[i].col > 0 && err->doc_col != fails[i].col) ||
        (strstr(err->msg, fails[i].part) == NULL &&
         strstr(err->help, fails[i].part) == NULL))
        fail_msg("%s: %s E%d line %d col %d: %s (%s)", fails[i].name,
                 ok ? "went well" : "", (int)err->code, err->line, err->doc_col,
                 err->msg, err->help);
}

static void test_fails(void **state)
{
    dm_buf out;

    (void)state;
    dm_buf_init(&out, 1 << 20);
    for (size_t i = 0; i < LEN(fails); i++) {
        dm_err     err = {0};
        dm_engine *engine = open_script(fails[i].script, &err);

        if (fails[i].text == NULL || engine == NULL) {
            check_failure(i, engine != NULL, &err);
            assert_null(fails[i].text);
        }
        for (int twice = 0; engine != NULL && twice < 2; twice++) {
            bool ok = run(engine, fails[i].text, &out, &err);

            check_failure(i, ok, &err);
            if (strstr(out.ptr, fails[i].text) == NULL)
                fail_msg("%s: edited all the same: %s", fails[i].name, out.ptr);
        }
        dm_engine_close(engine);
    }
    dm_buf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fails),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
