/* l_edit.c - what a script wants to be different: replace, delete, insert,
** wrap, and the list of it all.
**
** A span of any view will do; what it means for the file is doc/change.c's
** business.  Committing is in l_commit.c, the text afterwards in l_edited.c.
*/
#include <string.h>

#include "script/bind.h"
#include "script/edit.h"
#include "script/inside.h"
#include "script/place.h"
#include "text/utf8.h"

void dm_asking_begin(lua_State *L, dm_asking *asking, const char *help)
{
    asking->help = help;
    asking->line = 0;
    asking->file[0] = '\0';
    (void)dm_lua_user_place(L, asking->file, &asking->line);
}

/* Raise unless the texts are UTF-8, which bytes of the view "raw" need not be.
 */
static void check_text(lua_State *L, const dm_docbox *box,
                       const dm_change *change)
{
    const dm_detection *cs = &box->doc->charset;

    if (dm_utf8_valid(change->text) == change->text.len &&
        dm_utf8_valid(change->after) == change->after.len)
        return;
    if (change->view->depth == 0 && cs->n > 0)
        luaL_error(L,
                   "the new text is no UTF-8 (what the view raw holds is %s, "
                   "new text is always UTF-8)",
                   dm_charset_name(cs->candidates[0].charset));
    luaL_error(L, "the new text is no UTF-8");
}

/* Raise `err` where the edit was asked for. */
static void raise_at(lua_State *L, dm_docbox *box, const dm_change *change,
                     const dm_asking *asking, dm_err *err)
{
    const dm_lspan span = {
        .box = box, .view = change->view, .range = change->range};

    if (asking->file[0] != '\0')
        dm_source_place(dm_lua_of(L), asking->file, asking->line, err);
    dm_place_tell(&span, err);
    if (asking->help != NULL)
        dm_fail_help(err, "%s", asking->help);
    dm_lua_raise(L, err);
}

void dm_lua_settled(lua_State *L)
{
    if (dm_lua_host(L)->settling)
        luaL_error(L, "a function that settles conflicts can neither edit nor "
                      "commit");
}

/* A text that nobody gave is empty, and somewhere. */
static dm_slice given(dm_slice text)
{
    return text.ptr != NULL ? text : DM_S("");
}

void dm_lua_change(lua_State *L, dm_docbox *box, dm_change *change,
                   const dm_asking *asking)
{
    const dm_host *host = dm_lua_host(L);
    dm_err         err;

    dm_lua_settled(L);
    change->text = given(change->text);
    change->after = given(change->after);
    change->rule = given(change->rule);
    check_text(L, box, change);
    dm_lua_spend(L, 16);
    if (change->view->depth <= 1)
        change->source = true;
    change->file = dm_slice_str(asking->file);
    change->line = asking->line;
    if (change->rule.len == 0 && host->rule != NULL)
        change->rule = dm_slice_str(host->rule);
    change->made = change->made || host->acting;
    if (!dm_doc_change(box->doc, change, &err))
        raise_at(L, box, change, asking, &err);
}

/* The span argument at 2, of this document. */
static const dm_lspan *arg_place(lua_State *L, const dm_docbox *box)
{
    const dm_lspan *span = luaL_testudata(L, 2, DM_CLASS_SPAN);

    if (span == NULL && luaL_testudata(L, 2, DM_CLASS_BLOCK) != NULL)
        luaL_argerror(L, 2, "Span expected, got Block; write block.span");
    if (span == NULL && luaL_testudata(L, 2, DM_CLASS_VIEW) != NULL)
        luaL_argerror(L, 2, "Span expected, got View; write view:span()");
    if (span == NULL && lua_isnoneornil(L, 2))
        luaL_argerror(L, 2, "Span expected, got nil; was nothing found?");
    span = dm_arg_span(L, 2);
    luaL_argcheck(L, span->box == box, 2, "a span of another document");
    return span;
}

/* Read the option `source` from the table at `idx`, if there is one. */
static bool arg_source(lua_State *L, int idx, const char *what)
{
    bool source;

    if (lua_isnoneornil(L, idx))
        return false;
    luaL_checktype(L, idx, LUA_TTABLE);
    lua_pushnil(L);
    while (lua_next(L, idx) != 0) {
        dm_slice key = DM_LIT("?");

        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING)
            key = dm_arg_string(L, -1);
        if (dm_slice_eq(key, DM_S("source")))
            continue;
        lua_createtable(L, 1, 0);
        lua_pushliteral(L, "source");
        lua_rawseti(L, -2, 1);
        lua_pushfstring(L, "%s has no option", what);
        dm_raise_unknown(L, lua_tostring(L, -1), key, -2);
    }
    lua_getfield(L, idx, "source");
    if (!lua_isboolean(L, -1) && !lua_isnil(L, -1))
        luaL_error(L, "%s: source is a %s, not a boolean", what,
                   luaL_typename(L, -1));
    source = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return source;
}

/* doc:OP(span, text[, how]). */
static int ask(lua_State *L, dm_change_op op)
{
    dm_docbox      *box = dm_arg_doc(L, 1);
    const dm_lspan *span = arg_place(L, box);
    dm_change change = {.op = op, .view = span->view, .range = span->range};
    dm_asking asking;
    int       last = 2;

    if (op != DM_CHANGE_DELETE) {
        change.text = dm_arg_text(L, 3);
        last = 4;
    }
    if (op == DM_CHANGE_WRAP)
        change.after = dm_arg_text(L, 4);
    else if (last == 4)
        change.source = arg_source(L, 4, dm_change_name(op));
    if (lua_gettop(L) > last && !lua_isnil(L, last + 1))
        return luaL_argerror(L, last + 1, "nothing expected");
    dm_asking_begin(L, &asking, NULL);
    dm_lua_change(L, box, &change, &asking);
    return 0;
}

int dm_doc_lua_replace(lua_State *L)
{
    return ask(L, DM_CHANGE_REPLACE);
}

int dm_doc_lua_delete(lua_State *L)
{
    return ask(L, DM_CHANGE_DELETE);
}

int dm_doc_lua_insert_before(lua_State *L)
{
    return ask(L, DM_CHANGE_BEFORE);
}

int dm_doc_lua_insert_after(lua_State *L)
{
    return ask(L, DM_CHANGE_AFTER);
}

int dm_doc_lua_wrap(lua_State *L)
{
    return ask(L, DM_CHANGE_WRAP);
}

static const char *state_of(const dm_change *change)
{
    switch (change->state) {
    case DM_CHANGE_COMMITTED:
        return "committed";
    case DM_CHANGE_LOST:
        return "lost";
    case DM_CHANGE_QUEUED:
    default:
        return "queued";
    }
}

static void set_text(lua_State *L, const char *name, dm_slice text)
{
    dm_push_slice(L, text);
    lua_setfield(L, -2, name);
}

void dm_push_edit(lua_State *L, int docidx, const dm_change *change)
{
    static const char *const names[] = {
        "op", "span", "text", "after", "rule", "state", "file", "line", NULL};
    static const dm_strict edit = {"edit", names};

    lua_createtable(L, 0, 8);
    lua_pushstring(L, dm_change_name(change->op));
    lua_setfield(L, -2, "op");
    dm_push_span(L, docidx, change->view, change->range);
    lua_setfield(L, -2, "span");
    set_text(L, "text", change->text);
    set_text(L, "after", change->after);
    set_text(L, "rule", change->rule);
    lua_pushstring(L, state_of(change));
    lua_setfield(L, -2, "state");
    set_text(L, "file", change->file);
    lua_pushinteger(L, change->line);
    lua_setfield(L, -2, "line");
    dm_make_strict(L, &edit);
}

/* doc:edits(): in the order of asking. */
int dm_doc_lua_edits(lua_State *L)
{
    const dm_doc *doc = dm_arg_doc(L, 1)->doc;
    size_t        n = dm_doc_changes(doc);

    dm_lua_spend(L, n);
    lua_newtable(L);
    for (size_t i = 0; i < n; i++) {
        dm_push_edit(L, 1, dm_doc_change_at(doc, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}
