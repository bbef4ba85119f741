/* talk.h - a conversation with an engine: a document that stays open over
** several calls, and Lua that is typed line by line.
**
** What is typed sees `doc`, `hits`, `record`, `view`, `docmill` and its short
** names, keeps its own globals, and runs under the engine's limits in the same
** sandbox as a script.  How answers look is scripts/std/talk.lua's business.
** For one person at a keyboard; nothing here is in the way of documents that
** run without a conversation.
*/
#ifndef DM_ENGINE_TALK_H
#define DM_ENGINE_TALK_H

#include "engine/engine.h"

/* Make the engine, which has just been opened, ready for it.  False with what
** std/talk raises when it is loaded. */
__attribute__((warn_unused_result)) bool dm_talk_open(dm_engine *engine,
                                                      dm_err    *err);

/*
** From now on `doc` is the document; the one before is closed.  With `run` the
** script goes over it as in dm_engine_document, and `result` is what came of
** it; else it is only opened.  False when the script failed: the document is
** open all the same, unless the engine is dead.
*/
__attribute__((warn_unused_result)) bool dm_talk_document(dm_engine *engine,
                                                          dm_doc *doc, bool run,
                                                          dm_result *result,
                                                          dm_err    *err);

/* Close the document, so that it may be freed; everything that Lua still has of
** it raises.  Fine without one. */
void dm_talk_leave(dm_engine *engine);

typedef struct dm_talk_heard {
    dm_buf   *text;   /* the answer is appended: plain text, any bytes */
    dm_result result; /* what was said and emitted on the way */
    bool      more;   /* of eval: the input is incomplete, nothing was run */
    dm_value *value;  /* an answer that is data, in the result; or NULL */
} dm_talk_heard;

/*
** Call function `what` of std/talk with `args`: "eval" with Lua's source,
** "complete" with what stands before the cursor, and the commands (see there).
** The caller makes heard->result and frees it.  False with what Lua raised or
** with a limit, after which the engine is dead.
*/
__attribute__((warn_unused_result)) bool dm_talk_call(
    dm_engine *engine, const char *what, const dm_slice *args, size_t nargs,
    dm_talk_heard *heard, dm_err *err);

/* End the call that runs, from a signal handler; see dm_lua_interrupt. */
void dm_talk_interrupt(dm_engine *engine);

#endif
