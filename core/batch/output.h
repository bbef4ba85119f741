/* output.h - where records go, and the proof that they got there.
**
** Standard output, or a file that appears whole: it is written under a
** temporary name in the same folder, synced, and renamed when the run is over.
** What exists and is no regular file (a pipe, /dev/null) is written directly.
** Every write and the close are checked.  SIGPIPE is expected to be ignored: a
** reader that went away fails the write and sets `gone`; the program then
** cleans up and ends by that signal, silently, as any filter does.
*/
#ifndef DM_BATCH_OUTPUT_H
#define DM_BATCH_OUTPUT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

typedef struct dm_output {
    int         fd;   /* -1 when closed */
    const char *name; /* as it was given, for messages; borrowed */
    char       *path; /* the final name; NULL when written directly */
    char       *temp; /* the name while it is being written */
    dm_buf      held; /* not written yet */
    bool        gone; /* nobody reads any more */
} dm_output;

/* Open `path`, or standard output for NULL and "-"; `path` must outlive it.
** False with WRITE, or USAGE when it names a folder or nothing. */
__attribute__((warn_unused_result)) bool dm_output_open(dm_output  *out,
                                                        const char *path,
                                                        dm_err     *err);

/* Write `bytes`, at the latest with the next flush.  False with WRITE. */
__attribute__((warn_unused_result)) bool dm_output_write(dm_output *out,
                                                         dm_slice   bytes,
                                                         dm_err    *err);
__attribute__((warn_unused_result)) bool dm_output_flush(dm_output *out,
                                                         dm_err    *err);

/* Flush, sync, close and give the file its name.  False with WRITE; the
** temporary is removed then. */
__attribute__((warn_unused_result)) bool dm_output_commit(dm_output *out,
                                                          dm_err    *err);

/* End the program by SIGPIPE.  Returns only if that is impossible. */
void dm_output_die(void);

/* Close and leave no file behind.  Fine after commit. */
void dm_output_abandon(dm_output *out);

#endif
