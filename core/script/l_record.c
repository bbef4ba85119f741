/* l_record.c - one record: its id, its fields, the places they came from.
**
** The fields are read by l_value.c; here they are put in order, and `_spans`
** is made beside them: for each field one entry a value, in the code points
** of the record's view and the bytes of the file, or of the member of a
** container.
*/
#include <lauxlib.h>

#include "script/arg.h"
#include "script/l_value.h"
#include "script/place.h"
#include "script/walk.h"

typedef struct record {
    dm_walk             *walk;
    const dm_record_how *how;
    int                  idx;   /* of the table */
    int                  done;  /* of a table: field to true once it is read */
    int                  spans; /* of the entry of `places` for a field, or 0 */
    dm_value            *out, *places;
} record;

static bool no_memory(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "no memory for the record");
}

/* [from, to) as a list of two numbers. */
static dm_value *pair(dm_arena *arena, dm_range r)
{
    dm_value *list = dm_value_list(arena);

    if (!dm_value_push(arena, list, dm_value_int(arena, (int64_t)r.from)) ||
        !dm_value_push(arena, list, dm_value_int(arena, (int64_t)r.to)))
        return NULL;
    return list;
}

dm_value *dm_place_value(dm_arena *arena, const dm_view *to,
                         const dm_view *view, dm_range range)
{
    dm_value      *place = dm_value_object(arena), *at;
    dm_range       there = range, src = {0, 0};
    bool           exact = dm_view_source(view, range, &src);
    const dm_part *part = dm_doc_in_part(view->doc, &src, &exact);

    if (view == to || dm_view_convert(view, range, to, &there, NULL)) {
        there.from = dm_view_codepoints(to, there.from);
        there.to = dm_view_codepoints(to, there.to);
        at = pair(arena, there);
    } else {
        at = dm_value_null(arena);
    }
    if (!dm_value_set(arena, place, DM_S("at"), at) ||
        !dm_value_set(arena, place, DM_S("src"), pair(arena, src)) ||
        (part != NULL && !dm_value_set(arena, place, DM_S("part"),
                                       dm_value_string(arena, part->name))) ||
        !dm_value_set(arena, place, DM_S("exact"), dm_value_bool(arena, exact)))
        return NULL;
    return place;
}

/* The open Span that says where the value at `idx` is from, or NULL. */
static const dm_lspan *own_place(const record *r, int idx)
{
    lua_State      *L = r->walk->L;
    const dm_lspan *span = dm_walk_span(L, idx, r->walk->spans);

    if (span == NULL && luaL_testudata(L, idx, DM_CLASS_PLACE) != NULL) {
        lua_getiuservalue(L, idx, 2); /* kept alive by the value */
        span = luaL_testudata(L, -1, DM_CLASS_SPAN);
        lua_pop(L, 1);
    }
    return span != NULL && span->box->doc != NULL ? span : NULL;
}

/* The `i`-th Span that the engine noted for the field at hand, or NULL. */
static const dm_lspan *noted_place(const record *r, size_t i)
{
    lua_State      *L = r->walk->L;
    const dm_lspan *span;

    if (r->spans == 0)
        return NULL;
    if (lua_getfield(L, r->spans, "spans") == LUA_TTABLE)
        lua_rawgeti(L, -1, (lua_Integer)i);
    else
        lua_pushnil(L);
    span = dm_walk_span(L, -1, r->walk->spans);
    lua_pop(L, 2);
    return span != NULL && span->box->doc != NULL ? span : NULL;
}

/* Add the rule that is noted for value `i` of the field at hand. */
static bool add_rule(const record *r, dm_value *place, size_t i)
{
    lua_State *L = r->walk->L;
    bool       ok = true;
    dm_slice   id;

    if (r->spans == 0)
        return true;
    if (lua_getfield(L, r->spans, "rules") == LUA_TTABLE) {
        lua_rawgeti(L, -1, (lua_Integer)i);
        lua_replace(L, -2);
    }
    if (lua_type(L, -1) == LUA_TSTRING) {
        id.ptr = lua_tolstring(L, -1, &id.len);
        ok = dm_value_set(r->how->arena, place, DM_S("rule"),
                          dm_value_string(r->how->arena, id));
    }
    lua_pop(L, 1);
    return ok;
}

/* Append the place of the value at the top, the field's `i`-th. */
static bool add_place(const record *r, dm_value *list, size_t i)
{
    dm_arena       *arena = r->how->arena;
    const dm_lspan *span = own_place(r, lua_gettop(r->walk->L));
    dm_value       *place;

    if (!dm_walk_spend(r->walk, 8 * sizeof(dm_value)))
        return false;
    if (span == NULL)
        span = noted_place(r, i);
    if (span == NULL)
        return dm_value_push(arena, list, dm_value_null(arena)) ||
               no_memory(r->walk->err);
    place = dm_place_value(arena, r->how->view, span->view, span->range);
    if (place == NULL || !add_rule(r, place, i) ||
        !dm_value_push(arena, list, place))
        return no_memory(r->walk->err);
    return true;
}

/* The places of the field whose value is at the top. */
static bool add_places(const record *r, dm_slice key, const dm_value *value)
{
    lua_State *L = r->walk->L;
    dm_value  *list = dm_value_list(r->how->arena);
    bool       ok = list != NULL || no_memory(r->walk->err);

    if (value->kind != DM_LIST || lua_type(L, -1) != LUA_TTABLE) {
        ok = ok && add_place(r, list, 1);
    } else {
        for (size_t i = 1; ok && i <= value->as.list.n; i++) {
            lua_rawgeti(L, -1, (lua_Integer)i);
            ok = add_place(r, list, i);
            lua_pop(L, 1);
        }
    }
    if (!ok)
        return false;
    return dm_walk_add(r->walk, r->places, key, list);
}

/* True when the table at `idx` (0 for none) has a true value for the key at
** stack index `key`. */
static bool flagged(lua_State *L, int idx, int key)
{
    bool yes;

    if (idx == 0)
        return false;
    lua_pushvalue(L, key);
    lua_rawget(L, idx);
    yes = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return yes;
}

/* Add the field whose key and value are the two at the top. */
static bool read_field(record *r, dm_slice key)
{
    lua_State *L = r->walk->L;
    int        top = lua_gettop(L);
    dm_value  *value;
    bool       ok;

    if (key.len > 0 && key.ptr[0] == '_') {
        dm_fail(r->walk->err, DM_E_BAD_RESULT,
                "record.%.*s has a name that is docmill's own", (int)key.len,
                key.ptr);
        return dm_fail_help(r->walk->err, "names that begin with _ are kept "
                                          "for docmill; choose another");
    }
    r->walk->groups = flagged(L, r->how->groups, top - 1);
    value = dm_walk_field(r->walk, top, key);
    r->walk->groups = false;
    if (value == NULL)
        return false;
    if (!dm_walk_add(r->walk, r->out, key, value))
        return false;
    if (r->places == NULL)
        return true;
    r->spans = 0;
    if (r->how->places != 0) {
        lua_pushvalue(L, top - 1);
        if (lua_rawget(L, r->how->places) == LUA_TTABLE)
            r->spans = lua_gettop(L);
        lua_pushvalue(L, top); /* the value at the top again */
    }
    ok = add_places(r, key, value);
    lua_settop(L, top);
    return ok;
}

static bool add_field(record *r, dm_slice key)
{
    if (read_field(r, key))
        return true;
    if (r->how->culprit != NULL)
        dm_err_copy(r->how->culprit, DM_CULPRIT, key.ptr, key.len);
    return false;
}

/* The record's id: its own when it has one. */
static bool add_id(record *r)
{
    lua_State *L = r->walk->L;
    dm_value  *value;

    lua_pushliteral(L, "id"); /* raw, like all the others */
    if (lua_rawget(L, r->idx) == LUA_TNIL) {
        value = dm_value_string(r->how->arena, r->how->id);
        if (value == NULL)
            no_memory(r->walk->err);
    } else {
        value = dm_walk_field(r->walk, lua_gettop(L), DM_S("id"));
    }
    lua_pop(L, 1);
    if (value == NULL)
        return false;
    if (value->kind != DM_STRING)
        return dm_fail(r->walk->err, DM_E_BAD_RESULT, "record.id is no text");
    return dm_walk_add(r->walk, r->out, DM_S("id"), value);
}

/* Is the field whose name is at stack index `key` read? */
static bool is_done(const record *r, int key)
{
    return flagged(r->walk->L, r->done, key);
}

/* Note that of the field whose name is at the top, which stays there. */
static void set_done(const record *r)
{
    lua_State *L = r->walk->L;

    lua_pushvalue(L, -1);
    lua_pushboolean(L, 1);
    lua_rawset(L, r->done);
}

/* Read the field whose name is at the top, if the record has it. */
static bool add_named(record *r)
{
    lua_State *L = r->walk->L;
    bool       ok = true;
    dm_slice   key;

    if (is_done(r, lua_gettop(L)))
        return true;
    key.ptr = lua_tolstring(L, -1, &key.len);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, r->idx) != LUA_TNIL)
        ok = add_field(r, key);
    lua_pop(L, 1);
    if (ok)
        set_done(r);
    return ok;
}

/* The fields that the list `order` names, in its order. */
static bool add_ordered(record *r)
{
    lua_State *L = r->walk->L;
    size_t     n = r->how->order != 0 ? lua_rawlen(L, r->how->order) : 0;
    bool       ok = true;

    for (size_t i = 1; ok && i <= n; i++) {
        if (lua_rawgeti(L, r->how->order, (lua_Integer)i) == LUA_TSTRING)
            ok = add_named(r);
        lua_pop(L, 1);
    }
    return ok;
}

/* Every other field, sorted. */
static bool add_others(record *r)
{
    lua_State *L = r->walk->L;
    size_t     first = r->out->as.object.n;
    dm_slice   key;

    lua_pushnil(L);
    while (lua_next(L, r->idx) != 0) {
        if (lua_type(L, -2) != LUA_TSTRING) {
            dm_fail(r->walk->err, DM_E_BAD_RESULT,
                    "the record has a key that is no name");
            return dm_fail_help(r->walk->err,
                                "a record is { name = value }; for a list "
                                "give it a name");
        }
        key.ptr = lua_tolstring(L, -2, &key.len);
        if (!is_done(r, lua_gettop(L) - 1) && !add_field(r, key))
            return false;
        lua_pop(L, 1);
    }
    dm_walk_sort(r->out, first);
    if (r->places != NULL)
        dm_walk_sort(r->places, first - 1); /* no places for the id */
    return true;
}

static size_t count_fields(lua_State *L, int idx)
{
    size_t n = 0;

    lua_pushnil(L);
    while (lua_next(L, idx) != 0) {
        lua_pop(L, 1);
        n++;
    }
    return n;
}

/* Room for all there is to be: id, _spans, _meta. */
static bool make_room(record *r)
{
    lua_State *L = r->walk->L;
    size_t     n = count_fields(L, r->idx) + 3;

    lua_newtable(L);
    r->done = lua_gettop(L);
    lua_pushliteral(L, "id");
    set_done(r);
    r->out = dm_walk_object(r->walk, n);
    if (r->out != NULL && r->how->view != NULL)
        r->places = dm_walk_object(r->walk, n);
    return r->out != NULL && (r->how->view == NULL || r->places != NULL);
}

static bool build(record *r)
{
    if (!make_room(r) || !add_id(r) || !add_ordered(r) || !add_others(r))
        return false;
    if (r->places != NULL &&
        !dm_walk_add(r->walk, r->out, DM_S("_spans"), r->places))
        return false;
    dm_value_index(r->how->arena, r->out);
    return true;
}

bool dm_lua_record(lua_State *L, int idx, const dm_record_how *how,
                   dm_value **out, dm_err *err)
{
    dm_walk walk = {L,     how->arena,      how->max, false,
                    false, dm_walk_meta(L), err};
    record  r = {.walk = &walk, .how = how, .idx = lua_absindex(L, idx)};
    int     top = lua_gettop(L);
    bool    ok;

    luaL_checkstack(L, 16, "no room for a record");
    if (!lua_istable(L, idx))
        return dm_fail(err, DM_E_BAD_RESULT, "a record is a table, not a %s",
                       luaL_typename(L, idx));
    ok = build(&r);
    lua_settop(L, top);
    if (ok)
        *out = r.out;
    return ok;
}
