/* library.h - where scripts and their modules come from.
**
** A library looks in the folders of $DOCMILL_PATH (separated by colons, each
** with std/ and rules/ in it), then among the scripts that are built into the
** program.  A script's own folder is searched for its modules; nothing above
** that folder can be reached, by dots or by symbolic links.
*/
#ifndef DM_ENGINE_LIBRARY_H
#define DM_ENGINE_LIBRARY_H

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"

typedef struct dm_library {
    char   folder[4096]; /* of the script, as realpath(3) says; "" for none */
    char   path[4096];   /* of what was found last, for messages */
    dm_buf file;         /* what was read last */
    dm_buf files;        /* the paths of all that was read, zero-terminated */
} dm_library;

enum { DM_SCRIPT_MAX = 16 << 20 }; /* bytes of one script file */

void dm_library_init(dm_library *library);
void dm_library_fini(dm_library *library);

/*
** Find the script that the user calls `name`: a path when it holds a slash or
** ends in .lua, else a rule file of the library.  The source lives until the
** library's next call, `library->path` says where it was.  False with
** NO_SCRIPT; a path that cannot be read has its reason in the message.
*/
__attribute__((warn_unused_result)) bool dm_library_script(dm_library *library,
                                                           const char *name,
                                                           dm_slice   *source,
                                                           dm_err     *err);

/* A dm_module_finder (see script/state.h); `ud` is the library. */
bool dm_library_module(void *ud, dm_slice name, dm_slice *source,
                       const char **path, dm_err *err);

/*
** Read file `name` ("names.txt", "lists/names.txt"), which lies in the script's
** folder or below it, wherever its links lead within.  `*bytes` live until the
** next call.  False with NO_MODULE.
*/
__attribute__((warn_unused_result)) bool dm_library_file(dm_library *library,
                                                         dm_slice    name,
                                                         dm_slice   *bytes,
                                                         dm_err     *err);

/* The path of the `i`-th file that was read, or NULL past the end. */
const char *dm_library_read(const dm_library *library, size_t i);

/* The name of the `i`-th built-in script ("rules/article.lua"), or NULL. */
const char *dm_library_at(size_t i);

#endif
