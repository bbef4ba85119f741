/* bind.h - what the bindings share among themselves.
**
** How a class is made, what is searched and by what, and what each file
** registers.  Nobody outside core/script includes this; l_core.c calls every
** open function here.
*/
#ifndef DM_SCRIPT_BIND_H
#define DM_SCRIPT_BIND_H

#include "base/arena.h"
#include "base/buf.h"
#include "script/arg.h"
#include "script/class.h"
#include "script/owned.h"
#include "script/search.h"
#include "script/state.h"

/*
** A class of userdata.  `methods` are returned by indexing, `getters` are
** called with the object at index 1 and push one value, `meta` are further
** metamethods; each list ends with {NULL, NULL}.
**
** `other` (may be NULL) is asked about keys that are no member, with the
** object and the key at 1 and 2: it pushes one value and returns true, or
** pushes nothing and returns false.  With `shadows` it is asked before the
** methods, though not before the getters, so that a named group may be called
** like a method.  `more` (may be NULL) appends the names
** that `other` knows to the list at the top of the stack, for did-you-mean.
** Anything else raises.  The metatable is locked.
*/
typedef struct dm_class {
    const char     *key;   /* DM_CLASS_SPAN: where the registry has it */
    const char     *title; /* "Span": what messages say */
    const luaL_Reg *methods, *getters, *meta;
    bool (*other)(lua_State *L);
    void (*more)(lua_State *L);
    bool shadows;
} dm_class;

/* Make the class known.  `cls` is static. */
void dm_class_open(lua_State *L, const dm_class *cls);

/* True when `name` is a getter of class `key`. */
bool dm_class_getter(lua_State *L, const char *key, dm_slice name);

/* Raise "<what> '<key>'; did you mean '<one>'?" where the known names are the
** strings in the list at stack index `list`. */
int dm_raise_unknown(lua_State *L, const char *what, dm_slice key, int list);

/* Append the string keys of the table at `idx` to the list at `list`. */
void dm_list_keys(lua_State *L, int list, int idx);

/*
** The bytes i to j of `text`, given at `idx` and the index behind it, by the
** rules of string.sub.  Raises when an end lies inside a character, unless
** `raw` says that there are none.
*/
dm_range dm_arg_sub(lua_State *L, int idx, dm_slice text, bool raw);

/* A table with a fixed set of names, such as an entry of doc:links(). */
typedef struct dm_strict {
    const char        *title; /* "link": what messages say */
    const char *const *names; /* ends with NULL */
} dm_strict;

/* Let the table at the top raise, with a did-you-mean, when a name is read
** that is not one of `strict`, which is static.  It stays a table in all else:
** pairs, JSON, new names. */
void dm_make_strict(lua_State *L, const dm_strict *strict);

/* The metamethod __concat of whatever has a text. */
int dm_op_concat(lua_State *L);

/* Push the string `text`. */
static inline void dm_push_slice(lua_State *L, dm_slice text)
{
    lua_pushlstring(L, text.ptr, text.len);
}

/* Push a Span of `view`, or the Block `id` (nil for DM_NOID), of the same
** document as the object at `idx`, whose user value 1 is the doc userdata. */
void dm_push_part(lua_State *L, int idx, const dm_view *view, dm_range range);
void dm_push_kin(lua_State *L, int idx, dm_id id);

/* Push Block `id` of the doc userdata at `docidx`; nil for DM_NOID. */
void dm_push_block(lua_State *L, int docidx, dm_id id);

/* Push the list of the lines of `range` of `view` as Spans. */
void dm_push_lines(lua_State *L, int docidx, const dm_view *view);

/* The regex of the pattern string at `idx`, with the flags; pushes its
** userdata.  Raises REGEX. */
dm_regex *dm_push_regex(lua_State *L, dm_slice pattern, dm_slice flags);

/* Push an empty arena or buffer for work between calls that may raise: the
** collector frees it if the caller does not come to dm_owned_done. */
typedef struct dm_larena {
    dm_owned owned;
    dm_arena arena;
} dm_larena;
typedef struct dm_lbuf {
    dm_owned owned;
    dm_buf   buf;
} dm_lbuf;
dm_larena *dm_push_arena(lua_State *L, size_t max);
dm_lbuf   *dm_push_buf(lua_State *L, size_t max);

/* The class openers; each leaves the stack as it was. */
void dm_open_scratch(lua_State *L);
void dm_open_edited(lua_State *L);
void dm_open_doc(lua_State *L);
void dm_open_view(lua_State *L);
void dm_open_span(lua_State *L);
void dm_open_block(lua_State *L);

/* The module openers; each pushes one value for the module table. */
void dm_open_re(lua_State *L); /* re: callable, .set .escape */
void dm_open_explain(lua_State *L);
int  dm_lua_set(lua_State *L);
void dm_open_set(lua_State *L);
void dm_open_phrases(lua_State *L); /* phrases: callable, .load */
void dm_open_norm(lua_State *L);
void dm_open_zh(lua_State *L);
void dm_open_hash(lua_State *L);
void dm_open_json(lua_State *L);
void dm_open_csv(lua_State *L);
void dm_open_log(lua_State *L);

/* Functions of the module table. */
int dm_lua_quality(lua_State *L);

/* Push what the step called `step` makes of the text at 1, or nil and a
** message; returns how many values.  Raises UNKNOWN_STEP. */
int  dm_lua_norm(lua_State *L, const char *step);
int  dm_lua_at(lua_State *L);
int  dm_lua_object(lua_State *L);
void dm_open_place(lua_State *L);

/* explain of Regex and of Match (l_explain.c). */
int dm_regex_explain(lua_State *L);
int dm_span_explain(lua_State *L);

/* Methods of Doc that live in files of their own. */
int dm_doc_lua_blocks(lua_State *L);
int dm_doc_lua_sections(lua_State *L);
int dm_doc_lua_tables(lua_State *L);
int dm_doc_lua_records(lua_State *L);
int dm_doc_lua_annotate(lua_State *L);
int dm_doc_lua_annotations(lua_State *L);
int dm_doc_lua_drop(lua_State *L);
int dm_doc_lua_drops(lua_State *L);
int dm_doc_lua_replace(lua_State *L);
int dm_doc_lua_delete(lua_State *L);
int dm_doc_lua_insert_before(lua_State *L);
int dm_doc_lua_insert_after(lua_State *L);
int dm_doc_lua_wrap(lua_State *L);
int dm_doc_lua_edits(lua_State *L);
int dm_doc_lua_commit(lua_State *L);
int dm_doc_lua_edited(lua_State *L);

/* Push an edit as doc:edits lists it; the doc userdata is at `docidx`. */
void dm_push_edit(lua_State *L, int docidx, const dm_change *change);

/* Forget how often each line of the script has logged. */
void dm_log_reset(lua_State *L);

#endif
