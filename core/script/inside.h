/* inside.h - the state as its own files see it.
**
** alloc.c keeps `heap`, deadline.c keeps `clock`, state.c the way out,
** source.c the texts of chunks, raise.c `err`.  Nobody outside core/script
** includes this.
*/
#ifndef DM_SCRIPT_INSIDE_H
#define DM_SCRIPT_INSIDE_H

#include <lauxlib.h>
#include <lua.h>
#include <setjmp.h>
#include <signal.h>
#include <stdalign.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "script/host.h"
#include "script/state.h"

enum {
    DM_HEAP_GRAIN = 16,      /* small blocks come in multiples of this */
    DM_HEAP_CLASSES = 32,    /* up to 512 bytes; larger ones are malloc's */
    DM_FUEL = 8192,          /* steps drawn from the budget at a time */
    DM_STACK_MAX = 400 << 10 /* bytes of C stack a script may fill */
};

typedef struct dm_heap_block { /* a large block, in a ring */
    alignas(16) struct dm_heap_block *prev;
    struct dm_heap_block *next;
} dm_heap_block;

typedef struct dm_heap {
    size_t        used, peak, max;    /* bytes of Lua objects */
    size_t        held, held_max;     /* bytes taken from the machine */
    size_t        soft;               /* collect garbage above this */
    bool          pressed;            /* ... at the next instruction */
    void         *chunks;             /* each begins with a link to the next */
    char         *free_at, *free_end; /* the rest of the last chunk */
    void         *free_of[DM_HEAP_CLASSES]; /* linked through their bytes */
    dm_heap_block large;
} dm_heap;

typedef struct dm_clock {
    timer_t               timer;
    pid_t                 pid, tid; /* whose timer it is; 0 for none yet */
    int                   signal;
    volatile sig_atomic_t expired;
    int                   backoff; /* milliseconds until the next try */
} dm_clock;

typedef struct dm_source {
    char  *name; /* "notice.lua" */
    char  *text; /* NULL while empty */
    size_t len;
} dm_source;

struct dm_pattern_slot;

struct dm_lua {
    lua_State *L;
    /* The coroutine that runs: a signal handler reads it. */
    lua_State *volatile running;
    volatile sig_atomic_t   inside;      /* a call is under way */
    volatile sig_atomic_t   interrupted; /* ... and somebody wants it ended */
    bool                    dead;
    int64_t                 fuel;  /* drawn, not yet spent */
    uint64_t                steps; /* left to draw */
    jmp_buf                 out;
    uintptr_t               stack; /* where the C stack stood at the call */
    dm_lua_limits           limits;
    dm_heap                 heap;
    dm_clock                clock;
    dm_err                  err; /* of this call; DM_OK while there is none */
    dm_host                *host;
    dm_module_finder       *finder;
    void                   *finder_ud;
    dm_source              *sources;
    size_t                  nsources;
    lua_Integer             seed;
    bool                    reseed;
    uint64_t                calls;    /* of dm_lua_call so far */
    uint64_t                shown_in; /* the call whose objects have numbers */
    lua_Integer             shown;    /* the last number given */
    struct dm_pattern_slot *patterns; /* compiled, by content */
};

/* The state that `L` or any of its coroutines belongs to. */
static inline dm_lua *dm_lua_of(lua_State *L)
{
    return *(dm_lua **)lua_getextraspace(L);
}

/* Leave the running call for good with MEMORY, DEADLINE or STEPS, noting
** where the script stands. */
_Noreturn void dm_lua_leave(dm_lua *lua, dm_code code);

/* Raise when the C stack is so deep that another Lua call is unwise.  Lua
** counts C calls per coroutine and loses count in coroutine.close. */
void dm_lua_deep(lua_State *L);

/* Make the heap ready; `max` is the ceiling. */
void dm_heap_init(dm_heap *heap, size_t max);

/* Drop every block at once. */
void dm_heap_fini(dm_heap *heap);

/* A lua_Alloc over the dm_lua in `ud`.  Over the ceiling it leaves. */
void *dm_heap_alloc(void *ud, void *ptr, size_t osize, size_t nsize);

/* The garbage that stood in the way is collected: set the next mark. */
void dm_heap_relieved(dm_heap *heap);

/* Find a signal of our own; called once a state.  False with MACHINE. */
__attribute__((warn_unused_result)) bool dm_clock_init(dm_clock *clock,
                                                       dm_err   *err);
void                                     dm_clock_fini(dm_clock *clock);

/* Start the deadline of a call; false with MACHINE.  Stop it. */
__attribute__((warn_unused_result)) bool dm_clock_start(dm_lua *lua,
                                                        dm_err *err);
void                                     dm_clock_stop(dm_lua *lua);

/* The hook of a state that is over a limit; see deadline.c. */
void dm_lua_hook(lua_State *L, lua_Debug *ar);

/* Keep `text` as the source of chunk `name`, for messages; an older one of
** that name goes.  False when memory ran out. */
__attribute__((warn_unused_result)) bool dm_source_keep(dm_lua     *lua,
                                                        const char *name,
                                                        dm_slice    text);
void                                     dm_source_drop(dm_lua *lua);

/* Fill file, line and source of `err`; source stays empty for an unknown
** chunk. */
void dm_source_place(const dm_lua *lua, const char *name, int line,
                     dm_err *err);

/* If `msg` starts with "chunk:line: " of a known chunk, the chunk's name, the
** line, and how long that prefix is; otherwise NULL. */
const char *dm_source_prefix(const dm_lua *lua, dm_slice msg, int *line,
                             size_t *len);

/* Where the script stands: the innermost Lua function that is not one of the
** library's own.  `file` has room for 256 bytes.  False when nobody knows, as
** when the library is alone on the stack. */
bool dm_lua_user_place(lua_State *L, char *file, int *line);

/* Where the thread's innermost Lua function stands; false for nowhere. */
bool dm_lua_place_at(lua_State *L, int level, dm_err *err);

/* The message handler of dm_lua_call: puts the error object into lua->err. */
int dm_lua_handler(lua_State *L);

/* Fill lua->err from the value at the top if the handler could not. */
void dm_lua_collect(dm_lua *lua, lua_State *L, int status);

/* Make the metatable of error objects. */
void dm_open_raise(lua_State *L);

/* Openers of the libraries: each pushes one table of functions. */
void dm_open_string(lua_State *L);
void dm_open_table(lua_State *L);
void dm_open_coroutine(lua_State *L);
void dm_open_math(lua_State *L);
void dm_open_os(lua_State *L);
void dm_open_utf8(lua_State *L);

/* These put their functions into the table at the top. */
void dm_open_pairs(lua_State *L);
void dm_open_require(lua_State *L);
void dm_open_basic(lua_State *L);

/* A lua_CFunction: build the globals. */
int dm_open_sandbox(lua_State *L);

/* Draw more steps into lua->fuel. */
void dm_lua_refuel(lua_State *L);

/* Spend steps in a loop that knows its state. */
static inline void dm_lua_burn(lua_State *L, dm_lua *lua, int64_t n)
{
    lua->fuel -= n;
    if (lua->fuel < 0)
        dm_lua_refuel(L);
}

#endif
