/* spot.h - a place that a record tells, found again in its document. */
#ifndef DM_DESK_SPOT_H
#define DM_DESK_SPOT_H

#include "desk/compare.h"
#include "doc/doc.h"

/* Line and column in characters, from 1, of the file as decoded; of a
** container in the part.  False when the document has no such place. */
__attribute__((warn_unused_result)) bool dm_spot_line(const dm_doc  *doc,
                                                      const dm_spot *spot,
                                                      size_t        *line,
                                                      size_t        *col);

/* The place in the view "text"; false when nothing of it is there. */
__attribute__((warn_unused_result)) bool dm_spot_text(const dm_doc  *doc,
                                                      const dm_spot *spot,
                                                      dm_range      *out);

#endif
