/* name.h - file names as people and JSON can have them.
**
** A file name is bytes; an id is text.  What is not UTF-8 in a name becomes
** U+FFFD in the id, and the bytes go along in base64 so that nothing is lost.
*/
#ifndef DM_BATCH_NAME_H
#define DM_BATCH_NAME_H

#include "base/buf.h"
#include "base/slice.h"

/* Append `name` with U+FFFD for each byte that is not part of valid UTF-8. */
void dm_name_utf8(dm_buf *out, dm_slice name);

/* Append a text that no other name has: the name itself where it is UTF-8, else
** "base64:" and its bytes in base64. */
void dm_name_key(dm_buf *out, dm_slice name);

/* Append `bytes` in base64 (RFC 4648, padded). */
void dm_name_base64(dm_buf *out, dm_slice bytes);

#endif
