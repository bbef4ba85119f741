/* set.h - many patterns over one subject.
**
** A set knows the needed literals of all its patterns and finds them in one
** pass, so that two hundred patterns cost little more than twelve.  A run is
** a set over one subject: it can search for one pattern after another, as a
** rule engine does, or give the matches of all in the order of their places,
** as re.set{…}:gmatch does.
*/
#ifndef DM_MATCH_SET_H
#define DM_MATCH_SET_H

#include "match/regex.h"

typedef struct dm_regex_set dm_regex_set;
typedef struct dm_set_run   dm_set_run;

/* A set of `n` patterns, which it holds (dm_regex_ref).  Patterns are known
** by their index.  NULL with MEMORY. */
__attribute__((warn_unused_result)) dm_regex_set *dm_regex_set_new(
    dm_regex *const *patterns, size_t n, dm_err *err);
void   dm_regex_set_free(dm_regex_set *set);
size_t dm_regex_set_count(const dm_regex_set *set);
/* Borrowed. */
const dm_regex *dm_regex_set_at(const dm_regex_set *set, size_t index);

/*
** Bring the set over `subject`, which must not change or move while the run
** lives; set and matcher must outlive it.  Takes one pass over the subject
** (and one to check it, if the matcher does not trust its texts) and up to
** half its size in memory.  NULL with MEMORY.
*/
__attribute__((warn_unused_result)) dm_set_run *dm_set_run_new(
    const dm_regex_set *set, dm_matcher *m, dm_slice subject, dm_err *err);
void dm_set_run_free(dm_set_run *run);

/* dm_regex_search and dm_regex_next for pattern `index` of the set; the
** groups are in the run's matcher. */
__attribute__((warn_unused_result)) dm_found dm_set_run_search(dm_set_run *run,
                                                               size_t  index,
                                                               size_t  start,
                                                               dm_err *err);
__attribute__((warn_unused_result)) dm_found dm_set_run_next(dm_set_run *run,
                                                             size_t      index,
                                                             dm_range    last,
                                                             dm_err     *err);

typedef struct dm_set_match {
    size_t          index;  /* which pattern */
    const dm_range *groups; /* its groups, until the next step */
} dm_set_match;

/*
** The next match of any pattern, from the subject's start on.  Matches come
** in the order of where they begin; of those that begin at one place the
** pattern with the lower index comes first.  The matches of one pattern do
** not overlap (they are those of dm_regex_next), those of different patterns
** may.  A pattern that runs into a limit ends the run with that error.
*/
__attribute__((warn_unused_result)) dm_found dm_set_run_step(
    dm_set_run *run, dm_set_match *match, dm_err *err);

#endif
