/* l_pattern.h - Lua's patterns, bounded.
**
** A pattern is compiled to a list of items, kept for the next call that uses
** the same text.  Matching backtracks as Lua's own does and gives the same
** results, messages and depth limit; it differs in that it charges the step
** budget of the state, a span at a time, and leaves when the deadline has
** passed.  A malformed pattern raises when the matcher reaches the fault, as
** in Lua.  Character classes are those of the C locale.
*/
#ifndef DM_SCRIPT_L_PATTERN_H
#define DM_SCRIPT_L_PATTERN_H

#include <lua.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "script/state.h"

enum {
    DM_PATTERN_CAPTURES = 32,
    DM_PATTERN_DEPTH = 200, /* of recursion, as in Lua */
    DM_PATTERN_KEY = 48     /* longest pattern that is kept */
};

typedef enum dm_pattern_kind {
    DM_PATTERN_CHAR, /* these three match one byte and may be repeated */
    DM_PATTERN_ANY,
    DM_PATTERN_SET,
    DM_PATTERN_OPEN,
    DM_PATTERN_HERE, /* () */
    DM_PATTERN_END,
    DM_PATTERN_CLOSE,
    DM_PATTERN_BALANCE,
    DM_PATTERN_FRONTIER,
    DM_PATTERN_BACK,
    DM_PATTERN_EOS,
    DM_PATTERN_FAULT
} dm_pattern_kind;

typedef struct dm_pattern_set {
    uint64_t bits[4];
} dm_pattern_set;

typedef struct dm_pattern_item {
    uint8_t       kind;
    char          repeat; /* 0 ? * + - */
    unsigned char c, close;
    union {
        const dm_pattern_set *set;
        const char           *fault; /* the message */
    } u;
} dm_pattern_item;

/* The items of one pattern; sets follow them in memory. */
typedef struct dm_pattern {
    dm_pattern_item *items;
    dm_pattern_set  *sets;
    /* The single byte item that every match must begin with, or NULL. */
    const dm_pattern_item *first;
    bool                   anchored; /* began with ^ */
} dm_pattern;

typedef struct dm_capture {
    const char *at;
    ptrdiff_t   len; /* or one of those */
} dm_capture;
enum { DM_CAPTURE_OPEN = -1, DM_CAPTURE_HERE = -2 };

/* One search.  The caller fills src, end and pattern. */
typedef struct dm_pattern_run {
    lua_State        *L;
    dm_lua           *lua;
    const dm_pattern *pattern;
    const char       *src, *end;
    int               depth, level;
    dm_capture        captures[DM_PATTERN_CAPTURES];
} dm_pattern_run;

/* Memory for the patterns a state keeps; freed with dm_mem_free. */
struct dm_pattern_slot *dm_pattern_slots(void);

/*
** Compile `text`; with `anchor`, a ^ in front anchors.  `get` may answer from
** the kept ones, valid until the next `get`, so no Lua code may run between;
** `make` pushes a userdata that owns the pattern.  Both push one value.
*/
const dm_pattern *dm_pattern_get(lua_State *L, dm_slice text);
const dm_pattern *dm_pattern_make(lua_State *L, dm_slice text, bool anchor);

/*
** Find the first match that starts at `*at` or later (only there when the
** pattern is anchored) and does not end at `last` (NULL for no such rule).
** True moves `*at` to its start and `*stop` behind its end.
*/
bool dm_pattern_search(dm_pattern_run *run, const char **at, const char **stop,
                       const char *last);

/* Match in full at `s`; the end, or NULL. */
const char *dm_pattern_match(dm_pattern_run *run, const char *s);

/* Push the captures, or the match [s, e) when there are none and `s` is not
** NULL; returns how many. */
int dm_pattern_push(dm_pattern_run *run, const char *s, const char *e);

/* Push capture `i` (0-based; 0 is the match when there are none). */
void dm_pattern_push_one(dm_pattern_run *run, int i, const char *s,
                         const char *e);

/* True when the set has the byte. */
static inline bool dm_pattern_has(const dm_pattern_set *set, unsigned char c)
{
    return (set->bits[c >> 6] >> (c & 63) & 1) != 0;
}

#endif
