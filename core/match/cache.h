/* cache.h - compiled patterns, for callers that bring the same text again.
**
** A script that says re("…") in a loop compiles once.  The least recently
** asked-for pattern leaves when the cache is full; whoever still holds it
** keeps it alive.  A cache belongs to its owner (a Lua state, as a rule):
** there is none for the whole process.
*/
#ifndef DM_MATCH_CACHE_H
#define DM_MATCH_CACHE_H

#include "match/regex.h"

typedef struct dm_regex_cache dm_regex_cache;

enum { DM_REGEX_CACHE_SIZE = 512 };

/* For up to `size` patterns, 0 for DM_REGEX_CACHE_SIZE.  NULL with MEMORY. */
__attribute__((warn_unused_result)) dm_regex_cache *dm_regex_cache_new(
    size_t size, dm_err *err);
void dm_regex_cache_free(dm_regex_cache *cache);

/*
** The regex of `pattern` and `flags`, compiled if it was not here.  The
** caller becomes a holder and ends with dm_regex_free.  NULL with what
** dm_regex_compile says; failures are not cached.
*/
__attribute__((warn_unused_result)) dm_regex *dm_regex_cache_get(
    dm_regex_cache *cache, dm_slice pattern, dm_slice flags, dm_err *err);

/* How many patterns are in it. */
size_t dm_regex_cache_count(const dm_regex_cache *cache);

#endif
