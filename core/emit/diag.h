/* diag.h - diagnostics: an error value as people and programs read it.
**
**   notice.lua:9:12: error[E305]: missing closing parenthesis
**       match = re [[(?<y>\d{4}年]],
**                              ^
**     in input.txt:3:1
**     help: close the group that begins at "(?<y>"
**
** A note that has no code is just `note:`.  The caret stands under the place in
** terminal cells, so a Han character before it counts two.  Control characters
** in names and texts are shown as \xNN, never sent to a terminal.
*/
#ifndef DM_EMIT_DIAG_H
#define DM_EMIT_DIAG_H

#include "base/buf.h"
#include "base/err.h"

typedef enum dm_severity { DM_ERROR, DM_WARNING, DM_NOTE } dm_severity;

/* Append `err` in the form above, with colours when `color`. */
void dm_diag_text(dm_buf *out, const dm_err *err, dm_severity severity,
                  bool color);

/* Append `err` as one line of JSON with the keys severity, code, name,
** message, help, file, line, column, source, doc, doc_line, doc_column;
** empty ones are left out. */
void dm_diag_json(dm_buf *out, const dm_err *err, dm_severity severity);

#endif
