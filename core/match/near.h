/* near.h - why a regex did not match, and what each item of a match took.
**
** A near miss is a place where the pattern began to match and then did not:
** how far it got, the item that failed there and the text that stood in its
** way.  Of all the attempts in a text the ones that got farthest in the
** pattern are kept (not farthest in the text: .* gets anywhere), equal ones in
** the order of the text, no two of which overlap, and none inside a match.
**
** How it is done.  The pattern is compiled once more with automatic callouts
** (item.h), and one attempt under them tells how far it gets.  Only attempts
** that can be better than the ones already kept are made: they begin where a
** part of the pattern's start matches, which plain PCRE2 finds at its full
** speed (near_cut.c).  So the cost is that of one to three plain searches, 0.1
** to 1 us for each attempt, and 0.03 ms for each of two to ten patterns that
** are compiled; tests/bench/bench_near.c measures it (1 MB, fifteen patterns:
** 1.8 times a JIT search, a third of one by the interpreter).
**
** When the best attempt got past less than half of the pattern, the longest
** tail of the pattern that matches somewhere is looked for (at most seven
** more searches, one when there is none), so that people read "without ^ it
** would match here".
**
** Everything is bounded: attempts, callouts of one attempt and of all, the
** limits of PCRE2.  dm_near_step does a bounded piece of work, so that the
** caller can look at its clock in between.  Invalid UTF-8 is fine: a stray
** byte ends the text before it and begins another, as for a search.
*/
#ifndef DM_MATCH_NEAR_H
#define DM_MATCH_NEAR_H

#include "match/regex.h"

typedef struct dm_near dm_near;

enum { DM_NEAR_MAX = 64 }; /* the most that can be asked for */

/*
** What explains `rx`, for any number of texts; it may be freed before.  Takes
** about 0.05 ms and 100 KB for a pattern of twenty items; a short text then
** takes a few microseconds.  NULL with MEMORY.
*/
__attribute__((warn_unused_result)) dm_near *dm_near_new(const dm_regex *rx,
                                                         dm_err         *err);
void                                         dm_near_free(dm_near *near);

/* Turn to `subject`, of which the `limit` best near misses are wanted (1 to
** DM_NEAR_MAX).  It must stay where it is until the misses have been read.
** Results of before are gone.  Checks whether it is valid UTF-8 unless
** `valid` says that it is. */
void dm_near_begin(dm_near *near, dm_slice subject, size_t limit, bool valid);

/*
** Do some of the work: a millisecond or two, as a rule.  False when there is
** no more to do.  `*spent` is how much it was, in about the steps of
** dm_lua_spend (16 bytes searched or one callout each).
*/
bool dm_near_step(dm_near *near, size_t *spent);

typedef struct dm_near_miss {
    dm_range span;     /* of the subject: from where it began to where it got */
    dm_range at;       /* the character there, empty at the end; of a tail
                       ** what stands instead of what was left out */
    dm_range item;     /* of the pattern: the item that failed */
    dm_slice done;     /* what of the pattern had matched */
    dm_slice what;     /* the item in words */
    dm_slice saw;      /* up to 20 characters of text at `at` */
    dm_slice why;      /* one sentence */
    size_t   progress; /* bytes matched */
    double   share;    /* of the pattern that matched, by weight: 0 to 1 */
    bool     nowhere;  /* not an attempt: the first item matches nowhere */
    bool     tail;     /* a later part matched, `item` is what was left out */
} dm_near_miss;

/*
** The near misses, best first, when dm_near_step has said false; how many in
** `*count`.  When nothing got past its first item and no tail matches either,
** there is one that says so, its span empty at the subject's start; none at
** all when the regex matches somewhere.  They live until the next
** dm_near_begin.  NULL with MEMORY.
*/
__attribute__((warn_unused_result)) const dm_near_miss *dm_near_list(
    dm_near *near, size_t *count, dm_err *err);

/* True when a limit ended the search before the end of the subject. */
bool dm_near_cut(const dm_near *near);

/* What one item of a match took. */
typedef struct dm_near_took {
    dm_range item; /* of the pattern */
    dm_range span; /* of the subject; empty for what takes no text */
    dm_slice what;
} dm_near_took;

/*
** How `match`, a match of the regex in the subject of dm_near_begin (of which
** nothing else is asked then), came about: its items in the order of the
** pattern, of alternatives the one taken, of a repeated group the whole.
** Lives until the next dm_near_begin; `*spent` as of dm_near_step.  NULL with
** MEMORY; an empty list when the regex does not match just there, or only
** with more than a million callouts.
*/
__attribute__((warn_unused_result)) const dm_near_took *dm_near_match(
    dm_near *near, dm_range match, size_t *count, size_t *spent, dm_err *err);

#endif
