/* template.h - "%1-%{name}": what a replacement string says of a match.
**
** As in Lua's gsub %0 is the whole match and %1 to %9 its groups (%1 the
** whole when there are none); %{name} is a named group and %% a percent sign.
** A group that took no part is empty.
*/
#ifndef DM_SCRIPT_TEMPLATE_H
#define DM_SCRIPT_TEMPLATE_H

#include <lauxlib.h>
#include <lua.h>

#include "base/slice.h"
#include "match/regex.h"

/* The match that a template is filled in from. */
typedef struct dm_filling {
    dm_slice        text;   /* what the ranges are of */
    dm_range        whole;  /* the match */
    const dm_regex *rx;     /* whose groups these are; NULL for none */
    const dm_range *groups; /* group 0 first */
} dm_filling;

/* Append the template, filled in, to `b`; raises for a template that is wrong
** and for a group that is not there. */
void dm_template_add(lua_State *L, luaL_Buffer *b, dm_slice templ,
                     const dm_filling *from);

/*
** expand(template, match): the text, a string.
** @function native.expand
*/
int dm_lua_expand(lua_State *L);

/*
** template(template, finder): what is wrong with it for the matches of the
** Regex, set or Phrases; nothing when it will do.  Of a set nobody knows which
** groups there are.
** @function native.template
** @treturn string? the message
*/
int dm_lua_template(lua_State *L);

#endif
