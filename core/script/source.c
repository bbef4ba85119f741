/* source.c - the texts of chunks, and where in them a script stands.
**
** Sources are kept outside Lua, so that a message can show its line even when
** the state is dead.  There are a few dozen at most; they are looked at when
** something failed, and searched one by one.
*/
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "script/inside.h"

static dm_source *source_find(const dm_lua *lua, const char *name)
{
    for (size_t i = 0; i < lua->nsources; i++)
        if (strcmp(lua->sources[i].name, name) == 0)
            return &lua->sources[i];
    return NULL;
}

/* A new entry for `name` without a text; NULL when memory ran out. */
static dm_source *source_add(dm_lua *lua, const char *name)
{
    size_t     n = lua->nsources;
    size_t     len = strlen(name) + 1;
    dm_source *all = lua->sources;

    if ((n & (n - 1)) == 0) { /* doubles at 0, 1, 2, 4, 8 ... */
        all = dm_mem_realloc(all, (n > 0 ? 2 * n : 1) * sizeof *all);
        if (all == NULL)
            return NULL;
        lua->sources = all;
    }
    all[n].name = dm_mem_alloc(len);
    if (all[n].name == NULL)
        return NULL;
    memcpy(all[n].name, name, len);
    all[n].text = NULL;
    all[n].len = 0;
    lua->nsources++;
    return &all[n];
}

bool dm_source_keep(dm_lua *lua, const char *name, dm_slice text)
{
    dm_source *source = source_find(lua, name);
    char      *copy;

    if (source == NULL)
        source = source_add(lua, name);
    if (source == NULL)
        return false;
    copy = dm_mem_alloc(text.len);
    if (copy == NULL)
        return false;
    memcpy(copy, text.ptr, text.len);
    dm_mem_free(source->text);
    source->text = copy;
    source->len = text.len;
    return true;
}

void dm_source_drop(dm_lua *lua)
{
    for (size_t i = 0; i < lua->nsources; i++) {
        dm_mem_free(lua->sources[i].text);
        dm_mem_free(lua->sources[i].name);
    }
    dm_mem_free(lua->sources);
    lua->sources = NULL;
    lua->nsources = 0;
}

/* Line `n` of `text`, without its end. */
static dm_slice line_of(dm_slice text, int n)
{
    const char *at = text.ptr, *end = text.ptr + text.len, *eol;

    for (; n > 1; n--) {
        eol = memchr(at, '\n', (size_t)(end - at));
        if (eol == NULL)
            return DM_S("");
        at = eol + 1;
    }
    eol = memchr(at, '\n', (size_t)(end - at));
    if (eol == NULL)
        eol = end;
    if (eol > at && eol[-1] == '\r')
        eol--;
    return (dm_slice){at, (size_t)(eol - at)};
}

void dm_source_place(const dm_lua *lua, const char *name, int line, dm_err *err)
{
    const dm_source *source = source_find(lua, name);
    dm_slice         text;

    dm_fail_at(err, name, line, 0);
    err->source[0] = '\0';
    if (source == NULL || line < 1)
        return;
    if (source->len == 0)
        return;
    text = line_of((dm_slice){source->text, source->len}, line);
    dm_err_copy(err->source, sizeof err->source, text.ptr, text.len);
}

void dm_lua_show(const dm_lua *lua, const char *file, int line, dm_err *err)
{
    dm_source_place(lua, file, line, err);
}

bool dm_lua_library(const char *name)
{
    const char *slash = strrchr(name, '/');

    if (slash == NULL || slash - name < 3)
        return false;
    return strncmp(slash - 3, "std", 3) == 0 &&
           (slash - name == 3 || slash[-4] == '/');
}

/* How Lua shortens a chunk's name in messages. */
static dm_slice name_shown(const char *name)
{
    dm_slice out = dm_slice_str(name);

    if (out.len >= LUA_IDSIZE - 1) { /* "...", and the end of it */
        out.ptr += out.len - (LUA_IDSIZE - 5);
        out.len = LUA_IDSIZE - 5;
    }
    return out;
}

/* The length of ":12: " at `at`, or 0; the number goes to `*line`. */
static size_t position(const char *at, const char *end, int *line)
{
    const char *p = at;
    long        n = 0;

    if (p == end || *p++ != ':')
        return 0;
    for (; p < end && isdigit((unsigned char)*p) && n < 100000000; p++)
        n = n * 10 + (*p - '0');
    if (n == 0 || end - p < 2 || p[0] != ':' || p[1] != ' ')
        return 0;
    *line = (int)n;
    return (size_t)(p + 2 - at);
}

const char *dm_source_prefix(const dm_lua *lua, dm_slice msg, int *line,
                             size_t *len)
{
    for (size_t i = 0; i < lua->nsources; i++) {
        const char *name = lua->sources[i].name;
        dm_slice    shown = name_shown(name);
        dm_slice    rest = msg;
        size_t      n;

        if (shown.ptr != name && dm_slice_starts(rest, DM_S("...")))
            rest = dm_slice_sub(rest, 3, rest.len);
        if (!dm_slice_starts(rest, shown))
            continue;
        n = position(rest.ptr + shown.len, msg.ptr + msg.len, line);
        if (n == 0)
            continue;
        *len = (size_t)(rest.ptr - msg.ptr) + shown.len + n;
        return name;
    }
    return NULL;
}

bool dm_lua_place_at(lua_State *L, int level, dm_err *err)
{
    lua_Debug ar;

    for (; lua_getstack(L, level, &ar) != 0; level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.currentline <= 0)
            continue;
        dm_source_place(dm_lua_of(L),
                        *ar.source == '@' ? ar.source + 1 : ar.short_src,
                        ar.currentline, err);
        return true;
    }
    return false;
}

bool dm_lua_place(lua_State *L, dm_err *err)
{
    return dm_lua_place_at(L, 0, err);
}
