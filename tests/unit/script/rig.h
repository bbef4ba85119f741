/* rig.h - a Lua state with the core and small documents, for the tests of the
** bindings.
**
** A snippet is the body of a function with `d` (docmill.core), `doc` and `re`
** in scope; what it returns is shown as one line of text: values are joined
** by "|", a list is {a, b}, a table {k=v} with its keys sorted, a Span
** text@first-last, a Block kind:text.  A raised error is "error: message".
*/
#ifndef TEST_SCRIPT_RIG_H
#define TEST_SCRIPT_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "load/load.h"
#include "script/arg.h"
#include "script/class.h"
#include "script/owned.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

typedef enum which { PLAIN, HTML, GB, WHICH } which;

/* 标题 / 第一条 … in UTF-8 with Latin sentences beside. */
#define PLAIN_TEXT                                                             \
    "标题\n"                                                                 \
    "\n"                                                                       \
    "第一条 自2023年1月4日起施行。北京市（海淀）！\n"       \
    "Mr. Smith paid $5 to U.S. Bank. OK?\n"
#define HTML_TEXT                                                              \
    "<html lang=zh><head><title>T</title>"                                     \
    "<meta name=author content=Li></head><body>"                               \
    "<p>lead</p><h1>One</h1><p>alpha <a href='/x?a=1&amp;b=2'>link</a></p>"    \
    "<h2>Two</h2><p>beta</p>"                                                  \
    "<table><tr><th>k</th><th>v</th></tr>"                                     \
    "<tr><td>a</td><td>1</td></tr></table></body></html>"
/* 北京，2023年 and a byte that is no GB18030, 上海 */
#define GB_TEXT                                                                \
    "\xB1\xB1\xBE\xA9\xA3\xAC"                                                 \
    "2023\xC4\xEA\n"                                                           \
    "\xFF\n"                                                                   \
    "\xC9\xCF\xBA\xA3"

typedef struct rig {
    dm_host host;
    dm_lua *lua;
    dm_doc *docs[WHICH];
    dm_err  note; /* the last one logged */
    int     notes, emitted;
    dm_err  err; /* of the last snippet */
    char    out[8192];
} rig;

static void rig_show(lua_State *L, int idx, char *out, size_t size);

/* Append to a string of `size` bytes, cut where it is full. */
static void rig_add(char *out, size_t size, const char *text)
{
    size_t n = strlen(out);

    snprintf(out + n, size - n, "%s", text);
}

static void rig_table(lua_State *L, int idx, char *out, size_t size)
{
    size_t n = lua_rawlen(L, idx), keys = 0;
    char   members[32][400];

    rig_add(out, size, "{");
    for (size_t i = 1; i <= n; i++) {
        lua_rawgeti(L, idx, (lua_Integer)i);
        rig_add(out, size, i > 1 ? ", " : "");
        rig_show(L, lua_gettop(L), out, size);
        lua_pop(L, 1);
    }
    lua_pushnil(L);
    while (lua_next(L, idx) != 0) {
        if (lua_type(L, -2) == LUA_TSTRING && keys < LEN(members)) {
            snprintf(members[keys], sizeof members[0],
                     "%s=", lua_tostring(L, -2));
            rig_show(L, lua_gettop(L), members[keys++], sizeof members[0]);
        }
        lua_pop(L, 1);
    }
    qsort(members, keys, sizeof members[0],
          (int (*)(const void *, const void *))strcmp);
    for (size_t i = 0; i < keys; i++) {
        rig_add(out, size, n + i > 0 ? ", " : "");
        rig_add(out, size, members[i]);
    }
    rig_add(out, size, "}");
}

static void rig_object(lua_State *L, int idx, char *out, size_t size)
{
    const dm_lspan *span = luaL_testudata(L, idx, DM_CLASS_SPAN);
    char            at[64] = "";

    if (luaL_testudata(L, idx, DM_CLASS_BLOCK) != NULL) {
        lua_getfield(L, idx, "kind");
        rig_add(out, size, lua_tostring(L, -1));
        rig_add(out, size, ":");
        lua_pop(L, 1);
    }
    rig_add(out, size, luaL_tolstring(L, idx, NULL));
    lua_pop(L, 1);
    if (span != NULL)
        snprintf(at, sizeof at, "@%zu-%zu", span->range.from + 1,
                 span->range.to);
    rig_add(out, size, at);
}

static void rig_show(lua_State *L, int idx, char *out, size_t size)
{
    if (lua_type(L, idx) == LUA_TTABLE) {
        rig_table(L, idx, out, size);
    } else if (lua_type(L, idx) == LUA_TUSERDATA) {
        rig_object(L, idx, out, size);
    } else {
        rig_add(out, size, luaL_tolstring(L, idx, NULL));
        lua_pop(L, 1);
    }
}

typedef struct rig_job {
    rig        *r;
    which       doc;
    const char *code;
} rig_job;

static int rig_body(lua_State *L)
{
    rig_job *job = lua_touserdata(L, 1);
    rig     *r = job->r;
    dm_slice code;
    int      doc, base;

    lua_settop(L, 0);
    code.ptr =
        lua_pushfstring(L, "local d, doc = ... local re = d.re %s", job->code);
    code.len = strlen(code.ptr);
    dm_push_doc(L, r->docs[job->doc]);
    doc = lua_gettop(L);
    base = doc;
    dm_lua_load(L, code, "test.lua");
    lua_getfield(L, LUA_REGISTRYINDEX, "test.core");
    lua_pushvalue(L, doc);
    lua_call(L, 2, LUA_MULTRET);
    for (int i = base + 1, n = lua_gettop(L); i <= n; i++) {
        rig_add(r->out, sizeof r->out, i > base + 1 ? "|" : "");
        rig_show(L, i, r->out, sizeof r->out);
    }
    dm_close_doc(L, doc);
    return 0;
}

/* Run a snippet on a document and return what it shows. */
static const char *rig_run(rig *r, which doc, const char *code)
{
    rig_job job = {r, doc, code};

    r->out[0] = '\0';
    if (!dm_lua_call(r->lua, rig_body, &job, &r->err))
        snprintf(r->out, sizeof r->out, "error: %s", r->err.msg);
    return r->out;
}

static void rig_log(dm_log_level level, const dm_err *note, void *ud)
{
    rig *r = ud;

    (void)level;
    r->note = *note;
    r->notes++;
}

static void rig_emit(lua_State *L, int idx, dm_slice name, void *ud)
{
    rig *r = ud;

    (void)name;
    luaL_checktype(L, idx, LUA_TTABLE);
    r->emitted++;
}

static int rig_start(lua_State *L)
{
    dm_open_core(L);
    lua_setfield(L, LUA_REGISTRYINDEX, "test.core");
    return 0;
}

static bool rig_module(void *ud, dm_slice name, dm_slice *source,
                       const char **path, dm_err *err)
{
    (void)ud;
    (void)source;
    (void)path;
    return dm_fail(err, DM_E_NO_MODULE, "no module '%.*s'", (int)name.len,
                   name.ptr);
}

static dm_doc *rig_load(const char *id, dm_slice bytes, const char *from,
                        const char *charset)
{
    dm_load_options options = {.from = from, .charset = charset};
    dm_err          err;
    dm_doc         *doc =
        dm_load(dm_slice_str(id), dm_slice_str(id), bytes, &options, &err);

    if (doc == NULL)
        fail_msg("%s: %s", id, err.msg);
    return doc;
}

static void rig_open(rig *r)
{
    dm_lua_limits limits = dm_lua_limits_default();
    dm_err        err;

    memset(r, 0, sizeof *r);
    r->docs[PLAIN] = rig_load("plain.txt", DM_S(PLAIN_TEXT), "text", "utf-8");
    r->docs[HTML] = rig_load("page.html", DM_S(HTML_TEXT), "html", "utf-8");
    r->docs[GB] = rig_load("gb.txt", DM_S(GB_TEXT), "text", "gb18030");
    r->host.matcher = dm_matcher_new(NULL, &err);
    r->host.cache = dm_regex_cache_new(0, &err);
    r->host.ud = r;
    r->host.log = rig_log;
    r->host.emit = rig_emit;
    r->lua = dm_lua_new(&limits, &r->host, rig_module, NULL, &err);
    assert_non_null(r->lua);
    assert_true(dm_lua_call(r->lua, rig_start, NULL, &err));
}

static void rig_close(rig *r)
{
    if (dm_lua_dead(r->lua)) /* nobody else frees what its objects own */
        dm_owned_drop(&r->host);
    dm_lua_free(r->lua);
    dm_regex_cache_free(r->host.cache);
    dm_matcher_free(r->host.matcher);
    for (int i = 0; i < WHICH; i++)
        dm_doc_free(r->docs[i]);
}

typedef struct rig_row {
    const char *name;
    which       doc;
    const char *code;
    const char *want; /* the whole line; behind a "~" a part of it */
} rig_row;

/* Run every row and say all that differ. */
static inline void rig_rows(rig *r, const rig_row *rows, size_t n)
{
    int wrong = 0;

    for (size_t i = 0; i < n; i++) {
        const char *got = rig_run(r, rows[i].doc, rows[i].code);
        const char *want = rows[i].want;
        bool        same = want[0] == '~' ? strstr(got, want + 1) != NULL
                                          : strcmp(got, want) == 0;

        if (same)
            continue;
        print_error("%s\n  want %s\n  got  %s\n", rows[i].name, want, got);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static rig the_rig;

static inline int rig_setup(void **state)
{
    rig_open(&the_rig);
    *state = &the_rig;
    return 0;
}

static inline int rig_teardown(void **state)
{
    rig_close(*state);
    return 0;
}

#endif
