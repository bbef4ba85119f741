/* repairs.h - what was repaired on the way to a view, as a record value. */
#ifndef DM_ENGINE_REPAIRS_H
#define DM_ENGINE_REPAIRS_H

#include "doc/doc.h"
#include "emit/value.h"

/*
** A list of {step, mechanism, certainty, applied, count, places}: one for
** each way in which places were, or would be, repaired on the way to `view`,
** in the order of their first places.  places is a list of {src, before,
** after, note}: src in bytes of the file, note where there is one; at most
** `limit` of them, while count counts all.  NULL when the arena is full.
*/
dm_value *dm_repairs_value(dm_arena *arena, const dm_view *view, size_t limit);

#endif
