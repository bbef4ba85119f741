/* l_records.c - doc:records: the data of a table or of JSON, as Lua values.
**
** CSV gives a table a row: cell by column name where there is a header, else
** by number.  JSON gives its values: the members of a list, or the one value;
** JSON Lines one a line.  Cells are strings, as they stand in the file.
*/
#include "base/ascii.h"
#include "emit/json_read.h"
#include "script/bind.h"
#include "script/l_csv.h"
#include "script/l_value.h"

static int trouble(lua_State *L, const char *what)
{
    luaL_pushfail(L);
    lua_pushstring(L, what);
    return 2;
}

/* ---- CSV ---- */

/* The next record as a list, on the stack; 0 at the end, else its length. */
static lua_Integer push_record(lua_State *L, dm_csv *c, bool *blank)
{
    dm_csv_field f = {.last = false};
    lua_Integer  n = 0;

    lua_newtable(L);
    while (!f.last && dm_csv_next(c, &f)) {
        dm_push_csv(L, c->text, &f);
        lua_rawseti(L, -2, ++n);
    }
    *blank = n == 1 && !f.quoted && f.range.from == f.range.to;
    dm_lua_spend(L, 1 + (size_t)n);
    if (n == 0)
        lua_pop(L, 1);
    return n;
}

/* Put names, from the list at `names`, to the list on the top: cells past them
** get their number, as a name. */
static void name_cells(lua_State *L, int names, lua_Integer n)
{
    lua_createtable(L, 0, (int)(n < INT_MAX ? n : INT_MAX));
    for (lua_Integer i = 1; i <= n; i++) {
        if (lua_rawgeti(L, names, i) == LUA_TNIL) {
            lua_pop(L, 1);
            lua_pushfstring(L, "%I", i);
        }
        lua_rawgeti(L, -3, i);
        lua_rawset(L, -3);
    }
    lua_remove(L, -2);
}

static int csv_records(lua_State *L, const dm_doc *doc)
{
    dm_slice    text = doc->decoded.text;
    char        sep = dm_csv_separator(text, doc->path);
    dm_csv      c = dm_csv_begin(text, dm_csv_start(text), sep);
    bool        named = dm_csv_has_header(text, sep);
    bool        blank;
    lua_Integer n;
    lua_Integer rows = 0;
    int         names;

    lua_newtable(L); /* [list names] */
    if (!named || push_record(L, &c, &blank) == 0)
        lua_newtable(L);
    names = lua_gettop(L);
    while ((n = push_record(L, &c, &blank)) > 0) {
        if (blank) {
            lua_pop(L, 1);
            continue;
        }
        if (named)
            name_cells(L, names, n);
        lua_rawseti(L, names - 1, ++rows);
    }
    lua_settop(L, names - 1);
    return 1;
}

/* ---- JSON ---- */

/* Push the value that `text` is; false with `err` when it is none. */
static bool push_json(lua_State *L, dm_slice text, dm_err *err)
{
    dm_larena *arena = dm_push_arena(L, 64 * text.len + (1 << 16));
    dm_value  *value = dm_json_read(&arena->arena, text, err);

    dm_lua_spend(L, text.len / 4);
    if (value == NULL) {
        dm_owned_done(&arena->owned);
        lua_pop(L, 1);
        return false;
    }
    dm_lua_push_value(L, value);
    dm_owned_done(&arena->owned);
    lua_remove(L, -2);
    return true;
}

static size_t blanks(dm_slice s)
{
    size_t n = 0;

    while (n < s.len && dm_ascii_space(s.ptr[n]))
        n++;
    return n;
}

/* Lines that are no JSON are left out: the reader has warned of them. */
static int line_records(lua_State *L, dm_slice text)
{
    dm_slice    line;
    dm_err      err;
    lua_Integer n = 0;

    lua_newtable(L);
    while (dm_json_line(&text, &line))
        if (blanks(line) < line.len && push_json(L, line, &err))
            lua_rawseti(L, -2, ++n);
    return 1;
}

static int json_records(lua_State *L, dm_slice text)
{
    size_t at = blanks(text);
    dm_err err;

    if (at >= text.len) {
        lua_newtable(L);
        return 1;
    }
    if (text.ptr[at] == '[')
        return push_json(L, text, &err) ? 1 : trouble(L, err.msg);
    lua_newtable(L);
    if (!push_json(L, text, &err))
        return trouble(L, err.msg);
    lua_rawseti(L, -2, 1);
    return 1;
}

/* doc:records(): a list, or nil and a message for other formats. */
int dm_doc_lua_records(lua_State *L)
{
    const dm_doc *doc = dm_arg_doc(L, 1)->doc;
    const char   *name = doc->markup != NULL ? doc->markup->name : "";

    lua_settop(L, 1);
    if (strcmp(name, "csv") == 0)
        return csv_records(L, doc);
    if (strcmp(name, "jsonl") == 0)
        return line_records(L, doc->decoded.text);
    if (strcmp(name, "json") == 0)
        return json_records(L, doc->decoded.text);
    lua_pushfstring(L, "a document of format %s has no records", doc->format);
    return trouble(L, lua_tostring(L, -1));
}
