/* l_template.c - replacement strings, taken apart and filled in. */
#include "script/template.h"

#include <string.h>

#include "script/bind.h"

typedef enum kind { LITERAL, NUMBER, NAME, LONE_MARK, NO_BRACE } kind;

/* A piece of a template: a text, a group by number or name, or a mistake. */
typedef struct piece {
    kind     kind;
    dm_slice text;   /* LITERAL, NAME */
    size_t   number; /* NUMBER */
} piece;

/* Read what stands behind a percent sign, at the front of `*rest`. */
static void read_mark(dm_slice *rest, piece *p)
{
    char        what = '\0';
    const char *end;

    if (rest->len > 0)
        what = *rest->ptr;
    *p = (piece){LITERAL, dm_slice_sub(*rest, 0, 1), 0};
    *rest = dm_slice_sub(*rest, rest->len > 0 ? 1 : 0, rest->len);
    if (what == '%')
        return;
    if (what >= '0' && what <= '9') {
        *p = (piece){NUMBER, DM_S(""), (size_t)(what - '0')};
        return;
    }
    p->kind = what == '{' ? NO_BRACE : LONE_MARK;
    end = what == '{' ? memchr(rest->ptr, '}', rest->len) : NULL;
    if (end == NULL)
        return;
    p->kind = NAME;
    p->text = dm_slice_sub(*rest, 0, (size_t)(end - rest->ptr));
    *rest = dm_slice_sub(*rest, p->text.len + 1, rest->len);
}

/* Take the next piece off the front of `*rest`; false at the end. */
static bool next_piece(dm_slice *rest, piece *p)
{
    const char *mark;
    size_t      plain;

    if (rest->len == 0)
        return false;
    mark = memchr(rest->ptr, '%', rest->len);
    plain = mark != NULL ? (size_t)(mark - rest->ptr) : rest->len;
    if (plain > 0) {
        *p = (piece){LITERAL, dm_slice_sub(*rest, 0, plain), 0};
        *rest = dm_slice_sub(*rest, plain, rest->len);
        return true;
    }
    *rest = dm_slice_sub(*rest, 1, rest->len);
    read_mark(rest, p);
    return true;
}

/*
** The number of the group that the piece means, for a regex (NULL for what
** has no groups): 0 is the whole.  False with a message pushed when there is
** no such group, or when the piece is a mistake.
*/
static bool group_of(lua_State *L, const piece *p, const dm_regex *rx,
                     size_t *n)
{
    size_t groups = rx != NULL ? dm_regex_groups(rx) : 0;

    if (p->kind == LONE_MARK || p->kind == NO_BRACE) {
        lua_pushstring(L, p->kind == LONE_MARK
                              ? "invalid use of '%' in replacement string"
                              : "missing '}' in replacement string");
        return false;
    }
    if (p->kind == NUMBER) {
        *n = p->number == 1 && groups == 0 ? 0 : p->number;
        if (*n > groups)
            lua_pushfstring(
                L, "invalid capture index %%%d in replacement string", (int)*n);
        return *n <= groups;
    }
    *n = rx != NULL ? dm_regex_group(rx, p->text) : 0;
    if (*n > 0)
        return true;
    dm_push_slice(L, p->text);
    lua_pushfstring(L, "no group called '%s' for the replacement string",
                    lua_tostring(L, -1));
    lua_remove(L, -2);
    return false;
}

void dm_template_add(lua_State *L, luaL_Buffer *b, dm_slice templ,
                     const dm_filling *from)
{
    piece p;

    while (next_piece(&templ, &p)) {
        dm_range r;
        size_t   n;

        if (p.kind == LITERAL) {
            luaL_addlstring(b, p.text.ptr, p.text.len);
            continue;
        }
        if (!group_of(L, &p, from->rx, &n))
            luaL_error(L, "%s", lua_tostring(L, -1));
        r = n == 0 ? from->whole : from->groups[n];
        if (r.from != DM_UNSET)
            luaL_addlstring(b, from->text.ptr + r.from, r.to - r.from);
    }
}

int dm_lua_expand(lua_State *L)
{
    dm_slice        templ = dm_arg_string(L, 1);
    const dm_lspan *m = dm_arg_span(L, 2);
    dm_filling      from = {m->view->text, m->range, m->rx, m->groups};
    luaL_Buffer     b;

    luaL_buffinit(L, &b);
    dm_template_add(L, &b, templ, &from);
    luaL_pushresult(&b);
    return 1;
}

int dm_lua_template(lua_State *L)
{
    dm_slice         templ = dm_arg_string(L, 1);
    const dm_lregex *rx = luaL_testudata(L, 2, DM_CLASS_REGEX);
    bool  any = rx == NULL && luaL_testudata(L, 2, DM_CLASS_PHRASES) == NULL;
    piece p;

    while (next_piece(&templ, &p)) {
        bool   mistake = p.kind == LONE_MARK || p.kind == NO_BRACE;
        size_t n;

        if (p.kind == LITERAL || (any && !mistake))
            continue;
        if (!group_of(L, &p, rx != NULL ? rx->rx : NULL, &n))
            return 1;
    }
    return 0;
}
