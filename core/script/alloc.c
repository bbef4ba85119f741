/* alloc.c - the heap of a state: a ceiling, and one drop for everything.
**
** Lua says the old size whenever it frees, so small blocks carry no header:
** they are cut from chunks and kept in one free list for each multiple of 16
** bytes.  Larger blocks come from the machine and form a ring.  Dropping a
** dead state frees chunks and ring without asking Lua.
**
** `used` counts what Lua asked for, to the byte.  `held` is what the machine
** gave; its own ceiling bounds what free lists of sizes no longer wanted can
** waste.  Over a ceiling the script is left by longjmp: NULL never gets into
** Lua, where it could be caught, or meet code that does not expect it.
**
** Workload: hundreds of thousands of blocks of 20 to 100 bytes a document.
*/
#include <string.h>

#include "base/mem.h"
#include "script/inside.h"

enum { CHUNK = 64 << 10 };

/* Under the address sanitizer each block is the machine's own, so that an
** overrun is seen. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DM_HEAP_CHECKED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define DM_HEAP_CHECKED 1
#endif
#ifdef DM_HEAP_CHECKED
enum { SMALL = 0 };
#else
enum { SMALL = DM_HEAP_GRAIN * DM_HEAP_CLASSES };
#endif

void dm_heap_init(dm_heap *heap, size_t max)
{
    memset(heap, 0, sizeof *heap);
    heap->max = max;
    heap->held_max = max < SIZE_MAX / 2 ? 2 * max : SIZE_MAX;
    heap->soft = max / 2;
    heap->large.prev = heap->large.next = &heap->large;
}

void dm_heap_fini(dm_heap *heap)
{
    while (heap->chunks != NULL) {
        void *next = *(void **)heap->chunks;
        dm_mem_free(heap->chunks);
        heap->chunks = next;
    }
    while (heap->large.next != &heap->large) {
        dm_heap_block *block = heap->large.next;
        heap->large.next = block->next;
        dm_mem_free(block);
    }
    heap->large.prev = &heap->large;
    heap->used = heap->held = 0;
}

static size_t class_of(size_t size)
{
    return (size - 1) / DM_HEAP_GRAIN;
}

/* Room for `n` more bytes from the machine, or out. */
static void hold(dm_lua *lua, size_t n)
{
    dm_heap *heap = &lua->heap;

    if (n > heap->held_max - heap->held)
        dm_lua_leave(lua, DM_E_MEMORY);
    heap->held += n;
}

/* `size` bytes from the machine; there is no coming back without them. */
static void *take(dm_lua *lua, size_t size)
{
    void *bytes;

    hold(lua, size);
    bytes = dm_mem_alloc(size);
    if (bytes == NULL)
        dm_lua_leave(lua, DM_E_MEMORY);
    return bytes;
}

static void *chunk_new(dm_lua *lua, size_t size)
{
    dm_heap *heap = &lua->heap;
    void    *chunk = take(lua, CHUNK);

    *(void **)chunk = heap->chunks;
    heap->chunks = chunk;
    heap->free_at = (char *)chunk + DM_HEAP_GRAIN + size;
    heap->free_end = (char *)chunk + CHUNK;
    return heap->free_at - size;
}

static void *small_new(dm_lua *lua, size_t size)
{
    dm_heap *heap = &lua->heap;
    size_t   cls = class_of(size);
    void    *block = heap->free_of[cls];

    if (block != NULL) {
        heap->free_of[cls] = *(void **)block;
        return block;
    }
    size = (cls + 1) * DM_HEAP_GRAIN;
    if ((size_t)(heap->free_end - heap->free_at) < size)
        return chunk_new(lua, size);
    block = heap->free_at;
    heap->free_at += size;
    return block;
}

static void *large_new(dm_lua *lua, size_t size)
{
    dm_heap       *heap = &lua->heap;
    dm_heap_block *block = take(lua, size + sizeof *block);

    block->prev = &heap->large;
    block->next = heap->large.next;
    block->next->prev = heap->large.next = block;
    return block + 1;
}

static void *block_new(dm_lua *lua, size_t size)
{
    return size <= SMALL ? small_new(lua, size) : large_new(lua, size);
}

static void block_free(dm_lua *lua, void *ptr, size_t size)
{
    dm_heap       *heap = &lua->heap;
    dm_heap_block *block;

    if (size <= SMALL) {
        *(void **)ptr = heap->free_of[class_of(size)];
        heap->free_of[class_of(size)] = ptr;
        return;
    }
    block = (dm_heap_block *)ptr - 1;
    block->prev->next = block->next;
    block->next->prev = block->prev;
    heap->held -= size + sizeof *block;
    dm_mem_free(block);
}

static void *large_resize(dm_lua *lua, void *ptr, size_t osize, size_t nsize)
{
    dm_heap       *heap = &lua->heap;
    dm_heap_block *block = (dm_heap_block *)ptr - 1;

    if (nsize > osize)
        hold(lua, nsize - osize);
    block = dm_mem_realloc(block, nsize + sizeof *block);
    if (block == NULL)
        dm_lua_leave(lua, DM_E_MEMORY);
    if (nsize < osize)
        heap->held -= osize - nsize;
    block->prev->next = block;
    block->next->prev = block;
    return block + 1;
}

static void *block_resize(dm_lua *lua, void *ptr, size_t osize, size_t nsize)
{
    void *fresh;

    if (osize > SMALL && nsize > SMALL)
        return large_resize(lua, ptr, osize, nsize);
    if (osize <= SMALL && nsize <= SMALL && class_of(osize) == class_of(nsize))
        return ptr;
    fresh = block_new(lua, nsize);
    memcpy(fresh, ptr, osize < nsize ? osize : nsize);
    block_free(lua, ptr, osize);
    return fresh;
}

/* Count the growth; over the ceiling leave, over the soft mark ask for a full
** collection at the next instruction, since Lua's collector lets garbage grow
** to the size of what lives. */
static void grow(dm_lua *lua, size_t n)
{
    dm_heap *heap = &lua->heap;

    if (n > heap->max - heap->used)
        dm_lua_leave(lua, DM_E_MEMORY);
    heap->used += n;
    if (heap->used > heap->peak)
        heap->peak = heap->used;
    if (heap->used > heap->soft && !heap->pressed && lua->running != NULL) {
        heap->pressed = true;
        lua_sethook(lua->running, dm_lua_hook, LUA_MASKCOUNT, 1);
    }
}

void dm_heap_relieved(dm_heap *heap)
{
    size_t gap = (heap->max - heap->used) / 2;

    if (gap < heap->max / 64)
        gap = heap->max; /* hopeless: let it run into the ceiling */
    heap->soft = gap < SIZE_MAX - heap->used ? heap->used + gap : SIZE_MAX;
    heap->pressed = false;
}

void *dm_heap_alloc(void *ud, void *ptr, size_t osize, size_t nsize)
{
    dm_lua *lua = ud;

    if (ptr == NULL)
        osize = 0; /* it was a tag */
    if (nsize == 0) {
        if (ptr != NULL) {
            lua->heap.used -= osize;
            block_free(lua, ptr, osize);
        }
        return NULL;
    }
    if (nsize > osize)
        grow(lua, nsize - osize);
    if (ptr == NULL)
        return block_new(lua, nsize);
    ptr = block_resize(lua, ptr, osize, nsize);
    if (nsize < osize)
        lua->heap.used -= osize - nsize;
    return ptr;
}
