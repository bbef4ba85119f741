/* named.h - outputs that scripts name: emit("people", record).
**
** Each is a file NAME.SUFFIX in the output folder, made when its first record
** comes, and put in place with the others when the run is over.
*/
#ifndef DM_BATCH_NAMED_H
#define DM_BATCH_NAMED_H

#include "batch/folder.h"
#include "batch/names.h"
#include "batch/store.h"

enum { DM_NAMED_MAX = 100 }; /* outputs a run */

typedef struct dm_named {
    const dm_store_options *options;
    dm_folder              *folder; /* NULL: there is none */
    dm_names               *taken;  /* files in the folder, NULL: do not care */
    struct dm_named_rows   *list;
    size_t                  n;
} dm_named;

void dm_named_init(dm_named *named, const dm_store_options *options,
                   dm_folder *folder, dm_names *taken);

/* Prepare the records of `parcels` that have names.  FAILED or BROKEN; USAGE
** when there is no folder, which says where they would go. */
dm_put dm_named_prepare(dm_named *named, dm_slice parcels, dm_err *err);

/* The path of the first of them, or NULL. */
const char *dm_named_first(const dm_named *named);

/* As for dm_rows (rows.h), for all of them. */
__attribute__((warn_unused_result)) bool dm_named_write(dm_named *named,
                                                        dm_err   *err);
void                                     dm_named_forget(dm_named *named);
__attribute__((warn_unused_result)) bool dm_named_commit(dm_named *named,
                                                         dm_err   *err);
void                                     dm_named_abandon(dm_named *named);

#endif
