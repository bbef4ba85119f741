/* l_string.c - the library `string`, without the functions for patterns and
** format.
**
** What stock Lua does well and shortly is stock: char, pack, unpack, packsize
** and the arithmetic of numerals.  Case is that of the C locale.
*/
#include "script/l_string.h"

#include <lualib.h>
#include <string.h>

#include "script/arg.h"
#include "script/inside.h"

void dm_string_fits(lua_State *L, size_t n)
{
    if (n > dm_lua_of(L)->limits.string)
        luaL_error(L, "resulting string too large");
}

size_t dm_string_from(lua_Integer pos, size_t len)
{
    if (pos > 0)
        return (size_t)pos;
    if (pos == 0 || pos < -(lua_Integer)len)
        return 1;
    return len + (size_t)pos + 1;
}

size_t dm_string_to(lua_Integer pos, size_t len)
{
    if (pos > (lua_Integer)len)
        return len;
    if (pos >= 0)
        return (size_t)pos;
    if (pos < -(lua_Integer)len)
        return 0;
    return len + (size_t)pos + 1;
}

void dm_string_plain(lua_State *L, int idx)
{
    dm_slice text;

    if (lua_type(L, idx) == LUA_TUSERDATA && dm_arg_istext(L, idx, &text)) {
        lua_pushlstring(L, text.ptr, text.len);
        lua_replace(L, idx);
    }
}

static int string_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)dm_arg_text(L, 1).len);
    return 1;
}

static int string_sub(lua_State *L)
{
    dm_slice text = dm_arg_text(L, 1);
    size_t   from = dm_string_from(luaL_checkinteger(L, 2), text.len);
    size_t   to = dm_string_to(luaL_optinteger(L, 3, -1), text.len);

    if (from > to)
        lua_pushliteral(L, "");
    else
        lua_pushlstring(L, text.ptr + from - 1, to - from + 1);
    return 1;
}

static int string_byte(lua_State *L)
{
    dm_slice    text = dm_arg_text(L, 1);
    lua_Integer first = luaL_optinteger(L, 2, 1);
    size_t      from = dm_string_from(first, text.len);
    size_t      to = dm_string_to(luaL_optinteger(L, 3, first), text.len);

    if (from > to)
        return 0;
    if (to - from >= INT32_MAX)
        return luaL_error(L, "string slice too long");
    luaL_checkstack(L, (int)(to - from + 1), "string slice too long");
    for (size_t i = from - 1; i < to; i++)
        lua_pushinteger(L, (unsigned char)text.ptr[i]);
    return (int)(to - from + 1);
}

/* Push the text at 1 with letters from `first` on moved by `by`. */
static int change_case(lua_State *L, char first, int by)
{
    dm_slice    text = dm_arg_text(L, 1);
    luaL_Buffer b;
    char       *out = luaL_buffinitsize(L, &b, text.len);

    dm_lua_spend(L, text.len / 8);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        out[i] = (char)(c >= first && c < first + 26 ? c + by : c);
    }
    luaL_pushresultsize(&b, text.len);
    return 1;
}

static int string_lower(lua_State *L)
{
    return change_case(L, 'A', 'a' - 'A');
}

static int string_upper(lua_State *L)
{
    return change_case(L, 'a', 'A' - 'a');
}

static int string_reverse(lua_State *L)
{
    dm_slice    text = dm_arg_text(L, 1);
    luaL_Buffer b;
    char       *out = luaL_buffinitsize(L, &b, text.len);

    dm_lua_spend(L, text.len / 8);
    for (size_t i = 0; i < text.len; i++)
        out[i] = text.ptr[text.len - 1 - i];
    luaL_pushresultsize(&b, text.len);
    return 1;
}

/* Fill `total` bytes with `text` and `sep` in turn: what is there already is
** copied behind itself, so the number of copies is the logarithm. */
static void repeat(lua_State *L, char *out, size_t total, dm_slice text,
                   dm_slice sep)
{
    size_t done = text.len;

    dm_lua_spend(L, total / 8);
    memcpy(out, text.ptr, text.len);
    if (done < total) {
        memcpy(out + done, sep.ptr, sep.len);
        done += sep.len;
    }
    while (done < total) {
        size_t n = done < total - done ? done : total - done;
        memcpy(out + done, out, n);
        done += n;
    }
}

static int string_rep(lua_State *L)
{
    dm_slice    text = dm_arg_text(L, 1), sep = DM_LIT("");
    lua_Integer n = luaL_checkinteger(L, 2);
    size_t      each, total;
    luaL_Buffer b;

    if (!lua_isnoneornil(L, 3))
        sep = dm_arg_text(L, 3);
    each = text.len + sep.len;
    if (n <= 0 || each == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if ((size_t)n > SIZE_MAX / 2 / each)
        return luaL_error(L, "resulting string too large");
    total = (size_t)n * each - sep.len;
    dm_string_fits(L, total);
    repeat(L, luaL_buffinitsize(L, &b, total), total, text, sep);
    luaL_pushresultsize(&b, total);
    return 1;
}

/* A stock function, in the upvalue, on plain strings.  It is run as this very
** call, so that its messages name it as scripts know it. */
static int plain_call(lua_State *L)
{
    int n = lua_gettop(L);

    for (int i = 1; i <= n; i++)
        dm_string_plain(L, i);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static const luaL_Reg ours[] = {
    {"byte",    string_byte     },
    {"find",    dm_string_find  },
    {"format",  dm_string_format},
    {"gmatch",  dm_string_gmatch},
    {"gsub",    dm_string_gsub  },
    {"len",     string_len      },
    {"lower",   string_lower    },
    {"match",   dm_string_match },
    {"rep",     string_rep      },
    {"reverse", string_reverse  },
    {"sub",     string_sub      },
    {"upper",   string_upper    },
    {NULL,      NULL            },
};

void dm_string_wrap(lua_State *L, const char *name)
{
    lua_getfield(L, -1, name);
    lua_pushcclosure(L, plain_call, 1);
    lua_setfield(L, -2, name);
}

void dm_open_string(lua_State *L)
{
    lua_pushcfunction(L, luaopen_string); /* also gives strings a metatable */
    lua_call(L, 0, 1);
    lua_pushnil(L);
    lua_setfield(L, -2, "dump");
    dm_string_wrap(L, "pack");
    dm_string_wrap(L, "packsize");
    dm_string_wrap(L, "unpack");
    luaL_setfuncs(L, ours, 0);
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1); /* [string "" meta] */
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}
