/* json_check.h - is this JSON?  jansson's answer, but for numbers of any size.
**
** RFC 8259 sets no limit to a number, a double does: 1e400 is JSON that can be
** read as text, though no record can hold it.
*/
#ifndef DM_LOAD_JSON_CHECK_H
#define DM_LOAD_JSON_CHECK_H

#include <jansson.h>

#include "base/slice.h"

typedef struct dm_json_said {
    bool         doubled; /* an object has a key twice, which JSON allows */
    bool         large;   /* a number is too large for a double */
    json_error_t why;     /* with line and column, when it is no JSON */
} dm_json_said;

/* Is `text` one JSON value? */
bool dm_json_valid(dm_slice text, dm_json_said *said);

#endif
