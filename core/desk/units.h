/* units.h - places of a text as a browser counts them.
**
** Strings of JavaScript are made of UTF-16 units: a character beyond U+FFFF is
** two.  A count every few hundred bytes makes look-ups quick in any order.
*/
#ifndef DM_DESK_UNITS_H
#define DM_DESK_UNITS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

typedef struct dm_units {
    dm_slice  text; /* valid UTF-8 */
    uint32_t *at;   /* units before every few hundredth byte */
} dm_units;

/* Count `text`; the table lives in `arena`.  False when it is full. */
__attribute__((warn_unused_result)) bool dm_units_init(dm_units *units,
                                                       dm_arena *arena,
                                                       dm_slice  text);

/* How many units lie before byte `at`; what is past the end is the end. */
size_t dm_units_before(const dm_units *units, size_t at);

#endif
