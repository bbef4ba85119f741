/* stats_in.h - what the files of stats share.  Private to them. */
#ifndef DM_DESK_STATS_IN_H
#define DM_DESK_STATS_IN_H

#include "desk/stats.h"
#include "desk/stats_cluster.h"
#include "desk/stats_sample.h"
#include "desk/stats_times.h"

enum {
    DM_STATS_REASONS = 1000, /* of a rule */
    DM_STATS_VALUES = 10000, /* of a field */
    DM_STATS_PAIRS = 100000, /* of rules */
    DM_STATS_NAMES = 1000,   /* documents that are listed by name */
    DM_STATS_FIELDS = 1000
};

/* Durations, and the name of the document that took longest. */
typedef struct dm_spent {
    dm_times times;
    dm_buf   slowest;
} dm_spent;

typedef struct dm_rule_stats {
    dm_slice  id, file, view, conflict;
    int64_t   line;
    uint64_t  docs, hits, refused, beaten, chars;
    uint64_t  where; /* tells sets of documents apart */
    dm_spent  spent;
    dm_census reasons, by, limits;
} dm_rule_stats;

typedef struct dm_field_stats {
    dm_slice  name;
    bool      declared, required;
    uint64_t  filled, values;
    dm_census distinct;
} dm_field_stats;

struct dm_stats {
    const dm_stats_options *options;
    dm_arena                arena; /* of names */
    dm_slice                name, view;
    dm_rule_stats          *rules;
    size_t                  nrules;
    dm_field_stats        **fields;
    size_t                  nfields, fields_cap;
    bool                    cut;   /* the run did not come to its end */
    bool                    known; /* what rules and fields there are */
    uint64_t documents, counted, done, failed, away, skipped, empty, records;
    uint64_t picked; /* documents whose fields are known: those with a record,
                     ** and those that failed for want of a field */
    uint64_t  other_fields; /* values of fields beyond DM_STATS_FIELDS */
    uint64_t  chars, covered, lines, left, dropped;
    dm_spent  load, views, shared, run;
    dm_census pairs, away_why, skipped_why, failed_why, limits;
    dm_buf    names_empty, names_failed, names_away, names_skipped; /* NUL
                                                                     ** between */
    dm_clusters clusters;
    dm_samples  hits, near;
};

#endif
