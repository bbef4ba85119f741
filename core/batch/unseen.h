/* unseen.h - the words for a column that no record had.
**
** A file of its own because two rooms call something dm_names.
*/
#ifndef DM_BATCH_UNSEEN_H
#define DM_BATCH_UNSEEN_H

#include "base/err.h"
#include "base/slice.h"

/* Say in `out` that no record had the key `column`, and which of `keys`, a list
** that ends in NULL, may have been meant. */
void dm_unseen_say(dm_slice column, const char *const *keys, dm_err *out);

#endif
