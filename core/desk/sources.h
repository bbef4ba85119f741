/* sources.h - the files that a script is made of, and their folders watched.
**
** The script itself and every module and list that its engine has read; a few
** dozen.  While the script's last version is wrong, any file beside one of them
** may be what it lacks.
*/
#ifndef DM_DESK_SOURCES_H
#define DM_DESK_SOURCES_H

#include "desk/notify.h"
#include "desk/paths.h"
#include "engine/engine.h"

enum { DM_ROLE_SCRIPT = 1 }; /* of the folders that are watched for it */

typedef struct dm_sources {
    const char *script; /* as the user names it; NULL for none */
    dm_notify  *notify; /* NULL: nothing is watched; others may watch with it */
    dm_paths    files;
    dm_paths    denied;  /* folders that may not be read, and were told */
    bool        broken;  /* the last version is wrong */
    bool        changed; /* a file of it was saved */
    bool        missing; /* a folder is not there, or was lost */
    void       *ud;
    /* Tell of a folder that may not be read. */
    void (*warn)(void *ud, const dm_err *why);
} dm_sources;

void dm_sources_init(dm_sources *s, const char                       *script,
                     void (*warn)(void *ud, const dm_err *why), void *ud);
void dm_sources_fini(dm_sources *s);

/* Add which files the engine (NULL for none yet) was made of. */
void dm_sources_add(dm_sources *s, const dm_engine *engine);

/* Watch the folders of the files that are known so far; some may be so
** already.  False with MACHINE or MEMORY. */
__attribute__((warn_unused_result)) bool dm_sources_watch(dm_sources *s,
                                                          dm_err     *err);

/* Is it no reason to end that `path` could not be watched?  What is not there
** is noted in `missing`, to be tried again; what may not be read is told
** once. */
bool dm_sources_missed(dm_sources *s, const char *path, const dm_err *err);

/* Note what a notice of a script's folder says. */
void dm_sources_hear(dm_sources *s, const dm_notice *notice);

/* Hear all that there is, when nobody else is watching with `notify`.  False
** when some of it is lost. */
__attribute__((warn_unused_result)) bool dm_sources_read(dm_sources *s);

#endif
