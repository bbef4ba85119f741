/* visible.h - text from files made safe for a terminal.
**
** A document or a file name may hold escape sequences.  Here control
** characters become \xNN, and so do bytes that are not UTF-8; characters that
** nobody sees become <U+200B>: what is shown cannot act, and all is shown.
*/
#ifndef DM_EMIT_VISIBLE_H
#define DM_EMIT_VISIBLE_H

#include "base/buf.h"
#include "base/slice.h"

enum { DM_VISIBLE_ROOM = 16 }; /* bytes of an escape */

/* The next piece of `*s` (not empty): a valid printable character as it is, or
** the escape of one byte or character in `room`; `*s` moves behind it, `*cells`
** is what it takes on a terminal.  A tab counts as one space. */
dm_slice dm_visible_next(dm_slice *s, char room[DM_VISIBLE_ROOM],
                         size_t *cells);

/* Append all of `s` that way; the cells it takes. */
size_t dm_visible(dm_buf *out, dm_slice s);

#endif
