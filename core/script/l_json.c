/* l_json.c - json.encode and json.decode.
**
** Encoding goes the way of records: the same rules (l_value.c), the same
** writer (emit/json.c).  Decoding is jansson's, strict: one value, no doubled
** keys, no comments, valid UTF-8.  null is json.null on both sides, so that a
** list keeps its length.
*/
#include <jansson.h>

#include "base/buf.h"
#include "emit/json.h"
#include "script/bind.h"
#include "script/l_value.h"

#define CLASS_JSON "docmill.json"

enum {
    MAX_ENCODED = 64 << 20, /* bytes of a result */
    MAX_DECODED = 8 << 20   /* bytes read; jansson takes some 20 times that */
};

/* json.encode(value[, indent]): raises for what JSON cannot say. */
static int json_encode(lua_State *L)
{
    lua_Integer indent = luaL_optinteger(L, 2, 0);
    dm_value   *value;
    dm_larena  *arena;
    dm_lbuf    *out;
    dm_err      err;

    luaL_checkany(L, 1);
    luaL_argcheck(L, indent >= 0 && indent <= 16, 2, "0 to 16 expected");
    lua_settop(L, 1);
    arena = dm_push_arena(L, (size_t)8 * MAX_ENCODED);
    out = dm_push_buf(L, MAX_ENCODED);
    if (!dm_lua_value(L, 1, &arena->arena, "value", &value, &err))
        return dm_lua_raise(L, &err);
    dm_json_value(&out->buf, value, (int)indent);
    dm_owned_done(&arena->owned);
    if (out->buf.failed) {
        dm_fail(&err, DM_E_SIZE, "the JSON text is over %d bytes", MAX_ENCODED);
        return dm_lua_raise(L, &err);
    }
    dm_lua_spend(L, out->buf.len / 16);
    dm_push_slice(L, dm_buf_view(&out->buf));
    dm_owned_done(&out->owned);
    return 1;
}

/* What jansson read, while it is turned into Lua values. */
typedef struct ljson {
    dm_owned owned;
    json_t  *root;
} ljson;

static void drop(dm_owned *owner)
{
    json_decref(((ljson *)owner)->root); /* NULL is fine */
}

static void push_json(lua_State *L, json_t *v);

static void push_list(lua_State *L, json_t *v)
{
    size_t n = json_array_size(v);

    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        push_json(L, json_array_get(v, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* An object; an empty one is marked, so that it is one when encoded again. */
static void push_members(lua_State *L, json_t *v)
{
    lua_createtable(L, 0, (int)json_object_size(v));
    for (void *it = json_object_iter(v); it != NULL;
         it = json_object_iter_next(v, it)) {
        lua_pushlstring(L, json_object_iter_key(it),
                        json_object_iter_key_len(it));
        push_json(L, json_object_iter_value(it));
        lua_rawset(L, -3);
    }
    if (json_object_size(v) == 0) {
        lua_pushcfunction(L, dm_lua_object);
        lua_insert(L, -2);
        lua_call(L, 1, 1);
    }
}

/* jansson nests no deeper than 2048, so this does not either. */
static void push_json(lua_State *L, json_t *v)
{
    luaL_checkstack(L, 6, "the JSON text is nested too deep");
    dm_lua_spend(L, 1);
    switch (json_typeof(v)) {
    case JSON_OBJECT:
        push_members(L, v);
        break;
    case JSON_ARRAY:
        push_list(L, v);
        break;
    case JSON_STRING:
        lua_pushlstring(L, json_string_value(v), json_string_length(v));
        break;
    case JSON_INTEGER:
        lua_pushinteger(L, json_integer_value(v));
        break;
    case JSON_REAL:
        lua_pushnumber(L, json_real_value(v));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        lua_pushboolean(L, json_is_true(v));
        break;
    case JSON_NULL:
        lua_pushlightuserdata(L, NULL);
        break;
    }
}

/* json.decode(text): the value, or nil and a message. */
static int json_decode(lua_State *L)
{
    dm_slice     text = dm_arg_text(L, 1);
    ljson       *v;
    json_error_t why;

    if (text.len > MAX_DECODED) {
        luaL_pushfail(L);
        lua_pushfstring(L, "the JSON text is over %d bytes", MAX_DECODED);
        return 2;
    }
    dm_lua_spend(L, text.len / 4);
    v = dm_owned_new(L, sizeof *v, CLASS_JSON, 0, drop);
    v->root = json_loadb(
        text.ptr, text.len,
        JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
    if (v->root == NULL) {
        luaL_pushfail(L);
        lua_pushfstring(L, "%s (line %d, byte %d)", why.text, why.line,
                        why.position);
        return 2;
    }
    push_json(L, v->root);
    dm_owned_done(&v->owned);
    return 1;
}

void dm_open_json(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"encode", json_encode},
        {"decode", json_decode},
        {NULL,     NULL       },
    };

    dm_owned_class(L, CLASS_JSON);
    luaL_newlib(L, functions);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    dm_lua_freeze(L, "json");
}
