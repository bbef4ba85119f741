/* slate.c - lists cut back to where they were.
**
** A list that grows copies itself when its length is a power of two, so cutting
** it is always safe; loading leaves all of them empty.
*/
#include "desk/slate.h"

dm_slate dm_slate_mark(const dm_doc *doc)
{
    return (dm_slate){doc->nannotations, doc->ndrops, doc->changes};
}

void dm_slate_wipe(dm_doc *doc, const dm_slate *mark)
{
    doc->nannotations = mark->nannotations;
    doc->ndrops = mark->ndrops;
    doc->changes = mark->changes;
}
