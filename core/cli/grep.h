/* grep.h - one document of docmill grep: its matches, and how they print. */
#ifndef DM_CLI_GREP_H
#define DM_CLI_GREP_H

#include "batch/job.h"
#include "load/load.h"
#include "match/regex.h"

typedef enum dm_grep_mode {
    DM_GREP_LINES, /* path:line:text */
    DM_GREP_ONLY,  /* path:line:match */
    DM_GREP_COUNT, /* path:number of lines */
    DM_GREP_FILES, /* path */
    DM_GREP_JSON   /* one object a match */
} dm_grep_mode;

typedef struct dm_grep {
    const dm_load_options *load;
    dm_regex              *rx;
    dm_matcher            *matcher; /* the worker's */
    dm_slice               view;
    dm_grep_mode           mode;
    bool                   invert; /* lines without a match */
    bool                   offset; /* print source bytes too */
    bool                   color;
    bool                   escape; /* the output is a terminal */
} dm_grep;

/* Search `doc` and append what is to be printed; out->yes tells whether there
** was anything.  False with STEPS, MEMORY, SIZE. */
__attribute__((warn_unused_result)) bool dm_grep_document(dm_grep   *grep,
                                                          dm_doc    *doc,
                                                          dm_answer *out,
                                                          dm_err    *err);

#endif
