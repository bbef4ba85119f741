/* item.h - the items of a pattern, as PCRE2 tells them apart.
**
** A pattern compiled with automatic callouts says where each of its items
** begins and how long it is, repeat count and all; nothing is parsed twice.
** Here they become a tree (who is in which group and branch), each with the
** weight of what lies before it, so that two places a match got to can be
** compared, also across branches, and each with words for people.
**
** Repeats of one character, \d{4}, are spelled out before compilation
** (\d\d\d\d), or nobody could see how many of them were there.  That gives
** the same matches, so there are two texts: the pattern as it was written,
** which people are shown, and the spelled one, in whose bytes callouts come.
*/
#ifndef DM_MATCH_ITEM_H
#define DM_MATCH_ITEM_H

#include "base/arena.h"
#include "base/buf.h"
#include "match/regex_in.h"

enum { DM_NO_ITEM = -1 };

/* An attempt that weighs no more has got past nothing that means anything:
** edges, dots and what may be missing. */
enum { DM_ITEM_NOTHING = 1024, DM_ITEM_BROAD = 64 };

typedef enum dm_item_kind {
    DM_ITEM_LITERAL, /* one character that stands for itself */
    DM_ITEM_CLASS,   /* \d, [...], . and their like: one character */
    DM_ITEM_EDGE,    /* ^ $ \b and their like: takes no text */
    DM_ITEM_REFER,   /* \1, \k<n>: the text of a group again */
    DM_ITEM_CALL,    /* (?1), (?R): the pattern of a group again */
    DM_ITEM_MARK,    /* (?i), \K, (*SKIP): always holds */
    DM_ITEM_GROUP,   /* ( of a group */
    DM_ITEM_LOOK,    /* ( of a lookaround */
    DM_ITEM_CHOICE,  /* ( of a conditional group */
    DM_ITEM_BAR,
    DM_ITEM_CLOSE,
    DM_ITEM_END /* of the pattern */
} dm_item_kind;

typedef struct dm_item {
    dm_item_kind kind;
    dm_range     spelled, written; /* bytes, repeat count included, for an
                                   ** opening parenthesis it alone */
    size_t   atom;                 /* length before the repeat count */
    size_t   min, max;             /* of the repeat count; a ( has its ) 's */
    int      parent;               /* the ( it is in */
    int      mate;                 /* of a ( its ), of a ) its ( */
    unsigned copy, copies;         /* the n-th of a spelled out repeat */
    size_t   before, after;        /* weight of what precedes it; with it */
    bool     possessive, quoted;   /* X++ or (?>…); inside \Q…\E */
    bool     hidden;               /* inside a lookaround */
} dm_item;

typedef struct dm_items {
    dm_slice    written, spelled, flags;
    dm_item    *at; /* in the order of the pattern; the last is the end */
    size_t      n;
    int        *index;         /* by spelled byte: the item that begins there */
    size_t      total;         /* weight of the whole */
    bool        refers, calls; /* \1 or (?1) somewhere */
    uint32_t    top;           /* the highest group referred to */
    pcre2_code *code; /* anchored, with callouts, owned by whoever read */
} dm_items;

/* Read the items of `rx` into `arena`, and compile the pattern with callouts.
** NULL code and false with MEMORY, or REGEX in case PCRE2 has second
** thoughts. */
__attribute__((warn_unused_result)) bool dm_items_read(dm_items       *items,
                                                       const dm_regex *rx,
                                                       dm_arena       *arena,
                                                       dm_err         *err);

/* The item that begins at byte `at` of the spelled pattern, or DM_NO_ITEM. */
int dm_items_find(const dm_items *items, size_t at);

/* True for what has no items inside; and for what can fail by itself, with
** lookarounds and conditions. */
bool dm_item_is_leaf(const dm_item *item);
bool dm_item_can_fail(const dm_item *item);

/* Its bytes in the pattern as written; of a group up to its end. */
dm_range dm_item_written(const dm_items *items, int i);
dm_range dm_item_spelled(const dm_items *items, int i);

/* The neighbours in the same branch, or DM_NO_ITEM; a group counts as one. */
int dm_item_next(const dm_items *items, int i);
int dm_item_prev(const dm_items *items, int i);

/* True for a group with more than one branch. */
bool dm_item_has_branches(const dm_items *items, int i);

/*
** Append what the item is, in words.  What failed: "a digit", "2 more digits",
** "the lookahead (?=元)"; one more of a repeat: "another digit"; what the whole
** of it stands for: "4 digits", "any number of digits".
*/
void dm_item_say(const dm_items *items, int i, dm_buf *out);
void dm_item_say_more(const dm_items *items, int i, dm_buf *out);
void dm_item_say_all(const dm_items *items, int i, dm_buf *out);

/* Append a piece of a pattern, cut when it is long. */
void dm_item_say_text(dm_slice text, dm_buf *out);

/* For item.c: the kind of an item whose text is `s`, in a pattern that refers
** to groups up to `top` (\12 is an octal number beyond), and what it weighs. */
dm_item_kind dm_item_kind_of(dm_slice s, bool quoted, uint32_t top);
size_t       dm_item_weight(const dm_items *items, const dm_item *item);

/* How long the character, class or escape at the start of `text` is. */
size_t dm_item_atom(dm_slice text);

/* Read a repeat count at the start of `text`: its length, 0 when there is
** none (then once). */
typedef struct dm_item_times {
    size_t len, brace; /* of the whole; of what a { opens */
    size_t min, max;
    bool   possessive;
} dm_item_times;
dm_item_times dm_item_repeat(dm_slice text);

#endif
