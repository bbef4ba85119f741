/* l_value.c - from Lua's values to record values.
**
** One walk down the table.  The way to where it stands is a chain of frames
** on the C stack, from which a path is written only when something is wrong
** there, and in which a cycle is seen as an ancestor met again.
*/
#include "script/l_value.h"

#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "script/arg.h"
#include "script/class.h"
#include "script/place.h"
#include "script/walk.h"
#include "text/utf8.h"

/* One step of the path: a key, or an index when `key.ptr` is NULL. */
typedef struct frame {
    const struct frame *up;
    const void         *table; /* the table this step leads into */
    dm_slice            key;
    size_t              index;
} frame;

static void write_path(dm_buf *out, const frame *at)
{
    if (at == NULL)
        return;
    write_path(out, at->up);
    if (at->key.ptr == NULL)
        dm_buf_printf(out, "[%zu]", at->index);
    else
        dm_buf_printf(out, "%s%.*s", at->up != NULL ? "." : "",
                      (int)(at->key.len < 60 ? at->key.len : 60), at->key.ptr);
}

/* Fail with `what` said of the value at `at`. */
static dm_value *refuse(dm_walk *w, const frame *at, const char *what)
{
    dm_buf path;

    dm_buf_init(&path, 400);
    write_path(&path, at);
    dm_fail(w->err, DM_E_BAD_RESULT, "%.*s%s %s", (int)path.len,
            dm_buf_view(&path).ptr, path.failed ? "…" : "", what);
    dm_buf_fini(&path);
    return NULL;
}

static dm_value *full(dm_walk *w, dm_value *v)
{
    if (v == NULL)
        dm_fail(w->err, DM_E_MEMORY, "no memory for the record");
    return v;
}

static bool too_large(dm_walk *w)
{
    dm_fail(w->err, DM_E_SIZE, "the record is over its size limit");
    return dm_fail_help(w->err,
                        "emit(record) several smaller ones, or leave out what "
                        "nobody reads; --format=source makes none");
}

bool dm_walk_spend(dm_walk *w, size_t n)
{
    n += sizeof(dm_value);
    if (n > w->left)
        return too_large(w);
    w->left -= n;
    return true;
}

static dm_value *not_utf8(dm_walk *w, const frame *at)
{
    refuse(w, at, "is text that is not UTF-8");
    dm_fail_help(w->err, "decode it, or take the span in another view: "
                         "span:as \"text\"");
    return NULL;
}

/* The text with \xHH for each byte that is not UTF-8; NULL in `ptr` when there
** is no room. */
static dm_slice spelled(dm_walk *w, dm_slice s)
{
    dm_slice out = {NULL, 0};
    dm_buf   text;

    dm_buf_init(&text, w->left);
    while (s.len > 0) {
        size_t good = dm_utf8_valid(s);

        dm_buf_add(&text, s.ptr, good);
        if (good < s.len)
            dm_buf_printf(&text, "\\x%02X", (unsigned char)s.ptr[good++]);
        s = dm_slice_sub(s, good, s.len);
    }
    if (!text.failed)
        out = dm_arena_slice(w->arena, dm_buf_view(&text));
    dm_buf_fini(&text);
    return out;
}

static dm_value *text_value(dm_walk *w, dm_slice s, const frame *at)
{
    bool sound = dm_utf8_valid(s) == s.len;

    if (!sound && !w->spell)
        return not_utf8(w, at);
    if (!sound)
        s = spelled(w, s);
    if (s.ptr == NULL && !sound)
        return full(w, NULL);
    return dm_walk_spend(w, s.len) ? full(w, dm_value_string(w->arena, s))
                                   : NULL;
}

/* True when `at` is an edge between characters of valid text. */
static bool is_edge(dm_slice text, size_t at)
{
    return at >= text.len || !dm_utf8_inside(text.ptr[at]);
}

/* A part of a view.  Views are valid UTF-8 but for the raw one, so a look at
** the edges is enough. */
static dm_value *range_value(dm_walk *w, const dm_view *view, dm_range r,
                             const frame *at)
{
    dm_slice s = dm_slice_sub(view->text, r.from, r.to);

    if (view->parent == NULL)
        return text_value(w, s, at);
    if (!is_edge(view->text, r.from) || !is_edge(view->text, r.to))
        return not_utf8(w, at);
    return dm_walk_spend(w, s.len) ? full(w, dm_value_string(w->arena, s))
                                   : NULL;
}

static dm_value *number_value(dm_walk *w, int idx, const frame *at)
{
    lua_Number d;

    if (!dm_walk_spend(w, 0))
        return NULL;
    if (lua_isinteger(w->L, idx))
        return full(w, dm_value_int(w->arena, lua_tointeger(w->L, idx)));
    d = lua_tonumber(w->L, idx);
    if (!isfinite(d))
        return refuse(w, at,
                      isnan(d) ? "is not a number (NaN)"
                               : "is an infinite number");
    return full(w, dm_value_real(w->arena, d));
}

static int by_key(const void *a, const void *b)
{
    const dm_member *x = a, *y = b;
    size_t           n = x->key.len < y->key.len ? x->key.len : y->key.len;
    int              order = memcmp(x->key.ptr, y->key.ptr, n);

    if (order != 0)
        return order;
    return (x->key.len > y->key.len) - (x->key.len < y->key.len);
}

void dm_walk_sort(dm_value *object, size_t from)
{
    if (object->as.object.n - from > 1)
        qsort(object->as.object.members + from, object->as.object.n - from,
              sizeof(dm_member), by_key);
    object->as.object.index = NULL;
}

dm_value *dm_walk_object(dm_walk *w, size_t n)
{
    dm_value *o = dm_value_object(w->arena);

    if (o == NULL || n == 0)
        return full(w, o);
    o->as.object.members =
        dm_arena_zalloc(w->arena, n, sizeof *o->as.object.members);
    o->as.object.cap = n;
    return o->as.object.members != NULL ? o : full(w, NULL);
}

bool dm_walk_add(dm_walk *w, dm_value *object, dm_slice key, dm_value *value)
{
    dm_slice copy = dm_arena_slice(w->arena, key);

    if (copy.ptr == NULL)
        return full(w, NULL) != NULL;
    object->as.object.members[object->as.object.n++] = (dm_member){copy, value};
    return true;
}

static dm_value *any(dm_walk *w, int idx, const frame *at);

static dm_value *list_value(dm_walk *w, int idx, size_t n, const frame *at)
{
    dm_value *list = dm_walk_spend(w, n * sizeof(dm_value *))
                         ? full(w, dm_value_list(w->arena))
                         : NULL;

    for (size_t i = 1; list != NULL && i <= n; i++) {
        frame step = {
            at, NULL, {NULL, 0},
              i
        };
        dm_value *item;

        lua_rawgeti(w->L, idx, (lua_Integer)i);
        item = any(w, lua_gettop(w->L), &step);
        lua_pop(w->L, 1);
        if (item == NULL)
            return NULL;
        if (!dm_value_push(w->arena, list, item))
            return full(w, NULL);
    }
    return list;
}

/* The key at the top but one and the value at the top, as a member. */
static bool member_value(dm_walk *w, dm_value *object, const frame *at)
{
    frame step = {
        at, NULL, {NULL, 0},
          0
    };
    dm_value *value;

    step.key.ptr = lua_tolstring(w->L, -2, &step.key.len);
    if (dm_utf8_valid(step.key) != step.key.len) {
        if (!w->spell)
            return refuse(w, at, "has a key that is not UTF-8") != NULL;
        step.key = spelled(w, step.key);
        if (step.key.ptr == NULL)
            return full(w, NULL) != NULL;
    }
    value = any(w, lua_gettop(w->L), &step);
    return value != NULL && dm_walk_spend(w, step.key.len) &&
           dm_walk_add(w, object, step.key, value);
}

static dm_value *object_value(dm_walk *w, int idx, size_t n, const frame *at)
{
    dm_value *object =
        dm_walk_spend(w, n * sizeof(dm_member)) ? dm_walk_object(w, n) : NULL;

    if (object == NULL)
        return NULL;
    lua_pushnil(w->L);
    while (lua_next(w->L, idx) != 0) {
        if (!member_value(w, object, at))
            return NULL; /* the caller's frame drops what is on the stack */
        lua_pop(w->L, 1);
    }
    dm_walk_sort(object, 0);
    return object;
}

typedef struct keys {
    size_t strings, numbers, others;
    bool   holes; /* an integer that is not in 1 to n */
} keys;

static keys count_keys(lua_State *L, int idx)
{
    keys        k = {0, 0, 0, false};
    lua_Integer n = (lua_Integer)lua_rawlen(L, idx);

    lua_pushnil(L);
    while (lua_next(L, idx) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING) {
            k.strings++;
        } else if (lua_isinteger(L, -1)) {
            lua_Integer i = lua_tointeger(L, -1);
            k.numbers++;
            k.holes = k.holes || i < 1 || i > n;
        } else {
            k.others++;
        }
    }
    k.holes = k.holes || k.numbers != (size_t)n;
    return k;
}

static dm_value *shaped(dm_walk *w, int idx, const frame *at)
{
    keys k = count_keys(w->L, idx);

    if (k.others > 0)
        return refuse(w, at, "has a key that is neither text nor an index");
    if (k.numbers > 0 && k.strings > 0)
        return refuse(w, at, "mixes indexes and names as keys");
    if (k.numbers > 0 && k.holes)
        return refuse(w, at, "is a list with holes");
    if (k.numbers > 0)
        return list_value(w, idx, k.numbers, at);
    if (k.strings > 0 || dm_place_isobject(w->L, idx))
        return object_value(w, idx, k.strings, at);
    return list_value(w, idx, 0, at);
}

static dm_value *table_value(dm_walk *w, int idx, const frame *at)
{
    const void *table = lua_topointer(w->L, idx);
    int         depth = 0, top = lua_gettop(w->L);
    frame       here = *at;
    dm_value   *v;

    for (const frame *f = at->up; f != NULL; f = f->up) {
        if (f->table == table)
            return refuse(w, at, "contains itself");
        if (++depth > DM_RECORD_DEPTH)
            return refuse(w, at, "is nested deeper than 100 levels");
    }
    luaL_checkstack(w->L, 8, "the record is nested too deep");
    here.table = table;
    v = shaped(w, idx, &here);
    lua_settop(w->L, top);
    return v;
}

static bool has_names(const dm_lspan *m)
{
    for (size_t i = 1; i <= m->ngroups; i++)
        if (dm_regex_group_name(m->rx, i).len > 0)
            return true;
    return false;
}

/* The named groups of a match, as an object. */
static dm_value *groups_value(dm_walk *w, const dm_lspan *m, const frame *at)
{
    dm_value *object = dm_walk_spend(w, m->ngroups * sizeof(dm_member))
                           ? dm_walk_object(w, m->ngroups)
                           : NULL;

    for (size_t i = 1; object != NULL && i <= m->ngroups; i++) {
        dm_slice  name = dm_regex_group_name(m->rx, i);
        frame     step = {at, NULL, name, 0};
        dm_value *v;

        if (name.len == 0 || m->groups[i].from == DM_UNSET)
            continue;
        v = range_value(w, m->view, m->groups[i], &step);
        if (v == NULL || !dm_walk_add(w, object, name, v))
            return NULL;
    }
    if (object != NULL)
        dm_walk_sort(object, 0);
    return object;
}

static dm_value *userdata_value(dm_walk *w, int idx, const frame *at)
{
    const dm_lspan *span = dm_walk_span(w->L, idx, w->spans);
    dm_slice        text;
    dm_value       *v;

    if (span == NULL && luaL_testudata(w->L, idx, DM_CLASS_PLACE) != NULL) {
        lua_getiuservalue(w->L, idx, 1);
        v = any(w, lua_gettop(w->L), at);
        lua_pop(w->L, 1);
        return v;
    }
    if (span != NULL && span->box->doc == NULL)
        return refuse(w, at, "is a Span of a document that is closed");
    if (span != NULL && w->groups && has_names(span))
        return groups_value(w, span, at);
    if (span != NULL)
        return range_value(w, span->view, span->range, at);
    if (dm_arg_istext(w->L, idx, &text))
        return text_value(w, text, at);
    refuse(w, at, "is an object that JSON cannot say");
    dm_fail_help(w->err, "take its text: block.text, view.text");
    return NULL;
}

static dm_value *any(dm_walk *w, int idx, const frame *at)
{
    dm_slice s;

    switch (lua_type(w->L, idx)) {
    case LUA_TNIL:
        return dm_walk_spend(w, 0) ? full(w, dm_value_null(w->arena)) : NULL;
    case LUA_TBOOLEAN:
        return dm_walk_spend(w, 0)
                   ? full(w, dm_value_bool(w->arena, lua_toboolean(w->L, idx)))
                   : NULL;
    case LUA_TNUMBER:
        return number_value(w, idx, at);
    case LUA_TSTRING:
        s.ptr = lua_tolstring(w->L, idx, &s.len);
        return text_value(w, s, at);
    case LUA_TTABLE:
        return table_value(w, idx, at);
    case LUA_TUSERDATA:
        return userdata_value(w, idx, at);
    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(w->L, idx) == NULL) /* json.null */
            return dm_walk_spend(w, 0) ? full(w, dm_value_null(w->arena))
                                       : NULL;
        return refuse(w, at, "is a value that JSON cannot say");
    case LUA_TFUNCTION:
        return refuse(w, at, "is a function");
    default:
        return refuse(w, at, "is a value that JSON cannot say");
    }
}

const void *dm_walk_meta(lua_State *L)
{
    const void *meta;

    luaL_getmetatable(L, DM_CLASS_SPAN);
    meta = lua_topointer(L, -1);
    lua_pop(L, 1);
    return meta;
}

dm_value *dm_walk_field(dm_walk *w, int idx, dm_slice key)
{
    frame root = {NULL, NULL, DM_LIT("record"), 0};
    frame step = {&root, NULL, key, 0};

    return any(w, idx, key.len > 0 ? &step : &root);
}

static bool read_value(dm_walk *w, int idx, const char *what, dm_value **out)
{
    frame     root = {NULL, NULL, dm_slice_str(what), 0};
    dm_value *v = any(w, lua_absindex(w->L, idx), &root);

    if (v != NULL)
        *out = v;
    return v != NULL;
}

bool dm_lua_value(lua_State *L, int idx, dm_arena *arena, const char *what,
                  dm_value **out, dm_err *err)
{
    dm_walk w = {L, arena, DM_RECORD_MAX, false, false, dm_walk_meta(L), err};

    return read_value(&w, idx, what, out);
}

bool dm_lua_report(lua_State *L, int idx, dm_arena *arena, const char *what,
                   dm_value **out, dm_err *err)
{
    dm_walk w = {L, arena, DM_REPORT_MAX, false, true, dm_walk_meta(L), err};

    return read_value(&w, idx, what, out);
}

int dm_lua_groups(lua_State *L, int idx)
{
    const dm_lspan *m = luaL_testudata(L, idx, DM_CLASS_SPAN);

    if (m == NULL || m->rx == NULL)
        return 0;
    dm_arg_open(L, m->box);
    lua_getiuservalue(L, idx, 1); /* [doc] */
    lua_createtable(L, 0, (int)m->ngroups);
    for (size_t i = 1; i <= m->ngroups; i++) {
        dm_slice name = dm_regex_group_name(m->rx, i);

        if (name.len == 0 || m->groups[i].from == DM_UNSET)
            continue;
        lua_pushlstring(L, name.ptr, name.len);
        dm_push_span(L, -3, m->view, m->groups[i]);
        lua_rawset(L, -3);
    }
    lua_remove(L, -2);
    return 1;
}
