/* test_l_closed.c - objects that outlive their document, and raises in the
** middle of work.
**
** The members of every class are read from the registry, so that a method
** added tomorrow is tested here without anybody thinking of it.
*/
#include "rig.h"

#include "script/place.h"

/* Make one object of each kind; they stay in the registry as `o`. */
static const char objects[] =
    "local v = doc:view'text' "
    "local it = re'\\\\d':gmatch(v) it() "
    "return {doc = doc, view = v, span = v:find'(?<n>北)京', "
    "block = doc:blocks()[1], next = it, "
    "setnext = re.set{'a', 'b'}:gmatch(v), place = d.at(1, v:find'北')}";

typedef struct kept {
    rig        *r;
    const char *code; /* to run with the objects, or NULL to make them */
    char        said[512];
    int         tried;
} kept;

/* Push the function of a snippet and its first arguments: core, document. */
static int push_snippet(lua_State *L, rig *r, const char *code)
{
    dm_slice s;

    s.ptr =
        lua_pushfstring(L, "local d, doc, o = ... local re = d.re %s", code);
    s.len = strlen(s.ptr);
    dm_push_doc(L, r->docs[PLAIN]);
    dm_lua_load(L, s, "closed.lua");
    lua_getfield(L, LUA_REGISTRYINDEX, "test.core");
    lua_pushvalue(L, -3);
    return lua_absindex(L, -4); /* the document */
}

static int make(lua_State *L)
{
    kept *k = lua_touserdata(L, 1);
    int   doc = push_snippet(L, k->r, objects);

    lua_call(L, 2, 1);
    lua_setfield(L, LUA_REGISTRYINDEX, "test.objects");
    dm_close_doc(L, doc);
    return 0;
}

static int run(lua_State *L)
{
    kept *k = lua_touserdata(L, 1);

    push_snippet(L, k->r, k->code);
    lua_getfield(L, LUA_REGISTRYINDEX, "test.objects");
    if (lua_pcall(L, 3, 1, 0) == LUA_OK)
        lua_pushliteral(L, "no error");
    snprintf(k->said, sizeof k->said, "%s", luaL_tolstring(L, -1, NULL));
    return 0;
}

/* [object name]: read the member. */
static int read_member(lua_State *L)
{
    lua_gettable(L, 1);
    return 1;
}

/* Every member of the class of the object at 2, which is called `key`. */
static void try_members(lua_State *L, kept *k, const char *key)
{
    lua_getfield(L, LUA_REGISTRYINDEX, lua_pushfstring(L, "%s.members", key));
    lua_replace(L, 3);
    lua_settop(L, 3);
    for (lua_pushnil(L); lua_next(L, 3) != 0; lua_settop(L, 4)) {
        if (!lua_isfunction(L, 5)) {
            lua_pushcfunction(L, read_member);
            lua_replace(L, 5);
        }
        lua_pushvalue(L, 2);
        lua_pushvalue(L, lua_iscfunction(L, 5) &&
                                 lua_tocfunction(L, 5) == read_member
                             ? 4
                             : 2);
        k->tried++;
        if (lua_pcall(L, 2, 0, 0) == LUA_OK)
            lua_pushliteral(L, "no error");
        if (strstr(luaL_tolstring(L, -1, NULL), "document is closed") == NULL)
            snprintf(k->said, sizeof k->said, "%s.%s: %s", key,
                     lua_tostring(L, 4), lua_tostring(L, -1));
    }
}

static int members(lua_State *L)
{
    static const char *const classes[][2] = {
        {"doc",   DM_CLASS_DOC  },
        {"view",  DM_CLASS_VIEW },
        {"span",  DM_CLASS_SPAN },
        {"block", DM_CLASS_BLOCK},
    };
    kept *k = lua_touserdata(L, 1);

    for (size_t i = 0; i < LEN(classes); i++) {
        lua_settop(L, 1);
        lua_getfield(L, LUA_REGISTRYINDEX, "test.objects");
        lua_getfield(L, -1, classes[i][0]);
        lua_replace(L, 2);
        lua_pushnil(L);
        try_members(L, k, classes[i][1]);
    }
    return 0;
}

/* What is no member: metamethods, iterators, arguments. */
static const char *const snippets[] = {
    "return o.doc.id",
    "return o.doc.text",
    "return o.doc.features",
    "return o.doc.meta",
    "return o.doc.charset",
    "return o.doc.bytes",
    "return o.doc.format",
    "return o.doc.lang",
    "return o.doc.path",
    "return o.doc.warnings",
    "return tostring(o.doc)",
    "return o.view.text",
    "return o.view.name",
    "return o.view.len",
    "return o.view.doc",
    "return o.view.steps",
    "return tostring(o.view)",
    "return #o.view",
    "return o.view .. 'a'",
    "return o.span.text",
    "return o.span.first",
    "return o.span.last",
    "return o.span.view",
    "return o.span.doc",
    "return o.span.index",
    "return o.span.data",
    "return o.span[0]",
    "return o.span[1]",
    "return o.span.n",
    "return tostring(o.span)",
    "return #o.span",
    "return o.span .. 'a'",
    "return 'a' .. o.span",
    "return o.span < o.span",
    "return o.span <= o.span",
    "return o.block.kind",
    "return o.block.level",
    "return o.block.number",
    "return o.block.text",
    "return o.block.span",
    "return o.block.parent",
    "return o.block.header",
    "return tostring(o.block)",
    "return o.next()",
    "return o.setnext()",
    "return d.re'a':find(o.span)",
    "return d.re'a':gsub(o.view, 'b')",
    "return d.re'a':explain(o.view)",
    "return d.re.set{'a'}:find(o.span)",
    "return d.phrases{'a'}:find(o.view)",
    "return d.norm.width(o.span)",
    "return d.zh.is_han(o.view)",
    "return d.hash.xxh3(o.span)",
    "return d.quality(o.span)",
    "return d.csv.decode(o.span)",
    "return d.csv.encode{o.span}",
    "return d.json.decode(o.span)",
    "return d.at(1, o.span)",
    "return d.log.info(o.span, 'a')",
    "return d.log.info('%s', o.span)",
    "return o.doc:annotate(o.span, 'a')",
    "return doc:drop(o.span, 'a')",
    "return doc:annotate(o.span, 'a')",
    "return doc:annotations('a', {within = o.span})",
    "return doc:lines(o.view)",
};

static void test_members(void **state)
{
    kept   k = {*state, NULL, "", 0};
    dm_err err;

    if (!dm_lua_call(k.r->lua, make, &k, &err))
        fail_msg("%s", err.msg);
    assert_true(dm_lua_call(k.r->lua, members, &k, &err));
    assert_string_equal(k.said, "");
    assert_true(k.tried > 60);
}

static void test_snippets(void **state)
{
    kept   k = {*state, NULL, "", 0};
    dm_err err;

    if (!dm_lua_call(k.r->lua, make, &k, &err))
        fail_msg("%s", err.msg);
    for (size_t i = 0; i < LEN(snippets); i++) {
        k.code = snippets[i];
        assert_true(dm_lua_call(k.r->lua, run, &k, &err));
        if (strstr(k.said, "document is closed") == NULL)
            fail_msg("%s: %s", snippets[i], k.said);
    }
}

/*
** Raises in the middle of work: what was taken must be given back, which the
** address sanitizer sees, and the state must go on.
*/
static const char *const raises[] = {
    "re'a':gsub(('a'):rep(1e5), function() error'x' end)",
    "re'a':gsub(('a'):rep(1e5), '%9')",
    "for m in re.set{'a', 'b'}:gmatch(doc:view'text') do error'x' end",
    "for m in doc:view'text':gmatch'.' do error'x' end",
    "re.set{'a', '('}",
    "d.phrases{'a', ''}",
    "d.norm.steps({'width', 'none'}, ('Ａ'):rep(1000))",
    "d.json.encode{('x'):rep(1e5), print}",
    "d.json.encode{('x'):rep(1e5), '\xFF'}",
    "local v = d.json.decode'[[1,2],{\"a\":[]}]' error'x'",
    "d.csv.encode{('x'):rep(1e5), {}}",
    "doc:annotate(doc:lines()[1], 'a', {x = 'y', z = {}})",
    "doc:annotations('a', {within = 1})",
    "doc:view'nothing'",
    "re('(?<text>a)')",
    "d.log.info('%d', 'x')",
};

static void test_raises(void **state)
{
    for (size_t i = 0; i < LEN(raises); i++) {
        for (int n = 0; n < 20; n++) {
            const char *got = rig_run(*state, PLAIN, raises[i]);

            assert_non_null(strstr(got, "error: "));
        }
    }
    assert_string_equal(rig_run(*state, PLAIN, "return doc.id"), "plain.txt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_snippets),
        cmocka_unit_test(test_raises),
    };

    return cmocka_run_group_tests(tests, rig_setup, rig_teardown);
}
