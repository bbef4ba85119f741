/* index_in.h - what the files of the index share.  Private to them. */
#ifndef DM_DESK_INDEX_IN_H
#define DM_DESK_INDEX_IN_H

#include "base/arena.h"
#include "desk/index.h"
#include "desk/stats_census.h"
#include "desk/stats_times.h"
#include "emit/value.h"

/* Why a document gets a page before others do. */
typedef enum dm_index_class {
    DM_INDEX_CHANGED,
    DM_INDEX_FAILED,
    DM_INDEX_NO_HIT,
    DM_INDEX_ODD,
    DM_INDEX_REST,
    DM_INDEX_CLASSES
} dm_index_class;

typedef struct dm_index_row {
    uint64_t number; /* in the order of the inputs, from 1 */
    dm_index_class class;
    uint64_t odd;   /* refused matches, warnings, damage */
    size_t   root;  /* see dm_origin */
    char    *path;  /* as given */
    char    *cells; /* members of a JSON object; of `len` bytes */
    size_t   len;
    char    *page; /* below the folder, or NULL */
    bool     chosen, written;
} dm_index_row;

/* Values of a rule or a field. */
typedef struct dm_index_facet {
    dm_slice  name;
    uint64_t  docs;   /* that have any */
    uint64_t  values; /* all of them */
    dm_census census;
} dm_index_facet;

typedef struct dm_index_rule {
    dm_index_facet facet; /* its name is the rule's id */
    uint64_t       hits, refused, beaten, docs;
    uint64_t       gained, lost, changed;
    dm_times       times;
    dm_buf         slowest; /* the document's path */
    dm_buf         about;   /* JSON: what std/ask/page.lua says of it */
} dm_index_rule;

struct dm_index {
    const dm_index_options *options;
    dm_arena                arena; /* of names, and of the choice */
    dm_index_rule         **rules;
    size_t                  nrules;
    dm_index_facet        **fields;
    size_t                  nfields;
    dm_index_row           *rows;
    size_t                  nrows, cap;
    dm_index_row          **chosen; /* in the order of the inputs */
    char                  **paths;  /* theirs */
    size_t                  nchosen;
    dm_buf                  script; /* its name */
    uint64_t                documents, bytes, chars, covered;
    uint64_t class[DM_INDEX_CLASSES], picked[DM_INDEX_CLASSES];
    uint64_t failed, away, skipped, none, changed, odd;
};

/* The rule or field of that name, which is added where it is new.  NULL when
** there are too many, or no memory. */
dm_index_rule  *dm_index_rule_of(dm_index *index, dm_slice id, size_t *at);
dm_index_facet *dm_index_field_of(dm_index *index, dm_slice name, size_t *at);

/* index_cells.c: what the index says of a document, as members of a JSON
** object.  `row` is the worker's, or NULL. */
void dm_index_cells(dm_index *index, const dm_origin *from, const dm_answer *a,
                    const dm_value *row, dm_buf *out);

/* index_name.c: name the pages of the chosen ones.  False with MEMORY. */
__attribute__((warn_unused_result)) bool dm_index_name(dm_index *index,
                                                       dm_err   *err);

/* index_facet.c: append the facet's values as JSON: "distinct":…,"top":… */
__attribute__((warn_unused_result)) bool dm_index_put_facet(
    const dm_index_facet *facet, dm_buf *out);

#endif
