/* index_run.h - a folder of pages and the index before them.
**
** The corpus is run twice: once over all documents, for the index; then those
** that were chosen are looked at again, for their pages.  So nobody holds pages
** that nobody wants, and a corpus of any size takes the memory of its index.
*/
#ifndef DM_DESK_INDEX_RUN_H
#define DM_DESK_INDEX_RUN_H

#include "batch/batch.h"
#include "desk/index.h"
#include "desk/view.h"

/*
** Write the folder batch->store.output: index.html and a page for at most
** `pages` documents.  False when it could not be completed: `err` says why,
** result->output_failed whose fault it is.  A run that was cut short by a
** signal writes nothing more.
*/
__attribute__((warn_unused_result)) bool dm_index_run(
    const dm_batch_options *batch, dm_viewing *viewing, size_t pages,
    dm_batch_result *result, dm_err *err);

#endif
