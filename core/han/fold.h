/* fold.h - one spelling for the characters of both scripts.
**
** Statistics about Chinese text should not care whether it was written in
** Simplified or Traditional characters.  Folding maps a Traditional or variant
** character to its usual Simplified form, one to one and without looking at
** its neighbours: what OpenCC's TSCharacters names first.  A conversion of
** text is another thing: see convert.h.
*/
#ifndef DM_HAN_FOLD_H
#define DM_HAN_FOLD_H

#include <stdint.h>

/* The Simplified form of `cp`, or `cp` itself: defined for every number,
** idempotent but for a chained variant or two, three loads from memory. */
uint32_t dm_han_fold(uint32_t cp);

#endif
