/* l_commit.c - doc:commit: all edits at once, and what becomes of those that
** overlap.
**
** A policy is the name of one or a function of the two edits.  Who is asked
** notes the pair, so that a refusal can be told at the script's line.
*/
#include <stdint.h>
#include <stdio.h>

#include "script/bind.h"
#include "script/edit.h"
#include "script/inside.h"
#include "script/place.h"

#define POLICY "docmill.edits" /* registry: the script's own policy */

static const char *const policies[] = {"error", "first", "last", "longest",
                                       NULL};
enum { ERROR, FIRST, LAST, LONGEST, FUNCTION };

/* A commit under way. */
typedef struct settling {
    lua_State *L;
    dm_docbox *box;
    int        doc, policy; /* where they are on the stack */
    int        way;         /* one of the above */
    bool       asked;
    size_t     a, b; /* who was asked about last */
} settling;

/* Which policy the value at `idx` is; raises for none. */
static int policy_of(lua_State *L, int idx)
{
    dm_slice name;

    if (lua_isfunction(L, idx))
        return FUNCTION;
    if (lua_isnil(L, idx))
        return ERROR;
    if (lua_type(L, idx) != LUA_TSTRING)
        luaL_error(L, "conflict is a %s, not a name or a function",
                   luaL_typename(L, idx));
    name = dm_arg_string(L, idx);
    for (int i = 0; policies[i] != NULL; i++)
        if (dm_slice_eq(name, dm_slice_str(policies[i])))
            return i;
    lua_createtable(L, FUNCTION, 0);
    for (int i = 0; policies[i] != NULL; i++) {
        lua_pushstring(L, policies[i]);
        lua_rawseti(L, -2, i + 1);
    }
    return dm_raise_unknown(L, "there is no policy for edits called", name, -1);
}

void dm_lua_set_policy(lua_State *L)
{
    (void)policy_of(L, lua_gettop(L));
    lua_setfield(L, LUA_REGISTRYINDEX, POLICY);
}

/* How much of the file a change takes. */
static size_t extent(const dm_change *change)
{
    size_t n = change->nsplices;

    if (n == 0)
        return 0;
    return change->splices[n - 1].at.to - change->splices[0].at.from;
}

/* The function chose neither of the two: told where it stands. */
static void raise_choice(settling *s, const char *got)
{
    lua_Debug ar;
    dm_err    err;

    lua_pushvalue(s->L, s->policy);
    lua_getinfo(s->L, ">S", &ar);
    dm_fail(&err, DM_E_BAD_RESULT,
            "the function for conflicts gave a %s, not one of its two edits",
            got);
    dm_fail_help(&err, "return a, b, or nil for an error");
    if (*ar.source == '@' && ar.linedefined > 0)
        dm_source_place(dm_lua_of(s->L), ar.source + 1, ar.linedefined, &err);
    dm_lua_raise(s->L, &err);
}

/* Let the script's function choose. */
static size_t call_policy(settling *s, size_t a, size_t b)
{
    lua_State    *L = s->L;
    const dm_doc *doc = s->box->doc;
    dm_host      *host = dm_lua_host(L);
    int           top = lua_gettop(L), status;
    size_t        chosen = SIZE_MAX;

    luaL_checkstack(L, 16, "too many conflicts within each other");
    dm_push_edit(L, s->doc, dm_doc_change_at(doc, a));
    dm_push_edit(L, s->doc, dm_doc_change_at(doc, b));
    lua_pushvalue(L, s->policy);
    lua_pushvalue(L, top + 1);
    lua_pushvalue(L, top + 2);
    host->settling = true; /* the commit under way bears no other */
    status = lua_pcall(L, 2, 1, 0);
    host->settling = false;
    if (status != LUA_OK)
        lua_error(L);
    if (lua_rawequal(L, -1, top + 1))
        chosen = a;
    else if (lua_rawequal(L, -1, top + 2))
        chosen = b;
    else if (!lua_isnil(L, -1))
        raise_choice(s, luaL_typename(L, -1));
    lua_settop(L, top);
    return chosen;
}

static size_t settle(void *ud, const dm_doc *doc, size_t a, size_t b)
{
    settling *s = ud;

    s->asked = true;
    s->a = a;
    s->b = b;
    switch (s->way) {
    case FIRST:
        return a;
    case LAST:
        return b;
    case LONGEST:
        return extent(dm_doc_change_at(doc, b)) >
                       extent(dm_doc_change_at(doc, a))
                   ? b
                   : a;
    case FUNCTION:
        return call_policy(s, a, b);
    default:
        return SIZE_MAX;
    }
}

/* Say in `err` which place of document and script a change is about. */
static void tell_change(lua_State *L, dm_docbox *box, const dm_change *change,
                        dm_err *err)
{
    const dm_lspan span = {
        .box = box, .view = change->view, .range = change->range};
    char file[sizeof err->file];

    dm_place_tell(&span, err);
    if (change->file.len == 0)
        return;
    dm_err_copy(file, sizeof file, change->file.ptr, change->file.len);
    dm_source_place(dm_lua_of(L), file, change->line, err);
}

/* "replace of rule 'a' (notice.lua:7, at 3:5)" */
static void describe(settling *s, size_t i, char *out, size_t size)
{
    const dm_change *c = dm_doc_change_at(s->box->doc, i);
    dm_err           at = {0};
    char             rule[80] = "";

    tell_change(s->L, s->box, c, &at);
    if (c->rule.len > 0)
        (void)snprintf(rule, sizeof rule, " of rule '%.*s'",
                       c->rule.len < 60 ? (int)c->rule.len : 60, c->rule.ptr);
    (void)snprintf(out, size, "%s%s (%.100s:%d, at %d:%d)",
                   dm_change_name(c->op), rule, at.file, at.line, at.doc_line,
                   at.doc_col);
}

/* The loser is told where it stands. */
static void lost(void *ud, const dm_doc *doc, size_t winner, size_t loser)
{
    settling      *s = ud;
    const dm_host *host = dm_lua_host(s->L);
    char           one[240], other[240];
    dm_err         note;

    if (host->log == NULL)
        return;
    describe(s, loser, one, sizeof one);
    describe(s, winner, other, sizeof other);
    dm_fail(&note, DM_E_EDIT_LOST, "%s overlaps %s and is lost", one, other);
    tell_change(s->L, s->box, dm_doc_change_at(doc, loser), &note);
    host->log(DM_LOG_WARN, &note, host->ud);
}

size_t dm_lua_commit(lua_State *L, int doc, int policy, bool made_only)
{
    settling s = {
        L, dm_arg_doc(L, doc), lua_absindex(L, doc), policy, 0, false, 0, 0};
    dm_commit how = {made_only, settle, lost, &s};
    size_t    n = 0;
    dm_err    err;

    if (policy == 0) {
        lua_getfield(L, LUA_REGISTRYINDEX, POLICY);
        s.policy = lua_gettop(L);
    }
    dm_lua_settled(L);
    s.way = policy_of(L, s.policy);
    dm_lua_spend(L, dm_doc_changes(s.box->doc));
    if (!dm_doc_commit(s.box->doc, &how, &n, &err)) {
        if (s.asked)
            tell_change(L, s.box, dm_doc_change_at(s.box->doc, s.b), &err);
        if (err.code == DM_E_EDITS)
            dm_fail_help(&err, "settle it: edits = \"first\" (or \"last\", "
                               "\"longest\", a function) in the script, or "
                               "doc:commit { conflict = … }");
        dm_lua_raise(L, &err);
    }
    if (policy == 0)
        lua_pop(L, 1);
    return n;
}

/* doc:commit([how]): how many were committed. */
int dm_doc_lua_commit(lua_State *L)
{
    int policy = 0;

    dm_arg_doc(L, 1);
    lua_settop(L, 2);
    if (!lua_isnil(L, 2)) {
        luaL_checktype(L, 2, LUA_TTABLE);
        lua_pushnil(L);
        while (lua_next(L, 2) != 0) {
            const char *key;

            lua_pop(L, 1);
            key = luaL_tolstring(L, -1, NULL);
            if (strcmp(key, "conflict") != 0)
                luaL_error(L, "commit has no option '%s'; it has 'conflict'",
                           key);
            lua_pop(L, 1);
        }
        lua_getfield(L, 2, "conflict");
        policy = lua_isnil(L, -1) ? 0 : lua_gettop(L);
    }
    lua_pushinteger(L, (lua_Integer)dm_lua_commit(L, 1, policy, false));
    return 1;
}

void dm_lua_tell_queued(lua_State *L, dm_docbox *box, const char *help)
{
    const dm_host   *host = dm_lua_host(L);
    const dm_change *first = NULL;
    size_t           n = 0;
    dm_err           note;

    for (size_t i = 0; i < dm_doc_changes(box->doc); i++) {
        const dm_change *c = dm_doc_change_at(box->doc, i);

        if (c->state != DM_CHANGE_QUEUED)
            continue;
        first = first != NULL ? first : c;
        n++;
    }
    if (n == 0 || host->log == NULL)
        return;
    if (n == 1)
        dm_fail(&note, DM_E_UNCOMMITTED, "an edit was not committed: %s",
                dm_change_name(first->op));
    else
        dm_fail(&note, DM_E_UNCOMMITTED,
                "%zu edits were not committed; the first is: %s", n,
                dm_change_name(first->op));
    dm_fail_help(&note, "%s", help);
    tell_change(L, box, first, &note);
    host->log(DM_LOG_WARN, &note, host->ud);
}
