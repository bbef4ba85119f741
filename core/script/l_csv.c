/* l_csv.c - csv: one record of comma-separated values (RFC 4180).
**
** decode takes a record, whose quoted fields may hold line ends, and encode
** writes one without a line end behind it.  The separator is one byte, a comma
** unless said otherwise.
*/
#include "script/l_csv.h"

static char arg_separator(lua_State *L, int idx)
{
    size_t      len;
    const char *s = luaL_optlstring(L, idx, ",", &len);

    luaL_argcheck(L, len == 1 && s[0] != '"' && s[0] != '\n' && s[0] != '\r',
                  idx, "the separator is one character, no quote or line end");
    return s[0];
}

void dm_push_csv(lua_State *L, dm_slice text, const dm_csv_field *f)
{
    luaL_Buffer b;

    if (f->doubled == 0) {
        dm_push_slice(L, dm_slice_sub(text, f->range.from, f->range.to));
        return;
    }
    luaL_buffinit(L, &b);
    for (size_t i = f->range.from; i < f->range.to; i++) {
        luaL_addchar(&b, text.ptr[i]);
        i += text.ptr[i] == '"'; /* the second of two stands for none */
    }
    luaL_pushresult(&b);
}

static int trouble(lua_State *L, const char *what, size_t at)
{
    luaL_pushfail(L);
    lua_pushfstring(L, "%s at byte %I", what, (lua_Integer)at + 1);
    return 2;
}

/* Where a separator should stand in a field whose quotes do not match: behind
** its closing quote, or where a quote comes out of nowhere. */
static size_t misplaced(dm_slice text, dm_range field)
{
    size_t at = field.from;

    if (text.ptr[at] != '"') {
        while (text.ptr[at] != '"')
            at++;
        return at;
    }
    for (at++; at < text.len; at++) {
        if (text.ptr[at] != '"')
            continue;
        if (at + 1 == text.len || text.ptr[at + 1] != '"')
            return at + 1;
        at++;
    }
    return at;
}

/* csv.decode(record[, separator]): a list of strings, or nil and a message. */
static int csv_decode(lua_State *L)
{
    dm_slice     text = dm_arg_text(L, 1);
    dm_csv       c = dm_csv_begin(text, 0, arg_separator(L, 2));
    dm_csv_field f = {.last = false};
    lua_Integer  n = 0;

    while (text.len > 0 &&
           (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r'))
        text.len--;
    c.text = text;
    c.more = true; /* an empty text is one empty field */
    dm_lua_spend(L, text.len / 16);
    lua_newtable(L);
    while (!f.last && dm_csv_next(&c, &f)) {
        if (f.open)
            return trouble(L, "a quote is not closed", f.range.from);
        if (f.stray)
            return trouble(L, "a separator expected", misplaced(text, f.range));
        dm_push_csv(L, text, &f);
        lua_rawseti(L, -2, ++n);
    }
    if (c.at < text.len)
        return trouble(L, "a separator expected", f.range.to + f.quoted);
    return 1;
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
