/* test_engine.c - scripts over small documents: what comes out, and what is
** said when something is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "emit/json.h"
#include "engine/engine.h"

#define HEAD                                                                   \
    "local docmill = require 'docmill'\n"                                      \
    "local rule, field, re = docmill.rule, docmill.field, docmill.re\n"

static char path[] = "/tmp/docmill-test-XXXXXX/test.lua";

static int make_folder(void **state)
{
    (void)state;
    path[24] = '\0';
    if (mkdtemp(path) == NULL)
        return -1;
    path[24] = '/';
    return 0;
}

static int drop_folder(void **state)
{
    (void)state;
    unlink(path);
    path[24] = '\0';
    return rmdir(path);
}

static dm_engine *open_with(const char *script, dm_engine_options options,
                            dm_err *err)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(HEAD, f);
    fputs(script, f);
    fclose(f);
    options.script = path;
    return dm_engine_open(&options, err);
}

static dm_doc *load(const char *text)
{
    dm_load_options options = {.binary = true, .limits = dm_limits_default()};
    dm_err          err;
    dm_doc *doc = dm_load(DM_S("doc"), DM_S("doc.txt"), dm_slice_str(text),
                          &options, &err);

    assert_non_null(doc);
    return doc;
}

/* Run an open engine over `text`; records as JSON lines go to `out`. */
static bool run(dm_engine *engine, const char *text, dm_buf *out, dm_err *err)
{
    dm_doc   *doc = load(text);
    dm_result result;
    bool      ok;

    dm_result_init(&result, 1 << 24);
    ok = dm_engine_document(engine, doc, &result, err);
    for (size_t i = 0; i < result.nrecords; i++) {
        dm_json_value(out, result.records[i], 0);
        dm_buf_char(out, '\n');
    }
    if (result.reduced != NULL)
        dm_json_value(out, result.reduced, 0);
    for (size_t i = 0; i < result.nnotes; i++)
        if (result.notes[i].level == DM_LOG_WARN)
            dm_buf_printf(out, "warning E%d: %s\n",
                          (int)result.notes[i].text.code,
                          result.notes[i].text.msg);
    if (result.turned_away || result.skipped)
        dm_buf_printf(out, "%s: %s", result.skipped ? "skipped" : "away",
                      result.reason);
    dm_buf_char(out, '\0');
    dm_result_fini(&result);
    dm_doc_free(doc);
    return ok;
}

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

static void count_told(void *ud, const dm_err *err)
{
    dm_buf *out = ud;

    assert_int_equal(err->code, DM_E_EXAMPLE);
    assert_string_equal(err->file, path);
    dm_buf_printf(out, "%d: %s\n", err->line, err->msg);
}

static void test_check(void **state)
{
    static const char script[] =
        "return docmill.script { rules = {\n"
        "rule { id = 'd', match = re [[(\\d+)年]],\n"
        " value = function(m) return tonumber(m[1].text) end,\n"
        " examples = { ['在2023年'] = 2023, ['2023'] = false, ['1年'] = true,\n"
        "  ['3年'] = 4, ['5年6年'] = { 5, 6 }, ['x'] = true,\n"
        "  ['7年'] = false } },\n"
        "rule { id = 'g', match = re [[(?<a>.)(?<b>.)]],\n"
        " examples = { xy = { a = 'x', b = 'y' }, zz = { a = 'z' } } } } }";
    dm_err     err = {0};
    dm_engine *engine = open_with(script, dm_engine_options_default(), &err);
    dm_buf     out;
    size_t     ran, failed;

    (void)state;
    assert_non_null(engine);
    dm_buf_init(&out, 1 << 20);
    assert_true(dm_engine_check(engine, count_told, &out, &ran, &failed, &err));
    dm_buf_char(&out, '\0');
    assert_string_equal(
        out.ptr,
        "4: example \"3年\" of rule 'd' must give 4, but gave 3\n"
        "4: example \"7年\" of rule 'd' must not match, but gave 7\n"
        "4: example \"x\" of rule 'd' must match, but nothing matched\n"
        "9: example \"zz\" of rule 'g' must give { a = \"z\" }, but gave "
        "{ a = \"z\", b = \"z\" }\n");
    assert_int_equal(ran, 9);
    assert_int_equal(failed, 4);
    dm_engine_close(engine);
    dm_buf_fini(&out);
}

/* check runs init as run does, and says what an example does not look at. */
static void test_check_init(void **state)
{
    static const char good[] =
        "local n return docmill.script { init = function() n = 'x' end,\n"
        "rules = { rule { id = 'd', match = re 'a', within = 'paragraph',\n"
        "value = function() return n:upper() end,\n"
        "examples = { a = 'X', b = true } } } }";
    static const char bad[] =
        "return docmill.script { init = function() error 'not today' end,\n"
        "rules = { rule { id = 'd', match = re 'a', examples = { a = true } } "
        "} }";
    dm_err     err = {0};
    dm_engine *engine = open_with(good, dm_engine_options_default(), &err);
    dm_buf     out;
    size_t     ran, failed;

    (void)state;
    assert_non_null(engine);
    dm_buf_init(&out, 1 << 20);
    assert_true(dm_engine_check(engine, count_told, &out, &ran, &failed, &err));
    dm_buf_char(&out, '\0');
    assert_string_equal(out.ptr,
                        "4: example \"b\" of rule 'd' must match, but nothing "
                        "matched (an example is matched as it stands, without "
                        "within)\n");
    assert_int_equal(failed, 1);
    dm_engine_close(engine);
    engine = open_with(bad, dm_engine_options_default(), &err);
    assert_non_null(engine);
    assert_false(
        dm_engine_check(engine, count_told, &out, &ran, &failed, &err));
    assert_string_equal(err.msg, "not today");
    assert_int_equal(ran, 0);
    dm_engine_close(engine);
    dm_buf_fini(&out);
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
    assert_non_null(strstr(out.ptr, "\"script\":{\"name\":\"n\",\"hash\":\""));
    dm_engine_close(engine);
    dm_buf_fini(&out);
}

/* Rules over one view share a pass for their literals.  Whether a rule stands
** alone or among others, in a script with two views, with several matchers or
** in a region, it must find the same. */
static const char *const shared_rules[] = {
    "rule { id = 'r1', match = re [[(\\d+)年]] }",
    "rule { id = 'r2', match = re [[^第.章]] }",
    "rule { id = 'r3', match = { re [[年\\d+月]], re [=[章[一二]]=] } }",
    "rule { id = 'r4', match = re [[\\w*]] }",
    "rule { id = 'r5', match = re [[年]], view = 'decoded' }",
    "rule { id = 'r6', match = re [[二]], within = 'paragraph' }",
    "rule { id = 'r7', match = { re.set { '年', '月' }, re [[(?=月)]] } }",
};

enum { SHARED = sizeof shared_rules / sizeof *shared_rules };

/* The field of rule `i` in a record over `text`, of a script with the rules
** from `from` to `to`. */
static void field_of(char *out, size_t size, size_t i, size_t from, size_t to)
{
    dm_engine_options options = dm_engine_options_default();
    dm_buf            script, got;
    dm_err            err;
    dm_engine        *engine;
    char              key[16];
    const char       *at, *end;

    dm_buf_init(&script, 1 << 16);
    dm_buf_init(&got, 1 << 20);
    dm_buf_str(&script, "return docmill.script { rules = {");
    for (size_t k = from; k < to; k++)
        dm_buf_printf(&script, "%s,", shared_rules[k]);
    dm_buf_str(&script, "} }");
    dm_buf_char(&script, '\0');
    engine = open_with(script.ptr, options, &err);
    if (engine == NULL)
        fail_msg("%s", err.msg);
    assert_true(run(engine, "第一章 2023年4月\n章二 年12月 二二年\n\n章一 月年",
                    &got, &err));
    snprintf(key, sizeof key, "\"r%zu\":", i + 1);
    at = strstr(got.ptr, key);
    assert_non_null(at);
    end = strstr(at + 1, ",\"r");
    snprintf(out, size, "%.*s",
             (int)(end != NULL ? end - at : (ptrdiff_t)strcspn(at, "}\n")), at);
    dm_engine_close(engine);
    dm_buf_fini(&script);
    dm_buf_fini(&got);
}

static void rules_find_the_same_alone_and_together(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHARED; i++) {
        char alone[1000], together[1000];

        field_of(alone, sizeof alone, i, i, i + 1);
        field_of(together, sizeof together, i, 0, SHARED);
        if (strlen(alone) < 9)
            fail_msg("rule %zu finds nothing: %s", i + 1, alone);
        if (strcmp(alone, together) != 0)
            fail_msg("rule %zu: %s and %s", i + 1, alone, together);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_find_the_same_alone_and_together),
        cmocka_unit_test(test_records),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_failing),
        cmocka_unit_test(test_dead),
        cmocka_unit_test(test_chunks),
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_meta),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_finish_emits_nothing),
        cmocka_unit_test(test_void),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_check_init),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
