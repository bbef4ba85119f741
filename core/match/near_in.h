/* near_in.h - what finds near misses is made of, for near*.c only. */
#ifndef DM_MATCH_NEAR_IN_H
#define DM_MATCH_NEAR_IN_H

#include "match/item.h"
#include "match/near.h"

/* How far an attempt got: the weight of the pattern before the item that was
** tried, and where in the text. */
typedef struct dm_near_reach {
    size_t weight, at;
} dm_near_reach;

/* An attempt worth keeping.  Positions are of the subject. */
typedef struct dm_near_try {
    size_t        start;
    dm_near_reach reach;
    dm_range      run; /* the valid text it was made in */
    bool          gave_up;
} dm_near_try;

typedef enum dm_near_phase {
    DM_NEAR_SCAN,
    DM_NEAR_TAIL,
    DM_NEAR_LOOSE, /* nothing so far: attempts that took any text at all */
    DM_NEAR_DONE
} dm_near_phase;

/* What the callouts of one attempt leave behind: for each byte of the spelled
** pattern where in the text an item there was last tried, and when. */
typedef struct dm_near_trace {
    size_t   *at;   /* SIZE_MAX: not yet */
    uint32_t *when; /* counted from 1 */
    bool     *here; /* tried at the farthest place */
    size_t   *best; /* `at` as it was there */
} dm_near_trace;

/* A longest tail that matches. */
typedef struct dm_near_tail {
    int         first; /* its first item, DM_NO_ITEM: none was found */
    dm_range    range;
    size_t      low, high; /* of the tails that are still possible */
    int         searches;
    size_t      mid;  /* the one that is looked for, */
    int         own;  /* its first item, */
    int         met;  /* the matches met in this run, */
    pcre2_code *code; /* and what finds it; NULL: none is being looked for */
} dm_near_tail;

enum {
    DM_NEAR_MATCHES = 256,
    DM_NEAR_SAW = 20,
    DM_NEAR_WINDOW = 128 << 10, /* starts that one search may look at */
    DM_NEAR_LIMIT = 50000,      /* PCRE2's limits for one attempt */
    DM_NEAR_DEPTH = 20000,
    DM_NEAR_HEAP = 16384,      /* KiB */
    DM_NEAR_CALLOUTS = 1000000 /* of all attempts */
};

struct dm_near {
    dm_arena               arena;  /* the items */
    dm_arena               answer; /* of one subject */
    dm_items               items;
    pcre2_general_context *general;
    pcre2_match_context   *context;
    pcre2_match_data      *data;
    pcre2_jit_stack       *stack;
    bool                   jit, anchored; /* anchored: the flag A */

    /* What finds where an attempt may be heavier than a bar: for the lowest
    ** bar, kept from text to text, and for the one now.  NULL: try everywhere.
    */
    pcre2_code *first, *cut;
    size_t      bar;
    bool        first_known, cut_known, blind; /* blind: a cut failed */
    unsigned    idle;       /* attempts since that were no good */
    uint32_t    options;    /* more for PCRE2, NOTEMPTY */
    size_t      last_start; /* where a search may still begin, in the run */

    dm_slice      subject;
    bool          valid;
    dm_range      run; /* valid text at work */
    size_t        pos; /* where in the subject the next attempt may begin */
    dm_near_phase phase;
    size_t        limit;
    dm_near_try   kept[DM_NEAR_MAX];
    size_t        nkept;
    dm_range      matches[DM_NEAR_MATCHES];
    size_t        nmatches, attempts, callouts, searched, touched, spent;
    bool          cut_short;
    dm_near_tail  tail;
};

/* What an attempt's callouts are told. */
typedef struct dm_near_watch {
    dm_near       *near;
    size_t         base; /* of the run in the subject */
    dm_near_reach  best, goal;
    size_t         most;  /* callouts that it may make; 0: the usual */
    size_t         left;  /* of them */
    dm_near_trace *trace; /* NULL: only how far */
    uint32_t       clock;
    bool           met; /* the goal */
} dm_near_watch;

/* One attempt at `start` of the subject; PCRE2's code.  The watch is filled;
** the groups, counted from the run's start, are in near->data. */
int dm_near_attempt(dm_near *near, dm_range run, size_t start,
                    dm_near_watch *watch);

/* Run `code` (with JIT if it has) over the run from `start` on. */
int dm_near_exec(dm_near *near, const pcre2_code *code, dm_range run,
                 size_t start);

/* Search for `code` (not anchored) from near->pos on in a window of starts,
** since one search cannot be interrupted; PCRE2's code.  Without a match
** near->pos is then behind the window. */
int dm_near_search(dm_near *near, const pcre2_code *code, uint32_t options);

/* Open the run of valid text from `at` on; false at the end. */
bool dm_near_next_run(dm_near *near, size_t at);

/* Keep an attempt if it is one of the best; false when it is not. */
bool dm_near_keep(dm_near *near, const dm_near_try *t);

/* Empty marks in the answer's arena. */
bool dm_near_trace_new(dm_near *near, dm_near_trace *trace);

/*
** The start of the pattern up to where an attempt is heavier than `bar`,
** appended to `out`: every attempt that gets heavier begins with a match of
** it.  False when it is the empty pattern, which matches anywhere.
*/
bool dm_near_cut_text(const dm_items *items, size_t bar, dm_buf *out);

/* Look for the longest tail that matches outside of the matches, a window or
** some short searches at a time; false when there is no more to do. */
bool dm_near_find_tail(dm_near *near);
void dm_near_drop_tail(dm_near *near); /* and what finds it */

/* Fill a miss from an attempt or the tail; false without memory. */
bool dm_near_tell(dm_near *near, const dm_near_try *t, dm_near_miss *out);
bool dm_near_tell_tail(dm_near *near, dm_near_miss *out);
bool dm_near_tell_none(dm_near *near, dm_near_miss *out);

/* Pieces for words (near_text.c).  The character at `at`, or a stray byte,
** ends where next_char says, `end` at most.  Append the text in `r`: up to
** `most` characters, stray bytes as U+FFFD; or in quotes on one line, cut when
** long.  Take what the buffer holds into the answer's arena and empty it; ptr
** is NULL without memory. */
size_t dm_near_next_char(const dm_near *near, size_t at, size_t end);
size_t dm_near_add_text(const dm_near *near, dm_range r, int most, dm_buf *out);
void   dm_near_quote(const dm_near *near, dm_range r, dm_buf *out);
dm_slice dm_near_take(dm_near *near, dm_buf *buf);

/* Append what of the pattern matched before item `i`: in each group around it
** what precedes in the same branch. */
void dm_near_say_done(const dm_items *items, int i, dm_buf *out);

/* Give the buffer back; false when a text of the miss found no memory. */
bool dm_near_told(const dm_near_miss *out, dm_buf *buf);

#endif
