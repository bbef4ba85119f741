/* test_attack.c - scripts that want to run for ever, take everything, get out
** or bring the process down.  Each ends in time with the code it deserves,
** and a fresh state works afterwards. */
#include "run.h"

enum { ANY = -1, FINE = 0, DEADLINE = 100, LATE = 300 /* ms */ };

static const struct {
    const char *name;
    int         code; /* FINE for a script that ends well, ANY for an error */
    const char *text;
} rows[] = {
  /* loops */
    {"while",                                 DM_E_DEADLINE, "while true do end"                           },
    {"for",                                   DM_E_DEADLINE, "for i = 1, math.huge do end"                 },
    {"goto",                                  DM_E_DEADLINE, "::a:: goto a"                                },
    {"repeat",                                DM_E_DEADLINE, "repeat until false"                          },
    {"tail calls",                            DM_E_DEADLINE,
     "local function f() return f() end return f()"                                                        },
    {"mutual recursion by tail calls",        DM_E_DEADLINE,
     "local g local function f() return g() end g = function() return f() end "
     "f()"                                                                                                 },
    {"pcall loop",                            DM_E_DEADLINE,
     "while true do pcall(function() while true do end end) end"                                           },
    {"pcall nested",                          DM_E_DEADLINE,
     "local function f() while true do pcall(f) end end f()"                                               },
    {"xpcall with looping handler",           DM_E_DEADLINE,
     "xpcall(error, function() while true do end end)"                                                     },
    {"xpcall loop, both",                     DM_E_DEADLINE,
     "while true do xpcall(function() while true do end end, function() while "
     "true do end end) end"                                                                                },
    {"handler that raises",                   DM_E_DEADLINE,
     "while true do xpcall(error, function(e) error(e) end) end"                                           },
    {"coroutine",                             DM_E_DEADLINE,
     "local co = coroutine.create(function() while true do end end) "
     "while true do coroutine.resume(co) end"                                                              },
    {"coroutine that yields for ever",        DM_E_DEADLINE,
     "local co = coroutine.wrap(function() while true do coroutine.yield() end "
     "end) while true do co() end"                                                                         },
    {"coroutine in coroutine",                DM_E_DEADLINE,
     "local function nest(n) if n == 0 then while true do end end "
     "coroutine.wrap(nest)(n - 1) end nest(20)"                                                            },
    {"fresh coroutines for ever",             DM_E_DEADLINE,
     "while true do coroutine.wrap(function() for i = 1, 10 do end end)() end"                             },
    {"coroutine under pcall",                 DM_E_DEADLINE,
     "while true do pcall(coroutine.wrap(function() while true do end end)) "
     "end"                                                                                                 },
    {"__close loop",                          DM_E_DEADLINE,
     "local x <close> = setmetatable({}, {__close = function() while true do "
     "end end})"                                                                                           },
    {"__close loop in wrap",                  DM_E_DEADLINE,
     "coroutine.wrap(function() local x <close> = setmetatable({}, {__close = "
     "function() while true do end end}) error('x') end)()"                                                },
    {"__close loop in coroutine.close",       DM_E_DEADLINE,
     "local co = coroutine.create(function() local x <close> = "
     "setmetatable({}, {__close = function() while true do end end}) "
     "coroutine.yield() end) coroutine.resume(co) coroutine.close(co)"                                     },
    {"__close added later",                   DM_E_DEADLINE,
     "local m = {} local t = setmetatable({}, m) m.__close = function() while "
     "true do end end pcall(function() local x <close> = t error('x') end)"                                },
    {"__index loop",                          DM_E_DEADLINE,
     "return setmetatable({}, {__index = function() while true do end end}).x"                             },
    {"__tostring loop",                       DM_E_DEADLINE,
     "tostring(setmetatable({}, {__tostring = function() while true do end "
     "end}))"                                                                                              },
    {"__tostring loop in print",              DM_E_DEADLINE,
     "print(setmetatable({}, {__tostring = function() while true do end "
     "end}))"                                                                                              },
    {"__tostring loop of an error",           DM_E_DEADLINE,
     "error(setmetatable({}, {__tostring = function() while true do end "
     "end}))"                                                                                              },
    {"__eq, __lt, __len, __concat loops",     DM_E_DEADLINE,
     "local t = setmetatable({}, {__lt = function() while true do end end}) "
     "return t < t"                                                                                        },
    {"__pairs loop",                          DM_E_DEADLINE,
     "for k in pairs(setmetatable({}, {__pairs = function() return function() "
     "return 1 end end})) do end"                                                                          },
    {"sort comparator loop",                  DM_E_DEADLINE,
     "table.sort({3, 2, 1}, function() while true do end end)"                                             },
    {"gsub callback loop",                    DM_E_DEADLINE,
     "(('a'):rep(9)):gsub('.', function() while true do end end)"                                          },
    {"gsub with pcall as callback",           FINE,          "(('a'):rep(9)):gsub('.', pcall)"             },
    {"load reader loop",                      DM_E_DEADLINE,
     "load(function() while true do end end)"                                                              },
    {"load reader without end",               ANY,           "load(function() return ' ' end)"             },
    {"ipairs without end",                    DM_E_DEADLINE,
     "for i in ipairs(setmetatable({}, {__index = function() return 1 end})) "
     "do end"                                                                                              },
 /* C functions that take long */
    {"rep of nothing",                        FINE,          "return #(''):rep(1e15)"                      },
    {"rep bomb",                              DM_E_SCRIPT,   "return ('x'):rep(1e10)"                      },
    {"rep bomb with separator",               DM_E_SCRIPT,   "return (''):rep(1e10, 'xy')"                 },
    {"rep overflow",                          DM_E_SCRIPT,   "return ('xy'):rep(math.maxinteger)"          },
    {"plain find through a long text",        FINE,
     "local s, at = ('ab'):rep(3e5), 0 repeat at = s:find('b', at + 1, true) "
     "until not at"                                                                                        },
    {"find, exponential",                     ANY,
     "return ('a'):rep(40):find(('a*'):rep(20) .. 'b')"                                                    },
    {"find, many dots",                       ANY,
     "return ('a'):rep(3000):find(('.-'):rep(12) .. 'b')"                                                  },
    {"match, balance of openings",            ANY,           "return ('('):rep(1e6):match('%b()')"         },
    {"gmatch, quadratic",                     ANY,           "for x in ('a'):rep(1e6):gmatch('a*b') do end"},
    {"gsub, quadratic",                       ANY,           "return ('a'):rep(1e6):gsub('a-b', '')"       },
    {"gsub in a callback of gsub",            ANY,
     "local function f(s) return (('a'):rep(100):gsub('.', f)) end f()"                                    },
    {"find plain, many times",                DM_E_DEADLINE,
     "local s = ('a'):rep(1e6) while true do s:find('ab', 1, true) end"                                    },
    {"pattern too complex",                   DM_E_SCRIPT,
     "return ('a'):rep(1000):find(('a?'):rep(300) .. 'b')"                                                 },
    {"pattern of a megabyte",                 FINE,          "return ('x'):find(('a?'):rep(5e5))"          },
    {"back reference, quadratic",             ANY,           "return ('a'):rep(1e5):find('(.-)%1b')"       },
    {"table.move without end",                ANY,
     "table.move({}, 1, math.maxinteger - 1, 2)"                                                           },
    {"table.move up",                         ANY,           "table.move({1}, 1, 1e15, 2)"                 },
    {"table.move with __index",               ANY,
     "table.move(setmetatable({}, {__index = function() return nil end}), 1, "
     "1e15, 1, {})"                                                                                        },
    {"table.insert with lying __len",         ANY,
     "table.insert(setmetatable({}, {__len = function() return 1e15 // 1 | 0 "
     "end}), 1, 1)"                                                                                        },
    {"table.remove with lying __len",         ANY,
     "table.remove(setmetatable({}, {__len = function() return 1 << 50 end}), "
     "1)"                                                                                                  },
    {"table.concat with lying __len",         ANY,
     "table.concat(setmetatable({}, {__len = function() return 1 << 50 end, "
     "__index = function() return '' end}))"                                                               },
    {"table.sort with lying __len",           ANY,
     "table.sort(setmetatable({}, {__len = function() return (1 << 31) - 2 "
     "end, __index = function() return 1 end}))"                                                           },
    {"table.sort with lying __len and order", ANY,
     "table.sort(setmetatable({}, {__len = function() return (1 << 31) - 2 "
     "end}), function() return true end)"                                                                  },
    {"table.sort, order always true",         FINE,
     "local t = {} for i = 1, 1000 do t[i] = i % 7 end table.sort(t, "
     "function() return true end)"                                                                         },
    {"table.unpack too many",                 DM_E_SCRIPT,   "return table.unpack({}, 1, 1e8)"             },
    {"table.concat bomb",                     ANY,
     "local s, t = ('x'):rep(1e6), {} for i = 1, 100 do t[i] = s end return "
     "#table.concat(t)"                                                                                    },
    {"select many",                           ANY,
     "local function f(...) return select('#', ...) end return f(table.unpack("
     "{}, 1, 1e6))"                                                                                        },
    {"format %99999d",                        DM_E_SCRIPT,   "return ('%99999d'):format(1)"                },
    {"format %.99999f",                       DM_E_SCRIPT,   "return ('%.99999f'):format(1)"               },
    {"format bomb",                           ANY,
     "local s = ('x'):rep(4e6) return (('%s'):rep(200)):format(table.unpack("
     "setmetatable({}, {__index = function() return s end}), 1, 200))"                                     },
    {"format %q of megabytes",                FINE,          "return #('%q'):format(('\\0'):rep(1e6))"     },
    {"string.pack bomb",                      ANY,           "return #string.pack('c2000000000', 'x')"     },
    {"string.byte of all",                    DM_E_SCRIPT,   "return ('x'):rep(3e6):byte(1, -1)"           },
    {"load of megabytes",                     ANY,           "return load(('x = x + 1\\n'):rep(1e6))"      },
    {"load, deeply nested",                   FINE,          "return load(('('):rep(1e5))"                 },
 /* memory */
    {"memory by doubling",                    DM_E_MEMORY,
     "local s = 'x' while true do s = s .. s end"                                                          },
    {"memory by a table",                     DM_E_MEMORY,
     "local t = {} while true do t[#t + 1] = {} end"                                                       },
    {"memory by keys",                        DM_E_MEMORY,
     "local t = {} for i = 1, 1e9 do t['k' .. i] = i end"                                                  },
    {"memory in pcall",                       DM_E_MEMORY,
     "while true do pcall(function() local t = {} while true do t[#t + 1] = "
     "('x'):rep(1000) .. #t end end) end"                                                                  },
    {"memory in a coroutine",                 DM_E_MEMORY,
     "coroutine.wrap(function() local t = {} while true do t[#t + 1] = {{}} "
     "end end)()"                                                                                          },
    {"memory by coroutines",                  DM_E_MEMORY,
     "local t = {} while true do t[#t + 1] = coroutine.create(print) end"                                  },
    {"memory by closures",                    DM_E_MEMORY,
     "local f for i = 1, 1e9 do local g = f f = function() return g end end"                               },
    {"memory by concatenation",               DM_E_MEMORY,
     "local s = ('x'):rep(1e6) local t = {} for i = 1, 1e3 do t[i] = s .. i "
     "end"                                                                                                 },
    {"memory in __close",                     DM_E_MEMORY,
     "local x <close> = setmetatable({}, {__close = function() local t = {} "
     "while true do t[#t + 1] = {} end end})"                                                              },
    {"garbage only",                          DM_E_DEADLINE,
     "while true do local t = {('x'):rep(100) .. math.random()} end"                                       },
    {"nested tables of big size",             DM_E_MEMORY,
     "local t = {} for i = 1, 1e9 do t = {t, t, t, t} end"                                                 },
 /* stacks */
    {"recursion",                             ANY,           "local function f() return 1 + f() end f()"   },
    {"recursion under pcall",                 ANY,
     "local function f() pcall(f) return 1 + f() end f()"                                                  },
    {"recursion in metamethods",              DM_E_SCRIPT,
     "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) "
     "return t[k .. 'x'] end return t.x"                                                                   },
    {"__index chain",                         DM_E_SCRIPT,
     "local t = {} setmetatable(t, {__index = t}) return t.x"                                              },
    {"recursion through gsub",                DM_E_SCRIPT,
     "local function f(s) return (s:gsub('.', f)) end f('x')"                                              },
    {"recursion through sort",                DM_E_SCRIPT,
     "local function f() table.sort({1, 2, 3}, f) end f()"                                                 },
    {"recursion through coroutines",          DM_E_SCRIPT,
     "local function f() coroutine.wrap(f)() end f()"                                                      },
    {"recursion through coroutine.close",     ANY,
     "local function f() local co = coroutine.create(function() local x "
     "<close> = setmetatable({}, {__close = f}) coroutine.yield() end) "
     "coroutine.resume(co) coroutine.close(co) end f()"                                                    },
    {"recursion through tostring",            DM_E_SCRIPT,
     "local m = {} m.__tostring = function(t) return tostring(t) end "
     "tostring(setmetatable({}, m))"                                                                       },
    {"error in __tostring of an error",       DM_E_SCRIPT,
     "error(setmetatable({}, {__tostring = function() error('again') end}))"                               },
    {"recursive error in __tostring",         DM_E_SCRIPT,
     "local m = {} m.__tostring = function() error(setmetatable({}, m)) end "
     "error(setmetatable({}, m))"                                                                          },
    {"__tostring that returns no string",     DM_E_SCRIPT,
     "error(setmetatable({}, {__tostring = function() return {} end}))"                                    },
    {"error nil",                             DM_E_SCRIPT,   "error()"                                     },
    {"error table",                           DM_E_SCRIPT,   "error({})"                                   },
    {"stack overflow in a handler",           ANY,
     "local function f() return 1 + f() end xpcall(f, f) error('x')"                                       },
    {"string arithmetic for ever",            DM_E_DEADLINE,
     "while true do local x = '10' + 1 end"                                                                },
    {"yield across pcall, looping",           DM_E_DEADLINE,
     "local co = coroutine.wrap(function() pcall(function() "
     "coroutine.yield() while true do end end) end) co() co()"                                             },
    {"pairs while adding",                    ANY,
     "local t = {a = 1} for i = 1, 1e9 do for k in pairs(t) do t[k .. i] = i "
     "end end"                                                                                             },
    {"utf8 over megabytes",                   DM_E_DEADLINE,
     "local s = ('x'):rep(1e6) while true do utf8.len(s) end"                                              },
    {"os.date with a long format",            ANY,           "return #os.date(('%c'):rep(1e6), 0)"         },
};

static dm_lua *fresh(int deadline, size_t memory)
{
    dm_lua_limits limits = dm_lua_limits_default();
    dm_lua       *lua;
    dm_err        err;

    limits.deadline = deadline;
    limits.memory = memory;
    lua = dm_lua_new(&limits, NULL, NULL, NULL, &err);
    assert_non_null(lua);
    return lua;
}

/* Print what is wrong with row `i`; true when nothing is. */
static bool row_holds(size_t i)
{
    /* only those that may run out of time are short of it: the machine is
    ** not quiet, and what they take is counted in time of the processor */
    bool    hasty = rows[i].code == DM_E_DEADLINE || rows[i].code == ANY;
    dm_lua *lua = fresh(hasty ? DEADLINE : 20 * DEADLINE, 32 << 20);
    script  s = {rows[i].text, ""};
    dm_err  err = {0};
    double  from = cpu_ms(), took;
    bool    ok = dm_lua_call(lua, script_run, &s, &err);
    int     code = ok ? FINE : (int)err.code;
    bool    holds = rows[i].code == ANY || rows[i].code == code;

    took = hasty ? cpu_ms() - from : 0;
    if (took > LATE)
        print_error("[%s] took %.0f ms\n", rows[i].name, took);
    if (!holds)
        print_error("[%s] ended with %s: %s\n", rows[i].name,
                    ok ? "no error" : dm_code_word(err.code),
                    ok ? s.result : err.msg);
    if (dm_lua_dead(lua) != (code >= 400)) {
        print_error("[%s] dead is wrong\n", rows[i].name);
        holds = false;
    }
    dm_lua_free(lua);
    return holds && took <= LATE;
}

static void attacks(void **state)
{
    size_t broken = 0;

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++)
        broken += !row_holds(i);
    assert_int_equal(broken, 0);
    print_message("%zu scripts contained\n", LEN(rows));
}

static void a_fresh_state_works(void **state)
{
    dm_lua *lua = fresh(1000, 32 << 20);
    script  s = {"return ('x'):rep(3) .. #table.pack(1, 2)", ""};
    dm_err  err;

    (void)state;
    assert_true(dm_lua_call(lua, script_run, &s, &err));
    assert_string_equal(s.result, "xxx2");
    dm_lua_free(lua);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attacks),
        cmocka_unit_test(a_fresh_state_works),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
