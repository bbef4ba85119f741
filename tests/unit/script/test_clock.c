/* test_clock.c - the limits of a state: where they strike, and when. */
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run.h"

static void a_limit_says_where(void **state)
{
    static const struct {
        const char *text;
        dm_code     code;
    } rows[] = {
        {"local x\nwhile true do x = 1 end",                                   DM_E_DEADLINE},
        {"local t = {}\nwhile true do t[#t + 1] = {} end",                     DM_E_MEMORY  },
        {"local s = ('a'):rep(1e5)\ns:find('.-.-.-b')",                        DM_E_STEPS   },
        {"local co = coroutine.wrap(function()\nwhile true do end end)\nco()",
         DM_E_DEADLINE                                                                      },
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        dm_lua_limits limits = dm_lua_limits_default();
        script        s = {rows[i].text, ""};
        dm_err        err = {0};
        dm_lua       *lua;

        limits.deadline = rows[i].code == DM_E_DEADLINE ? 50 : 20000;
        limits.memory = 16 << 20;
        limits.steps = 10000000;
        lua = dm_lua_new(&limits, NULL, NULL, NULL, &err);
        assert_false(dm_lua_call(lua, script_run, &s, &err));
        assert_int_equal(err.code, rows[i].code);
        assert_string_equal(err.file, "test.lua");
        assert_int_equal(err.line, 2);
        assert_true(dm_lua_dead(lua));
        assert_null(dm_lua_state(lua));
        assert_false(dm_lua_call(lua, script_run, &s, &err));
        assert_int_equal(err.code, DM_E_INTERNAL);
        assert_true(dm_lua_peak(lua) <= limits.memory);
        dm_lua_free(lua);
    }
}

/* Time passes per call, not per state. */
static void the_clock_starts_anew(void **state)
{
    dm_lua_limits limits = dm_lua_limits_default();
    script        s = {"for i = 1, 2e5 do end", ""};
    double        from = now_ms();
    dm_err        err;
    dm_lua       *lua;

    (void)state;
    limits.deadline = 400;
    lua = dm_lua_new(&limits, NULL, NULL, NULL, &err);
    while (now_ms() - from < 900)
        assert_true(dm_lua_call(lua, script_run, &s, &err));
    dm_lua_free(lua);
}

static bool times_out(dm_lua *lua)
{
    script s = {"while true do end", ""};
    dm_err err = {0};

    return !dm_lua_call(lua, script_run, &s, &err) && err.code == DM_E_DEADLINE;
}

static void *thread(void *lua)
{
    return times_out(lua) ? lua : NULL;
}

/* The clock follows a state into a forked child and another thread. */
static void the_clock_moves_house(void **state)
{
    dm_lua_limits limits = dm_lua_limits_default();
    script        s = {"return 1", ""};
    dm_err        err;
    dm_lua       *lua;
    pthread_t     id;
    void         *result;
    pid_t         child;
    int           status;

    (void)state;
    limits.deadline = 50;
    lua = dm_lua_new(&limits, NULL, NULL, NULL, &err);
    assert_true(dm_lua_call(lua, script_run, &s, &err));
    child = fork();
    if (child == 0)
        _exit(times_out(lua) ? 0 : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(pthread_create(&id, NULL, thread, lua), 0);
    assert_int_equal(pthread_join(id, &result), 0);
    assert_ptr_equal(result, lua);
    dm_lua_free(lua);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_limit_says_where),
        cmocka_unit_test(the_clock_starts_anew),
        cmocka_unit_test(the_clock_moves_house),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
