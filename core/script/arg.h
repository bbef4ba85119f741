/* arg.h - what every binding needs: texts in, documents that may be closed.
**
** A function that reads bytes takes a string, a Span (or Match) or a View
** through dm_arg_text, so that matching runs on document memory and no Lua
** string needs to be made.
*/
#ifndef DM_SCRIPT_ARG_H
#define DM_SCRIPT_ARG_H

#include <lauxlib.h>
#include <lua.h>

#include "base/slice.h"
#include "script/host.h"

#define DM_CLASS_DOC     "docmill.doc"
#define DM_CLASS_VIEW    "docmill.view"
#define DM_CLASS_SPAN    "docmill.span"
#define DM_CLASS_BLOCK   "docmill.block"
#define DM_CLASS_REGEX   "docmill.regex"
#define DM_CLASS_SET     "docmill.set"
#define DM_CLASS_PHRASES "docmill.phrases"

/* Userdata `docmill.view`; its user value 1 is the doc userdata. */
typedef struct dm_lview {
    dm_docbox     *box;
    const dm_view *view;
} dm_lview;

/*
** Userdata `docmill.span`: a range of a view; its user value 1 is the doc
** userdata (which holds the box), user value 2 the regex userdata when the
** span is a match.  A match has `ngroups` + 1 ranges, group 0 first; a plain
** span has none.
*/
typedef struct dm_lspan {
    dm_docbox     *box;
    const dm_view *view;
    dm_range       range;
    const dm_regex *rx; /* NULL for a plain span */
    size_t          ngroups;
    dm_range        groups[];
} dm_lspan;

/* The text of the argument at `idx`: a string (numbers too), Span or View.
** False when it is none of these.  Raises "document is closed" for a stale
** one.  The bytes live as long as the argument. */
bool dm_arg_istext(lua_State *L, int idx, dm_slice *out);

/* The same, raising a type error that names what was expected. */
dm_slice dm_arg_text(lua_State *L, int idx);

/* The document in `box`; raises when it is closed. */
dm_doc *dm_arg_open(lua_State *L, const dm_docbox *box);

#endif
