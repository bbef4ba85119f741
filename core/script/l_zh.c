/* l_zh.c - zh: what is to be asked of Chinese text, and done to it.
**
** Conversions are the normalization steps under the names that people look
** for; what is pure text work is Lua in std.zh, which is loaded when one of
** its functions is called for the first time.
*/
#include "script/bind.h"
#include "script/sentence.h"
#include "text/utf8.h"

/* zh.is_han(text): true when it is made of Han characters and nothing else;
** false for the empty text and for bytes that are no UTF-8. */
static int zh_is_han(lua_State *L)
{
    dm_slice text = dm_arg_text(L, 1);
    bool     han = text.len > 0 && dm_utf8_valid(text) == text.len;
    size_t   len;

    dm_lua_spend(L, text.len / 16);
    for (size_t at = 0; han && at < text.len; at += len)
        han = dm_utf8_is_han(dm_utf8_decode(text.ptr + at, &len));
    lua_pushboolean(L, han);
    return 1;
}

/* zh.hans(text, variant), zh.hant(text, variant); upvalue: the step. */
static int zh_convert(lua_State *L)
{
    const char *step = lua_tostring(L, lua_upvalueindex(1));

    if (lua_isnoneornil(L, 2))
        return dm_lua_norm(L, step);
    lua_pushfstring(L, "%s_%s", step, luaL_checkstring(L, 2));
    return dm_lua_norm(L, lua_tostring(L, -1));
}

/* zh.gloss(text), zh.pages(text), zh.punct(text); upvalue: the step. */
static int zh_step(lua_State *L)
{
    return dm_lua_norm(L, lua_tostring(L, lua_upvalueindex(1)));
}

static int zh_sentences(lua_State *L)
{
    dm_slice    text = dm_arg_text(L, 1);
    dm_range    r = {0, 0};
    lua_Integer n = 0;

    if (dm_utf8_valid(text) != text.len) {
        luaL_pushfail(L);
        lua_pushliteral(L, "the text is not UTF-8");
        return 2;
    }
    dm_lua_spend(L, text.len / 16);
    lua_newtable(L);
    while (dm_sentence_next(text, r.to, &r)) {
        dm_push_slice(L, dm_slice_sub(text, r.from, r.to));
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

/* A function of std.zh; upvalue: its name. */
static int zh_lua(lua_State *L)
{
    int n = lua_gettop(L);

    lua_getglobal(L, "require");
    lua_pushliteral(L, "std.zh");
    lua_call(L, 1, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_gettable(L, -2);
    lua_replace(L, -2);
    lua_insert(L, 1);
    lua_call(L, n, LUA_MULTRET);
    return lua_gettop(L);
}

void dm_open_zh(lua_State *L)
{
    static const struct {
        const char   *name;
        lua_CFunction f;
        const char   *up; /* its upvalue */
    } functions[] = {
        {"is_han",    zh_is_han,    ""        },
        {"hans",      zh_convert,   "hans"    },
        {"hant",      zh_convert,   "hant"    },
        {"gloss",     zh_step,      "gloss"   },
        {"pages",     zh_step,      "pages"   },
        {"punct",     zh_step,      "punct_zh"},
        {"sentences", zh_sentences, ""        },
        {"number",    zh_lua,       "number"  },
        {"date",      zh_lua,       "date"    },
        {"name",      zh_lua,       "name"    },
    };

    lua_newtable(L);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        lua_pushstring(L, functions[i].up);
        lua_pushcclosure(L, functions[i].f, 1);
        lua_setfield(L, -2, functions[i].name);
    }
    dm_lua_freeze(L, "zh");
}
