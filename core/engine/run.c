/* run.c - documents through an engine, and its first and last call.
**
** While a call runs, engine->doc and engine->result say what it works on; they
** are NULL otherwise.
*/
#include <lauxlib.h>
#include <xxhash.h>

#include "engine/inside.h"
#include "script/arg.h"
#include "script/class.h"
#include "script/l_value.h"
#include "script/place.h"

void dm_run_begin(dm_engine *engine, dm_doc *doc, dm_result *result)
{
    engine->doc = doc;
    engine->result = result;
    engine->where.rule[0] = '\0';
    engine->where.file[0] = '\0';
    engine->where.view = NULL;
    engine->host.acting = false;
    engine->notes = 0;
    engine->conflicts = 0;
    engine->candidates = NULL;
    engine->rejected = NULL;
    for (size_t i = 0; i < engine->nearly; i++)
        (void)dm_result_note(result, engine->early[i].level,
                             &engine->early[i].text);
    engine->nearly = 0;
}

void dm_run_end(dm_engine *engine)
{
    engine->doc = NULL;
    engine->result = NULL;
    engine->where.view = NULL;
}

/* Take what the driver returned at the top as the values reduced. */
static void take_reduced(lua_State *L, dm_result *result)
{
    dm_err err;

    if (lua_isnil(L, -1))
        return;
    if (!dm_lua_value(L, -1, &result->arena, "reduce", &result->reduced, &err))
        dm_lua_raise(L, &err);
}

static int call_document(lua_State *L)
{
    dm_engine  *engine = lua_touserdata(L, 1);
    dm_result  *result = engine->result;
    const char *why;

    dm_push_doc(L, engine->doc); /* [engine doc] */
    lua_pushvalue(L, 2);
    lua_rawseti(L, LUA_REGISTRYINDEX, engine->refs.doc);
    lua_rawgeti(L, LUA_REGISTRYINDEX, engine->refs.document);
    lua_pushvalue(L, 2);
    lua_call(L, 1, 1);
    take_reduced(L, result);
    why = dm_skip_reason(L, 2);
    if (why != NULL) {
        result->skipped = true;
        dm_err_copy(result->reason, sizeof result->reason, why, strlen(why));
    }
    return 0;
}

/* report(doc, why): what the module that was asked says of the document, which
** failed with `why` or did not. */
static int call_report(lua_State *L)
{
    dm_engine *engine = lua_touserdata(L, 1);
    dm_result *result = engine->result;
    dm_err     err;

    lua_rawgeti(L, LUA_REGISTRYINDEX, engine->refs.report);
    lua_rawgeti(L, LUA_REGISTRYINDEX, engine->refs.doc);
    if (engine->failed != NULL)
        lua_pushstring(L, engine->failed->msg);
    else
        lua_pushnil(L);
    lua_call(L, 2, 1);
    if (!lua_isnil(L, -1) &&
        !dm_lua_report(L, -1, &result->arena, "report", &result->report, &err))
        return dm_lua_raise(L, &err);
    return 0;
}

/* A limit that telling what was found has passed is not the script's. */
static void blame_report(const dm_err *why, dm_err *err)
{
    dm_fail(err, why->code,
            "the script came to its end, but not what tells what it found: %s",
            why->code == DM_E_DEADLINE ? "it took too long" : why->msg);
    dm_fail_help(err, "there is too much of it, or the limit is too low");
}

/* Ask about the document, also about one that failed; a report that cannot be
** made fails a document that did not. */
static bool ask(dm_engine *engine, bool ok, dm_err *err)
{
    dm_err why;

    if (!engine->asked || dm_engine_dead(engine))
        return ok;
    engine->failed = ok ? NULL : err;
    if (dm_lua_call(engine->lua, call_report, engine, &why) || !ok)
        return ok;
    if (why.code >= 400 && why.code < 500)
        blame_report(&why, err);
    else
        *err = why;
    return false;
}

/* Empty the box of the document, whatever became of the call.  Nothing here
** takes memory, so nothing can raise. */
void dm_run_close(dm_engine *engine)
{
    lua_State *L = dm_lua_state(engine->lua);

    if (L == NULL)
        return; /* a dead state keeps nobody who could ask */
    lua_rawgeti(L, LUA_REGISTRYINDEX, engine->refs.doc);
    if (luaL_testudata(L, -1, DM_CLASS_DOC) != NULL)
        dm_close_doc(L, -1);
    lua_pop(L, 1);
}

/* An error whose place is in the library, and that no function of the script's
** led to, is told at the rule or field that was at work. */
static void tell_maker(const dm_engine *engine, dm_err *err)
{
    const dm_where *where = &engine->where;
    char            inner[sizeof err->file];
    int             line = err->line;

    if (!dm_lua_library(err->file) ||
        dm_slice_starts(dm_slice_str(err->help), DM_S("called from")))
        return;
    memcpy(inner, err->file, sizeof inner);
    if (where->file[0] != '\0')
        dm_lua_show(engine->lua, where->file, where->line, err);
    else
        dm_lua_show(engine->lua, engine->path, 0, err);
    if (err->help[0] != '\0')
        return;
    dm_fail_help(err, "raised in %s:%d%s%s%s", inner, line,
                 where->rule[0] != '\0' ? " while rule '" : "", where->rule,
                 where->rule[0] != '\0' ? "' was at work" : "");
}

/* Say which part of the document was being worked on. */
static void tell_where(const dm_engine *engine, dm_err *err)
{
    const dm_where *where = &engine->where;
    const dm_slice  id = engine->doc->id;

    if (err == NULL)
        return;
    tell_maker(engine, err);
    if (err->doc[0] == '\0' && where->view != NULL) {
        dm_docbox box = {engine->doc};
        dm_lspan  span = {
             .box = &box, .view = where->view, .range = where->range};

        dm_place_tell(&span, err);
    }
    if (err->doc[0] == '\0')
        dm_err_copy(err->doc, sizeof err->doc, id.ptr, id.len);
    if (err->help[0] == '\0' && where->rule[0] != '\0')
        dm_fail_help(err, "while rule '%s' was at work", where->rule);
}

/* Random numbers are the same for a document whatever came before it. */
static int64_t seed_of(const dm_doc *doc)
{
    return (int64_t)(XXH3_64bits(doc->bytes.ptr, doc->bytes.len) >> 1);
}

static bool add_meta(dm_engine *engine, dm_err *err)
{
    dm_result *result = engine->result;
    dm_value  *meta = dm_meta_value(engine, err);

    if (meta == NULL)
        return false;
    for (size_t i = 0; i < result->nrecords; i++)
        if (!dm_value_set(&result->arena, result->records[i], DM_S("_meta"),
                          meta))
            return dm_fail(err, DM_E_MEMORY, "no memory for _meta");
    return true;
}

bool dm_engine_document(dm_engine *engine, dm_doc *doc, dm_result *result,
                        dm_err *err)
{
    bool ok;

    dm_run_begin(engine, doc, result);
    dm_lua_seed(engine->lua, seed_of(doc));
    ok = dm_lua_call(engine->lua, call_document, engine, err);
    if (!ok)
        tell_where(engine, err);
    ok = ask(engine, ok, err);
    if (!engine->keeps)
        dm_run_close(engine);
    result->edited = engine->host.edited;
    engine->host.edited = false;
    if (!ok || result->skipped)
        result->nrecords = 0;
    if (!ok)
        result->reduced = NULL;
    if (ok && engine->meta && result->nrecords > 0)
        ok = add_meta(engine, err);
    if (!ok)
        result->nrecords = 0;
    if (!ok || result->skipped)
        result->written = DM_S("");
    result->writes = engine->writer.head != NULL;
    dm_run_end(engine);
    return ok;
}

static int call_init(lua_State *L)
{
    const dm_engine *engine = lua_touserdata(L, 1);

    lua_rawgeti(L, LUA_REGISTRYINDEX, engine->refs.init);
    lua_call(L, 0, 0);
    return 0;
}

bool dm_engine_init(dm_engine *engine, dm_err *err)
{
    return dm_lua_call(engine->lua, call_init, engine, err);
}

static int call_finish(lua_State *L)
{
    const dm_engine *engine = lua_touserdata(L, 1);

    lua_rawgeti(L, LUA_REGISTRYINDEX, engine->refs.finish);
    lua_call(L, 0, 1);
    take_reduced(L, engine->result);
    return 0;
}

bool dm_engine_finish(dm_engine *engine, dm_result *result, dm_err *err)
{
    bool ok;

    dm_run_begin(engine, NULL, result);
    ok = dm_lua_call(engine->lua, call_finish, engine, err);
    if (!ok)
        result->nrecords = 0;
    dm_run_end(engine);
    return ok;
}

typedef struct examples {
    dm_engine *engine;
    void (*told)(void *ud, const dm_err *err);
    void  *ud;
    size_t ran, failed;
} examples;

/* told(file, line, message) */
static int tell_example(lua_State *L)
{
    const examples *e = lua_touserdata(L, lua_upvalueindex(1));
    dm_err          err;

    dm_fail(&err, DM_E_EXAMPLE, "%s", luaL_checkstring(L, 3));
    dm_fail_at(&err, luaL_optstring(L, 1, ""), (int)luaL_optinteger(L, 2, 0),
               0);
    e->told(e->ud, &err);
    return 0;
}

static int call_check(lua_State *L)
{
    examples *e = lua_touserdata(L, 1);

    lua_rawgeti(L, LUA_REGISTRYINDEX, e->engine->refs.check);
    lua_pushlightuserdata(L, e);
    lua_pushcclosure(L, tell_example, 1);
    lua_call(L, 1, 2);
    e->ran = (size_t)lua_tointeger(L, -2);
    e->failed = (size_t)lua_tointeger(L, -1);
    return 0;
}

bool dm_engine_check(dm_engine *engine, void (*told)(void *ud, const dm_err *e),
                     void *ud, size_t *ran, size_t *failed, dm_err *err)
{
    examples  e = {engine, told, ud, 0, 0};
    dm_result result; /* what the examples emit goes nowhere */
    bool      ok;

    *ran = *failed = 0;
    if (!dm_engine_init(engine, err))
        return false;
    dm_result_init(&result, DM_RECORD_MAX);
    dm_run_begin(engine, NULL, &result);
    engine->checking = true;
    ok = dm_lua_call(engine->lua, call_check, &e, err);
    dm_native_drop(engine, dm_lua_state(engine->lua));
    engine->checking = false;
    dm_run_end(engine);
    dm_result_fini(&result);
    *ran = e.ran;
    *failed = e.failed;
    return ok;
}
