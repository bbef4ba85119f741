/* stats_rest.h - what rules cover in a document, and what they leave over. */
#ifndef DM_DESK_STATS_REST_H
#define DM_DESK_STATS_REST_H

#include "desk/stats_cluster.h"
#include "doc/doc.h"
#include "emit/value.h"

typedef struct dm_rest {
    /* What is asked. */
    dm_doc         *doc;
    const dm_view  *view;
    const dm_value *cover; /* list: a flat list of byte places for each rule */
    const dm_value *other; /* one such list more, of nobody; may be NULL */
    dm_arena       *arena; /* of the values */
    dm_clusters    *clusters; /* the lines that are left go in */
    /* The answer. */
    uint64_t  chars;   /* of the view, line ends and blanks included */
    uint64_t  covered; /* by hits, fields, drops, annotations */
    uint64_t  lines;   /* lines with text that nobody touched, or parts */
    uint64_t  left;    /* characters in them */
    dm_value *rules;   /* list: the characters that each rule covers */
    dm_value *pairs;   /* list of [a, b, n]: hits of a that overlap one of b */
} dm_rest;

/* Count; the answer's members are 0 before.  False with MEMORY. */
__attribute__((warn_unused_result)) bool dm_rest_count(dm_rest *out,
                                                       dm_err  *err);

#endif
