/* test_talk.c - a document that stays open, and Lua typed line by line. */
#include "engine/talk.h"

#include <signal.h>
#include <sys/time.h>

#include "script_run.h"

#define SCRIPT                                                                 \
    "return docmill.script { name = 't', view = 'text', rules = {\n"           \
    "rule { id = 'date', match = re [[(?<y>\\d{4})年(\\d+)月]], "            \
    "value = function(m) return m.y .. '!' end,\n"                             \
    "where = function(m) return m.y.text ~= '1999', 'too old' end },\n"        \
    "rule { id = 'name', match = re [[张三|李四]] } },\n"                  \
    "fields = { date = field { from = 'date' } } }\n"
#define TEXT "序\n2023年1月，张三；1999年2月\n"

typedef struct row {
    const char *what, *arg;
    bool        ok, more;
    const char *has; /* in the answer, or in the message */
} row;

static const row rows[] = {
    {"eval",     "1 + 1",                                                  true,  false, "2"                                     },
    {"eval",     "= 1 + 1",                                                true,  false, "2"                                     },
    {"eval",     "nil",                                                    true,  false, "nil"                                   },
    {"eval",     "x = 5",                                                  true,  false, ""                                      },
    {"eval",     "x, 'a\\27\"'",                                           true,  false, "5\n\"a\\x1B\\\"\""                     },
    {"eval",     "for i = 1, 2 do",                                        true,  true,  ""                                      },
    {"eval",     "f(",                                                     true,  true,  ""                                      },
    {"eval",     "s = [[",                                                 true,  true,  ""                                      },
    {"eval",     "1 +",                                                    true,  true,  ""                                      },
    {"eval",     "1 + + 2",                                                false, false, "unexpected symbol"                     },
    {"eval",     "nosuch.y",                                               false, false, "nosuch"                                },
    {"eval",     "error('ouch')",                                          false, false, "ouch"                                  },
    {"eval",     "io.open('/etc/passwd')",                                 false, false, "io"                                    },
    {"eval",     "require 'docmill.native'",                               false, false, "native"                                },
    {"eval",     "hits.date[1]",                                           true,  false,
     "Match \"2023年1月\" (text 2:1, bytes 4-15) { y = \"2023\" }"                                                             },
    {"eval",     "hits.date[1][2]",                                        true,  false, "Span \"1\" (text 2:6"                  },
    {"eval",     "#hits.date, #hits.name",                                 true,  false, "1\n1"                                  },
    {"eval",     "hits.dat",                                               false, false, "did you mean 'date'?"                  },
    {"eval",     "hits",                                                   true,  false, "date = { Match"                        },
    {"eval",     "record",                                                 true,  false, "date = \"2023!\""                      },
    {"eval",     "doc",                                                    true,  false, "Doc doc (text, utf-8"                  },
    {"eval",     "re [[a+]]",                                              true,  false, "re [[a+]]"                             },
    {"eval",     "doc:view 'clean'",                                       true,  false, "View clean"                            },
    {"eval",     "doc:blocks()[1]",                                        true,  false, "Block paragraph \"序"                 },
    {"eval",     "{1, {a = {2}}, b = 'c'}",                                true,  false,
     "{ 1, { a = { 2 } }, b = \"c\" }"                                                                                           },
    {"eval",     "(function() local t = {} t[1] = t return t end)()",      true,  false,
     "itself"                                                                                                                    },
    {"eval",     "setmetatable({}, {__index = error})",                    true,  false, "{}"                                    },
    {"eval",     "(string.rep('x', 1000))",                                true,  false, "(1000 characters)"                     },
    {"hits",     "",                                                       true,  false, "date  1 hit, 1 rejected"               },
    {"hits",     "date",                                                   true,  false, "2:1      \"2023年1月\" → \"2023!\""},
    {"hits",     "date",                                                   true,  false, "rejected: too old"                     },
    {"hits",     "nmae",                                                   true,  false, "did you mean 'name'?"                  },
    {"fields",   "",                                                       true,  false, "date = \"2023!\"  from date at 2:1"    },
    {"record",   "",                                                       true,  false, "date = \"2023!\""                      },
    {"rules",    "",                                                       true,  false, "date\nname"                            },
    {"view",     "decoded",                                                true,  false, "view decoded: "                        },
    {"view",     "lines,hans",                                             true,  false, "lines"                                 },
    {"view",     "nosuchstep",                                             false, false, "nosuchstep"                            },
    {"text",     "2 2",                                                    true,  false, "    2  2023"                           },
    {"time",     "#doc.text",                                              true,  false, "median of"                             },
    {"complete", "doc.char",                                               true,  false, "char\ncharset"                         },
    {"complete", "doc:vi",                                                 true,  false, "vi\nview"                              },
    {"complete", "x = docmill.ph",                                         true,  false, "ph\nphrases"                           },
    {"complete", "hits.date[1].te",                                        true,  false, "te\ntext"                              },
    {"complete", "hits.na",                                                true,  false, "na\nname"                              },
    {"complete", "hits.date[1].",                                          true,  false, "\ny"                                   },
    {"eval",     "m = doc:view'text':find(re [[(?<names>2)(?<range>0)]])", true,
     false,                                                                              ""                                      },
    {"eval",     "m",                                                      true,  false, "{ names = \"2\", range = \"0\" }"      },
    {"complete", "m.ra",                                                   true,  false, "ra\nrange"                             },
    {"complete", "loc",                                                    true,  false, "loc\nlocal"                            },
    {"complete", "require 'std.dat",                                       true,  false, "std.dat\nstd.date"                     },
    {"complete", "nosuch.a.b",                                             true,  false, "b\n"                                   },
    {"complete", "(error()).x",                                            true,  false, ""                                      },
};

static dm_engine *engine;
static dm_doc    *doc;

static dm_engine *open_talk(dm_lua_limits limits)
{
    dm_engine_options options = dm_engine_options_default();
    dm_engine        *e;
    dm_err            err;

    options.ask = "report";
    options.lua = limits;
    e = open_with(SCRIPT, options, &err);
    if (e == NULL || !dm_talk_open(e, &err))
        fail_msg("%s: %s", err.file, err.msg);
    return e;
}

static void start(dm_engine *e)
{
    dm_result result;
    dm_err    err;

    dm_result_init(&result, 1 << 24);
    if (!dm_talk_document(e, doc, true, &result, &err))
        fail_msg("%s", err.msg);
    assert_int_equal(result.nrecords, 1);
    assert_non_null(result.report);
    dm_result_fini(&result);
}

static bool call(dm_engine *e, const char *what, const char *arg, char *out,
                 size_t size, bool *more)
{
    dm_talk_heard heard;
    dm_slice      args = dm_slice_str(arg);
    dm_err        err;
    dm_buf        b;
    bool          ok;

    dm_buf_init(&b, size - 1);
    heard.text = &b;
    dm_result_init(&heard.result, 1 << 24);
    ok = dm_talk_call(e, what, &args, 1, &heard, &err);
    *more = ok && heard.more;
    for (size_t i = 0; i < heard.result.nnotes; i++)
        dm_buf_str(&b, heard.result.notes[i].text.msg);
    for (size_t i = 0; i < heard.result.nrecords; i++)
        dm_json_value(&b, heard.result.records[i], 0);
    if (!ok)
        dm_buf_str(&b, err.msg);
    memcpy(out, dm_buf_view(&b).ptr, b.len);
    out[b.len] = '\0';
    dm_buf_fini(&b);
    dm_result_fini(&heard.result);
    return ok;
}

static void answers(void **state)
{
    static char out[1 << 16];
    size_t      bad = 0;
    bool        more;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *r = &rows[i];
        bool       ok = call(engine, r->what, r->arg, out, sizeof out, &more);

        if (ok == r->ok && more == r->more && strstr(out, r->has) != NULL)
            continue;
        print_error("%s %s: %d %d: %s\n", r->what, r->arg, ok, more, out);
        bad++;
    }
    assert_int_equal(bad, 0);
}

static void speaks(void **state)
{
    char out[4096];
    bool more;

    (void)state;
    assert_true(call(engine, "eval", "print('hi', 1) emit { a = 1 }", out,
                     sizeof out, &more));
    assert_non_null(strstr(out, "hi\t1"));
    assert_non_null(strstr(out, "{\"id\":\"doc\",\"a\":1}"));
}

/* What is kept of a document raises when the next one is there. */
static void closes(void **state)
{
    char out[4096];
    bool more;

    (void)state;
    assert_true(
        call(engine, "eval", "old = hits.date[1]", out, sizeof out, &more));
    dm_talk_leave(engine);
    start(engine);
    assert_false(call(engine, "eval", "old.text", out, sizeof out, &more));
    assert_non_null(strstr(out, "document is closed"));
    assert_true(call(engine, "eval", "old", out, sizeof out, &more));
    assert_true(call(engine, "eval", "x", out, sizeof out, &more));
    assert_string_equal(out, "5");
}

/* A limit kills the engine, and nothing else. */
static void limits(void **state)
{
    dm_lua_limits few = dm_lua_limits_default();
    dm_engine    *e;
    char          out[4096];
    bool          more;

    (void)state;
    few.deadline = 100;
    e = open_talk(few);
    start(e);
    assert_false(call(e, "eval", "while true do pcall(error) end", out,
                      sizeof out, &more));
    assert_true(dm_engine_dead(e));
    assert_false(call(e, "eval", "1", out, sizeof out, &more));
    dm_talk_leave(e);
    dm_engine_close(e);
    few.deadline = 10000;
    few.memory = 16 << 20;
    e = open_talk(few);
    start(e);
    assert_false(call(e, "eval", "t = {} for i = 1, 1e8 do t[i] = {} end", out,
                      sizeof out, &more));
    assert_true(dm_engine_dead(e));
    dm_talk_leave(e);
    dm_engine_close(e);
}

static void on_alarm(int number)
{
    (void)number;
    dm_talk_interrupt(engine);
}

/* Ctrl-C ends a call; the engine lives on where that was not caught. */
static void interrupts(void **state)
{
    struct itimerval soon = {
        {0, 0    },
        {0, 50000}
    };
    char out[4096];
    bool more;

    (void)state;
    signal(SIGALRM, on_alarm);
    setitimer(ITIMER_REAL, &soon, NULL);
    assert_false(
        call(engine, "eval", "while true do end", out, sizeof out, &more));
    assert_non_null(strstr(out, "interrupted"));
    assert_false(dm_engine_dead(engine));
    assert_true(call(engine, "eval", "x", out, sizeof out, &more));
    assert_string_equal(out, "5");
    setitimer(ITIMER_REAL, &soon, NULL);
    assert_false(call(engine, "eval",
                      "while true do pcall(function() while true do end end) "
                      "end",
                      out, sizeof out, &more));
    assert_true(dm_engine_dead(engine));
    assert_non_null(strstr(out, "interrupted"));
}

static int setup(void **state)
{
    if (make_folder(state) != 0)
        return -1;
    doc = load(TEXT);
    engine = open_talk(dm_lua_limits_default());
    start(engine);
    return 0;
}

static int teardown(void **state)
{
    dm_talk_leave(engine);
    dm_engine_close(engine);
    dm_doc_free(doc);
    return drop_folder(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers),    cmocka_unit_test(speaks),
        cmocka_unit_test(closes),     cmocka_unit_test(limits),
        cmocka_unit_test(interrupts),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
