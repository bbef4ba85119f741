/* json_read.h - JSON text back into record values.
**
** Workers send records as JSON lines to the parent; sinks with a state (tables,
** databases) read them here.  Reading is strict (RFC 8259) and jansson's work:
** keys keep their order, a number with a point or an exponent is a real.
*/
#ifndef DM_EMIT_JSON_READ_H
#define DM_EMIT_JSON_READ_H

#include "base/err.h"
#include "emit/value.h"

/*
** The value that `text` is, in `arena`.  NULL with BAD_RESULT (it is no JSON,
** or there is more behind it) or MEMORY.
*/
dm_value *dm_json_read(dm_arena *arena, dm_slice text, dm_err *err);

/* Take the first line off `*text`, without its newline; false when `*text` is
** empty. */
bool dm_json_line(dm_slice *text, dm_slice *line);

#endif
