/* regex_in.h - what a regex and a matcher are made of, for this room only.
**
** A search goes down three steps: dm_regex_search keeps the promises of
** regex.h, dm_window_search (window.h) narrows the places to look at, and
** dm_regex_exec is one call into PCRE2.
*/
#ifndef DM_MATCH_REGEX_IN_H
#define DM_MATCH_REGEX_IN_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "match/regex.h"

struct dm_need;
struct dm_finder;
struct dm_places;

struct dm_regex {
    pcre2_code *code;  /* for valid text; has JIT if it can be had */
    pcre2_code *wary;  /* MATCH_INVALID_UTF, for the interpreter */
    const char *names; /* PCRE2's name table */
    uint32_t    nnames, name_size, groups;
    long        refs;
    bool        jit;

    struct dm_need   *need;   /* NULL: no literal is needed, or R */
    struct dm_finder *finder; /* NULL: PCRE2 alone is as fast */

    size_t pattern_len, flags_len;
    char   text[]; /* the pattern, then the flags */
};

struct dm_matcher {
    pcre2_general_context *general;
    pcre2_match_context   *context;
    pcre2_jit_stack       *stack; /* NULL: the machine's, 32 KB */
    pcre2_match_data      *data;
    uint32_t               pairs; /* what `data` has room for */
    bool                   trust; /* subjects are valid */
    bool                   valid; /* the one being searched is */
};

/* A context whose memory is base/mem.h's; NULL when there is none. */
pcre2_general_context *dm_regex_memory(void);

/*
** One call into PCRE2: matches that start in [from, limit], `limit` being
** PCRE2_UNSET for no bound.  Returns PCRE2's code.
*/
int dm_regex_exec(const dm_regex *rx, dm_matcher *m, dm_slice subject,
                  dm_range starts, uint32_t options);

/* The code of a pattern and flags as regex.h has them, with more of PCRE2's
** options (near.h).  NULL with REGEX or MEMORY; the caller frees. */
__attribute__((warn_unused_result)) pcre2_code *dm_regex_code(dm_slice pattern,
                                                              dm_slice flags,
                                                              uint32_t options,
                                                              dm_err  *err);

/* Make room in the matcher for the groups of `rx`; false without memory. */
bool dm_matcher_fit(dm_matcher *m, const dm_regex *rx);

/* Turn PCRE2's code into ours, the ranges completed or the error filled. */
dm_found dm_regex_result(const dm_regex *rx, dm_matcher *m, int rc,
                         dm_err *err);

/* dm_regex_search and dm_regex_next where the places of the needed literals
** have been found already (window.h), or with NULL. */
dm_found dm_regex_search_in(const dm_regex *rx, dm_matcher *m, dm_slice subject,
                            size_t start, struct dm_places *places,
                            dm_err *err);
dm_found dm_regex_next_in(const dm_regex *rx, dm_matcher *m, dm_slice subject,
                          dm_range last, struct dm_places *places, dm_err *err);

#endif
