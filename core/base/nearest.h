/* nearest.h - did you mean?
**
** For the name a person mistyped, the known name that is nearest: fewest
** letters added, left out, changed or swapped with their neighbour, and at
** most two of them (one for names of up to four letters).
*/
#ifndef DM_BASE_NEAREST_H
#define DM_BASE_NEAREST_H

#include "base/slice.h"

/* The `i`-th known name, or NULL past the end; `names` is passed through. */
typedef const char *dm_names(const void *names, size_t i);

/*
** The name of the list that is nearest to `word`, or NULL when none is near
** enough.  Among equals the first wins.  Letters are bytes; names of more
** than 63 bytes are never near.
*/
const char *dm_nearest(dm_slice word, dm_names *at, const void *names);

/* A dm_names over an array of strings that ends in NULL. */
const char *dm_names_array(const void *names, size_t i);

#endif
