/* l_pattern_match.c - Lua patterns: items against bytes.
**
** Recursion happens where Lua's matcher recurses, so that "pattern too
** complex" comes at the same depth.  Steps are burnt once a call and once a
** span; a repetition whose next item is a plain byte looks for that byte
** before it recurses.
*/
#include <lauxlib.h>
#include <string.h>

#include "script/inside.h"
#include "script/l_pattern.h"

static const char *match(dm_pattern_run *run, const char *s,
                         const dm_pattern_item *item);

static inline void burn(dm_pattern_run *run, ptrdiff_t n)
{
    dm_lua_burn(run->L, run->lua, n);
}

/* Does the item match the byte at `s`? */
static inline bool single(const dm_pattern_run *run, const char *s,
                          const dm_pattern_item *item)
{
    if (s >= run->end)
        return false;
    switch (item->kind) {
    case DM_PATTERN_ANY:
        return true;
    case DM_PATTERN_CHAR:
        return (unsigned char)*s == item->c;
    default:
        return dm_pattern_has(item->u.set, (unsigned char)*s);
    }
}

/* How many bytes from `s` on the item matches. */
static ptrdiff_t stretch(const dm_pattern_run *run, const char *s,
                         const dm_pattern_item *item)
{
    const char *p = s, *end = run->end;

    if (item->kind == DM_PATTERN_ANY)
        return end - s;
    if (item->kind == DM_PATTERN_CHAR)
        while (p < end && (unsigned char)*p == item->c)
            p++;
    else
        while (p < end && dm_pattern_has(item->u.set, (unsigned char)*p))
            p++;
    return p - s;
}

/* Recursing at `s` is in vain: the next item is a byte that is not there. */
static inline bool in_vain(const dm_pattern_run *run, const char *s,
                           const dm_pattern_item *next)
{
    return next->kind == DM_PATTERN_CHAR && next->repeat == 0 &&
           (s >= run->end || (unsigned char)*s != next->c);
}

static void too_complex(dm_pattern_run *run)
{
    if (run->depth == 0)
        luaL_error(run->L, "pattern too complex");
}

/* `*` and `+`: the longest stretch first. */
static const char *most(dm_pattern_run *run, const char *s,
                        const dm_pattern_item *item)
{
    ptrdiff_t   n = stretch(run, s, item);
    const char *stop;

    burn(run, n);
    too_complex(run);
    if (item[1].kind == DM_PATTERN_END)
        return s + n;
    for (; n >= 0; n--) {
        if (in_vain(run, s + n, item + 1)) {
            burn(run, 1);
            continue;
        }
        stop = match(run, s + n, item + 1);
        if (stop != NULL)
            return stop;
    }
    return NULL;
}

/* `-`: the shortest stretch first. */
static const char *least(dm_pattern_run *run, const char *s,
                         const dm_pattern_item *item)
{
    const char *from = s, *stop;

    too_complex(run);
    for (;; s++) {
        if (!in_vain(run, s, item + 1)) {
            burn(run, s - from);
            from = s;
            stop = match(run, s, item + 1);
            if (stop != NULL)
                return stop;
        }
        if (!single(run, s, item)) {
            burn(run, s - from);
            return NULL;
        }
    }
}

static const char *open_capture(dm_pattern_run *run, const char *s,
                                const dm_pattern_item *item)
{
    const char *stop;

    if (run->level >= DM_PATTERN_CAPTURES)
        luaL_error(run->L, "too many captures");
    run->captures[run->level].at = s;
    run->captures[run->level].len =
        item->kind == DM_PATTERN_HERE ? DM_CAPTURE_HERE : DM_CAPTURE_OPEN;
    run->level++;
    stop = match(run, s, item + 1);
    if (stop == NULL)
        run->level--;
    return stop;
}

static const char *close_capture(dm_pattern_run *run, const char *s,
                                 const dm_pattern_item *item)
{
    const char *stop;
    int         i = run->level - 1;

    while (i >= 0 && run->captures[i].len != DM_CAPTURE_OPEN)
        i--;
    if (i < 0)
        luaL_error(run->L, "invalid pattern capture");
    run->captures[i].len = s - run->captures[i].at;
    stop = match(run, s, item + 1);
    if (stop == NULL)
        run->captures[i].len = DM_CAPTURE_OPEN;
    return stop;
}

/* %bxy: up to the y that closes the x at `s`. */
static const char *balance(dm_pattern_run *run, const char *s,
                           const dm_pattern_item *item)
{
    const char *p = s;
    size_t      open = 1;

    if (s >= run->end || (unsigned char)*s != item->c)
        return NULL;
    while (open > 0 && ++p < run->end) {
        unsigned char c = (unsigned char)*p;
        if (c == item->close)
            open--;
        else if (c == item->c)
            open++;
    }
    burn(run, p - s);
    return open == 0 ? p + 1 : NULL;
}

static const char *frontier(const dm_pattern_run *run, const char *s,
                            const dm_pattern_item *item)
{
    unsigned char before = s == run->src ? 0 : (unsigned char)s[-1];
    unsigned char after = s == run->end ? 0 : (unsigned char)*s;

    if (dm_pattern_has(item->u.set, before) ||
        !dm_pattern_has(item->u.set, after))
        return NULL;
    return s;
}

/* %1 to %9: the same bytes again.  A position capture has none. */
static const char *back(dm_pattern_run *run, const char *s,
                        const dm_pattern_item *item)
{
    int       i = item->c - '1';
    ptrdiff_t len;

    if (i < 0 || i >= run->level || run->captures[i].len == DM_CAPTURE_OPEN)
        luaL_error(run->L, "invalid capture index %%%d", i + 1);
    len = run->captures[i].len;
    if (len < 0 || run->end - s < len)
        return NULL;
    burn(run, len);
    return memcmp(run->captures[i].at, s, (size_t)len) == 0 ? s + len : NULL;
}

/* An item that takes bytes and recurses nowhere: the place behind it. */
static const char *advance(dm_pattern_run *run, const char *s,
                           const dm_pattern_item *item)
{
    switch ((dm_pattern_kind)item->kind) {
    case DM_PATTERN_BALANCE:
        return balance(run, s, item);
    case DM_PATTERN_FRONTIER:
        return frontier(run, s, item);
    case DM_PATTERN_BACK:
        return back(run, s, item);
    case DM_PATTERN_EOS:
        return s == run->end ? s : NULL;
    case DM_PATTERN_FAULT:
        luaL_error(run->L, "%s", item->u.fault);
        return NULL;
    case DM_PATTERN_END:
    case DM_PATTERN_CHAR:
    case DM_PATTERN_ANY:
    case DM_PATTERN_SET:
    case DM_PATTERN_OPEN:
    case DM_PATTERN_HERE:
    case DM_PATTERN_CLOSE:
        break; /* step's */
    }
    return NULL;
}

/* A repeated item that matches at `s`: the end of the whole, or NULL. `?` may
** still go on without it. */
static const char *repeated(dm_pattern_run *run, const char *s,
                            const dm_pattern_item *item)
{
    switch (item->repeat) {
    case '?':
        return match(run, s + 1, item + 1);
    case '+':
        return most(run, s + 1, item);
    case '*':
        return most(run, s, item);
    default:
        return least(run, s, item);
    }
}

/* Go over items that take one byte, or none, without recursion.  Returns the
** first that needs more, or NULL where one does not match. */
static inline const dm_pattern_item *singles(const dm_pattern_run  *run,
                                             const char           **at,
                                             const dm_pattern_item *item)
{
    const char *s = *at;

    for (; item->kind <= DM_PATTERN_SET; item++) {
        if (single(run, s, item)) {
            if (item->repeat != 0)
                break;
            s++;
        } else if (item->repeat == 0 || item->repeat == '+')
            return NULL;
    }
    *at = s;
    return item;
}

/* The items from `item` on at `s`. */
static const char *walk(dm_pattern_run *run, const char *s,
                        const dm_pattern_item *item)
{
    const char *stop;

    for (; (item = singles(run, &s, item)) != NULL; item++) {
        if (item->kind == DM_PATTERN_END)
            return s;
        if (item->kind <= DM_PATTERN_SET) {
            stop = repeated(run, s, item);
            if (stop != NULL || item->repeat != '?')
                return stop;
        } else if (item->kind <= DM_PATTERN_HERE)
            return open_capture(run, s, item);
        else if (item->kind == DM_PATTERN_CLOSE)
            return close_capture(run, s, item);
        else {
            s = advance(run, s, item);
            if (s == NULL)
                return NULL;
        }
    }
    return NULL;
}

static const char *match(dm_pattern_run *run, const char *s,
                         const dm_pattern_item *item)
{
    const char *stop;

    if (run->depth-- == 0)
        luaL_error(run->L, "pattern too complex");
    burn(run, 1);
    stop = walk(run, s, item);
    run->depth++;
    return stop;
}

const char *dm_pattern_match(dm_pattern_run *run, const char *s)
{
    run->depth = DM_PATTERN_DEPTH;
    run->level = 0;
    return match(run, s, run->pattern->items);
}

/* The next place from `s` on where `first` matches, or NULL. */
static const char *candidate(dm_pattern_run *run, const char *s,
                             const dm_pattern_item *first)
{
    const char *p = s;

    if (first->kind == DM_PATTERN_CHAR) {
        p = memchr(s, first->c, (size_t)(run->end - s));
        burn(run, ((p != NULL ? p : run->end) - s) >> 3);
        return p;
    }
    while (p < run->end && !dm_pattern_has(first->u.set, (unsigned char)*p))
        p++;
    burn(run, p - s);
    return p < run->end ? p : NULL;
}

bool dm_pattern_search(dm_pattern_run *run, const char **at, const char **stop,
                       const char *last)
{
    const dm_pattern_item *first = run->pattern->first;
    const char            *e;

    for (const char *s = *at; s <= run->end; s++) {
        if (first != NULL) {
            s = candidate(run, s, first);
            if (s == NULL)
                return false;
        }
        e = dm_pattern_match(run, s);
        if (e != NULL && e != last) {
            *at = s;
            *stop = e;
            return true;
        }
        if (run->pattern->anchored)
            return false;
    }
    return false;
}

void dm_pattern_push_one(dm_pattern_run *run, int i, const char *s,
                         const char *e)
{
    const dm_capture *capture = &run->captures[i];

    if (i >= run->level) {
        if (i != 0)
            luaL_error(run->L, "invalid capture index %%%d", i + 1);
        lua_pushlstring(run->L, s, (size_t)(e - s));
    } else if (capture->len == DM_CAPTURE_OPEN)
        luaL_error(run->L, "unfinished capture");
    else if (capture->len == DM_CAPTURE_HERE)
        lua_pushinteger(run->L, capture->at - run->src + 1);
    else
        lua_pushlstring(run->L, capture->at, (size_t)capture->len);
}

int dm_pattern_push(dm_pattern_run *run, const char *s, const char *e)
{
    int n = run->level == 0 && s != NULL ? 1 : run->level;

    luaL_checkstack(run->L, n, "too many captures");
    for (int i = 0; i < n; i++)
        dm_pattern_push_one(run, i, s, e);
    return n;
}
