/* test_state.c - the sandbox, its errors, its order and its modules. */
#include "run.h"

static dm_lua *fresh(dm_host *host, dm_module_finder *finder)
{
    dm_lua_limits limits = dm_lua_limits_default();
    dm_err        err;
    dm_lua       *lua = dm_lua_new(&limits, host, finder, NULL, &err);

    assert_non_null(lua);
    return lua;
}

/* ---- what a script sees and may do ---- */

/* `want` is the result, or after "!" a part of the error's message. */
static const struct {
    const char *text, *want;
} seen[] = {
    {"return 1 + 1",                                                         "2"                                                    },
    {"return io",                                                            "!'io' is not available in scripts: docmill reads"     },
    {"return debug",                                                         "!'debug' is not available"                            },
    {"return package",                                                       "!'package' is not available"                          },
    {"return dofile",                                                        "!use require"                                         },
    {"return os.execute",                                                    "!'os.execute' is not available"                       },
    {"return os.time()",                                                     "!scripts have no clock"                               },
    {"return os.date('%Y')",                                                 "!scripts have no clock"                               },
    {"return os.date('%Y-%m-%d', 0)",                                        "1970-01-01"                                           },
    {"return os.time{year=2000, month=1, day=1, hour=0}",                    "946684800"                                            },
    {"return os.date('%d', os.time{year=2023, month=2, day=30})",            "02"                                                   },
    {"return os.time{year=2000, month=1}",                                   "!field 'day' missing"                                 },
    {"return string.dump",                                                   "!load takes text only"                                },
    {"return tabel",                                                         "!unknown global 'tabel'; did you mean 'table'?"       },
    {"return xyzzy",                                                         "!unknown global 'xyzzy'"                              },
    {"x = 1",                                                                "!assignment to undeclared global 'x': write 'local x'"},
    {"print = 1",                                                            "!read-only global 'print'"                            },
    {"string = nil",                                                         "!read-only global 'string'"                           },
    {"_G.x = 1",                                                             "!undeclared global 'x'"                               },
    {"string.find = nil",                                                    "!read-only table 'string' (field 'find')"             },
    {"string.new = 1",                                                       "!attempt to modify read-only table 'string'"          },
    {"return string.fnid",                                                   "!string has no member 'fnid'; did you mean 'find'"    },
    {"return ('x'):uper()",
     "!string has no member 'uper'; did you mean 'upper'"                                                                           },
    {"return ('x')[1]",                                                      "!a string cannot be indexed with a number"            },
    {"rawset(string, 'x', 1)",                                               "!rawset cannot modify a read-only table"              },
    {"rawset(_G, 'x', 1)",                                                   "!rawset cannot modify"                                },
    {"table.insert(math, 1)",                                                "!read-only table 'math'"                              },
    {"local n = 0 for k, v in pairs(string) do n = n + 1 end return n > 14",
     "true"                                                                                                                         },
    {"local f, s = pairs(string) return s == nil",                           "true"                                                 },
    {"return next(string)",                                                  "nil"                                                  },
    {"return getmetatable('')",                                              "false"                                                },
    {"return getmetatable(string)",                                          "false"                                                },
    {"return getmetatable(_G)",                                              "false"                                                },
    {"return getmetatable(print)",                                           "nil"                                                  },
    {"setmetatable(_G, {})",                                                 "!protected metatable"                                 },
    {"setmetatable('', {})",                                                 "!table expected"                                      },
    {"setmetatable({}, {__gc = function() end})",
     "!__gc is not allowed in docmill scripts"                                                                                      },
    {"setmetatable({}, {__gc = false})",                                     "!__gc is not allowed"                                 },
    {"return load(string.char(27) .. 'Lua')",                                "nil"                                                  },
    {"return select(2, load('\\27Lua'))",                                    "attempt to load a binary chunk"                       },
    {"return load('return string.find')() == string.find",                   "true"                                                 },
    {"return load('y = 1')",                                                 "function"                                             },
    {"load('y = 1')()",                                                      "!undeclared global 'y'"                               },
    {"load('return 1', 'x', 't', {})",                                       "!load has no environment here"                        },
    {"return math.randomseed()",                                             "!number expected"                                     },
    {"math.randomseed(7) local a = math.random(1e9) math.randomseed(7) return "
     "a == math.random(1e9)",                                           "true"                                                 },
    {"return tostring({}) .. tostring(print)",                               "table: #1function: #2"                                },
    {"local t = {} return tostring(t) == tostring(t)",                       "true"                                                 },
    {"return tostring(setmetatable({}, {__name = 'thing'}))",                "thing: #1"                                            },
    {"return ('%p'):format({})",                                             "!addresses differ"                                    },
    {"return collectgarbage",                                                "!not available"                                       },
    {"return unpack",                                                        "!use table.unpack"                                    },
    {"return require",                                                       "function"                                             },
    {"return _VERSION",                                                      "Lua 5.4"                                              },
    {"return _G._G == _G and _G.print == print",                             "true"                                                 },
    {"local _ENV = {} return x",                                             "nil"                                                  },
    {"return #('x'):rep(64 << 20)",                                          "67108864"                                             },
    {"return #('x'):rep((64 << 20) + 1)",                                    "!resulting string too large"                          },
    {"return (pcall(error))",                                                "false"                                                },
    {"return select('#', pcall(error))",                                     "2"                                                    },
    {"return tonumber('12') + tonumber('ff', 16)",                           "267"                                                  },
};

static void sandbox(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(seen); i++) {
        dm_lua *lua = fresh(NULL, NULL);
        script  s = {seen[i].text, ""};
        dm_err  err = {0};
        bool    ok = dm_lua_call(lua, script_run, &s, &err);
        bool    fails = *seen[i].want == '!';

        if (ok == fails ||
            strstr(ok ? s.result : err.msg, seen[i].want + fails) == NULL)
            fail_msg("[%s] gave %s", seen[i].text, ok ? s.result : err.msg);
        dm_lua_free(lua);
    }
}

/* ---- errors ---- */

static const struct {
    const char *text;
    int         code, line;
    const char *msg, *source, *help;
} errors[] = {
    {"local x = 1\nerror('no')",                                             DM_E_SCRIPT,    2, "no",                              "error('no')",       ""  },
    {"error('no', 0)",                                                       DM_E_SCRIPT,    1, "no",                              "error('no', 0)",    ""  },
    {"local function f()\n  error('up', 2)\nend\nf()",                       DM_E_SCRIPT,    4, "up",
     "f()",                                                                                                                                             ""  },
    {"local function f()\n  error('deep')\nend\nlocal function g()\n  f()\n  "
     "return 1\nend\ng()",                                              DM_E_SCRIPT,    2, "deep",                            "  error('deep')",
     "called from test.lua:5, test.lua:8"                                                                                                                   },
    {"error({})",                                                            DM_E_SCRIPT,    1, "(error object is a table value)",
     "error({})",                                                                                                                                       ""  },
    {"error()",                                                              DM_E_SCRIPT,    1, "(error object is a nil value)",   "error()",           ""  },
    {"error(setmetatable({}, {__tostring = function() return 'mine' end}))",
     DM_E_SCRIPT,                                                                            1, "mine",                            NULL,                ""  },
    {"error(setmetatable({}, {__tostring = function() error('x') end}))",
     DM_E_SCRIPT,                                                                            1, "(error object is a table value)", NULL,                ""  },
    {"\n\nlocal t = nil\nreturn t.x",                                        DM_E_SCRIPT,    4,
     "attempt to index a nil value (local 't')",                                                                                   "return t.x",        ""  },
    {"coroutine.wrap(function()\n  error('inside')\nend)()",                 DM_E_SCRIPT,    2,
     "inside",                                                                                                                     "  error('inside')", NULL},
    {"local ok, e = pcall(function()\n  error('first')\nend)\nerror(e, 0)",
     DM_E_SCRIPT,                                                                            2, "first",                           "  error('first')",  NULL},
    {"local x = = 1",                                                        DM_E_SYNTAX,    1, "unexpected symbol near '='",
     "local x = = 1",                                                                                                                                   ""  },
    {"if x then\n  y()\n",                                                   DM_E_SYNTAX,    3,
     "'end' expected (to close 'if' at line 1) near <eof>",                                                                        "",                  ""  },
    {"local a\nlocal b = foo ) 1",                                           DM_E_SYNTAX,    2, "unexpected symbol near ')'",
     "local b = foo ) 1",                                                                                                                               ""  },
    {"#!/usr/bin/env docmill\nerror('x')",                                   DM_E_SCRIPT,    2, "x",                               "error('x')",
     ""                                                                                                                                                     },
    {"\xEF\xBB\xBF"
     "error('x')",                                                      DM_E_SCRIPT,    1, "x",                               NULL,                ""  },
    {"require 'nowhere'",                                                    DM_E_NO_MODULE, 1, "module 'nowhere' was not found",
     "require 'nowhere'",                                                                                                                               ""  },
    {"local function f()\n  return 1 + f()\nend\nf()",                       DM_E_SCRIPT,    2, NULL,
     "  return 1 + f()",                                                                                                                                NULL},
    {"local s = ('x'):rep(9e9)",                                             DM_E_SCRIPT,    1, "resulting string too large",
     NULL,                                                                                                                                              ""  },
};

static void check_error(size_t i)
{
    dm_lua *lua = fresh(NULL, NULL);
    script  s = {errors[i].text, ""};
    dm_err  err = {0};

    if (dm_lua_call(lua, script_run, &s, &err))
        fail_msg("[%s] did not fail", errors[i].text);
    if ((int)err.code != errors[i].code || err.line != errors[i].line ||
        strcmp(err.file, "test.lua") != 0)
        fail_msg("[%s] %d at %s:%d: %s", errors[i].text, (int)err.code,
                 err.file, err.line, err.msg);
    if (errors[i].msg != NULL)
        assert_string_equal(err.msg, errors[i].msg);
    if (errors[i].source != NULL)
        assert_string_equal(err.source, errors[i].source);
    if (errors[i].help != NULL)
        assert_string_equal(err.help, errors[i].help);
    assert_false(dm_lua_dead(lua));
    s.text = "return 'alive'";
    assert_true(dm_lua_call(lua, script_run, &s, &err));
    dm_lua_free(lua);
}

static void messages(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(errors); i++)
        check_error(i);
}

static void caret(void **state)
{
    dm_lua *lua = fresh(NULL, NULL);
    script  s = {"local a\nlocal b = foo ) 1", ""};
    dm_err  err = {0};

    (void)state;
    assert_false(dm_lua_call(lua, script_run, &s, &err));
    assert_string_equal(err.source, "local b = foo ) 1");
    assert_int_equal(err.col, 15);
    dm_lua_free(lua);
}

static int raise_one(lua_State *L)
{
    dm_err err;

    dm_fail(&err, DM_E_REGEX, "bad regex");
    dm_fail_help(&err, "write another");
    return dm_lua_raise(L, &err);
}

static int call_raise(lua_State *L)
{
    dm_lua_load(L,
                DM_S("local f = ...\nlocal ok, e = pcall(f)\n"
                     "assert(e.code == 'regex' and e.line == 2)\n"
                     "assert(tostring(e) == 'r.lua:2: bad regex')\n"
                     "f()"),
                "r.lua");
    lua_pushcfunction(L, raise_one);
    lua_call(L, 1, 0);
    return 0;
}

static void a_dm_err_arrives_whole(void **state)
{
    dm_lua *lua = fresh(NULL, NULL);
    dm_err  err = {0};

    (void)state;
    assert_false(dm_lua_call(lua, call_raise, NULL, &err));
    assert_int_equal(err.code, DM_E_REGEX);
    assert_string_equal(err.msg, "bad regex");
    assert_string_equal(err.help, "write another");
    assert_string_equal(err.file, "r.lua");
    assert_int_equal(err.line, 5);
    assert_string_equal(err.source, "f()");
    dm_lua_free(lua);
}

/* ---- the order of pairs ---- */

static const struct {
    const char *text, *want;
} orders[] = {
    {"{3, 2, 1}",                                            "1 2 3 "         },
    {"{}",                                                   ""               },
    {"{b = 1, a = 2, c = 3}",                                "a b c "         },
    {"{b = 1, a = 2, 10, 20}",                               "1 2 a b "       },
    {"{[0] = 1, 5, 6, x = 1, [-1] = 2, [2.5] = 3}",          "1 2 x -1 0 2.5 "},
    {"{[true] = 1, [false] = 2, z = 3, [7] = 4}",            "7 z false true "},
    {"{1, nil, 3, nil, 5}",                                  "1 3 5 "         },
    {"{[1e300] = 1, [-1e300] = 2, [1 << 60] = 3}",
     "1152921504606846976 -1e+300 1e+300 "                                    },
    {"{['a\\0b'] = 1, a = 2, ab = 3, A = 4, ['\\xE4'] = 5}",
     "A a a\\0b ab \\xE4 "                                                    },
};

static void order(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(orders); i++) {
        dm_lua *lua = fresh(NULL, NULL);
        char    text[512];
        script  s = {text, ""};
        dm_err  err = {0};

        (void)snprintf(text, sizeof text,
                       "local s = '' for k, v in pairs(%s) do s = s .. "
                       "tostring(k) .. ' ' end return s == '%s' and 'same' or "
                       "s",
                       orders[i].text, orders[i].want);
        if (!dm_lua_call(lua, script_run, &s, &err) ||
            strcmp(s.result, "same") != 0)
            fail_msg("[%s] gave %s%s", orders[i].text, s.result, err.msg);
        dm_lua_free(lua);
    }
}

/* Each returns true. */
static const char *const traversals[] = {
    "local t, n = {}, 0 for i = 1, 100 do t['k' .. i] = i end "
    "for k in pairs(t) do t[k] = nil n = n + 1 end return n == 100 and "
    "next(t) == nil",
    "local t = {} for i = 1, 1000 do t[i] = i end local n = 0 for k, v in "
    "pairs(t) do assert(k == v and k == n + 1) t[k] = nil n = n + 1 end return "
    "n == 1000",
    "local t, last = {}, '' for i = 1, 5000 do t[('%05d'):format(i * 7919 % "
    "5000)] = i end local n = 0 for k in pairs(t) do assert(k > last) last = k "
    "n = n + 1 end return n == 5000",
    "local t = {a = 1, b = 2, c = 3} local s = '' for k in pairs(t) do t.b = "
    "nil s = s .. k end return s == 'ac'",
    "local t = {} for i = 1, 40 do t['x' .. i] = i end local n = 0 for k in "
    "pairs(t) do for j in pairs(t) do n = n + 1 end end return n == 1600",
    "local t = {} for i = 10, 1, -1 do t[i] = i end t.a = 1 local n = 0 for k "
    "in pairs(t) do n = n + 1 assert(k == n or k == 'a') end return n == 11",
    "local t = {} for i = 1, 30 do t[{}] = i end local n = 0 for k in pairs(t) "
    "do n = n + 1 end return n == 30",
};

static void traversal(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(traversals); i++) {
        dm_lua *lua = fresh(NULL, NULL);
        script  s = {traversals[i], ""};
        dm_err  err = {0};
        bool    ok = dm_lua_call(lua, script_run, &s, &err);

        if (!ok || strcmp(s.result, "true") != 0)
            fail_msg("[%s] %s%s", traversals[i], s.result, err.msg);
        dm_lua_free(lua);
    }
}

/* ---- modules ---- */

static bool find_module(void *ud, dm_slice name, dm_slice *source,
                        const char **path, dm_err *err)
{
    static const struct {
        const char *name, *path, *source;
    } modules[] = {
        {"one",     "lib/one.lua",     "return {name = ..., path = select(2, ...)}"},
        {"nothing", "lib/nothing.lua", ""                                          },
        {"a",       "lib/a.lua",       "return require 'b'"                        },
        {"b",       "lib/b.lua",       "return require 'c'"                        },
        {"c",       "lib/c.lua",       "return require 'a'"                        },
        {"broken",  "lib/broken.lua",  "local x =\n= 2"                            },
        {"raises",  "lib/raises.lua",  "\nerror('in module')"                      },
    };

    (void)ud;
    for (size_t i = 0; i < LEN(modules); i++)
        if (dm_slice_eq(name, dm_slice_str(modules[i].name))) {
            *source = dm_slice_str(modules[i].source);
            *path = modules[i].path;
            return true;
        }
    dm_fail(err, DM_E_NO_MODULE, "module '%.*s' was not found", (int)name.len,
            name.ptr);
    return dm_fail_help(err, "looked in lib/");
}

static int preload(lua_State *L)
{
    lua_pushliteral(L, "native");
    dm_lua_preload(L, "docmill.core");
    return 0;
}

static const struct {
    const char *text, *want;
} requires[] = {
    {"return require('one').name",                    "one"                           },
    {"return require('one').path",                    "lib/one.lua"                   },
    {"return require 'one' == require 'one'",         "true"                          },
    {"return require 'nothing'",                      "true"                          },
    {"return require 'docmill.core'",                 "native"                        },
    {"require 'a'",                                   "!module 'a' requires itself: a \xE2\x86\x92 b "
                    "\xE2\x86\x92 c \xE2\x86\x92 a"                },
    {"pcall(require, 'a') return require 'one'.name", "one"                           },
    {"pcall(require, 'a') require 'b'",               "!module 'b' requires itself: b"},
    {"require 'broken'",                              "!unexpected symbol near '='"   },
    {"require 'raises'",                              "!in module"                    },
    {"pcall(require, 'raises') require 'raises'",     "!in module"                    },
    {"require 'absent'",                              "!module 'absent' was not found"},
    {"require(1 == 1)",                               "!string expected"              },
};

static void modules(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(requires); i++) {
        dm_lua *lua = fresh(NULL, find_module);
        script  s = {requires[i].text, ""};
        dm_err  err = {0};
        bool    fails = *requires[i].want == '!', ok;

        assert_true(dm_lua_call(lua, preload, NULL, &err));
        ok = dm_lua_call(lua, script_run, &s, &err);
        if (ok == fails ||
            strstr(ok ? s.result : err.msg, requires[i].want + fails) == NULL)
            fail_msg("[%s] gave %s", requires[i].text, ok ? s.result : err.msg);
        dm_lua_free(lua);
    }
}

/* ---- the rest ---- */

enum { NOTE = 1024 };

static void note(dm_log_level level, const dm_err *err, void *ud)
{
    (void)snprintf(ud, NOTE, "%d %s:%d: %s", (int)level, err->file, err->line,
                   err->msg);
}

static void print_goes_to_the_host(void **state)
{
    char    text[NOTE] = "";
    dm_host host = {.log = note, .ud = text};
    dm_lua *lua = fresh(&host, NULL);
    script  s = {"\nprint('a', 1, nil)", ""};
    dm_err  err;

    (void)state;
    assert_true(dm_lua_call(lua, script_run, &s, &err));
    assert_string_equal(text, "2 test.lua:2: a\t1\tnil");
    s.text = "warn('oh', ' no')";
    assert_true(dm_lua_call(lua, script_run, &s, &err));
    assert_string_equal(text, "1 test.lua:1: oh no");
    dm_lua_free(lua);
}

static void random_is_fixed(void **state)
{
    script a = {"return math.random(1 << 60)", ""}, b = a, c = a;
    dm_err err;

    (void)state;
    for (int i = 0; i < 2; i++) {
        dm_lua *lua = fresh(NULL, NULL);
        assert_true(dm_lua_call(lua, script_run, i == 0 ? &a : &b, &err));
        dm_lua_seed(lua, 0);
        assert_true(dm_lua_call(lua, script_run, &c, &err));
        assert_string_equal(a.result, c.result);
        dm_lua_free(lua);
    }
    assert_string_equal(a.result, b.result);
}

/* A state whose k-th request for memory fails is not made, or works. */
static void failing_memory(void **state)
{
    dm_lua_limits limits = dm_lua_limits_default();
    bool          made = false;

    (void)state;
    for (long k = 0; k < 5000 && !made; k += 1 + k / 20) {
        dm_err  err = {0};
        dm_lua *lua;

        dm_mem_fail_after(k);
        lua = dm_lua_new(&limits, NULL, NULL, NULL, &err);
        dm_mem_fail_after(-1);
        made = lua != NULL;
        if (!made)
            assert_int_equal(err.code, DM_E_MEMORY);
        dm_lua_free(lua);
    }
    for (long k = 0; k < 60; k++) {
        dm_err  err = {0};
        dm_lua *lua = fresh(NULL, find_module);
        script  s = {"local t = {} for i = 1, 3e4 do t[i] = ('x'):rep(i % 900) "
                      "end require 'one' return #table.concat(t) > 0 and "
                      "('a'):gsub('a', print)",
                     ""};

        dm_mem_fail_after(k);
        if (!dm_lua_call(lua, script_run, &s, &err))
            assert_int_equal(err.code, DM_E_MEMORY);
        dm_mem_fail_after(-1);
        dm_lua_free(lua);
    }
    assert_true(made);
}

static int nested(lua_State *L)
{
    script s = {"return 1", ""};
    dm_err err;

    if (dm_lua_call(*(dm_lua **)lua_touserdata(L, 1), script_run, &s, &err))
        return luaL_error(L, "a call inside a call");
    return 0;
}

static void a_call_does_not_nest(void **state)
{
    dm_lua *lua = fresh(NULL, NULL);
    dm_err  err;

    (void)state;
    assert_true(dm_lua_call(lua, nested, &lua, &err));
    dm_lua_free(lua);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sandbox),
        cmocka_unit_test(messages),
        cmocka_unit_test(caret),
        cmocka_unit_test(a_dm_err_arrives_whole),
        cmocka_unit_test(order),
        cmocka_unit_test(traversal),
        cmocka_unit_test(modules),
        cmocka_unit_test(print_goes_to_the_host),
        cmocka_unit_test(random_is_fixed),
        cmocka_unit_test(failing_memory),
        cmocka_unit_test(a_call_does_not_nest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
