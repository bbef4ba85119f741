/* talk.c - a conversation with an engine.
**
** std/talk is loaded once and kept by reference; its functions take strings
** and give a string, so that nothing but text crosses.  It is helped
** by functions here: what a chunk is compiled to, whether a Span was found,
** which members an object has, which modules the library has.
*/
#include "engine/talk.h"

#include <lauxlib.h>

#include "engine/inside.h"
#include "script/arg.h"
#include "script/class.h"
#include "script/l_value.h"
#include "script/place.h"

enum { CHUNK_MAX = 1 << 20 };

#define NATIVE "docmill.native"
#define CHUNK  "input" /* what messages call it */

/* load(source): compile, raising SYNTAX; for a protected call. */
static int load_chunk(lua_State *L)
{
    dm_lua_load(L, dm_arg_string(L, 1), CHUNK);
    return 1;
}

/* True when the message at the top says that the end came too soon. */
static bool is_cut(lua_State *L)
{
    dm_slice message;
    bool     cut;

    message.ptr = luaL_tolstring(L, -1, &message.len);
    cut = dm_slice_ends(message, DM_S("<eof>"));
    lua_pop(L, 1);
    return cut;
}

/* Push "return SOURCE" compiled, or the message why not. */
static bool push_expression(lua_State *L, int source)
{
    dm_slice text;
    bool     ok;

    lua_pushliteral(L, "return ");
    lua_pushvalue(L, source);
    lua_concat(L, 2);
    text = dm_arg_string(L, -1);
    ok = luaL_loadbufferx(L, text.ptr, text.len, "@" CHUNK, "t") == LUA_OK;
    lua_remove(L, -2);
    return ok;
}

/*
** compile(source, env): the chunk as a function whose globals are `env`, an
** expression if it can be one; false when it is incomplete.  Raises SYNTAX.
** The statement is compiled first, because that keeps the text for messages.
*/
static int native_compile(lua_State *L)
{
    dm_slice source = dm_arg_string(L, 1);
    bool     ok, cut;

    luaL_argcheck(L, source.len <= CHUNK_MAX, 1, "over 1 MiB of Lua");
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    lua_pushcfunction(L, load_chunk);
    lua_pushvalue(L, 1);
    ok = lua_pcall(L, 1, 1, 0) == LUA_OK; /* [source env chunk|error] */
    cut = !ok && is_cut(L);
    if (push_expression(L, 1))
        lua_replace(L, 3);
    else if (cut || (!ok && is_cut(L)))
        lua_pushboolean(L, 0);
    else if (!ok)
        lua_pushvalue(L, 3);
    if (lua_isboolean(L, -1))
        return 1;
    if (!lua_isfunction(L, 3))
        return lua_error(L);
    lua_settop(L, 3);
    lua_pushvalue(L, 2);
    lua_setupvalue(L, 3, 1);
    return 1;
}

/* found(span): whether it is a Match. */
static int native_found(lua_State *L)
{
    (void)dm_arg_span(L, 1);
    lua_pushboolean(L, lua_getiuservalue(L, 1, 2) > LUA_TNIL);
    return 1;
}

/* members(object): a table of the names of an object of ours, true for methods;
** nil for anything else. */
static int native_members(lua_State *L)
{
    static const char *const classes[] = {
        DM_CLASS_DOC,   DM_CLASS_VIEW, DM_CLASS_SPAN,    DM_CLASS_BLOCK,
        DM_CLASS_REGEX, DM_CLASS_SET,  DM_CLASS_PHRASES, DM_CLASS_PLACE,
    };
    const char *class = NULL;

    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (luaL_testudata(L, 1, classes[i]) != NULL)
            class = classes[i];
    if (class == NULL)
        return 0;
    lua_pushfstring(L, "%s.members", class);
    if (lua_rawget(L, LUA_REGISTRYINDEX) != LUA_TTABLE)
        return 0;
    lua_newtable(L); /* [... members names] */
    lua_pushnil(L);
    while (lua_next(L, -3) != 0) {
        bool method = lua_isfunction(L, -1);

        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_pushboolean(L, method);
        lua_rawset(L, -4);
    }
    return 1;
}

/* modules(): the names of the built-in modules, "std.date". */
static int native_modules(lua_State *L)
{
    const char *path;
    lua_Integer n = 0;

    lua_newtable(L);
    for (size_t i = 0; (path = dm_library_at(i)) != NULL; i++) {
        size_t len = strlen(path);

        if (len < 4 || strcmp(path + len - 4, ".lua") != 0)
            continue;
        lua_pushlstring(L, path, len - 4);
        luaL_gsub(L, lua_tostring(L, -1), "/", ".");
        lua_rawseti(L, -3, ++n);
        lua_pop(L, 1);
    }
    return 1;
}

/* Push the globals of what is typed: those of a one-liner. */
static void push_globals(lua_State *L, const dm_engine *engine)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, engine->refs.driver);
    lua_getfield(L, -1, "globals");
    lua_remove(L, -2);
    lua_call(L, 0, 1);
}

/* Load std/talk through native.library, with more in native than others get. */
static int open_talk(lua_State *L)
{
    static const luaL_Reg more[] = {
        {"compile", native_compile},
        {"found",   native_found  },
        {"members", native_members},
        {"modules", native_modules},
        {NULL,      NULL          },
    };
    dm_engine *engine = lua_touserdata(L, 1);

    lua_getfield(L, LUA_REGISTRYINDEX, NATIVE);
    luaL_setfuncs(L, more, 0);
    lua_getfield(L, -1, "library");
    lua_pushliteral(L, "std.talk");
    lua_call(L, 1, 1);
    push_globals(L, engine);
    lua_call(L, 1, 1);
    engine->talk = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

bool dm_talk_open(dm_engine *engine, dm_err *err)
{
    if (!dm_lua_call(engine->lua, open_talk, engine, err))
        return false;
    engine->keeps = true;
    return true;
}

typedef struct call {
    dm_engine      *engine;
    const char     *what;
    const dm_slice *args;
    size_t          nargs;
    dm_talk_heard  *heard;
} call;

/* Take the answer at the top: text, data, or whether more is needed. */
static void take_answer(lua_State *L, const call *c)
{
    dm_slice text;
    dm_err   err;

    if (lua_type(L, -1) == LUA_TSTRING) {
        text.ptr = lua_tolstring(L, -1, &text.len);
        dm_buf_slice(c->heard->text, text);
    } else if (lua_istable(L, -1) &&
               !dm_lua_report(L, -1, &c->heard->result.arena, c->what,
                              &c->heard->value, &err)) {
        dm_lua_raise(L, &err);
    }
    c->heard->more = lua_isboolean(L, -1) && !lua_toboolean(L, -1);
}

/* Call the function of std/talk. */
static int call_talk(lua_State *L)
{
    const call *c = lua_touserdata(L, 1);

    lua_rawgeti(L, LUA_REGISTRYINDEX, c->engine->talk);
    lua_getfield(L, -1, c->what);
    luaL_checkstack(L, (int)c->nargs + 1, NULL);
    for (size_t i = 0; i < c->nargs; i++)
        lua_pushlstring(L, c->args[i].ptr, c->args[i].len);
    lua_call(L, (int)c->nargs, 1);
    take_answer(L, c);
    return 0;
}

bool dm_talk_call(dm_engine *engine, const char *what, const dm_slice *args,
                  size_t nargs, dm_talk_heard *heard, dm_err *err)
{
    call c = {engine, what, args, nargs, heard};
    bool ok;

    heard->more = false;
    heard->value = NULL;
    dm_run_begin(engine, engine->kept, &heard->result);
    ok = dm_lua_call(engine->lua, call_talk, &c, err);
    dm_run_end(engine);
    return ok;
}

typedef struct opening {
    dm_engine *engine;
    bool       ran; /* the script went over the document */
} opening;

/* begin(doc, ran): tell std/talk of the document. */
static int call_begin(lua_State *L)
{
    const opening *o = lua_touserdata(L, 1);

    lua_rawgeti(L, LUA_REGISTRYINDEX, o->engine->talk);
    lua_getfield(L, -1, "begin");
    lua_rawgeti(L, LUA_REGISTRYINDEX, o->engine->refs.doc);
    lua_pushboolean(L, o->ran);
    lua_call(L, 2, 0);
    return 0;
}

/* Make the Doc, without a run. */
static int push_doc(lua_State *L)
{
    dm_engine *engine = lua_touserdata(L, 1);

    dm_push_doc(L, engine->kept);
    lua_rawseti(L, LUA_REGISTRYINDEX, engine->refs.doc);
    return 0;
}

bool dm_talk_document(dm_engine *engine, dm_doc *doc, bool run,
                      dm_result *result, dm_err *err)
{
    opening o = {engine, run};
    dm_err  why;
    bool    ok;

    dm_talk_leave(engine);
    engine->kept = doc;
    ok = run ? dm_engine_document(engine, doc, result, err)
             : dm_lua_call(engine->lua, push_doc, engine, err);
    if (dm_engine_dead(engine))
        return false;
    dm_run_begin(engine, doc, result);
    if (!dm_lua_call(engine->lua, call_begin, &o, &why) && ok) {
        *err = why;
        ok = false;
    }
    dm_run_end(engine);
    return ok;
}

void dm_talk_leave(dm_engine *engine)
{
    if (engine->kept != NULL)
        dm_run_close(engine);
    engine->kept = NULL;
}

void dm_talk_interrupt(dm_engine *engine)
{
    dm_lua_interrupt(engine->lua);
}
