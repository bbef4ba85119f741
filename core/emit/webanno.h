/* webanno.h - the W3C's Web Annotation, as JSON-LD (format webanno).
**
** One AnnotationPage a document, each on a line of its own.  A span is told
** thrice: by a TextPositionSelector (code points of the view's text, from 0,
** half-open: the recommendation wants code points, not code units), by a
** TextQuoteSelector with what stands before and behind, and, where the place
** in the file is known, by a DataPositionSelector in the file's bytes.  The
** target's source is the document's path; the page names the view that the
** text positions count in.
*/
#ifndef DM_EMIT_WEBANNO_H
#define DM_EMIT_WEBANNO_H

#include "base/buf.h"
#include "emit/standoff.h"

void dm_webanno_render(dm_buf *out, const dm_standoff *found);

#endif
