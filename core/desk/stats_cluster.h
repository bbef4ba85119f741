/* stats_cluster.h - lines nobody touched, by what they look like.
**
** Lines are counted by head and shape together (stats_form.h), in bounded
** memory.  At the end they are gathered into groups: lines with one head, for
** boilerplate begins alike ("责任编辑："), and what has no head in common by
** its shape ("汉₂ 汉₁", names before 摄).
*/
#ifndef DM_DESK_STATS_CLUSTER_H
#define DM_DESK_STATS_CLUSTER_H

#include "desk/stats_census.h"
#include "desk/stats_form.h"

enum {
    DM_CLUSTER_EXAMPLES = 3, /* of a head and shape */
    DM_LINE_EXAMPLES = 8
};

typedef struct dm_line_example {
    dm_slice doc;       /* its id */
    uint32_t line, col; /* in the decoded file, from 1; 0 unknown */
    dm_slice text;
} dm_line_example;

/* Lines of one head and shape. */
typedef struct dm_cluster {
    dm_slice        head, show;
    dm_slice        text;
    dm_piece       *pieces;
    size_t          npieces;
    bool            cut, indented, inside_from, inside_to;
    dm_line_example example[DM_CLUSTER_EXAMPLES]; /* the first, all different */
    size_t          nexamples;
} dm_cluster;

typedef struct dm_clusters {
    dm_census lines;         /* by head and shape; rows have a dm_cluster */
    dm_census heads, shapes; /* the same lines */
    dm_buf    key;
    bool      bare; /* without heads and shapes: only to be packed */
} dm_clusters;

/* At most `max` heads and shapes are kept: see stats_census.h. */
void dm_clusters_init(dm_clusters *c, size_t max);
void dm_clusters_fini(dm_clusters *c);

/* Count lines of this shape.  Their cluster, for examples, valid until the next
** line; NULL when memory ran out. */
dm_cluster *dm_clusters_add(dm_clusters *c, const dm_form *shape, uint64_t n,
                            uint64_t doc);

/* Keep a copy of the example if there is room and it is a new text. */
bool dm_cluster_example(dm_clusters *c, dm_cluster *cluster,
                        const dm_line_example *example);

/* Would dm_cluster_example keep it? */
bool dm_cluster_wants(const dm_cluster *cluster, dm_slice text);

/* What its lines have in common; borrows the cluster's text. */
void dm_cluster_shape(const dm_cluster *cluster, dm_form *shape);

/* Lines in a wire format, for the way from a worker: all of them appended, all
** of them added.  False when the bytes are none, or memory ran out. */
void dm_clusters_pack(const dm_clusters *c, dm_buf *out);
bool dm_clusters_merge(dm_clusters *c, dm_slice bytes, dm_slice doc_id,
                       uint64_t doc);

typedef struct dm_line_group {
    uint64_t        n, docs;
    bool            by_head;
    dm_slice        key; /* the head or the shape */
    dm_form         shape;
    dm_line_example example[DM_LINE_EXAMPLES];
    size_t          nexamples;
} dm_line_group;

/* Gather: `*n` groups in `arena`, the most frequent first; NULL when it is
** full.  The clusters must stay. */
dm_line_group **dm_clusters_groups(const dm_clusters *c, dm_arena *arena,
                                   size_t *n);

#endif
