/* engine.h - one script, one document through it.
**
** An engine is a compiled script in its own Lua state.  It is opened in the
** parent (so that a wrong script is told once, before any document), and
** workers are forked from it.  A document that fails leaves the engine usable,
** unless a limit was passed: then it is dead and must be opened anew.
*/
#ifndef DM_ENGINE_ENGINE_H
#define DM_ENGINE_ENGINE_H

#include "base/buf.h"
#include "base/err.h"
#include "doc/doc.h"
#include "emit/value.h"
#include "load/load.h"
#include "script/host.h"
#include "script/state.h"

typedef struct dm_engine dm_engine;

typedef struct dm_engine_options {
    const char *script; /* a path, or the name of a shipped rule file */
    dm_slice    chunk;  /* instead: the text of a one-liner (verb x) */
    bool        spans, meta;
    bool        bare; /* nobody reads the records: those without an output
                      ** of their own are made with their id alone, and
                      ** what else is in them is neither checked nor
                      ** bounded; a writer is not called */
    const char *ask;  /* a module std/ask/NAME.lua that is asked about
                      ** every document, for `report`; NULL for none */
    const dm_value *question; /* what it is asked: an object, or NULL for {};
                              ** read while the engine opens */
    dm_lua_limits   lua;
    dm_match_limits match;
} dm_engine_options;
dm_engine_options dm_engine_options_default(void);

/*
** Find, compile and validate the script.  NULL with NO_SCRIPT, SYNTAX,
** SCRIPT, UNKNOWN_KEY, BAD_TYPE, REGEX, NO_MODULE, UNKNOWN_STEP: file, line
** and source of the place are filled in.
*/
dm_engine *dm_engine_open(const dm_engine_options *options, dm_err *err);
void       dm_engine_close(dm_engine *engine);

/* One thing the script (or the engine for it) said about a document. */
typedef struct dm_note {
    dm_log_level level;
    dm_err       text;
} dm_note;

/*
** What came of one document: records in order of emission (already with
** "id", and "_spans", "_meta" when asked for), notes, and the values given to
** ctx:reduce since the last document.  All of it lives in `arena`.
*/
typedef struct dm_result {
    dm_arena   arena;
    dm_value **records;
    dm_slice  *outputs; /* of each: the name given to emit, or "" */
    size_t     nrecords;
    bool       writes;  /* the script has a writer: `written` is what it made */
    dm_slice   written; /* of the records without a name, which stay as well */
    dm_note   *notes;
    size_t     nnotes;
    bool       edited;  /* the script had doc:edited's text */
    dm_value  *reduced; /* list of [key, how, value], or NULL */
    dm_value  *report;  /* what the module `ask` answered, of failed and
                        ** turned away documents too; NULL without one,
                        ** and when a limit ended the script */
    bool turned_away;   /* by the script's `needs`; no record */
    bool skipped;       /* by doc:skip(reason) */
    char reason[256];   /* of either */
} dm_result;

void dm_result_init(dm_result *result, size_t max);
void dm_result_fini(dm_result *result);

/* Run init(ctx), once a worker before its first document; finish(ctx), once
** after the last.  What finish reduces lands in `result`; it may not emit, as
** there are as many finishes as there are workers. */
__attribute__((warn_unused_result)) bool dm_engine_init(dm_engine *engine,
                                                        dm_err    *err);
__attribute__((warn_unused_result)) bool dm_engine_finish(dm_engine *engine,
                                                          dm_result *result,
                                                          dm_err    *err);

/*
** Run the script over `doc`.  Behind its document handler the edits that rules'
** actions made are committed (unless the document was skipped); edits that are
** then still queued are a note UNCOMMITTED.  False with SCRIPT, MISSING,
** BAD_RESULT, EDITS, NO_EDIT, DEADLINE, MEMORY, STEPS, …: err names the script
** line and the document place; records emitted before are dropped (a document
** succeeds whole or fails whole), notes stay.
*/
__attribute__((warn_unused_result)) bool dm_engine_document(dm_engine *engine,
                                                            dm_doc    *doc,
                                                            dm_result *result,
                                                            dm_err    *err);

/* True when a limit ended a call: open a new engine. */
bool dm_engine_dead(const dm_engine *engine);

/*
** Run init, then the examples in the script's rules.  Each failure is told
** through `told` (an EXAMPLE error at the rule's line); `*ran` and `*failed`
** count.  False only when the run itself failed.
*/
__attribute__((warn_unused_result)) bool dm_engine_check(
    dm_engine *engine, void (*told)(void *ud, const dm_err *err), void *ud,
    size_t *ran, size_t *failed, dm_err *err);

/*
** Ask the engine about the script itself: `what` names a question of
** std/check.lua ("facts", "example", "lint"), `arg` is its own (NULL for
** none).  init does not run; what the script emits meanwhile goes nowhere.  The
** answer lives in `arena`.  NULL with SCRIPT, DEADLINE, MEMORY, …: a limit that
** was passed leaves the engine dead.
*/
dm_value *dm_engine_about(dm_engine *engine, const char *what,
                          const dm_value *arg, dm_arena *arena, dm_err *err);

/*
** The names of a record's fields as the script declares them, in the order of
** its records and without "id", which every record begins with: the `i`-th, or
** NULL past the end.  A document handler may
** add others.  Records for named outputs have what their
** emit gave.
*/
const char *dm_engine_column(const dm_engine *engine, size_t i);

/* The ids of the script's rules in its order: the `i`-th, or NULL past the
** end. */
const char *dm_engine_rule(const dm_engine *engine, size_t i);

/*
** Of a script with a writer: what stands before and behind all that its
** documents write, "" for nothing, and how its files end ("txt").  NULL for a
** script without one.  Borrowed from the engine.
*/
const char *dm_engine_writer_head(const dm_engine *engine);
const char *dm_engine_writer_tail(const dm_engine *engine);
const char *dm_engine_writer_ending(const dm_engine *engine);

/* The `i`-th file that the script was made of so far: its own, its modules' and
** lists', and those of $DOCMILL_PATH; NULL past the end. */
const char *dm_engine_file(const dm_engine *engine, size_t i);

/* The script's name, its file, and the xxh3 of its source in hex. */
const char *dm_engine_name(const dm_engine *engine);
const char *dm_engine_path(const dm_engine *engine);
const char *dm_engine_hash(const dm_engine *engine);

#endif
