/* native.c - what the rule engine's Lua calls: the module docmill.native.
**
** Only scripts/std sees it: engine.c takes it out of reach before a user's
** script runs.  The engine of a state is its host's `ud`.
*/
#include <lauxlib.h>

#include "base/nearest.h"
#include "docmill.h"
#include "engine/inside.h"
#include "script/arg.h"
#include "script/class.h"
#include "script/l_fail.h"
#include "script/l_scan.h"
#include "script/l_value.h"
#include "script/place.h"
#include "script/template.h"

dm_engine *dm_native_engine(lua_State *L)
{
    return dm_lua_host(L)->ud;
}

/* What a value is: a class of ours by its short name, else Lua's type. */
static int native_kind(lua_State *L)
{
    static const struct {
        const char *cls, *kind;
    } rows[] = {
        {DM_CLASS_SPAN,    "span"   },
        {DM_CLASS_VIEW,    "view"   },
        {DM_CLASS_REGEX,   "regex"  },
        {DM_CLASS_SET,     "set"    },
        {DM_CLASS_PHRASES, "phrases"},
        {DM_CLASS_PLACE,   "place"  },
        {DM_CLASS_DOC,     "doc"    },
        {DM_CLASS_BLOCK,   "block"  },
    };

    luaL_checkany(L, 1);
    if (lua_type(L, 1) != LUA_TUSERDATA) {
        lua_pushstring(L, luaL_typename(L, 1));
        return 1;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (luaL_testudata(L, 1, rows[i].cls) != NULL) {
            lua_pushstring(L, rows[i].kind);
            return 1;
        }
    lua_pushliteral(L, "userdata");
    return 1;
}

/* is(value, class): whether `class` is the metatable of table `value`. */
static int native_is(lua_State *L)
{
    bool same =
        lua_istable(L, 1) && lua_getmetatable(L, 1) && lua_rawequal(L, 2, -1);

    lua_pushboolean(L, same);
    return 1;
}

typedef struct known { /* names in a Lua list */
    lua_State *L;
    int        idx;
} known;

static const char *known_name(const void *names, size_t i)
{
    const known *k = names;
    const char  *s = NULL;

    if (lua_rawgeti(k->L, k->idx, (lua_Integer)i + 1) == LUA_TSTRING)
        s = lua_tostring(k->L, -1); /* the list keeps it alive */
    lua_pop(k->L, 1);
    return s;
}

static int push_or_nil(lua_State *L, const char *s)
{
    if (s != NULL)
        lua_pushstring(L, s);
    else
        luaL_pushfail(L);
    return 1;
}

/* nearest(name, list): the name in the list that was meant, or nil. */
static int native_nearest(lua_State *L)
{
    known    k = {L, 2};
    dm_slice word = dm_arg_string(L, 1);

    luaL_checktype(L, 2, LUA_TTABLE);
    return push_or_nil(L, dm_nearest(word, known_name, &k));
}

static const char *const views[] = {"raw",   "decoded", "text",
                                    "clean", "whole",   NULL};

static const char *step_name(const void *names, size_t i)
{
    const dm_step *step;
    size_t         nviews = sizeof views / sizeof *views - 1;

    (void)names;
    if (i < nviews)
        return views[i];
    step = dm_step_at(i - nviews);
    return step != NULL ? step->name : NULL;
}

static bool step_known(dm_slice name)
{
    const char *have;

    for (size_t i = 0; (have = step_name(NULL, i)) != NULL; i++)
        if (dm_slice_eq(dm_slice_str(have), name))
            return i >= sizeof views / sizeof *views - 1;
    return false;
}

/* bad_step(view): nil when it names a view or a list of steps, else the name
** that is unknown and the one that was meant, or nil. */
static int native_bad_step(lua_State *L)
{
    dm_slice all = dm_arg_string(L, 1), word;
    size_t   at = 0;

    for (size_t i = 0; views[i] != NULL; i++)
        if (dm_slice_eq(dm_slice_str(views[i]), all))
            return 0;
    do {
        size_t end = at;

        while (end < all.len && all.ptr[end] != ',')
            end++;
        word = dm_slice_sub(all, at, end);
        if (!step_known(word)) {
            lua_pushlstring(L, word.ptr, word.len);
            return 1 + push_or_nil(L, dm_nearest(word, step_name, NULL));
        }
        at = end + 1;
    } while (at <= all.len);
    return 0;
}

static const char *format_name(const void *names, size_t i)
{
    const dm_reader *reader = dm_reader_at(i);

    (void)names;
    return reader != NULL ? reader->name : NULL;
}

static const char *charset_name(const void *names, size_t i)
{
    const dm_charset *cs = dm_charset_at(i);

    (void)names;
    return cs != NULL ? dm_charset_name(cs) : NULL;
}

/* known(key, name): the canonical name of a format or charset; nil and the
** one that was meant when there is none.  Other keys know every name. */
static int native_known(lua_State *L)
{
    dm_slice key = dm_arg_string(L, 1), name = dm_arg_string(L, 2);

    if (dm_slice_eq(key, DM_S("charset"))) {
        const dm_charset *cs = dm_charset_find(name);

        if (cs != NULL)
            return push_or_nil(L, dm_charset_name(cs));
        luaL_pushfail(L);
        return 1 + push_or_nil(L, dm_nearest(name, charset_name, NULL));
    }
    if (dm_slice_eq(key, DM_S("format")) && dm_reader_find(name) == NULL) {
        luaL_pushfail(L);
        return 1 + push_or_nil(L, dm_nearest(name, format_name, NULL));
    }
    lua_settop(L, 2);
    return 1;
}

/* cursor([rule [, span]]): what is being worked on, for errors. */
static int native_cursor(lua_State *L)
{
    dm_where       *where = &dm_native_engine(L)->where;
    const dm_lspan *span = luaL_testudata(L, 2, DM_CLASS_SPAN);
    size_t          len = 0;
    const char     *rule = luaL_optlstring(L, 1, "", &len);

    dm_err_copy(where->rule, sizeof where->rule, rule, len);
    where->view = NULL;
    if (lua_gettop(L) == 0) {
        where->file[0] = '\0';
        where->line = 0;
    }
    if (span != NULL && span->box->doc != NULL) {
        where->view = span->view;
        where->range = span->range;
    }
    return 0;
}

int dm_native_place(lua_State *L, int idx, char *file, size_t size)
{
    size_t      len = 0;
    const char *s;
    int         line;

    lua_getfield(L, idx, "file");
    lua_getfield(L, idx, "line");
    s = lua_tolstring(L, -2, &len);
    line = (int)lua_tointeger(L, -1);
    dm_err_copy(file, size, s != NULL ? s : "", len);
    lua_pop(L, 2);
    return line;
}

/* at(rule or field): whose functions and patterns run from here on. */
static int native_at(lua_State *L)
{
    dm_where *where = &dm_native_engine(L)->where;

    luaL_checktype(L, 1, LUA_TTABLE);
    where->line = dm_native_place(L, 1, where->file, sizeof where->file);
    return 0;
}

/* note{message, help, file, line, span, warning}: say something on behalf of
** the script. */
static int native_note(lua_State *L)
{
    dm_engine      *engine = dm_native_engine(L);
    const dm_lspan *span;
    dm_err          note;
    char            file[sizeof note.file];
    bool            warning;
    int             line;

    luaL_checktype(L, 1, LUA_TTABLE);
    line = dm_native_place(L, 1, file, sizeof file);
    lua_settop(L, 1);
    lua_getfield(L, 1, "warning");
    lua_getfield(L, 1, "message");
    lua_getfield(L, 1, "help");
    lua_getfield(L, 1, "span");
    warning = lua_toboolean(L, 2);
    dm_fail(&note, warning ? DM_E_WARN_SCRIPT : DM_OK, "%s",
            luaL_checkstring(L, 3));
    dm_fail_help(&note, "%s", luaL_optstring(L, 4, ""));
    dm_fail_at(&note, file, line, 0);
    span = luaL_testudata(L, 5, DM_CLASS_SPAN);
    if (span != NULL && span->box->doc != NULL)
        dm_place_tell(span, &note);
    dm_native_log(warning ? DM_LOG_WARN : DM_LOG_INFO, &note, engine);
    return 0;
}

/* is_object(table): whether docmill.object made it. */
static int native_is_object(lua_State *L)
{
    lua_pushboolean(L, dm_place_isobject(L, 1));
    return 1;
}

dm_result *dm_native_result(lua_State *L, const char *what)
{
    dm_result *result = dm_native_engine(L)->result;

    if (result == NULL)
        luaL_error(L, "%s: there is no document at hand", what);
    return result;
}

void dm_native_log(dm_log_level level, const dm_err *note, void *ud)
{
    dm_engine *engine = ud;
    dm_err     more;

    if (engine->result == NULL) {
        if (engine->nearly < DM_EARLY)
            engine->early[engine->nearly++] = (dm_early){level, *note};
        return;
    }
    if (++engine->notes > DM_NOTES + 1)
        return;
    if (engine->notes <= DM_NOTES) {
        (void)dm_result_note(engine->result, level, note);
        return;
    }
    dm_fail(&more, DM_E_TRUNCATED,
            "the script said more than %d things about this document",
            (int)DM_NOTES);
    (void)dm_result_note(engine->result, DM_LOG_WARN, &more);
}

/* away(reason): the document is none of this script's. */
static int native_away(lua_State *L)
{
    dm_result *result = dm_native_result(L, "needs");
    dm_slice   why = dm_arg_string(L, 1);

    result->turned_away = true;
    dm_err_copy(result->reason, sizeof result->reason, why.ptr, why.len);
    return 0;
}

/* conflict(n): so many matches lost to another rule's. */
static int native_conflict(lua_State *L)
{
    dm_engine *engine = dm_native_engine(L);
    dm_err     note;

    engine->conflicts = (size_t)luaL_checkinteger(L, 1);
    dm_fail(&note, DM_E_CONFLICT, "%zu overlapping matches lost",
            engine->conflicts);
    dm_native_log(DM_LOG_INFO, &note, engine);
    return 0;
}

/* The table at `idx` as an object; NULL when it is empty. */
static dm_value *counts_at(lua_State *L, int idx, const char *what)
{
    dm_value *v = NULL;
    dm_err    err;

    luaL_checktype(L, idx, LUA_TTABLE);
    lua_pushnil(L);
    if (lua_next(L, idx) == 0)
        return NULL;
    lua_pop(L, 2);
    if (!dm_lua_value(L, idx, &dm_native_result(L, what)->arena, what, &v,
                      &err))
        dm_lua_raise(L, &err);
    return v;
}

/* counts(lost, rejected): by field, how many candidates lost; by rule, how many
** hits it rejected. */
static int native_counts(lua_State *L)
{
    dm_engine *engine = dm_native_engine(L);

    lua_settop(L, 2);
    engine->candidates = counts_at(L, 1, "candidates");
    engine->rejected = counts_at(L, 2, "rejected");
    return 0;
}

bool dm_native_file(void *ud, dm_slice name, dm_slice *bytes, dm_err *err)
{
    dm_engine *engine = ud;

    if (engine->opening)
        return dm_library_file(&engine->library, name, bytes, err);
    dm_fail(err, DM_E_SCRIPT, "files are read when the script is compiled");
    return dm_fail_help(err, "load it at the top of the script into a local");
}

void dm_native_drop(dm_engine *engine, lua_State *L)
{
    if (engine->lone == NULL)
        return;
    if (L != NULL) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, engine->refs.sample);
        if (luaL_testudata(L, -1, DM_CLASS_DOC) != NULL)
            dm_close_doc(L, -1);
        lua_pop(L, 1);
    }
    engine->where.view = NULL;
    dm_doc_free(engine->lone);
    engine->lone = NULL;
}

static int native_drop_sample(lua_State *L)
{
    dm_native_drop(dm_native_engine(L), L);
    return 0;
}

/* sample(text): a Doc of plain text; the one before it is closed. */
static int native_sample(lua_State *L)
{
    dm_engine      *engine = dm_native_engine(L);
    dm_slice        text = dm_arg_string(L, 1);
    dm_load_options options = {.charset = "utf-8",
                               .from = "text",
                               .binary = true,
                               .limits = dm_limits_default()};
    dm_err          err;

    dm_native_drop(engine, L);
    lua_pushvalue(L, 1);
    lua_setfield(L, LUA_REGISTRYINDEX, "docmill.sample"); /* its bytes */
    engine->lone = dm_load(DM_S("example"), DM_S(""), text, &options, &err);
    if (engine->lone == NULL)
        return dm_lua_raise(L, &err);
    dm_push_doc(L, engine->lone);
    lua_pushvalue(L, -1);
    lua_rawseti(L, LUA_REGISTRYINDEX, engine->refs.sample);
    return 1;
}

#define NATIVE "docmill.native"

/*
** library(name): a module of the shipped library that is loaded when a script
** first asks for it.  It may use this module, which nobody else can reach by
** then: `std.` names are looked for in the library alone.
*/
static int native_library(lua_State *L)
{
    dm_slice name = dm_arg_string(L, 1);
    int      status;

    luaL_argcheck(L, dm_slice_starts(name, DM_S("std.")), 1, "no module of it");
    lua_settop(L, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, NATIVE);
    dm_lua_preload(L, NATIVE);
    lua_getglobal(L, "require");
    lua_pushvalue(L, 1);
    status = lua_pcall(L, 1, 1, 0);
    lua_pushnil(L);
    dm_lua_preload(L, NATIVE);
    return status == LUA_OK ? 1 : lua_error(L);
}

void dm_native_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"fail",        dm_lua_fail       },
        {"here",        dm_lua_here       },
        {"scan",        dm_lua_scan       },
        {"run",         dm_lua_run        },
        {"done",        dm_lua_run_done   },
        {"values",      dm_lua_values     },
        {"kind",        native_kind       },
        {"is",          native_is         },
        {"nearest",     native_nearest    },
        {"bad_step",    native_bad_step   },
        {"known",       native_known      },
        {"cursor",      native_cursor     },
        {"put",         dm_native_put     },
        {"away",        native_away       },
        {"conflict",    native_conflict   },
        {"at",          native_at         },
        {"note",        native_note       },
        {"is_object",   native_is_object  },
        {"counts",      native_counts     },
        {"expand",      dm_lua_expand     },
        {"template",    dm_lua_template   },
        {"change",      dm_native_change  },
        {"acting",      dm_native_acting  },
        {"commit",      dm_native_commit  },
        {"queued",      dm_native_queued  },
        {"skipped",     dm_native_skipped },
        {"record",      dm_native_record  },
        {"write",       dm_native_write   },
        {"library",     native_library    },
        {"sample",      native_sample     },
        {"drop_sample", native_drop_sample},
        {"clock",       dm_native_clock   },
        {"asked",       dm_native_asked   },
        {"place",       dm_native_span    },
        {"made",        dm_native_made    },
        {"patterns",    dm_native_patterns},
        {NULL,          NULL              },
    };
    const dm_engine *engine = dm_native_engine(L);

    luaL_newlib(L, functions);
    lua_pushboolean(L, engine->spans);
    lua_setfield(L, -2, "spans");
    lua_pushboolean(L, engine->meta);
    lua_setfield(L, -2, "meta");
    lua_pushliteral(L, DM_VERSION);
    lua_setfield(L, -2, "version");
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, NATIVE);
}
