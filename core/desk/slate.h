/* slate.h - a document as it was before a script had it.
**
** A second script over the same document must not see what the first one did.
** Views are never changed, so they stay, made once for both; annotations,
** dropped spans and edits are what a script leaves behind.
*/
#ifndef DM_DESK_SLATE_H
#define DM_DESK_SLATE_H

#include "doc/doc.h"

typedef struct dm_slate {
    size_t                 nannotations, ndrops;
    struct dm_change_list *changes;
} dm_slate;

/* What there is now: right behind loading. */
dm_slate dm_slate_mark(const dm_doc *doc);

/* Take back what came since: pointers into these lists are stale then. */
void dm_slate_wipe(dm_doc *doc, const dm_slate *mark);

#endif
