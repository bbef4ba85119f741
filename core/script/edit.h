/* edit.h - edits that scripts ask for, on their way to doc/change.h.
**
** Who asks is noted with each: the rule at work (host.rule), whether its
** action asks (host.acting), and the line of the script.
*/
#ifndef DM_SCRIPT_EDIT_H
#define DM_SCRIPT_EDIT_H

#include <lua.h>

#include "script/arg.h"
#include "script/host.h"

/* Who asks for the edits of one call. */
typedef struct dm_asking {
    char        file[256]; /* "" when nobody knows */
    int         line;
    const char *help; /* instead of an error's own; may be NULL */
} dm_asking;

/* Note where the script stands. */
void dm_asking_begin(lua_State *L, dm_asking *asking, const char *help);

/*
** Queue `change`, whose op, view, range, texts and source are set; in the
** views "raw" and "decoded" the text is source whatever it says.  Raises what
** dm_doc_change fails with at the script's line, naming the place in the
** document, and when a text is no UTF-8.
*/
void dm_lua_change(lua_State *L, dm_docbox *box, dm_change *change,
                   const dm_asking *asking);

/*
** Commit what is queued in the doc userdata at `doc`; `made_only` as in
** doc/change.h.  `policy` is the stack index of a policy (a name or a
** function), 0 for the script's own.  Losers are logged (EDIT_LOST).  Raises
** EDITS and MEMORY.  Returns how many were committed.
*/
size_t dm_lua_commit(lua_State *L, int doc, int policy, bool made_only);

/* Raise while the script's function settles a conflict. */
void dm_lua_settled(lua_State *L);

/* Log UNCOMMITTED when edits of the document are still queued; `help` says
** what to do about it. */
void dm_lua_tell_queued(lua_State *L, dm_docbox *box, const char *help);

/* Pop the script's policy: the name of one, a function, or nil. */
void dm_lua_set_policy(lua_State *L);

#endif
