/* writer.c - a script's own writer, its columns and rules.
**
** std/writer.lua lets the writer have each record as plain Lua values, read
** back from what the sinks would have, and gives what it wrote to `write`.
*/
#include <lauxlib.h>

#include "engine/inside.h"
#include "script/arg.h"
#include "script/l_value.h"

/* record(i): the i-th record as a table; false when it has an output of its
** own, nil past the end and where nobody reads records. */
int dm_native_record(lua_State *L)
{
    const dm_result *result = dm_native_result(L, "writer");
    lua_Integer      i = luaL_checkinteger(L, 1);

    if (dm_native_engine(L)->bare || i < 1 || (size_t)i > result->nrecords)
        return 0;
    if (result->outputs[i - 1].len > 0) {
        lua_pushboolean(L, 0);
        return 1;
    }
    dm_lua_push_value(L, result->records[i - 1]);
    lua_pushnil(L); /* places are there when a sink wants them */
    lua_setfield(L, -2, "_spans");
    return 1;
}

/* write(text): what the writer made of all records. */
int dm_native_write(lua_State *L)
{
    dm_result *result = dm_native_result(L, "writer");
    dm_slice   text = dm_arg_string(L, 1);
    dm_err     err;

    result->written.ptr = dm_arena_str(&result->arena, text);
    result->written.len = text.len;
    if (result->written.ptr != NULL)
        return 0;
    result->written = DM_S("");
    dm_fail(&err, DM_E_MEMORY, "no memory for what the writer wrote");
    return dm_lua_raise(L, &err);
}

/* A copy of the string at the top, which is popped; raises MEMORY. */
static const char *take_string(lua_State *L, dm_engine *engine)
{
    const char *copy = dm_arena_str(&engine->texts, dm_arg_string(L, -1));
    dm_err      err;

    if (copy == NULL) {
        dm_fail(&err, DM_E_MEMORY, "the writer's head and tail are too long");
        dm_lua_raise(L, &err);
    }
    lua_pop(L, 1);
    return copy;
}

static const char *take_field(lua_State *L, dm_engine *engine, const char *name)
{
    lua_getfield(L, -1, name);
    return take_string(L, engine);
}

/* The strings in the list that is field `name` of the table at the top. */
static dm_strings take_list(lua_State *L, dm_engine *engine, const char *name)
{
    dm_strings list = {NULL, 0};
    size_t     n = 0;

    if (lua_getfield(L, -1, name) == LUA_TTABLE)
        n = lua_rawlen(L, -1);
    list.names = dm_arena_zalloc(&engine->texts, n + 1, sizeof *list.names);
    for (size_t i = 0; list.names != NULL && i < n; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        list.names[list.n++] = take_string(L, engine);
    }
    lua_pop(L, 1);
    return list;
}

void dm_writer_take(lua_State *L, dm_engine *engine)
{
    if (lua_getfield(L, -1, "writer") == LUA_TTABLE) {
        engine->writer.tail = take_field(L, engine, "tail");
        engine->writer.ending = take_field(L, engine, "ending");
        engine->writer.head = take_field(L, engine, "head");
    }
    lua_pop(L, 1);
    engine->columns = take_list(L, engine, "columns");
    engine->rules = take_list(L, engine, "rules");
}

const char *dm_engine_column(const dm_engine *engine, size_t i)
{
    return i < engine->columns.n ? engine->columns.names[i] : NULL;
}

const char *dm_engine_rule(const dm_engine *engine, size_t i)
{
    return i < engine->rules.n ? engine->rules.names[i] : NULL;
}

const char *dm_engine_writer_head(const dm_engine *engine)
{
    return engine->writer.head;
}

const char *dm_engine_writer_tail(const dm_engine *engine)
{
    return engine->writer.tail;
}

const char *dm_engine_writer_ending(const dm_engine *engine)
{
    return engine->writer.ending;
}
