/* list.h - a file of paths, one a line or one a NUL, read as it comes. */
#ifndef DM_BATCH_LIST_H
#define DM_BATCH_LIST_H

#include "base/err.h"
#include "base/slice.h"

typedef struct dm_list dm_list;

/* Open the list at `path` ("-": standard input).  `nul`: paths end in NUL.
** NULL with NOT_FOUND, DENIED, NOT_REGULAR, READ or MEMORY. */
dm_list *dm_list_open(const char *path, bool nul, dm_err *err);
void     dm_list_close(dm_list *list);

typedef enum dm_list_item {
    DM_LIST_END,
    DM_LIST_PATH,
    DM_LIST_BROKEN /* err is filled: READ, or USAGE for a stray NUL */
} dm_list_item;

/* The next path that is not empty; valid until the next call. */
dm_list_item dm_list_next(dm_list *list, dm_slice *path, dm_err *err);

#endif
