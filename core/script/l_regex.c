/* l_regex.c - class Regex and the module re.
**
** re(pattern, flags) is cheap to call again: the host's cache knows the
** patterns of the run, and a Regex is one more holder of the same compiled
** pattern.
*/
#include "base/buf.h"
#include "script/bind.h"

enum { MAX_ESCAPED = 1 << 20 };

/* Raise when a group has the name of a getter of Span (text, first, …), which
** whoever is handed a match relies on.  A group may be called like a method:
** m.line is the group then, and m[0]:line() the method. */
static void check_names(lua_State *L, const dm_regex *rx)
{
    size_t n = dm_regex_groups(rx);

    for (size_t i = 1; i <= n; i++) {
        dm_slice name = dm_regex_group_name(rx, i);
        dm_slice pattern = dm_regex_pattern(rx);
        dm_err   err;

        if (name.len == 0 || !dm_class_getter(L, DM_CLASS_SPAN, name))
            continue;
        dm_fail(&err, DM_E_REGEX,
                "a group cannot be called '%.*s': every match has a member of "
                "that name",
                (int)name.len, name.ptr);
        dm_err_copy(err.source, sizeof err.source, pattern.ptr, pattern.len);
        dm_lua_raise(L, &err);
    }
}

static void drop(dm_owned *owner)
{
    dm_regex_free(((dm_lregex *)owner)->rx);
}

dm_regex *dm_push_regex(lua_State *L, dm_slice pattern, dm_slice flags)
{
    dm_lregex *rx = dm_owned_new(L, sizeof *rx, DM_CLASS_REGEX, 1, drop);
    dm_err     err;

    rx->rx = dm_regex_cache_get(dm_lua_host(L)->cache, pattern, flags, &err);
    if (rx->rx == NULL)
        dm_lua_raise(L, &err);
    check_names(L, rx->rx);
    return rx->rx;
}

static const dm_regex *self(lua_State *L)
{
    const dm_lregex *rx = luaL_checkudata(L, 1, DM_CLASS_REGEX);

    return rx->rx;
}

static int regex_pattern(lua_State *L)
{
    dm_push_slice(L, dm_regex_pattern(self(L)));
    return 1;
}

static int regex_flags(lua_State *L)
{
    dm_push_slice(L, dm_regex_flags(self(L)));
    return 1;
}

/* Two Regexes are equal when they were made of the same pattern and flags. */
static int regex_eq(lua_State *L)
{
    const dm_lregex *a = luaL_testudata(L, 1, DM_CLASS_REGEX);
    const dm_lregex *b = luaL_testudata(L, 2, DM_CLASS_REGEX);

    lua_pushboolean(
        L, a != NULL && b != NULL &&
               dm_slice_eq(dm_regex_pattern(a->rx), dm_regex_pattern(b->rx)) &&
               dm_slice_eq(dm_regex_flags(a->rx), dm_regex_flags(b->rx)));
    return 1;
}

/* re(pattern[, flags]); the module itself is at 1. */
static int re_call(lua_State *L)
{
    dm_slice flags = DM_LIT("");

    lua_remove(L, 1);
    if (luaL_testudata(L, 1, DM_CLASS_REGEX) != NULL && lua_isnoneornil(L, 2)) {
        lua_settop(L, 1);
        return 1;
    }
    if (!lua_isnoneornil(L, 2))
        flags = dm_arg_string(L, 2);
    dm_push_regex(L, dm_arg_string(L, 1), flags);
    return 1;
}

/* re.escape(text): a pattern that matches just this text. */
static int re_escape(lua_State *L)
{
    dm_slice text = dm_arg_text(L, 1);
    dm_lbuf *out;

    luaL_argcheck(L, text.len <= MAX_ESCAPED, 1, "text too long for a pattern");
    out = dm_push_buf(L, (size_t)16 * MAX_ESCAPED);
    dm_regex_escape(text, &out->buf);
    if (out->buf.failed)
        return luaL_error(L, "not enough memory");
    dm_push_slice(L, dm_buf_view(&out->buf));
    dm_owned_done(&out->owned);
    return 1;
}

void dm_open_re(lua_State *L)
{
    static const luaL_Reg methods[] = {
        DM_VERBS,
        {"explain", dm_regex_explain},
        {NULL,      NULL            },
    };
    static const luaL_Reg getters[] = {
        {"pattern", regex_pattern},
        {"flags",   regex_flags  },
        {NULL,      NULL         },
    };
    static const luaL_Reg meta[] = {
        {"__gc",       dm_owned_gc  },
        {"__eq",       regex_eq     },
        {"__tostring", regex_pattern},
        {NULL,         NULL         },
    };
    static const dm_class cls = {DM_CLASS_REGEX, "Regex", methods, getters,
                                 meta,           NULL,    NULL,    false};
    static const luaL_Reg functions[] = {
        {"set",    dm_lua_set},
        {"escape", re_escape },
        {NULL,     NULL      },
    };

    dm_class_open(L, &cls);
    dm_open_explain(L);
    dm_open_set(L);
    luaL_newlib(L, functions);
    dm_lua_freeze(L, "re");
    lua_getmetatable(L, -1);
    lua_pushcfunction(L, re_call);
    lua_setfield(L, -2, "__call");
    lua_pop(L, 1);
}
