/* path.h - the way of a place from the bytes of the file to a view.
**
** A place is a range of the view "decoded".  Its path says which bytes it is
** made of and how they were decoded, then of each view on the way what stood
** there before and what after: the reader's reference, the step that folded,
** the repair with its certainty, or the step that took it out.  It is a value
** (emit/value.h), so that it can be written as JSON as it is:
**
**   line, col      from 1, in the decoded file (of a container: in `part`)
**   part           the member of a container, else left out
**   src, exact     bytes of the file [from, to); whole units when not exact
**   hex, hex_cut   those bytes; how many more there are, left out when none
**   decoded        {text, char: [from, to), cut}
**   charset        {name, how, confidence, evidence}; decode_error: true when
**                  bytes in there did not decode
**   steps          list of {name, changed, before, after, what, exact, edits,
**                  repairs: [{mechanism, certainty, applied, before, after,
**                  note}]}; texts are there when it changed something
**   removed        the step that took it out, then nothing follows; else
**   view, text     of the view; char: [from, to) in it, byte: likewise
**   view_line, view_col   from 1
**
** Long texts are cut, and then the object that has them says `cut`.
*/
#ifndef DM_DESK_PATH_H
#define DM_DESK_PATH_H

#include "base/buf.h"
#include "doc/doc.h"
#include "emit/value.h"

/* The path of `range` of "decoded" to `view`, in `arena`.  An empty range (text
** that a reader put in has no bytes) is told as what lies between. NULL with
** MEMORY. */
dm_value *dm_path_value(const dm_view *view, dm_range range, dm_arena *arena,
                        dm_err *err);

/* Append `path` for people: bytes, decoding, steps, place in the view, with the
** lines of the file and the view and carets under them in terminal cells. */
void dm_path_print(dm_buf *out, const dm_value *path, const dm_view *view,
                   bool color);

#endif
