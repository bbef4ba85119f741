/* cache.c - chained hashing over an array of entries that are also linked in
** the order of use, newest first.  Index 0 is the list's head and no entry.
*/
#include "match/cache.h"

#include <xxhash.h>

#include "base/mem.h"

typedef struct entry {
    dm_regex *rx;
    uint64_t  hash;
    uint32_t  chain;        /* next in the same bucket, 0 none */
    uint32_t  older, newer; /* a ring through entry 0 */
} entry;

struct dm_regex_cache {
    size_t    size, n, mask;
    uint32_t *buckets;
    entry     entries[]; /* size + 1 */
};

static dm_regex_cache *no_memory(dm_err *err)
{
    dm_fail(err, DM_E_MEMORY, "no memory for a cache of patterns");
    return NULL;
}

dm_regex_cache *dm_regex_cache_new(size_t size, dm_err *err)
{
    dm_regex_cache *cache;
    size_t          nbuckets = 16, bytes;

    if (size == 0)
        size = DM_REGEX_CACHE_SIZE;
    if (size > UINT32_MAX / 64)
        return no_memory(err);
    while (nbuckets < size)
        nbuckets *= 2;
    bytes = sizeof *cache + (size + 1) * sizeof(entry);
    cache = dm_mem_alloc(bytes);
    if (cache == NULL)
        return no_memory(err);
    memset(cache, 0, bytes);
    cache->buckets = dm_mem_alloc(nbuckets * sizeof *cache->buckets);
    if (cache->buckets == NULL) {
        dm_mem_free(cache);
        return no_memory(err);
    }
    memset(cache->buckets, 0, nbuckets * sizeof *cache->buckets);
    cache->mask = nbuckets - 1;
    cache->size = size;
    return cache;
}

void dm_regex_cache_free(dm_regex_cache *cache)
{
    if (cache == NULL)
        return;
    for (size_t i = 1; i <= cache->n; i++)
        dm_regex_free(cache->entries[i].rx);
    dm_mem_free(cache->buckets);
    dm_mem_free(cache);
}

size_t dm_regex_cache_count(const dm_regex_cache *cache)
{
    return cache->n;
}

/* The flags go first: they hold no byte that could shift the border. */
static uint64_t hash_of(dm_slice pattern, dm_slice flags)
{
    uint64_t seed = XXH3_64bits(flags.ptr, flags.len);

    return XXH3_64bits_withSeed(pattern.ptr, pattern.len, seed);
}

static uint32_t *bucket(dm_regex_cache *cache, uint64_t hash)
{
    return &cache->buckets[hash & cache->mask];
}

static uint32_t lookup(dm_regex_cache *cache, dm_slice pattern, dm_slice flags,
                       uint64_t hash)
{
    uint32_t i = *bucket(cache, hash);

    while (i != 0 &&
           (cache->entries[i].hash != hash ||
            !dm_slice_eq(dm_regex_pattern(cache->entries[i].rx), pattern) ||
            !dm_slice_eq(dm_regex_flags(cache->entries[i].rx), flags)))
        i = cache->entries[i].chain;
    return i;
}

static void unlink_use(dm_regex_cache *cache, uint32_t i)
{
    entry *e = cache->entries;

    e[e[i].newer].older = e[i].older;
    e[e[i].older].newer = e[i].newer;
}

static void link_newest(dm_regex_cache *cache, uint32_t i)
{
    entry *e = cache->entries;

    e[i].newer = 0;
    e[i].older = e[0].older;
    e[e[0].older].newer = i;
    e[0].older = i;
}

/* Let the oldest go and return its entry. */
static uint32_t evict(dm_regex_cache *cache)
{
    entry    *e = cache->entries;
    uint32_t  i = e[0].newer;
    uint32_t *at = bucket(cache, e[i].hash);

    while (*at != i)
        at = &e[*at].chain;
    *at = e[i].chain;
    unlink_use(cache, i);
    dm_regex_free(e[i].rx);
    return i;
}

dm_regex *dm_regex_cache_get(dm_regex_cache *cache, dm_slice pattern,
                             dm_slice flags, dm_err *err)
{
    uint64_t  hash = hash_of(pattern, flags);
    uint32_t  i = lookup(cache, pattern, flags, hash);
    dm_regex *rx;

    if (i != 0) {
        unlink_use(cache, i);
        link_newest(cache, i);
        return dm_regex_ref(cache->entries[i].rx);
    }
    rx = dm_regex_compile(pattern, flags, err);
    if (rx == NULL)
        return NULL;
    i = cache->n < cache->size ? (uint32_t)++cache->n : evict(cache);
    cache->entries[i] = (entry){rx, hash, *bucket(cache, hash), 0, 0};
    *bucket(cache, hash) = i;
    link_newest(cache, i);
    return dm_regex_ref(rx);
}
