/* test_edits.c - rules that edit, named outputs, a script's own writer and the
** columns it declares.
**
** What a run gives is shown as text: the records (an output's name in front),
** what the writer wrote behind "written ", the warnings, and behind "file " the
** decoded file as it would be written.
*/
#include "edit_run.h"

static const struct {
    const char *name, *script, *text, *want;
} works[] = {
    {"replace by the value",
     RULES("rule { id = 'd', match = re [[(\\d+)/(\\d+)]], action = 'replace',"
           " value = function(m) return m[2] .. '.' .. m[1] .. '.' end }"),
     "on 4/12.",                                                                         "{\"id\":\"doc\",\"d\":[\"12.4.\"]}\nfile on 12.4.."                },
    {"by the group called value",
     RULES("rule { id = 'd', match = re [[<(?<value>\\w)>]],"
           " action = 'replace' }"),
     "-<a> <b>",                                                                         "{\"id\":\"doc\",\"d\":[\"a\",\"b\"]}\nfile -a b"                   },
    {"by what a phrase stands for",
     RULES("rule { id = 'd', match = docmill.phrases { a = 'b' },"
           " action = 'replace' }"),
     "aca",                                                                              "{\"id\":\"doc\",\"d\":[\"b\",\"b\"]}\nfile bcb"                    },
    {"by a number and by a place",
     RULES("rule { id = 'n', match = re [[\\d]], action = 'replace',"
           " value = function(m) return m.text + 1 end },"
           "rule { id = 'p', match = re '[a-z]', action = 'replace',"
           " value = function(m) return docmill.at(m.text:upper(), m) end }"),
     "1a",                                                                               "{\"id\":\"doc\",\"n\":[2],\"p\":[\"A\"]}\nfile 2A"                 },
    {"by a template",
     RULES("rule { id = 'd', match = re [[(?<y>\\d+)-(\\d+)]],"
           " action = 'replace', with = '%2/%{y} (%0) %%' }"),
     "1-2",                                                                              "{\"id\":\"doc\",\"d\":[{\"y\":\"1\"}]}\nfile 2/1 (1-2) %"          },
    {"by a function, which may keep",
     RULES("rule { id = 'd', match = re [[\\d]], action = 'replace',"
           " with = function(m, doc) return m.text ~= '2' and doc.id or nil"
           " end }"),
     "123",                                                                              "{\"id\":\"doc\",\"d\":[\"1\",\"2\",\"3\"]}\nfile doc2doc"          },
    {"delete and wrap",
     RULES("rule { id = 'a', match = re 'a', action = 'delete' },"
           "rule { id = 'b', match = re 'b', action = 'wrap',"
           " with = { '<', '>' } }"),
     "abc",                                                                              "{\"id\":\"doc\",\"a\":[\"a\"],\"b\":[\"b\"]}\nfile <b>c"           },
    {"keep and drop edit nothing",
     RULES("rule { id = 'a', match = re 'a', action = 'keep' },"
           "rule { id = 'b', match = re 'b', action = 'drop' }"),
     "abc",                                                                              "{\"id\":\"doc\",\"a\":[\"a\"]}\nfile abc"                          },
    {"a function's edits are the rule's",
     "return docmill.script { rules = { rule { id = 'a', match = re '(?<n>a)',"
     " action = function(m, doc, value) doc:insert_after(m, value.n .. '!') end"
     " } }, document = function(doc, r) local e = doc:edits()[1]"
     " r.e = { e.rule, e.state, e.line } end }",                                 "ab",
     "{\"id\":\"doc\",\"a\":[{\"n\":\"a\"}],\"e\":[\"a\",\"queued\",3]}\n"
     "file aa!b"                                                                                                                                             },
    {"an edit carries the line of its rule",
     "return docmill.script { rules = {\n rule { id = 'a', match = re 'a',"
     " action = 'delete' } }, document = function(doc, r)"
     " local e = doc:edits()[1] r.e = { e.op, e.rule, e.line } end }",           "ab",   "{\"id\":\"doc\",\"a\":[\"a\"],\"e\":[\"delete\",\"a\",4]}\nfile b" },
    {"only hits that stood are edited",
     "return docmill.script { conflict = 'longest', rules = {"
     " rule { id = 'a', match = re 'ab', action = 'delete' },"
     " rule { id = 'b', match = re 'bcd', action = 'replace', with = 'x' } } }", "abcd", "{\"id\":\"doc\",\"a\":[],\"b\":[\"bcd\"]}\nfile ax"                },
    {"markup stays where text is replaced",
     RULES("rule { id = 'a', match = re 'one two', action = 'replace',"
           " with = '<1>' }"),
     "<p>one <b>two</b></p>",                                                            "{\"id\":\"doc\",\"a\":[\"one two\"]}\nfile <p>&lt;1&gt;<b></b></p>"},
    {"the script's policy: first",
     "return docmill.script { edits = 'first', rules = {"
     " rule { id = 'a', match = re 'ab', action = 'delete' },"
     " rule { id = 'b', match = re 'bc', action = 'delete' },"
     " rule { id = 'c', match = re 'bc', action = 'replace', with = 'x' } } }",  "abcd",
     "~E607 line 3: replace of rule 'c' (edit.lua:3, at 1:2) overlaps "                                                                                      },
    {"last",
     "return docmill.script { edits = 'last', rules = {"
     " rule { id = 'a', match = re 'ab', action = 'replace', with = 'x' },"
     "\n rule { id = 'b', match = re 'bc', action = 'replace', with = 'y' } }"
     " }",                                                                       "abcd",
     "{\"id\":\"doc\",\"a\":[\"ab\"],\"b\":[\"bc\"]}\n"
     "E607 line 3: replace of rule 'a' (edit.lua:3, at 1:1) overlaps replace "
     "of rule 'b' (edit.lua:4, at 1:2) and is lost\nfile ayd"                                                                                                },
    {"a function of the two edits",
     "return docmill.script { edits = function(x, y)"
     " return x.rule == 'b' and x or y end, rules = {"
     " rule { id = 'a', match = re 'ab', action = 'replace', with = 'x' },"
     " rule { id = 'b', match = re 'bc', action = 'replace', with = 'y' } } }",  "abcd", "~is lost\nfile ayd"                                                },
    {"committed in document, with another policy",
     "return docmill.script { rules = {"
     " rule { id = 'a', match = re 'ab', action = 'replace', with = 'x' },"
     " rule { id = 'b', match = re 'bc', action = 'replace', with = 'y' } },"
     " document = function(doc) return { n = doc:commit { conflict = 'first' },"
     " text = doc:edited() } end }",                                             "abcd", "~{\"id\":\"doc\",\"n\":1,\"text\":\"xcd\"}\n"                      },
    {"what a script queues and forgets",
     "return docmill.script { rules = {"
     " rule { id = 'a', match = re 'a', action = 'delete' } },"
     " document = function(doc)\n doc:replace(doc:view 'text':find 'b', 'x')"
     "\n doc:delete(doc:view 'text':find 'c') end }",                            "abc",
     "{\"id\":\"doc\",\"a\":[\"a\"]}\nE606 line 4: 2 edits were not committed; "
     "the first is: replace\nfile bc"                                                                                                                        },
    {"gsub queues, and says so when forgotten",
     "return docmill.script { document = function(doc)\n"
     " return { s = doc:view 'text':gsub('a', 'b') } end }",                     "a",
     "{\"id\":\"doc\",\"s\":\"b\"}\n"
     "E606 line 4: an edit was not committed: replace\nfile a"                                                                                               },
    {"a document that is skipped keeps its text",
     "return docmill.script { rules = {"
     " rule { id = 'a', match = re 'a', action = 'delete' } },"
     " document = function(doc) doc:skip 'no' end }",                            "abc",  "file abc"                                                          },

    {"an output by name",
     "return docmill.script { document = function(doc)"
     " docmill.emit('people', { n = 1 }) docmill.emit { n = 2 }"
     " docmill.emit('a-B_9', { id = 'x' }) return { n = 3 } end }",              "",
     "people {\"id\":\"doc\",\"n\":1}\n{\"id\":\"doc\",\"n\":2}\n"
     "a-B_9 {\"id\":\"x\"}\n{\"id\":\"doc\",\"n\":3}\nfile "                                                                                                 },

    {"a writer",
     "return docmill.script { writer = function(r, doc)"
     " return doc.id .. ' ' .. table.concat(r.a, '|') .. ';' end,"
     " rules = { rule { id = 'a', match = re '[a-z]' } } }",                     "ab",   "{\"id\":\"doc\",\"a\":[\"a\",\"b\"]}\nwritten doc a|b;\nfile ab"   },
    {"of each record without a name, and nil for nothing",
     "return docmill.script { writer = { record = function(r)"
     " return r.n ~= 2 and r.n or nil end },"
     " document = function(doc) for i = 1, 3 do docmill.emit { n = i } end"
     " docmill.emit('x', { n = 9 }) return false end }",                         "",
     "{\"id\":\"doc\",\"n\":1}\n{\"id\":\"doc\",\"n\":2}\n"
     "{\"id\":\"doc\",\"n\":3}\nx {\"id\":\"doc\",\"n\":9}\nwritten 13\nfile "                                                                               },
    {"is given plain values",
     "return docmill.script { writer = function(r) local t = {}"
     " for k, v in pairs(r) do t[#t + 1] = k .. '=' .. type(v) end"
     " table.sort(t) return table.concat(t, ' ') end,"
     " document = function(doc) local s = doc:view 'text':find 'a'"
     " return { s = s, at = docmill.at(1, s), l = { s }, b = true,"
     " o = docmill.object {}, x = docmill.json.null } end }",                    "a",
     "~written at=number b=boolean id=string l=table o=table s=string "
     "x=userdata\n"                                                                                                                                          },
    {"and sees the edits of rules",
     "return docmill.script { writer = function(_, doc) return doc:edited() "
     "end,"
     " rules = { rule { id = 'a', match = re 'a', action = 'delete' } } }",      "ab",   "~written b\n"                                                      },
    {"no record, nothing written",
     "return docmill.script { writer = function() return 'x' end,"
     " document = function() return false end }",                                "a",    "written \nfile a"                                                  },
    {"the library's own modules are there",
     "return docmill.script { document = function()"
     " return { l = docmill.layout ~= nil, t = docmill.template ~= nil } end }", "",     "{\"id\":\"doc\",\"l\":true,\"t\":true}\nfile "                     },
};

static void test_works(void **state)
{
    dm_buf out;

    (void)state;
    dm_buf_init(&out, 1 << 20);
    for (size_t i = 0; i < LEN(works); i++) {
        const char *want = works[i].want;
        dm_err      err = {0};
        dm_engine  *engine = open_script(works[i].script, &err);

        if (engine == NULL)
            fail_msg("%s: %d: %s", works[i].name, err.line, err.msg);
        for (int twice = 0; twice < 2; twice++) { /* nothing is left over */
            bool ok = run(engine, works[i].text, &out, &err);

            if (!ok)
                fail_msg("%s: %d: %s", works[i].name, err.line, err.msg);
            for (char *at; (at = strstr(out.ptr, path)) != NULL;)
                memmove(at, at + FOLDER + 1, strlen(at + FOLDER + 1) + 1);
            if (*want == '~' ? strstr(out.ptr, want + 1) == NULL
                             : strcmp(out.ptr, want) != 0)
                fail_msg("%s:\n got %s\nwant %s", works[i].name, out.ptr, want);
        }
        dm_engine_close(engine);
    }
    dm_buf_fini(&out);
}

/* One-liners edit too, and are told when they forget to commit. */
static void test_chunk(void **state)
{
    static const struct {
        const char *chunk, *want;
    } rows[] = {
        {"doc:replace(doc:view('text'):find 'foo', 'bar') doc:commit()",
         "file a bar"                                                                                            },
        {"doc:replace(doc:view('text'):find 'foo', 'bar')",
         "E606 line 1: an edit was not committed: replace\nfile a foo"                                           },
        {"return doc:view('text'):gsub('o', '0'), doc:commit()",
         "{\"id\":\"doc\",\"value\":[\"a f00\",2]}\nfile a f00"                                                  },
        {"emit('x', { n = 1 })",                                         "x {\"id\":\"doc\",\"n\":1}\nfile a foo"},
    };
    dm_buf out;

    (void)state;
    dm_buf_init(&out, 1 << 20);
    for (size_t i = 0; i < LEN(rows); i++) {
        dm_err     err;
        dm_engine *engine = open_chunk(rows[i].chunk, &err);

        assert_non_null(engine);
        if (!run(engine, "a foo", &out, &err))
            fail_msg("%s: %s", rows[i].chunk, err.msg);
        assert_string_equal(out.ptr, rows[i].want);
        dm_engine_close(engine);
    }
    dm_buf_fini(&out);
}

/* The columns of a script, joined. */
static void test_columns(void **state)
{
    static const struct {
        const char *script, *want;
    } rows[] = {
        {RULES("rule { id = 'z', match = re 'a' },"
               "rule { id = 'd', match = re 'a', action = 'drop' },"
               "rule { id = 'a', match = re 'a', action = 'delete' }"),
         "z a"                                                                          },
        {"return docmill.script { order = { 'q', 'id' }, rules = {"
         " rule { id = 'r', match = re 'a' } }, fields = {"
         " b = field { from = 'r' }, q = field { from = 'r' },"
         " a = field { from = 'r' } } }",                               "q a b"},
        {"return docmill.script { order = { 'y', 'x' }, document = print }",
         "y x"                                                                          },
        {"return docmill.script { document = print }",                           ""     },
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        char       got[100] = "";
        dm_err     err;
        dm_engine *engine = open_script(rows[i].script, &err);

        assert_non_null(engine);
        for (size_t k = 0; dm_engine_column(engine, k) != NULL; k++) {
            strcat(got, k > 0 ? " " : "");
            strcat(got, dm_engine_column(engine, k));
        }
        assert_string_equal(got, rows[i].want);
        assert_null(dm_engine_writer_head(engine));
        dm_engine_close(engine);
    }
}

static void test_writer(void **state)
{
    dm_err     err;
    dm_engine *engine =
        open_script("return docmill.script { document = print, writer = {"
                    " head = 'h\\n', tail = '</x>', ending = 'xml',"
                    " record = function() end } }",
                    &err);

    (void)state;
    assert_non_null(engine);
    assert_string_equal(dm_engine_writer_head(engine), "h\n");
    assert_string_equal(dm_engine_writer_tail(engine), "</x>");
    assert_string_equal(dm_engine_writer_ending(engine), "xml");
    dm_engine_close(engine);
    engine = open_script(
        "return docmill.script { document = print, writer = print }", &err);
    assert_non_null(engine);
    assert_string_equal(dm_engine_writer_head(engine), "");
    assert_string_equal(dm_engine_writer_tail(engine), "");
    assert_string_equal(dm_engine_writer_ending(engine), "txt");
    dm_engine_close(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_works),
        cmocka_unit_test(test_chunk),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_writer),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
