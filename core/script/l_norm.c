/* l_norm.c - norm: the normalization steps as functions on text.
**
** A step writes into an arena.  Text that belongs to no document gets one of
** its own in a userdata, emptied as soon as the result is a string and
** otherwise, after a raise, by the collector.
*/
#include "base/arena.h"
#include "base/nearest.h"
#include "norm/step.h"
#include "script/bind.h"
#include "text/utf8.h"

enum { MAX_NORM = 64 << 20 }; /* bytes of a result */

static const char *step_name(const void *names, size_t i)
{
    const dm_step *step = dm_step_at(i);

    (void)names;
    return step != NULL ? step->name : NULL;
}

/* The step called `name`; raises UNKNOWN_STEP. */
static const dm_step *arg_step(lua_State *L, dm_slice name)
{
    const dm_step *step = dm_step_find(name);
    const char    *near;
    dm_err         err;

    if (step != NULL)
        return step;
    dm_fail(&err, DM_E_UNKNOWN_STEP, "there is no step '%.*s'",
            (int)(name.len < 100 ? name.len : 100), name.ptr);
    near = dm_nearest(name, step_name, NULL);
    if (near != NULL)
        dm_fail_help(&err, "did you mean '%s'?", near);
    dm_lua_raise(L, &err);
    return NULL;
}

/* Push nil and a message when `text` is not UTF-8; returns 2 then, else 0. */
static int refuse_bytes(lua_State *L, dm_slice text)
{
    size_t valid = dm_utf8_valid(text);

    if (valid == text.len)
        return 0;
    luaL_pushfail(L);
    lua_pushfstring(L, "byte %I is not UTF-8", (lua_Integer)valid + 1);
    return 2;
}

/* Run `step` over `*text`; the result is in the arena. */
static void run_step(lua_State *L, const dm_step *step, dm_arena *arena,
                     dm_slice *text)
{
    dm_step_result result;
    dm_err         err;

    dm_lua_spend(L, 1 + text->len / 16);
    if (!dm_step_run(&result, step, *text,
                     &(dm_step_how){.arena = arena, .max = MAX_NORM}, &err))
        dm_lua_raise(L, &err);
    *text = result.text;
}

/* Push what `step` makes of the text at 1. */
static int take(lua_State *L, const dm_step *step)
{
    dm_slice   text = dm_arg_text(L, 1);
    dm_larena *arena;

    if (refuse_bytes(L, text) != 0)
        return 2;
    lua_settop(L, 1);
    arena = dm_push_arena(L, (size_t)4 * MAX_NORM);
    run_step(L, step, &arena->arena, &text);
    dm_push_slice(L, text);
    dm_owned_done(&arena->owned);
    return 1;
}

/* norm.<step>(text); upvalue: the step's number. */
static int norm_step(lua_State *L)
{
    return take(L, dm_step_at((size_t)lua_tointeger(L, lua_upvalueindex(1))));
}

int dm_lua_norm(lua_State *L, const char *step)
{
    return take(L, arg_step(L, dm_slice_str(step)));
}

/* Run the steps named in the comma-separated `names`. */
static void run_names(lua_State *L, dm_slice names, dm_arena *arena,
                      dm_slice *text)
{
    while (names.len > 0) {
        const char *comma = memchr(names.ptr, ',', names.len);
        size_t len = comma != NULL ? (size_t)(comma - names.ptr) : names.len;

        run_step(L, arg_step(L, dm_slice_sub(names, 0, len)), arena, text);
        names = dm_slice_sub(names, len + (comma != NULL), names.len);
    }
}

/* norm.steps(list or "a,b", text): the steps in their order. */
static int norm_steps(lua_State *L)
{
    dm_slice    text = dm_arg_text(L, 2);
    lua_Integer n = 0;
    dm_larena  *arena;

    if (lua_type(L, 1) == LUA_TTABLE)
        n = luaL_len(L, 1);
    else
        luaL_checkstring(L, 1);
    if (refuse_bytes(L, text) != 0)
        return 2;
    lua_settop(L, 2);
    arena = dm_push_arena(L, (size_t)4 * MAX_NORM);
    if (lua_type(L, 1) == LUA_TSTRING)
        run_names(L, dm_arg_string(L, 1), &arena->arena, &text);
    for (lua_Integer i = 1; i <= n; i++) {
        if (lua_geti(L, 1, i) != LUA_TSTRING)
            luaL_error(L, "step %I is a %s, not a name", i,
                       luaL_typename(L, -1));
        run_step(L, arg_step(L, dm_arg_string(L, -1)), &arena->arena, &text);
        lua_pop(L, 1);
    }
    dm_push_slice(L, text);
    dm_owned_done(&arena->owned);
    return 1;
}

void dm_open_norm(lua_State *L)
{
    lua_newtable(L);
    for (size_t i = 0; dm_step_at(i) != NULL; i++) {
        lua_pushinteger(L, (lua_Integer)i);
        lua_pushcclosure(L, norm_step, 1);
        lua_setfield(L, -2, dm_step_at(i)->name);
    }
    lua_pushcfunction(L, norm_steps);
    lua_setfield(L, -2, "steps");
    dm_lua_freeze(L, "norm");
}
