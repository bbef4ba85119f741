/* member.h - reading values that may not be what one hopes for.
**
** Reports and records come from scripts and files.  Asking for what is not
** there, or is of another kind, of no object or of NULL, gives nothing: NULL,
** "", 0, false.
*/
#ifndef DM_EMIT_MEMBER_H
#define DM_EMIT_MEMBER_H

#include "emit/value.h"

/* The member `key`; as a text, a whole number, a number of either kind, a
** truth, a list. */
const dm_value *dm_member_at(const dm_value *o, const char *key);
dm_slice        dm_member_str(const dm_value *o, const char *key);
int64_t         dm_member_int(const dm_value *o, const char *key);
double          dm_member_real(const dm_value *o, const char *key);
bool            dm_member_true(const dm_value *o, const char *key);
const dm_value *dm_member_list(const dm_value *o, const char *key);

/* How many items the list `key` has, and where they are; `*items` is left alone
** when there are none. */
size_t dm_member_items(const dm_value *o, const char *key,
                       dm_value *const **items);

/* The `i`-th item of a list; as a whole number. */
const dm_value *dm_list_at(const dm_value *list, size_t i);
int64_t         dm_list_int(const dm_value *list, size_t i);

#endif
