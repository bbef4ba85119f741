/* folder.h - the folder that output goes to, and folders below it.
**
** Nothing is ever written outside of it: each step down is taken from the open
** folder above, and no step follows a link.  The folder entered last is kept
** open, because documents of one folder come one after the other.
*/
#ifndef DM_BATCH_FOLDER_H
#define DM_BATCH_FOLDER_H

#include "base/buf.h"
#include "batch/place.h"

typedef struct dm_folder {
    int         root;  /* -1 when closed */
    const char *name;  /* as it was given; borrowed */
    dm_buf      below; /* the folder entered last, "" for the root itself */
    int         at;    /* it, open; -1 none */
    size_t      made;  /* length of the first folder of `name` that we made */
} dm_folder;

/* Open the folder `path`, making it and its parents.  False with WRITE. */
__attribute__((warn_unused_result)) bool dm_folder_open(dm_folder  *f,
                                                        const char *path,
                                                        dm_err     *err);

/* Sync what was entered last and close.  Fine for what was never opened, if
** `root` and `at` are -1. */
void dm_folder_close(dm_folder *f);

/* Close, and take away the folders that dm_folder_open made, if they are empty:
** the run came to nothing. */
void dm_folder_discard(dm_folder *f);

/* Put `bytes` at `path` ("a/b/c.txt") below the folder. */
dm_put dm_folder_put(dm_folder *f, dm_slice path, dm_slice bytes, dm_err *err);

#endif
