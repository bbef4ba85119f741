/* l_format.c - string.format, and how any value is shown.
**
** A conversion is read into its parts, checked against what its letter
** allows, and handed to the C library, which never sees anything else.
** Addresses do not appear: they differ from run to run.
*/
#include <ctype.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "script/arg.h"
#include "script/inside.h"
#include "script/l_string.h"

enum {
    SPEC_MAX = 22, /* bytes of flags, width, precision and letter */
    ITEM = 120,    /* bytes of a formatted number */
    FIXED = 110 + DBL_MAX_10_EXP /* ... with %f */
};

typedef struct spec {
    char   text[SPEC_MAX + 8]; /* "%-5.2f" */
    size_t len;
    char   letter;
    bool   bare; /* without modifiers */
} spec;

typedef struct job {
    lua_State  *L;
    luaL_Buffer out;
    spec        spec;
    int         arg;
} job;

static const char *two_digits(const char *p)
{
    for (int i = 0; i < 2 && isdigit((unsigned char)*p); i++)
        p++;
    return p;
}

/* Raise unless the modifiers are of `flags`, a width and, if `precision`, a
** precision, each of two digits at most. */
static void check(job *j, const char *flags, bool precision)
{
    const char *p = j->spec.text + 1;

    p += strspn(p, flags);
    if (*p != '0') {
        p = two_digits(p);
        if (*p == '.' && precision)
            p = two_digits(p + 1);
    }
    if (!isalpha((unsigned char)*p))
        luaL_error(j->L, "invalid conversion specification: '%s'",
                   j->spec.text);
}

static bool is_modifier(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == ' ' ||
           c == '#' || c == '.';
}

/* Read the conversion behind the "%" at `p`; returns what follows it. */
static const char *read_spec(job *j, const char *p, const char *end)
{
    spec  *s = &j->spec;
    size_t n = 0;

    while (p + n < end && is_modifier(p[n]))
        n++;
    if (n + 1 >= SPEC_MAX)
        luaL_error(j->L, "invalid format (too long)");
    s->text[0] = '%';
    memcpy(s->text + 1, p, n);
    s->letter = '\0';
    if (p + n < end)
        s->letter = p[n];
    s->text[n + 1] = s->letter;
    s->text[n + 2] = '\0';
    s->len = n + 2;
    s->bare = n == 0;
    return p + n + (p + n < end);
}

/* Put "ll" before the letter: lua_Integer is a long long. */
static void widen(spec *s)
{
    s->text[s->len - 1] = 'l';
    s->text[s->len] = 'l';
    s->text[s->len + 1] = s->letter;
    s->text[s->len + 2] = '\0';
}

/* %d without modifiers, by far the most common. */
static void add_decimal(job *j, lua_Integer n)
{
    char         digits[24], *p = digits + sizeof digits;
    lua_Unsigned rest = n < 0 ? 0 - (lua_Unsigned)n : (lua_Unsigned)n;

    do
        *--p = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (n < 0)
        *--p = '-';
    luaL_addlstring(&j->out, p, (size_t)(digits + sizeof digits - p));
}

/* The formats are made above and checked. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static void add_integer(job *j, const char *flags)
{
    char       *room;
    lua_Integer n;

    dm_string_plain(j->L, j->arg);
    n = luaL_checkinteger(j->L, j->arg);
    if (j->spec.bare && (j->spec.letter == 'd' || j->spec.letter == 'i')) {
        add_decimal(j, n);
        return;
    }
    check(j, flags, true);
    room = luaL_prepbuffsize(&j->out, ITEM);
    widen(&j->spec);
    luaL_addsize(&j->out,
                 (size_t)snprintf(room, ITEM, j->spec.text, (long long)n));
}

static void add_char(job *j)
{
    char *room = luaL_prepbuffsize(&j->out, ITEM);
    int   c;

    check(j, "-", false);
    dm_string_plain(j->L, j->arg);
    c = (int)luaL_checkinteger(j->L, j->arg);
    luaL_addsize(&j->out, (size_t)snprintf(room, ITEM, j->spec.text, c));
}

static void add_float(job *j)
{
    size_t     size = j->spec.letter == 'f' ? FIXED : ITEM;
    char      *room = luaL_prepbuffsize(&j->out, size);
    bool       hex = j->spec.letter == 'a' || j->spec.letter == 'A';
    lua_Number x;

    if (hex) /* stock looks at the format first */
        check(j, "-+ #0", true);
    dm_string_plain(j->L, j->arg);
    x = luaL_checknumber(j->L, j->arg);
    if (!hex)
        check(j, "-+ #0", true);
    luaL_addsize(&j->out, (size_t)snprintf(room, size, j->spec.text, x));
}

static void add_string(job *j)
{
    dm_slice text = dm_string_show(j->L, j->arg);
    char     item[ITEM];
    int      n;

    if (j->spec.bare) {
        luaL_addvalue(&j->out);
        return;
    }
    luaL_argcheck(j->L, memchr(text.ptr, '\0', text.len) == NULL, j->arg,
                  "string contains zeros");
    check(j, "-", true);
    if (strchr(j->spec.text, '.') == NULL && text.len >= 100) {
        luaL_addvalue(&j->out);
        return;
    }
    n = snprintf(item, sizeof item, j->spec.text, text.ptr);
    lua_pop(j->L, 1); /* the buffer wants the top */
    luaL_addlstring(&j->out, item, (size_t)n);
}

#pragma GCC diagnostic pop

/* A float so that Lua reads back the same one. */
static void add_quoted_float(job *j, lua_Number x)
{
    char *room = luaL_prepbuffsize(&j->out, ITEM);
    int   n;

    if (x == (lua_Number)HUGE_VAL)
        n = snprintf(room, ITEM, "1e9999");
    else if (x == -(lua_Number)HUGE_VAL)
        n = snprintf(room, ITEM, "-1e9999");
    else if (x != x)
        n = snprintf(room, ITEM, "(0/0)");
    else
        n = snprintf(room, ITEM, "%a", x);
    luaL_addsize(&j->out, (size_t)n);
}

/* A control character: three digits where a digit follows. */
static void add_code(job *j, unsigned char c, bool wide)
{
    luaL_addchar(&j->out, '\\');
    if (wide || c >= 100)
        luaL_addchar(&j->out, (char)('0' + c / 100));
    if (wide || c >= 10)
        luaL_addchar(&j->out, (char)('0' + c / 10 % 10));
    luaL_addchar(&j->out, (char)('0' + c % 10));
}

static void add_quoted_string(job *j)
{
    size_t      len;
    const char *s = lua_tolstring(j->L, j->arg, &len);

    luaL_addchar(&j->out, '"');
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];

        if (i % 4096 == 0)
            dm_lua_spend(j->L, 4096);
        if (c < 32 ? c != '\n' : c == 127) {
            add_code(j, c, i + 1 < len && isdigit((unsigned char)s[i + 1]));
            continue;
        }
        if (c == '"' || c == '\\' || c == '\n')
            luaL_addchar(&j->out, '\\');
        luaL_addchar(&j->out, (char)c);
    }
    luaL_addchar(&j->out, '"');
}

/* %q: the value as a literal of Lua. */
static void add_quoted(job *j)
{
    lua_State  *L = j->L;
    lua_Integer n;

    if (!j->spec.bare)
        luaL_error(L, "specifier '%%q' cannot have modifiers");
    dm_string_plain(L, j->arg);
    switch (lua_type(L, j->arg)) {
    case LUA_TSTRING:
        add_quoted_string(j);
        break;
    case LUA_TNUMBER:
        if (!lua_isinteger(L, j->arg)) {
            add_quoted_float(j, lua_tonumber(L, j->arg));
            break;
        }
        n = lua_tointeger(L, j->arg);
        lua_pushfstring(L, n == LUA_MININTEGER ? "0x8000000000000000" : "%I",
                        (LUAI_UACINT)n);
        luaL_addvalue(&j->out);
        break;
    case LUA_TNIL:
    case LUA_TBOOLEAN:
        luaL_tolstring(L, j->arg, NULL);
        luaL_addvalue(&j->out);
        break;
    default:
        luaL_argerror(L, j->arg, "value has no literal form");
    }
}

static void convert(job *j)
{
    switch (j->spec.letter) {
    case 'c':
        add_char(j);
        break;
    case 'd':
    case 'i':
        add_integer(j, "-+ 0");
        break;
    case 'u':
        add_integer(j, "-0");
        break;
    case 'o':
    case 'x':
    case 'X':
        add_integer(j, "-#0");
        break;
    case 'a':
    case 'A':
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
        add_float(j);
        break;
    case 'q':
        add_quoted(j);
        break;
    case 's':
        add_string(j);
        break;
    case 'p':
        luaL_error(j->L, "'%%p' is not for scripts: addresses differ from "
                         "run to run");
        break;
    default:
        luaL_error(j->L, "invalid conversion '%s' to 'format'", j->spec.text);
    }
}

int dm_string_format(lua_State *L)
{
    dm_slice    format = dm_arg_text(L, 1);
    const char *p = format.ptr, *end = p + format.len, *next;
    int         top = lua_gettop(L);
    job         j;

    dm_lua_spend(L, format.len / 2);
    j.L = L;
    j.arg = 1;
    luaL_buffinit(L, &j.out);
    while ((next = memchr(p, '%', (size_t)(end - p))) != NULL) {
        luaL_addlstring(&j.out, p, (size_t)(next - p));
        p = next + 1;
        if (p < end && *p == '%') {
            luaL_addchar(&j.out, *p++);
            continue;
        }
        if (++j.arg > top)
            return luaL_argerror(L, j.arg, "no value");
        p = read_spec(&j, p, end);
        convert(&j);
        dm_string_fits(L, luaL_bufflen(&j.out));
    }
    luaL_addlstring(&j.out, p, (size_t)(end - p));
    luaL_pushresult(&j.out);
    return 1;
}

/* Push the table of numbers given in this call: weak, and begun anew with each
** call, so that a document shows the same ones whatever came before. */
static void push_shown(lua_State *L, dm_lua *lua)
{
    if (lua->shown_in == lua->calls &&
        lua_getfield(L, LUA_REGISTRYINDEX, "docmill.shown") == LUA_TTABLE)
        return;
    lua->shown_in = lua->calls;
    lua->shown = 0;
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, "docmill.shown");
}

/* The number of the object at `idx`: 1 for the first that was shown. */
static lua_Integer number_of(lua_State *L, int idx)
{
    dm_lua     *lua = dm_lua_of(L);
    lua_Integer n;

    push_shown(L, lua);
    lua_pushvalue(L, idx);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pushvalue(L, idx);
        lua_pushinteger(L, ++lua->shown);
        lua_rawset(L, -4);
        lua_pop(L, 2);
        return lua->shown;
    }
    n = lua_tointeger(L, -1);
    lua_pop(L, 2);
    return n;
}

dm_slice dm_string_show(lua_State *L, int idx)
{
    const char *name = luaL_typename(L, idx);
    dm_slice    out;
    int         type;

    idx = lua_absindex(L, idx);
    switch (lua_type(L, idx)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING:
        out.ptr = luaL_tolstring(L, idx, &out.len);
        return out;
    default:
        break;
    }
    if (luaL_getmetafield(L, idx, "__tostring") != LUA_TNIL) {
        lua_pop(L, 1);
        out.ptr = luaL_tolstring(L, idx, &out.len);
        return out;
    }
    type = luaL_getmetafield(L, idx, "__name");
    if (type == LUA_TSTRING)
        name = lua_tostring(L, -1);
    else if (type == LUA_TNIL)
        lua_pushnil(L);
    lua_pushfstring(L, "%s: #%I", name, (LUAI_UACINT)number_of(L, idx));
    lua_remove(L, -2);
    out.ptr = lua_tolstring(L, -1, &out.len);
    return out;
}
