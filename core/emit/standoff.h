/* standoff.h - what was found in a text, beside the text.
**
** For formats that leave the text alone and tell places in it: brat and the
** W3C's Web Annotation.  The engine builds it (engine/standoff.h); the tree
** takes its labels from it as well.
*/
#ifndef DM_EMIT_STANDOFF_H
#define DM_EMIT_STANDOFF_H

#include "base/slice.h"
#include "emit/value.h"

typedef struct dm_standoff_span {
    dm_range        bytes;  /* in the text; never empty */
    dm_range        points; /* the same in code points */
    dm_range        src;    /* in the file's bytes, when `filed` */
    bool            filed;  /* false in a member of a container */
    dm_slice        rule;   /* as in dm_label */
    dm_slice        field;
    const dm_value *value; /* of the field, or NULL */
} dm_standoff_span;

typedef struct dm_standoff {
    dm_slice                id, path; /* path "" for what came from no file */
    dm_slice                text;     /* valid UTF-8 */
    const char             *view;     /* its name */
    const dm_standoff_span *spans;    /* by beginning, longer ones first */
    size_t                  nspans;
} dm_standoff;

#endif
