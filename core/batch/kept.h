/* kept.h - the text of a view without what was dropped from the document.
**
** Places of the view can be asked for in it.
*/
#ifndef DM_BATCH_KEPT_H
#define DM_BATCH_KEPT_H

#include "doc/doc.h"

typedef struct dm_kept {
    dm_slice        text; /* in the arena, or the view's own */
    const dm_view  *view;
    const dm_range *gone; /* what is left out, in the view; ascending, apart */
    size_t          ngone;
} dm_kept;

/* The text of `view` without what was dropped.  False with MEMORY. */
__attribute__((warn_unused_result)) bool dm_kept_text(dm_kept       *out,
                                                      const dm_doc  *doc,
                                                      const dm_view *view,
                                                      dm_arena      *arena,
                                                      dm_err        *err);

/* How many code points of the text stand before byte `at` of the view. */
size_t dm_kept_codepoints(const dm_kept *kept, size_t at);

#endif
