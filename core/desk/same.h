/* same.h - are two record values the same, and by which number are they known?
**
** Two values are the same when they are written the same: 3 is not 3.0.  The
** order of an object's members does not count.
*/
#ifndef DM_DESK_SAME_H
#define DM_DESK_SAME_H

#include <stdint.h>

#include "emit/value.h"

bool dm_value_same(const dm_value *a, const dm_value *b);

/* The same for values that are the same, and never 0. */
uint64_t dm_value_hash(const dm_value *v);

/* Before, the same or behind, by bytes: negative, 0, positive. */
int dm_text_order(dm_slice a, dm_slice b);

/* The hash of several things is made of theirs. */
uint64_t dm_hash_mix(uint64_t hash, uint64_t more);
uint64_t dm_hash_text(dm_slice s);

#endif
