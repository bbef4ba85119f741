/* test_engine.c - scripts over small documents, and what comes out. */
#include "script_run.h"

static const struct {
    const char *name, *script, *text, *want;
    bool        spans;
} records[] = {
    {"a list for each rule, in the order of the rules",
     "return docmill.script { rules = {"
     " rule { id = 'z', match = re [[z\\d]] },"
     " rule { id = 'a', match = re [[a(?<value>\\d)]] } } }",                   "a1 z2 a3",     "{\"id\":\"doc\",\"z\":[\"z2\"],\"a\":[\"1\",\"3\"]}\n",
     false                                                                                                                                                           },
    {"named groups make an object without those that took no part",
     "return docmill.script { rules = { rule { id = 'd',"
     " match = re [[(?<y>\\d{4})(?:-(?<m>\\d\\d))?]] } } }",                    "2023-04 2024",
     "{\"id\":\"doc\",\"d\":[{\"m\":\"04\",\"y\":\"2023\"},{\"y\":\"2024\"}]}"
     "\n",                                                                                                                                                      false},
    {"no match is an empty list",
     "return docmill.script { rules = { rule { id = 'q', match = re 'q' } } }", "",             "{\"id\":\"doc\",\"q\":[]}\n",                                  false},
    {"a drop is no field",
     "return docmill.script { rules = {"
     " rule { id = 'q', match = re 'b', action = 'drop' } },"
     " document = function(doc, r) r.n = #doc:drops() end }",                   "abcb",         "{\"id\":\"doc\",\"n\":2}\n",                                   false},
    {"places in characters and bytes",
     "return docmill.script { rules = { rule { id = 'd',"
     " match = re [[(\\d+)年]],"
     " value = function(m) return tonumber(m[1].text) end } } }",               "中2023年",
     "{\"id\":\"doc\",\"d\":[2023],\"_spans\":{\"d\":[{\"at\":[1,6],"
     "\"src\":[3,10],\"exact\":true,\"rule\":\"d\"}]}}\n",                                                                                                      true },
    {"a value that is a span has its own place",
     "return docmill.script { rules = { rule { id = 'd',"
     " match = re [[a(?<value>.)]] } } }",                                      "xab",
     "{\"id\":\"doc\",\"d\":[\"b\"],\"_spans\":{\"d\":[{\"at\":[2,3],"
     "\"src\":[2,3],\"exact\":true,\"rule\":\"d\"}]}}\n",                                                                                                       true },
    {"a list that document has filtered keeps the places of what is left",
     "return docmill.script { rules = { rule { id = 'd', match = re [[\\d]],"
     " value = function(m) return m.text end } },"
     " document = function(doc, r) table.remove(r.d, 1) r.x = 1 end }",         "1 2",
     "{\"id\":\"doc\",\"d\":[\"2\"],\"x\":1,\"_spans\":{\"d\":[{\"at\":[2,3],"
     "\"src\":[2,3],\"exact\":true,\"rule\":\"d\"}],\"x\":[null]}}\n",                                                                                          true },
    {"of equal values in an edited list nobody knows which is left",
     "return docmill.script { rules = { rule { id = 'd', match = re '[a-z]',"
     " value = function(m) return m.text end } },"
     " document = function(doc, r) table.remove(r.d, 1) end }",                 "a a b",
     "{\"id\":\"doc\",\"d\":[\"a\",\"b\"],\"_spans\":{\"d\":[null,"
     "{\"at\":[4,5],\"src\":[4,5],\"exact\":true,\"rule\":\"d\"}]}}\n",                                                                                         true },
    {"nor which of them a value that was copied is from",
     "return docmill.script { rules = { rule { id = 'd', match = re '[a-z]',"
     " value = function(m) return m.text end } },"
     " document = function(doc, r) r.d[2] = 'a' end }",                         "a b",
     "{\"id\":\"doc\",\"d\":[\"a\",\"a\"],\"_spans\":{\"d\":[null,null]}}\n",                                                                                   true },
    {"a list that nobody edited keeps all its places",
     "return docmill.script { rules = { rule { id = 'd', match = re '[a-z]',"
     " value = function(m) return m.text end } },"
     " document = function(doc, r) r.d = { 'a', 'a' } end }",                   "aa",
     "{\"id\":\"doc\",\"d\":[\"a\",\"a\"],\"_spans\":{\"d\":["
     "{\"at\":[0,1],\"src\":[0,1],\"exact\":true,\"rule\":\"d\"},"
     "{\"at\":[1,2],\"src\":[1,2],\"exact\":true,\"rule\":\"d\"}]}}\n",                                                                                         true },
    {"the same table is the same value, wherever it was moved",
     "return docmill.script { rules = { rule { id = 'd', match = re '[a-z]',"
     " value = function(m) return { v = 1 } end } },"
     " document = function(doc, r) table.remove(r.d, 1) end }",                 "aa",
     "{\"id\":\"doc\",\"d\":[{\"v\":1}],\"_spans\":{\"d\":["
     "{\"at\":[1,2],\"src\":[1,2],\"exact\":true,\"rule\":\"d\"}]}}\n",                                                                                         true },
    {"a value that is no list keeps its place while it is equal",
     "return docmill.script { rules = { rule { id = 'd', match = re [[\\d]],"
     " value = function(m) return { list = { m.text } } end } },"
     " fields = { a = field { from = 'd' }, b = field { from = 'd',"
     " normalize = function(v) return v.list[1] end } },"
     " document = function(doc, r) r.a.x = 1 r.b = '1' end }",                  "1 2",
     "{\"id\":\"doc\",\"a\":{\"list\":[\"1\"],\"x\":1},\"b\":\"1\",\"_spans\":"
     "{\"a\":[{\"at\":[0,1],\"src\":[0,1],\"exact\":true,\"rule\":\"d\"}],"
     "\"b\":[{\"at\":[0,1],\"src\":[0,1],\"exact\":true,\"rule\":\"d\"}]}}\n",                                                                                  true },
    {"candidates may be values, Spans and candidates",
     "return docmill.script { rules = { rule { id = 'd', match = re [[\\d]] } "
     "},"
     " fields = { a = field { from = 'd', pick = 'all',"
     " candidates = function(doc, found) found[2] = { y = 1 }"
     " found[3] = { value = 'v', score = 1, span = found[1].span }"
     " found[4] = doc:links()[1] or 4 return found end } } }",                  "1",            "{\"id\":\"doc\",\"a\":[\"1\",{\"y\":1},\"v\",4]}\n",           false},
    {"fields: first, all, longest, last, and the order of keys",
     "local f = docmill.field return docmill.script { rules = {"
     " rule { id = 'n', match = re [[\\d+]] } }, order = { 'z', 'l' }, fields ="
     " { a = f { from = 'n' }, z = f { from = 'n', pick = 'all' },"
     " l = f { from = 'n', pick = 'longest' },"
     " e = f { from = 'n', pick = 'last' } } }",                                "1 333 22",
     "{\"id\":\"doc\",\"z\":[\"1\",\"333\",\"22\"],\"l\":\"333\","
     "\"a\":\"1\",\"e\":\"22\"}\n",                                                                                                                             false},
    {"the first rule that has something valid",
     "return docmill.script { rules = {"
     " rule { id = 'n', match = re [[\\d+]] },"
     " rule { id = 'w', match = re [[[a-z]+]] } },"
     " fields = { v = field { from = { 'n', 'w' },"
     " normalize = function(v) return v.text:upper() end,"
     " validate = function(v) return #v > 1, 'short' end } },"
     " document = function(_, r, ctx) r.lost = #ctx.candidates.v end }",        "1 abc 2",      "{\"id\":\"doc\",\"lost\":2,\"v\":\"ABC\"}\n",                  false},
    {"the longest of two rules wins",
     "return docmill.script { conflict = 'longest', rules = {"
     " rule { id = 'a', match = re 'ab' }, rule { id = 'b', match = re 'bcd' } "
     "} }",                                                                     "abcd ab",      "{\"id\":\"doc\",\"a\":[\"ab\"],\"b\":[\"bcd\"]}\n",            false},
    {"the one that begins first wins",
     "return docmill.script { conflict = 'first', rules = {"
     " rule { id = 'a', match = re 'ab' }, rule { id = 'b', match = re 'bcd' } "
     "} }",                                                                     "abcd",         "{\"id\":\"doc\",\"a\":[\"ab\"],\"b\":[]}\n",                   false},
    {"priority wins over length",
     "return docmill.script { conflict = 'priority', rules = {"
     " rule { id = 'a', match = re 'abc' },"
     " rule { id = 'b', match = re 'c', priority = 1 } } }",                    "abcd",         "{\"id\":\"doc\",\"a\":[],\"b\":[\"c\"]}\n",                    false},
    {"without a policy all stay",
     "return docmill.script { rules = {"
     " rule { id = 'a', match = re 'ab' }, rule { id = 'b', match = re 'bcd' } "
     "} }",                                                                     "abcd",         "{\"id\":\"doc\",\"a\":[\"ab\"],\"b\":[\"bcd\"]}\n",            false},
    {"of two matchers the first keeps its place",
     "return docmill.script { rules = { rule { id = 'a',"
     " match = { re 'ab', re '[a-z]' } } } }",                                  "xaby",         "{\"id\":\"doc\",\"a\":[\"x\",\"ab\",\"y\"]}\n",                false},
    {"within another rule, which is written later",
     "return docmill.script { rules = {"
     " rule { id = 'n', match = re [[\\d]], within = 'p' },"
     " rule { id = 'p', match = re [[\\(.*?\\)]] } } }",                        "1(2)3(4)",
     "{\"id\":\"doc\",\"n\":[\"2\",\"4\"],\"p\":[\"(2)\",\"(4)\"]}\n",                                                                                          false},
    {"within a type that another rule annotates",
     "return docmill.script { rules = {"
     " rule { id = 'n', match = re [[\\d]], within = { type = 'par' } },"
     " rule { id = 'p', match = re [[\\(.*?\\)]], type = 'par',"
     " features = function(m) return { len = #m } end } },"
     " document = function(doc, r) r.f = "
     "doc:annotations('par')[1].features.len end }",                            "1(2)",         "{\"id\":\"doc\",\"n\":[\"2\"],\"p\":[\"(2)\"],\"f\":\"3\"}\n",
     false                                                                                                                                                           },
    {"where and value may refuse",
     "return docmill.script { rules = { rule { id = 'n', match = re [[\\d]],"
     " where = function(m) return m.text ~= '2', 'two' end,"
     " value = function(m) if m.text ~= '3' then return m end end } } }",       "1234",         "{\"id\":\"doc\",\"n\":[\"1\",\"4\"]}\n",                       false},
    {"the best score wins, the reason of a refusal is kept",
     "return docmill.script { rules = { rule { id = 'n', match = re [[\\d]],"
     " value = function(m) local n = tonumber(m.text)"
     " if n == 9 then return nil, 'nine' end return n, -n end } },"
     " fields = { v = field { from = 'n', pick = 'best' } } }",                 "93124",        "{\"id\":\"doc\",\"v\":1}\n",                                   false},
    {"the sandbox lists a span's own groups, sets say which member matched",
     "return docmill.script { rules = { rule { id = 'n',"
     " match = re.set { [[(?<a>x)]], [[(?<value>y).]] } } } }",                 "xyz",          "{\"id\":\"doc\",\"n\":[{\"a\":\"x\"},\"y\"]}\n",               false},
    {"phrases give what they stand for",
     "return docmill.script { rules = { rule { id = 'n',"
     " match = docmill.phrases { ['\u5317'] = 'north', ['\u5357'] = 'south' } "
     "} } }",                                                                   "\u5357\u5317", "{\"id\":\"doc\",\"n\":[\"south\",\"north\"]}\n",               false},
    {"a span that cuts a character is refused by no one but JSON",
     "return docmill.script { document = function(doc)"
     " return { ok = pcall(docmill.emit, { a = doc:view('text'):span(1, 3) }) }"
     " end }",                                                                  "\u5317",
     "{\"id\":\"doc\",\"a\":\"\u5317\"}\n{\"id\":\"doc\",\"ok\":true}\n",                                                                                       false},
    {"match may be a function",
     "return docmill.script { rules = { rule { id = 'n', match ="
     " function(view) return view:gmatch(re 'b') end } } }",                    "abb",          "{\"id\":\"doc\",\"n\":[\"b\",\"b\"]}\n",                       false},
    {"emit, and false for no record",
     "return docmill.script { document = function(doc)"
     " docmill.emit { b = 1 } docmill.emit { id = 'x', b = 2 } return false "
     "end }",                                                                   "",             "{\"id\":\"doc\",\"b\":1}\n{\"id\":\"x\",\"b\":2}\n",           false},
    {"skip",
     "return docmill.script { document = function(doc)"
     " docmill.emit { b = 1 } doc:skip 'dull' end }",                           "",             "skipped: dull",                                                false},
    {"turned away",
     "return docmill.script { needs = { min_bytes = 10 },"
     " document = function() end }",                                            "short",        "away: 5 bytes, fewer than 10",                                 false},
    {"turned away by path",
     "return docmill.script { needs = { path = { '*.html', 'x/*' } },"
     " document = function() end }",                                            "short",        "away: the path does not match",                                false},
    {"a glob that fits",
     "return docmill.script { needs = { path = '*.txt', format = 'text' },"
     " document = function(_, r) r.ok = true end }",                            "short",        "{\"id\":\"doc\",\"ok\":true}\n",                               false},
    {"reduce",
     "return docmill.script { document = function(doc, r, ctx)"
     " ctx:reduce('n', 2, 'sum') ctx:reduce('n', 3, 'sum')"
     " ctx:reduce('k', nil, 'count') ctx:reduce('u', { 'a', 'b' }, 'union')"
     " return false end }",                                                     "",
     "[[\"n\",\"sum\",5],[\"k\",\"count\",1],[\"u\",\"set\",\"a\"],[\"u\","
     "\"set\",\"b\"]]",                                                                                                                                         false},
    {"at and object",
     "return docmill.script { rules = {}, document = function(doc)"
     " local v = doc:view 'clean'"
     " return { a = docmill.at(7, v:find(re 'b')), o = docmill.object{} , l = "
     "{} }"
     " end }",                                                                  "ab",
     "{\"id\":\"doc\",\"a\":7,\"l\":[],\"o\":{},\"_spans\":{\"a\":[{\"at\":[1,"
     "2],"
     "\"src\":[1,2],\"exact\":true}],\"l\":[],\"o\":[null]}}\n",                                                                                                true },
};

static void test_records(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        dm_engine_options options = dm_engine_options_default();
        dm_engine        *engine;
        dm_buf            out;
        dm_err            err = {0};

        options.spans = records[i].spans;
        dm_buf_init(&out, 1 << 20);
        engine = open_with(records[i].script, options, &err);
        if (engine == NULL)
            fail_msg("%s: %s:%d: %s", records[i].name, err.file, err.line,
                     err.msg);
        for (int twice = 0; twice < 2; twice++) { /* nothing is left over */
            dm_buf_clear(&out);
            if (!run(engine, records[i].text, &out, &err))
                fail_msg("%s: %s:%d: %s", records[i].name, err.file, err.line,
                         err.msg);
            if (strcmp(out.ptr, records[i].want) != 0)
                fail_msg("%s:\n got %s\nwant %s", records[i].name, out.ptr,
                         records[i].want);
        }
        dm_engine_close(engine);
        dm_buf_fini(&out);
    }
}

static const struct {
    const char *name, *chunk, *want;
} chunks[] = {
    {"an expression that is no table",    "#doc.text",
     "{\"id\":\"doc\",\"value\":3}\n"                                                                                },
    {"a table",                           "{ a = doc.id }",                      "{\"id\":\"doc\",\"a\":\"doc\"}\n"  },
    {"statements",                        "for i = 1, 2 do emit { i = i } end",
     "{\"id\":\"doc\",\"i\":1}\n{\"id\":\"doc\",\"i\":2}\n"                                                          },
    {"nothing",                           "local x = 1",                         ""                                  },
    {"several values",                    "1, nil, 'a'",
     "{\"id\":\"doc\",\"value\":[1,null,\"a\"]}\n"                                                                   },
    {"what gsub gives",                   "doc.text:gsub('b', 'B')",
     "{\"id\":\"doc\",\"value\":[\"aBc\",1]}\n"                                                                      },
    {"nil and a message",                 "nil, 'no such thing'",
     "warning E602: no such thing\n"                                                                                 },
    {"nil and something else",            "nil, 1",
     "{\"id\":\"doc\",\"value\":[null,1]}\n"                                                                         },
    {"nil",                               "nil",                                 ""                                  },
    {"a list",                            "{ 1, 2 }",                            "{\"id\":\"doc\",\"value\":[1,2]}\n"},
    {"a list of Spans",                   "doc:lines()",
     "{\"id\":\"doc\",\"value\":[\"abc\"]}\n"                                                                        },
    {"an empty list",                     "doc:links()",                         "{\"id\":\"doc\",\"value\":[]}\n"   },
    {"an empty record",                   "object {}",                           "{\"id\":\"doc\"}\n"                },
    {"a table with a fixed set of names", "doc.charset",                         NULL                                },
    {"short names",                       "emit { n = re 'b':count(doc.text) }",
     "{\"id\":\"doc\",\"n\":1}\n"                                                                                    },
};

static void test_chunks(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        dm_engine_options options = dm_engine_options_default();
        dm_engine        *engine;
        dm_err            err = {0};
        dm_buf            out;

        options.chunk = dm_slice_str(chunks[i].chunk);
        engine = dm_engine_open(&options, &err);
        if (engine == NULL)
            fail_msg("%s: %s", chunks[i].name, err.msg);
        dm_buf_init(&out, 1 << 20);
        if (!run(engine, "abc", &out, &err))
            fail_msg("%s: %s", chunks[i].name, err.msg);
        if (chunks[i].want == NULL)
            assert_non_null(strstr(out.ptr, "\"name\":\"utf-8\""));
        else if (strcmp(out.ptr, chunks[i].want) != 0)
            fail_msg("%s: got %s", chunks[i].name, out.ptr);
        dm_engine_close(engine);
        dm_buf_fini(&out);
    }
}

/* init and finish run once; what they may do differs. */
static void test_ends(void **state)
{
    static const char good[] =
        "return docmill.script { init = function(ctx) ctx.n = 1 end,"
        " document = function(_, r, ctx) ctx.n = ctx.n + 1 r.n = ctx.n end,"
        " finish = function(ctx) ctx:reduce('n', ctx.n, 'max') end }";
    static const char bad[] =
        "return docmill.script { document = print,"
        " init = function(ctx) ctx:reduce('n', 1, 'sum') end }";
    dm_err     err = {0};
    dm_engine *engine = open_with(good, dm_engine_options_default(), &err);
    dm_buf     out;
    dm_result  result;

    (void)state;
    dm_buf_init(&out, 1 << 20);
    assert_non_null(engine);
    assert_true(dm_engine_init(engine, &err));
    assert_true(run(engine, "x", &out, &err));
    assert_string_equal(out.ptr, "{\"id\":\"doc\",\"n\":2}\n");
    dm_result_init(&result, 1 << 20);
    assert_true(dm_engine_finish(engine, &result, &err));
    assert_int_equal(result.nrecords, 0);
    dm_buf_clear(&out);
    dm_json_value(&out, result.reduced, 0);
    dm_buf_char(&out, '\0');
    assert_string_equal(out.ptr, "[[\"n\",\"max\",2]]");
    dm_result_fini(&result);
    dm_engine_close(engine);
    dm_buf_fini(&out);
    engine = open_with(bad, dm_engine_options_default(), &err);
    assert_non_null(engine);
    assert_false(dm_engine_init(engine, &err));
    assert_int_equal(err.code, DM_E_SCRIPT);
    dm_engine_close(engine);
}

/* How many records finish emits would depend on the number of workers. */
static void test_finish_emits_nothing(void **state)
{
    static const char script[] =
        "return docmill.script { document = print,\n"
        " finish = function() docmill.emit { n = 1 } end }";
    dm_err     err = {0};
    dm_engine *engine = open_with(script, dm_engine_options_default(), &err);
    dm_result  result;

    (void)state;
    assert_non_null(engine);
    dm_result_init(&result, 1 << 20);
    assert_false(dm_engine_finish(engine, &result, &err));
    assert_int_equal(err.code, DM_E_SCRIPT);
    assert_int_equal(err.line, 4);
    assert_non_null(strstr(err.help, "ctx:reduce"));
    assert_int_equal(result.nrecords, 0);
    dm_result_fini(&result);
    dm_engine_close(engine);
}

/* A match whose group `value` took no part is left out; a note says so, and
** `_meta` counts it. */
static void test_void(void **state)
{
    static const char script[] =
        "return docmill.script { rules = {\n"
        "rule { id = 'a', match = re [[\\w(?<value>\\d)?]] } } }";
    dm_engine_options options = dm_engine_options_default();
    dm_err            err = {0};
    dm_engine        *engine;
    dm_doc           *doc = load("x\ny1 z");
    dm_result         result;
    dm_buf            out;

    (void)state;
    options.meta = true;
    engine = open_with(script, options, &err);
    assert_non_null(engine);
    dm_buf_init(&out, 1 << 20);
    dm_result_init(&result, 1 << 20);
    assert_true(dm_engine_document(engine, doc, &result, &err));
    assert_int_equal(result.nnotes, 1);
    assert_int_equal(result.notes[0].level, DM_LOG_INFO);
    assert_string_equal(result.notes[0].text.msg,
                        "rule 'a': 2 matches were left out, their group "
                        "'value' took no part");
    assert_string_equal(result.notes[0].text.file, path);
    assert_int_equal(result.notes[0].text.line, 4);
    assert_int_equal(result.notes[0].text.doc_line, 1);
    assert_non_null(strstr(result.notes[0].text.help, "value = function"));
    dm_json_value(&out, result.records[0], 0);
    dm_buf_char(&out, '\0');
    assert_non_null(strstr(out.ptr, "\"a\":[\"1\"]"));
    assert_non_null(strstr(out.ptr, "\"rejected\":{\"a\":2}"));
    dm_result_fini(&result);
    dm_buf_fini(&out);
    dm_doc_free(doc);
    dm_engine_close(engine);
}

/* The lists beside a script: what is read, and where its numbers come from. */
static void test_lists(void **state)
{
    static const struct {
        const char *name, *text, *want; /* of the matches, or the error */
    } rows[] = {
        {"a phrase a line",                       "b\nc\n",    "b1 c2 "                         },
        {"no newline at the end",                 "c\nb",      "b2 c1 "                         },
        {"a mark, CR LF, blanks and blank lines",
         "\xEF\xBB\xBF b\r\n\r\n\t\n c d \r\n",                "b1 c d2 "                       },
        {"no comments",                           "#a\nb\n",   "#a1 b2 "                        },
        {"nothing",                               "\n",        "has no phrases"                 },
        {"not UTF-8",                             "a\n\xFF\n", "line 2 of list.txt is not UTF-8"},
    };
    char list[sizeof path];

    (void)state;
    snprintf(list, sizeof list, "%.24s/list.txt", path);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        FILE      *f = fopen(list, "w");
        dm_err     err = {0};
        dm_engine *engine;
        dm_buf     out;

        assert_non_null(f);
        fputs(rows[i].text, f);
        fclose(f);
        dm_buf_init(&out, 1 << 20);
        engine = open_with(
            "local p = docmill.phrases.load 'list.txt'\n"
            "return docmill.script { document = function(doc) local s = ''\n"
            "for m in p:gmatch(doc:view 'text') do s = s .. m.text .. m.index"
            " .. ' ' end return { s = s } end }",
            dm_engine_options_default(), &err);
        unlink(list); /* it was read when the script was compiled */
        if (engine == NULL) {
            dm_buf_str(&out, err.msg);
            assert_int_equal(err.line, 3);
        } else {
            assert_true(run(engine, "a b c d #a", &out, &err));
        }
        dm_buf_char(&out, '\0');
        if (strstr(out.ptr, rows[i].want) == NULL && i != 3)
            fail_msg("%s: %s", rows[i].name, out.ptr);
        if (i == 3) /* in the order of the text */
            assert_non_null(strstr(out.ptr, "b2 #a1 "));
        dm_engine_close(engine);
        dm_buf_fini(&out);
    }
}

static void test_meta(void **state)
{
    static const char script[] =
        "return docmill.script { name = 'n', rules = {"
        " rule { id = 'x', match = re 'b', action = 'drop' } } }";
    dm_engine_options options = dm_engine_options_default();
    dm_err            err = {0};
    dm_engine        *engine;
    dm_buf            out;

    (void)state;
    options.meta = true;
    engine = open_with(script, options, &err);
    assert_non_null(engine);
    dm_buf_init(&out, 1 << 20);
    assert_true(run(engine, "ab", &out, &err));
    assert_non_null(strstr(out.ptr, "{\"id\":\"doc\",\"_meta\":{\"path\":"
                                    "\"doc.txt\",\"format\":\"text\","
                                    "\"bytes\":2,\"xxh3\":\""));
    assert_non_null(strstr(out.ptr, "\"view\":\"clean\""));
    assert_non_null(strstr(out.ptr, "\"dropped\":[{\"at\":[1,2],\"src\":[1,2],"
                                    "\"exact\":true,\"reason\":\"x\","
                                    "\"text\":\"b\"}]"));
    assert_non_null(strstr(out.ptr, "\"script\":{\"name\":\"n\",\"file\":\"/"));
    dm_engine_close(engine);
    dm_buf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),
        cmocka_unit_test(test_chunks),
        cmocka_unit_test(test_meta),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_finish_emits_nothing),
        cmocka_unit_test(test_void),
        cmocka_unit_test(test_lists),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
