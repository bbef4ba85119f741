/* state.c - a state's life: made, called under limits, left, dropped. */
#include "script/state.h"

#include <string.h>

#include "base/mem.h"
#include "script/inside.h"
#include "script/l_pattern.h"

dm_lua_limits dm_lua_limits_default(void)
{
    dm_lua_limits limits = {
        .memory = (size_t)256 << 20,
        .deadline = 10000,
        .steps = 2000000000,
        .string = (size_t)64 << 20,
    };
    return limits;
}

lua_State *dm_lua_state(dm_lua *lua)
{
    return lua->dead ? NULL : lua->L;
}

bool dm_lua_dead(const dm_lua *lua)
{
    return lua->dead;
}

size_t dm_lua_peak(const dm_lua *lua)
{
    return lua->heap.peak;
}

dm_host *dm_lua_host(lua_State *L)
{
    return dm_lua_of(L)->host;
}

void dm_lua_seed(dm_lua *lua, int64_t seed)
{
    lua->seed = (lua_Integer)seed;
    lua->reseed = true;
}

/* The sentence of each limit. */
static void say(dm_lua *lua, dm_code code)
{
    const dm_lua_limits *limits = &lua->limits;

    if (code == DM_E_DEADLINE && lua->interrupted)
        dm_fail(&lua->err, code, "interrupted");
    else if (code == DM_E_DEADLINE)
        dm_fail(&lua->err, code, "the script ran longer than %d ms",
                limits->deadline);
    else if (code == DM_E_MEMORY)
        dm_fail(&lua->err, code, "the script took more memory than %zu bytes",
                limits->memory);
    else
        dm_fail(&lua->err, code, "the script took more than %llu steps",
                (unsigned long long)limits->steps);
}

_Noreturn void dm_lua_leave(dm_lua *lua, dm_code code)
{
    say(lua, code);
    if (lua->running != NULL)
        dm_lua_place_at(lua->running, 0, &lua->err);
    longjmp(lua->out, 1);
}

void dm_lua_refuel(lua_State *L)
{
    dm_lua  *lua = dm_lua_of(L);
    uint64_t need = (uint64_t)-lua->fuel;

    if (lua->clock.expired)
        dm_lua_leave(lua, DM_E_DEADLINE);
    need = need > DM_FUEL ? need : DM_FUEL;
    if (need > lua->steps)
        dm_lua_leave(lua, DM_E_STEPS);
    lua->steps -= need;
    lua->fuel += (int64_t)need;
}

void dm_lua_spend(lua_State *L, uint64_t n)
{
    dm_lua *lua = dm_lua_of(L);

    if (lua->clock.expired)
        dm_lua_leave(lua, DM_E_DEADLINE);
    dm_lua_burn(L, lua, n < INT64_MAX / 2 ? (int64_t)n : INT64_MAX / 2);
}

void dm_lua_deep(lua_State *L)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    uintptr_t base = dm_lua_of(L)->stack;

    if ((here > base ? here - base : base - here) > DM_STACK_MAX)
        luaL_error(L, "C stack overflow");
}

static int reseed(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, "docmill.randomseed");
    lua_pushinteger(L, dm_lua_of(L)->seed);
    lua_call(L, 1, 0);
    return 0;
}

static bool run(dm_lua *lua, lua_CFunction fn, void *ud)
{
    lua_State *L = lua->L;
    int        top = lua_gettop(L);
    int        status;

    lua_pushcfunction(L, dm_lua_handler);
    lua_pushcfunction(L, fn);
    lua_pushlightuserdata(L, ud);
    status = lua_pcall(L, 1, 0, top + 1);
    if (status != LUA_OK)
        dm_lua_collect(lua, L, status);
    lua_settop(L, top);
    if (lua->clock.expired) /* in C, too late for the hook */
        dm_lua_leave(lua, DM_E_DEADLINE);
    return status == LUA_OK;
}

typedef struct job { /* what runs inside the fence */
    bool (*run)(dm_lua *lua, lua_CFunction fn, void *ud);
    lua_CFunction fn;
    void         *ud;
} job;

/* Run `work`; false also when a limit threw us out, and the state is dead. */
static bool fenced(dm_lua *lua, const job *work)
{
    if (setjmp(lua->out) != 0) {
        lua->dead = true;
        return false;
    }
    return work->run(lua, work->fn, work->ud);
}

static bool fence(dm_lua *lua, const job *work, dm_err *err)
{
    bool ok;

    if (!dm_clock_start(lua, err))
        return false;
    memset(&lua->err, 0, sizeof lua->err);
    lua->steps = lua->limits.steps;
    lua->fuel = 0;
    lua->running = lua->L;
    lua->stack = (uintptr_t)__builtin_frame_address(0);
    lua->calls++;
    lua->interrupted = 0;
    lua->inside = 1;
    ok = fenced(lua, work);
    lua->inside = 0;
    dm_clock_stop(lua);
    if (!ok && err != NULL)
        *err = lua->err;
    return ok;
}

bool dm_lua_call(dm_lua *lua, lua_CFunction fn, void *ud, dm_err *err)
{
    job seed = {run, reseed, NULL}, work = {run, fn, ud};

    if (lua->dead)
        return dm_fail(err, DM_E_INTERNAL, "the state is dead");
    if (lua->inside)
        return dm_fail(err, DM_E_INTERNAL, "a call inside a call");
    if (lua->reseed && !fence(lua, &seed, err))
        return false;
    lua->reseed = false;
    return fence(lua, &work, err);
}

static bool make(dm_lua *lua, lua_CFunction fn, void *ud)
{
    (void)fn;
    (void)ud;
    lua->L = lua_newstate(dm_heap_alloc, lua);
    if (lua->L == NULL)
        return dm_fail(&lua->err, DM_E_MEMORY, "no memory for a state");
    *(dm_lua **)lua_getextraspace(lua->L) = lua;
    lua->running = lua->L;
    return true;
}

static bool build(dm_lua *lua, dm_err *err)
{
    job making = {make, NULL, NULL}, opening = {run, dm_open_sandbox, NULL};

    lua->patterns = dm_pattern_slots();
    if (lua->patterns == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for a state");
    if (!dm_clock_init(&lua->clock, err))
        return false;
    return fence(lua, &making, err) && fence(lua, &opening, err);
}

dm_lua *dm_lua_new(const dm_lua_limits *limits, dm_host *host,
                   dm_module_finder *finder, void *ud, dm_err *err)
{
    dm_lua *lua = dm_mem_alloc(sizeof *lua);

    if (lua == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for a state");
        return NULL;
    }
    memset(lua, 0, sizeof *lua);
    lua->limits = *limits;
    lua->host = host;
    lua->finder = finder;
    lua->finder_ud = ud;
    dm_heap_init(&lua->heap, limits->memory);
    if (build(lua, err))
        return lua;
    lua->dead = true; /* half a state is not closed but dropped */
    dm_lua_free(lua);
    return NULL;
}

static bool shut(dm_lua *lua, lua_CFunction fn, void *ud)
{
    (void)fn;
    (void)ud;
    lua_close(lua->L);
    lua->running = NULL;
    return true;
}

void dm_lua_free(dm_lua *lua)
{
    job closing = {shut, NULL, NULL};

    if (lua == NULL)
        return;
    lua->limits.deadline = 0; /* finalizers are ours */
    if (!lua->dead)
        (void)fence(lua, &closing, NULL);
    dm_clock_fini(&lua->clock);
    dm_heap_fini(&lua->heap);
    dm_source_drop(lua);
    dm_mem_free(lua->patterns);
    dm_mem_free(lua);
}
