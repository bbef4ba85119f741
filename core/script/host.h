/* host.h - what the bindings know of the world outside their state.
**
** One host belongs to one state and is reached from any coroutine in constant
** time.  The engine fills it; the bindings read it.
*/
#ifndef DM_SCRIPT_HOST_H
#define DM_SCRIPT_HOST_H

#include <lua.h>

#include "base/err.h"
#include "doc/doc.h"
#include "match/cache.h"
#include "match/regex.h"
#include "script/state.h"

/* The current document as Lua's objects see it: they hold the box, and the
** box is emptied when the document closes. */
typedef struct dm_docbox {
    dm_doc *doc; /* NULL once closed */
} dm_docbox;

/* What log.info, log.warn and print say. */
typedef enum dm_log_level {
    DM_LOG_INFO,
    DM_LOG_WARN,
    DM_LOG_PRINT
} dm_log_level;

struct dm_host {
    dm_matcher     *matcher; /* one a worker */
    dm_regex_cache *cache;
    void           *ud; /* the engine's own */
    /* Take the record at stack index `idx` (a table) for the output called
    ** `name`, which is sound; "" for the run's own.  May raise. */
    void (*emit)(lua_State *L, int idx, dm_slice name, void *ud);
    /* Tell the user something; `note` has its places filled in. */
    void (*log)(dm_log_level level, const dm_err *note, void *ud);
    /* The bytes of file `name` in the script's own folder or below it, valid
    ** until the next call; false with what is wrong.  May be NULL. */
    bool (*file)(void *ud, dm_slice name, dm_slice *bytes, dm_err *err);
    /* The rule at work, or "", for the edits asked for; may be NULL.  While an
    ** action of a rule runs `acting` is true. */
    const char *rule;
    bool        acting;
    /* Set by doc:edited; whoever reads it clears it. */
    bool edited;
    /* The bindings' own: a function of the script settles a conflict. */
    bool             settling;
    struct dm_owned *owned; /* the bindings' own; NULL at first */
};

/* The host of this state. */
dm_host *dm_lua_host(lua_State *L);

#endif
