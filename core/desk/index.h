/* index.h - a corpus seen from above: rows of documents added up.
**
** The parent adds what workers told of each document (index_row.h), in the
** order of the inputs, then chooses which documents get a page, and writes the
** index's data for emit/page.h.  Memory is bounded: so many rows are kept, the
** most telling ones, and so many values of each rule; all are counted.
*/
#ifndef DM_DESK_INDEX_H
#define DM_DESK_INDEX_H

#include "base/buf.h"
#include "batch/inputs.h"
#include "batch/job.h"

enum {
    DM_INDEX_PAGES = 200, /* documents that get a page, usually */
    DM_INDEX_ROWS = 2000, /* documents that are listed */
    DM_INDEX_RULES = 1000
};

typedef struct dm_index dm_index;

typedef struct dm_index_options {
    const char *script;  /* its file */
    const char *against; /* what it is compared with, or NULL */
    size_t      pages;   /* documents that get a page, at most */
} dm_index_options;

/* NULL without memory.  The options are borrowed. */
dm_index *dm_index_new(const dm_index_options *options);
void      dm_index_free(dm_index *index);

/* Add a document: its answer's data are the row, or empty where the worker was
** lost.  False with MEMORY. */
__attribute__((warn_unused_result)) bool dm_index_add(dm_index        *index,
                                                      const dm_origin *from,
                                                      const dm_answer *a,
                                                      dm_err          *err);

/*
** All were added: choose the documents that get a page, and name the pages.
** First come documents that changed, that failed, that have no hit, that have
** refused matches, warnings or damage (the most first), each kind with half of
** what is left; then all others in order.  `*n` paths, in the order of the
** inputs, which live as long as the index; NULL with MEMORY.
*/
char *const *dm_index_choose(dm_index *index, size_t *n, dm_err *err);

/* The page of the i-th chosen one, as a path below the folder. */
dm_slice dm_index_page(const dm_index *index, size_t i);
/* The way back from the page of the document at `path` to the index; "" when
** it has none. */
void dm_index_way_back(const dm_index *index, dm_slice path, dm_buf *out);
/* It was written. */
void dm_index_written(dm_index *index, size_t i);

/* Append the data, JSON (its keys: index_json.c).  A run that was cut short is
** not `whole`.  False with MEMORY. */
__attribute__((warn_unused_result)) bool dm_index_json(const dm_index *index,
                                                       bool whole, dm_buf *out,
                                                       dm_err *err);

#endif
