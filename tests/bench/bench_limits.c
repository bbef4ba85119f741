/* bench_limits.c - what the limits cost while none is reached.
**
** Each program runs in a stock state and in ours, in turns, and the best CPU
** time of each counts, since the machine is never quiet.  Goal: at most 1.03
** on loops, 1.08 on patterns.
*/
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "script/state.h"

static const struct {
    const char *name, *text;
} programs[] = {
    {"arithmetic",
     "local x = 0 for i = 1, 5e6 do x = x + i % 7 * 2 end return x"          },
    {"fib",                      "local function fib(n) if n < 2 then return n end return fib(n - "
            "1) + fib(n - 2) end return fib(27)"                  },
    {"table access",
     "local t = {} for k = 1, 10 do for i = 1, 1e5 do t[i] = (t[i] or 0) + i "
     "end end return t[9]"                                                   },
    {"objects",
     "local t = {} for i = 1, 2e5 do t[i % 1000] = {x = i, y = {i}} end return "
     "#t"                                                                    },
    {"string building",
     "local t = {} for i = 1, 1e5 do t[#t + 1] = 'item ' .. i end return "
     "#table.concat(t, ',')"                                                 },
    {"table.insert and remove",
     "local t = {} for i = 1, 2e5 do table.insert(t, i) end for i = 1, 2e5 do "
     "table.remove(t) end"                                                   },
    {"globals",                  "local n = 0 for i = 1, 5e5 do n = n + #tostring(math.floor(i "
                "/ 3)) end return n"                          },
    {"pairs of records",
     "local r = {id = 1, title = 2, author = 3, date = 4, text = 5} local n = "
     "0 for i = 1, 5e4 do for k, v in pairs(r) do n = n + v end end return n"},
    {"pairs of a list",
     "local r = {} for i = 1, 1000 do r[i] = i end local n = 0 for i = 1, 500 "
     "do for k, v in pairs(r) do n = n + v end end return n"                 },
    {"sort numbers",
     "local t, x = {}, 1 for i = 1, 5e4 do x = x * 16807 % 2147483647 t[i] = x "
     "end table.sort(t)"                                                     },
    {"sort by function",
     "local t, x = {}, 1 for i = 1, 2e4 do x = x * 16807 % 2147483647 t[i] = x "
     "end table.sort(t, function(a, b) return a > b end)"                    },
    {"coroutines",
     "local f = coroutine.wrap(function() while true do coroutine.yield(1) end "
     "end) local n = 0 for i = 1, 5e5 do n = n + f() end return n"           },
    {"gmatch words",
     "local s = ('the quick brown fox, '):rep(2000) local n = 0 for k = 1, 5 "
     "do for w in s:gmatch('%a+') do n = n + 1 end end return n"             },
    {"gsub, string",             "local s = ('the quick brown fox, '):rep(2000) for k = 1, "
                     "5 do s:gsub('%s+(%a)', ' %1') end" },
    {"gsub, function",
     "local s = ('the quick brown fox, '):rep(2000) for k = 1, 5 do "
     "s:gsub('%w+', function(w) return w end) end"                           },
    {"match fields",
     "local n = 0 for i = 1, 2e5 do local k, v = ('key = value'):match('^(%w+)"
     "%s*=%s*(%w+)$') n = n + #v end return n"                               },
    {"find literal",
     "local s = ('abcdefghij'):rep(1000) .. 'needle' for i = 1, 5e3 do "
     "s:find('needle', 1, true) end"                                         },
    {"long .-",                  "local s = ('x'):rep(1e5) .. '!' for i = 1, 20 do "
                "s:match('x(.-)!') end"                       },
    {"long .*",                  "local s = ('x'):rep(1e5) .. '!' for i = 1, 20 do "
                "s:match('^(.*)!') end"                       },
    {"trim",                     "local n = 0 for i = 1, 2e5 do n = n + #('  some text "
             "'):match('^%s*(.-)%s*$') end return n"             },
    {"find, class that is rare",
     "local s = ('abcdefghij'):rep(1000) .. '7' for i = 1, 500 do "
     "s:find('%d') end"                                                      },
    {"format",
     "local f = string.format for i = 1, 2e5 do f('%04d-%02d %s %.2f', 2023, "
     "i, 'x', 1.5) end"                                                      },
    {"sub, byte, upper",
     "local s = ('Text'):rep(10) local n = 0 for i = 1, 3e5 do n = n + "
     "s:sub(3, 9):upper():byte() end return n"                               },
};

static double cpu(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int run(lua_State *L)
{
    const char *text = lua_touserdata(L, 1);

    if (luaL_loadstring(L, text) != LUA_OK)
        return lua_error(L);
    lua_call(L, 0, 0);
    return 0;
}

static double time_stock(const char *text)
{
    lua_State *L = luaL_newstate();
    double     from;

    luaL_openlibs(L);
    lua_pushcfunction(L, run);
    lua_pushlightuserdata(L, (void *)(uintptr_t)text);
    from = cpu();
    if (lua_pcall(L, 1, 0, 0) != LUA_OK)
        (void)fprintf(stderr, "stock: %s\n", lua_tostring(L, -1));
    from = cpu() - from;
    lua_close(L);
    return from;
}

static double time_ours(const char *text)
{
    dm_lua_limits limits = dm_lua_limits_default();
    dm_err        err;
    dm_lua       *lua = dm_lua_new(&limits, NULL, NULL, NULL, &err);
    double        from = cpu();

    if (lua == NULL || !dm_lua_call(lua, run, (void *)(uintptr_t)text, &err))
        (void)fprintf(stderr, "ours: %s\n", err.msg);
    from = cpu() - from;
    dm_lua_free(lua);
    return from;
}

static int nothing(lua_State *L)
{
    (void)L;
    return 0;
}

/* Microseconds of a call that does nothing, and of a state's life. */
static void time_calls(void)
{
    enum { CALLS = 20000, STATES = 500 };
    dm_lua_limits limits = dm_lua_limits_default();
    dm_err        err;
    dm_lua       *lua = dm_lua_new(&limits, NULL, NULL, NULL, &err);
    double        from = cpu();

    for (int i = 0; i < CALLS; i++)
        if (!dm_lua_call(lua, nothing, NULL, &err))
            (void)fprintf(stderr, "call: %s\n", err.msg);
    (void)printf("%-28s %8.2f us\n", "an empty call",
                 (cpu() - from) / CALLS * 1e3);
    dm_lua_free(lua);
    from = cpu();
    for (int i = 0; i < STATES; i++)
        dm_lua_free(dm_lua_new(&limits, NULL, NULL, NULL, &err));
    (void)printf("%-28s %8.2f us\n", "a state, made and freed",
                 (cpu() - from) / STATES * 1e3);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 7;

    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        double stock = 1e9, ours = 1e9;
        for (int k = 0; k < rounds; k++) {
            double a = time_stock(programs[i].text);
            double b = time_ours(programs[i].text);
            stock = a < stock ? a : stock;
            ours = b < ours ? b : ours;
        }
        (void)printf("%-28s %8.2f ms stock %8.2f ms ours  %.2f\n",
                     programs[i].name, stock, ours, ours / stock);
    }
    time_calls();
    return 0;
}
