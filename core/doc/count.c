/* count.c - lines and code points of a view, indexed when first asked. */
#include "doc/private.h"

const dm_lines *dm_view_lines(const dm_view *view)
{
    dm_view_cache *cache = view->cache;

    if (cache->lines.n == 0 &&
        !dm_lines_init(&cache->lines, view->text, cache->arena)) {
        cache->lines.n = 0;
        return NULL;
    }
    return &cache->lines;
}

/* How many of eight bytes continue a character: 1 in bit 7, 0 in bit 6.  The
** product adds up the eight ones in its highest byte. */
static size_t inside(uint64_t eight)
{
    uint64_t ones = eight >> 7 & ~eight >> 6 & 0x0101010101010101u;

    return (size_t)(ones * 0x0101010101010101u >> 56);
}

/* How many bytes begin a character.  Every document is counted to its end
** for its record, so this takes eight at a time. */
static size_t leads(const char *p, size_t n)
{
    size_t   count = n;
    size_t   i = 0;
    uint64_t eight;

    for (; i + sizeof eight <= n; i += sizeof eight) {
        memcpy(&eight, p + i, sizeof eight);
        count -= inside(eight);
    }
    for (; i < n; i++)
        count -= ((unsigned char)p[i] & 0xC0) == 0x80;
    return count;
}

static uint32_t *make_marks(const dm_view *view)
{
    size_t    n = view->text.len / DM_MARK + 1;
    uint32_t *marks = dm_arena_alloc(view->cache->arena, n * sizeof *marks);

    if (marks == NULL)
        return NULL;
    marks[0] = 0;
    for (size_t i = 1; i < n; i++)
        marks[i] = marks[i - 1] +
                   (uint32_t)leads(view->text.ptr + (i - 1) * DM_MARK, DM_MARK);
    return marks;
}

size_t dm_view_codepoints(const dm_view *view, size_t at)
{
    dm_view_cache *cache = view->cache;
    size_t         page;

    if (at > view->text.len)
        at = view->text.len;
    if (view->parent == NULL)
        return at;
    page = at / DM_MARK;
    if (page == 0)
        return leads(view->text.ptr, at);
    if (cache->marks == NULL)
        cache->marks = make_marks(view);
    if (cache->marks == NULL)
        return leads(view->text.ptr, at);
    return cache->marks[page] +
           leads(view->text.ptr + page * DM_MARK, at - page * DM_MARK);
}
