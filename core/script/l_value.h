/* l_value.h - from Lua's values to record values.
**
** A record is a table with string keys.  In it a Span is its text and knows
** its place; what docmill.at(v, span) made is v and knows that place; a table
** is a list when its keys are 1 to n, an object when they are strings; an
** empty table is a list unless docmill.object made it.  Keys are sorted by
** their bytes.  All else (functions, NaN, cycles, mixed keys, text that is
** not UTF-8) is refused with BAD_RESULT, naming the path in the table.
**
** Nothing here keeps heap memory of its own while Lua may raise.
*/
#ifndef DM_SCRIPT_L_VALUE_H
#define DM_SCRIPT_L_VALUE_H

#include <lua.h>

#include "base/err.h"
#include "doc/doc.h"
#include "emit/value.h"

enum {
    DM_RECORD_DEPTH = 100,
    DM_RECORD_MAX = 16 << 20,
    DM_REPORT_MAX = 256 << 20 /* bytes of what is told of one document */
};

/* How one record is to be read.  Stack indexes are absolute, 0 for none. */
typedef struct dm_record_how {
    dm_arena      *arena;
    size_t         max;   /* bytes of one record; DM_RECORD_MAX */
    dm_slice       id;    /* when the record has none of its own */
    const dm_view *view;  /* whose code points `_spans` counts; NULL for none */
    int            order; /* a list of the keys that come first */
    /* A table: field to { spans = list of Span or false, rules = a rule's id
    ** or a list of them }, the places of values that are no Spans. */
    int places;
    /* A table: field to true where a Match stands for its named groups. */
    int groups;
    /* The field that was refused, when one was; may be NULL. */
    char *culprit;
} dm_record_how;

enum { DM_CULPRIT = 128 }; /* bytes of `culprit` */

/*
** Read the table at `idx` as a record: `id` first, then the ordered keys, the
** others, and `_spans`.  False with BAD_RESULT, SIZE or MEMORY; may raise
** what Lua raises when it is out of memory.
*/
__attribute__((warn_unused_result)) bool dm_lua_record(lua_State *L, int idx,
                                                       const dm_record_how *how,
                                                       dm_value           **out,
                                                       dm_err *err);

/* Read the value at `idx` by the same rules; `what` begins the path in
** messages. */
__attribute__((warn_unused_result)) bool dm_lua_value(lua_State *L, int idx,
                                                      dm_arena   *arena,
                                                      const char *what,
                                                      dm_value  **out,
                                                      dm_err     *err);

/* The same for what is told to people of a document or a script: it may be
** larger than a record, up to DM_REPORT_MAX, and bytes that are not UTF-8 (the
** name of a file, a reason) are spelled \xHH. */
__attribute__((warn_unused_result)) bool dm_lua_report(lua_State *L, int idx,
                                                       dm_arena   *arena,
                                                       const char *what,
                                                       dm_value  **out,
                                                       dm_err     *err);

/* Push `v` as json.decode would have it: the way back. */
void dm_lua_push_value(lua_State *L, const dm_value *v);

/* {"at": code points of view `to` or null, "src": bytes of the file, "exact"}
** of a range of `view`; NULL when the arena is full. */
dm_value *dm_place_value(dm_arena *arena, const dm_view *to,
                         const dm_view *view, dm_range range);

/* Push the table of named groups of the Match at `idx` that took part, each a
** Span; returns 0 and pushes nothing when it is no match with names. */
int dm_lua_groups(lua_State *L, int idx);

#endif
