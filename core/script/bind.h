/* bind.h - what the bindings share among themselves.
**
** How a class is made, what is searched and by what, and what each file
** registers.  Nobody outside core/script includes this; l_core.c calls every
** open function here.
*/
#ifndef DM_SCRIPT_BIND_H
#define DM_SCRIPT_BIND_H

#include "match/phrases.h"
#include "script/arg.h"
#include "script/class.h"
#include "script/state.h"

/*
** A class of userdata.  `methods` are returned by indexing, `getters` are
** called with the object at index 1 and push one value, `meta` are further
** metamethods; each list ends with {NULL, NULL}.
**
** `other` (may be NULL) is asked about keys that are no member, with the
** object and the key at 1 and 2: it pushes one value and returns true, or
** pushes nothing and returns false.  `more` (may be NULL) appends the names
** that `other` knows to the list at the top of the stack, for did-you-mean.
** Anything else raises.  The metatable is locked.
*/
typedef struct dm_class {
    const char     *key;   /* DM_CLASS_SPAN: where the registry has it */
    const char     *title; /* "Span": what messages say */
    const luaL_Reg *methods, *getters, *meta;
    bool (*other)(lua_State *L);
    void (*more)(lua_State *L);
} dm_class;

/* Make the class known.  `cls` is static. */
void dm_class_open(lua_State *L, const dm_class *cls);

/* True when `name` is a member of class `key`. */
bool dm_class_has(lua_State *L, const char *key, dm_slice name);

/* Replace the table at the top by a read-only stand-in called `title`: reading
** an unknown name and writing raise.  pairs goes through. */
void dm_table_protect(lua_State *L, const char *title);

/* Raise "<what> '<key>'; did you mean '<one>'?" where the known names are the
** strings in the list at stack index `list`. */
int dm_raise_unknown(lua_State *L, const char *what, dm_slice key, int list);

/* Append the string keys of the table at `idx` to the list at `list`. */
void dm_list_keys(lua_State *L, int list, int idx);

/*
** What is searched: a string, the text of a View, or the part of a view that
** a Span covers (its text stands alone: ^ and \b see its edges).
*/
typedef struct dm_subject {
    dm_slice       text;
    const dm_view *view; /* NULL for a string */
    dm_docbox     *box;
    size_t         base; /* of `text` in the view */
    int            idx;  /* where the subject is on the stack */
} dm_subject;

/* Userdata `docmill.regex`, `docmill.set` and `docmill.phrases`.  The last
** keeps what the script stored with each phrase in its user value 1 (a list,
** or nil). */
typedef struct dm_lregex {
    dm_regex_cache *cache;
    const dm_regex *rx; /* NULL while half made */
} dm_lregex;
typedef struct dm_lphrases {
    dm_phrases *phrases;
} dm_lphrases;
typedef struct dm_lset dm_lset;

/* What searches: one of the three is not NULL. */
typedef struct dm_finder {
    const dm_regex   *rx;
    dm_lset          *set;
    const dm_phrases *phrases;
    int               idx; /* where its userdata is on the stack */
} dm_finder;

/* A place where it was found.  Ranges are of the subject's text. */
typedef struct dm_hit {
    dm_range        range;
    const dm_regex *rx;     /* whose groups these are; NULL for a phrase */
    const dm_range *groups; /* group 0 first; until the next search */
    size_t          index;  /* 1-based phrase or member; 0 for a regex */
} dm_hit;

/* How far a search has come. */
typedef struct dm_cursor {
    size_t   start; /* where the first search begins */
    dm_range last;  /* the last hit, once `began` */
    bool     began;
} dm_cursor;

typedef struct dm_search {
    dm_finder  finder;
    dm_subject subject;
    dm_cursor  cursor;
} dm_search;

/*
** Read a verb's arguments at 1 and 2: a finder and a subject, or a View or
** Span and a finder (a string is a pattern and is replaced by its Regex).
*/
void dm_search_begin(lua_State *L, dm_search *s);

/* Start at the position given at `idx`, if any; false when that is past the
** end. */
bool dm_search_init(lua_State *L, dm_search *s, int idx);

/*
** Go to the next hit; false when there is none.  As in Lua, an empty match
** right behind the last one does not count.  Raises STEPS.
*/
bool dm_search_next(lua_State *L, dm_search *s, dm_hit *hit);

/* The verbs, as methods of every class that finds or is searched. */
int dm_verb_find(lua_State *L);
int dm_verb_match(lua_State *L);
int dm_verb_gmatch(lua_State *L);
int dm_verb_gsub(lua_State *L);
int dm_verb_split(lua_State *L);
int dm_verb_count(lua_State *L);
int dm_verb_test(lua_State *L);
#define DM_VERBS                                                               \
    {"find", dm_verb_find}, {"match", dm_verb_match},                          \
        {"gmatch", dm_verb_gmatch}, {"gsub", dm_verb_gsub},                    \
        {"split", dm_verb_split}, {"count", dm_verb_count},                    \
    {                                                                          \
        "test", dm_verb_test                                                   \
    }

/* Push the captures of a hit on a string, the whole when there are none or
** `whole`; returns how many.  A group that took no part is nil. */
int dm_push_captures(lua_State *L, const dm_search *s, const dm_hit *hit,
                     bool whole);

/* Push the Match of a hit in a view. */
void dm_push_match(lua_State *L, const dm_search *s, const dm_hit *hit);

/*
** The bytes i to j of `text`, given at `idx` and the index behind it, by the
** rules of string.sub.  Raises when an end lies inside a character, unless
** `raw` says that there are none.
*/
dm_range dm_arg_sub(lua_State *L, int idx, dm_slice text, bool raw);

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
const dm_regex *dm_push_regex(lua_State *L, dm_slice pattern, dm_slice flags);

/* A scratch buffer or arena that is freed when the collector finds it, for
** work between calls that may raise; pushes its userdata. */
struct dm_arena *dm_push_arena(lua_State *L, size_t max);

/* Empty the arena at `idx` at once. */
void dm_arena_done(lua_State *L, int idx);

/* The class openers; each leaves the stack as it was. */
void dm_open_doc(lua_State *L);
void dm_open_view(lua_State *L);
void dm_open_span(lua_State *L);
void dm_open_block(lua_State *L);

/* The module openers; each pushes one value for the module table. */
void dm_open_re(lua_State *L);      /* re: callable, .set .escape */
void dm_open_phrases(lua_State *L); /* phrases(list) */
void dm_open_norm(lua_State *L);
void dm_open_zh(lua_State *L);
void dm_open_hash(lua_State *L);
void dm_open_json(lua_State *L);
void dm_open_csv(lua_State *L);
void dm_open_log(lua_State *L);

/* Functions of the module table. */
int dm_lua_quality(lua_State *L);
int dm_lua_at(lua_State *L);
int dm_lua_object(lua_State *L);
void dm_open_place(lua_State *L);

/* Methods of Doc that live in files of their own. */
int dm_doc_lua_blocks(lua_State *L);
int dm_doc_lua_sections(lua_State *L);
int dm_doc_lua_tables(lua_State *L);
int dm_doc_lua_annotate(lua_State *L);
int dm_doc_lua_annotations(lua_State *L);
int dm_doc_lua_drop(lua_State *L);
int dm_doc_lua_drops(lua_State *L);

/* Forget how often each line of the script has logged. */
void dm_log_reset(lua_State *L);

#endif
