/* state.h - a sandboxed Lua state that cannot hurt anyone.
**
** The state sees an allow-list of globals (no io, os.execute, debug,
** package, load of bytecode, collectgarbage tuning), read-only library tables
** and bounded replacements for the C functions of stock Lua that cannot be
** interrupted.  It runs under three limits: memory, a deadline on the wall
** clock, and steps of pattern matching.  While none is reached they cost next
** to nothing: there is no count hook.
**
** The way out of an exceeded limit is a longjmp to dm_lua_call, which no
** pcall, xpcall, __close or coroutine of the script can catch.  The state is
** then *dead*: every later call fails, and dm_lua_free drops its memory
** without running a finalizer.  A worker process ends itself instead.
*/
#ifndef DM_SCRIPT_STATE_H
#define DM_SCRIPT_STATE_H

#include <lua.h>
#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"

typedef struct dm_lua  dm_lua;
typedef struct dm_host dm_host;

typedef struct dm_lua_limits {
    size_t   memory;   /* bytes of Lua objects; default 256 MiB */
    int      deadline; /* milliseconds a call; 0 for none; default 10,000 */
    uint64_t steps;    /* of Lua patterns, sorts, moves a call; default 2e9 */
    size_t   string;   /* bytes of one string; default 64 MiB */
} dm_lua_limits;
dm_lua_limits dm_lua_limits_default(void);

/*
** Finds the source of module `name` ("std.date"): true and `*source` (valid
** until the next call), `*path` for messages ("std/date.lua"); false when
** there is none, with a list of the places tried in err->help.
*/
typedef bool dm_module_finder(void *ud, dm_slice name, dm_slice *source,
                              const char **path, dm_err *err);

/* A fresh state.  `host` (see host.h) is borrowed for its life.  NULL with
** MEMORY. */
dm_lua *dm_lua_new(const dm_lua_limits *limits, dm_host *host,
                   dm_module_finder *finder, void *ud, dm_err *err);
void    dm_lua_free(dm_lua *lua);

/* The Lua state inside; NULL once dead. */
lua_State *dm_lua_state(dm_lua *lua);
bool       dm_lua_dead(const dm_lua *lua);

/*
** Run `fn` with `ud` as its light userdata argument, protected and under the
** limits; the clock and the step budget start anew.  The stack is as before
** afterwards; results leave through `ud`.
**
** False with SYNTAX, SCRIPT (the message without its position; err->file,
** err->line and err->source say where, err->help holds a short traceback when
** the error came from deeper), DEADLINE, MEMORY or STEPS (err->file and line
** say where the script stood).  An error object that is a dm_err userdata
** (raised by dm_lua_raise) arrives whole.
*/
__attribute__((warn_unused_result)) bool dm_lua_call(dm_lua       *lua,
                                                     lua_CFunction fn, void *ud,
                                                     dm_err *err);

/* Raise `err` as a Lua error with the script's current line filled in (the
** library's only when no script is on the stack); what is raised has a
** __tostring.  A source that `err` brings without a file is a pattern: its
** column becomes the line's, or is negated (see base/err.h).  Never returns;
** the int is for `return`. */
int dm_lua_raise(lua_State *L, const dm_err *err);

/* Compile `source` (text only) as a chunk called `name` and push it; raises
** SYNTAX with line, source text and a caret where Lua says near what. */
void dm_lua_load(lua_State *L, dm_slice source, const char *name);

/* Pop the value at the top and let `require "name"` return it. */
void dm_lua_preload(lua_State *L, const char *name);

/* Seed math.random with `seed` before the next call.  A fresh state has the
** seed 0; the engine seeds once a document, so that a document's numbers do
** not depend on those before it. */
void dm_lua_seed(dm_lua *lua, int64_t seed);

/* Push an iterator over the table at `idx` that yields key and value in the
** order of our pairs (l_pairs.c), without asking __pairs. */
void dm_lua_pairs(lua_State *L, int idx);

/* Replace the table at the top by a read-only stand-in called `title`.
** Reading an unknown name raises with a did-you-mean, pairs goes through, and
** nothing leads to the table itself.  One look-up slower than the table. */
void dm_lua_freeze(lua_State *L, const char *title);

/* Fill file, line and source of `err` with where the innermost Lua function
** stands; false when there is none. */
bool dm_lua_place(lua_State *L, dm_err *err);

/* Put file, line and that line's text into `err`; line 0 stands for the file
** alone.  Works on a dead state. */
void dm_lua_show(const dm_lua *lua, const char *file, int line, dm_err *err);

/* True for the name of a chunk of the library's own: "std/x.lua" and
** "/any/std/x.lua". */
bool dm_lua_library(const char *name);

/* Spend `n` steps of the budget; longjmps out when it is used up or the
** deadline has passed.  Every bounded loop in C calls it. */
void dm_lua_spend(lua_State *L, uint64_t n);

/*
** End the running call, from a signal handler: its Lua code gets the error
** "interrupted" at its next instruction, and where that does not end it within
** 200 ms (it was caught, or C code runs) or at once the second time, the call
** is left for good as at its deadline; a state without a deadline has no clock
** for that, and its call is left at once.  Between calls this does nothing.
*/
void dm_lua_interrupt(dm_lua *lua);

/* Peak bytes of Lua objects so far. */
size_t dm_lua_peak(const dm_lua *lua);

#endif
