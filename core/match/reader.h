/* reader.h - where the reader of patterns stands, shared by its two files.
**
** reader.c knows groups, sequences and repeats, reader_class.c the things
** that match one character.  Both take the pattern's syntax for granted, for
** PCRE2 has compiled it; whatever they do not know marks the reader as stuck.
*/
#ifndef DM_MATCH_READER_H
#define DM_MATCH_READER_H

#include "match/fact.h"

typedef struct dm_mode {
    bool caseless, dotall, extended, multiline, ucp;
} dm_mode;

typedef struct dm_reader {
    dm_slice p;
    size_t   at, items;
    int      depth;
    dm_mode  mode;
    dm_facts fs; /* fs.stuck: nothing is known */
} dm_reader;

/* The next byte, or '\0' at the end; `k` bytes further. */
static inline char dm_reader_peek(const dm_reader *r, size_t k)
{
    char c = '\0';

    if (k < r->p.len - r->at)
        c = r->p.ptr[r->at + k];
    return c;
}

/* Read the whole pattern. */
dm_fact dm_reader_run(dm_reader *r);

/* Read one class from its bracket on, one escape from its backslash on, or
** one literal character. */
dm_fact dm_reader_class(dm_reader *r);
dm_fact dm_reader_escape(dm_reader *r);
dm_fact dm_reader_literal(dm_reader *r);

/* Give up; the fact says nothing. */
dm_fact dm_reader_stuck(dm_reader *r);

#endif
