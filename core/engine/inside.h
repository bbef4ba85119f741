/* inside.h - the engine as its own files see it.
**
** engine.c opens, run.c runs, native.c is what the Lua in scripts/std calls,
** edits.c and writer.c are parts of it, put.c takes records, meta.c writes
** `_meta`, library.c finds sources.
** Nobody outside core/engine includes this.
*/
#ifndef DM_ENGINE_INSIDE_H
#define DM_ENGINE_INSIDE_H

#include "engine/engine.h"
#include "engine/library.h"

/* Where the script is in the document, and which of its rules or fields is at
** work: for errors. */
typedef struct dm_where {
    char           rule[64];
    char           file[256]; /* "" for nowhere */
    int            line;
    const dm_view *view; /* NULL when no match is being worked on */
    dm_range       range;
} dm_where;

/* Functions of std/driver.lua and what belongs to them, by reference in the
** registry. */
typedef struct dm_refs {
    int driver, order;
    int document, init, finish, check;
    int about;  /* what the verb check asks of the script itself */
    int report; /* asked about a document behind it; LUA_REFNIL for none */
    int doc;    /* the Doc userdata of the document at hand */
    int sample; /* the text of an example */
} dm_refs;

/* What the script said before there was a document, kept for the first. */
enum { DM_EARLY = 16 };
typedef struct dm_early {
    dm_log_level level;
    dm_err       text;
} dm_early;

/* A script's writer; `head` is NULL when it has none. */
typedef struct dm_script_writer {
    const char *head, *tail, *ending;
} dm_script_writer;

typedef struct dm_strings {
    const char **names;
    size_t       n;
} dm_strings;

struct dm_engine {
    bool                     spans, meta, bare;
    const dm_engine_options *options; /* while it opens */
    bool       asked;    /* there is a module to ask about documents */
    bool       opening;  /* the script's file runs: it may read lists */
    bool       checking; /* its examples run: what they emit goes nowhere */
    dm_library library;
    dm_lua    *lua;
    dm_host    host;
    dm_refs    refs;
    char       path[256], name[128], hash[17];
    char       view[256]; /* the record's view */
    dm_arena   texts;     /* of what the script declares */
    dm_script_writer writer;
    dm_strings       columns, rules;
    /* The document at hand. */
    dm_doc       *doc;
    dm_result    *result;
    const dm_err *failed; /* why the document failed that is asked about */
    dm_where      where;
    size_t        notes;      /* said so far, kept or not */
    size_t        conflicts;  /* matches that lost to another rule's */
    dm_value     *candidates; /* field to how many lost, or NULL */
    dm_value     *rejected;   /* rule to how many hits it rejected, or NULL */
    dm_doc       *lone;       /* the document of an example, or NULL */
    /* Of a conversation (talk.c): documents stay open behind their run; the
    ** one that is; std/talk by reference, 0 before. */
    bool    keeps;
    dm_doc *kept;
    int     talk;
    /* Said while the file was read or by init. */
    dm_early early[DM_EARLY];
    size_t   nearly;
};

enum { DM_NOTES = 100 }; /* kept of one document */

/* Push the table docmill.native, for the Lua in scripts/std alone. */
void dm_native_open(lua_State *L);

/* What its functions share: the engine of a state, the result at hand (raises,
** naming `what`, when there is none), and the text and the number in the
** fields file and line of the table at `idx`. */
dm_engine *dm_native_engine(lua_State *L);
dm_result *dm_native_result(lua_State *L, const char *what);
int        dm_native_place(lua_State *L, int idx, char *file, size_t size);

/* put(record, order, groups, places, maker, output): take a record.  `maker` is
** the function that made it, or a table of field to rule or field; nil when a
** script emits.  `output` is the name given to emit, or nil. */
int dm_native_put(lua_State *L);

/* host.emit and host.log; `ud` is the engine. */
void dm_native_emit(lua_State *L, int idx, dm_slice name, void *ud);
void dm_native_log(dm_log_level level, const dm_err *note, void *ud);

/* host.file: only while the script's file runs. */
bool dm_native_file(void *ud, dm_slice name, dm_slice *bytes, dm_err *err);

/* Functions of docmill.native for edits (edits.c) and for the writer. */
int dm_native_change(lua_State *L);
int dm_native_acting(lua_State *L);
int dm_native_commit(lua_State *L);
int dm_native_queued(lua_State *L);
int dm_native_skipped(lua_State *L);
int dm_native_record(lua_State *L);
int dm_native_write(lua_State *L);

/* Keep what the table at the top, which the driver gave, says of the script's
** writer, columns and rules; may raise. */
void dm_writer_take(lua_State *L, dm_engine *engine);

/* clock() and asked() of docmill.native: asked.c. */
int dm_native_clock(lua_State *L);
int dm_native_asked(lua_State *L);

/* place(span): where it lies, in every unit; places.c. */
int dm_native_span(lua_State *L);

/* patterns(set): the patterns of a set and their flags; patterns.c. */
int dm_native_patterns(lua_State *L);

/* What stands around a call that works on `doc` (NULL for none) and `result`;
** and the end of the Doc that the last call gave to Lua. */
void dm_run_begin(dm_engine *engine, dm_doc *doc, dm_result *result);
void dm_run_end(dm_engine *engine);
void dm_run_close(dm_engine *engine);

/* made(function): the file and the line of the script that define it; nil for
** one of ours; about.c. */
int dm_native_made(lua_State *L);

/* Free the document of the last example. */
void dm_native_drop(dm_engine *engine, lua_State *L);

/*
** The value of `_meta` for the document at hand.  Keys, in this order: path
** (or path_bytes in base64), format, bytes, xxh3 (of the raw bytes), charset
** {name, how, confidence, bad}, segments [{src, name, evidence, bad}] of a file
** in more than one charset, decode_errors {count, places}, view, steps
** [{name, edits}], units {at, src}, repairs (engine/repairs.h), dropped [{at,
** src, reason, text}], warnings, edits {committed, lost} when there were any,
** candidates {field: lost}, rejected {rule: hits}, conflicts, docmill, script
** {name, file, hash}.  NULL with MEMORY.
*/
dm_value *dm_meta_value(dm_engine *engine, dm_err *err);

/* Append to the lists of a result; false when its arena is full. */
bool dm_result_record(dm_result *result, dm_value *record, dm_slice output);
bool dm_result_note(dm_result *result, dm_log_level level, const dm_err *text);

/* The xxh3 of `bytes` as 16 hex digits and a zero. */
void dm_engine_xxh3(dm_slice bytes, char out[17]);

#endif
