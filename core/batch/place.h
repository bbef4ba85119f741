/* place.h - a file put in its place, whole or not at all.
**
** The bytes go to a temporary in the same folder, are synced, and take the
** name by rename; until then whatever had the name is untouched.  Names are
** taken in an open folder, so no link in a path can lead elsewhere.
*/
#ifndef DM_BATCH_PLACE_H
#define DM_BATCH_PLACE_H

#include <sys/stat.h>

#include "base/err.h"
#include "base/slice.h"

/* What came of writing something of one document. */
typedef enum dm_put {
    DM_PUT_OK,
    DM_PUT_FAILED, /* this document cannot be written; others can */
    DM_PUT_BROKEN  /* nothing can: a full disk, a failing one, no memory */
} dm_put;

/* Fill in WRITE with "cannot DOING SHOWN: …" for an errno, and say which of
** the two failures it is. */
dm_put dm_put_errno(dm_err *err, int number, const char *doing,
                    const char *shown);

/*
** `like` is the file whose mode, owner and group to keep, as far as we may:
** where owner or group are not kept set-id bits go, and another group may no
** more than all may.  NULL: a new file, as the umask says.  `backup` is the
** name under which what was there is kept; it must be free; NULL: not kept.
*/
typedef struct dm_place {
    int                dir;   /* the open folder */
    const char        *name;  /* in it */
    const char        *shown; /* for messages */
    const struct stat *like;
    const char        *backup;
} dm_place;

/* Put `bytes` there.  FAILED: what was there may not be written, is a folder,
** the backup's name is taken, and so on.  No temporary is left. */
dm_put dm_place_put(const dm_place *place, dm_slice bytes, dm_err *err);

#endif
