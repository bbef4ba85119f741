/* stats.h - what rules find, cost and leave over, added up over a corpus.
**
** Answers of stats_job.h are added in the order of the inputs; everything but
** times is the same for any number of workers.  Memory is bounded: counts of
** texts have ceilings (stats_census.h), and where something was let go the
** result says so.  The result is one value, which is what --json prints and
** what the text for people is made of; help topic "stats" lists its keys.
*/
#ifndef DM_DESK_STATS_H
#define DM_DESK_STATS_H

#include "batch/inputs.h"
#include "batch/job.h"
#include "emit/value.h"

typedef struct dm_stats dm_stats;

typedef struct dm_stats_options {
    const char *script;   /* its path, for people */
    size_t      limit;    /* rows of each kind */
    size_t      sample;   /* hits and near misses of each rule; 0 for none */
    size_t      clusters; /* heads and shapes of lines that are kept */
} dm_stats_options;

enum { DM_STATS_LIMIT = 10, DM_STATS_CLUSTERS = 100000 };

/* NULL when memory ran out.  The options are borrowed. */
dm_stats *dm_stats_new(const dm_stats_options *options);
void      dm_stats_free(dm_stats *s);

/* Add one answer.  False with INTERNAL (it is none) or MEMORY. */
__attribute__((warn_unused_result)) bool dm_stats_add(dm_stats        *s,
                                                      const dm_origin *from,
                                                      const dm_answer *answer,
                                                      dm_err          *err);

/* Say whether all inputs were answered for; true at first. */
void dm_stats_whole(dm_stats *s, bool whole);

/* All of it, in `arena`.  NULL with MEMORY. */
dm_value *dm_stats_value(const dm_stats *s, dm_arena *arena, dm_err *err);

/* Append the value as text for people: tables in terminal cells, with bars. */
typedef struct dm_stats_style {
    bool   color;
    size_t width; /* cells of a line; 0 for 80 */
} dm_stats_style;
void dm_stats_print(const dm_value *stats, const dm_stats_style *style,
                    dm_buf *out);

/*
** Append a rule script that drops the most frequent boilerplate among what no
** rule touched, at most `limit` rules: each compiles and matches its examples.
** `*rules` is how many there are; for none
** nothing is appended.  False with MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_stats_suggest(const dm_stats *s,
                                                          size_t         *rules,
                                                          dm_buf         *out,
                                                          dm_err         *err);

#endif
