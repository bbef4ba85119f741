/* names.h - a set of names, each with the one who took it.
**
** For output files: two documents may not be written to one.  An open hash
** table over an arena; a run of a million files costs some hundred megabytes.
*/
#ifndef DM_BATCH_NAMES_H
#define DM_BATCH_NAMES_H

#include "base/arena.h"
#include "base/err.h"

typedef struct dm_names {
    dm_arena         arena;
    struct dm_taken *slots;
    size_t           n, cap; /* cap is a power of two, or 0 */
} dm_names;

void dm_names_init(dm_names *names);
void dm_names_fini(dm_names *names);

/* Who took `name`, or NULL. */
const dm_slice *dm_names_holder(const dm_names *names, dm_slice name);

/* Give `name`, which nobody has, to `who`; both are copied.  False with
** MEMORY. */
__attribute__((warn_unused_result)) bool dm_names_take(dm_names *names,
                                                       dm_slice  name,
                                                       dm_slice  who,
                                                       dm_err   *err);

#endif
