/* spared.h - the files that were named as inputs, by device and inode.
**
** Where many files are written into a folder, each that is there already is
** looked up here: it may be an input whose turn comes later.  The set is made
** when it is first asked.
*/
#ifndef DM_BATCH_SPARED_H
#define DM_BATCH_SPARED_H

#include "base/buf.h"
#include "batch/inputs.h"

typedef struct dm_spared {
    const dm_inputs_options *named; /* borrowed */
    dm_buf                   files; /* sorted */
    bool                     made;
} dm_spared;

void dm_spared_init(dm_spared *s, const dm_inputs_options *named);
void dm_spared_fini(dm_spared *s);

/* May `path` below the open folder `dir` be written?  False with USAGE when it
** is a file that was named as an input (`folder` is for the message), or with
** MEMORY. */
__attribute__((warn_unused_result)) bool dm_spared_allows(dm_spared *s, int dir,
                                                          const char *folder,
                                                          dm_slice    path,
                                                          dm_err     *err);

#endif
