/* class.h - the classes and modules that the core gives to scripts.
**
** Each open function is called once a state, in the protected call that
** builds it, and leaves the stack as it found it unless said otherwise.
*/
#ifndef DM_SCRIPT_CLASS_H
#define DM_SCRIPT_CLASS_H

#include <lua.h>

#include "script/host.h"

/* Register every class and push the module table `docmill.core`: re, phrases,
** norm, log, hash, json, csv, zh, quality, emit, at, version. */
int dm_open_core(lua_State *L);

/*
** Push a new userdata for `doc`.  The box inside is emptied by
** dm_close_doc, after which everything made from it raises.
*/
void dm_push_doc(lua_State *L, dm_doc *doc);
void dm_close_doc(lua_State *L, int idx);

/* What the script gave as reason to doc:skip on the doc userdata at `idx`, or
** NULL when it did not.  Lives as long as the userdata.  The call is only a
** mark; the handler that made it has returned by itself. */
const char *dm_skip_reason(lua_State *L, int idx);

/* Push a View, or a Span of `view`; `docidx` is the doc userdata. */
void dm_push_view(lua_State *L, int docidx, const dm_view *view);
void dm_push_span(lua_State *L, int docidx, const dm_view *view,
                  dm_range range);

#endif
