/* run.h - a state for tests: Lua text in, what became of it out. */
#ifndef DM_TEST_RUN_H
#define DM_TEST_RUN_H

#include <lauxlib.h>
#include <lua.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/mem.h"
#include "script/host.h"
#include "script/state.h"

#define LEN(a) (sizeof(a) / sizeof *(a))

typedef struct script {
    const char *text;
    char        result[512]; /* tostring of what it returned */
} script;

/* Compile and run; the first result goes to script.result. */
static inline int script_run(lua_State *L)
{
    script     *s = lua_touserdata(L, 1);
    const char *text;

    dm_lua_load(L, dm_slice_str(s->text), "test.lua");
    lua_call(L, 0, 1);
    text = luaL_tolstring(L, -1, NULL);
    (void)snprintf(s->result, sizeof s->result, "%s", text);
    return 0;
}

/* Milliseconds of the monotonic clock. */
static inline double now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Milliseconds that this thread has had the processor. */
static inline double cpu_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

#endif
