/* around.h - from a Span to what lies around it: the methods of l_around.c,
** for the table in l_span.c. */
#ifndef DM_SCRIPT_AROUND_H
#define DM_SCRIPT_AROUND_H

#include <lua.h>

/* range([unit]): first and last in "byte" (default), "char" or "line", all
** 1-based and inclusive. */
int dm_span_range(lua_State *L);

/* source(): first and last byte of the file, 1-based inclusive (last = first -
** 1 when empty), and whether that is exact. */
int dm_span_source(lua_State *L);

/* as(view or name): the same place in another view and whether it is exact;
** nil when nothing of it is left there. */
int dm_span_as(lua_State *L);

/* context(n), before(n), after(n): strings of n characters (default 20) on
** both sides with the span between them, or on one side. */
int dm_span_context(lua_State *L);
int dm_span_before(lua_State *L);
int dm_span_after(lua_State *L);

/* block(): the innermost Block around it; section(): the heading Block above
** it; nil when there is none. */
int dm_span_block(lua_State *L);
int dm_span_section(lua_State *L);

/* line(): the whole lines it touches. */
int dm_span_line(lua_State *L);

/* expand{left=n, right=n} in characters, or expand{to="line", "block" or
** "sentence"}: a larger Span. */
int dm_span_expand(lua_State *L);

/* trim(): without the blanks at its ends. */
int dm_span_trim(lua_State *L);

#endif
