/* brat.h - annotations for brat (format brat): a .ann beside a .txt.
**
** The .txt is the standoff's text as it is.  Offsets count code points from 0,
** half-open.  A span over several lines is one of several pieces, as brat
** itself writes it.  The type is the rule; a field of another name is an
** attribute, a value other than the covered text a note.
*/
#ifndef DM_EMIT_BRAT_H
#define DM_EMIT_BRAT_H

#include "base/buf.h"
#include "emit/standoff.h"

void dm_brat_render(dm_buf *out, const dm_standoff *found);

#endif
