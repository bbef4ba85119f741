/* said.h - inside the room: patches as the file will have them.
**
** What is written is more than the edits: references for what the charset
** lacks, and, when the file is converted, the name of its charset.  A diff is
** to show that too.
*/
#ifndef DM_SAVE_SAID_H
#define DM_SAVE_SAID_H

#include "save/save.h"
#include "save/write.h"

/* Make of the patches `p` those that dm_save with `o` writes; they live in
** `arena`.  False with UNENCODABLE, SIZE, MEMORY or MACHINE. */
__attribute__((warn_unused_result)) bool dm_patches_said(
    const dm_doc *doc, dm_arena *arena, const dm_save_options *o, dm_patches *p,
    dm_err *err);

#endif
