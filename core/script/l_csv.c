/* l_csv.c - csv: one record of comma-separated values (RFC 4180).
**
** decode takes a record, whose quoted fields may hold line ends, and encode
** writes one without a line end behind it.  The separator is one byte, a comma
** unless said otherwise.
*/
#include "script/bind.h"

static char arg_separator(lua_State *L, int idx)
{
    size_t      len;
    const char *s = luaL_optlstring(L, idx, ",", &len);

    luaL_argcheck(L, len == 1 && s[0] != '"' && s[0] != '\n' && s[0] != '\r',
                  idx, "the separator is one character, no quote or line end");
    return s[0];
}

/* Push the quoted field whose opening quote is at `at`; returns where its
** closing quote is, or text.len (nothing pushed) when it is missing. */
static size_t push_quoted(lua_State *L, dm_slice text, size_t at)
{
    luaL_Buffer b;
    size_t      from = ++at;

    luaL_buffinit(L, &b);
    for (; at < text.len; at++) {
        if (text.ptr[at] != '"')
            continue;
        luaL_addlstring(&b, text.ptr + from, at - from);
        if (at + 1 >= text.len || text.ptr[at + 1] != '"') {
            luaL_pushresult(&b);
            return at;
        }
        from = ++at; /* the second of two quotes stands for one */
    }
    luaL_pushresult(&b);
    lua_pop(L, 1);
    return text.len;
}

static int trouble(lua_State *L, const char *what, size_t at)
{
    luaL_pushfail(L);
    lua_pushfstring(L, "%s at byte %I", what, (lua_Integer)at + 1);
    return 2;
}

/* csv.decode(record[, separator]): a list of strings, or nil and a message. */
static int csv_decode(lua_State *L)
{
    dm_slice    text = dm_arg_text(L, 1);
    char        sep = arg_separator(L, 2);
    lua_Integer n = 0;
    size_t      at = 0;

    while (text.len > 0 &&
           (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r'))
        text.len--;
    dm_lua_spend(L, text.len / 16);
    lua_newtable(L);
    for (;;) {
        size_t from = at;

        if (at < text.len && text.ptr[at] == '"') {
            at = push_quoted(L, text, at);
            if (at == text.len)
                return trouble(L, "a quote is not closed", from);
            at++;
        } else {
            while (at < text.len && text.ptr[at] != sep &&
                   text.ptr[at] != '"' && text.ptr[at] != '\n')
                at++;
            dm_push_slice(L, dm_slice_sub(text, from, at));
        }
        lua_rawseti(L, -2, ++n);
        if (at == text.len)
            return 1;
        if (text.ptr[at] != sep)
            return trouble(L, "a separator expected", at);
        at++;
    }
}

static void add_field(luaL_Buffer *b, dm_slice field, char sep)
{
    bool quote = memchr(field.ptr, sep, field.len) != NULL;

    for (size_t i = 0; i < field.len && !quote; i++)
        quote =
            field.ptr[i] == '"' || field.ptr[i] == '\n' || field.ptr[i] == '\r';
    if (!quote) {
        luaL_addlstring(b, field.ptr, field.len);
        return;
    }
    luaL_addchar(b, '"');
    for (size_t i = 0; i < field.len; i++) {
        if (field.ptr[i] == '"')
            luaL_addchar(b, '"');
        luaL_addchar(b, field.ptr[i]);
    }
    luaL_addchar(b, '"');
}

/* csv.encode(list[, separator]): numbers and booleans as tostring has them,
** nil inside the list (give its length as `n`) an empty field. */
static int csv_encode(lua_State *L)
{
    char        sep = arg_separator(L, 2);
    luaL_Buffer b;
    lua_Integer n;

    luaL_checktype(L, 1, LUA_TTABLE);
    if (lua_getfield(L, 1, "n") == LUA_TNUMBER)
        n = luaL_checkinteger(L, -1);
    else
        n = luaL_len(L, 1);
    lua_settop(L, 1);
    lua_pushnil(L); /* [list field], and the buffer above */
    luaL_buffinit(L, &b);
    for (lua_Integer i = 1; i <= n; i++) {
        dm_slice field = DM_LIT("");

        dm_lua_spend(L, 1);
        if (i > 1)
            luaL_addchar(&b, sep);
        if (lua_geti(L, 1, i) == LUA_TTABLE || lua_isfunction(L, -1))
            luaL_error(L, "field %I is a %s", i, luaL_typename(L, -1));
        if (!lua_isnil(L, -1))
            field.ptr = luaL_tolstring(L, -1, &field.len);
        else
            lua_pushnil(L);
        lua_replace(L, 2); /* the field stays alive while it is written */
        lua_pop(L, 1);
        add_field(&b, field, sep);
    }
    luaL_pushresult(&b);
    return 1;
}

void dm_open_csv(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"decode", csv_decode},
        {"encode", csv_encode},
        {NULL,     NULL      },
    };

    luaL_newlib(L, functions);
    dm_lua_freeze(L, "csv");
}
