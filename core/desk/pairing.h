/* pairing.h - which member of one list is which member of another.
**
** Two versions of a list are told apart best when what stayed is found first:
** members are known by keys (a hash of what they are), and pairs never cross,
** so that one inserted member is one member more and not a list of changes.
** Pairs are made in passes, the strictest keys first: a later pass only looks
** between the pairs there are.
**
** A pass takes O(n log n) whatever the keys are: of those that occur on both
** sides the longest run in the same order is kept (keys that occur several
** times pair the first with the first, the second with the second).
*/
#ifndef DM_DESK_PAIRING_H
#define DM_DESK_PAIRING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define DM_UNPAIRED UINT32_MAX

typedef struct dm_pairing {
    dm_arena *arena;
    size_t    nold, nnew;
    uint32_t *mate;  /* of each old member: the new one, or DM_UNPAIRED */
    uint32_t *owner; /* of each new member: the old one, or DM_UNPAIRED */
} dm_pairing;

/* No pairs yet; lives in `arena`.  False when it is full, or a list longer
** than 2^32 - 2. */
__attribute__((warn_unused_result)) bool dm_pairing_init(dm_pairing *p,
                                                         size_t      nold,
                                                         size_t      nnew,
                                                         dm_arena   *arena);

/* One pass: pair members between the pairs there are whose keys are the same.
** A key of 0 pairs with none.  False when the arena is full. */
__attribute__((warn_unused_result)) bool dm_pairing_by(
    dm_pairing *p, const uint64_t *old_keys, const uint64_t *new_keys);

/* One pass with a question instead of keys: pair member `o` with the first of
** at most DM_PAIRING_NEAR unpaired new ones for which `like` is true.  Takes no
** memory. */
enum { DM_PAIRING_NEAR = 64 };
typedef bool dm_pairing_like(const void *ud, size_t o, size_t n);
void dm_pairing_near(dm_pairing *p, dm_pairing_like *like, const void *ud);

#endif
