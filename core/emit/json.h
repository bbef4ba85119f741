/* json.h - writing JSON (RFC 8259), a page of code on purpose.
**
** Output is UTF-8; only what must be escaped is (", \, controls, and U+2028,
** U+2029 so that JSONL survives JavaScript).  Reals are written with the
** fewest digits that read back as the same number.  Reading JSON is jansson's
** business, not ours.
*/
#ifndef DM_EMIT_JSON_H
#define DM_EMIT_JSON_H

#include "base/buf.h"
#include "emit/value.h"

/* Append `s` as a JSON string with its quotes.  Bytes that are not UTF-8 are
** written as U+FFFD. */
void dm_json_string(dm_buf *out, dm_slice s);

/* Append `value`; `indent` spaces a level, 0 for one line. */
void dm_json_value(dm_buf *out, const dm_value *value, int indent);

#endif
