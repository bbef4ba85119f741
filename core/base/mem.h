/* mem.h - the only malloc.
**
** Every heap block of the core comes from here, so that tests can make the
** n-th request fail and a worker can be held under a ceiling.  Nothing here
** aborts: a request that cannot be met returns NULL and the caller loses
** one document.
*/
#ifndef DM_BASE_MEM_H
#define DM_BASE_MEM_H

#include <stddef.h>

/* `size` fresh bytes, or NULL.  Free with dm_mem_free. */
void *dm_mem_alloc(size_t size) __attribute__((warn_unused_result));

/* Grow or shrink `ptr` (NULL for a fresh block); NULL leaves it as it was. */
void *dm_mem_realloc(void *ptr, size_t size)
    __attribute__((warn_unused_result));

/* Give a block back; NULL is fine. */
void dm_mem_free(void *ptr);

/* For tests: let `n` more requests succeed, then fail every one.  A negative
** number switches this off. */
void dm_mem_fail_after(long n);

#endif
