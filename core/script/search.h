/* search.h - one search behind all verbs: what is searched, by what, and what a
** hit looks like to Lua.
**
** Verbs are find, match, gmatch, gsub, split, count and test.  Each is one C
** function for all classes: it reads a finder and a subject, in either order,
** and goes from hit to hit.
*/
#ifndef DM_SCRIPT_SEARCH_H
#define DM_SCRIPT_SEARCH_H

#include "match/phrases.h"
#include "match/set.h"
#include "script/arg.h"
#include "script/owned.h"

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

/* Userdata `docmill.regex`, `docmill.set` and `docmill.phrases`.  The first
** keeps what explains it in its user value 1 once somebody asked; the last
** keeps what the script stored with each phrase in its user value 1 (a list,
** or nil). */
typedef struct dm_lregex {
    dm_owned  owned;
    dm_regex *rx; /* held; NULL while half made */
} dm_lregex;
typedef struct dm_lphrases {
    dm_owned    owned;
    dm_phrases *phrases;
} dm_lphrases;
typedef struct dm_lset {
    dm_owned      owned;
    dm_regex_set *set;
} dm_lset;

/* What searches: one of the three is not NULL. */
typedef struct dm_finder {
    const dm_regex     *rx;
    const dm_regex_set *set;
    const dm_phrases   *phrases;
    int                 idx; /* where its userdata is on the stack */
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
    bool     looked, valid; /* the subject is valid UTF-8, once looked at */
} dm_cursor;

/* A regex may be a member of a run that many share over one view. */
typedef struct dm_lane {
    dm_set_run *run; /* NULL: it searches by itself */
    size_t      member;
} dm_lane;

typedef struct dm_search {
    dm_finder   finder;
    dm_subject  subject;
    dm_cursor   cursor;
    dm_set_run *run; /* of a set: see dm_search_ready */
    dm_lane     lane;
} dm_search;

/*
** Read a verb's arguments at 1 and 2: a finder and a subject, or a View or
** Span and a finder (a string is a pattern and is replaced by its Regex).
*/
void dm_search_begin(lua_State *L, dm_search *s);

/*
** A set needs a run over the subject, which is pushed as a userdata that must
** stay on the stack (or in an upvalue) while the search goes on; for other
** finders nil is pushed.  To be called before dm_search_next.
*/
void dm_search_ready(lua_State *L, dm_search *s);

/* Tell the matcher whether it may trust the subject to be valid UTF-8.  All
** views but raw ones are; anything else is looked at once in a search. */
void dm_search_trust(lua_State *L, dm_search *s);

/*
** Let the search, of a regex, take the lane of the run at `idx` (dm_lua_run)
** whose 1-based number is at idx + 1, if there is a run and it is over this
** subject and that member is this regex.
*/
void dm_search_lane(lua_State *L, dm_search *s, int idx);

/* For l_search.c: the next hit of a set, and the first one from the cursor on
** without a run. */
bool dm_set_next(lua_State *L, const dm_search *s, dm_hit *hit);
bool dm_set_first(lua_State *L, dm_search *s, dm_hit *hit);

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

#endif
