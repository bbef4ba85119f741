/* notify.h - folders that are watched: which names in them changed.
**
** A watch on a file dies when an editor saves by renaming a new one over it, so
** the folders are watched and the names looked at.  Only what is finished is
** told: a file that was written and closed, or moved here, or is gone.
*/
#ifndef DM_DESK_NOTIFY_H
#define DM_DESK_NOTIFY_H

#include <stdbool.h>

#include "base/err.h"

typedef struct dm_notify dm_notify;

/* NULL with MEMORY or MACHINE. */
dm_notify *dm_notify_open(dm_err *err);
void       dm_notify_close(dm_notify *n);

/* What to poll for reading; -1 without one. */
int dm_notify_fd(const dm_notify *n);

/*
** Watch a folder.  `prefix` is what stands before the names in it: "" for the
** working folder, else it ends in '/'.  `role` is for the caller; the same
** folder may be watched under several prefixes and roles, and again.  False
** with NOT_FOUND, DENIED, MACHINE (there are no watches left), or MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_notify_folder(dm_notify  *n,
                                                          const char *prefix,
                                                          unsigned    role,
                                                          dm_err     *err);

/* The same for the folder that the file `path` is in. */
__attribute__((warn_unused_result)) bool dm_notify_beside(dm_notify  *n,
                                                          const char *path,
                                                          unsigned    role,
                                                          dm_err     *err);

typedef struct dm_notice {
    const char *path; /* prefix and name; valid during the call */
    const char *name;
    unsigned    role;
    bool        folder; /* it is a folder */
    bool        gone;   /* it is not there any more */
} dm_notice;

/*
** Tell all that happened since the last call, without waiting; a name may come
** more than once.  False when some of it is lost (too much at once, or a
** watched folder itself is gone): everything must be looked at again, and the
** folders watched anew.
*/
__attribute__((warn_unused_result)) bool dm_notify_read(
    dm_notify *n, void (*told)(void *ud, const dm_notice *notice), void *ud);

/* Is this the name of a file that editors and other programs put beside the
** real one for a moment: "a~", ".a.swp", "#a#", "4913", "a.tmp", "sedXa3f9Q"?
*/
bool dm_notify_passing(const char *name);

#endif
