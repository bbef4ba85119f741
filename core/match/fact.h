/* fact.h - what the reader of patterns knows about a piece of one.
**
** Either the piece matches exactly a few known words, or it has a shape and
** perhaps literals that it cannot match without.  Facts live in the reader's
** arena; an arena that is full marks the reader as stuck, and a stuck reader
** claims nothing.
*/
#ifndef DM_MATCH_FACT_H
#define DM_MATCH_FACT_H

#include "base/arena.h"
#include "match/need.h"

typedef struct dm_word {
    uint8_t len;
    char    text[DM_NEED_TEXT];
} dm_word;

/* A literal inside the piece, with the rest of the piece around it. */
typedef struct dm_core {
    dm_shape before, after;
    dm_word  word;
    double   rarity; /* of the word */
} dm_core;

typedef struct dm_fact {
    dm_shape shape;
    bool     line_start; /* begins with ^ */
    bool     exact;      /* matches the words and nothing else */
    size_t   n;          /* words when exact, else cores; 0 cores: unknown */
    dm_word *words;
    dm_core *cores;
    double   rate; /* of the cores */
} dm_fact;

typedef struct dm_facts {
    dm_arena arena;
    bool     stuck;
} dm_facts;

/* Matches the empty text, `text`, or one of `n` words; or has this shape. */
dm_fact dm_fact_empty(dm_facts *fs);
dm_fact dm_fact_text(dm_facts *fs, dm_slice text);
dm_fact dm_fact_shape(const dm_shape *shape);

/* `a` then `b`; whether that would still be exact. */
dm_fact dm_fact_cat(dm_facts *fs, const dm_fact *a, const dm_fact *b);
bool    dm_fact_fits(const dm_fact *a, const dm_fact *b);

/* `a` or `b`; `a` from `lo` to `hi` times. */
dm_fact dm_fact_or(dm_facts *fs, const dm_fact *a, const dm_fact *b);
dm_fact dm_fact_repeat(dm_facts *fs, const dm_fact *a, size_t lo, size_t hi);

/* The cores of a fact, made from its words if it is exact.  None when a word
** is empty. */
dm_fact dm_fact_cores(dm_facts *fs, const dm_fact *a);

#endif
