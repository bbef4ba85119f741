/* arg.h - what every binding needs: texts in, documents that may be closed.
**
** A function that reads bytes takes a string, a Span (or Match) or a View
** through dm_arg_text, so that matching runs on document memory and no Lua
** string needs to be made.
**
** Every object that shows a part of a document holds the document's box and
** keeps the doc userdata, in which the box lies, alive through its user
** value 1.
*/
#ifndef DM_SCRIPT_ARG_H
#define DM_SCRIPT_ARG_H

#include <lauxlib.h>
#include <lua.h>

#include "base/slice.h"
#include "script/state.h"

#include "script/host.h"

#define DM_CLASS_DOC     "docmill.doc"
#define DM_CLASS_VIEW    "docmill.view"
#define DM_CLASS_SPAN    "docmill.span"
#define DM_CLASS_BLOCK   "docmill.block"
#define DM_CLASS_REGEX   "docmill.regex"
#define DM_CLASS_SET     "docmill.set"
#define DM_CLASS_PHRASES "docmill.phrases"

/* Userdata `docmill.view`; its user value 1 is the doc userdata, user value 2
** its text as a string once somebody asked for it. */
typedef struct dm_lview {
    dm_docbox     *box;
    const dm_view *view;
} dm_lview;

/* Userdata `docmill.block`: block `id` of the document; its user value 1 is
** the doc userdata. */
typedef struct dm_lblock {
    dm_docbox *box;
    dm_id      id;
} dm_lblock;

/*
** Userdata `docmill.span`: a range of a view; its user value 1 is the doc
** userdata, user value 2 what found it (a Regex, set or Phrases) when the
** span is a match.  A match of a regex has `ngroups` + 1 ranges, group 0
** first; a plain span has none.
*/
typedef struct dm_lspan {
    dm_docbox      *box;
    const dm_view  *view;
    dm_range        range;
    const dm_regex *rx;    /* NULL for a plain span */
    size_t          index; /* 1-based phrase or member of a set; 0 for none */
    size_t          ngroups;
    dm_range        groups[];
} dm_lspan;

/* The document in `box`; raises when it is closed. */
dm_doc *dm_arg_open(lua_State *L, const dm_docbox *box);

/* The object at `idx`, whose document is open; raises a type error that names
** what was expected, or "document is closed". */
dm_docbox       *dm_arg_doc(lua_State *L, int idx);
const dm_lview  *dm_arg_view(lua_State *L, int idx);
const dm_lspan  *dm_arg_span(lua_State *L, int idx);
const dm_lblock *dm_arg_block(lua_State *L, int idx);

/* The text of the argument at `idx`: a string (numbers too), Span or View.
** False when it is none of these.  Raises "document is closed" for a stale
** one.  The bytes live as long as the argument. */
bool dm_arg_istext(lua_State *L, int idx, dm_slice *out);

/* The same, raising a type error that names what was expected. */
dm_slice dm_arg_text(lua_State *L, int idx);

/* The string argument at `idx` and nothing else. */
dm_slice dm_arg_string(lua_State *L, int idx);

/*
** The view meant by the argument at `idx`: a View of this document, a view's
** name, or a list of steps; nil and none mean "text".  Raises UNKNOWN_STEP,
** SIZE, MEMORY, or an argument error for another document's view.
*/
const dm_view *dm_arg_viewof(lua_State *L, int idx, const dm_docbox *box);

/* All blocks of a document, made now if nobody asked before; raises MEMORY. */
dm_blocks dm_arg_blocks(lua_State *L, const dm_doc *doc);

/* The text of the span. */
static inline dm_slice dm_lspan_text(const dm_lspan *span)
{
    return dm_slice_sub(span->view->text, span->range.from, span->range.to);
}

#endif
