/* engine.c - one script, one document through it.
**
** The state is built in three calls: the library's Lua, which then becomes
** unreachable by name for the script; the script's own chunk; and the driver,
** which checks what the chunk returned and gives the functions that are called
** later.  Between documents nothing is rebuilt.
*/
#include "engine/engine.h"

#include <lauxlib.h>

#include "base/mem.h"
#include "engine/inside.h"
#include "script/class.h"
#include "script/edit.h"
#include "script/l_fail.h"
#include "script/owned.h"

enum { CHUNK_MAX = 1 << 20, TEXTS_MAX = 16 << 20 };

dm_engine_options dm_engine_options_default(void)
{
    dm_engine_options options = {
        .script = NULL,
        .chunk = DM_LIT(""),
        .lua = dm_lua_limits_default(),
        .match = dm_match_limits_default(),
    };

    return options;
}

/* Load the library; its way to the engine is closed behind it. */
static int setup(lua_State *L)
{
    dm_engine *engine = lua_touserdata(L, 1);

    (void)dm_open_core(L);
    dm_lua_preload(L, "docmill.core");
    dm_native_open(L);
    dm_lua_preload(L, "docmill.native");
    lua_getglobal(L, "require");
    lua_pushliteral(L, "std.driver");
    lua_call(L, 1, 1);
    lua_pushnil(L);
    dm_lua_preload(L, "docmill.native");
    engine->refs.driver = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pushboolean(L, 0);
    engine->refs.order = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pushboolean(L, 0);
    engine->refs.doc = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pushboolean(L, 0);
    engine->refs.sample = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

static void push_driver(lua_State *L, const dm_engine *engine, const char *name)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, engine->refs.driver);
    lua_getfield(L, -1, name);
    lua_replace(L, -2);
}

static int ref_field(lua_State *L, const char *name)
{
    lua_getfield(L, -1, name);
    return luaL_ref(L, LUA_REGISTRYINDEX);
}

static void copy_field(lua_State *L, const char *name, char *dst, size_t size)
{
    size_t      len;
    const char *s;

    lua_getfield(L, -1, name);
    s = lua_tolstring(L, -1, &len);
    if (s != NULL)
        dm_err_copy(dst, size, s, len);
    lua_pop(L, 1);
}

/* Keep the functions in the table at the top. */
static void take_functions(lua_State *L, dm_engine *engine)
{
    dm_refs *refs = &engine->refs;

    refs->document = ref_field(L, "document");
    refs->init = ref_field(L, "init");
    refs->finish = ref_field(L, "finish");
    refs->check = ref_field(L, "check");
    refs->report = ref_field(L, "report");
    refs->about = ref_field(L, "about");
    lua_getfield(L, -1, "order");
    lua_rawseti(L, LUA_REGISTRYINDEX, refs->order);
    lua_getfield(L, -1, "edits");
    dm_lua_set_policy(L);
    copy_field(L, "name", engine->name, sizeof engine->name);
    copy_field(L, "view", engine->view, sizeof engine->view);
    dm_writer_take(L, engine);
}

typedef struct opening {
    dm_engine *engine;
    dm_slice   source;
} opening;

/* Run the script's chunk and let the driver have what it returned. */
static int open_script(lua_State *L)
{
    const opening *job = lua_touserdata(L, 1);

    push_driver(L, job->engine, "open");
    dm_lua_load(L, job->source, job->engine->path);
    dm_lua_note_lines(L, true);
    lua_call(L, 0, 1);
    lua_call(L, 1, 1);
    dm_lua_note_lines(L, false);
    take_functions(L, job->engine);
    return 0;
}

/* Compile "return <chunk>", for one-liners that are an expression. */
static int load_expression(lua_State *L)
{
    const opening *job = lua_touserdata(L, 1);
    luaL_Buffer    b;
    dm_slice       source;

    luaL_buffinit(L, &b);
    luaL_addstring(&b, "return ");
    luaL_addlstring(&b, job->source.ptr, job->source.len);
    luaL_pushresult(&b);
    source.ptr = lua_tolstring(L, -1, &source.len);
    dm_lua_load(L, source, job->engine->path);
    return 1;
}

/* A one-liner: an expression or statements, with globals of its own. */
static int open_chunk(lua_State *L)
{
    opening *job = lua_touserdata(L, 1);

    push_driver(L, job->engine, "chunk");
    lua_pushcfunction(L, load_expression);
    lua_pushlightuserdata(L, job);
    if (lua_pcall(L, 1, 1, 0) != LUA_OK) {
        lua_pop(L, 1);
        dm_lua_load(L, job->source, job->engine->path);
    } /* [chunk() f] */
    push_driver(L, job->engine, "globals");
    lua_call(L, 0, 1); /* [chunk() f env] */
    lua_pushvalue(L, -1);
    lua_setupvalue(L, -3, 1);
    lua_call(L, 2, 1);
    take_functions(L, job->engine);
    return 0;
}

/* "a/notice.lua" is called "notice" until it says otherwise. */
static void name_after(dm_engine *engine, const char *path)
{
    const char *base = strrchr(path, '/');
    size_t      len;

    base = base != NULL ? base + 1 : path;
    len = strlen(base);
    if (len > 4 && strcmp(base + len - 4, ".lua") == 0)
        len -= 4;
    dm_err_copy(engine->name, sizeof engine->name, base, len);
}

static bool run_script(dm_engine *engine, const dm_engine_options *options,
                       dm_err *err)
{
    opening       job = {engine, options->chunk};
    lua_CFunction open = open_chunk;
    const char   *path = "x";
    bool          ok;

    if (options->script != NULL) {
        open = open_script;
        if (!dm_library_script(&engine->library, options->script, &job.source,
                               err))
            return false;
        path = engine->library.path;
    } else if (job.source.len > CHUNK_MAX) {
        return dm_fail(err, DM_E_SIZE, "the one-liner is over 1 MiB");
    }
    dm_err_copy(engine->path, sizeof engine->path, path, strlen(path));
    name_after(engine, path);
    dm_engine_xxh3(job.source, engine->hash);
    engine->opening = true;
    ok = dm_lua_call(engine->lua, open, &job, err);
    engine->opening = false;
    return ok;
}

static bool build(dm_engine *engine, const dm_engine_options *options,
                  dm_err *err)
{
    engine->host.ud = engine;
    engine->host.rule = engine->where.rule;
    engine->host.emit = dm_native_emit;
    engine->host.log = dm_native_log;
    engine->host.file = dm_native_file;
    engine->host.matcher = dm_matcher_new(&options->match, err);
    if (engine->host.matcher == NULL)
        return false;
    engine->host.cache = dm_regex_cache_new(0, err);
    if (engine->host.cache == NULL)
        return false;
    engine->lua = dm_lua_new(&options->lua, &engine->host, dm_library_module,
                             &engine->library, err);
    return engine->lua != NULL &&
           dm_lua_call(engine->lua, setup, engine, err) &&
           run_script(engine, options, err);
}

dm_engine *dm_engine_open(const dm_engine_options *options, dm_err *err)
{
    dm_engine *engine = dm_mem_alloc(sizeof *engine);

    if (engine == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for an engine");
        return NULL;
    }
    memset(engine, 0, sizeof *engine);
    engine->spans = options->spans;
    engine->bare = options->bare;
    engine->meta = options->meta;
    engine->asked = options->ask != NULL;
    engine->options = options;
    dm_library_init(&engine->library);
    dm_arena_init(&engine->texts, TEXTS_MAX);
    if (!build(engine, options, err)) {
        dm_engine_close(engine);
        return NULL;
    }
    engine->options = NULL;
    return engine;
}

void dm_engine_close(dm_engine *engine)
{
    if (engine == NULL)
        return;
    dm_owned_drop(&engine->host); /* what a dead state cannot */
    dm_lua_free(engine->lua);
    dm_doc_free(engine->lone);
    dm_regex_cache_free(engine->host.cache);
    dm_matcher_free(engine->host.matcher);
    dm_library_fini(&engine->library);
    dm_arena_fini(&engine->texts);
    dm_mem_free(engine);
}

bool dm_engine_dead(const dm_engine *engine)
{
    return dm_lua_dead(engine->lua);
}

const char *dm_engine_name(const dm_engine *engine)
{
    return engine->name;
}

const char *dm_engine_path(const dm_engine *engine)
{
    return engine->path;
}

const char *dm_engine_file(const dm_engine *engine, size_t i)
{
    return dm_library_read(&engine->library, i);
}

const char *dm_engine_hash(const dm_engine *engine)
{
    return engine->hash;
}
