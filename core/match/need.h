/* need.h - what a pattern cannot match without.
**
** A conservative reader of pattern text derives a set of literals of which
** every match holds at least one, together with what must stand right before
** and behind the literal and how the part of the match before it looks.  From
** an occurrence of a literal this gives the few places where a match can
** begin (window.h).  What the reader does not understand for certain (back
** references, recursion, conditions, verbs, \G, \K, …) yields no need, and
** the regex is then searched by PCRE2 alone.
*/
#ifndef DM_MATCH_NEED_H
#define DM_MATCH_NEED_H

#include "match/shape.h"

enum { DM_NEED_TEXT = 24, DM_NEED_MAX = 64 };

typedef struct dm_need_literal {
    dm_bytes before[DM_NEAR]; /* the bytes to its left, nearest first */
    dm_bytes after[DM_NEAR];  /* the bytes to its right */
    uint8_t  nbefore, nafter; /* how many of them every match has */
    uint8_t  len, pair;       /* text[pair], text[pair + 1]: the rarest two */
    char     text[DM_NEED_TEXT];
} dm_need_literal;

typedef struct dm_need {
    dm_bytes prefix; /* bytes that can lie between a match's start and the
                     ** pair of the literal in it */
    size_t          min, max;   /* how many of them; max SIZE_MAX: no bound */
    bool            line_start; /* a match begins at the start of a line */
    bool            whole_line; /* prefix is everything but the newline */
    bool            plain_is_fast; /* PCRE2 finds candidates as fast as we do */
    double          rate;          /* occurrences expected per byte of text */
    size_t          n;
    dm_need_literal literal[];
} dm_need;

/* Read a pattern that PCRE2 has compiled with these flags (regex.h).  NULL
** when nothing useful is certain, or without memory. */
dm_need *dm_need_new(dm_slice pattern, dm_slice flags);
void     dm_need_free(dm_need *need);

/* How often `text` (UTF-8) may occur per byte of Chinese or English prose; a
** rough prior, for choosing among literals only. */
double dm_need_rarity(dm_slice text);

/* The same for any one byte of `set`. */
double dm_need_share(const dm_bytes *set);

#endif
