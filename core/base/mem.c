/* mem.c - the only malloc. */
#include "base/mem.h"

#include <stdlib.h>

static long budget = -1; /* requests left before failure; < 0: no limit */

static int refused(void)
{
    if (budget < 0)
        return 0;
    if (budget == 0)
        return 1;
    budget--;
    return 0;
}

void *dm_mem_alloc(size_t size)
{
    return refused() ? NULL : malloc(size != 0 ? size : 1);
}

void *dm_mem_realloc(void *ptr, size_t size)
{
    return refused() ? NULL : realloc(ptr, size != 0 ? size : 1);
}

void dm_mem_free(void *ptr)
{
    free(ptr);
}

void dm_mem_fail_after(long n)
{
    budget = n;
}
